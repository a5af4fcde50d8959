import type { Ticket, TicketTotals } from "@/api/pawn.ts";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { Money } from "@/kit/Money.tsx";
import { TicketTag } from "@/kit/TicketTag.tsx";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const text = words.pawnColumns;
const COLUMNS: Column<Ticket>[] = [
  { key: "folio", title: text.folio, width: 112, narrow: "sub", cell: (t) => <Go to={`/empenos/${t.id}`}>{t.folio}</Go> },
  { key: "article", title: text.article, flex: 1, width: 170, narrow: "title", cell: (t) => t.items.map((item) => item.description).join(", ") },
  { key: "opened", title: text.opened, width: 106, cell: (t) => <DateText value={t.opened_on} /> },
  { key: "due", title: text.due, width: 106, narrow: "sub", cell: (t) => <DateText value={t.due_on} /> },
  { key: "loan", title: text.loan, width: 140, end: true, cell: (t) => <Money value={t.principal} /> },
  { key: "redeem", title: text.redeem, width: 140, end: true, narrow: "end", cell: (t) => <strong><Money value={t.owed.redeem} quietZero /></strong> },
  { key: "state", title: text.state, width: 150, narrow: "endSub", cell: (t) => <TicketTag of={t} /> },
];

/** Everything the client has pledged: what is in pawn, what was redeemed, renewed or lost. */
export function OwnTickets({ id }: { id: string }) {
  const go = useGo();
  return (
    <Grid<Ticket, TicketTotals>
      id="client-tickets" label={words.tabs.pawn} path="/pawn-tickets" query={{ client_id: id }} columns={COLUMNS} rowKey={(t) => t.id} onOpen={(t) => { go(`/empenos/${t.id}`); }}
      empty={<EmptyState action={<Go to={`/empenos/nuevo?client_id=${id}`}>{words.pawn}</Go>}>{words.noPawn}</EmptyState>}
      totals={(t) => t.by_currency.map((c) => ({ article: `${es.common.total}`, loan: <Money value={c.principal} /> }))}
    />
  );
}
