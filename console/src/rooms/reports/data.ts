import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { Page } from "@/api/types.ts";

export interface Label { code: string; label: string }
export interface ReportText { report: string; title: string; on: string; branch_id: number | null; text: string; lines: { text: string; link: string }[]; empty: boolean; sent_at: string | null }
export interface Schedule {
  id: string; report: "daily" | "weekly"; name: string; branch_id: number | null; branch: string; at: string; weekday: number | null; recipients: Label[]; channels: Label[]; attachment: string; only_with_data: boolean;
  active: boolean; latest_at: string | null; next_at: string | null;
}
export interface Delivery {
  id: string; branch: string; period_on: string; by_hand: boolean; outcome: string; at: string;
  notices: { id: string; user: string; channel_label: string; status: string; status_label: string; cause: string; to_masked: string; sent_at: string | null }[];
}

export function useReport(report: string, branchId: number | null, on: string): UseQueryResult<ReportText, Problem> {
  return useRead<ReportText>(`/reports/${report}`, { branch_id: branchId, on }, { keep: true });
}
export function useSchedules(): UseQueryResult<Page<Schedule>, Problem> {
  return useRead<Page<Schedule>>("/report-schedules");
}
export function useDeliveries(id: string): UseQueryResult<Page<Delivery>, Problem> {
  return useRead<Page<Delivery>>(`/report-schedules/${id}/deliveries`, undefined, { pollMs: 15_000 });
}
export const sendNow = (id: string): Promise<{ notices: number }> => api.post(`/report-schedules/${id}/sending`);
export const save = (id: string | null, body: object): Promise<unknown> => (id ? api.put(`/report-schedules/${id}`, body) : api.post("/report-schedules", body));
/** A day before or after, as the address keeps it. */
export function shifted(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
