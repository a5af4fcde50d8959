import assert from "node:assert/strict";
import { test } from "node:test";
import type { Branch, Role, UserRow } from "@/api/types.ts";
import { draftOf, everyPermission, forKeys, grouped, newUser, patchOf, rolesOf, sameName, usernameFor, wrongIn } from "@/rooms/users/people.ts";
import { loopback } from "./loopback.ts";

const user = { id: 3, username: "ana", name: "Ana Pérez", role: "cajero", role_name: "Cajero", branches: [{ id: 2, name: "CDMX" }, { id: 1, name: "Cancún" }], active: true } as UserRow;
const roles: Role[] = [
  { code: "cajero", name: "Cajero", permissions: [{ code: "clients.read", label: "Ver clientes" }, { code: "payments.take", label: "Cobrar" }] },
  { code: "admin", name: "Administrador", permissions: [{ code: "users.write", label: "Crear usuarios" }, { code: "clients.read", label: "Ver clientes" }] },
];

test("an account needs a name, a username, a role, a branch and a password of ten", () => {
  assert.deepEqual(wrongIn(draftOf(null), true), { username: "missing", name: "missing", role: "missing", branches: "branches", password: "missing" });
  const draft = { username: "ana.perez", name: "Ana", role: "cajero", branches: [1], password: "una frase larga", active: true };
  assert.deepEqual(wrongIn(draft, true), {});
  assert.deepEqual(wrongIn({ ...draft, username: "A B", password: "corta" }, true), { username: "username", password: "short" });
  assert.deepEqual(wrongIn({ ...draft, password: "" }, false), {});
  assert.deepEqual(newUser(draft), { username: "ana.perez", name: "Ana", role: "cajero", branches: [1], password: "una frase larga" });
});

test("only what changed travels", () => {
  const draft = draftOf(user);
  assert.deepEqual(patchOf(user, draft), {});
  assert.deepEqual(patchOf(user, { ...draft, branches: [1, 2] }), {});
  assert.deepEqual(patchOf(user, { ...draft, role: "gerente", branches: [1], password: "otra frase larga" }), { role: "gerente", branches: [1], password: "otra frase larga" });
});

test("a username is proposed from the name", () => {
  assert.deepEqual(["Ana María Pérez", "  Íñigo ", ""].map(usernameFor), ["ana.perez", "inigo", ""]);
});

test("permissions are read by subject; a key never signs for a person", () => {
  assert.deepEqual(grouped(roles[0]?.permissions ?? []).map((g) => g.noun), ["clients", "payments"]);
  assert.deepEqual(everyPermission(roles).map((p) => p.code), ["clients.read", "payments.take", "users.write"]);
  assert.deepEqual(forKeys(roles, ["clients.read", "users.write"]).map((p) => p.code), ["clients.read"]);
  assert.deepEqual([rolesOf(roles).length, rolesOf({ items: roles }).length, rolesOf(undefined).length], [2, 2, 0]);
});

test("two branches cannot sound the same", () => {
  const branches = [{ name: "Cancún" }] as Branch[];
  assert.deepEqual(["cancun ", "Cancún 2"].map((n) => sameName(branches, n)), [true, false]);
});

test("over the wire: a change is a patch with only its fields", async () => {
  const server = await loopback(() => ({ json: user }));
  try {
    const { editUser, revokeKey } = await import("@/rooms/users/data.ts");
    await editUser(3, { active: false });
    await revokeKey("k");
    assert.deepEqual(server.heard.map((h) => `${h.method} ${h.path} ${h.body}`.trim()), ['PATCH /v1/users/3 {"active":false}', "DELETE /v1/api-keys/k"]);
  } finally {
    server.close();
  }
});
