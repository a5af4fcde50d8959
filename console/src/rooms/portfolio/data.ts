import type { UseQueryResult } from "@tanstack/react-query";
import type { Query } from "@/api/client.ts";
import type { MonthEnd, Move, Portfolio, Vintage } from "@/api/portfolio.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { MoneyValue, Page } from "@/api/types.ts";
import { addDays, startOfMonth } from "@/kit/dates.ts";
import { toMinor } from "@/kit/money.ts";

export function usePortfolio(on: string, branch: Query): UseQueryResult<Portfolio, Problem> {
  return useRead<Portfolio>("/portfolio", { as_of: on, ...branch }, { keep: true });
}
export function useHistory(on: string, branch: Query): UseQueryResult<Page<MonthEnd>, Problem> {
  return useRead<Page<MonthEnd>>("/portfolio/history", { as_of: on, ...branch }, { keep: true });
}
export function useRoll(from: string, to: string, branch: Query): UseQueryResult<Page<Move>, Problem> {
  return useRead<Page<Move>>("/portfolio/roll", { from, to, ...branch }, { keep: true });
}
export function useVintages(on: string, branch: Query): UseQueryResult<Page<Vintage>, Problem> {
  return useRead<Page<Vintage>>("/portfolio/vintages", { as_of: on, ...branch }, { keep: true });
}

/** The last day of the month before. */
export function lastMonth(day: string): string {
  return addDays(startOfMonth(day), -1);
}

const MILLION = 1_000_000n;
/** A fraction as text, to six decimals; null of nothing. */
export function partOf(amount: MoneyValue, whole: MoneyValue): string | null {
  const all = toMinor(whole.amount);
  return all === 0n ? null : scaled((toMinor(amount.amount) * MILLION) / all);
}
/** «0.182000» less «0.150000»: «0.032000». */
export function lessThan(now: string, before: string): string {
  return scaled(micro(now) - micro(before));
}
export function addUp(fractions: string[]): string {
  return scaled(fractions.reduce((all, each) => all + micro(each), 0n));
}
function micro(fraction: string): bigint {
  const minus = fraction.startsWith("-");
  const [whole = "0", rest = ""] = fraction.replace("-", "").split(".");
  const value = BigInt(whole) * MILLION + BigInt(rest.padEnd(6, "0").slice(0, 6));
  return minus ? -value : value;
}
function scaled(micros: bigint): string {
  const abs = micros < 0n ? -micros : micros;
  return `${micros < 0n ? "-" : ""}${abs / MILLION}.${String(abs % MILLION).padStart(6, "0")}`;
}
