/* What a scanner or a person writes to name a ticket or an article of it. */

export interface Scanned { folio: string; position: number | null }

/** «EMP-000012», «emp 12», the code of its paper («EMP-000012 8F3A-…») or of a bag («EMP-000012/2»); null when it is neither.
 *
 * A reader set for another keyboard writes the dash as an apostrophe and the bar as a dash. */
export function scannedOf(text: string): Scanned | null {
  const found = /^\s*emp[\s\-'_?]*(\d{1,12})(?:\s*[/\-&]\s*(\d{1,2}))?(?:\s+[0-9a-f'-]{16,19})?\s*$/i.exec(text);
  if (!found) return null;
  return { folio: `EMP-${(found[1] ?? "").replace(/^0+(?=\d)/, "").padStart(6, "0")}`, position: found[2] ? Number(found[2]) : null };
}
