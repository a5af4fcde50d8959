import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { Channel, ContactRule, Message, MessageDetail, MessageTotals, Page, Programme, ReminderPreview, ReminderStep, Template, Templates } from "@/api/types.ts";

export function useTotals(query: Query): UseQueryResult<Page<Message, MessageTotals>, Problem> {
  return useRead<Page<Message, MessageTotals>>("/messages", { ...query, limit: 1 }, { keep: true });
}
export function useMessage(id: string, enabled: boolean): UseQueryResult<MessageDetail, Problem> {
  return useRead<MessageDetail>(`/messages/${id}`, undefined, { enabled });
}
export function useProgramme(): UseQueryResult<Programme, Problem> {
  return useRead<Programme>("/reminders/programme");
}
export function useToday(date: string): UseQueryResult<ReminderPreview, Problem> {
  return useRead<ReminderPreview>("/reminders/preview", { business_date: date, ...useBranchQuery() }, { enabled: date !== "", staleMs: 30_000 });
}
export function useTemplates(): UseQueryResult<Templates, Problem> {
  return useRead<Templates>("/templates", undefined, { staleMs: 60_000 });
}
export function useChannels(): UseQueryResult<{ items: Channel[] }, Problem> {
  return useRead<{ items: Channel[] }>("/channels", undefined, { staleMs: 60_000 });
}
export function useRules(): UseQueryResult<{ items: ContactRule[] }, Problem> {
  return useRead<{ items: ContactRule[] }>("/contact-rules", undefined, { staleMs: 600_000 });
}

export const retry = (id: string): Promise<unknown> => api.post(`/messages/${id}/retry`, {});
export const saveProgramme = (steps: ReminderStep[]): Promise<Programme> => api.put<Programme>("/reminders/programme", { steps });
export type TemplateEdit = Pick<Template, "body" | "provider_name" | "language" | "active">;
export const saveTemplate = (code: string, edit: TemplateEdit): Promise<Template> => api.put<Template>(`/templates/${code}`, edit);
export const previewTemplate = (code: string, receivableId: string): Promise<{ text: string }> => api.post<{ text: string }>(`/templates/${code}/preview`, { receivable_id: receivableId });
