import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { endOfDay, localInstant, parseDate } from "@/kit/dates.ts";
import golden from "@/kit/formats.golden.json";
import { FORMATS, formatMoney, parseMoney } from "@/kit/formats.ts";
import type { MoneyStyle } from "@/kit/formats.ts";
import { compareMoney, minus, money } from "@/kit/money.ts";

for (const row of golden.money) {
  test(`money ${row.amount} ${row.currency} ${row.style}`, () => {
    const style = { style: row.style } as MoneyStyle;
    assert.equal(formatMoney({ amount: row.amount, currency: row.currency }, style), row.text);
  });
}
for (const row of golden.parse) {
  test(`reads «${row.typed}» ${row.currency}`, () => {
    const read = parseMoney(row.typed, row.currency);
    assert.deepEqual(read, "error" in row ? { error: row.error } : { amount: row.amount });
  });
}
for (const row of golden.dates) {
  test(`date «${row.typed}»`, () => { assert.equal(parseDate(row.typed, row.today), row.date); });
}
test("a day ends where one is, also the day its clock changes", () => {
  assert.equal(endOfDay("2026-11-30", "America/Cancun"), "2026-12-01T04:59:59.000Z");
  assert.equal(endOfDay("2026-11-01", "America/Havana"), "2026-11-02T04:59:59.000Z");
  assert.equal(localInstant(endOfDay("2026-11-30", "America/Bogota"), "America/Bogota").date, "2026-11-30");
});
test("what is shown on screen is read back", () => {
  for (const row of golden.money.filter((r) => r.style !== "compact" && !r.amount.startsWith("-"))) {
    assert.deepEqual(parseMoney(row.text, row.currency), { amount: row.amount });
  }
});
test("arithmetic is exact and refuses mixed currencies", () => {
  assert.deepEqual(minus(money("0.3", "MXN"), money("0.1", "MXN")), { amount: "0.20", currency: "MXN" });
  assert.equal(compareMoney(money("10", "MXN"), money("9.99", "MXN")), 1);
  assert.throws(() => minus(money("1", "MXN"), money("1", "COP")), RangeError);
});

test("the table is the one Python reads", () => {
  const toml = readFileSync(new URL("../../../../src/caudal/kernel/words/formats.toml", import.meta.url), "utf8");
  for (const [code, format] of Object.entries(FORMATS)) {
    const block = toml.split(`[currency.${code}]`)[1]?.split("\n[")[0] ?? "";
    const read = (name: string): string => new RegExp(`^${name} = "?(.*?)"?$`, "m").exec(block)?.[1] ?? "absent";
    assert.deepEqual(
      [read("symbol"), read("group"), read("decimal"), read("shown"), read("compact_space"), read("text").includes(code)],
      [format.symbol, format.group, format.decimal, format.cents ? "2" : "0", format.compactSpace ? " " : "", format.codeInText],
      code,
    );
  }
});
