import type { MoneyValue } from "@/api/types.ts";
import { money, toMinor } from "@/kit/money.ts";

/** What is being counted: pieces as typed, by denomination. */
export type Pieces = Record<string, string>;

/** Whole pieces, or null where something else was typed. Nothing typed is none. */
export function piecesOf(text: string | undefined): number | null {
  const clean = (text ?? "").trim();
  if (clean === "") return 0;
  return /^\d{1,6}$/.test(clean) ? Number(clean) : null;
}
/** What one denomination adds up to. */
export function worth(value: string, pieces: number, currency: string): MoneyValue {
  return money(toMinor(value) * BigInt(pieces), currency);
}
/** What a count adds up to; what is not a number of pieces adds nothing. */
export function totalOf(counted: Pieces, denominations: string[], currency: string): MoneyValue {
  return money(denominations.reduce((sum, value) => sum + toMinor(value) * BigInt(piecesOf(counted[value]) ?? 0), 0n), currency);
}
/** The count as the API takes it, or null while something in it is wrong. */
export function askOf(counted: Pieces, denominations: string[]): Record<string, number> | null {
  const out: Record<string, number> = {};
  for (const value of denominations) {
    const pieces = piecesOf(counted[value]);
    if (pieces === null) return null;
    if (pieces > 0) out[value] = pieces;
  }
  return out;
}
