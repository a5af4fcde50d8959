"""A workbook opens elsewhere with the same figures, and runs nothing that a client wrote."""

import io
import tracemalloc
from datetime import date
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from caudal.commons.documents import excel, sheets
from caudal.commons.documents.excel import number_format, workbook, write_workbook
from caudal.commons.documents.sheets import Column, Kind, Sheet, TooManyRows
from caudal.kernel.money import MixedCurrencies, Money
from tests.commons.documents.tables import AT, HOSTILE, many, origin, row, table


def opened(made: bytes, **how: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made), **how)


class TestSheet:
    def test_begins_with_title_origin_and_filters(self) -> None:
        page = opened(workbook([table([row(1, "10")])])).active
        assert page is not None
        assert page["A1"].value == "Cuentas por cobrar"
        assert page["A2"].value == "Caudal Demo · Generado el 10/01/2026 3:05 p. m. por Ana Gómez"
        assert page["A3"].value == "Filtros: Sucursal: Cancún · Estado: vencidas"
        assert [cell.value for cell in page[5]] == [
            "Folio", "Cliente", "Vence", "Días de atraso", "Saldo", "Visto", "Moneda",
        ]  # fmt: skip

    def test_keeps_each_kind_as_what_it_is(self) -> None:
        page = opened(workbook([table([row(7, "10000.05")])])).active
        assert page is not None
        folio, client, due, days, balance, seen, currency = page[6]
        assert (folio.value, client.value, currency.value) == ("CXC-007", "Juan Pérez", "MXN")
        assert (str(due.value), due.number_format) == ("2026-02-10 00:00:00", "dd/mm/yyyy")
        assert (days.value, balance.value) == (7, 10000.05)
        assert balance.number_format == '"$"#,##0.00'
        assert str(seen.value) == "2026-01-10 15:05:00"

    def test_can_be_filtered_and_keeps_its_titles_in_sight(self) -> None:
        page = opened(workbook([table(many(3))])).active
        assert page is not None
        assert page.auto_filter.ref == "A5:G8"
        assert page.freeze_panes == "A6"
        assert page.print_title_rows == "$5:$5"
        assert page.column_dimensions["E"].width >= 16

    def test_says_who_made_it_and_when(self) -> None:
        told = opened(workbook([table([])])).properties
        assert (told.title, told.creator) == ("Cuentas por cobrar", "Ana Gómez")
        assert told.created == AT.replace(tzinfo=None)

    def test_is_the_same_twice(self) -> None:
        assert workbook([table(many(5))]) == workbook([table(many(5))])

    def test_without_rows_has_titles_and_no_totals(self) -> None:
        page = opened(workbook([table([])])).active
        assert page is not None
        assert page.max_row == 5

    def test_each_has_a_name_of_its_own(self) -> None:
        long = "Antigüedad de saldos por sucursal y moneda"
        titles = ["Saldos [1]/2: ¿qué?", "'comillas'", long, long, long.upper(), "", "?"]
        names = opened(workbook([table([], title=title) for title in titles])).sheetnames
        assert len({name.lower() for name in names}) == len(titles)
        assert all(0 < len(name) <= 31 for name in names)
        assert names[0] == "Saldos  1  2  ¿qué"


class TestTotals:
    def test_are_formulas_that_carry_their_value(self) -> None:
        made = workbook([table([row(1, "10.10"), row(2, "20.20")])])
        formulas, values = opened(made).active, opened(made, data_only=True).active
        assert formulas is not None
        assert values is not None
        assert (formulas["A8"].value, formulas["E8"].value) == ("Total", "=SUBTOTAL(109,E6:E7)")
        assert values["E8"].value == 30.3

    def test_are_one_for_each_currency(self) -> None:
        made = workbook([table([row(1, "10"), row(2, "250000", "COP"), row(3, "5")])])
        formulas, values = opened(made).active, opened(made, data_only=True).active
        assert formulas is not None
        assert values is not None
        assert [formulas[f"A{n}"].value for n in (9, 10)] == ["Total COP", "Total MXN"]
        assert formulas["E9"].value == '=SUMIFS(E6:E8,G6:G8,"COP")'
        assert [values[f"E{n}"].value for n in (9, 10)] == [250000, 15]

    def test_do_not_lose_a_cent_among_many(self) -> None:
        page = opened(workbook([table(row(n, "0.10") for n in range(3000))]), data_only=True).active
        assert page is not None
        assert page["E3006"].value == 300

    def test_add_integers_too(self) -> None:
        columns = (Column("Tramo"), Column("Deudas", Kind.INTEGER, total=True))
        made = workbook([Sheet("Tramos", columns, [("1-7", 3), ("8-30", 4)], origin())])
        page = opened(made, data_only=True).active
        assert page is not None
        assert page["B8"].value == 7


class TestInjection:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_text_is_a_text(self, text: str) -> None:
        sheet = table([row(1, "10", client=text)], title=text)
        page = opened(workbook([sheet])).active
        assert page is not None
        assert (page["B6"].value, page["B6"].data_type) == (text, "s")
        assert page["B6"].hyperlink is None
        assert page["A1"].data_type == "s"

    def test_takes_any_character(self) -> None:
        made = workbook([table([row(1, "10", client="a\x00\x01\x1b😀" + "x" * 40000)])])
        read = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
        assert str(read[5][1]).startswith("a")


class TestMoney:
    @pytest.mark.parametrize(
        ("amount", "currency", "shown"),
        [
            ("10", "MXN", '"$"#,##0.00'),
            ("10", "DOP", '"RD$"#,##0.00'),
            ("10", "COP", '"$"#,##0'),
            ("10.5", "COP", '"$"#,##0.00'),
            ("10", "USD", '"US$"#,##0.00'),
            ("10", "EUR", "#,##0.00"),
        ],
    )
    def test_is_shown_as_its_country_does(self, amount: str, currency: str, shown: str) -> None:
        assert number_format(Money.of(amount, currency)) == shown

    def test_does_not_mix_in_a_row(self) -> None:
        columns = (Column("A", Kind.MONEY), Column("B", Kind.MONEY))
        rows = [(Money.of(1, "MXN"), Money.of(1, "COP"))]
        with pytest.raises(MixedCurrencies):
            workbook([Sheet("x", columns, rows, origin())])

    def test_a_date_older_than_spreadsheets_is_kept_as_text(self) -> None:
        columns = (Column("Fecha", Kind.DATE),)
        page = opened(workbook([Sheet("x", columns, [(date(1850, 1, 1),), (None,)], origin())])).active
        assert page is not None
        assert page["A6"].value == "1850-01-01"


class TestSize:
    def test_memory_does_not_grow_with_rows(self) -> None:
        """What is left of each row is its compressed bytes in the file being written."""
        peaks: list[int] = []
        for count in (1_500, 6_000):
            tracemalloc.start()
            write_workbook([table(many(count))], io.BytesIO())
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] - peaks[0] < 400_000

    def test_refuses_what_does_not_fit_a_sheet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(excel, "MOST_ROWS", 10)
        with pytest.raises(TooManyRows, match="10 renglones; agregue filtros"):
            workbook([table(many(11))])
        assert workbook([table(many(10))])

    def test_refuses_a_row_that_is_not_as_wide_as_its_titles(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            workbook([table([("solo",)])])


def test_the_currency_is_said_once() -> None:
    columns = (Column("Saldo", Kind.MONEY), Column("Divisa", Kind.CURRENCY))
    sheet = Sheet("x", columns, [(Money.of(1, "MXN"), "MXN")], origin())
    assert sheets.complete(sheet) is sheet
