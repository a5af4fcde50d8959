import { DownloadOutlined, UploadOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Input, Select } from "antd";
import { useRef, useState } from "react";
import type { BudgetRow } from "@/api/books.ts";
import { download } from "@/api/client.ts";
import { useBranchQuery, useCommand, useRead } from "@/api/query.ts";
import type { MoneyValue, Page } from "@/api/types.ts";
import { useCan } from "@/kit/Can.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { formatMoney, parseMoney } from "@/kit/formats.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { setBudgets, uploadBudgets } from "./data.ts";
import { Frame } from "./Frame.tsx";
import { words } from "./words.ts";
import "./books.css";

const text = words.budget;
type Typed = Record<string, string>;
const keyOf = (row: BudgetRow, month: number): string => `${row.branch_id}|${row.currency}|${row.key}|${month}`;

/** What is expected of each branch: typed in a grid or brought in a workbook. */
export default function Budget() {
  const [url, update] = useUrlState();
  const today = useBusinessDate();
  const branch = useBranchQuery();
  const year = url["year"] ?? today.slice(0, 4);
  const every = url["every"] === "true";
  const { data, error, refetch } = useRead<Page<BudgetRow>>("/budgets", { year, every, ...branch }, { keep: true, enabled: year !== "" });
  const years = [-1, 0, 1].map((n) => String(Number(today.slice(0, 4)) + n));
  return (
    <Frame section="budget" tools={<Files year={year} every={every} />}>
      <div className="kit-filters open">
        <div className="fl"><span aria-hidden>{text.year}</span><Select aria-label={text.year} value={year} style={{ width: 100 }} options={[...new Set([...years, year])].map((y) => ({ value: y, label: y }))} onChange={(next: string) => { update({ year: next }); }} /></div>
        <Checkbox checked={every} onChange={(event) => { update({ every: event.target.checked ? "true" : null }); }}>{text.every}</Checkbox>
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack"><Skeleton height={20} /><Skeleton height={20} /></div> : null}
      {data ? <Year key={`${year}-${every}-${branch.branch_id ?? 0}`} rows={data.items} year={year} /> : null}
    </Frame>
  );
}

function Year({ rows, year }: { rows: BudgetRow[]; year: string }) {
  const { message } = App.useApp();
  const may = useCan("budgets.write");
  const [typed, setTyped] = useState<Typed>({});
  const save = useCommand(setBudgets);
  const bad = Object.entries(typed).filter(([key, said]) => said.trim() !== "" && !("amount" in parseMoney(said, key.split("|")[1] ?? "")));
  const changed = Object.keys(typed).length;
  function send(): void {
    const lines = Object.entries(typed).map(([key, said]) => {
      const [branch_id = "0", currency = "", figure = "", month = "1"] = key.split("|");
      const read = parseMoney(said, currency);
      return { branch_id: Number(branch_id), ym: Number(year) * 100 + Number(month), currency, key: figure, amount: said.trim() !== "" && "amount" in read ? { amount: read.amount, currency } : null };
    });
    save.mutate(lines, { onSuccess: ({ written }) => { setTyped({}); void message.success(text.saved(written)); } });
  }
  const branches = [...new Set(rows.map((row) => row.branch))];
  return (
    <div className="stack">
      {save.error ? <ProblemNotice error={save.error} /> : null}
      {branches.map((branch) => {
        const own = rows.filter((row) => row.branch === branch);
        return (
          <section key={branch} className="card" aria-label={branch}>
            <h2>{branch} <span className="second">{own[0]?.currency}</span></h2>
            <div className="scroll-x" role="region" aria-label={text.of(branch, year)} tabIndex={-1}>
              <table className="kit-table budget">
                <caption className="visually-hidden">{text.of(branch, year)}</caption>
                <thead><tr><th scope="col">{text.what}</th>{es.dates.monthsShort.map((month) => <th key={month} scope="col" className="end">{month}</th>)}</tr></thead>
                <tbody>
                  {own.map((row) => (
                    <tr key={row.key}>
                      <th scope="row">{row.label}{row.kind ? <span className="second num"> {row.key}</span> : null}</th>
                      {row.months.map((amount, i) => <td key={i} className="end num">{may ? <Box row={row} month={i + 1} amount={amount} typed={typed} setTyped={setTyped} /> : amount ? formatMoney(amount, { code: false }) : es.common.missing}</td>)}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        );
      })}
      {may ? (
        <div className="row">
          <Button type="primary" disabled={changed === 0 || bad.length > 0} loading={save.isPending} onClick={send}>{text.save}</Button>
          {changed > 0 ? <Button onClick={() => { setTyped({}); }}>{es.common.cancel}</Button> : null}
          <span className={bad.length > 0 ? "error" : "second"} role={bad.length > 0 ? "alert" : undefined}>{bad.length > 0 ? text.bad(bad.length) : changed > 0 ? text.changed(changed) : text.hint}</span>
        </div>
      ) : null}
    </div>
  );
}

function Box({ row, month, amount, typed, setTyped }: { row: BudgetRow; month: number; amount: MoneyValue | null; typed: Typed; setTyped: (next: Typed) => void }) {
  const key = keyOf(row, month);
  const written = amount ? formatMoney(amount, { code: false }).replace(/^[^\d−]+/u, "") : "";
  const said = typed[key];
  const bad = said !== undefined && said.trim() !== "" && !("amount" in parseMoney(said, row.currency));
  return (
    <Input
      size="small" className="num" value={said ?? written} inputMode="decimal" status={bad ? "error" : undefined} aria-invalid={bad || undefined}
      aria-label={`${row.branch}, ${row.label}, ${es.dates.monthsShort[month - 1] ?? ""}`} onChange={(event) => { setTyped({ ...typed, [key]: event.target.value }); }}
    />
  );
}

function Files({ year, every }: { year: string; every: boolean }) {
  const { message } = App.useApp();
  const branch = useBranchQuery();
  const may = useCan("budgets.write");
  const input = useRef<HTMLInputElement>(null);
  const send = useCommand(uploadBudgets);
  return (
    <>
      <Button icon={<DownloadOutlined aria-hidden />} onClick={() => { void download("/budgets/export", { year, every, ...branch }, `presupuesto-${year}.xlsx`); }}>{text.template}</Button>
      {may ? <Button icon={<UploadOutlined aria-hidden />} loading={send.isPending} onClick={() => { input.current?.click(); }}>{text.upload}</Button> : null}
      <input
        ref={input} type="file" accept=".xlsx,.xls,.ods,.csv" hidden aria-label={text.upload}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) send.mutate(file, { onSuccess: ({ written }) => { void message.success(text.saved(written)); } });
        }}
      />
      {send.error ? <ProblemNotice error={send.error} /> : null}
    </>
  );
}
