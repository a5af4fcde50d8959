import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { ClientRef, MoneyValue, Page } from "@/api/types.ts";

/** Bank accounts, statements, lines and days, as the contract tells them. */
export interface Account {
  id: number; name: string; bank: string; number: string; number_kind: string; currency: string; branch_id: number; branch: string; main: boolean; shared: boolean;
  balance: MoneyValue | null; floor: MoneyValue; threshold: MoneyValue; low: boolean; described: boolean; last_statement: { until: string; closing: MoneyValue | null } | null;
  lines: number; explained: number; left: MoneyValue; to_see: number;
}
export interface Movement {
  entry_id: number; entry_line: number; account_id: number; on: string; kind: string; memo: string | null; reference: string | null; client: ClientRef | null;
  amount: MoneyValue; open: MoneyValue; paired_with: number | null; link: string;
}
export interface BankLine {
  id: number; account_id: number; on: string; text: string; reference: string | null; payer: string | null; amount: MoneyValue; open: MoneyValue; nature: string;
  match_id: string | null; why: string | null; suggestions: number; owner: string | null;
}
export interface Suggestion { id: number; how: string; score: number; reason: string; outcome: string | null; outcome_label: string | null; client: ClientRef | null; lines: number[]; movements: Movement[] }
export interface Match { id: string; how_label: string; automatic: boolean; reason: string; at: string; by: string; undone_at: string | null; undone_reason: string | null; parts: { line_id: number; amount: MoneyValue }[] }
export interface Statement {
  id: string; folio: string; account_id: number; account: string; currency: string; format: string; filename: string; state: "read" | "entered" | "withdrawn"; since: string | null; until: string | null;
  opening: MoneyValue | null; closing: MoneyValue | null; gap: MoneyValue | null; uneven: MoneyValue; lines: number; repeated: number; created_at: string; created_by: string;
}
export interface Layout { columns: Record<string, string>; decimal: "." | ","; dates: "dmy" | "mdy" | "ymd" }
export interface Told { title: string; detail: string; errors: { pointer: string; detail: string }[] }
export interface Summary {
  lines: number; repeated?: number; since?: string | null; until?: string | null; opening?: MoneyValue | null; closing?: MoneyValue | null; uneven?: MoneyValue; gap?: MoneyValue | null;
  entered?: MoneyValue; gone?: MoneyValue; broken?: { row: number; why: string; shown: string }[]; broken_total?: number; problems: Told[];
  sample?: { row: number; on: string; text: string; reference: string; amount: MoneyValue }[];
}
export interface Preview {
  statement: Statement; layout: Layout | null; summary: Summary | null;
  analysis: { columns?: { name: string; sample: string[]; guess: string | null }[]; fields?: { key: string; label: string; required: boolean; help: string }[]; notes?: string[]; remembered?: boolean };
}
export interface Plan { columns: Record<string, string> | null; decimal: Layout["decimal"]; dates: Layout["dates"]; opening: MoneyValue | null; closing: MoneyValue | null; leave_out: boolean }
export interface Day {
  branch_id: number; branch: string; business_date: string; currency: string; version: number; state: "reconciled" | "unreconciled" | "pending"; state_label: string; system: MoneyValue; bank: MoneyValue;
  difference: MoneyValue; unmatched_bank: number; unmatched_books: number; uneven: number; timing: number; unexplained: MoneyValue; at: string | null; by: string;
}
export type Outcome = "fee" | "fee_tax" | "interest" | "payer";
export interface Rule { id: number; branch_id: number; branch: string; account_id: number | null; account: string | null; needle: string; outcome: Outcome; outcome_label: string; client: ClientRef | null; created_by: string; created_at: string }
export interface Progress { lines: number; explained: number; left: MoneyValue; movements: number; seen: number }
export interface Difference {
  account_id: number; account: string; branch: string; line_id: number | null; entry_id: number | null; entry_line: number | null; on: string; text: string; amount: MoneyValue; open: MoneyValue;
  owner: string; owner_id: number; note: string | null; age: number;
}
export interface Transfer { id: string; request_id: string; folio: string; summary: string; amount: MoneyValue; state: string; state_label: string; asked_by: string; asked_at: string; authorised_by: string | null; executed_by: string | null }

export const useAccounts = (): UseQueryResult<Page<Account>, Problem> => useRead<Page<Account>>("/bank-accounts", useBranchQuery(), { keep: true });
/** The account on screen: the one the address names, or the first with something to explain. */
export function useAccount(asked: string | undefined, branch?: string): { accounts: Account[] | undefined; account: Account | undefined; problem: Problem | null; retry: () => void } {
  const { data, error, refetch } = useAccounts();
  const mine = data?.items.filter((a) => a.balance !== null);
  return { accounts: mine, account: mine?.find((a) => String(a.id) === asked) ?? mine?.find((a) => String(a.branch_id) === branch) ?? mine?.find((a) => a.lines > a.explained) ?? mine?.[0], problem: data ? null : error, retry: () => void refetch() };
}
export const useLines = (account: number | undefined, on: string | undefined): UseQueryResult<Page<BankLine>, Problem> =>
  useRead<Page<BankLine>>("/bank-lines", { account_id: account, open: true, limit: 200, from: on, to: on }, { enabled: account !== undefined, keep: true });
export const useMovements = (account: number | undefined, q: string): UseQueryResult<Page<Movement>, Problem> =>
  useRead<Page<Movement>>(`/bank-accounts/${account ?? 0}/movements`, { open: true, limit: 200, q }, { enabled: account !== undefined, keep: true });
export const useSuggestions = (line: number | undefined): UseQueryResult<Page<Suggestion>, Problem> => useRead<Page<Suggestion>>(`/bank-lines/${line ?? 0}/suggestions`, undefined, { enabled: line !== undefined });
export const useProgress = (account: number | undefined, on: string | undefined): UseQueryResult<Progress, Problem> =>
  useRead<Progress>("/reconciliations/progress", { account_id: account, from: on, to: on }, { enabled: account !== undefined, keep: true });
export const useMatches = (account: number | undefined): UseQueryResult<Page<Match>, Problem> => useRead<Page<Match>>("/matches", { account_id: account, limit: 10 }, { enabled: account !== undefined, keep: true });

export function upload(account: number, file: File): Promise<Preview> {
  const form = new FormData();
  form.append("file", file);
  form.append("account_id", String(account));
  return api.post<Preview>("/bank-statements", form);
}
