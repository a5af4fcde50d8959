"""Every no has the same shape, in Spanish, and says where and what to do."""

import json
import logging
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from datetime import time as hour
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
import pydantic
import pytest
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from caudal.interfaces.api import app, door, spanish
from caudal.interfaces.api.shapes import Ask, MoneyIn
from tests.interfaces.api.conftest import Api

BRANCH = {"name": "Mérida", "country": "MX", "currency": "MXN", "time_zone": "America/Merida"}
ENGLISH = re.compile(
    r"\b(should|must|input|valid|field|required|value|is not|at least|type|string|number)\b", re.IGNORECASE
)


class TestWhatIsNotThere:
    def test_an_address(self, module_api: Api) -> None:
        module_api.problem(module_api.client().get("/v1/no-existe"), 404, "ruta-desconocida")

    @pytest.mark.parametrize("path", ["/docs/otra.js", "/problemas/no-existe", "/problemas/..%2f..%2fREADME"])
    def test_a_page(self, module_api: Api, path: str) -> None:
        assert module_api.client().get(path).status_code == 404

    def test_a_method(self, module_api: Api) -> None:
        answer = module_api.client().put("/v1/sessions", json={})
        module_api.problem(answer, 405, "metodo-no-permitido")

    def test_a_thing(self, module_api: Api) -> None:
        answer = module_api.as_("duena").patch("/v1/users/999", json={"name": "X"})
        module_api.problem(answer, 404, "no-encontrado")


class TestWhatCannotBeRead:
    def send(self, api: Api, body: bytes, kind: str = "application/json") -> Any:
        return api.as_("duena").post("/v1/branches", content=body, headers={"Content-Type": kind})

    @pytest.mark.parametrize("body", [b"{", b"{'a': 1}", b'{"name": "x",}', b"\xff\xfe", b'{"name": "\xe9"}'])
    def test_json_that_isnt(self, module_api: Api, body: bytes) -> None:
        module_api.problem(self.send(module_api, body), 400, "cuerpo-ilegible")

    def test_another_kind(self, module_api: Api) -> None:
        answer = self.send(module_api, json.dumps(BRANCH).encode(), "text/plain")
        module_api.problem(answer, 415, "tipo-no-admitido")

    def test_a_body_that_doesnt_come(self, module_api: Api) -> None:
        body = module_api.problem(module_api.as_("duena").post("/v1/branches"), 422, "datos-invalidos")
        assert body["errors"] == [{"pointer": "", "detail": "falta"}]

    def test_a_body_that_is_too_large(self, module_api: Api) -> None:
        answer = self.send(module_api, b" " * 1_000_001)
        assert "1 MB" in module_api.problem(answer, 413, "demasiado-grande")["detail"]

    def test_a_body_that_lies_about_its_size(self, module_api: Api) -> None:
        def pieces() -> Iterator[bytes]:
            for _ in range(30):
                yield b" " * 50_000

        answer = module_api.as_("duena").post(
            "/v1/branches", content=pieces(), headers={"Content-Type": "application/json"}
        )
        module_api.problem(answer, 413, "demasiado-grande")

    def test_an_identifier(self, module_api: Api) -> None:
        body = module_api.problem(module_api.as_("duena").get("/v1/messages/x"), 422, "datos-invalidos")
        assert body["errors"] == [{"pointer": "/message_id", "detail": "no es un identificador (UUID)"}]

    def test_a_filter(self, module_api: Api) -> None:
        asked = {"limit": "0", "from": "2026-02-30", "branch_id": "x"}
        body = module_api.problem(
            module_api.as_("duena").get("/v1/audit", params=asked), 422, "datos-invalidos"
        )
        assert {e["pointer"]: e["detail"] for e in body["errors"]} == {
            "/limit": "debe ser 1 o más",
            "/from": "no es una fecha AAAA-MM-DD que exista",
            "/branch_id": "debe ser un número entero",
        }

    @pytest.mark.parametrize(
        ("path", "where"),
        [("/v1/audit?branch_id=99999", "/branch_id"), ("/v1/entries?branch_id=0", "/branch_id")],
    )
    def test_a_branch_that_cannot_be(self, module_api: Api, path: str, where: str) -> None:
        body = module_api.problem(module_api.as_("duena").get(path), 422, "datos-invalidos")
        assert [e["pointer"] for e in body["errors"]] == [where]

    @pytest.mark.parametrize(
        "path", ["/v1/entries/32589158477190044731", "/v1/audit?actor=99999999999", "/v1/audit?q=%00"]
    )
    def test_what_the_database_cannot_hold(self, module_api: Api, path: str) -> None:
        module_api.problem(module_api.as_("duena").get(path), 422, "datos-invalidos")

    def test_a_cursor_of_another_list(self, module_api: Api) -> None:
        answer = module_api.as_("duena").get("/v1/audit", params={"after": "abc"})
        assert module_api.problem(answer, 422, "datos-invalidos")["errors"][0]["pointer"] == "/after"

    def test_fields_nobody_knows(self, module_api: Api) -> None:
        answer = module_api.as_("duena").post("/v1/branches", json=BRANCH | {"nombre": "x"})
        body = module_api.problem(answer, 422, "datos-invalidos")
        assert body["errors"] == [{"pointer": "/nombre", "detail": "no se conoce este campo"}]


