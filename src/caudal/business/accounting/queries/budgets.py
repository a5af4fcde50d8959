"""What is expected of each branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from caudal.business.accounting.rules import FIGURES, Expected, expected_of, months_between
from caudal.business.accounting.tables import Budget
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.ledger import queries as books


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What is expected of a branch in a month (YYYYMM); ``key`` is a figure or the code of an account."""

    branch_id: int
    ym: int
    key: str
    amount: Money


def budgets(
    act: Act, months: Sequence[int], branch_id: int | None = None, currency: str | None = None
) -> list[BudgetLine]:
    """What was written for those months, in the branches of the act."""
    query = select(Budget).where(Budget.ym.in_(months)).order_by(Budget.branch_id, Budget.key, Budget.ym)
    if branch_id is not None:
        query = query.where(Budget.branch_id == branch_id)
    if currency is not None:
        query = query.where(Budget.currency == currency)
    return [
        BudgetLine(r.branch_id, r.ym, r.key, Money.from_minor(r.amount, r.currency))
        for r in act.db.scalars(query)
    ]


def expected(
    act: Act, since: date, until: date, branch_id: int | None = None
) -> dict[tuple[int, str], Expected]:
    """What is expected of each branch and currency in the months a span touches, whole months each."""
    written = budgets(act, list(months_between(since, until)), branch_id)
    classes = {(a.currency, a.code): a.class_ for a in books.ledgers(act)} if written else {}
    by_month: dict[tuple[int, str, int], dict[str, int]] = {}
    for line in written:
        own = by_month.setdefault((line.branch_id, line.amount.currency, line.ym), {})
        own[line.key] = line.amount.minor
    found: dict[tuple[int, str], Expected] = {}
    for (branch, currency, _), rows in by_month.items():
        of_month = expected_of(rows, {code: class_ for (c, code), class_ in classes.items() if c == currency})
        found[branch, currency] = _plus(found.get((branch, currency), Expected()), of_month)
    return found


def keys(act: Act, currency: str) -> list[tuple[str, str, str]]:
    """What may be expected in a currency: key, name, and class (empty for a whole figure)."""
    opened = {a.code: (a.name, a.class_) for a in books.ledgers(act) if a.currency == currency}
    listed = {line.code: (line.name, line.class_) for line in books.chart(act, currency)} | opened
    of_results = [(code, name, class_) for code, (name, class_) in sorted(listed.items()) if class_ in "IX"]
    return [*((key, name, "") for key, name in FIGURES.items()), *of_results]


def _plus(one: Expected, other: Expected) -> Expected:
    def both(a: int | None, b: int | None) -> int | None:
        return b if a is None else a if b is None else a + b

    return Expected(
        both(one.income, other.income),
        both(one.expenses, other.expenses),
        both(one.utility, other.utility),
    )
