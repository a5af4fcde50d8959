import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { UseInfiniteQueryResult, InfiniteData, UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead, useRevision } from "@/api/query.ts";
import type { EntryPreviewLine, MoneyValue } from "@/api/types.ts";

export type Doing = "authorise" | "reject" | "send_back" | "withdraw" | "review";
export interface Who { id: number; name: string }
export interface Check { key: string; ok: boolean; text: string }
export interface Door { path: string; body: Record<string, boolean | string>; reason: boolean }
export interface Evidence { label: string; link: string; photo: boolean }
export type May = Record<Doing, Door | null | undefined>;

/** Something that waits for a second hand, whichever room it is of: its own door decides it. */
export interface Approval {
  id: string; source: string; kind: string; kind_label: string; folio: string; summary: string; link: string; party_id: string | null; party: string | null;
  branch_id: number; branch: string; money: MoneyValue | null; state: string; state_label: string; asked_by: Who | null; asked_at: string; age_days: number; reason: string;
  policy: Check[]; policy_ok: boolean; who: string; may: May; evidence: Evidence[];
}
export interface Signature { actor: Who; role: string; duty: string; says: string; says_label: string; at: string; ip: string; note: string; on_behalf_of: Who | null }
export interface ApprovalDetail extends Approval {
  payload: Record<string, unknown>; sha: string; decided_by: Who | null; decided_at: string | null; decision_reason: string; executed_by: Who | null; executed_at: string | null;
  annulled_by: Who | null; annulled_at: string | null; annulled_because: string; who_executes: string; signatures: Signature[]; entry: EntryPreviewLine[];
}
export interface Sum { currency: string; count: number; amount: MoneyValue; mine: number; mine_amount: MoneyValue }
export interface InboxPage { items: Approval[]; next: string | null; totals: { count: number; mine: number; by_currency: Sum[] } }

export interface DutyRow { role: string; role_name: string; ask: boolean; authorise: boolean; execute: boolean; review: boolean }
export interface Limit {
  kind: string; kind_label: string; role: string; role_name: string; currency: string; amount: MoneyValue | null; since: string; in_force: boolean; reason: string; at: string; by: string;
}
/** What counts together against a limit; without days, what is of the calendar month. */
export interface Span { kind: string; kind_label: string; days: number | null; text: string; since: string; in_force: boolean; reason: string; at: string; by: string }
export interface Matrix {
  duties: Record<string, string>; kinds: { kind: string; label: string; rows: DutyRow[] }[]; limits: Limit[]; history: Limit[]; golden_rule: { text: string; editable: boolean }; may_edit: boolean; own_role: string;
  spans: Span[]; delegations: Delegation[]; authorisers: { id: number; name: string; role_name: string }[]; may_delegate: boolean;
}
/** Who authorises in the place of whom, both days included. */
export interface Delegation {
  id: number; from_user: Who; to_user: Who; role_name: string; from_on: string; to_on: string; reason: string; by: string; state: "in_force" | "later" | "over" | "ended"; state_label: string; ended_by: string; ended_reason: string; signed: number; may_end: boolean;
}
export interface Conflict { user: Who; role: string; role_name: string; first: string; second: string; guard: string }

/** What each view of the inbox asks for. */
export const VIEWS: Record<string, Record<string, string>> = {
  decide: { mine: "decide" }, asked: {}, mine: { mine: "asked" }, authorised: { state: "authorised" }, executed: { state: "executed" }, rejected: { state: "rejected" }, sent_back: { state: "sent_back" },
  annulled: { state: "annulled" }, withdrawn: { state: "withdrawn" },
};
const PAGE = 50;

/** Ours live under /approvals; of other rooms there is only the row. */
export const isOurs = (of: Approval): boolean => of.source === "approvals";
/** Nobody will sign it any more: its policy says nothing to anybody. */
export const isOver = (of: Approval): boolean => ["annulled", "rejected", "withdrawn", "sent_back", "replaced"].includes(of.state);
/** A door as the client of the API writes it. */
export const pathOf = (door: Door): string => door.path.replace(/^\/v1/, "");
export const keyOf = (of: Approval): string => `${of.source}:${of.id}`;
/** Only what is authorised without writing why goes in a batch. */
export const batchable = (of: Approval): boolean => Boolean(of.may.authorise) && !of.may.authorise?.reason;

export function useInbox(view: string, kind: string | undefined): UseInfiniteQueryResult<InfiniteData<InboxPage>, Problem> {
  const branch = useBranchQuery();
  const version = useRevision();
  const query = { ...VIEWS[view], ...branch, kind: kind ?? null, limit: PAGE };
  return useInfiniteQuery<InboxPage, Problem, InfiniteData<InboxPage>, unknown[], string | null>({
    queryKey: ["/approvals", "inbox", query, version],
    queryFn: ({ pageParam, signal }) => api.get<InboxPage>("/approvals", { ...query, after: pageParam }, signal),
    initialPageParam: null, getNextPageParam: (last) => last.next, placeholderData: keepPreviousData, refetchInterval: 60_000,
  });
}
export function useApproval(of: Approval): UseQueryResult<ApprovalDetail, Problem> {
  return useRead<ApprovalDetail>(`/approvals/${of.id}`, undefined, { enabled: isOurs(of) });
}
/** One of ours that the view doesn't list, as a link from its room may ask for: what somebody asked for isn't theirs to decide. */
export function useApart(item: string | undefined, enabled: boolean): UseQueryResult<ApprovalDetail, Problem> {
  const [source, id = ""] = (item ?? "").split(":");
  return useRead<ApprovalDetail>(`/approvals/${id}`, undefined, { enabled: enabled && source === "approvals" && id !== "" });
}
export function useMatrix(): UseQueryResult<Matrix, Problem> {
  return useRead<Matrix>("/approvals/matrix");
}
export function useConflicts(): UseQueryResult<{ items: Conflict[]; people: number }, Problem> {
  return useRead<{ items: Conflict[]; people: number }>("/approvals/conflicts");
}
