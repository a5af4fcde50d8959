import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kept, Ltv, Plan, Price, Quote } from "@/api/pawn.ts";
import { scannedOf } from "@/kit/pawn.ts";
import { draftOf, endOf, gramsOf, itemDraft, milestones, overBy, planOf, quoteAsk, ticketAsk, wrongItem } from "@/rooms/pawn/counter.ts";
import { listQuery, lotQuery, viewOf, viewQuery } from "@/rooms/pawn/data.ts";
import { draftOf as payDraft, payAsk, wrongIn } from "@/rooms/pawn/paying.ts";
import { belowMinimum, saleAsk } from "@/rooms/pawn/selling.ts";
import { articlesOf, countdown, placesOf } from "@/rooms/pawn/shown.ts";
import { changesOf, codeOf, planDraft, planOf as planAsk, wrongPlan } from "@/rooms/pawn/tabling.ts";
import { differences, filtered, inGroup, keepTally, labelled, recallTally, tallied } from "@/rooms/pawn/vaulting.ts";

const mxn = (amount: string) => ({ amount, currency: "MXN" });
const GOLD: Price = { id: 1, category: "joyeria", name: "oro 14k", unit: "gram", price: mxn("900.00"), valid_from: "2026-01-01", source: "" };
const WEEKLY = { id: 1, code: "semanal", version: 1, name: "Semanal", currency: "MXN", rate: "0.05", storage_rate: "0", period: "week", term: 16, grace_days: 10, active: true } as Plan;

test("a code is a ticket however the reader or the person writes it", () => {
  for (const told of ["EMP-000012", "emp 12", "emp12", " EMP-12 ", "EMP'000012", "EMP-000012 8F3A-0C11-99AB-0042", "EMP-000012 8F3A'0C11'99AB'0042"]) {
    assert.deepEqual(scannedOf(told), { folio: "EMP-000012", position: null }, told);
  }
  assert.deepEqual(scannedOf("EMP-000012/2"), { folio: "EMP-000012", position: 2 });
  for (const told of ["CXC-001", "12", "EMP", "EMP-1x", "", "EMP-0000000000012/1"]) assert.equal(scannedOf(told), null, told);
});

test("grams are written with point or comma, and nothing else", () => {
  for (const [told, grams] of [["10.5", "10.5"], ["10,5 g", "10.5"], ["7 gramos", "7"], ["0.125", "0.125"]] as const) assert.equal(gramsOf(told), grams);
  for (const told of ["", "0", "-1", "1.2345", "mucho", "1e3"]) assert.equal(gramsOf(told), null, told);
});

test("an article by the gram is weighed; one that is not in the table is valued by hand", () => {
  const gold = { ...itemDraft(1), category: "joyeria", priceName: "oro 14k", description: "Anillo" };
  assert.deepEqual(Object.keys(wrongItem(gold, [GOLD], "MXN")), ["weight"]);
  assert.deepEqual(wrongItem({ ...gold, weight: "10,5" }, [GOLD], "MXN"), {});
  assert.deepEqual(Object.keys(wrongItem({ ...gold, priceName: null }, [GOLD], "MXN")), ["appraisal"]);
  assert.deepEqual(Object.keys(wrongItem(gold, [GOLD], "COP")), ["appraisal"], "the price is of another currency");
  assert.deepEqual(Object.keys(wrongItem(itemDraft(1), [], "MXN")), ["category", "description", "appraisal"]);
});

test("nothing is asked until every article can be valued, and then with the plan in use", () => {
  const draft = { ...draftOf(1, "c"), items: [{ ...itemDraft(1), category: "joyeria", priceName: "oro 14k", description: " Anillo ", weight: "10,5" }] };
  assert.equal(quoteAsk({ ...draft, items: [...draft.items, itemDraft(2)] }, [GOLD], WEEKLY, "MXN"), null);
  assert.equal(quoteAsk(draft, [GOLD], undefined, "MXN"), null);
  const ask = quoteAsk(draft, [GOLD], planOf(draft, [WEEKLY], "MXN"), "MXN");
  assert.equal(ask?.plan, "semanal");
  assert.equal(ask.amount, null, "all that the table allows");
  assert.deepEqual(ask.items[0], { category: "joyeria", description: "Anillo", condition: "good", brand: "", model: "", serial: "", price_name: "oro 14k", weight: "10.5", appraisal: null, seal: "" });
  assert.equal(planOf(draft, [WEEKLY], "COP"), undefined);
});

