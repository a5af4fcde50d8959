import assert from "node:assert/strict";
import { test } from "node:test";
import { sumsOf } from "@/rooms/approvals/Batch.tsx";
import { VIEWS, batchable, isOurs, keyOf, pathOf } from "@/rooms/approvals/data.ts";
import type { Approval, Door } from "@/rooms/approvals/data.ts";
import { words } from "@/rooms/approvals/words.ts";

const door = (path: string, reason = false): Door => ({ path, body: {}, reason });
const of = (amount: string, currency: string, authorise: Door | null): Approval => ({ id: amount, source: "approvals", kind: "payable", money: { amount, currency }, may: { authorise } }) as unknown as Approval;

test("what is picked adds up by currency and never across them", () => {
  const sums = sumsOf([of("0.10", "MXN", null), of("0.20", "MXN", null), of("5.00", "COP", null)]);
  assert.deepEqual(sums, [{ currency: "MXN", minor: 30n }, { currency: "COP", minor: 500n }]);
});

test("only what is authorised without writing why goes in a batch", () => {
  assert.equal(batchable(of("1.00", "MXN", door("/v1/approvals/1/authorisation"))), true);
  assert.equal(batchable(of("1.00", "MXN", door("/v1/till-shifts/1/decision", true))), false);
  assert.equal(batchable(of("1.00", "MXN", null)), false);
});

test("each room decides by its own door", () => {
  assert.equal(pathOf(door("/v1/loans/7/approval")), "/loans/7/approval");
  assert.equal(isOurs({ ...of("1.00", "MXN", null), source: "loans" }), false);
  assert.equal(keyOf({ ...of("1.00", "MXN", null), source: "loans" }), "loans:1.00");
});

test("every view has a name and something to say when it is empty", () => {
  for (const view of Object.keys(VIEWS)) {
    assert.ok(words.views[view as keyof typeof words.views]);
    assert.ok(words.empty[view]);
  }
});
