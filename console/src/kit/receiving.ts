import type { PaymentMethod } from "@/api/types.ts";

/** Ways of paying whose money a bank may show. */
export const INTO_BANK: PaymentMethod[] = ["transfer", "card"];

/** Ways of paying out whose money leaves a bank account: the house writes its cheques against one. */
export const OUT_OF_BANK: PaymentMethod[] = ["transfer", "cheque"];

/** What is asked of where the money leaves from; nothing while it is the usual place. */
export function outOf(method: PaymentMethod, account: number | null): { account_id?: number } {
  return OUT_OF_BANK.includes(method) && account !== null ? { account_id: account } : {};
}

/** What is asked of where the money came in; nothing while it is the usual place. */
export function into(method: PaymentMethod, account: number | null): { account_id?: number } {
  return INTO_BANK.includes(method) && account !== null ? { account_id: account } : {};
}
