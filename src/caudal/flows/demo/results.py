"""The demonstration's boards: the figures the document draws, completed with sales, expenses, payables and refunds.

What the other stories earned, spent and left owed is counted first; the rest is told here by the rooms' own commands
and entries. Guadalajara is the branch of the card: ``cast.MANAGED``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text

from caudal.business.accounting import commands as accounting
from caudal.business.accounting.commands import Expectation, SetBudgets
from caudal.business.accounting.rules.spans import last_complete_month
from caudal.business.approvals import queries as hands
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.bookings import commands as bookings
from caudal.business.bookings.commands import NewBooking
from caudal.business.bookings.rules import ServiceKind
from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payables import commands as payables
from caudal.business.payables.commands import NewSupplier, Serve
from caudal.business.payables.queries import PayableRecord
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.refunds import commands as refunds
from caudal.business.refunds.commands import HowBack
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.commons.acts.opening import because
from caudal.flows import deciding
from caudal.flows.deciding import Decision
from caudal.flows.demo import cast
from caudal.flows.demo.house import House
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Line, NewEntry, Use

_TERMS = 15
_OPENED, _CAPITAL = 170, 400_000
"""Days ago when the owner put that much in the bank of each branch."""
_MXN = "MXN"
_OPEN = text(
    "select coalesce(sum(open), 0)::bigint from payables where branch_id = :branch and currency = :currency"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a branch shows, in thousands of pesos: last month's income and expenses, and this month's so far."""

    branch: int
    income: int
    expenses: int
    income_now: int
    expenses_now: int
    goal: int


DRAWN = (
    Drawn(1, 910, 840, 300, 276, 75),
    Drawn(2, 750, 695, 260, 241, 60),
    Drawn(cast.MANAGED, 580, 560, 360, 315, 50),
)
"""910K/840K, 750K/695K and 580K/560K last month; 360K and 45K of utility (12.5 %) in the branch of the card."""


def draw(house: House) -> None:
    """Payables and refunds of the card, then what is missing of each month."""
    _owe(house)
    _give_back(house)
    for each in DRAWN:
        act = because(house.act("duena", each.branch, _OPENED), "capital de trabajo")
        treasury.fund(act, treasury.destination(act, "transfer", _MXN).id, Funding(_money(_CAPITAL)))
        first, last = last_complete_month(house.day(each.branch))
        _complete(house, each.branch, (first, last), each.income, each.expenses)
        today = house.day(each.branch)
        _complete(house, each.branch, (today.replace(day=1), today), each.income_now, each.expenses_now)
        _hope(house, each, (first, today))


