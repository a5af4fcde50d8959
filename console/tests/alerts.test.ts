import assert from "node:assert/strict";
import { test } from "node:test";
import { PLACES } from "@/app/nav.tsx";
import { among, together } from "@/rooms/alerts/data.ts";
import type { Count } from "@/rooms/alerts/data.ts";

const counted: Count[] = [
  { rule: "client_overdue", branch_id: 1, urgency: "medium", state: "new", count: 40 },
  { rule: "client_overdue", branch_id: 1, urgency: "medium", state: "seen", count: 3 },
  { rule: "client_overdue", branch_id: 2, urgency: "medium", state: "new", count: 5 },
  { rule: "till_mismatch", branch_id: 1, urgency: "critical", state: "working", count: 1 },
];

test("the filters narrow what is counted, whatever its state", () => {
  assert.equal(together(counted), 49);
  assert.equal(together(among(counted, undefined, "medium")), 48);
  assert.equal(together(among(counted, "till_mismatch,bank_low", "critical,high")), 1);
  assert.deepEqual(among(counted, "bank_low", undefined), []);
});

test("no two entries of the rail answer to the same keys", () => {
  const keys = PLACES.map((place) => place.keys);
  assert.equal(new Set(keys).size, keys.length);
});
