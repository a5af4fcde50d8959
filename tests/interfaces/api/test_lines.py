"""A line of credit over HTTP: from the product to the statement, who may do what, and what bad input gets."""

from typing import Any
from uuid import uuid4

import pytest

from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_collateral import money, post
from tests.interfaces.api.test_lending import PERSONAL, asked, lending
from tests.interfaces.api.test_receivables import debtor

__all__ = ["lending"]

LINE: dict[str, Any] = {
    "name": "Línea",
    "currency": "MXN",
    "method": "line",
    "day_count": "act/360",
    "periods": 24,
    "rate": {"kind": "nominal", "value": "0.36"},
    "line": {"cut_day": 5, "grace_days": 20, "minimum_part": "0.05", "minimum": money("500.00")},
    "limits": {"gerente": money("200000.00")},
}


@pytest.fixture
def lines(lending: Api) -> Api:
    answer = lending.as_("duena").put("/v1/products/linea", json=LINE)
    assert answer.status_code == 200, answer.text
    return lending


def opened(api: Api, limit: str = "50000.00") -> str:
    loan: str = asked(api, debtor(api), "linea", limit, periods=24).json()["id"]
    post(api, "gerente", f"/loans/{loan}/approval", {"approve": True})
    post(api, "cajero", f"/loans/{loan}/disbursement", {"method": "cash"})
    return loan


def test_from_the_product_to_the_statement(lines: Api) -> None:
    quoted = lines.as_("cajero").post("/v1/products/linea/quote", json={"principal": money("50000.00")})
    assert quoted.status_code == 200, quoted.text
    loan = opened(lines)
    told = post(lines, "cajero", f"/loans/{loan}/draws", {"amount": money("20000.00")})
    assert (told["available"], told["used"], told["limit"]) == (
        money("30000.00"), money("20000.00"), money("50000.00"),
    )  # fmt: skip
    assert told["payoff"] == money("20000.00")
    (cycle,) = told["cycles"]
    assert (cycle["closed"], cycle["drawn"], cycle["minimum"]) == (False, money("20000.00"), money("1000.00"))
    paper = lines.as_("cajero").get(f"/v1/loans/{loan}/statement").json()
    assert [(each["kind"], each["amount"]) for each in paper["movements"]] == [("draw", money("20000.00"))]
    printed = lines.as_("cajero").get(f"/v1/loans/{loan}/statement.pdf")
    assert (printed.status_code, printed.content[:4]) == (200, b"%PDF")
    later = lines.as_("cajero").get(f"/v1/loans/{loan}/line", params={"on": told["ends_on"]}).json()
    assert later["available"] == money("0.00")
    detail = lines.as_("cajero").get(f"/v1/loans/{loan}").json()
    assert (detail["terms"]["method"], detail["schedule"], detail["handed"]) == ("line", [], money("0.00"))


def test_the_same_key_draws_once(lines: Api) -> None:
    loan, key = opened(lines), str(uuid4())
    for _ in range(2):
        answer = lines.as_("cajero").post(
            f"/v1/loans/{loan}/draws", json={"amount": money("20000.00")}, headers={"Idempotency-Key": key}
        )
        assert answer.status_code == 201, answer.text
    assert lines.as_("cajero").get(f"/v1/loans/{loan}/line").json()["used"] == money("20000.00")
    without = lines.as_("cajero").post(f"/v1/loans/{loan}/draws", json={"amount": money("1.00")})
    assert without.status_code == 400
    assert without.json()["type"].endswith("falta-llave")


def test_what_is_refused_says_why(lines: Api) -> None:
    loan = opened(lines)
    over = post(lines, "cajero", f"/loans/{loan}/draws", {"amount": money("50000.01")}, 409)
    assert over["type"].endswith("cupo-excedido")
    assert over["available"] == money("50000.00")
    post(lines, "gerente", f"/loans/{loan}/draws", {"amount": money("1.00")}, 403)
    post(lines, "empleado", f"/loans/{loan}/draws", {"amount": money("1.00")}, 403)
    done = post(lines, "gerente", f"/loans/{loan}/block", {"reason": "cambió de trabajo"})
    assert (done["blocked"], done["available"]) == (True, money("0.00"))
    held = post(lines, "cajero", f"/loans/{loan}/draws", {"amount": money("1.00")}, 409)
    assert held["type"].endswith("linea-bloqueada")
    post(lines, "gerente", f"/loans/{loan}/block", {"reason": "ya comprobó", "blocked": False})
    more = {"limit": money("80000.00"), "periods": 36, "reason": "revisión anual"}
    assert post(lines, "gerente", f"/loans/{loan}/limit", more)["available"] == money("80000.00")
    ended = post(lines, "gerente", f"/loans/{loan}/closing", {"reason": "ya no la quiere"})
    assert (ended["available"], ended["cut_on"]) == (money("0.00"), None)


def test_an_ordinary_loan_is_not_a_line(lines: Api) -> None:
    lines.as_("duena").put("/v1/products/personal", json=PERSONAL)
    loan = asked(lines, debtor(lines)).json()["id"]
    answer = lines.as_("cajero").get(f"/v1/loans/{loan}/line")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "no-es-linea")


@pytest.mark.parametrize(
    "wrong",
    [{"line": None}, {"method": "french"}, {"line": {"cut_day": 31}}, {"line": {"minimum_part": "2"}}],
)
def test_a_product_that_cannot_be(lines: Api, wrong: dict[str, Any]) -> None:
    answer = lines.as_("duena").put("/v1/products/otra", json=LINE | wrong)
    assert answer.status_code == 422, answer.text
