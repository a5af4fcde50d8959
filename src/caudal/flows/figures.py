"""The figures of a branch, defined once for dashboards, reports and alerts: results, goals and the flow of cash.

Everything is read from the ledger and from what was expected; nothing here is kept. Each currency apart.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from caudal.business.accounting import queries as accounting
from caudal.business.accounting.rules import Expected
from caudal.business.accounting.rules.spans import last_complete_month, previous
from caudal.business.accounting.rules.statements import part_of
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.kernel.money import Money
from caudal.ledger import queries as books

GOOD, FAIR = Decimal("0.05"), Decimal("0.03")
"""A margin from the first on is well; from the second on, to be watched; below, badly."""

__all__ = [
    "Figures",
    "Week",
    "figures",
    "last_complete_month",
    "margin_tone",
    "month_so_far",
    "previous",
    "projected",
    "together",
    "weeks",
]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a branch did in a span of days, in one currency; ``branch_id`` absent: several branches together.

    ``goal``: the utility expected in the months the span touches, ``income_goal`` and ``expenses_goal`` likewise;
    nothing where nobody wrote them. ``inflows`` and ``outflows``: of cash; between branches isn't either.
    """

    branch_id: int | None
    branch: str
    currency: str
    income: Money
    expenses: Money
    inflows: Money
    outflows: Money
    goal: Money | None = None
    income_goal: Money | None = None
    expenses_goal: Money | None = None

    @property
    def utility(self) -> Money:
        """Income less expenses."""
        return self.income - self.expenses

    @property
    def margin(self) -> Decimal | None:
        """Utility as a part of income; nothing without income."""
        return part_of(self.utility.minor, self.income.minor)

    @property
    def target(self) -> Decimal | None:
        """How much of the expected utility there is («Meta mensual: 85 %»); nothing where none is expected."""
        return None if self.goal is None else part_of(self.utility.minor, self.goal.minor)

    @property
    def income_target(self) -> Decimal | None:
        """How much of the expected income there is."""
        return None if self.income_goal is None else part_of(self.income.minor, self.income_goal.minor)

    @property
    def net(self) -> Money:
        """What came in less what went out."""
        return self.inflows - self.outflows


@dataclass(frozen=True, slots=True)
class Week:
    """What came in and went out of cash in the seven days from ``since``."""

    since: date
    currency: str
    inflows: Money
    outflows: Money

    @property
    def net(self) -> Money:
        return self.inflows - self.outflows


def figures(
    act: Act, since: date, until: date, branch_id: int | None = None, *, goals: bool = True
) -> list[Figures]:
    """The figures of each branch of the act between two dates, both included, in each currency it has.

    A branch with nothing has its own currency in zeros: it is there and did nothing. ``goals``: whether they are read.
    """
    results = {(r.branch_id, r.income.currency): r for r in books.results(act, since, until, branch_id)}
    flows = _flows(act, since, until, branch_id)
    hoped = accounting.expected(act, since, until, branch_id) if goals else {}
    places = {i: b for i, b in branches(act).items() if i in act.actor.branches and branch_id in (None, i)}
    own = {(i, b.currency) for i, b in places.items()}
    found: list[Figures] = []
    for branch, currency in sorted(own | {key for key in (*results, *flows) if key[0] in places}):
        result, nothing = results.get((branch, currency)), Money.of(0, currency)
        came, went = flows.get((branch, currency), (0, 0))
        income, expenses = (result.income, result.expenses) if result else (nothing, nothing)
        goal = hoped.get((branch, currency), Expected())
        found.append(
            Figures(
                branch, places[branch].name, currency, income, expenses, Money.from_minor(came, currency),
                Money.from_minor(went, currency), _money(goal.utility, currency), _money(goal.income, currency),
                _money(goal.expenses, currency),
            )
        )  # fmt: skip
    return found


def together(rows: list[Figures], label: str = "TOTAL") -> list[Figures]:
    """The same figures of all the branches, by currency; a goal is there when any branch has one."""
    found: list[Figures] = []
    for currency in dict.fromkeys(row.currency for row in rows):
        own = [row for row in rows if row.currency == currency]
        nothing = Money.of(0, currency)
        sums = [
            sum((getattr(row, name) for row in own), nothing)
            for name in ("income", "expenses", "inflows", "outflows")
        ]
        goals: list[Money | None] = []
        for name in ("goal", "income_goal", "expenses_goal"):
            written = [amount for row in own if (amount := getattr(row, name)) is not None]
            goals.append(sum(written, nothing) if written else None)
        found.append(Figures(None, label, currency, *sums, *goals))
    return found


def month_so_far(act: Act, branch_id: int | None = None, on: date | None = None) -> list[Figures]:
    """The figures of the month up to `on` (the business date when absent), against the goals of the whole month."""
    day = on or act.business_date
    return figures(act, day.replace(day=1), day, branch_id)


def projected(so_far: Money, on: date) -> Money:
    """What a month would end with at the pace it has up to the end of `on`: so far × days of the month ÷ days gone.

    >>> projected(Money.of(200, "MXN"), date(2026, 11, 20))
    Money(currency='MXN', amount=Decimal('300.00'))
    """
    days = monthrange(on.year, on.month)[1]
    return so_far.share(Decimal(days) / on.day)


def weeks(act: Act, until: date, count: int, branch_id: int | None = None) -> list[Week]:
    """The flow of cash of the last `count` weeks, the oldest first, by currency.

    From Monday to Sunday, as the weekly report tells them: the last is that of `until`, up to today.
    """
    first = until - timedelta(days=until.isoweekday() - 1 + 7 * (count - 1))
    until = min(first + timedelta(days=7 * count - 1), max(until, act.business_date))
    sums: dict[tuple[str, int], tuple[int, int]] = {}
    for move in books.cash_flow(act, first, until, branch_id):
        if move.kind != "interbranch":
            key = (move.currency, (move.on - first).days // 7)
            came, went = sums.get(key, (0, 0))
            sums[key] = (came + move.inflow, went + move.outflow)
    currencies = sorted({currency for currency, _ in sums})
    return [
        Week(
            first + timedelta(days=7 * n), currency,
            *(Money.from_minor(minor, currency) for minor in sums.get((currency, n), (0, 0))),
        )
        for currency in currencies
        for n in range(count)
    ]  # fmt: skip


def margin_tone(margin: Decimal | None) -> str:
    """The light of a margin: ``good``, ``fair``, ``bad``; nothing without income.

    >>> margin_tone(Decimal("0.125")), margin_tone(Decimal("0.034")), margin_tone(Decimal("-0.1"))
    ('good', 'fair', 'bad')
    """
    if margin is None:
        return ""
    return "good" if margin >= GOOD else "fair" if margin >= FAIR else "bad"


def _flows(
    act: Act, since: date, until: date, branch_id: int | None
) -> dict[tuple[int, str], tuple[int, int]]:
    sums: dict[tuple[int, str], tuple[int, int]] = {}
    for move in books.cash_flow(act, since, until, branch_id):
        if move.kind != "interbranch":
            came, went = sums.get((move.branch_id, move.currency), (0, 0))
            sums[move.branch_id, move.currency] = (came + move.inflow, went + move.outflow)
    return sums


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money.from_minor(minor, currency)
