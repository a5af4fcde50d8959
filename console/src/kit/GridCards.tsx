import { Button } from "antd";
import { Fragment, useMemo, useState } from "react";
import type { Query } from "@/api/client.ts";
import type { Page } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { PlainLinks } from "./Go.tsx";
import { PageReader } from "./gridData.ts";
import type { Column, TotalsRow } from "./gridData.ts";
import { ProblemNotice } from "./ProblemNotice.tsx";

interface Props<Row, Totals> {
  label: string; path: string; query: Query; columns: Column<Row>[]; rowKey?: (row: Row) => string; onOpen?: (row: Row) => void;
  first: Page<Row, Totals>; totals: TotalsRow[];
}

/** The same list on a small screen: one card per row, more on demand. */
export function GridCards<Row, Totals>({ label, path, query, columns, rowKey, onOpen, first, totals }: Props<Row, Totals>) {
  const reader = useMemo(() => new PageReader<Row, Totals>(path, query, first), [path, query, first]);
  const [pages, setPages] = useState([first]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function more(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const page = await reader.page(pages.length);
      if (page) setPages((before) => [...before, page]);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }
  const at = (place: Column<Row>["narrow"]): Column<Row>[] => columns.filter((c) => c.narrow === place);
  const draw = (place: Column<Row>["narrow"], row: Row) =>
    at(place).map((c, i) => <Fragment key={c.key}>{i > 0 ? " · " : null}{c.cell(row)}</Fragment>);
  const rows = pages.flatMap((page) => page.items);
  return (
    <>
      <ul className="kit-cards" aria-label={label}>
        {rows.map((row, i) => {
          const body = (
            <>
              <span className="title clip">{draw("title", row)}</span><span className="end num">{draw("end", row)}</span>
              <span className="second clip">{draw("sub", row)}</span><span className="end second num">{draw("endSub", row)}</span>
            </>
          );
          return (
            <li key={rowKey?.(row) ?? i}>
              {onOpen ? <button type="button" onClick={() => { onOpen(row); }}><PlainLinks.Provider value>{body}</PlainLinks.Provider></button> : <div>{body}</div>}
            </li>
          );
        })}
      </ul>
      {totals.map((total, i) => (
        <div key={i} className="row between" style={{ padding: "10px 14px", fontWeight: 650 }}>
          <span>{at("title").map((c) => total[c.key]).find(Boolean) ?? es.common.total}</span>
          <span className="num">{at("end").map((c) => <Fragment key={c.key}>{total[c.key]} </Fragment>)}</span>
        </div>
      ))}
      {problem ? <ProblemNotice error={problem} onRetry={() => void more()} /> : null}
      {pages.at(-1)?.next ? (
        <div style={{ padding: 12 }}><Button block loading={busy} onClick={() => void more()}>{es.grid.loadMore}</Button></div>
      ) : null}
    </>
  );
}
