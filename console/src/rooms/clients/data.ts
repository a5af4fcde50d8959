import type { UseQueryResult } from "@tanstack/react-query";
import { api, download } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { Client, ContactWindow, Dues, NewClient, Page, TimelineEvent } from "@/api/types.ts";

export function useClient(id: string): UseQueryResult<Client, Problem> {
  return useRead<Client>(`/clients/${id}`);
}
export function useTimeline(id: string): UseQueryResult<Page<TimelineEvent>, Problem> {
  return useRead<Page<TimelineEvent>>(`/clients/${id}/timeline`);
}
export function useWindow(id: string): UseQueryResult<ContactWindow, Problem> {
  return useRead<ContactWindow>(`/clients/${id}/contact-window`, { channel: "whatsapp" }, { staleMs: 60_000 });
}
export function useDues(id: string, enabled: boolean): UseQueryResult<Dues, Problem> {
  return useRead<Dues>(`/clients/${id}/dues`, undefined, { enabled });
}

export const create = (ask: NewClient, key: string): Promise<Client> => api.post<Client>("/clients", ask, { key, branchId: ask.branch_id });
export const edit = (id: string, patch: Partial<NewClient> & { version?: number }): Promise<Client> => api.patch<Client>(`/clients/${id}`, patch);
export const consent = (id: string, ask: { channel: string; granted: boolean; evidence?: string }): Promise<unknown> => api.post(`/clients/${id}/consents`, ask);
export const erase = (id: string, reason: string): Promise<unknown> => api.delete(`/clients/${id}`, { reason });
export const remind = (id: string, receivableId: string | undefined, key: string): Promise<unknown> =>
  api.post(`/clients/${id}/messages`, { channel: "whatsapp", ...(receivableId ? { receivable_id: receivableId } : {}) }, { key });
export const exportData = (client: Client): Promise<void> => download(`/clients/${client.id}/export`, undefined, `datos-${client.folio}.json`);
