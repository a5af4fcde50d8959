import type { ChargeAsk, Definition, LoanFrequency, LoanMethod, Product, ProductAsk, RateKind } from "@/api/loans.ts";
import { fromMinor, isPositive, money, toMinor } from "@/kit/money.ts";
import { formatRate } from "@/kit/rates.ts";
import { es } from "@/words/es.ts";
import { words } from "./words.ts";

/** What a role may approve up to, in the order in which one asks. */
export const APPROVERS = ["supervisor", "gerente", "director", "duena"] as const;
/** The components of a debt, as the server numbers them. */
const COMPONENTS = ["charge", "insurance", "arrears", "interest", "principal"];

export interface Charge { name: string; kind: "fee" | "insurance" | "tax"; on: "fixed" | "principal" | "balance" | "interest"; when: "discounted" | "financed" | "instalment"; amount: string | null; part: string | null; held: boolean; kept: ChargeAsk }
/** A product on screen: amounts as decimal text, rates as fractions, counts as they are typed. */
export interface Draft {
  code: string; name: string; currency: string; method: LoanMethod; frequency: LoanFrequency; periods: string; fewest: string; most: string;
  kind: RateKind; rate: string | null; ratePeriod: LoanFrequency | null; lowest: string | null; highest: string | null; part: string | null; balloon: string | null;
  least: string | null; greatest: string | null; round: number; charges: Charge[];
  arrears: "none" | "rate" | "fee"; arrearsRate: string | null; arrearsFee: string | null; graceDays: string; capped: boolean; renewal: string; limits: Record<string, string | null>;
  cutDay: string; graceCut: string; minimumPart: string | null; floor: string | null; required: boolean; ltv: Record<string, string | null>;
  /** What this screen doesn't edit, kept as it is. */
  kept: Definition | null;
}

const BLANK: Omit<Draft, "currency"> = {
  code: "", name: "", method: "french", frequency: "monthly", periods: "12", fewest: "1", most: "36", kind: "periodic", rate: "0.02", ratePeriod: null, lowest: null, highest: null, part: null, balloon: null,
  least: null, greatest: null, round: 0, charges: [], arrears: "none", arrearsRate: null, arrearsFee: null, graceDays: "0", capped: true, renewal: "", limits: {}, kept: null,
  cutDay: "", graceCut: "20", minimumPart: "0.05", floor: null, required: false, ltv: {},
};
export type Template = keyof typeof words.templates;

function charge(name: string, more: Partial<Charge>): Charge {
  return { name, kind: "fee", on: "fixed", when: "discounted", amount: null, part: null, held: false, kept: { name }, ...more };
}
/** Where to start from, as each of these is usually lent. */
export function templateOf(template: Template, currency: string): Draft {
  const own: Record<Template, Partial<Draft>> = {
    san: { method: "san", frequency: "weekly", periods: "13", fewest: "13", most: "13", rate: null, part: "0.1", charges: [charge("Contrato", { amount: "700.00" })], renewal: "9" },
    diario: { method: "flat", frequency: "daily", periods: "24", fewest: "12", most: "60", rate: "0.1", ratePeriod: "monthly", round: 5 },
    quincenal: { frequency: "fortnight", periods: "12", fewest: "4", most: "48", rate: "0.02", arrears: "rate", arrearsRate: "0.36" },
    personal: { periods: "12", fewest: "3", most: "36", lowest: "0.015", highest: "0.03", arrears: "rate", arrearsRate: "0.36", renewal: "6" },
    hipoteca: { periods: "180", fewest: "60", most: "240", kind: "effective_annual", rate: "0.12", charges: [charge("Seguro de vida", { kind: "insurance", on: "balance", when: "instalment", part: "0.00035", held: true }), charge("Seguro de incendio", { kind: "insurance", on: "principal", when: "instalment", part: "0.002", held: true, kept: { name: "", yearly: true } })], arrears: "rate", arrearsRate: "0.18", required: true, ltv: { property: "0.7" } },
    linea: { method: "line", periods: "24", fewest: "6", most: "60", kind: "nominal", rate: "0.36", cutDay: "5", floor: currency === "MXN" ? "500.00" : null, arrears: "rate", arrearsRate: "0.36" },
  };
  return { ...BLANK, currency, name: words.templates[template], code: template, ...own[template] };
}

