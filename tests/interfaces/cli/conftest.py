"""Folders that an unprivileged account can reach: pytest's own are closed."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short folder that every account can walk into."""
    folder = Path(tempfile.mkdtemp(prefix="caudal-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def wait_until(true: Callable[[], bool], patience_s: float = 15.0) -> bool:
    """Ask again and again until it is so, or until patience runs out."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return true()
