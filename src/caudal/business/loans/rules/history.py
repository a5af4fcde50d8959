"""What each thing that happens does to the book of a loan."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from caudal.business.loans.rules.allocation import SIZE, Component
from caudal.business.loans.rules.book import Book, Contract
from caudal.business.loans.rules.happenings import (
    Accelerated,
    Blocked,
    Charged,
    Drawn,
    Effect,
    Ended,
    Event,
    Frozen,
    LimitSet,
    Payment,
    RateChanged,
    Restructured,
    Undisbursed,
    Waived,
    WrittenOff,
)
from caudal.business.loans.rules.lines import LineBook
from caudal.business.loans.rules.rows import Applied, Moved, Row, Span
from caudal.business.loans.rules.terms import GraceKind
from caudal.kernel.money import Money

_INTEREST, _PRINCIPAL = Component.INTEREST, Component.PRINCIPAL


def read(contract: Contract, history: Iterable[Event]) -> Book:
    """The book after `history`, already in order."""
    book = LineBook(contract) if contract.terms.line else Book(contract)
    for event in history:
        book.move(event.on)
        _HANDLERS[type(event)](book, event)
    return book


def days_past_due(book: Book, on: date) -> tuple[int, date | None]:
    """Days since the oldest due date with capital or interest unpaid, and that date."""
    for row, _ in book.open_rows():
        if row.on < on and row.debt() > book.contract.tolerance:
            return (on - row.on).days - book.index.still(row.on, on), row.on
    return 0, None


def _pay(book: Book, event: Payment) -> None:
    day = book.today
    if book.closed_on is not None:
        book.overpaid += event.amount
        return
    if book.written_off_on is not None:
        left = book.pay_due(event.amount, day, event.how or book.contract.recovery, event.id)
        book.recovered += event.amount - left
        book.overpaid += left
        book.look_for_the_end()
        return
    if isinstance(book, LineBook) and book.terms.line is not None:
        book.receive(event)
        return
    held = event.amount + book.advance
    if held >= book.capital and held >= (payoff := sum(book.due()) + sum(book.to_close())):
        book.close(event.id, from_advance=min(book.advance, payoff) if held > payoff else 0)
        book.overpaid += held - payoff
        return
    left = book.pay_due(event.amount, day, event.how or book.contract.application, event.id)
    span = book.span
    if span is None or event.effect is Effect.ADVANCE or book.course.table:
        book.advance += left
    elif left:
        _prepay(book, span, left, event)
    book.look_for_the_end()


def _prepay(book: Book, span: Span, amount: int, event: Payment) -> None:
    """Interest to the day first, then capital; the debtor's choice says what becomes of the instalments."""
    grace = book.terms.grace
    book.settle_interest(book.today)
    waits = grace is not None and grace.kind is GraceKind.TOTAL and span.number <= grace.periods
    owed = 0 if waits else max(0, book.interest_to(book.today) - span.prepaid)
    interest = min(amount, owed)
    capital = min(amount - interest, book.balance)
    span.prepaid += interest
    book.balance -= capital
    book.capital -= capital
    book.prepaid_principal += capital
    for component, given in ((_INTEREST, interest), (_PRINCIPAL, capital)):
        if given:
            book.applied.append(Applied(event.id, book.today, 0, component, given))
    if event.effect is Effect.REDUCE_INSTALLMENT:
        book.relevel()


def _charge(book: Book, event: Charged) -> None:
    rows = book.rows
    wanted = next((place for place, row in enumerate(rows) if row.number == event.number), None)
    if wanted is None and event.number is None:
        oldest = next(book.open_rows(), None)
        wanted = rows.index(oldest[0]) if oldest else None
    if wanted is None and book.span is None:
        wanted = len(rows) - 1
    if wanted is None and book.span is not None:
        book.span.charged[event.component] += event.amount
        return
    row = rows[wanted or 0]
    row.due[event.component] += event.amount
    book.first_open = min(book.first_open, wanted or 0)
    book.closed_on = None


def _waive(book: Book, event: Waived) -> None:
    left = event.amount
    for row, owed in list(book.open_rows()):
        taken = owed[event.component] if left is None else min(left, owed[event.component])
        if taken <= 0:
            continue
        if event.component in {_PRINCIPAL, _INTEREST}:
            book.touch(row, book.today)
        if event.component is _PRINCIPAL:
            book.settle_interest(book.today)
            book.capital -= taken
        row.waived[event.component] += taken
        book.moved.forgiven[event.component] += taken
        left = None if left is None else left - taken
    book.look_for_the_end()


def _rerate(book: Book, event: RateChanged) -> None:
    book.rerate(event.rate)


