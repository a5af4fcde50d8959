import type { LoanDetail, LoanFrequency, LoanMethod, RateKind, Simulation } from "@/api/loans.ts";
import type { MoneyValue } from "@/api/types.ts";
import { isPositive, money, plus } from "@/kit/money.ts";
import { EXTRAS } from "./change.ts";
import type { Extra, Treatment } from "./change.ts";

/** The methods a balance may go on with: the others were agreed for an amount of their own. */
export const METHODS = ["french", "german", "american", "flat", "custom"] as const satisfies LoanMethod[];
export type NewMethod = (typeof METHODS)[number];
export interface PlanRow { on: string | null; amount: string | null }

/** Other terms being written; amounts as decimal text, rates as fractions, null or empty while it is not said. */
export interface Draft {
  on: string | null; periods: string; method: NewMethod; frequency: LoanFrequency; rate: string | null; kind: RateKind; first: string | null; plan: PlanRow[];
  treat: Partial<Record<Extra, Treatment>>;
}

export function draftOf(loan: LoanDetail, today: string): Draft {
  const known = METHODS.find((method) => method === loan.terms.method && method !== "custom");
  return { on: today, periods: "", method: known ?? "french", frequency: loan.terms.frequency, rate: null, kind: loan.terms.rate.kind, first: null, plan: [], treat: {} };
}

/** What is owed besides the capital on a day, by component: due already, and what would be to close. */
export function extrasOf(payoff: Simulation["payoff"]): { part: Extra; amount: MoneyValue }[] {
  return EXTRAS.map((part) => ({ part, amount: plus(payoff.due[part], payoff.to_close[part]) })).filter((one) => isPositive(one.amount));
}

/** The interest of today is a fixed sum, so that there is no rate to go on with. */
export function needsRate(draft: Draft, loan: LoanDetail): boolean {
  return draft.method === "french" && (loan.terms.method === "san" || loan.terms.method === "flat");
}

const whole = (text: string): boolean => /^[1-9]\d{0,3}$/.test(text);
const complete = (plan: PlanRow[], currency: string): boolean =>
  plan.length > 0 && plan.every((row, at) => row.on !== null && (row.amount === null ? at === plan.length - 1 : isPositive(money(row.amount, currency))));

/** What to ask the server; null while something is missing. Only what is owed is capitalised or forgiven. */
export function askOf(draft: Draft, loan: LoanDetail, owed: Extra[], today: string): object | null {
  const { currency } = loan.principal;
  const custom = draft.method === "custom";
  if (needsRate(draft, loan) && draft.rate === null) return null;
  if (!draft.on || (custom ? !complete(draft.plan, currency) : !whole(draft.periods))) return null;
  const chosen = (treatment: Treatment): Extra[] => owed.filter((part) => draft.treat[part] === treatment);
  const [capitalise, forgive] = [chosen("capitalise"), chosen("forgive")];
  return {
    ...(custom
      ? { periods: draft.plan.length, plan: draft.plan.map((row) => ({ due_on: row.on, ...(row.amount === null ? {} : { amount: money(row.amount, currency) }) })) }
      : { periods: Number(draft.periods), method: draft.method, ...(draft.first ? { first_due_on: draft.first } : {}) }),
    frequency: draft.frequency, ...(draft.rate === null ? {} : { rate: { kind: draft.kind, value: draft.rate } }),
    ...(capitalise.length > 0 ? { capitalise } : {}), ...(forgive.length > 0 ? { forgive } : {}), ...(draft.on === today ? {} : { on: draft.on }),
  };
}
