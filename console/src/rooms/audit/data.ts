import type { UseQueryResult } from "@tanstack/react-query";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { AuditDetail, AuditItem, Page, UserRow } from "@/api/types.ts";
import { commandsIn } from "./acts.ts";

export function useAct(id: string): UseQueryResult<AuditDetail, Problem> {
  return useRead<AuditDetail>(`/audit/${id}`);
}
/** People to filter by; only who may see users gets the list. */
export function usePeople(enabled: boolean): UseQueryResult<Page<UserRow>, Problem> {
  return useRead<Page<UserRow>>("/users", undefined, { enabled, staleMs: 300_000 });
}
/** Commands seen in the latest acts, with their names: what can be filtered by. */
export function useCommands(): { value: string; label: string }[] {
  const { data } = useRead<Page<AuditItem>>("/audit", { limit: 200 }, { staleMs: 300_000 });
  return commandsIn(data?.items ?? []);
}
