import type { TicketDetail } from "@/api/pawn.ts";
import type { MoneyValue, PaymentMethod } from "@/api/types.ts";
import { compareMoney, isPositive, money } from "@/kit/money.ts";
import { words } from "./words.ts";

/** What the cashier is typing of a refrendo or a desempeño; amounts as decimal text. */
export interface PayDraft { method: PaymentMethod; capital: string | null; reference: string; tendered: string | null; deliver: boolean; to: string }
/** Ways of paying that leave a number behind. */
export const NEEDS: Record<PaymentMethod, boolean> = { cash: false, transfer: true, card: false, cheque: true };

export const draftOf = (deliver: boolean): PayDraft => ({ method: "cash", capital: null, reference: "", tendered: null, deliver, to: "" });

/** What keeps it from being asked for, by field. */
export function wrongIn(draft: PayDraft, kind: "renew" | "redeem", of: Pick<TicketDetail, "owed">, amount: MoneyValue): Partial<Record<"capital" | "reference" | "tendered", string>> {
  const { currency } = amount;
  const wrong: ReturnType<typeof wrongIn> = {};
  if (kind === "renew" && draft.capital !== null && compareMoney(money(draft.capital, currency), of.owed.capital) >= 0) wrong.capital = words.pay.capitalHint(of.owed.capital.amount);
  if (isPositive(amount) && NEEDS[draft.method] && !draft.reference.trim()) wrong.reference = words.pay.missingReference;
  if (draft.method === "cash" && draft.tendered !== null && compareMoney(money(draft.tendered, currency), amount) < 0) wrong.tendered = words.pay.short;
  return wrong;
}
const how = (draft: PayDraft, currency: string): object => ({
  method: draft.method, reference: draft.method === "cash" ? null : draft.reference.trim() || null,
  tendered: draft.method === "cash" && draft.tendered !== null ? money(draft.tendered, currency) : null,
});
export function renewAsk(draft: PayDraft, currency: string, paid: boolean): object {
  const capital = draft.capital !== null && isPositive(money(draft.capital, currency)) ? money(draft.capital, currency) : null;
  return { ...(paid ? how(draft, currency) : { method: "cash", reference: null, tendered: null }), capital };
}
export function redeemAsk(draft: PayDraft, currency: string): object {
  return { ...how(draft, currency), deliver: draft.deliver, to: draft.deliver ? draft.to.trim() : "" };
}
