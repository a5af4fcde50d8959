"""Reading tickets: how each stands on any date, what backs it, what happened to it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text

from caudal.business.pawn.queries.guides import plan_record
from caudal.business.pawn.rules.course import Course, Paid, course
from caudal.business.pawn.rules.states import Dates, Status, status
from caudal.business.pawn.rules.terms import Plan, Terms
from caudal.business.pawn.tables import PawnItem, PawnTicket
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid, NotFound

_PLANS = text("select * from pawn_plans where id = any(:ids)")
_PARTS = text(
    "select ticket_id, min(on_date) as on_date, component, sum(amount) as amount from pawn_parts"
    " where ticket_id = any(:ids) and (cast(:on as date) is null or on_date <= :on)"
    " group by ticket_id, payment_id, component having sum(amount) <> 0 order by min(id)"
)
_PAYMENT = text(
    "select component, sum(amount) as amount from pawn_parts where ticket_id = :ticket and payment_id = :payment"
    " group by component having sum(amount) <> 0"
)
_PHOTOS = text(
    "select id, item_id, media, length(data) as size, created_at from pawn_photos where item_id = any(:items)"
    " order by id"
)
_PHOTO = text("select media, data from pawn_photos where id = :id and item_id = :item")
_EVENTS = text("select * from pawn_events where ticket_id = any(:ids) order by id")
_RENEWALS = text(
    "with recursive back(ticket, before, times) as ("
    " select id, previous_id, 0 from pawn_tickets where id = any(:tickets)"
    " union all select b.ticket, t.previous_id, b.times + 1 from back b join pawn_tickets t on t.id = b.before)"
    " select ticket, max(times) as times from back group by ticket"
)


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """A ticket as it stands on a date. ``standing`` of one that ended: as it was the day it did."""

    id: UUID
    folio: str
    party_id: UUID
    branch_id: int
    terms: Terms
    appraisal: Money
    allowed: Money
    root_id: UUID
    previous_id: UUID | None
    opened_on: date
    due_on: date
    grace_on: date
    handed_on: date | None
    handed_by: int | None
    entry_id: int | None
    closed_on: date | None
    override_by: int | None
    override_reason: str | None
    lost_on: date | None
    retained_on: date | None
    copy: int
    opened_at: datetime
    opened_by: int
    on: date
    status: Status
    standing: Course

    @property
    def plan(self) -> Plan:
        return self.terms.plan

    @property
    def currency(self) -> str:
        return self.terms.principal.currency

    def money(self, minor: int) -> Money:
        """`minor` units of the currency of the ticket."""
        return Money.from_minor(minor, self.currency)


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets. ``on``: as they stood then. ``q``: folio, or serial number or description of an article."""

    q: str = ""
    status: str | None = None
    party_ids: Sequence[UUID] | None = None
    branch_id: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    root_id: UUID | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An article; ``ticket_id``: of the first ticket of its chain. ``weight_mg``: milligrams."""

    id: UUID
    ticket_id: UUID
    position: int
    category: str
    description: str
    brand: str
    model: str
    serial: str
    price_name: str | None
    weight_mg: int | None
    condition: str
    appraisal: int
    seal: str
    location_id: int | None
    gone_on: date | None
    gone_how: str | None
    gone_to: str


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """A photograph kept; ``size`` in bytes."""

    id: UUID
    item_id: UUID
    media: str
    size: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something that happened to a ticket; ``amount`` in minor units."""

    kind: str
    on: date
    amount: int
    note: str
    payment_id: UUID | None
    entry_id: int | None
    at: datetime
    actor_id: int
    ticket_id: UUID


