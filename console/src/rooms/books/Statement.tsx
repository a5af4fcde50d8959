import { CloseOutlined, DownloadOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Segmented, Select } from "antd";
import type { ReactNode } from "react";
import { useState } from "react";
import type { Which } from "@/api/books.ts";
import { download } from "@/api/client.ts";
import { asProblem } from "@/api/problem.ts";
import { useUser } from "@/api/session.ts";
import { DateField } from "@/kit/DateField.tsx";
import { useBusinessDate } from "@/kit/DateText.tsx";
import { addDays, dateText, startOfMonth } from "@/kit/dates.ts";
import { EmptyState } from "@/kit/EmptyState.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { isZero } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { StateTag } from "@/kit/StateTag.tsx";
import { useAskedBranch } from "@/kit/useAskedBranch.ts";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { useStatement } from "./data.ts";
import { Frame } from "./Frame.tsx";
import type { Section } from "./Frame.tsx";
import { StatementRows } from "./StatementRows.tsx";
import { words } from "./words.ts";

const AT_A_DATE: Which[] = ["balance", "chart"];
const COMPARED: Which[] = ["income", "balance", "cash-flow"];

/** A statement of the books: its span, one branch or all, side by side or together, compared; and the same on paper. */
export function StatementScreen({ which, section, tools }: { which: Which; section: Section; tools?: ReactNode }) {
  const [url, update] = useUrlState();
  const today = useBusinessDate();
  const branch = useAskedBranch();
  const place = useUser().branches.find((b) => b.id === branch.branch_id);
  const several = useUser().branches.length > 1 && branch.branch_id === undefined;
  const until = url["to"] ?? today;
  const since = url["from"] ?? startOfMonth(until || "2000-01-01");
  const by_branch = several && which !== "trial-balance" && url["ver"] === "sucursales";
  const compare = by_branch || !COMPARED.includes(which) ? "none" : (url["contra"] ?? "none");
  const query = { from: since, to: until, by_branch, compare, ...branch };
  const { data, error, refetch } = useStatement(which, query, until !== "");
  const text = words.statement;
  return (
    <Frame section={section} tools={<>{tools}<Exports which={which} query={query} /></>}>
      <div className="kit-filters open">
        {AT_A_DATE.includes(which) ? null : <label style={{ width: 122 }}>{es.filters.from}<DateField value={since} onChange={(from) => { update({ from }); }} /></label>}
        <label style={{ width: 122 }}>{AT_A_DATE.includes(which) ? words.on : es.filters.to}<DateField value={until} onChange={(to) => { update({ to }); }} /></label>
        {url["branch_id"] !== undefined ? <div className="fl"><span aria-hidden>{words.columns.branch}</span><Button icon={<CloseOutlined aria-hidden />} aria-label={text.forget} onClick={() => { update({ branch_id: null }); }}>{place?.name ?? text.whole}</Button></div> : null}
        <Spans today={today} onChange={(from, to) => { update({ from, to }); }} />
        {several && which !== "trial-balance" ? (
          <div className="fl"><span aria-hidden>{text.view}</span>
            <Segmented aria-label={text.view} value={by_branch ? "sucursales" : "total"} options={[{ value: "total", label: text.whole }, { value: "sucursales", label: text.byBranch }]} onChange={(ver) => { update({ ver: ver === "total" ? null : ver }); }} />
          </div>
        ) : null}
        {COMPARED.includes(which) && !by_branch ? (
          <div className="fl"><span aria-hidden>{text.compare}</span>
            <Select
              aria-label={text.compare} value={compare} style={{ width: 170 }} onChange={(contra: string) => { update({ contra: contra === "none" ? null : contra }); }}
              options={[{ value: "none", label: text.none }, { value: "previous", label: text.previous }, ...(which === "income" ? [{ value: "budget", label: text.budget }] : [])]}
            />
          </div>
        ) : null}
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <div className="card stack"><Skeleton height={20} /><Skeleton height={20} /><Skeleton height={20} /></div> : null}
      {data?.tables.length === 0 ? <div className="card"><EmptyState>{words.emptyBalance}</EmptyState></div> : null}
      {data?.previous_since && data.previous_until ? <p className="second">{text.against(dateText(data.previous_since), dateText(data.previous_until))}</p> : null}
      <div className="stack">
        {data?.tables.map((table) => (
          <section className="card" key={table.currency} aria-label={`${data.title} ${table.currency}`}>
            <div className="row between" style={{ marginBottom: 8 }}>
              <h2>{table.currency}</h2>
              {which === "chart" || which === "income" ? null : <StateTag tone={isZero(table.difference) ? "ok" : "bad"}>{isZero(table.difference) ? words.balanced : words.unbalanced}</StateTag>}
            </div>
            <StatementRows table={table} title={data.title} since={data.since} until={data.until} branch={branch.branch_id} />
          </section>
        ))}
      </div>
    </Frame>
  );
}

/** The spans people ask for, one click each. */
function Spans({ today, onChange }: { today: string; onChange: (from: string, to: string) => void }) {
  const text = words.statement.spans;
  if (today === "") return null;
  const first = startOfMonth(today);
  const last = addDays(first, -1);
  const spans: Record<string, [string, string]> = { month: [first, today], last: [startOfMonth(last), last], year: [`${today.slice(0, 4)}-01-01`, today], before: [`${String(Number(today.slice(0, 4)) - 1)}-01-01`, `${String(Number(today.slice(0, 4)) - 1)}-12-31`] };
  return (
    <div className="fl"><span aria-hidden>{words.statement.period}</span>
      <Select
        aria-label={words.statement.period} value={null} placeholder={words.statement.choose} style={{ width: 170 }} onChange={(key: string | null) => { const span = spans[key ?? ""]; if (span) onChange(...span); }}
        options={Object.keys(spans).map((key) => ({ value: key, label: text[key as keyof typeof text] }))}
      />
    </div>
  );
}

function Exports({ which, query }: { which: Which; query: Record<string, string | number | boolean | undefined> }) {
  const { message, notification } = App.useApp();
  const [busy, setBusy] = useState(false);
  async function save(format: string): Promise<void> {
    setBusy(true);
    const hide = message.loading(es.grid.exporting, 0);
    try {
      await download(`/books/statements/${which}/export`, { ...query, format }, `${which}.${format}`);
    } catch (error) {
      notification.error({ title: asProblem(error).title || es.problems.unexpected, description: <ProblemNotice error={error} /> });
    } finally {
      hide();
      setBusy(false);
    }
  }
  return (
    <Dropdown menu={{ items: [{ key: "xlsx", label: "Excel" }, { key: "pdf", label: "PDF" }, { key: "csv", label: "CSV" }], onClick: ({ key }) => { void save(key); } }}>
      <Button icon={<DownloadOutlined aria-hidden />} loading={busy}>{words.statement.export}</Button>
    </Dropdown>
  );
}
