import type { UrlState } from "@/kit/useUrlState.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const text = words.list;
const OUT: Record<string, string> = { paid: words.roll.paid, renewed: words.roll.renewed, written_off: words.roll.written_off, cancelled: words.roll.cancelled };
const went = (end: string): string => OUT[end] ?? words.buckets[Number(end)] ?? end;

/** What was asked, in words. */
export function askedText(url: UrlState): string {
  const month = url["month"];
  if (month) {
    const name = `${es.dates.monthsShort[Number(month.slice(5, 7)) - 1] ?? ""} ${month.slice(0, 4)}`;
    return [text.lentIn(name), url["over"] ? text.everOver(url["over"], url["age"] ?? "0") : ""].filter(Boolean).join(" · ");
  }
  const bucket = words.buckets[Number(url["bucket"] ?? -1)];
  if (url["from"]) return text.moved(bucket ?? "", went(url["went"] ?? ""));
  return [
    bucket ? text.bucket(bucket) : "", url["par"] ? text.par(url["par"].replace("par_", "")) : "", url["stage"] ? text.stage(url["stage"]) : "",
    url["overdue"] ? text.onlyOverdue : "", url["days_from"] ? text.between(url["days_from"], url["days_to"] ?? "") : "",
  ].filter(Boolean).join(" · ") || text.all;
}
