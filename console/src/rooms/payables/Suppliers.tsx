import { PlusOutlined } from "@ant-design/icons";
import { Button, Input, InputNumber, Switch } from "antd";
import { useState } from "react";
import { useActingBranch } from "@/api/session.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { Can } from "@/kit/Can.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { MoneyList } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { onSupplier } from "./data.ts";
import type { Supplier } from "./data.ts";
import { words } from "./words.ts";

const s = words.sellers;
const COLUMNS: Column<Supplier>[] = [
  { key: "folio", title: s.folio, width: 100, narrow: "sub", cell: (r) => <Go to={`/cxp/proveedores/${r.id}`}>{r.folio}</Go> },
  { key: "name", title: s.name, flex: 3, width: 180, narrow: "title", cell: (r) => r.name },
  { key: "tax", title: s.taxId, width: 150, cell: (r) => r.tax_id ?? "" },
  { key: "terms", title: s.terms, width: 100, end: true, cell: (r) => words.sides.days(r.terms_days) },
  { key: "owed", title: s.owed, width: 180, end: true, narrow: "end", cell: (r) => <MoneyList values={r.owed.map((o) => o.balance)} /> },
  { key: "state", title: s.state, width: 120, narrow: "endSub", cell: (r) => <StateTag tone={r.active ? "ok" : "off"}>{r.active ? s.active : s.gone}</StateTag> },
];

/** Who sells to the house, and what is owed to each. */
export default function Suppliers() {
  const [url] = useUrlState();
  const go = useGo();
  const [adding, setAdding] = useState(false);
  useShortcut("n", s.new, () => { setAdding(true); });
  return (
    <div className="page">
      <PageHeader title={s.title} actions={<><Go to="/cxp">{words.title}</Go><Can permission="suppliers.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setAdding(true); }}>{s.new}</Button></Can></>} />
      <FilterBar filters={[{ kind: "text", name: "q", hint: s.hint }]} />
      <Grid<Supplier>
        id="suppliers" label={s.title} path="/suppliers" query={url} columns={COLUMNS} rowKey={(r) => r.id} onOpen={(r) => { go(`/cxp/proveedores/${r.id}`); }} empty={<EmptyState>{s.empty}</EmptyState>}
        exports={{ path: "/suppliers/export", formats: ["xlsx"], name: "proveedores" }}
      />
      {adding ? <NewSupplier onClose={() => { setAdding(false); }} onMade={(id) => { go(`/cxp/proveedores/${id}`); }} /> : null}
    </div>
  );
}

function NewSupplier({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const branch = useActingBranch();
  const f = words.form;
  const [name, setName] = useState("");
  const [tax, setTax] = useState("");
  const [days, setDays] = useState(15);
  const [needs, setNeeds] = useState(true);
  const kind = { MX: "RFC", CO: "NIT", DO: "RNC" }[branch.country] ?? "OTRO";
  const body = { name: name.trim(), branch_id: branch.id, terms_days: days, invoice_required: needs, ...(tax.trim() ? { document: { kind, number: tax.trim(), country: branch.country } } : {}) };
  return (
    <ActModal title={s.new} action={f.register} ready={name.trim().length > 1} done={words.done.supplier(name.trim())} onClose={onClose} run={async () => { const made = await onSupplier("/suppliers", body); onMade(made.id); }}>
      <Field id="name" label={f.name}><Input id="name" value={name} autoFocus maxLength={200} onChange={(event) => { setName(event.target.value); }} /></Field>
      <Field id="tax" label={`${f.taxId} (${kind})`} required={false}><Input id="tax" value={tax} maxLength={40} onChange={(event) => { setTax(event.target.value); }} /></Field>
      <Field id="days" label={f.days}><InputNumber id="days" min={0} max={365} value={days} onChange={(next) => { setDays(next ?? 0); }} /></Field>
      <label className="row" htmlFor="needs"><Switch id="needs" checked={needs} onChange={setNeeds} /><span>{f.needsInvoice}</span></label>
    </ActModal>
  );
}
