import { Segmented } from "antd";
import type { Vintage } from "@/api/portfolio.ts";
import { Chart } from "@/kit/Chart.tsx";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { useTokens } from "@/kit/theme.ts";
import { useUrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { useVintages } from "./data.ts";
import type { Asked } from "./index.tsx";
import { loansHref } from "./links.ts";
import { words } from "./words.ts";

const text = words.vintages;
const OVERS = ["30", "60", "90"] as const;
type Over = (typeof OVERS)[number];
const MOST_CURVES = 6;
const MOST_ROWS = 24;
const curveOf = (v: Vintage, over: Over): string[] => v[`over_${over}`];
const nameOf = (month: string): string => `${es.dates.monthsShort[Number(month.slice(5, 7)) - 1] ?? ""} ${month.slice(0, 4)}`;

/** Of what was lent in a month, the part that was ever so late, by age: the last months drawn, all of them in a triangle. */
export function Vintages({ asked }: { asked: Asked }) {
  const [url, update] = useUrlState();
  const over = OVERS.find((each) => each === url["mora"]) ?? "30";
  const { data, error, refetch } = useVintages(asked.on, asked.branch);
  const rows = (data?.items ?? []).filter((v) => v.currency === asked.currency).slice(-MOST_ROWS);
  return (
    <section className="card stack" aria-label={text.title}>
      <div className="row between">
        <h2>{text.title}</h2>
        <Segmented<Over> aria-label={text.over} value={over} options={OVERS.map((value) => ({ value, label: `> ${value}` }))} onChange={(mora) => { update({ mora: mora === "30" ? null : mora }); }} />
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={180} /> : null}
      {data && rows.length === 0 ? <p className="second">{text.none_yet}</p> : null}
      {rows.length > 0 ? <Curves rows={rows} over={over} asked={asked} /> : null}
    </section>
  );
}

function Curves({ rows, over, asked }: { rows: Vintage[]; over: Over; asked: Asked }) {
  const tokens = useTokens();
  const some = rows.slice(-MOST_CURVES);
  const ages = Math.max(...some.map((v) => curveOf(v, over).length));
  const any = rows.some((v) => curveOf(v, over).some((point) => Number(point) > 0));
  const worst = some.reduce<Vintage | undefined>((top, v) => (!top || Number(curveOf(v, over).at(-1)) > Number(curveOf(top, over).at(-1)) ? v : top), undefined);
  const table = <Triangle rows={rows} over={over} asked={asked} />;
  return (
    <>
      <p className="second">{text.help(Number(over))}</p>
      {any ? (
        <Chart
          label={text.title} kind="line" categories={Array.from({ length: ages }, (_, age) => String(age))} axis={(value) => formatRate(value.toFixed(4), 0)}
          summary={worst ? text.summary(nameOf(worst.month), formatRate(curveOf(worst, over).at(-1) ?? "0", 1), curveOf(worst, over).length - 1) : null} table={table}
          series={some.map((v, i) => ({ name: nameOf(v.month), colors: tokens.series[i % tokens.series.length], values: curveOf(v, over).map(Number), labels: curveOf(v, over).map((point) => formatRate(point, 1)) }))}
        />
      ) : <p className="second">{text.none}</p>}
      {any ? table : null}
    </>
  );
}

/** Each month in a row, each age in a column; a cell opens the loans that had passed those days by then. */
function Triangle({ rows, over, asked }: { rows: Vintage[]; over: Over; asked: Asked }) {
  const ages = Math.max(...rows.map((v) => curveOf(v, over).length));
  return (
    <div className="scroll-x" role="region" aria-label={text.title} tabIndex={-1}>
      <table className="kit-table heat">
        <caption className="visually-hidden">{text.help(Number(over))}</caption>
        <thead>
          <tr><th scope="col">{words.month}</th><th scope="col" className="end">{words.count}</th><th scope="col" className="end">{text.lent}</th>{Array.from({ length: ages }, (_, age) => <th key={age} scope="col" className="end" aria-label={`${text.age}: ${age}`}>{age}</th>)}</tr>
        </thead>
        <tbody>
          {[...rows].reverse().map((v) => (
            <tr key={v.month}>
              <th scope="row"><Go to={loansHref(asked, { month: v.month })}>{nameOf(v.month)}</Go></th>
              <td className="end num">{v.loans}</td>
              <td className="end num"><Money value={v.lent} code={false} /></td>
              {Array.from({ length: ages }, (_, age) => {
                const point = curveOf(v, over)[age];
                if (point === undefined) return <td key={age} />;
                if (Number(point) === 0) return <td key={age} className="end second num">0</td>;
                return <td key={age} className="end num worse" style={{ ["--part" as string]: `${Math.round(12 + Number(point) * 48)}%` }}><Go to={loansHref(asked, { month: v.month, over, age })}>{formatRate(point, 1)}</Go></td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
