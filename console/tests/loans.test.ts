import assert from "node:assert/strict";
import { test } from "node:test";
import type { Product } from "@/api/loans.ts";
import { formatRate, fractionOf, parsePercent, percentOf } from "@/kit/rates.ts";
import { askedOf, approvers, draftOf, inCurrency, urlOf, wrongIn } from "@/rooms/loans/ask.ts";
import { listQuery, viewOf } from "@/rooms/loans/data.ts";
import { agrees, announced, capOf, monthsOf, pasted, product, rowsOf, toSend } from "@/rooms/products/ceilings.ts";
import { askOf, codeOf, draftOf as productDraft, templateOf, wrongIn as productWrong } from "@/rooms/products/model.ts";

const plain = (text: string): string => text.replace(/\u202f/g, " ");

test("a rate keeps every digit on its way to a percentage and back", () => {
  for (const [fraction, percent] of [["0.02", "2"], ["0.0175", "1.75"], ["0.1", "10"], ["1.5", "150"], ["0.0006", "0.06"], ["0", "0"]] as const) {
    assert.equal(percentOf(fraction), percent);
    assert.equal(fractionOf(percent), fraction);
  }
  assert.equal(parsePercent("1,75 %"), "0.0175");
  assert.equal(parsePercent("mucho"), null);
});

test("a rate is written rounded half up, without zeros that say nothing", () => {
  assert.equal(plain(formatRate("0.051667")), "5.17 %");
  assert.equal(plain(formatRate("0.268245")), "26.82 %");
  assert.equal(plain(formatRate("0.02")), "2 %");
  assert.equal(plain(formatRate("12.731", 1)), "1,273.1 %");
  assert.equal(plain(formatRate("0.00999")), "1 %");
});

const SAN = {
  code: "san", name: "San", currency: "MXN", method: "san", frequency: "weekly", periods: 13, fewest: 13, most: 13,
  definition: { limits: { supervisor: { amount: "10000.00", currency: "MXN" }, gerente: { amount: "50000.00", currency: "MXN" } } },
} as unknown as Product;

test("nothing is asked until there is something to quote, in the product's currency", () => {
  const draft = draftOf({ product: "san", amount: "10000.00" }, "2026-10-05", "COP");
  assert.equal(askedOf(draft, "2026-10-05", [SAN]), null, "another currency");
  assert.deepEqual(askedOf(inCurrency(draft, SAN), "2026-10-05", [SAN]), {
    product: "san", wish: { principal: { amount: "10000.00", currency: "MXN" }, disbursed_on: "2026-10-05" },
  });
  assert.deepEqual(Object.keys(wrongIn({ ...draft, amount: "0.00", periods: "12x" })), ["amount", "periods"]);
});

test("a quotation is an address and comes back the same", () => {
  const draft = { ...draftOf({}, "2026-10-05", "MXN"), product: "*", amount: "5000.00", periods: "12", rate: "0.03" };
  const told = Object.fromEntries(Object.entries(urlOf(draft, "2026-10-05")).filter((pair): pair is [string, string] => pair[1] !== null));
  assert.deepEqual(draftOf(told, "2026-10-05", "MXN"), draft);
});

test("who may approve is told, the nearest first", () => {
  assert.deepEqual(approvers(SAN, "10000.00"), ["supervisor", "gerente"]);
  assert.deepEqual(approvers(SAN, "10000.01"), ["gerente"]);
  assert.deepEqual(approvers(SAN, "90000.00"), []);
});

test("a saved view is a question to the server", () => {
  assert.equal(viewOf({}), "active");
  assert.deepEqual(listQuery("week", { view: "week", q: "ana" }, "2026-10-05", {}), { status: "active", due_from: "2026-10-05", due_to: "2026-10-12", q: "ana" });
});

const KEPT = {
  code: "libre-inversion", name: "Libre inversión",
  definition: {
    currency: "COP", method: "french", frequency: "monthly", periods: 12, fewest: 3, most: 48, rate: { kind: "periodic", value: "0.015", period: null }, lowest_rate: "0.01", highest_rate: "0.0185",
    least: { amount: "500000.00", currency: "COP" }, greatest: null, day_count: "act/365", grace: null,
    charges: [{ name: "Seguro", kind: "insurance", on: "balance", when: "instalment", amount: null, part: "0.0006", base: null, yearly: true, optional: false, held: false }],
    holidays: { country: "CO", move: "next", saturdays: true }, round_to: 50, rounding: "half_up", installment_part: null, balloon_part: null, daily_recalculation: true, rebate: null,
    arrears: { rate: { kind: "effective_annual", value: "0.30", period: null }, base: "instalment", accrual: "compound", grace_days: 2, fee: 0, fee_part: "0", caps: { country: "CO" } },
    application: { order: [2, 3, 4, 0, 1], mode: "vertical" }, tolerance: 500, renewal_after: 6, limits: { gerente: { amount: "20000000.00", currency: "COP" } }, modality: "bajo_monto",
    collateral: { required: true, limits: { property: "0.7" } }, line: null,
  },
} as unknown as Product;

