import { useParams } from "@tanstack/react-router";
import type { CardLine, CardTotals } from "@/api/books.ts";
import { useRead } from "@/api/query.ts";
import type { Page } from "@/api/types.ts";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { dateText, startOfMonth } from "@/kit/dates.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Figure } from "@/kit/Figure.tsx";
import { FilterBar } from "@/kit/FilterBar.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { PageHeader } from "@/kit/PageHeader.tsx";
import { useAskedBranch } from "@/kit/useAskedBranch.ts";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const COLUMNS: Column<CardLine>[] = [
  { key: "date", title: words.columns.date, width: 106, narrow: "sub", cell: (x) => <DateText value={x.on_date} /> },
  { key: "folio", title: words.columns.folio, width: 116, narrow: "sub", cell: (x) => <Go to={`/libros/asientos/${x.entry_id}`}>{x.folio}</Go> },
  { key: "what", title: words.columns.what, width: 190, narrow: "title", cell: (x) => (x.source_link ? <Go to={x.source_link}>{x.kind_label}</Go> : x.kind_label) },
  { key: "memo", title: words.columns.memo, flex: 2, width: 200, cell: (x) => [x.client, x.memo].filter(Boolean).join(" · ") },
  { key: "branch", title: words.columns.branch, width: 120, cell: (x) => x.branch },
  { key: "debit", title: words.columns.debit, width: 140, end: true, cell: (x) => (x.debit ? <Money value={x.debit} code={false} /> : null) },
  { key: "credit", title: words.columns.credit, width: 140, end: true, cell: (x) => (x.credit ? <Money value={x.credit} code={false} /> : null) },
  { key: "balance", title: words.columns.balance, width: 150, end: true, narrow: "end", cell: (x) => <strong><Money value={x.balance} code={false} /></strong> },
];

/** The card of an account: every movement of a span with the balance it left; each opens its entry and its document. */
export default function AccountCard() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const [url] = useUrlState();
  const today = useBusinessDate();
  const branch = useAskedBranch();
  const go = useGo();
  const to = url["to"] ?? today;
  const query = { ...url, branch_id: branch.branch_id, from: url["from"] ?? startOfMonth(to || "2000-01-01"), to };
  const { data } = useRead<Page<CardLine, CardTotals>>(`/accounts/${id}/card`, { ...query, limit: 1 }, { keep: true, enabled: to !== "" });
  const of = data?.totals;
  return (
    <div className="page stack">
      <PageHeader title={of ? `${of.code} ${of.name}` : words.card.title} subtitle={of ? `${of.kind_label} · ${of.currency} · ${dateText(of.since)} – ${dateText(of.until)}` : null} actions={<Go to="/libros/cuentas">{words.card.back}</Go>} />
      <div className="figures fixed">
        <Figure label={words.card.opening} amount={of?.opening ?? null} />
        <Figure label={words.card.closing} amount={of?.closing ?? null} />
      </div>
      <FilterBar filters={[{ kind: "date", name: "from", label: es.filters.from }, { kind: "date", name: "to", label: es.filters.to }]} />
      {to === "" ? null : (
        <Grid<CardLine, CardTotals>
          id="account-card" label={words.card.title} path={`/accounts/${id}/card`} query={query} columns={COLUMNS} rowKey={(x) => `${x.entry_id}-${x.balance.amount}-${x.debit?.amount ?? ""}`}
          onOpen={(x) => { go(`/libros/asientos/${x.entry_id}`); }} empty={<EmptyState>{words.card.empty}</EmptyState>}
        />
      )}
    </div>
  );
}
