"""The cash till over HTTP: blind for who closes, two hands for what doesn't match, and paper for both."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_receivables import debtor

HIDDEN = ("entered", "gone", "expected", "difference")
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 64


def post(api: Api, who: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
    return api.as_(who).post(f"/v1/{path}", json=body, headers={"Idempotency-Key": str(uuid4())}, **more)


def made(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    return answer.json()


def open_till(api: Api, pieces: dict[str, int], who: str = "cajero") -> str:
    return made(post(api, who, "till-shifts", {"pieces": pieces}))["id"]


def pay(api: Api, client: UUID, amount: str, who: str = "cajero", **more: Any) -> dict[str, Any]:
    asked = {
        "client_id": str(client),
        "amount": {"amount": amount, "currency": "MXN"},
        "method": "cash",
        **more,
    }
    return made(post(api, who, "payments", asked))


def shift(api: Api, key: str, who: str = "cajero") -> dict[str, Any]:
    answer = api.as_(who).get(f"/v1/till-shifts/{key}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def count(api: Api, key: str, pieces: dict[str, int], who: str = "cajero", **more: Any) -> httpx.Response:
    return post(api, who, f"till-shifts/{key}/counts", {"pieces": pieces}, **more)


@pytest.fixture
def client(api: Api) -> UUID:
    return debtor(api)


class TestBlind:
    def test_who_closes_is_not_told_until_they_stand_by_their_count(self, api: Api, client: UUID) -> None:
        key = open_till(api, {})
        pay(api, client, "350.00")
        mine = shift(api, key)
        assert [mine[each] for each in HIDDEN] == [None] * 4
        assert (mine["blind"], mine["moves"], mine["may"]["count"]) == (True, 1, True)
        assert api.as_("cajero").get("/v1/tills").json()["items"][0]["balance"] is None
        rows = api.as_("cajero").get("/v1/till-movements", params={"shift_id": key}).json()["items"]
        assert [(row["entered"]["amount"], row["balance"]) for row in rows] == [("350.00", None)]
        count(api, key, {"100": 3})
        mine = shift(api, key)
        assert ([mine[each] for each in HIDDEN], mine["state"], mine["counts_left"]) == (
            [None] * 4,
            "counted",
            1,
        )
        made(post(api, "cajero", f"till-shifts/{key}/settlement", {"reason": "cambio mal dado"}))
        mine = shift(api, key)
        assert (mine["expected"]["amount"], mine["difference"]["amount"]) == ("350.00", "-50.00")

    def test_the_supervisor_sees_it_all_the_time(self, api: Api, client: UUID) -> None:
        key = open_till(api, {})
        pay(api, client, "350.00")
        seen = shift(api, key, "supervisor")
        assert (seen["expected"]["amount"], seen["blind"], seen["opened_by"]["name"]) == (
            "350.00",
            False,
            "Cajero",
        )
        till = api.as_("supervisor").get("/v1/tills").json()["items"][0]
        assert (till["balance"]["amount"], till["shift"]["opened_by"], till["last"]) == (
            "350.00",
            "Cajero",
            None,
        )

    def test_but_not_of_the_till_they_hold(self, api: Api, client: UUID) -> None:
        key = open_till(api, {}, "supervisor")
        pay(api, client, "350.00", "supervisor")
        assert shift(api, key, "supervisor")["expected"] is None
        assert api.as_("supervisor").get("/v1/tills").json()["items"][0]["balance"] is None

    def test_a_dry_run_says_the_same_whatever_is_counted(self, api: Api, client: UUID) -> None:
        key = open_till(api, {})
        pay(api, client, "350.00")
        tried = {
            count(api, key, pieces, params={"dry_run": True}).text
            for pieces in ({"100": 3, "50": 1}, {"100": 3}, {})
        }
        assert len(tried) == 1
        assert shift(api, key)["state"] == "open"

    def test_paper_says_no_more_than_the_screen(self, api: Api, client: UUID) -> None:
        key = open_till(api, {})
        pay(api, client, "350.00")
        for who in ("cajero", "supervisor"):
            paper = api.as_(who).get(f"/v1/till-shifts/{key}/x.pdf")
            assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
        api.problem(api.as_("cajero").get(f"/v1/till-shifts/{key}/z.pdf"), 409, "turno-en-otro-estado")
        count(api, key, {"100": 3, "50": 1})
        assert api.as_("cajero").get(f"/v1/till-shifts/{key}/z.pdf").content[:5] == b"%PDF-"

    def test_somebody_elses_shift_is_not_there(self, api: Api) -> None:
        key = open_till(api, {})
        for path in (f"till-shifts/{key}", f"till-shifts/{key}/x.pdf", f"till-movements?shift_id={key}"):
            api.problem(api.as_("cobrador").get(f"/v1/{path}"), 404, "no-encontrado")
        api.problem(api.as_("cajero").get("/v1/till-movements"), 403, "sin-permiso")
        assert api.as_("cobrador").get("/v1/till-shifts").json()["items"] == []
        assert len(api.as_("contador").get("/v1/till-shifts").json()["items"]) == 1


class TestTwoHands:
    def test_a_difference_goes_to_another_person(self, api: Api, client: UUID) -> None:
        key = open_till(api, {})
        pay(api, client, "350.00")
        count(api, key, {"100": 3})
        made(post(api, "cajero", f"till-shifts/{key}/settlement", {"reason": "cambio mal dado"}))
        api.problem(
            post(api, "cajero", f"till-shifts/{key}/decision", {"approve": True, "reason": "sí cuadra"}),
            403,
            "sin-permiso",
        )
        waiting = shift(api, key, "supervisor")
        assert (waiting["state_label"], waiting["may"]["decide"]) == ("Por autorizar al cerrar", True)
        done = made(
            post(
                api,
                "supervisor",
                f"till-shifts/{key}/decision",
                {"approve": True, "reason": "visto en cámara"},
            )
        )
        assert (done["state"], done["differences"][0]["decided_by"]) == ("closed", "Supervisor")
        entry = api.as_("contador").get(f"/v1/entries/{done['differences'][0]['entry_id']}").json()
        assert (entry["kind_label"], entry["lines"][0]["debit"]["amount"]) == (
            "Sobrante o faltante de caja",
            "50.00",
        )
        assert entry["source_link"] == f"/caja/cierres/{key}"

    def test_who_holds_it_cannot_be_the_second_hand(self, api: Api, client: UUID) -> None:
        key = open_till(api, {}, "supervisor")
        pay(api, client, "10.00", "supervisor")
        count(api, key, {}, "supervisor")
        made(post(api, "supervisor", f"till-shifts/{key}/settlement", {"reason": "se perdió"}))
        api.problem(
            post(api, "supervisor", f"till-shifts/{key}/decision", {"approve": True, "reason": "sí fue"}),
            403,
            "diferencia-propia",
        )
        made(post(api, "gerente", f"till-shifts/{key}/decision", {"approve": True, "reason": "descontado"}))

    def test_tolerance_and_open_till_by_branch(self, api: Api, client: UUID) -> None:
        asked = {"required": True, "tolerance": {"amount": "20.00", "currency": "MXN"}, "branch_id": 1}
        api.problem(post(api, "supervisor", "tills/rules", asked), 403, "sin-permiso")
        made(post(api, "gerente", "tills/rules", asked))
        body = {"client_id": str(client), "amount": {"amount": "5.00", "currency": "MXN"}, "method": "cash"}
        api.problem(post(api, "cajero", "payments", body), 409, "caja-cerrada")
        key = open_till(api, {})
        pay(api, client, "35.00")
        count(api, key, {"20": 1})
        made(post(api, "cajero", f"till-shifts/{key}/settlement", {"reason": "cambio"}))
        assert shift(api, key)["state"] == "closed"

    def test_what_is_spent_in_a_day_without_another_hand(self, api: Api, client: UUID) -> None:
        asked = {"required": False, "tolerance": {"amount": "0.00", "currency": "MXN"}, "branch_id": 1}
        limit = {"amount": "50.00", "currency": "MXN"}
        said = post(api, "gerente", "tills/rules", asked | {"petty": limit})
        assert (said.status_code, said.json()["petty"]) == (201, limit)
        open_till(api, {})
        pay(api, client, "200.00")
        till = api.as_("cajero").get("/v1/tills/current").json()["items"][0]["id"]
        spent = {
            "till_id": till,
            "kind": "expense",
            "amount": {"amount": "60.00", "currency": "MXN"},
            "concept": "Agua",
        }
        refused = api.problem(post(api, "cajero", "till-operations", spent), 403, "gasto-sobre-el-tope")
        assert refused["detail"].startswith("Sin autorización gasta hasta $50.00 MXN al día.")
        made(post(api, "supervisor", "till-operations", spent))


class TestMoving:
    def test_expenses_deposits_and_transfers_with_their_receipts(self, api: Api, client: UUID) -> None:
        open_till(api, {})
        pay(api, client, "500.00")
        safe = made(post(api, "gerente", "tills", {"name": "Caja fuerte", "currency": "MXN"}))["id"]
        till = api.as_("cajero").get("/v1/tills/current").json()["items"][0]
        amount = {"amount": "80.00", "currency": "MXN"}
        body = {"till_id": till["id"], "kind": "expense", "amount": amount, "concept": "Agua y papelería"}
        spent = made(post(api, "cajero", "till-operations", body))
        assert (spent["folio"][:3], spent["kind_label"]) == ("MC-", "Gasto menor")
        sent = api.as_("cajero").post(
            f"/v1/till-operations/{spent['id']}/photos", files={"file": ("a.jpg", PHOTO, "image/jpeg")}
        )
        kept = api.as_("cajero").get(made(sent)["link"])
        assert (kept.content, kept.headers["content-type"]) == (PHOTO, "image/jpeg")
        bad = api.as_("cajero").post(
            f"/v1/till-operations/{spent['id']}/photos", files={"file": ("a.jpg", b"%PDF", "image/jpeg")}
        )
        api.problem(bad, 422, "comprobante-no-admitido")
        made(
            post(
                api,
                "cajero",
                "till-operations",
                {**body, "kind": "transfer", "to_till_id": safe, "concept": "Al resguardo"},
            )
        )
        back = made(
            post(api, "cajero", f"till-operations/{spent['id']}/reversal", {"reason": "era de otra caja"})
        )
        assert back["undone"]["reason"] == "era de otra caja"
        rows = (
            api.as_("supervisor")
            .get("/v1/till-movements", params={"shift_id": till["shift"]["id"]})
            .json()["items"]
        )
        assert [(row["concept"], row["state"], row["balance"]["amount"]) for row in rows] == [
            ("Gasto menor: Agua y papelería", "reversal", "420.00"),
            ("Traspaso a otra caja: Al resguardo", "done", "340.00"),
            ("Gasto menor: Agua y papelería", "undone", "420.00"),
            (rows[3]["concept"], "done", "500.00"),
        ]
        assert (rows[3]["folio"][:2], rows[3]["link"][:7]) == ("R-", "/pagos/")
        assert rows[3]["client"]["id"] == str(client)

    def test_not_more_than_there_is(self, api: Api, client: UUID) -> None:
        open_till(api, {})
        pay(api, client, "5.00")
        till = api.as_("cajero").get("/v1/tills/current").json()["items"][0]["id"]
        body = {
            "till_id": till,
            "kind": "deposit",
            "amount": {"amount": "6.00", "currency": "MXN"},
            "concept": "Corte",
        }
        api.problem(post(api, "cajero", "till-operations", body), 409, "fondos-insuficientes")
        api.problem(post(api, "cobrador", "till-operations", body), 403, "sin-permiso")


class TestDesk:
    def test_a_branch_without_tills_offers_its_first_one(self, api: Api) -> None:
        (desk,) = api.as_("cajero").get("/v1/tills/current").json()["items"]
        assert (desk["id"], desk["name"], desk["shift"], desk["denominations"][0]) == (
            None,
            "Caja Cancún",
            None,
            "1000",
        )
        bills = api.as_("cajero").get("/v1/tills/denominations").json()["items"]
        assert {each["currency"] for each in bills} == {"MXN", "COP", "DOP", "USD"}

    def test_dollars_beside_pesos(self, api: Api) -> None:
        key = made(post(api, "cajero", "till-shifts", {"pieces": {}, "currency": "USD"}))["id"]
        assert shift(api, key)["till"]["name"] == "Caja Cancún USD"
        assert count(api, key, {"500": 1}).status_code == 422

    @pytest.mark.parametrize("pieces", [{"3": 1}, {"100": -1}, {"100": 1.5}, {"-100": 1}, {"100": 10**9}, []])
    def test_counts_that_cannot_be(self, api: Api, pieces: Any) -> None:
        api.problem(post(api, "cajero", "till-shifts", {"pieces": pieces}), 422, "datos-invalidos")

    def test_a_key_opens_it_once(self, api: Api) -> None:
        key = {"Idempotency-Key": str(uuid4())}
        first, again = (
            api.as_("cajero").post("/v1/till-shifts", json={"pieces": {}}, headers=key) for _ in range(2)
        )
        assert first.json() == again.json()
        api.problem(post(api, "supervisor", "till-shifts", {"pieces": {}}), 409, "caja-ocupada")
