"""What can happen to a loan after it is handed over, each with its date; amounts in minor units.

Those of one date are taken by `seq` (the place in which the house wrote them), then in the order of `RANKS`, so that
the order in which they are read never matters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from caudal.business.loans.rules.allocation import Application, Component
from caudal.business.loans.rules.terms import LoanRate, Terms
from caudal.kernel.problems import Invalid


class Effect(StrEnum):
    """What the debtor chose for what is left of a payment after what is due.

    `advance`: pays the next instalments as they fall due (MX *pago adelantado*); the others go to capital at once
    (*pago anticipado*), and leave fewer instalments or smaller ones.
    """

    ADVANCE = "advance"
    REDUCE_TERM = "reduce_term"
    REDUCE_INSTALLMENT = "reduce_installment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something dated. `recorded_on`: when the house learnt of it, the same day when absent."""

    on: date
    id: str = ""
    seq: int = 0
    recorded_on: date | None = None

    @property
    def known_on(self) -> date:
        return self.recorded_on or self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(Event):
    """`how`: another order of application than the contract's (a settlement)."""

    amount: int
    effect: Effect = Effect.ADVANCE
    how: Application | None = None

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise Invalid("un pago no puede ser negativo: lo equivocado se reversa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal(Event):
    """From `on` what happened with the id `of` never did; asked about earlier days it still had."""

    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged(Event):
    """Something charged to the oldest overdue instalment, or to `number`, or to the one that runs.

    `proof`: what was done to collect, and with what result, where the law wants it shown; `concept`: what it is for.
    """

    amount: int
    component: Component = Component.CHARGE
    number: int | None = None
    proof: str = ""
    concept: str = ""

    def __post_init__(self) -> None:
        if self.amount <= 0 or self.component not in {Component.CHARGE, Component.INSURANCE}:
            raise Invalid(
                "se cargan gastos o seguros, con un monto mayor que cero; la mora y el interés se calculan"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived(Event):
    """Something forgiven of a component, from the oldest instalment on; everything when there is no amount."""

    component: Component = Component.ARREARS
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChanged(Event):
    """The ordinary rate from that day on; the instalment is worked out again over the same dates."""

    rate: LoanRate


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen(Event):
    """From the day after `on` to `until`: no arrears and no days late; no ordinary interest either if `interest`.

    With `until` on the same day it is thawed: what was frozen stays so up to that day, and runs again after it.
    """

    until: date
    interest: bool = False

    @property
    def thaws(self) -> bool:
        return self.until <= self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Accelerated(Event):
    """The whole balance falls due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restructured(Event):
    """The balance goes on under other terms.

    What was owed besides capital joins it (`capitalise`), is forgiven (`forgive`) or is due at once: the principal
    of `terms` is not looked at. `forgiven`: how much that was when it was decided, in minor units.
    """

    terms: Terms
    capitalise: frozenset[Component] = frozenset()
    forgive: frozenset[Component] = frozenset()
    forgiven: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOff(Event):
    """The books give it up; the debt remains, nothing more accrues, and what comes later is a recovery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undisbursed(Event):
    """The hand-over was reversed before anything else happened: from `on` nothing is owed, and nothing was earned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn(Event):
    """Money taken from a line of credit."""

    amount: int

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise Invalid("lo que se dispone debe ser mayor que cero")


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSet(Event):
    """The limit of a line is another, in minor units. `periods`: how many cuts it lasts from the day it was opened."""

    limit: int
    periods: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked(Event):
    """From that day nothing may be drawn; or, when `blocked` is false, it may again."""

    blocked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Event):
    """A line of which nothing is owed is closed."""


RANKS: dict[type[Event], int] = {
    LimitSet: 0,
    Blocked: 0,
    RateChanged: 1,
    Frozen: 2,
    Charged: 3,
    Waived: 4,
    Payment: 5,
    Drawn: 5,
    Accelerated: 6,
    Restructured: 7,
    WrittenOff: 8,
    Undisbursed: 9,
    Ended: 9,
}


def in_order(events: Iterable[Event], as_of: date, known_on: date | None = None) -> list[Event]:
    """What counts on `as_of` with what was known on `known_on`, in the order in which it is taken."""
    known = [each for each in events if each.on <= as_of and (known_on is None or each.known_on <= known_on)]
    undone = {each.of for each in known if isinstance(each, Reversal)}
    counted = [
        each for each in known if not isinstance(each, Reversal) and not (each.id and each.id in undone)
    ]
    return sorted(counted, key=_place)


def in_force(agreed: Terms, events: Iterable[Event], as_of: date) -> Terms:
    """The terms on `as_of`: those of the last restructure, or those agreed at first, with the last rate since."""
    found = agreed
    for each in in_order(events, as_of):
        if isinstance(each, Restructured):
            found = each.terms
        elif isinstance(each, RateChanged) and not found.fixed:
            found = replace(found, rate=each.rate)
    return found


def frozen_on(events: Iterable[Event], as_of: date) -> Frozen | None:
    """The freeze in force on `as_of`, the one that lasts longest; `interest` if any of them stops it."""
    running: list[Frozen] = []
    for each in in_order(events, as_of):
        if isinstance(each, Frozen):
            running = [] if each.thaws else [*running, each]
    running = [each for each in running if as_of <= each.until]
    if not running:
        return None
    longest = max(running, key=lambda each: each.until)
    return replace(longest, interest=any(each.interest for each in running))


def _place(event: Event) -> tuple[Any, ...]:
    told = (event.amount, event.effect) if isinstance(event, Payment) else (0, repr(event))
    return (event.on, event.seq, RANKS[type(event)], event.id, *told)
