import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Booking, BookingTotals } from "@/api/bookings.ts";
import { useBranchQuery } from "@/api/query.ts";
import { Can } from "@/kit/Can.tsx";
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
import { useShortcut } from "@/kit/shortcuts.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { VIEW_KEYS, listQuery, viewOf } from "./data.ts";
import { BookingTag, PaymentStateTag } from "@/kit/BookingTag.tsx";
import { words } from "./words.ts";

const text = words.columns;
const COLUMNS: Column<Booking>[] = [
  { key: "folio", title: text.folio, width: 98, narrow: "sub", cell: (r) => <Go to={`/reservas/${r.id}`}>{r.folio}</Go> },
  { key: "client", title: text.client, flex: 3, width: 120, narrow: "title", cell: (r) => r.client.name },
  { key: "service", title: text.service, flex: 3, width: 130, cell: (r) => `${words.kinds[r.kind]} · ${r.service}` },
  { key: "on", title: text.on, width: 98, narrow: "sub", cell: (r) => <DateText value={r.service_on} /> },
  { key: "price", title: text.price, width: 114, end: true, cell: (r) => <Money value={r.price} code={false} /> },
  { key: "paid", title: text.paid, width: 114, end: true, cell: (r) => <Money value={r.paid} code={false} quietZero /> },
  { key: "balance", title: text.balance, width: 136, end: true, narrow: "end", cell: (r) => <strong><Money value={r.balance} quietZero /></strong> },
  { key: "payment", title: text.payment, width: 168, narrow: "endSub", cell: (r) => <PaymentStateTag of={r} /> },
  { key: "state", title: text.state, width: 158, cell: (r) => <BookingTag of={r} /> },
  { key: "seller", title: text.seller, width: 130, hidden: true, cell: (r) => r.seller ?? es.common.missing },
  { key: "sold", title: text.sold, width: 104, hidden: true, cell: (r) => <DateText value={r.sold_on} /> },
  { key: "branch", title: text.branch, width: 126, hidden: true, cell: (r) => r.branch },
  { key: "receivable", title: text.receivable, width: 90, hidden: true, cell: (r) => <Go to={`/cxc/${r.receivable_id}`}>{r.receivable}</Go> },
];
const FILTERS: Filter[] = [
  { kind: "client", name: "client_id" },
  { kind: "select", name: "kind", label: words.filters.kind, options: Object.entries(words.kinds).map(([value, label]) => ({ value, label })) },
  { kind: "select", name: "payment", label: words.filters.payment, width: 180, options: Object.entries(words.inFull).map(([value, label]) => ({ value, label })) },
  { kind: "date", name: "service_from", label: words.filters.from },
  { kind: "date", name: "service_to", label: words.filters.to },
  { kind: "text", name: "q", hint: words.filters.q },
];

/** Services sold: what comes, what nobody confirmed, what is still to be collected. */
export default function Bookings() {
  const [url] = useUrlState();
  const branch = useBranchQuery();
  const go = useGo();
  const order = useCurrencyOrder();
  const view = viewOf(url);
  const filtered = Object.keys(url).some((name) => name !== "view");
  useShortcut("n", words.new, () => { go("/reservas/nueva"); });

  function totals(found: BookingTotals): TotalsRow[] {
    return order(found.by_currency.map((t) => t.currency)).flatMap((c) => found.by_currency.filter((t) => t.currency === c)).map((t) => ({
      client: `${es.common.total} ${t.currency}`, price: <Money value={t.price} code={false} />, paid: <Money value={t.paid} code={false} />, balance: <Money value={t.balance} />,
    }));
  }
  return (
    <div className="page">
      <PageHeader
        title={words.title}
        actions={<Can permission="bookings.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { go("/reservas/nueva"); }}>{words.new}</Button></Can>}
      />
      <Views label={words.views} current={view} views={VIEW_KEYS.map((key) => ({ key, label: words.view[key], href: href("/reservas", { view: key }) }))} />
      <FilterBar filters={FILTERS} />
      <Grid<Booking, BookingTotals>
        id="bookings" label={words.title} path="/bookings" query={listQuery(view, url, branch)} columns={COLUMNS} rowKey={(r) => r.id} totals={totals}
        summary={(t) => (t ? words.count(formatCount(t.count)) : null)} onOpen={(r) => { go(`/reservas/${r.id}`); }}
        exports={{ path: "/bookings/export", formats: ["xlsx", "csv", "pdf"], name: words.exportName }}
        empty={filtered || view !== "all" ? <EmptyState action={<Go to="/reservas?view=all">{es.filters.clear}</Go>}>{words.empty}</EmptyState>
          : <EmptyState action={<Go to="/reservas/nueva">{words.new}</Go>}>{words.emptyAll}</EmptyState>}
      />
    </div>
  );
}
