/** Lines of credit, as the contract tells them. */

import type { MoneyValue } from "./types.ts";

export interface Cycle {
  number: number; start: string; cut: string; due_on: string; opening: MoneyValue; drawn: MoneyValue; paid: MoneyValue; closing: MoneyValue; average: MoneyValue;
  interest: MoneyValue; charges: MoneyValue; capital: MoneyValue; minimum: MoneyValue; left: MoneyValue; limit: MoneyValue; closed: boolean;
}
export interface Line {
  loan_id: string; folio: string; on: string; limit: MoneyValue; used: MoneyValue; available: MoneyValue; blocked: boolean; minimum_due: MoneyValue; minimum_on: string | null;
  payoff: MoneyValue; days_past_due: number; cut_on: string | null; ends_on: string; minimum_part: string; minimum_floor: MoneyValue; cycles: Cycle[];
}
