"""The book of one loan while its history is read: what fell due, what was paid of it, what runs today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from caudal.business.loans.rules.allocation import (
    CAPITAL_FIRST,
    SIZE,
    Amounts,
    Application,
    Component,
    Mode,
    allocate,
)
from caudal.business.loans.rules.arrears import ArrearsRule, Base, Index, amount_of
from caudal.business.loans.rules.course import Course, interest_of, rounded_interest
from caudal.business.loans.rules.factors import effective_annual, factors
from caudal.business.loans.rules.ratios import whole
from caudal.business.loans.rules.rows import Applied, Moved, Row, Span
from caudal.business.loans.rules.schedule import charge_of, dates_of, schedule
from caudal.business.loans.rules.terms import ChargeWhen, LoanRate, Method, Terms

_NO_ARREARS, _LEGAL = ArrearsRule(), Application()
_RECOVERY = Application(CAPITAL_FIRST, Mode.VERTICAL)
_ARREARS, _INTEREST, _PRINCIPAL = Component.ARREARS, Component.INTEREST, Component.PRINCIPAL


@dataclass(frozen=True, slots=True)
class Contract:
    """A loan as agreed and how it is served.

    Args:
        application: where payments go; `recovery`: where they go once it was written off.
        to_rest: closing before a due date pays the interest of the whole period (where the law allows it).
        days_kept: days past due of the loans it renewed: it stays in the portfolio at risk by them.
        tolerance: unpaid capital and interest up to this many minor units doesn't make an instalment late.
    """

    terms: Terms
    arrears: ArrearsRule = _NO_ARREARS
    application: Application = _LEGAL
    recovery: Application = _RECOVERY
    to_rest: bool = False
    days_kept: int = 0
    tolerance: int = 0


class Book:
    """The state of a loan on `today`, moved forward by its events; see `replay`."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.rows: list[Row] = []
        self.first_open = 0
        self.advance = self.overpaid = self.recovered = self.prepaid_principal = 0
        self.applied: list[Applied] = []
        self.pauses: list[tuple[date, date]] = []
        self.agreed = effective_annual(contract.terms.rate, contract.terms.frequency)
        self.index = Index(contract.arrears, self.agreed)
        self.written_off_on: date | None = None
        self.closed_on: date | None = None
        self.restructured_on: date | None = None
        self.undone_on: date | None = None
        self.days_kept = contract.days_kept
        self.moved = Moved()
        self.span: Span | None = None
        self.begin(contract.terms)

    def begin(self, terms: Terms) -> None:
        """Start the terms."""
        plan = schedule(terms)
        self.terms, self.handed = terms, plan.handed
        self.dues = dates_of(terms, terms.first)
        self.balance = self.capital = plan.opening
        self.course = Course(terms, self.balance, factors(terms, self.dues))
        self.recurring = tuple(each for each in terms.charges if each.when is ChargeWhen.INSTALMENT)
        self.today = terms.disbursed_on
        self._open(1, terms.disbursed_on)

    # ── time ──────────────────────────────────────────────────────────────────────────────────────────
    def move(self, to: date) -> None:
        """Let time pass: instalments whose date has come fall due, and take what was paid in advance."""
        while self.span is not None and self.span.end <= to and self.written_off_on is None:
            self.today = max(self.today, self.span.end)
            self.fall_due(self.span.end)
        self.today = max(self.today, to)

    def fall_due(self, day: date) -> None:
        """The instalment that runs falls due on `day`, and the next one begins."""
        span = self.span
        if span is None:
            return
        row = self._row(span, self.course, self.balance, self.interest_to(day))
        row.paid[_INTEREST] = taken = min(span.prepaid, row.due[_INTEREST])
        self.advance += span.prepaid - taken
        self.balance = row.balance
        self.capital += row.joined
        self.moved.joined[_INTEREST] += row.joined
        self.rows.append(row)
        self.span = None
        if not self.course.ends(span.number, self.balance):
            self._open(span.number + 1, span.end)
        self.spend_advance()

    def _open(self, number: int, start: date) -> None:
        due = self.dues[number - 1]
        self.span = Span(number, start, due.nominal, due.on, start)
        self.course.starts(number, self.balance)

    def _row(self, span: Span, course: Course, balance: int, interest: int) -> Row:
        share = course.falls_due(span.number, balance, interest)
        due = list(span.charged)
        due[_INTEREST] += share.interest
        due[_PRINCIPAL] += share.principal
        for place, amount in self.charges(balance, share.interest):
            due[place] += amount
        row = Row(span.number, span.end, span.on, due)
        row.joined = share.joined
        row.balance = balance - share.principal + share.joined
        return row

    def charges(self, balance: int, interest: int) -> Iterator[tuple[Component, int]]:
        """What comes with an instalment of that opening balance and interest."""
        for each in self.recurring:
            place = Component.INSURANCE if each.insures else Component.CHARGE
            yield place, charge_of(each, self.terms, balance, interest)

    def ahead(self) -> Iterator[tuple[Row, int]]:
        """The instalments to come as things stand, with the interest already paid of each; nothing moves."""
        span, course, balance = self.span, self.course.copy(), self.balance
        while span is not None:
            mine = span is self.span
            interest = self.projected(span) if mine else self._whole(span, course, balance)
            row = self._row(span, course, balance, interest)
            yield row, min(span.prepaid, row.due[_INTEREST])
            balance = row.balance
            if course.ends(span.number, balance):
                return
            due = self.dues[span.number]
            span = Span(span.number + 1, span.end, due.nominal, due.on, span.end)

    def projected(self, span: Span) -> int:
        """What the period that runs will have made, when what is late is paid today."""
        if self.course.table:
            return self.interest_to(span.end)
        today = max(self.today, span.since)
        days = span.balance_days + self.running * self.counted(span.since, today)
        days += self.balance * self.counted(today, span.end)
        made = interest_of(days, self.course.parts[span.number - 1], span.length, span.carried)
        return rounded_interest(made, self.course)

    def _whole(self, span: Span, course: Course, balance: int) -> int:
        if course.table:
            return course.table[span.number - 1].interest
        days = balance * self.counted(span.start, span.end)
        return rounded_interest(
            interest_of(days, course.parts[span.number - 1], span.length, span.carried), course
        )

    # ── ordinary interest ─────────────────────────────────────────────────────────────────────────────
    @property
    def running(self) -> int:
        """What ordinary interest runs on: what is owed, or what the schedule expected to be owed."""
        return self.capital if self.terms.daily_recalculation or self.terms.line else self.balance

    def counted(self, start: date, end: date) -> int:
        """Days that make ordinary interest from the day after `start` to `end`."""
        days = (end - start).days
        for first, last in self.pauses:
            days -= max(0, (min(last, end) - max(first, start)).days)
        return max(0, days)

    def interest_to(self, day: date) -> int:
        """What the period that runs has made up to `day`, in minor units: a closed form, whose days add up."""
        span, course = self.span, self.course
        if span is None:
            return 0
        if course.table:
            whole = course.table[span.number - 1].interest
            return rounded_interest((whole * min(span.length, (day - span.start).days), span.length), course)
        days = span.balance_days + self.running * self.counted(span.since, day)
        made = interest_of(days, course.parts[span.number - 1], span.length, span.carried)
        return rounded_interest(made, course)

    def settle_interest(self, day: date) -> None:
        """Fix what was made up to `day` on the balance there was: the balance is about to change."""
        span = self.span
        if span is not None and day > span.since:
            span.balance_days += self.running * self.counted(span.since, day)
            span.since = day

    def rerate(self, rate: LoanRate) -> None:
        """The ordinary rate becomes another from today."""
        span = self.span
        if span is None or self.course.table:
            return
        self.settle_interest(self.today)
        span.carried = interest_of(
            span.balance_days, self.course.parts[span.number - 1], span.length, span.carried
        )
        span.balance_days = 0
        self.course.rerate(span.number, factors(self.terms, self.dues, rate))
        self.agreed = effective_annual(rate, self.terms.frequency)
        if self.terms.method is not Method.GERMAN:
            self.relevel()

    def relevel(self) -> None:
        """Work the instalment out again over the instalments that are left."""
        span = self.span
        if span is None or not self.balance:
            return
        whole = span.since == span.start and not self.pauses
        first = self.course.parts[span.number - 1] if whole else (self.interest_to(span.end), self.balance)
        self.course.relevel(span.number, self.balance, first)

    # ── arrears ───────────────────────────────────────────────────────────────────────────────────────
    def base(self, row: Row) -> int:
        """What arrears of an instalment run on."""
        return row.debt() if self.contract.arrears.base is Base.INSTALMENT else row.left(_PRINCIPAL)

    def be_late(self, row: Row, day: date) -> None:
        """Bring the arrears of an instalment to `day`."""
        rule = self.contract.arrears
        if self.written_off_on is not None:
            day = min(day, self.written_off_on)
        if day <= row.on or (rule.rate is None and not rule.has_fee):
            return
        within = (day - row.on).days <= rule.grace_days
        if rule.has_fee:
            if not row.late and not within and row.debt() > 0:
                row.late = True
                row.due[_ARREARS] = rule.fee + whole(row.debt() * rule.fee_part)
            return
        made = row.made + self.base(row) * self.index.between(row.since, day)
        row.due[_ARREARS] = 0 if within else amount_of(made)

    def touch(self, row: Row, day: date) -> None:
        """Fix the arrears made up to `day`: what they run on is about to change."""
        if day > row.since:
            base = self.base(row)
            row.made += base * self.index.between(row.since, day)
            row.stretches.append((base, row.since, day))
            row.since = day

    def forgive_grace(self, row: Row, day: date) -> None:
        """Paid within the days of grace, an instalment was never late."""
        if not self.base(row) and (day - row.on).days <= self.contract.arrears.grace_days:
            row.made = 0
            row.stretches.clear()

    # ── what is owed ──────────────────────────────────────────────────────────────────────────────────
    def open_rows(self) -> Iterator[tuple[Row, list[int]]]:
        """The instalments with something owed today, oldest first, and what."""
        rows, at = self.rows, self.first_open
        for place in range(at, len(rows)):
            owed = self.owed(rows[place])
            if any(owed):
                yield rows[place], owed
            elif place == self.first_open:
                self.first_open = place + 1

    def owed(self, row: Row) -> list[int]:
        """What is owed of an instalment today."""
        self.be_late(row, self.today)
        return [due - paid - gone for due, paid, gone in zip(row.due, row.paid, row.waived, strict=True)]

    def due(self) -> Amounts:
        """Everything that fell due and is unpaid, by component."""
        found = [0] * SIZE
        for _, owed in self.open_rows():
            for place, amount in enumerate(owed):
                found[place] += amount
        return (found[0], found[1], found[2], found[3], found[4])

    def to_close(self) -> list[int]:
        """What has not fallen due and must be paid to close today, by component."""
        span, found = self.span, [0] * SIZE
        if span is None:
            return found
        for place, amount in enumerate(span.charged):
            found[place] += amount
        course = self.course
        if course.table and not self.terms.rebates:
            found[_INTEREST] += course.remaining_interest(span.number)
        else:
            until = span.end if self.contract.to_rest else self.today
            found[_INTEREST] += max(0, self.interest_to(until) + course.waiting - span.prepaid)
        found[_PRINCIPAL] += self.balance
        return found

    def earned(self) -> Amounts:
        """Everything charged since the first day, paid or not, by component; of capital, nothing.

        The difference between two days is what the books post for what happened between them.
        """
        found = [0] * SIZE
        for row in self.rows:
            self.be_late(row, self.today)
            for place, amount in enumerate(row.due):
                found[place] += amount
            found[_INTEREST] += row.joined
        if self.span is not None:
            for place, amount in enumerate(self.span.charged):
                found[place] += amount
            found[_INTEREST] += self.interest_to(self.today) + self.course.waiting
        return (found[0], found[1], found[2], found[3], 0)

    def payoff(self) -> int:
        """What closes the loan today, less what is held for the instalments to come."""
        return max(0, sum(self.due()) + sum(self.to_close()) - self.advance)

    # ── paying ────────────────────────────────────────────────────────────────────────────────────────
    def pay_due(self, amount: int, day: date, how: Application, event: str) -> int:
        """Apply `amount` to what fell due; returns what is left of it."""
        rows: list[Row] = []

        def owed() -> Iterator[list[int]]:
            for row, amounts in self.open_rows():
                rows.append(row)
                yield amounts

        taken, left = allocate(amount, owed(), how)
        for place, component, given in taken:
            row = rows[place]
            if component in {_PRINCIPAL, _INTEREST}:
                self.touch(row, day)
            if component is _PRINCIPAL:
                self.settle_interest(max(day, self.span.since) if self.span else day)
                self.capital -= given
            row.paid[component] += given
            self.applied.append(Applied(event, day, row.number, component, given))
        for place in {each.place for each in taken}:
            self.forgive_grace(rows[place], day)
        return left

    def close(self, event: str, from_advance: int = 0) -> None:
        """Everything falls due today and is paid, whatever it is.

        `from_advance`: what was held and is spent first, so that what the payment brings of more is its own.
        """
        self.everything_due()
        self.advance = 0
        how = self.contract.application
        left = self.pay_due(from_advance, self.today, how, "") if from_advance else 0
        left += self.pay_due(sum(self.due()), self.today, how, event)
        if left or self.capital:
            raise AssertionError("a payoff closes the loan exactly")
        self.closed_on = self.today

    def everything_due(self) -> None:
        """What had not fallen due does, today, in one instalment."""
        span = self.span
        if span is None:
            return
        row = Row(span.number, self.today, self.today, self.to_close())
        if span.prepaid:
            row.due[_INTEREST] += span.prepaid
            row.paid[_INTEREST] = span.prepaid
        if any(row.due):
            self.rows.append(row)
        self.balance = self.course.waiting = 0
        self.span = None

    def spend_advance(self) -> None:
        """What was held in advance pays what is due now."""
        held, self.advance = self.advance, 0
        self.advance = self.pay_due(held, self.today, self.contract.application, "") if held else 0

    def look_for_the_end(self) -> None:
        """Closed when everything fell due and nothing is owed."""
        if self.span is None and self.closed_on is None and next(self.open_rows(), None) is None:
            self.closed_on = self.today
            self.overpaid += self.advance
            self.advance = 0
