import type { ReactNode } from "react";

export interface PlainColumn<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Amounts and counts: to the right. */
  end?: boolean;
  /** Cell of the totals row. */
  total?: ReactNode;
}

interface Props<Row> {
  /** What the table is, for readers. */
  caption: string;
  columns: PlainColumn<Row>[];
  rows: Row[];
  rowKey: (row: Row, index: number) => string | number;
  onRow?: (row: Row) => void;
  totals?: boolean;
  empty?: ReactNode;
}

/** A short table that fits the screen; anything that may not fit goes in kit/Grid. */
export function PlainTable<Row>({ caption, columns, rows, rowKey, onRow, totals, empty }: Props<Row>) {
  const end = (column: PlainColumn<Row>): string | undefined => (column.end ? "end num" : undefined);
  return (
    <div className="scroll-x" role="region" aria-label={caption} tabIndex={-1}>
      <table className="kit-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead><tr>{columns.map((c) => <th key={c.key} scope="col" className={end(c)}>{c.title}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={rowKey(row, i)} className={onRow ? "link" : undefined} onClick={onRow ? () => { onRow(row); } : undefined}>
              {columns.map((c) => <td key={c.key} className={end(c)}>{c.cell(row)}</td>)}
            </tr>
          ))}
          {rows.length === 0 && empty ? <tr><td colSpan={columns.length}>{empty}</td></tr> : null}
        </tbody>
        {totals && rows.length > 0 ? (
          <tfoot><tr>{columns.map((c) => <td key={c.key} className={end(c)}>{c.total}</td>)}</tr></tfoot>
        ) : null}
      </table>
    </div>
  );
}
