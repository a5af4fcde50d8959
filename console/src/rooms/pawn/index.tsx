import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Ticket, TicketTotals } from "@/api/pawn.ts";
import { useBranchQuery } from "@/api/query.ts";
import { Can, useCan } from "@/kit/Can.tsx";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import type { Filter } from "@/kit/FilterBar.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column, TotalsRow } from "@/kit/Grid.tsx";
import { Money, MoneyList, useCurrencyOrder } from "@/kit/Money.tsx";
import { formatRate } from "@/kit/rates.ts";
import { useShortcut } from "@/kit/shortcuts.tsx";
import { TicketTag } from "@/kit/TicketTag.tsx";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { PAWN, VIEWS, listQuery, ticketPath, useViewTotals, viewOf } from "./data.ts";
import type { ViewKey } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { ScanBox } from "./Scan.tsx";
import { articlesOf, countdown, marksOf, placesOf } from "./shown.ts";
import { words } from "./words.ts";
import "./pawn.css";

const text = words.columns;
const inPawn = (t: Ticket): boolean => ["live", "grace", "expired"].includes(t.status);

const COLUMNS: Column<Ticket>[] = [
  { key: "folio", title: text.folio, width: 104, narrow: "sub", cell: (t) => <Go to={ticketPath(t.id)}>{t.folio}</Go> },
  { key: "client", title: text.client, flex: 3, width: 130, narrow: "title", cell: (t) => t.client.name },
  { key: "article", title: text.article, flex: 3, width: 150, narrow: "sub", cell: (t) => articlesOf(t.items) },
  { key: "mark", title: text.mark, flex: 1, width: 96, cell: (t) => marksOf(t.items) },
  { key: "appraisal", title: text.appraisal, width: 114, end: true, cell: (t) => <Money value={t.appraisal} code={false} /> },
  { key: "loan", title: text.loan, width: 150, end: true, narrow: "end", cell: (t) => <strong><Money value={inPawn(t) ? t.owed.capital : t.principal} /></strong> },
  { key: "ltv", title: text.ltv, width: 58, end: true, cell: (t) => formatRate(t.ltv, 0) },
  { key: "due", title: text.due, width: 98, cell: (t) => <span title={inPawn(t) ? countdown(t) : undefined}><DateText value={t.due_on} /></span> },
  { key: "renewals", title: text.renewals, width: 88, end: true, cell: (t) => (t.renewals > 0 ? t.renewals : "") },
  { key: "location", title: text.location, flex: 1, width: 96, cell: (t) => placesOf(t.items) },
  { key: "state", title: text.state, width: 130, narrow: "endSub", cell: (t) => <TicketTag of={t} /> },
  { key: "renew", title: text.renew, width: 120, end: true, hidden: true, cell: (t) => (inPawn(t) ? <Money value={t.owed.renew} code={false} quietZero /> : "") },
  { key: "redeem", title: text.redeem, width: 120, end: true, hidden: true, cell: (t) => (inPawn(t) ? <Money value={t.owed.redeem} code={false} /> : "") },
  { key: "opened", title: text.opened, width: 104, hidden: true, cell: (t) => <DateText value={t.opened_on} /> },
  { key: "plan", title: text.plan, width: 130, hidden: true, cell: (t) => t.plan.name },
  { key: "branch", title: text.branch, width: 124, hidden: true, cell: (t) => t.branch },
];
const FILTERS: Filter[] = [
  { kind: "client", name: "client_id" }, { kind: "date", name: "due_from", label: `${text.due} ${es.filters.from.toLowerCase()}` }, { kind: "date", name: "due_to", label: es.filters.to },
  { kind: "text", name: "q", hint: words.findHint },
];

function totalRows(totals: TicketTotals, order: ReturnType<typeof useCurrencyOrder>, live: boolean): TotalsRow[] {
  return order(totals.by_currency.map((t) => t.currency)).flatMap((c) => totals.by_currency.filter((t) => t.currency === c)).map((t) => ({
    client: `${es.common.total} ${t.currency}`, loan: <Money value={live ? t.capital : t.principal} />,
  }));
}

/** Every ticket: what is in pawn, what is about to be due, what may be adjudicated. A scanned code opens its ticket. */
export default function Tickets() {
  const [url] = useUrlState();
  const today = useBusinessDate();
  const branch = useBranchQuery();
  const go = useGo();
  const order = useCurrencyOrder();
  const view = viewOf(url);
  const may = useCan("pawn.open");
  const filtered = Object.keys(url).some((name) => name !== "view");
  const make = (): void => { go(`${PAWN}/nuevo`); };
  useShortcut("n", words.new, make, "page", may);
  return (
    <Frame
      section="tickets"
      actions={<><ScanBox /><Can permission="pawn.open"><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={make}>{words.new}</Button></Can></>}
    >
      <div className="figures" style={{ marginBottom: 16 }}>
        {(["live", "week", "grace", "expired"] as const).map((key) => <ViewFigure key={key} view={key} today={today} />)}
      </div>
      <Views label={words.views} current={view} views={VIEWS.map((key) => ({ key, label: words.view[key], href: href(PAWN, { view: key }) }))} />
      <FilterBar filters={FILTERS} />
      <Grid<Ticket, TicketTotals>
        id="pawn-tickets" label={words.title} path="/pawn-tickets" query={listQuery(view, url, today, branch)} columns={COLUMNS} rowKey={(t) => t.id}
        totals={(t) => totalRows(t, order, ["live", "week", "late", "grace", "expired"].includes(view))} summary={(t) => (t ? words.count(formatCount(t.count)) : null)} onOpen={(t) => { go(ticketPath(t.id)); }}
        empty={filtered ? <EmptyState action={<Go to={href(PAWN, { view })}>{es.filters.clear}</Go>}>{words.emptyFiltered}</EmptyState> : (
          <EmptyState action={may && (view === "live" || view === "all") ? <Go to={`${PAWN}/nuevo`}>{words.new}</Go> : undefined}>{words.empty[view]}</EmptyState>
        )}
      />
    </Frame>
  );
}

const TONES = { live: undefined, week: undefined, grace: "warn", expired: "bad" } as const;

/** What is still lent on the tickets of a view; it opens them. */
function ViewFigure({ view, today }: { view: ViewKey & keyof typeof TONES; today: string }) {
  const totals = useViewTotals(view, today);
  const order = useCurrencyOrder();
  const sums = totals ? order(totals.by_currency.map((t) => t.currency)).flatMap((c) => totals.by_currency.filter((t) => t.currency === c)).map((t) => t.capital) : undefined;
  return (
    <Figure
      label={words.figure[view]} value={sums?.length === 0 ? 0 : <MoneyList values={sums} />} foot={totals ? words.figure.capital(totals.count) : undefined}
      link={href(PAWN, { view })} tone={totals && totals.count > 0 ? TONES[view] : undefined}
    />
  );
}
