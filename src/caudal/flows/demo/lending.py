"""The demonstration's loans: the owner's money in the tills, four products, and a loan in each state.

Made by the rooms' own commands on their own dates, so that every screen shows what they would have left.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from caudal.business.loans import commands as loans
from caudal.business.loans import queries as lent
from caudal.business.loans.commands import HandOver, NewLoan, NewProduct
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules.arrears import ArrearsRule
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.ceilings import Caps
from caudal.business.loans.rules.product import Definition, Wish
from caudal.business.loans.rules.terms import (
    Charge,
    ChargeKind,
    ChargeOn,
    ChargeWhen,
    LoanRate,
    Method,
    RateKind,
)
from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.commons.acts.opening import because
from caudal.flows.demo import cast
from caudal.flows.demo.house import House
from caudal.kernel.money import Money

_OPENED = 170
"""Days ago when the owner put her money in: before the oldest loan and the oldest pledge."""
_CAPITAL = {"MXN": 400_000, "COP": 60_000_000, "DOP": 900_000}


@dataclass(frozen=True, slots=True)
class _Story:
    """A loan and what became of it, in days ago.

    Args:
        paid: how many instalments were paid.
        together: how many at a time, on the due date of the first of them.
        ahead: how many more were paid together yesterday, before their dates.
        ends: where it stopped, when it was never handed over.
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


STORIES = (
    _Story("Beatriz Canché", "san", 5_000, 104, paid=13, together=3, purpose="Mercancía de temporada"),
    _Story("Ernesto Pool", "personal", 60_000, 98, paid=3, purpose="Remodelar la cocina"),
    _Story("Lucero Tamayo", "san", 10_000, 37, paid=5, together=2, purpose="Surtir la tienda"),
    _Story("Wilberth Chi", "san", 15_000, 72, paid=6, together=2, purpose="Reparar la camioneta"),
    _Story("Adriana Cen", "personal", 24_000, 66, paid=2, ahead=3, purpose="Equipo de cómputo", periods=6),
    _Story("Mauricio Beltrán", "libre-inversion", 4_000_000, 70, branch=4, paid=1, purpose="Matrícula"),
    _Story(
        "Altagracia Féliz", "diario", 12_000, 14, branch=5, paid=14, together=7, purpose="Puesto de frutas"
    ),
    _Story("Josefina May", "personal", 45_000, 3, ends="approved", purpose="Estufas y mesas para la fonda"),
    _Story("Ramiro Uh", "san", 20_000, 1, ends="applied", purpose="Ampliar la tienda"),
    _Story("Fidel Cocom", "personal", 180_000, 9, ends="rejected", purpose="Comprar una lancha", periods=24),
)


@dataclass(slots=True)
class _Product:
    """A product's code, name and definition."""

    code: str
    name: str
    definition: Definition = field(repr=False)


def lend(house: House) -> None:
    """Money in the tills, products, and the loans with their payments."""
    for branch, (_, _, currency, _) in enumerate(cast.BRANCHES, start=1):
        act = because(house.act("duena", branch, _OPENED), "capital para prestar")
        box = treasury.destination(act, "cash", currency)
        treasury.fund(act, box.id, Funding(Money.of(_CAPITAL[currency], currency)))
    for each in _products():
        loans.save_product(house.act("duena", 1, _OPENED), NewProduct(each.code, each.name, each.definition))
    for number, story in enumerate(STORIES, start=1):
        _tell(house, story, number)
    for branch in sorted({story.branch for story in STORIES}):
        _close_months(house, branch)


def _close_months(house: House, branch: int) -> None:
    """The portfolio at the end of each month since the oldest loan, with what it earned and its provision."""
    today = house.day(branch)
    for days_ago in range(max(story.asked for story in STORIES), 1, -1):
        on = today - timedelta(days=days_ago)
        if (on + timedelta(days=1)).day == 1:
            act = house.act("duena", branch, days_ago)
            for post in (loans.snapshot, loans.accrue, loans.provide):
                post(act, on)


