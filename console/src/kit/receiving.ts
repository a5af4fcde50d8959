import type { PaymentMethod } from "@/api/types.ts";

/** Ways of paying whose money a bank may show. */
export const INTO_BANK: PaymentMethod[] = ["transfer", "card"];

/** What is asked of where the money came in; nothing while it is the usual place. */
export function into(method: PaymentMethod, account: number | null): { account_id?: number } {
  return INTO_BANK.includes(method) && account !== null ? { account_id: account } : {};
}
