"""Sanes in the shapes of the door: the names of who is in them, and what each thing is called."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.parties.queries import PartyRecord
from caudal.business.roscas.queries import (
    CellRecord,
    DeliveryRecord,
    EventRecord,
    NumberRecord,
    RoscaRecord,
    RoundRecord,
    Summary,
)
from caudal.business.roscas.rules.standing import LETTER_LABELS, NUMBER_LABELS, ROUND_LABELS, STATUS_LABELS
from caudal.business.roscas.rules.terms import Terms
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.roscas_shapes import (
    AuthorisedOut,
    CellOut,
    DeliveryOut,
    FeeOut,
    HappeningOut,
    NextOut,
    NumberOut,
    RoscaDetail,
    RoscaOut,
    RoundOut,
)
from caudal.interfaces.api.words import called

_RATE = Decimal("0.00000001")


def listed_out(act: Act, rows: Iterable[Summary]) -> list[RoscaOut]:
    """Sanes of a list in the shape of the door."""
    places = branches(act)
    return [
        RoscaOut.model_construct(
            id=row.id, folio=row.folio, name=row.name, branch_id=row.branch_id, branch=places[row.branch_id].name,
            status=row.status.value, status_label=STATUS_LABELS[row.status], members=row.members, people=row.people,
            delivered=row.delivered, paid=row.paid, overdue=row.overdue, exposure=row.exposure,
            in_collections=row.in_collections, next_round=row.next_round, next_due_on=row.next_due_on,
            **_agreed(row.terms),
        )
        for row in rows
    ]  # fmt: skip


def detail(act: Act, san: RoscaRecord) -> RoscaDetail:
    """A san in the shape of the door."""
    shown = _Shown(act, san)
    people = shown.people
    return RoscaDetail.model_construct(
        id=san.id, folio=san.folio, name=san.name, branch_id=san.branch_id, branch=branches(act)[san.branch_id].name,
        status=san.status.value, status_label=STATUS_LABELS[san.status], **_agreed(san.terms),
        organiser=reference(san.organiser_id, people) if san.organiser_id else None, started_on=san.started_on,
        closed_on=san.closed_on, created_at=san.created_at, as_of=san.on, pot_cash=san.pot, guarantee=san.guarantee,
        exposure=san.exposure, adds_up=san.adds_up, next=shown.next(),
        numbers=[shown.number(each) for each in san.numbers], rounds=[shown.round(each) for each in san.rounds],
    )  # fmt: skip


def happenings(act: Act, rows: Iterable[EventRecord]) -> list[HappeningOut]:
    """What happened in the shape of the door."""
    found = list(rows)
    staff = access.names(act, {row.actor_id for row in found})
    return [
        HappeningOut.model_construct(
            id=row.id, kind=row.kind, text=called("rosca_events", row.kind), on=row.on, at=row.at,
            actor=staff.get(row.actor_id), reason=row.reason, evidence=row.body,
        )
        for row in found
    ]  # fmt: skip


def _agreed(agreed: Terms) -> dict[str, Any]:
    fee = agreed.fee
    return {
        "contribution": agreed.contribution, "places": agreed.places, "frequency": agreed.frequency.value,
        "starts_on": agreed.starts_on, "pot": agreed.pot,
        "fee": FeeOut.model_construct(
            kind=fee.kind.value, amount=fee.amount, share=fee.share, per_round=agreed.fee_per_round
        ),
    }  # fmt: skip


class _Shown:
    """A san and the names of who is in it."""

    def __init__(self, act: Act, san: RoscaRecord) -> None:
        self.san = san
        ids = {each.party_id for each in san.numbers if each.party_id}
        ids |= {each.delivery.party_id for each in san.rounds if each.delivery}
        ids |= {san.organiser_id} if san.organiser_id else set()
        self.people: Mapping[UUID, PartyRecord] = parties.many(act, ids)
        hands = {each.authorised[0] for each in san.rounds if each.authorised}
        hands |= {each.delivery.delivered_by for each in san.rounds if each.delivery}
        self.staff = access.names(act, hands)

    def next(self) -> NextOut | None:
        """The delivery that comes."""
        coming = self.san.next
        if coming is None:
            return None
        agreed, number = self.san.terms, self._holder(coming)
        own = number is not None and not any(
            cell.round <= coming.round and cell.balance.is_positive for cell in number.cells
        )
        return NextOut.model_construct(
            round=coming.round, due_on=coming.due_on, number=number.number if number else None,
            client=self._who(number), gross=agreed.pot, fee=agreed.fee_per_round, net=agreed.handed,
            missing=coming.missing, ready=own and coming.missing.is_zero, authorised=self._authorised(coming),
        )  # fmt: skip

    def number(self, each: NumberRecord) -> NumberOut:
        """One of its numbers, with its quotas."""
        return NumberOut.model_construct(
            number=each.number, client=self._who(each), client_id=each.party_id, turn=each.turn,
            state=each.state.value, state_label=NUMBER_LABELS[each.state], position=each.position,
            planned=each.planned, overdue=each.overdue, refunded=each.refunded, in_collections=each.in_collections,
            rate=None if each.rate is None else each.rate.quantize(_RATE),
            received_on=each.received.on if each.received else None,
            cells=[self._cell(each, cell) for cell in each.cells],
        )  # fmt: skip

    def round(self, each: RoundRecord) -> RoundOut:
        """One of its rounds."""
        number = self._holder(each)
        return RoundOut.model_construct(
            round=each.round, due_on=each.due_on, number=number.number if number else None, client=self._who(number),
            state=each.state.value, state_label=ROUND_LABELS[each.state], pot=self.san.terms.pot,
            collected=each.collected, missing=each.missing, fronted=each.fronted, authorised=self._authorised(each),
            delivery=self._delivery(each.delivery) if each.delivery else None,
        )  # fmt: skip

    def _holder(self, each: RoundRecord) -> NumberRecord | None:
        return self.san.number_of(each.number_id) if each.number_id else None

    def _who(self, number: NumberRecord | None) -> ClientRef | None:
        return reference(number.party_id, self.people) if number and number.party_id else None

    def _authorised(self, each: RoundRecord) -> AuthorisedOut | None:
        if each.authorised is None:
            return None
        hand, front = each.authorised
        return AuthorisedOut.model_construct(by=self.staff.get(hand), by_id=hand, front=front)

    @staticmethod
    def _cell(number: NumberRecord, cell: CellRecord) -> CellOut:
        return CellOut.model_construct(
            round=cell.round, receivable_id=cell.receivable_id, folio=cell.folio, due_on=cell.due_on,
            amount=cell.amount, paid=cell.paid, balance=cell.balance, state=cell.letter.value,
            state_label=LETTER_LABELS[cell.letter], days_past_due=cell.days_past_due,
            after_receiving=cell.after_receiving,
            receives=cell.round == (number.received.round if number.received else number.turn),
        )  # fmt: skip

    def _delivery(self, done: DeliveryRecord) -> DeliveryOut:
        return DeliveryOut.model_construct(
            round=done.round, number=self.san.number_of(done.number_id).number,
            client=reference(done.party_id, self.people), on=done.on, gross=done.gross, fee=done.fee, net=done.net,
            fronted=done.fronted, method=done.method, reference=done.reference,
            authorised_by=self.staff.get(done.authorised_by), delivered_by=self.staff.get(done.delivered_by),
            entry_id=done.entry_id,
        )  # fmt: skip
