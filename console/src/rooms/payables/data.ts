import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { AgeingRow, EntryPreviewLine, MoneyValue, Page, TimelineEvent } from "@/api/types.ts";
import type { Tone } from "@/kit/StateTag.tsx";
import type { UrlState } from "@/kit/useUrlState.ts";

export interface SupplierRef { id: string; folio: string; name: string }
export type StateKey = "waiting" | "mismatch" | "correction" | "ready" | "asked" | "sent_back" | "rejected" | "authorised" | "returned" | "paid" | "cancelled";
export interface Payable {
  id: string; folio: string; branch_id: number; branch: string; supplier: SupplierRef; kind: "service" | "advance"; service: string; quantity: number; served_on: string;
  contract: { id: string; folio: string; title: string } | null; invoice_number: string | null; invoiced: MoneyValue | null; contracted: MoneyValue; difference: MoneyValue | null; banner: string;
  amount: MoneyValue; paid: MoneyValue; balance: MoneyValue; asking: MoneyValue | null; due_on: string; days_past_due: number; state: StateKey; state_label: string; request_id: string | null;
  authorised_on: string | null; authorised_by: string | null; own_authorised: boolean; scheduled_on: string | null; paid_on: string | null;
}
export interface Tax { kind: "tax" | "withholding"; label: string; amount: MoneyValue }
export interface Invoice {
  id: string; number: string; fiscal_uuid: string | null; issued_on: string; subtotal: MoneyValue; taxes: Tax[]; tax: MoneyValue; withheld: MoneyValue; total: MoneyValue; compared: MoneyValue;
  contracted: MoneyValue; difference: MoneyValue; matches: boolean; banner: string; state: string; state_label: string; received_at: string; received_by: string; decided_by: string | null; reason: string | null;
}
export interface ContractSide {
  id: string | null; folio: string | null; title: string; service: string; price: MoneyValue; quantity: number; total: MoneyValue; includes_tax: boolean; terms_days: number; from_on: string | null; to_on: string | null;
}
export interface Account {
  id: string; currency: string; kind: string; bank: string; number: string; holder: string; state: string; state_label: string; usable_from: string | null; in_force: boolean; request_id: string | null;
  asked_by: string; decided_by: string | null;
}
export interface PaymentLine {
  id: string; folio: string; batch_id: string; payable_id: string; payable: string; service: string; supplier: SupplierRef; account: Account; amount: MoneyValue; state: string; state_label: string;
  authorised_by: string | null; own_authorised: boolean; paid_on: string | null; reference: string | null; return_reason: string | null; entry_id: number | null;
}
export interface Move { id: number; kind: string; kind_label: string; amount: MoneyValue; reference: string | null; on: string; by: string; undone: boolean; undoes: number | null }
export interface Paper { id: string; name: string; media: string; size: number; by: string; link: string }
export type May = Record<"invoice" | "reject" | "exception" | "ask" | "withdraw" | "authorise" | "schedule" | "cancel" | "credit" | "advance" | "evidence" | "pay", boolean>;
export interface PayableDetail extends Payable {
  terms_days: number; side_by_side: { contract: ContractSide; invoice: Invoice | null; matches: boolean | null; banner: string }; who_decides: string; invoices: Invoice[]; payments: PaymentLine[];
  moves: Move[]; papers: Paper[]; advances: { id: string; folio: string; remaining: MoneyValue }[]; timeline: TimelineEvent[]; entries: number[]; may: May;
}
export interface CfdiCheck { key: string; ok: boolean; text: string; blocks: boolean }
/** What the XML of an invoice says, and how it looks beside the supplier and the contract. */
export interface Cfdi {
  number: string; fiscal_uuid: string; issued_on: string; issuer: string; issuer_name: string; receiver: string; subtotal: MoneyValue; taxes: Tax[]; total: MoneyValue; checks: CfdiCheck[]; fits: boolean;
}
export interface PayableTotals { count: number; by_currency: { currency: string; count: number; amount: MoneyValue; paid: MoneyValue; balance: MoneyValue }[] }
export interface DayFigure { key: string; label: string; amount: MoneyValue; count: number; link: string }
export interface Summary { items: { currency: string; figures: DayFigure[] }[] }
export interface BankFile { id: string; layout: string; name: string; sha: string; made_at: string; made_by: string; link: string }
export interface BatchBrief {
  id: string; folio: string; branch: string; account: string; till_id: number; pay_on: string; state: "draft" | "executed" | "cancelled"; state_label: string; count: number; total: MoneyValue; created_at: string;
  created_by: string; executed_at: string | null; executed_by: string | null;
}
export interface Batch extends BatchBrief { payments: PaymentLine[]; files: BankFile[]; entry: EntryPreviewLine[]; may_execute: boolean; why_not: string }
export interface Price { id: string; service: string; amount: MoneyValue; from_on: string; current: boolean }
export interface Contract {
  id: string; folio: string; supplier: SupplierRef; branch_id: number | null; branch: string; title: string; from_on: string; to_on: string | null; live: boolean; terms_days: number; includes_tax: boolean; prices: Price[]; ended_by: string; ended_reason: string;
}
export interface Supplier {
  id: string; folio: string; client_id: string; name: string; tax_id: string | null; terms_days: number; invoice_required: boolean; active: boolean; owed: { balance: MoneyValue; count: number }[]; version: number;
}
export interface SupplierDetail extends Supplier { accounts: Account[]; contracts: Contract[] }
export interface BankBox { id: number; name: string; kind: string; branch_id: number; currency: string; balance: MoneyValue | null; main: boolean }

