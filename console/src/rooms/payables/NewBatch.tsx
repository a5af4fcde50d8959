import { App, Button, Checkbox, Form, Select } from "antd";
import { useState } from "react";
import { useKeyOf } from "@/api/keys.ts";
import { useCommand } from "@/api/query.ts";
import { useActingBranch } from "@/api/session.ts";
import { Field } from "@/kit/ActModal.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { money, plus } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { openBatch, useBanks, useReadyToPay } from "./data.ts";
import type { Payable } from "./data.ts";
import { words } from "./words.ts";
import "./payables.css";

const b = words.batch;

/** I3, first half: what was authorised by somebody else and is due today, chosen to leave together from one account. */
export default function NewBatch() {
  const [url] = useUrlState();
  const branch = useActingBranch();
  const go = useGo();
  const { message } = App.useApp();
  const keyOf = useKeyOf();
  const ready = useReadyToPay(branch.id);
  const banks = (useBanks().data?.items ?? []).filter((box) => box.kind === "bank" && box.branch_id === branch.id);
  const [from, setFrom] = useState<number | null>(null);
  const [chosen, setChosen] = useState<string[]>(url["payable"] ? [url["payable"]] : []);
  const box = banks.find((each) => each.id === from) ?? banks.find((each) => each.main) ?? banks[0];
  const rows = (ready.data?.items ?? []).filter((row) => !box || row.balance.currency === box.currency);
  const picked = rows.filter((row) => chosen.includes(row.id) && !row.own_authorised);
  const total = picked.reduce((sum, row) => plus(sum, row.asking ?? row.balance), money("0", box?.currency ?? branch.currency));
  const body = { till_id: box?.id, payables: picked.map((row) => row.id) };
  const make = useCommand(() => openBatch(body, keyOf(JSON.stringify(body)), branch.id));
  const toggle = (row: Payable): void => { setChosen((now) => (now.includes(row.id) ? now.filter((id) => id !== row.id) : [...now, row.id])); };
  async function submit(): Promise<void> {
    const made = await make.mutateAsync(undefined).catch(() => null);
    if (!made) return;
    void message.success(words.done.batch(made.folio));
    go(`/cxp/lotes/${made.id}`);
  }
  return (
    <div className="page">
      <PageHeader title={b.new} subtitle={branch.name} />
      {ready.error ? <ProblemNotice error={ready.error} /> : null}
      {make.error ? <ProblemNotice error={make.error} /> : null}
      <Form layout="vertical" component="section" className="card stack">
        <Field id="from" label={b.from}>
          <Select id="from" value={box?.id} onChange={setFrom} options={banks.map((each) => ({ value: each.id, label: each.name }))} />
        </Field>
        <PlainTable<Payable>
          caption={b.new} rows={rows} rowKey={(row) => row.id} cards empty={<EmptyState action={<Go to="/cxp?view=scheduled">{words.view.scheduled}</Go>}>{b.none}</EmptyState>}
          columns={[
            { key: "x", title: b.columns.pay, lead: true, cell: (row) => <Checkbox checked={chosen.includes(row.id) && !row.own_authorised} disabled={row.own_authorised} aria-label={`${b.columns.pay} ${row.folio}`} onChange={() => { toggle(row); }} /> },
            { key: "s", title: b.columns.supplier, lead: true, cell: (row) => row.supplier.name },
            { key: "f", title: b.columns.payable, cell: (row) => <Go to={`/cxp/${row.id}`}>{row.folio}</Go> },
            { key: "c", title: words.columns.service, cell: (row) => row.service },
            { key: "d", title: words.columns.scheduled, cell: (row) => <DateText value={row.scheduled_on} /> },
            { key: "w", title: b.columns.authorised, cell: (row) => (row.own_authorised ? <span className="second">{words.own}</span> : row.authorised_by) },
            { key: "m", title: b.columns.amount, end: true, cell: (row) => <Money value={row.asking ?? row.balance} /> },
          ]}
        />
      </Form>
      <div className="batch-bar">
        <span>{b.chosen(picked.length)} · <strong><Money value={total} /></strong></span>
        <Button type="primary" disabled={picked.length === 0 || !box} loading={make.isPending} onClick={() => void submit()}>{b.make}</Button>
      </div>
    </div>
  );
}
