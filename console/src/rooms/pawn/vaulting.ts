import type { Kept } from "@/api/pawn.ts";
import { scannedOf } from "@/kit/pawn.ts";

export type Group = "week" | "live" | "grace" | "expired" | "adjudicated" | "redeemed" | "quoted";
export const GROUPS: Group[] = ["week", "live", "grace", "expired", "adjudicated", "redeemed", "quoted"];

export function inGroup(item: Pick<Kept, "state" | "days_left">, group: Group): boolean {
  return group === "week" ? item.state === "live" && item.days_left <= 7 : item.state === group;
}
const plain = (text: string): string => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/** What is kept, by place, group and words; each of them may be left out. */
export function filtered(items: Kept[], place: number | null, group: Group | null, q: string): Kept[] {
  const words = plain(q).split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    if (place !== null && item.location_id !== place) return false;
    if (group !== null && !inGroup(item, group)) return false;
    const told = plain([item.label, item.description, item.brand, item.model, item.serial, item.seal, item.client.name].join(" "));
    return words.every((word) => told.includes(word));
  });
}

/** The article a label, a seal or a serial number is of. A ticket's own code names it when it has only one. */
export function labelled(text: string, items: Kept[]): Kept | null {
  const code = scannedOf(text);
  if (code) {
    const own = items.filter((item) => item.folio === code.folio);
    return (code.position === null ? (own.length === 1 ? own[0] : undefined) : own.find((item) => item.label.endsWith(`/${code.position ?? 0}`))) ?? null;
  }
  const told = plain(text.trim());
  const same = (field: "seal" | "serial"): Kept | undefined => (told ? items.find((item) => item[field] !== "" && plain(item[field]) === told) : undefined);
  return same("seal") ?? same("serial") ?? null;
}

/** A count going on: articles found and labels that are of none. */
export interface Tally { location: number; found: string[]; unknown: string[] }
export interface Reading { tally: Tally; kind: "found" | "again" | "elsewhere" | "unknown"; item: Kept | null; text: string }

/** One more label read; the same one twice counts once. */
export function tallied(tally: Tally, text: string, item: Kept | null): Reading {
  if (!item) {
    const known = tally.unknown.includes(text);
    return { tally: known ? tally : { ...tally, unknown: [...tally.unknown, text] }, kind: "unknown", item, text };
  }
  if (tally.found.includes(item.item_id)) return { tally, kind: "again", item, text };
  return { tally: { ...tally, found: [...tally.found, item.item_id] }, kind: item.location_id === tally.location ? "found" : "elsewhere", item, text };
}
/** What should be there and has not been found, and what was found and is of another place. */
export function differences(tally: Tally, items: Kept[]): { missing: Kept[]; misplaced: Kept[]; expected: number } {
  const there = items.filter((item) => item.location_id === tally.location);
  const found = new Set(tally.found);
  return { missing: there.filter((item) => !found.has(item.item_id)), misplaced: items.filter((item) => found.has(item.item_id) && item.location_id !== tally.location), expected: there.length };
}

/* A count outlives the page: nobody scans three hundred bags twice. */
const place = (userId: number): string => `caudal.conteo.${userId}`;
export function keepTally(store: Storage, userId: number, tally: Tally | null): void {
  if (tally) store.setItem(place(userId), JSON.stringify(tally));
  else store.removeItem(place(userId));
}
export function recallTally(store: Storage, userId: number): Tally | null {
  try {
    const kept = JSON.parse(store.getItem(place(userId)) ?? "null") as Partial<Tally> | null;
    return kept && typeof kept.location === "number" && Array.isArray(kept.found) && Array.isArray(kept.unknown) ? { location: kept.location, found: kept.found, unknown: kept.unknown } : null;
  } catch {
    return null;
  }
}
