import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Select } from "antd";
import { useState } from "react";
import type { AccountOption, ManualEntry } from "@/api/books.ts";
import { api } from "@/api/client.ts";
import { useCommand, usePreview, useRead } from "@/api/query.ts";
import { useSession, useUser } from "@/api/session.ts";
import type { Page } from "@/api/types.ts";
import { Field } from "@/kit/ActModal.tsx";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { EntriesPreview } from "@/kit/EntriesPreview.tsx";
import { formatMoney } from "@/kit/formats.ts";
import { useGo } from "@/kit/Go.tsx";
import { money, toMinor } from "@/kit/money.ts";
import { MoneyField } from "@/kit/MoneyField.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { words } from "./words.ts";
import "./books.css";

const text = words.manual;
interface Line { key: number; account: string | null; debit: string | null; credit: string | null }
const blank = (key: number): Line => ({ key, account: null, debit: null, credit: null });

/** An entry by hand: it is seen as it would be posted before it is asked for. */
export default function NewManual() {
  const { branchId } = useSession();
  const user = useUser();
  const place = user.branches.find((b) => b.id === (branchId ?? user.branch_id)) ?? user.branches[0];
  const currency = place?.currency ?? "MXN";
  const today = useBusinessDate();
  const go = useGo();
  const { message } = App.useApp();
  const [on, setOn] = useState<string | null>(null);
  const [memo, setMemo] = useState("");
  const [reason, setReason] = useState("");
  const [lines, setLines] = useState<Line[]>([blank(1), blank(2)]);
  const accounts = useRead<Page<AccountOption>>("/manual-entries/accounts", { currency });
  const sum = (side: "debit" | "credit"): bigint => lines.reduce((all, line) => all + (line[side] ? toMinor(line[side]) : 0n), 0n);
  const off = sum("debit") - sum("credit");
  const full = lines.filter((line) => line.account && (line.debit !== null) !== (line.credit !== null));
  const ready = memo.trim().length >= 3 && reason.trim().length >= 3 && full.length === lines.length && off === 0n && sum("debit") > 0n;
  const ask = ready ? {
    on: on ?? today, memo: memo.trim(), reason: reason.trim(), branch_id: place?.id,
    lines: lines.map((line) => ({ account: line.account, debit: line.debit ? { amount: line.debit, currency } : null, credit: line.credit ? { amount: line.credit, currency } : null })),
  } : null;
  const send = useCommand(() => api.post<ManualEntry>("/manual-entries", ask, { branchId: place?.id }));
  const preview = usePreview<ManualEntry>("/manual-entries", ask, place?.id, !send.isPending && !send.isSuccess);
  const set = (key: number, patch: Partial<Line>): void => { setLines(lines.map((line) => (line.key === key ? { ...line, ...patch } : line))); };
  return (
    <div className="page narrow stack">
      <PageHeader title={text.create} subtitle={`${place?.name ?? ""} · ${currency}`} />
      <p className="second">{text.explain}</p>
      <Form layout="vertical" component="div" className="card stack">
        <div className="kit-form-grid">
          <Field id="on" label={words.columns.date}><DateField id="on" value={on ?? today} onChange={setOn} /></Field>
          <Field id="memo" label={words.columns.memo} hint={text.memoHint}><Input id="memo" value={memo} maxLength={200} onChange={(event) => { setMemo(event.target.value); }} /></Field>
          <div className="full"><Field id="reason" label={text.reason} hint={text.reasonHint}><Input id="reason" value={reason} maxLength={300} onChange={(event) => { setReason(event.target.value); }} /></Field></div>
        </div>
        <div className="lines-grid" role="group" aria-label={text.lines}>
          {lines.map((line, place_) => (
            <LineFields key={line.key} line={line} place={place_} currency={currency} options={accounts.data?.items ?? []} onChange={(patch) => { set(line.key, patch); }} onRemove={lines.length > 2 ? () => { setLines(lines.filter((each) => each.key !== line.key)); } : null} />
          ))}
        </div>
        <div className="row between">
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => { setLines([...lines, blank(Math.max(...lines.map((l) => l.key)) + 1)]); }}>{text.addLine}</Button>
          <span className={off === 0n ? "second num" : "error num"} role="status">{off === 0n ? text.even(formatMoney(money(sum("debit"), currency))) : text.off(formatMoney(money(off < 0n ? -off : off, currency)), off > 0n)}</span>
        </div>
      </Form>
      {preview.error ? <ProblemNotice error={preview.error} /> : null}
      {ready && preview.data ? <EntriesPreview lines={preview.data.lines} title={text.willPost} /> : null}
      {send.error ? <ProblemNotice error={send.error} /> : null}
      <div className="row">
        <Button type="primary" disabled={!ready} loading={send.isPending} onClick={() => { send.mutate(undefined, { onSuccess: (made) => { void message.success(text.sent); go(`/libros/manuales/${made.id}`); } }); }}>{text.ask}</Button>
        <Button onClick={() => { go("/libros/manuales"); }}>{text.leave}</Button>
      </div>
    </div>
  );
}

function LineFields({ line, place, currency, options, onChange, onRemove }: { line: Line; place: number; currency: string; options: AccountOption[]; onChange: (patch: Partial<Line>) => void; onRemove: (() => void) | null }) {
  const n = place + 1;
  return (
    <>
      <Select
        showSearch optionFilterProp="label" disabled={options.length === 0} loading={options.length === 0} aria-label={text.accountOf(n)} value={line.account} placeholder={text.account} onChange={(account: string) => { onChange({ account }); }}
        options={options.map((o) => ({ value: o.code, label: `${o.code} ${o.name}` }))}
      />
      <MoneyField label={text.debitOf(n)} currency={currency} value={line.debit} disabled={line.credit !== null} onChange={(debit) => { onChange({ debit }); }} />
      <MoneyField label={text.creditOf(n)} currency={currency} value={line.credit} disabled={line.debit !== null} onChange={(credit) => { onChange({ credit }); }} />
      <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={text.removeLine(n)} disabled={onRemove === null} onClick={() => { onRemove?.(); }} />
    </>
  );
}
