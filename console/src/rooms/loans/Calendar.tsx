import { Fragment } from "react";
import type { Amounts, Instalment, LoanDetail } from "@/api/loans.ts";
import { DateText, useBusinessDate } from "@/kit/DateText.tsx";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Money } from "@/kit/Money.tsx";
import { isPositive, isZero, plus, sumOf } from "@/kit/money.ts";
import { byYear } from "@/kit/SchedulePlan.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { es } from "@/words/es.ts";
import type { MoneyValue } from "@/api/types.ts";
import { words } from "./words.ts";

const text = words.calendar;
type Column = { key: "principal" | "interest" | "charges" | "arrears" | "total"; of: (amounts: Amounts) => MoneyValue };
const COLUMNS: Column[] = [
  { key: "principal", of: (a) => a.principal }, { key: "interest", of: (a) => a.interest }, { key: "charges", of: (a) => plus(a.charge, a.insurance) },
  { key: "arrears", of: (a) => a.arrears }, { key: "total", of: (a) => a.total },
];

function State({ row, next, today }: { row: Instalment; next: boolean; today: string }) {
  if (isZero(row.left)) return <StateTag tone="ok">{row.fallen || isZero(row.covered) ? text.paidTag : text.covered}</StateTag>;
  if (row.days_late > 0) return <StateTag tone="bad" title={text.lateTag(es.common.days(row.days_late))}>{es.common.days(row.days_late)}</StateTag>;
  if (row.due_on === today) return <StateTag tone="wait">{text.dueTag}</StateTag>;
  if (isPositive(row.paid.total) || isPositive(row.covered)) return <StateTag tone="info">{text.partTag}</StateTag>;
  return next ? <StateTag tone="wait">{text.nextTag}</StateTag> : <span className="hint">{text.toCome}</span>;
}

/** On a telephone only the date, the instalment and what is left are kept. */
function place(column: Column): string {
  return column.key === "total" ? "end num" : "end num part";
}

/** Each instalment as it was agreed and what was paid of it, by component; subtotals by year and the total. */
export function Calendar({ of }: { of: LoanDetail }) {
  const today = useBusinessDate();
  const rows = of.schedule;
  if (rows.length === 0) return <div className="card"><EmptyState>{text.none}</EmptyState></div>;
  const { currency } = of.principal;
  const handed = of.disbursed_on !== null;
  const columns = COLUMNS.filter((c) => c.key === "principal" || c.key === "interest" || c.key === "total" || rows.some((row) => !isZero(c.of(row.due))));
  const next = rows.find((row) => isPositive(row.left) && !row.fallen);
  const years = byYear(rows);
  const sums = (some: Instalment[]) => (
    <>
      {columns.map((c) => (
        <td key={c.key} className={place(c)}>
          <Money value={sumOf(some.map((row) => c.of(row.due)), currency)} code={false} />
        </td>
      ))}
      {handed ? <td className="end num part"><Money value={sumOf(some.map(paidOf), currency)} code={false} /></td> : null}
      {handed ? <td className="end num part"><Money value={sumOf(some.map((row) => row.left), currency)} code={false} /></td> : null}
      <td className="part" /><td />
    </>
  );
  return (
    <div className="card loan-calendar">
      <div className="scroll-x" role="region" aria-label={text.title} tabIndex={-1}>
        <table className="kit-table">
          <caption className="visually-hidden">{text.title}</caption>
          <thead>
            <tr>
              <th scope="col">{text.number}</th><th scope="col">{text.due}</th>
              {columns.map((c) => <th key={c.key} scope="col" className={place(c)}>{text[c.key]}</th>)}
              {handed ? <><th scope="col" className="end part">{text.paid}</th><th scope="col" className="end part">{text.left}</th></> : null}
              <th scope="col" className="end part">{text.balance}</th><th scope="col">{text.state}</th>
            </tr>
          </thead>
          <tbody>
            {years.map(([year, some]) => (
              <Fragment key={year}>
                {some.map((row) => (
                  <tr key={row.number} className={row === next && handed ? "now" : isZero(row.left) ? "gone" : undefined}>
                    <td className="num"><span className="second">{row.number}</span></td>
                    <td className="num"><DateText value={row.due_on} /></td>
                    {columns.map((c) => (
                      <td key={c.key} className={place(c)} title={handed ? `${text.paid}: ${c.of(row.paid).amount}` : undefined}>
                        {c.key === "total" ? <strong><Money value={c.of(row.due)} code={false} /></strong> : <Money value={c.of(row.due)} code={false} quietZero />}
                      </td>
                    ))}
                    {handed ? <td className="end num part"><Money value={paidOf(row)} code={false} quietZero /></td> : null}
                    {handed ? <td className="end num part"><Money value={row.left} code={false} quietZero /></td> : null}
                    <td className="end num second part"><Money value={row.balance} code={false} quietZero /></td>
                    <td>{handed ? <State row={row} next={row === next} today={today} /> : <span className="hint">{text.toCome}</span>}</td>
                  </tr>
                ))}
                {years.length > 1 ? <tr className="year"><td /><td>{text.year(year)}</td>{sums(some)}</tr> : null}
              </Fragment>
            ))}
          </tbody>
          <tfoot><tr><td /><td>{es.common.total}</td>{sums(rows)}</tr></tfoot>
        </table>
      </div>
    </div>
  );
}

/** What was paid of an instalment, with what waits for its date. */
function paidOf(row: Instalment): MoneyValue {
  return plus(row.paid.total, row.covered);
}
