import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { Desks, Movement, Shift } from "@/api/tills.ts";
import type { Page, Till } from "@/api/types.ts";

/** The tills of the branch where things happen. */
export function useDesks(): UseQueryResult<Desks, Problem> {
  return useRead<Desks>("/tills/current", undefined, { keep: true });
}
export function useBoxes(enabled: boolean): UseQueryResult<Page<Till>, Problem> {
  return useRead<Page<Till>>("/tills", undefined, { enabled, pollMs: 30_000 });
}
export function useShift(id: string): UseQueryResult<Shift, Problem> {
  return useRead<Shift>(`/till-shifts/${id}`);
}
export function useLatest(shiftId: string | undefined): UseQueryResult<Page<Movement>, Problem> {
  return useRead<Page<Movement>>("/till-movements", { shift_id: shiftId, limit: 8 }, { enabled: shiftId !== undefined });
}
export function useWaiting(enabled: boolean): UseQueryResult<Page<Shift>, Problem> {
  return useRead<Page<Shift>>("/till-shifts", { live: true, ...useBranchQuery() }, { enabled, pollMs: 30_000 });
}
export const count = (shiftId: string, pieces: Record<string, number>): Promise<unknown> => api.post(`/till-shifts/${shiftId}/counts`, { pieces });
export function addReceipt(operationId: string, file: File): Promise<unknown> {
  const form = new FormData();
  form.append("file", file);
  return api.post(`/till-operations/${operationId}/photos`, form);
}
