"""The tests that the suite leaves out because they take long: walks through every corner, deaths, long waits.

python3 run.py campaign long [pytest's own arguments]
"""

import sys

import pytest

_TWO = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


def main(*arguments: str) -> int:
    """Run them on two processes; pytest's own closing line tells how many."""
    return int(pytest.main([*_TWO, "-m", "long", *arguments]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
