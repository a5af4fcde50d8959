"""Rates, pages, ids and problems."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.kernel import pages
from caudal.kernel.ids import derived, folio, uuid7
from caudal.kernel.problems import Invalid, NotFound, Problem
from caudal.kernel.rates import PERIODS_PER_YEAR, Basis, Rate

CLOSE = Decimal("1e-20")


@given(st.decimals("0", "5", places=6), st.sampled_from(sorted(PERIODS_PER_YEAR)))
def test_a_rate_compounds_back_to_its_year(value: Decimal, period: str) -> None:
    annual = Rate(Basis.EFFECTIVE_ANNUAL, value)
    one = annual.periodic(period)
    again = Rate(Basis.PERIODIC, one, period).effective_annual()
    assert abs(again - value) < CLOSE
    assert Rate(Basis.PERIODIC, one, period).periodic(period) == one


def test_a_nominal_rate_is_divided_by_its_periods() -> None:
    assert Rate(Basis.NOMINAL, Decimal("0.24"), "month").effective_annual().quantize(
        Decimal("1e-6")
    ) == Decimal("0.268242")


@given(st.lists(st.integers(1, 10**12), unique=True, max_size=60), st.integers(1, 20))
def test_pages_read_everything_once(numbers: list[int], limit: int) -> None:
    rows, seen, after = sorted(numbers, reverse=True), list[int](), None
    while True:
        cursor = pages.decode(after, int)
        rest = [n for n in rows if cursor is None or n < int(cursor[0])]
        page = pages.page(rest[: limit + 1], limit, lambda n: [n])
        seen += page.items
        after = page.next
        if after is None:
            break
    assert seen == rows


@pytest.mark.parametrize("cursor", ["x", "!!!", "bnVsbA", "W10", "WzEsMl0", "é"])
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        pages.decode(cursor, int)


def test_folios_grow_beyond_their_width() -> None:
    assert [folio("CXC", 1), folio("CXC", 12345), folio("R", 7)] == ["CXC-001", "CXC-12345", "R-000007"]


def test_ids_sort_by_their_instant() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    made = [uuid7(at + timedelta(milliseconds=n)) for n in range(50)]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
    assert len({uuid7(at) for _ in range(1000)}) == 1000
    assert derived("a", 1) == derived("a", 1) != derived("a", 2)


def test_a_problem_is_its_body() -> None:
    body: dict[str, Any] = NotFound("no está", client_id="1").body()
    assert body == {
        "type": "/problemas/no-encontrado", "title": "No existe o no está a su alcance", "status": 404,
        "detail": "no está", "client_id": "1",
    }  # fmt: skip
    assert str(Problem()) == Problem.title