class Colour(Enum):
    RED = "rojo"


class Inner(Ask):
    money: MoneyIn


class Everything(Ask):
    """One field of each kind that a door may ask for."""

    text: str = Field("ab", min_length=2, max_length=3, pattern="^[a-z]+$")
    number: int = Field(1, gt=0, le=9)
    below: int = Field(1, ge=1, lt=5)
    even: int = Field(2, multiple_of=2)
    exact: Decimal = Field(Decimal(1), max_digits=4, decimal_places=2)
    real: float = Field(1.0, allow_inf_nan=False)
    flag: bool = True
    key: UUID = UUID(int=0)
    day: date = date(2026, 1, 1)
    moment: datetime = datetime(2026, 1, 1)  # noqa: DTZ001
    aware: AwareDatetime | None = None
    at: hour = hour(1)
    word: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    some: list[int] = Field([1], min_length=1, max_length=2)
    unique: set[int] = Field({1})
    pair: tuple[int, int] = (1, 2)
    table: dict[str, int] = Field({})
    inner: Inner | None = None
    nothing: None = None
    url: pydantic.HttpUrl | None = None
    raw: bytes = b""
    strict: Annotated[int, Field(strict=True)] = 1


WRONG: list[dict[str, Any]] = [
    {"text": "a"}, {"text": "abcd"}, {"text": "A1"}, {"text": 5}, {"number": 0}, {"number": 10}, {"number": "x"},
    {"number": 1.5}, {"number": None}, {"number": "9" * 5000}, {"below": 0}, {"below": 9}, {"even": 3}, {"exact": "x"},
    {"exact": "1.234"}, {"exact": "12345"}, {"exact": "123.45"}, {"exact": []}, {"real": "x"}, {"real": "inf"},
    {"real": []}, {"flag": "tal vez"}, {"flag": []}, {"key": "x"}, {"key": 5}, {"day": "x"}, {"day": "2026-02-30"},
    {"day": "2026-01-01T10:00"}, {"day": []}, {"moment": "x"}, {"moment": []}, {"aware": "2026-01-01T10:00:00"},
    {"at": "x"}, {"at": []}, {"word": "c"}, {"colour": "azul"}, {"some": []}, {"some": [1, 2, 3]}, {"some": 5},
    {"some": ["x"]},
    {"unique": 5}, {"pair": [1]}, {"pair": [1, 2, 3]}, {"pair": 5}, {"table": 5}, {"table": {"a": "x"}},
    {"inner": 5}, {"inner": {}},
    {"inner": {"money": 5}}, {"inner": {"money": {"amount": "1"}}},
    {"inner": {"money": {"amount": 1.5, "currency": "MXN"}}}, {"inner": {"money": {"amount": "x", "currency": "MXN"}}},
    {"inner": {"money": {"amount": "1.005", "currency": "MXN"}}},
    {"inner": {"money": {"amount": "1", "currency": "XXX"}}}, {"nothing": 5}, {"url": "x"}, {"url": 5},
    {"url": "ftp://x"}, {"raw": []}, {"strict": "1"}, {"otro": 1},
]  # fmt: skip


