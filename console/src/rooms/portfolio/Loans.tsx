import type { PortfolioLoan, PortfolioTotals } from "@/api/portfolio.ts";
import { useBranchQuery } from "@/api/query.ts";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { dateText } from "@/kit/dates.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column, TotalsRow } from "@/kit/Grid.tsx";
import { Money, useCurrencyOrder } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { askedText } from "./asked.ts";
import { words } from "./words.ts";

const text = words.list;
const COLUMNS: Column<PortfolioLoan>[] = [
  { key: "folio", title: text.folio, width: 84, narrow: "sub", cell: (l) => <Go to={href(`/prestamos/${l.id}`, { al: l.on })}>{l.folio}</Go> },
  { key: "client", title: text.client, flex: 3, width: 140, narrow: "title", cell: (l) => l.client.name },
  { key: "product", title: text.product, flex: 2, width: 110, narrow: "sub", cell: (l) => l.product_name },
  { key: "branch", title: text.branch, width: 120, cell: (l) => l.branch },
  { key: "lent", title: text.lent, width: 124, end: true, cell: (l) => <Money value={l.lent} code={false} /> },
  { key: "outstanding", title: text.outstanding, width: 142, end: true, narrow: "end", cell: (l) => <strong><Money value={l.outstanding} /></strong> },
  { key: "overdue", title: text.overdue, width: 122, end: true, cell: (l) => <Money value={l.overdue} code={false} quietZero /> },
  { key: "interest", title: text.interest, width: 116, end: true, cell: (l) => <Money value={l.interest} code={false} quietZero /> },
  { key: "provision", title: text.provision, width: 116, end: true, cell: (l) => <Money value={l.provision} code={false} quietZero /> },
  { key: "days", title: text.days, width: 60, end: true, narrow: "endSub", cell: (l) => (l.days_past_due > 0 ? l.days_past_due : "") },
  { key: "renegotiated", title: text.renegotiated, width: 104, hidden: true, cell: (l) => (l.renegotiated ? "Sí" : "") },
  { key: "suspended", title: text.suspended, width: 116, end: true, hidden: true, cell: (l) => <Money value={l.suspended} code={false} quietZero /> },
  { key: "handed", title: text.handed, width: 104, hidden: true, cell: (l) => (l.disbursed_on ? <DateText value={l.disbursed_on} /> : "") },
  { key: "closed", title: text.closed, width: 104, hidden: true, cell: (l) => <DateText value={l.on} /> },
  { key: "state", title: text.state, width: 106, cell: (l) => l.status_label },
];

function totalRows(totals: PortfolioTotals, order: ReturnType<typeof useCurrencyOrder>): TotalsRow[] {
  return order(totals.by_currency.map((t) => t.currency)).flatMap((c) => totals.by_currency.filter((t) => t.currency === c)).map((t) => ({
    client: `${es.common.total} ${t.currency}`, outstanding: <Money value={t.outstanding} />, overdue: <Money value={t.overdue} code={false} />,
    interest: <Money value={t.interest} code={false} />, provision: <Money value={t.provision} code={false} />, suspended: <Money value={t.suspended} code={false} />,
  }));
}

/** The loans of a figure of the portfolio: they add up to it. */
export default function PortfolioLoans() {
  const [url] = useUrlState();
  const today = useBusinessDate();
  const branch = useBranchQuery();
  const go = useGo();
  const order = useCurrencyOrder();
  const on = url["as_of"] ?? today;
  const back = href("/cartera", { al: on === today ? null : on, moneda: url["currency"] ?? null });
  return (
    <div className="page">
      <PageHeader title={text.title} subtitle={<><Go to={back}>{words.title}</Go> · {askedText(url)} · {text.was(dateText(url["from"] ?? on))}</>} />
      <Grid<PortfolioLoan, PortfolioTotals>
        id="portfolio-loans" label={text.title} path="/portfolio/loans" query={{ ...branch, ...url, as_of: on }} columns={COLUMNS} rowKey={(l) => l.id} totals={(t) => totalRows(t, order)}
        summary={(t) => (t ? words.loans(formatCount(t.count), t.count === 1) : null)} onOpen={(l) => { go(href(`/prestamos/${l.id}`, { al: l.on })); }}
        exports={{ path: "/portfolio/loans/export", formats: ["xlsx", "csv", "pdf"], name: text.exportName }}
        empty={<EmptyState action={<Go to={back}>{text.back}</Go>}>{text.empty}</EmptyState>}
      />
    </div>
  );
}
