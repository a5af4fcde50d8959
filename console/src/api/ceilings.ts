import type { ClientRef, MoneyValue } from "./types.ts";

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
}
export interface OverchargeTotals { count: number; by_currency: { currency: string; count: number; owed: MoneyValue }[] }
export interface CeilingsAsk {
  country: string; first_on: string; last_on: string; source: string; apart: boolean; reason: string;
  rows: { modality: string; reference: string | null; cap: string | null; mora_factor: string | null; replaces: string | null }[];
}
