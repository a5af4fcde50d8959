import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message, MessageDetail, ReminderStep } from "@/api/types.ts";
import { filled, pieces, slips, variablesIn } from "@/rooms/messages/bubble.ts";
import { clientOf, countsOf, filtersOf, momentsOf, repeatable, totalOf } from "@/rooms/messages/history.ts";
import { added, changed, clashes, movedTo, ordered } from "@/rooms/messages/programme.ts";
import { words } from "@/rooms/messages/words.ts";
import { loopback } from "./loopback.ts";

test("bold is one asterisk on the telephone and two in the template", () => {
  assert.deepEqual(pieces("Hola *Juan*, por **$250.000 COP**."), [
    { kind: "text", text: "Hola " }, { kind: "bold", text: "Juan" }, { kind: "text", text: ", por " }, { kind: "bold", text: "$250.000 COP" }, { kind: "text", text: "." },
  ]);
  assert.deepEqual(pieces("_ojo_ ~no~").map((p) => p.kind), ["italic", "text", "strike"]);
  for (const plain of ["3 * 4 * 5", "folio_a_b", "a ** b", "*sin cierre", ""]) assert.equal(pieces(plain).every((p) => p.kind === "text"), true, plain);
});

test("a template says its data and what would not be approved", () => {
  const known = Object.keys(words.templates.variablesOf);
  const body = "Hola *{nombre}*, debes **{monto}**. Gracias, {nombre}.";
  assert.deepEqual(variablesIn(body), ["nombre", "monto"]);
  assert.equal(filled(body, { nombre: "Juan" }), "Hola *Juan*, debes **{monto}**. Gracias, Juan.");
  assert.deepEqual(slips(body, known), []);
  assert.deepEqual(slips("", known), ["empty"]);
  assert.deepEqual(slips("Hola {nombre} {monto} adiós", known), ["together"]);
  assert.deepEqual(slips("{nombre}, hola", known), ["edge"]);
  assert.deepEqual(slips("Hola {apodo}, hola", known), ["unknown"]);
  assert.deepEqual(slips("Hola { nombre", known), ["brace"]);
  assert.deepEqual(slips("a".repeat(1025), known), ["long"]);
});

const step = (offset_days: number, channel = "whatsapp"): ReminderStep => ({ offset_days, template: "mora_1", channel, active: true });

test("the programme is ordered and never writes twice the same day by the same channel", () => {
  assert.deepEqual(ordered([step(7), step(-3), step(0)]).map((s) => s.offset_days), [-3, 0, 7]);
  assert.deepEqual(clashes([step(1), step(1, "sms"), step(1)]), [0, 2]);
  assert.deepEqual([movedTo(step(3), "before", 3), movedTo(step(3), "on", 3), movedTo(step(-3), "after", 0), movedTo(step(1), "after", 9999)].map((s) => s.offset_days), [-3, 0, 1, 360]);
  assert.equal(added([step(7)], "mora_2").at(-1)?.offset_days, 14);
  assert.equal(added([], "mora_1").at(-1)?.offset_days, 1);
  assert.equal(changed([step(1), step(2)], [step(2), step(1)]), false);
  assert.equal(changed([step(1)], [{ ...step(1), active: false }]), true);
  assert.deepEqual([-3, -1, 0, 1, 15].map(words.programme.sentence), ["3 días antes", "1 día antes", "El día del vencimiento", "1 día después", "15 días después"]);
});

test("the figures by state are those of the whole filter", () => {
  const totals = { by_status: { sent: 4, failed: 1, expired: 2 } };
  assert.deepEqual(countsOf(totals).map((c) => `${c.status} ${c.count}`), ["queued 0", "sent 4", "delivered 0", "read 0", "failed 1", "expired 2"]);
  assert.equal(totalOf(totals), 7);
  assert.equal(totalOf(undefined), 0);
  assert.deepEqual(filtersOf({ status: "sent", message: "m", q: "Juan" }, ["status"]), { q: "Juan" });
});

const base = { id: "m", client_id: "c", client: "Juan", status: "read", created_at: "2026-01-10T13:00:00Z", due_at: "2026-01-10T13:00:00Z", sent_at: "2026-01-10T13:00:05Z", delivered_at: "2026-01-10T13:00:09Z", read_at: "2026-01-10T14:00:00Z" } as Message;

test("the life of a message is told in order, with how it ended", () => {
  assert.deepEqual(momentsOf(base).map((m) => m.key), ["queued", "sent", "delivered", "read"]);
  const waiting = { ...base, status: "deferred", sent_at: null, delivered_at: null, read_at: null } as Message;
  assert.deepEqual(momentsOf(waiting).map((m) => m.key), ["queued", "waits"]);
  const failed = { ...waiting, status: "failed", events: [{ at: "2026-01-10T15:00:00Z", kind: "failed", attempt: 1, code: 131026, detail: null }] } as MessageDetail;
  assert.deepEqual(momentsOf(failed).at(-1), { key: "ended", at: "2026-01-10T15:00:00Z", tone: "bad" });
  assert.deepEqual([base, waiting, failed].map(repeatable), [false, false, true]);
  assert.equal(clientOf(base).name, "Juan");
});

test("over the wire: the programme travels whole", async () => {
  const server = await loopback(() => ({ json: { steps: [] } }));
  try {
    const { retry, saveProgramme } = await import("@/rooms/messages/data.ts");
    await saveProgramme([step(-3)]);
    await retry("m1");
    assert.deepEqual(server.heard.map((h) => `${h.method} ${h.path}`), ["PUT /v1/reminders/programme", "POST /v1/messages/m1/retry"]);
    assert.deepEqual(JSON.parse(server.heard[0]?.body ?? ""), { steps: [step(-3)] });
  } finally {
    server.close();
  }
});
