import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { BranchDay, Job, Page, ReminderPreview } from "@/api/types.ts";
import type { DayRun } from "@/api/types.ts";

export function useDays(): UseQueryResult<{ items: BranchDay[] }, Problem> {
  return useRead<{ items: BranchDay[] }>("/days");
}
export function useRuns(): UseQueryResult<Page<DayRun>, Problem> {
  return useRead<Page<DayRun>>("/days/runs", { ...useBranchQuery(), limit: 30 });
}
/** Closings of anybody, also the automatic ones, while this screen is open. */
export function useJobs(): UseQueryResult<{ items: Job[] }, Problem> {
  return useRead<{ items: Job[] }>("/jobs", { limit: 20 }, { pollMs: 4_000, staleMs: 0 });
}
export function usePreview(date: string, enabled: boolean): UseQueryResult<ReminderPreview, Problem> {
  return useRead<ReminderPreview>("/reminders/preview", { business_date: date, ...useBranchQuery() }, { enabled: enabled && date !== "", staleMs: 30_000 });
}
export function closeDay(date: string, branchId: number | null, key: string): Promise<Job> {
  return api.post<Job>("/days/close", { business_date: date, ...(branchId ? { branch_id: branchId } : {}) }, { key });
}
