import type { Condition, Ltv, NewLtv, NewPlan, Period, Plan, Price } from "@/api/pawn.ts";
import { tables } from "./tableWords.ts";
import { words } from "./words.ts";

/** A plan being written: rates as fractions, null while empty or wrong. */
export interface PlanDraft {
  name: string; code: string; currency: string; period: Period; rate: string | null; storage_rate: string | null; term: number | null; grace_days: number | null;
  grace_interest: boolean; sale_cost_rate: string | null; surplus: boolean; surplus_days: number | null; taxed: boolean;
}

export function planDraft(from: Plan | null, currency: string): PlanDraft {
  if (from) return { ...from };
  return {
    name: "", code: "", currency, period: "month", rate: null, storage_rate: null, term: 1, grace_days: 0, grace_interest: true, sale_cost_rate: null, surplus: true, surplus_days: 365, taxed: false,
  };
}
/** «Semanal 5 %» → «semanal-5». */
export function codeOf(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
}
export function wrongPlan(draft: PlanDraft): Partial<Record<keyof PlanDraft, string>> {
  const missing = words.missingField;
  return {
    ...(draft.name.trim().length >= 2 ? {} : { name: missing }),
    ...(/^[a-z0-9_-]{2,40}$/.test(draft.code) ? {} : { code: tables.plans.bad }),
    ...(draft.rate === null ? { rate: missing } : {}),
    ...(draft.term === null ? { term: missing } : {}),
    ...(draft.grace_days === null ? { grace_days: missing } : {}),
    ...(draft.surplus && draft.surplus_days === null ? { surplus_days: missing } : {}),
  };
}
/** What to ask the server; null while something is missing. */
export function planOf(draft: PlanDraft): NewPlan | null {
  const { rate, term, grace_days } = draft;
  if (Object.keys(wrongPlan(draft)).length > 0 || rate === null || term === null || grace_days === null) return null;
  return {
    code: draft.code, name: draft.name.trim(), currency: draft.currency, rate, period: draft.period, term, grace_days, storage_rate: draft.storage_rate ?? "0",
    grace_interest: draft.grace_interest, sale_cost_rate: draft.sale_cost_rate ?? "0", surplus: draft.surplus, surplus_days: draft.surplus_days ?? 365, taxed: draft.taxed,
  };
}

export const CONDITIONS: Condition[] = ["new", "good", "fair", "poor"];
/** A category, as it is kept: small letters, single spaces. */
export const plainKey = (told: string): string => told.trim().replace(/\s+/g, " ").toLowerCase();
export const titled = (category: string): string => category.charAt(0).toUpperCase() + category.slice(1);

/** Every category that can be pledged or has a price, each once. */
export function categoriesOf(ltv: Ltv[], prices: Price[] = []): string[] {
  return [...new Set([...ltv.map((row) => row.category), ...prices.map((row) => row.category)])].sort((a, b) => a.localeCompare(b, "es"));
}
export const ltvOf = (rows: Ltv[], category: string, condition: Condition): string | null => rows.find((row) => row.category === category && row.condition === condition)?.ltv ?? null;

/** Cells written over the table: category and condition → fraction; null while wrong or emptied. */
export type Cells = Record<string, string | null>;
export const cellKey = (category: string, condition: Condition): string => `${category}|${condition}`;
/** What changed of the table and can be kept. */
export function changesOf(cells: Cells, rows: Ltv[], since: string | null): NewLtv[] {
  return Object.entries(cells).flatMap(([at, ltv]) => {
    const [category = "", condition = "good"] = at.split("|") as [string, Condition];
    if (ltv === null || Number(ltv) > 1 || ltvOf(rows, category, condition) === ltv) return [];
    return [{ category, condition, ltv, valid_from: since }];
  });
}
