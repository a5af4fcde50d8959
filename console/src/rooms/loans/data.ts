import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Effect, Favour, Loan, LoanDetail, NewLoan, Part, Product, Quote, QuoteAsk, Renewal, Simulation, Wish } from "@/api/loans.ts";
import type { Problem } from "@/api/problem.ts";
import { ASKED_ONCE, useRead } from "@/api/query.ts";
import type { MoneyValue, Page, Payment, PaymentMethod } from "@/api/types.ts";
import { addDays } from "@/kit/dates.ts";
import type { UrlState } from "@/kit/useUrlState.ts";

export type ViewKey = "active" | "today" | "week" | "late" | "renewable" | "applied" | "approved" | "paid" | "all";
export const VIEWS: ViewKey[] = ["active", "today", "week", "late", "renewable", "applied", "approved", "paid", "all"];

export function viewOf(url: UrlState): ViewKey {
  return VIEWS.find((key) => key === url["view"]) ?? (url["status"] || url["q"] ? "all" : "active");
}
/** What the list asks for: the saved view first, and what the person filtered on top of it. */
export function listQuery(view: ViewKey, url: UrlState, today: string, branch: Query): Query {
  const views: Record<ViewKey, Query> = {
    active: { status: "active" }, today: { status: "active", due_from: today, due_to: today }, week: { status: "active", due_from: today, due_to: today ? addDays(today, 7) : undefined },
    late: { status: "late" }, renewable: { renewable: "true" }, applied: { status: "applied" }, approved: { status: "approved" }, paid: { status: "paid,renewed,recovered" }, all: {},
  };
  const asked = Object.fromEntries(Object.entries(url).filter(([name]) => name !== "view"));
  return { ...branch, ...views[view], ...asked };
}

export function useProducts(enabled = true): UseQueryResult<Page<Product>, Problem> {
  return useRead<Page<Product>>("/products", undefined, { enabled, staleMs: 60_000 });
}
export function useLoan(id: string, asOf: string | undefined): UseQueryResult<LoanDetail, Problem> {
  return useRead<LoanDetail>(`/loans/${id}`, { as_of: asOf }, { keep: true });
}
export function useSimulation(loanId: string, amount: string | null, on: string | null): UseQueryResult<Simulation, Problem> {
  return useRead<Simulation>(`/loans/${loanId}/simulation`, { amount: amount ?? undefined, on: on ?? undefined }, { keep: true });
}

/** What is asked: a product and what is wanted of it, or terms written by hand. */
export type Asked = { product: string; wish: Wish } | { terms: QuoteAsk };

/** The quotation of what is on screen; the very function that will write the contract. */
export function useQuote(asked: Asked | null): UseQueryResult<Quote, Problem> {
  return useQuery<Quote, Problem>({
    queryKey: ["quote", asked],
    queryFn: ({ signal }) => (asked && "terms" in asked
      ? api.post<Quote>("/loans/quote", asked.terms, { signal }) : api.post<Quote>(`/products/${asked?.product ?? ""}/quote`, asked?.wish, { signal })),
    enabled: asked !== null, retry: false, staleTime: 60_000, refetchOnWindowFocus: false, placeholderData: keepPreviousData,
  });
}

export const apply = (ask: NewLoan, key: string): Promise<LoanDetail> => api.post<LoanDetail>("/loans", ask, { key });
export const decide = (loan: Loan, approve: boolean, reason = ""): Promise<LoanDetail> => api.post<LoanDetail>(`/loans/${loan.id}/approval`, { approve, reason }, { branchId: loan.branch_id });
export const cancel = (loan: Loan, reason: string): Promise<LoanDetail> => api.post<LoanDetail>(`/loans/${loan.id}/cancellation`, { reason }, { branchId: loan.branch_id });
export interface HandOver { method: "cash" | "transfer" | "cheque"; on?: string; account_id?: number }
export const disburse = (loan: Loan, ask: HandOver, key: string): Promise<LoanDetail> => api.post<LoanDetail>(`/loans/${loan.id}/disbursement`, ask, { key, branchId: loan.branch_id });

/** What a renewal that waits would hand over today; of any other loan nothing is asked, nor once it was handed over. */
export function useRenewal(loan: LoanDetail): UseQueryResult<Renewal, Problem> {
  return useQuery<Renewal, Problem>({
    queryKey: ["renewal", loan.id, loan.status], queryFn: ({ signal }) => api.get<Renewal>(`/loans/${loan.id}/renewal`, undefined, signal),
    enabled: loan.renews !== null && ["applied", "approved"].includes(loan.status), meta: ASKED_ONCE, retry: false, staleTime: 5_000,
  });
}
export const useFavours = (loanId: string, enabled: boolean): UseQueryResult<Page<Favour>, Problem> => useRead<Page<Favour>>("/loan-requests", { loan_id: loanId }, { enabled });
export const usePending = (branch: Query): UseQueryResult<Page<Favour>, Problem> => useRead<Page<Favour>>("/loan-requests", { status: "pending", ...branch });
export interface FavourAsk { kind: Favour["kind"]; component?: Part; amount?: MoneyValue | null; reason: string }
export const askFavour = (loan: Loan, ask: FavourAsk): Promise<Favour> => api.post<Favour>(`/loans/${loan.id}/requests`, ask, { branchId: loan.branch_id });
export const decideFavour = (favour: Favour, approve: boolean, reason: string, key: string): Promise<Favour> => api.post<Favour>(`/loan-requests/${favour.id}/decision`, { approve, reason }, { key, branchId: favour.branch_id });
export const takeBack = (loan: Loan, reason: string, key: string): Promise<LoanDetail> => api.post<LoanDetail>(`/loans/${loan.id}/disbursement/reversal`, { reason }, { key, branchId: loan.branch_id });

export interface Received { method: PaymentMethod; reference?: string; received_on?: string; account_id?: number }
export interface Settled { payment: Payment; loan: LoanDetail }
export const prepay = (loan: Loan, ask: Received & { amount: MoneyValue; effect: Effect }, key: string): Promise<Settled> => api.post<Settled>(`/loans/${loan.id}/prepayment`, ask, { key, branchId: loan.branch_id });
export const payOff = (loan: Loan, ask: Received & { expected: MoneyValue }, key: string): Promise<Settled> => api.post<Settled>(`/loans/${loan.id}/payoff`, ask, { key, branchId: loan.branch_id });