class TestSpanish:
    @pytest.mark.parametrize("wrong", WRONG, ids=str)
    def test_says_every_kind_of_error(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValidationError) as caught:
            TypeAdapter(Everything).validate_json(json.dumps(wrong))
        for error in caught.value.errors():
            told = spanish.said(error["type"], error["msg"], error.get("ctx") or {})
            assert told
            assert told != "el valor no es válido", error
            assert not ENGLISH.search(told), told

    def test_says_something_of_kinds_nobody_foresaw(self) -> None:
        assert spanish.said("callable_type", "Input should be callable", {}) == "el valor no es válido"

    def test_points_with_the_rules_of_json_pointers(self) -> None:
        assert spanish.pointer(()) == ""
        assert spanish.pointer(("body", "a/b", "c~d", 0)) == "/a~1b/c~0d/0"
        assert spanish.pointer(("header", "idempotency-key")) == "header:Idempotency-Key"
        assert spanish.said("too_short", "", {}) == "debe tener al menos … elementos"

    def test_keeps_the_houses_own_words(self) -> None:
        assert spanish.said("value_error", "Value error, la fecha va antes", {}) == "la fecha va antes"


class TestMoney:
    def test_reads_text_and_whole_numbers(self) -> None:
        read = TypeAdapter(MoneyIn).validate_python
        assert read({"amount": "10", "currency": "MXN"}) == read({"amount": 10, "currency": "MXN"})
        assert str(read({"amount": "250000.5", "currency": "COP"}).amount) == "250000.50"

    @pytest.mark.parametrize(
        ("value", "kind"),
        [
            ({"amount": 10.0, "currency": "MXN"}, "monto-invalido"),
            ({"amount": True, "currency": "MXN"}, "monto-invalido"),
            ({"amount": "1e3", "currency": "MXN"}, "monto-invalido"),
            ({"amount": "1,000.00", "currency": "MXN"}, "monto-invalido"),
            ({"amount": "99999999999999999", "currency": "MXN"}, "monto-invalido"),
            ({"amount": "1.5", "currency": "CLP"}, "monto-invalido"),
            ({"amount": "1", "currency": "BTC"}, "moneda-desconocida"),
            ({"amount": "1"}, "money_shape"),
            ("10 MXN", "money_shape"),
        ],
    )
    def test_refuses_the_rest(self, value: Any, kind: str) -> None:
        with pytest.raises(ValidationError) as caught:
            TypeAdapter(MoneyIn).validate_python(value)
        assert caught.value.errors()[0]["type"] == kind

    @pytest.mark.parametrize(
        ("amount", "slug"),
        [
            ({"amount": "1.005", "currency": "MXN"}, "monto-invalido"),
            ({"amount": 1.5, "currency": "MXN"}, "monto-invalido"),
            ({"amount": "diez", "currency": "MXN"}, "monto-invalido"),
            ({"amount": "1.00", "currency": "XXX"}, "moneda-desconocida"),
            ({"amount": "1.00"}, "datos-invalidos"),
        ],
    )
    def test_says_what_is_wrong_and_where_over_the_wire(
        self, module_api: Api, amount: dict[str, Any], slug: str
    ) -> None:
        asked = {"client_id": str(UUID(int=0)), "amount": amount, "method": "cash"}
        headers = {"Idempotency-Key": "llave"}
        answer = module_api.as_("cajero").post("/v1/payments", json=asked, headers=headers)
        body = module_api.problem(answer, 422, slug)
        assert [e["pointer"] for e in body["errors"]] == ["/amount"]


