"""What the cells of a file prove about how it is written, and what they don't."""

from datetime import date

import pytest

from caudal.flows.intake.rules.formats import date_order, decimal_mark


class TestDecimalMark:
    @pytest.mark.parametrize(
        ("cells", "mark", "needed"),
        [
            (["1,250.50", "300"], ".", True),
            (["1.250,50", "300"], ",", True),
            (["$ 1.250.000", "$ 4.000"], ",", True),
            (["1,250,000"], ".", True),
            (["12.5"], ".", True),
            (["1250,5", "0,125"], ",", True),
            (["1234.567"], ".", True),
            (["1.250", "3.400"], None, True),
            (["1,250"], None, True),
            (["1250", 300, None, "por definir"], None, False),
            ([1250.5], None, False),
        ],
    )
    def test_is_proved_by_the_cells_or_left_to_say(
        self, cells: list[object], mark: str | None, needed: bool
    ) -> None:
        found = decimal_mark(cells)  # type: ignore[arg-type]
        assert (found.value, found.needed) == (mark, needed)
        assert (found.warning is not None) == (needed and mark is None)

    def test_one_stray_does_not_change_the_format(self) -> None:
        found = decimal_mark(["1,250.50"] * 20 + ["1.250,50"])
        assert found.value == "."
        assert found.warning is not None
        assert found.warning.code == "formato-mezclado"

    def test_half_and_half_is_left_to_say(self) -> None:
        found = decimal_mark(["1,250.50", "1.250,50"])
        assert found.value is None
        assert found.warning is not None
        assert found.warning.code == "formato-mezclado"


class TestDateOrder:
    @pytest.mark.parametrize(
        ("cells", "order", "needed"),
        [
            (["10/01/2026", "25/01/2026"], "dmy", True),
            (["01/25/2026", "01/02/2026"], "mdy", True),
            (["2026-01-25"], "ymd", False),
            (["10/01/2026", "02/03/2026"], None, True),
            (["05/05/2026"], None, False),
            ([date(2026, 1, 10), None, "pronto", "99/99/2026", "10/01/206"], None, False),
            (["10 de enero de 2026"], None, False),
        ],
    )
    def test_is_proved_by_the_cells_or_left_to_say(
        self, cells: list[object], order: str | None, needed: bool
    ) -> None:
        found = date_order(cells)  # type: ignore[arg-type]
        assert (found.value, found.needed) == (order, needed)

    def test_one_stray_does_not_change_the_order(self) -> None:
        found = date_order(["25/01/2026"] * 20 + ["01/25/2026"])
        assert found.value == "dmy"
        assert found.warning is not None

    def test_half_and_half_is_left_to_say(self) -> None:
        found = date_order(["25/01/2026", "01/25/2026"])
        assert found.value is None
        assert found.warning is not None
        assert found.warning.code == "formato-mezclado"
