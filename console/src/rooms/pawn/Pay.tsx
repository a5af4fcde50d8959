import { App, Checkbox, Collapse, Form, Input, Modal, Segmented } from "antd";
import { useState } from "react";
import type { Counter, PaysOut, TicketDetail } from "@/api/pawn.ts";
import { usePreview } from "@/api/query.ts";
import { useSession, useUser } from "@/api/session.ts";
import type { MoneyValue, PaymentMethod } from "@/api/types.ts";
import { Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Into } from "@/kit/Into.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money, plus } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";

import { NEEDS, draftOf, payAsk, wrongIn } from "./paying.ts";
import type { PayDraft, PayKind } from "./paying.ts";
import { words } from "./words.ts";

const text = words.pay;
interface Props { of: TicketDetail; kind: PayKind; onClose: () => void; onDone: (done: Counter) => void }
const PATHS: Record<PayKind, string> = { renew: "refrendo", redeem: "redemption", part: "partial-redemption" };
const TITLES: Record<PayKind, (folio: string) => string> = { renew: text.renewTitle, redeem: text.redeemTitle, part: text.partTitle };

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
  const [hands, lends] = [useCan("pawn.custody"), useCan("pawn.open") && isPositive(of.may_add)];
  const kept = useKept<Counter>(`empeno.${kind}.${of.id}`);
  const [draft, setDraft] = useState<PayDraft>(() => draftOf(hands));
  const [tried, setTried] = useState(false);
  const path = `/pawn-tickets/${of.id}/${PATHS[kind]}`;
  const known = kind === "part" ? null : kind === "redeem" ? of.owed.redeem : plus(of.owed.renew, money(draft.capital ?? "0", currency));
  const ask = payAsk(draft, kind, currency, known === null || isPositive(known));
  const able = Object.keys(wrongIn(draft, kind, of, known)).length === 0;
  const current = useSettled(JSON.stringify(able && !kept.unsure ? ask : null), 220);
  const [sent, setSent] = useState(false);
  const preview = usePreview<Counter>(path, JSON.parse(current) as unknown, till, !sent);
  const next = able ? preview.data : undefined;
  /* The part of a capital is the server's to say. */
  const amount = known ?? next?.payment?.amount ?? null;
  const wrong = wrongIn(draft, kind, of, amount);
  const ready = Object.keys(wrong).length === 0;
  const paid = amount === null || isPositive(amount);
  const set = (patch: Partial<PayDraft>): void => { setDraft((before) => ({ ...before, ...patch })); };
  const sum = amount ? formatMoney(amount) : "";

  function done(answer: Counter): void {
    void message.success({ renew: text.renewed(answer.ticket.folio), redeem: text.redeemed(of.folio), part: text.parted(answer.ticket.folio) }[kind]);
    onDone(answer);
  }
  async function confirm(): Promise<void> {
    setTried(true);
    if (!ready || kept.unsure || kept.busy || preview.error) return;
    setSent(true);
    const answer = await kept.send(path, ask, text.told(words.file[kind], of.folio, sum), till);
    if (answer) done(answer);
    else setSent(false);
  }
  const mark: Mark = (field) => (wrong[field] && (tried || field === "capital" || field === "more" || field === "tendered") ? { validateStatus: "error", help: wrong[field] } : {});
  const fields: FieldsProps = { of, draft, currency, till, mark, set };
  return (
    <Modal
      open title={TITLES[kind](of.folio)} width={600} destroyOnHidden onCancel={onClose} cancelText={es.common.cancel} okText={paid ? text.collect(sum) : text.renewFree}
      okButtonProps={{ loading: kept.busy, disabled: kept.unsure !== null || preview.error !== null }} onOk={() => void confirm()}
    >
      {/* Entrar charges, as everywhere at the counter. */}
      <Form layout="vertical" className="stack" onFinish={() => void confirm()} requiredMark={false}>
        <Unsure of={kept} onDone={done} />
        {kind === "part" ? <Parts {...fields} /> : null}
        <div className="pawn-pay"><strong>{text.pays}</strong>{amount ? <Money value={amount} /> : <span className="second">{es.common.missing}</span>}</div>
        {kind === "part" ? null : <Split of={of} kind={kind} capital={draft.capital} />}
        {kind === "renew" ? <Capital {...fields} lends={lends} paid={paid} /> : null}
        {paid ? <How {...fields} /> : <p className="second">{text.nothing}</p>}
        {next?.payment?.change && isPositive(next.payment.change) ? <div className="pawn-pay change" role="status"><strong>{words.change}</strong><Money value={next.payment.change} /></div> : null}
        {kind === "renew" && next && draft.more && isPositive(money(draft.more, currency)) ? <div className="pawn-pay change" role="status"><strong>{text.receives}</strong><Money value={money(draft.more, currency)} /></div> : null}
        {kind === "redeem" ? <Delivery {...fields} hands={hands} /> : null}
        {kind === "part" ? <To {...fields} /> : null}
        {kind !== "redeem" && next ? (
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

type Mark = (field: keyof ReturnType<typeof wrongIn>) => object;
interface FieldsProps { of: TicketDetail; draft: PayDraft; currency: string; till: number | undefined; mark: Mark; set: (patch: Partial<PayDraft>) => void }

/** Which articles are taken away. */
function Parts({ of, draft, mark, set }: FieldsProps) {
  return (
    <Form.Item label={text.takes} style={{ marginBottom: 0 }} extra={text.rest} {...mark("items")}>
      <Checkbox.Group
        className="pawn-part" value={draft.items} onChange={(items) => { set({ items: items.map(String) }); }}
        options={of.items.filter((item) => item.gone === null).map((item) => ({ value: item.id, label: `${item.description} · ${formatMoney(item.appraisal)}` }))}
      />
    </Form.Item>
  );
}

/** What is paid of the capital, or lent besides; never both. */
function Capital({ of, draft, currency, mark, set, lends, paid }: FieldsProps & { lends: boolean; paid: boolean }) {
  return (
    <div className="kit-form-grid">
      <Form.Item label={text.capital} htmlFor="capital" extra={text.capitalHint} style={{ marginBottom: 0 }} {...mark("capital")}>
        <MoneyField id="capital" autoFocus={!paid} value={draft.capital} currency={currency} onChange={(capital) => { set({ capital }); }} />
      </Form.Item>
      {lends ? (
        <Form.Item label={text.more} htmlFor="more" extra={text.moreHint(formatMoney(of.may_add))} style={{ marginBottom: 0 }} {...mark("more")}>
          <MoneyField id="more" value={draft.more} currency={currency} onChange={(more) => { set({ more }); }} />
        </Form.Item>
      ) : null}
      {lends && draft.more ? (
        <Form.Item className="full" label={text.gives} style={{ marginBlock: "8px 0" }}>
          <Segmented<PaysOut> aria-label={text.gives} value={draft.gives} onChange={(gives) => { set({ gives }); }} options={[{ value: "cash", label: words.hand.cash }, { value: "transfer", label: words.hand.transfer }]} />
        </Form.Item>
      ) : null}
    </div>
  );
}

function How({ draft, currency, till, mark, set }: FieldsProps) {
  return (
    <>
      <Form.Item label={words.method} style={{ marginBottom: 0 }}>
        <Segmented<PaymentMethod>
          block aria-label={words.method} value={draft.method} onChange={(method) => { set({ method, tendered: null, account: null }); }}
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
      <Into method={draft.method} currency={currency} branchId={till} account={draft.account} onPick={(account) => { set({ account }); }} />
    </>
  );
}

function Delivery({ hands, ...fields }: FieldsProps & { hands: boolean }) {
  if (!hands) return <p className="second">{text.deliverNo}</p>;
  return (
    <div className="stack tight">
      <Checkbox checked={fields.draft.deliver} onChange={(event) => { fields.set({ deliver: event.target.checked }); }}>{text.deliver}</Checkbox>
      {fields.draft.deliver ? <To {...fields} /> : null}
    </div>
  );
}
function To({ draft, set }: FieldsProps) {
  return <Field id="to" label={text.to} hint={text.toHint} required={false}><Input id="to" value={draft.to} maxLength={120} autoComplete="off" onChange={(event) => { set({ to: event.target.value }); }} /></Field>;
}

/** What the amount is made of. */
function Split({ of, kind, capital }: { of: TicketDetail; kind: PayKind; capital: string | null }) {
  const { owed } = of;
  const own = kind === "redeem" ? owed.capital : money(capital ?? "0", owed.capital.currency);
  const parts: [string, MoneyValue][] = [[words.file.interest, owed.interest], [words.file.storage, owed.storage], [words.file.tax, owed.tax], [words.file.redeemFoot.toLowerCase(), own]];
  const told = parts.filter(([, value]) => isPositive(value)).map(([name, value]) => `${name} ${formatMoney(value)}`);
  return <p className="second num" style={{ whiteSpace: "normal" }}>{[owed.periods > 0 ? words.periods[of.plan.period](owed.periods) : "", ...told].filter(Boolean).join(" · ")}</p>;
}
