"""A template with the journal alone, and a copy of it for each test."""

from collections.abc import Iterator

import pytest

from caudal.interfaces.cli.postgres import Cluster
from tests.ledger import server
from tests.ledger.books import Books


@pytest.fixture(scope="session")
def journals() -> Iterator[Cluster]:
    """A disposable server whose database `journal` has the journal alone, one per worker.

    Not the server of the run: seals wait for every transaction of a server, those of other tests too.
    """
    with server.started(disposable=True) as cluster:
        server.create(cluster, "journal")
        yield cluster


@pytest.fixture
def books(journals: Cluster) -> Iterator[Books]:
    """A journal of this test's own, with the accounts open and nothing posted."""
    with server.clone(journals, "journal") as url:
        found = Books(url)
        try:
            yield found
        finally:
            found.end()
