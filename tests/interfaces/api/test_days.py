"""The end of the day and long work over the wire: who sees what, and what can't be asked."""

from typing import Any

import pytest

from caudal.commons.jobs import runs
from caudal.flows import end_of_day
from caudal.kernel.db import connect
from tests.interfaces.api.conftest import Api, today
from tests.interfaces.api.test_receivables import only_in


def asked(api: Api, username: str = "duena", **more: Any) -> str:
    """A close of today in every branch, asked by the owner: of the day that has come to all of them."""
    day = today(more["branch_id"]) if "branch_id" in more else min(today(each) for each in (1, 2, 3))
    asking = {"business_date": day.isoformat(), **more}
    answer = api.as_(username).post("/v1/days/close", json=asking)
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


class TestJobs:
    def test_of_every_branch_are_for_who_works_in_them_all(self, api: Api) -> None:
        everywhere, here = asked(api), asked(api, branch_id=1)
        engine = connect(api.database_url, pool_size=1)
        with api.act() as act:
            progress = runs.Progress(engine, runs.run(act.db, runs.runs(act.db)[0].id).id, act.at)
        progress.finish({"branches": [{"branch_id": 3, "figures": {"amounts": {"COP": 1}}}]})
        engine.dispose()
        gerente = api.as_("gerente")
        assert gerente.get(f"/v1/jobs/{everywhere}").status_code == 404
        assert gerente.get(f"/v1/jobs/{here}").status_code == 200
        assert [job["id"] for job in gerente.get("/v1/jobs").json()["items"]] == [here]
        assert len(api.as_("director").get("/v1/jobs").json()["items"]) == 2

    def test_of_others_dont_hide_ones_own(self, api: Api) -> None:
        own = asked(api, "gerente", branch_id=1)
        for _ in range(3):
            asked(api)
        seen = api.as_("gerente").get("/v1/jobs", params={"limit": 2}).json()["items"]
        assert [job["id"] for job in seen] == [own]


class TestDays:
    def test_are_of_ones_own_branches(self, api: Api) -> None:
        only_in(api, "gerente", 2)
        assert [day["branch_id"] for day in api.as_("gerente").get("/v1/days").json()["items"]] == [2]
        api.query(
            "delete from user_branches where user_id = (select id from users where username = 'gerente')"
        )
        with api.act("gerente") as act:
            assert end_of_day.branch_days(act) == [], "whoever works nowhere sees none, not all"

    @pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31"])
    def test_of_another_age_are_not_closed(self, module_api: Api, day: str) -> None:
        answer = module_api.as_("duena").post("/v1/days/close", json={"business_date": day})
        assert module_api.problem(answer, 422, "datos-invalidos")["errors"][0]["pointer"] == "/business_date"
