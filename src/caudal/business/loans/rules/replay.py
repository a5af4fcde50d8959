"""A loan on any date: its contract and what happened to it, read again from the start.

Nothing is stored but the contract and the dated events, so a late payment or a corrected date is one more event,
and any past day can be asked. What was shown on a day is the same question with `known_on` that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from caudal.business.loans.rules.allocation import NOTHING, Amounts, Component
from caudal.business.loans.rules.book import Book, Contract
from caudal.business.loans.rules.happenings import (
    Event,
    in_order,
)
from caudal.business.loans.rules.history import days_past_due, read
from caudal.business.loans.rules.lines import LineBook, LineState
from caudal.business.loans.rules.rows import Applied, Moved, Row
from caudal.kernel.problems import Invalid

_INTEREST, _PRINCIPAL = Component.INTEREST, Component.PRINCIPAL


class LoanStatus(StrEnum):
    """Where a loan stands: not handed over yet, up to date, late, paid, given up by the books, collected after.

    `undone`: its hand-over was reversed.
    """

    PENDING = "pending"
    CURRENT = "current"
    LATE = "late"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    RECOVERED = "recovered"
    UNDONE = "undone"


ENDED = frozenset({LoanStatus.PAID, LoanStatus.WRITTEN_OFF, LoanStatus.RECOVERED, LoanStatus.UNDONE})
"""Where a loan is out of the portfolio."""


@dataclass(frozen=True, slots=True)
class InstalmentState:
    """An instalment as it stands. Amounts by component, minor units.

    Args:
        due: what it takes; of those to come, as things stand today.
        covered: what is held in advance for it.
        joined: interest of a grace that became capital.
        number: 0 is what a restructure left due at once.
    """

    number: int
    nominal: date
    due_on: date
    due: Amounts
    paid: Amounts
    waived: Amounts
    balance: int
    fallen: bool
    covered: int = 0
    joined: int = 0

    @property
    def total(self) -> int:
        return sum(self.due)

    @property
    def left(self) -> int:
        """What is still to be paid of it."""
        return self.total - sum(self.paid) - sum(self.waived) - self.covered


@dataclass(frozen=True, slots=True)
class LoanState:
    """Everything there is to say of a loan on `as_of`. Amounts in minor units, by component where a tuple.

    Args:
        principal: capital outstanding, due or not.
        due: what fell due and is unpaid, arrears to the day included.
        accrued: ordinary interest made since the last due date and not due yet.
        to_close: what hasn't fallen due and closing today would pay besides.
        payoff: what closes it that day: what is due and to close, less what is held in advance.
        earned: everything charged since the first day, paid or not; days differ by what the books post.
        days_past_due: since the oldest due date with capital or interest unpaid; days frozen don't count.
        days_kept: those it had when it was restructured: it stays in the portfolio at risk by them.
        moved: what changed hands without money: forgiven, joined to the capital, carried over, given up.
        advance: held for the instalments to come; `overpaid`: beyond everything owed.
        recovered: paid after writing off; with everything paid, `closed_on` is when.
        line: of a line of credit, its limit and its cycles.
    """

    as_of: date
    status: LoanStatus
    principal: int
    due: Amounts
    accrued: int
    to_close: Amounts
    payoff: int
    earned: Amounts
    days_past_due: int
    oldest_due_on: date | None
    next_due: InstalmentState | None
    instalments: tuple[InstalmentState, ...]
    applied: tuple[Applied, ...]
    advance: int
    overpaid: int
    recovered: int
    prepaid_principal: int
    days_kept: int
    restructured_on: date | None
    written_off_on: date | None
    closed_on: date | None
    moved: Moved = field(default_factory=Moved)
    line: LineState | None = None

    @property
    def due_total(self) -> int:
        return sum(self.due)


def replay(
    contract: Contract, events: Iterable[Event], as_of: date, known_on: date | None = None
) -> LoanState:
    """The state of a loan on `as_of`.

    Args:
        contract: what was agreed.
        events: what happened, in any order; what is dated after `as_of` is not looked at.
        as_of: the day asked; what happens on it is included.
        known_on: only with what was recorded up to that day.

    Raises:
        Invalid: something is dated before the money was handed over.
    """
    history = in_order(events, as_of, known_on)
    start = contract.terms.disbursed_on
    if as_of < start:
        return _pending(contract, as_of)
    if history and history[0].on < start:
        raise Invalid(f"{history[0].on} es anterior al desembolso, {start}", errors=[_early()])
    return _state(read(contract, history), as_of)


def _early() -> dict[str, str]:
    return {"pointer": "/on", "detail": "no puede ser anterior al desembolso"}


def _state(book: Book, as_of: date) -> LoanState:
    book.move(as_of)
    book.look_for_the_end()
    due, span = book.due(), book.span
    days, oldest = days_past_due(book, as_of)
    coming = _coming(book)
    fallen = [_fallen(book, row) for row in book.rows]
    status = LoanStatus.LATE if days else LoanStatus.CURRENT
    if book.undone_on is not None:
        status = LoanStatus.UNDONE
    elif book.written_off_on is not None:
        status = LoanStatus.WRITTEN_OFF if book.closed_on is None else LoanStatus.RECOVERED
    elif book.closed_on is not None:
        status = LoanStatus.PAID
    return LoanState(
        as_of=as_of,
        status=status,
        principal=book.capital,
        due=due,
        accrued=max(0, book.interest_to(as_of) - span.prepaid) if span else 0,
        to_close=_five(book.to_close()),
        payoff=book.payoff(),
        earned=book.earned(),
        days_past_due=days,
        oldest_due_on=oldest,
        next_due=next((each for each in coming if each.left > 0), None),
        instalments=(*fallen, *coming),
        applied=tuple(book.applied),
        advance=book.advance,
        overpaid=book.overpaid,
        recovered=book.recovered,
        prepaid_principal=book.prepaid_principal,
        days_kept=book.days_kept,
        restructured_on=book.restructured_on,
        written_off_on=book.written_off_on,
        closed_on=book.closed_on,
        moved=book.moved,
        line=book.state() if isinstance(book, LineBook) else None,
    )


def _fallen(book: Book, row: Row) -> InstalmentState:
    book.be_late(row, book.today)
    return InstalmentState(
        number=row.number, nominal=row.nominal, due_on=row.on, due=_five(row.due), paid=_five(row.paid),
        waived=_five(row.waived), balance=row.balance, fallen=True, joined=row.joined,
    )  # fmt: skip


def _coming(book: Book) -> list[InstalmentState]:
    """The instalments to come as things stand: what is late is taken as paid today."""
    found: list[InstalmentState] = []
    held = book.advance
    for row, prepaid in book.ahead():
        covered = min(held, sum(row.due) - prepaid)
        held -= covered
        paid = (0, 0, 0, prepaid, 0) if prepaid else NOTHING
        state = InstalmentState(
            number=row.number, nominal=row.nominal, due_on=row.on, due=_five(row.due), paid=paid, waived=NOTHING,
            balance=row.balance, fallen=False, covered=covered, joined=row.joined,
        )  # fmt: skip
        found.append(state)
    return found


def _five(amounts: list[int]) -> Amounts:
    return (amounts[0], amounts[1], amounts[2], amounts[3], amounts[4])


def _pending(contract: Contract, as_of: date) -> LoanState:
    book = read(contract, ())
    coming = _coming(book)
    return LoanState(
        as_of=as_of, status=LoanStatus.PENDING, principal=0, due=NOTHING, accrued=0, to_close=NOTHING, payoff=0,
        earned=NOTHING, days_past_due=0,
        oldest_due_on=None, next_due=coming[0] if coming else None, instalments=tuple(coming), applied=(), advance=0,
        overpaid=0, recovered=0, prepaid_principal=0, days_kept=0, restructured_on=None, written_off_on=None,
        closed_on=None, line=book.state() if isinstance(book, LineBook) else None,
    )  # fmt: skip
