"""Somebody of the demonstration asks for a loan, another approves it, a third hands it over, and it is paid."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from caudal.business.loans import commands as loans
from caudal.business.loans import queries as lent
from caudal.business.loans.commands import HandOver, NewLoan
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules.product import Wish
from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.commons.acts.opening import because
from caudal.flows.demo import cast
from caudal.flows.demo.house import House
from caudal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Story:
    """A loan and what became of it, in days ago.

    Args:
        paid: how many instalments were paid.
        together: how many at a time, on the due date of the first of them.
        ahead: how many more were paid together yesterday, before their dates.
        ends: where it stopped, when it was never handed over.
        method: how it was handed over and is paid.
    """

    name: str
    product: str
    amount: int
    asked: int
    branch: int = 1
    paid: int = 0
    together: int = 1
    ahead: int = 0
    ends: str = ""
    purpose: str = ""
    periods: int | None = None
    method: str = "cash"


def meet(house: House, story: Story, number: int, name: str = "") -> UUID:
    """A client opened just before they ask; another of the same story when a name is given."""
    country = cast.BRANCHES[story.branch - 1][1]
    phone = {"MX": f"+52998777{number:04d}", "CO": f"+57300777{number:04d}", "DO": f"+1809777{number:04d}"}
    who = NewParty(
        name or story.name, Document("OTRO", f"DEMOP{number:03d}", country), (phone[country],),
        branch_id=story.branch, zone=cast.ZONES[story.branch][0], origin="demo", consents=("whatsapp",),
    )  # fmt: skip
    return parties.open_party(house.act(_clerk(story), story.branch, story.asked, hour=1), who).id


def ask(house: House, story: Story, number: int) -> LoanRecord:
    """The client of the story, and what they ask for."""
    client = meet(house, story, number)
    act = house.act(_clerk(story), story.branch, story.asked)
    wish = Wish(
        principal=Money.of(story.amount, cast.BRANCHES[story.branch - 1][2]),
        disbursed_on=act.business_date,
        periods=story.periods,
    )
    return loans.apply_for(act, NewLoan(client, story.product, wish, story.purpose, story.branch))


def approve(house: House, story: Story, loan: LoanRecord) -> None:
    """The manager decides on the day after, or the same one when it was asked today."""
    refused = story.ends == "rejected"
    act = house.act("gerente", story.branch, max(0, story.asked - 1), hour=1)
    act = because(act, "no comprueba ingresos para esa cuota") if refused else act
    loans.decide(act, loan.id, approve=not refused)


def hand_over(house: House, story: Story, loan: LoanRecord) -> LoanRecord:
    """The cashier hands it over on the day after it was asked."""
    return loans.disburse(house.act("cajero", story.branch, story.asked - 1), loan.id, HandOver(story.method))


def collect(house: House, story: Story, loan: LoanRecord) -> None:
    """The instalments of the story paid on their dates, and those ahead together yesterday."""
    asking = house.act("cajero", story.branch)
    plan = [(each.due_on, sum(each.due)) for each in lent.state(asking, loan, loan.disbursed_on).instalments]
    today = house.day(story.branch)
    groups = [plan[: story.paid][at : at + story.together] for at in range(0, story.paid, story.together)]
    due = [(group[0][0], sum(amount for _, amount in group)) for group in groups if group[0][0] <= today]
    if story.ahead:
        due.append(
            (today - timedelta(days=1), sum(amount for _, amount in plan[story.paid :][: story.ahead]))
        )
    for on, amount in due:
        pay(house, story, loan, amount, (today - on).days)


def pay(house: House, story: Story, loan: LoanRecord, amount: int, days_ago: int) -> None:
    """What the client paid that many days ago, in minor units."""
    told = TakePayment(
        loan.party_id, Money.from_minor(amount, loan.currency), story.method,
        None if story.method == "cash" else f"{loan.folio} {house.day(story.branch, days_ago):%d%m}",
        branch_id=story.branch, received_on=house.day(story.branch, days_ago),
    )  # fmt: skip
    payments.take(house.act("cajero", story.branch, days_ago), told)


def _clerk(story: Story) -> str:
    return "empleado" if story.branch == 1 else "cajero"
