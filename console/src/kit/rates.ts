/* Rates are fractions as text («0.02»), shown as percentages. Exact, by moving the decimal point. */

import { NARROW } from "./formats.ts";

const DECIMAL = /^(-?)(\d*)(?:\.(\d*))?$/;

function moved(text: string, places: number): string {
  const parts = DECIMAL.exec(text);
  if (!parts || (!parts[2] && !parts[3])) throw new RangeError(`not a decimal: ${text}`);
  const whole = parts[2] ?? "";
  const rest = parts[3] ?? "";
  const digits = places >= 0 ? whole + rest.padEnd(places, "0") : whole.padStart(1 - places, "0") + rest;
  const at = places >= 0 ? whole.length + places : Math.max(whole.length, 1 - places) + places;
  const left = digits.slice(0, at).replace(/^0+(?=\d)/, "") || "0";
  const right = digits.slice(at).replace(/0+$/, "");
  return `${parts[1] ?? ""}${left}${right ? `.${right}` : ""}`;
}

/** «0.0175» → «1.75». */
export function percentOf(fraction: string): string {
  return moved(fraction, 2);
}
/** «1.75» → «0.0175». */
export function fractionOf(percent: string): string {
  return moved(percent, -2);
}
/** What a person types: «1.75», «1,75 %»; null when it is not a percentage. */
export function parsePercent(text: string): string | null {
  const bare = text.replace(/[\s%\u202f\u00a0]/g, "").replace(",", ".");
  return /^\d{1,4}(\.\d{1,8})?$/.test(bare) ? fractionOf(bare) : null;
}

/** «0.268242» → «26.82 %», rounded half up; trailing zeros of what is exact are left out. */
export function formatRate(fraction: string, digits = 2): string {
  const text = percentOf(fraction);
  const minus = text.startsWith("-");
  const [whole = "0", rest = ""] = text.replace("-", "").split(".");
  const scaled = BigInt(whole + rest.padEnd(digits, "0").slice(0, digits)) + (Number(rest[digits] ?? "0") >= 5 ? 1n : 0n);
  const all = String(scaled).padStart(digits + 1, "0");
  const left = all.slice(0, all.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  const right = digits ? all.slice(-digits).replace(/0+$/, "") : "";
  return `${minus ? "\u2212" : ""}${left}${right ? `.${right}` : ""}${NARROW}%`;
}
