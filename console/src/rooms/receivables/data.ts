import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { AgeingRow, Entry, NewReceivable, Receivable, ReceivableDetail } from "@/api/types.ts";
import type { UrlState } from "@/kit/useUrlState.ts";

export type ViewKey = "all" | "today" | "overdue" | "pending" | "paid";

/** The saved view an address is in. Links written by the server carry filters, not views. */
export function viewOf(url: UrlState): ViewKey {
  const named = url["view"];
  if (named === "all" || named === "today" || named === "overdue" || named === "pending" || named === "paid") return named;
  if (url["status"] === "overdue" || url["status"] === "paid") return url["status"];
  return url["open"] === "true" ? "pending" : "all";
}

/** Filters of the list, from the view and the address together. The address wins. */
export function listQuery(view: ViewKey, url: UrlState, today: string, branch: Query): Query {
  const presets: Record<ViewKey, Query> = {
    all: {}, today: { open: true, due_from: today, due_to: today }, overdue: { status: "overdue" },
    pending: { open: true }, paid: { status: "paid" },
  };
  const filters = Object.fromEntries(Object.entries(url).filter(([name]) => name !== "view"));
  return { ...branch, ...presets[view], ...filters };
}

export function useAgeing(query: Query): UseQueryResult<{ items: AgeingRow[] }, Problem> {
  return useRead<{ items: AgeingRow[] }>("/receivables/ageing", query, { keep: true });
}
export function useReceivable(id: string): UseQueryResult<ReceivableDetail, Problem> {
  return useRead<ReceivableDetail>(`/receivables/${id}`);
}
export function useEntry(id: string | number, enabled = true): UseQueryResult<Entry, Problem> {
  return useRead<Entry>(`/entries/${id}`, undefined, { enabled });
}

export function create(ask: NewReceivable, key: string, branchId?: number): Promise<Receivable> {
  return api.post<Receivable>("/receivables", ask, { key, branchId });
}
export function cancel(id: string, reason: string): Promise<Receivable> {
  return api.post<Receivable>(`/receivables/${id}/cancellation`, { reason });
}
