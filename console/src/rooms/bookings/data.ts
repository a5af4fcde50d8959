import type { UseQueryResult } from "@tanstack/react-query";
import type { BookingDetail, Cancelled, HowBack, NewBooking, Policy, Refund, RefundDetail, Worth } from "@/api/bookings.ts";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { Entry, MoneyValue, Page } from "@/api/types.ts";
import type { UrlState } from "@/kit/useUrlState.ts";

export type ViewKey = "all" | "coming" | "late" | "owed" | "cancelled";
const VIEWS: Record<ViewKey, Query> = {
  all: {}, coming: { state: "booked" }, late: { late: true }, owed: { payment: "pending" }, cancelled: { state: "cancelled" },
};
export const VIEW_KEYS = Object.keys(VIEWS) as ViewKey[];

export function viewOf(url: UrlState): ViewKey {
  return VIEW_KEYS.find((key) => key === url["view"]) ?? "all";
}
/** Filters of the list, from the view and the address together. The address wins. */
export function listQuery(view: ViewKey, url: UrlState, branch: Query): Query {
  return { ...branch, ...VIEWS[view], ...Object.fromEntries(Object.entries(url).filter(([name]) => name !== "view")) };
}

export function useBooking(id: string): UseQueryResult<BookingDetail, Problem> {
  return useRead<BookingDetail>(`/bookings/${id}`);
}
/** What cancelling it now gives back; of one already cancelled, what it gives back since. */
export function useWorth(id: string, enabled: boolean): UseQueryResult<Worth, Problem> {
  return useRead<Worth>(`/bookings/${id}/cancellation`, undefined, { enabled });
}
export function useRefundsOf(id: string, enabled: boolean): UseQueryResult<Page<Refund>, Problem> {
  return useRead<Page<Refund>>("/refunds", { booking_id: id }, { enabled });
}
export function usePolicies(enabled: boolean): UseQueryResult<Page<Policy>, Problem> {
  return useRead<Page<Policy>>("/cancellation-policies", undefined, { enabled });
}
export function useEntry(id: string | number): UseQueryResult<Entry, Problem> {
  return useRead<Entry>(`/entries/${id}`);
}

/** Contracts in force, for services that a supplier gives. */
export interface ContractRef { id: string; folio: string; title: string; supplier: { name: string } }
export function useContracts(enabled: boolean): UseQueryResult<Page<ContractRef>, Problem> {
  return useRead<Page<ContractRef>>("/supplier-contracts", { live: true, limit: 200 }, { enabled });
}

export function book(ask: NewBooking, key: string, branchId: number): Promise<BookingDetail> {
  return api.post<BookingDetail>("/bookings", ask, { key, branchId });
}
export interface Change { service_on?: string; service_time?: string; price?: MoneyValue; reason: string }
export function change(id: string, ask: Change): Promise<BookingDetail> {
  return api.post<BookingDetail>(`/bookings/${id}/changes`, ask);
}
export function give(id: string): Promise<BookingDetail> {
  return api.post<BookingDetail>(`/bookings/${id}/completion`, {});
}
export function cancel(id: string, ask: HowBack): Promise<Cancelled> {
  return api.post<Cancelled>(`/bookings/${id}/cancellation`, ask);
}
export function askRefund(id: string, ask: HowBack): Promise<RefundDetail> {
  return api.post<RefundDetail>("/refunds", { booking_id: id, ...ask });
}
