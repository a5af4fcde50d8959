import type { ClientRef, MoneyValue, ReceivablePayment, TimelineEvent } from "./types.ts";

/** Services sold for a day, and what is given back of those that are cancelled, as the API tells them. */
export type ServiceKind = "tour" | "transport" | "lodging" | "service";
export type BookingState = "booked" | "done" | "cancelled";
export type BookingPayment = "pending" | "partial" | "paid" | "alert" | "cancelled";
export interface Booking {
  id: string; folio: string; client: ClientRef; client_id: string; branch_id: number; branch: string;
  kind: ServiceKind; kind_label: string; service: string; service_on: string; service_time: string | null; days_to_service: number;
  price: MoneyValue; paid: MoneyValue; balance: MoneyValue; due_on: string;
  payment: BookingPayment; payment_label: string; state: BookingState; state_label: string; late: boolean;
  receivable_id: string; receivable: string; contract_id: string | null; seller_id: number; seller: string | null;
  sold_on: string; done_on: string | null; cancelled_on: string | null;
}
export interface BookingChange {
  at: string; by: string | null; reason: string; service_on_from: string; service_on_to: string;
  price_from: MoneyValue; price_to: MoneyValue; entry_id: number | null;
}
export interface BookingDetail extends Booking {
  notes: string; cancel_reason: string | null; payable_id: string | null; changes: BookingChange[];
  payments: ReceivablePayment[]; timeline: TimelineEvent[]; entries: (number | string)[];
}
export interface BookingTotals { count: number; by_currency: { currency: string; price: MoneyValue; paid: MoneyValue; balance: MoneyValue }[] }
export interface NewBooking {
  client_id: string; kind: ServiceKind; service: string; service_on: string; service_time: string | null; price: MoneyValue;
  due_on: string | null; notes: string; contract_id?: string | null;
}

export interface Band { first_day: number; percent: string; label: string }
export interface Calculation {
  days: number; percent: string; row: number; label: string; bands: Band[];
  paid: MoneyValue; already: MoneyValue; policy: MoneyValue; refund: MoneyValue; retained: MoneyValue; exception: boolean;
}
export interface Policy {
  id: string; kind: ServiceKind | null; kind_label: string; from_on: string; pay_days: number; reason: string; bands: Band[];
  created_at: string; created_by: string | null;
}
export interface PreviewLine { account: string; name: string; debit: MoneyValue | null; credit: MoneyValue | null }
export type Way = "cash" | "transfer" | "card";
export interface Worth {
  calculation: Calculation; cancelled_on: string; due_on: string; unpaid: MoneyValue; ways: Record<string, MoneyValue>;
  method: Way | null; policy: Policy; entry: PreviewLine[];
}
export interface HowBack { method: Way | null; pay_to: string; amount: MoneyValue | null; reason: string }

export type RefundState = "asked" | "authorised" | "paid" | "retained" | "rejected" | "withdrawn" | "voided";
export interface Refund {
  id: string; folio: string; branch_id: number; branch: string; client: ClientRef; client_id: string;
  booking_id: string; booking: string; service: string; service_on: string; days: number; percent: string;
  paid: MoneyValue; already: MoneyValue; policy: MoneyValue; amount: MoneyValue; retained: MoneyValue; exception: boolean;
  method: Way; method_label: string; state: RefundState; state_label: string; late: boolean; asked_on: string; due_on: string;
  asked_by: string | null; authorised_by: string | null; paid_by: string | null; paid_on: string | null; request_id: string | null; reason: string;
}
export interface RefundDetail extends Refund {
  pay_to: string; reference: string | null; account: string | null; receivable_id: string; receivable: string;
  policy_applied: Policy; row: number; ways: Record<string, MoneyValue>;
  timeline: { at: string; on: string | null; text: string; actor: string | null; reason: string | null }[]; entries: number[];
}
export interface RefundTotals { count: number; by_currency: { currency: string; paid: MoneyValue; amount: MoneyValue; retained: MoneyValue }[] }
export interface Cancelled { booking: Booking; refund: Refund | null }
