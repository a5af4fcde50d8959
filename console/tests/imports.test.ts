import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImportCheck, ImportColumn, ImportField, ImportFile } from "@/api/types.ts";
import { refusedFile } from "@/rooms/imports/files.ts";
import { absolute, askOf, difference, groups, guessed, mapped, missing, planOf, previewText, readAmount, readDate, repeated, samplesOf, unused } from "@/rooms/imports/plan.ts";
import { loopback } from "./loopback.ts";

const columns: ImportColumn[] = [
  { name: "Nombre cliente", sample: ["Juan Pérez", "", null, "Ana"], guess: "client", score: 0.98 }, { name: "Titular", sample: ["x"], guess: "client", score: 0.5 },
  { name: "Saldo", sample: ["1.250,50"], guess: "amount", score: 0.9 }, { name: "Nota", sample: [], guess: null, score: 0 },
];
const fields = [{ key: "client", label: "Cliente", required: true }, { key: "amount", label: "Monto", required: true }, { key: "due_on", label: "Vencimiento", required: true }] as ImportField[];
const file = { id: "i", kind: "debts", filename: "cartera.xlsx", rows: 3, columns, fields, formats: { decimal: ",", dates: "dmy", country: "CO", currency: "COP" } } as ImportFile;

test("each field takes its best guess, once", () => {
  assert.deepEqual(guessed(columns), { client: "Nombre cliente", amount: "Saldo" });
  const plan = planOf(file, null);
  assert.deepEqual(missing(fields, plan.mapping).map((f) => f.key), ["due_on"]);
  assert.deepEqual(unused(columns, plan.mapping), ["Titular", "Nota"]);
  assert.deepEqual(repeated(mapped(plan.mapping, "due_on", "Saldo")), ["Saldo"]);
  assert.deepEqual(mapped(plan.mapping, "amount", undefined), { client: "Nombre cliente" });
  assert.deepEqual(samplesOf(columns, "Nombre cliente"), ["Juan Pérez", "Ana"]);
});

test("what was decided before the reload wins over the guesses", () => {
  const plan = planOf(file, { mapping: { client: "Titular" }, mode: "sale", expected: "10.00" });
  assert.deepEqual([plan.mapping, plan.mode, plan.formats.currency], [{ client: "Titular" }, "sale", "COP"]);
  assert.deepEqual(askOf(plan, true), { mapping: { client: "Titular" }, formats: file.formats, mode: "sale", expected_total: { amount: "10.00", currency: "COP" } });
  assert.deepEqual(askOf(plan, false), { mapping: { client: "Titular" }, formats: file.formats });
});

test("dates and amounts prove how they will be read", () => {
  assert.equal(readDate("10/01/26", "dmy"), "10 de enero de 2026");
  assert.equal(readDate("10/01/26", "mdy"), "1 de octubre de 2026");
  assert.equal(readDate("2026-01-10", "dmy"), "10 de enero de 2026");
  assert.equal(readDate("31/02/2026", "dmy"), null);
  assert.equal(readDate("25/12/2026", "mdy"), null);
  assert.equal(readAmount("$ 1.250,50", ",", "COP")?.replace(/\s/g, " "), "$ 1.250,50");
  assert.equal(readAmount("1.250,50", ".", "MXN"), null);
});

test("the expected total is tied exactly, in its currency", () => {
  const totals: ImportCheck["totals"] = { clients_new: 1, clients_existing: 0, debts: 1, by_currency: [{ currency: "COP", amount: "12415000.00" }, { currency: "MXN", amount: "1.00" }] };
  const plan = { ...planOf(file, null), expected: "12430000.00" };
  assert.deepEqual(difference(totals, plan), { amount: "15000.00", currency: "COP" });
  assert.deepEqual(difference(totals, { ...plan, expected: null }), null);
  assert.equal(absolute({ amount: "-3.10", currency: "COP" }).amount, "3.10");
});

test("the same problem is counted once, the most repeated first", () => {
  const finding = (problem: string) => ({ row: 1, column: null, field: null, value: "", problem, remedy: "" });
  assert.deepEqual(groups([finding("a"), finding("b"), finding("b")]), [{ problem: "b", count: 2 }, { problem: "a", count: 1 }]);
});

test("only readable files leave", () => {
  assert.deepEqual([["a.xlsx", 10], ["a.CSV", 1], ["a.pdf", 10], ["a.csv", 0], ["a.xls", 61 * 2 ** 20]].map(([name, size]) => refusedFile({ name: String(name), size: Number(size) })), [null, null, "badType", "empty", "tooBig"]);
});

test("any value of the preview is readable", () => {
  assert.deepEqual([null, true, "2026-01-10", ["a", "b"], 3].map(previewText), ["—", "Sí", "10/01/2026", "a, b", "3"]);
  assert.equal(previewText({ amount: "10.00", currency: "MXN" }).replace(/\s/g, " "), "$ 10.00");
});

test("over the wire: the file travels as a form, with its kind and its sheet", async () => {
  const server = await loopback(() => ({ status: 201, json: { ...file } }));
  try {
    const { fileOf, upload } = await import("@/rooms/imports/data.ts");
    const own = new File(["cliente,monto\nJuan,10"], "cartera.csv", { type: "text/csv" });
    const opened = await upload(own, "debts", 4, "Hoja 2");
    assert.equal(fileOf(opened.id), own);
    const [heard] = server.heard;
    assert.match(String(heard?.headers["content-type"]), /^multipart\/form-data; boundary=/);
    assert.equal(heard?.headers["x-branch"], "4");
    assert.match(heard?.body ?? "", /name="kind"\r\n\r\ndebts/);
    assert.match(heard?.body ?? "", /name="sheet"\r\n\r\nHoja 2/);
    assert.match(heard?.body ?? "", /filename="cartera.csv"[\s\S]*Juan,10/);
  } finally {
    server.close();
  }
});
