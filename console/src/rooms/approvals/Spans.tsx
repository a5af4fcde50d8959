import { Button, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Matrix, Span } from "./data.ts";
import { words } from "./words.ts";

const text = words.matrix.spans;
type Over = "month" | "day" | "days" | "alone";
const overOf = (days: number | null | undefined): Over => (days === null || days === undefined ? "month" : days === 0 ? "alone" : days === 1 ? "day" : "days");

/** What one person authorises in a row counts as one thing: over which days, by kind. */
export function Spans({ of }: { of: Matrix }) {
  const [changing, setChanging] = useState(false);
  return (
    <section className="card">
      <div className="row between">
        <h2>{text.title}</h2>
        {of.may_edit ? <Button onClick={() => { setChanging(true); }}>{text.change}</Button> : null}
      </div>
      <p className="second" style={{ marginBottom: 8 }}>{text.hint}</p>
      <PlainTable<Span>
        caption={text.title} rows={of.spans} rowKey={(row) => `${row.kind} ${row.since} ${row.at}`} cards
        columns={[
          { key: "kind", title: words.matrix.columns.kind, cell: (row) => <strong>{row.kind_label}</strong> },
          { key: "rule", title: text.rule, cell: (row) => row.text },
          { key: "since", title: words.matrix.columns.since, cell: (row) => (row.by ? <DateText value={row.since} /> : text.always) },
          { key: "state", title: words.matrix.columns.state, cell: (row) => <StateTag tone={row.in_force ? "ok" : "wait"}>{row.in_force ? words.matrix.inForce : words.matrix.later}</StateTag> },
          { key: "why", title: words.matrix.columns.why, cell: (row) => row.reason },
          { key: "by", title: words.matrix.columns.by, cell: (row) => row.by },
        ]}
      />
      {changing ? <SpanForm of={of} onClose={() => { setChanging(false); }} /> : null}
    </section>
  );
}

function SpanForm({ of, onClose }: { of: Matrix; onClose: () => void }) {
  const now = of.spans.filter((row) => row.in_force);
  const [kind, setKind] = useState(now[0]?.kind);
  const [over, setOver] = useState<Over>(overOf(now[0]?.days));
  const [days, setDays] = useState<number | null>(7);
  const [since, setSince] = useState<string | null>(useBusinessDate());
  const [reason, setReason] = useState("");
  const chosen = { month: null, alone: 0, day: 1, days }[over];
  const ready = kind !== undefined && since !== null && reason.trim().length >= 3 && (over !== "days" || days !== null);
  const pick = (next: string): void => { setKind(next); setOver(overOf(now.find((row) => row.kind === next)?.days)); };
  const send = (): Promise<unknown> => api.put("/approvals/matrix", { spans: [{ kind, days: chosen }], from: since, reason: reason.trim() });
  return (
    <ActModal title={text.change} action={text.action} ready={ready} run={send} done={text.done} onClose={onClose}>
      <Field id="span-kind" label={words.matrix.columns.kind}>
        <Select id="span-kind" value={kind ?? null} onChange={pick} options={now.map((row) => ({ value: row.kind, label: row.kind_label }))} style={{ width: "100%" }} />
      </Field>
      <div className="kit-form-grid">
        <Field id="span-over" label={text.over}>
          <Select<Over> id="span-over" value={over} onChange={setOver} options={(Object.keys(text.overs) as Over[]).map((value) => ({ value, label: text.overs[value] }))} style={{ width: "100%" }} />
        </Field>
        {over === "days" ? <Field id="span-days" label={text.days}><InputNumber id="span-days" min={2} max={366} precision={0} value={days} onChange={setDays} style={{ width: "100%" }} /></Field> : null}
      </div>
      <Field id="span-since" label={words.matrix.form.since}><DateField id="span-since" value={since} onChange={setSince} /></Field>
      <Field id="span-reason" label={words.matrix.form.reason}><Input.TextArea id="span-reason" rows={2} maxLength={300} value={reason} onChange={(event) => { setReason(event.target.value); }} /></Field>
    </ActModal>
  );
}
