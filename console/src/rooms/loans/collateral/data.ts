import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Backing, Collateral, CollateralDetail, CollateralKind, Held, LienAsk, Notice, Remittance, Weighed } from "@/api/backing.ts";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { MoneyValue, Page } from "@/api/types.ts";

export function useBacking(loanId: string, on: string | undefined): UseQueryResult<Backing, Problem> {
  return useRead<Backing>(`/loans/${loanId}/backing`, { on }, { keep: true });
}
export function useCollaterals(q: string, enabled = true): UseQueryResult<Page<Collateral>, Problem> {
  return useRead<Page<Collateral>>("/collaterals", { ...useBranchQuery(), q, limit: 100 }, { keep: true, enabled });
}
/** What may be lent of a product with those things behind, as approving it will look at it. */
export function useWeighed(product: string | undefined, principal: MoneyValue | null, liens: LienAsk[]): UseQueryResult<Weighed, Problem> {
  const enabled = product !== undefined && principal !== null && liens.length > 0;
  return useQuery<Weighed, Problem>({
    queryKey: ["weighed", product, principal, liens],
    queryFn: ({ signal }) => api.post<Weighed>(`/products/${product ?? ""}/backing`, { principal, liens }, { signal }),
    enabled, retry: false, refetchOnWindowFocus: false, placeholderData: enabled ? keepPreviousData : undefined,
  });
}
export function useWatch(): UseQueryResult<Page<Notice>, Problem> {
  return useRead<Page<Notice>>("/collaterals/watch", useBranchQuery());
}
export function useHeld(): UseQueryResult<Page<Held>, Problem> {
  return useRead<Page<Held>>("/held-charges");
}
export function useRemittances(): UseQueryResult<Page<Remittance>, Problem> {
  return useRead<Page<Remittance>>("/remittances", { ...useBranchQuery(), limit: 100 });
}

export interface NewThing { client_id: string; kind: CollateralKind; description: string; registration: string; office: string; cadastre: string }
export interface NewValue { amount: MoneyValue; appraiser: string; valued_on?: string; valid_until?: string }
export interface NewPolicy { insurer: string; policy: string; covers: string; amount?: MoneyValue; from_on: string; to_on: string }
export const enter = (ask: NewThing): Promise<CollateralDetail> => api.post<CollateralDetail>("/collaterals", ask);
export const value = (id: string, ask: NewValue): Promise<CollateralDetail> => api.post<CollateralDetail>(`/collaterals/${id}/valuations`, ask);
export const insure = (id: string, ask: NewPolicy): Promise<CollateralDetail> => api.post<CollateralDetail>(`/collaterals/${id}/policies`, ask);
export const pledge = (loanId: string, id: string, part: string): Promise<Backing> => api.post<Backing>(`/loans/${loanId}/liens`, { collateral_id: id, part });
export const register = (lienId: string, ask: { notary: string; entry: string; on?: string }): Promise<Backing> => api.post<Backing>(`/liens/${lienId}/registration`, ask);
export const release = (lienId: string, reason: string): Promise<Backing> => api.post<Backing>(`/liens/${lienId}/release`, { reason });
export const addSurety = (loanId: string, clientId: string, role: string): Promise<Backing> => api.post<Backing>(`/loans/${loanId}/sureties`, { client_id: clientId, role });
export const removeSurety = (id: string, reason: string): Promise<Backing> => api.post<Backing>(`/sureties/${id}/removal`, { reason });
export interface NewRemittance { amount: MoneyValue; payee: string; concept: string; method: string; reference: string; branch_id: number; account_id?: number }
export const remit = (ask: NewRemittance, key: string): Promise<Remittance> => api.post<Remittance>("/remittances", ask, { key });
export const undoRemittance = (id: string, reason: string): Promise<Remittance> => api.post<Remittance>(`/remittances/${id}/reversal`, { reason });
