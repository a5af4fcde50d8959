import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dues, NewPayment, Payment, Receivable } from "@/api/types.ts";
import { attemptFor, deliver, forgetAttempt, keepAttempt, recallAttempt, unanswered } from "@/rooms/collect/attempt.ts";
import type { Attempt } from "@/rooms/collect/attempt.ts";
import { problemOf } from "@/api/problem.ts";
import { applied, askOf, changeOf, draftFor, likelyTendered, settles, toggled, twinOf, withCurrency, wrongIn } from "@/rooms/collect/till.ts";
import { loopback } from "./loopback.ts";

const debt = (id: string, folio: string, balance: string, currency = "MXN"): Receivable => ({
  id, folio, concept: `Cuota ${folio}`, balance: { amount: balance, currency }, status: "overdue", days_past_due: 3,
} as Receivable);
const mxn = (amount: string) => ({ amount, currency: "MXN" });
const dues = {
  client: { id: "c1", name: "Juan Pérez" }, items: [debt("a", "CXC-001", "5000.00"), debt("b", "CXC-002", "1200.50"), debt("d", "CXC-003", "90000.00", "COP")],
  totals: [
    { currency: "MXN", today: mxn("5000.00"), catch_up: mxn("5000.00"), settle: mxn("6200.50") },
    { currency: "COP", today: { amount: "0.00", currency: "COP" }, catch_up: { amount: "0.00", currency: "COP" }, settle: { amount: "90000.00", currency: "COP" } },
  ],
  credit: [], recent_payments: [],
} as unknown as Dues;

test("the first amount is what is due today, or the debt the cashier came from", () => {
  assert.equal(draftFor(dues, "MXN", undefined).amount, "5000.00");
  const one = draftFor(dues, "MXN", "b");
  assert.deepEqual([one.amount, one.chosen], ["1200.50", ["b"]]);
  assert.equal(draftFor(dues, "DOP", undefined).currency, "MXN");
  assert.deepEqual([withCurrency(dues, one, "COP").amount, withCurrency(dues, one, "COP").chosen], ["90000.00", []]);
});

test("marking debts adds them up until somebody types an amount", () => {
  const start = draftFor(dues, "MXN", undefined);
  const both = toggled(dues, toggled(dues, start, "b"), "a");
  assert.deepEqual([both.amount, both.chosen], ["6200.50", ["a", "b"]]);
  assert.equal(toggled(dues, { ...both, typed: true, amount: "100.00" }, "a").amount, "100.00");
  assert.deepEqual(askOf(both, "c1"), { client_id: "c1", amount: mxn("6200.50"), method: "cash", apply_to: ["a", "b"] });
});

test("change is exact, and short money or a missing reference stops the charge", () => {
  const draft = { ...draftFor(dues, "MXN", "b"), tendered: "1500.00" };
  assert.deepEqual(changeOf(draft), mxn("299.50"));
  assert.deepEqual(wrongIn({ ...draft, tendered: "1200.49" }), { tendered: "short" });
  assert.equal(changeOf({ ...draft, tendered: "1200.49" }), null);
  assert.deepEqual(wrongIn({ ...draft, method: "transfer", reference: "  " }), { reference: "missing" });
  assert.deepEqual(wrongIn({ ...draft, amount: "0.00", tendered: null }), { amount: "positive" });
  assert.deepEqual(askOf({ ...draft, method: "transfer", reference: " BBVA 77 " }, "c1").reference, "BBVA 77");
  assert.equal("tendered" in askOf({ ...draft, method: "transfer" }, "c1"), false);
  assert.equal(askOf({ ...draft, method: "card", account: 9 }, "c1").account_id, 9);
  assert.equal("account_id" in askOf({ ...draft, method: "transfer" }, "c1"), false);
  assert.equal("account_id" in askOf({ ...draft, method: "cash", account: 9 }, "c1"), false);
});

test("the likely notes are the exact amount and the next ones up", () => {
  assert.deepEqual(likelyTendered("1200.50", "MXN"), ["1200.50", "1300.00", "1400.00", "1500.00", "2000.00"]);
  assert.deepEqual(likelyTendered("250000.00", "COP"), ["250000.00", "260000.00", "300000.00"]);
  assert.deepEqual(likelyTendered(null, "MXN"), []);
});

test("a twin of the last three minutes is seen, unless it was reversed", () => {
  const twin = { id: "p", amount: mxn("5000.00"), reversed: null } as Payment;
  const draft = draftFor(dues, "MXN", undefined);
  assert.equal(twinOf([twin], draft)?.id, "p");
  assert.equal(twinOf([{ ...twin, reversed: {} as Payment["reversed"] }], draft), null);
  assert.equal(twinOf([{ ...twin, amount: { amount: "5000.00", currency: "COP" } }], draft), null);
});

