import type { UseQueryResult } from "@tanstack/react-query";
import type { Query } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { ClientRef, MoneyValue, Page } from "@/api/types.ts";
import type { UrlState } from "@/kit/useUrlState.ts";

export type Status = "forming" | "drawn" | "active" | "suspended" | "completed" | "liquidated";
export type Frequency = "weekly" | "biweekly" | "fortnight" | "monthly";
export type FeeKind = "none" | "fixed" | "percent" | "first_turn";
export type Letter = "P" | "D" | "A";

interface Agreed {
  id: string; folio: string; name: string; branch_id: number; branch: string; status: Status; status_label: string; contribution: MoneyValue;
  places: number; frequency: Frequency; starts_on: string; pot: MoneyValue; exposure: MoneyValue;
  fee: { kind: FeeKind; amount: MoneyValue | null; share: string | null; per_round: MoneyValue };
}
export interface Rosca extends Agreed {
  members: number; people: number; delivered: number; paid: MoneyValue; overdue: MoneyValue; in_collections: MoneyValue;
  next_round: number | null; next_due_on: string | null;
}
export interface Cell {
  round: number; receivable_id: string | null; folio: string; due_on: string; amount: MoneyValue; paid: MoneyValue; balance: MoneyValue; state: Letter;
  state_label: string; days_past_due: number; after_receiving: boolean; receives: boolean;
}
export interface Numbered {
  number: number; client: ClientRef | null; client_id: string | null; turn: number | null; state: string; state_label: string; position: MoneyValue;
  planned: MoneyValue; overdue: MoneyValue; refunded: MoneyValue; in_collections: boolean; rate: string | null; received_on: string | null; cells: Cell[];
}
export interface Authorised { by: string | null; by_id: number; front: MoneyValue }
export interface Delivery {
  round: number; number: number; client: ClientRef; on: string; gross: MoneyValue; fee: MoneyValue; net: MoneyValue; fronted: MoneyValue; method: string;
  reference: string | null; authorised_by: string | null; delivered_by: string | null; entry_id: number;
}
export interface Round {
  round: number; due_on: string; number: number | null; client: ClientRef | null; state: string; state_label: string; pot: MoneyValue;
  collected: MoneyValue; missing: MoneyValue; fronted: MoneyValue; authorised: Authorised | null; delivery: Delivery | null;
}
export interface Coming {
  round: number; due_on: string; number: number | null; client: ClientRef | null; gross: MoneyValue; fee: MoneyValue; net: MoneyValue; missing: MoneyValue;
  ready: boolean; authorised: Authorised | null;
}
export interface RoscaDetail extends Agreed {
  organiser: ClientRef | null; started_on: string | null; closed_on: string | null; created_at: string; as_of: string; pot_cash: MoneyValue;
  guarantee: MoneyValue; adds_up: boolean; next: Coming | null; numbers: Numbered[]; rounds: Round[];
}
export interface Happening { id: number; kind: string; text: string; on: string; at: string; actor: string | null; reason: string; evidence: Record<string, unknown> }

export type ViewKey = "active" | "forming" | "ended";
const STATES: Record<ViewKey, Status[]> = { active: ["active", "suspended"], forming: ["forming", "drawn"], ended: ["completed", "liquidated"] };

export function viewOf(url: UrlState): ViewKey {
  const named = url["view"];
  return named === "forming" || named === "ended" ? named : "active";
}
/** What the list asks for: the states of the view, unless the address names them. */
export function listQuery(view: ViewKey, url: UrlState, branch: Query): Query {
  const filters = Object.fromEntries(Object.entries(url).filter(([name]) => name !== "view"));
  return { ...branch, status: STATES[view].join(","), ...filters };
}

export const useRosca = (id: string): UseQueryResult<RoscaDetail, Problem> => useRead<RoscaDetail>(`/roscas/${id}`);
export const useHappenings = (id: string): UseQueryResult<Page<Happening>, Problem> => useRead<Page<Happening>>(`/roscas/${id}/events`);

export const lateOf = (of: RoscaDetail): Numbered[] => of.numbers.filter((n) => Number(n.overdue.amount) > 0);
export const whoOf = (n: { client: ClientRef | null }): string => n.client?.name ?? "—";
