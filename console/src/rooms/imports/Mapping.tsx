import { CheckOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useState } from "react";
import type { ImportColumn, ImportField, ImportMapping } from "@/api/types.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { mapped, missing, repeated, samplesOf, unused } from "./plan.ts";
import { words } from "./words.ts";

const text = words.map;

interface Props { fields: ImportField[]; columns: ImportColumn[]; mapping: ImportMapping; onChange: (mapping: ImportMapping) => void }

/** Our data beside their columns: what was guessed, with real values to see it is right. */
export function Mapping({ fields, columns, mapping, onChange }: Props) {
  const lacking = missing(fields, mapping);
  const twice = repeated(mapping);
  const left = unused(columns, mapping);
  const [whole, setWhole] = useState(false);
  /* What is needed or came; the rest of what could come is one press away. */
  const [first] = useState(() => fields.filter((f) => f.required || mapping[f.key]).map((f) => f.key));
  const shown = fields.filter((f) => whole || first.includes(f.key) || mapping[f.key]);
  const guesses = new Map(columns.map((c) => [c.guess, c.name]));
  return (
    <section className="card stack" aria-label={text.title}>
      <div><h2>{text.title}</h2><p className="second">{text.explain}</p></div>
      <ul className="map-list">
        <li className="head" aria-hidden><span>{text.field}</span><span>{text.column}</span><span>{text.sample}</span></li>
        {shown.map((field) => {
          const column = mapping[field.key];
          return (
            <li key={field.key}>
              <span>
                <label htmlFor={`map-${field.key}`}><strong>{field.label}</strong></label> {field.required ? <span className="hint">{text.required}</span> : null}
                {field.help ? <div className="hint">{field.help}</div> : null}
              </span>
              <Select
                id={`map-${field.key}`} aria-label={`${text.column}: ${field.label}`} value={column} allowClear showSearch placeholder={text.none} status={field.required && !column ? "error" : undefined}
                options={columns.map((c) => ({ value: c.name, label: c.name }))} onChange={(next: string | undefined) => { onChange(mapped(mapping, field.key, next)); }} style={{ width: "100%" }}
              />
              <span className="samples">{samplesOf(columns, column).join(" · ")} {column && guesses.get(field.key) === column ? <StateTag tone="info" icon={<CheckOutlined aria-hidden />}>{text.guess}</StateTag> : null}</span>
            </li>
          );
        })}
      </ul>
      {fields.length > shown.length ? <div><Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => { setWhole(true); }}>{text.others(fields.length - shown.length)}</Button></div> : null}
      <div role="status" className="stack tight">
        {lacking.length > 0 ? <p className="error">{text.missing(lacking.map((f) => f.label).join(", "))}</p> : null}
        {twice.length > 0 ? <p className="notice warn">{text.repeated(twice.join(", "))}</p> : null}
        {left.length > 0 ? <p className="second">{text.unused(left.join(", "))}</p> : null}
      </div>
    </section>
  );
}
