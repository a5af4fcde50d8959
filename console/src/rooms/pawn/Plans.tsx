import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Checkbox } from "antd";
import { useState } from "react";
import type { Plan } from "@/api/pawn.ts";
import { useCommand } from "@/api/query.ts";
import { useCan } from "@/kit/Can.tsx";
import { ConfirmWithReason } from "@/kit/ConfirmWithReason.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { PageSkeleton } from "@/kit/Loading.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import type { PlainColumn } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { retirePlan } from "./acts.ts";
import { usePlans } from "./data.ts";
import { PlanForm } from "./PlanForm.tsx";
import { tables } from "./tableWords.ts";
import { words } from "./words.ts";

const text = tables.plans;
const zero = (rate: string): boolean => Number(rate) === 0;

/** The conditions of lending, version after version. */
export function Plans() {
  const [every, setEvery] = useState(false);
  const [editing, setEditing] = useState<Plan | "new" | null>(null);
  const [retiring, setRetiring] = useState<Plan | null>(null);
  const { message } = App.useApp();
  const retire = useCommand((code: string) => retirePlan(code));
  const { data, error, refetch } = usePlans(every);
  const may = useCan("pawn.tables");
  if (!data) return error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton figures={0} />;
  const columns: PlainColumn<Plan>[] = [
    { key: "name", title: text.columns.name, lead: true, cell: (p) => <><strong>{p.name}</strong> <span className="hint">{p.code} · {p.currency}</span></> },
    { key: "rate", title: text.columns.rate, cell: (p) => `${formatRate(p.rate)} ${words.perPeriod} ${words.started[p.period]}${p.taxed ? ` ${words.file.withTax}` : ""}` },
    { key: "storage", title: text.columns.storage, cell: (p) => (zero(p.storage_rate) ? "" : formatRate(p.storage_rate)) },
    { key: "term", title: text.columns.term, cell: (p) => words.periods[p.period](p.term) },
    { key: "grace", title: text.columns.grace, cell: (p) => [text.graceDays(p.grace_days), p.grace_days > 0 ? (p.grace_interest ? text.graceCharged : text.graceFree) : ""].filter(Boolean).join(", ") },
    { key: "sale", title: text.columns.sale, cell: (p) => (zero(p.sale_cost_rate) ? "" : formatRate(p.sale_cost_rate)) },
    { key: "surplus", title: text.columns.surplus, cell: (p) => (p.surplus ? text.surplusYes(p.surplus_days) : text.surplusNo) },
    { key: "version", title: text.columns.version, end: true, cell: (p) => p.version },
    { key: "state", title: text.columns.state, cell: (p) => <StateTag tone={p.active ? "ok" : "off"}>{p.active ? text.current : text.before}</StateTag> },
    ...(may ? [{ key: "edit", title: "", cell: (p: Plan) => (p.active ? (
      <span className="row" style={{ justifyContent: "end" }}>
        <Button size="small" aria-label={`${text.edit} ${p.name}`} onClick={() => { setEditing(p); }}>{text.edit}</Button>
        <Button size="small" type="text" aria-label={`${text.retire} ${p.name}`} onClick={() => { setRetiring(p); }}>{text.retire}</Button>
      </span>
    ) : null) }] : []),
  ];
  const add = may ? <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setEditing("new"); }}>{text.new}</Button> : null;
  return (
    <section className="card stack" aria-label={tables.tabs.plans}>
      {data.items.length === 0 ? <EmptyState action={add ?? <span>{tables.who}</span>}>{text.empty}</EmptyState> : (
        <>
          <div className="row between">
            <Checkbox checked={every} onChange={(event) => { setEvery(event.target.checked); }}>{text.every}</Checkbox>
            {add}
          </div>
          <PlainTable cards caption={tables.tabs.plans} rows={data.items} rowKey={(p) => p.id} columns={columns} />
        </>
      )}
      {editing ? <PlanForm key={editing === "new" ? "new" : editing.id} from={editing === "new" ? null : editing} onClose={() => { setEditing(null); }} /> : null}
      <ConfirmWithReason
        open={retiring !== null} title={`${text.retire}: ${retiring?.name ?? ""}`} action={text.retire} withReason={false} effect={<p>{text.retireEffect}</p>} onClose={() => { setRetiring(null); }}
        onConfirm={async () => { await retire.mutateAsync(retiring?.code ?? ""); void message.success(text.retired); }}
      />
    </section>
  );
}
