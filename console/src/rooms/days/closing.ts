import type { BranchDay, DayRun, Job } from "@/api/types.ts";
import { daysBetween } from "@/kit/dates.ts";
import { formatCount, formatMoney } from "@/kit/formats.ts";
import { money } from "@/kit/money.ts";
import { words } from "./words.ts";

/** Branches that would close: the one on top, or all of them. */
export function closingNow(days: BranchDay[], branchId: number | null): BranchDay[] {
  return branchId === null ? days : days.filter((d) => d.branch_id === branchId);
}
/** The date proposed: the latest day still open; whoever is behind catches up on the way. */
export function proposedDate(days: BranchDay[], fallback: string): string {
  const dates = days.map((d) => d.business_date).sort();
  return dates.at(-1) ?? fallback;
}
export type DayTone = "ok" | "wait" | "bad" | "info";
/** How a branch stands: closing now, up to date, or with days behind. */
export function toneOf(day: BranchDay): DayTone {
  if (day.state === "closing") return "info";
  return day.missing_days > 1 ? "bad" : day.missing_days === 1 ? "wait" : "ok";
}

const CLOSINGS = ["close_day", "days.close", "day.close", "end_of_day"];
export function isClosing(job: Pick<Job, "kind">): boolean {
  return CLOSINGS.includes(job.kind);
}
export function underWay(jobs: Job[]): Job[] {
  return jobs.filter((j) => isClosing(j) && (j.state === "queued" || j.state === "running"));
}

/** Figures of a closing as label and text, whatever they are: counts, money or words. */
export function figuresOf(run: DayRun): { key: string; label: string; text: string }[] {
  const flat = Object.entries(run.figures ?? {}).flatMap(([key, value]): [string, unknown][] => (key === "amounts" ? amountsOf(value) : [[key, value]]));
  flat.sort(([a], [b]) => place(a) - place(b));
  return flat.flatMap(([key, value]) => {
    const text = value === 0 ? null : figureText(value);
    return text === null ? [] : [{ key, label: words.figures[key] ?? key.replace(/_/g, " "), text }];
  });
}
/** The figures that every closing has, each amount with the count that goes with it. */
const MAIN = { receivable: ["open_debts", words.debts], overdue_amount: ["late_debts", words.debts], collected: ["payments", words.payments] } as const;
export interface Cell { key: string; label: string; text: string; under: string | null }
/** A closing as it is read: por cobrar, vencido and cobrado always, with how many; then what else happened. */
export function cellsOf(run: DayRun): Cell[] {
  const figures = figuresOf(run);
  const text = (key: string): string | undefined => figures.find((f) => f.key === key)?.text;
  const counts: string[] = Object.values(MAIN).map(([count]) => count);
  const main = Object.entries(MAIN).map(([key, [count, say]]) => ({ key, label: words.figures[key] ?? key, text: text(key) ?? "0", under: text(count) === undefined ? null : say(text(count) ?? "0") }));
  const rest = figures.filter((f) => !(f.key in MAIN) && !counts.includes(f.key));
  return [...main, ...rest.map((f) => ({ ...f, under: null }))];
}
const ORDER = ["open_debts", "receivable", "late_debts", "overdue_amount", "entered", "payments", "collected", "opened"];
const place = (key: string): number => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);

/** `{"MXN": {"receivable": 100, "overdue": 50}}` in minor units, turned around: each figure with its currencies. */
function amountsOf(value: unknown): [string, unknown][] {
  const by = (name: string): Record<string, unknown> => Object.fromEntries(Object.entries(value as Record<string, Record<string, unknown>>).map(([currency, of]) => [currency, of[name]]));
  return typeof value === "object" && value !== null ? [["receivable", by("receivable")], ["overdue_amount", by("overdue")]] : [];
}
function figureText(value: unknown): string | null {
  if (typeof value === "number") return formatCount(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(figureText).filter(Boolean).join(" · ") || null;
  if (typeof value === "object" && value !== null && "amount" in value && "currency" in value) return formatMoney(value as { amount: string; currency: string }, { code: true });
  if (typeof value === "object" && value !== null) {
    const amounts = Object.entries(value).filter((pair): pair is [string, number] => /^[A-Z]{3}$/.test(pair[0]) && Number.isSafeInteger(pair[1]) && pair[1] !== 0);
    return amounts.map(([currency, minor]) => formatMoney(money(BigInt(minor), currency), { code: true })).join(" · ") || null;
  }
  return null;
}

/** «8 s», «1 min 20 s»; null while it has not finished. */
export function lasted(run: Pick<DayRun, "started_at" | "finished_at">): string | null {
  if (!run.started_at || !run.finished_at) return null;
  return secondsText((Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000);
}
export function secondsText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) return words.underASecond;
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
/** Days a chosen date would close for a branch, the chosen one included. */
export function daysClosed(day: BranchDay, chosen: string): number {
  return Math.max(0, daysBetween(day.last_closed ?? day.business_date, chosen) + (day.last_closed ? 0 : 1));
}
