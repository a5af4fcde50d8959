import assert from "node:assert/strict";
import { test } from "node:test";
import { askedOf, commandLabel, commandsIn, gist, opLabel, problemText, rowsOf, tableLabel, valueText } from "@/rooms/audit/acts.ts";

const zone = "America/Cancun";
const plain = (text: string): string => text.replace(/\s/g, " ");

test("values are read as people say them", () => {
  assert.deepEqual([null, "", true, false, 3, "2026-01-10", "2026-01-10T20:05:00Z", "Juan", [], ["a", 1]].map((v) => valueText(v, zone)), ["—", "—", "Sí", "No", "3", "10/01/2026", "10/01/2026 3:05 p. m.", "Juan", "—", "a, 1"]);
  assert.equal(plain(valueText({ amount: "250000.00", currency: "COP" }, zone)), "$ 250.000 COP");
  assert.equal(valueText({ kind: "cc", number: "***3400" }, zone), "Tipo: cc · Número: ***3400");
});

test("what was asked is said field by field, without what came empty", () => {
  const asked = { amount: { amount: "10.00", currency: "MXN" }, concept: "Factura 1", notes: "", apply_to: [], odd_field: 1 };
  assert.deepEqual(askedOf({ asked }, zone).map((a) => `${a.label}=${plain(a.text)}`), ["Monto=$ 10.00 MXN", "Concepto=Factura 1", "odd field=1"]);
  assert.equal(plain(gist({ asked }, zone)), "Factura 1 · $ 10.00 MXN");
  assert.equal(gist({ asked: {} }, zone), "");
});

test("arguments under «ask» are read like the others, and a refusal has its title", () => {
  assert.deepEqual(askedOf({ asked: { code: "mora_1", ask: { body: "Hola", active: true } } }, zone).map((a) => `${a.label}=${a.text}`), ["Código=mora_1", "Texto=Hola", "Activo=Sí"]);
  assert.deepEqual(["llave-repetida", "otra cosa", null].map(problemText), ["Esa llave ya se usó con otro contenido", "otra cosa", null]);
});

test("only fields that changed are shown, with their old value", () => {
  const change = { table: "public.users", key: "3", op: "U", fields: [{ field: "role", label: "Rol", old: "cajero", new: "gerente" }, { field: "seen", label: "", old: null, new: "" }] };
  assert.deepEqual(rowsOf(change, zone), [{ field: "role", label: "Rol", old: "cajero", now: "gerente" }]);
  assert.deepEqual([tableLabel(change.table), opLabel("U"), tableLabel("otra_tabla")], ["Usuario", "Cambió", "otra tabla"]);
});

test("acts of the house have a name too", () => {
  assert.deepEqual([commandLabel({ command: "days.closed", command_label: "days.closed" }), commandLabel({ command: "x.y", command_label: "Hacer" }), commandLabel({ command: "x.y", command_label: "x.y" })], ["Cerrar el día", "Hacer", "x.y"]);
});

test("each command can be filtered by, once and by its name", () => {
  const act = (command: string, command_label: string) => ({ command, command_label });
  assert.deepEqual(commandsIn([act("b", "Cobrar"), act("a", "Anular"), act("b", "Cobrar")]), [{ value: "a", label: "Anular" }, { value: "b", label: "Cobrar" }]);
});
