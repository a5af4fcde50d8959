"""The shapes of pawn at the door: tickets, articles, lots."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.pawn.queries import custody, lots, quoting, tickets
from caudal.business.pawn.queries.lots import LotRecord
from caudal.business.pawn.queries.tickets import ItemRecord, TicketRecord
from caudal.business.pawn.rules.states import LABELS, LOT_LABELS, OPEN
from caudal.business.pawn.rules.terms import Plan
from caudal.business.pawn.rules.valuing import CONDITIONS, Condition
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.shapes import MoneyOut, Out
from caudal.interfaces.api.words import called
from caudal.kernel.money import Money

_MG = 1_000


class PlanOut(Out):
    """Conditions of lending. Rates are fractions (0.05 is 5 %) of the capital, per period begun.

    `taxed`: whether the tax of the country is added to interest and storage.
    """

    id: int
    code: str
    version: int
    name: str
    currency: str
    rate: str
    storage_rate: str
    period: str
    term: int
    grace_days: int
    grace_interest: bool
    sale_cost_rate: str
    surplus: bool
    surplus_days: int
    active: bool
    taxed: bool


class PhotoOut(Out):
    id: UUID
    media: str
    size: int
    link: str


class ItemOut(Out):
    """An article. `weight`: grams. `gone`: how it left the house, if it did."""

    id: UUID
    position: int
    category: str
    description: str
    brand: str
    model: str
    serial: str
    price_name: str | None
    weight: str | None
    condition: str
    condition_label: str
    appraisal: MoneyOut
    seal: str
    location_id: int | None
    location: str | None
    gone: str | None
    gone_on: date | None
    gone_to: str
    photos: list[PhotoOut]


class OwedOut(Out):
    """What is owed on the date asked. `renew`: to begin another term (refrendo); `redeem`: to take the pledge away."""

    capital: MoneyOut
    interest: MoneyOut
    storage: MoneyOut
    tax: MoneyOut
    renew: MoneyOut
    redeem: MoneyOut
    periods: int
    interest_paid: MoneyOut
    storage_paid: MoneyOut
    tax_paid: MoneyOut


class OverrideOut(Out):
    by: str
    reason: str


class TicketOut(Out):
    """A ticket as it stands on `as_of`. `days_left` until it is due (below zero, since); `ltv` as a fraction."""

    id: UUID
    folio: str
    client: ClientRef
    client_id: UUID
    branch_id: int
    branch: str
    status: str
    status_label: str
    as_of: date
    principal: MoneyOut
    appraisal: MoneyOut
    allowed: MoneyOut
    ltv: str
    owed: OwedOut
    opened_on: date
    starts_on: date
    due_on: date
    grace_on: date
    days_left: int
    handed_on: date | None
    closed_on: date | None
    plan: PlanOut
    tax_rate: str
    previous_id: UUID | None
    root_id: UUID
    copy_number: int
    renewals: int
    lost_on: date | None
    retained_on: date | None
    override: OverrideOut | None
    items: list[ItemOut]
    opened_by: str | None
    opened_at: datetime


class LinkOut(Out):
    """Another ticket of the same pledge."""

    id: UUID
    folio: str
    status: str
    status_label: str
    opened_on: date
    due_on: date
    principal: MoneyOut


class HappenedOut(Out):
    at: datetime
    on: date
    kind: str
    text: str
    amount: MoneyOut | None
    note: str
    actor: str | None
    payment_id: UUID | None
    entry_id: int | None
    folio: str


class TicketDetail(TicketOut):
    """`chain`: every ticket of the pledge, the first one first; `timeline`: what happened to all of them.

    `may_add`: how much more may be lent on it in a refrendo today.
    """

    may_add: MoneyOut
    chain: list[LinkOut]
    timeline: list[HappenedOut]
    entry_id: int | None
    lot_id: UUID | None


class LotOut(Out):
    """A lot. `recovery`: what its sale brought, net, over its debt; `surplus_until`: last day to claim the surplus."""

    id: UUID
    folio: str
    ticket_id: UUID
    ticket_folio: str
    client: ClientRef
    client_id: UUID
    branch_id: int
    branch: str
    status: str
    status_label: str
    items: list[ItemOut]
    capital: MoneyOut
    debt: MoneyOut
    tax: MoneyOut
    value: MoneyOut
    cost: MoneyOut
    adjudicated_on: date
    minimum: MoneyOut | None
    listed_on: date | None
    ended_on: date | None
    price: MoneyOut | None
    sale_cost: MoneyOut | None
    surplus: MoneyOut
    shortfall: MoneyOut
    recovery: str | None
    buyer: str
    surplus_until: date | None
    surplus_ended_on: date | None
    entries: list[int]


def plan_out(plan: Plan) -> PlanOut:
    """A plan in the shape of the door."""
    return PlanOut.model_construct(
        id=plan.id, code=plan.code, version=plan.version, name=plan.name, currency=plan.currency, rate=plain(plan.rate),
        storage_rate=plain(plan.storage_rate), period=plan.period.value, term=plan.term, grace_days=plan.grace_days,
        grace_interest=plan.grace_interest, sale_cost_rate=plain(plan.sale_cost_rate), surplus=plan.surplus,
        surplus_days=plan.surplus_days, active=plan.active, taxed=plan.taxed,
    )  # fmt: skip


def plain(fraction: Decimal) -> str:
    """A fraction without idle zeros.

    >>> plain(Decimal("0.050000")), plain(Decimal("1.0000"))
    ('0.05', '1')
    """
    told = f"{fraction:f}"
    return (told.rstrip("0").rstrip(".") or "0") if "." in told else told


def outs(act: Act, records: Iterable[TicketRecord]) -> list[TicketOut]:
    """Tickets in the shape of the door, with their articles."""
    rows = list(records)
    return [TicketOut.model_construct(**each) for each in _shapes(act, rows)]


def detail(act: Act, row: TicketRecord) -> TicketDetail:
    """A ticket with all that happened to its pledge."""
    (shape,) = _shapes(act, [row])
    chain = tickets.chain(act, row.root_id, row.on)
    folios = {one.id: one.folio for one in chain}
    events = tickets.events_of(act, folios)
    staff = access.names(act, {event.actor_id for event in events})
    lot = next(iter(lots.of_tickets(act, list(folios)).values()), None)
    return TicketDetail.model_construct(
        **shape,
        chain=[
            LinkOut.model_construct(
                id=one.id, folio=one.folio, status=one.status.value, status_label=LABELS[one.status],
                opened_on=one.opened_on, due_on=one.due_on, principal=one.terms.principal,
            )
            for one in chain
        ],
        timeline=[
            HappenedOut.model_construct(
                at=event.at, on=event.on, kind=event.kind, text=called("pawn_events", event.kind),
                amount=row.money(event.amount) if event.amount else None, note=event.note,
                actor=staff.get(event.actor_id), payment_id=event.payment_id, entry_id=event.entry_id,
                folio=folios[event.ticket_id],
            )
            for event in reversed(events)
        ],
        entry_id=row.entry_id, lot_id=lot.id if lot else None, may_add=_may_add(act, row),
    )  # fmt: skip


def _may_add(act: Act, row: TicketRecord) -> Money:
    """Nothing of a ticket that isn't in pawn or is blocked, or whose articles are in no table any more."""
    if row.status not in OPEN or row.lost_on is not None or row.retained_on is not None:
        return row.money(0)
    items = [one for one in tickets.items_of(act, [row.root_id])[row.root_id] if one.gone_on is None]
    try:
        room = quoting.backing(act, items, row.currency) - row.money(row.standing.capital)
    except quoting.NoTable:
        return row.money(0)
    return max(room, row.money(0))