const QUOTE = {
  plan: WEEKLY, items: [], appraisal: mxn("25000.00"), allowed: mxn("10000.00"), amount: mxn("10000.00"), over: false, due_on: "2026-04-23", grace_on: "2026-05-03",
  interest: mxn("8000.00"), storage: mxn("0.00"), tax: mxn("0.00"), total: mxn("18000.00"), nominal: "2.6", annual: "5.8",
} as Quote;

test("PA-1: 10,000 at 5 % a week begun is 1,000 by the second week and 18,000 to redeem by the sixteenth", () => {
  const rows = milestones(QUOTE, "2026-01-01", 4);
  assert.deepEqual(rows.map((row) => row.until), ["2026-01-08", "2026-01-15", "2026-01-22", "2026-04-23"]);
  assert.equal(rows[1]?.renew, "1000.00");
  assert.equal(rows[1]?.redeem, "11000.00");
  assert.equal(rows.at(-1)?.redeem, "18000.00");
});
test("a month ends on the same day of another, or on its last", () => {
  assert.equal(endOf("month", "2026-01-31", 1), "2026-02-28");
  assert.equal(endOf("month", "2026-11-15", 3), "2027-02-15");
  assert.equal(endOf("month", "2023-12-31", 2), "2024-02-29");
  assert.equal(endOf("week", "2026-01-01", 2), "2026-01-15");
});
test("whoever allows more than the tables leaves the money to another hand", () => {
  const draft = { ...draftOf(1, "c"), reason: "Cliente de diez años" };
  assert.equal(overBy(QUOTE), null);
  assert.equal(ticketAsk(draft, { items: [], amount: null, plan: "semanal", currency: "MXN" }, QUOTE).hand_over, "cash");
  const over = { ...QUOTE, amount: mxn("10000.01"), over: true };
  assert.equal(overBy(over), "amount");
  const ask = ticketAsk(draft, { items: [], amount: null, plan: "semanal", currency: "MXN" }, over);
  assert.equal(ask.hand_over, null);
  assert.equal(ask.override_reason, "Cliente de diez años");
  assert.equal(overBy({ ...QUOTE, over: true }), "appraisal");
});

const OWED = { owed: { capital: mxn("10000.00") }, may_add: mxn("500.00"), items: [{ gone: null }, { gone: null }] } as Parameters<typeof wrongIn>[2];
test("what is paid of capital is less than all of it; a transfer leaves its number; the notes cover the amount", () => {
  const draft = payDraft(true);
  assert.deepEqual(wrongIn({ ...draft, capital: "9999.99" }, "renew", OWED, mxn("10999.99")), {});
  assert.deepEqual(Object.keys(wrongIn({ ...draft, capital: "10000.00" }, "renew", OWED, mxn("11000.00"))), ["capital"]);
  assert.deepEqual(Object.keys(wrongIn({ ...draft, method: "transfer" }, "redeem", OWED, mxn("1.00"))), ["reference"]);
  assert.deepEqual(wrongIn({ ...draft, method: "transfer" }, "renew", OWED, mxn("0.00")), {}, "nothing to pay");
  assert.deepEqual(Object.keys(wrongIn({ ...draft, tendered: "5.00" }, "redeem", OWED, mxn("5.01"))), ["tendered"]);
  assert.deepEqual(payAsk({ ...draft, capital: "0.00" }, "renew", "MXN", true), { method: "cash", reference: null, tendered: null, capital: null });
  assert.deepEqual(payAsk({ ...draft, method: "card", reference: " 77 ", tendered: "1.00", to: " Ana " }, "redeem", "MXN", true), { method: "card", reference: "77", tendered: null, deliver: true, to: "Ana" });
  assert.equal((payAsk({ ...draft, method: "transfer", reference: "1", account: 9 }, "redeem", "MXN", true) as { account_id?: number }).account_id, 9);
  assert.equal("account_id" in payAsk({ ...draft, account: 9 }, "redeem", "MXN", true), false, "cash goes to the till");
});
test("more is lent up to what the table allows, and never while some is paid back", () => {
  const draft = { ...payDraft(true), more: "500.00" };
  assert.deepEqual(wrongIn(draft, "renew", OWED, mxn("100.00")), {});
  assert.deepEqual(payAsk(draft, "renew", "MXN", false), { method: "cash", reference: null, tendered: null, capital: null, more: mxn("500.00"), gives: "cash" });
  assert.deepEqual(Object.keys(wrongIn({ ...draft, more: "500.01" }, "renew", OWED, mxn("100.00"))), ["more"]);
  assert.deepEqual(Object.keys(wrongIn({ ...draft, capital: "1.00" }, "renew", OWED, mxn("101.00"))), ["more"]);
});
test("a part is some of the articles, not none nor all", () => {
  const draft = payDraft(true);
  assert.deepEqual(Object.keys(wrongIn(draft, "part", OWED, null)), ["items"]);
  assert.deepEqual(Object.keys(wrongIn({ ...draft, items: ["a", "b"] }, "part", OWED, null)), ["items"]);
  assert.deepEqual(wrongIn({ ...draft, items: ["a"] }, "part", OWED, null), {});
  assert.deepEqual(payAsk({ ...draft, items: ["a"], to: " Ana " }, "part", "MXN", true), { method: "cash", reference: null, tendered: null, items: ["a"], to: "Ana" });
});

