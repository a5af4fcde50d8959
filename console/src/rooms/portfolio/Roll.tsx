import type { Move } from "@/api/portfolio.ts";
import { DateField } from "@/kit/DateField.tsx";
import { dateText } from "@/kit/dates.ts";
import { formatCount, formatMoney } from "@/kit/formats.ts";
import { Go } from "@/kit/Go.tsx";
import { Skeleton } from "@/kit/Loading.tsx";
import { Money } from "@/kit/Money.tsx";
import { sumOf } from "@/kit/money.ts";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { formatRate } from "@/kit/rates.ts";
import { useUrlState } from "@/kit/useUrlState.ts";
import { lastMonth, useRoll } from "./data.ts";
import type { Asked } from "./index.tsx";
import { loansHref } from "./links.ts";
import { words } from "./words.ts";

const text = words.roll;
const ORIGINS = [0, 1, 2, 3, 4];
const ENDS = ["0", "1", "2", "3", "4", "paid", "renewed", "written_off", "cancelled"] as const;
type End = (typeof ENDS)[number];
const OUT: Partial<Record<End, string>> = { paid: text.paid, renewed: text.renewed, written_off: text.written_off, cancelled: text.cancelled };
const nameOf = (end: End): string => OUT[end] ?? words.bucketsShort[Number(end)] ?? end;

/** Whether a move is for the better or for the worse: told by a sign and by the colour of the cell. */
function sense(origin: number, end: End): "better" | "worse" | "same" {
  if (end === "paid") return "better";
  if (end === "written_off") return "worse";
  if (end === "renewed" || end === "cancelled") return "same";
  return Number(end) === origin ? "same" : Number(end) > origin ? "worse" : "better";
}

/** The matrix of moves between two dates, each cell with its part, its loans and a door to them. */
export function Roll({ asked }: { asked: Asked }) {
  const [url, update] = useUrlState();
  const usual = lastMonth(asked.on);
  const from = url["desde"] && url["desde"] <= asked.on ? url["desde"] : usual;
  const { data, error, refetch } = useRoll(from, asked.on, asked.branch);
  const moves = (data?.items ?? []).filter((m) => m.currency === asked.currency);
  return (
    <section className="card stack" aria-label={text.title}>
      <div className="row between">
        <h2>{text.title}</h2>
        <label className="portfolio-on no-print">{text.from} <DateField value={from} label={text.from} onChange={(desde) => { update({ desde: desde === usual ? null : desde }); }} /></label>
      </div>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={180} /> : null}
      {data && moves.length === 0 ? <p className="second">{text.none}</p> : null}
      {moves.length > 0 ? <><p className="second">{text.help(dateText(from), dateText(asked.on))}</p><Matrix moves={moves} asked={asked} from={from} /></> : null}
    </section>
  );
}

function Matrix({ moves, asked, from }: { moves: Move[]; asked: Asked; from: string }) {
  const ends = ENDS.filter((end) => !["renewed", "cancelled"].includes(end) || moves.some((m) => m.to === end));
  const rows = ORIGINS.map((origin) => ({ origin, of: moves.filter((m) => m.from_bucket === origin) })).filter((r) => r.of.length > 0);
  return (
    <div className="scroll-x" role="region" aria-label={text.title} tabIndex={-1}>
      <table className="kit-table heat">
        <caption className="visually-hidden">{text.help(dateText(from), dateText(asked.on))}</caption>
        <thead>
          <tr><th scope="col">{text.origin}</th><th scope="col" className="end wide">{text.whole}</th>{ends.map((end) => <th key={end} scope="col" className="end">{nameOf(end)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map(({ origin, of }) => (
            <tr key={origin}>
              <th scope="row">{words.buckets[origin]}</th>
              <td className="end num wide"><Money value={sumOf(of.map((m) => m.principal), asked.currency)} code={false} /></td>
              {ends.map((end) => <Cell key={end} move={of.find((m) => m.to === end)} origin={origin} end={end} asked={asked} from={from} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ move, origin, end, asked, from }: { move: Move | undefined; origin: number; end: End; asked: Asked; from: string }) {
  if (!move) return <td className="end second">·</td>;
  const way = sense(origin, end);
  const name = `${words.buckets[origin] ?? ""} → ${nameOf(end)}`;
  return (
    <td className={`end num ${way}`} style={{ ["--part" as string]: `${Math.round(12 + Number(move.fraction) * 48)}%` }}>
      <Go to={loansHref(asked, { from, bucket: origin, went: end })} title={`${name}: ${formatMoney(move.principal)}`} aria-label={`${name}: ${formatRate(move.fraction, 1)}, ${words.loans(formatCount(move.loans), move.loans === 1)}, ${formatMoney(move.principal)}${way === "same" ? "" : `, ${text[way]}`}`}>
        <strong>{formatRate(move.fraction, 1)}</strong>
        <span className="n">{formatCount(move.loans)}{way === "worse" ? " ▲" : way === "better" ? " ▼" : ""}</span>
      </Go>
    </td>
  );
}