def _owe(house: House) -> None:
    """85,000 owed to suppliers: 30,000 to be paid today, 20,000 to be authorised, the rest waits for its invoice."""
    at_once = _supplier(house, "Transportes del Occidente", "DEMOS01", invoiced=False)
    invoiced = _supplier(house, "Hotel Casa Tapatía", "DEMOS02", invoiced=True)
    paid_today = _serve(house, at_once, ("Traslados de la quincena", 30_000), _TERMS)
    act = house.act("gerente", cast.MANAGED, _TERMS)
    assert paid_today.request_id is not None, "what needs no invoice is asked for at once"
    deciding.decide(act, paid_today.request_id, Decision.AUTHORISE)
    _serve(house, at_once, ("Traslado de grupo a Tequila", 20_000), 1)
    there = house.db.execute(_OPEN, {"branch": cast.MANAGED, "currency": _MXN}).scalar_one()
    _serve(house, invoiced, ("Hospedaje de la semana", 85_000 - there // 100), 4)


def _supplier(house: House, name: str, document: str, *, invoiced: bool) -> UUID:
    act = house.act("gerente", cast.MANAGED, _TERMS + 2)
    party = NewParty(name, Document("OTRO", document, "MX"), (), branch_id=cast.MANAGED, origin="demo")
    ask = NewSupplier(party=party, terms_days=_TERMS, invoice_required=invoiced)
    return payables.register(act, ask).id


def _serve(house: House, supplier: UUID, service: tuple[str, int], days_ago: int) -> PayableRecord:
    act = house.act("supervisor", cast.MANAGED, days_ago, hour=2)
    name, amount = service
    ask = Serve(supplier, name, act.business_date, agreed=_money(amount), branch_id=cast.MANAGED)
    made = payables.serve(act, ask)
    return made if made.invoice_required else payables.ask_payment(act, made.id)


def _give_back(house: House) -> None:
    """12,000 to be given back: 8,000 wait to be authorised and 4,000 are."""
    _cancelled(house, ("Rosaura Pineda", "DEMOR01", "Recorrido a Tlaquepaque", 8_000))
    refund = _cancelled(house, ("Héctor Villaseñor", "DEMOR02", "Tren a Tequila", 4_000))
    act = house.act("gerente", cast.MANAGED)
    request = hands.of(act, Kind.REFUND, refund)
    if request is not None:
        deciding.decide(act, request.id, Decision.AUTHORISE)


def _cancelled(house: House, told: tuple[str, str, str, int]) -> UUID:
    """A service sold and paid some days ago, and cancelled today forty days before: all of it goes back."""
    name, document, service, amount = told
    act = house.act("gerente", cast.MANAGED, 6, hour=3)
    who = NewParty(
        name, Document("OTRO", document, "MX"), ("+523312340000",), branch_id=cast.MANAGED, origin="demo"
    )
    client = parties.open_party(act, who).id
    day = house.day(cast.MANAGED) + timedelta(days=40)
    ask = NewBooking(
        client, ServiceKind.TOUR, service, day, _money(amount), branch_id=cast.MANAGED, origin="demo"
    )
    sold = bookings.book(act, ask)
    paid = TakePayment(
        client,
        _money(amount),
        "transfer",
        f"{document} SPEI",
        apply_to=(sold.debt.id,),
        branch_id=cast.MANAGED,
    )
    payments.take(house.act("cajero", cast.MANAGED, 6, hour=2), paid)
    asking = because(house.act("supervisor", cast.MANAGED), "el cliente cambió de planes")
    made = refunds.cancel(asking, sold.id, HowBack())
    assert made is not None, "what was paid goes back"
    return made.id


def _complete(house: House, branch: int, span: tuple[date, date], income: int, expenses: int) -> None:
    """What is missing for the span to show that, in thousands: a sale and an expense each week."""
    act = house.act("contador", branch)
    found = [r for r in books.results(act, *span, branch) if r.income.currency == _MXN]
    nothing = _money(0)
    earn = _money(income * 1000) - sum((r.income for r in found), nothing)
    spend = _money(expenses * 1000) - sum((r.expenses for r in found), nothing)
    bank = treasury.destination(act, "transfer", _MXN).account_id
    days = _weeks(*span)
    entries: list[NewEntry] = []
    for on, sold, spent in zip(days, _uneven(earn, len(days)), _uneven(spend, len(days)), strict=True):
        entries += _pair("cash_sale", on, branch, (bank, Use.SALES, sold), "Ventas de la semana")
        entries += _pair(
            "expense", on, branch, (Use.EXPENSES, bank, spent), "Renta, nómina y servicios de la semana"
        )
    ledger.post_many(act, entries)


def _pair(
    kind: str, on: date, branch: int, moved: tuple[int | Use, int | Use, Money], memo: str
) -> Sequence[NewEntry]:
    to, of, amount = moved
    if amount.is_zero:
        return []
    return [
        NewEntry(kind, f"demo:{kind}", [Line(to, amount), Line(of, -amount)], on=on, memo=memo, branch=branch)
    ]


def _uneven(whole: Money, parts: int) -> list[Money]:
    """`whole` in parts, no two alike: a bank line of that much is of one week and of no other."""
    return [part + _money((2 * n - parts + 1) * 531) for n, part in enumerate(whole.split(parts))]


def _weeks(first: date, last: date) -> list[date]:
    """A day of each week of a span, the last one its last."""
    return [last - timedelta(days=7 * n) for n in range((last - first).days // 7 + 1)][::-1]


def _hope(house: House, each: Drawn, days: tuple[date, date]) -> None:
    """The goals of both months: of utility and of income."""
    act = house.act("director", each.branch)
    lines = [
        Expectation(each.branch, on.year * 100 + on.month, _MXN, key, _money(amount * 1000))
        for on in days
        for key, amount in (("utility", each.goal), ("income", each.income + 50))
    ]
    accounting.set_budgets(act, SetBudgets(lines))


def _money(pesos: int) -> Money:
    return Money.of(pesos, _MXN)
