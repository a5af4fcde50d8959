/** Loans and their products, as the contract tells them. Rates are fractions as text: "0.02" is 2 %. */

import type { LienAsk, SuretyAsk } from "./backing.ts";
import type { Bucket, ClientRef, EntryPreviewLine, MoneyValue } from "./types.ts";

export type LoanMethod = "french" | "german" | "american" | "flat" | "balloon" | "san" | "custom" | "line";
export type LoanFrequency =
  | "daily" | "weekly" | "biweekly" | "fortnight" | "semimonthly" | "four_weekly" | "monthly" | "bimonthly" | "quarterly" | "semiannual" | "yearly";
export type RateKind = "periodic" | "nominal" | "effective_annual";
export type LoanStatus = "applied" | "approved" | "rejected" | "active" | "paid" | "renewed" | "written_off" | "recovered" | "cancelled" | (string & {});
export type Part = "charge" | "insurance" | "arrears" | "interest" | "principal";

export interface LoanRate { kind: RateKind; value: string; period: LoanFrequency | null }
export type Amounts = Record<Part | "total", MoneyValue>;

export interface QuoteRow { number: number; due_on: string; principal: MoneyValue; interest: MoneyValue; fees: MoneyValue; total: MoneyValue; balance: MoneyValue }
/** A charge or insurance by its name; `amounts`: of each instalment, none of those charged at the start. */
export interface QuotedCharge { name: string; kind: "fee" | "insurance" | "tax"; when: "discounted" | "financed" | "instalment"; optional: boolean; held: boolean; total: MoneyValue; amounts: MoneyValue[] }
export interface Quote {
  installments: QuoteRow[];
  charges: QuotedCharge[];
  totals: Record<"principal" | "interest" | "fees" | "total" | "handed" | "discounted" | "financed" | "cost", MoneyValue>;
  rates: { periodic_irr: string; annual_effective: string; cat: string; interest_annual_effective: string; flat: string };
  ceiling: { cap: string | null; compared: string; certificate: string; first: string; last: string | null; certified: boolean } | null;
}

export interface Wish { principal: MoneyValue; periods?: number; rate?: string; disbursed_on?: string; first_due_on?: string }
export interface QuoteAsk {
  method: LoanMethod; principal: MoneyValue; periods: number; frequency: LoanFrequency; disbursed_on: string; first_due_on?: string;
  rate?: { kind: RateKind; value: string; period?: LoanFrequency }; installment?: MoneyValue; fees?: ChargeAsk[];
}
export interface NewLoan extends Wish { client_id: string; product: string; purpose: string; liens?: LienAsk[]; sureties?: SuretyAsk[] }

export interface Loan {
  id: string; folio: string; client: ClientRef; client_id: string; branch_id: number; branch: string; product: string; product_name: string;
  status: LoanStatus; status_label: string; principal: MoneyValue; outstanding: MoneyValue; applied_on: string; disbursed_on: string | null; closed_on: string | null;
  next_due_on: string | null; next_amount: MoneyValue; due_now: MoneyValue; arrears_now: MoneyValue; amount_today: MoneyValue; overdue: MoneyValue; days_past_due: number; bucket: Bucket;
  paid_installments: number; installments: number; purpose: string;
}
export interface LoanTotals { count: number; by_currency: { currency: string; count: number; principal: MoneyValue; outstanding: MoneyValue }[] }

export interface Instalment {
  number: number; due_on: string; due: Amounts; paid: Amounts; waived: MoneyValue; covered: MoneyValue; left: MoneyValue; balance: MoneyValue; fallen: boolean; days_late: number;
}
export interface LoanStep { id: number; entry_id: number | null; undone: boolean; undoable: boolean; on: string; at: string; kind: string; text: string; actor: string; reason: string; payment_id: string | null }
export interface LoanPayment { id: string; folio: string; received_on: string; amount: MoneyValue; reversed: boolean; parts: Partial<Record<Part | "advance", MoneyValue>> }
export interface LoanTerms { method: LoanMethod; periods: number; frequency: LoanFrequency; rate: { kind: RateKind; value: string }; day_count: string; first_due_on: string }
export interface LoanRef { id: string; folio: string; status_label: string }
/** A waiver, a write-off or what was paid over a ceiling, that somebody asks for and another person decides. */
export interface Favour {
  id: number; loan_id: string; folio: string; client: ClientRef; branch_id: number; kind: "waiver" | "write_off" | "overcharge"; kind_label: string; component: Part | null; amount: MoneyValue | null;
  status: "pending" | "approved" | "refused"; status_label: string; reason: string; asked_at: string; asked_by: string; decided_at: string | null; decided_by: string | null;
  decision_reason: string | null; event_id: number | null;
  /** In a dry run, what would be written. */
  entry: EntryPreviewLine[];
}
export interface LoanDetail extends Loan {
  as_of: string; due: Amounts; accrued: MoneyValue; payoff: MoneyValue; handed: MoneyValue; planned: MoneyValue; advance: MoneyValue; schedule: Instalment[];
  rates: { periodic_irr: string; annual_effective: string; cat: string; flat: string };
  timeline: LoanStep[]; payments: LoanPayment[];
  applied_by: string; decided_by: string | null; decided_at: string | null; disbursed_by: string | null; decision_reason: string | null;
  terms: LoanTerms; agreed: LoanTerms | null; restructured_on: string | null; days_kept: number; renews: LoanRef | null; renewed_by: LoanRef | null;
  /** Instalments its product asks to have paid; null where it isn't renewed. */
  renewal_after: number | null; frozen: { since: string; until: string; interest: boolean } | null;
}

