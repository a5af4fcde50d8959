import type { QuoteRow } from "@/api/loans.ts";
import { es } from "@/words/es.ts";
import { DateText } from "./DateText.tsx";
import { Money } from "./Money.tsx";
import { isZero, sumOf } from "./money.ts";
import { YearTable } from "./YearTable.tsx";
import type { YearColumn } from "./YearTable.tsx";

const words = es.loan.plan;
const PARTS = ["principal", "interest", "fees", "total"] as const;

/** The plan of a quotation: each instalment by component, yearly subtotals and the total. */
export function SchedulePlan({ rows, currency }: { rows: QuoteRow[]; currency: string }) {
  const parts = PARTS.filter((part) => part !== "fees" || rows.some((row) => !isZero(row.fees)));
  const columns: YearColumn<QuoteRow>[] = [
    { key: "number", title: words.number, end: true, cell: (row) => <span className="second">{row.number}</span> },
    { key: "due", title: words.due, cell: (row) => <DateText value={row.due_on} /> },
    ...parts.map((part): YearColumn<QuoteRow> => ({
      key: part, title: words[part], end: true, wide: part !== "total", sum: (some) => <Money value={sumOf(some.map((row) => row[part]), currency)} code={false} />,
      cell: (row) => (part === "total" ? <strong><Money value={row.total} code={false} /></strong> : <Money value={row[part]} code={false} quietZero />),
    })),
    { key: "balance", title: words.balance, end: true, cell: (row) => <span className="second"><Money value={row.balance} code={false} quietZero /></span> },
  ];
  return <div className="plan"><YearTable caption={words.title} rows={rows} rowKey={(row) => row.number} columns={columns} /></div>;
}
