import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { Account, Entry, MoneyValue, Page, Till, TrialBalanceRow, Verification } from "@/api/types.ts";

export interface SideTotals { currency: string; debit: MoneyValue; credit: MoneyValue; balance?: MoneyValue }
/** The totals may come as a list or inside `by_currency`, as in the other lists. */
export interface TrialBalance { items: TrialBalanceRow[]; totals?: SideTotals[] | { by_currency: SideTotals[] } }

export function useTrialBalance(on: string): UseQueryResult<TrialBalance, Problem> {
  const branch = useBranchQuery();
  return useRead<TrialBalance>("/trial-balance", { on, ...branch }, { keep: true, enabled: on !== "" });
}
export function totalsOf(balance: TrialBalance): SideTotals[] {
  const { totals } = balance;
  return Array.isArray(totals) ? totals : (totals?.by_currency ?? []);
}
export function useEntry(id: string): UseQueryResult<Entry, Problem> {
  return useRead<Entry>(`/entries/${id}`);
}
export function useAccounts(): UseQueryResult<Page<Account>, Problem> {
  return useRead<Page<Account>>("/accounts", useBranchQuery());
}
export function useTills(): UseQueryResult<Page<Till>, Problem> {
  return useRead<Page<Till>>("/tills", useBranchQuery());
}
export const verify = (): Promise<Verification> => api.post<Verification>("/books/verification", {});
