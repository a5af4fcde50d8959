import { QueryClient, keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { UseMutationResult, UseQueryResult } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api } from "./client.ts";
import type { Query } from "./client.ts";
import { uuid7 } from "./keys.ts";
import { asProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { useSession } from "./session.ts";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && asProblem(error).retryable,
      refetchOnWindowFocus: true,
    },
  },
});

/* Grids keep their own rows: they read again whenever this number grows. */
let revision = 0;
const listeners = new Set<() => void>();

/** For the `meta` of a read that answers what somebody asked once: what changes on the server does not ask it again. */
export const ASKED_ONCE = { askedOnce: true } as const;

/** Something changed on the server: every figure and list on screen reads again. */
export function touch(): void {
  revision += 1;
  listeners.forEach((listener) => listener());
  void queryClient.invalidateQueries({ predicate: (query) => query.meta?.["askedOnce"] !== true });
}
export function useRevision(): number {
  return useSyncExternalStore(
    (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
    () => revision,
  );
}

export interface ReadOptions { enabled?: boolean; pollMs?: number | false; keep?: boolean; staleMs?: number }

/** Reads one address of the API. The key is the address, its query and the branch on top. */
export function useRead<T>(path: string, query?: Query, options: ReadOptions = {}): UseQueryResult<T, Problem> {
  const { branchId } = useSession();
  return useQuery<T, Problem>({
    queryKey: [path, query ?? {}, branchId],
    queryFn: ({ signal }) => api.get<T>(path, query, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.pollMs ?? false,
    placeholderData: options.keep ? keepPreviousData : undefined,
    staleTime: options.staleMs ?? 10_000,
  });
}

/** The very act, rolled back: what would be written and left. Not while the act itself is being asked for (`on`). */
export function usePreview<Answer>(path: string, ask: unknown, branchId: number | undefined, on: boolean, keep = false): UseQueryResult<Answer, Problem> {
  const version = useRevision();
  return useQuery<Answer, Problem>({
    queryKey: [path, "preview", ask, branchId, version], queryFn: ({ signal }) => api.post<Answer>(path, ask, { dryRun: true, key: uuid7(), branchId, signal }),
    enabled: on && ask !== null, retry: false, staleTime: 15_000, refetchOnWindowFocus: false, placeholderData: keep ? keepPreviousData : undefined,
  });
}

/** A command: runs `send`, then everything on screen reads again. */
export function useCommand<Ask, Answer>(send: (ask: Ask) => Promise<Answer>): UseMutationResult<Answer, Problem, Ask> {
  return useMutation<Answer, Problem, Ask>({ mutationFn: send, onSuccess: touch, retry: false });
}

/** `?branch_id=` of the branch on top, for lists and figures (absent = all of them). */
export function useBranchQuery(): { branch_id?: number } {
  const { branchId } = useSession();
  return branchId ? { branch_id: branchId } : {};
}