test("each view asks for the tickets its figure counts", () => {
  assert.equal(viewOf({}), "live");
  assert.equal(viewOf({ q: "EMP-1" }), "all");
  assert.equal(viewOf({ view: "grace" }), "grace");
  assert.deepEqual(viewQuery("week", "2026-10-05"), { status: "live", due_from: "2026-10-05", due_to: "2026-10-12" });
  assert.deepEqual(listQuery("late", { view: "late", q: "reloj" }, "2026-10-05", { branch_id: 1 }), { branch_id: 1, status: "grace,expired", q: "reloj" });
});

test("how long is left is told, and after it how much grace", () => {
  const at = { as_of: "2026-10-05", grace_on: "2026-10-15" };
  assert.equal(countdown({ ...at, days_left: 28 }), "Faltan 28 días");
  assert.equal(countdown({ ...at, days_left: 0 }), "Vence hoy");
  assert.equal(countdown({ ...at, days_left: -3 }), "Venció hace 3 días · quedan 10 días de gracia");
  assert.equal(countdown({ ...at, as_of: "2026-10-16", days_left: -14 }), "Venció hace 14 días");
  assert.equal(articlesOf([{ description: "Reloj" }, { description: "Anillo" }, { description: "Cadena" }]), "Reloj, y 2 más");
  assert.equal(placesOf([{ location: "Bóveda" }, { location: null }, { location: "Bóveda" }]), "Bóveda");
});

test("a plan is kept whole or not at all, and only what changed of a table is written", () => {
  assert.equal(codeOf("Semanal 5 % ñandú"), "semanal-5-nandu");
  const draft = planDraft(null, "MXN");
  assert.deepEqual(Object.keys(wrongPlan(draft)), ["name", "code", "rate"]);
  assert.equal(planAsk(draft), null);
  assert.equal(planAsk({ ...draft, name: "Mensual", code: "mensual", rate: "0.1" })?.storage_rate, "0");
  const rows = [{ id: 1, category: "joyeria", condition: "good", condition_label: "Bueno", ltv: "0.5", valid_from: "2026-01-01" }] as Ltv[];
  const cells = { "joyeria|good": "0.5", "joyeria|fair": "0.4", "joyeria|poor": "1.2", "joyeria|new": null };
  assert.deepEqual(changesOf(cells, rows, null), [{ category: "joyeria", condition: "fair", ltv: "0.4", valid_from: null }]);
});