@contextmanager
def holding(api: Api, statement: str) -> Iterator[psycopg.Connection]:
    """Somebody else in the middle of something."""
    with psycopg.connect(api.database_url) as other:
        other.execute(statement)  # type: ignore[arg-type]
        yield other
        other.rollback()


def waiting(api: Api, count: int = 1) -> None:
    """Until `count` requests wait for a lock."""
    for _ in range(200):
        if api.one("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") >= count:
            return
        time.sleep(0.02)
    raise AssertionError("nadie espera")


class TestTheDatabase:
    def test_goes_away_in_the_middle_and_the_same_key_works_later(self, api: Api) -> None:
        client = api.as_("duena")
        ask = lambda: client.post("/v1/branches", json=BRANCH, headers={"Idempotency-Key": "llave-1"})  # noqa: E731
        with holding(api, "lock table branches in exclusive mode"), ThreadPoolExecutor(1) as other:
            asked = other.submit(ask)
            waiting(api)
            api.query("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'")
            lost = asked.result(20)
        api.problem(lost, 503, "no-disponible")
        assert int(lost.headers["retry-after"]) > 0
        assert api.one("select count(*) from branches") == 3
        done = ask()
        assert (done.status_code, "idempotent-replayed" in done.headers) == (201, False)
        assert ask().headers["idempotent-replayed"] == "true"
        assert api.one("select count(*) from branches") == 4

    def test_coming_back_is_not_noticed_by_the_next_request(self, api: Api) -> None:
        client = api.as_("duena")
        assert client.get("/v1/me").status_code == 200
        api.query(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        assert client.get("/v1/me").status_code == 200

    def test_that_isnt_there_is_said_plainly(self, api: Api) -> None:
        client = api.as_("duena")
        name = urlsplit(api.database_url).path.strip("/")
        with psycopg.connect(api.database_url.replace(name, "postgres"), autocommit=True) as server:
            server.execute(f'alter database "{name}" allow_connections false')  # type: ignore[arg-type]
            try:
                server.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,)
                )
                lost = client.get("/v1/me")
                assert client.get("/readyz").status_code == 503
                assert client.get("/readyz").json()["ready"] is False
                assert client.get("/healthz").status_code == 200
            finally:
                server.execute(f'alter database "{name}" allow_connections true')  # type: ignore[arg-type]
        body = api.problem(lost, 503, "no-disponible")
        assert "caudal_app" not in json.dumps(body)
        assert client.get("/v1/me").status_code == 200
        assert client.get("/readyz").json()["ready"] is True

    def test_undoes_a_deadlock_and_the_door_does_it_again(
        self, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Somebody holds what this act wants and wants what it holds: PostgreSQL undoes one of the two."""
        tries = fails(monkeypatch, times=2, sqlstate="40P01")
        answer = api.as_("duena").post("/v1/branches", json=BRANCH, headers={"Idempotency-Key": "llave-1"})
        assert (answer.status_code, len(tries)) == (201, 3)
        assert api.one("select count(*) from branches") == 4

    def test_gives_up_after_three_times(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        tries = fails(monkeypatch, times=9, sqlstate="40001")
        answer = api.as_("duena").post("/v1/branches", json=BRANCH, headers={"Idempotency-Key": "llave-1"})
        api.problem(answer, 503, "no-disponible")
        assert len(tries) == 3

    def test_doesnt_do_again_what_has_no_key(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        tries = fails(monkeypatch, times=1, sqlstate="40001")
        api.problem(api.as_("duena").post("/v1/branches", json=BRANCH), 503, "no-disponible")
        assert len(tries) == 1

    def test_that_makes_one_wait_too_long_is_given_up(self, api: Api) -> None:
        """`lock_timeout` is eight seconds; the statement that waits is told to stop before."""
        client = api.as_("duena")
        with holding(api, "lock table branches in exclusive mode"), ThreadPoolExecutor(1) as other:
            asked = other.submit(client.post, "/v1/branches", json=BRANCH)
            waiting(api)
            api.query("select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'")
            api.problem(asked.result(20), 503, "no-disponible")


def fails(monkeypatch: pytest.MonkeyPatch, times: int, sqlstate: str) -> list[int]:
    """The database refuses the first `times` answers that are to be kept, as it would."""
    tries: list[int] = []
    keep = door.idempotency.answer
    claim = door.idempotency.claim
    raises = f"do $$ begin raise exception 'no' using errcode = '{sqlstate}'; end $$"

    def refuse(act: Any) -> None:
        tries.append(1)
        if len(tries) <= times:
            act.db.connection().exec_driver_sql(raises)

    def answer(act: Any, *args: Any) -> None:
        refuse(act)
        keep(act, *args)

    monkeypatch.setattr(door.idempotency, "answer", answer)
    if times == 1:
        monkeypatch.setattr("caudal.commons.access.commands._COMPANY", None)
        monkeypatch.setattr("caudal.commons.access.commands.create_branch", lambda act, *_: refuse(act))
    assert claim
    return tries


class TestTheUnexpected:
    def test_tells_only_a_reference_and_the_log_the_rest(
        self, api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        who = "Juan Pérez"

        def broken(*_: Any) -> None:
            raise ValueError(f"el cliente {who} debe 5")

        monkeypatch.setattr("caudal.interfaces.api.users.queries.users", broken)
        with caplog.at_level(logging.INFO, logger="caudal"):
            answer = api.as_("duena").get("/v1/users")
        body = api.problem(answer, 500, "inesperado")
        assert "Juan" not in answer.text
        told = "\n".join(r.getMessage() for r in caplog.records if r.levelno == logging.ERROR)
        assert body["reference"] in told
        assert "ValueError" in told
        assert "broken" in told
        assert "Juan" not in caplog.text

    def test_never_logs_what_a_statement_carried(self, api: Api, caplog: pytest.LogCaptureFixture) -> None:
        api.query("alter table branches add constraint nunca check (name <> 'Secreta')")
        with caplog.at_level(logging.INFO, logger="caudal"):
            answer = api.as_("duena").post("/v1/branches", json=BRANCH | {"name": "Secreta"})
        api.problem(answer, 500, "inesperado")
        assert "23514" in caplog.text
        assert "Secreta" not in caplog.text

    def test_in_a_page_is_answered_too(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: Any) -> None:
            raise ValueError("no")

        monkeypatch.setattr("caudal.interfaces.api.pages._explained", broken)
        answer = api.client().get("/problemas/sin-permiso")
        api.problem(answer, 500, "inesperado")

    def test_a_client_that_hangs_up_harms_nobody(self, api: Api) -> None:
        parts = urlsplit(api.url)
        for _ in range(3):
            with socket.create_connection((parts.hostname or "", parts.port or 0)) as rude:
                rude.sendall(
                    b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n"
                    b"Content-Type: application/json\r\n\r\n{"
                )
        assert api.client().get("/healthz").status_code == 200
        assert threading.active_count() < 50


def test_a_route_outside_the_door_is_not_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    router = app.APIRouter()

    @router.get("/suelta")
    def loose() -> None: ...

    monkeypatch.setattr(app, "ROUTERS", (router,))
    with pytest.raises(TypeError, match="puerta"):
        app.build()


def test_a_door_needs_an_act() -> None:
    with pytest.raises(TypeError, match="act: Act"):

        @door.door("clients.read")
        def without(name: str) -> None: ...
