import { asProblem } from "@/api/problem.ts";
import type { Problem } from "@/api/problem.ts";
import type { NewPayment, Payment } from "@/api/types.ts";

/** One payment being asked for. Its key never changes while its answer is unknown. */
export interface Attempt { key: string; ask: NewPayment; client: string; branchId: number | null }

export type Phase =
  | { kind: "idle" }
  /** `again` when it is the unanswered one being asked once more. */
  | { kind: "sending"; attempt: Attempt; again: boolean }
  /** Nobody answered: it may be registered or not. Only the very same request may be sent. */
  | { kind: "unsure"; attempt: Attempt; problem: Problem | null }
  | { kind: "refused"; attempt: Attempt; problem: Problem }
  | { kind: "done"; attempt: Attempt; payment: Payment };
export type Ending = Exclude<Phase, { kind: "idle" } | { kind: "sending" }>;

/** The same request keeps its key; another one is born with another. */
export function attemptFor(before: Attempt | null, next: Omit<Attempt, "key">, makeKey: () => string): Attempt {
  const same = before !== null && before.branchId === next.branchId && JSON.stringify(before.ask) === JSON.stringify(next.ask);
  return { ...next, key: same ? before.key : makeKey() };
}

/** Whether the server may have registered it without being able to say so. */
export function unanswered(problem: Problem): boolean {
  return problem.retryable || problem.status === 408;
}

const wait = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });

/** Sends it; once more by itself, with the same key, when nobody answers. */
export async function deliver(attempt: Attempt, send: (attempt: Attempt) => Promise<Payment>, pause = wait): Promise<Ending> {
  for (let turn = 0; ; turn += 1) {
    try {
      return { kind: "done", attempt, payment: await send(attempt) };
    } catch (error) {
      const problem = asProblem(error);
      if (!unanswered(problem)) return { kind: "refused", attempt, problem };
      if (turn > 0) return { kind: "unsure", attempt, problem };
      await pause(700);
    }
  }
}

/* An unanswered payment outlives the page: whoever comes back is asked to finish it first. */
const place = (userId: number): string => `caudal.charge.${userId}`;

export function keepAttempt(store: Storage, userId: number, attempt: Attempt): void {
  store.setItem(place(userId), JSON.stringify(attempt));
}
export function forgetAttempt(store: Storage, userId: number): void {
  store.removeItem(place(userId));
}
export function recallAttempt(store: Storage, userId: number): Attempt | null {
  try {
    const kept = JSON.parse(store.getItem(place(userId)) ?? "null") as Partial<Attempt> | null;
    return kept?.key && kept.ask?.client_id ? { key: kept.key, ask: kept.ask, client: kept.client ?? "", branchId: kept.branchId ?? null } : null;
  } catch {
    return null;
  }
}
