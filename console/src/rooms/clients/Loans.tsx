import type { Loan, LoanTotals } from "@/api/loans.ts";
import { DateText } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Go, useGo } from "@/kit/Go.tsx";
import { Grid } from "@/kit/Grid.tsx";
import type { Column } from "@/kit/Grid.tsx";
import { LoanTag } from "@/kit/LoanTag.tsx";
import { Money } from "@/kit/Money.tsx";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const text = words.loanColumns;
const COLUMNS: Column<Loan>[] = [
  { key: "folio", title: text.folio, width: 92, narrow: "sub", cell: (l) => <Go to={`/prestamos/${l.id}`}>{l.folio}</Go> },
  { key: "product", title: text.product, flex: 1, width: 140, narrow: "title", cell: (l) => l.product_name },
  { key: "applied", title: text.applied, width: 106, narrow: "sub", cell: (l) => <DateText value={l.applied_on} /> },
  { key: "principal", title: text.principal, width: 132, end: true, cell: (l) => <Money value={l.principal} /> },
  { key: "outstanding", title: text.outstanding, width: 140, end: true, narrow: "end", cell: (l) => <strong><Money value={l.outstanding} quietZero /></strong> },
  { key: "nextOn", title: text.nextOn, width: 106, cell: (l) => (l.next_due_on ? <DateText value={l.next_due_on} /> : "") },
  { key: "next", title: text.next, width: 120, end: true, cell: (l) => (l.next_due_on ? <Money value={l.next_amount} /> : "") },
  { key: "paid", title: text.paid, width: 76, end: true, cell: (l) => `${l.paid_installments}/${l.installments}` },
  { key: "state", title: text.state, width: 150, narrow: "endSub", cell: (l) => <LoanTag of={l} /> },
];

/** Every loan of the client: asked for, running, ended and refused. */
export function OwnLoans({ id }: { id: string }) {
  const go = useGo();
  return (
    <Grid<Loan, LoanTotals>
      id="client-loans" label={words.tabs.loans} path="/loans" query={{ client_id: id }} columns={COLUMNS} rowKey={(l) => l.id} onOpen={(l) => { go(`/prestamos/${l.id}`); }}
      empty={<EmptyState action={<Go to={`/prestamos/nuevo?client_id=${id}`}>{words.loan}</Go>}>{words.noLoans}</EmptyState>}
      totals={(t) => t.by_currency.map((c) => ({ product: es.common.total, principal: <Money value={c.principal} />, outstanding: <Money value={c.outstanding} /> }))}
    />
  );
}