export const TONES: Record<StateKey, Tone> = {
  waiting: "wait", mismatch: "bad", correction: "wait", ready: "wait", asked: "wait", sent_back: "wait", rejected: "bad", authorised: "info", returned: "bad", paid: "ok", cancelled: "off",
};
export const VIEWS = ["authorise", "today", "scheduled", "rejected", "pending", "paid", "all"] as const;
export type ViewKey = (typeof VIEWS)[number];

/** The words of a state without the mark that mail and chats need: here the tag has its own. */
export function plainState(label: string): string {
  const words = label.slice(label.indexOf(" ") + 1).toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
export function viewOf(url: UrlState): ViewKey {
  return VIEWS.find((each) => each === url["view"]) ?? (Object.keys(url).length > 0 ? "all" : "authorise");
}
/** Filters of the list, from the view and the address together. */
export function listQuery(view: ViewKey, url: UrlState, branch: Query): Query {
  return { ...branch, ...url, view };
}

export const usePayable = (id: string): UseQueryResult<PayableDetail, Problem> => useRead<PayableDetail>(`/payables/${id}`);
export const useSummary = (query: Query): UseQueryResult<Summary, Problem> => useRead<Summary>("/payables/summary", query, { keep: true });
export const useAgeing = (query: Query): UseQueryResult<{ items: AgeingRow[] }, Problem> => useRead<{ items: AgeingRow[] }>("/payables/ageing", query, { keep: true });
export const useBatch = (id: string): UseQueryResult<Batch, Problem> => useRead<Batch>(`/payables/batches/${id}`);
export const useSupplier = (id: string): UseQueryResult<SupplierDetail, Problem> => useRead<SupplierDetail>(`/suppliers/${id}`);
export const useSuppliers = (): UseQueryResult<Page<Supplier>, Problem> => useRead<Page<Supplier>>("/suppliers", { active: true, limit: 200 }, { keep: true });
export const useContracts = (supplier: string | null): UseQueryResult<Page<Contract>, Problem> =>
  useRead<Page<Contract>>("/supplier-contracts", { supplier_id: supplier ?? "", live: true, limit: 200 }, { enabled: Boolean(supplier), keep: true });
export const useReadyToPay = (branch: number): UseQueryResult<Page<Payable, PayableTotals>, Problem> =>
  useRead<Page<Payable, PayableTotals>>("/payables", { view: "today", branch_id: branch, limit: 200 }, { keep: true });
export const useBanks = (): UseQueryResult<Page<BankBox>, Problem> => useRead<Page<BankBox>>("/tills", undefined, { keep: true });

export const act = (id: string, what: string, body: unknown, key?: string): Promise<PayableDetail> => api.post<PayableDetail>(`/payables/${id}/${what}`, body, key ? { key } : {});
const withFile = (file: globalThis.File): FormData => { const body = new FormData(); body.append("file", file); return body; };
export const readCfdi = (id: string, file: globalThis.File): Promise<Cfdi> => api.post<Cfdi>(`/payables/${id}/cfdi`, withFile(file));
export const attach = (id: string, file: globalThis.File): Promise<PayableDetail> => api.post<PayableDetail>(`/payables/${id}/papers`, withFile(file));
export const serve = (body: unknown, key: string, branchId: number): Promise<PayableDetail> => api.post<PayableDetail>("/payables", body, { key, branchId });
export const askAdvance = (body: unknown, key: string, branchId: number): Promise<PayableDetail> => api.post<PayableDetail>("/payables/advances", body, { key, branchId });
export const decide = (request: string, reason: string, yes: boolean): Promise<unknown> =>
  yes ? api.post(`/approvals/${request}/authorisation`, { note: reason }) : api.post(`/approvals/${request}/rejection`, { reason });
export const openBatch = (body: unknown, key: string, branchId: number): Promise<Batch> => api.post<Batch>("/payables/batches", body, { key, branchId });
export const onBatch = (id: string, what: string, body: unknown, key?: string): Promise<Batch> => api.post<Batch>(`/payables/batches/${id}/${what}`, body, key ? { key } : {});
export const onPayment = (id: string, what: string, body: unknown, key?: string): Promise<Batch> => api.post<Batch>(`/payables/payments/${id}/${what}`, body, key ? { key } : {});
export const onSupplier = (path: string, body: unknown): Promise<SupplierDetail> => api.post<SupplierDetail>(path, body);
