import type { Amounts, Instalment } from "@/api/loans.ts";
import { isZero } from "@/kit/money.ts";

/** The columns a calendar may have, in the order in which they are read. */
export const PARTS = ["principal", "interest", "charge", "insurance", "arrears", "total"] as const satisfies (keyof Amounts)[];
const ALWAYS = new Set<keyof Amounts>(["principal", "interest", "total"]);

/** The columns of a calendar: charges, insurance and arrears only where some instalment has them. */
export function partsOf(rows: Pick<Instalment, "due">[]): (typeof PARTS)[number][] {
  return PARTS.filter((part) => ALWAYS.has(part) || rows.some((row) => !isZero(row.due[part])));
}
