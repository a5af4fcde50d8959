import type { Refund, RefundState } from "@/api/bookings.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { words } from "./words.ts";

const TONES: Record<RefundState, Tone> = { asked: "wait", authorised: "info", paid: "ok", retained: "off", rejected: "bad", withdrawn: "off", voided: "off" };

export function RefundTag({ of }: { of: Pick<Refund, "state" | "late"> }) {
  return of.late ? <StateTag tone="bad">{words.late} · {words.states[of.state]}</StateTag> : <StateTag tone={TONES[of.state]}>{words.states[of.state]}</StateTag>;
}
