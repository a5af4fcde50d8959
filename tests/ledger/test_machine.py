"""Random commands against the model; `python3 run.py campaign ledger` runs many more."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.ledger.books import Books
from tests.ledger.machine import broken, machine


class TestJournal:
    def test_answers_as_the_model_does(self, books: Books) -> None:
        run_state_machine_as_test(
            machine(books),
            settings=settings(
                max_examples=25, stateful_step_count=40, deadline=None, derandomize=True, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        books.seal()
        assert broken(books) == []
