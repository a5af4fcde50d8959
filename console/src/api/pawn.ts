/** Tickets of pawn, their articles, lots and the tables a counter lends by, as the contract tells them. Rates are fractions as text. */

import type { ClientRef, MoneyValue, Payment } from "./types.ts";

export type TicketStatus =
  | "quoted" | "live" | "grace" | "expired" | "redeemed" | "renewed" | "adjudicated" | "surrendered" | "cancelled" | "undone" | (string & {});
export type Condition = "new" | "good" | "fair" | "poor";
export type Period = "week" | "month";

/** One version of the conditions of lending: rates are of the capital, per period begun. */
export interface Plan {
  id: number; code: string; version: number; name: string; currency: string; rate: string; storage_rate: string; period: Period; term: number;
  grace_days: number; grace_interest: boolean; sale_cost_rate: string; surplus: boolean; surplus_days: number; active: boolean;
  /** Whether the tax of the country is added to interest and storage. */
  taxed: boolean;
}
export type NewPlan = Omit<Plan, "id" | "version" | "active">;
export interface Price { id: number; category: string; name: string; unit: "gram" | "piece"; price: MoneyValue; valid_from: string; source: string }
export interface NewPrice { category: string; name: string; unit: Price["unit"]; price: MoneyValue; valid_from: string | null; source: string }
export interface Ltv { id: number; category: string; condition: Condition; condition_label: string; ltv: string; valid_from: string }
export interface NewLtv { category: string; condition: Condition; ltv: string; valid_from: string | null }

export interface Suggested { plans: Plan[]; prices: Price[]; ltv: Ltv[] }

export interface Photo { id: string; media: string; size: number; link: string }
/** An article; `weight` in grams; `gone`: how it left the house, if it did. */
export interface Item {
  id: string; position: number; category: string; description: string; brand: string; model: string; serial: string; price_name: string | null; weight: string | null;
  condition: Condition; condition_label: string; appraisal: MoneyValue; seal: string; location_id: number | null; location: string | null;
  gone: string | null; gone_on: string | null; gone_to: string; photos: Photo[];
}
export interface Owed {
  capital: MoneyValue; interest: MoneyValue; storage: MoneyValue; tax: MoneyValue; renew: MoneyValue; redeem: MoneyValue; periods: number; interest_paid: MoneyValue; storage_paid: MoneyValue;
}
export interface Ticket {
  id: string; folio: string; client: ClientRef; client_id: string; branch_id: number; branch: string; status: TicketStatus; status_label: string; as_of: string;
  principal: MoneyValue; appraisal: MoneyValue; allowed: MoneyValue; ltv: string; owed: Owed; opened_on: string; starts_on: string; due_on: string; grace_on: string;
  days_left: number; handed_on: string | null; closed_on: string | null; plan: Plan; previous_id: string | null; root_id: string; copy_number: number; renewals: number;
  lost_on: string | null; retained_on: string | null; override: { by: string; reason: string } | null; items: Item[]; opened_by: string | null; opened_at: string;
}
export interface TicketTotals { count: number; by_currency: { currency: string; count: number; principal: MoneyValue; capital: MoneyValue }[] }
export interface Link { id: string; folio: string; status: TicketStatus; status_label: string; opened_on: string; due_on: string; principal: MoneyValue }
export interface Happened {
  at: string; on: string; kind: string; text: string; amount: MoneyValue | null; note: string; actor: string | null; payment_id: string | null; entry_id: number | null; folio: string;
}
export interface TicketDetail extends Ticket { chain: Link[]; timeline: Happened[]; entry_id: number | null; lot_id: string | null;
  /** How much more may be lent on it in a refrendo today. */
  may_add: MoneyValue }
/** What was done at the counter. */
export interface Counter { payment: Payment | null; ticket: TicketDetail }

export interface ItemAsk {
  category: string; description: string; condition: Condition; brand: string; model: string; serial: string; price_name: string | null; weight: string | null;
  appraisal: MoneyValue | null; seal: string;
}
export interface QuoteAsk { items: ItemAsk[]; amount: MoneyValue | null; plan: string | null; currency: string }
export interface Quote {
  plan: Plan; items: { description: string; appraisal: MoneyValue; reference: MoneyValue | null; ltv: string; allowed: MoneyValue }[];
  appraisal: MoneyValue; allowed: MoneyValue; amount: MoneyValue; over: boolean; due_on: string; grace_on: string;
  interest: MoneyValue; storage: MoneyValue; tax: MoneyValue; total: MoneyValue; nominal: string; annual: string;
}
export type PaysOut = "cash" | "transfer";
export interface NewTicket { client_id: string; items: ItemAsk[]; amount: MoneyValue; plan: string | null; override_reason: string; hand_over: PaysOut | null }

export interface Location { id: number; branch_id: number; branch: string; kind: "counter" | "vault" | "showcase" | "workshop"; name: string }
/** An article in the house. `state`: of its ticket today; `moving`: given and not received yet. */
export interface Kept {
  item_id: string; ticket_id: string; folio: string; client: ClientRef; branch_id: number; location_id: number | null; location: string | null; label: string;
  category: string; description: string; brand: string; model: string; serial: string; weight: string | null; seal: string; appraisal: MoneyValue; principal: MoneyValue;
  due_on: string; grace_on: string; days_left: number; state: TicketStatus; state_label: string; moving: boolean; renewals: number;
}
export interface VaultTotals { count: number; by_state: Partial<Record<TicketStatus, number>>; due_in_7: number }
export interface Move {
  id: string; branch_id: number; to_location_id: number; to_location: string; items: string[]; sent_by: string; sent_at: string; received_by: string | null;
  received_at: string | null; note: string;
}
export interface CountAsk { location_id: number; found: string[]; unknown: string[]; note: string }
export interface VaultCount {
  id: string; branch_id: number; location_id: number; location: string; expected: number; found: number; missing: string[]; misplaced: string[]; unknown: string[];
  counted_by: string; at: string; note: string;
}

export type LotStatus =
  | "adjudicated" | "on_sale" | "sold" | "surplus_due" | "surplus_paid" | "surplus_lapsed" | "surrendered" | "written_off" | (string & {});
export interface Lot {
  id: string; folio: string; ticket_id: string; ticket_folio: string; client: ClientRef; client_id: string; branch_id: number; branch: string; status: LotStatus;
  status_label: string; items: Item[]; capital: MoneyValue; debt: MoneyValue; value: MoneyValue; cost: MoneyValue; adjudicated_on: string; minimum: MoneyValue | null;
  listed_on: string | null; ended_on: string | null; price: MoneyValue | null; sale_cost: MoneyValue | null; surplus: MoneyValue; shortfall: MoneyValue;
  recovery: string | null; buyer: string; surplus_until: string | null; surplus_ended_on: string | null; entries: number[];
}
export interface LotTotals { count: number; by_currency: { currency: string; count: number; debt: MoneyValue; price: MoneyValue; surplus_due: MoneyValue }[] }
