import type { Instalment, LoanDetail } from "@/api/loans.ts";
import type { MoneyValue } from "@/api/types.ts";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, isZero, plus, sumOf } from "@/kit/money.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import { YearTable } from "@/kit/YearTable.tsx";
import type { YearColumn } from "@/kit/YearTable.tsx";
import { es } from "@/words/es.ts";
import { PARTS, partsOf } from "./schedule.ts";
import { words } from "./words.ts";

const text = words.calendar;

function State({ row, next, today }: { row: Instalment; next: boolean; today: string }) {
  if (isZero(row.left)) return <StateTag tone="ok">{row.fallen || isZero(row.covered) ? text.paidTag : text.covered}</StateTag>;
  if (row.days_late > 0) return <StateTag tone="bad" title={text.lateTag(es.common.days(row.days_late))}>{es.common.days(row.days_late)}</StateTag>;
  if (row.due_on === today) return <StateTag tone="wait">{text.dueTag}</StateTag>;
  if (isPositive(row.paid.total) || isPositive(row.covered)) return <StateTag tone="info">{text.partTag}</StateTag>;
  return next ? <StateTag tone="wait">{text.nextTag}</StateTag> : <span className="hint">{text.toCome}</span>;
}

/** What was paid of an instalment, with what waits for its date. */
function paidOf(row: Instalment): MoneyValue {
  return plus(row.paid.total, row.covered);
}

/** Each instalment as it was agreed and what was paid of it, by component; subtotals by year and the total. `bare`: only what it will be. */
export function Calendar({ of, bare }: { of: LoanDetail; bare?: boolean }) {
  const today = useBusinessDate();
  const rows = of.schedule;
  if (rows.length === 0) return <div className="card"><EmptyState>{text.none}</EmptyState></div>;
  const { currency } = of.principal;
  const handed = of.disbursed_on !== null && !bare;
  const next = rows.find((row) => isPositive(row.left) && !row.fallen);
  const summed = (amount: (row: Instalment) => MoneyValue) => (some: Instalment[]) => <Money value={sumOf(some.map(amount), currency)} code={false} />;
  const columns: YearColumn<Instalment>[] = [
    { key: "number", title: text.number, cell: (row) => <span className="second num" title={row.number ? undefined : text.before}>{row.number || es.common.missing}</span> },
    { key: "due", title: text.due, cell: (row) => <DateText value={row.due_on} /> },
    ...partsOf(rows).map((part): YearColumn<Instalment> => ({
      key: part, title: text[part], end: true, wide: part !== "total", sum: summed((row) => row.due[part]),
      cell: (row) => (
        <span title={handed ? `${text.paid}: ${row.paid[part].amount}` : undefined}>
          {part === "total" ? <strong><Money value={row.due.total} code={false} /></strong> : <Money value={row.due[part]} code={false} quietZero />}
        </span>
      ),
    })),
    ...(handed ? [
      { key: "paid", title: text.paid, end: true, wide: true, sum: summed(paidOf), cell: (row: Instalment) => <Money value={paidOf(row)} code={false} quietZero /> },
      { key: "left", title: text.left, end: true, wide: true, sum: summed((row: Instalment) => row.left), cell: (row: Instalment) => <Money value={row.left} code={false} quietZero /> },
    ] : []),
    { key: "balance", title: text.balance, end: true, wide: true, cell: (row) => <span className="second"><Money value={row.balance} code={false} quietZero /></span> },
    ...(bare ? [] : [{ key: "state", title: text.state, cell: (row: Instalment) => (handed ? <State row={row} next={row === next} today={today} /> : <span className="hint">{text.toCome}</span>) }]),
  ];
  return (
    <div className={`card loan-calendar${columns.length > 5 + PARTS.length ? " full" : ""}`}>
      <YearTable
        caption={text.title} rows={rows} rowKey={(row) => `${row.number}-${row.due_on}`} columns={columns}
        rowClass={(row) => (row === next && handed ? "now" : isZero(row.left) ? "gone" : undefined)}
      />
    </div>
  );
}