const kept = (n: number, more: Partial<Kept> = {}): Kept => ({
  item_id: `i${n}`, ticket_id: `t${n}`, folio: `EMP-00000${n}`, label: `EMP-00000${n}/1`, location_id: 1, location: "Bóveda", state: "live", days_left: 30, description: "Reloj", brand: "", model: "",
  serial: "", seal: "", client: { id: "c", folio: "CL-1", name: "Nicolasa Ek" }, ...more,
} as Kept);
const VAULT = [kept(1), kept(2, { seal: "P-7" }), kept(3, { label: "EMP-000003/1", serial: "BX-9" }), kept(3, { item_id: "i3b", label: "EMP-000003/2", description: "Cadena de oro" }), kept(4, { location_id: 2, location: "Vitrina", state: "adjudicated", days_left: -40 })];

test("a label, a seal or a serial number is an article; a ticket is one only when it has one", () => {
  assert.equal(labelled("emp-1", VAULT)?.item_id, "i1");
  assert.equal(labelled("EMP-000003/2", VAULT)?.item_id, "i3b");
  assert.equal(labelled("EMP-000003", VAULT), null, "it has two articles");
  assert.equal(labelled("p-7", VAULT)?.item_id, "i2");
  assert.equal(labelled("bx-9", VAULT)?.item_id, "i3");
  assert.equal(labelled("", VAULT), null);
});

test("a count tells what is missing, what is of another place and what nobody knows, and the same bag counts once", () => {
  let tally = { location: 1, found: [] as string[], unknown: [] as string[] };
  const kinds: string[] = [];
  for (const text of ["EMP-1", "EMP-1", "EMP-000003/2", "EMP-4", "XYZ", "XYZ"]) {
    const read = tallied(tally, text, labelled(text, VAULT));
    tally = read.tally;
    kinds.push(read.kind);
  }
  assert.deepEqual(kinds, ["found", "again", "found", "elsewhere", "unknown", "unknown"]);
  const { missing, misplaced, expected } = differences(tally, VAULT);
  assert.deepEqual([missing.map((one) => one.item_id), misplaced.map((one) => one.item_id), expected], [["i2", "i3"], ["i4"], 4]);
  assert.deepEqual(tally.unknown, ["XYZ"]);
  const kept_ = new Map<string, string>();
  const store = { getItem: (key: string) => kept_.get(key) ?? null, setItem: (key: string, value: string) => { kept_.set(key, value); }, removeItem: (key: string) => { kept_.delete(key); } } as unknown as Storage;
  keepTally(store, 7, tally);
  assert.deepEqual(recallTally(store, 7), tally);
  assert.equal(recallTally(store, 8), null);
  keepTally(store, 7, null);
  assert.equal(recallTally(store, 7), null);
});

test("the vault is read by place, age and words, whatever their accents", () => {
  assert.deepEqual(filtered(VAULT, 1, null, "CADENA ek").map((one) => one.item_id), ["i3b"]);
  assert.deepEqual(filtered(VAULT, null, "adjudicated", "").map((one) => one.item_id), ["i4"]);
  assert.equal(inGroup(kept(1, { days_left: 7 }), "week"), true);
  assert.equal(inGroup(kept(1, { days_left: 8 }), "week"), false);
  assert.equal(inGroup(kept(1, { state: "grace", days_left: -1 }), "week"), false);
});

test("a sale below the minimum says why; one at it does not", () => {
  const lot = { debt: mxn("18000.00"), minimum: mxn("20000.00") };
  const draft = { price: "19999.99", method: "cash" as const, account: null, buyer: " Ana ", cost: null, reason: " Prisa " };
  assert.equal(belowMinimum(draft, lot), true);
  assert.deepEqual(saleAsk(draft, lot), { price: mxn("19999.99"), method: "cash", buyer: "Ana", sale_cost: null, reason: "Prisa" });
  assert.equal((saleAsk({ ...draft, price: "20000.00" }, lot) as { reason: string }).reason, "");
  assert.equal(saleAsk({ ...draft, price: "0.00" }, lot), null);
  assert.deepEqual(lotQuery("sold", { view: "sold" }, {}), { status: "sold,surplus_due,surplus_paid,surplus_lapsed" });
});
