import type { Allocation, Dues, MoneyValue, NewPayment, Payment, PaymentMethod, Receivable } from "@/api/types.ts";
import { compareMoney, fromMinor, isPositive, isZero, minus, money, plus, sumOf, toMinor } from "@/kit/money.ts";
import { into } from "@/kit/receiving.ts";

/** What the cashier is typing. Amounts are decimal text, or null while empty or wrong. */
export interface Draft {
  currency: string;
  amount: string | null;
  method: PaymentMethod;
  reference: string;
  tendered: string | null;
  /** The bank account it came into; null is where the branch usually receives. */
  account: number | null;
  receivedOn: string | null;
  /** Debts chosen by hand; none means the oldest first. */
  chosen: string[];
  /** The amount was written by the person: choosing debts no longer changes it. */
  typed: boolean;
  /** The person said it is another payment, not the same one twice. */
  again: boolean;
}

export const REFERENCE: Record<PaymentMethod, "none" | "optional" | "required"> = {
  cash: "none", transfer: "required", card: "optional", cheque: "required",
};
export type Quick = "today" | "catch_up" | "settle";
export const QUICK: { key: Quick; keys: string }[] = [
  { key: "today", keys: "F2" }, { key: "catch_up", keys: "F4" }, { key: "settle", keys: "F8" },
];

/** Currencies the client owes in or has in favour, without repeating. */
export function currenciesOf(dues: Dues): string[] {
  const all = [...dues.items.map((r) => r.balance), ...dues.totals.map((t) => t.settle), ...dues.credit];
  return [...new Set(all.map((m) => m.currency))];
}
export function itemsIn(dues: Dues, currency: string): Receivable[] {
  return dues.items.filter((r) => r.balance.currency === currency);
}
export function creditIn(dues: Dues, currency: string): MoneyValue | null {
  const own = dues.credit.find((c) => c.currency === currency);
  return own && isPositive(own) ? own : null;
}
export function quickAmount(dues: Dues, currency: string, which: Quick): MoneyValue {
  return dues.totals.find((t) => t.currency === currency)?.[which] ?? money("0", currency);
}

/** What an account takes today: its balance, and what its contract charges besides. */
export function wholeOf(dues: Dues, of: Receivable): MoneyValue {
  const more = dues.besides?.[of.id];
  return more ? plus(of.balance, more) : of.balance;
}
/** A debt that is an instalment of a loan: «Cuota 7 de 13 · LN-0004» as its two halves. */
export function instalmentOf(of: Receivable): { loanId: string; folio: string; what: string } | null {
  const [what, folio] = of.concept.split(" · ");
  return of.kind === "loan" && of.contract_id && what && folio ? { loanId: of.contract_id, folio, what } : null;
}
/** A debt that is the capital of a pledge: «Empeño EMP-000012». */
export function ticketOf(of: Receivable): { ticketId: string; folio: string } | null {
  const folio = /EMP-\d+/.exec(of.concept)?.[0];
  return of.kind === "pawn" && of.contract_id && folio ? { ticketId: of.contract_id, folio } : null;
}
/** The tickets behind what is owed, each once: they are renewed and redeemed on their own page. */
export function ticketsIn(items: Receivable[]): { ticketId: string; folio: string }[] {
  const all = items.flatMap((r) => ticketOf(r) ?? []);
  return all.filter((one, i) => all.findIndex((other) => other.ticketId === one.ticketId) === i);
}
/** The loans behind what is owed, each once. */
export function loansIn(items: Receivable[]): { loanId: string; folio: string }[] {
  const all = items.flatMap((r) => instalmentOf(r) ?? []);
  return all.filter((one, i) => all.findIndex((other) => other.loanId === one.loanId) === i);
}

/** What is proposed as soon as the client is found: the chosen debt, what is due, or the whole. */
export function proposed(dues: Dues, currency: string, chosen: string[]): string | null {
  const picked = itemsIn(dues, currency).filter((r) => chosen.includes(r.id)).map((r) => wholeOf(dues, r));
  if (picked.length > 0) return sumOf(picked, currency).amount;
  const first = QUICK.map((q) => quickAmount(dues, currency, q.key)).find(isPositive);
  return first?.amount ?? null;
}