def stretch(known: list[tuple[date, date]], first: date, last: date) -> None:
    """Add days to `known` so that no day is there twice.

    >>> days = [(date(2026, 1, 1), date(2026, 1, 9))]
    >>> stretch(days, date(2026, 1, 5), date(2026, 1, 20)); days
    [(datetime.date(2026, 1, 1), datetime.date(2026, 1, 20))]
    """
    apart = [each for each in known if each[1] < first or last < each[0]]
    joined = [each for each in known if each not in apart]
    first, last = min([first, *(each[0] for each in joined)]), max([last, *(each[1] for each in joined)])
    known[:] = sorted([*apart, (first, last)])


def shorten(known: list[tuple[date, date]], last: date) -> None:
    """End on `last` what of `known` went on after it.

    >>> days = [(date(2026, 1, 1), date(2026, 1, 20)), (date(2026, 2, 1), date(2026, 2, 9))]
    >>> shorten(days, date(2026, 1, 5)); days
    [(datetime.date(2026, 1, 1), datetime.date(2026, 1, 5))]
    """
    known[:] = [(first, min(end, last)) for first, end in known if first < last]


def _freeze(book: Book, event: Frozen) -> None:
    if event.thaws:
        book.settle_interest(book.today)
        shorten(book.index.frozen, event.on)
        shorten(book.pauses, event.on)
        return
    stretch(book.index.frozen, event.on, event.until)
    if event.interest:
        book.settle_interest(book.today)
        stretch(book.pauses, event.on, event.until)


def _accelerate(book: Book, _: Accelerated) -> None:
    book.everything_due()
    book.spend_advance()


def _write_off(book: Book, _: WrittenOff) -> None:
    book.everything_due()
    book.spend_advance()
    book.moved.given_up = list(book.due())
    for row, _owed in book.open_rows():
        book.touch(row, book.today)
    stretch(book.index.frozen, book.today, date.max)
    book.written_off_on = book.today


def _restructure(book: Book, event: Restructured) -> None:
    if book.closed_on is not None or book.written_off_on is not None:
        return
    days = days_past_due(book, book.today)[0]
    book.everything_due()
    owed = book.due()
    capital, carried = 0, [0] * SIZE
    for component in Component:
        amount = owed[component]
        if component is _PRINCIPAL or component in event.capitalise:
            capital += amount
            book.moved.joined[component] += 0 if component is _PRINCIPAL else amount
        elif component in event.forgive:
            book.moved.forgiven[component] += amount
        else:
            carried[component] = amount
            book.moved.carried[component] += amount
    for row, amounts in list(book.open_rows()):
        book.touch(row, book.today)
        row.waived = [gone + amount for gone, amount in zip(row.waived, amounts, strict=True)]
    if book.advance:
        book.applied.append(Applied("", book.today, 0, _PRINCIPAL, book.advance))
        capital -= book.advance
        book.advance = 0
    book.restructured_on, book.days_kept = book.today, max(days, book.days_kept)
    book.first_open = len(book.rows)
    if any(carried):
        book.rows.append(Row(0, book.today, book.today, carried))
    terms = replace(
        event.terms, principal=Money.from_minor(capital, event.terms.currency), disbursed_on=book.today
    )
    book.begin(terms)


def _undisburse(book: Book, _: Undisbursed) -> None:
    """Nothing was lent: no instalment, no interest, nothing to pay."""
    book.rows, book.applied, book.moved = [], [], Moved()
    book.first_open = book.balance = book.capital = book.advance = 0
    book.span, book.undone_on, book.closed_on = None, book.today, book.today


def _draw(book: Book, event: Drawn) -> None:
    if isinstance(book, LineBook) and book.span is not None:
        book.draw(event.amount)


def _set_limit(book: Book, event: LimitSet) -> None:
    if isinstance(book, LineBook):
        book.set_limit(event.limit, event.periods)


def _block(book: Book, event: Blocked) -> None:
    if isinstance(book, LineBook):
        book.blocked = event.blocked


def _end(book: Book, _: Ended) -> None:
    book.everything_due()
    book.look_for_the_end()


_HANDLERS: dict[type[Event], Callable[[Book, Any], None]] = {
    Payment: _pay,
    Charged: _charge,
    Waived: _waive,
    RateChanged: _rerate,
    Frozen: _freeze,
    Accelerated: _accelerate,
    Restructured: _restructure,
    WrittenOff: _write_off,
    Undisbursed: _undisburse,
    Drawn: _draw,
    LimitSet: _set_limit,
    Blocked: _block,
    Ended: _end,
}
