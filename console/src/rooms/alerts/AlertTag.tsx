import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import type { State } from "./data.ts";

const TONES: Record<State, Tone> = { new: "bad", seen: "wait", working: "info", resolved: "ok", dismissed: "off" };

/** Where an alert stands, with its word. */
export function AlertTag({ state, label }: { state: State; label: string }) {
  return <StateTag tone={TONES[state]}>{label}</StateTag>;
}
