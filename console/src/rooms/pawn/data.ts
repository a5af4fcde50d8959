import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Kept, Location, Lot, LotTotals, Ltv, Move, Plan, Price, Ticket, TicketDetail, TicketTotals, VaultCount, VaultTotals } from "@/api/pawn.ts";
import type { Problem } from "@/api/problem.ts";
import { useBranchQuery, useRead } from "@/api/query.ts";
import type { Page } from "@/api/types.ts";
import { addDays } from "@/kit/dates.ts";
import type { Scanned } from "@/kit/pawn.ts";
import type { UrlState } from "@/kit/useUrlState.ts";

/** Addresses of the room. */
export const PAWN = "/empenos";
export const ticketPath = (id: string): string => `${PAWN}/${id}`;
export const lotPath = (id: string): string => `${PAWN}/remates/${id}`;

export type ViewKey = "live" | "week" | "late" | "grace" | "expired" | "adjudicated" | "quoted" | "all";
export const VIEWS: ViewKey[] = ["live", "week", "late", "grace", "expired", "adjudicated", "quoted", "all"];

export function viewOf(url: UrlState): ViewKey {
  return VIEWS.find((key) => key === url["view"]) ?? (url["q"] || url["status"] ? "all" : "live");
}
/** The tickets of a view. */
export function viewQuery(view: ViewKey, today: string): Query {
  const views: Record<ViewKey, Query> = {
    live: { status: "live" }, week: { status: "live", due_from: today, due_to: today ? addDays(today, 7) : undefined }, late: { status: "grace,expired" }, grace: { status: "grace" },
    expired: { status: "expired" }, adjudicated: { status: "adjudicated" }, quoted: { status: "quoted" }, all: {},
  };
  return views[view];
}
/** What the list asks for: the saved view, and what the person filtered on top of it. */
export function listQuery(view: ViewKey, url: UrlState, today: string, branch: Query): Query {
  return { ...branch, ...viewQuery(view, today), ...Object.fromEntries(Object.entries(url).filter(([name]) => name !== "view")) };
}
/** Totals of a view over the branch on top, for the figure that opens it. */
export function useViewTotals(view: ViewKey, today: string): TicketTotals | undefined {
  const branch = useBranchQuery();
  return useRead<Page<Ticket, TicketTotals>>("/pawn-tickets", { ...branch, ...viewQuery(view, today), limit: 1 }, { enabled: today !== "" }).data?.totals;
}

export type LotView = "adjudicated" | "on_sale" | "surplus_due" | "sold" | "all";
export const LOT_VIEWS: LotView[] = ["adjudicated", "on_sale", "surplus_due", "sold", "all"];
export function lotViewOf(url: UrlState): LotView {
  return LOT_VIEWS.find((key) => key === url["view"]) ?? (url["q"] ? "all" : "on_sale");
}
export function lotQuery(view: LotView, url: UrlState, branch: Query): Query {
  const views: Record<LotView, Query> = {
    adjudicated: { status: "adjudicated" }, on_sale: { status: "on_sale" }, surplus_due: { status: "surplus_due" },
    sold: { status: "sold,surplus_due,surplus_paid,surplus_lapsed" }, all: {},
  };
  return { ...branch, ...views[view], ...Object.fromEntries(Object.entries(url).filter(([name]) => name !== "view")) };
}
export function useLotTotals(view: LotView): LotTotals | undefined {
  return useRead<Page<Lot, LotTotals>>("/pawn-lots", { ...lotQuery(view, {}, useBranchQuery()), limit: 1 }).data?.totals;
}

export const useTicket = (id: string, asOf: string | undefined): UseQueryResult<TicketDetail, Problem> =>
  useRead<TicketDetail>(`/pawn-tickets/${id}`, { as_of: asOf }, { keep: true });
export const useLot = (id: string): UseQueryResult<Lot, Problem> => useRead<Lot>(`/pawn-lots/${id}`);

export const usePlans = (every = false): UseQueryResult<Page<Plan>, Problem> => useRead<Page<Plan>>("/pawn-plans", { every: every || undefined });
export const usePrices = (): UseQueryResult<Page<Price>, Problem> => useRead<Page<Price>>("/pawn-prices");
export const useLtv = (): UseQueryResult<Page<Ltv>, Problem> => useRead<Page<Ltv>>("/pawn-ltv");

export const useLocations = (): UseQueryResult<Page<Location>, Problem> => useRead<Page<Location>>("/pawn-locations");
export const useVault = (): UseQueryResult<Page<Kept, VaultTotals>, Problem> => useRead<Page<Kept, VaultTotals>>("/pawn-vault", useBranchQuery());
export const useMoves = (pending: boolean): UseQueryResult<Page<Move>, Problem> => useRead<Page<Move>>("/pawn-moves", { pending: pending || undefined });
export const useCounts = (): UseQueryResult<Page<VaultCount>, Problem> => useRead<Page<VaultCount>>("/pawn-counts");

/** The ticket a code names, if there is one. */
export async function ticketCalled(folio: string): Promise<string | null> {
  const found = await api.get<Page<Ticket>>("/pawn-tickets", { q: folio, limit: 1 });
  return found.items[0]?.id ?? null;
}
/** The article a label names, by whichever ticket of its chain the label is of. */
export async function itemCalled(code: Scanned): Promise<string | null> {
  const found = (await api.get<Page<Ticket>>("/pawn-tickets", { q: code.folio, limit: 1 })).items[0]?.items ?? [];
  const item = code.position === null ? (found.length === 1 ? found[0] : undefined) : found.find((one) => one.position === code.position);
  return item?.id ?? null;
}
