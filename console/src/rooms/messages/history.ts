import type { Query } from "@/api/client.ts";
import type { ClientRef, Message, MessageDetail, MessageStatus, MessageTotals } from "@/api/types.ts";
import type { UrlState } from "@/kit/useUrlState.ts";

/** States in the order of a message's life. The first five are always shown, the rest when there are some. */
export const STATUSES: MessageStatus[] = ["queued", "sent", "delivered", "read", "failed", "deferred", "sending", "blocked", "cancelled", "expired"];
const ALWAYS = 5;

export interface Count { status: MessageStatus; count: number }
export function countsOf(totals: MessageTotals | undefined): Count[] {
  const by = totals?.by_status ?? {};
  return STATUSES.map((status, i) => ({ status, count: by[status] ?? 0, i })).filter((c) => c.i < ALWAYS || c.count > 0).map(({ status, count }) => ({ status, count }));
}
export function totalOf(totals: MessageTotals | undefined): number {
  return Object.values(totals?.by_status ?? {}).reduce((all, n) => all + n, 0);
}
/** The filters of the list, without what only this screen understands. */
export function filtersOf(url: UrlState, without: string[] = []): Query {
  return Object.fromEntries(Object.entries(url).filter(([name]) => name !== "message" && !without.includes(name)));
}
export function clientOf(message: Message): ClientRef {
  return typeof message.client === "string" ? { id: message.client_id, folio: "", name: message.client } : message.client;
}

const REPEATABLE: MessageStatus[] = ["failed", "blocked", "expired"];
/** Whether it can be sent again: it did not arrive, and it is not waiting. */
export function repeatable(message: Message): boolean {
  return REPEATABLE.includes(message.status);
}

export interface Moment { key: "queued" | "waits" | "sent" | "delivered" | "read" | "ended"; at: string | null; tone: "ok" | "bad" | "info" | "" }
/** What happened to a message, in order; the last one says how it ended or until when it waits. */
export function momentsOf(message: MessageDetail): Moment[] {
  const steps: Moment[] = [{ key: "queued", at: message.created_at, tone: "info" }];
  if (message.sent_at) steps.push({ key: "sent", at: message.sent_at, tone: "info" });
  if (message.delivered_at) steps.push({ key: "delivered", at: message.delivered_at, tone: "ok" });
  if (message.read_at) steps.push({ key: "read", at: message.read_at, tone: "ok" });
  if (message.status === "queued" || message.status === "deferred") steps.push({ key: "waits", at: message.due_at, tone: "" });
  if (["failed", "blocked", "cancelled", "expired"].includes(message.status)) {
    const last = message.events?.at(-1)?.at ?? null;
    steps.push({ key: "ended", at: last, tone: "bad" });
  }
  return steps;
}
