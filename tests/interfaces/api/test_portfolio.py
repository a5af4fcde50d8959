"""The portfolio over HTTP: what it says of the days that were closed, and of those that were not."""

from datetime import date, timedelta

from caudal.flows import end_of_day
from caudal.kernel import clock, db
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_lending import lending, lent
from tests.interfaces.api.test_receivables import debtor

__all__ = ["lending"]


def close(api: Api, days: int = 0) -> date:
    """Close what is missing up to the day in which the branch works, so many days later."""
    day = date.fromisoformat(api.as_("duena").get("/v1/me").json()["business_date"]) + timedelta(days=days)
    engine = db.connect(api.database_url)
    end_of_day.close_day(engine, clock.now() + timedelta(days=days + 2), 1, day)
    engine.dispose()
    return day


def test_before_any_close_there_is_nothing_to_tell(lending: Api) -> None:
    lent(lending, debtor(lending))
    told = lending.as_("gerente").get("/v1/portfolio").json()
    assert (told["closed"], told["currencies"]) == ([], [])


def test_the_balance_the_risk_and_the_matrix(lending: Api) -> None:
    lent(lending, debtor(lending))
    first = close(lending)
    last = close(lending, 70)
    gerente = lending.as_("gerente")
    fresh = gerente.get("/v1/portfolio", params={"as_of": first.isoformat()}).json()
    assert fresh["closed"] == [{"branch_id": 1, "business_date": first.isoformat()}]
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