def ticket(act: Act, ticket_id: UUID, on: date | None = None) -> TicketRecord:
    """One ticket as it stands on `on`, today when absent.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = records(act, act.db.scalars(select(PawnTicket).where(PawnTicket.id == ticket_id)).all(), on)
    if not found:
        raise NotFound("La boleta no existe o es de otra sucursal")
    return found[0]


def many(act: Act, ticket_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, TicketRecord]:
    """Those of `ticket_ids` that the act can see."""
    wanted = select(PawnTicket).where(PawnTicket.id.in_(set(ticket_ids)))
    return {one.id: one for one in records(act, act.db.scalars(wanted).all(), on)}


def tickets(act: Act, which: TicketFilter, limit: int = 50, after: str | None = None) -> Page[TicketRecord]:
    """Tickets by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(PawnTicket).where(*_conditions(which, which.on or act.business_date))
    if cursor:
        wanted = wanted.where(PawnTicket.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(PawnTicket.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page(records(act, page.items, which.on), page.next)


def chain(act: Act, root_id: UUID, on: date | None = None) -> list[TicketRecord]:
    """Every ticket of a pledge, the first one first."""
    wanted = select(PawnTicket).where(PawnTicket.root_id == root_id).order_by(PawnTicket.number)
    return records(act, act.db.scalars(wanted).all(), on)


def renewals(act: Act, ticket_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many tickets each one comes from, refrendo by refrendo."""
    return {row.ticket: row.times for row in act.db.execute(_RENEWALS, {"tickets": list(ticket_ids)})}


def sums(act: Act, which: TicketFilter) -> list[tuple[int, Money, Money]]:
    """How many tickets, what was lent on them and what is still lent today, by currency."""
    rows = act.db.execute(
        select(
            PawnTicket.currency,
            func.count(),
            func.sum(PawnTicket.principal),
            func.coalesce(
                func.sum(PawnTicket.capital).filter(
                    PawnTicket.closed_on.is_(None), PawnTicket.handed_on.is_not(None)
                ),
                0,
            ),
        )
        .where(*_conditions(which, which.on or act.business_date))
        .group_by(PawnTicket.currency)
        .order_by(PawnTicket.currency)
    )
    return [
        (count, Money.from_minor(int(lent), currency), Money.from_minor(int(live), currency))
        for currency, count, lent, live in rows
    ]


def items_of(act: Act, roots: Iterable[UUID]) -> dict[UUID, list[ItemRecord]]:
    """The articles of each chain of tickets, by the id of its first one."""
    wanted = select(PawnItem).where(PawnItem.ticket_id.in_(set(roots))).order_by(PawnItem.position)
    found: dict[UUID, list[ItemRecord]] = {}
    for row in act.db.scalars(wanted):
        found.setdefault(row.ticket_id, []).append(_item(row))
    return found


def photos_of(act: Act, items: Iterable[UUID]) -> dict[UUID, list[PhotoRecord]]:
    """The photographs of each article."""
    found: dict[UUID, list[PhotoRecord]] = {}
    for row in act.db.execute(_PHOTOS, {"items": list(items)}):
        found.setdefault(row.item_id, []).append(
            PhotoRecord(row.id, row.item_id, row.media, row.size, row.created_at)
        )
    return found


def photo(act: Act, item_id: UUID, photo_id: UUID) -> tuple[str, bytes]:
    """A photograph: its kind and its bytes.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.execute(_PHOTO, {"id": photo_id, "item": item_id}).one_or_none()
    if row is None:
        raise NotFound("La fotografía no existe o es de otra sucursal")
    return row.media, bytes(row.data)


def events_of(act: Act, ticket_ids: Iterable[UUID]) -> list[EventRecord]:
    """What happened to some tickets, in the order it was written."""
    return [
        EventRecord(
            row.kind,
            row.on_date,
            row.amount,
            row.note,
            row.payment_id,
            row.entry_id,
            row.at,
            row.actor_id,
            row.ticket_id,
        )
        for row in act.db.execute(_EVENTS, {"ids": list(ticket_ids)})
    ]


def paid_of(act: Act, ticket_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, list[Paid]]:
    """What was paid of each ticket by `on` (ever, when absent) and not taken back by then, in the order it was."""
    found: dict[UUID, list[Paid]] = {}
    for row in act.db.execute(_PARTS, {"ids": list(ticket_ids), "on": on}):
        found.setdefault(row.ticket_id, []).append(Paid(row.on_date, **{row.component: int(row.amount)}))
    return found


def parts_of(act: Act, ticket_id: UUID, payment_id: UUID) -> dict[str, int]:
    """What a payment paid of each component of a ticket, in minor units."""
    rows = act.db.execute(_PAYMENT, {"ticket": ticket_id, "payment": payment_id})
    return {row.component: int(row.amount) for row in rows}


def records(act: Act, rows: Sequence[PawnTicket], on: date | None = None) -> list[TicketRecord]:
    """Rows as they stand on `on`, today when absent."""
    if not rows:
        return []
    plans = {
        row.id: plan_record(row)
        for row in act.db.execute(_PLANS, {"ids": list({row.plan_id for row in rows})})
    }
    paid = paid_of(act, [row.id for row in rows], on)
    return [record(row, plans[row.plan_id], paid.get(row.id, ()), on or act.business_date) for row in rows]


def terms_of(row: PawnTicket, plan: Plan) -> Terms:
    """What a ticket agreed."""
    fresh = row.previous_id is None
    return Terms(plan, Money.from_minor(row.principal, row.currency), row.starts_on, fresh, row.tax_rate)


def record(row: PawnTicket, plan: Plan, paid: Sequence[Paid], on: date) -> TicketRecord:
    """A row as it stood on `on` with what was paid of it."""
    terms = terms_of(row, plan)
    closed = row.closed_on if row.closed_on and row.closed_on <= on else None
    state = status(Dates(row.handed_on, row.due_on, row.grace_on, row.closed_on, row.closed_how), on)
    return TicketRecord(
        row.id, ids.folio("EMP", row.number), row.party_id, row.branch_id, terms,
        Money.from_minor(row.appraisal, row.currency), Money.from_minor(row.allowed, row.currency), row.root_id,
        row.previous_id, row.opened_on, row.due_on, row.grace_on, row.handed_on, row.handed_by, row.entry_id, closed,
        row.override_by, row.override_reason, row.lost_on, row.retained_on, row.copy, row.opened_at, row.opened_by, on,
        state, course(terms, paid, closed or on),
    )  # fmt: skip


def _item(row: PawnItem) -> ItemRecord:
    return ItemRecord(
        row.id, row.ticket_id, row.position, row.category, row.description, row.brand, row.model, row.serial,
        row.price_name, row.weight_mg, row.condition, row.appraisal, row.seal, row.location_id, row.gone_on,
        row.gone_how, row.gone_to,
    )  # fmt: skip


def _conditions(which: TicketFilter, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.on is not None:
        found.append(PawnTicket.opened_on <= which.on)
    if which.branch_id is not None:
        found.append(PawnTicket.branch_id == which.branch_id)
    if which.root_id is not None:
        found.append(PawnTicket.root_id == which.root_id)
    if which.party_ids is not None:
        found.append(PawnTicket.party_id.in_(which.party_ids))
    if which.due_from:
        found.append(PawnTicket.due_on >= which.due_from)
    if which.due_to:
        found.append(PawnTicket.due_on <= which.due_to)
    return found + _of_status(which.status, on) + _typed(which.q)


def _of_status(wanted: str | None, on: date) -> list[ColumnElement[bool]]:
    if not wanted:
        return []
    ended = func.coalesce(PawnTicket.closed_on <= on, False)
    handed = func.coalesce(PawnTicket.handed_on <= on, False)
    live = ~ended & handed
    cases: dict[Status, ColumnElement[bool]] = {
        Status.QUOTED: ~ended & ~handed,
        Status.LIVE: live & (PawnTicket.due_on >= on),
        Status.GRACE: live & (PawnTicket.due_on < on) & (PawnTicket.grace_on >= on),
        Status.EXPIRED: live & (PawnTicket.grace_on < on),
    }
    chosen: ColumnElement[bool] | None = None
    for name in wanted.split(","):
        one = _status(name)
        case = cases.get(one)
        if case is None:
            case = ended & (PawnTicket.closed_how == one.value)
        chosen = case if chosen is None else chosen | case
    return [] if chosen is None else [chosen]


def _status(name: str) -> Status:
    try:
        return Status(name.strip())
    except ValueError:
        names = ", ".join(s.value for s in Status)
        raise Invalid(
            f"«{name[:20]}» no es un estado; use {names}",
            errors=[{"pointer": "/status", "detail": "desconocido"}],
        ) from None


def _typed(q: str) -> list[ColumnElement[bool]]:
    typed = q.strip()
    if not typed:
        return []
    number = typed.upper().removeprefix("EMP-")
    if number.isascii() and number.isdigit() and len(number) < 16 and typed.upper().startswith("EMP"):
        return [PawnTicket.number == int(number)]
    words = (PawnItem.serial, PawnItem.description, PawnItem.brand, PawnItem.model)
    like: ColumnElement[bool] | Any = words[0].icontains(typed, autoescape=True)
    for word in words[1:]:
        like = like | word.icontains(typed, autoescape=True)
    found = PawnTicket.root_id.in_(select(PawnItem.ticket_id).where(like))
    if number.isascii() and number.isdigit() and len(number) < 16:
        return [(PawnTicket.number == int(number)) | found]
    return [found]
