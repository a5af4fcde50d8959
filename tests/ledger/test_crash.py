"""A server killed with no chance to say goodbye loses nothing it acknowledged."""

import pytest

from tests.ledger import server
from tests.ledger.books import Books
from tests.ledger.crash import die
from tests.ledger.machine import broken


@pytest.mark.slow
class TestCrash:
    def test_loses_no_acknowledged_entry(self) -> None:
        with server.started() as cluster:
            server.create(cluster, "journal")
            for _ in range(2):
                left = die(cluster, "journal", seconds=1.5)
                assert left.acknowledged > 0
                assert left.lost == 0
                assert left.restart_s < 10
            books = Books(cluster.url("journal"))
            books.seal()
            assert broken(books) == []
            books.end()
