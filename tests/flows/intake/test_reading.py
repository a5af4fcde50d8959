"""From bytes to columns: encodings, separators, titles, workbooks."""

import io
import zipfile
from typing import Any

import pytest
import xlsxwriter

from caudal.flows.intake.rules import headers, reading
from caudal.flows.intake.rules.reading import UnreadableFile, read_file

TEXT = "Cliente;Monto;Vence\nMaría Núñez Güiza;1.250,50;10/01/2026\nJosé Ñandú;300;11/01/2026\n"


def workbook(rows: list[list[Any]], name: str = "Hoja1", **options: Any) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, options) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for position, value in enumerate(row):
                if isinstance(value, str) and value.startswith("#"):
                    sheet.write_formula(number, position, "=X1", None, value)
                elif value is not None:
                    sheet.write(number, position, value)
    return data.getvalue()


class TestText:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "mac_roman", "cp850"]
    )
    def test_accents_survive_any_encoding(self, encoding: str) -> None:
        sheet = read_file((TEXT * 3).encode(encoding), "a.csv")
        assert sheet.names == ("Cliente", "Monto", "Vence")
        assert sheet.columns[0][:2] == ["María Núñez Güiza", "José Ñandú"]

    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_the_separator_is_found_even_with_others_in_the_cells(self, separator: str) -> None:
        rows = [["Cliente", "Monto", "Nota"], ["Pérez, Juan", "1.250,50", "a; b | c"], ["Ana", "3,5", ""]]
        text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
        sheet = read_file(text.encode(), "a.csv")
        assert [list(row) for row in zip(*sheet.columns, strict=True)] == [
            ["Pérez, Juan", "1.250,50", "a; b | c"],
            ["Ana", "3,5", None],
        ]

    def test_quoted_line_breaks_stay_in_their_cell_and_rows_keep_their_number(self) -> None:
        sheet = read_file(b'Cliente,Monto\n"Ana\nMaria",5\n\nRosa,7\n', "a.csv")
        assert sheet.columns[0] == ["Ana\nMaria", None, "Rosa"]
        assert [sheet.number(i) for i in range(3)] == [2, 3, 4]

    def test_the_line_that_tells_excel_the_separator_is_not_data(self) -> None:
        sheet = read_file(b"sep=;\nCliente;Monto\nAna;5\n", "a.csv")
        assert (sheet.header_row, sheet.columns[1]) == (2, ["5"])

    def test_rows_with_more_cells_than_titles_are_told(self) -> None:
        sheet = read_file(b"Cliente,Monto\nPerez, Ana,5\nRosa,7,\n", "a.csv")
        assert sheet.extra == {0: 1}

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "vacío"),
            (b" \n ", "vacío"),
            (b"Cliente,Monto\n", "sólo tiene títulos"),
            (b",,\n,,\n", "no tiene datos"),
            (b"%PDF-1.7", "PDF"),
            (b"\x89PNG....", "imagen"),
            (b"<html><table><tr><td>Cliente", "página web"),
            (b"\x01\x02\x00\x00\xff\xfe\xfa", "No es un archivo de texto"),
            (b"PK\x03\x04 nada", "dañado"),
            (b"\xd0\xcf\x11\xe0 nada", "dañado"),
        ],
    )
    def test_what_is_not_a_table_is_refused_by_its_name(self, data: bytes, said: str) -> None:
        with pytest.raises(UnreadableFile) as refused:
            read_file(data, "a.csv")
        assert said in refused.value.detail

    def test_quotes_that_never_close_are_refused(self) -> None:
        with pytest.raises(UnreadableFile, match="comillas"):
            read_file(b'Cliente,Monto\n"Ana,5\n' + b"x" * 1_100_000, "a.csv")

    def test_there_are_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "MAX_ROWS", 2)
        with pytest.raises(UnreadableFile, match="el máximo es"):
            read_file(b"a,b\n" * 200, "a.csv")
        monkeypatch.setattr(reading, "MAX_BYTES", 5)
        with pytest.raises(UnreadableFile, match="Pesa"):
            read_file(b"a,b\n" * 200, "a.csv")

    def test_the_titles_may_be_said(self) -> None:
        sheet = read_file(b"x,y\nCliente,Monto\nAna,5\n", "a.csv", header_row=0)
        assert (sheet.names, sheet.rows) == (("Columna A", "Columna B"), 3)
        with pytest.raises(UnreadableFile, match="no tiene una fila 9"):
            read_file(b"x,y\nAna,5\n", "a.csv", header_row=9)


