"""The tests at other hours: nights, ends of month, a leap day, the year's end, where their day isn't the one of UTC.

python3 run.py campaign hours [files, or pytest's own arguments]

Only what opens a door asks what time it is; everything below is told, so only those tests are run, once an instant.
"""

import os
import subprocess
import sys

INSTANTS = (
    "2026-12-31T23:40:00-05:00",  # a night in which it is another year in UTC, and midnight comes on the way
    "2027-01-01T00:20:00-05:00",  # a holiday, minutes after a year ended
    "2027-01-31T23:30:00-05:00",  # a Sunday, the last night of a month
    "2027-02-11T05:20:00+00:00",  # a new day in Cancún and Bogotá, and the one before in the rest of Mexico
    "2027-02-28T20:00:00-05:00",  # the end of a short month, on a Sunday
    "2027-03-01T08:00:00-05:00",  # a Monday, the first of a month
    "2027-03-31T04:30:00+00:00",  # the last of a month in UTC, the day before in Mexico
    "2028-02-29T12:00:00-05:00",  # a leap day
)
_DOORS = ("tests/interfaces", "tests/flows/alerts")
_TWO = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not long", "-q"]


def main(*arguments: str) -> int:
    """Run them at every instant; how many instants had something that failed."""
    files = [each for each in arguments if each.startswith("tests")] or [*_DOORS]
    more = [each for each in arguments if not each.startswith("tests")]
    failed: list[str] = []
    for instant in INSTANTS:
        print(f"── {instant}", flush=True)
        asked = [sys.executable, "-m", "pytest", *_TWO, *files, *more]
        if subprocess.run(asked, env={**os.environ, "CAUDAL_CLOCK": instant}, check=False).returncode:
            failed.append(instant)
    print(f"{len(INSTANTS)} instants, failed at: {', '.join(failed) or 'none'}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
