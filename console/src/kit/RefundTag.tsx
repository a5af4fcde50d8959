import type { Refund, RefundState } from "@/api/bookings.ts";
import { es } from "@/words/es.ts";
import { StateTag } from "./StateTag.tsx";
import type { Tone } from "./StateTag.tsx";

const TONES: Record<RefundState, Tone> = { asked: "wait", authorised: "info", paid: "ok", retained: "off", rejected: "bad", withdrawn: "off", voided: "off" };

export function RefundTag({ of }: { of: Pick<Refund, "state" | "late"> }) {
  return of.late ? <StateTag tone="bad">{es.refund.late} · {es.refund.states[of.state]}</StateTag> : <StateTag tone={TONES[of.state]}>{es.refund.states[of.state]}</StateTag>;
}
