import type { ImportState } from "@/api/types.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { words } from "./words.ts";

const TONES: Record<string, Tone> = { uploaded: "off", checked: "wait", queued: "wait", running: "info", done: "ok", failed: "bad", undone: "off" };

export function ImportTag({ state = "uploaded" }: { state?: ImportState }) {
  return <StateTag tone={TONES[state] ?? "off"}>{words.states[state] ?? state}</StateTag>;
}
