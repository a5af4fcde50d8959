import { useCallback, useEffect, useRef, useState } from "react";
import { uuid7 } from "@/api/keys.ts";
import { touch } from "@/api/query.ts";
import { useUser } from "@/api/session.ts";
import { attemptFor, deliver, forgetAttempt, keepAttempt, recallAttempt } from "./attempt.ts";
import type { Attempt, Phase } from "./attempt.ts";
import { take } from "./data.ts";

export interface Charge {
  phase: Phase;
  send: (next: Omit<Attempt, "key">) => void;
  /** Sends again the unanswered one, with its own key. */
  retry: () => void;
  /** Forgets it; only after the person has looked whether it was registered. */
  drop: () => void;
}

/** Takes a payment exactly once, whatever happens to the network or to this page. */
export function useCharge(): Charge {
  const { id } = useUser();
  const [phase, setPhase] = useState<Phase>(() => {
    const kept = recallAttempt(localStorage, id);
    return kept ? { kind: "unsure", attempt: kept, problem: null } : { kind: "idle" };
  });
  const busy = useRef(false);
  const last = useRef<Attempt | null>(null);

  const run = useCallback(async (attempt: Attempt, again = false): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    last.current = attempt;
    keepAttempt(localStorage, id, attempt);
    setPhase({ kind: "sending", attempt, again });
    const end = await deliver(attempt, take);
    busy.current = false;
    if (end.kind !== "unsure") forgetAttempt(localStorage, id);
    if (end.kind === "done") last.current = null;
    setPhase(end);
  }, [id]);

  /* Once the receipt is on screen: the desk would ask again for the preview of what was just paid. */
  useEffect(() => {
    if (phase.kind === "done") touch();
  }, [phase]);

  const pending = phase.kind === "unsure" ? phase.attempt : null;
  useEffect(() => {
    if (!pending) return undefined;
    const again = (): void => { void run(pending, true); };
    window.addEventListener("online", again);
    return () => { window.removeEventListener("online", again); };
  }, [pending, run]);

  return {
    phase,
    send: (next) => { void run(attemptFor(last.current, next, uuid7)); },
    retry: () => { if (pending) void run(pending, true); },
    drop: () => {
      forgetAttempt(localStorage, id);
      last.current = null;
      setPhase({ kind: "idle" });
    },
  };
}
