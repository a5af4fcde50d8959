import { useState } from "react";
import { api } from "@/api/client.ts";
import { uuid7 } from "@/api/keys.ts";
import { asProblem } from "@/api/problem.ts";
import type { Problem } from "@/api/problem.ts";
import { touch } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";

/** Money being asked to move. Its key never changes while its answer is unknown. */
interface Attempt { key: string; path: string; ask: unknown; told: string; branchId?: number | undefined }
export interface Kept<Answer> {
  busy: boolean;
  problem: Problem | null;
  /** What nobody answered: it may be registered or not. Only that very request may be sent. */
  unsure: string | null;
  /** `branchId`: where it happens, when it is not the branch on top. */
  send: (path: string, ask: unknown, told: string, branchId?: number) => Promise<Answer | null>;
  retry: () => Promise<Answer | null>;
  /** Forgets it; only after the person has looked whether it was registered. */
  drop: () => void;
}

function recall(place: string): Attempt | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null") as Partial<Attempt> | null;
    return kept?.key && kept.path ? { key: kept.key, path: kept.path, ask: kept.ask, told: kept.told ?? "", branchId: kept.branchId } : null;
  } catch {
    return null;
  }
}

/** Moves money exactly once: the same request keeps its key, and one unanswered outlives the page. */
export function useKept<Answer>(name: string): Kept<Answer> {
  const { id } = useUser();
  const place = `caudal.kept.${id}.${name}`;
  const [unsure, setUnsure] = useState(() => recall(place));
  const [last, setLast] = useState<Attempt | null>(unsure);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run(attempt: Attempt): Promise<Answer | null> {
    setBusy(true);
    setProblem(null);
    setLast(attempt);
    localStorage.setItem(place, JSON.stringify(attempt));
    try {
      const answer = await sent<Answer>(attempt);
      setLast(null);
      settle(null);
      touch();
      return answer;
    } catch (error) {
      const told = asProblem(error);
      setProblem(told);
      settle(unanswered(told) ? attempt : null);
      return null;
    } finally {
      setBusy(false);
    }
  }
  function settle(pending: Attempt | null): void {
    if (!pending) localStorage.removeItem(place);
    setUnsure(pending);
  }
  return {
    busy, problem, unsure: unsure?.told ?? null,
    send: (path, ask, told, branchId) => {
      const same = last !== null && last.path === path && last.branchId === branchId && JSON.stringify(last.ask) === JSON.stringify(ask);
      return run({ key: same ? last.key : uuid7(), path, ask, told, branchId });
    },
    retry: () => (unsure ? run(unsure) : Promise.resolve(null)),
    drop: () => { settle(null); setLast(null); setProblem(null); },
  };
}

const unanswered = (problem: Problem): boolean => problem.retryable || problem.status === 408;

/** Sends it; once more by itself, with the same key, when nobody answers. */
async function sent<Answer>(attempt: Attempt): Promise<Answer> {
  const post = (): Promise<Answer> => api.post<Answer>(attempt.path, attempt.ask, { key: attempt.key, branchId: attempt.branchId });
  try {
    return await post();
  } catch (error) {
    if (!unanswered(asProblem(error))) throw error;
    await new Promise((done) => { setTimeout(done, 700); });
    return post();
  }
}
