import type { UseQueryResult } from "@tanstack/react-query";
import type { Calculation, Policy, RefundDetail, ServiceKind } from "@/api/bookings.ts";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { usePreview, useRead } from "@/api/query.ts";
import type { Entry, MoneyValue, Page } from "@/api/types.ts";
import type { UrlState } from "@/kit/useUrlState.ts";

export type ViewKey = "asked" | "authorised" | "late" | "all";
const VIEWS: Record<ViewKey, Query> = { asked: { state: "asked" }, authorised: { state: "authorised" }, late: { late: true }, all: {} };
export const VIEW_KEYS = Object.keys(VIEWS) as ViewKey[];

/** The saved view an address is in; one with filters of its own is of all of them. */
export function viewOf(url: UrlState): ViewKey {
  const named = VIEW_KEYS.find((key) => key === url["view"] || key === url["state"]);
  return named ?? (Object.keys(url).length > 0 ? "all" : "asked");
}
export function listQuery(view: ViewKey, url: UrlState, branch: Query): Query {
  return { ...branch, ...VIEWS[view], ...Object.fromEntries(Object.entries(url).filter(([name]) => name !== "view")) };
}

export function useRefund(id: string): UseQueryResult<RefundDetail, Problem> {
  return useRead<RefundDetail>(`/refunds/${id}`);
}
export function useEntry(id: string | number): UseQueryResult<Entry, Problem> {
  return useRead<Entry>(`/entries/${id}`);
}
export function usePolicies(): UseQueryResult<Page<Policy>, Problem> {
  return useRead<Page<Policy>>("/cancellation-policies");
}
export interface BandAsk { first_day: number; percent: string }
export interface Simulation { service_on: string; cancelled_on: string; paid: MoneyValue; bands: BandAsk[] }
export function useSimulation(ask: Simulation | null): UseQueryResult<Calculation, Problem> {
  return usePreview<Calculation>("/cancellation-policies/simulation", ask, undefined, ask !== null, true);
}
export interface NewPolicy { kind: ServiceKind | null; from_on: string; pay_days: number; bands: BandAsk[]; reason: string }
export function savePolicy(ask: NewPolicy): Promise<Policy> {
  return api.post<Policy>("/cancellation-policies", ask);
}
export function voidRefund(id: string, reason: string): Promise<RefundDetail> {
  return api.post<RefundDetail>(`/refunds/${id}/void`, { reason });
}
