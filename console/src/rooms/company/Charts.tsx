import type { CompanyBook, RiskPoint } from "@/api/books.ts";
import { useRead } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import type { MoneyValue, Page } from "@/api/types.ts";
import { Chart } from "@/kit/Chart.tsx";
import { dateShort, dateText } from "@/kit/dates.ts";
import { formatMoney } from "@/kit/formats.ts";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { useTokens } from "@/kit/theme.ts";
import { words } from "./words.ts";

/* Only pixels are drawn from numbers: what is read is the exact text. */
const pixels = (value: MoneyValue): number => Number(value.amount);
const axis = (currency: string) => (value: number): string => formatMoney({ amount: value.toFixed(2), currency }, { style: "compact" });

/** Utility of each branch and the net flow of the last weeks, always in sight. */
export function Charts({ of }: { of: CompanyBook }) {
  const last = of.weeks.at(-1);
  const best = of.rows.find((row) => row.branch_id === of.best);
  return (
    <div className="half">
      <section className="card">
        <h2>{words.byBranch}</h2>
        <Chart
          label={words.byBranch} summary={best ? words.bestIs(best.branch, formatMoney(best.utility)) : null} kind="bar" axis={axis(of.currency)} categories={of.rows.map((row) => row.branch)}
          series={[{ name: words.utility, values: of.rows.map((row) => pixels(row.utility)), labels: of.rows.map((row) => formatMoney(row.utility)) }]}
          table={<PlainTable caption={words.byBranch} rows={of.rows} rowKey={(row) => row.branch} columns={[{ key: "b", title: words.branch, cell: (row) => row.branch }, { key: "u", title: words.utility, end: true, cell: (row) => <Money value={row.utility} /> }]} />}
        />
      </section>
      <section className="card">
        <h2>{words.weekly}</h2>
        {last ? (
          <Chart
            label={words.weekly} summary={words.lastWeek(formatMoney(last.net, { sign: true }))} kind="bar" axis={axis(of.currency)} categories={of.weeks.map((week) => dateShort(week.since))}
            series={[{ name: words.net, values: of.weeks.map((week) => pixels(week.net)), labels: of.weeks.map((week) => `${words.week} ${dateText(week.since)} · ${formatMoney(week.net, { sign: true })}`) }]}
            table={(
              <PlainTable
                caption={words.weekly} rows={of.weeks} rowKey={(week) => week.since}
                columns={[
                  { key: "w", title: words.week, cell: (week) => dateText(week.since) }, { key: "i", title: words.inflows, end: true, cell: (week) => <Money value={week.inflows} code={false} /> },
                  { key: "o", title: words.outflows, end: true, cell: (week) => <Money value={week.outflows} code={false} /> }, { key: "n", title: words.net, end: true, cell: (week) => <Money value={week.net} code={false} /> },
                ]}
              />
            )}
          />
        ) : <p className="second">{words.none}</p>}
      </section>
    </div>
  );
}

/** What part of the loans is more than thirty days late, by branch and month. */
export function Risk() {
  const { data, error, refetch } = useRead<Page<RiskPoint>>("/dashboards/company/risk", undefined, { keep: true });
  const names = new Map(useUser().branches.map((b) => [b.id, b.name]));
  const { ramp } = useTokens();
  const rows = data?.items ?? [];
  const days = [...new Set(rows.map((row) => row.on))].sort();
  const lines = [...new Set(rows.map((row) => `${row.branch_id}|${row.currency}`))];
  const at = (line: string, on: string): string | undefined => rows.find((row) => `${row.branch_id}|${row.currency}` === line && row.on === on)?.part;
  const name = (line: string): string => { const [id = "", currency = ""] = line.split("|"); return `${names.get(Number(id)) ?? id} ${currency}`; };
  return (
    <section className="card">
      <h2>{words.risk}</h2>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : !data ? <Skeleton height={180} /> : rows.length === 0 ? <p className="second">{words.noRisk}</p> : (
        <Chart
          label={words.risk} kind="line" axis={(value) => formatRate(String(value), 0)} categories={days.map((day) => dateShort(day))}
          series={lines.map((line, i) => ({ name: name(line), values: days.map((day) => Number(at(line, day) ?? "0")), labels: days.map((day) => `${name(line)} · ${formatRate(at(line, day) ?? "0", 1)}`), colors: ramp[i % ramp.length] }))}
          table={(
            <PlainTable
              caption={words.risk} rows={days} rowKey={(day) => day}
              columns={[{ key: "d", title: words.month, cell: (day: string) => dateText(day) }, ...lines.map((line) => ({ key: line, title: name(line), end: true, cell: (day: string) => { const part = at(line, day); return part ? formatRate(part, 1) : "—"; } }))]}
            />
          )}
        />
      )}
    </section>
  );
}
