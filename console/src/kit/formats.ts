import type { MoneyValue } from "@/api/types.ts";
import { fromMinor, toMinor } from "./money.ts";

/* Formats are ours, not the browser's: the same table as kernel/words/formats.toml, with golden cases
   shared by both languages (formats.golden.json). */

export interface MoneyFormat {
  symbol: string; group: string; decimal: string;
  /** Cents are always written (true) or only when there are some (false). */
  cents: boolean;
  /** Whether the ISO code follows the amount in messages. */
  codeInText: boolean;
  compactSpace: boolean;
}

export const FORMATS: Record<string, MoneyFormat> = {
  COP: { symbol: "$", group: ".", decimal: ",", cents: false, codeInText: true, compactSpace: true },
  DOP: { symbol: "RD$", group: ",", decimal: ".", cents: true, codeInText: false, compactSpace: true },
  MXN: { symbol: "$", group: ",", decimal: ".", cents: true, codeInText: true, compactSpace: false },
  USD: { symbol: "US$", group: ",", decimal: ".", cents: true, codeInText: false, compactSpace: true },
};
const OTHER: MoneyFormat = { symbol: "", group: ",", decimal: ".", cents: true, codeInText: true, compactSpace: true };

/** Narrow no-break space: only on screen, never in files or messages. */
export const NARROW = "\u202f";
const MINUS = "\u2212";

export function formatOf(currency: string): MoneyFormat {
  return FORMATS[currency] ?? OTHER;
}
/** Whether another of the currencies looks like this one («$» in Mexico and in Colombia): the code must be written. */
export function confusable(currency: string, among: Iterable<string>): boolean {
  const { symbol } = formatOf(currency);
  return Array.from(among).some((other) => other !== currency && formatOf(other).symbol === symbol);
}

function digits(minor: bigint, format: MoneyFormat): string {
  const [whole = "0", cents = "00"] = fromMinor(minor < 0n ? -minor : minor).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, format.group);
  return format.cents || cents !== "00" ? `${grouped}${format.decimal}${cents}` : grouped;
}

export interface MoneyStyle {
  /** `screen` («$ 250.000»), `text` for messages («$250.000 COP») or `compact` («$910 K», truncated). */
  style?: "screen" | "text" | "compact";
  /** Writes the ISO code after the amount. */
  code?: boolean;
  /** Writes «+» before positive amounts. */
  sign?: boolean;
}

/** Money as people of its country read it. */
export function formatMoney(value: MoneyValue, { style = "screen", code, sign }: MoneyStyle = {}): string {
  const format = formatOf(value.currency);
  const minor = toMinor(value.amount);
  const screen = style !== "text";
  const lead = minor < 0n ? (screen ? MINUS : "-") : sign && minor > 0n ? "+" : "";
  const gap = style === "screen" && format.symbol ? NARROW : "";
  const body = style === "compact" ? compactDigits(minor, format) : digits(minor, format);
  const unknown = format.symbol === "" && style !== "text";
  const symbol = unknown ? value.currency + (style === "compact" ? " " : NARROW) : format.symbol;
  const withCode = !unknown && (code ?? (style === "text" && format.codeInText));
  const tail = withCode ? `${style === "text" ? " " : NARROW}${value.currency}` : "";
  return `${lead}${symbol}${gap}${body}${tail}`;
}

/** Truncates, so that a figure never says more than there is. */
function compactDigits(minor: bigint, format: MoneyFormat): string {
  const whole = (minor < 0n ? -minor : minor) / 100n;
  if (whole < 1000n) return String(whole);
  const space = format.compactSpace ? " " : "";
  if (whole < 1_000_000n) return `${whole / 1000n}${space}K`;
  const hundredths = whole / 10_000n;
  const decimals = String(hundredths % 100n).padStart(2, "0");
  const millions = String(hundredths / 100n).replace(/\B(?=(\d{3})+$)/g, format.group);
  return `${millions}${format.decimal}${decimals}${space}M`;
}

export function formatCount(n: number): string {
  const text = String(Math.trunc(Math.abs(n))).replace(/\B(?=(\d{3})+$)/g, NARROW);
  return n < 0 ? MINUS + text : text;
}

export type ParsedMoney = { amount: string } | { error: "bad" | "decimals" } | { empty: true };

/** Reads what a person types or pastes: «250.000», «$ 1,250.50», «1250,5», «1250.50». */
export function parseMoney(text: string, currency: string): ParsedMoney {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace(/^([A-Z]{1,3}(?=\d|\$))?\$?/i, "").replace(/(?<=\d)[A-Z]{3}$/i, "");
  if (!bare) return { empty: true };
  if (!/^\d[\d.,]*$/.test(bare)) return { error: "bad" };
  const { group, decimal } = formatOf(currency);
  const mark = decimalMark(bare, group, decimal);
  if (mark === null) return { error: "bad" };
  const [whole = "", cents = ""] = mark === "" ? [bare] : split(bare, mark);
  const clean = whole.replace(/[.,]/g, "");
  if (!/^\d+$/.test(clean) || !/^\d*$/.test(cents)) return { error: "bad" };
  if (cents.length > 2) return { error: "decimals" };
  return { amount: fromMinor(toMinor(`${clean.replace(/^0+(?=\d)/, "")}.${cents.padEnd(2, "0")}`)) };
}

function split(text: string, mark: string): [string, string] {
  const at = text.lastIndexOf(mark);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Which separator opens the decimals: "" none, null when the text cannot be read. */
function decimalMark(text: string, group: string, decimal: string): string | null {
  const dots = text.split(".").length - 1;
  const commas = text.split(",").length - 1;
  if (dots && commas) {
    const mark = text.lastIndexOf(".") > text.lastIndexOf(",") ? "." : ",";
    return text.split(mark).length === 2 ? mark : null;
  }
  if (!dots && !commas) return "";
  const only = dots ? "." : ",";
  if (dots + commas > 1) return /^\d{1,3}([.,]\d{3})+$/.test(text) ? "" : null;
  if (only === decimal) return only;
  return only === group && /^\d{1,3}[.,]\d{3}$/.test(text) ? "" : only;
}
