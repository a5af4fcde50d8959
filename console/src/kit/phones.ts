/* Enough to type and show a phone of our countries; the server validates with the full library. */

interface PhoneShape { prefix: string; length: number; example: string; groups: number[] }
export const PHONES: Record<string, PhoneShape> = {
  CO: { prefix: "57", length: 10, example: "300 123 4567", groups: [3, 3, 4] },
  DO: { prefix: "1", length: 10, example: "809 555 0123", groups: [3, 3, 4] },
  MX: { prefix: "52", length: 10, example: "998 123 4567", groups: [3, 3, 4] },
  US: { prefix: "1", length: 10, example: "305 555 0123", groups: [3, 3, 4] },
  SV: { prefix: "503", length: 8, example: "7123 4567", groups: [4, 4] },
  EC: { prefix: "593", length: 9, example: "99 123 4567", groups: [2, 3, 4] },
  PA: { prefix: "507", length: 8, example: "6123 4567", groups: [4, 4] },
};
const CARIBBEAN = /^(809|829|849)/;

/** Country and national digits of an E.164 number we know. */
export function splitPhone(e164: string): { country: string; national: string } | null {
  for (const [country, shape] of Object.entries(PHONES)) {
    const national = e164.startsWith(`+${shape.prefix}`) ? e164.slice(shape.prefix.length + 1) : "";
    if (national.length !== shape.length) continue;
    if (shape.prefix === "1" && (country === "DO") !== CARIBBEAN.test(national)) continue;
    return { country, national };
  }
  return null;
}
/** E.164 of what was typed, or null when it has not the right digits. */
export function toE164(typed: string, country: string): string | null {
  const digits = typed.replace(/[^\d+]/g, "");
  if (digits.startsWith("+")) return splitPhone(digits) ? digits : null;
  const shape = PHONES[country];
  return shape && digits.length === shape.length ? `+${shape.prefix}${digits}` : null;
}
export function phoneText(national: string, country: string): string {
  let rest = national;
  const parts = (PHONES[country]?.groups ?? []).map((n) => {
    const part = rest.slice(0, n);
    rest = rest.slice(n);
    return part;
  });
  return [...parts, rest].filter(Boolean).join(" ");
}
/** `+57 300 123 4567` for reading. */
export function phoneScreen(e164: string): string {
  const known = splitPhone(e164);
  return known ? `+${PHONES[known.country]?.prefix ?? ""} ${phoneText(known.national, known.country)}` : e164;
}
