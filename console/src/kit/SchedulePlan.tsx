import type { QuoteRow, QuotedCharge } from "@/api/loans.ts";
import type { MoneyValue } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { DateText } from "./DateText.tsx";
import { Money } from "./Money.tsx";
import { isZero, money, sumOf } from "./money.ts";
import { YearTable } from "./YearTable.tsx";
import type { YearColumn } from "./YearTable.tsx";

const words = es.loan.plan;

/** The plan of a quotation: each instalment by component and charge, yearly subtotals and the total. */
export function SchedulePlan({ rows, charges, currency }: { rows: QuoteRow[]; charges: QuotedCharge[]; currency: string }) {
  const known = charges.filter((charge) => charge.when === "instalment" && !isZero(charge.total));
  const of = (charge: QuotedCharge, row: QuoteRow): MoneyValue => charge.amounts[row.number - 1] ?? money("0.00", currency);
  const named = known.map((charge, at): YearColumn<QuoteRow> => ({
    key: `charge-${String(at)}`, title: charge.name, end: true, wide: true,
    cell: (row) => <Money value={of(charge, row)} code={false} quietZero />, sum: (some) => <Money value={sumOf(some.map((row) => of(charge, row)), currency)} code={false} />,
  }));
  const column = (part: "principal" | "interest" | "total"): YearColumn<QuoteRow> => ({
    key: part, title: words[part], end: true, wide: part !== "total", sum: (some) => <Money value={sumOf(some.map((row) => row[part]), currency)} code={false} />,
    cell: (row) => (part === "total" ? <strong><Money value={row.total} code={false} /></strong> : <Money value={row[part]} code={false} quietZero />),
  });
  const columns: YearColumn<QuoteRow>[] = [
    { key: "number", title: words.number, end: true, cell: (row) => <span className="second">{row.number}</span> },
    { key: "due", title: words.due, cell: (row) => <DateText value={row.due_on} /> },
    column("principal"), column("interest"), ...named, column("total"),
    { key: "balance", title: words.balance, end: true, cell: (row) => <span className="second"><Money value={row.balance} code={false} quietZero /></span> },
  ];
  return <div className={named.length > 1 ? "plan many" : "plan"}><YearTable caption={words.title} rows={rows} rowKey={(row) => row.number} columns={columns} /></div>;
}
