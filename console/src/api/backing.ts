/** What backs a loan, as the contract tells it. Parts and ratios are fractions as text: "0.7" is 70 %. */

import type { ClientRef, MoneyValue } from "./types.ts";

export type CollateralKind = "property" | "vehicle" | "other";
export interface Valuation { valued_on: string; valid_until: string; amount: MoneyValue; appraiser: string; report: string; by: string; valid: boolean }
export interface Policy { insurer: string; policy: string; covers: string; amount: MoneyValue | null; from_on: string; to_on: string; runs: boolean }
export interface Collateral {
  id: string; folio: string; kind: CollateralKind; kind_label: string; description: string; owner: ClientRef; branch_id: number; branch: string; country: string; currency: string;
  registration: string; office: string; cadastre: string; value: MoneyValue | null; valued_on: string | null; valid_until: string | null; insured_until: string | null; free: string; version: number;
}
export interface Lien {
  id: string; loan_id: string; loan: string; collateral_id: string; collateral: string; part: string; rank: number; status: "pending" | "registered" | "released"; status_label: string; given_on: string;
  notary: string; entry: string; registered_on: string | null; asked: boolean; asked_by: string | null; asked_reason: string | null; released_on: string | null; released_by: string | null;
}
export interface CollateralDetail extends Collateral { valuations: Valuation[]; policies: Policy[]; liens: Lien[] }
export interface Surety { id: string; person: ClientRef; role: "codebtor" | "guarantor"; role_label: string; since_on: string; removed_on: string | null }
export interface Backing {
  on: string; owed: MoneyValue; value: MoneyValue; ltv: string | null; limit: string | null; lendable: MoneyValue; required: boolean; expired: boolean; over: boolean;
  liens: Lien[]; collaterals: Collateral[]; sureties: Surety[];
}
/** How much of a product could be lent with some things behind it. */
export interface Weighed { value: MoneyValue; ltv: string | null; limit: string | null; lendable: MoneyValue; required: boolean; expired: boolean; short: boolean }
export interface LienAsk { collateral_id: string; part: string }
export interface SuretyAsk { client_id: string; role: "codebtor" | "guarantor" }
export interface Notice {
  kind: "over_limit" | "lien" | "valuation" | "uninsured" | "insurance"; text: string; loan_id: string; loan: string; client: ClientRef; branch: string;
  collateral_id: string | null; collateral: string; on: string | null; ltv: string | null; limit: string | null;
}
export interface Held { branch_id: number; branch: string; collected: MoneyValue; paid: MoneyValue; held: MoneyValue }
export interface Remittance {
  id: string; folio: string; branch_id: number; branch: string; amount: MoneyValue; payee: string; concept: string; reference: string; method: string; paid_on: string; entry_id: number; by: string;
  reversed_on: string | null; reversal_reason: string | null;
}
