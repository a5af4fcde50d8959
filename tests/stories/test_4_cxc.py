"""The fourth document: CXC-001, 10,000 in two halves, and whatever an integrator may get wrong. Over HTTP.

The stable contract, field by field, as whoever connects another system would read it: in the demonstration, with
its users, from sessions to the book that balances.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from tests import database
from tests.stories.product import Product, money, problem, running

MONDAY = "2026-10-05T17:00:00Z"
"""Noon of 05/10/2026 in Cancún and in Bogotá, give or take an hour."""
TODAY = "2026-10-05"
COUNTED = ("parties", "receivables", "payments", "allocations", "users", "branches", "api_keys",
           "ledger.entries where actor <> 0",
           "ledger.lines l join ledger.entries e on e.id = l.entry_id where e.actor <> 0")  # fmt: skip
"""Not messages, jobs nor what the house posts: it closes yesterday by itself meanwhile."""


@dataclass
class Integrador:
    """Somebody who connects another system with the demonstration."""

    product: Product
    url: str
    made: int = field(default=0)

    def con(self, username: str) -> httpx.Client:
        return self.product.client(username)

    def documento(self) -> dict[str, str]:
        self.made += 1
        return {"kind": "OTRO", "number": f"INT{self.made:05d}", "country": "MX"}

    def cliente(self, name: str = "Juan Pérez", **more: Any) -> dict[str, Any]:
        asked = {
            "name": name,
            "document": self.documento(),
            "phones": ["+529981234567"],
            "consents": ["whatsapp"],
        }
        answer = self.con("gerente").post("/v1/clients", json=asked | more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def deuda(self, client: dict[str, Any], amount: str = "10000.00", **more: Any) -> dict[str, Any]:
        answer = self.pide_deuda(client, money(amount), **more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def pide_deuda(self, client: dict[str, Any], amount: Any, **more: Any) -> httpx.Response:
        asked = {"client_id": client["id"], "concept": "Tour Chichén Itzá", "amount": amount,
                 "issued_on": "2026-10-01", "due_on": "2026-10-10"}  # fmt: skip
        return self.con("gerente").post("/v1/receivables", json=asked | more)

    def pide_cobro(
        self, client: dict[str, Any], amount: Any, key: str = "", method: str = "cash", **more: Any
    ) -> httpx.Response:
        asked = {"client_id": client["id"], "amount": amount, "method": method}
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self.con("cajero").post("/v1/payments", json=asked | more, headers=headers)

    def cobra(self, client: dict[str, Any], amount: str, **more: Any) -> dict[str, Any]:
        answer = self.pide_cobro(client, money(amount), **more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def mira(self, debt: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.con("cajero").get(f"/v1/receivables/{debt['id']}").json()
        return found

    def cobros(self, client: dict[str, Any]) -> list[dict[str, Any]]:
        body = self.con("cajero").get("/v1/payments", params={"client_id": client["id"]}).json()
        assert body["next"] is None
        items: list[dict[str, Any]] = body["items"]
        return items

    def pregunta(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            done = connection.execute(statement)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    def huella(self) -> tuple[Any, ...]:
        """How much there is of everything: what a refusal and a dry run must leave as it was."""
        parts = ", ".join(f"(select count(*) from {table})" for table in COUNTED)
        return self.pregunta(f"select {parts}")[0]

    def cuadra(self) -> None:
        proof = self.con("contador").post("/v1/books/verification", json={}).json()
        assert proof["ok"], [check for check in proof["checks"] if check["findings"]]


@pytest.fixture(scope="module")
def yo(postgres: database.Server) -> Iterator[Integrador]:
    with postgres.clone(demo=MONDAY) as url, running(url, at=MONDAY) as product:
        assert "Contraseña de todos: caudal-demo" in product.told
        yield Integrador(product, url)


class TestContract:
    """What later systems rely on."""

    def test_s4_1_cxc_ten_thousand_in_two_payments(self, yo: Integrador) -> None:
        juan = yo.cliente("Juan Pérez")
        assert set(juan) >= {"id", "folio"}
        deuda = yo.deuda(juan)
        UUID(deuda["id"])
        assert deuda["folio"].startswith("CXC-")
        before = yo.mira(deuda)
        assert set(before) >= {
            "id", "folio", "status", "amount", "balance", "days_past_due", "payments", "timeline",
        }  # fmt: skip
        assert (before["status"], before["balance"], before["payments"]) == ("pending", money("10000.00"), [])

        first = yo.cobra(juan, "5000.00", apply_to=[deuda["id"]])
        assert set(first) >= {"id", "folio", "allocations", "credit", "entry_id"}
        assert first["folio"].startswith("R-")
        assert [(a["receivable_id"], a["amount"]) for a in first["allocations"]] == [
            (deuda["id"], money("5000.00"))
        ]
        half = yo.mira(deuda)
        assert (half["status"], half["balance"]) == ("partial", money("5000.00"))

        second = yo.cobra(juan, "5000.00", method="transfer", reference="BBVA-77", received_on=TODAY)
        done = yo.mira(deuda)
        assert (done["status"], done["balance"], done["days_past_due"]) == ("paid", money("0.00"), 0)
        assert [p["folio"] for p in done["payments"]] == [first["folio"], second["folio"]]
        assert [e["kind"] for e in done["timeline"]].count("payment") == 2
        entry = yo.con("contador").get(f"/v1/entries/{first['entry_id']}").json()
        assert {(line["debit"] or line["credit"])["amount"] for line in entry["lines"]} == {"5000.00"}
        yo.cuadra()

    def test_the_same_request_twice_is_one_payment(self, yo: Integrador) -> None:
        client = yo.cliente()
        yo.deuda(client)
        key = str(uuid4())
        first = yo.pide_cobro(client, money("100.00"), key)
        again = yo.pide_cobro(client, money("100.00"), key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json()["id"] == first.json()["id"]
        assert again.headers["idempotent-replayed"] == "true"
        assert len(yo.cobros(client)) == 1

    def test_eight_at_once_with_the_same_key_are_one_payment(self, yo: Integrador) -> None:
        client = yo.cliente()
        debt = yo.deuda(client)
        key, cashier = str(uuid4()), yo.con("cajero")
        asked = {"client_id": client["id"], "amount": money("5000.00"), "method": "cash"}

        def ask(_: int) -> httpx.Response:
            return cashier.post("/v1/payments", json=asked, headers={"Idempotency-Key": key})

        with ThreadPoolExecutor(8) as others:
            answers = list(others.map(ask, range(8)))
        assert {a.status_code for a in answers} <= {201, 409}, [a.text for a in answers]
        assert len({a.json()["id"] for a in answers if a.status_code == 201}) == 1
        assert (len(yo.cobros(client)), yo.mira(debt)["balance"]) == (1, money("5000.00"))

    def test_a_wrong_one_is_reversed_never_deleted(self, yo: Integrador) -> None:
        client = yo.cliente()
        debt = yo.deuda(client)
        paid = yo.cobra(client, "10000.00")
        key = {"Idempotency-Key": str(uuid4())}
        where, why = f"/v1/payments/{paid['id']}/reversal", {"reason": "se cobró a otra persona"}
        problem(yo.con("cajero").post(where, json=why, headers=key), 403, "sin-permiso")
        undone = yo.con("supervisor").post(where, json=why, headers={"Idempotency-Key": str(uuid4())})
        assert undone.status_code in {200, 201}, undone.text
        [kept] = yo.cobros(client)
        assert kept["reversed"]["reason"] == why["reason"]
        assert yo.mira(debt)["balance"] == money("10000.00")
        again = yo.con("supervisor").post(where, json=why, headers={"Idempotency-Key": str(uuid4())})
        problem(again, 409, "ya-reversado")
        yo.cuadra()

    def test_the_close_of_the_day_is_a_job(self, yo: Integrador) -> None:
        manager = yo.con("gerente")
        answer = manager.post("/v1/days/close", json={"business_date": TODAY, "branch_id": 2})
        assert answer.status_code == 202
        done = yo.product.finished(manager, answer.json())
        assert (done["state"], done["problem"]) == ("done", None)
        days = {day["branch_id"]: day for day in manager.get("/v1/days").json()["items"]}
        assert (days[2]["last_closed"], days[2]["business_date"]) == (TODAY, "2026-10-06")

    def test_messages_have_their_state_and_its_cause(self, yo: Integrador) -> None:
        owner = yo.con("duena")
        yo.product.finished(
            owner, owner.post("/v1/days/close", json={"business_date": TODAY, "branch_id": 4}).json()
        )
        body = owner.get("/v1/messages", params={"branch_id": 4}).json()
        assert set(body) >= {"items", "next"}
        assert body["items"]
        for message in body["items"]:
            assert set(message) >= {"channel", "status", "text", "template", "cause", "sent_at"}
            assert message["cause"] or message["status"] not in {"blocked", "deferred", "failed"}

    @pytest.mark.parametrize(
        "path",
        ["clients", "receivables", "payments", "messages", "users", "branches", "audit", "imports", "entries",
         "days/runs", "accounts", "tills", "templates", "api-keys", "contact-rules", "channels"],
    )  # fmt: skip
    def test_lists_have_items_and_what_comes_next(self, yo: Integrador, path: str) -> None:
        answer = yo.con("duena").get(f"/v1/{path}", params={"limit": 2})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert isinstance(body["items"], list)
        assert "next" in body

    def test_pages_follow_each_other_without_holes_or_repetitions(self, yo: Integrador) -> None:
        owner, seen, after = yo.con("duena"), list[str](), None
        while True:
            asked = {"limit": 40, **({"after": after} if after else {})}
            body = owner.get("/v1/receivables", params=asked).json()
            seen += [row["id"] for row in body["items"]]
            after = body["next"]
            if after is None:
                break
        assert len(seen) == len(set(seen)) == body["totals"]["count"]

    def test_the_doors_without_a_key(self, yo: Integrador) -> None:
        nobody = yo.product.client()
        assert nobody.get("/healthz").status_code == 200
        assert nobody.get("/readyz").json()["ready"] is True
        described = nobody.get("/v1/openapi.json").json()
        assert described["openapi"].startswith("3.1")
        names = [op["operationId"] for path in described["paths"].values() for op in path.values()]
        assert all(len(name.split(".")) == 2 for name in names)
        problem(nobody.get("/v1/clients"), 401, "sin-sesion")
        asked = {"username": "duena", "password": "otra cosa"}
        problem(nobody.post("/v1/sessions", json=asked), 401, "credenciales-invalidas")

    def test_every_command_can_be_tried_and_leaves_nothing(self, yo: Integrador) -> None:
        client = yo.cliente()
        debt = yo.deuda(client)
        other = yo.deuda(client, "90.00")
        paid = yo.cobra(client, "50.00", apply_to=[debt["id"]])
        over = yo.cliente("Sobra Díaz")
        yo.cobra(over, "30.00")
        yo.deuda(over, "40.00")
        owner = yo.con("duena")
        user = owner.get("/v1/users").json()["items"][-1]
        tried: list[tuple[str, str, dict[str, Any]]] = [
            ("POST", "/v1/clients", {"name": "Otra Persona", "document": yo.documento(), "phones": []}),
            ("PATCH", f"/v1/clients/{client['id']}", {"name": "Otro Nombre"}),
            ("DELETE", f"/v1/clients/{yo.cliente('Sin Deudas')['id']}", {"reason": "lo pidió por escrito"}),
            ("POST", f"/v1/clients/{client['id']}/consents", {"channel": "whatsapp", "granted": False}),
            ("POST", f"/v1/clients/{client['id']}/messages", {"channel": "whatsapp", "receivable_id": debt["id"]}),
            ("POST", f"/v1/clients/{over['id']}/credit-applications", {"currency": "MXN"}),
            ("POST", "/v1/receivables", {"client_id": client["id"], "concept": "Prueba", "amount": money("1.00"),
                                         "issued_on": TODAY, "due_on": TODAY}),
            ("POST", f"/v1/receivables/{other['id']}/cancellation", {"reason": "se registró dos veces"}),
            ("POST", "/v1/payments", {"client_id": client["id"], "amount": money("10.00"), "method": "cash"}),
            ("POST", f"/v1/payments/{paid['id']}/reversal", {"reason": "se cobró a otra persona"}),
            ("POST", "/v1/days/close", {"business_date": TODAY, "branch_id": 3}),
            ("POST", "/v1/users", {"username": "nadie.aun", "name": "Nadie", "role": "cajero", "branches": [1],
                                   "password": "caballo de mar azul"}),
            ("PATCH", f"/v1/users/{user['id']}", {"name": "Otro Nombre"}),
            ("POST", "/v1/branches", {"name": "Mérida", "country": "MX", "currency": "MXN",
                                      "time_zone": "America/Merida"}),
            ("POST", "/v1/api-keys", {"name": "prueba", "permissions": ["clients.read"]}),
            ("PUT", "/v1/templates/mora_1", {"body": "Hola *{nombre}*, escríbanos."}),
        ]  # fmt: skip
        before = yo.huella()
        for method, path, asked in tried:
            answer = owner.request(method, path, params={"dry_run": "true"}, json=asked)
            assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        assert yo.huella() == before
        written = owner.get("/v1/messages", params={"client_id": client["id"]}).json()["items"]
        assert written == []
        assert owner.get("/v1/templates").json()["items"][0]["version"] == 1


class TestBadInput:
    """Each gets a clear answer and loses nothing."""

    @pytest.fixture(autouse=True)
    def nothing_is_lost(self, yo: Integrador) -> Iterator[None]:
        yield
        assert yo.pregunta("select count(*) from ledger.entries e where not exists"
                           " (select from ledger.lines l where l.entry_id = e.id)") == [(0,)]  # fmt: skip

    def refused(
        self, yo: Integrador, answer: httpx.Response, status: int, slug: str, before: Any
    ) -> dict[str, Any]:
        assert yo.huella() == before
        return problem(answer, status, slug)

    def test_a_currency_nobody_knows(self, yo: Integrador) -> None:
        client, before = yo.cliente(), yo.huella()
        self.refused(yo, yo.pide_deuda(client, money("10.00", "XYZ")), 422, "moneda-desconocida", before)

    def test_mixed_currencies(self, yo: Integrador) -> None:
        client = yo.cliente()
        debt = yo.deuda(client)
        before = yo.huella()
        answer = yo.pide_cobro(client, money("10.00", "COP"), apply_to=[debt["id"]])
        self.refused(yo, answer, 422, "monedas-mezcladas", before)

    @pytest.mark.parametrize("amount", ["0.00", "-5.00", "10.001", "diez", "", "1e3", "NaN"])
    def test_an_amount_that_is_not_one(self, yo: Integrador, amount: str) -> None:
        client = yo.cliente()
        yo.deuda(client)
        before = yo.huella()
        for answer in (yo.pide_deuda(client, money(amount)), yo.pide_cobro(client, money(amount))):
            body = self.refused(yo, answer, 422, "monto-invalido", before)
            assert any(
                each["pointer"].startswith("/amount") for each in body.get("errors", [{"pointer": "/amount"}])
            )

    def test_an_amount_written_as_a_number(self, yo: Integrador) -> None:
        client, before = yo.cliente(), yo.huella()
        answer = yo.pide_deuda(client, {"amount": 10.1, "currency": "MXN"})
        assert 400 <= answer.status_code < 500
        assert yo.huella() == before

    def test_a_date_of_a_closed_period(self, yo: Integrador) -> None:
        client = yo.cliente()
        yo.pregunta("insert into ledger.periods (company_id, ym, status) values (1, 202603, 'C')")
        before = yo.huella()
        answer = yo.pide_deuda(client, money("10.00"), issued_on="2026-03-01", due_on="2026-03-20")
        self.refused(yo, answer, 409, "periodo-cerrado", before)

    @pytest.mark.parametrize("phone", ["123", "+57 abc", "+999999999999", "no tiene"])
    def test_a_phone_that_is_not_one(self, yo: Integrador, phone: str) -> None:
        before = yo.huella()
        asked = {"name": "Ana Gómez", "document": yo.documento(), "phones": [phone]}
        self.refused(yo, yo.con("gerente").post("/v1/clients", json=asked), 422, "telefono-invalido", before)

    def test_a_document_that_somebody_has(self, yo: Integrador) -> None:
        document = yo.documento()
        known = yo.cliente(document=document)
        before = yo.huella()
        asked = {"name": "Otra Persona", "document": document, "phones": []}
        body = self.refused(
            yo, yo.con("gerente").post("/v1/clients", json=asked), 409, "documento-repetido", before
        )
        assert known["folio"] in str(body)

    def test_more_than_is_owed_stays_in_favour(self, yo: Integrador) -> None:
        client = yo.cliente()
        debt = yo.deuda(client, "100.00")
        paid = yo.cobra(client, "150.00")
        assert paid["credit"] == money("50.00")
        assert yo.mira(debt)["status"] == "paid"
        shown = yo.con("cajero").get(f"/v1/clients/{client['id']}").json()
        assert shown["credit"] == [money("50.00")]

    def test_a_debt_that_was_paid(self, yo: Integrador) -> None:
        client = yo.cliente()
        debt = yo.deuda(client, "100.00")
        yo.cobra(client, "100.00")
        before = yo.huella()
        answer = yo.pide_cobro(client, money("10.00"), apply_to=[debt["id"]])
        self.refused(yo, answer, 409, "deuda-ya-pagada", before)

    def test_the_same_key_with_another_body(self, yo: Integrador) -> None:
        client, key = yo.cliente(), str(uuid4())
        yo.deuda(client)
        assert yo.pide_cobro(client, money("10.00"), key).status_code == 201
        before = yo.huella()
        self.refused(yo, yo.pide_cobro(client, money("11.00"), key), 409, "llave-repetida", before)

    def test_no_key(self, yo: Integrador) -> None:
        client, before = yo.cliente(), yo.huella()
        asked = {"client_id": client["id"], "amount": money("1.00"), "method": "cash"}
        answer = yo.con("cajero").post("/v1/payments", json=asked)
        assert 400 <= answer.status_code < 500
        problem(answer, answer.status_code, "falta-llave")
        assert yo.huella() == before

    def test_a_notice_with_a_bad_signature(self, yo: Integrador) -> None:
        before = yo.huella()
        headers = {"X-Hub-Signature-256": "sha256=00", "Content-Type": "application/json"}
        answer = yo.product.client().post("/v1/webhooks/whatsapp", content=b'{"entry":[]}', headers=headers)
        self.refused(yo, answer, 401, "firma-invalida", before)

    def test_a_database_that_goes_away_in_the_middle(self, yo: Integrador) -> None:
        client = yo.cliente()
        debt = yo.deuda(client)
        key = str(uuid4())
        with psycopg.connect(yo.url) as holder, ThreadPoolExecutor(1) as other:
            holder.execute("lock table payments in exclusive mode")
            asked = other.submit(yo.pide_cobro, client, money("5000.00"), key)
            waiting = "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
            until = time.monotonic() + 20
            while not yo.pregunta(waiting):
                assert time.monotonic() < until
                time.sleep(0.05)
            yo.pregunta(f"select pg_terminate_backend(pid) from ({waiting}) w")
            lost = asked.result(30)
            holder.rollback()
        problem(lost, 503, "no-disponible")
        assert int(lost.headers["retry-after"]) > 0
        assert (yo.cobros(client), yo.mira(debt)["balance"]) == ([], money("10000.00"))
        done = yo.pide_cobro(client, money("5000.00"), key)
        again = yo.pide_cobro(client, money("5000.00"), key)
        assert (done.status_code, again.json()["id"]) == (201, done.json()["id"])
        assert (len(yo.cobros(client)), yo.mira(debt)["balance"]) == (1, money("5000.00"))
        yo.cuadra()
