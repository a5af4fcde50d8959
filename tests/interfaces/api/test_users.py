"""People, roles, branches and keys, as the console and integrators manage them."""

from typing import Any

import pytest

from caudal.commons.access.rules import PERMISSIONS
from tests.interfaces.api.conftest import PASSWORD, Api

SECRET = "una frase muy larga"
NEW = {"username": "nueva", "name": "Nueva", "role": "cajero", "branches": [2, 1], "password": SECRET}


def id_of(api: Api, username: str) -> int:
    return api.one("select id from users where username = %s", username)


def change(api: Api, who: str, whom: str, **changes: Any) -> Any:
    return api.as_(who).patch(f"/v1/users/{id_of(api, whom)}", json=changes)


def allow(api: Api, role: str, *permissions: str) -> None:
    for permission in permissions:
        api.query("insert into role_permissions values (%s, %s) on conflict do nothing", role, permission)


class TestCreate:
    def test_gives_an_account_that_can_come_in(self, api: Api) -> None:
        answer = api.as_("admin").post("/v1/users", json=NEW)
        assert answer.status_code == 201
        body = answer.json()
        assert (body["username"], body["role_name"], body["branch_id"], body["active"]) == (
            "nueva",
            "Cajero",
            2,
            True,
        )
        assert [b["id"] for b in body["branches"]] == [1, 2]
        assert api.sign_in("nueva", SECRET).status_code == 201
        assert "nueva" in [u["username"] for u in api.as_("admin").get("/v1/users").json()["items"]]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("password", "corta"),
            ("password", "contraseña123"),
            ("password", "1111111111111"),
            ("password", "caudal-demo"),
            ("password", "x" * 129 + "abc"),
            ("username", "ño ño"),
            ("username", "-x"),
            ("role", "sistema"),
            ("role", "mago"),
            ("branches", [99]),
            ("branches", []),
            ("name", "  "),
        ],
    )
    def test_says_what_wont_do(self, module_api: Api, field: str, value: Any) -> None:
        answer = module_api.as_("admin").post("/v1/users", json=NEW | {field: value})
        body = module_api.problem(answer, 422, "datos-invalidos")
        assert [e["pointer"] for e in body["errors"]] == [f"/{field}"]

    def test_refuses_a_password_that_is_the_username(self, module_api: Api) -> None:
        asked = NEW | {"username": "cajera.nueva", "password": "Cajera.Nueva"}
        module_api.problem(module_api.as_("admin").post("/v1/users", json=asked), 422, "datos-invalidos")

    def test_refuses_a_username_in_use_whatever_its_capitals(self, module_api: Api) -> None:
        answer = module_api.as_("admin").post("/v1/users", json=NEW | {"username": "CAJERO"})
        module_api.problem(answer, 409, "nombre-ocupado")

    def test_nobody_gives_what_they_dont_have(self, api: Api) -> None:
        allow(api, "gerente", "users.write")
        ask = lambda **more: api.as_("gerente").post("/v1/users", json=NEW | more)  # noqa: E731
        assert "apikeys.write" in api.problem(ask(role="duena"), 403, "sin-permiso")["missing"]
        theirs = {"role": "cobrador"}
        assert api.problem(ask(branches=[1, 3], **theirs), 403, "sin-permiso")["branches"] == [3]
        assert ask(**theirs).status_code == 201


