import type { StatementColumn, StatementRow, StatementTable } from "@/api/books.ts";
import { Go } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { formatRate } from "@/kit/rates.ts";
import { EVERY_BRANCH } from "@/kit/useAskedBranch.ts";
import { href } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";
import "./books.css";

/** The rows of a statement as a tree: groups with their subtotals, accounts that open their card, totals. */
export function StatementRows({ table, title, since, until, branch }: { table: StatementTable; title: string; since: string; until: string; branch: number | undefined }) {
  const coded = table.rows.some((row) => row.code !== "");
  return (
    <div className="scroll-x" role="region" aria-label={`${title} ${table.currency}`} tabIndex={-1}>
      <table className="kit-table statement">
        <caption className="visually-hidden">{title} {table.currency}</caption>
        <thead>
          <tr>
            {coded ? <th scope="col">{words.columns.account}</th> : null}
            <th scope="col">{words.columns.name}</th>
            {table.columns.map((column) => <th key={column.key} scope="col" className="end">{column.label}</th>)}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.key} className={row.kind}>
              {coded ? <td className="num second">{row.code}</td> : null}
              <th scope="row" style={{ paddingInlineStart: 10 + Math.max(0, row.level) * 16 }}>{row.label}</th>
              {table.columns.map((column, place) => <td key={column.key} className="end num"><Cell row={row} column={column} text={row.cells[place] ?? null} currency={table.currency} since={since} until={until} branch={branch} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const COMPARISONS = ["budget", "change", "previous"];

/** An amount of an account is the door to its card; that of a kind of entry, to those entries. */
function Cell({ row, column, text, currency, since, until, branch }: { row: StatementRow; column: StatementColumn; text: string | null; currency: string; since: string; until: string; branch: number | undefined }) {
  if (text === null) return row.kind === "section" ? null : <span className="second">{row.cells.length > 0 ? es.common.missing : ""}</span>;
  if (column.part || row.key === "total:margin") return <>{formatRate(text, 1)}</>;
  const shown = <Money value={{ amount: text, currency }} code={false} quietZero />;
  const kind = /^kind:(.+)$/.exec(row.key)?.[1];
  if (kind && kind !== "interbranch" && !COMPARISONS.includes(column.key)) return <Go to={href("/libros/asientos", { kind, from: since, to: until, branch_id: column.branch_id ?? branch ?? EVERY_BRANCH })}>{shown}</Go>;
  if (row.account_id === null || COMPARISONS.includes(column.key)) return shown;
  const where = column.branch_id ?? branch ?? EVERY_BRANCH;
  return <Go to={href(`/libros/cuentas/${row.account_id}`, { from: since, to: until, branch_id: where })}>{shown}</Go>;
}
