"""A file with forty seeded defects: each is reported where it is, and nothing else is."""

import pytest

from caudal.flows.intake.rules.checking import Checked, check
from caudal.flows.intake.rules.findings import Finding
from caudal.flows.intake.rules.reading import Sheet, read_file
from tests.flows.intake import files


def of(data: bytes, name: str) -> tuple[Sheet, Checked]:
    sheet = read_file(data, name)
    return sheet, check(sheet, files.terms())


def found(findings: list[Finding]) -> list[tuple[int | None, str | None, str]]:
    return sorted((each.row or 0, each.field, each.code) for each in findings)


@pytest.mark.parametrize(("name", "first"), [("cartera.csv", 2), ("cartera.xlsx", 4)])
def test_the_forty_defects_are_found_each_in_its_row_and_column_and_no_other(name: str, first: int) -> None:
    rows, places = files.seeded()
    data = files.as_csv(rows) if name.endswith("csv") else files.as_xlsx(rows)
    _, checked = of(data, name)
    expected = sorted((first + position, each.field, each.code) for position, each in places.items())
    assert len(expected) == 40
    assert found(checked.errors) == expected
    assert all(each.problem and each.remedy and each.column for each in checked.errors)
    assert len(checked.good) == 960


@pytest.mark.parametrize("name", ["cartera.csv", "cartera.xlsx"])
def test_a_clean_file_has_none(name: str) -> None:
    rows = [files.clean(number) for number in range(1000)]
    _, checked = of(files.as_csv(rows) if name.endswith("csv") else files.as_xlsx(rows), name)
    assert checked.errors == []
    assert checked.warnings == []
    assert checked.good == list(range(1000))
