import assert from "node:assert/strict";
import { test } from "node:test";
import type { BranchDay, DayRun, Job } from "@/api/types.ts";
import { cellsOf, closingNow, daysClosed, figuresOf, lasted, proposedDate, toneOf, underWay } from "@/rooms/days/closing.ts";
import { loopback } from "./loopback.ts";

const day = (branch_id: number, business_date: string, last_closed: string | null, missing_days = 0, state = "open"): BranchDay => ({ branch_id, branch: `S${branch_id}`, business_date, last_closed, missing_days, state });
const days = [day(1, "2026-01-10", "2026-01-09"), day(4, "2026-01-08", "2026-01-07", 2), day(5, "2026-01-10", null)];

test("the branch on top closes alone; the latest open day is proposed", () => {
  assert.deepEqual(closingNow(days, 4).map((d) => d.branch_id), [4]);
  assert.equal(closingNow(days, null).length, 3);
  assert.equal(proposedDate(days, ""), "2026-01-10");
  assert.equal(proposedDate([], "2026-01-10"), "2026-01-10");
});

test("how many days a date closes, the chosen one included", () => {
  assert.deepEqual(days.map((d) => daysClosed(d, "2026-01-10")), [1, 3, 1]);
  assert.equal(daysClosed(days[0] as BranchDay, "2026-01-09"), 0);
  assert.deepEqual([...days, day(9, "", null, 1), day(9, "", null, 5, "closing")].map(toneOf), ["ok", "bad", "ok", "wait", "info"]);
});

test("only closings under way are shown, whoever started them", () => {
  const job = (kind: string, state: Job["state"]): Job => ({ kind, state } as Job);
  assert.deepEqual(underWay([job("close_day", "running"), job("import", "running"), job("days.close", "done"), job("days.close", "queued")]).map((j) => j.state), ["running", "queued"]);
});

test("figures are said in words, whatever they are", () => {
  const run = { figures: { newly_overdue: 1200, collected: [{ amount: "10.00", currency: "MXN" }], nothing: null } } as unknown as DayRun;
  assert.deepEqual(figuresOf(run).map((f) => `${f.label} ${f.text}`.replace(/\s/g, " ")), ["Cobrado $ 10.00 MXN", "Nuevas vencidas 1 200"]);
  const told = { figures: { open_debts: 3, amounts: { MXN: { receivable: 123450, overdue: 0 }, COP: { receivable: 9000000, overdue: 100 } }, collected: {} } } as unknown as DayRun;
  assert.deepEqual(figuresOf(told).map((f) => `${f.label} ${f.text}`.replace(/\s/g, " ")), ["Cuentas abiertas 3", "Por cobrar $ 1,234.50 MXN · $ 90.000 COP", "Vencido $ 1 COP"]);
  const span = (finished_at: string | null) => lasted({ started_at: "2026-01-10T05:00:00Z", finished_at });
  assert.deepEqual([span("2026-01-10T05:00:00.400Z"), span("2026-01-10T05:00:08Z"), span("2026-01-10T05:01:20Z"), span(null)], ["menos de 1 s", "8 s", "1 min 20 s", null]);
});

test("over the wire: the day is closed with its key, for one branch or for all", async () => {
  const server = await loopback(() => ({ status: 202, json: { id: "j1" } }));
  try {
    const { closeDay } = await import("@/rooms/days/data.ts");
    await closeDay("2026-01-10", null, "k1");
    await closeDay("2026-01-10", 4, "k2");
    assert.deepEqual(server.heard.map((h) => [h.path, h.headers["idempotency-key"], h.body]), [
      ["/v1/days/close", "k1", '{"business_date":"2026-01-10"}'], ["/v1/days/close", "k2", '{"business_date":"2026-01-10","branch_id":4}'],
    ]);
  } finally {
    server.close();
  }
});

test("a closing always says what is owed, late and collected, each with how many", () => {
  const run = { figures: { open_debts: 2, late_debts: 1, payments: 0, entered: 3, amounts: { MXN: { receivable: 150000, overdue: 50000 } } } } as unknown as Parameters<typeof cellsOf>[0];
  const said = cellsOf(run).map((c) => `${c.label}=${c.text.replace(/\s/g, " ")}${c.under ? ` (${c.under})` : ""}`);
  assert.deepEqual(said, ["Por cobrar=$ 1,500.00 MXN (2 cuentas)", "Vencido=$ 500.00 MXN (1 cuenta)", "Cobrado=0", "Cambiaron de tramo=3"]);
});
