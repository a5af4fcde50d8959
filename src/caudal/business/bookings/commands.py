"""Selling services, changing what was agreed, saying that they were given, cancelling them."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.bookings import queries
from caudal.business.bookings.events import Booked, BookingCancelled, BookingChanged, ServiceGiven
from caudal.business.bookings.queries import BookingRecord
from caudal.business.bookings.rules import STATES, ServiceKind, State, concept_of, contracted
from caudal.business.bookings.tables import Booking
from caudal.business.parties import queries as parties
from caudal.business.payables import commands as payables
from caudal.business.payables import queries as suppliers
from caudal.business.payables.commands import Serve
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import NewReceivable
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of, in_branch
from caudal.kernel import ids
from caudal.kernel.dates import local_date
from caudal.kernel.money import InvalidAmount, MixedCurrencies, Money
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit

_FURTHEST = timedelta(days=366 * 3)
_NOTE = text(
    "insert into booking_changes (booking_id, branch_id, service_on_from, service_on_to, price_from, price_to,"
    " entry_id, reason, at, actor_id, act_id) values (:booking, :branch, :was_on, :on, :was, :price, :entry, :reason,"
    " :at, :actor, :act)"
)
_SELLER = text("select 1 from users where id = :id and active")


class NotInThatState(Problem):
    type, title, status = "reserva-en-otro-estado", "La reserva ya no está para eso", 409


class PaidMore(Problem):
    type, title, status = "precio-menor-que-lo-pagado", "El precio sería menor que lo ya pagado", 409


class NotYet(Problem):
    type, title, status = "servicio-por-venir", "El día del servicio todavía no llega", 409


@dataclass(frozen=True, slots=True)
class NewBooking:
    """What is sold, when it happens, to whom and for how much.

    ``due_on``: when it must be paid; the day of the service when absent. ``branch_id``: where it is sold; the act's.
    ``seller_id``: who sold it; the actor. ``contract_id``: that of the supplier who gives it, if it isn't the house.
    """

    client_id: UUID
    kind: ServiceKind
    service: str
    service_on: date
    price: Money
    service_time: time | None = None
    due_on: date | None = None
    branch_id: int | None = None
    seller_id: int | None = None
    contract_id: UUID | None = None
    notes: str = ""
    origin: str = "manual"


@dataclass(frozen=True, slots=True)
class ChangeBooking:
    """What is agreed anew; what is absent stays. The act says the reason."""

    service_on: date | None = None
    service_time: time | None = None
    price: Money | None = None


@command
def book(act: Act, ask: NewBooking) -> BookingRecord:
    """Sell a service: the booking and what is owed of it are written in the same act.

    Raises:
        NotFound: the client or the contract isn't within the branches of the act.
        InvalidAmount: the price isn't more than zero.
        Invalid: no service, a day that has passed or is too far, or a seller who doesn't work here.
        PeriodClosed: the month of the sale or of the due date is closed.
        Forbidden: the branch isn't one of the actor's.
    """
    client = parties.hold(act, ask.client_id)
    act = in_branch(act, ask.branch_id)
    if ask.contract_id is not None:
        suppliers.contract(act, ask.contract_id)
    ask = replace(ask, service=" ".join(ask.service.split()), notes=ask.notes.strip())
    _check(act, ask)
    here, sold_on = act.place.branch_id, act.business_date
    due_on = ask.due_on or ask.service_on
    concept = concept_of(ask.kind, ask.service)
    debt = receivables.open_receivable(
        act,
        NewReceivable(
            client.id, concept, ask.price, sold_on, due_on, here, origin=ask.origin, mode="booking"
        ),
    )
    row = Booking(
        id=ids.uuid7(act.at), branch_id=here, party_id=client.id, kind=ask.kind.value, service=ask.service,
        service_on=ask.service_on, service_time=ask.service_time, currency=ask.price.currency, price=ask.price.minor,
        receivable_id=debt.id, contract_id=ask.contract_id, seller_id=ask.seller_id or act.actor.id, notes=ask.notes,
        state=State.BOOKED.value, sold_on=sold_on, origin=ask.origin, created_at=act.at, created_by=act.actor.id,
        act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    act.tell(Booked(row.id, client.id, here))
    return queries.booking(act, row.id)


@command
def change(act: Act, booking_id: UUID, ask: ChangeBooking) -> BookingRecord:
    """Agree another day or another price: the difference is an entry of its own, and what was agreed stays in sight.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it was given or cancelled.
        PaidMore: the price would be less than what is paid; give the difference back by cancelling it.
        Invalid: nothing changes, the day has passed or is too far, or no reason was given.
        InvalidAmount, MixedCurrencies: the price isn't more than zero, or is in another currency.
        PeriodClosed: the month of the business date is closed.
    """
    _reasoned(act)
    row, known = _held(act, booking_id)
    act = in_branch(act, row.branch_id)
    _only(row, State.BOOKED, "ya no cambia")
    on, price = ask.service_on or row.service_on, ask.price or known.price
    _changeable(act, known, on, price, ask.service_time)
    entry = None
    if price != known.price:
        entry = receivables.adjust(act, row.receivable_id, price - known.price)
    if on != row.service_on:
        due = known.debt.due_on
        receivables.move_due(act, row.receivable_id, on if due == row.service_on else min(due, on))
    if on != row.service_on or entry is not None:
        values = {"booking": row.id, "branch": row.branch_id, "was_on": row.service_on, "on": on, "was": row.price,
                  "price": price.minor, "entry": entry, "reason": act.reason, "at": act.at, "actor": act.actor.id,
                  "act": act.id}  # fmt: skip
        act.db.execute(_NOTE, values)
    row.service_on, row.price, row.version = on, price.minor, row.version + 1
    row.service_time = ask.service_time or row.service_time
    act.db.flush()
    act.tell(BookingChanged(row.id, row.branch_id))
    return queries.booking(act, row.id)


@command
def give(act: Act, booking_id: UUID) -> BookingRecord:
    """Say that the service was given: it is income from today, and what its supplier is owed is written.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it was given or cancelled.
        NotYet: its day hasn't come in the branch.
        Invalid: the contract of its supplier isn't in force that day, or doesn't say what the service costs.
        PeriodClosed: the month of the business date is closed.
    """
    row, known = _held(act, booking_id)
    act = in_branch(act, row.branch_id)
    _only(row, State.BOOKED, "no se puede dar por prestada")
    today = max(act.business_date, local_date(act.at, branch_of(act, row.branch_id).time_zone))
    if row.service_on > today:
        raise NotYet(f"{known.folio} es para el {row.service_on:%d/%m/%Y}")
    entry = ledger.post(
        act,
        kind="service_given",
        source=f"bookings:{row.id}",
        lines=[
            debit(Use.DEFERRED_SALES, known.price, party=row.party_id, doc=row.receivable_id),
            credit(Use.SALES, known.price),
        ],
        memo=known.debt.concept,
    )
    row.state, row.done_on, row.done_at, row.done_by = (
        State.DONE.value,
        act.business_date,
        act.at,
        act.actor.id,
    )
    row.done_entry_id, row.version = entry, row.version + 1
    row.payable_id = _owe_supplier(act, row)
    act.db.flush()
    act.tell(ServiceGiven(row.id, row.branch_id, act.business_date, row.contract_id))
    return queries.booking(act, row.id)


def _owe_supplier(act: Act, row: Booking) -> UUID | None:
    """What is owed to the supplier who gave it, at the price of their contract; nothing when it was the house."""
    if row.contract_id is None:
        return None
    contract = suppliers.contract(act, row.contract_id)
    service = contracted(row.service, [price.service for price in contract.prices])
    asked = Serve(
        contract.supplier.id,
        service,
        row.service_on,
        contract.id,
        branch_id=row.branch_id,
        booked_on=act.business_date,
    )
    return payables.serve(act, asked).id


@command
def cancel(act: Act, booking_id: UUID) -> BookingRecord:
    """Cancel a booking: what nobody has paid is no longer owed; what was paid waits for its refund.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it was given or cancelled.
        Invalid: no reason was given.
        PeriodClosed: the month of the business date is closed.
    """
    _reasoned(act)
    row, _ = _held(act, booking_id)
    act = in_branch(act, row.branch_id)
    _only(row, State.BOOKED, "no se puede cancelar")
    receivables.drop_unpaid(act, row.receivable_id)
    row.state, row.version = State.CANCELLED.value, row.version + 1
    row.cancelled_on, row.cancelled_at, row.cancelled_by = act.business_date, act.at, act.actor.id
    row.cancel_reason = act.reason
    act.db.flush()
    act.tell(BookingCancelled(row.id, row.branch_id))
    return queries.booking(act, row.id)


def hold(act: Act, booking_id: UUID) -> BookingRecord:
    """A booking as it is now, kept from payments of its client, refunds and changes until the act ends.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    return _held(act, booking_id)[1]


