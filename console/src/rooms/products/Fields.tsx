import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, Select } from "antd";
import type { ReactNode } from "react";
import type { Problem } from "@/api/problem.ts";
import { useUser } from "@/api/session.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { RateField } from "@/kit/RateField.tsx";
import { es } from "@/words/es.ts";
import { APPROVERS, codeOf } from "./model.ts";
import type { Charge, Draft, Wrong } from "./model.ts";
import { words } from "./words.ts";

const text = words.form;
const ROUNDS = [0, 1, 5, 10, 50, 100, 500, 1000];
const options = <T extends string>(table: Record<T, string>) => (Object.entries(table) as [T, string][]).map(([value, label]) => ({ value, label }));

interface Props { draft: Draft; onChange: (patch: Partial<Draft>) => void; wrong: Wrong; problem: Problem | null; fresh: boolean }

function Item({ id, label, hint, told, full, children }: { id: string; label: string; hint?: string; told?: string | undefined; full?: boolean; children: ReactNode }) {
  return (
    <Form.Item className={full ? "full" : undefined} label={label} htmlFor={id} style={{ marginBottom: 14 }} {...(told ? { validateStatus: "error", help: told } : hint ? { extra: hint } : {})}>
      {children}
    </Form.Item>
  );
}
function Whole({ id, value, onChange }: { id: string; value: string; onChange: (value: string) => void }) {
  return <Input id={id} className="num" inputMode="numeric" autoComplete="off" value={value} onChange={(event) => { onChange(event.target.value.trim()); }} />;
}

/** Everything that may be agreed with a product. */
export function Fields({ draft, onChange, wrong, problem, fresh }: Props) {
  const { branches } = useUser();
  const san = draft.method === "san";
  const currencies = [...new Set([...branches.map((b) => b.currency), draft.currency])];
  const amount = (id: "least" | "greatest" | "arrearsFee" | "floor", label: string) => (
    <Item id={id} label={label} told={problem?.at(`/${id}`)}><MoneyField key={draft.currency} id={id} value={draft[id]} currency={draft.currency} onChange={(value) => { onChange({ [id]: value }); }} /></Item>
  );
  const rate = (id: "rate" | "lowest" | "highest" | "part" | "balloon" | "arrearsRate" | "minimumPart", label: string, hint?: string) => (
    <Item id={id} label={label} hint={hint} told={id === "rate" || id === "part" ? wrong[id] : undefined}><RateField id={id} value={draft[id]} onChange={(value) => { onChange({ [id]: value }); }} /></Item>
  );
  return (
    <>
      <h2>{text.what}</h2>
      <div className="kit-form-grid">
        <Item id="name" label={text.name} told={wrong.name ?? problem?.at("/name")}>
          <Input id="name" value={draft.name} maxLength={80} autoComplete="off" onChange={(event) => { onChange({ name: event.target.value, ...(fresh ? { code: codeOf(event.target.value) } : {}) }); }} />
        </Item>
        <Item id="code" label={text.code} hint={fresh ? text.codeHint : undefined} told={wrong.code ?? problem?.at("/code")}>
          <Input id="code" value={draft.code} maxLength={40} disabled={!fresh} autoComplete="off" onChange={(event) => { onChange({ code: event.target.value }); }} />
        </Item>
        <Item id="method" label={text.method}><Select id="method" value={draft.method} options={options(es.loan.method)} onChange={(method) => { onChange({ method: method as Draft["method"] }); }} /></Item>
        <Item id="currency" label={text.currency}><Select id="currency" value={draft.currency} disabled={!fresh} options={currencies.map((value) => ({ value, label: value }))} onChange={(currency: string) => { onChange({ currency }); }} /></Item>
        <Item id="frequency" label={text.frequency}><Select id="frequency" value={draft.frequency} options={options(es.loan.frequency)} onChange={(frequency) => { onChange({ frequency }); }} /></Item>
        <div className="three">
          <Item id="periods" label={text.periods} told={wrong.periods}><Whole id="periods" value={draft.periods} onChange={(periods) => { onChange({ periods }); }} /></Item>
          <Item id="fewest" label={text.fewest} told={wrong.fewest}><Whole id="fewest" value={draft.fewest} onChange={(fewest) => { onChange({ fewest }); }} /></Item>
          <Item id="most" label={text.most} told={wrong.most}><Whole id="most" value={draft.most} onChange={(most) => { onChange({ most }); }} /></Item>
        </div>
      </div>
      <h2>{text.money}</h2>
      <div className="kit-form-grid">
        {san ? rate("part", text.part, text.partHint) : (
          <>
            {rate("rate", `${text.rate}${draft.ratePeriod ? ` (${es.loan.per[draft.ratePeriod]})` : ""}`)}
            <Item id="kind" label={text.kind}><Select id="kind" value={draft.kind} options={options(es.loan.rateKind)} onChange={(kind) => { onChange({ kind, ratePeriod: kind === "periodic" ? draft.ratePeriod : null }); }} /></Item>
            {rate("lowest", text.lowest)}{rate("highest", text.highest)}
          </>
        )}
        {draft.method === "balloon" ? rate("balloon", text.balloon) : null}
        {amount("least", text.least)}{amount("greatest", text.greatest)}
        <Item id="round" label={text.round}><Select id="round" value={draft.round} options={[...new Set([...ROUNDS, draft.round])].map((value) => ({ value, label: value === 0 ? text.roundNone : String(value) }))} onChange={(round: number) => { onChange({ round }); }} /></Item>
        <Item id="renewal" label={text.renewal} hint={text.renewalHint}><Whole id="renewal" value={draft.renewal} onChange={(renewal) => { onChange({ renewal }); }} /></Item>
      </div>
      {draft.method === "line" ? (
        <>
          <h2>{text.line}</h2>
          <div className="kit-form-grid">
            <Item id="cutDay" label={text.cutDay} hint={text.cutDayHint} told={problem?.at("/line/cut_day")}><Whole id="cutDay" value={draft.cutDay} onChange={(cutDay) => { onChange({ cutDay }); }} /></Item>
            <Item id="graceCut" label={text.graceCut} hint={text.graceCutHint} told={problem?.at("/line/grace_days")}><Whole id="graceCut" value={draft.graceCut} onChange={(graceCut) => { onChange({ graceCut }); }} /></Item>
            {rate("minimumPart", text.minimumPart)}
            {amount("floor", text.minimumFloor)}
          </div>
        </>
      ) : null}
      <Charges draft={draft} onChange={onChange} />
      <h2>{text.backing}</h2>
      <div style={{ marginBottom: 10 }}><Checkbox checked={draft.required} onChange={(event) => { onChange({ required: event.target.checked }); }}>{text.required}</Checkbox></div>
      <p className="hint" style={{ marginBottom: 8 }}>{text.backingHint}</p>
      <div className="kit-form-grid">
        {(Object.entries(text.ltv) as [string, string][]).map(([kind, label]) => (
          <Item key={kind} id={`ltv-${kind}`} label={label}><RateField id={`ltv-${kind}`} value={draft.ltv[kind] ?? null} onChange={(part) => { onChange({ ltv: { ...draft.ltv, [kind]: part } }); }} /></Item>
        ))}
      </div>
      <h2>{text.arrears}</h2>
      <div className="kit-form-grid">
        <Item id="arrears" label={text.arrearsKind}><Select id="arrears" value={draft.arrears} options={options(text.arrearsKinds)} onChange={(arrears) => { onChange({ arrears }); }} /></Item>
        {draft.arrears === "rate" ? rate("arrearsRate", text.arrearsRate) : null}
        {draft.arrears === "fee" ? amount("arrearsFee", text.arrearsFee) : null}
        {draft.arrears === "none" ? null : <Item id="graceDays" label={text.graceDays} hint={text.graceDaysHint}><Whole id="graceDays" value={draft.graceDays} onChange={(graceDays) => { onChange({ graceDays }); }} /></Item>}
        {draft.arrears === "rate" ? <div className="full" style={{ marginBottom: 14 }}><Checkbox checked={draft.capped} onChange={(event) => { onChange({ capped: event.target.checked }); }}>{text.capped}</Checkbox></div> : null}
      </div>
      <h2>{text.limits}</h2>
      {Object.values(draft.limits).some(Boolean) ? <p className="hint" style={{ marginBottom: 8 }}>{text.limitsHint}</p> : <p className="limits-none" role="status">{text.limitsNone}</p>}
      <div className="kit-form-grid">
        {APPROVERS.map((role) => (
          <Item key={role} id={`limit-${role}`} label={es.roles[role] ?? role}>
            <MoneyField key={draft.currency} id={`limit-${role}`} value={draft.limits[role] ?? null} currency={draft.currency} onChange={(value) => { onChange({ limits: { ...draft.limits, [role]: value } }); }} />
          </Item>
        ))}
      </div>
    </>
  );
}

