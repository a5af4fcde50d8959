"""Nothing that anybody may send is a failure of ours; `python3 run.py campaign api` tries it all."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.interfaces.api.conftest import Api
from tests.interfaces.api.fuzz import Call, World, calls, everything


@pytest.fixture(scope="module")
def world(module_api: Api) -> World:
    return World(module_api)


class TestNobodysRequest:
    def test_is_a_failure_of_ours(self, world: World) -> None:
        """A few of every route's wrong requests, always the same ones."""
        chosen = random.Random(7).sample(list(everything(world)), 700)
        assert [told for told in map(world.judge, chosen) if told] == []
        assert world.who.get("/v1/me").status_code == 200, "whoever asked is still signed in"

    def test_is_one_with_several_wrong_places_either(self, world: World) -> None:
        @settings(
            max_examples=200, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(st.data())
        def ask(data: st.DataObject) -> None:
            assert world.judge(data.draw(calls(world))) is None

        ask()

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "/v1/payments", {"amount": {"amount": "\ud800", "currency": "MXN"}}),
            ("POST", "/v1/payments", {"amount": {"amount": "1.00", "currency": "a\udfffb"}}),
            ("POST", "/v1/receivables", {"issued_on": "9999-12-31"}),
            ("POST", "/v1/clients/{client_id}/consents", {"channel": "paloma"}),
            ("POST", "/v1/clients/{client_id}/messages", {"channel": "paloma"}),
            ("POST", "/v1/clients", {"name": "a\x00b"}),
        ],
    )
    def test_that_once_was_is_refused(
        self, world: World, method: str, path: str, body: dict[str, Any]
    ) -> None:
        good = next(one for one in world.good if (one.method, one.path) == (method, path))
        answer = world.send(Call(method, path, {**good.body, **body}))
        assert answer.status_code == 422, answer.text

    @pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
    @pytest.mark.parametrize("bucket", ["1-7", "90+"])
    def test_of_what_was_late_at_the_ends_of_time_has_an_answer(
        self, world: World, on: str, bucket: str
    ) -> None:
        for place in ("receivables", "receivables/export"):
            answer = world.who.get(f"/v1/{place}", params={"on": on, "bucket": bucket, "format": "csv"})
            assert answer.status_code == 200, answer.text

    def test_that_looks_past_the_calendar_is_refused(self, world: World) -> None:
        answer = world.who.get("/v1/reminders/preview?business_date=9999-12-31")
        assert world.api.problem(answer, 422, "datos-invalidos")["errors"][0]["pointer"] == "/business_date"