def _held(act: Act, booking_id: UUID) -> tuple[Booking, BookingRecord]:
    """Client first, as payments do, then the booking: whoever comes second waits and reads what the first did."""
    known = queries.booking(act, booking_id)
    parties.party(act, known.party_id, lock=True)
    wanted = select(Booking).where(Booking.id == booking_id).with_for_update()
    row = act.db.scalars(wanted.execution_options(populate_existing=True)).one()
    act.db.expire_all()
    return row, queries.booking(act, booking_id)


def _only(row: Booking, state: State, told: str) -> None:
    if row.state != state.value:
        folio = ids.folio("RV", row.number)
        raise NotInThatState(f"{folio} está «{STATES[State(row.state)]}»: {told}", state=row.state)


def _reasoned(act: Act) -> None:
    if len(act.reason.strip()) < 3:
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])


def _check(act: Act, ask: NewBooking) -> None:
    found: list[dict[str, str]] = []
    if not 2 <= len(ask.service) <= 160:
        found.append({"pointer": "/service", "detail": "Escriba el servicio, de 2 a 160 letras"})
    if len(ask.notes) > 300:
        found.append({"pointer": "/notes", "detail": "Las notas caben en 300 letras"})
    if wrong := _wrong_day(act, ask.service_on):
        found.append({"pointer": "/service_on", "detail": wrong})
    if ask.due_on and ask.due_on < act.business_date:
        found.append({"pointer": "/due_on", "detail": "La fecha de pago ya pasó"})
    seller = ask.seller_id or act.actor.id
    if act.db.execute(_SELLER, {"id": seller}).one_or_none() is None and seller != act.actor.id:
        found.append({"pointer": "/seller_id", "detail": "Esa persona no está entre los usuarios"})
    if found:
        raise Invalid(found[0]["detail"], errors=found)
    if not ask.price.is_positive:
        raise InvalidAmount(
            "El precio debe ser mayor que cero", errors=[{"pointer": "/price", "detail": "mayor que cero"}]
        )


def _wrong_day(act: Act, on: date) -> str:
    if on < act.business_date:
        return "El día del servicio ya pasó"
    return (
        "El día del servicio está a más de tres años; revise el año"
        if on - act.business_date > _FURTHEST
        else ""
    )


def _changeable(act: Act, known: BookingRecord, on: date, price: Money, at: time | None) -> None:
    if on == known.service_on and price == known.price and at in (None, known.service_time):
        raise Invalid("No cambia nada", errors=[{"pointer": "/service_on", "detail": "es la misma"}])
    if on != known.service_on and (wrong := _wrong_day(act, on)):
        raise Invalid(wrong, errors=[{"pointer": "/service_on", "detail": wrong}])
    if price.currency != known.price.currency:
        raise MixedCurrencies(f"{known.folio} está en {known.price.currency}, no en {price.currency}")
    if not price.is_positive:
        raise InvalidAmount(
            "El precio debe ser mayor que cero", errors=[{"pointer": "/price", "detail": "mayor que cero"}]
        )
    if price < known.debt.paid:
        raise PaidMore(f"De {known.folio} ya se pagaron {known.debt.paid.amount} {price.currency}")
