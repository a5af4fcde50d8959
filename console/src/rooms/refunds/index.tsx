import type { Refund, RefundTotals } from "@/api/bookings.ts";
import { useBranchQuery } from "@/api/query.ts";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import type { Filter } from "@/kit/FilterBar.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column, TotalsRow } from "@/kit/Grid.tsx";
import { Money, useCurrencyOrder } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { VIEW_KEYS, listQuery, viewOf } from "./data.ts";
import { RefundTag } from "@/kit/RefundTag.tsx";
import { words } from "./words.ts";

const text = words.columns;
const COLUMNS: Column<Refund>[] = [
  { key: "folio", title: text.folio, width: 98, narrow: "sub", cell: (r) => <Go to={`/reembolsos/${r.id}`}>{r.folio}</Go> },
  { key: "client", title: text.client, flex: 3, width: 120, narrow: "title", cell: (r) => r.client.name },
  { key: "service", title: text.service, flex: 3, width: 130, cell: (r) => r.service },
  { key: "on", title: text.on, width: 102, hidden: true, cell: (r) => <DateText value={r.service_on} /> },
  { key: "days", title: text.days, width: 92, end: true, cell: (r) => r.days },
  { key: "percent", title: text.percent, width: 64, end: true, cell: (r) => `${r.percent} %` },
  { key: "paid", title: text.paid, width: 114, end: true, cell: (r) => <Money value={r.paid} code={false} /> },
  { key: "amount", title: text.amount, width: 136, end: true, narrow: "end", cell: (r) => <strong><Money value={r.amount} /></strong> },
  { key: "retained", title: text.retained, width: 108, end: true, cell: (r) => <Money value={r.retained} code={false} quietZero /> },
  { key: "state", title: text.state, width: 142, narrow: "endSub", cell: (r) => <RefundTag of={r} /> },
  { key: "due", title: text.due, width: 128, narrow: "sub", cell: (r) => <DateText value={r.due_on} /> },
  { key: "asked", title: text.asked, width: 130, hidden: true, cell: (r) => r.asked_by ?? es.common.missing },
  { key: "authorised", title: text.authorised, width: 130, hidden: true, cell: (r) => r.authorised_by ?? es.common.missing },
  { key: "payer", title: text.payer, width: 130, hidden: true, cell: (r) => r.paid_by ?? es.common.missing },
  { key: "branch", title: text.branch, width: 126, hidden: true, cell: (r) => r.branch },
];
const FILTERS: Filter[] = [
  { kind: "client", name: "client_id" },
  { kind: "select", name: "state", label: words.filters.state, options: Object.entries(es.refund.states).map(([value, label]) => ({ value, label })) },
  { kind: "date", name: "asked_from", label: words.filters.from },
  { kind: "date", name: "asked_to", label: words.filters.to },
  { kind: "text", name: "q", hint: words.filters.q },
];

/** J1: what is to be given back, what waits for a second hand and what for the money. */
export default function Refunds() {
  const [url] = useUrlState();
  const branch = useBranchQuery();
  const go = useGo();
  const order = useCurrencyOrder();
  const view = viewOf(url);
  function totals(found: RefundTotals): TotalsRow[] {
    return order(found.by_currency.map((t) => t.currency)).flatMap((c) => found.by_currency.filter((t) => t.currency === c)).map((t) => ({
      client: `${es.common.total} ${t.currency}`, paid: <Money value={t.paid} code={false} />, amount: <Money value={t.amount} />, retained: <Money value={t.retained} code={false} />,
    }));
  }
  return (
    <div className="page">
      <PageHeader title={words.title} actions={<Go to="/reembolsos/politica">{words.policy}</Go>} />
      <Views label={words.views} current={view} views={VIEW_KEYS.map((key) => ({ key, label: words.view[key], href: href("/reembolsos", { view: key }) }))} />
      <FilterBar filters={FILTERS} />
      <Grid<Refund, RefundTotals>
        id="refunds" label={words.title} path="/refunds" query={listQuery(view, url, branch)} columns={COLUMNS} rowKey={(r) => r.id} totals={totals}
        summary={(t) => (t ? words.count(formatCount(t.count)) : null)} onOpen={(r) => { go(`/reembolsos/${r.id}`); }}
        exports={{ path: "/refunds/export", formats: ["xlsx", "csv", "pdf"], name: words.exportName }}
        empty={<EmptyState action={<Go to="/reservas">{words.toBookings}</Go>}>{words.empty} {words.emptyHint}</EmptyState>}
      />
    </div>
  );
}