def _products() -> list[_Product]:
    san = Definition(
        currency="MXN", method=Method.SAN, frequency=Frequency.WEEKLY, periods=13, fewest=13, most=13,
        least=Money.of(1_000, "MXN"), greatest=Money.of(50_000, "MXN"), installment_part=Decimal("0.10"),
        charges=(Charge(name="Contrato", amount=Money.of(700, "MXN"), when=ChargeWhen.DISCOUNTED),),
        arrears=ArrearsRule(fee=5_000), renewal_after=9, limits=_limits("MXN", 10_000, 50_000),
    )  # fmt: skip
    personal = Definition(
        currency="MXN", method=Method.FRENCH, frequency=Frequency.MONTHLY, periods=12, fewest=3, most=36,
        rate=LoanRate(RateKind.PERIODIC, Decimal("0.02")), lowest_rate=Decimal("0.015"),
        highest_rate=Decimal("0.03"), least=Money.of(5_000, "MXN"), greatest=Money.of(200_000, "MXN"),
        arrears=ArrearsRule(rate=LoanRate(RateKind.NOMINAL, Decimal("0.36"))), renewal_after=6,
        limits=_limits("MXN", 20_000, 100_000),
    )  # fmt: skip
    daily = Definition(
        currency="DOP", method=Method.FLAT, frequency=Frequency.DAILY, periods=24, fewest=12, most=60,
        rate=LoanRate(RateKind.PERIODIC, Decimal("0.10"), Frequency.MONTHLY), lowest_rate=Decimal("0.05"),
        highest_rate=Decimal("0.15"), least=Money.of(2_000, "DOP"), greatest=Money.of(60_000, "DOP"),
        round_to=5, limits=_limits("DOP", 15_000, 60_000),
    )  # fmt: skip
    colombian = Definition(
        currency="COP", method=Method.FRENCH, frequency=Frequency.MONTHLY, periods=12, fewest=3, most=48,
        rate=LoanRate(RateKind.PERIODIC, Decimal("0.015")), lowest_rate=Decimal("0.01"),
        highest_rate=Decimal("0.0185"), least=Money.of(500_000, "COP"), greatest=Money.of(20_000_000, "COP"),
        charges=(Charge(name="Seguro de vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE,
                        part=Decimal("0.0006")),),
        arrears=ArrearsRule(rate=LoanRate(RateKind.EFFECTIVE_ANNUAL, Decimal("0.30")), caps=Caps("CO", "consumo")),
        round_to=50, limits=_limits("COP", 2_000_000, 20_000_000),
    )  # fmt: skip
    return [
        _Product("san", "Préstamo san", san),
        _Product("personal", "Personal", personal),
        _Product("diario", "Diario", daily),
        _Product("libre-inversion", "Libre inversión", colombian),
    ]


def _limits(currency: str, supervisor: int, manager: int) -> dict[str, Money]:
    """Up to how much each role approves; the owner and the director, anything."""
    found = {"supervisor": supervisor, "gerente": manager, "director": manager * 20, "duena": manager * 20}
    return {role: Money.of(amount, currency) for role, amount in found.items()}


def _tell(house: House, story: _Story, number: int) -> None:
    loan = _asked(house, story, number)
    if story.ends == "applied":
        return
    refused = story.ends == "rejected"
    act = house.act("gerente", story.branch, max(0, story.asked - 1), hour=1)
    act = because(act, "no comprueba ingresos para esa cuota") if refused else act
    loans.decide(act, loan.id, approve=not refused)
    if story.ends:
        return
    loan = loans.disburse(house.act("cajero", story.branch, story.asked - 1), loan.id, HandOver())
    _collect(house, story, loan)


def _asked(house: House, story: _Story, number: int) -> LoanRecord:
    _, country, currency, _ = cast.BRANCHES[story.branch - 1]
    phone = {"MX": f"+52998777{number:04d}", "CO": f"+57300777{number:04d}", "DO": f"+1809777{number:04d}"}[
        country
    ]
    who = NewParty(
        story.name, Document("OTRO", f"DEMOP{number:03d}", country), (phone,), branch_id=story.branch,
        zone=cast.ZONES[story.branch][0], origin="demo", consents=("whatsapp",),
    )  # fmt: skip
    role = "empleado" if story.branch == 1 else "cajero"
    client = parties.open_party(house.act(role, story.branch, story.asked, hour=1), who).id
    act = house.act(role, story.branch, story.asked)
    wish = Wish(
        principal=Money.of(story.amount, currency), disbursed_on=act.business_date, periods=story.periods
    )
    return loans.apply_for(act, NewLoan(client, story.product, wish, story.purpose, story.branch))


def _collect(house: House, story: _Story, loan: LoanRecord) -> None:
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
        ask = TakePayment(
            loan.party_id,
            Money.from_minor(amount, loan.currency),
            "cash",
            branch_id=story.branch,
            received_on=on,
        )
        payments.take(house.act("cajero", story.branch, (today - on).days), ask)
