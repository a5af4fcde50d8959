import { Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import type { ReactNode } from "react";
import type { LoanDetail, RateKind } from "@/api/loans.ts";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { addDays, dateText } from "@/kit/dates.ts";
import { formatMoney } from "@/kit/formats.ts";
import { compareMoney, isPositive, money } from "@/kit/money.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { RateField } from "@/kit/RateField.tsx";
import { es } from "@/words/es.ts";
import { acts as words } from "./actWords.ts";
import { useLoan } from "./data.ts";
import { Deciding } from "./Deciding.tsx";

export interface DecisionProps { of: LoanDetail; onClose: () => void }

function Item({ id, label, told, hint, full, children }: { id: string; label: string; told?: string | undefined; hint?: ReactNode; full?: boolean; children: ReactNode }) {
  return (
    <Form.Item label={label} htmlFor={id} extra={told ? undefined : hint} className={full ? "full" : undefined} style={{ marginBottom: 0 }} {...(told ? { validateStatus: "error" as const, help: told } : {})}>
      {children}
    </Form.Item>
  );
}
/** Today isn't said: a request of today stays the same if the day closes meanwhile. */
function dated(on: string | null, today: string): { on?: string } {
  return on && on !== today ? { on } : {};
}

/** An expense or an insurance that somebody adds to the loan. */
export function ChargeAct({ of, onClose }: DecisionProps) {
  const text = words.charge;
  const today = useBusinessDate();
  const { currency } = of.principal;
  const [component, setComponent] = useState<"charge" | "insurance">("charge");
  const [concept, setConcept] = useState("");
  const [amount, setAmount] = useState<string | null>(null);
  const [on, setOn] = useState<string | null>(today);
  const [number, setNumber] = useState<number | null>(null);
  const [proof, setProof] = useState("");
  const late = of.schedule.filter((row) => row.fallen && row.number > 0);
  const proven = currency === "COP" && component === "charge";
  const ready = concept.trim() && (!proven || proof.trim()) && amount && on && isPositive(money(amount, currency));
  const ask = ready ? { component, concept: concept.trim(), amount: money(amount, currency), ...(number === null ? {} : { number }), ...(proof.trim() && proven ? { proof: proof.trim() } : {}), ...dated(on, today) } : null;
  return (
    <Deciding of={of} title={text.title(of.folio)} action={text.action} path="charge" ask={ask} done={text.done} onClose={onClose}>
      {(told) => (
        <>
          <Item id="charge-kind" label={text.kind}>
            <Select id="charge-kind" value={component} options={[{ value: "charge", label: text.expense }, { value: "insurance", label: text.insurance }]} onChange={setComponent} />
          </Item>
          <Item id="charge-concept" label={text.concept} hint={text.conceptHint}><Input id="charge-concept" autoFocus value={concept} maxLength={80} autoComplete="off" onChange={(event) => { setConcept(event.target.value); }} /></Item>
          <Item id="charge-amount" label={text.amount} told={told("/amount")}><MoneyField id="charge-amount" value={amount} currency={currency} onChange={setAmount} /></Item>
          <Item id="charge-on" label={text.on} told={told("/on")}><DateField id="charge-on" value={on} onChange={setOn} /></Item>
          {late.length > 0 ? (
            <Item id="charge-number" label={text.number} told={told("/number")} full>
              <Select<number | null> id="charge-number" value={number} options={[{ value: null, label: text.oldest }, ...late.map((row) => ({ value: row.number, label: text.instalment(row.number, dateText(row.due_on)) }))]} onChange={setNumber} />
            </Item>
          ) : null}
          {proven ? (
            <Item id="charge-proof" label={text.proof} hint={text.proofHint} told={told("/proof")} full>
              <Input.TextArea id="charge-proof" rows={2} maxLength={300} value={proof} onChange={(event) => { setProof(event.target.value); }} />
            </Item>
          ) : null}
        </>
      )}
    </Deciding>
  );
}

/** Nothing runs until a date: arrears and days late, and the ordinary interest if it is said. */
export function FreezeAct({ of, onClose }: DecisionProps) {
  const text = words.freeze;
  const today = useBusinessDate();
  const [on, setOn] = useState<string | null>(today);
  const [until, setUntil] = useState<string | null>(addDays(today, 30));
  const [interest, setInterest] = useState(false);
  const ask = on && until ? { until, interest, ...dated(on, today) } : null;
  const later = useLoan(of.id, until ?? undefined).data;
  const spared = later && later.as_of === until && compareMoney(later.due.arrears, of.due.arrears) > 0;
  return (
    <Deciding of={of} title={text.title(of.folio)} action={text.action} path="freeze" ask={ask} done={text.done} hint={text.hint} note={spared ? text.otherwise(dateText(until), formatMoney(later.due.arrears)) : undefined} onClose={onClose}>
      {(told) => (
        <>
          <Item id="freeze-on" label={text.on} told={told("/on")}><DateField id="freeze-on" autoFocus value={on} onChange={setOn} /></Item>
          <Item id="freeze-until" label={text.until} told={told("/until")} hint={text.untilHint}><DateField id="freeze-until" value={until} onChange={setUntil} /></Item>
          <Item id="freeze-what" label={text.what} full>
            <Radio.Group id="freeze-what" className="stack tight" value={interest} onChange={(event) => { setInterest(event.target.value === true); }} options={[{ value: false, label: text.arrears }, { value: true, label: text.both }]} />
          </Item>
        </>
      )}
    </Deciding>
  );
}

export function UnfreezeAct({ of, onClose }: DecisionProps) {
  const text = words.unfreeze;
  return <Deciding of={of} title={text.title(of.folio)} action={text.action} path="unfreeze" ask={{}} done={text.done} hint={text.hint} onClose={onClose} />;
}

/** Everything falls due: only of a loan that is late. */
export function AccelerateAct({ of, onClose }: DecisionProps) {
  const text = words.accelerate;
  return <Deciding of={of} danger title={text.title(of.folio)} action={text.action} path="acceleration" ask={{}} done={text.done} hint={text.hint} onClose={onClose} />;
}

/** Another ordinary rate from a day on. */
export function RateAct({ of, onClose }: DecisionProps) {
  const text = words.rate;
  const today = useBusinessDate();
  const [kind, setKind] = useState<RateKind>(of.terms.rate.kind);
  const [value, setValue] = useState<string | null>(of.terms.rate.value);
  const [on, setOn] = useState<string | null>(today);
  const changed = value !== null && (value !== of.terms.rate.value || kind !== of.terms.rate.kind);
  const ask = changed && on ? { rate: { kind, value }, ...dated(on, today) } : null;
  return (
    <Deciding of={of} title={text.title(of.folio)} action={text.action} path="rate" ask={ask} done={text.done} hint={text.hint} onClose={onClose}>
      {(told) => (
        <>
          <Item id="rate-value" label={text.value} told={told("/rate") ?? told("/rate/value")}><RateField id="rate-value" value={value} onChange={setValue} /></Item>
          <Item id="rate-kind" label={text.kind}>
            <Select<RateKind> id="rate-kind" value={kind} options={(Object.keys(es.loan.rateKind) as RateKind[]).map((each) => ({ value: each, label: es.loan.rateKind[each] }))} onChange={setKind} />
          </Item>
          <Item id="rate-on" label={text.on} told={told("/on")}><DateField id="rate-on" value={on} onChange={setOn} /></Item>
        </>
      )}
    </Deciding>
  );
}
