import { App, Button, Form, Modal, Select } from "antd";
import { useState } from "react";
import type { MoneyValue } from "@/api/types.ts";
import { Into } from "@/kit/Into.tsx";
import { outOf } from "@/kit/receiving.ts";
import { Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { compareMoney, isPositive, isZero, minus, money, plus, sumOf } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { Unsure } from "@/kit/Unsure.tsx";
import { useKept } from "@/kit/useKept.ts";
import { es } from "@/words/es.ts";
import { whoOf } from "./data.ts";
import type { Numbered, RoscaDetail } from "./data.ts";
import { words } from "./words.ts";

const text = words.refunds;

/** What may be given back now to a number: what it put in and hasn't received, as far as the fund goes. */
function mostOf(of: RoscaDetail, number: Numbered): MoneyValue {
  return compareMoney(number.position, of.pot_cash) < 0 ? number.position : of.pot_cash;
}

/** Of a liquidated san: who put in and didn't receive, what was given back, and what is left to give. */
export function Refunds({ of }: { of: RoscaDetail }) {
  const hands = useCan("roscas.deliver");
  const [giving, setGiving] = useState<Numbered | null>(null);
  const rows = of.numbers.filter((n) => isPositive(n.position) || isPositive(n.refunded));
  if (of.status !== "liquidated" || rows.length === 0) return null;
  const owed = sumOf(rows.filter((n) => isPositive(n.position)).map((n) => n.position), of.pot.currency);
  const short = isPositive(owed) && compareMoney(of.pot_cash, owed) < 0;
  return (
    <section className="card stack tight" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p className="second">{isZero(owed) ? text.none : <>{text.owed} <strong><Money value={owed} /></strong> · {text.fund} <Money value={of.pot_cash} /></>}</p>
      {short ? <p className="hint">{text.short(formatMoney(minus(owed, of.pot_cash)))}</p> : null}
      <PlainTable
        caption={text.title} rows={rows} rowKey={(n) => n.number} cards
        columns={[
          { key: "w", title: words.member, lead: true, cell: (n) => <span>{n.number}. {n.client ? <Go to={`/clientes/${n.client.id}`}>{n.client.name}</Go> : words.free}</span> },
          { key: "p", title: text.put, end: true, cell: (n) => <Money value={plus(n.position, n.refunded)} code={false} /> },
          { key: "b", title: text.back, end: true, cell: (n) => <Money value={n.refunded} code={false} quietZero /> },
          { key: "l", title: text.left, end: true, cell: (n) => <strong><Money value={n.position} code={false} quietZero /></strong> },
          { key: "a", title: words.columns.state, cell: (n) => <Act number={n} most={mostOf(of, n)} may={hands} onGive={() => { setGiving(n); }} /> },
        ]}
      />
      {giving ? <Give of={of} number={giving} onClose={() => { setGiving(null); }} /> : null}
    </section>
  );
}

function Act({ number, most, may, onGive }: { number: Numbered; most: MoneyValue; may: boolean; onGive: () => void }) {
  if (!isPositive(number.position)) return <StateTag tone="ok">{text.settled}</StateTag>;
  if (!isPositive(most)) return <StateTag tone="wait">{text.waits}</StateTag>;
  return may ? <Button size="small" aria-label={text.giveTo(whoOf(number))} onClick={onGive}>{text.give}</Button> : <StateTag tone="wait">{text.pending}</StateTag>;
}

/** The money leaves the till, once, with its entry in the books. */
function Give({ of, number, onClose }: { of: RoscaDetail; number: Numbered; onClose: () => void }) {
  const { message } = App.useApp();
  const most = mostOf(of, number);
  const { currency } = most;
  const kept = useKept<RoscaDetail>(`rosca.devolucion.${of.id}`);
  const [amount, setAmount] = useState<string | null>(most.amount);
  const [method, setMethod] = useState<"cash" | "transfer">("cash");
  const [account, setAccount] = useState<number | null>(null);
  const given = money(amount ?? "0", currency);
  const ready = isPositive(given) && compareMoney(given, most) <= 0;
  function done(): void {
    void message.success(text.done(whoOf(number)));
    onClose();
  }
  async function confirm(): Promise<void> {
    if (await kept.send(`/roscas/${of.id}/refunds`, { number: number.number, amount: given, method, ...outOf(method, account) }, text.told(number.number, formatMoney(given)))) done();
  }
  return (
    <Modal
      open title={text.giveTo(whoOf(number))} okText={text.confirm(formatMoney(given))} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void confirm()} width={520} destroyOnHidden
      okButtonProps={{ loading: kept.busy, disabled: !ready || kept.unsure !== null }}
    >
      <Form layout="vertical" component="div" className="stack">
        <Unsure of={kept} onDone={done} />
        <dl className="facts">
          <dt>{text.put}</dt><dd><Money value={plus(number.position, number.refunded)} /></dd>
          <dt>{text.back}</dt><dd><Money value={number.refunded} quietZero /></dd>
          <dt>{text.fund}</dt><dd><Money value={of.pot_cash} /></dd>
        </dl>
        <Field id="refund-amount" label={text.amount} hint={text.most(formatMoney(most))}><MoneyField id="refund-amount" autoFocus value={amount} currency={currency} onChange={setAmount} /></Field>
        <Field id="refund-method" label={text.method}><Select<typeof method> id="refund-method" value={method} onChange={(next) => { setMethod(next); setAccount(null); }} options={[{ value: "cash", label: es.states.method.cash }, { value: "transfer", label: es.states.method.transfer }]} /></Field>
        <Into out method={method} currency={currency} branchId={of.branch_id} account={account} onPick={setAccount} />
        <p className="hint">{text.effect}</p>
        {kept.problem && !kept.unsure ? <ProblemNotice error={kept.problem} /> : null}
      </Form>
    </Modal>
  );
}
