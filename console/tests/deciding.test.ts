import assert from "node:assert/strict";
import { test } from "node:test";
import type { Amounts, Instalment, LoanDetail, Simulation } from "@/api/loans.ts";
import { byYear } from "@/kit/years.ts";
import { comparison, decisionsOf, factsOf } from "@/rooms/loans/change.ts";
import { askOf, draftOf, extrasOf } from "@/rooms/loans/restructuring.ts";
import { partsOf } from "@/rooms/loans/schedule.ts";

const TODAY = "2026-10-05";
const mxn = (amount: string) => ({ amount, currency: "MXN" });
const amounts = (told: Partial<Record<keyof Amounts, string>>): Amounts =>
  Object.fromEntries((["charge", "insurance", "arrears", "interest", "principal", "total"] as const).map((part) => [part, mxn(told[part] ?? "0.00")])) as Amounts;

function row(number: number, due_on: string, told: Partial<Record<keyof Amounts, string>>, more: Partial<Instalment> = {}): Instalment {
  return { number, due_on, due: amounts(told), paid: amounts({}), waived: mxn("0.00"), covered: mxn("0.00"), left: mxn(told.total ?? "0.00"), balance: mxn("0.00"), fallen: false, days_late: 0, ...more };
}
const LOAN = {
  principal: mxn("1000.00"), outstanding: mxn("1000.00"), payoff: mxn("1100.00"), due: amounts({ arrears: "50.00", total: "550.00" }), days_past_due: 15, status: "active",
  schedule: [row(1, "2026-09-20", { principal: "480.00", interest: "20.00", arrears: "50.00", total: "550.00" }, { fallen: true, days_late: 15 }), row(2, "2026-10-20", { principal: "520.00", interest: "10.00", total: "530.00" })],
  terms: { method: "french", periods: 2, frequency: "monthly", rate: { kind: "periodic", value: "0.02" }, day_count: "period", first_due_on: "2026-09-20" },
  renewal_after: 6, renewed_by: null, frozen: null,
} as unknown as LoanDetail;

test("a calendar has a column for insurance, charges or arrears only where some instalment has them", () => {
  assert.deepEqual(partsOf([row(1, TODAY, { principal: "1.00", total: "1.00" })]), ["principal", "interest", "total"]);
  assert.deepEqual(partsOf([row(1, TODAY, { insurance: "1.00" }), row(2, TODAY, { charge: "2.00" })]), ["principal", "interest", "charge", "insurance", "total"]);
  assert.deepEqual(partsOf(LOAN.schedule), ["principal", "interest", "arrears", "total"]);
});

test("instalments add up by the year they fall due", () => {
  const rows = [row(1, "2026-12-20", {}), row(2, "2027-01-20", {}), row(3, "2027-02-20", {})];
  assert.deepEqual(byYear(rows).map(([year, some]) => [year, some.map((r) => r.number)]), [["2026", [1]], ["2027", [2, 3]]]);
});

test("what a loan still has to pay, and what comes next", () => {
  const facts = factsOf(LOAN);
  assert.deepEqual([facts.toPay.amount, facts.instalment?.amount, facts.nextOn, facts.coming, facts.endsOn, facts.interest.amount], ["1080.00", "530.00", "2026-10-20", 1, "2026-10-20", "10.00"]);
});

test("before and after a decision: what moves is told, what is nothing in both is left out", () => {
  const after = { ...LOAN, payoff: mxn("1050.00"), due: amounts({ total: "500.00" }), schedule: [{ ...LOAN.schedule[0], left: mxn("500.00") }, LOAN.schedule[1]] } as LoanDetail;
  const rows = comparison(LOAN, after);
  assert.deepEqual(rows.filter((r) => r.moved).map((r) => r.key), ["payoff", "due", "arrears", "toPay"]);
  const current = { ...LOAN, days_past_due: 0, due: amounts({}) } as LoanDetail;
  assert.equal(comparison(current, current).some((r) => ["due", "arrears", "days"].includes(r.key)), false);
});

test("what may be decided depends on the loan and on who looks at it", () => {
  assert.deepEqual(decisionsOf(LOAN, false, false), []);
  assert.deepEqual(decisionsOf(LOAN, true, false), ["renew"]);
  assert.deepEqual(decisionsOf(LOAN, true, true), ["renew", "restructure", "charge", "freeze", "rate", "accelerate"]);
  assert.deepEqual(decisionsOf({ ...LOAN, status: "paid" }, true, true), []);
  assert.deepEqual(decisionsOf({ ...LOAN, renewal_after: null }, true, false), [], "its product isn't renewed");
  const frozen = { ...LOAN, days_past_due: 0, frozen: { since: TODAY, until: "2026-11-05", interest: false } };
  assert.deepEqual(decisionsOf(frozen, false, true), ["restructure", "charge", "unfreeze", "rate"]);
  assert.equal(decisionsOf({ ...LOAN, terms: { ...LOAN.terms, method: "san" } }, true, true).includes("rate"), false, "its interest is a fixed sum");
});

const payoff = { due: amounts({ arrears: "50.00", interest: "20.00" }), to_close: amounts({ interest: "3.00", principal: "520.00" }) } as unknown as Simulation["payoff"];

test("a restructure asks what to do only with what is owed besides the capital", () => {
  assert.deepEqual(extrasOf(payoff).map((one) => [one.part, one.amount.amount]), [["interest", "23.00"], ["arrears", "50.00"]]);
  const draft = { ...draftOf(LOAN, TODAY), periods: "18", treat: { interest: "capitalise", arrears: "forgive", charge: "forgive" } as const };
  assert.deepEqual(askOf(draft, LOAN, ["interest", "arrears"], TODAY), { periods: 18, method: "french", frequency: "monthly", capitalise: ["interest"], forgive: ["arrears"] });
  assert.equal(askOf({ ...draft, periods: "" }, LOAN, [], TODAY), null);
  const san = { ...LOAN, terms: { ...LOAN.terms, method: "san" as const } };
  assert.equal(askOf(draft, san, [], TODAY), null, "there is no rate to go on with");
  assert.notEqual(askOf({ ...draft, rate: "0.03" }, san, [], TODAY), null);
  assert.equal(askOf({ ...draft, periods: "0" }, LOAN, [], TODAY), null);
  assert.deepEqual(askOf({ ...draft, on: "2026-10-01", rate: "0.015", first: "2026-12-01" }, LOAN, [], TODAY), {
    periods: 18, method: "french", frequency: "monthly", first_due_on: "2026-12-01", rate: { kind: "periodic", value: "0.015" }, on: "2026-10-01",
  });
});

test("a plan of one's own may leave its last amount open, and no other", () => {
  const draft = { ...draftOf(LOAN, TODAY), method: "custom" as const, plan: [{ on: "2026-11-01", amount: "600.00" }, { on: "2026-12-01", amount: null }] };
  assert.deepEqual(askOf(draft, LOAN, [], TODAY), { periods: 2, plan: [{ due_on: "2026-11-01", amount: mxn("600.00") }, { due_on: "2026-12-01" }], frequency: "monthly" });
  assert.equal(askOf({ ...draft, plan: [{ on: "2026-11-01", amount: null }, { on: "2026-12-01", amount: "5.00" }] }, LOAN, [], TODAY), null);
  assert.equal(askOf({ ...draft, plan: [] }, LOAN, [], TODAY), null);
});
