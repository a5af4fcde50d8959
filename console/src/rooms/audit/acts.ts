import type { AuditDetail, AuditItem, MoneyValue } from "@/api/types.ts";
import { isDate, localInstant, dateText } from "@/kit/dates.ts";
import { formatMoney, formatOf } from "@/kit/formats.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

function isMoney(value: object): value is MoneyValue {
  return "amount" in value && "currency" in value && typeof value.amount === "string" && /^-?\d+(\.\d{1,2})?$/.test(value.amount);
}

/** A stored value as a person reads it: money, dates, yes and no; never raw JSON for the usual things. */
export function valueText(value: unknown, zone: string): string {
  if (value === null || value === undefined || value === "") return es.common.missing;
  if (typeof value === "boolean") return value ? es.common.yes : es.common.no;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") {
    if (isDate(value)) return dateText(value);
    if (!INSTANT.test(value) || Number.isNaN(Date.parse(value))) return value;
    const { date, time } = localInstant(value, zone);
    return `${dateText(date)} ${time}`;
  }
  if (Array.isArray(value)) return value.length === 0 ? es.common.missing : value.map((v) => valueText(v, zone)).join(", ");
  if (typeof value !== "object") return "";
  if (isMoney(value)) return formatMoney(value, { code: formatOf(value.currency).codeInText });
  return Object.entries(value).map(([key, v]) => `${words.asked[key] ?? key}: ${valueText(v, zone)}`).join(" · ");
}

/** What is only an identifier: where it opens. */
const OPENS: Record<string, string> = { client_id: "/clientes", party_id: "/clientes", receivable_id: "/cxc", apply_to: "/cxc", payment_id: "/pagos", import_id: "/importar" };
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Codes that have a name of their own, by the field they come in. */
const NAMES: Record<string, Record<string, string>> = { method: es.states.method, channel: words.channels, origin: words.origins, mode: words.modes };
export interface Branchy { id: number; name: string }

function askedText(key: string, value: unknown, zone: string, branches: Branchy[]): string {
  const branch = key === "branch_id" ? branches.find((b) => b.id === value)?.name : undefined;
  return branch ?? (typeof value === "string" ? NAMES[key]?.[value] : undefined) ?? valueText(value, zone);
}
function linksOf(key: string, value: unknown): string[] {
  const place = OPENS[key];
  const ids = (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === "string" && ID.test(v));
  return place ? ids.map((id) => `${place}/${id}`) : [];
}

export interface Asked { key: string; label: string; text: string; links: string[] }
/** What was asked for, field by field; what came empty is left out. */
export function askedOf(item: Pick<AuditItem, "asked">, zone: string, branches: Branchy[] = []): Asked[] {
  return entriesOf(item.asked).filter(([, v]) => v !== null && v !== "" && !(Array.isArray(v) && v.length === 0))
    .map(([key, value]) => ({ key, label: words.asked[key] ?? key.replace(/_/g, " "), text: askedText(key, value, zone, branches), links: linksOf(key, value) }));
}

/** A command's arguments come under `ask`: to who reads it is all one. */
function entriesOf(asked: Record<string, unknown>): [string, unknown][] {
  return Object.entries(asked).flatMap(([key, value]): [string, unknown][] => (key === "ask" || key === "asked" || key === "wanted") && typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [[key, value]]);
}
/** Why it was refused: the title of the problem where only its name was kept. */
export function problemText(problem: string | null): string | null {
  return problem ? (words.problems[problem] ?? problem) : null;
}

/** One line that says what the act was about, for the list. */
export function gist(item: Pick<AuditItem, "asked">, zone: string): string {
  const order = ["folio", "name", "filename", "concept", "amount", "business_date", "branch", "currency", "username", "reason"];
  const asked = askedOf(item, zone).filter((a) => order.includes(a.key)).sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  return asked.slice(0, 3).map((a) => a.text).join(" · ");
}

/** Each command once, by its name. */
export function commandsIn(items: Pick<AuditItem, "command" | "command_label">[]): { value: string; label: string }[] {
  const seen = new Map(items.map((a) => [a.command, commandLabel(a)]));
  return [...seen].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, "es"));
}

/** What was done, in words; acts of the house may come without a name. */
export function commandLabel(item: Pick<AuditItem, "command" | "command_label">): string {
  return item.command_label === item.command ? (words.commands[item.command] ?? item.command) : item.command_label;
}
export function tableLabel(table: string): string {
  return words.tables[table.replace(/^public\./, "")] ?? table.replace(/_/g, " ");
}
export function opLabel(op: string): string {
  return words.ops[op.toUpperCase().slice(0, 1)] ?? op;
}

export interface Row { field: string; label: string; old: string; now: string }
/** Fields that truly changed, old and new as text. */
export function rowsOf(change: AuditDetail["changes"][number], zone: string): Row[] {
  return change.fields
    .map((f) => ({ field: f.field, label: f.label || f.field.replace(/_/g, " "), old: valueText(f.old, zone), now: valueText(f.new, zone) }))
    .filter((r) => r.old !== r.now);
}
