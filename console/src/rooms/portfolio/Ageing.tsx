import type { Balance, MonthEnd } from "@/api/portfolio.ts";
import type { MoneyValue } from "@/api/types.ts";
import { Chart } from "@/kit/Chart.tsx";
import { dateText } from "@/kit/dates.ts";
import { formatCount, formatMoney } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Money } from "@/kit/Money.tsx";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { formatRate } from "@/kit/rates.ts";
import { useTokens } from "@/kit/theme.ts";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import type { Asked } from "./index.tsx";
import { loansHref } from "./links.ts";
import { words } from "./words.ts";

/* Only pixels are drawn from numbers: what is read is the exact text. */
const pixels = (value: MoneyValue): number => Number(value.amount);
const axis = (currency: string) => (value: number): string => formatMoney({ amount: value.toFixed(2), currency }, { style: "compact" });

/** The arrears ramp over the five buckets of a portfolio. */
export function useRamp(): string[] {
  const { ramp } = useTokens();
  return [ramp[0], ramp[2], ramp[3], ramp[4], ramp[5]];
}

/** How old the arrears are, on the day asked. */
export function Ageing({ of, asked }: { of: Balance; asked: Asked }) {
  const go = useGo();
  const ramp = useRamp();
  const rows = of.ageing;
  const worst = [...rows].reverse().find((r) => r.bucket > 0 && r.loans > 0) ?? rows[0];
  const link = (bucket: number): string => loansHref(asked, { bucket });
  return (
    <section className="card">
      <h2>{words.ageing}</h2>
      <Chart
        label={words.ageing} kind="bar" axis={axis(of.currency)} categories={words.bucketsShort} onPick={(i) => { go(link(i)); }}
        summary={worst ? words.ageingSummary(formatRate(worst.fraction, 1), words.buckets[worst.bucket] ?? worst.label) : null}
        series={[{ name: words.amount, values: rows.map((r) => pixels(r.principal)), labels: rows.map((r) => `${formatMoney(r.principal)} · ${formatRate(r.fraction, 1)} · ${formatCount(r.loans)}`), colors: ramp }]}
        table={(
          <PlainTable
            caption={words.ageing} rows={rows} rowKey={(r) => r.bucket} totals
            columns={[
              { key: "b", title: words.bucket, cell: (r) => <Go to={link(r.bucket)}>{words.buckets[r.bucket]}</Go>, total: words.total },
              { key: "n", title: words.count, end: true, cell: (r) => formatCount(r.loans), total: formatCount(of.loans) },
              { key: "a", title: words.amount, end: true, cell: (r) => <Money value={r.principal} code={false} />, total: <Money value={of.principal} code={false} /> },
              { key: "p", title: words.part, end: true, cell: (r) => formatRate(r.fraction, 1) },
            ]}
          />
        )}
      />
    </section>
  );
}

const monthOf = (day: string): string => `${es.dates.monthsShort[Number(day.slice(5, 7)) - 1] ?? ""}\n${day.slice(2, 4)}`;

/** A year of the portfolio by bucket; a month opens the portfolio of its last day. */
export function Months({ rows }: { rows: MonthEnd[] }) {
  const [, update] = useUrlState();
  const ramp = useRamp();
  const last = rows.at(-1);
  if (!last) return null;
  return (
    <section className="card">
      <h2>{words.history}</h2>
      <Chart
        label={words.history} kind="bar" stacked axis={axis(last.currency)} categories={rows.map((r) => monthOf(r.on))} summary={words.historySummary(formatRate(last.par_30.fraction, 1), dateText(last.on))}
        onPick={(i) => { const row = rows[i]; if (row) update({ al: row.on }); }}
        series={words.buckets.map((name, bucket) => ({
          name, colors: ramp[bucket], values: rows.map((r) => pixels(r.ageing[bucket] ?? r.principal)), labels: rows.map((r) => (r.ageing[bucket] ? formatMoney(r.ageing[bucket]) : "")),
        }))}
        table={(
          <PlainTable
            caption={words.history} rows={[...rows].reverse()} rowKey={(r) => r.on}
            columns={[
              { key: "m", title: words.month, cell: (r) => <Go to={`/cartera?al=${r.on}&moneda=${r.currency}`}>{dateText(r.on)}</Go> },
              { key: "n", title: words.count, end: true, cell: (r) => formatCount(r.loans) },
              { key: "a", title: words.amount, end: true, cell: (r) => <Money value={r.principal} code={false} /> },
              { key: "1", title: "PAR 1", end: true, cell: (r) => formatRate(r.par_1.fraction, 1) },
              { key: "30", title: "PAR 30", end: true, cell: (r) => formatRate(r.par_30.fraction, 1) },
              { key: "90", title: "PAR 90", end: true, cell: (r) => formatRate(r.par_90.fraction, 1) },
              { key: "p", title: words.figures.provision, end: true, cell: (r) => <Money value={r.provision} code={false} /> },
            ]}
          />
        )}
      />
    </section>
  );
}
