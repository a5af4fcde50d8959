import type { PaysOut, TicketDetail } from "@/api/pawn.ts";
import type { MoneyValue, PaymentMethod } from "@/api/types.ts";
import { compareMoney, isPositive, money } from "@/kit/money.ts";
import { into } from "@/kit/receiving.ts";
import { words } from "./words.ts";

export type PayKind = "renew" | "redeem" | "part";
/** What the cashier is typing of a refrendo or a desempeño; amounts as decimal text. `more`: lent besides; `items`: of a part. */
export interface PayDraft {
  method: PaymentMethod; capital: string | null; more: string | null; gives: PaysOut; reference: string; tendered: string | null; account: number | null; deliver: boolean; to: string; items: string[];
}
/** Ways of paying that leave a number behind. */
export const NEEDS: Record<PaymentMethod, boolean> = { cash: false, transfer: true, card: false, cheque: true };

export const draftOf = (deliver: boolean): PayDraft => ({ method: "cash", capital: null, more: null, gives: "cash", reference: "", tendered: null, account: null, deliver, to: "", items: [] });

const some = (amount: string | null, currency: string): amount is string => amount !== null && isPositive(money(amount, currency));

/** What keeps it from being asked for, by field. `amount`: what is paid, when it is known already. */
export function wrongIn(draft: PayDraft, kind: PayKind, of: Pick<TicketDetail, "owed" | "may_add" | "items">, amount: MoneyValue | null): Partial<Record<"capital" | "more" | "items" | "reference" | "tendered", string>> {
  const { currency } = of.owed.capital;
  const text = words.pay;
  const wrong: ReturnType<typeof wrongIn> = {};
  if (kind === "renew" && draft.capital !== null && compareMoney(money(draft.capital, currency), of.owed.capital) >= 0) wrong.capital = text.capitalMost(of.owed.capital.amount);
  if (kind === "renew" && some(draft.more, currency)) {
    if (some(draft.capital, currency)) wrong.more = text.either;
    else if (compareMoney(money(draft.more, currency), of.may_add) > 0) wrong.more = text.moreMost(of.may_add.amount);
  }
  if (kind === "part" && (draft.items.length === 0 || draft.items.length >= of.items.filter((item) => item.gone === null).length)) wrong.items = text.choosePart;
  if ((amount === null || isPositive(amount)) && NEEDS[draft.method] && !draft.reference.trim()) wrong.reference = text.missingReference;
  if (amount && draft.method === "cash" && draft.tendered !== null && compareMoney(money(draft.tendered, currency), amount) < 0) wrong.tendered = text.short;
  return wrong;
}
const how = (draft: PayDraft, currency: string): object => ({
  method: draft.method, reference: draft.method === "cash" ? null : draft.reference.trim() || null,
  tendered: draft.method === "cash" && draft.tendered !== null ? money(draft.tendered, currency) : null,
  ...into(draft.method, draft.account),
});
/** The request of each: `paid` is false when there is nothing to charge. */
export function payAsk(draft: PayDraft, kind: PayKind, currency: string, paid: boolean): object {
  if (kind === "redeem") return { ...how(draft, currency), deliver: draft.deliver, to: draft.deliver ? draft.to.trim() : "" };
  if (kind === "part") return { ...how(draft, currency), items: draft.items, to: draft.to.trim() };
  const lends = some(draft.more, currency) ? { more: money(draft.more, currency), gives: draft.gives } : {};
  return { ...(paid ? how(draft, currency) : { method: "cash", reference: null, tendered: null }), capital: some(draft.capital, currency) ? money(draft.capital, currency) : null, ...lends };
}
