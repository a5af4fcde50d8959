import type { ManualEntry } from "@/api/books.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";

const TONES: Record<string, Tone> = { posted: "ok", asked: "wait", authorised: "info", rejected: "bad", sent_back: "wait", withdrawn: "off" };

/** Where an entry by hand is. */
export function ManualTag({ of }: { of: Pick<ManualEntry, "state" | "state_label"> }) {
  return <StateTag tone={TONES[of.state] ?? "off"}>{of.state_label}</StateTag>;
}
