"""The lines of a loan's book: instalments that fell due, the period that runs, what each payment did."""

from dataclasses import dataclass, field
from datetime import date

from caudal.business.loans.rules.allocation import SIZE, Component
from caudal.business.loans.rules.ratios import ZERO, Ratio


class Row:
    """An instalment that fell due. Lists have one place for each component; arrears are worked out when asked."""

    __slots__ = (
        "balance",
        "due",
        "joined",
        "late",
        "made",
        "nominal",
        "number",
        "on",
        "paid",
        "since",
        "stretches",
        "waived",
    )

    def __init__(self, number: int, nominal: date, on: date, due: list[int]) -> None:
        self.number, self.nominal, self.on, self.due = number, nominal, on, due
        self.paid, self.waived = [0] * SIZE, [0] * SIZE
        self.since, self.made = on, 0
        self.late = False
        self.stretches: list[tuple[int, date, date]] = []
        self.joined = self.balance = 0

    def left(self, component: Component) -> int:
        """What is owed of a component (of arrears, as last worked out)."""
        return self.due[component] - self.paid[component] - self.waived[component]

    def debt(self) -> int:
        """Unpaid capital and interest: what makes it late."""
        return self.left(Component.PRINCIPAL) + self.left(Component.INTEREST)


@dataclass(slots=True)
class Applied:
    """What a payment did: the instalment (0 is capital in advance), the component and the amount.

    Without an event it is what was held in advance, when its instalment fell due.
    """

    event: str
    on: date
    number: int
    component: Component
    amount: int


def _nothing() -> list[int]:
    return [0] * SIZE


@dataclass(slots=True)
class Moved:
    """What changed hands without money, by component, since the first day.

    Args:
        forgiven: what is not owed any more; `joined`: what became capital.
        carried: what a restructure left due at once under its terms.
        given_up: what was owed when the books wrote it off.
    """

    forgiven: list[int] = field(default_factory=_nothing)
    joined: list[int] = field(default_factory=_nothing)
    carried: list[int] = field(default_factory=_nothing)
    given_up: list[int] = field(default_factory=_nothing)


@dataclass(slots=True)
class Span:
    """The period that runs: `balance_days` up to `since`, `carried` what it made under another rate."""

    number: int
    start: date
    end: date
    on: date
    since: date
    balance_days: int = 0
    carried: Ratio = ZERO
    prepaid: int = 0
    charged: list[int] = field(default_factory=_nothing)

    @property
    def length(self) -> int:
        return max(1, (self.end - self.start).days)
