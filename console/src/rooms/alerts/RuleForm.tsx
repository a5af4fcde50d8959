import { App, Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useCommand } from "@/api/query.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import type { Label, Rehearsal, Rule } from "./data.ts";
import { words } from "./words.ts";

const text = words.form;
const options = (labels: Record<string, string>): { value: string; label: string }[] => Object.entries(labels).map(([value, label]) => ({ value, label }));
const codes = (labels: Label[]): string[] => labels.map((each) => each.code);
/** Roles, and whoever the rule names already. */
function people(of: Rule): { value: string; label: string }[] {
  const known = options(words.roles);
  return [...known, ...[...of.recipients, ...of.escalate_to].filter((each) => !(each.code in words.roles)).map((each) => ({ value: each.code, label: each.label }))];
}

/** How a rule is to hold, in the company or in a branch; tried on the last thirty days before it is kept. */
export function RuleForm({ of, branch, onClose }: { of: Rule; branch: number | null; onClose: () => void }) {
  const { message } = App.useApp();
  const [active, setActive] = useState(of.active);
  const [urgency, setUrgency] = useState<string>(of.urgency);
  const [days, setDays] = useState(of.days);
  const [percent, setPercent] = useState(of.percent);
  const [amounts, setAmounts] = useState(of.amounts);
  const [recipients, setRecipients] = useState(codes(of.recipients));
  const [channels, setChannels] = useState(codes(of.channels));
  const [minutes, setMinutes] = useState(of.escalate_minutes);
  const [up, setUp] = useState(of.escalate_to.length > 0 ? codes(of.escalate_to) : ["director"]);
  const [quiet, setQuiet] = useState(of.quiet_from !== null);
  const [from, setFrom] = useState(of.quiet_from?.slice(0, 5) ?? "21:00");
  const [until, setUntil] = useState(of.quiet_until?.slice(0, 5) ?? "07:00");
  const threshold = of.unit === "days" ? { days } : of.unit === "fraction" ? { percent } : of.unit === "amount" ? { amounts } : {};
  const asked = {
    branch_id: branch, active, urgency, threshold, recipients, channels, escalate_minutes: minutes, escalate_to: minutes === null ? [] : up,
    quiet_from: quiet ? from : null, quiet_until: quiet ? until : null,
  };
  const ready = recipients.length > 0 && channels.length > 0 && (of.unit !== "days" || days !== null) && (of.unit !== "fraction" || Boolean(percent)) && (minutes === null || up.length > 0);
  const trying = useCommand(() => api.post<Rehearsal>(`/alert-rules/${of.rule}/rehearsal`, asked));
  const restoring = useCommand(() => api.delete(`/alert-rules/${of.rule}${branch ? `?branch_id=${branch}` : ""}`));
  const own = branch === null ? of.origin === "company" : of.origin === "branch";
  const setAmount = (currency: string, amount: string | null): void => { setAmounts(amounts.map((each) => (each.currency === currency ? { ...each, amount: amount ?? "0" } : each))); };
  return (
    <ActModal title={text.title(of.name)} action={text.save} ready={ready} run={() => api.put(`/alert-rules/${of.rule}`, asked)} done={text.done} onClose={onClose}>
      <Checkbox checked={active} onChange={(event) => { setActive(event.target.checked); }}>{text.active}</Checkbox>
      <div className="kit-form-grid">
        <Field id="rule-urgency" label={text.urgency}><Select id="rule-urgency" value={urgency} options={options(words.urgencies)} onChange={setUrgency} style={{ width: "100%" }} /></Field>
        {of.unit === "days" ? <Field id="rule-days" label={text.days}><InputNumber id="rule-days" min={0} max={3650} precision={0} value={days} onChange={setDays} style={{ width: "100%" }} /></Field> : null}
        {of.unit === "fraction" ? <Field id="rule-percent" label={text.percent}><Input id="rule-percent" inputMode="decimal" suffix="%" value={percent ?? ""} onChange={(event) => { setPercent(event.target.value.replace(",", ".")); }} /></Field> : null}
        {of.unit === "amount" ? amounts.map((each) => (
          <Field key={each.currency} id={`rule-${each.currency}`} label={`${text.amounts}: ${each.currency}`}>
            <MoneyField id={`rule-${each.currency}`} currency={each.currency} value={each.amount} onChange={(next) => { setAmount(each.currency, next); }} />
          </Field>
        )) : null}
      </div>
      <Field id="rule-recipients" label={text.recipients}><Select id="rule-recipients" mode="multiple" value={recipients} options={people(of)} onChange={(next: string[]) => { setRecipients(next); }} style={{ width: "100%" }} /></Field>
      <Field id="rule-channels" label={text.channels}><Select id="rule-channels" mode="multiple" value={channels} options={options(words.channels)} onChange={(next: string[]) => { setChannels(next); }} style={{ width: "100%" }} /></Field>
      <Checkbox checked={minutes !== null} onChange={(event) => { setMinutes(event.target.checked ? 120 : null); }}>{text.escalates}</Checkbox>
      {minutes !== null ? (
        <div className="kit-form-grid">
          <Field id="rule-minutes" label={text.minutes}><InputNumber id="rule-minutes" min={5} max={10080} precision={0} value={minutes} onChange={(next) => { setMinutes(next ?? 120); }} style={{ width: "100%" }} /></Field>
          <Field id="rule-up" label={text.to}><Select id="rule-up" mode="multiple" value={up} options={people(of)} onChange={(next: string[]) => { setUp(next); }} style={{ width: "100%" }} /></Field>
        </div>
      ) : null}
      {urgency === "critical" ? <p className="second">{text.critical}</p> : (
        <>
          <Checkbox checked={quiet} onChange={(event) => { setQuiet(event.target.checked); }}>{text.quiet}</Checkbox>
          {quiet ? (
            <div className="kit-form-grid">
              <Field id="rule-from" label={text.from}><Input id="rule-from" type="time" value={from} onChange={(event) => { setFrom(event.target.value); }} /></Field>
              <Field id="rule-until" label={text.until}><Input id="rule-until" type="time" value={until} onChange={(event) => { setUntil(event.target.value); }} /></Field>
            </div>
          ) : null}
        </>
      )}
      <div className="row">
        <Button loading={trying.isPending} disabled={!ready} onClick={() => { trying.mutate(undefined); }}>{text.try}</Button>
        {trying.data ? <strong role="status">{text.wouldHave(trying.data.times)}</strong> : null}
        {own ? <Button type="link" loading={restoring.isPending} onClick={() => { restoring.mutate(undefined, { onSuccess: () => { void message.success(text.restored); onClose(); } }); }}>{text.restore}</Button> : null}
      </div>
      {trying.data && trying.data.examples.length > 0 ? <ul className="second examples">{trying.data.examples.map((each, i) => <li key={i}>{each.text}</li>)}</ul> : null}
      {trying.error ?? restoring.error ? <ProblemNotice error={trying.error ?? restoring.error} /> : null}
    </ActModal>
  );
}
