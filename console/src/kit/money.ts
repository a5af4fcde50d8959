import type { MoneyValue } from "@/api/types.ts";

/* Exact arithmetic over decimal text, two decimals, in minor units. Never a float. */

const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,2}))?$/;

/** Minor units (cents) of a decimal text. Throws on anything else. */
export function toMinor(amount: string): bigint {
  const parts = DECIMAL.exec(amount.trim());
  if (!parts) throw new RangeError(`not a decimal: ${amount}`);
  const minor = BigInt(parts[2] ?? "0") * 100n + BigInt((parts[3] ?? "").padEnd(2, "0") || "0");
  return parts[1] === "-" ? -minor : minor;
}

/** Decimal text with two decimals, as the API writes it. */
export function fromMinor(minor: bigint): string {
  const abs = minor < 0n ? -minor : minor;
  return `${minor < 0n ? "-" : ""}${abs / 100n}.${String(abs % 100n).padStart(2, "0")}`;
}

export function money(amount: string | bigint, currency: string): MoneyValue {
  return { amount: typeof amount === "bigint" ? fromMinor(amount) : fromMinor(toMinor(amount)), currency };
}

/** Accepts what totals may carry: a money object, or bare decimal text with the currency beside it. */
export function asMoney(value: MoneyValue | string, currency: string): MoneyValue {
  return typeof value === "string" ? { amount: value, currency } : value;
}

/** −1, 0 or 1. Throws when the currencies differ. */
export function compareMoney(a: MoneyValue, b: MoneyValue): number {
  const [x, y] = [minorOf(a, b.currency), toMinor(b.amount)];
  return x < y ? -1 : x > y ? 1 : 0;
}
export function minus(a: MoneyValue, b: MoneyValue): MoneyValue {
  return money(minorOf(a, b.currency) - toMinor(b.amount), a.currency);
}
export function plus(a: MoneyValue, b: MoneyValue): MoneyValue {
  return money(minorOf(a, b.currency) + toMinor(b.amount), a.currency);
}
/** Sum of amounts of one currency; the others are left out. */
export function sumOf(values: MoneyValue[], currency: string): MoneyValue {
  return money(values.reduce((all, v) => (v.currency === currency ? all + toMinor(v.amount) : all), 0n), currency);
}
export function isZero(value: MoneyValue): boolean {
  return toMinor(value.amount) === 0n;
}
export function isPositive(value: MoneyValue): boolean {
  return toMinor(value.amount) > 0n;
}

function minorOf(value: MoneyValue, currency: string): bigint {
  if (value.currency !== currency) throw new RangeError(`mixed currencies: ${value.currency}, ${currency}`);
  return toMinor(value.amount);
}
