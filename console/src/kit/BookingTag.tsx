import type { Booking, BookingPayment, BookingState } from "@/api/bookings.ts";
import { es } from "@/words/es.ts";
import { StateTag } from "./StateTag.tsx";
import type { Tone } from "./StateTag.tsx";

const STATE: Record<BookingState, Tone> = { booked: "info", done: "ok", cancelled: "off" };
const PAYMENT: Record<BookingPayment, Tone> = { pending: "wait", partial: "wait", paid: "ok", alert: "bad", cancelled: "off" };

export function BookingTag({ of }: { of: Pick<Booking, "state" | "late"> }) {
  return of.late ? <StateTag tone="wait">{es.booking.late}</StateTag> : <StateTag tone={STATE[of.state]}>{es.booking.states[of.state]}</StateTag>;
}
export function PaymentStateTag({ of }: { of: Pick<Booking, "payment"> }) {
  return <StateTag tone={PAYMENT[of.payment]}>{es.booking.payments[of.payment]}</StateTag>;
}
