import type { UseQueryResult } from "@tanstack/react-query";
import type { Statement, Which } from "@/api/books.ts";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { Entry, MoneyValue, Page, Till } from "@/api/types.ts";

export function useStatement(which: Which, query: Query, enabled: boolean): UseQueryResult<Statement, Problem> {
  return useRead<Statement>(`/books/statements/${which}`, query, { keep: true, enabled });
}
export function useEntry(id: string): UseQueryResult<Entry, Problem> {
  return useRead<Entry>(`/entries/${id}`);
}
export function useTills(): UseQueryResult<Page<Till>, Problem> {
  return useRead<Page<Till>>("/tills", useBranchQuery());
}
export interface Expectation { branch_id: number; ym: number; currency: string; key: string; amount: MoneyValue | null }
export const setBudgets = (lines: Expectation[]): Promise<{ written: number }> => api.put<{ written: number }>("/budgets", { lines });
export const uploadBudgets = (file: File): Promise<{ written: number }> => {
  const form = new FormData();
  form.set("file", file);
  return api.post<{ written: number }>("/budgets/file", form);
};
export const openAccount = (ask: { under: string; suffix: string; name: string; currency: string }): Promise<{ id: number; code: string }> => api.post<{ id: number; code: string }>("/accounts", ask);
