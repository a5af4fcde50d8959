import { useState } from "react";
import { api } from "@/api/client.ts";
import { useKeyOf } from "@/api/keys.ts";
import type { Loan } from "@/api/loans.ts";
import type { Problem } from "@/api/problem.ts";
import { useCommand, usePreview } from "@/api/query.ts";
import { useSettled } from "@/kit/ClientPicker.tsx";

/** The least a reason may say, and what stands for it while nobody has written one. */
export const SHORTEST_REASON = 5;
const PREVIEW_REASON = "Vista previa";

export interface Decision<Answer> {
  seen: Answer | undefined; waiting: boolean; problem: Problem | null; busy: boolean;
  /** Does it, once; null when it was refused. */
  send: () => Promise<Answer | null>;
}

/** A decision about a loan: what it would do while it is written (`ask` is null while something is missing), and the act itself. */
export function useDecision<Answer>(of: Loan, path: string, ask: object | null, reason?: string): Decision<Answer> {
  const keyOf = useKeyOf();
  const [sent, setSent] = useState(false);
  const where = `/loans/${of.id}/${path}`;
  const why = (told: string): object => (reason === undefined ? {} : { reason: told });
  const wanted = JSON.stringify(ask && { ...ask, ...why(PREVIEW_REASON) });
  const settled = useSettled(wanted, 300);
  const preview = usePreview<Answer>(where, JSON.parse(settled) as unknown, of.branch_id, !sent, true);
  const act = useCommand(() => {
    const body = { ...ask, ...why((reason ?? "").trim()) };
    return api.post<Answer>(where, body, { key: keyOf(JSON.stringify(body)), branchId: of.branch_id });
  });
  const current = ask !== null && settled === wanted;
  return {
    seen: ask === null || preview.error ? undefined : preview.data,
    waiting: ask !== null && (!current || preview.isFetching),
    problem: act.error ?? (current ? preview.error : null),
    busy: act.isPending,
    send: async () => {
      setSent(true);
      const answer = await act.mutateAsync(undefined).catch(() => null);
      if (answer === null) setSent(false);
      return answer;
    },
  };
}
