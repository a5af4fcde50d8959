"""A printed report says the same as the workbook."""

import io
from pathlib import Path

import openpyxl
import pytest

from caudal.commons.documents import reports, typesetting
from caudal.commons.documents.excel import workbook
from caudal.commons.documents.reports import report_pdf
from caudal.commons.documents.sheets import Column, Kind, Sheet, TooManyRows
from caudal.commons.documents.typesetting import NotTypeset
from caudal.kernel.money import Money
from tests.commons.documents.pdf_text import plain, read
from tests.commons.documents.tables import AT, many, origin, row, table


def test_repeats_its_titles_and_numbers_its_pages() -> None:
    pages = [plain(page) for page in read(report_pdf(table(many(150)))).pages]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Días de atraso" in page
        assert f"Página {number} de {len(pages)}" in page
        assert "Generado el 10/01/2026 3:05 p. m. por Ana Gómez" in page
    assert "Filtros: Sucursal: Cancún · Estado: vencidas" in pages[0]
    assert "150 renglones" in pages[-1]


def test_totals_are_those_of_the_workbook() -> None:
    rows = [row(1, "10.10"), row(2, "250000", "COP"), row(3, "20.20")]
    text = plain(read(report_pdf(table(rows))).text)
    page = openpyxl.load_workbook(io.BytesIO(workbook([table(rows)])), data_only=True).active
    assert page is not None
    assert [page["E9"].value, page["E10"].value] == [250000, 30.3]
    assert "Total COP $ 250.000" in text
    assert "Total MXN $ 30.30" in text


def test_lies_down_when_it_has_many_columns() -> None:
    wide = tuple(Column(f"C{n}") for n in range(9))
    lying = read(report_pdf(Sheet("Ancho", wide, [("x",) * 9], origin()))).sizes[0]
    upright = read(report_pdf(table([row(1, "1")]))).sizes[0]
    assert (lying, upright) == ((792.0, 612.0), (612.0, 792.0))


def test_shows_every_kind_and_what_is_missing() -> None:
    columns = (
        Column("Texto"), Column("Número", Kind.INTEGER), Column("Parte", Kind.PERCENT), Column("Día", Kind.DATE),
        Column("Hora", Kind.INSTANT), Column("Dinero", Kind.MONEY),
    )  # fmt: skip
    rows = [("#panic()", 1234, None, AT.date(), AT, Money.of(-5, "MXN")), (None,) * 6]
    text = plain(read(report_pdf(Sheet("Todo", columns, rows, origin()))).text)
    assert "#panic() 1 234 — 10/01/2026 10/01/2026 3:05 p. m. −$ 5.00 MXN" in text


def test_without_rows_says_so() -> None:
    assert "0 renglones" in plain(read(report_pdf(table([]))).text)


def test_refuses_what_nobody_reads_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST_ROWS", 5)
    with pytest.raises(TooManyRows, match="use Excel o CSV"):
        report_pdf(table(many(6)))


def test_is_the_same_in_a_process_apart_and_in_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = report_pdf(table(many(3)))
    monkeypatch.setattr(reports, "pdf_apart", typesetting.pdf)
    assert report_pdf(table(many(3))) == apart


def test_says_what_the_process_apart_complained_of() -> None:
    with pytest.raises(NotTypeset, match="no-hay"):
        typesetting.pdf_apart("no-hay", {}, at=AT)


def test_everything_a_document_needs_is_in_the_package() -> None:
    home = Path(typesetting.__file__).parent
    assert {path.name for path in (home / "templates").iterdir()} == {
        "acta_entrega.typ", "boleta.typ", "boleta_carta.typ", "boleta_ticket.typ", "carta.typ", "recibo.typ",
        "recibo_carta.typ", "recibo_ticket.typ", "informe.typ", "corte.typ", "etiqueta.typ",
    }  # fmt: skip
    assert {path.suffix for path in (home / "fonts").iterdir()} == {".ttf", ".txt"}


def test_signs_made_for_screens_are_left_out_and_the_rest_can_be_archived() -> None:
    columns = (Column("Estado"), Column("Nota"))
    made = report_pdf(Sheet("x", columns, [("🔴 VENCIDO", "25° ® ☎️ 5 < 6 + 1")], origin()))
    assert "VENCIDO 25° ® 5 < 6 + 1" in plain(read(made).text)
    assert "pdfaid:part" in read(made).source or b"pdfaid:part" in made
