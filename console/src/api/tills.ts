/** Tills, their shifts and what moves in them, as the contract tells them. What a person may not know yet comes as null. */

import type { ClientRef, MoneyValue } from "./types.ts";

export type ShiftState = "opening" | "open" | "counted" | "waiting" | "closed" | "discarded";
export interface Person { id: number; name: string }
export interface TillRef { id: number; name: string }
export interface Count { moment: "opening" | "closing"; number: number; pieces: Record<string, number>; amount: MoneyValue; at: string; by: string; sighted: boolean }
export interface Difference {
  moment: Count["moment"]; amount: MoneyValue; tolerance: MoneyValue; state: "waiting" | "posted" | "sent_back"; state_label: string; reason: string;
  asked_at: string; asked_by: string; decided_at: string | null; decided_by: string | null; decision: string | null; entry_id: number | null;
}
export interface Shift {
  id: string; folio: string; branch_id: number; branch: string; till: TillRef; currency: string; state: ShiftState; state_label: string;
  opened_on: string; opened_at: string; opened_by: Person; closed_on: string | null; closed_at: string | null; closed_by: Person | null;
  blind: boolean; moves: number; fund: MoneyValue; entered: MoneyValue | null; gone: MoneyValue | null; expected: MoneyValue | null;
  counted: MoneyValue | null; difference: MoneyValue | null; counts_left: number; counts: Count[]; differences: Difference[];
  may: { count: boolean; settle: boolean; decide: boolean; move: boolean };
}
export interface LastClose { shift_id: string; folio: string; closed_at: string; closed_by: string; counted: MoneyValue; difference: MoneyValue }
export interface ShiftBrief { id: string; folio: string; state: ShiftState; state_label: string; opened_at: string; opened_by: string; mine: boolean }
/** A till of the branch as who collects sees it; `receives`: where their cash enters. */
export interface Desk {
  id: number | null; name: string; currency: string; main: boolean; required: boolean; receives: boolean; denominations: string[];
  shift: Shift | null; last: LastClose | null;
}
export interface Desks { branch_id: number; items: Desk[] }
export interface Movement {
  id: number; at: string; on: string; folio: string; concept: string; client: ClientRef | null; method_label: string;
  entered: MoneyValue | null; gone: MoneyValue | null; balance: MoneyValue | null; user: string;
  state: "done" | "undone" | "reversal" | "difference"; state_label: string; till: TillRef; shift_id: string | null; entry_id: number; link: string | null;
}
export type OperationKind = "deposit" | "transfer" | "expense";
export interface Operation { id: string; folio: string; kind: OperationKind; kind_label: string; amount: MoneyValue; concept: string }
