"""Every list: what is typed in it is found as it is, and what can't be is refused, never a failure."""

import base64
import csv
import json
from typing import Any

import pytest

from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.commons.documents.delimited import SEPARATOR
from caudal.kernel.money import Money
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_receivables import debtor, owe

LISTS = ("clients", "receivables", "payments", "messages", "audit", "entries", "imports")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "keys",
    [["x"], [None], [{}], [[1]], ["1e5"], [1.5e300], [-1], [True], [], "x", 7, ["x", "y"], [None, None],
     ["2026-01-01", "y"]],
    ids=str,
)  # fmt: skip
def test_a_cursor_of_ones_own_making(module_api: Api, path: str, keys: Any) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")
    answer = module_api.as_("duena").get(f"/v1/{path}", params={"after": cursor})
    assert answer.status_code in (200, 422), answer.text


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "q",
    [
        "²",
        "CXC-²",
        "CL-²",
        "R-²",
        "CL-99999999999999999999",
        "9" * 40,
        "١٢٣",
        "%",
        "_",
        "\\",
        "'",
        "a\\",
        "😀",
        " ",
    ],
)
def test_anything_typed_is_searched(module_api: Api, path: str, q: str) -> None:
    answer = module_api.as_("duena").get(f"/v1/{path}", params={"q": q})
    assert answer.status_code == 200, answer.text


def test_signs_are_searched_as_they_are(api: Api) -> None:
    odd = debtor(api, r"Ana 100% \o/ a_b")
    plain = debtor(api, "Ana 1000 o a-b")
    owe(api, odd, concept=r"50% de anticipo \ a_b")
    owe(api, plain, concept="500 de anticipo a-b")
    with api.act() as act:
        for reference in (r"B_1%\ ", "BX1"):
            ask = TakePayment(plain, Money.of(1, "MXN"), "transfer", reference)
            payments.take(act, ask)
    ana = api.as_("duena")
    for q in ("100%", "a_b", r"\o/"):
        assert [c["id"] for c in ana.get("/v1/clients", params={"q": q}).json()["items"]] == [str(odd)], q
    for q in ("50%", "a_b", "\\", "% de"):
        found = ana.get("/v1/receivables", params={"q": q}).json()["items"]
        assert [d["client_id"] for d in found if d["concept"].startswith("50")] == [str(odd)] * len(found), q
        assert len(found) == 1, q
    for q in ("b_1", "1%", "\\"):
        found = ana.get("/v1/payments", params={"q": q}).json()["items"]
        assert [p["reference"] for p in found] == ["B_1%\\"], q


def test_payments_on_paper_are_those_of_the_list(api: Api) -> None:
    ana = debtor(api, "Ana Peralta")
    owe(api, ana, "5000", concept="Vestido")
    with api.act() as act:
        payments.take(act, TakePayment(ana, Money.of("1200.50", "MXN"), "cash"))
        payments.take(act, TakePayment(ana, Money.of(800, "MXN"), "transfer", "SPEI 77"))
    which = {"method": "transfer", "client_id": str(ana)}
    listed = api.as_("contador").get("/v1/payments", params=which).json()
    printed = api.as_("contador").get("/v1/payments/export", params={**which, "format": "csv"})
    table = csv.reader(printed.text.lstrip("\ufeff").splitlines(), delimiter=SEPARATOR)
    rows = [row for row in table if "SPEI 77" in row]
    assert [row[0] for row in rows] == [each["folio"] for each in listed["items"]]
    assert "800.00" in rows[0]
    for kind, begins in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        made = api.as_("contador").get("/v1/payments/export", params={**which, "format": kind})
        assert made.content.startswith(begins)
