import { Fragment } from "react";
import type { ReactNode } from "react";
import { es } from "@/words/es.ts";
import { byYear } from "./years.ts";

export interface YearColumn<Row> {
  key: string; title: ReactNode; cell: (row: Row) => ReactNode;
  /** Of the rows of a year, and of all of them. */
  sum?: (rows: Row[]) => ReactNode;
  end?: boolean;
  /** Left out on a telephone. */
  wide?: boolean;
}

interface Props<Row> {
  /** What the table is, for readers. */
  caption: string; rows: Row[]; columns: YearColumn<Row>[];
  rowKey: (row: Row) => string | number; rowClass?: (row: Row) => string | undefined;
}

/** A calendar of payments: its rows, what each year adds up to when there are several, and the whole. The second column tells which. */
export function YearTable<Row extends { due_on: string }>({ caption, rows, columns, rowKey, rowClass }: Props<Row>) {
  const years = byYear(rows);
  const place = (c: YearColumn<Row>): string | undefined => [c.end ? "end num" : "", c.wide ? "part" : ""].filter(Boolean).join(" ") || undefined;
  const sums = (name: string, some: Row[]) => columns.map((c, at) => <td key={c.key} className={place(c)}>{at === 1 ? name : c.sum?.(some)}</td>);
  return (
    <div className="scroll-x" role="region" aria-label={caption} tabIndex={-1}>
      <table className="kit-table by-year">
        <caption className="visually-hidden">{caption}</caption>
        <thead><tr>{columns.map((c) => <th key={c.key} scope="col" className={place(c)}>{c.title}</th>)}</tr></thead>
        <tbody>
          {years.map(([year, some]) => (
            <Fragment key={year}>
              {some.map((row) => <tr key={rowKey(row)} className={rowClass?.(row)}>{columns.map((c) => <td key={c.key} className={place(c)}>{c.cell(row)}</td>)}</tr>)}
              {years.length > 1 ? <tr className="year">{sums(es.loan.plan.year(year), some)}</tr> : null}
            </Fragment>
          ))}
        </tbody>
        <tfoot><tr>{sums(es.common.total, rows)}</tr></tfoot>
      </table>
    </div>
  );
}
