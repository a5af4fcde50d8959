"""Amounts as people type them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.flows.intake.rules import amounts
from caudal.flows.intake.rules.amounts import Figure
from caudal.flows.intake.rules.findings import Bad
from tests.flows.intake import files

READ = [
    ("1,250,000.50", ".", "1250000.50", None),
    ("$ 1.250.000,50", ",", "1250000.50", None),
    ("$1,250.5", ".", "1250.5", None),
    ("1'250,000.50", ".", "1250000.50", None),
    ("1 250 000", ".", "1250000", None),
    ("\u00a01\u202f250\u00a0", ".", "1250", None),
    (".50", ".", "0.50", None),
    ("500", ",", "500", None),
    ("(500)", ".", "-500", None),
    ("( $ 1,200.00 )", ".", "-1200.00", None),
    ("500-", ".", "-500", None),
    ("-$5", ".", "-5", None),
    ("$-5", ".", "-5", None),
    ("US$ 100", ".", "100", "USD"),
    ("U$S 100,25", ",", "100.25", "USD"),
    ("RD$1,500.75", ".", "1500.75", "DOP"),
    ("COP $ 250.000", ",", "250000", "COP"),
    ("MXN 10,000.00", ".", "10000.00", "MXN"),
    ("10,000.00 M.N.", ".", "10000.00", "MXN"),
    ("100 USD", ".", "100", "USD"),
    ("S/ 20", ".", "20", "PEN"),
    ("€ 20", ".", "20", "EUR"),
    ("5000 pesos", ".", "5000", None),
    (1250, ".", "1250", None),
    (1250.33, ",", "1250.33", None),
    (0.1 + 0.2, ".", "0.3", None),
]
REFUSED = [
    ("mil pesos", ".", "monto-no-es-numero"),
    ("100 aprox", ".", "monto-no-es-numero"),
    ("10%", ".", "monto-no-es-numero"),
    ("(500", ".", "monto-no-es-numero"),
    ("VERDADERO", ".", "monto-no-es-numero"),
    ("1.250.000,50", ".", "monto-en-otro-formato"),
    ("1,250.50", ",", "monto-en-otro-formato"),
    ("12,34,56", ".", "monto-mal-separado"),
    ("1.2.3", ".", "monto-mal-separado"),
    ("10-may", ".", "monto-es-fecha"),
    ("10/05/2026", ".", "monto-es-fecha"),
    (files.TODAY, ".", "monto-es-fecha"),
    ("#N/A", ".", "error-de-formula"),
    ("#¡DIV/0!", ".", "error-de-formula"),
    ("######", ".", "columna-angosta"),
    ("1.2E+07", ".", "notacion-cientifica"),
]


@pytest.mark.parametrize(("cell", "mark", "amount", "currency"), READ)
def test_reads(cell: Any, mark: str, amount: str, currency: str | None) -> None:
    assert amounts.parse(cell, mark) == Figure(Decimal(amount), currency)


@pytest.mark.parametrize(("cell", "mark", "code"), REFUSED)
def test_refuses_saying_why_and_what_to_do(cell: Any, mark: str, code: str) -> None:
    found = amounts.parse(cell, mark)
    assert isinstance(found, Bad)
    assert (found.code, bool(found.problem), bool(found.remedy)) == (code, True, True)
    assert "{" not in found.remedy


def test_the_remedy_is_the_amount_as_the_file_writes_them() -> None:
    found = amounts.parse("1.250.000,50", ".")
    assert isinstance(found, Bad)
    assert "escríbalo 1250000.50" in found.remedy


@pytest.mark.parametrize("cell", [None, "", " \u00a0 "])
def test_a_blank_is_nothing(cell: Any) -> None:
    assert amounts.parse(cell, ".") is None


class TestCheck:
    @pytest.mark.parametrize(
        ("written", "digits", "code"),
        [
            ("100.555", 2, "monto-con-mas-decimales"),
            ("1.250", 2, "monto-con-mas-decimales"),
            ("1.250", 0, "monto-con-mas-decimales"),
            ("100.5", 0, "monto-con-mas-decimales"),
            ("0", 2, "monto-cero"),
            ("-5", 2, "monto-negativo"),
            ("999999999999999", 2, "monto-demasiado-grande"),
        ],
    )
    def test_refuses(self, written: str, digits: int, code: str) -> None:
        found = amounts.check(Figure(Decimal(written)), digits)
        assert found is not None
        assert found.code == code

    @pytest.mark.parametrize(
        ("written", "digits"), [("100.50", 2), ("100.5000", 2), ("100.00", 0), ("0.01", 2)]
    )
    def test_accepts(self, written: str, digits: int) -> None:
        assert amounts.check(Figure(Decimal(written)), digits) is None

    def test_what_may_be_a_thousand_is_never_read_as_one(self) -> None:
        found = amounts.check(Figure(Decimal("1.250")), 2)
        assert found is not None
        assert "escriba 1250" in found.remedy

    def test_zero_may_be_allowed(self) -> None:
        assert amounts.check(Figure(Decimal(0)), 2, zero=True) is None


class TestCurrency:
    @pytest.mark.parametrize(
        ("cell", "code"),
        [("mxn", "MXN"), ("Dólares", "USD"), ("US$", "USD"), ("RD$", "DOP"), ("Pesos Colombianos", "COP"),
         ("M.N.", "MXN"), ("pesos", "DOP"), ("$", "DOP"), ("", None), ("#REF!", "error-de-formula"),
         ("BRL", "moneda-desconocida")],
    )  # fmt: skip
    def test_is_a_code_a_name_or_the_local_one(self, cell: str, code: str | None) -> None:
        found = amounts.currency(cell, "DOP")
        assert (found.code if isinstance(found, Bad) else found) == code


def grouped(cents: int, mark: str) -> str:
    whole = f"{cents // 100:,}.{cents % 100:02d}"
    return whole if mark == "." else whole.translate(str.maketrans(".,", ",."))


@given(
    cents=st.integers(0, 10**15),
    mark=st.sampled_from(".,"),
    dress=st.sampled_from(["{}", "$ {}", "${}", "  {} ", "MXN {}", "{} MXN", "$\u00a0{}"]),
    negative=st.sampled_from(["{}", "-{}", "({})", "{}-"]),
)
def test_what_is_written_is_read_back(cents: int, mark: str, dress: str, negative: str) -> None:
    text = negative.format(dress.format(grouped(cents, mark)).strip())
    found = amounts.parse(text, mark)
    assert isinstance(found, Figure)
    sign = 1 if negative == "{}" else -1
    assert found.amount == Decimal(cents).scaleb(-2) * sign


@given(cents=st.integers(1, 10**14), mark=st.sampled_from(".,"))
def test_another_format_is_never_read_as_this_one(cents: int, mark: str) -> None:
    """A file in one format read in the other is refused or has more decimals than there are; it is never wrong."""
    other = "," if mark == "." else "."
    found = amounts.parse(grouped(cents, mark), other)
    if isinstance(found, Figure):
        assert amounts.check(found, 2) is not None or found.amount == Decimal(cents).scaleb(-2)
