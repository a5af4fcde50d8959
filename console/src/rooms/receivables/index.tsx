import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useBranchQuery } from "@/api/query.ts";
import type { Query } from "@/api/client.ts";
import { useUser } from "@/api/session.ts";
import type { Receivable, ReceivableTotals } from "@/api/types.ts";
import { Can } from "@/kit/Can.tsx";
import { AgeingStrip } from "@/kit/AgeingStrip.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import type { Filter } from "@/kit/FilterBar.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column, TotalsRow } from "@/kit/Grid.tsx";
import { Money, useCurrencyOrder } from "@/kit/Money.tsx";
import { asMoney } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { BucketTag, ReceivableTag } from "@/kit/StateTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { listQuery, useAgeing, viewOf } from "./data.ts";
import type { ViewKey } from "./data.ts";
import { words } from "./words.ts";

const COLUMNS: Column<Receivable>[] = [
  { key: "folio", title: words.columns.folio, width: 86, narrow: "sub", cell: (r) => <Go to={`/cxc/${r.id}`}>{r.folio}</Go> },
  { key: "client", title: words.columns.client, flex: 3, width: 150, narrow: "title", cell: (r) => r.client.name },
  { key: "concept", title: words.columns.concept, flex: 3, width: 150, cell: (r) => r.concept },
  { key: "issued", title: words.columns.issued, width: 104, hidden: true, cell: (r) => <DateText value={r.issued_on} /> },
  { key: "due", title: words.columns.due, width: 102, narrow: "sub", cell: (r) => <DateText value={r.due_on} /> },
  { key: "amount", title: words.columns.amount, width: 136, end: true, cell: (r) => <Money value={r.amount} code={false} /> },
  { key: "paid", title: words.columns.paid, width: 136, end: true, cell: (r) => <Money value={r.paid} code={false} quietZero /> },
  { key: "balance", title: words.columns.balance, width: 156, end: true, narrow: "end", cell: (r) => <strong><Money value={r.balance} quietZero /></strong> },
  { key: "days", title: words.columns.days, width: 56, end: true, cell: (r) => (r.days_past_due > 0 ? r.days_past_due : "") },
  { key: "state", title: words.columns.state, width: 138, narrow: "endSub", cell: (r) => <ReceivableTag of={r} bare /> },
  { key: "branch", title: words.columns.branch, width: 126, hidden: true, cell: (r) => r.branch },
  { key: "bucket", title: words.columns.bucket, width: 140, hidden: true, cell: (r) => <BucketTag bucket={r.bucket} /> },
  { key: "origin", title: words.columns.origin, width: 110, hidden: true, cell: (r) => words.origin[r.origin] },
];

function totalRows(totals: ReceivableTotals, order: ReturnType<typeof useCurrencyOrder>): TotalsRow[] {
  return order(totals.by_currency.map((t) => t.currency)).flatMap((c) => totals.by_currency.filter((t) => t.currency === c)).map((t) => ({
    client: `${es.common.total} ${t.currency}`,
    amount: <Money value={asMoney(t.amount, t.currency)} code={false} />, paid: <Money value={asMoney(t.paid, t.currency)} code={false} />,
    balance: <Money value={asMoney(t.balance, t.currency)} />,
  }));
}

function useFilters(): Filter[] {
  const currencies = [...new Set(useUser().branches.map((b) => b.currency))];
  return [
    { kind: "client", name: "client_id" },
    { kind: "select", name: "status", label: es.filters.state, options: Object.entries(words.filter).map(([value, label]) => ({ value, label })) },
    { kind: "date", name: "due_from", label: words.dueFrom },
    { kind: "date", name: "due_to", label: words.dueTo },
    ...(currencies.length > 1 ? [{ kind: "select" as const, name: "currency", label: es.filters.currency, width: 110, options: currencies.map((value) => ({ value, label: value })) }] : []),
    { kind: "text", name: "q", hint: "Folio, cliente, teléfono o referencia" },
  ];
}

/** CXC: every receivable with its state, its totals from the server and its arrears at sight. */
export default function Receivables() {
  const [url] = useUrlState();
  const today = useBusinessDate();
  const branch = useBranchQuery();
  const go = useGo();
  const filters = useFilters();
  const view = viewOf(url);
  const query: Query = listQuery(view, url, today, branch);
  const filtered = Object.keys(url).some((name) => name !== "view");
  const keys: ViewKey[] = ["all", "today", "overdue", "pending", "paid"];
  useShortcut("n", words.new, () => { go("/cxc/nueva"); });

  const order = useCurrencyOrder();
  const ageing = useAgeing({ ...branch, ...(url["currency"] ? { currency: url["currency"] } : {}) });
  return (
    <div className="page">
      <PageHeader
        title={words.title}
        actions={<Can permission="receivables.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { go("/cxc/nueva"); }}>{words.new}</Button></Can>}
      />
      <AgeingStrip of={ageing} label={words.ageing} currency={url["currency"]} current={url["bucket"]} />
      <Views label={words.views} current={view} views={keys.map((key) => ({ key, label: words.view[key], href: href("/cxc", { view: key }) }))} />
      <FilterBar filters={filters} />
      <Grid<Receivable, ReceivableTotals>
        id="receivables" label={words.title} path="/receivables" query={query} columns={COLUMNS} rowKey={(r) => r.id} totals={(t) => totalRows(t, order)}
        summary={(t) => (t ? words.count(formatCount(t.count)) : null)} onOpen={(r) => { go(`/cxc/${r.id}`); }}
        exports={{ path: "/receivables/export", formats: ["xlsx", "csv", "pdf"], name: words.exportName }}
        empty={filtered || view !== "all" ? <EmptyState action={<Go to="/cxc?view=all">{es.filters.clear}</Go>}>{words.empty}</EmptyState> : (
          <EmptyState action={<div className="row"><Go to="/cxc/nueva">{words.new}</Go><Go to="/importar">{words.import}</Go></div>}>{words.emptyAll}</EmptyState>
        )}
      />
    </div>
  );
}
