import type { UseQueryResult } from "@tanstack/react-query";
import type { Ceiling, Ceilings, CeilingsAsk, Certifying, GivenBack, Missing, Overcharge, OverchargeTotals } from "@/api/ceilings.ts";
import { api } from "@/api/client.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { Page } from "@/api/types.ts";
import { addDays, endOfMonth, startOfMonth } from "@/kit/dates.ts";
import { parsePercent } from "@/kit/rates.ts";
import { es } from "@/words/es.ts";
import { law } from "./ceilingWords.ts";

export function useCeilings(): UseQueryResult<Ceilings, Problem> {
  return useRead<Ceilings>("/legal-ceilings");
}
export function useOvercharges(): UseQueryResult<Page<Overcharge, OverchargeTotals>, Problem> {
  return useRead<Page<Overcharge, OverchargeTotals>>("/legal-ceilings/overcharges", { limit: 200, branch_id: null });
}
export function useGivenBack(): UseQueryResult<Page<GivenBack>, Problem> {
  return useRead<Page<GivenBack>>("/legal-ceilings/overcharges/given", { branch_id: null });
}
export const certify = (ask: CeilingsAsk): Promise<{ items: Ceiling[] }> => api.post<{ items: Ceiling[] }>("/legal-ceilings", ask);

/** A modality being written: `cap` is null while it is what the law makes of the reference; `old`, what it corrects. */
export interface Row { modality: string; reference: string | null; cap: string | null; old: Ceiling | null }
/** A month of the table: what rules each modality, and those that nobody certified. */
export interface Month { month: string; cells: Record<string, Ceiling | undefined>; lacking: string[] }

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

function scaled(text: string): [bigint, number] {
  const [, whole = "0", rest = ""] = DECIMAL.exec(text) ?? [];
  return [BigInt(whole + rest), rest.length];
}
function written(value: bigint, digits: number): string {
  const all = String(value).padStart(digits + 1, "0");
  const right = all.slice(all.length - digits).replace(/0+$/, "");
  return digits === 0 ? all : `${all.slice(0, all.length - digits)}${right ? `.${right}` : ""}`;
}
/** Two decimals multiplied, exact: «0.1701» × «1.5» is «0.25515». */
export function product(one: string, other: string): string {
  const [[a, n], [b, m]] = [scaled(one), scaled(other)];
  return written(a * b, n + m);
}
/** A fraction with four decimals, half up: «0.25515» is announced as «0.2552». */
export function announced(fraction: string): string {
  const [value, digits] = scaled(fraction);
  if (digits <= 4) return fraction;
  const step = 10n ** BigInt(digits - 4);
  return written((value + step / 2n) / step, 4);
}
/** The cap of a row: as typed, or what the law makes of its reference. */
export function capOf(row: Row, usury: string | null): string | null {
  if (row.cap !== null) return row.cap;
  return row.reference !== null && usury !== null ? product(row.reference, usury) : null;
}
/** Whether a cap is what the law makes of its reference, whole or as announced. */
export function agrees(row: Row, usury: string | null): boolean {
  if (usury === null || row.reference === null || row.cap === null) return true;
  const exact = product(row.reference, usury);
  return row.cap === exact || row.cap === announced(exact);
}

export const modalityName = (code: string): string => law.modalities[code] ?? code.replace(/_/g, " ");
/** «abril de 2026». */
export function monthName(month: string): string {
  return law.month(es.dates.months[Number(month.slice(5, 7)) - 1] ?? "", month.slice(0, 4));
}
export const nextMonth = (month: string): string => addDays(endOfMonth(month), 1);

/** The months from the first that was certified until the later of this one and the last certified, the newest first. */
export function monthsOf(of: Certifying, items: Ceiling[], today: string): Month[] {
  const mine = items.filter((c) => c.country === of.country && c.stands && c.last_on !== null);
  const found: Month[] = [];
  const first = mine.map((c) => c.first_on).sort()[0];
  const last = [startOfMonth(today), ...mine.map((c) => startOfMonth(c.last_on ?? today))].sort().at(-1) ?? today;
  for (let month = first ? startOfMonth(first) : nextMonth(last); month <= last; month = nextMonth(month)) {
    const cells = Object.fromEntries(of.modalities.map((code) => [code, mine.find((c) => c.modality === code && c.first_on <= month && (c.last_on ?? month) >= month)]));
    const since = (code: string): boolean => mine.some((c) => c.modality === code && c.first_on <= month);
    found.unshift({ month, cells, lacking: month <= today ? of.modalities.filter((code) => !cells[code] && since(code)) : [] });
  }
  return found;
}
/** The months that lack some modality, without repeating, the oldest first. */
export function lackingMonths(missing: Missing[], country: string): string[] {
  return [...new Set(missing.filter((m) => m.country === country).flatMap((m) => m.months))].sort();
}

/** The rows of a form for a month: what is there comes filled in, to be corrected. */
export function rowsOf(of: Certifying, at: Month | undefined): Row[] {
  return of.modalities.map((modality) => {
    const old = at?.cells[modality] ?? null;
    const row: Row = { modality, reference: old?.reference ?? null, cap: old?.cap ?? null, old };
    return old !== null && row.reference !== null && of.usury !== null && row.cap === product(row.reference, of.usury) ? { ...row, cap: null } : row;
  });
}
/** Those that say something new; another source alone corrects all that were there. */
export function toSend(rows: Row[], usury: string | null, sourceChanged: boolean): Row[] {
  const full = rows.filter((row) => capOf(row, usury) !== null);
  const changed = full.filter((row) => row.old === null || row.old.cap !== capOf(row, usury) || row.old.reference !== row.reference);
  return changed.length === 0 && sourceChanged ? full : changed;
}
export function askOf(of: Certifying, month: string, rows: Row[], told: { source: string; reason: string; apart: boolean }): CeilingsAsk {
  const old = rows.find((row) => row.old !== null)?.old;
  return {
    country: of.country, first_on: old?.first_on ?? month, last_on: old?.last_on ?? endOfMonth(month), source: told.source.trim(), reason: told.reason.trim(), apart: told.apart,
    rows: rows.map((row) => ({ modality: row.modality, reference: row.reference, cap: capOf(row, of.usury), mora_factor: row.old?.mora_factor ?? null, replaces: row.old?.first_on ?? null })),
  };
}

const plain = (text: string): string => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z]+/g, " ").trim();

/** What was pasted from the resolution: a line for each modality, by its name or, without names, from the row `from` on. */
export function pasted(rows: Row[], from: number, text: string): Row[] | null {
  const lines = text.split(/\r?\n/).map((line) => line.split(/\t|;|\s{2,}/).map((cell) => cell.trim()).filter(Boolean)).filter((cells) => cells.length > 0);
  if (lines.length < 2 && (lines[0]?.length ?? 0) < 2) return null;
  const next = [...rows];
  let at = from;
  let found = 0;
  for (const cells of lines) {
    const [reference, cap] = cells.map(parsePercent).filter((value) => value !== null);
    const name = plain(cells.find((cell) => parsePercent(cell) === null) ?? "");
    const place = name ? next.findIndex((row) => [modalityName(row.modality), row.modality].some((known) => plain(known) === name)) : at;
    const row = next[place];
    if (!row || reference === undefined) continue;
    next[place] = { ...row, reference, cap: cap ?? null };
    found += 1;
    at = place + 1;
  }
  return found > 0 ? next : null;
}
