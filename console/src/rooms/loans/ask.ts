import type { LoanFrequency, LoanMethod, Product, QuoteAsk, RateKind, Wish } from "@/api/loans.ts";
import { formatMoney } from "@/kit/formats.ts";
import { compareMoney, isPositive, money } from "@/kit/money.ts";
import type { UrlState } from "@/kit/useUrlState.ts";
import type { Asked } from "./data.ts";
import { words } from "./words.ts";

/** Terms written by hand, without a product. */
export const CUSTOM = "*";

/** What is being asked for; amounts as decimal text, rates as fractions, null while empty. */
export interface Draft {
  product: string | null; amount: string | null; periods: string; rate: string | null; on: string | null; first: string | null;
  currency: string; method: LoanMethod; frequency: LoanFrequency; kind: RateKind; installment: string | null; discount: string | null;
}

export function draftOf(url: UrlState, today: string, currency: string): Draft {
  return {
    product: url["product"] ?? null, amount: url["amount"] ?? null, periods: url["periods"] ?? "", rate: url["rate"] ?? null, on: url["on"] ?? today, first: url["first"] ?? null, currency,
    method: (url["method"] ?? "french") as LoanMethod, frequency: (url["frequency"] ?? "monthly") as LoanFrequency, kind: (url["kind"] ?? "periodic") as RateKind,
    installment: url["installment"] ?? null, discount: url["discount"] ?? null,
  };
}
/** The same thing as an address, to be sent to somebody or taken to the application. */
export function urlOf(draft: Draft, today: string): Record<string, string | null> {
  const own = draft.product === CUSTOM;
  return {
    product: draft.product, amount: draft.amount, periods: draft.periods || null, rate: draft.rate, on: draft.on === today ? null : draft.on, first: draft.first,
    method: own ? draft.method : null, frequency: own ? draft.frequency : null, kind: own ? draft.kind : null, installment: own ? draft.installment : null, discount: own ? draft.discount : null,
  };
}

export type Wrong = Partial<Record<"product" | "amount" | "periods" | "rate" | "installment", string>>;

/** What keeps it from being quoted, by field. What the product allows is the server's to say. */
export function wrongIn(draft: Draft): Wrong {
  const wrong: Wrong = {};
  const own = draft.product === CUSTOM;
  if (!draft.product) wrong.product = words.form.missing;
  if (!draft.amount) wrong.amount = words.form.missing;
  else if (!isPositive(money(draft.amount, draft.currency))) wrong.amount = words.form.positive;
  if (draft.periods ? !/^[1-9]\d{0,3}$/.test(draft.periods) : own) wrong.periods = draft.periods ? words.form.whole : words.form.missing;
  if (own && draft.method !== "san" && draft.rate === null) wrong.rate = words.form.missing;
  if (own && draft.method === "san" && !draft.installment) wrong.installment = words.form.missing;
  return wrong;
}

export function wishOf(draft: Draft): Wish {
  return {
    principal: money(draft.amount ?? "0", draft.currency), ...(draft.periods ? { periods: Number(draft.periods) } : {}), ...(draft.rate === null ? {} : { rate: draft.rate }),
    ...(draft.on ? { disbursed_on: draft.on } : {}), ...(draft.first ? { first_due_on: draft.first } : {}),
  };
}
function termsOf(draft: Draft, today: string): QuoteAsk {
  const { currency } = draft;
  return {
    method: draft.method, principal: money(draft.amount ?? "0", currency), periods: Number(draft.periods), frequency: draft.frequency, disbursed_on: draft.on ?? today,
    ...(draft.first ? { first_due_on: draft.first } : {}), ...(draft.rate === null || draft.method === "san" ? {} : { rate: { kind: draft.kind, value: draft.rate } }),
    ...(draft.method === "san" && draft.installment ? { installment: money(draft.installment, currency) } : {}),
    ...(draft.discount && isPositive(money(draft.discount, currency)) ? { fees: [{ name: "Comisión", when: "discounted", amount: money(draft.discount, currency) }] } : {}),
  };
}
/** An address that names a product doesn't say its currency: it is the product's. */
export function inCurrency(draft: Draft, product: Product | undefined): Draft {
  return product && draft.currency !== product.currency ? { ...draft, currency: product.currency } : draft;
}
/** What to ask the server, or null while something is missing, the product's own terms included. */
export function askedOf(draft: Draft, today: string, products: Product[]): Asked | null {
  const known = draft.product === CUSTOM || products.some((p) => p.code === draft.product && p.currency === draft.currency);
  if (!known) return null;
  if (Object.keys(wrongIn(draft)).length > 0 || !draft.product) return null;
  return draft.product === CUSTOM ? { terms: termsOf(draft, today) } : { product: draft.product, wish: wishOf(draft) };
}

/** What a product allows, in words. */
export function amountRange(product: Product): string {
  const { least, greatest } = product.definition;
  return words.form.range(least ? formatMoney(least) : null, greatest ? formatMoney(greatest) : null);
}
export function rateIsFree(product: Product): boolean {
  const { lowest_rate: low, highest_rate: high } = product.definition;
  return product.method !== "san" && (low !== null || high !== null) && low !== high;
}

const ROLES = ["supervisor", "gerente", "director", "duena"];
/** The roles that may approve an amount, the nearest first. */
export function approvers(product: Product, amount: string): string[] {
  const wanted = money(amount, product.currency);
  const may = (role: string): boolean => {
    const limit = product.definition.limits[role];
    return limit !== undefined && limit.currency === wanted.currency && compareMoney(wanted, limit) <= 0;
  };
  return [...ROLES, ...Object.keys(product.definition.limits).filter((role) => !ROLES.includes(role))].filter(may);
}
