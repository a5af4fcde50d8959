"""One san as of any date: four questions to the database, and what they say together."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from caudal.business.roscas.queries.records import (
    CellRecord,
    DeliveryRecord,
    EventRecord,
    NumberRecord,
    RoscaRecord,
    RoundRecord,
)
from caudal.business.roscas.rules.positions import implied_rate, position
from caudal.business.roscas.rules.standing import Letter, Status, letter, number_state, round_state
from caudal.business.roscas.rules.terms import Fee, FeeKind, Frequency, Terms, round_dates
from caudal.business.roscas.tables import Rosca, RoscaDelivery, RoscaEvent, RoscaNumber, RoscaRefund
from caudal.commons.acts.act import Act
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

_ROOM = "caudal.business.roscas"
_VOIDS = frozenset({"returned", "swapped", "postponed", "replaced"})
"""What makes an authorisation no longer be of who is going to receive."""


def rosca(act: Act, rosca_id: UUID, on: date | None = None) -> RoscaRecord:
    """One san as it stood on `on`, today and with what is written so far when absent.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(select(Rosca).where(Rosca.id == rosca_id)).one_or_none()
    if row is None:
        raise NotFound("El san no existe o es de otra sucursal")
    act.db.refresh(row)
    return _Reading(act, row, on).record()


def of_number(act: Act, number_id: UUID) -> UUID | None:
    """The san that a number belongs to; none within the branches of the act."""
    return act.db.scalars(select(RoscaNumber.rosca_id).where(RoscaNumber.id == number_id)).one_or_none()


def events(act: Act, rosca_id: UUID, kind: str | None = None) -> list[EventRecord]:
    """What happened to a san, in order."""
    wanted = select(RoscaEvent).where(RoscaEvent.rosca_id == rosca_id).order_by(RoscaEvent.id)
    if kind is not None:
        wanted = wanted.where(RoscaEvent.kind == kind)
    return [
        EventRecord(e.id, e.kind, e.on_date, e.at, e.actor_id, e.reason, e.body)
        for e in act.db.scalars(wanted)
    ]


def folio(number: int) -> str:
    """How people name a san."""
    return ids.folio("SAN", number)


def terms_of(row: Rosca | Row[Any]) -> Terms:
    """What a row says was agreed."""
    currency = row.currency
    fee = Fee(
        FeeKind(row.fee_kind),
        None if row.fee_amount is None else Money.from_minor(row.fee_amount, currency),
        row.fee_share,
    )
    contribution = Money.from_minor(row.contribution, currency)
    return Terms(row.places, contribution, Frequency(row.frequency), row.starts_on, fee)


@dataclass(slots=True)
class _Place:
    """A number as it was then."""

    id: UUID
    number: int
    party_id: UUID | None
    turn: int | None


