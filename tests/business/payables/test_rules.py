"""What an invoice is compared with, what it adds to the books, and the day it is paid."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caudal.business.payables.commands.papers import kind_of_paper
from caudal.business.payables.rules.accounts import clabe_digit, wrong_account
from caudal.business.payables.rules.matching import (
    Figures,
    Owner,
    TaxKind,
    TaxLine,
    accrued,
    match,
    settled_up,
)
from caudal.business.payables.rules.states import State, label, scheduled_on, usable_from
from caudal.flows.payment_files import plain
from caudal.kernel.money import Money
from caudal.ledger.rules import Use, imbalances

OWNER = Owner(Use.COSTS, UUID(int=1), UUID(int=2))
cents = st.integers(1, 10**12)
FIXTURE = Money.of(7_000, "MXN")


def pesos(minor: int) -> Money:
    return Money.from_minor(minor, "MXN")


taxes = st.lists(
    st.builds(lambda kind, minor: TaxLine(kind, "t", pesos(minor)), st.sampled_from(TaxKind), st.integers(1, 10**9)),
    max_size=5,
)  # fmt: skip


@settings(max_examples=100)
@given(subtotal=cents, lines=taxes, contracted=cents, includes=st.booleans())
def test_it_matches_to_the_cent_and_says_so_when_it_does_not(
    subtotal: int, lines: list[TaxLine], contracted: int, includes: bool
) -> None:
    figures = Figures(pesos(subtotal), tuple(lines))
    found = match(figures, pesos(contracted), includes_tax=includes)
    compared = subtotal + (figures.tax.minor if includes else 0)
    assert (found.matches, found.difference.minor) == (compared == contracted, compared - contracted)
    assert bool(found.banner) is not found.matches
    assert match(figures, pesos(compared), includes_tax=includes).matches


@settings(max_examples=100)
@given(subtotal=cents, lines=taxes, before=cents)
def test_the_books_end_saying_what_the_invoice_says(subtotal: int, lines: list[TaxLine], before: int) -> None:
    figures = Figures(pesos(subtotal), tuple(lines))
    written = accrued(OWNER, pesos(before)) + settled_up(OWNER, pesos(before), figures)
    assert imbalances(written, 1) == {}
    said = {use: sum(x.amount.minor for x in written if x.account == use) for use in Use}
    assert (said[Use.COSTS], said[Use.TAX_CREDIT]) == (subtotal, figures.tax.minor)
    assert (said[Use.WITHHOLDINGS], said[Use.PAYABLES]) == (-figures.withheld.minor, -figures.total.minor)


@given(on=st.dates(date(2000, 1, 1), date(2100, 1, 1)), days=st.integers(0, 365))
def test_it_is_paid_so_many_days_after_it_was_authorised(on: date, days: int) -> None:
    assert scheduled_on(on, days) - on == timedelta(days=days)
    assert usable_from(on, replaces=False) == on < usable_from(on, replaces=True)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(1, 9))
def test_a_clabe_with_a_wrong_digit_is_noticed(first: str, off: int) -> None:
    good = clabe_digit(first)
    assert wrong_account("clabe", f"{first}{good}") == ""
    assert wrong_account("clabe", f"{first}{(good + off) % 10}")


@pytest.mark.parametrize("number", ["1234", "x" * 8, "A" * 35, "12 345", "١٢٣٤٥٦"])
def test_what_is_no_account(number: str) -> None:
    assert wrong_account("account", number)


def test_words() -> None:
    assert label(State.READY) == "🟡 POR PEDIR"
    assert plain("Ñandú & Cía. ¡ya!", 40) == "NANDU CIA YA"
    assert kind_of_paper(b"\xef\xbb\xbf<?xml version='1.0'?>") == "application/xml"
    assert match(Figures(Money.of("7000.50", "MXN")), FIXTURE, includes_tax=True).banner.endswith(
        "factura $7,000.50, contrato $7,000"
    )
