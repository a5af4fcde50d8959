"""Opening a ticket at the counter: what comes in, what it is worth, what will be lent."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.parties import queries as parties
from caudal.business.pawn.commands.holding import (
    Happened,
    TicketClosed,
    articles,
    check_reason,
    close,
    hold,
    state,
    tell,
)
from caudal.business.pawn.queries import tickets
from caudal.business.pawn.queries.quoting import Appraised, Article, Quote, quote
from caudal.business.pawn.queries.tickets import PhotoRecord, TicketRecord
from caudal.business.pawn.rules.course import course
from caudal.business.pawn.rules.states import Status
from caudal.business.pawn.rules.valuing import PHOTOS_PER_ITEM
from caudal.business.pawn.tables import PawnItem, PawnTicket
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.commons.documents.pictures import PHOTO_LIMIT, kind_of_picture
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound, Problem

OVERRIDE = "pawn.override"
_COUNTER = text(
    "insert into pawn_locations (branch_id, kind, name, created_at, created_by, act_id)"
    " values (:branch, 'counter', 'Mostrador', :at, :actor, :act) on conflict do nothing"
)
_FIRST_COUNTER = text(
    "select id from pawn_locations where branch_id = :branch and kind = 'counter' order by id limit 1"
)
_SAME = text(
    "select t.number from pawn_items i join pawn_tickets t on t.root_id = i.ticket_id"
    " where lower(i.serial) = any(:serials) and i.serial <> '' and i.gone_on is null and t.closed_on is null limit 1"
)
_LOCK = text(
    "select pg_advisory_xact_lock(727102, hashtext(s)) from unnest(cast(:serials as text[])) s order by s"
)
_PHOTO = text(
    "insert into pawn_photos (item_id, branch_id, media, sha, data, created_at, created_by, act_id)"
    " values (:item, :branch, :media, :sha, :data, :at, :actor, :act) on conflict (item_id, sha) do nothing"
)


class OverTable(Problem):
    type, title, status = "prestamo-sobre-tabla", "El préstamo pasa de lo que permite la tabla", 422


class AlreadyPledged(Problem):
    type, title, status = "prenda-ya-empenada", "Esa prenda ya está empeñada", 409


class PhotoRefused(Problem):
    type, title, status = "foto-no-admitida", "La fotografía no se puede guardar", 422


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """What is agreed at the counter. ``override_reason``: why more is lent than the tables allow."""

    client_id: UUID
    items: tuple[Article, ...]
    amount: Money
    plan: str | None = None
    override_reason: str = ""


@command
def open_ticket(act: Act, ask: OpenTicket) -> TicketRecord:
    """Write a ticket and take its articles in; the money is handed over by :func:`hand_over`.

    Raises:
        NotFound: the client isn't within the branches of the act, or there is no such plan.
        NoTable, Invalid, InvalidAmount, MixedCurrencies: as in :func:`quote`.
        OverTable: more than the tables allow, and the role may not override them or no reason was given.
        AlreadyPledged: an article with that serial number is in another live ticket.
    """
    client = parties.hold(act, ask.client_id)
    agreed = quote(act, ask.items, ask.amount, ask.amount.currency, ask.plan)
    reason = " ".join(ask.override_reason.split())
    _within(act, agreed, reason)
    _unpledged(act, [item.article for item in agreed.items])
    row = _ticket(act, client.id, agreed, reason if agreed.over else None)
    counter = _counter(act)
    for position, item in enumerate(agreed.items, start=1):
        act.db.add(_item(act, row, position, item, counter))
    act.db.flush()
    tell(act, row, Happened("opened", row.principal, reason if agreed.over else ""))
    return tickets.ticket(act, row.id)


@command
def cancel_ticket(act: Act, ticket_id: UUID) -> TicketRecord:
    """Cancel a ticket whose money was never handed over; its articles go back.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed: its money was handed over, or it ended.
        Invalid: no reason was given.
    """
    check_reason(act)
    held = hold(act, ticket_id)
    here = in_branch(act, held.row.branch_id)
    if state(held, here.business_date) is not Status.QUOTED:
        raise TicketClosed(f"El dinero de {held.folio} ya se entregó: se desempeña, no se anula")
    close(held.row, "cancelled", here.business_date)
    for item in articles(here, held.row):
        item.location_id, item.gone_on, item.gone_how = None, here.business_date, "cancelled"
    act.db.flush()
    tell(here, held.row, Happened("cancelled", note=act.reason))
    return tickets.ticket(here, ticket_id)


@command
def add_photo(act: Act, item_id: UUID, photo: bytes) -> PhotoRecord:
    """Keep a photograph of an article; the same one twice is kept once.

    Raises:
        NotFound: there is no such article within the branches of the act.
        PhotoRefused: not a picture, larger than five megabytes, or there are six already.
    """
    row = act.db.scalars(select(PawnItem).where(PawnItem.id == item_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("La prenda no existe o es de otra sucursal")
    media = kind_of_picture(photo)
    if media is None:
        raise PhotoRefused("Mande una fotografía JPEG, PNG o WebP")
    if len(photo) > PHOTO_LIMIT:
        raise PhotoRefused(f"Pesa {len(photo) / 1_048_576:.1f} MB y el tope es 5 MB")
    digest = sha256(photo).digest()
    before = tickets.photos_of(act, [item_id]).get(item_id, [])
    values = {
        "item": item_id, "branch": row.branch_id, "media": media, "sha": digest, "data": photo, "at": act.at,
        "actor": act.actor.id, "act": act.id,
    }  # fmt: skip
    act.db.execute(_PHOTO, values)
    after = tickets.photos_of(act, [item_id])[item_id]
    if len(after) > PHOTOS_PER_ITEM:
        raise PhotoRefused(f"Una prenda lleva hasta {PHOTOS_PER_ITEM} fotografías")
    known = {one.id for one in before}
    return next((one for one in after if one.id not in known), after[-1])


def _within(act: Act, agreed: Quote, reason: str) -> None:
    if not agreed.over:
        return
    above = [item for item in agreed.items if item.above_reference]
    detail = f"La tabla permite {agreed.allowed.amount} {agreed.allowed.currency} por estas prendas"
    if above:
        known = above[0].reference
        detail = (
            f"«{above[0].article.description}» vale {known.amount if known else ''} en la tabla de precios"
        )
    facts: dict[str, Any] = {"allowed": agreed.allowed.json(), "appraisal": agreed.appraisal.json()}
    if not act.actor.may(OVERRIDE):
        raise OverTable(f"{detail}; pida a quien pueda autorizar más", **facts)
    if not reason:
        raise OverTable(f"{detail}; escriba por qué autoriza más", **facts)


def _unpledged(act: Act, items: Sequence[Article]) -> None:
    serials = sorted({item.serial.lower() for item in items if item.serial})
    if len(serials) < sum(1 for item in items if item.serial):
        raise AlreadyPledged("Dos prendas de la boleta tienen el mismo número de serie")
    if not serials:
        return
    act.db.execute(_LOCK, {"serials": serials}).all()
    same = act.db.execute(_SAME, {"serials": serials}).scalar()
    if same is not None:
        raise AlreadyPledged(f"Una prenda con ese número de serie está en la boleta {ids.folio('EMP', same)}")


def _ticket(act: Act, party: UUID, agreed: Quote, over: str | None) -> PawnTicket:
    terms, ticket_id = agreed.terms, ids.uuid7(act.at)
    now = course(terms, (), act.business_date)
    row = PawnTicket(
        id=ticket_id, branch_id=act.place.branch_id, party_id=party, plan_id=agreed.plan.id, root_id=ticket_id,
        previous_id=None, currency=terms.principal.currency, principal=terms.principal.minor,
        appraisal=agreed.appraisal.minor, allowed=agreed.allowed.minor, opened_on=act.business_date,
        starts_on=terms.starts_on, due_on=terms.due_on, grace_on=terms.grace_on, last_on=terms.last_on,
        override_by=act.actor.id if over else None, override_reason=over, capital=terms.principal.minor,
        interest_each=now.interest_each, storage_each=now.storage_each,
        tax_rate=terms.tax_rate, tax_each=now.tax_each, moved_on=act.business_date, opened_at=act.at,
        opened_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    return row


def _item(act: Act, row: PawnTicket, position: int, item: Appraised, counter: int) -> PawnItem:
    article = item.article
    return PawnItem(
        ticket_id=row.id, branch_id=row.branch_id, position=position, category=article.category,
        description=article.description, brand=article.brand, model=article.model, serial=article.serial,
        price_name=article.price_name, weight_mg=article.weight_mg, condition=article.condition.value,
        appraisal=item.appraisal.minor, price_id=item.price_id, ltv_id=item.ltv_id, seal=article.seal,
        location_id=counter, created_at=act.at, act_id=act.id,
    )  # fmt: skip


def _counter(act: Act) -> int:
    """Where articles come in: the counter of the branch, there from the first one on."""
    branch = {"branch": act.place.branch_id}
    found = act.db.execute(_FIRST_COUNTER, branch).scalar()
    if found is None:
        act.db.execute(_COUNTER, {**branch, "at": act.at, "actor": act.actor.id, "act": act.id})
        found = act.db.execute(_FIRST_COUNTER, branch).scalar_one()
    return found
