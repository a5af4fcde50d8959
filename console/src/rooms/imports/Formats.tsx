import { Form, Select } from "antd";
import type { ImportColumn, ImportFormats, ImportMapping } from "@/api/types.ts";
import { useUser } from "@/api/session.ts";
import { FORMATS } from "@/kit/formats.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { es } from "@/words/es.ts";
import { readAmount, readDate, samplesOf } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { words } from "./words.ts";

const text = words.formats;

interface Props { plan: Plan; columns: ImportColumn[]; debts: boolean; onChange: (plan: Plan) => void }

/** How numbers and dates are written; each choice proves itself with a value of the file. */
export function Formats({ plan, columns, debts, onChange }: Props) {
  const { branches } = useUser();
  const set = (patch: Partial<ImportFormats>): void => { onChange({ ...plan, formats: { ...plan.formats, ...patch } }); };
  const { formats, mapping } = plan;
  const countries = [...new Set([...branches.map((b) => b.country), formats.country, ...Object.keys(es.countries)])];
  const currencies = [...new Set([...branches.map((b) => b.currency), formats.currency, ...Object.keys(FORMATS)])];
  const amount = first(columns, mapping, ["amount", "paid", "balance"]);
  const date = first(columns, mapping, ["due_on", "issued_on"]);
  return (
    <section className="card" aria-label={text.title}>
      <h2>{text.title}</h2>
      <Form layout="vertical" component="div" className="kit-form-grid">
        {debts ? (
          <>
            <Form.Item label={text.decimal} htmlFor="decimal" extra={amount ? <Proof typed={amount} read={readAmount(amount, formats.decimal, formats.currency)} /> : null}>
              <Select id="decimal" value={formats.decimal} options={Object.entries(text.decimals).map(([value, label]) => ({ value, label }))} onChange={(decimal: string) => { set({ decimal }); }} />
            </Form.Item>
            <Form.Item label={text.dates} htmlFor="dates" extra={date ? <Proof typed={date} read={readDate(date, formats.dates)} /> : null}>
              <Select id="dates" value={formats.dates} options={Object.entries(text.orders).map(([value, label]) => ({ value, label }))} onChange={(dates: string) => { set({ dates }); }} />
            </Form.Item>
            <Form.Item label={text.currency} htmlFor="import-currency">
              <Select id="import-currency" showSearch={{ optionFilterProp: "label" }} value={formats.currency} options={currencies.map((value) => ({ value, label: value }))} onChange={(currency: string) => { set({ currency }); }} />
            </Form.Item>
          </>
        ) : null}
        <Form.Item label={text.country} htmlFor="import-country">
          <Select id="import-country" showSearch={{ optionFilterProp: "label" }} value={formats.country} options={countries.map((value) => ({ value, label: es.countries[value] ?? value }))} onChange={(country: string) => { set({ country, currency: branches.find((b) => b.country === country)?.currency ?? formats.currency }); }} />
        </Form.Item>
        {debts ? (
          <Form.Item label={words.expected.label} htmlFor="expected" extra={words.expected.help}>
            <MoneyField key={formats.currency} id="expected" value={plan.expected} currency={formats.currency} onChange={(expected) => { onChange({ ...plan, expected }); }} />
          </Form.Item>
        ) : null}
      </Form>
      {debts ? <Mode plan={plan} onChange={onChange} /> : null}
    </section>
  );
}

function first(columns: ImportColumn[], mapping: ImportMapping, keys: string[]): string | undefined {
  return keys.flatMap((key) => samplesOf(columns, mapping[key]))[0];
}

function Proof({ typed, read }: { typed: string; read: string | null }) {
  return read ? <span role="status">{text.reads(typed, read)}</span> : <span role="status" className="error">{text.unreadable(typed)}</span>;
}

function Mode({ plan, onChange }: { plan: Plan; onChange: (plan: Plan) => void }) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ fontWeight: 650, marginBottom: 8 }}>{words.mode.title}</legend>
      <div className="kinds">
        {(["opening", "sale"] as const).map((mode) => (
          <label key={mode} className="pick">
            <input type="radio" name="import-mode" value={mode} checked={plan.mode === mode} onChange={() => { onChange({ ...plan, mode }); }} /><strong>{words.mode[mode]}</strong>
            <span className="second">{mode === "opening" ? words.mode.openingWhat : words.mode.saleWhat}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
