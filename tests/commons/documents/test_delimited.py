"""A plain file: what other programs read, and what a spreadsheet must not run."""

import csv
import doctest
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.commons.documents import delimited
from caudal.commons.documents.delimited import csv_pieces, csv_text
from tests.commons.documents.tables import HOSTILE, many, row, table


def lines(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_begins_with_the_mark_that_excel_needs() -> None:
    made = csv_text(table([row(1, "10")]))
    assert made.startswith(b"\xef\xbb\xbfFolio;Cliente;")
    assert made.endswith(b"\r\n")


@pytest.mark.parametrize(("country", "figure"), [("MX", "10000.05"), ("DO", "10000.05"), ("CO", "10000,05")])
def test_writes_decimals_as_the_country_does(country: str, figure: str) -> None:
    said = lines(csv_text(table([row(1, "10000.05")], country=country)))[1]
    assert said == ["CXC-001", "Juan Pérez", "10/02/2026", "1", figure, "10/01/2026 15:05", "MXN"]


@pytest.mark.parametrize("text", HOSTILE)
def test_runs_nothing(text: str) -> None:
    cell = lines(csv_text(table([row(1, "-10", client=text)])))[1][1]
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert cell.removeprefix("'") == text


def test_a_negative_figure_is_still_a_figure() -> None:
    assert lines(csv_text(table([row(1, "-10")])))[1][4] == "-10.00"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_comes_back(text: str) -> None:
    cell = lines(csv_text(table([row(1, "1", client=text)])))[1][1]
    assert cell in {text, f"'{text}"}


def test_is_sent_piece_by_piece() -> None:
    taken = 0

    def counted() -> object:
        nonlocal taken
        for each in many(100_000):
            taken += 1
            yield each

    pieces = csv_pieces(table(counted()))  # type: ignore[arg-type]
    next(pieces)
    assert taken < 1_000


def test_pieces_are_the_whole() -> None:
    assert b"".join(csv_pieces(table(many(1_234)))) == csv_text(table(many(1_234)))
    assert len(lines(csv_text(table(many(1_234))))) == 1_235


def test_examples_hold() -> None:
    assert doctest.testmod(delimited).failed == 0
