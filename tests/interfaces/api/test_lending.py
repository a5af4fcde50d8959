"""Products and loans over HTTP: who may do what, the contract, and what bad input gets."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from caudal.business.treasury import commands as treasury
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_receivables import debtor

PERSONAL: dict[str, Any] = {
    "name": "Préstamo personal",
    "currency": "MXN",
    "method": "french",
    "frequency": "monthly",
    "periods": 12,
    "rate": {"kind": "periodic", "value": "0.02"},
    "lowest_rate": "0.01",
    "highest_rate": "0.03",
    "limits": {"gerente": {"amount": "200000.00", "currency": "MXN"}},
}
SAN: dict[str, Any] = {
    "name": "Préstamo san",
    "currency": "MXN",
    "method": "san",
    "frequency": "weekly",
    "periods": 13,
    "installment_part": "0.10",
    "fees": [{"name": "Contrato", "amount": {"amount": "700.00", "currency": "MXN"}, "when": "discounted"}],
    "limits": {"gerente": {"amount": "200000.00", "currency": "MXN"}},
}


@pytest.fixture
def lending(api: Api) -> Api:
    return lends(api)


def lends(api: Api) -> Api:
    """The same, with money in its till and two products."""
    with api.act("duena") as act:
        box, money = treasury.destination(act, "cash", "MXN"), Money.of(500_000, "MXN")
        ledger.post(
            act,
            kind="capital",
            source="test",
            lines=[debit(box.account_id, money), credit(Use.CAPITAL, money)],
        )
    for code, body in (("personal", PERSONAL), ("san", SAN)):
        answer = api.as_("duena").put(f"/v1/products/{code}", json=body)
        assert answer.status_code == 200, answer.text
    return api


def asked(
    api: Api, client: object, product: str = "personal", amount: str = "100000.00", **more: Any
) -> httpx.Response:
    body = {
        "client_id": str(client),
        "product": product,
        "principal": {"amount": amount, "currency": "MXN"},
    } | more
    return api.as_("empleado").post("/v1/loans", json=body)


def post(api: Api, who: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
    return api.as_(who).post(path, json=body or {}, headers={"Idempotency-Key": str(uuid4())})


def lent(api: Api, client: object, product: str = "personal", amount: str = "100000.00") -> dict[str, Any]:
    loan = asked(api, client, product, amount).json()
    assert post(api, "gerente", f"/v1/loans/{loan['id']}/approval").status_code == 201
    answer = post(api, "cajero", f"/v1/loans/{loan['id']}/disbursement")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


class TestLoans:
    def test_from_asking_to_owing(self, lending: Api) -> None:
        client = debtor(lending)
        loan = asked(lending, client).json()
        assert (loan["status"], loan["folio"]) == ("applied", "LN-0001")
        assert lending.as_("cajero").post(f"/v1/loans/{loan['id']}/approval", json={}).status_code == 403
        assert post(lending, "gerente", f"/v1/loans/{loan['id']}/approval").json()["status"] == "approved"
        lending.problem(post(lending, "gerente", f"/v1/loans/{loan['id']}/disbursement"), 403, "sin-permiso")
        done = post(lending, "cajero", f"/v1/loans/{loan['id']}/disbursement").json()
        assert (done["status"], done["installments"], done["outstanding"]["amount"]) == (
            "active",
            12,
            "100000.00",
        )
        assert [row["due"]["total"]["amount"] for row in done["schedule"]][-2:] == ["9455.96", "9455.97"]
        assert done["rates"]["periodic_irr"] == "0.020000"
        owed = (
            lending.as_("cajero")
            .get("/v1/receivables", params={"client_id": str(client), "open": True})
            .json()
        )
        assert owed["totals"]["count"] == 12
        again = post(lending, "cajero", f"/v1/loans/{loan['id']}/disbursement")
        lending.problem(again, 409, "prestamo-en-otro-estado")

    def test_the_counter_collects_it_and_the_loan_says_of_what(self, lending: Api) -> None:
        client = debtor(lending)
        loan = lent(lending, client)
        body = {
            "client_id": str(client),
            "amount": {"amount": "9455.96", "currency": "MXN"},
            "method": "cash",
        }
        paid = post(lending, "cajero", "/v1/payments", body)
        assert paid.status_code == 201, paid.text
        found = lending.as_("cajero").get(f"/v1/loans/{loan['id']}").json()
        assert found["paid_installments"] == 1
        assert found["advance"]["amount"] == "9455.96", "it waits for its date"
        assert [each["folio"] for each in found["payments"]] == [paid.json()["folio"]]
        reversal = lending.as_("gerente").post(
            f"/v1/payments/{paid.json()['id']}/reversal", json={"reason": "otro cliente"}
        )
        assert reversal.status_code == 201, reversal.text
        found = lending.as_("cajero").get(f"/v1/loans/{loan['id']}").json()
        assert (found["paid_installments"], found["payments"][0]["reversed"]) == (0, True)

    def test_the_counter_asks_for_the_arrears_too(self, lending: Api) -> None:
        client = debtor(lending)
        late = PERSONAL | {"arrears": {"fee": {"amount": "80.00", "currency": "MXN"}}}
        assert lending.as_("duena").put("/v1/products/personal", json=late).status_code == 200
        loan = asked(lending, client, amount="12000.00").json()
        post(lending, "gerente", f"/v1/loans/{loan['id']}/approval")
        since = str(date.fromisoformat(loan["applied_on"]) - timedelta(days=45))
        assert (
            post(lending, "cajero", f"/v1/loans/{loan['id']}/disbursement", {"on": since}).status_code == 201
        )
        found = lending.as_("cajero").get(f"/v1/clients/{client}/dues").json()
        first = found["items"][0]
        assert (first["kind"], first["contract_id"]) == ("loan", loan["id"])
        assert found["besides"] == {first["id"]: {"amount": "80.00", "currency": "MXN"}}
        owed = Decimal(first["balance"]["amount"]) + 80
        assert Decimal(found["totals"][0]["catch_up"]["amount"]) == owed

    def test_the_list_by_its_oldest_due_date(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        due = loan["next_due_on"]
        for day, seen in ((due, 1), ("2099-01-01", 0)):
            found = lending.as_("cajero").get("/v1/loans", params={"due_from": day}).json()
            assert len(found["items"]) == seen

    def test_the_san_discounts_its_contract(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending), "san", "10000.00")
        assert [row["due"]["total"]["amount"] for row in loan["schedule"]] == ["1000.00"] * 13
        assert loan["rates"]["periodic_irr"] == "0.051667"
        till = next(t for t in lending.as_("cajero").get("/v1/tills").json()["items"] if t["kind"] == "cash")
        assert till["balance"]["amount"] == "490700.00"

    def test_a_dry_run_writes_nothing(self, lending: Api) -> None:
        client = debtor(lending)
        body = {
            "client_id": str(client),
            "product": "personal",
            "principal": {"amount": "5000.00", "currency": "MXN"},
        }
        answer = lending.as_("empleado").post("/v1/loans?dry_run=true", json=body)
        assert answer.status_code in (200, 201), answer.text
        assert len(answer.json()["schedule"]) == 12
        assert lending.as_("cajero").get("/v1/loans").json()["items"] == []

    def test_any_past_date_is_asked(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        then = lending.as_("cajero").get(f"/v1/loans/{loan['id']}", params={"as_of": "2020-01-01"}).json()
        assert (then["payoff"]["amount"], then["outstanding"]["amount"]) == ("0.00", "0.00")

    def test_another_branch_does_not_see_it(self, lending: Api) -> None:
        body = {
            "client_id": str(debtor(lending)),
            "product": "personal",
            "principal": {"amount": "5000.00", "currency": "MXN"},
            "branch_id": 3,
        }
        loan = lending.as_("duena").post("/v1/loans", json=body).json()
        assert lending.as_("director").get(f"/v1/loans/{loan['id']}").status_code == 200
        assert lending.as_("cobrador").get(f"/v1/loans/{loan['id']}").status_code == 404
        assert lending.as_("cobrador").get("/v1/loans").json()["items"] == []


class TestRefusals:
    def test_outside_of_the_product(self, lending: Api) -> None:
        client = debtor(lending)
        lending.problem(asked(lending, client, rate="0.09"), 422, "datos-invalidos")
        lending.problem(asked(lending, client, "no-hay"), 404, "no-encontrado")
        lending.problem(asked(lending, client, periods=0), 422, "datos-invalidos")

    def test_above_the_limit_of_the_role(self, lending: Api) -> None:
        loan = asked(lending, debtor(lending), amount="300000.00").json()
        lending.problem(
            post(lending, "gerente", f"/v1/loans/{loan['id']}/approval"), 403, "monto-sobre-limite"
        )

    def test_who_asked_does_not_approve(self, lending: Api) -> None:
        """Nor refuses: the inbox says why, and says of another's that it passes one's limit."""
        over = asked(lending, debtor(lending), amount="200000.01").json()
        own = {"client_id": str(debtor(lending)), "product": "personal",
               "principal": {"amount": "1000.00", "currency": "MXN"}}  # fmt: skip
        loan = lending.as_("gerente").post("/v1/loans", json=own).json()
        for body in ({"approve": True}, {"approve": False, "reason": "por si acaso"}):
            refused = post(lending, "gerente", f"/v1/loans/{loan['id']}/approval", body)
            lending.problem(refused, 403, "misma-persona")
        rows = lending.as_("gerente").get("/v1/approvals", params={"kind": "loan"}).json()["items"]
        told = {row["id"]: [c["text"] for c in row["policy"] if not c["ok"]] for row in rows}
        assert told == {
            loan["id"]: ["Usted lo pidió: nadie autoriza lo que pidió"],
            over["id"]: ["Pasa de su tope: $200,000.00 MXN"],
        }
        may = {row["id"]: (row["may"]["authorise"], bool(row["may"]["reject"])) for row in rows}
        assert may == {loan["id"]: (None, False), over["id"]: (None, True)}

    def test_an_instalment_is_not_cancelled_by_itself(self, lending: Api) -> None:
        client = debtor(lending)
        lent(lending, client)
        debt = (
            lending.as_("cajero").get("/v1/receivables", params={"client_id": str(client)}).json()["items"][0]
        )
        answer = lending.as_("gerente").post(
            f"/v1/receivables/{debt['id']}/cancellation", json={"reason": "porque sí"}
        )
        lending.problem(answer, 409, "cuota-de-contrato")

    def test_paying_before_it_was_handed_over(self, lending: Api) -> None:
        client = debtor(lending)
        lent(lending, client)
        body = {
            "client_id": str(client),
            "amount": {"amount": "100.00", "currency": "MXN"},
            "method": "cash",
            "received_on": "2020-01-01",
        }
        lending.problem(post(lending, "cajero", "/v1/payments", body), 409, "prestamo-sin-desembolso")


class TestProducts:
    def test_quoting_one_is_what_would_be_agreed(self, lending: Api) -> None:
        wish = {"principal": {"amount": "10000.00", "currency": "MXN"}}
        found = lending.as_("cobrador").post("/v1/products/san/quote", json=wish).json()
        assert found["totals"]["handed"]["amount"] == "9300.00"
        loan = asked(lending, debtor(lending), "san", "10000.00").json()
        assert [row["total"] for row in found["installments"]] == [
            row["due"]["total"] for row in loan["schedule"]
        ]
        assert (loan["handed"]["amount"], loan["planned"]["amount"]) == ("9300.00", "13000.00")
        outside = lending.as_("cobrador").post("/v1/products/personal/quote", json=wish | {"rate": "0.09"})
        assert lending.problem(outside, 422, "datos-invalidos")["errors"][0]["pointer"] == "/rate"

    def test_one_is_tried_before_it_is_kept(self, lending: Api) -> None:
        body = {
            "product": PERSONAL | {"periods": 6},
            "wish": {"principal": {"amount": "6000.00", "currency": "MXN"}},
        }
        tried = lending.as_("director").post("/v1/products/trial", json=body)
        assert (tried.status_code, len(tried.json()["installments"])) == (200, 6)
        assert lending.as_("cajero").get("/v1/products/personal").json()["version"] == 1
        assert lending.as_("gerente").post("/v1/products/trial", json=body).status_code == 403

    def test_none_has_an_address_of_the_house(self, lending: Api) -> None:
        for code in ("nuevo", "topes-legales"):
            refused = lending.as_("duena").put(f"/v1/products/{code}", json=PERSONAL)
            assert lending.problem(refused, 422, "datos-invalidos")["errors"][0]["pointer"] == "/code"
        fewer = lending.as_("duena").put("/v1/products/personal", json=PERSONAL | {"fewest": 30, "most": 3})
        assert lending.problem(fewer, 422, "datos-invalidos")["errors"][0]["pointer"] == "/most"

    def test_a_change_is_another_version_and_loans_keep_theirs(self, lending: Api) -> None:
        loan = lent(lending, debtor(lending))
        changed = lending.as_("duena").put("/v1/products/personal", json=PERSONAL | {"periods": 6}).json()
        assert (changed["version"], changed["periods"]) == (2, 6)
        assert lending.as_("cajero").get(f"/v1/loans/{loan['id']}").json()["installments"] == 12
        assert [p["code"] for p in lending.as_("cajero").get("/v1/products").json()["items"]] == [
            "personal",
            "san",
        ]
        assert lending.as_("gerente").put("/v1/products/personal", json=PERSONAL).status_code == 403
