"""The demonstration's line of credit: drawn, cut twice, with its first minimum paid and the second one to come."""

from caudal.business.loans import commands as loans
from caudal.business.loans import queries as lent
from caudal.business.loans.commands import Draw
from caudal.business.loans.queries import LoanRecord
from caudal.flows.demo.house import House
from caudal.flows.demo.stories import Story, approve, ask, hand_over, pay
from caudal.kernel.money import Money

STORY = Story("Minerva Tzuc", "linea", 80_000, 67, purpose="Surtir la papelería")
_NUMBER = 13
_FIRST, _SECOND, _PAID, _LAST = 62, 47, 19, 12
"""Days ago: it was opened 66 days ago, cut a month after and again a month later."""


def tell(house: House) -> None:
    """Two draws before the first cut, its minimum paid within its days, and one more draw."""
    asked = ask(house, STORY, _NUMBER)
    approve(house, STORY, asked)
    line = hand_over(house, STORY, asked)
    _draw(house, line, 30_000, _FIRST)
    _draw(house, line, 20_000, _SECOND)
    _close(house, line, _PAID)
    minimum = lent.figures(house.act("cajero", STORY.branch, _PAID), [line.id])[line.id].next_amount
    pay(house, STORY, line, minimum, _PAID)
    _draw(house, line, 15_000, _LAST)
    _close(house, line, 1)


def _draw(house: House, line: LoanRecord, amount: int, days_ago: int) -> None:
    act = house.act("cajero", STORY.branch, days_ago)
    loans.draw(act, line.id, Draw(Money.of(amount, line.currency)))


def _close(house: House, line: LoanRecord, days_ago: int) -> None:
    """As the end of that day leaves it: what was cut until then is asked for."""
    act = house.act("duena", STORY.branch, days_ago)
    loans.bring_up_to_date(act, [line.id], act.business_date)