test("saving a product without touching it asks for what it already is", () => {
  const ask = askOf(productDraft(KEPT));
  assert.deepEqual(ask.rate, { kind: "periodic", value: "0.015" });
  assert.deepEqual(ask.arrears, { rate: { kind: "effective_annual", value: "0.30" }, base: "instalment", accrual: "compound", grace_days: 2, fee: null, fee_part: "0", capped: true });
  assert.deepEqual(ask.application, ["arrears", "interest", "principal", "charge", "insurance"]);
  assert.deepEqual([ask.tolerance, ask.renewal_after, ask.modality, ask.mode, ask.day_count], [{ amount: "5.00", currency: "COP" }, 6, "bajo_monto", "vertical", "act/365"]);
  assert.deepEqual(ask.fees, KEPT.definition.charges);
  assert.deepEqual(ask.holidays, KEPT.definition.holidays);
  assert.deepEqual(ask.limits, KEPT.definition.limits);
  assert.deepEqual([ask.collateral, ask.line], [KEPT.definition.collateral, null]);
});

test("a line keeps its cut and the least it asks for", () => {
  const line = { cut_day: 5, grace_days: 15, minimum_part: "0.1", minimum: 50_000 };
  const ask = askOf(productDraft({ ...KEPT, definition: { ...KEPT.definition, method: "line", line } }));
  assert.deepEqual(ask.line, { cut_day: 5, grace_days: 15, minimum_part: "0.1", minimum: { amount: "500.00", currency: "COP" } });
});

test("every template can be tried as it comes", () => {
  for (const template of ["san", "diario", "quincenal", "personal", "hipoteca", "linea"] as const) assert.deepEqual(productWrong(templateOf(template, "MXN")), {}, template);
  assert.equal(codeOf("Libre inversión 2"), "libre-inversion-2");
});

const CEILING = { id: null, country: "CO", modality: "consumo", first_on: "2026-03-01", last_on: "2026-03-31", reference: "0.1701", cap: "0.25515", mora_factor: null, source: "Resolución 0405 de 2026", stands: true, in_force: false, replaces: null, replaced_by: null, recorded_at: null, recorded_by: null, reason: null };
const COLOMBIA = { country: "CO", modalities: ["bajo_monto", "consumo"], usury: "1.5" };

test("a cap is worked out of its reference to the last digit, and told when it isn't", () => {
  assert.equal(product("0.1701", "1.5"), "0.25515");
  assert.equal(announced("0.25515"), "0.2552");
  const row = { modality: "consumo", reference: "0.1701", cap: null, old: null };
  assert.equal(capOf(row, "1.5"), "0.25515");
  assert.deepEqual(["0.25515", "0.2552", "0.26"].map((cap) => agrees({ ...row, cap }, "1.5")), [true, true, false]);
});

test("months nobody certified are told, and what is there is only written when it changes", () => {
  const [may, april, march] = monthsOf(COLOMBIA, [CEILING], "2026-05-02");
  assert.deepEqual([may, april, march].map((m) => [m?.month, m?.lacking]), [["2026-05-01", ["consumo"]], ["2026-04-01", ["consumo"]], ["2026-03-01", []]]);
  const rows = rowsOf(COLOMBIA, march);
  assert.deepEqual(rows.map((row) => row.cap), [null, null]);
  assert.deepEqual(toSend(rows, "1.5", false), []);
  assert.deepEqual(toSend(rows, "1.5", true).map((row) => row.modality), ["consumo"]);
});

test("the table of a resolution is pasted by name, or in order", () => {
  const rows = rowsOf(COLOMBIA, undefined);
  const named = pasted(rows, 0, "Consumo y ordinario\t17,10%\t25,65%\nConsumo de bajo monto\t43.00 %");
  assert.deepEqual(named?.map((row) => [row.reference, row.cap]), [["0.43", null], ["0.171", "0.2565"]]);
  assert.deepEqual(pasted(rows, 0, "43\n17.1")?.map((row) => row.reference), ["0.43", "0.171"]);
  assert.equal(pasted(rows, 0, "17.10"), null);
});
