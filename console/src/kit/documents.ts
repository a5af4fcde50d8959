/* Check digits that can be seen while typing; the server is who decides. */

export interface DocumentValue { kind: string; number: string; country: string }

function weighted(digits: string, weights: number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i] ?? 0), 0);
}
function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((all, d, i) => {
    const n = Number(d) * (i % 2 ? 2 : 1);
    return all + (n > 9 ? n - 9 : n);
  }, 0);
  return sum % 10 === 0;
}
function nit(number: string): boolean {
  const [body = "", check = ""] = [number.slice(0, -1), number.slice(-1)];
  const weights = [71, 67, 59, 53, 47, 43, 41, 37, 29, 23, 19, 17, 13, 7, 3].slice(-body.length);
  const rest = weighted(body, weights) % 11;
  return Number(check) === (rest < 2 ? rest : 11 - rest);
}
function rnc(number: string): boolean {
  const rest = weighted(number.slice(0, 8), [7, 9, 8, 6, 5, 4, 3, 2]) % 11;
  const check = rest === 0 ? 2 : rest === 1 ? 1 : 11 - rest;
  return Number(number[8]) === check;
}

/** Number without dots, dashes or spaces, in capitals. */
export function bareNumber(number: string): string {
  return number.toUpperCase().replace(/[\s.\-/]/g, "");
}

/** Whether the number may be of that kind: true, false, or null when there is nothing to check yet. */
export function documentLooksRight({ kind, number, country }: DocumentValue): boolean | null {
  const bare = bareNumber(number);
  if (bare.length < 5) return null;
  switch (`${country}:${kind}`) {
    case "CO:cc": return /^\d{5,10}$/.test(bare);
    case "CO:nit": return /^\d{9,10}$/.test(bare) ? (bare.length === 10 ? nit(bare) : null) : false;
    case "DO:cedula": return /^\d{11}$/.test(bare) ? luhn(bare) : bare.length < 11 && /^\d+$/.test(bare) ? null : false;
    case "DO:rnc": return /^\d{9}$/.test(bare) ? rnc(bare) : bare.length < 9 && /^\d+$/.test(bare) ? null : false;
    case "MX:rfc": return bare.length < 12 ? null : /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$/.test(bare);
    case "MX:curp": return bare.length < 18 ? null : /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/.test(bare);
    default: return null;
  }
}