class TestChange:
    def test_holds_from_the_next_request(self, api: Api) -> None:
        theirs = api.as_("empleado")
        answer = change(api, "admin", "empleado", name="Otro nombre", branches=[2])
        assert answer.status_code == 200
        now = theirs.get("/v1/me").json()
        assert (now["name"], [b["id"] for b in now["branches"]], now["branch_id"]) == ("Otro nombre", [2], 2)

    def test_of_role_ends_the_sessions_of_before(self, api: Api) -> None:
        theirs = api.as_("empleado")
        assert change(api, "admin", "empleado", role="cajero").json()["role"] == "cajero"
        api.problem(theirs.get("/v1/me"), 401, "sin-sesion")

    def test_of_password_ends_them_too(self, api: Api) -> None:
        theirs = api.as_("empleado")
        assert change(api, "admin", "empleado", password=SECRET).status_code == 200
        api.problem(theirs.get("/v1/me"), 401, "sin-sesion")
        assert api.sign_in("empleado", SECRET).status_code == 201
        assert api.sign_in("empleado", PASSWORD).status_code == 401

    def test_shuts_the_door(self, api: Api) -> None:
        theirs = api.as_("empleado")
        assert change(api, "admin", "empleado", active=False).json()["active"] is False
        api.problem(theirs.get("/v1/me"), 401, "sin-sesion")
        assert api.sign_in("empleado").status_code == 401
        assert change(api, "admin", "empleado", active=True).json()["active"] is True
        assert api.sign_in("empleado").status_code == 201

    def test_is_in_the_book_with_what_was_and_what_is(self, api: Api) -> None:
        change(api, "admin", "empleado", name="Otro nombre", active=False)
        row = api.query("select old, new from changes where table_name = 'users'")
        assert row == [({"name": "Empleado", "active": True}, {"name": "Otro nombre", "active": False})]

    def test_nobody_raises_themselves(self, api: Api) -> None:
        for who in ("admin", "duena"):
            api.problem(change(api, who, who, role="director"), 403, "sin-permiso")
            api.problem(change(api, who, who, active=False), 403, "sin-permiso")
            api.problem(change(api, who, who, password=SECRET), 403, "sin-permiso")
        allow(api, "gerente", "users.write")
        api.problem(change(api, "gerente", "gerente", role="duena"), 403, "sin-permiso")
        api.problem(change(api, "gerente", "gerente", branches=[1, 2, 3]), 403, "sin-permiso")
        assert change(api, "gerente", "gerente", name="Yo").status_code == 200

    def test_nobody_takes_over_somebody_who_can_do_more(self, api: Api) -> None:
        allow(api, "gerente", "users.write")
        for changes in ({"password": SECRET}, {"active": False}, {"role": "empleado"}, {"name": "X"}):
            api.problem(change(api, "gerente", "duena", **changes), 403, "sin-permiso")
        assert change(api, "gerente", "cobrador", password=SECRET).status_code == 200

    def test_somebody_always_stays(self, api: Api) -> None:
        api.problem(change(api, "duena", "admin", active=False), 409, "ultimo-responsable")
        api.problem(change(api, "duena", "admin", role="cajero"), 409, "ultimo-responsable")
        api.problem(change(api, "admin", "duena", active=False), 409, "ultimo-responsable")
        assert change(api, "duena", "gerente", role="admin").status_code == 200
        assert change(api, "duena", "admin", active=False).status_code == 200

    def test_never_reaches_the_house_itself(self, api: Api) -> None:
        api.problem(api.as_("admin").patch("/v1/users/0", json={"active": True}), 404, "no-encontrado")
        api.problem(api.as_("admin").get("/v1/users/0"), 404, "no-encontrado")
        assert "sistema" not in [u["username"] for u in api.as_("admin").get("/v1/users").json()["items"]]

    def test_keeps_what_isnt_said(self, api: Api) -> None:
        before = api.as_("admin").get(f"/v1/users/{id_of(api, 'cajero')}").json()
        assert change(api, "admin", "cajero").json() == before


class TestOwnPassword:
    def ask(self, api: Api, current: str, new: str) -> Any:
        asked = {"current_password": current, "new_password": new}
        return api.as_("cajero").post("/v1/me/password", json=asked)

    def test_changes_and_ends_every_session(self, api: Api) -> None:
        assert self.ask(api, PASSWORD, SECRET).status_code == 204
        api.problem(api.as_("cajero").get("/v1/me"), 401, "sin-sesion")
        assert api.sign_in("cajero", SECRET).status_code == 201

    def test_needs_the_current_one(self, api: Api) -> None:
        body = api.problem(self.ask(api, "no es", SECRET), 422, "contrasena-equivocada")
        assert body["errors"][0]["pointer"] == "/current_password"
        assert api.sign_in("cajero").status_code == 201

    @pytest.mark.parametrize("new", ["corta", PASSWORD, "cajero"])
    def test_needs_a_good_new_one(self, module_api: Api, new: str) -> None:
        module_api.problem(self.ask(module_api, PASSWORD, new), 422, "datos-invalidos")


class TestRoles:
    def test_come_with_what_each_may_do_in_words(self, module_api: Api) -> None:
        roles = {r["code"]: r for r in module_api.as_("admin").get("/v1/roles").json()["items"]}
        assert list(roles) == [
            "duena", "director", "gerente", "supervisor", "contador", "cajero", "cobrador", "empleado", "analista",
            "admin",
        ]  # fmt: skip
        assert {p["code"] for p in roles["duena"]["permissions"]} == set(PERMISSIONS)
        labels = {p["code"]: p["label"] for p in roles["cajero"]["permissions"]}
        assert labels["payments.take"] == "Cobrar y aplicar saldos a favor"

    def test_are_as_little_as_each_needs(self, module_api: Api) -> None:
        roles = module_api.as_("admin").get("/v1/roles").json()["items"]
        held = {r["code"]: {p["code"] for p in r["permissions"]} for r in roles}
        assert {who for who, may in held.items() if "payments.reverse" in may} == {
            "duena", "director", "gerente", "supervisor", "contador",
        }  # fmt: skip
        money = {
            "payments.take",
            "payments.reverse",
            "receivables.write",
            "receivables.cancel",
            "books.close",
        }
        assert not held["admin"] & money
        assert not held["analista"] & (
            money | {p for p in PERMISSIONS if not p.endswith((".read", ".quote"))}
        )
        assert {who for who, may in held.items() if "users.write" in may} == {"duena", "admin"}
        assert held["cajero"] <= held["duena"]
        for who in ("supervisor", "gerente", "director"):
            assert held["cajero"] - held[who] == {"loans.disburse", "roscas.deliver"}, (
                "who authorises hands nothing over"
            )


