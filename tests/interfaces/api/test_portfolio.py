"""The portfolio over HTTP: what it says of the days that were closed, and of those that were not."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from caudal.flows import end_of_day
from caudal.kernel import clock, db
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_lending import lending, lends, lent
from tests.interfaces.api.test_receivables import debtor

__all__ = ["lending"]


def close(api: Api, days: int = 0) -> date:
    """Close what is missing up to the day in which the branch works, so many days later."""
    day = date.fromisoformat(api.as_("duena").get("/v1/me").json()["business_date"]) + timedelta(days=days)
    engine = db.connect(api.database_url)
    end_of_day.close_day(engine, clock.now() + timedelta(days=days + 2), 1, day)
    engine.dispose()
    return day


def test_without_loans_there_is_nothing_to_tell(lending: Api) -> None:
    told = lending.as_("gerente").get("/v1/portfolio").json()
    assert (told["closed"], told["currencies"]) == ([], [])


def test_a_day_still_open_is_told_as_if_it_closed_now(lending: Api) -> None:
    lent(lending, debtor(lending))
    gerente = lending.as_("gerente")
    told = gerente.get("/v1/portfolio").json()
    [day] = told["closed"]
    assert day["still_open"]
    [book] = told["currencies"]
    assert (book["balance"]["amount"], book["loans"]) == ("100000.00", 1)
    loans, totals = every(lending, {"as_of": told["as_of"]})
    assert (len(loans), totals["by_currency"][0]["outstanding"]["amount"]) == (1, "100000.00")
    before = (date.fromisoformat(told["as_of"]) - timedelta(days=1)).isoformat()
    assert gerente.get("/v1/portfolio", params={"as_of": before}).json()["currencies"] == []
    assert date.fromisoformat(day["business_date"]) == close(lending)
    closed = gerente.get("/v1/portfolio").json()
    assert not closed["closed"][0]["still_open"]
    assert closed["currencies"] == told["currencies"]


def test_the_balance_the_risk_and_the_matrix(lending: Api) -> None:
    lent(lending, debtor(lending))
    first = close(lending)
    last = close(lending, 70)
    gerente = lending.as_("gerente")
    fresh = gerente.get("/v1/portfolio", params={"as_of": first.isoformat()}).json()
    assert fresh["closed"] == [{"branch_id": 1, "business_date": first.isoformat(), "still_open": False}]
    [book] = fresh["currencies"]
    assert (book["principal"]["amount"], book["par_1"]["fraction"]) == ("100000.00", "0.000000")
    assert (book["provision"]["amount"]["amount"], book["provision"]["verified"]) == ("1000.00", True)
    later = gerente.get("/v1/portfolio", params={"as_of": (last + timedelta(days=9)).isoformat()}).json()
    assert later["closed"][0]["business_date"] == last.isoformat()
    [book] = later["currencies"]
    assert (book["par_1"]["fraction"], book["par_30"]["fraction"]) == ("1.000000", "1.000000")
    assert book["par_90"]["amount"]["amount"] == "0.00"
    assert [each["loans"] for each in book["ageing"]] == [0, 0, 1, 0, 0]
    assert [each["loans"] for each in book["stages"]] == [0, 1, 0]
    assert book["overdue"]["amount"] == "18911.92"
    both = {"from": first.isoformat(), "to": last.isoformat()}
    [move] = gerente.get("/v1/portfolio/roll", params=both).json()["items"]
    assert (move["from_bucket"], move["to"], move["loans"], move["fraction"]) == (0, "2", 1, "1.000000")
    [vintage] = gerente.get("/v1/portfolio/vintages", params={"as_of": last.isoformat()}).json()["items"]
    assert (vintage["lent"]["amount"], vintage["over_30"][-1], vintage["over_90"][-1]) == (
        "100000.00",
        "1.000000",
        "0.000000",
    )


def test_bad_input(lending: Api) -> None:
    where = "/v1/portfolio/roll"
    backwards = lending.as_("gerente").get(where, params={"from": "2026-02-01", "to": "2026-01-01"})
    lending.problem(backwards, 422, "datos-invalidos")
    assert lending.as_("gerente").get("/v1/portfolio", params={"as_of": "ayer"}).status_code == 422
    assert lending.client().get("/v1/portfolio").status_code == 401


@pytest.fixture(scope="module")
def book(module_api: Api) -> Api:
    return lends(module_api)


@pytest.fixture(scope="module")
def last(book: Api) -> date:
    """Five people who owe, and the last day closed, forty later."""
    for number in range(5):
        lent(book, debtor(book, f"Persona {number}"))
    close(book)
    return close(book, 40)


class TestBehindEachFigure:
    """The loans of each figure, to the last page, add up to it; nobody here writes."""

    def test_balance_buckets_risk_stages_and_bands(self, book: Api, last: date) -> None:
        gerente, on = book.as_("gerente"), {"as_of": last.isoformat()}
        [told] = gerente.get("/v1/portfolio", params=on).json()["currencies"]
        figures = [
            ({}, told["principal"]),
            ({"currency": "COP"}, None),
            ({"overdue": True}, told["principal"]),
            *(({"par": name}, told[name]["amount"]) for name in ("par_1", "par_30", "par_60", "par_90")),
            *(({"bucket": each["bucket"]}, each["principal"]) for each in told["ageing"]),
            *(({"stage": each["stage"]}, each["principal"]) for each in told["stages"]),
            *(
                ({"days_from": band["first_day"], "days_to": band["last_day"]}, band["principal"])
                for band in told["provision"]["bands"]
            ),
        ]
        for asked, figure in figures:
            where = on | {name: each for name, each in asked.items() if each is not None}
            loans, totals = every(book, where | {"limit": 2})
            mine = [each for each in totals["by_currency"] if each["currency"] == "MXN"] if figure else []
            summed = sum(Decimal(each["outstanding"]["amount"]) for each in loans)
            assert summed == Decimal(figure["amount"] if figure else 0), asked
            assert (mine[0]["outstanding"] if mine else "0.00") in (figure, "0.00"), asked
            assert totals["count"] == len(loans)
        loans, totals = every(book, on)
        [mine] = totals["by_currency"]
        assert (mine["provision"], mine["overdue"]) == (told["provision"]["amount"], told["overdue"])
        assert told["difference"]["amount"] == str(
            Decimal(told["expected_loss"]["amount"]) - Decimal(told["provision"]["amount"]["amount"])
        )
        assert sum(Decimal(band["provision"]["amount"]) for band in told["provision"]["bands"]) == Decimal(
            mine["provision"]["amount"]
        )

    def test_moves_and_vintages(self, book: Api, last: date) -> None:
        gerente = book.as_("gerente")
        both = {"from": (last - timedelta(days=40)).isoformat(), "to": last.isoformat()}
        [move] = gerente.get("/v1/portfolio/roll", params=both).json()["items"]
        loans, _ = every(
            book,
            {"from": both["from"], "as_of": both["to"], "bucket": move["from_bucket"], "went": move["to"]},
        )
        assert sum(Decimal(each["outstanding"]["amount"]) for each in loans) == Decimal(
            move["principal"]["amount"]
        )
        assert len(loans) == move["loans"] == 5
        [vintage] = gerente.get("/v1/portfolio/vintages", params={"as_of": last.isoformat()}).json()["items"]
        of_month = {"as_of": last.isoformat(), "month": vintage["month"]}
        loans, _ = every(book, of_month)
        assert sum(Decimal(each["outstanding"]["amount"]) for each in loans) == Decimal(
            vintage["lent"]["amount"]
        )
        for over in (30, 60, 90):
            for age, point in enumerate(vintage[f"over_{over}"]):
                loans, _ = every(book, of_month | {"over": over, "age": age})
                bad = sum(Decimal(each["outstanding"]["amount"]) for each in loans)
                assert f"{bad / Decimal(vintage['lent']['amount']):.6f}" == point

    def test_the_history_says_what_each_month_said(self, book: Api, last: date) -> None:
        gerente = book.as_("gerente")
        told = gerente.get("/v1/portfolio/history", params={"as_of": last.isoformat(), "months": 2}).json()[
            "items"
        ]
        assert [each["on"] for each in told] == sorted(each["on"] for each in told)
        for each in told:
            [then] = gerente.get("/v1/portfolio", params={"as_of": each["on"]}).json()["currencies"]
            assert each["ageing"] == [bucket["principal"] for bucket in then["ageing"]]
            for name in ("principal", "overdue", "loans", "par_1", "par_30", "par_60", "par_90"):
                assert each[name] == then[name], name
            assert each["provision"] == then["provision"]["amount"]

    def test_the_workbook_and_the_list_go_out(self, book: Api, last: date) -> None:
        gerente = book.as_("gerente")
        answer = gerente.get("/v1/portfolio/export", params={"as_of": last.isoformat()})
        assert answer.status_code == 200
        pages = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
        assert [page.title for page in pages][:3] == ["Resumen", "Antigüedad", "Provisión"]
        assert len(list(pages[-1].iter_rows(min_row=6))) >= 5
        listed = gerente.get(
            "/v1/portfolio/loans/export", params={"as_of": last.isoformat(), "format": "csv"}
        )
        assert listed.text.count("LN-") == 5

    def test_bad_figures(self, book: Api, last: date) -> None:
        where, gerente = "/v1/portfolio/loans", book.as_("gerente")
        for asked in (
            {"bucket": 7},
            {"went": "lejos"},
            {"from": "2026-01-01"},
            {"from": "2027-01-01", "as_of": "2026-01-01", "bucket": 0, "went": "paid"},
            {"month": "2026-01-01", "over": 45, "age": 1},
            {"month": "2026-01-01", "over": 30},
            {"after": "bm8"},
        ):
            assert gerente.get(where, params=asked).status_code in (400, 422), asked
        assert book.as_("cajero").get(where).status_code == 403


def every(api: Api, asked: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Every page of the loans of a figure; the totals are those of each page."""
    found: list[dict[str, Any]] = []
    after, totals = None, {}
    while True:
        told = api.as_("gerente").get(
            "/v1/portfolio/loans", params=asked | ({"after": after} if after else {})
        )
        assert told.status_code == 200, told.text
        body = told.json()
        assert body["totals"] == (totals or body["totals"])
        found, totals, after = found + body["items"], body["totals"], body["next"]
        if after is None:
            break
    assert len({each["id"] for each in found}) == len(found)
    return found, totals
