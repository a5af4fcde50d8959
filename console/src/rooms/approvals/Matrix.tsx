import { CheckOutlined, CloseOutlined, LockOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useState } from "react";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { useConflicts, useMatrix } from "./data.ts";
import type { Conflict, DutyRow, Limit, Matrix as Shape } from "./data.ts";
import { Delegations } from "./Delegations.tsx";
import { Frame } from "./Frame.tsx";
import { LimitForm } from "./LimitForm.tsx";
import { Spans } from "./Spans.tsx";
import { words } from "./words.ts";

const text = words.matrix;
const DUTIES = ["ask", "authorise", "execute", "review"] as const;

/** Matriz: the table of the document as the database keeps it, the limits of each role, and who joins two duties. */
export default function Matrix() {
  const { data, error, refetch } = useMatrix();
  const conflicts = useConflicts();
  return (
    <Frame section="matrix">
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack">{Array.from({ length: 6 }, (_, i) => <Skeleton key={i} height={22} />)}</div> : null}
      {data ? (
        <div className="matrix-page">
          <Duties of={data} />
          <section className="card golden" aria-label={text.golden}><LockOutlined aria-hidden /><p><strong>{text.golden}:</strong> {data.golden_rule.text} <span className="hint">{text.locked}</span></p></section>
          <Limits of={data} />
          <Spans of={data} />
          <Delegations of={data} />
          <section className="card">
            <h2>{text.conflicts}</h2>
            <p className="second">{text.conflictsHint}</p>
            {conflicts.error && !conflicts.data ? <ProblemNotice error={conflicts.error} onRetry={() => void conflicts.refetch()} /> : null}
            {conflicts.data ? <Conflicts rows={conflicts.data.items} /> : null}
          </section>
        </div>
      ) : null}
    </Frame>
  );
}

function Mark({ on }: { on: boolean }) {
  return on ? <CheckOutlined className="yes" aria-label={text.yes} /> : <CloseOutlined className="no" aria-label={text.no} />;
}

function Duties({ of }: { of: Shape }) {
  const [url, update] = useUrlState();
  const kind = of.kinds.find((k) => k.kind === url["kind"]) ?? of.kinds[0];
  if (!kind) return null;
  return (
    <section className="card">
      <div className="row between" style={{ marginBottom: 8 }}>
        <h2>{text.duties}</h2>
        <Select
          aria-label={text.kind} value={kind.kind} style={{ width: 230 }} options={of.kinds.map((k) => ({ value: k.kind, label: k.label }))}
          onChange={(next: string) => { update({ kind: next === of.kinds[0]?.kind ? null : next }); }}
        />
      </div>
      <PlainTable<DutyRow>
        caption={`${text.duties}: ${kind.label}`} rows={kind.rows} rowKey={(row) => row.role} cards
        columns={[
          { key: "role", title: text.role, cell: (row) => <strong>{row.role_name}</strong> },
          ...DUTIES.map((duty) => ({ key: duty, title: of.duties[duty] ?? duty, cell: (row: DutyRow) => <span className="mark"><Mark on={row[duty]} /></span> })),
        ]}
      />
    </section>
  );
}

/** What was said of a role and a kind at once: a row with each currency. */
type Said = Limit & { each: Limit[] };
const keyOf = (row: Limit): string => [row.kind, row.role, row.since, row.at, row.in_force].join(" ");
function together(rows: Limit[]): Said[] {
  const found = new Map<string, Said>();
  for (const row of rows) {
    const said = found.get(keyOf(row));
    if (said) said.each.push(row);
    else found.set(keyOf(row), { ...row, each: [row] });
  }
  return [...found.values()];
}

function Limits({ of }: { of: Shape }) {
  const [all, setAll] = useState(false);
  const [changing, setChanging] = useState(false);
  const rows = together(all ? of.history : of.limits);
  const titles = text.columns;
  const later = (row: Said): boolean => row.each.some((one) => of.limits.includes(one));
  const state = (row: Said): string => (row.in_force ? text.inForce : later(row) ? text.later : text.before);
  return (
    <section className="card">
      <div className="row between">
        <h2>{text.limits}</h2>
        <div className="row">
          {of.history.length > of.limits.length ? <Button type="link" onClick={() => { setAll(!all); }}>{all ? text.hideHistory : text.history}</Button> : null}
          {of.may_edit ? <Button type="primary" onClick={() => { setChanging(true); }}>{text.change}</Button> : null}
        </div>
      </div>
      <p className="second" style={{ marginBottom: 8 }}>{text.limitsHint}</p>
      {rows.length === 0 ? <EmptyState>{text.noLimits}</EmptyState> : (
        <PlainTable<Said>
          caption={text.limits} rows={rows} rowKey={keyOf} cards
          columns={[
            { key: "role", title: titles.role, cell: (row) => <strong>{row.role_name}</strong> },
            { key: "kind", title: titles.kind, cell: (row) => row.kind_label },
            { key: "amount", title: titles.amount, end: true, cell: (row) => row.each.map((one) => <div key={one.currency}>{one.amount ? <Money value={one.amount} code /> : <>{text.noLimit} <span className="second">{one.currency}</span></>}</div>) },
            { key: "since", title: titles.since, cell: (row) => <DateText value={row.since} /> },
            { key: "state", title: titles.state, cell: (row) => <StateTag tone={row.in_force ? "ok" : later(row) ? "wait" : "off"}>{state(row)}</StateTag> },
            { key: "why", title: titles.why, cell: (row) => row.reason },
            { key: "by", title: titles.by, cell: (row) => row.by },
          ]}
        />
      )}
      {changing ? <LimitForm of={of} onClose={() => { setChanging(false); }} /> : null}
    </section>
  );
}

function Conflicts({ rows }: { rows: Conflict[] }) {
  if (rows.length === 0) return <EmptyState>{text.conflictsNone}</EmptyState>;
  return (
    <PlainTable<Conflict>
      caption={text.conflicts} rows={rows} rowKey={(row) => `${row.user.id}-${row.first}`} cards
      columns={[
        { key: "person", title: text.person, cell: (row) => <strong>{row.user.name}</strong> },
        { key: "role", title: text.role, cell: (row) => row.role_name },
        { key: "pair", title: text.pair, cell: (row) => `${row.first} + ${row.second.toLowerCase()}` },
        { key: "guard", title: text.guard, cell: (row) => row.guard },
      ]}
    />
  );
}
