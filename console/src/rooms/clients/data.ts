import type { UseQueryResult } from "@tanstack/react-query";
import { api, download } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { Client, ContactWindow, Dues, MoneyValue, NewClient, Page, TimelineEvent } from "@/api/types.ts";

export interface PaidMonth { month: string; due: number; on_time: number; worst_days: number; owing: number }
export interface Conduct { months: PaidMonth[]; due: number; on_time: number; average_days_late: string; worst_days: number; worst_month: string | null }
export interface Note { kind: string; tone: "bad" | "warn" | "info"; text: string; link: string }
/** `holds`: how many things of each kind the client has, of those that who looks may see. */
export interface Profile { conduct: Conduct; holds: Record<string, number>; notes: Note[] }
export interface Seat {
  rosca_id: string; folio: string; name: string; number: number; turn: number | null; turn_on: string | null; contribution: MoneyValue; state: string; state_label: string;
  received_on: string | null; overdue: MoneyValue; position: MoneyValue;
}

export function useProfile(id: string): UseQueryResult<Profile, Problem> {
  return useRead<Profile>(`/clients/${id}/profile`);
}
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
