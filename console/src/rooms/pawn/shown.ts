import type { Item, Kept, Plan, Ticket } from "@/api/pawn.ts";
import { daysBetween } from "@/kit/dates.ts";
import { formatRate } from "@/kit/rates.ts";
import { words } from "./words.ts";

type Named = Pick<Item, "description" | "weight" | "serial">;

/** «Anillo de oro, y 2 más». */
export function articlesOf(items: Pick<Item, "description">[]): string {
  const [first, ...rest] = items;
  return first ? [first.description, rest.length > 0 ? words.more(rest.length) : ""].filter(Boolean).join(", ") : "";
}
/** What tells an article from others like it: its weight, its serial number, or both. */
export function markOf(item: Named): string {
  return [item.weight ? words.grams(item.weight) : "", item.serial].filter(Boolean).join(" · ");
}
export function marksOf(items: Named[]): string {
  return items.map(markOf).filter(Boolean).join(", ");
}
/** Where its articles are; each place once. */
export function placesOf(items: Pick<Item, "location">[]): string {
  return [...new Set(items.flatMap((item) => item.location ?? []))].join(", ");
}
/** «Faltan 5 días», «Venció hace 2 días · quedan 8 días de gracia». */
export function countdown(of: Pick<Ticket, "days_left" | "grace_on" | "as_of">): string {
  if (of.days_left === 0) return words.left.today;
  if (of.days_left > 0) return words.left.ahead(of.days_left);
  const grace = daysBetween(of.as_of, of.grace_on);
  return [words.left.ago(-of.days_left), grace >= 0 ? words.left.grace(grace) : ""].filter(Boolean).join(" · ");
}
export type Tone = "bad" | "warn" | undefined;
export function toneOf(of: Pick<Ticket, "status" | "days_left">): Tone {
  if (of.status === "expired") return "bad";
  return of.status === "grace" || (of.status === "live" && of.days_left <= 7) ? "warn" : undefined;
}
/** Of an article in the vault: «Reloj · Seiko 5». */
export function keptName(of: Pick<Kept, "description" | "brand" | "model">): string {
  return [of.description, [of.brand, of.model].filter(Boolean).join(" ")].filter(Boolean).join(" · ");
}
/** «Semanal 5 %: 5 % por semana comenzada, 16 semanas». */
export function planText(plan: Plan): string {
  const storage = Number(plan.storage_rate) > 0 ? ` + ${formatRate(plan.storage_rate)} ${words.file.storage}` : "";
  return `${plan.name}: ${formatRate(plan.rate)}${storage} ${words.perPeriod} ${words.started[plan.period]}${plan.taxed ? ` ${words.file.withTax}` : ""}, ${words.periods[plan.period](plan.term)}`;
}
