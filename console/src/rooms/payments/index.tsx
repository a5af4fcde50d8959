import { DollarOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useBranchQuery } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import type { Payment, PaymentTotals } from "@/api/types.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { DateText, InstantText } from "@/kit/DateText.tsx";
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
import { PaymentTag } from "@/kit/StateTag.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const COLUMNS: Column<Payment>[] = [
  { key: "folio", title: words.columns.folio, width: 112, narrow: "sub", cell: (p) => <Go to={`/pagos/${p.id}`}>{p.folio}</Go> },
  { key: "date", title: words.columns.date, width: 108, narrow: "sub", cell: (p) => <DateText value={p.received_on} /> },
  { key: "client", title: words.columns.client, flex: 2, width: 200, narrow: "title", cell: (p) => p.client.name },
  { key: "method", title: words.columns.method, width: 124, cell: (p) => p.method_label },
  { key: "reference", title: words.columns.reference, width: 130, cell: (p) => p.reference ?? "" },
  { key: "applied", title: words.columns.applied, flex: 1, width: 150, cell: (p) => p.allocations.map((a) => a.folio).join(", ") },
  { key: "credit", title: words.columns.credit, width: 130, end: true, hidden: true, cell: (p) => <Money value={p.credit} quietZero /> },
  { key: "amount", title: words.columns.amount, width: 160, end: true, narrow: "end", cell: (p) => <strong style={p.reversed ? { textDecoration: "line-through" } : undefined}><Money value={p.amount} /></strong> },
  { key: "account", title: words.columns.account, width: 150, cell: (p) => p.account.name },
  { key: "cashier", title: words.columns.cashier, width: 140, hidden: true, cell: (p) => p.cashier ?? "" },
  { key: "created", title: words.columns.created, width: 178, hidden: true, cell: (p) => <InstantText value={p.created_at} /> },
  { key: "state", title: words.columns.state, width: 124, narrow: "endSub", cell: (p) => <PaymentTag reversed={p.reversed !== null} /> },
];

function totalRows(totals: PaymentTotals, order: ReturnType<typeof useCurrencyOrder>): TotalsRow[] {
  return order(totals.by_currency.map((t) => t.currency)).flatMap((c) => totals.by_currency.filter((t) => t.currency === c)).map((t) => ({ client: `${es.common.total} ${t.currency}`, amount: <Money value={asMoney(t.amount, t.currency)} /> }));
}

/** Every payment received, with what it paid and the till or bank it entered. */
export default function Payments() {
  const [url] = useUrlState();
  const order = useCurrencyOrder();
  const branch = useBranchQuery();
  const go = useGo();
  const charge = useCan("payments.take");
  const currencies = [...new Set(useUser().branches.map((b) => b.currency))];
  const filters: Filter[] = [
    { kind: "client", name: "client_id" },
    { kind: "select", name: "method", label: es.filters.method, options: Object.entries(es.states.method).map(([value, label]) => ({ value, label })) },
    { kind: "date", name: "from", label: es.filters.from },
    { kind: "date", name: "to", label: es.filters.to },
    ...(currencies.length > 1 ? [{ kind: "select" as const, name: "currency", label: es.filters.currency, width: 110, options: currencies.map((value) => ({ value, label: value })) }] : []),
    { kind: "text", name: "q", hint: words.searchHint },
  ];
  useShortcut("n", words.collect, () => { go("/cobrar"); }, "page", charge);
  return (
    <div className="page">
      <PageHeader
        title={words.title}
        actions={<Can permission="payments.take"><Button type="primary" icon={<DollarOutlined aria-hidden />} onClick={() => { go("/cobrar"); }}>{words.collect}</Button></Can>}
      />
      <FilterBar filters={filters} />
      <Grid<Payment, PaymentTotals>
        id="payments" label={words.title} path="/payments" query={{ ...branch, ...url }} columns={COLUMNS} rowKey={(p) => p.id} totals={(t) => totalRows(t, order)}
        summary={(t) => (t ? words.count(formatCount(t.count)) : null)} onOpen={(p) => { go(`/pagos/${p.id}`); }}
        exports={{ path: "/payments/export", formats: ["xlsx", "csv", "pdf"], name: words.exportName }}
        empty={Object.keys(url).length > 0 ? <EmptyState action={<Go to="/pagos">{es.filters.clear}</Go>}>{words.empty}</EmptyState>
          : <EmptyState action={charge ? <Go to="/cobrar">{words.collect}</Go> : null}>{words.emptyAll}</EmptyState>}
      />
    </div>
  );
}
