import { es } from "@/words/es.ts";

/* Dates are ISO text (`2026-01-10`) in the branch's calendar: no time zone is ever involved. */

const DAY = 86_400_000;

function utc(iso: string): number {
  return Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
}
function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text)) && iso(utc(text)) === text;
}
export function addDays(date: string, days: number): string {
  return iso(utc(date) + days * DAY);
}
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to) - utc(from)) / DAY);
}
export function endOfMonth(date: string): string {
  const at = new Date(utc(date));
  return iso(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0));
}
export function startOfMonth(date: string): string {
  return `${date.slice(0, 8)}01`;
}

/** `10/01/2026`, always, in every browser. */
export function dateText(date: string): string {
  const [y, m, d] = date.slice(0, 10).split("-");
  return `${d}/${m}/${y}`;
}
/** `5 oct`, with the year when it is not the given one. */
export function dateShort(date: string, year?: string): string {
  const [y = "", m = "1", d = "1"] = date.slice(0, 10).split("-");
  const text = `${Number(d)} ${es.dates.monthsShort[Number(m) - 1] ?? m}`;
  return year !== undefined && y !== year ? `${text} ${y}` : text;
}
export function weekdayShort(date: string): string {
  return es.dates.weekdaysShort[new Date(utc(date)).getUTCDay()] ?? "";
}
/** «hoy», «ayer», «hace 3 días», «en 5 días»; null when it is far. */
export function relativeDay(date: string, today: string): string | null {
  const n = daysBetween(today, date);
  if (n === 0) return es.dates.today;
  if (n === -1) return es.dates.yesterday;
  if (n === 1) return es.dates.tomorrow;
  if (n < 0 && n >= -31) return es.dates.ago(-n);
  return n > 0 && n <= 31 ? es.dates.ahead(n) : null;
}

/** An instant in a place: `{ date: "2026-01-10", time: "3:05 p. m." }`. */
export function localInstant(instant: string, timeZone: string): { date: string; time: string } {
  const { date, hour, minute } = clockOf(Date.parse(instant), timeZone);
  return { date, time: `${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? es.dates.am : es.dates.pm}` };
}
function clockOf(at: number, timeZone: string): { date: string; hour: string; minute: string } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(new Date(at));
  const get = (type: string): string => parts.find((p) => p.type === type)?.value ?? "";
  return { date: `${get("year")}-${get("month")}-${get("day")}`, hour: get("hour"), minute: get("minute") };
}

/** The last second of a day in a place, as an instant: what is good until that day is good until it ends there. */
export function endOfDay(date: string, timeZone: string): string {
  const last = utc(date) + DAY - 1000;
  const ahead = (at: number): number => {
    const { date: day, hour, minute } = clockOf(at, timeZone);
    return utc(day) + (Number(hour) * 60 + Number(minute)) * 60_000 - Math.floor(at / 60_000) * 60_000;
  };
  const near = last - ahead(last);
  return new Date(last - ahead(near)).toISOString();
}

/** Reads what a person types; null when it is not a date. `today` is the business date. */
export function parseDate(text: string, today: string): string | null {
  const typed = text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  if (typed === "hoy" || typed === "h") return today;
  if (typed === "ayer") return addDays(today, -1);
  if (typed === "manana") return addDays(today, 1);
  if (/^(fin de mes|fdm|fin)$/.test(typed)) return endOfMonth(today);
  if (/^(inicio de mes|primero)$/.test(typed)) return startOfMonth(today);
  const shift = /^([+-])\s*(\d{1,4})$/.exec(typed);
  if (shift) return addDays(today, Number(`${shift[1] ?? ""}${shift[2] ?? ""}`));
  if (isDate(typed)) return typed;
  const parts = /^(\d{1,2})(?:[/\-. ](\d{1,2})(?:[/\-. ](\d{2}|\d{4}))?)?$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(typed);
  if (!parts) return null;
  const [year = "", month = ""] = today.split("-");
  const y = (parts[3]?.length === 2 ? `20${parts[3]}` : parts[3]) ?? year;
  const date = `${y}-${(parts[2] ?? month).padStart(2, "0")}-${(parts[1] ?? "").padStart(2, "0")}`;
  return isDate(date) ? date : null;
}