export function draftFor(dues: Dues, home: string, receivableId: string | undefined): Draft {
  const one = dues.items.find((r) => r.id === receivableId);
  const currencies = currenciesOf(dues);
  const currency = one?.balance.currency ?? (currencies.includes(home) || currencies.length === 0 ? home : (currencies[0] ?? home));
  const chosen = one ? [one.id] : [];
  return {
    currency, amount: proposed(dues, currency, chosen), method: "cash", reference: "", tendered: null, account: null, receivedOn: null, chosen, typed: false, again: false,
  };
}
/** Takes up again what a refused or unanswered attempt asked for. */
export function draftOf(ask: NewPayment): Draft {
  return {
    currency: ask.amount.currency, amount: ask.amount.amount, method: ask.method, reference: ask.reference ?? "", tendered: ask.tendered?.amount ?? null,
    account: ask.account_id ?? null, receivedOn: ask.received_on ?? null, chosen: ask.apply_to ?? [], typed: true, again: false,
  };
}
export function withCurrency(dues: Dues, draft: Draft, currency: string): Draft {
  return { ...draft, currency, chosen: [], amount: proposed(dues, currency, []), tendered: null, account: null, typed: false, again: false };
}
/** Marks or unmarks a debt; the amount follows until somebody types one. */
export function toggled(dues: Dues, draft: Draft, id: string): Draft {
  const chosen = draft.chosen.includes(id) ? draft.chosen.filter((c) => c !== id) : [...draft.chosen, id];
  const order = itemsIn(dues, draft.currency).map((r) => r.id).filter((known) => chosen.includes(known));
  return { ...draft, chosen: order, amount: draft.typed ? draft.amount : proposed(dues, draft.currency, order), again: false };
}

export type Wrong = Partial<Record<"amount" | "reference" | "tendered", "missing" | "positive" | "short">>;

/** What keeps the payment from being asked for, by field. */
export function wrongIn(draft: Draft): Wrong {
  const amount = draft.amount === null ? null : money(draft.amount, draft.currency);
  const wrong: Wrong = {};
  if (!amount) wrong.amount = "missing";
  else if (!isPositive(amount)) wrong.amount = "positive";
  if (REFERENCE[draft.method] === "required" && !draft.reference.trim()) wrong.reference = "missing";
  if (amount && draft.method === "cash" && draft.tendered !== null && compareMoney(money(draft.tendered, draft.currency), amount) < 0) wrong.tendered = "short";
  return wrong;
}

export function askOf(draft: Draft, clientId: string): NewPayment {
  const reference = REFERENCE[draft.method] === "none" ? "" : draft.reference.trim();
  return {
    client_id: clientId, amount: money(draft.amount ?? "0", draft.currency), method: draft.method,
    ...(reference ? { reference } : {}), ...(draft.receivedOn ? { received_on: draft.receivedOn } : {}),
    ...(draft.chosen.length > 0 ? { apply_to: draft.chosen } : {}),
    ...(draft.method === "cash" && draft.tendered !== null ? { tendered: money(draft.tendered, draft.currency) } : {}),
    ...into(draft.method, draft.account),
  };
}

/** What is given back; null until the notes handed over cover the amount. */
export function changeOf(draft: Draft): MoneyValue | null {
  if (draft.method !== "cash" || draft.amount === null || draft.tendered === null) return null;
  const change = minus(money(draft.tendered, draft.currency), money(draft.amount, draft.currency));
  return toMinor(change.amount) < 0n ? null : change;
}

/** Whole units of the notes people hand over. */
const NOTES: Record<string, number[]> = {
  MXN: [20, 50, 100, 200, 500, 1000], COP: [2000, 5000, 10_000, 20_000, 50_000, 100_000], DOP: [50, 100, 200, 500, 1000, 2000], USD: [1, 5, 10, 20, 50, 100],
};
/** The exact amount and the next round amounts made with large notes. */
export function likelyTendered(amount: string | null, currency: string): string[] {
  if (amount === null || toMinor(amount) <= 0n) return [];
  const minor = toMinor(amount);
  const rounded = (NOTES[currency] ?? NOTES["USD"] ?? []).map((note) => {
    const unit = BigInt(note) * 100n;
    return ((minor + unit - 1n) / unit) * unit;
  });
  const above = [...new Set(rounded)].filter((m) => m !== minor).sort((a, b) => (a < b ? -1 : 1));
  return [minor, ...above.slice(-4)].map(fromMinor);
}

/** A payment of the same client and amount taken moments ago: probably the very same one. */
export function twinOf(recent: Payment[], draft: Draft): Payment | null {
  if (draft.amount === null) return null;
  const amount = money(draft.amount, draft.currency);
  return recent.find((p) => p.reversed === null && p.amount.currency === amount.currency && compareMoney(p.amount, amount) === 0) ?? null;
}

export interface Applied { id: string; folio: string; concept: string; amount: MoneyValue; left: MoneyValue | null }

/** How the payment is shared out and what each debt still owes afterwards. */
export function applied(items: Receivable[], allocations: Allocation[]): Applied[] {
  return allocations.map((a) => {
    const before = items.find((r) => r.id === a.receivable_id)?.balance;
    const left = before && before.currency === a.amount.currency ? minus(before, a.amount) : null;
    return { id: a.receivable_id, folio: a.folio, concept: a.concept, amount: a.amount, left };
  });
}
export function settles(row: Applied): boolean {
  return row.left !== null && isZero(row.left);
}
