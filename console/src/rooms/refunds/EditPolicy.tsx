import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import type { Policy, ServiceKind } from "@/api/bookings.ts";
import { useCommand } from "@/api/query.ts";
import { Field } from "@/kit/ActModal.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { savePolicy } from "./data.ts";
import type { NewPolicy } from "./data.ts";
import { Simulator } from "./Simulator.tsx";
import { words } from "./words.ts";

const text = words.policies;
interface Row { first: string; percent: string }

/** A new version of the policy, tried in the simulator before it is said. */
export function EditPolicy({ from, onClose }: { from: Policy; onClose: () => void }) {
  const { message } = App.useApp();
  const today = useBusinessDate();
  const [kind, setKind] = useState<ServiceKind | "">(from.kind ?? "");
  const [since, setSince] = useState<string | null>(today);
  const [payDays, setPayDays] = useState(String(from.pay_days));
  const [rows, setRows] = useState<Row[]>(() => from.bands.map((b) => ({ first: String(b.first_day), percent: b.percent })));
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const save = useCommand((ask: NewPolicy) => savePolicy(ask));
  const whole = rows.every((r) => /^\d{1,4}$/.test(r.first) && /^\d{1,3}([.,]\d{1,2})?$/.test(r.percent));
  const bands = whole ? rows.map((r) => ({ first_day: Number(r.first), percent: r.percent.replace(",", ".") })) : [];
  const ready = whole && rows.length > 0 && since !== null && /^\d{1,2}$/.test(payDays) && reason.trim().length >= 3;
  const set = (at: number, patch: Partial<Row>): void => { setRows(rows.map((row, i) => (i === at ? { ...row, ...patch } : row))); };

  async function submit(): Promise<void> {
    setTried(true);
    if (!ready || since === null) return;
    const done = await save.mutateAsync({ kind: kind === "" ? null : kind, from_on: since, pay_days: Number(payDays), bands, reason: reason.trim() }).catch(() => null);
    if (done) { void message.success(text.done); onClose(); }
  }
  return (
    <Modal open title={text.edit} okText={text.save} cancelText={es.common.cancel} onCancel={onClose} onOk={() => void submit()} okButtonProps={{ loading: save.isPending }} width={720} destroyOnHidden>
      <Form layout="vertical" component="div" className="stack">
        <div className="kit-form-grid">
          <Field id="policy-kind" label={text.kind}>
            <Select<ServiceKind | ""> id="policy-kind" value={kind} onChange={setKind} options={[{ value: "", label: text.every }, ...Object.entries(text.kinds).map(([value, label]) => ({ value: value as ServiceKind, label }))]} />
          </Field>
          <Field id="policy-from" label={text.from}><DateField id="policy-from" value={since} onChange={setSince} /></Field>
          <Field id="policy-days" label={text.days}><Input id="policy-days" inputMode="numeric" value={payDays} maxLength={2} onChange={(event) => { setPayDays(event.target.value.trim()); }} /></Field>
        </div>
        {rows.map((row, i) => (
          <div key={i} className="row" role="group" aria-label={text.numbered(i + 1)}>
            <Input aria-label={text.first} addonBefore={text.first} inputMode="numeric" value={row.first} maxLength={4} style={{ flex: 2 }} onChange={(event) => { set(i, { first: event.target.value.trim() }); }} />
            <Input aria-label={text.percent} addonBefore={text.percent} inputMode="decimal" value={row.percent} maxLength={6} style={{ flex: 2 }} onChange={(event) => { set(i, { percent: event.target.value.trim() }); }} />
            <Button icon={<DeleteOutlined aria-hidden />} aria-label={text.remove} disabled={rows.length === 1} onClick={() => { setRows(rows.filter((_, at) => at !== i)); }} />
          </div>
        ))}
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => { setRows([...rows, { first: "", percent: "" }]); }}>{text.add}</Button>
        <Field id="policy-reason" label={text.reason}><Input id="policy-reason" value={reason} maxLength={300} onChange={(event) => { setReason(event.target.value); }} /></Field>
        {whole ? <Simulator bands={bands} /> : null}
        {tried && !ready ? <p className="error" role="alert">{es.common.incomplete}</p> : null}
        {save.error ? <ProblemNotice error={save.error} /> : null}
      </Form>
    </Modal>
  );
}