class TestBranches:
    def test_are_ones_own(self, module_api: Api) -> None:
        names = [b["name"] for b in module_api.as_("cajero").get("/v1/branches").json()["items"]]
        assert names == ["Cancún", "CDMX"]
        assert len(module_api.as_("admin").get("/v1/branches").json()["items"]) == 3

    def test_open_with_whoever_opens_them_inside(self, api: Api) -> None:
        asked = {"name": "Medellín", "country": "CO", "currency": "COP", "time_zone": "America/Bogota"}
        made = api.as_("admin").post("/v1/branches", json=asked).json()
        assert made["business_date"]
        for who in ("admin", "duena"):
            assert made["id"] in [b["id"] for b in api.as_(who).get("/v1/me").json()["branches"]]
        assert made["id"] not in [b["id"] for b in api.as_("gerente").get("/v1/me").json()["branches"]]

    @pytest.mark.parametrize(
        ("field", "value"), [("country", "FR"), ("currency", "BTC"), ("time_zone", "Aquí"), ("name", "")]
    )
    def test_say_what_wont_do(self, module_api: Api, field: str, value: str) -> None:
        asked = {"name": "X", "country": "CO", "currency": "COP", "time_zone": "America/Bogota"}
        body = module_api.problem(
            module_api.as_("duena").post("/v1/branches", json=asked | {field: value}), 422, "datos-invalidos"
        )
        assert body["errors"][0]["pointer"] == f"/{field}"


class TestKeys:
    def make(self, api: Api, who: str = "duena", **more: Any) -> Any:
        asked = {"name": "n8n", "permissions": ["messages.read", "summary.read"]}
        return api.as_(who).post("/v1/api-keys", json=asked | more)

    def test_come_in_as_whoever_made_them_with_less(self, api: Api) -> None:
        key = self.make(api).json()["key"]
        assert key.startswith("ck_")
        client = api.client(Authorization=f"Bearer {key}")
        assert client.get("/v1/messages").status_code == 200
        api.problem(client.get("/v1/audit"), 403, "sin-permiso")
        assert api.query("select actor_id, command from audit where outcome = 'refused'") == [
            (id_of(api, "duena"), "audit.list")
        ]

    def test_are_stored_as_a_digest_and_shown_once(self, api: Api) -> None:
        key = self.make(api).json()["key"]
        shown = api.as_("duena").get("/v1/api-keys").json()["items"]
        assert [(k["name"], k["prefix"], k["user"]) for k in shown] == [("n8n", key[3:11], "Duena")]
        assert "key" not in shown[0]
        assert len(bytes(api.one("select sha from api_keys"))) == 32
        assert key not in str(api.query("select * from audit"))

    def test_note_their_use_once_a_minute(self, api: Api) -> None:
        client = api.client(Authorization=f"Bearer {self.make(api).json()['key']}")
        client.get("/v1/messages")
        first = api.one("select last_used_at from api_keys")
        client.get("/v1/messages")
        assert api.one("select last_used_at from api_keys") == first
        api.query("update api_keys set last_used_at = last_used_at - interval '61 seconds'")
        client.get("/v1/messages")
        assert api.one("select last_used_at from api_keys") > first

    def test_can_be_revoked_at_once(self, api: Api) -> None:
        made = self.make(api).json()
        client = api.client(Authorization=f"Bearer {made['key']}")
        assert client.get("/v1/messages").status_code == 200
        assert api.as_("admin").delete(f"/v1/api-keys/{made['id']}").status_code == 204
        api.problem(client.get("/v1/messages"), 401, "sin-sesion")
        api.problem(api.as_("admin").delete(f"/v1/api-keys/{made['id']}"), 404, "no-encontrado")

    def test_end_with_their_date_their_person_and_their_permissions(self, api: Api) -> None:
        made = self.make(api, expires_at="2099-01-01T00:00:00Z").json()
        client = api.client(Authorization=f"Bearer {made['key']}")
        api.query("delete from role_permissions where role = 'duena' and permission = 'messages.read'")
        api.problem(client.get("/v1/messages"), 403, "sin-permiso")
        api.query("update api_keys set expires_at = '2020-01-01'")
        api.problem(client.get("/v1/messages"), 401, "sin-sesion")
        api.query("update api_keys set expires_at = null")
        assert client.get("/v1/me").status_code == 200
        api.query("update users set active = false where username = 'duena'")
        api.problem(client.get("/v1/me"), 401, "sin-sesion")

    def test_never_hold_more_than_their_maker(self, api: Api) -> None:
        assert api.problem(self.make(api, "admin", permissions=["payments.take"]), 403, "sin-permiso")[
            "missing"
        ] == ["payments.take"]

    @pytest.mark.parametrize(
        "permissions", [[], ["volar"], ["users.write"], ["apikeys.write", "summary.read"]], ids=str
    )
    def test_hold_only_what_a_program_may(self, module_api: Api, permissions: list[str]) -> None:
        answer = self.make(module_api, permissions=permissions)
        body = module_api.problem(answer, 422, "datos-invalidos")
        assert body["errors"][0]["pointer"] == "/permissions"

    def test_are_born_alive(self, module_api: Api) -> None:
        answer = self.make(module_api, expires_at="2020-01-01T00:00:00Z")
        module_api.problem(answer, 422, "datos-invalidos")
