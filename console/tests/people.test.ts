import assert from "node:assert/strict";
import { test } from "node:test";
import { uuid7 } from "@/api/keys.ts";
import { problemOf } from "@/api/problem.ts";
import { bareNumber, documentLooksRight } from "@/kit/documents.ts";
import { phoneScreen, splitPhone, toE164 } from "@/kit/phones.ts";

const documents: [string, string, string, boolean | null][] = [
  ["DO", "cedula", "001-1391820-5", true], ["DO", "cedula", "00113918204", false], ["DO", "cedula", "0011391", null],
  ["DO", "rnc", "1-01-85004-3", true], ["DO", "rnc", "101850042", false],
  ["CO", "cc", "1020300400", true], ["CO", "cc", "10203004001", false],
  ["MX", "rfc", "GODE561231GR8", true], ["MX", "rfc", "GODE56123", null], ["MX", "curp", "BOXW310820HNERXN09", true],
];
for (const [country, kind, number, right] of documents) {
  test(`${kind} ${country} ${number} → ${String(right)}`, () => { assert.equal(documentLooksRight({ country, kind, number }), right); });
}
test("a document travels bare", () => { assert.equal(bareNumber(" 001-1391820-5 "), "00113918205"); });

test("phones are typed by country and travel as E.164", () => {
  assert.equal(toE164("300 123 4567", "CO"), "+573001234567");
  assert.equal(toE164("+52 998 123 4567", "CO"), "+529981234567");
  assert.equal(toE164("12", "MX"), null);
  assert.equal(splitPhone("+18095550123")?.country, "DO");
  assert.equal(splitPhone("+13055550123")?.country, "US");
  assert.equal(phoneScreen("+573001234567"), "+57 300 123 4567");
});

test("keys are UUIDv7 in order of time", () => {
  const [a, b] = [uuid7(), uuid7()];
  assert.match(a, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(a.slice(0, 13) <= b.slice(0, 13));
});

test("a refusal keeps its facts, and a broken body is still a problem", () => {
  const refusal = problemOf(409, { type: "/problemas/llave-repetida", title: "Repetida", status: 409, errors: [{ pointer: "/amount", detail: "no" }] });
  assert.equal(refusal.slug, "llave-repetida");
  assert.equal(refusal.at("/amount"), "no");
  assert.equal(refusal.retryable, false);
  const broken = problemOf(503, "<html>");
  assert.equal(broken.status, 503);
  assert.equal(broken.retryable, true);
});
