import type { UseQueryResult } from "@tanstack/react-query";
import { api, openFile } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { Entry, Payment } from "@/api/types.ts";

export function usePayment(id: string): UseQueryResult<Payment, Problem> {
  return useRead<Payment>(`/payments/${id}`);
}
export function useEntry(id: string | number, enabled: boolean): UseQueryResult<Entry, Problem> {
  return useRead<Entry>(`/entries/${id}`, undefined, { enabled });
}
export function reverse(id: string, reason: string, key: string): Promise<unknown> {
  return api.post(`/payments/${id}/reversal`, { reason }, { key });
}
export function openReceipt(id: string): Promise<void> {
  return openFile(`/payments/${id}/receipt.pdf`);
}
