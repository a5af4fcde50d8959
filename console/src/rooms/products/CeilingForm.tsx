import { Checkbox, Input, Select } from "antd";
import { useState } from "react";
import type { Certifying } from "@/api/ceilings.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { RateField } from "@/kit/RateField.tsx";
import { agrees, askOf, capOf, certify, modalityName, monthName, nextMonth, pasted, rowsOf, toSend } from "./ceilings.ts";
import type { Month, Row } from "./ceilings.ts";
import { law } from "./ceilingWords.ts";

const text = law.form;
const SHORTEST_SOURCE = 10;
const SHORTEST_REASON = 5;

interface Props { of: Certifying; months: Month[]; month: string; today: string; onMonth: (month: string) => void; onClose: () => void }

/** What was certified for a month, all its modalities at once; what is there already is corrected. */
export function CeilingForm({ of, months, month, today, onMonth, onClose }: Props) {
  const at = months.find((one) => one.month === month);
  const [rows, setRows] = useState<Row[]>(() => rowsOf(of, at));
  const there = rows.find((row) => row.old !== null)?.old;
  const partial = at !== undefined && at.lacking.length > 0;
  const known = there && !partial ? there.source : "";
  const [source, setSource] = useState(known);
  const [reason, setReason] = useState("");
  const [apart, setApart] = useState(false);
  const sending = toSend(rows, of.usury, source.trim() !== known);
  const odd = sending.some((row) => !agrees(row, of.usury));
  const fixing = sending.some((row) => row.old !== null);
  const choices = [...new Set([nextMonth(today), ...months.map((one) => one.month)])].sort().reverse();
  const full = (one: string): boolean => months.some((m) => m.month === one && of.modalities.some((code) => m.cells[code]));
  function set(place: number, patch: Partial<Row>): void {
    setRows(rows.map((row, i) => (i === place ? { ...row, ...patch } : row)));
  }
  function paste(event: React.ClipboardEvent, place: number): void {
    const next = pasted(rows, place, event.clipboardData.getData("text"));
    if (!next) return;
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    setRows(next);
  }
  return (
    <ActModal
      title={(fixing || (there && !partial) ? text.fixTitle : text.title)(monthName(month))} action={fixing ? text.saveFix : text.save} done={text.saved(monthName(month))} onClose={onClose}
      ready={sending.length > 0 && source.trim().length >= SHORTEST_SOURCE && reason.trim().length >= SHORTEST_REASON && (!odd || apart)}
      run={() => certify(askOf(of, month, sending, { source, reason, apart: odd && apart }))}
    >
      <Field id="ceiling-month" label={text.month}>
        <Select id="ceiling-month" value={month} onChange={onMonth} options={choices.map((value) => ({ value, label: `${monthName(value)}${full(value) ? ` · ${text.certified}` : ""}` }))} />
      </Field>
      <Field id="ceiling-source" label={text.source} hint={text.sourceHint}>
        <Input.TextArea id="ceiling-source" value={source} rows={2} maxLength={400} autoFocus={known === ""} onChange={(event) => { setSource(event.target.value); }} />
      </Field>
      <div className="certifying" role="group" aria-label={text.title(monthName(month))}>
        <span className="hint">{text.modality}</span><span className="hint">{text.reference}</span><span className="hint">{text.cap}</span>
        {rows.map((row, place) => (
          <div key={row.modality} className="line" onPaste={(event) => { paste(event, place); }}>
            <label htmlFor={`reference-${row.modality}`}>{modalityName(row.modality)}</label>
            <RateField id={`reference-${row.modality}`} value={row.reference} onChange={(reference) => { set(place, { reference }); }} />
            <RateField id={`cap-${row.modality}`} label={`${text.cap}: ${modalityName(row.modality)}`} value={capOf(row, of.usury)} onChange={(cap) => { set(place, { cap }); }} />
          </div>
        ))}
      </div>
      <p className="hint">{text.paste}</p>
      {odd && of.usury ? <Checkbox checked={apart} onChange={(event) => { setApart(event.target.checked); }}>{text.apart(of.usury)}</Checkbox> : null}
      <Field id="ceiling-reason" label={text.reason} hint={text.reasonHint}>
        <Input id="ceiling-reason" value={reason} maxLength={300} autoComplete="off" onChange={(event) => { setReason(event.target.value); }} />
      </Field>
      <p className="hint">{text.effect}</p>
    </ActModal>
  );
}