def _shapes(act: Act, rows: Sequence[TicketRecord]) -> list[dict[str, Any]]:
    people, places = parties.many(act, {row.party_id for row in rows}), branches(act)
    staff = access.names(
        act, {who for row in rows for who in (row.opened_by, row.override_by) if who is not None}
    )
    articles = items_out(act, tickets.items_of(act, {row.root_id for row in rows}), rows)
    times = tickets.renewals(act, [row.id for row in rows if row.previous_id]) if rows else {}
    return [
        {
            "id": row.id, "folio": row.folio, "client": reference(row.party_id, people), "client_id": row.party_id,
            "branch_id": row.branch_id, "branch": places[row.branch_id].name, "status": row.status.value,
            "status_label": LABELS[row.status], "as_of": row.on, "principal": row.terms.principal,
            "appraisal": row.appraisal, "allowed": row.allowed, "ltv": _ltv(row), "owed": _owed(row),
            "opened_on": row.opened_on, "starts_on": row.terms.starts_on, "due_on": row.due_on,
            "grace_on": row.grace_on, "days_left": (row.due_on - row.on).days, "handed_on": row.handed_on,
            "closed_on": row.closed_on,
            "plan": plan_out(row.plan), "tax_rate": plain(row.terms.tax_rate),
            "previous_id": row.previous_id, "root_id": row.root_id, "copy_number": row.copy,
            "renewals": times.get(row.id, 0), "lost_on": row.lost_on, "retained_on": row.retained_on,
            "override": OverrideOut.model_construct(by=staff.get(row.override_by, ""), reason=row.override_reason)
            if row.override_by is not None else None,
            "items": articles.get(row.root_id, []), "opened_by": staff.get(row.opened_by), "opened_at": row.opened_at,
        }
        for row in rows
    ]  # fmt: skip


