/** A piece of a message as WhatsApp shows it. */
export interface Piece { kind: "text" | "bold" | "italic" | "strike"; text: string }

const MARK = /\*\*(?=\S)([^\n]+?)(?<=\S)\*\*|\*(?=[^\s*])([^*\n]+?)(?<=\S)\*|(?<![\p{L}\d])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\d])|~(?=\S)([^~\n]+?)(?<=\S)~/gu;

/** Reads *bold* (one asterisk on the wire, two in the templates), _italic_ and ~strike~. */
export function pieces(text: string): Piece[] {
  const out: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(MARK)) {
    if (found.index > from) out.push({ kind: "text", text: text.slice(from, found.index) });
    const [, twice, once, italic, strike] = found;
    const bold = twice ?? once;
    out.push(bold !== undefined ? { kind: "bold", text: bold } : italic !== undefined ? { kind: "italic", text: italic } : { kind: "strike", text: strike ?? "" });
    from = found.index + found[0].length;
  }
  if (from < text.length) out.push({ kind: "text", text: text.slice(from) });
  return out;
}

const VARIABLE = /\{([^{}]*)\}/g;
export const MAX_LENGTH = 1024;

/** Variables of a template, in order and without repeating. */
export function variablesIn(body: string): string[] {
  return [...new Set(Array.from(body.matchAll(VARIABLE), (m) => m[1] ?? ""))];
}
/** A template with example values; what is not known stays as it was written. */
export function filled(body: string, values: Record<string, string>): string {
  return body.replace(VARIABLE, (whole, name: string) => values[name] ?? whole);
}

export type Slip = "empty" | "long" | "unknown" | "brace" | "edge" | "together";
/** What the provider would not approve, seen while typing; the server also reads the forbidden words. */
export function slips(body: string, known: string[]): Slip[] {
  const bare = body.replace(VARIABLE, "\0");
  const tight = bare.replace(/[*_~\s.,;:!?¡¿]/g, "");
  const checks: [Slip, boolean][] = [
    ["empty", body.trim() === ""], ["long", body.length > MAX_LENGTH], ["unknown", variablesIn(body).some((v) => !known.includes(v))],
    ["brace", /[{}]/.test(bare)], ["edge", tight !== "" && (bare.replace(/[*\s]/g, "").startsWith("\0") || bare.replace(/[*\s]/g, "").endsWith("\0"))],
    ["together", bare.replace(/[*\s]/g, "").includes("\0\0")],
  ];
  return checks.filter(([, wrong]) => wrong).map(([slip]) => slip);
}
