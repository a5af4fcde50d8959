import type { Branch, Role, UserAsk, UserRow } from "@/api/types.ts";
import { words } from "./words.ts";

export interface Draft { username: string; name: string; role: string; branches: number[]; password: string; active: boolean }
export type Wrong = Partial<Record<"username" | "name" | "role" | "branches" | "password", "missing" | "short" | "username" | "branches">>;

export const SHORTEST_PASSWORD = 10;
const USERNAME = /^[a-z0-9][a-z0-9._-]{2,39}$/;

export function draftOf(user: UserRow | null): Draft {
  return {
    username: user?.username ?? "", name: user?.name ?? "", role: user?.role ?? "", branches: user?.branches.map((b) => b.id) ?? [], password: "", active: user?.active ?? true,
  };
}
/** What keeps the account from being saved, by field. A password is needed only to create it. */
export function wrongIn(draft: Draft, creating: boolean): Wrong {
  return {
    ...(creating && !USERNAME.test(draft.username.trim()) ? { username: draft.username.trim() ? "username" as const : "missing" as const } : {}),
    ...(draft.name.trim() ? {} : { name: "missing" as const }),
    ...(draft.role ? {} : { role: "missing" as const }),
    ...(draft.branches.length > 0 ? {} : { branches: "branches" as const }),
    ...(passwordWrong(draft.password, creating) ? { password: draft.password ? "short" as const : "missing" as const } : {}),
  };
}
function passwordWrong(password: string, creating: boolean): boolean {
  return password ? password.length < SHORTEST_PASSWORD : creating;
}
/** Only what changed travels, so that two people editing do not undo each other. */
export function patchOf(user: UserRow, draft: Draft): UserAsk {
  const branches = (list: number[]): string => [...list].sort((a, b) => a - b).join();
  return {
    ...(draft.name.trim() !== user.name ? { name: draft.name.trim() } : {}), ...(draft.role !== user.role ? { role: draft.role } : {}),
    ...(branches(draft.branches) !== branches(user.branches.map((b) => b.id)) ? { branches: draft.branches } : {}),
    ...(draft.active !== user.active ? { active: draft.active } : {}), ...(draft.password ? { password: draft.password } : {}),
  };
}
export function newUser(draft: Draft): UserAsk {
  return { username: draft.username.trim(), name: draft.name.trim(), role: draft.role, branches: draft.branches, password: draft.password };
}
/** «Ana María Pérez» → «ana.perez»: a proposal while nobody types another. */
export function usernameFor(name: string): string {
  const parts = name.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9 ]/g, "").split(/\s+/).filter(Boolean);
  return parts.length > 1 ? `${parts[0] ?? ""}.${parts.at(-1) ?? ""}` : (parts[0] ?? "");
}

export function rolesOf(data: Role[] | { items: Role[] } | undefined): Role[] {
  return Array.isArray(data) ? data : (data?.items ?? []);
}

export interface PermissionGroup { noun: string; permissions: { code: string; label: string }[] }
/** The permissions of a role, together by what they are about. */
export function grouped(permissions: Role["permissions"]): PermissionGroup[] {
  const groups = new Map<string, PermissionGroup>();
  for (const permission of permissions) {
    const noun = permission.code.split(".")[0] ?? "";
    const group = groups.get(noun) ?? { noun, permissions: [] };
    group.permissions.push(permission);
    groups.set(noun, group);
  }
  const order = Object.keys(words.nouns);
  const place = (noun: string): number => (order.includes(noun) ? order.indexOf(noun) : order.length);
  return [...groups.values()].sort((a, b) => place(a.noun) - place(b.noun));
}
/** Every permission that some role has, once. */
export function everyPermission(roles: Role[]): Role["permissions"] {
  const all = new Map(roles.flatMap((r) => r.permissions).map((p) => [p.code, p]));
  return [...all.values()];
}

/** What a key can never do: only a person signs these. */
const SIGNS_ONLY = ["users.write", "branches.write", "apikeys.write", "approvals.authorise", "approvals.limits", "loans.approve", "tills.approve", "roscas.authorise"];
export function forKeys(roles: Role[], own: string[]): Role["permissions"] {
  return everyPermission(roles).filter((p) => own.includes(p.code) && !SIGNS_ONLY.includes(p.code));
}

export interface Place { currency: string; zones: string[] }
export const PLACES: Record<string, Place> = {
  MX: { currency: "MXN", zones: ["America/Mexico_City", "America/Cancun", "America/Monterrey", "America/Tijuana", "America/Hermosillo", "America/Chihuahua", "America/Mazatlan", "America/Merida"] },
  CO: { currency: "COP", zones: ["America/Bogota"] },
  DO: { currency: "DOP", zones: ["America/Santo_Domingo"] },
};
/** A branch with that name already exists, whatever its accents and capitals. */
export function sameName(branches: Branch[], name: string): boolean {
  const plain = (text: string): string => text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return branches.some((b) => plain(b.name) === plain(name));
}
