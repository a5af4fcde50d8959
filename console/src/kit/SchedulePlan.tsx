import { Fragment } from "react";
import type { QuoteRow } from "@/api/loans.ts";
import { es } from "@/words/es.ts";
import { DateText } from "./DateText.tsx";
import { Money } from "./Money.tsx";
import { isZero, sumOf } from "./money.ts";

const words = es.loan.plan;
const PARTS = ["principal", "interest", "fees", "total"] as const;

/** Instalments by year, in order: a subtotal only means something when there are several years. */
export function byYear<Row extends { due_on: string }>(rows: Row[]): [string, Row[]][] {
  const years = [...new Set(rows.map((row) => row.due_on.slice(0, 4)))];
  return years.map((year) => [year, rows.filter((row) => row.due_on.startsWith(year))]);
}

/** The plan of a quotation: each instalment by component, yearly subtotals and the total. */
export function SchedulePlan({ rows, currency }: { rows: QuoteRow[]; currency: string }) {
  const years = byYear(rows);
  const fees = rows.some((row) => !isZero(row.fees));
  const parts = PARTS.filter((part) => part !== "fees" || fees);
  const place = (part: (typeof PARTS)[number]): string => (part === "total" ? "end num" : "end num part");
  const sums = (some: QuoteRow[]) => parts.map((part) => <td key={part} className={place(part)}><Money value={sumOf(some.map((row) => row[part]), currency)} code={false} /></td>);
  return (
    <div className="scroll-x plan" role="region" aria-label={words.title} tabIndex={-1}>
      <table className="kit-table">
        <caption className="visually-hidden">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col" className="end">{words.number}</th><th scope="col">{words.due}</th>
            {parts.map((part) => <th key={part} scope="col" className={place(part)}>{words[part]}</th>)}
            <th scope="col" className="end">{words.balance}</th>
          </tr>
        </thead>
        <tbody>
          {years.map(([year, some]) => (
            <Fragment key={year}>
              {some.map((row) => (
                <tr key={row.number}>
                  <td className="end num second">{row.number}</td><td className="num"><DateText value={row.due_on} /></td>
                  {parts.map((part) => <td key={part} className={place(part)}>{part === "total" ? <strong><Money value={row[part]} code={false} /></strong> : <Money value={row[part]} code={false} quietZero />}</td>)}
                  <td className="end num second"><Money value={row.balance} code={false} quietZero /></td>
                </tr>
              ))}
              {years.length > 1 ? <tr className="year"><td /><td>{words.year(year)}</td>{sums(some)}<td /></tr> : null}
            </Fragment>
          ))}
        </tbody>
        <tfoot><tr><td /><td>{es.common.total}</td>{sums(rows)}<td /></tr></tfoot>
      </table>
    </div>
  );
}
