"""The book of a line of credit: what was drawn, a statement by cycle, and what is left to draw on any day.

Interest runs on what is really owed each day, from the day after a draw to the day of a payment. What is paid beyond
what was billed goes to capital at once, and can be drawn again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.book import Book
from caudal.business.loans.rules.factors import factors
from caudal.business.loans.rules.happenings import Payment
from caudal.business.loans.rules.ratios import Ratio
from caudal.business.loans.rules.rows import Applied, Row, Span
from caudal.business.loans.rules.schedule import dates_of
from caudal.business.loans.rules.terms import LoanRate, Terms
from caudal.kernel.problems import Problem

_INTEREST, _PRINCIPAL = Component.INTEREST, Component.PRINCIPAL


class OverLimit(Problem):
    type, title, status = "cupo-excedido", "Pasa del cupo disponible", 409


@dataclass(frozen=True, slots=True)
class Statement:
    """A cycle of a line, from the day after `start` to `cut`. Amounts in minor units.

    Args:
        drawn: in the cycle; `paid`: of capital, in the cycle.
        held: Σ balance × days, exact.
        minimum: what is asked on `due_on`: `capital`, `interest` and `charges`.
        closed: the cut came; otherwise it is how the cycle goes so far, and its minimum what it would be.
    """

    number: int
    start: date
    cut: date
    due_on: date
    opening: int
    drawn: int
    paid: int
    closing: int
    held: int
    interest: int
    charges: int
    capital: int
    limit: int
    closed: bool

    @property
    def minimum(self) -> int:
        return self.capital + self.interest + self.charges

    @property
    def average(self) -> Ratio:
        """The average daily balance."""
        return self.held, max(1, (self.cut - self.start).days)


@dataclass(frozen=True, slots=True)
class LineState:
    """A line on a day. `cut_on`: the next cut; none once it ended. Amounts in minor units."""

    limit: int
    used: int
    available: int
    blocked: bool
    cut_on: date | None
    ends_on: date
    statements: tuple[Statement, ...]


class LineBook(Book):
    """The state of a line on `today`. A restructure makes an ordinary loan of it."""

    def begin(self, terms: Terms) -> None:
        """Start the terms: of a line, with nothing drawn."""
        if terms.line is None:
            super().begin(terms)
            return
        self.limit, self.blocked, self.rate = terms.principal.minor, False, terms.rate
        self.opening = self.drawn = 0
        self.statements: list[Statement] = []
        super().begin(terms)
        self.handed = self.balance = self.capital = 0

    def draw(self, amount: int) -> None:
        """Take money from the line today."""
        self.settle_interest(self.today)
        self.balance += amount
        self.capital += amount
        self.drawn += amount

    def set_limit(self, limit: int, periods: int | None) -> None:
        """Another limit from today on; and another end, counted in cuts from the first day."""
        self.limit = limit
        span = self.span
        if periods is None or span is None or periods < span.number:
            return
        self.terms = replace(self.terms, periods=periods)
        self.dues = dates_of(self.terms, self.terms.first)
        found = factors(self.terms, self.dues, self.rate)
        self.course.parts = (*self.course.parts[: span.number], *found[span.number :])
        self.course.count = periods

    def rerate(self, rate: LoanRate) -> None:
        """The ordinary rate becomes another from today."""
        self.rate = rate
        super().rerate(rate)

    def available(self) -> int:
        """What may be drawn today."""
        if self.blocked or self.span is None or self.terms.line is None:
            return 0
        return max(0, self.limit - self.capital)

    def receive(self, event: Payment) -> None:
        """Pay what was billed, then capital, then the interest made so far; the rest isn't the line's."""
        left = self.pay_due(event.amount, self.today, event.how or self.contract.application, event.id)
        span = self.span
        if left and span is not None:
            self.settle_interest(self.today)
            capital = min(left, self.balance)
            self.balance -= capital
            self.capital -= capital
            self.prepaid_principal += capital
            owed = 0 if self.balance else max(0, self.interest_to(self.today) - span.prepaid)
            interest = min(left - capital, owed)
            span.prepaid += interest
            for component, given in ((_PRINCIPAL, capital), (_INTEREST, interest)):
                if given:
                    self.applied.append(Applied(event.id, self.today, 0, component, given))
            left -= capital + interest
        self.overpaid += left
        self.look_for_the_end()

    def fall_due(self, day: date) -> None:
        """A cycle ends: its minimum is billed, and the next one begins."""
        span, held, closing = self.span, self._held(day), self.capital
        super().fall_due(day)
        if span is not None and self.terms.line is not None:
            self.statements.append(self._statement(span, self.rows[-1], held, day, closing))
            self.opening, self.drawn = closing, 0

    def charges(self, balance: int, interest: int) -> Iterator[tuple[Component, int]]:
        """Of a line, on all that is owed, and nothing in a cycle in which it wasn't used."""
        if self.terms.line is None:
            return super().charges(balance, interest)
        return super().charges(self.capital, interest) if self.capital or interest else iter(())

    def ahead(self) -> Iterator[tuple[Row, int]]:
        """Of a line, nothing is owed before its cut."""
        return iter(()) if self.terms.line is not None else super().ahead()

    def state(self) -> LineState | None:
        """The line as it is today; none once it is an ordinary loan."""
        if self.terms.line is None:
            return None
        span = self.span
        now: tuple[Statement, ...] = ()
        if span is not None:
            row = self._row(span, self.course, self.balance, self.interest_to(self.today))
            now = (
                self._statement(span, row, self._held(self.today), self.today, self.capital, closed=False),
            )
        return LineState(
            limit=self.limit, used=self.capital, available=self.available(), blocked=self.blocked,
            cut_on=span.end if span else None, ends_on=self.dues[-1].nominal,
            statements=(*self.statements, *now),
        )  # fmt: skip

    def _held(self, day: date) -> int:
        span = self.span
        return span.balance_days + self.running * self.counted(span.since, day) if span else 0

    def _statement(
        self, span: Span, row: Row, held: int, cut: date, closing: int, *, closed: bool = True
    ) -> Statement:
        beside = sum(row.due) - row.due[_INTEREST] - row.due[_PRINCIPAL]
        return Statement(
            number=span.number, start=span.start, cut=cut, due_on=span.on, opening=self.opening, drawn=self.drawn,
            paid=self.opening + self.drawn - closing, closing=closing, held=held, interest=row.due[_INTEREST],
            charges=beside, capital=row.due[_PRINCIPAL], limit=self.limit, closed=closed,
        )  # fmt: skip