function Charges({ draft, onChange }: Pick<Props, "draft" | "onChange">) {
  const set = (at: number, patch: Partial<Charge>): void => { onChange({ charges: draft.charges.map((one, i) => (i === at ? { ...one, ...patch } : one)) }); };
  return (
    <section aria-label={text.charges} style={{ marginBottom: 18 }}>
      <h2>{text.charges}</h2>
      {draft.charges.length === 0 ? <p className="hint" style={{ marginBottom: 8 }}>{text.noCharges}</p> : null}
      {draft.charges.map((one, i) => (
        <div key={i} className="charge">
          <Input aria-label={text.chargeName} placeholder={text.chargeName} value={one.name} maxLength={80} onChange={(event) => { set(i, { name: event.target.value }); }} />
          <Select aria-label={text.chargeKind} value={one.kind} options={options(text.kinds)} onChange={(kind) => { set(i, { kind }); }} />
          <Select aria-label={text.chargeOn} value={one.on} options={options(text.on)} onChange={(on) => { set(i, { on }); }} />
          {one.on === "fixed"
            ? <MoneyField key={draft.currency} label={text.chargeValue} value={one.amount} currency={draft.currency} onChange={(amount) => { set(i, { amount }); }} />
            : <RateField label={text.chargeValue} value={one.part} onChange={(part) => { set(i, { part }); }} />}
          <Select aria-label={text.chargeWhen} value={one.when} options={options(text.when)} onChange={(when) => { set(i, { when }); }} />
          <Checkbox checked={one.held} title={text.heldHint} onChange={(event) => { set(i, { held: event.target.checked }); }}>{text.held}</Checkbox>
          <Button icon={<DeleteOutlined aria-hidden />} aria-label={text.removeCharge(one.name)} onClick={() => { onChange({ charges: draft.charges.filter((_, at) => at !== i) }); }} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { onChange({ charges: [...draft.charges, { name: "", kind: "fee", on: "fixed", when: "discounted", amount: null, part: null, held: false, kept: { name: "" } }] }); }}>{text.addCharge}</Button>
    </section>
  );
}
