"""Folders that an unprivileged account can reach (pytest's own are closed), and commands over a real database."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from caudal.interfaces.cli.main import app
from caudal.kernel import clock
from tests import database
from tests.business.fixtures import house
from tests.business.house import House


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short folder that every account can walk into."""
    folder = Path(tempfile.mkdtemp(prefix="caudal-", dir=database.home()))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def wait_until(true: Callable[[], bool], patience_s: float = 60.0) -> bool:
    """Ask again and again until it is so, or until patience runs out."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return true()


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, what it said and what it complained of."""

    code: int
    said: str
    complained: str


Command = Callable[..., Ended]


@pytest.fixture
def caudal(house: House, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`caudal …` over the database of this test, at the hour of its house; `given` is what is piped in."""
    monkeypatch.setenv("CAUDAL_DATABASE_URL", database_url)
    monkeypatch.setattr(clock, "now", lambda: house.at)

    def run(*words: str, given: str = "") -> Ended:
        result = CliRunner().invoke(app, list(words), input=given)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ended(result.exit_code, result.stdout, result.stderr)

    return run


__all__ = ["Command", "Ended", "caudal", "house", "open_folder", "wait_until"]
