import { api } from "@/api/client.ts";
import type { CountAsk, Kept, Location, Lot, Ltv, Move, NewLtv, NewPlan, NewPrice, Photo, Plan, Price, Suggested, TicketDetail, VaultCount } from "@/api/pawn.ts";
import type { MoneyValue } from "@/api/types.ts";

type Done = Promise<TicketDetail>;
const ticket = (id: string, verb: string): string => `/pawn-tickets/${id}/${verb}`;
const lot = (id: string, verb: string): string => `/pawn-lots/${id}/${verb}`;

export const cancel = (id: string, reason: string): Done => api.post(ticket(id, "cancellation"), { reason });
export const deliver = (id: string, to: string): Done => api.post(ticket(id, "delivery"), { to });
export const adjudicate = (id: string, value: MoneyValue | null): Promise<Lot> => api.post(ticket(id, "adjudication"), { value });
export const reportLost = (id: string, affidavit: string): Done => api.post(ticket(id, "loss"), { affidavit });
export const reissue = (id: string): Done => api.post(ticket(id, "reissue"), {});
export const retain = (id: string, reason: string): Done => api.post(ticket(id, "retention"), { reason });
export const release = (id: string, reason: string): Done => api.post(ticket(id, "release"), { reason });
export const surrender = (id: string, reason: string): Done => api.post(ticket(id, "surrender"), { reason });

export function addPhoto(itemId: string, file: Blob): Promise<Photo> {
  const form = new FormData();
  form.append("file", file, "prenda");
  return api.post<Photo>(`/pawn-items/${itemId}/photos`, form);
}

export const listLot = (id: string, minimum: MoneyValue): Promise<Lot> => api.post(lot(id, "listing"), { minimum });
export const lapseSurplus = (id: string, reason: string): Promise<Lot> => api.post(lot(id, "surplus-lapse"), { reason });
export const writeOffLot = (id: string, reason: string): Promise<Lot> => api.post(lot(id, "write-off"), { reason });
export const surrenderLot = (id: string, reason: string): Promise<Lot> => api.post(lot(id, "surrender"), { reason });

export const savePlan = (ask: NewPlan): Promise<Plan> => api.post("/pawn-plans", ask);
export const retirePlan = (code: string): Promise<Plan> => api.post(`/pawn-plans/${code}/retirement`, {});
/** What a house may begin with; with `dryRun`, only what would be written. */
export const writeSuggested = (dryRun: boolean): Promise<Suggested> => api.post("/pawn-tables/suggested", {}, { dryRun });
export const savePrice = (ask: NewPrice): Promise<Price> => api.post("/pawn-prices", ask);
export const saveLtv = (ask: NewLtv): Promise<Ltv> => api.post("/pawn-ltv", ask);

export const addLocation = (kind: Location["kind"], name: string): Promise<Location> => api.post("/pawn-locations", { kind, name });
export const sendItems = (items: Kept[], to: number, note: string): Promise<Move> =>
  api.post("/pawn-moves", { items: items.map((one) => one.item_id), to_location_id: to, note });
export const receiveMove = (id: string): Promise<Move> => api.post(`/pawn-moves/${id}/receipt`, {});
export const saveCount = (ask: CountAsk, key: string): Promise<VaultCount> => api.post("/pawn-counts", ask, { key });
