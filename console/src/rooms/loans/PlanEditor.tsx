import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { DateField } from "@/kit/DateField.tsx";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { acts as words } from "./actWords.ts";
import type { PlanRow } from "./restructuring.ts";

const text = words.restructure;

/** Payments with the dates and amounts that were agreed; the last one may take whatever is left. */
export function PlanEditor({ rows, currency, onChange }: { rows: PlanRow[]; currency: string; onChange: (rows: PlanRow[]) => void }) {
  const change = (at: number, patch: Partial<PlanRow>): void => { onChange(rows.map((row, i) => (i === at ? { ...row, ...patch } : row))); };
  return (
    <fieldset className="loan-plan full">
      <legend>{text.plan}</legend>
      {rows.map((row, at) => (
        <div key={at} className="plan-row" role="group" aria-label={text.planRow(at + 1)}>
          <DateField label={text.planOn(at + 1)} value={row.on} onChange={(on) => { change(at, { on }); }} />
          <MoneyField label={text.planAmount(at + 1)} value={row.amount} currency={currency} onChange={(amount) => { change(at, { amount }); }} />
          <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={text.remove(at + 1)} onClick={() => { onChange(rows.filter((_, i) => i !== at)); }} />
          {row.amount === null && at === rows.length - 1 ? <span className="hint">{text.planRest}</span> : null}
        </div>
      ))}
      <div><Button icon={<PlusOutlined aria-hidden />} onClick={() => { onChange([...rows, { on: null, amount: null }]); }}>{text.add}</Button></div>
    </fieldset>
  );
}
