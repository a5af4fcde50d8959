import { CalculatorOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useBranchQuery } from "@/api/query.ts";
import type { Loan, LoanTotals } from "@/api/loans.ts";
import { Can } from "@/kit/Can.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import { formatCount, formatMoney } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column, TotalsRow } from "@/kit/Grid.tsx";
import { LoanTag } from "@/kit/LoanTag.tsx";
import { Money, useCurrencyOrder } from "@/kit/Money.tsx";
import { isZero } from "@/kit/money.ts";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { BucketTag } from "@/kit/StateTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { VIEWS, listQuery, useProducts, viewOf } from "./data.ts";
import type { ViewKey } from "./data.ts";
import { Pending } from "./Pending.tsx";
import { words } from "./words.ts";

const text = words.columns;
const running = (l: Loan): boolean => l.disbursed_on !== null;

const COLUMNS: Column<Loan>[] = [
  { key: "folio", title: text.folio, width: 82, narrow: "sub", cell: (l) => <Go to={`/prestamos/${l.id}`}>{l.folio}</Go> },
  { key: "client", title: text.client, flex: 3, width: 124, narrow: "title", cell: (l) => l.client.name },
  { key: "product", title: text.product, flex: 2, width: 104, narrow: "sub", cell: (l) => l.product_name },
  { key: "principal", title: text.principal, width: 114, end: true, cell: (l) => <Money value={l.principal} code={false} /> },
  { key: "outstanding", title: text.outstanding, width: 144, end: true, narrow: "end", cell: (l) => <strong><Money value={running(l) ? l.outstanding : l.principal} quietZero /></strong> },
  { key: "nextOn", title: text.nextOn, width: 96, cell: (l) => (l.next_due_on ? <DateText value={l.next_due_on} /> : "") },
  { key: "next", title: text.next, width: 106, end: true, cell: (l) => (l.next_due_on ? <Money value={l.next_amount} code={false} /> : "") },
  { key: "now", title: text.now, width: 106, end: true, cell: (l) => (running(l) ? <span title={isZero(l.arrears_now) ? undefined : text.withArrears(formatMoney(l.arrears_now))}><Money value={l.amount_today} code={false} quietZero /></span> : "") },
  { key: "days", title: text.days, width: 50, end: true, cell: (l) => (l.days_past_due > 0 ? l.days_past_due : "") },
  { key: "paid", title: text.paid, width: 66, end: true, cell: (l) => `${l.paid_installments}/${l.installments}` },
  { key: "state", title: text.state, width: 116, narrow: "endSub", cell: (l) => <LoanTag of={l} bare /> },
  { key: "bucket", title: text.bucket, width: 140, hidden: true, cell: (l) => (running(l) ? <BucketTag bucket={l.bucket} /> : "") },
  { key: "applied", title: text.applied, width: 104, hidden: true, cell: (l) => <DateText value={l.applied_on} /> },
  { key: "disbursed", title: text.disbursed, width: 104, hidden: true, cell: (l) => (l.disbursed_on ? <DateText value={l.disbursed_on} /> : "") },
  { key: "branch", title: text.branch, width: 124, hidden: true, cell: (l) => l.branch },
  { key: "purpose", title: text.purpose, width: 180, hidden: true, cell: (l) => l.purpose },
];

function totalRows(totals: LoanTotals, order: ReturnType<typeof useCurrencyOrder>): TotalsRow[] {
  return order(totals.by_currency.map((t) => t.currency)).flatMap((c) => totals.by_currency.filter((t) => t.currency === c)).map((t) => ({
    client: `${es.common.total} ${t.currency}`, principal: <Money value={t.principal} code={false} />, outstanding: <Money value={t.outstanding} />,
  }));
}

/** Every loan: what it owes, what it must pay today without opening it, and who waits for a decision. */
export default function Loans() {
  const [url] = useUrlState();
  const today = useBusinessDate();
  const branch = useBranchQuery();
  const go = useGo();
  const order = useCurrencyOrder();
  const products = useProducts();
  const view = viewOf(url);
  const filtered = Object.keys(url).some((name) => name !== "view");
  useShortcut("n", words.new, () => { go("/prestamos/nuevo"); });
  return (
    <div className="page">
      <PageHeader
        title={words.title}
        actions={(
          <>
            <Can permission="loans.write"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { go("/prestamos/nuevo"); }}>{words.new}</Button></Can>
            <Can permission="loans.quote"><Button icon={<CalculatorOutlined aria-hidden />} onClick={() => { go("/cotizador"); }}>{words.quoter}</Button></Can>
          </>
        )}
      />
      <Views label={words.views} current={view} views={VIEWS.map((key: ViewKey) => ({ key, label: words.view[key], href: href("/prestamos", { view: key }) }))} />
      <FilterBar
        filters={[
          { kind: "client", name: "client_id" },
          { kind: "select", name: "product", label: words.product, width: 180, options: (products.data?.items ?? []).map((p) => ({ value: p.code, label: p.name })) },
          { kind: "text", name: "q", hint: words.searchHint },
        ]}
      />
      {view === "applied" ? <Pending branch={branch} /> : null}
      <Grid<Loan, LoanTotals>
        id="loans" label={words.title} path="/loans" query={listQuery(view, url, today, branch)} columns={COLUMNS} rowKey={(l) => l.id} totals={(t) => totalRows(t, order)}
        summary={(t) => (t ? words.count(formatCount(t.count)) : null)} onOpen={(l) => { go(`/prestamos/${l.id}`); }}
        empty={filtered ? <EmptyState action={<Go to={href("/prestamos", { view })}>{es.filters.clear}</Go>}>{words.emptyFiltered}</EmptyState> : (
          <EmptyState action={view === "active" || view === "all" ? <Go to="/prestamos/nuevo">{words.new}</Go> : undefined}>{words.empty[view]}</EmptyState>
        )}
      />
    </div>
  );
}
