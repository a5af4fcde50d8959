"""The workbooks that go back: the template can be filled in and read, and nothing becomes a formula."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from caudal.flows.intake import queries, workbooks
from caudal.flows.intake.analysing import analyse
from caudal.flows.intake.rules.checking import check
from caudal.flows.intake.rules.fields import KINDS, fields
from caudal.flows.intake.rules.formats import Formats
from caudal.flows.intake.rules.reading import read_file
from tests.flows.intake import files


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_is_understood_whole_and_its_examples_do_not_enter(kind: str) -> None:
    data = queries.template(kind)
    sheet = read_file(data, "plantilla.xlsx")
    found = analyse(sheet, kind, "MX", "MXN")
    guessed = {column.guess: column.name for column in found.columns if column.guess}
    assert guessed == {each.key: each.label for each in fields(kind)}
    checked = check(sheet, files.terms(kind=kind, mapping=guessed, formats=found.formats))
    assert checked.good == []
    assert {each.code for each in checked.warnings} == {"fila-de-ejemplo"}
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == [KINDS[kind], "Instrucciones"]


def test_the_examples_are_right_once_they_are_somebodys() -> None:
    sheet = read_file(queries.template("debts"), "plantilla.xlsx")
    column = sheet.columns[0]
    column[:] = [str(cell).removeprefix("(Ejemplo) ") for cell in column]
    mapping = {each.key: each.label for each in fields("debts")}
    checked = check(sheet, files.terms(mapping=mapping, formats=Formats(".", "dmy", "DO", "DOP")))
    assert checked.errors == []
    assert len(checked.good) == 3


def test_what_looks_like_a_formula_goes_back_as_text() -> None:
    rows = [
        files.clean(0)
        | {"client": '=HYPERLINK("http://x","Ana")', "concept": "@SUM(A1)", "zone": "+1", "branch": "-2"}
    ]
    sheet = read_file(files.as_csv(rows), "=cmd.csv")
    checked = check(sheet, files.terms())
    data = workbooks.errors(sheet, checked.errors, checked.warnings)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert not any(
            b"<f>" in book.read(name) for name in book.namelist() if name.startswith("xl/worksheets")
        )
    assert read_file(data, "a.xlsx").columns[1][0] == '=HYPERLINK("http://x","Ana")'


def test_a_sheet_may_be_called_anything() -> None:
    rows = [files.clean(0) | {"amount": "x"}]
    sheet = read_file(files.as_xlsx(rows), "a.xlsx")
    object.__setattr__(sheet, "sheet", "Qué corregir")
    checked = check(sheet, files.terms())
    data = workbooks.errors(sheet, checked.errors, checked.warnings)
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["Qué corregir", "Qué corregir 2"]
