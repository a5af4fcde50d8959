"""What the door does for every room: who, what, where; once; and written down."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import UploadFile

from caudal.interfaces.api import door
from tests.interfaces.api.conftest import Api

BRANCH = {"name": "Mérida", "country": "MX", "currency": "MXN", "time_zone": "America/Merida"}


def branches(api: Api) -> int:
    return api.one("select count(*) from branches")


def create(
    api: Api, key: str | None = None, *, name: str = "Mérida", dry: bool = False, **more: str
) -> httpx.Response:
    headers = more | ({"Idempotency-Key": key} if key else {})
    client = api.as_("duena")
    client.headers.update(headers)
    return client.post("/v1/branches", json=BRANCH | {"name": name}, params={"dry_run": dry} if dry else None)


class TestPermission:
    def test_is_asked_and_the_refusal_written_down(self, api: Api) -> None:
        client = api.as_("cajero")
        answer = client.post("/v1/branches", json=BRANCH, headers={b"X-Reason": "porque sí".encode()})
        body = api.problem(answer, 403, "sin-permiso")
        assert body["permission"] == "branches.write"
        assert branches(api) == 3
        row = api.query(
            "select u.username, a.command, a.outcome, a.problem, a.reason, a.branch_id, a.door, a.asked ->> 'country'"
            " from audit a join users u on u.id = a.actor_id where a.outcome = 'refused'"
        )
        assert row == [("cajero", "branches.create", "refused", "sin-permiso", "porque sí", 1, "api", "MX")]

    def test_is_asked_of_reads_too(self, api: Api) -> None:
        api.problem(api.as_("cajero").get("/v1/audit"), 403, "sin-permiso")
        assert api.one("select command from audit where problem = 'sin-permiso'") == "audit.list"

    def test_is_asked_before_anything_else(self, api: Api) -> None:
        api.problem(api.as_("cajero").patch(f"/v1/users/{10**6}", json={"name": "X"}), 403, "sin-permiso")


class TestBranch:
    def test_is_ones_own_unless_another_is_named(self, api: Api) -> None:
        create(api)
        assert api.one("select branch_id from audit where command = 'access.create_branch'") == 1
        create(api, name="Oaxaca", **{"X-Branch": "3"})
        assert api.one("select max(branch_id) from audit where command = 'access.create_branch'") == 3

    def test_must_be_among_ones_own(self, api: Api) -> None:
        body = api.problem(api.as_("cajero", branch=3).get("/v1/me"), 403, "sin-permiso")
        assert body["branch_id"] == 3
        assert api.one("select count(*) from audit where problem = 'sin-permiso'") == 1

    @pytest.mark.parametrize("told", ["x", "-1", "0", "1.5", "99999999999", "١"])
    def test_must_be_a_number(self, module_api: Api, told: str) -> None:
        client = module_api.as_("cajero")
        answer = client.get("/v1/me", headers={b"X-Branch": told.encode()})
        assert module_api.problem(answer, 422, "datos-invalidos")["errors"][0]["pointer"] == "header:X-Branch"

    def test_says_the_business_date(self, api: Api) -> None:
        before = api.as_("cajero").get("/v1/me").json()["business_date"]
        api.query(
            "insert into branch_days (branch_id, opened_on, last_closed) values (1, %s::date - 9, %s::date)",
            before,
            before,
        )
        assert api.as_("cajero").get("/v1/me").json()["business_date"] > before
        create(api)
        assert str(api.one("select business_date from audit where command = 'access.create_branch'")) > before

    def test_people_without_branches_may_still_look_after_the_house(self, api: Api) -> None:
        api.query("delete from user_branches where user_id = (select id from users where username = 'admin')")
        body = api.as_("admin").get("/v1/me").json()
        assert (body["branch_id"], body["branches"]) == (None, [])
        assert api.as_("admin").get("/v1/users").status_code == 200


class TestKey:
    def test_makes_a_repetition_the_same_answer(self, api: Api) -> None:
        first, second = create(api, "llave-1"), create(api, "llave-1")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json() == second.json()
        assert "idempotent-replayed" not in first.headers
        assert second.headers["idempotent-replayed"] == "true"
        assert branches(api) == 4
        assert api.one("select count(*) from audit where command = 'access.create_branch'") == 1

    def test_does_it_once_when_eight_ask_at_once(self, api: Api) -> None:
        api.as_("duena")
        with ThreadPoolExecutor(8) as many:
            answers = list(many.map(lambda _: create(api, "llave-1"), range(8)))
        assert {each.status_code for each in answers} == {201}
        assert len({each.json()["id"] for each in answers}) == 1
        assert sum("idempotent-replayed" in each.headers for each in answers) == 7
        assert branches(api) == 4

    def test_with_another_body_is_refused(self, api: Api) -> None:
        create(api, "llave-1")
        api.problem(create(api, "llave-1", name="Oaxaca"), 409, "llave-repetida")
        assert branches(api) == 4

    def test_with_another_branch_or_command_is_refused(self, api: Api) -> None:
        create(api, "llave-1")
        api.problem(create(api, "llave-1", **{"X-Branch": "2"}), 409, "llave-repetida")
        again = api.as_("duena").put(
            "/v1/templates/mora_1", json={"body": "Hola {nombre}."}, headers={"Idempotency-Key": "llave-1"}
        )
        api.problem(again, 409, "llave-repetida")

    def test_doesnt_mind_how_the_same_body_is_written(self, api: Api) -> None:
        create(api, "llave-1")
        client = api.as_("duena")
        body = '{"time_zone":"America/Merida",\n "currency":"MXN","country":"MX","name":" Mérida "}'
        headers = {"Idempotency-Key": "llave-1", "Content-Type": "application/json"}
        again = client.post("/v1/branches", content=body.encode(), headers=headers)
        assert again.headers["idempotent-replayed"] == "true"

    def test_is_each_ones_own(self, api: Api) -> None:
        create(api, "llave-1")
        other = api.as_("admin").post("/v1/branches", json=BRANCH, headers={"Idempotency-Key": "llave-1"})
        api.problem(other, 409, "nombre-ocupado")

    def test_of_a_refused_request_can_be_used_again(self, api: Api) -> None:
        api.problem(create(api, "llave-1", name="Cancún"), 409, "nombre-ocupado")
        assert create(api, "llave-1").status_code == 201

    def test_must_be_reasonable(self, module_api: Api) -> None:
        client = module_api.as_("duena")
        answer = client.post("/v1/branches", json=BRANCH, headers={"Idempotency-Key": "x" * 101})
        body = module_api.problem(answer, 422, "datos-invalidos")
        assert body["errors"][0]["pointer"] == "header:Idempotency-Key"

    def test_is_ignored_where_the_answer_holds_a_secret(self, api: Api) -> None:
        asked = {"name": "n8n", "permissions": ["clients.read"]}
        headers = {"Idempotency-Key": "llave-1"}
        keys = {
            api.as_("duena").post("/v1/api-keys", json=asked, headers=headers).json()["key"] for _ in range(2)
        }
        assert len(keys) == 2
        assert api.one("select count(*) from idempotency") == 0

    def test_must_come_where_money_moves(self, api: Api) -> None:
        asked = {"client_id": str(uuid4()), "amount": {"amount": "1.00", "currency": "MXN"}, "method": "cash"}
        client = api.as_("cajero")
        body = api.problem(client.post("/v1/payments", json=asked), 400, "falta-llave")
        assert body["errors"] == [{"pointer": "header:Idempotency-Key", "detail": "falta"}]
        seen = client.post("/v1/payments", json=asked, params={"dry_run": True})
        api.problem(seen, 404, "no-encontrado")

    def test_repeats_answers_without_a_body(self, api: Api) -> None:
        made = (
            api.as_("duena")
            .post("/v1/api-keys", json={"name": "n8n", "permissions": ["clients.read"]})
            .json()
        )
        headers = {"Idempotency-Key": "llave-1"}
        answers = [api.as_("duena").delete(f"/v1/api-keys/{made['id']}", headers=headers) for _ in range(2)]
        assert [(each.status_code, each.content) for each in answers] == [(204, b"")] * 2
        assert answers[1].headers["idempotent-replayed"] == "true"

    def test_tells_files_apart_by_their_contents(self) -> None:
        told = [
            door.fingerprint(UploadFile(BytesIO(body), filename="deudas.csv")) for body in (b"a", b"a", b"b")
        ]
        assert told[0] == told[1] != told[2]
        with pytest.raises(TypeError):
            door.fingerprint(object())


class TestDryRun:
    def test_answers_as_it_would_and_leaves_nothing(self, api: Api) -> None:
        before = api.one("select count(*) from audit")
        answer = create(api, str(uuid4()), dry=True)
        assert answer.status_code == 201
        assert answer.headers["dry-run"] == "true"
        assert answer.json()["name"] == "Mérida"
        assert branches(api) == 3
        assert api.one("select count(*) from idempotency") == 0
        assert api.one("select count(*) from audit where command <> 'sessions.open'") == 0
        assert before == 0

    def test_doesnt_use_the_key_up(self, api: Api) -> None:
        create(api, "llave-1", dry=True)
        done = create(api, "llave-1")
        assert (done.status_code, "idempotent-replayed" in done.headers) == (201, False)

    def test_refuses_what_would_be_refused(self, api: Api) -> None:
        api.problem(create(api, name="Cancún", dry=True), 409, "nombre-ocupado")
        assert api.one("select count(*) from audit where outcome = 'refused'") == 0

    def test_is_true_or_false(self, module_api: Api) -> None:
        answer = module_api.as_("duena").post("/v1/branches", json=BRANCH, params={"dry_run": "tal vez"})
        assert module_api.problem(answer, 422, "datos-invalidos")["errors"][0]["pointer"] == "/dry_run"


def test_long_lists_travel_compressed(api: Api) -> None:
    for number in range(60):
        api.query(
            "insert into branches (company_id, name, country, currency, time_zone)"
            " values (1, %s, 'MX', 'MXN', 'America/Cancun')",
            f"Sucursal {number}",
        )
    client = api.as_("duena")
    squeezed = client.get("/v1/branches")
    plain = client.get("/v1/branches", headers={"Accept-Encoding": "identity"})
    assert squeezed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert squeezed.json() == plain.json()
    assert "content-encoding" not in client.get("/v1/me").headers


class TestTheBookOfActs:
    def test_has_who_when_from_where_what_and_why(self, api: Api) -> None:
        create(api, **{"X-Reason": "apertura"})
        row = api.query(
            "select u.username, a.ip, a.door, a.command, a.asked ->> 'country', a.reason, a.outcome"
            " from audit a join users u on u.id = a.actor_id where a.command = 'access.create_branch'"
        )
        assert row == [("duena", "127.0.0.1", "api", "access.create_branch", "MX", "apertura", "done")]

    def test_has_reasons_however_they_were_written(self, api: Api) -> None:
        for number, told in enumerate(("razón".encode(), "razón".encode("latin-1"))):
            asked = BRANCH | {"name": f"Sucursal {number}"}
            api.as_("duena").post("/v1/branches", json=asked, headers={b"X-Reason": told})
        assert api.query("select distinct reason from audit where command = 'access.create_branch'") == [
            ("razón",)
        ]

    def test_has_what_was_refused_and_why(self, api: Api) -> None:
        create(api, name="Cancún")
        row = api.query("select command, outcome, problem, asked from audit where outcome = 'refused'")
        assert row[0][:3] == ("branches.create", "refused", "nombre-ocupado")
        assert row[0][3]["currency"] == "MXN"

    def test_never_has_passwords(self, api: Api) -> None:
        person: dict[str, Any] = {"username": "nueva", "name": "N", "role": "cajero", "branches": [1]}
        secret = "una frase muy larga"
        assert api.as_("duena").post("/v1/users", json=person | {"password": secret}).status_code == 201
        api.problem(
            api.as_("duena").post("/v1/users", json=person | {"password": secret}), 409, "nombre-ocupado"
        )
        assert api.one("select count(*) from audit where command like '%%user%%'") == 2
        assert not any(secret in str(row) for row in api.query("select asked::text from audit"))
