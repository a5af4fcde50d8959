import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { ApiKey, Branch, NewBranch, Page, Role, UserAsk, UserRow } from "@/api/types.ts";

export function useUsers(): UseQueryResult<Page<UserRow>, Problem> {
  return useRead<Page<UserRow>>("/users");
}
/** Roles come as a list, bare or inside `items`. */
export function useRoles(): UseQueryResult<Role[] | { items: Role[] }, Problem> {
  return useRead<Role[] | { items: Role[] }>("/roles", undefined, { staleMs: 300_000 });
}
export function useBranches(): UseQueryResult<Page<Branch>, Problem> {
  return useRead<Page<Branch>>("/branches");
}
export function useKeys(enabled: boolean): UseQueryResult<Page<ApiKey>, Problem> {
  return useRead<Page<ApiKey>>("/api-keys", undefined, { enabled });
}

export const createUser = (ask: UserAsk, key: string): Promise<UserRow> => api.post<UserRow>("/users", ask, { key });
export const editUser = (id: number, ask: UserAsk): Promise<UserRow> => api.patch<UserRow>(`/users/${id}`, ask);
export const createBranch = (ask: NewBranch, key: string): Promise<Branch> => api.post<Branch>("/branches", ask, { key });
export const createKey = (ask: { name: string; permissions: string[]; expires_at?: string }): Promise<ApiKey> => api.post<ApiKey>("/api-keys", ask);
export const revokeKey = (id: string): Promise<unknown> => api.delete(`/api-keys/${id}`);
export const changePassword = (ask: { current_password: string; new_password: string }): Promise<unknown> => api.post("/me/password", ask);
