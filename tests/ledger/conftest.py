"""A template with the journal alone, and a copy of it for each test."""

from collections.abc import Iterator

import pytest

from caudal.interfaces.cli.postgres import Cluster
from tests.clones import Clones
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


@pytest.fixture(scope="session")
def copies(journals: Cluster) -> Clones:
    """Nothing is made or dropped while a test runs: a seal would wait for it."""
    return Clones(journals.url("postgres"), "journal", ahead=False)


@pytest.fixture
def books(journals: Cluster, copies: Clones) -> Iterator[Books]:
    """A journal of this test's own, with the accounts open and nothing posted."""
    with copies.one() as name:
        found = Books(journals.url(name))
        try:
            yield found
        finally:
            found.end()
