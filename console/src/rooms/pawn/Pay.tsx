import { App, Checkbox, Collapse, Form, Input, Modal, Segmented } from "antd";
import { useState } from "react";
import type { Counter, TicketDetail } from "@/api/pawn.ts";
import { useSession, useUser } from "@/api/session.ts";
import type { MoneyValue, PaymentMethod } from "@/api/types.ts";
import { Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money, plus } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";
import { usePreview } from "./data.ts";
import { NEEDS, draftOf, redeemAsk, renewAsk, wrongIn } from "./paying.ts";
import type { PayDraft } from "./paying.ts";
import { words } from "./words.ts";

const text = words.pay;
export type PayKind = "renew" | "redeem";
interface Props { of: TicketDetail; kind: PayKind; onClose: () => void; onDone: (done: Counter) => void }

/** Where the money enters: the branch on top, or else that of the ticket, if it is one's own. */
function useTill(branchId: number): number | undefined {
  const chosen = useSession().branchId;
  const mine = useUser().branches.some((b) => b.id === branchId);
  return chosen === null && mine ? branchId : undefined;
}

/** Refrendo or desempeño: what is charged, what is written and what is left, before it is done; then, once. */
export function Pay({ of, kind, onClose, onDone }: Props) {
  const { message } = App.useApp();
  const { currency } = of.principal;
  const till = useTill(of.branch_id);
  const hands = useCan("pawn.custody");
  const kept = useKept<Counter>(`empeno.${kind}.${of.id}`);
  const [draft, setDraft] = useState<PayDraft>(() => draftOf(hands));
  const [tried, setTried] = useState(false);
  const renewing = kind === "renew";
  const amount = renewing ? plus(of.owed.renew, money(draft.capital ?? "0", currency)) : of.owed.redeem;
  const paid = isPositive(amount);
  const wrong = wrongIn(draft, kind, of, amount);
  const path = `/pawn-tickets/${of.id}/${renewing ? "refrendo" : "redemption"}`;
  const ask = renewing ? renewAsk(draft, currency, paid) : redeemAsk(draft, currency);
  const ready = Object.keys(wrong).length === 0;
  const current = useSettled(JSON.stringify(ask), 220);
  const preview = usePreview<Counter>(path, ready && !kept.unsure ? (JSON.parse(current) as unknown) : null, till);
  const set = (patch: Partial<PayDraft>): void => { setDraft((before) => ({ ...before, ...patch })); };

  function done(answer: Counter): void {
    void message.success(renewing ? text.renewed(answer.ticket.folio) : text.redeemed(of.folio));
    onDone(answer);
  }
  async function confirm(): Promise<void> {
    setTried(true);
    if (!ready || kept.unsure || kept.busy || preview.error) return;
    const answer = await kept.send(path, ask, text.told(renewing ? words.file.renew : words.file.redeem, of.folio, formatMoney(amount)), till);
    if (answer) done(answer);
  }
  const mark = (field: keyof typeof wrong): object => (wrong[field] && (tried || wrong[field] !== words.pay.missingReference) ? { validateStatus: "error", help: wrong[field] } : {});
  const next = preview.data;
  return (
    <Modal
      open title={renewing ? text.renewTitle(of.folio) : text.redeemTitle(of.folio)} width={600} destroyOnHidden onCancel={onClose} cancelText={es.common.cancel}
      okText={paid ? text.collect(formatMoney(amount)) : text.renewFree} okButtonProps={{ loading: kept.busy, disabled: kept.unsure !== null || preview.error !== null }} onOk={() => void confirm()}
    >
      {/* Entrar charges, as everywhere at the counter. */}
      <Form layout="vertical" className="stack" onFinish={() => void confirm()} requiredMark={false}>
        <Unsure of={kept} onDone={done} />
        <div className="pawn-pay"><strong>{text.pays}</strong><Money value={amount} /></div>
        <Split of={of} kind={kind} capital={draft.capital} />
        {renewing ? (
          <Form.Item label={text.capital} htmlFor="capital" extra={text.capitalHint(formatMoney(of.owed.capital))} style={{ marginBottom: 0 }} {...mark("capital")}>
            <MoneyField id="capital" autoFocus={!paid} value={draft.capital} currency={currency} onChange={(capital) => { set({ capital }); }} />
          </Form.Item>
        ) : null}
        {paid ? (
          <>
            <Form.Item label={words.method} style={{ marginBottom: 0 }}>
              <Segmented<PaymentMethod>
                block aria-label={words.method} value={draft.method} onChange={(method) => { set({ method, tendered: null }); }}
                options={(Object.keys(es.states.method) as PaymentMethod[]).map((value) => ({ value, label: es.states.method[value] }))}
              />
            </Form.Item>
            {draft.method === "cash" ? (
              <Form.Item label={words.tendered} htmlFor="tendered" extra={words.tenderedHint} style={{ marginBottom: 0 }} {...mark("tendered")}>
                <MoneyField id="tendered" autoFocus value={draft.tendered} currency={currency} onChange={(tendered) => { set({ tendered }); }} />
              </Form.Item>
            ) : (
              <Form.Item label={words.reference} htmlFor="reference" required={NEEDS[draft.method]} style={{ marginBottom: 0 }} {...mark("reference")}>
                <Input id="reference" autoFocus value={draft.reference} maxLength={80} autoComplete="off" onChange={(event) => { set({ reference: event.target.value }); }} />
              </Form.Item>
            )}
          </>
        ) : <p className="second">{text.nothing}</p>}
        {next?.payment?.change && isPositive(next.payment.change) ? <div className="pawn-pay change" role="status"><strong>{words.change}</strong><Money value={next.payment.change} /></div> : null}
        {renewing ? null : hands ? (
          <div className="stack tight">
            <Checkbox checked={draft.deliver} onChange={(event) => { set({ deliver: event.target.checked }); }}>{text.deliver}</Checkbox>
            {draft.deliver ? <Field id="to" label={text.to} hint={text.toHint} required={false}><Input id="to" value={draft.to} maxLength={120} autoComplete="off" onChange={(event) => { set({ to: event.target.value }); }} /></Field> : null}
          </div>
        ) : <p className="second">{text.deliverNo}</p>}
        {renewing && next ? (
          <dl className="facts">
            <dt>{text.newDue}</dt><dd><strong><DateText value={next.ticket.due_on} /></strong></dd>
            <dt>{text.newLoan}</dt><dd><Money value={next.ticket.principal} /></dd>
          </dl>
        ) : null}
        {next?.payment?.entry?.length ? <Collapse ghost size="small" items={[{ key: "entry", label: text.entry, children: <EntriesPreview lines={next.payment.entry} /> }]} /> : null}
        {preview.error && !kept.problem ? <ProblemNotice error={preview.error} /> : null}
        {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden>{text.renewFree}</button>
      </Form>
    </Modal>
  );
}

/** What the amount is made of. */
function Split({ of, kind, capital }: { of: TicketDetail; kind: PayKind; capital: string | null }) {
  const { owed } = of;
  const own = kind === "redeem" ? owed.capital : money(capital ?? "0", owed.capital.currency);
  const parts: [string, MoneyValue][] = [[words.file.interest, owed.interest], [words.file.storage, owed.storage], [words.file.redeemFoot.toLowerCase(), own]];
  const told = parts.filter(([, value]) => isPositive(value)).map(([name, value]) => `${name} ${formatMoney(value)}`);
  return <p className="second num" style={{ whiteSpace: "normal" }}>{[owed.periods > 0 ? words.periods[of.plan.period](owed.periods) : "", ...told].filter(Boolean).join(" · ")}</p>;
}
