/** Statements, budgets, entries by hand, closes and boards, as the contract tells them. Fractions are text: "0.125" is 12.5 %. */

import type { MoneyValue } from "./types.ts";

export type Which = "trial-balance" | "income" | "balance" | "cash-flow" | "chart";
export interface StatementColumn { key: string; label: string; branch_id: number | null; part: boolean }
export interface StatementRow {
  key: string; label: string; kind: "section" | "group" | "account" | "total"; level: number; code: string; account_id: number | null; cells: (string | null)[];
}
export interface StatementTable { currency: string; columns: StatementColumn[]; rows: StatementRow[]; difference: MoneyValue }
export interface Statement {
  which: Which; title: string; since: string; until: string; previous_since: string | null; previous_until: string | null; tables: StatementTable[];
}

export interface CardLine {
  entry_id: number; folio: string; on_date: string; kind_label: string; memo: string | null; branch: string; client: string | null; source_link: string | null;
  debit: MoneyValue | null; credit: MoneyValue | null; balance: MoneyValue;
}
export interface CardTotals {
  account_id: number; code: string; name: string; kind: string; kind_label: string; currency: string; since: string; until: string; opening: MoneyValue; closing: MoneyValue;
}

export interface BudgetRow { branch_id: number; branch: string; currency: string; key: string; label: string; kind: string; months: (MoneyValue | null)[] }

export interface ManualLine { account: string; name: string; debit: MoneyValue | null; credit: MoneyValue | null }
export interface ManualEntry {
  id: string; folio: string; branch_id: number; branch: string; on: string; amount: MoneyValue; memo: string; reason: string; state: string; state_label: string;
  request_id: string | null; entry_id: number | null; asked_at: string; asked_by: string; decided_by: string | null; decision_reason: string; lines: ManualLine[];
}
export interface AccountOption { code: string; name: string; kind: string; opened: boolean }

export interface CloseItem { key: string; label: string; state: "done" | "pending" | "ask" | "warning"; count: number; detail: string; link: string }
export interface Reopening { id: string; folio: string; year: number; month: number | null; reason: string; state: string; state_label: string; asked_at: string; asked_by: string }
export interface Periods {
  year: number; months: { ym: number; status: "O" | "S" | "C"; over: boolean }[]; year_closed: boolean; year_over: boolean; entries: number[]; reopenings: Reopening[];
}

export interface BoardLine { key: string; label: string; amount: MoneyValue; count: number; link: string; action: { label: string; link: string | null } | null; urgent: boolean }
export interface BoardCard {
  currency: string; blocks: { whole: BoardLine; parts: BoardLine[] }[];
  utility: { amount: MoneyValue; margin: string | null; tone: "good" | "fair" | "bad" | ""; target: string | null; link: string } | null;
}
export interface BranchBoard {
  branch_id: number; branch: string; business_date: string; cards: BoardCard[]; critical: number; attention: number;
  tills: { name: string; kind: string; held: MoneyValue; shift: string | null; counted_on: string | null }[];
}
export interface BranchFigures {
  branch_id: number | null; branch: string; income: MoneyValue; expenses: MoneyValue; utility: MoneyValue; margin: string | null; margin_before: string | null;
  tone: "good" | "fair" | "bad" | ""; target: string | null; inflows: MoneyValue; outflows: MoneyValue;
}
export interface CompanyBook {
  currency: string; rows: BranchFigures[]; total: BranchFigures; best: number | null; watch: number | null;
  weeks: { since: string; inflows: MoneyValue; outflows: MoneyValue; net: MoneyValue }[];
}
export interface Company { since: string; until: string; at: string; books: CompanyBook[]; critical: number; attention: number }
export interface RiskPoint { branch_id: number; currency: string; on: string; part: string }
