import type { ReactNode } from "react";

export interface PlainColumn<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Amounts and counts: to the right. */
  end?: boolean;
  /** In a card, part of its title. */
  lead?: boolean;
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
  /** On a phone each row becomes a card, its first cell the title. */
  cards?: boolean;
  empty?: ReactNode;
}

/** A short table that fits the screen; anything that may not fit goes in kit/Grid. */
export function PlainTable<Row>({ caption, columns, rows, rowKey, onRow, totals, cards, empty }: Props<Row>) {
  const end = (column: PlainColumn<Row>): string | undefined => (column.end ? "end num" : column.lead ? "lead" : undefined);
  const labelOf = (column: PlainColumn<Row>): string | undefined => (cards && typeof column.title === "string" ? column.title : undefined);
  return (
    <div className="scroll-x" role="region" aria-label={caption} tabIndex={-1}>
      <table className={cards ? "kit-table cards" : "kit-table"}>
        <caption className="visually-hidden">{caption}</caption>
        <thead><tr>{columns.map((c) => <th key={c.key} scope="col" className={end(c)}>{c.title}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={rowKey(row, i)} className={onRow ? "link" : undefined} onClick={onRow ? () => { onRow(row); } : undefined}>
              {columns.map((c) => <td key={c.key} className={end(c)} data-label={labelOf(c)}>{c.cell(row)}</td>)}
            </tr>
          ))}
          {rows.length === 0 && empty ? <tr><td colSpan={columns.length}>{empty}</td></tr> : null}
        </tbody>
        {totals && rows.length > 0 ? (
          <tfoot><tr>{columns.map((c) => <td key={c.key} className={end(c)} data-label={labelOf(c)}>{c.total}</td>)}</tr></tfoot>
        ) : null}
      </table>
    </div>
  );
}