test("what each debt still owes is exact", () => {
  const rows = applied(dues.items, [
    { receivable_id: "a", folio: "CXC-001", concept: "", amount: mxn("5000.00") }, { receivable_id: "b", folio: "CXC-002", concept: "", amount: mxn("0.30") },
  ]);
  assert.deepEqual(rows.map((r) => r.left?.amount), ["0.00", "1200.20"]);
  assert.deepEqual(rows.map(settles), [true, false]);
});

const ask: NewPayment = { client_id: "c1", amount: mxn("5000.00"), method: "cash" };
const next = { ask, client: "Juan Pérez", branchId: 1 };

test("the same request keeps its key; another one has another", () => {
  let n = 0;
  const make = () => `key-${(n += 1)}`;
  const first = attemptFor(null, next, make);
  assert.equal(attemptFor(first, { ...next, ask: { ...ask } }, make).key, "key-1");
  assert.equal(attemptFor(first, { ...next, ask: { ...ask, amount: mxn("5000.01") } }, make).key, "key-2");
  assert.equal(attemptFor(first, { ...next, branchId: 2 }, make).key, "key-3");
});

test("an unanswered payment outlives the page", () => {
  const kept = new Map<string, string>();
  const store = { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => kept.set(k, v), removeItem: (k: string) => kept.delete(k) } as unknown as Storage;
  assert.equal(recallAttempt(store, 7), null);
  keepAttempt(store, 7, { ...next, key: "k" });
  assert.deepEqual(recallAttempt(store, 7), { ...next, key: "k" });
  assert.equal(recallAttempt(store, 8), null);
  forgetAttempt(store, 7);
  assert.equal(recallAttempt(store, 7), null);
  kept.set("caudal.charge.7", "{broken");
  assert.equal(recallAttempt(store, 7), null);
});

test("only silence is uncertain; a refusal is an answer", () => {
  assert.deepEqual([0, 408, 429, 500, 503, 400, 401, 403, 409, 422].map((status) => unanswered(problemOf(status, {}))), [true, true, true, true, true, false, false, false, false, false]);
});

test("over the wire: a dropped answer and a 503 are retried with the same key, and the ledger has one payment", async () => {
  const made = new Map<string, string>();
  let turn = 0;
  const server = await loopback((heard) => {
    const key = String(heard.headers["idempotency-key"]);
    turn += 1;
    if (!made.has(key)) made.set(key, heard.body);
    if (turn === 1) return "drop";
    if (turn === 2) return { status: 503, json: { type: "/problemas/no-disponible", title: "No disponible", status: 503 } };
    return { status: 201, json: { id: "p1", folio: "R-000001" } };
  });
  try {
    const { take } = await import("@/rooms/collect/data.ts");
    const attempt: Attempt = { ...next, key: "0199-key" };
    const nap = () => Promise.resolve();
    const lost = await deliver(attempt, take, nap);
    assert.equal(lost.kind, "unsure");
    const found = await deliver(lost.attempt, take, nap);
    assert.equal(found.kind, "done");
    assert.equal(made.size, 1);
    assert.deepEqual(server.heard.map((h) => [h.method, h.path, h.headers["x-branch"]]), Array(3).fill(["POST", "/v1/payments", "1"]));
    assert.deepEqual(JSON.parse(server.heard[2]?.body ?? "{}"), ask);
  } finally {
    server.close();
  }
});

test("over the wire: the preview is the very command, rolled back", async () => {
  const server = await loopback(() => ({ status: 422, json: { type: "/problemas/monto-invalido", title: "Monto inválido", status: 422, errors: [{ pointer: "/amount", detail: "no" }] } }));
  try {
    const { applyCredit, debtFolio, take } = await import("@/rooms/collect/data.ts");
    await assert.rejects(applyCredit("c1", { currency: "MXN" }, "k", true), (e: { slug: string }) => e.slug === "monto-invalido");
    assert.deepEqual([server.heard[0]?.path, server.heard[0]?.query.get("dry_run")], ["/v1/clients/c1/credit-applications", "true"]);
    const refused = await deliver({ ...next, key: "k2" }, take);
    assert.equal(refused.kind, "refused");
    assert.deepEqual(["cxc 7", "CXC-001", "cxc1234", "Juan"].map(debtFolio), ["CXC-007", "CXC-001", "CXC-1234", null]);
  } finally {
    server.close();
  }
});