/** A renewal that waits to be handed over: what it settles of the old loan never passes through the till. */
export interface Renewal {
  loan: LoanDetail; renews_id: string; renews_folio: string; payoff: MoneyValue; fees: MoneyValue; net: MoneyValue; days_kept: number; while_overdue: boolean; warning: string;
}
export type Effect = "advance" | "reduce_term" | "reduce_installment";
export interface Outlook {
  effect: Effect | null; label: string; goes: Amounts; credit: MoneyValue; principal: MoneyValue; installments: number; installment: MoneyValue;
  last_installment: MoneyValue; ends_on: string | null; interest: MoneyValue; saved: MoneyValue; closes: boolean; schedule: Instalment[];
}
export interface Simulation {
  on: string; amount: MoneyValue | null; payoff: { on: string; total: MoneyValue; due: Amounts; to_close: Amounts; advance: MoneyValue }; now: Outlook; choices: Outlook[];
}

export interface ChargeAsk {
  name: string; kind?: "fee" | "insurance" | "tax"; on?: "fixed" | "principal" | "balance" | "interest"; when?: "discounted" | "financed" | "instalment";
  amount?: MoneyValue | null; part?: string | null; base?: MoneyValue | null; yearly?: boolean; optional?: boolean; held?: boolean;
}
/** How a line of credit is billed; `minimum` in minor units as it is kept. */
export interface LineKept { grace_days: number; minimum_part: string; minimum: number; cut_day: number | null }
export interface ArrearsKept {
  rate: LoanRate | null; base: "principal" | "instalment"; accrual: "daily" | "compound"; grace_days: number;
  /** Minor units. */
  fee: number;
  fee_part: string; caps: unknown;
}
/** A product as it is kept. */
export interface Definition {
  currency: string; method: LoanMethod; frequency: LoanFrequency; periods: number; fewest: number; most: number; rate: LoanRate;
  lowest_rate: string | null; highest_rate: string | null; least: MoneyValue | null; greatest: MoneyValue | null; day_count: string;
  grace: { kind: "principal" | "total"; periods: number; capitalise: boolean } | null; charges: ChargeAsk[];
  holidays: { country: string; move: string; saturdays: boolean } | null; round_to: number; rounding: string; installment_part: string | null;
  balloon_part: string | null; daily_recalculation: boolean; rebate: boolean | null; arrears: ArrearsKept; application: { order: number[]; mode: string };
  tolerance: number; renewal_after: number | null; limits: Record<string, MoneyValue>; modality: string;
  collateral: { required: boolean; limits: Record<string, string> }; line: LineKept | null;
}
export interface Product {
  id: number; code: string; version: number; name: string; currency: string; method: LoanMethod; frequency: LoanFrequency; periods: number;
  fewest: number; most: number; definition: Definition; active: boolean; created_at: string;
}
/** A product as it is asked to be. */
export interface ProductAsk {
  name: string; currency: string; method: LoanMethod; frequency: LoanFrequency; periods: number; fewest: number; most: number;
  rate: { kind: RateKind; value: string; period?: LoanFrequency } | null; lowest_rate: string | null; highest_rate: string | null;
  least: MoneyValue | null; greatest: MoneyValue | null; day_count: string; grace: Definition["grace"]; fees: ChargeAsk[]; holidays: Definition["holidays"];
  round_to: number; rounding: string; installment_part: string | null; balloon_part: string | null; daily_recalculation: boolean; rebate: boolean | null;
  arrears: { rate: { kind: RateKind; value: string; period?: LoanFrequency } | null; base: string; accrual: string; grace_days: number; fee: MoneyValue | null; fee_part: string; capped: boolean } | null;
  application: string[]; mode: string; tolerance: MoneyValue | null; renewal_after: number | null; limits: Record<string, MoneyValue>; modality: string;
  collateral: { required: boolean; limits: Record<string, string> } | null; line: { cut_day: number | null; grace_days: number; minimum_part: string; minimum: MoneyValue | null } | null;
}
