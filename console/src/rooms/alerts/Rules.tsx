import { Button, Select } from "antd";
import { useState } from "react";
import { useUser } from "@/api/session.ts";
import { useCan } from "@/kit/Can.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { useProviders, useRules } from "./data.ts";
import type { Rule } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { RuleForm } from "./RuleForm.tsx";
import { UrgencyTag } from "./UrgencyTag.tsx";
import { words } from "./words.ts";

const text = words.table;

/** Reglas: the table of the document as it holds in the company or in a branch, and what the house adds. */
export default function Rules() {
  const [url, update] = useUrlState();
  const user = useUser();
  const branch = url["branch_id"] ? Number(url["branch_id"]) : null;
  const { data, error, refetch } = useRules(branch);
  const [editing, setEditing] = useState<Rule | null>(null);
  const mayEdit = useCan("alerts.rules");
  const items = data?.items ?? [];
  return (
    <Frame section="rules">
      <div className="row between alerts-head">
        <p className="second">{text.hint}</p>
        <Select
          aria-label={text.scope} value={branch ?? 0} style={{ width: 220 }} onChange={(next: number) => { update({ branch_id: next || null }); }}
          options={[{ value: 0, label: text.company }, ...user.branches.map((b) => ({ value: b.id, label: b.name }))]}
        />
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack">{Array.from({ length: 6 }, (_, i) => <Skeleton key={i} height={24} />)}</div> : null}
      {data ? (
        <div className="stack">
          <Table title={text.document} rows={items.filter((each) => !each.own)} onEdit={mayEdit ? setEditing : null} />
          <Table title={text.own} rows={items.filter((each) => each.own)} onEdit={mayEdit ? setEditing : null} />
          <Providers />
        </div>
      ) : null}
      {editing ? <RuleForm of={editing} branch={branch} onClose={() => { setEditing(null); }} /> : null}
    </Frame>
  );
}

function Table({ title, rows, onEdit }: { title: string; rows: Rule[]; onEdit: ((of: Rule) => void) | null }) {
  const up = (of: Rule): string => (of.escalate_minutes ? text.up(text.hours(of.escalate_minutes), of.escalate_to.map((each) => each.label).join(" + ")) : text.never);
  const rest = (of: Rule): string => (of.quiet_from && of.quiet_until ? `${of.quiet_from.slice(0, 5)}–${of.quiet_until.slice(0, 5)}` : text.none);
  return (
    <section className="card">
      <h2>{title}</h2>
      <PlainTable<Rule>
        caption={title} rows={rows} rowKey={(of) => of.rule} cards
        columns={[
          { key: "alert", title: text.alert, cell: (of) => <strong>{of.name}</strong> },
          { key: "when", title: text.when, cell: (of) => of.when },
          { key: "who", title: text.who, cell: (of) => of.who },
          { key: "urgency", title: text.urgency, cell: (of) => <UrgencyTag of={of.urgency} /> },
          { key: "channels", title: text.channels, cell: (of) => of.channels.map((each) => each.label).join(", ") },
          { key: "up", title: text.escalate, cell: up },
          { key: "quiet", title: text.quiet, cell: rest },
          { key: "active", title: text.active, cell: (of) => <StateTag tone={of.active ? "ok" : "off"}>{of.active ? text.on : text.off}</StateTag> },
          { key: "origin", title: text.origin, cell: (of) => <span className="second">{text.from[of.origin]}</span> },
          ...(onEdit ? [{ key: "edit", title: "", cell: (of: Rule) => <Button size="small" aria-label={`${text.edit}: ${of.name}`} onClick={() => { onEdit(of); }}>{text.edit}</Button> }] : []),
        ]}
      />
    </section>
  );
}

function Providers() {
  const { data } = useProviders();
  const said = words.providers;
  if (!data) return null;
  return (
    <section className="card">
      <h2>{said.title}</h2>
      <ul className="providers">
        {data.items.map((each) => (
          <li key={each.channel} className="row">
            <strong>{each.label}</strong>
            <StateTag tone={each.down_since ? "bad" : each.configured ? "ok" : "off"}>{each.down_since ? `${said.down}: ${each.cause}` : each.configured ? said.ready : said.unset}</StateTag>
          </li>
        ))}
      </ul>
    </section>
  );
}
