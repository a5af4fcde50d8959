"""Write what is expected of each branch."""

from collections.abc import Sequence
from dataclasses import dataclass

from caudal.business.accounting import queries
from caudal.business.accounting.events import BudgetSet
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import allowed, branch_of
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from caudal.kernel.sql import sql

MOST = 5_000
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of a branch in a month (YYYYMM); ``amount`` absent takes it away.

    ``key``: a figure (income, expenses, utility) or the code of an account of results.
    """

    branch_id: int
    ym: int
    currency: str
    key: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class SetBudgets:
    """What is written at once."""

    lines: Sequence[Expectation]


@command
def set_budgets(act: Act, ask: SetBudgets) -> int:
    """Write what is expected of some branches; returns how many figures. Writing the same again changes nothing.

    Raises:
        Forbidden: a branch isn't one of the actor's.
        Invalid: a month, a key or a currency isn't one, two lines say the same, or there are too many.
    """
    allowed(act, {line.branch_id for line in ask.lines})
    _check(act, ask.lines)
    lines = list(ask.lines)
    act.db.execute(
        sql("caudal.business.accounting", "budgets_set"),
        {
            "branches": [line.branch_id for line in lines], "months": [line.ym for line in lines],
            "currencies": [line.currency for line in lines], "keys": [line.key for line in lines],
            "amounts": [None if line.amount is None else line.amount.minor for line in lines], "at": act.at,
            "actor": act.actor.id, "act": act.id,
        },
    )  # fmt: skip
    for branch_id, ym in sorted({(line.branch_id, line.ym) for line in lines}):
        told = sum((line.branch_id, line.ym) == (branch_id, ym) for line in lines)
        act.tell(BudgetSet(branch_id, ym, told))
    return len(lines)


def _check(act: Act, lines: Sequence[Expectation]) -> None:
    if not 1 <= len(lines) <= MOST:
        raise Invalid(
            f"Se escriben de 1 a {MOST} metas a la vez", errors=[{"pointer": "/lines", "detail": "cuántas"}]
        )
    known = {
        currency: {key for key, _, _ in queries.keys(act, currency)}
        for currency in {line.currency for line in lines}
    }
    seen: set[tuple[int, int, str, str]] = set()
    errors: list[dict[str, str]] = []
    for place, line in enumerate(lines):
        for field, detail in _wrong(act, line, known[line.currency]).items():
            errors.append({"pointer": f"/lines/{place}/{field}", "detail": detail})
        key = (line.branch_id, line.ym, line.currency, line.key)
        if key in seen:
            errors.append({"pointer": f"/lines/{place}", "detail": "la misma meta está dos veces"})
        seen.add(key)
    if errors:
        raise Invalid("Hay metas que no se pueden escribir", errors=errors[:50])


def _wrong(act: Act, line: Expectation, known: set[str]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    branch_of(act, line.branch_id)
    if not (1 <= line.ym % 100 <= 12 and 1990 <= line.ym // 100 <= 2999):
        wrong["ym"] = "el mes se escribe AAAAMM"
    if line.key not in known:
        wrong["key"] = "no es una cifra ni una cuenta de resultados"
    if line.amount is not None and (
        line.amount.currency != line.currency or not -_LARGEST <= line.amount.minor <= _LARGEST
    ):
        wrong["amount"] = "la moneda o el tamaño no son los de esa meta"
    return wrong