class TestWorkbook:
    def test_titles_may_be_below_other_things_and_to_the_right(self) -> None:
        rows = [
            [None, "Cartera vencida"],
            [],
            [None, "Cliente", "Monto", "Vence"],
            [None, "Ana", 5, 46032],
            [None, "Eva", 1.5],
        ]
        sheet = read_file(workbook(rows), "a.xlsx")
        assert (sheet.header_row, sheet.sheet) == (3, "Hoja1")
        assert sheet.names == ("Columna A", "Cliente", "Monto", "Vence")
        assert sheet.column("Monto") == [5, 1.5]
        assert sheet.number(0) == 4

    def test_formula_errors_are_seen(self) -> None:
        rows = [["Cliente", "Monto", "Vence"], ["Ana", "#REF!", 46032], ["Eva", 5, "#DIV/0!"]]
        sheet = read_file(workbook(rows, "Cartera & más"), "a.xlsx")
        assert sheet.column("Monto") == ["#REF!", 5]
        assert sheet.column("Vence") == [46032, "#DIV/0!"]

    def test_the_sheet_with_most_rows_is_read_unless_another_is_asked_for(self) -> None:
        data = io.BytesIO()
        with xlsxwriter.Workbook(data) as book:
            book.add_worksheet("Portada").write(0, 0, "Cartera")
            for name, rows in (("Enero", 2), ("Febrero", 5)):
                sheet = book.add_worksheet(name)
                sheet.write_row(0, 0, ["Cliente", "Monto"])
                for number in range(1, rows):
                    sheet.write_row(number, 0, [f"Ana {name}", number])
            hidden = book.add_worksheet("Oculta")
            hidden.write_column(0, 0, list(range(50)))
            hidden.hide()
        found = read_file(data.getvalue(), "a.xlsx")
        assert (found.sheet, found.sheets) == ("Febrero", ("Portada", "Enero", "Febrero"))
        assert read_file(data.getvalue(), "a.xlsx", "Enero").columns[0] == ["Ana Enero"]
        with pytest.raises(UnreadableFile, match="No hay una hoja «Marzo»"):
            read_file(data.getvalue(), "a.xlsx", "Marzo")

    def test_truths_and_big_numbers_keep_their_sense(self) -> None:
        sheet = read_file(workbook([["Cliente", "Acepta", "Folio"], ["Ana", True, 12345678901]]), "a.xlsx")
        assert [column[0] for column in sheet.columns] == ["Ana", "VERDADERO", 12345678901]


class TestHeaders:
    @pytest.mark.parametrize(
        ("rows", "at"),
        [
            ([["Cliente", "Monto", "Vence"], ["Ana", 5, 6]], 1),
            ([["Cartera", None, None], ["Nombre", "Importe", "Fecha límite"], ["Ana", "5", "6"]], 2),
            ([["alfa", "beta", "gama"], ["Ana", "5", "6"]], 1),
            ([["Ana", "500", "10/01/2026"], ["Eva", "600", "11/01/2026"]], 0),
            ([[None], [5]], 0),
        ],
    )
    def test_are_found_by_what_they_say(self, rows: list[list[Any]], at: int) -> None:
        assert headers.find(rows) == at

    def test_columns_are_named_once(self) -> None:
        assert headers.names(["Monto", "Monto", None, " Monto "]) == (
            "Monto",
            "Monto (2)",
            "Columna C",
            "Monto (3)",
        )


def test_what_is_not_spanish_is_still_read() -> None:
    sheet = read_file(("Cliente;Monto\n" + "Иван Петров Сидорович;5\n" * 20).encode("cp1251"), "a.csv")
    assert "идорович" in str(sheet.columns[0][0])


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="Cartera">
<table:table-row><table:table-cell office:value-type="string"><text:p>Cliente</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Monto</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Vence</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Ana Núñez</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="1250.5"><text:p>1.250,50</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2026-01-10"><text:p>10/01/26</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def test_an_open_document_is_read_too() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", MANIFEST)
        book.writestr("content.xml", ODS.replace("\n", ""))
    sheet = read_file(data.getvalue(), "a.ods")
    assert sheet.names == ("Cliente", "Monto", "Vence")
    assert sheet.columns[:2] == [["Ana Núñez"], [1250.5]]
    assert str(sheet.columns[2][0]).startswith("2026-01-10")
