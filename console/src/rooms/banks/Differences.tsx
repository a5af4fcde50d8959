import { Button, Input, Select } from "antd";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { Page } from "@/api/types.ts";
import { ActModal, Field } from "@/kit/ActModal.tsx";
import { useCan } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { href } from "@/kit/useUrlState.ts";
import type { Difference } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";

const text = words.differences;
interface Person { id: number; name: string }

/** K3: what nothing explains on both sides, the oldest first, with who answers for it. */
export default function Differences() {
  const branch = useBranchQuery();
  const may = useCan("banks.reconcile");
  const people = useCan("users.read");
  const [naming, setNaming] = useState<Difference | null>(null);
  const columns: Column<Difference>[] = [
    { key: "on", title: words.columns.on, width: 120, narrow: "sub", cell: (d) => <DateText value={d.on} /> },
    { key: "age", title: text.age, width: 80, end: true, cell: (d) => d.age },
    { key: "side", title: text.side, width: 110, cell: (d) => <StateTag tone={d.line_id ? "info" : "wait"}>{d.line_id ? text.bank : text.books}</StateTag> },
    { key: "text", title: words.columns.text, flex: 1, width: 240, narrow: "title", cell: (d) => (d.line_id ? <Go to={href("/bancos/emparejar", { account: d.account_id })}>{d.text}</Go> : <Go to={`/libros/asientos/${d.entry_id ?? 0}`}>{d.text}</Go>) },
    { key: "account", title: words.import.account, width: 180, cell: (d) => d.account },
    { key: "open", title: text.left, width: 150, end: true, narrow: "end", cell: (d) => <Money value={d.open} /> },
    { key: "owner", title: text.owner, width: 220, narrow: "endSub", cell: (d) => <span title={d.note ?? undefined}>{d.owner}{d.note ? <span className="second"> · {d.note}</span> : null}</span> },
    ...(may && people ? [{ key: "act", title: "", width: 170, cell: (d: Difference) => <Button size="small" onClick={() => { setNaming(d); }}>{text.name}</Button> }] : []),
  ];
  return (
    <Frame section="differences">
      <Grid<Difference> id="bank-differences" label={words.sections.differences} path="/reconciliations/differences" query={branch} columns={columns} rowKey={(d) => `${d.line_id ?? 0}-${d.entry_id ?? 0}-${d.entry_line ?? 0}`} empty={<EmptyState>{text.empty}</EmptyState>} />
      {naming ? <Name of={naming} onClose={() => { setNaming(null); }} /> : null}
    </Frame>
  );
}

function Name({ of, onClose }: { of: Difference; onClose: () => void }) {
  const { data } = useRead<Page<Person>>("/users");
  const [user, setUser] = useState<number | null>(of.owner_id || null);
  const [note, setNote] = useState(of.note ?? "");
  const ask = { user_id: user, line_id: of.line_id, movement: of.entry_id === null ? null : { entry_id: of.entry_id, entry_line: of.entry_line }, note };
  return (
    <ActModal title={text.name} action={text.name} ready={user !== null} run={() => api.post("/reconciliations/owners", ask)} done={text.done} onClose={onClose}>
      <Field id="owner-user" label={text.user}><Select id="owner-user" value={user} options={(data?.items ?? []).map((p) => ({ value: p.id, label: p.name }))} onChange={setUser} /></Field>
      <Field id="owner-note" label={text.note} required={false}><Input id="owner-note" value={note} maxLength={200} onChange={(e) => { setNote(e.target.value); }} /></Field>
    </ActModal>
  );
}
