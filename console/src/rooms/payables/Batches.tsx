import { Button } from "antd";
import { useBranchQuery } from "@/api/query.ts";
import { Can } from "@/kit/Can.tsx";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { plainState } from "./data.ts";
import type { BatchBrief } from "./data.ts";
import { words } from "./words.ts";

const b = words.batch;
const COLUMNS: Column<BatchBrief>[] = [
  { key: "folio", title: b.folio, width: 104, narrow: "title", cell: (r) => <Go to={`/cxp/lotes/${r.id}`}>{r.folio}</Go> },
  { key: "on", title: b.on, width: 110, narrow: "sub", cell: (r) => <DateText value={r.pay_on} /> },
  { key: "bank", title: b.bank, flex: 2, width: 150, narrow: "sub", cell: (r) => r.account },
  { key: "count", title: b.count, width: 80, end: true, cell: (r) => r.count },
  { key: "total", title: b.total, width: 160, end: true, narrow: "end", cell: (r) => <strong><Money value={r.total} /></strong> },
  { key: "state", title: b.state, width: 150, narrow: "endSub", cell: (r) => <StateTag tone={r.state === "executed" ? "ok" : r.state === "draft" ? "wait" : "off"}>{plainState(r.state_label)}</StateTag> },
  { key: "who", title: b.who, flex: 1, width: 130, cell: (r) => r.executed_by ?? "" },
];

/** Every batch of payments, the newest first. */
export default function Batches() {
  const branch = useBranchQuery();
  const go = useGo();
  return (
    <div className="page">
      <PageHeader title={words.batches} actions={<><Go to="/cxp">{words.title}</Go><Can permission="payables.pay"><Button type="primary" onClick={() => { go("/cxp/lotes/nuevo"); }}>{words.batchNew}</Button></Can></>} />
      <Grid<BatchBrief> id="payable-batches" label={words.batches} path="/payables/batches" query={branch} columns={COLUMNS} rowKey={(r) => r.id} onOpen={(r) => { go(`/cxp/lotes/${r.id}`); }} empty={<EmptyState action={<Go to="/cxp?view=today">{words.view.today}</Go>}>{b.empty}</EmptyState>} />
    </div>
  );
}
