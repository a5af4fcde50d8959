import type { Balance, MonthEnd, ParKey } from "@/api/portfolio.ts";
import type { MoneyValue } from "@/api/types.ts";
import { dateShort } from "@/kit/dates.ts";
import { Figure } from "@/kit/Figure.tsx";
import { formatCount, formatMoney } from "@/kit/formats.ts";
import { isZero, minus } from "@/kit/money.ts";
import { formatRate, percentOf } from "@/kit/rates.ts";
import { lessThan, partOf } from "./data.ts";
import type { Asked } from "./index.tsx";
import { loansHref } from "./links.ts";
import { words } from "./words.ts";

const PARS: ParKey[] = ["par_1", "par_30", "par_60", "par_90"];

/** «+$ 12,000.00 (+3.1 %) desde 31 oct». */
function change(now: MoneyValue, before: MoneyValue | undefined, day: string | undefined): string {
  if (!before || !day) return words.newborn;
  const moved = minus(now, before);
  if (isZero(moved)) return `${words.same} ${words.since(dateShort(day))}`;
  const part = partOf(moved, before);
  const rate = part === null ? "" : ` (${part.startsWith("-") ? "" : "+"}${formatRate(part, 1)})`;
  return `${formatMoney(moved, { sign: true })}${rate} ${words.since(dateShort(day))}`;
}

function points(now: string, before: string | undefined): string | null {
  if (before === undefined) return null;
  const moved = lessThan(now, before);
  if (/^-?0\.000\d*$/.test(moved)) return "";
  const shown = formatRate(moved, 1).replace(/.%$/u, "");
  return `${percentOf(moved).startsWith("-") ? "" : "+"}${shown}`;
}

/** The portfolio in eight figures, against the end of the month before. */
export function Figures({ of, before, asked }: { of: Balance; before: MonthEnd | undefined; asked: Asked }) {
  const all = loansHref(asked, {});
  const current = of.ageing[0];
  return (
    <div className="figures portfolio-figures">
      <Figure
        label={words.figures.balance} amount={of.principal} code={false} link={all}
        foot={<>{words.loans(formatCount(of.loans), of.loans === 1)}<br />{change(of.principal, before?.principal, before?.on)}</>}
      />
      {current ? <Figure label={words.figures.current} amount={current.principal} code={false} link={loansHref(asked, { bucket: 0 })} foot={<>{formatRate(current.fraction, 1)}<br />{words.loans(formatCount(current.loans), current.loans === 1)}</>} /> : null}
      <Figure
        label={words.figures.overdue} amount={of.overdue} code={false} link={loansHref(asked, { overdue: "true" })} tone={isZero(of.overdue) ? undefined : "bad"}
        foot={change(of.overdue, before?.overdue, before?.on)}
      />
      {PARS.map((key) => {
        const moved = points(of[key].fraction, before?.[key].fraction);
        return (
          <Figure
            key={key} label={<span title={words.parHelp}>{words.par[key]}</span>} value={formatRate(of[key].fraction, 1)} link={loansHref(asked, { par: key })}
            tone={key === "par_90" && !isZero(of[key].amount) ? "bad" : undefined}
            foot={<>{formatMoney(of[key].amount)}<br />{moved === null ? words.newborn : `${moved ? words.points(moved) : words.same} ${words.since(dateShort(before?.on ?? asked.on))}`}</>}
          />
        );
      })}
      <Figure label={words.figures.interest} amount={of.interest} code={false} link={all} foot={isZero(of.suspended) ? undefined : `${words.figures.suspended}: ${formatMoney(of.suspended)}`} />
    </div>
  );
}
