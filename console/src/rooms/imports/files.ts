const READABLE = /\.(csv|txt|tsv|xlsx|xlsm|xls|ods)$/i;
const MAX_BYTES = 60 * 2 ** 20;

/** Why a file is not even sent; the server reads what it truly is. */
export function refusedFile(file: { name: string; size: number }): "badType" | "tooBig" | "empty" | null {
  if (!READABLE.test(file.name)) return "badType";
  if (file.size === 0) return "empty";
  return file.size > MAX_BYTES ? "tooBig" : null;
}
