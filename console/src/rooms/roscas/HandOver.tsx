import { App, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useUser } from "@/api/session.ts";
import { Into } from "@/kit/Into.tsx";
import { outOf } from "@/kit/receiving.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { isPositive, isZero, money } from "@/kit/money.ts";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";
import { authorise } from "./acts.ts";
import { whoOf } from "./data.ts";
import type { Coming, RoscaDetail } from "./data.ts";
import { words } from "./words.ts";

const text = words.handover;

interface Props { of: RoscaDetail; next: Coming; onClose: () => void }

function Pot({ next }: { next: Coming }) {
  return (
    <dl className="facts">
      <dt>{words.columns.round}</dt><dd>{next.round} · {next.number ?? ""}. {whoOf(next)}</dd>
      <dt>{words.figures.pot}</dt><dd><Money value={next.gross} /></dd>
      <dt>{text.fee}</dt><dd><Money value={next.fee} quietZero /></dd>
      <dt>{text.net}</dt><dd><strong><Money value={next.net} /></strong></dd>
      <dt>{words.roundColumns.missing}</dt><dd><Money value={next.missing} quietZero /></dd>
    </dl>
  );
}

/** The first hand: allows it, and says up to how much the organiser completes the pot. */
export function AuthoriseModal({ of, next, onClose }: Props) {
  const { currency } = of.pot;
  const [front, setFront] = useState<string | null>(isZero(next.missing) ? "0.00" : next.missing.amount);
  return (
    <ActModal
      title={text.authoriseTitle(next.round)} action={text.authorise} ready={front !== null} done={text.authorised} onClose={onClose}
      run={() => authorise(of.id, next.round, isPositive(money(front ?? "0", currency)) ? money(front ?? "0", currency) : null)}
    >
      <Pot next={next} />
      <Field id="front" label={text.front} hint={text.frontHint}><MoneyField id="front" value={front} currency={currency} onChange={setFront} /></Field>
      <p className="second">{text.other}</p>
    </ActModal>
  );
}

/** The second hand: another person gives the money, once. */
export function DeliverModal({ of, next, onClose }: Props) {
  const { message } = App.useApp();
  const { id } = useUser();
  const kept = useKept<RoscaDetail>(`rosca.entrega.${of.id}`);
  const [method, setMethod] = useState<"cash" | "transfer">("cash");
  const [account, setAccount] = useState<number | null>(null);
  const [reference, setReference] = useState("");
  const allowed = next.authorised;
  const same = allowed?.by_id === id;
  const needs = method === "transfer" && reference.trim() === "";
  function done(): void {
    void message.success(text.delivered(whoOf(next)));
    onClose();
  }
  async function confirm(): Promise<void> {
    const ask = { method, reference: reference.trim() || null, ...outOf(method, account) };
    if (await kept.send(`/roscas/${of.id}/rounds/${next.round}/delivery`, ask, text.told(next.round, formatMoney(next.net)))) done();
  }
  return (
    <Modal
      open title={text.deliverTitle(next.round)} okText={text.deliverAction(formatMoney(next.net))} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void confirm()}
      okButtonProps={{ loading: kept.busy, disabled: same || needs || kept.unsure !== null }} width={560} destroyOnHidden
    >
      <div className="stack">
        <Unsure of={kept} onDone={done} />
        <Pot next={next} />
        {allowed ? <p>{text.by(allowed.by ?? "", formatMoney(allowed.front))}</p> : null}
        {same ? <p className="error" role="alert">{text.sameHand}</p> : null}
        <Form layout="vertical" component="div" className="kit-form-grid">
          <Form.Item label={es.filters.method} htmlFor="method" style={{ marginBottom: 0 }}>
            <Select<typeof method> id="method" value={method} onChange={(next) => { setMethod(next); setAccount(null); }} options={[{ value: "cash", label: es.states.method.cash }, { value: "transfer", label: es.states.method.transfer }]} />
          </Form.Item>
          <Into out method={method} currency={of.pot.currency} branchId={of.branch_id} account={account} onPick={setAccount} />
          <Form.Item label={words.contributions.reference} htmlFor="reference" required={method === "transfer"} style={{ marginBottom: 0 }}>
            <Input id="reference" value={reference} maxLength={80} onChange={(event) => { setReference(event.target.value); }} />
          </Form.Item>
        </Form>
        {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
      </div>
    </Modal>
  );
}
