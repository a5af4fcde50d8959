"""The demonstration's services: those of the document paid, given, to come, and one cancelled ten days before."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from caudal.business.bookings import commands as bookings
from caudal.business.bookings.commands import NewBooking
from caudal.business.bookings.queries import BookingRecord
from caudal.business.bookings.rules import ServiceKind
from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.refunds import commands as refunds
from caudal.business.refunds.commands import HowBack
from caudal.business.refunds.rules import Method
from caudal.commons.acts.act import Act, Place
from caudal.commons.acts.opening import because
from caudal.flows.demo.house import House
from caudal.kernel.money import Money

_BRANCH, _CURRENCY = 1, "MXN"


@dataclass(frozen=True, slots=True)
class _Paid:
    """How much was paid, how and how many days ago."""

    amount: int
    days_ago: int
    method: str = "cash"
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class _Sale:
    """A service sold some days ago, for a day that many days away from today (before it, if negative)."""

    name: str
    document: str
    phone: str
    service: str
    price: int
    sold: int
    away: int
    paid: tuple[_Paid, ...] = ()
    kind: ServiceKind = ServiceKind.TOUR


JUAN = _Sale(
    "Juan Pérez", "PEXJ850312HQRRXN01", "+529981110001", "Chichén Itzá", 10_000, 6, 9,
    (_Paid(5_000, 5, "transfer", "BBVA 884201"), _Paid(5_000, 2)),
)  # fmt: skip
MARIA = _Sale(
    "María López", "LOXM900721MQRPXR02", "+529981110002", "Isla Mujeres", 10_000, 30, 10,
    (_Paid(10_000, 21, "transfer", "BBVA 551204"),),
)  # fmt: skip
OTHERS = (
    _Sale("Laura Campos", "CAXL880105MQRMPR03", "+529981110003", "Tulum y cenote", 6_400, 12, -2, (_Paid(6_400, 8),)),
    _Sale("Pedro Nava", "NAXP790930HQRVDR04", "+529981110004", "Aeropuerto – Playa", 1_800, 4, 1, (_Paid(900, 3),),
          ServiceKind.TRANSPORT),
)  # fmt: skip


def examples(house: House) -> None:
    """CXC-001, 10,000 in two halves; and 10,000 paid of what is cancelled ten days before, to be authorised."""
    _sell(house, JUAN)
    cancelled = _sell(house, MARIA)
    given, _ = (_sell(house, sale) for sale in OTHERS)
    bookings.give(house.act("empleado", _BRANCH, 2), given.id)
    act = because(_at_the_door(house.act("empleado", _BRANCH)), "se lastimó y no puede viajar")
    refunds.cancel(act, cancelled.id, HowBack(Method.TRANSFER, "BBVA 4152 3136 8821 0047"))


def _sell(house: House, sale: _Sale) -> BookingRecord:
    client = _client(house, sale)
    act = house.act("empleado", _BRANCH, sale.sold)
    on = house.day(_BRANCH) + timedelta(days=sale.away)
    price = Money.of(sale.price, _CURRENCY)
    sold = bookings.book(act, NewBooking(client, sale.kind, sale.service, on, price, origin="demo"))
    for paid in sale.paid:
        taken = TakePayment(
            client, Money.of(paid.amount, _CURRENCY), paid.method, paid.reference, apply_to=(sold.debt.id,),
            branch_id=_BRANCH,
        )  # fmt: skip
        payments.take(house.act("cajero", _BRANCH, paid.days_ago), taken)
    return sold


def _client(house: House, sale: _Sale) -> UUID:
    act = house.act("gerente", _BRANCH, 60)
    document = Document("CURP", sale.document, "MX")
    new = NewParty(
        sale.name, document, (sale.phone,), branch_id=_BRANCH, consents=("whatsapp",), origin="demo"
    )
    return parties.open_party(act, new).id


def _at_the_door(act: Act) -> Act:
    """The same act, of a person with their own session: only people sign."""
    return replace(act, place=Place(act.place.branch_id, act.place.ip, "api"))
