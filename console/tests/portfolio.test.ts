import assert from "node:assert/strict";
import { test } from "node:test";
import { addUp, lastMonth, lessThan, partOf } from "@/rooms/portfolio/data.ts";
import { askedText } from "@/rooms/portfolio/asked.ts";

const mxn = (amount: string) => ({ amount, currency: "MXN" });

test("a part of a whole is told to six decimals, and of nothing there is none", () => {
  assert.equal(partOf(mxn("180.00"), mxn("1000.00")), "0.180000");
  assert.equal(partOf(mxn("-1.00"), mxn("3.00")), "-0.333333");
  assert.equal(partOf(mxn("5.00"), mxn("0.00")), null);
});

test("what a risk moved is exact, also below zero", () => {
  assert.equal(lessThan("0.182000", "0.150000"), "0.032000");
  assert.equal(lessThan("0.090000", "0.182000"), "-0.092000");
  assert.equal(lessThan("0.1", "0.1"), "0.000000");
  assert.equal(addUp(["0.861111", "0.097222", "0.041667"]), "1.000000");
});

test("the month before ends on its own last day", () => {
  assert.equal(lastMonth("2026-03-15"), "2026-02-28");
  assert.equal(lastMonth("2026-01-01"), "2025-12-31");
  assert.equal(lastMonth("2028-03-31"), "2028-02-29");
});

test("a figure says which loans make it", () => {
  assert.equal(askedText({}), "Todos");
  assert.equal(askedText({ par: "par_30" }), "PAR 30");
  assert.equal(askedText({ bucket: "0", from: "2026-01-31", went: "paid" }), "Estaban en «Al día» y pasaron a «Pagado»");
  assert.equal(askedText({ month: "2026-01-01", over: "60", age: "3" }), "Entregados en ene 2026 · pasaron de 60 días en sus primeros 3 meses");
  assert.equal(askedText({ days_from: "91", days_to: "120" }), "De 91 a 120 días");
});
