/** The portfolio on a date, as the contract tells it. Fractions are text: "0.125" is 12.5 %. */

import type { ClientRef, MoneyValue } from "./types.ts";

export type ParKey = "par_1" | "par_30" | "par_60" | "par_90";
export interface Risk { amount: MoneyValue; fraction: string }
export interface Bucketed { bucket: number; label: string; loans: number; principal: MoneyValue; fraction: string; provision: MoneyValue }
export interface Stage { stage: number; label: string; loans: number; principal: MoneyValue; probability: string; expected_loss: MoneyValue }
export interface Band { category: string; first_day: number; last_day: number | null; part: string; loans: number; principal: MoneyValue; provision: MoneyValue }
export interface Provision { amount: MoneyValue; bands: Band[]; table: string | null; source: string | null; verified: boolean | null }
export type Balance = Record<ParKey, Risk> & {
  currency: string; loans: number; principal: MoneyValue; overdue: MoneyValue; interest: MoneyValue; suspended: MoneyValue;
  ageing: Bucketed[]; provision: Provision; stages: Stage[]; expected_loss: MoneyValue; difference: MoneyValue; loss_given_default: string;
};
export interface Portfolio { as_of: string; closed: { branch_id: number; business_date: string; still_open?: boolean }[]; currencies: Balance[] }

export type MonthEnd = Record<ParKey, Risk> & {
  currency: string; on: string; loans: number; principal: MoneyValue; overdue: MoneyValue; provision: MoneyValue; ageing: MoneyValue[];
};
export interface Move { currency: string; from_bucket: number; to: string; label: string; loans: number; principal: MoneyValue; fraction: string }
export interface Vintage { currency: string; month: string; loans: number; lent: MoneyValue; over_30: string[]; over_60: string[]; over_90: string[] }

export interface PortfolioLoan {
  id: string; folio: string; client: ClientRef; client_id: string; branch_id: number; branch: string; product_name: string; status: string; status_label: string;
  lent: MoneyValue; disbursed_on: string | null; on: string; outstanding: MoneyValue; overdue: MoneyValue; interest: MoneyValue; suspended: MoneyValue;
  provision: MoneyValue; days_past_due: number; renegotiated: boolean;
}
export interface PortfolioTotals {
  count: number;
  by_currency: { currency: string; count: number; outstanding: MoneyValue; overdue: MoneyValue; interest: MoneyValue; suspended: MoneyValue; provision: MoneyValue }[];
}
