import type { Booking, BookingPayment, BookingState } from "@/api/bookings.ts";
import { StateTag } from "@/kit/StateTag.tsx";
import type { Tone } from "@/kit/StateTag.tsx";
import { words } from "./words.ts";

const STATE: Record<BookingState, Tone> = { booked: "info", done: "ok", cancelled: "off" };
const PAYMENT: Record<BookingPayment, Tone> = { pending: "wait", partial: "wait", paid: "ok", alert: "bad", cancelled: "off" };

export function BookingTag({ of }: { of: Pick<Booking, "state" | "late"> }) {
  return of.late ? <StateTag tone="wait">{words.late}</StateTag> : <StateTag tone={STATE[of.state]}>{words.states[of.state]}</StateTag>;
}
export function PaymentStateTag({ of }: { of: Pick<Booking, "payment"> }) {
  return <StateTag tone={PAYMENT[of.payment]}>{words.payments[of.payment]}</StateTag>;
}