const text = (value: { amount: string } | null | undefined): string | null => value?.amount ?? null;

export function draftOf(product: Product): Draft {
  const d = product.definition;
  const fee = d.arrears.fee > 0;
  return {
    code: product.code, name: product.name, currency: d.currency, method: d.method, frequency: d.frequency, periods: String(d.periods), fewest: String(d.fewest), most: String(d.most),
    kind: d.rate.kind, rate: d.method === "san" ? null : d.rate.value, ratePeriod: d.rate.period, lowest: d.lowest_rate, highest: d.highest_rate, part: d.installment_part, balloon: d.balloon_part,
    least: text(d.least), greatest: text(d.greatest), round: d.round_to,
    charges: d.charges.map((c) => ({ name: c.name, kind: c.kind ?? "fee", on: c.on ?? "fixed", when: c.when ?? "instalment", amount: text(c.amount), part: c.part ?? null, held: c.held ?? false, kept: c })),
    arrears: d.arrears.rate ? "rate" : fee ? "fee" : "none", arrearsRate: d.arrears.rate?.value ?? null, arrearsFee: fee ? fromMinor(BigInt(d.arrears.fee)) : null, graceDays: String(d.arrears.grace_days), capped: d.arrears.caps !== null || !d.arrears.rate,
    renewal: d.renewal_after ? String(d.renewal_after) : "", limits: Object.fromEntries(Object.entries(d.limits).map(([role, limit]) => [role, limit.amount])), kept: d,
    cutDay: d.line?.cut_day ? String(d.line.cut_day) : "", graceCut: String(d.line?.grace_days ?? 20), minimumPart: d.line?.minimum_part ?? "0.05", floor: d.line && d.line.minimum > 0 ? fromMinor(BigInt(d.line.minimum)) : null,
    required: d.collateral.required, ltv: { ...d.collateral.limits },
  };
}

export type Wrong = Partial<Record<"name" | "code" | "periods" | "fewest" | "most" | "rate" | "part", string>>;
const WHOLE = /^[1-9]\d{0,3}$/;

export function wrongIn(draft: Draft): Wrong {
  const wrong: Wrong = {};
  if (draft.name.trim().length < 2) wrong.name = words.form.missing;
  if (!/^[a-z0-9][a-z0-9-]{1,39}$/.test(draft.code)) wrong.code = words.form.badCode;
  for (const field of ["periods", "fewest", "most"] as const) if (!WHOLE.test(draft[field])) wrong[field] = words.form.whole;
  if (!wrong.periods && !wrong.fewest && !wrong.most && !(Number(draft.fewest) <= Number(draft.periods) && Number(draft.periods) <= Number(draft.most))) wrong.periods = words.form.order;
  if (draft.method === "san" ? draft.part === null : draft.rate === null) wrong[draft.method === "san" ? "part" : "rate"] = words.form.missing;
  return wrong;
}

