import type { Condition, ItemAsk, NewTicket, PaysOut, Period, Plan, Price, Quote, QuoteAsk } from "@/api/pawn.ts";
import { addDays, endOfMonth } from "@/kit/dates.ts";
import { compareMoney, isPositive, money, toMinor } from "@/kit/money.ts";
import { counter as text } from "./counterWords.ts";
import { plainKey } from "./tabling.ts";
import { words } from "./words.ts";

/** An article as it is being taken in; amounts and grams as text, null or empty while unknown. */
export interface ItemDraft {
  key: number; category: string | null; priceName: string | null; weight: string; condition: Condition; description: string; brand: string; model: string; serial: string;
  appraisal: string | null; seal: string;
}
/** `amount`: null is all that the tables allow; `hand`: null is later. */
export interface Draft { client: string | null; items: ItemDraft[]; amount: string | null; plan: string | null; reason: string; hand: PaysOut | null; branch: number }

export function itemDraft(key: number): ItemDraft {
  return { key, category: null, priceName: null, weight: "", condition: "good", description: "", brand: "", model: "", serial: "", appraisal: null, seal: "" };
}
export function draftOf(branch: number, client: string | null): Draft {
  return { client, items: [itemDraft(1)], amount: null, plan: null, reason: "", hand: "cash", branch };
}

/** Grams with up to three decimals: «10.5», «10,5 g»; null when it is not a weight. */
export function gramsOf(told: string): string | null {
  const bare = told.replace(/[\s\u202f\u00a0]/g, "").replace(/g(r|ramos)?\.?$/i, "").replace(",", ".");
  return /^\d{1,7}(\.\d{1,3})?$/.test(bare) && Number(bare) > 0 ? bare : null;
}
export function priceOf(item: ItemDraft, prices: Price[], currency: string): Price | undefined {
  return prices.find((row) => row.category === item.category && row.name === item.priceName && row.price.currency === currency);
}

export type WrongItem = Partial<Record<"category" | "description" | "weight" | "appraisal", string>>;
/** What an article lacks to be valued. */
export function wrongItem(item: ItemDraft, prices: Price[], currency: string): WrongItem {
  const price = priceOf(item, prices, currency);
  const weighed = gramsOf(item.weight) !== null;
  const wrong: WrongItem = {};
  if (!item.category) wrong.category = words.missingField;
  if (!item.description.trim()) wrong.description = words.missingField;
  if (item.weight.trim() ? !weighed : price?.unit === "gram") wrong.weight = item.weight.trim() ? text.badWeight : text.weigh;
  if (!price && (item.appraisal === null || !isPositive(money(item.appraisal, currency)))) wrong.appraisal = words.missingField;
  return wrong;
}
function itemAsk(item: ItemDraft, currency: string): ItemAsk {
  return {
    category: item.category ?? "", description: item.description.trim(), condition: item.condition, brand: item.brand.trim(), model: item.model.trim(), serial: item.serial.trim(),
    price_name: item.priceName, weight: gramsOf(item.weight), appraisal: item.appraisal === null ? null : money(item.appraisal, currency), seal: item.seal.trim(),
  };
}
/** The plan in use: the chosen one, or the first of the currency. */
export function planOf(draft: Draft, plans: Plan[], currency: string): Plan | undefined {
  const mine = plans.filter((plan) => plan.currency === currency && plan.active);
  return mine.find((plan) => plan.code === draft.plan) ?? mine[0];
}
/** What to ask the server; null while an article lacks something. Two of the same serial number are one. */
export function quoteAsk(draft: Draft, prices: Price[], plan: Plan | undefined, currency: string): QuoteAsk | null {
  if (!plan || draft.items.some((item) => Object.keys(wrongItem(item, prices, currency)).length > 0)) return null;
  if (draft.amount !== null && !isPositive(money(draft.amount, currency))) return null;
  return { items: draft.items.map((item) => itemAsk(item, currency)), amount: draft.amount === null ? null : money(draft.amount, currency), plan: plan.code, currency };
}
export function ticketAsk(draft: Draft, ask: QuoteAsk, quote: Quote): NewTicket {
  return {
    client_id: draft.client ?? "", items: ask.items, amount: quote.amount, plan: quote.plan.code, override_reason: quote.over ? draft.reason.trim() : "",
    /* Whoever allows more than the tables may not hand the money over too. */
    hand_over: quote.over ? null : draft.hand,
  };
}
/** Whether what is asked for is above the table, or an article was valued above it. */
export function overBy(quote: Quote): "amount" | "appraisal" | null {
  if (!quote.over) return null;
  return compareMoney(quote.amount, quote.allowed) > 0 ? "amount" : "appraisal";
}

/** The last day of a period that begins on `start`: weeks of seven days, months of the calendar. */
export function endOf(period: Period, start: string, number: number): string {
  if (period === "week") return addDays(start, 7 * number);
  const [year = 0, month = 1, day = 1] = start.split("-").map(Number);
  const whole = year * 12 + month - 1 + number;
  const first = `${String(Math.floor(whole / 12)).padStart(4, "0")}-${String((whole % 12) + 1).padStart(2, "0")}-01`;
  const last = endOfMonth(first);
  return Number(last.slice(8)) < day ? last : `${first.slice(0, 8)}${String(day).padStart(2, "0")}`;
}
export interface Milestone { until: string; renew: string; redeem: string }
/** What is paid by who comes until the end of each period: the first ones and the last, at most `most`. */
export function milestones(quote: Quote, start: string, most = 5): Milestone[] {
  const { term, period } = quote.plan;
  const each = [quote.interest, quote.storage, quote.tax].reduce((all, one) => all + toMinor(one.amount), 0n) / BigInt(term);
  const capital = toMinor(quote.amount.amount);
  const all = Array.from({ length: term }, (_, i) => i + 1);
  const chosen = all.length > most ? [...all.slice(0, most - 1), term] : all;
  return chosen.map((n) => {
    const charges = each * BigInt(n);
    return { until: endOf(period, start, n), renew: money(charges, quote.amount.currency).amount, redeem: money(capital + charges, quote.amount.currency).amount };
  });
}

/* A cashier who goes to write a new client comes back to what they had. */
const KEPT = "caudal.empeno";
export function keepDraft(draft: Draft): void {
  sessionStorage.setItem(KEPT, JSON.stringify(draft));
}
export function takeDraft(): Draft | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Draft | null;
    sessionStorage.removeItem(KEPT);
    return kept && Array.isArray(kept.items) && kept.items.length > 0 ? kept : null;
  } catch {
    return null;
  }
}
/** Names of the table of prices for a category, in a currency. */
export function pricesFor(category: string | null, prices: Price[], currency: string): Price[] {
  return category ? prices.filter((row) => row.category === plainKey(category) && row.price.currency === currency) : [];
}
