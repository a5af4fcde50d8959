"""Dates as people type them."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.flows.intake.rules import dates
from caudal.flows.intake.rules.dates import Day
from caudal.flows.intake.rules.findings import Bad

TENTH = date(2026, 1, 10)
READ = [
    ("10/01/2026", "dmy"), ("01/10/2026", "mdy"), ("10-1-2026", "dmy"), ("10.01.2026", "dmy"), ("2026-01-10", "dmy"),
    ("2026/1/10", "mdy"), ("2026-01-10T00:00:00", "dmy"), ("10/01/2026 15:30", "dmy"), ("10/01/2026 3:05 p. m.", "dmy"),
    ("2026-01-10 00:00:00+00:00", "dmy"), ("20260110", "dmy"), (20260110, "dmy"), ("10 de enero de 2026", "mdy"),
    ("10 ene 2026", "dmy"), ("10-Ene-2026", "mdy"), ("sábado 10 de enero del 2026", "dmy"), ("Jan 10, 2026", "dmy"),
    ("\u00a010/01/2026 ", "dmy"), (date(2026, 1, 10), "mdy"), (datetime.fromisoformat("2026-01-10T13:05"), "mdy"),
]  # fmt: skip
REFUSED = [
    ("31/02/2026", "dmy", "fecha-inexistente"),
    ("29/02/2025", "dmy", "fecha-inexistente"),
    ("00/01/2026", "dmy", "fecha-inexistente"),
    ("31 de junio de 2026", "dmy", "fecha-inexistente"),
    ("Feb 30 2026", "dmy", "fecha-inexistente"),
    ("20260231", "dmy", "fecha-inexistente"),
    ("05/13/2026", "dmy", "fecha-sin-ese-mes"),
    ("13/05/2026", "mdy", "fecha-sin-ese-mes"),
    ("pronto", "dmy", "fecha-no-es-fecha"),
    ("10/01", "dmy", "fecha-no-es-fecha"),
    ("10/01/6", "dmy", "fecha-no-es-fecha"),
    ("10/01/206", "dmy", "fecha-no-es-fecha"),
    ("2026/01/100", "dmy", "fecha-no-es-fecha"),
    ("10 de brumario de 2026", "dmy", "fecha-no-es-fecha"),
    ("1500", "dmy", "fecha-no-es-fecha"),
    (time(3, 5), "dmy", "fecha-no-es-fecha"),
    ("#VALUE!", "dmy", "error-de-formula"),
]


@pytest.mark.parametrize(("cell", "order"), READ)
def test_reads(cell: Any, order: str) -> None:
    found = dates.parse(cell, order)
    assert isinstance(found, Day)
    assert found.on == TENTH


@pytest.mark.parametrize(("cell", "order", "code"), REFUSED)
def test_refuses_saying_why(cell: Any, order: str, code: str) -> None:
    found = dates.parse(cell, order)
    assert isinstance(found, Bad)
    assert (found.code, bool(found.remedy)) == (code, True)


def test_two_digits_and_day_numbers_are_read_and_said() -> None:
    assert dates.parse("10/01/26", "dmy") == Day(TENTH, short_year=True)
    assert dates.parse("26/01/10", "ymd") == Day(TENTH, short_year=True)
    assert dates.parse("10-ene-26", "dmy") == Day(TENTH, short_year=True)
    assert dates.parse("Jan 10 26", "dmy") == Day(TENTH, short_year=True)
    assert dates.parse(46032, "dmy") == dates.parse("46032", "dmy") == Day(TENTH, serial=True)


def test_the_remedy_of_a_month_that_does_not_exist_turns_it_round() -> None:
    found = dates.parse("05/13/2026", "dmy")
    assert isinstance(found, Bad)
    assert "¿es 13/05/2026?" in found.remedy


@pytest.mark.parametrize("cell", [None, "", "\u00a0"])
def test_a_blank_is_nothing(cell: Any) -> None:
    assert dates.parse(cell, "dmy") is None


class TestCheck:
    @pytest.mark.parametrize(
        ("on", "future", "code"),
        [
            (date(2206, 1, 10), True, "anio-improbable"),
            (date(1926, 1, 10), True, "anio-improbable"),
            (date(2026, 1, 11), False, "fecha-futura"),
            (date(2026, 1, 11), True, None),
            (TENTH, False, None),
        ],
    )
    def test_is_plausible_for_a_debt(self, on: date, future: bool, code: str | None) -> None:
        found = dates.check(on, TENTH, future=future)
        assert (found.code if found else None) == code


@given(
    on=st.dates(date(1990, 1, 1), date(2066, 12, 31)),
    order=st.sampled_from(["dmy", "mdy", "ymd"]),
    mark=st.sampled_from("/-."),
)
def test_what_is_written_is_read_back(on: date, order: str, mark: str) -> None:
    parts = {"d": f"{on.day:02d}", "m": f"{on.month:02d}", "y": f"{on.year:04d}"}
    found = dates.parse(mark.join(parts[each] for each in order), order)
    assert found == Day(on)


@given(on=st.dates(date(1971, 1, 1), date(2098, 12, 31)))
def test_the_day_number_of_a_spreadsheet_is_its_date(on: date) -> None:
    assert dates.parse((on - date(1899, 12, 30)).days, "dmy") == Day(on, serial=True)
