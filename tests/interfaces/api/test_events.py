"""What nobody could take in is in sight of whoever looks after the house, in the API and in `caudal doctor`."""

from uuid import uuid4

import psycopg

from caudal.commons.acts import relay
from caudal.interfaces.cli import doctor
from tests.interfaces.api.conftest import Api


def stuck(api: Api, attempts: int = relay.MOST, branch: int = 1) -> int:
    found: int = api.one(
        "insert into outbox (act_id, branch_id, fact, body, at, attempts, problem)"
        " values (%s, %s, 'x.X', '{}', now(), %s, 'ValueError: no') returning id", str(uuid4()), branch, attempts,
    )  # fmt: skip
    return found


class TestParked:
    def test_is_seen_and_asked_for_again(self, api: Api) -> None:
        stuck(api, relay.MOST - 1)
        number = stuck(api)
        admin = api.as_("admin")
        (seen,) = admin.get("/v1/events/parked").json()["items"]
        assert (seen["id"], seen["fact"], seen["attempts"]) == (number, "x.X", relay.MOST)
        assert seen["problem"] == "ValueError: no"
        assert admin.post(f"/v1/events/{number}/retry").status_code == 204
        assert admin.get("/v1/events/parked").json()["items"] == []
        line = api.as_("duena").get("/v1/audit?command=events.retry").json()["items"][0]
        assert line["command_label"] == "Entregar otra vez un aviso apartado"

    def test_of_another_branch_is_not_seen(self, api: Api) -> None:
        """Nor asked for again; the work that another branch asked for isn't there either."""
        number, run = stuck(api, branch=2), str(uuid4())
        api.query(
            "insert into job_runs (id, kind, args, branch_id, actor_id, created_at) values"
            f" ('{run}', 'days.close', '{{}}', 2, 0, now()) returning 1"
        )
        api.query(
            "with gone as (delete from user_branches b using users u where u.id = b.user_id and u.username = 'admin'"
            " and b.branch_id <> 1 returning 1) select count(*) from gone"
        )
        admin = api.as_("admin")
        assert admin.get("/v1/events/parked").json()["items"] == []
        api.problem(admin.post(f"/v1/events/{number}/retry"), 404, "no-encontrado")
        api.problem(admin.get(f"/v1/jobs/{run}"), 404, "no-encontrado")

    def test_is_not_there_twice(self, api: Api) -> None:
        api.problem(api.as_("admin").post("/v1/events/99/retry"), 404, "no-encontrado")
        api.problem(api.as_("admin").post("/v1/events/99999999999999999999/retry"), 422, "datos-invalidos")

    def test_is_for_who_looks_after_the_house(self, api: Api) -> None:
        api.problem(api.as_("contador").get("/v1/events/parked"), 403, "sin-permiso")

    def test_is_told_by_the_doctor(self, api: Api) -> None:
        with psycopg.connect(api.database_url) as connection:
            assert doctor._events(connection).grade == "bien"
            stuck(api)
            found = doctor._events(connection)
        assert found.grade == "aviso"
        assert "1 apartado" in found.seen
        assert "/v1/events/parked" in found.remedy
