import type { Favour } from "./loans.ts";
import type { ClientRef, MoneyValue, Payment } from "./types.ts";

/** Legal ceilings, as the contract tells them. Rates are fractions as text: "0.2552" is 25.52 %. */

export interface Ceiling {
  /** Null when it comes with the house. */
  id: number | null;
  country: string; modality: string; first_on: string; last_on: string | null; reference: string | null; cap: string | null; mora_factor: string | null; source: string;
  /** No other took its place. */
  stands: boolean;
  in_force: boolean; replaces: string | null; replaced_by: number | null; recorded_at: string | null; recorded_by: string | null; reason: string | null;
}
export interface Missing { country: string; modality: string; months: string[] }
export interface Certifying { country: string; modalities: string[]; usury: string | null }
export interface Ceilings { items: Ceiling[]; missing: Missing[]; countries: Certifying[] }
/** A loan that ended having paid more arrears than the law allowed, by a ceiling that was written later. */
export interface Overcharge {
  loan_id: string; folio: string; client: ClientRef; client_id: string; branch_id: number; branch: string; modality: string; closed_on: string; charged: MoneyValue; allowed: MoneyValue; owed: MoneyValue;
  /** Somebody asked to give it back, and another person decides. */
  request_id: number | null;
}
/** What was given back: `payment_id` is the receipt by which it is in favour of the client. */
export interface GivenBack {
  id: number; loan_id: string; folio: string; client: ClientRef; client_id: string; branch: string; amount: MoneyValue; given_on: string; at: string; by: string; reason: string; payment_id: string;
  reversed_on: string | null; reversed_by: string | null; reversal_reason: string | null;
}
export interface LoanOvercharge { overcharge: Overcharge | null; given: GivenBack[] }
/** The receipt, or what was asked of somebody else because it passes the limit of who acted. */
export interface Returned { payment: Payment | null; request: Favour | null }
export interface OverchargeTotals { count: number; by_currency: { currency: string; count: number; owed: MoneyValue }[] }
export interface CeilingsAsk {
  country: string; first_on: string; last_on: string; source: string; apart: boolean; reason: string;
  rows: { modality: string; reference: string | null; cap: string | null; mora_factor: string | null; replaces: string | null }[];
}
