"""Entries that a person writes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from caudal.ledger.rules import CONTROL, Use

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class ManualLine:
    """A line by the code of its account; ``amount`` is positive for debit."""

    account: str
    amount: Money


def is_control(use: str | None) -> bool:
    """Whether only its own room moves an account.

    >>> is_control("AR"), is_control("EXPENSES"), is_control(None)
    (True, False, False)
    """
    return use is not None and Use(use) in CONTROL


def left_over(lines: Sequence[ManualLine]) -> dict[str, Money]:
    """What debits and credits differ by in each currency, only where they do.

    >>> left_over([ManualLine("601.84", Money.of(5, "MXN")), ManualLine("305.01", Money.of(-4, "MXN"))])
    {'MXN': Money(currency='MXN', amount=Decimal('1.00'))}
    """
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.amount.currency] = sums.get(line.amount.currency, 0) + line.amount.minor
    return {currency: Money.from_minor(minor, currency) for currency, minor in sums.items() if minor}


def kept(lines: Sequence[ManualLine]) -> list[dict[str, Any]]:
    """The lines as they are stored and signed."""
    return [{"account": line.account, "amount": line.amount.json()} for line in lines]


def read(lines: Sequence[Mapping[str, Any]]) -> list[ManualLine]:
    """The lines back from what was stored."""
    return [
        ManualLine(each["account"], Money.of(each["amount"]["amount"], each["amount"]["currency"]))
        for each in lines
    ]


def one_side(debit: Money | None, credit: Money | None, number: int = 0) -> Money:
    """The amount of a line from its two sides: only one is given, and more than zero.

    >>> one_side(None, Money.of(5, "MXN"))
    Money(currency='MXN', amount=Decimal('-5.00'))

    Raises:
        Invalid: both or neither are given, or it isn't more than zero.
    """
    given = debit if credit is None else credit if debit is None else None
    if given is None or not given.is_positive:
        told = "un cargo o un abono mayor que cero, y solo uno"
        raise Invalid(
            f"Renglón {number + 1}: {told}", errors=[{"pointer": f"/lines/{number}", "detail": told}]
        )
    return given if credit is None else -given
