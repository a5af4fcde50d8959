"""The arrears of an instalment, month by month: on what, how many days, at what rate and under which certificate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from caudal.business.loans.rules.arrears import amount_of
from caudal.business.loans.rules.book import Book, Contract
from caudal.business.loans.rules.ceilings import Ceiling
from caudal.business.loans.rules.happenings import Event, in_order
from caudal.business.loans.rules.history import read
from caudal.business.loans.rules.rows import Row


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one month on one base. Amounts in minor units; `annual` is the effective rate charged.

    Args:
        base: what the arrears ran on.
        days: those that count, frozen ones out.
        by: the certificate that brought the agreed rate down, if one did.
    """

    base: int
    first: date
    last: date
    days: int
    annual: Decimal
    by: Ceiling | None
    amount: int


def arrears_of(contract: Contract, events: Iterable[Event], as_of: date, number: int) -> tuple[Stretch, ...]:
    """How the arrears of instalment `number` up to `as_of` were made; the amounts add up to what is charged.

    Empty when nothing runs: it isn't late, it is within the days of grace, or a fee is charged instead of a rate.
    """
    if as_of < contract.terms.disbursed_on:
        return ()
    book = read(contract, in_order(events, as_of))
    book.move(as_of)
    row = next((each for each in reversed(book.rows) if each.number == number), None)
    return tuple(_stretches(book, row, as_of)) if row is not None else ()


def _stretches(book: Book, row: Row, as_of: date) -> Iterable[Stretch]:
    rule = book.contract.arrears
    if rule.rate is None or (as_of - row.on).days <= rule.grace_days:
        return
    told = scaled = 0
    for base, start, end in [*row.stretches, (book.base(row), row.since, as_of)]:
        if not base:
            continue
        for month in book.index.by_month(base, start, end):
            upto = amount_of(scaled + base * book.index.between(start, month.last))
            yield Stretch(base, month.first, month.last, month.days, month.annual, month.by, upto - told)
            told = upto
        scaled += base * book.index.between(start, end)
