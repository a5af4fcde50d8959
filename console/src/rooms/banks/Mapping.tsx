import { Segmented, Select } from "antd";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { money } from "@/kit/money.ts";
import type { Plan, Preview } from "./data.ts";
import { words } from "./words.ts";

const text = words.import;
const DECIMALS = Object.entries(text.decimals).map(([value, label]) => ({ value: value as Plan["decimal"], label }));
const ORDERS = Object.entries(text.orders).map(([value, label]) => ({ value: value as Plan["dates"], label }));

/** Our data beside the columns of the bank, with real values to see that it is right. */
export function Mapping({ of, plan, currency, onChange }: { of: Preview; plan: Plan; currency: string; onChange: (plan: Plan) => void }) {
  const columns = of.analysis.columns ?? [];
  const chosen = plan.columns ?? {};
  const set = (key: string, name: string | undefined): void => {
    const rest = Object.fromEntries(Object.entries(chosen).filter(([field, column]) => field !== key && column !== name));
    onChange({ ...plan, columns: name ? { ...rest, [key]: name } : rest });
  };
  return (
    <section className="card stack" aria-label={text.columns}>
      <div><h2>{text.columns}</h2><p className="second">{of.analysis.remembered ? text.remembered : text.columnsHint}</p></div>
      {of.analysis.notes?.map((note) => <p key={note} className="notice warn">{note}</p>)}
      <div className="bank-map">
        {of.analysis.fields?.map((field) => (
          <div key={field.key}>
            <label htmlFor={`col-${field.key}`}><strong>{field.label}</strong> {field.required ? <span className="hint">{text.required}</span> : null}</label>
            <Select
              id={`col-${field.key}`} value={chosen[field.key]} allowClear placeholder={text.none} options={columns.map((c) => ({ value: c.name, label: c.name }))}
              onChange={(next: string | undefined) => { set(field.key, next); }} status={field.required && !chosen[field.key] ? "error" : undefined}
            />
            <span className="second">{columns.find((c) => c.name === chosen[field.key])?.sample.join(" · ") ?? field.help}</span>
          </div>
        ))}
        <div><strong>{text.decimal}</strong><Segmented aria-label={text.decimal} value={plan.decimal} options={DECIMALS} onChange={(decimal) => { onChange({ ...plan, decimal }); }} /></div>
        <div><strong>{text.dates}</strong><Segmented aria-label={text.dates} value={plan.dates} options={ORDERS} onChange={(dates) => { onChange({ ...plan, dates }); }} /></div>
        {(["opening", "closing"] as const).map((which) => (
          <div key={which}>
            <label htmlFor={`bal-${which}`}><strong>{text[which]}</strong></label>
            <MoneyField id={`bal-${which}`} value={plan[which]?.amount ?? null} currency={currency} onChange={(next) => { onChange({ ...plan, [which]: next === null ? null : money(next, currency) }); }} />
            <span className="second">{text.balanceHint}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
