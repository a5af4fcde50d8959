"""Random commands against the model; `python3 run.py campaign payments` runs many more."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.business.house import House
from tests.business.machine import machine


def test_what_is_owed_on_any_date_is_what_happened_until_then(house: House) -> None:
    run_state_machine_as_test(
        machine(house),
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
