import { useSyncExternalStore } from "react";
import type { Branch, Session, User } from "./types.ts";

/** Who is using the console. The access token lives only in memory; the cookie renews it. */
export interface SessionState {
  phase: "starting" | "out" | "in";
  token: string | null;
  user: User | null;
  /** Branch chosen on top; null means every branch of the user. */
  branchId: number | null;
  /** The session ended by itself: the login says so. */
  ended?: boolean;
}

const HINT = "caudal.session";
const BRANCH = "caudal.branch";
let state: SessionState = { phase: "starting", token: null, user: null, branchId: null };
const listeners = new Set<() => void>();

function set(next: SessionState): void {
  state = next;
  listeners.forEach((listener) => listener());
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const session = {
  get: (): SessionState => state,
  /** Somebody signed in (or the cookie renewed the session). */
  enter(opened: Session): void {
    localStorage.setItem(HINT, "1");
    const stored = Number(localStorage.getItem(`${BRANCH}.${opened.user.id}`));
    const known = opened.user.branches.some((b) => b.id === stored) ? stored : null;
    const only = opened.user.branches.length === 1 ? (opened.user.branches[0]?.id ?? null) : null;
    set({ phase: "in", token: opened.access_token, user: opened.user, branchId: known ?? only });
  },
  /** Nobody is signed in any more; `ended` when it was not the person who left. */
  leave(ended = false): void {
    localStorage.removeItem(HINT);
    set({ phase: "out", token: null, user: null, branchId: null, ended });
  },
  refresh(user: User): void { set({ ...state, user }); },
  chooseBranch(branchId: number | null): void {
    if (state.user) {
      if (branchId === null) localStorage.removeItem(`${BRANCH}.${state.user.id}`);
      else localStorage.setItem(`${BRANCH}.${state.user.id}`, String(branchId));
    }
    set({ ...state, branchId });
  },
  /** Whether a session probably exists, so the first visit does not ask in vain. */
  mayExist: (): boolean => localStorage.getItem(HINT) === "1",
};

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, session.get);
}

/** The signed-in user; only for screens inside the shell. */
export function useUser(): User {
  const { user } = useSession();
  if (!user) throw new Error("No user: this component belongs inside the shell.");
  return user;
}

/** Branch where an act happens: the chosen one, or the user's own. */
export function useActingBranch(): Branch {
  const { branchId } = useSession();
  const user = useUser();
  const branch = user.branches.find((b) => b.id === (branchId ?? user.branch_id)) ?? user.branches[0];
  if (!branch) throw new Error("The user has no branch.");
  return branch;
}

export function can(permission: string): boolean {
  return state.user?.permissions.includes(permission) ?? false;
}
