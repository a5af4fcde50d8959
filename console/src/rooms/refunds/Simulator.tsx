import { Form, Input } from "antd";
import { useState } from "react";
import type { Band } from "@/api/bookings.ts";
import { useActingBranch } from "@/api/session.ts";
import { Field } from "@/kit/ActModal.tsx";
import { CancellationSum } from "@/kit/CancellationSum.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { addDays } from "@/kit/dates.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { isPositive, money } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useSimulation } from "./data.ts";
import { words } from "./words.ts";

const text = words.policies;

/** «María López, 10 días antes, $10,000 → $7,500 / $2,500», with any table. */
export function Simulator({ bands }: { bands: Pick<Band, "first_day" | "percent">[] }) {
  const today = useBusinessDate();
  const { currency } = useActingBranch();
  const [paid, setPaid] = useState<string | null>("10000.00");
  const [days, setDays] = useState("10");
  const notice = /^\d{1,4}$/.test(days) ? Number(days) : null;
  const value = paid === null ? null : money(paid, currency);
  const ask = value !== null && isPositive(value) && notice !== null
    ? { service_on: addDays(today, notice), cancelled_on: today, paid: value, bands: bands.map((b) => ({ first_day: b.first_day, percent: b.percent })) } : null;
  const found = useSimulation(ask);
  return (
    <section className="stack" aria-label={text.simulator}>
      <h2>{text.simulator}</h2>
      <p className="second">{text.simulatorHint}</p>
      <Form layout="vertical" component="div" className="stack">
        <Field id="sim-paid" label={text.paid} required={false}><MoneyField id="sim-paid" value={paid} currency={currency} onChange={setPaid} /></Field>
        <Field id="sim-days" label={text.notice} required={false}><Input id="sim-days" inputMode="numeric" value={days} maxLength={4} onChange={(event) => { setDays(event.target.value.trim()); }} /></Field>
      </Form>
      {found.data ? <CancellationSum of={found.data} /> : found.error ? <ProblemNotice error={found.error} /> : null}
    </section>
  );
}
