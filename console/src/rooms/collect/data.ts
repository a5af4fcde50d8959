import { useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import { uuid7 } from "@/api/keys.ts";
import type { Ticket } from "@/api/pawn.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import { can } from "@/api/session.ts";
import type { Client, CreditApplication, Dues, NewPayment, Page, Payment, Receivable } from "@/api/types.ts";
import { scannedOf } from "@/kit/pawn.ts";
import type { Attempt } from "./attempt.ts";

export function useDues(id: string): UseQueryResult<Dues, Problem> {
  return useRead<Dues>(`/clients/${id}/dues`, undefined, { staleMs: 0 });
}

/** A folio of a debt («CXC-1», «cxc 001») as it is written in the books; null when it is not one. */
export function debtFolio(text: string): string | null {
  const found = /^\s*cxc[\s-]*(\d+)\s*$/i.exec(text);
  return found ? `CXC-${(found[1] ?? "").replace(/^0+(?=\d)/, "").padStart(3, "0")}` : null;
}

export interface Hit { key: string; clientId: string; receivableId: string | null; name: string; client: Client | null; debt: Receivable | null; ticket?: Ticket }

/** Whoever pledged a ticket whose code is typed or scanned. */
function ticketHits(tickets: Ticket[]): Hit[] {
  return tickets.map((one) => ({ key: one.id, clientId: one.client_id, receivableId: null, name: one.client.name, client: null, debt: null, ticket: one }));
}
/** People and debts that answer to what is typed, best first. */
export function hitsOf(clients: Client[], debts: Receivable[]): Hit[] {
  return [
    ...debts.map((r) => ({ key: r.id, clientId: r.client_id, receivableId: r.id, name: r.client.name, client: null, debt: r })),
    ...clients.map((c) => ({ key: c.id, clientId: c.id, receivableId: null, name: c.name, client: c, debt: null })),
  ];
}
export function useHits(q: string): { hits: Hit[]; busy: boolean; problem: Problem | null; settledFor: string } {
  const folio = debtFolio(q);
  const code = scannedOf(q);
  const on = q.length > 1;
  const pledges = useRead<Page<Ticket>>("/pawn-tickets", { q: code?.folio ?? "", limit: 1 }, { enabled: on && code !== null && can("pawn.read") });
  const clients = useRead<Page<Client>>("/clients", { q, with_balance: true, limit: 8 }, { enabled: on && folio === null && code === null, keep: true });
  const debts = useRead<Page<Receivable>>("/receivables", { q: folio ?? "", limit: 8 }, { enabled: on && folio !== null });
  if (on && code) return { hits: ticketHits(pledges.data?.items ?? []), busy: pledges.isFetching, problem: pledges.error, settledFor: pledges.isFetching ? "" : q };
  const hits = !on ? [] : hitsOf(folio === null ? (clients.data?.items ?? []) : [], folio === null ? [] : (debts.data?.items ?? []));
  const busy = clients.isFetching || debts.isFetching;
  return { hits, busy, problem: folio === null ? clients.error : debts.error, settledFor: busy ? "" : q };
}

export function useLatest(today: string, enabled: boolean): UseQueryResult<Page<Payment>, Problem> {
  return useRead<Page<Payment>>("/payments", { received_on: today, limit: 6 }, { enabled: enabled && today !== "" });
}

/** The very payment, rolled back: how it would be shared out and what would be written in the books. */
export function usePreview(ask: NewPayment | null, branchId: number | null, version: number): UseQueryResult<Payment, Problem> {
  return useQuery<Payment, Problem>({
    queryKey: ["/payments", "preview", ask, branchId, version],
    queryFn: ({ signal }) => api.post<Payment>("/payments", ask, { dryRun: true, key: uuid7(), branchId: branchId ?? undefined, signal }),
    enabled: ask !== null, retry: false, staleTime: 15_000, gcTime: 60_000, refetchOnWindowFocus: false,
  });
}
export const take = (attempt: Attempt): Promise<Payment> =>
  api.post<Payment>("/payments", attempt.ask, { key: attempt.key, branchId: attempt.branchId ?? undefined });

export function applyCredit(clientId: string, ask: { currency: string; apply_to?: string[] }, key: string, dryRun = false): Promise<CreditApplication> {
  return api.post<CreditApplication>(`/clients/${clientId}/credit-applications`, ask, { key, dryRun });
}

export interface QueuedMessage { id: string; status: string; text: string; cause: string | null }
/** The receipt as a message to whoever paid; asked again, it is the same one. */
export const sendReceipt = (id: string): Promise<QueuedMessage> => api.post<QueuedMessage>(`/payments/${id}/receipt-message`, {});
