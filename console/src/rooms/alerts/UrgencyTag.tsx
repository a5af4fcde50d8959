import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import type { Urgency } from "./data.ts";
import { words } from "./words.ts";

const TONES: Record<Urgency, Tone> = { critical: "bad", high: "bad", medium: "wait", low: "ok" };

/** How soon somebody has to look, with its word. */
export function UrgencyTag({ of }: { of: Urgency }) {
  return <StateTag tone={TONES[of]}>{words.urgencies[of]}</StateTag>;
}