class _Reading:
    """Four questions to the database, and what they say together."""

    def __init__(self, act: Act, row: Rosca, on: date | None) -> None:
        self.act, self.row, self.on = act, row, on or act.business_date
        self.terms, self.zero = terms_of(row), Money.of(0, row.currency)
        self.dates = round_dates(self.terms.frequency, self.terms.starts_on, self.terms.places)
        happened = events(act, row.id)
        self.happened = [event for event in happened if event.on <= self.on]
        self.status = Status(row.status)
        self.places = self._as_then([event for event in happened if event.on > self.on])
        quotas = act.db.execute(sql(_ROOM, "quotas"), {"rosca": row.id, "on": on})
        self.quotas = {(q.number_id, q.round): q for q in quotas}
        self.collected: Counter[int] = Counter()
        for (_, k), quota in self.quotas.items():
            self.collected[k] += int(quota.paid)
        self.known: dict[int, Money] = {}
        self.deliveries = {d.number_id: d for d in self._deliveries(on)}
        self.refunds = self._refunds(on)

    def record(self) -> RoscaRecord:
        row = self.row
        rounds = tuple(self._round(k) for k in range(1, self.terms.places + 1))
        numbers = tuple(self._number(place) for place in self.places)
        pot = sum(each.collected.minor for each in rounds if each.delivery is None)
        pot -= sum(amount for _, amount in self.refunds)
        kept = sum(each.fronted.minor for each in rounds) - sum(
            a for (_, k), a in self.refunds if k == "organiser"
        )
        return RoscaRecord(
            row.id, folio(row.number), row.branch_id, row.name, self.terms, row.organiser_id, self.status,
            row.started_on if row.started_on and row.started_on <= self.on else None, row.closed_on, row.created_at,
            self.on, numbers, rounds, self._money(pot), self._money(kept),
        )  # fmt: skip

    def _money(self, minor: int) -> Money:
        """Most amounts of a san are the same few."""
        found = self.known.get(minor)
        if found is None:
            found = self.known[minor] = Money.from_minor(int(minor), self.row.currency)
        return found

    def _deliveries(self, on: date | None) -> list[DeliveryRecord]:
        wanted = select(RoscaDelivery).where(RoscaDelivery.rosca_id == self.row.id)
        rows = self.act.db.scalars(wanted.execution_options(populate_existing=True))
        return [
            DeliveryRecord(
                d.id, d.round, d.number_id, d.party_id, self._money(d.gross), self._money(d.fee),
                self._money(d.gross - d.fee), self._money(d.fronted), d.method, d.reference, d.on_date, d.at,
                d.authorised_by, d.delivered_by, d.entry_id,
            )
            for d in rows
            if (d.reversed_on is None if on is None else d.on_date <= on)
            and (d.reversed_on is None or (on is not None and d.reversed_on > on))
        ]  # fmt: skip

    def _refunds(self, on: date | None) -> list[tuple[tuple[UUID, str], int]]:
        rows = self.act.db.scalars(select(RoscaRefund).where(RoscaRefund.rosca_id == self.row.id))
        return [((f.number_id, f.kind), f.amount) for f in rows if on is None or f.on_date <= on]

    def _as_then(self, later: list[EventRecord]) -> list[_Place]:
        """The numbers with who had them and their turns, once what happened later is taken back."""
        rows = self.act.db.scalars(
            select(RoscaNumber)
            .where(RoscaNumber.rosca_id == self.row.id)
            .order_by(RoscaNumber.number)
            .execution_options(populate_existing=True)
        )
        places = [_Place(row.id, row.number, row.party_id, row.turn) for row in rows]
        for event in reversed(later):
            body = event.body
            for number, turn in body.get("turns_before", {}).items():
                places[int(number) - 1].turn = turn
            if "member_before" in body:
                before = body["member_before"]
                places[body["number"] - 1].party_id = UUID(before) if before else None
            if "status_before" in body:
                self.status = Status(body["status_before"])
        return places

    def _round(self, k: int) -> RoundRecord:
        delivery = next((d for d in self.deliveries.values() if d.round == k), None)
        collected = self.collected[k]
        pot = self.terms.pot.minor
        holder = next((p.id for p in self.places if p.turn == k), None)
        state = round_state(pot, collected, self.dates[k - 1], self.on, delivered=delivery is not None)
        missing = self._money(pot - collected)
        return RoundRecord(
            k, self.dates[k - 1], delivery.number_id if delivery else holder, state, self._money(collected),
            missing, missing if delivery else self.zero, delivery, self._authorised(k, delivery),
        )  # fmt: skip

    def _authorised(self, k: int, delivery: DeliveryRecord | None) -> tuple[int, Money] | None:
        """Who allowed the delivery of a round, since the last time it was taken back or its turn changed hands."""
        found: EventRecord | None = None
        for event in self.happened:
            if event.kind == "authorised" and event.body["round"] == k:
                found = event
            elif event.kind in _VOIDS:
                found = None
        if found is None:
            return (delivery.authorised_by, delivery.fronted) if delivery else None
        return found.actor_id, self._money(found.body["front"])

    def _number(self, place: _Place) -> NumberRecord:
        received = self.deliveries.get(place.id)
        cells = tuple(self._cell(place, k, received) for k in range(1, self.terms.places + 1))
        back = sum(a for (n, kind), a in self.refunds if n == place.id and kind == "member")
        put = sum(cell.paid.minor for cell in cells)
        late = sum(
            cell.balance.minor for cell in cells if cell.letter is Letter.ARREARS and cell.receivable_id
        )
        passed = sum(1 for each in self.dates if each <= self.on)
        planned, fee = 0, self.terms.fee_per_round.minor
        contribution, places = self.terms.contribution.minor, self.terms.places
        if place.turn is not None:
            planned = position(contribution, places, place.turn, passed)
        state = number_state(
            held=place.party_id is not None, received=received is not None, late=late > 0,
            over=self.row.closed_on is not None and self.row.closed_on <= self.on,
        )  # fmt: skip
        rate = None if place.turn is None else implied_rate(contribution, places, fee, place.turn)
        return NumberRecord(
            place.id, place.number, place.party_id, place.turn, state,
            self._money(put - (received.gross.minor if received else 0) - back), self._money(planned),
            self._money(late), self._money(back), rate, received, cells,
        )  # fmt: skip

    def _cell(self, place: _Place, k: int, received: DeliveryRecord | None) -> CellRecord:
        quota, due_on = self.quotas.get((place.id, k)), self.dates[k - 1]
        amount = int(quota.amount) if quota else self.terms.contribution.minor
        paid = int(quota.paid) if quota else 0
        told = letter(amount, paid, due_on, self.on)
        if quota is None and told is Letter.ARREARS:
            told = Letter.DUE
        return CellRecord(
            k, quota.id if quota else None, ids.folio("CXC", quota.folio) if quota else "",
            quota.party_id if quota else place.party_id, self._money(amount), self._money(paid), due_on, told,
            (self.on - due_on).days if told is Letter.ARREARS else 0,
            received is not None and k > received.round,
        )  # fmt: skip