def _ltv(row: TicketRecord) -> str:
    return plain((row.terms.principal.amount / row.appraisal.amount).quantize(Decimal("0.0001")))


def _owed(row: TicketRecord) -> OwedOut:
    now, owes = row.standing, row.status in OPEN
    zero = row.money(0)
    return OwedOut.model_construct(
        capital=row.money(now.capital) if owes else zero, interest=row.money(max(0, now.interest)) if owes else zero,
        storage=row.money(max(0, now.storage)) if owes else zero, tax=row.money(max(0, now.tax)) if owes else zero,
        renew=row.money(max(0, now.charges)) if owes else zero, redeem=row.money(now.total) if owes else zero,
        periods=now.periods, interest_paid=row.money(now.interest_paid), storage_paid=row.money(now.storage_paid),
        tax_paid=row.money(now.tax_paid),
    )  # fmt: skip


def items_out(
    act: Act, found: dict[UUID, list[ItemRecord]], rows: Sequence[TicketRecord]
) -> dict[UUID, list[ItemOut]]:
    """Articles in the shape of the door, by the first ticket of their chain."""
    currency = {row.root_id: row.currency for row in rows}
    where = {one.id: one.name for one in custody.locations(act)}
    photos = tickets.photos_of(act, [item.id for items in found.values() for item in items])
    return {
        root: [
            ItemOut.model_construct(
                id=item.id, position=item.position, category=item.category, description=item.description,
                brand=item.brand, model=item.model, serial=item.serial, price_name=item.price_name,
                weight=plain(Decimal(item.weight_mg) / _MG) if item.weight_mg else None, condition=item.condition,
                condition_label=CONDITIONS[Condition(item.condition)],
                appraisal=Money.from_minor(item.appraisal, currency[root]), seal=item.seal,
                location_id=item.location_id, location=where.get(item.location_id or 0), gone=item.gone_how,
                gone_on=item.gone_on, gone_to=item.gone_to,
                photos=[
                    PhotoOut.model_construct(
                        id=each.id, media=each.media, size=each.size,
                        link=f"/v1/pawn-items/{item.id}/photos/{each.id}",
                    )
                    for each in photos.get(item.id, ())
                ],
            )
            for item in items
        ]
        for root, items in found.items()
    }  # fmt: skip


def lot_outs(act: Act, records: Iterable[LotRecord]) -> list[LotOut]:
    """Lots in the shape of the door, with their articles."""
    rows = list(records)
    people, places = parties.many(act, {row.party_id for row in rows}), branches(act)
    owners = tickets.many(act, {row.ticket_id for row in rows})
    found = items_out(
        act, tickets.items_of(act, {one.root_id for one in owners.values()}), list(owners.values())
    )
    return [
        LotOut.model_construct(
            id=row.id, folio=row.folio, ticket_id=row.ticket_id, ticket_folio=owners[row.ticket_id].folio,
            client=reference(row.party_id, people), client_id=row.party_id, branch_id=row.branch_id,
            branch=places[row.branch_id].name, status=row.status.value, status_label=LOT_LABELS[row.status],
            items=found.get(owners[row.ticket_id].root_id, []), capital=row.capital, debt=row.debt, tax=row.tax,
            value=row.value, cost=row.cost, adjudicated_on=row.adjudicated_on, minimum=row.minimum,
            listed_on=row.listed_on, ended_on=row.ended_on, price=row.price, sale_cost=row.sale_cost,
            surplus=row.surplus, shortfall=row.shortfall,
            recovery=plain(row.recovery) if row.recovery is not None else None,
            buyer=row.buyer, surplus_until=row.surplus_until, surplus_ended_on=row.surplus_ended_on,
            entries=[one for one in (row.entry_id, row.end_entry_id, row.surplus_entry_id) if one],
        )
        for row in rows
    ]  # fmt: skip
