"""The demonstration's till in Cancún: the shifts of the last two days, one with something missing, and today's."""

from uuid import UUID

from caudal.business.treasury import commands as treasury
from caudal.business.treasury import queries
from caudal.business.treasury.commands import MoveCash, OpenShift, SayRule
from caudal.business.treasury.rules.counting import denominations
from caudal.business.treasury.rules.states import Operation
from caudal.flows.demo.house import House
from caudal.kernel.money import Money
from caudal.ledger import queries as books

_BRANCH, _CURRENCY, _TOLERATED, _PETTY = 1, "MXN", 50, 2_000
_BEGAN, _MIDDAY, _ENDED = 9, 5, 2
"""Hours before the one in which it is loaded."""


def count_tills(house: House) -> None:
    """Two closed shifts, one of them short by twelve pesos, and the one open now."""
    rule = SayRule(False, Money.of(_TOLERATED, _CURRENCY), _BRANCH, petty=_money(_PETTY))
    treasury.set_rule(house.act("gerente", _BRANCH, 20), rule)
    _day(house, 2, MoveCash(0, Operation.DEPOSIT, _money(20_000), "Corte del día", reference="FICHA 0412"), 0)
    _day(house, 1, MoveCash(0, Operation.EXPENSE, _money(386), "Agua y papelería"), 12)
    _open(house, 0)


def _day(house: House, days_ago: int, ask: MoveCash, short: int) -> None:
    """A shift opened, with one thing done in it, and closed with that many pesos missing."""
    till, opened = _open(house, days_ago)
    act = house.act("cajero", _BRANCH, days_ago, hour=_MIDDAY)
    treasury.move(act, MoveCash(till, ask.kind, ask.amount, ask.concept, reference=ask.reference))
    act = house.act("cajero", _BRANCH, days_ago, hour=_ENDED)
    expected = queries.shift(act, opened).expected
    treasury.count(act, opened, _pieces(expected - _money(short)))
    if short:
        treasury.settle(act, opened, "Cambio mal dado en la fila del mediodía")


def _open(house: House, days_ago: int) -> tuple[int, UUID]:
    """The till of the branch, opened with what there was in it, and the shift."""
    act = house.act("cajero", _BRANCH, days_ago, hour=_BEGAN)
    till = treasury.till_of(act, _CURRENCY)
    inside = books.balance(act, till.account_id, _CURRENCY, branch=_BRANCH)
    ask = OpenShift(_pieces(inside), till.id, reason="Centavos que no se cuentan")
    return till.id, treasury.open_shift(act, ask)


def _pieces(amount: Money) -> dict[str, int]:
    """How that much is counted with the fewest pieces; what is less than the smallest coin is left out."""
    left, pieces = amount.minor, dict[str, int]()
    for value in denominations(_CURRENCY):
        pieces[value], left = divmod(left, Money.of(value, _CURRENCY).minor)
    return pieces


def _money(pesos: int) -> Money:
    return Money.of(pesos, _CURRENCY)
