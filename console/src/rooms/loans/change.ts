import type { LoanDetail, Part } from "@/api/loans.ts";
import type { MoneyValue } from "@/api/types.ts";
import { isPositive, isZero, minus, sumOf } from "@/kit/money.ts";

/** What a decision may change of a loan, as it stands today. */
export interface Facts {
  payoff: MoneyValue; principal: MoneyValue; due: MoneyValue; arrears: MoneyValue; days: number; instalment: MoneyValue | null; nextOn: string | null; coming: number;
  endsOn: string | null; interest: MoneyValue; toPay: MoneyValue;
}
export type FactKey = keyof Facts;

export function factsOf(loan: LoanDetail): Facts {
  const { currency } = loan.principal;
  const coming = loan.schedule.filter((row) => !row.fallen && isPositive(row.left));
  const next = coming[0] ?? null;
  return {
    payoff: loan.payoff, principal: loan.outstanding, due: loan.due.total, arrears: loan.due.arrears, days: loan.days_past_due, instalment: next?.due.total ?? null, nextOn: next?.due_on ?? null,
    coming: coming.length, endsOn: coming.at(-1)?.due_on ?? null, interest: sumOf(coming.map((row) => minus(row.due.interest, row.paid.interest)), currency),
    toPay: sumOf(loan.schedule.map((row) => row.left), currency),
  };
}
export interface Changed { key: FactKey; before: Facts[FactKey]; after: Facts[FactKey]; moved: boolean }

const same = (a: Facts[FactKey], b: Facts[FactKey]): boolean => JSON.stringify(a) === JSON.stringify(b);
/** Nothing of it before and nothing after: not worth a line. */
const silent = (value: Facts[FactKey]): boolean => value === 0 || value === null || (typeof value === "object" && isZero(value));

/** A loan before and after a decision, line by line; what is nothing in both is left out. */
export function comparison(before: LoanDetail, after: LoanDetail): Changed[] {
  const [was, is] = [factsOf(before), factsOf(after)];
  return (Object.keys(was) as FactKey[]).map((key) => ({ key, before: was[key], after: is[key], moved: !same(was[key], is[key]) })).filter((row) => !silent(row.before) || !silent(row.after));
}

/** What is owed besides capital, that a restructure must do something with: due, or to be due when everything is. */
export const EXTRAS = ["interest", "arrears", "charge", "insurance"] as const satisfies Part[];
export type Extra = (typeof EXTRAS)[number];
export type Treatment = "due" | "capitalise" | "forgive";

export type Decision = "renew" | "restructure" | "charge" | "freeze" | "unfreeze" | "rate" | "accelerate";
/** Loans whose interest is a fixed sum: another rate would change nothing. */
const FIXED = new Set<string>(["flat", "san", "line"]);

/** What may be decided of a loan as it stands, by who asks for loans (`write`) and who decides about those that run (`manage`). */
export function decisionsOf(loan: LoanDetail, write: boolean, manage: boolean): Decision[] {
  if (loan.status !== "active") return [];
  const line = loan.terms.method === "line";
  const coming = loan.schedule.some((row) => !row.fallen && isPositive(row.left));
  const can: Record<Decision, boolean> = {
    renew: write && !line && loan.renewal_after !== null && !loan.renewed_by, restructure: manage && !line, charge: manage && !line, freeze: manage && !line && !loan.frozen,
    unfreeze: manage && loan.frozen !== null, rate: manage && coming && !FIXED.has(loan.terms.method), accelerate: manage && !line && coming && loan.days_past_due > 0,
  };
  return (Object.keys(can) as Decision[]).filter((key) => can[key]);
}
