import { App, Button, Form, Input, Segmented } from "antd";
import { useState } from "react";
import { useIdempotencyKey } from "@/api/keys.ts";
import type { Effect, LoanDetail, Outlook, Simulation } from "@/api/loans.ts";
import { useCommand } from "@/api/query.ts";
import type { MoneyValue, PaymentMethod } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { useSettled } from "@/kit/ClientPicker.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { Into } from "@/kit/Into.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { compareMoney, isPositive, isZero } from "@/kit/money.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { into } from "@/kit/receiving.ts";
import { es } from "@/words/es.ts";
import { payOff, prepay, useSimulation } from "./data.ts";
import type { Received } from "./data.ts";
import { words } from "./words.ts";

const text = words.simulate;
/** What is about to be received: with the debtor's choice, or the whole of it. */
type Taking = { effect: Effect; amount: MoneyValue } | { effect: null; amount: MoneyValue };

/** What an amount would do, choice by choice, and what closes the loan that day. */
export function Simulate({ of }: { of: LoanDetail }) {
  const today = useBusinessDate();
  const { currency } = of.principal;
  const [amount, setAmount] = useState<string | null>(null);
  const [on, setOn] = useState<string | null>(today);
  const [taking, setTaking] = useState<Taking | null>(null);
  const settled = useSettled(amount, 250);
  const { data, error, isFetching } = useSimulation(of.id, settled && settled !== "0.00" ? settled : null, on);
  const may = useCan("payments.take") && on === today;
  return (
    <div className="stack">
      <Form layout="vertical" className="card stack" component="section" aria-label={words.file.tabs.simulate}>
        <div className="deliver" style={{ maxWidth: 520 }}>
          <Form.Item label={text.amount} htmlFor="ahead" style={{ marginBottom: 0 }}><MoneyField id="ahead" value={amount} currency={currency} onChange={setAmount} /></Form.Item>
          <Form.Item label={text.on} htmlFor="ahead-on" style={{ marginBottom: 0 }}><DateField id="ahead-on" value={on} onChange={setOn} /></Form.Item>
        </div>
        {amount ? null : <p className="hint">{text.hint}</p>}
      </Form>
      {error ? <ProblemNotice error={error} /> : null}
      {!data && !error ? <Skeleton height={180} /> : null}
      {data ? (
        <div className="stack" aria-busy={isFetching} aria-live="polite">
          <PayoffCard of={data} onTake={may ? () => { setTaking({ effect: null, amount: data.payoff.total }); } : undefined} />
          {data.amount ? <Choices of={data} onTake={may ? (effect) => { if (data.amount) setTaking({ effect, amount: data.amount }); } : undefined} /> : null}
        </div>
      ) : null}
      {taking ? <Take of={of} taking={taking} onClose={() => { setTaking(null); }} /> : null}
    </div>
  );
}

