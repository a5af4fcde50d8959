import type { Lot } from "@/api/pawn.ts";
import type { PaymentMethod } from "@/api/types.ts";
import { compareMoney, isPositive, money } from "@/kit/money.ts";
import { into } from "@/kit/receiving.ts";

/** A sale being written; amounts as decimal text, `cost` null is what the plan says. */
export interface SaleDraft { price: string | null; method: PaymentMethod; account: number | null; buyer: string; cost: string | null; reason: string }

export function belowMinimum(draft: SaleDraft, of: Pick<Lot, "minimum">): boolean {
  return draft.price !== null && of.minimum !== null && compareMoney(money(draft.price, of.minimum.currency), of.minimum) < 0;
}
/** What to ask the server; null while there is no price. */
export function saleAsk(draft: SaleDraft, of: Pick<Lot, "debt" | "minimum">): object | null {
  const { currency } = of.debt;
  if (draft.price === null || !isPositive(money(draft.price, currency))) return null;
  return {
    price: money(draft.price, currency), method: draft.method, buyer: draft.buyer.trim(), sale_cost: draft.cost === null ? null : money(draft.cost, currency),
    reason: belowMinimum(draft, of) ? draft.reason.trim() : "", ...into(draft.method, draft.account),
  };
}
