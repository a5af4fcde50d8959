import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead, useRevision } from "@/api/query.ts";
import type { MoneyValue, Page } from "@/api/types.ts";

export type Urgency = "critical" | "high" | "medium" | "low";
export type State = "new" | "seen" | "working" | "resolved" | "dismissed";
export interface Who { id: number; name: string }
export interface Label { code: string; label: string }

export interface Alert {
  id: string; folio: string; rule: string; rule_name: string; urgency: Urgency; urgency_label: string; branch_id: number; branch: string; subject: string;
  client: { id: string; folio: string; name: string } | null; link: string; amount: MoneyValue | null; facts: { days?: number; debts?: number }; state: State; state_label: string; cause: boolean;
  times: number; since: string; latest_at: string; assignee: Who | null; escalate_at: string | null; escalated_at: string | null; ended_at: string | null; ended_by: Who | null; end_reason: string | null;
}
export interface Notice {
  id: string; user: string; channel: string; channel_label: string; kind: string; subject: string; text: string; status: string; status_label: string; cause: string; attempts: number; to_masked: string;
  created_at: string; sent_at: string | null; delivered_at: string | null;
}
export interface AlertDetail extends Alert {
  remedy: string; timeline: { at: string; kind: string; text: string; actor: string }[]; told: (Who & { why: string })[]; notices: Notice[]; people: Who[];
}
export interface Rule {
  rule: string; name: string; when: string; who: string; urgency: Urgency; urgency_label: string; active: boolean; unit: "days" | "fraction" | "amount" | "none"; days: number | null; percent: string | null;
  amounts: MoneyValue[]; recipients: Label[]; channels: Label[]; escalate_minutes: number | null; escalate_to: Label[]; quiet_from: string | null; quiet_until: string | null; branch_id: number | null;
  origin: "factory" | "company" | "branch"; own: boolean; remedy: string;
}
export interface Provider { channel: string; label: string; configured: boolean; down_since: string | null; cause: string }
export interface Rehearsal { times: number; examples: { on: string; text: string }[] }

/** What each view asks the server for; «mine» also says who. */
export const VIEWS: Record<string, string> = { open: "open", new: "new", working: "working", mine: "open", resolved: "resolved", dismissed: "dismissed" };
export const isOpen = (of: Alert): boolean => of.state === "new" || of.state === "seen" || of.state === "working";
/** Alerts of the same rule in the same branch go together. */
export const groupOf = (of: Alert): string => `${of.rule}:${of.branch_id}`;

/** Red, yellow and green, as the boards say it. */
export const LIGHTS: Record<"red" | "yellow" | "green", string> = { red: "critical,high", yellow: "medium", green: "low" };
/** Of what is open, what the filters let through. */
export function among(found: Count[], rule: string | undefined, urgency: string | undefined): Count[] {
  const wanted = urgency?.split(",");
  return found.filter((each) => (rule === undefined || rule.split(",").includes(each.rule)) && (wanted === undefined || wanted.includes(each.urgency)));
}
export const together = (found: Count[]): number => found.reduce((sum, each) => sum + each.count, 0);

export interface Group { key: string; rule_name: string; branch: string; urgency: Urgency; items: Alert[] }
export function grouped(items: Alert[]): Group[] {
  const groups = new Map<string, Group>();
  for (const of of items) {
    const key = groupOf(of);
    const known = groups.get(key);
    if (known) known.items.push(of);
    else groups.set(key, { key, rule_name: of.rule_name, branch: of.branch, urgency: of.urgency, items: [of] });
  }
  return [...groups.values()];
}

export interface Asked { view: string; rule: string | undefined; urgency: string | undefined; branch_id?: number }
export interface Count { rule: string; branch_id: number; urgency: Urgency; state: State; count: number }

/** The branch of the address: one, all of them («all»), or, when it says none, the one on top. */
export function useWhere(told: string | undefined): { branch_id?: number } {
  const top = useBranchQuery();
  if (told === undefined) return top;
  return /^\d+$/.test(told) ? { branch_id: Number(told) } : {};
}
export function useAlerts({ view, rule, urgency, ...branch }: Asked, me: number): UseInfiniteQueryResult<InfiniteData<Page<Alert>>, Problem> {
  const version = useRevision();
  const query = { ...branch, state: VIEWS[view] ?? "open", rule: rule ?? null, urgency: urgency ?? null, assignee: view === "mine" ? me : null, limit: 100 };
  return useInfiniteQuery<Page<Alert>, Problem, InfiniteData<Page<Alert>>, unknown[], string | null>({
    queryKey: ["/alerts", "list", query, version],
    queryFn: ({ pageParam, signal }) => api.get<Page<Alert>>("/alerts", { ...query, after: pageParam }, signal),
    initialPageParam: null, getNextPageParam: (last) => last.next, placeholderData: keepPreviousData, refetchInterval: 60_000,
  });
}
/** What is open where it is asked about, as the bell and the boards count it. */
export function useCounts(branch: { branch_id?: number }): UseQueryResult<{ groups: Count[] }, Problem> {
  return useRead<{ groups: Count[] }>("/alerts/counts", branch, { pollMs: 60_000, keep: true });
}
export function useAlert(id: string): UseQueryResult<AlertDetail, Problem> {
  return useRead<AlertDetail>(`/alerts/${id}`);
}
export function useRules(branchId: number | null): UseQueryResult<Page<Rule>, Problem> {
  return useRead<Page<Rule>>("/alert-rules", { branch_id: branchId }, { keep: true });
}
export function useProviders(): UseQueryResult<Page<Provider>, Problem> {
  return useRead<Page<Provider>>("/notice-channels");
}
export const see = (id: string): Promise<unknown> => api.post(`/alerts/${id}/sight`);
export const assign = (id: string, user: number | null): Promise<unknown> => api.post(`/alerts/${id}/assignment`, { user_id: user });
export const resolve = (id: string, note: string): Promise<unknown> => api.post(`/alerts/${id}/resolution`, { note });
export const dismiss = (id: string, reason: string): Promise<unknown> => api.post(`/alerts/${id}/dismissal`, { reason });