function PayoffCard({ of, onTake }: { of: Simulation; onTake: (() => void) | undefined }) {
  const { due, to_close: rest, advance, total } = of.payoff;
  const parts = (["principal", "interest", "arrears", "charge", "insurance"] as const)
    .map((part) => [es.loan.part[part] ?? part, [due[part], rest[part]]] as const)
    .filter(([, both]) => both.some((value) => !isZero(value)));
  return (
    <section className="card row between" aria-label={text.payoff}>
      <div className="stack tight">
        <span className="second">{text.payoff} (<DateText value={of.payoff.on} />)</span>
        <strong style={{ fontSize: 22 }}><Money value={total} /></strong>
        <span className="hint num">
          {parts.map(([name, [a, b]], i) => <span key={name}>{i > 0 ? " + " : ""}{name.toLowerCase()} {formatMoney({ amount: sum(a, b), currency: total.currency })}</span>)}
          {isZero(advance) ? null : ` − ${words.file.figures.ahead} ${formatMoney(advance)}`}
        </span>
      </div>
      {onTake && isPositive(total) ? <Button onClick={onTake}>{words.file.actions.payoff}</Button> : null}
    </section>
  );
}
function sum(a: MoneyValue | undefined, b: MoneyValue | undefined): string {
  const minor = [a, b].reduce((all, value) => all + BigInt((value?.amount ?? "0.00").replace(".", "")), 0n);
  const digits = String(minor).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function Choices({ of, onTake }: { of: Simulation; onTake: ((effect: Effect) => void) | undefined }) {
  const best = of.choices.reduce<Outlook | null>((top, one) => (top === null || compareMoney(one.saved, top.saved) > 0 ? one : top), null);
  return (
    <div className="choices">
      <Choice one={of.now} />
      {of.choices.map((one) => <Choice key={one.effect} one={one} best={one === best && isPositive(one.saved)} onTake={onTake && one.effect ? () => { if (one.effect) onTake(one.effect); } : undefined} />)}
    </div>
  );
}

function Choice({ one, best, onTake }: { one: Outlook; best?: boolean; onTake?: (() => void) | undefined }) {
  return (
    <div className={best ? "card best" : "card"}>
      <h2>{one.label}</h2>
      {one.closes ? <p>{text.closes}</p> : (
        <dl className="facts">
          <dt>{text.installment}</dt><dd className="num"><Money value={one.installment} code={false} /></dd>
          <dt>{text.left}</dt><dd className="num">{one.installments}</dd>
          <dt>{text.ends}</dt><dd><DateText value={one.ends_on} /></dd>
          <dt>{text.interest}</dt><dd className="num"><Money value={one.interest} code={false} /></dd>
          {one.effect ? <><dt>{text.saved}</dt><dd className="num"><strong><Money value={one.saved} code={false} /></strong></dd></> : null}
        </dl>
      )}
      {onTake && one.effect ? <Button type={best ? "primary" : "default"} block onClick={onTake}>{text.choose[one.effect]}</Button> : null}
    </div>
  );
}

function Take({ of, taking, onClose }: { of: LoanDetail; taking: Taking; onClose: () => void }) {
  const { message } = App.useApp();
  const { key, renew } = useIdempotencyKey();
  const [method, setMethod] = useState<PaymentMethod>("cash");
  const [account, setAccount] = useState<number | null>(null);
  const [reference, setReference] = useState("");
  const needed = method === "transfer" || method === "cheque";
  const how: Received = { method, ...(reference.trim() && method !== "cash" ? { reference: reference.trim() } : {}), ...into(method, account) };
  const send = useCommand(() => (taking.effect === null ? payOff(of, { ...how, expected: taking.amount }, key) : prepay(of, { ...how, amount: taking.amount, effect: taking.effect }, key)));
  const title = taking.effect === null ? text.payoffTitle(of.folio) : text.title(of.folio);
  return (
    <ConfirmWithReason
      open title={title} action={`${words.file.actions.collect} ${formatMoney(taking.amount)}`} withReason={false} disabled={needed && !reference.trim()} onClose={onClose}
      onConfirm={async () => {
        const done = await send.mutateAsync(undefined);
        void message.success(taking.effect === null ? text.settled(done.payment.folio) : text.done(done.payment.folio));
      }}
      effect={(
        <div className="stack">
          <p>{of.client.name} · {text.pays} <strong><Money value={taking.amount} /></strong></p>
          {taking.effect === null ? null : <p className="second">{text.choice}: <strong>{text.choose[taking.effect].toLowerCase()}</strong>. {text.choiceWhy}</p>}
          <Form layout="vertical" component="div">
            <Form.Item label={text.method} style={{ marginBottom: 12 }}>
              <Segmented<PaymentMethod> block aria-label={text.method} value={method} onChange={(next) => { setMethod(next); setAccount(null); renew(); }} options={(Object.keys(es.states.method) as PaymentMethod[]).map((value) => ({ value, label: es.states.method[value] }))} />
            </Form.Item>
            {method === "cash" ? null : (
              <Form.Item label={text.reference} htmlFor="take-reference" required={needed} style={{ marginBottom: 12 }}>
                <Input id="take-reference" value={reference} maxLength={80} autoComplete="off" onChange={(event) => { setReference(event.target.value); }} />
              </Form.Item>
            )}
            <Into method={method} currency={taking.amount.currency} branchId={of.branch_id} account={account} onPick={(next) => { setAccount(next); renew(); }} />
          </Form>
        </div>
      )}
    />
  );
}
