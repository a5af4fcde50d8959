import type { ImportAsk, ImportColumn, ImportField, ImportFile, ImportFinding, ImportFormats, ImportMapping, ImportMode, ImportTotals, MoneyValue } from "@/api/types.ts";
import { isDate } from "@/kit/dates.ts";
import { formatMoney } from "@/kit/formats.ts";
import { asMoney, fromMinor, minus, money, toMinor } from "@/kit/money.ts";
import { phoneScreen } from "@/kit/phones.ts";
import { es } from "@/words/es.ts";

/** What the person decided about a file. Amounts are decimal text. */
export interface Plan { mapping: ImportMapping; formats: ImportFormats; mode: ImportMode; expected: string | null }

const FALLBACK: ImportFormats = { decimal: ".", dates: "dmy", country: "MX", currency: "MXN" };

/** Each field with its best guess; a column is guessed for one field only. */
export function guessed(columns: ImportColumn[]): ImportMapping {
  const best = [...columns].filter((c) => c.guess).sort((a, b) => b.score - a.score);
  const mapping: ImportMapping = {};
  for (const column of best) if (column.guess && !(column.guess in mapping)) mapping[column.guess] = column.name;
  return mapping;
}
export function planOf(file: ImportFile, kept: Partial<Plan> | null): Plan {
  return {
    mapping: kept?.mapping ?? file.mapping ?? guessed(file.columns ?? []), formats: { ...FALLBACK, ...file.formats, ...kept?.formats },
    mode: kept?.mode ?? file.mode ?? "opening", expected: kept?.expected ?? null,
  };
}
export function askOf(plan: Plan, debts: boolean): ImportAsk {
  return {
    mapping: plan.mapping, formats: plan.formats, ...(debts ? { mode: plan.mode } : {}),
    ...(debts && plan.expected !== null ? { expected_total: money(plan.expected, plan.formats.currency) } : {}),
  };
}
/** Puts a column in a field, or takes it away. */
export function mapped(mapping: ImportMapping, field: string, column: string | undefined): ImportMapping {
  const rest = Object.fromEntries(Object.entries(mapping).filter(([key]) => key !== field));
  return column ? { ...rest, [field]: column } : rest;
}
export function missing(fields: ImportField[], mapping: ImportMapping): ImportField[] {
  return fields.filter((f) => f.required && !mapping[f.key]);
}
/** Columns given to more than one field: allowed, but usually a slip. */
export function repeated(mapping: ImportMapping): string[] {
  const used = Object.values(mapping);
  return [...new Set(used.filter((name, i) => used.indexOf(name) !== i))];
}
export function unused(columns: ImportColumn[], mapping: ImportMapping): string[] {
  const used = new Set(Object.values(mapping));
  return columns.map((c) => c.name).filter((name) => !used.has(name));
}
export function samplesOf(columns: ImportColumn[], name: string | undefined): string[] {
  const sample = columns.find((c) => c.name === name)?.sample ?? [];
  return sample.filter((value): value is string => Boolean(value?.trim())).slice(0, 3);
}

/** «10/01/26» read in an order: «10 de enero de 2026»; null when it cannot be that. */
export function readDate(text: string, order: string): string | null {
  const parts = /^(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})$/.exec(text.trim().split("T")[0] ?? "");
  if (!parts) return null;
  const [, a = "", b = "", c = ""] = parts;
  const first = a.length === 4 ? [a, b, c] : order === "mdy" ? [c, a, b] : order === "ymd" ? [a, b, c] : [c, b, a];
  const [y = "", m = "", d = ""] = first;
  const iso = `${y.length === 2 ? `20${y}` : y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  return isDate(iso) ? `${Number(d)} de ${es.dates.months[Number(m) - 1] ?? ""} de ${iso.slice(0, 4)}` : null;
}
/** «1.250,50» read with a decimal mark, as the country writes it; null when it cannot be an amount. */
export function readAmount(text: string, decimal: string, currency: string): string | null {
  const bare = text.replace(/[^\d.,-]/g, "");
  const group = decimal === "." ? "," : ".";
  const plain = bare.split(group).join("").replace(decimal, ".");
  return /^\d+(\.\d{1,2})?$/.test(plain) ? formatMoney(money(plain, currency)) : null;
}

export interface Group { problem: string; count: number }
/** The same problem many times is one thing to mend: how many of each, most repeated first. */
export function groups(findings: ImportFinding[]): Group[] {
  const counts = new Map<string, number>();
  for (const f of findings) counts.set(f.problem, (counts.get(f.problem) ?? 0) + 1);
  return [...counts].map(([problem, count]) => ({ problem, count })).sort((a, b) => b.count - a.count);
}

/** What the file adds up to in a currency, and how far it is from what the person expected. */
export function totalIn(totals: ImportTotals, currency: string): MoneyValue {
  const row = totals.by_currency.find((t) => t.currency === currency);
  return row ? asMoney(row.amount, currency) : money("0", currency);
}
export function difference(totals: ImportTotals, plan: Plan): MoneyValue | null {
  if (plan.expected === null) return null;
  return minus(money(plan.expected, plan.formats.currency), totalIn(totals, plan.formats.currency));
}
export function absolute(value: MoneyValue): MoneyValue {
  const minor = toMinor(value.amount);
  return { ...value, amount: fromMinor(minor < 0n ? -minor : minor) };
}

/** A value of the preview as text, whatever its shape. */
export function previewText(value: unknown): string {
  if (value === null || value === undefined || value === "") return es.common.missing;
  if (typeof value === "object" && "amount" in value && "currency" in value) return formatMoney(value as MoneyValue);
  if (Array.isArray(value)) return value.map(previewText).join(", ");
  if (typeof value === "boolean") return value ? es.common.yes : es.common.no;
  if (typeof value === "string" && /^\+\d{8,15}$/.test(value)) return phoneScreen(value);
  if (typeof value === "string" && isDate(value)) return value.split("-").reverse().join("/");
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number);
}
