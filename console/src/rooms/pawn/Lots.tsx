import type { Lot, LotTotals } from "@/api/pawn.ts";
import { useBranchQuery } from "@/api/query.ts";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import type { Filter } from "@/kit/FilterBar.tsx";
import { formatCount } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money, MoneyList, useCurrencyOrder } from "@/kit/Money.tsx";
import { isPositive } from "@/kit/money.ts";
import { formatRate } from "@/kit/rates.ts";
import { href, useUrlState } from "@/kit/useUrlState.ts";
import { Views } from "@/kit/Views.tsx";
import { es } from "@/words/es.ts";
import { LOT_VIEWS, PAWN, lotPath, lotQuery, lotViewOf, ticketPath, useLotTotals } from "./data.ts";
import type { LotView } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { LotTag } from "./LotTag.tsx";
import { lots as words } from "./lotWords.ts";
import { articlesOf, marksOf } from "./shown.ts";

const WHERE = `${PAWN}/remates`;
const text = words.columns;
const COLUMNS: Column<Lot>[] = [
  { key: "folio", title: text.folio, width: 102, narrow: "sub", cell: (l) => <Go to={lotPath(l.id)}>{l.folio}</Go> },
  { key: "article", title: text.article, flex: 3, width: 160, narrow: "title", cell: (l) => articlesOf(l.items) },
  { key: "mark", title: text.mark, width: 120, hidden: true, cell: (l) => marksOf(l.items) },
  { key: "client", title: text.client, flex: 2, width: 120, narrow: "sub", cell: (l) => l.client.name },
  { key: "ticket", title: text.ticket, width: 112, hidden: true, cell: (l) => <Go to={ticketPath(l.ticket_id)}>{l.ticket_folio}</Go> },
  { key: "debt", title: text.debt, width: 148, end: true, cell: (l) => <Money value={l.debt} /> },
  { key: "minimum", title: text.minimum, width: 118, end: true, cell: (l) => (l.minimum ? <Money value={l.minimum} code={false} /> : "") },
  { key: "price", title: text.price, width: 118, end: true, narrow: "end", cell: (l) => (l.price ? <strong><Money value={l.price} code={false} /></strong> : "") },
  { key: "recovery", title: text.recovery, width: 96, end: true, cell: (l) => (l.recovery ? formatRate(l.recovery, 1) : "") },
  { key: "surplus", title: text.surplus, width: 118, end: true, cell: (l) => (isPositive(l.surplus) ? <Money value={l.surplus} code={false} /> : "") },
  { key: "state", title: text.state, width: 164, narrow: "endSub", cell: (l) => <LotTag of={l} /> },
  { key: "cost", title: text.cost, width: 112, end: true, hidden: true, cell: (l) => <Money value={l.cost} code={false} /> },
  { key: "adjudicated", title: text.adjudicated, width: 108, hidden: true, cell: (l) => <DateText value={l.adjudicated_on} /> },
  { key: "until", title: text.until, width: 128, hidden: true, cell: (l) => (l.surplus_until ? <DateText value={l.surplus_until} /> : "") },
  { key: "branch", title: text.branch, width: 124, hidden: true, cell: (l) => l.branch },
];
const FILTERS: Filter[] = [{ kind: "client", name: "client_id" }, { kind: "text", name: "q", hint: words.find }];

function inOrder(totals: LotTotals, order: ReturnType<typeof useCurrencyOrder>): LotTotals["by_currency"] {
  return order(totals.by_currency.map((t) => t.currency)).flatMap((c) => totals.by_currency.filter((t) => t.currency === c));
}

/** Lots: what waits for a price, what is on sale, what each sale recovered, and what is owed to whoever pledged. */
export default function Lots() {
  const [url] = useUrlState();
  const branch = useBranchQuery();
  const go = useGo();
  const order = useCurrencyOrder();
  const view = lotViewOf(url);
  const filtered = Object.keys(url).some((name) => name !== "view");
  return (
    <Frame section="lots">
      <div className="figures" style={{ marginBottom: 16 }}>
        {(["adjudicated", "on_sale", "sold", "surplus_due"] as const).map((key) => <LotFigure key={key} view={key} />)}
      </div>
      <Views label={words.views} current={view} views={LOT_VIEWS.map((key) => ({ key, label: words.view[key], href: href(WHERE, { view: key }) }))} />
      <FilterBar filters={FILTERS} />
      <Grid<Lot, LotTotals>
        id="pawn-lots" label={words.view[view]} path="/pawn-lots" query={lotQuery(view, url, branch)} columns={COLUMNS} rowKey={(l) => l.id} onOpen={(l) => { go(lotPath(l.id)); }}
        summary={(t) => (t ? words.count(formatCount(t.count)) : null)}
        totals={(t) => inOrder(t, order).map((c) => ({
          article: `${es.common.total} ${c.currency}`, debt: <Money value={c.debt} />, price: <Money value={c.price} code={false} />, surplus: view === "surplus_due" ? <Money value={c.surplus_due} code={false} /> : "",
        }))}
        empty={filtered ? <EmptyState action={<Go to={href(WHERE, { view })}>{es.filters.clear}</Go>}>{words.emptyFiltered}</EmptyState> : <EmptyState>{words.empty[view]}</EmptyState>}
      />
    </Frame>
  );
}

const SUM = { adjudicated: "debt", on_sale: "debt", sold: "price", surplus_due: "surplus_due" } as const;
const SAYS = { adjudicated: words.columns.debt, on_sale: words.columns.debt, sold: words.columns.price, surplus_due: words.columns.surplus };

/** What a view adds up to; it opens its lots. */
function LotFigure({ view }: { view: LotView & keyof typeof SUM }) {
  const totals = useLotTotals(view);
  const order = useCurrencyOrder();
  const sums = totals ? inOrder(totals, order).map((t) => t[SUM[view]]) : undefined;
  return (
    <Figure
      label={words.view[view]} value={sums?.length === 0 ? 0 : <MoneyList values={sums} />} foot={totals ? `${words.counted(totals.count)}${sums?.length === 0 ? "" : ` · ${SAYS[view].toLowerCase()}`}` : undefined}
      link={href(WHERE, { view })} tone={view === "surplus_due" && totals && totals.count > 0 ? "warn" : undefined}
    />
  );
}
