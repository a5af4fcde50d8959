import { App, Button, Form, Input, Radio, Select } from "antd";
import { useParams } from "@tanstack/react-router";
import { useId, useState } from "react";
import type { ReactNode } from "react";
import type { LoanDetail, LoanFrequency, RateKind } from "@/api/loans.ts";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { useGo } from "@/kit/Go.tsx";
import { PageSkeleton, Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { NoFile } from "@/kit/NoFile.tsx";
import { onward } from "@/kit/onward.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { RateField } from "@/kit/RateField.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import { acts as words } from "./actWords.ts";
import { Calendar } from "./Calendar.tsx";
import { Change } from "./Change.tsx";
import type { Treatment } from "./change.ts";
import { useLoan, useSimulation } from "./data.ts";
import { PlanEditor } from "./PlanEditor.tsx";
import { METHODS, askOf, draftOf, extrasOf, needsRate } from "./restructuring.ts";
import type { Draft, NewMethod } from "./restructuring.ts";
import { SHORTEST_REASON, useDecision } from "./useDecision.ts";
import "./loans.css";

const text = words.restructure;
const choices = <Value extends string>(table: Record<string, string>, of: readonly Value[]) => of.map((value) => ({ value, label: table[value] ?? value }));

/** Other terms over what is owed: at the left what is agreed, at the right the loan before and after it. */
export default function Restructure() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useLoan(id, undefined);
  if (!data) return error ? <NoFile list="/prestamos" error={error} onRetry={() => void refetch()} /> : <PageSkeleton />;
  return data.status === "active" ? <Editing of={data} /> : <div className="page"><PageHeader title={text.title(data.folio)} /><p className="card">{text.only}</p></div>;
}

function Editing({ of }: { of: LoanDetail }) {
  const go = useGo();
  const { message } = App.useApp();
  const today = useBusinessDate();
  const why = useId();
  const [draft, setDraft] = useState<Draft>(() => draftOf(of, today));
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const set = (patch: Partial<Draft>): void => { setDraft((known) => ({ ...known, ...patch })); };
  const payoff = useSimulation(of.id, null, draft.on ?? today).data?.payoff;
  const owed = payoff ? extrasOf(payoff) : [];
  const ask = askOf(draft, of, owed.map((one) => one.part), today);
  const decision = useDecision<LoanDetail>(of, "restructure", ask, reason);
  const told = (pointer: string): string | undefined => decision.problem?.at(pointer);
  const short = reason.trim().length < SHORTEST_REASON;

  async function submit(): Promise<void> {
    setTried(true);
    if (ask === null || short || decision.busy) return;
    if (!(await decision.send())) return;
    void message.success(text.done(of.folio));
    go(`/prestamos/${of.id}`);
  }
  return (
    <div className="page">
      <PageHeader title={text.title(of.folio)} subtitle={text.subtitle(of.client.name)} />
      <div className="quoting">
        <Form layout="vertical" className="card" requiredMark={false} onKeyDown={onward} onFinish={() => void submit()} aria-label={text.form}>
          <h2>{text.form}</h2>
          <div className="kit-form-grid">
            <Terms of={of} draft={draft} set={set} told={told} />
            {owed.length > 0 ? (
              <fieldset className="loan-plan full">
                <legend>{text.extras}</legend>
                {owed.map(({ part, amount }) => (
                  <div key={part} className="treat">
                    <span id={`treat-${part}`}>{es.loan.part[part]} <strong><Money value={amount} /></strong></span>
                    <Radio.Group
                      aria-labelledby={`treat-${part}`} size="small" value={draft.treat[part] ?? "due"} options={choices<Treatment>(text.treat, ["due", "capitalise", "forgive"])}
                      onChange={(event) => { set({ treat: { ...draft.treat, [part]: event.target.value as Treatment } }); }}
                    />
                  </div>
                ))}
              </fieldset>
            ) : null}
            <Form.Item
              className="full" label={es.common.reason} htmlFor={why} required style={{ marginBottom: 14 }}
              validateStatus={tried && short ? "error" : undefined} help={tried && short ? es.common.reasonRequired : es.common.reasonHint}
            >
              <Input id={why} value={reason} maxLength={300} autoComplete="off" onChange={(event) => { setReason(event.target.value); }} />
            </Form.Item>
          </div>
          {tried && ask === null ? <p className="error" role="alert">{es.common.incomplete}</p> : null}
          <div className="row" style={{ marginTop: 12 }}>
            <Button className="next" type="primary" htmlType="submit" loading={decision.busy}>{text.submit}</Button>
            <Button type="text" onClick={() => { go(`/prestamos/${of.id}`); }}>{es.common.cancel}</Button>
          </div>
        </Form>
        <div className="stack" aria-busy={decision.waiting} aria-live="polite">
          {decision.problem ? <ProblemNotice error={decision.problem} /> : null}
          {decision.seen ? <Seen of={of} after={decision.seen} /> : null}
          {!decision.seen && !decision.problem ? <div className="card">{ask === null ? <p className="second quote-empty">{text.fill}</p> : <Skeleton height={220} />}</div> : null}
        </div>
      </div>
    </div>
  );
}

