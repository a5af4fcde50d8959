import { Segmented } from "antd";
import { useState } from "react";
import { useBranchQuery } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import type { MoneyValue, Summary } from "@/api/types.ts";
import { Chart } from "@/kit/Chart.tsx";
import { addDays, dateShort, dateText, weekdayShort } from "@/kit/dates.ts";
import { formatCount, formatMoney } from "@/kit/formats.ts";
import { Go, useGo } from "@/kit/Go.tsx";
import { Money, useCurrencyOrder } from "@/kit/Money.tsx";
import { money } from "@/kit/money.ts";
import { PlainTable } from "@/kit/PlainTable.tsx";
import { BUCKETS } from "@/kit/StateTag.tsx";
import { useTokens } from "@/kit/theme.ts";
import { href } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

/* Only pixels are drawn from numbers: what is read is the exact text. */
const pixels = (value: MoneyValue): number => Number(value.amount);
const axis = (currency: string) => (value: number): string => formatMoney({ amount: value.toFixed(2), currency }, { style: "compact" });
const heaviest = <T extends { amount: MoneyValue }>(rows: T[]): T | undefined =>
  rows.reduce<T | undefined>((top, row) => (!top || pixels(row.amount) > pixels(top.amount) ? row : top), undefined);

/** Ageing and the next 14 days, one currency at a time: currencies are never added up. */
export function Charts({ data }: { data: Summary }) {
  const home = useUser().branches[0]?.currency;
  const currencies = useCurrencyOrder()([...data.ageing.map((r) => r.currency), ...data.upcoming.map((u) => u.amount.currency)]);
  const [chosen, setChosen] = useState<string | null>(null);
  const currency = currencies.includes(chosen ?? "") ? (chosen ?? "") : currencies.includes(home ?? "") ? (home ?? "") : (currencies[0] ?? "");
  return (
    <div className="stack">
      {currencies.length > 1 ? (
        <div className="row"><Segmented aria-label={words.currency} value={currency} options={currencies} onChange={setChosen} /></div>
      ) : null}
      <div className="half">
        <Ageing rows={data.ageing.filter((r) => r.currency === currency)} currency={currency} />
        <Upcoming rows={data.upcoming.filter((u) => u.amount.currency === currency)} currency={currency} from={data.business_date} />
      </div>
    </div>
  );
}

function Ageing({ rows, currency }: { rows: Summary["ageing"]; currency: string }) {
  const go = useGo();
  const { ramp } = useTokens();
  const top = heaviest(rows);
  return (
    <section className="card">
      <h2>{words.ageing}</h2>
      {top && pixels(top.amount) > 0 ? (
        <Chart
          label={words.ageing} summary={words.ageingSummary(es.states.bucket[top.bucket], formatMoney(top.amount))} kind="bar" axis={axis(currency)}
          categories={rows.map((r) => es.states.bucketShort[r.bucket])} onPick={(i) => { const row = rows[i]; if (row) go(row.link); }}
          series={[{ name: words.amount, values: rows.map((r) => pixels(r.amount)), labels: rows.map((r) => `${formatMoney(r.amount)} · ${formatCount(r.count)}`), colors: rows.map((r) => ramp[BUCKETS.indexOf(r.bucket)] ?? ramp[0]) }]}
          table={(
            <PlainTable
              caption={words.ageing} rows={rows} rowKey={(r) => r.bucket}
              columns={[
                { key: "b", title: words.bucket, cell: (r) => <Go to={r.link}>{es.states.bucket[r.bucket]}</Go> },
                { key: "n", title: words.count, end: true, cell: (r) => formatCount(r.count) },
                { key: "a", title: words.amount, end: true, cell: (r) => <Money value={r.amount} /> },
              ]}
            />
          )}
        />
      ) : <p className="second">{words.ageingNone}</p>}
    </section>
  );
}

function Upcoming({ rows, currency, from }: { rows: Summary["upcoming"]; currency: string; from: string }) {
  const go = useGo();
  const branch = useBranchQuery();
  const days = Array.from({ length: 14 }, (_, i) => addDays(from, i));
  const on = (day: string) => rows.find((r) => r.due_on === day);
  const top = heaviest(rows);
  const link = (day: string): string => href("/cxc", { view: "all", open: "true", due_from: day, due_to: day, currency, ...branch });
  return (
    <section className="card">
      <h2>{words.upcoming}</h2>
      {top ? (
        <Chart
          label={words.upcoming} summary={words.upcomingSummary(dateShort(top.due_on), formatMoney(top.amount))} kind="bar" axis={axis(currency)}
          categories={days.map((d) => `${String(Number(d.slice(8)))}\n${weekdayShort(d)}`)} onPick={(i) => { const day = days[i]; if (day && on(day)) go(link(day)); }}
          series={[{
            name: words.amount, values: days.map((d) => pixels(on(d)?.amount ?? money(0n, currency))),
            labels: days.map((d) => `${dateText(d)} · ${formatMoney(on(d)?.amount ?? money(0n, currency))} · ${formatCount(on(d)?.count ?? 0)}`),
          }]}
          table={(
            <PlainTable
              caption={words.upcoming} rows={rows} rowKey={(r) => r.due_on}
              columns={[
                { key: "d", title: words.day, cell: (r) => <Go to={link(r.due_on)}>{dateText(r.due_on)}</Go> },
                { key: "n", title: words.count, end: true, cell: (r) => formatCount(r.count) },
                { key: "a", title: words.amount, end: true, cell: (r) => <Money value={r.amount} /> },
              ]}
            />
          )}
        />
      ) : <p className="second">{words.upcomingNone}</p>}
    </section>
  );
}