function chargeAsk(one: Charge, currency: string): ChargeAsk {
  const fixed = one.on === "fixed";
  return { ...one.kept, name: one.name.trim(), kind: one.kind, held: one.held, on: one.on, when: one.when, amount: fixed ? money(one.amount ?? "0", currency) : null, part: fixed ? null : (one.part ?? "0") };
}
function arrearsAsk(draft: Draft): ProductAsk["arrears"] {
  if (draft.arrears === "none") return null;
  const old = draft.kept?.arrears;
  const rate = draft.arrears === "rate" ? { kind: old?.rate?.kind ?? ("nominal" as RateKind), value: draft.arrearsRate ?? "0", ...(old?.rate?.period ? { period: old.rate.period } : {}) } : null;
  return {
    rate, base: old?.base ?? "principal", accrual: old?.accrual ?? "daily", grace_days: Number(draft.graceDays) || 0,
    fee: draft.arrears === "fee" ? money(draft.arrearsFee ?? "0", draft.currency) : null, fee_part: draft.arrears === "fee" ? (old?.fee_part ?? "0") : "0", capped: draft.capped,
  };
}
function backingAsk(draft: Draft): ProductAsk["collateral"] {
  const limits = Object.entries(draft.ltv).flatMap(([kind, part]) => (part ? [[kind, part] as const] : []));
  return draft.required || limits.length > 0 ? { required: draft.required, limits: Object.fromEntries(limits) } : null;
}
/** What the server is asked to keep; what the screen doesn't edit stays as it was. */
export function askOf(draft: Draft): ProductAsk {
  const { kept, currency } = draft;
  const amount = (value: string | null) => (value && isPositive(money(value, currency)) ? money(value, currency) : null);
  const limits = Object.entries(draft.limits).flatMap(([role, value]) => { const limit = amount(value); return limit ? [[role, limit] as const] : []; });
  return {
    name: draft.name.trim(), currency, method: draft.method, frequency: draft.frequency, periods: Number(draft.periods), fewest: Number(draft.fewest), most: Number(draft.most),
    rate: draft.method === "san" || draft.rate === null ? null : { kind: draft.kind, value: draft.rate, ...(draft.ratePeriod ? { period: draft.ratePeriod } : {}) },
    lowest_rate: draft.method === "san" ? null : draft.lowest, highest_rate: draft.method === "san" ? null : draft.highest, least: amount(draft.least), greatest: amount(draft.greatest),
    day_count: kept?.day_count ?? (draft.method === "line" ? "act/360" : "period"), grace: kept?.grace ?? null, fees: draft.charges.filter((c) => c.name.trim()).map((c) => chargeAsk(c, currency)), holidays: kept?.holidays ?? null,
    round_to: draft.round, rounding: kept?.rounding ?? "half_up", installment_part: draft.method === "san" ? draft.part : null, balloon_part: draft.method === "balloon" ? draft.balloon : null,
    daily_recalculation: kept?.daily_recalculation ?? false, rebate: kept?.rebate ?? null, arrears: arrearsAsk(draft),
    application: kept ? kept.application.order.map((at) => COMPONENTS[at] ?? "principal") : COMPONENTS, mode: kept?.application.mode ?? "horizontal",
    tolerance: kept && kept.tolerance > 0 ? money(BigInt(kept.tolerance), currency) : null, renewal_after: WHOLE.test(draft.renewal) ? Number(draft.renewal) : null, limits: Object.fromEntries(limits), modality: kept?.modality ?? "consumo",
    collateral: backingAsk(draft), line: draft.method === "line" ? { cut_day: WHOLE.test(draft.cutDay) ? Number(draft.cutDay) : null, grace_days: Number(draft.graceCut) || 0, minimum_part: draft.minimumPart ?? "0", minimum: amount(draft.floor) } : null,
  };
}
/** A first amount to try it with: the least allowed, or a round one. */
export function sample(draft: Draft): string {
  return draft.least && toMinor(draft.least) > 0n ? draft.least : { COP: "1000000.00", DOP: "20000.00" }[draft.currency] ?? "10000.00";
}
/** A code made of a name: «Libre inversión» → «libre-inversion». */
export function codeOf(name: string): string {
  return name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
}
/** The rate as people say it: «2 % al mes», «13 × 10 %». */
export function rateText(of: Product): string {
  const { rate, method, installment_part: part } = of.definition;
  if (method === "san") return part ? `${of.periods} × ${formatRate(part)}` : es.common.missing;
  return `${formatRate(rate.value)} ${rate.kind === "periodic" ? es.loan.per[rate.period ?? of.frequency] : es.loan.rateKind[rate.kind].toLowerCase()}`;
}