function Seen({ of, after }: { of: LoanDetail; after: LoanDetail }) {
  return (
    <>
      <section className="card stack" aria-label={text.effect}>
        <h2>{text.effect}</h2>
        <Change before={of} after={after} />
        {after.days_kept > 0 ? <p><StateTag tone="bad">{text.kept(es.common.days(after.days_kept))}</StateTag></p> : null}
      </section>
      <section className="stack tight" aria-label={text.calendar}>
        <h2>{text.calendar}</h2>
        <Calendar bare of={{ ...after, schedule: after.schedule.filter((row) => !row.fallen || row.number === 0) }} />
      </section>
    </>
  );
}

interface TermsProps { of: LoanDetail; draft: Draft; set: (patch: Partial<Draft>) => void; told: (pointer: string) => string | undefined }

function Field({ id, label, told, hint, children }: { id: string; label: string; told?: string | undefined; hint?: string; children: ReactNode }) {
  return <Form.Item label={label} htmlFor={id} style={{ marginBottom: 14 }} {...(told ? { validateStatus: "error" as const, help: told } : hint ? { extra: hint } : {})}>{children}</Form.Item>;
}

function Terms({ of, draft, set, told }: TermsProps) {
  const custom = draft.method === "custom";
  const frequencies = Object.keys(es.loan.frequency) as LoanFrequency[];
  return (
    <>
      <Field id="re-on" label={text.on} told={told("/on")}><DateField id="re-on" value={draft.on} onChange={(on) => { set({ on }); }} /></Field>
      <Field id="re-method" label={text.method} told={told("/method")}>
        <Select<NewMethod> id="re-method" value={draft.method} options={choices(es.loan.method, METHODS)} onChange={(method) => { set({ method, plan: method === "custom" && draft.plan.length === 0 ? [{ on: null, amount: null }] : draft.plan }); }} />
      </Field>
      {custom ? <PlanEditor rows={draft.plan} currency={of.principal.currency} onChange={(plan) => { set({ plan }); }} /> : (
        <>
          <Field id="re-periods" label={text.periods} told={told("/periods")}>
            <Input id="re-periods" className="num" inputMode="numeric" autoComplete="off" autoFocus value={draft.periods} onChange={(event) => { set({ periods: event.target.value.trim() }); }} />
          </Field>
          <Field id="re-frequency" label={text.frequency}><Select<LoanFrequency> id="re-frequency" value={draft.frequency} options={choices(es.loan.frequency, frequencies)} onChange={(frequency) => { set({ frequency }); }} /></Field>
        </>
      )}
      <Field id="re-rate" label={text.rate} told={told("/rate")} hint={needsRate(draft, of) ? text.needRate : text.keepRate}><RateField id="re-rate" value={draft.rate} onChange={(rate) => { set({ rate }); }} /></Field>
      <Field id="re-kind" label={text.rateKind}><Select<RateKind> id="re-kind" value={draft.kind} options={choices(es.loan.rateKind, Object.keys(es.loan.rateKind) as RateKind[])} onChange={(kind) => { set({ kind }); }} /></Field>
      {custom ? null : <Field id="re-first" label={text.first} told={told("/first_due_on")} hint={text.firstAuto}><DateField id="re-first" value={draft.first} onChange={(first) => { set({ first }); }} /></Field>}
    </>
  );
}
