"""Tills as each person may see them.

Whoever has to close a till is not told what must be in it until they stand by what they counted: figures that would
say so are null for them, decided here and nowhere else.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.payments import queries as payments
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.queries import (
    BoxRecord,
    DifferenceRecord,
    MoveRecord,
    OperationRecord,
    ShiftRecord,
    TillRule,
)
from caudal.business.treasury.rules.counting import COUNTS
from caudal.business.treasury.rules.states import LABELS, OPERATIONS, Moment, State
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.interfaces.api.receivables import reference
from caudal.interfaces.api.till_shapes import (
    CountOut,
    DifferenceOut,
    LastOut,
    MayOut,
    MovementOut,
    OperationOut,
    PersonOut,
    PhotoOut,
    RuleOut,
    ShiftBrief,
    ShiftOut,
    TillOut,
    TillRef,
    UndoneOut,
)
from caudal.interfaces.api.words import called, link_of
from caudal.kernel.money import Money
from caudal.ledger.rules import folio as entry_folio

WATCH, APPROVE = "tills.watch", "tills.approve"
DECIDED = {"waiting": "Por autorizar", "posted": "Registrada", "sent_back": "Se devolvió a contar"}
_KINDS = {"till": "cash", "bank": "bank", "card": "card", "cheque": "cheque"}
_STATES = {
    "done": "Vigente",
    "undone": "Reversado",
    "reversal": "Reversa",
    "difference": "Diferencia de conteo",
}


def sees(act: Act, shift: ShiftRecord) -> bool:
    """Whether the actor may be told what has to be in the till of `shift`.

    Anybody, once somebody stood by its count; before, who watches tills and has not got that one.
    """
    if shift.state in (State.WAITING, State.CLOSED, State.DISCARDED):
        return True
    return shift.opened_by != act.actor.id and act.actor.may(WATCH)


def tills_out(act: Act, found: Iterable[tuple[BoxRecord, Money]], codes: Mapping[int, str]) -> list[TillOut]:
    """Boxes with their balance, and of tills who has them and how the last close went."""
    rows, places = list(found), branches(act)
    live = treasury.live(act)
    last = treasury.last_closed(act, [box.id for box, _ in rows if box.kind == "till"])
    staff = names(act, [*live.values(), *last.values()])
    shown: list[TillOut] = []
    for box, balance in rows:
        shift, before = live.get(box.id), last.get(box.id)
        hidden = shift is not None and not sees(act, shift)
        shown.append(
            TillOut.model_construct(
                id=box.id, name=box.name, kind=_KINDS[box.kind], branch=places[box.branch_id].name,
                branch_id=box.branch_id, balance=None if hidden else balance, account=codes.get(box.account_id),
                currency=box.currency, main=box.main, shift=brief(act, shift, staff) if shift else None,
                last=last_out(before, staff) if before else None,
            )
        )  # fmt: skip
    return shown


def brief(act: Act, shift: ShiftRecord, staff: Mapping[int, str]) -> ShiftBrief:
    """Who has a till."""
    return ShiftBrief.model_construct(
        id=shift.id, folio=shift.folio, state=shift.state.value, state_label=LABELS[shift.state],
        opened_at=shift.opened_at, opened_by=staff.get(shift.opened_by, ""), mine=shift.opened_by == act.actor.id,
    )  # fmt: skip


def last_out(shift: ShiftRecord, staff: Mapping[int, str]) -> LastOut:
    """How the last close of a till went."""
    difference, closing = shift.difference(Moment.CLOSING), shift.closing
    nothing = Money.of(0, shift.currency)
    return LastOut.model_construct(
        shift_id=shift.id, folio=shift.folio, closed_at=shift.closed_at, closed_by=staff.get(shift.closed_by or 0, ""),
        counted=closing.amount if closing else nothing,
        difference=difference.amount if difference and difference.state == "posted" else nothing,
    )  # fmt: skip


def names(act: Act, shifts: Iterable[ShiftRecord]) -> dict[int, str]:
    """The names of everybody who had something to do with `shifts`."""
    wanted: set[int] = set()
    for shift in shifts:
        wanted |= {shift.opened_by, shift.closed_by or 0}
        wanted |= {count.by for count in shift.counts}
        wanted |= {who for d in shift.differences for who in (d.asked_by, d.decided_by or 0)}
    return access.names(act, wanted)


def shifts_out(act: Act, shifts: Iterable[ShiftRecord]) -> list[ShiftOut]:
    """Shifts as the actor may see each of them."""
    rows = list(shifts)
    staff = names(act, rows)
    return [_shift(act, row, staff) for row in rows]


def _shift(act: Act, row: ShiftRecord, staff: Mapping[int, str]) -> ShiftOut:
    told, closing = sees(act, row), row.closing
    asked = row.difference(Moment.CLOSING)
    difference = None
    if told and closing and row.state in (State.WAITING, State.CLOSED):
        difference = asked.amount if asked and asked.count_id == closing.id else closing.amount - row.expected
    return ShiftOut.model_construct(
        id=row.id, folio=row.folio, branch_id=row.branch_id, branch=branches(act)[row.branch_id].name,
        till=_ref(row.box), currency=row.currency, state=row.state.value, state_label=LABELS[row.state],
        opened_on=row.opened_on, opened_at=row.opened_at, opened_by=_person(row.opened_by, staff),
        closed_on=row.closed_on, closed_at=row.closed_at,
        closed_by=_person(row.closed_by, staff) if row.closed_by is not None else None,
        blind=not told, moves=row.moves, fund=row.fund, entered=row.entered if told else None,
        gone=row.gone if told else None, expected=row.expected if told else None,
        counted=closing.amount if closing else None, difference=difference, counts_left=_counts_left(row),
        counts=[
            CountOut.model_construct(
                moment=c.moment, number=c.number, pieces=c.pieces, amount=c.amount, at=c.at,
                by=staff.get(c.by, ""), sighted=c.sighted,
            )
            for c in row.counts
        ],
        differences=[_difference(row, d, staff) for d in row.differences if told or d.state != "waiting"],
        may=_may(act, row),
    )  # fmt: skip


def _counts_left(row: ShiftRecord) -> int:
    done = sum(1 for c in row.counts if c.moment is Moment.CLOSING)
    back = sum(1 for d in row.differences if d.state == "sent_back")
    return max(0, COUNTS + back - done) if row.state in (State.OPEN, State.COUNTED) else 0


def _may(act: Act, row: ShiftRecord) -> MayOut:
    mine, approves = row.opened_by == act.actor.id, act.actor.may(APPROVE)
    closing = row.closing
    moment = Moment.OPENING if row.state is State.OPENING else Moment.CLOSING
    waiting = row.difference(moment)
    hands = {row.opened_by, waiting.asked_by} if waiting else {row.opened_by}
    return MayOut.model_construct(
        count=(mine or approves) and act.actor.may("tills.open") and _counts_left(row) > 0,
        settle=row.state is State.COUNTED and closing is not None and closing.by == act.actor.id,
        decide=row.state in (State.OPENING, State.WAITING) and approves and act.actor.id not in hands,
        move=row.state is State.OPEN and act.actor.may("tills.move") and (mine or approves),
    )


def _difference(row: ShiftRecord, d: DifferenceRecord, staff: Mapping[int, str]) -> DifferenceOut:
    moment = next(c.moment for c in row.counts if c.id == d.count_id)
    return DifferenceOut.model_construct(
        moment=moment, amount=d.amount, tolerance=d.tolerance, state=d.state, state_label=DECIDED[d.state],
        reason=d.reason, asked_at=d.asked_at, asked_by=staff.get(d.asked_by, ""), decided_at=d.decided_at,
        decided_by=staff.get(d.decided_by, "") if d.decided_by is not None else None, decision=d.decision,
        entry_id=d.entry_id,
    )  # fmt: skip


def movements_out(act: Act, rows: list[MoveRecord]) -> list[MovementOut]:
    """Movements told by what caused them; what was in the till after each one, only to who may know."""
    keys: dict[str, dict[UUID, None]] = {"payments": {}, "till_operations": {}}
    for row in rows:
        room, _, key = (row.source or "").partition(":")
        if room in keys:
            keys[room][UUID(key)] = None
    paid = {each.id: each for each in payments.many(act, keys["payments"])} if keys["payments"] else {}
    done = treasury.operations(act, keys["till_operations"]) if keys["till_operations"] else {}
    people = parties.many(act, {row.party_id for row in rows if row.party_id})
    staff = access.names(act, {row.actor for row in rows})
    live = {each.id: each for each in treasury.live(act).values()}
    shown: list[MovementOut] = []
    for row in rows:
        shift = live.get(row.shift_id) if row.shift_id else None
        told = sees(act, shift) if shift else True
        state = (
            "undone"
            if row.undone
            else "reversal"
            if row.reverses
            else "difference"
            if row.difference
            else "done"
        )
        folio, concept = _told(row, paid, done)
        shown.append(
            MovementOut.model_construct(
                id=row.id, at=row.at, on=row.on, folio=folio, concept=concept,
                client=reference(row.party_id, people) if row.party_id and row.party_id in people else None,
                method_label="Efectivo",
                entered=row.amount if row.amount.is_positive else None,
                gone=None if row.amount.is_positive else -row.amount, balance=row.balance if told else None,
                user=staff.get(row.actor, ""), state=state, state_label=_STATES[state],
                till=TillRef.model_construct(id=row.box_id, name=row.box), shift_id=row.shift_id,
                entry_id=row.entry_id, link=link_of(row.source),
            )
        )  # fmt: skip
    return shown


def _told(
    row: MoveRecord, paid: Mapping[UUID, payments.PaymentRecord], done: Mapping[UUID, OperationRecord]
) -> tuple[str, str]:
    """The folio and the concept of a movement."""
    room, _, key = (row.source or "").partition(":")
    kind = called("kinds", row.kind)
    if room == "payments" and (payment := paid.get(UUID(key))):
        concepts = ", ".join(dict.fromkeys(part.concept for part in payment.parts if part.concept))
        return payment.folio, f"{kind}: {concepts}" if concepts else kind
    if room == "till_operations" and (operation := done.get(UUID(key))):
        return operation.folio, f"{OPERATIONS[operation.kind]}: {operation.concept}"
    return entry_folio(row.entry_id), row.memo or kind


def operation_out(act: Act, row: OperationRecord) -> OperationOut:
    """What was done with the money of a till, with its receipts."""
    staff = access.names(act, {row.by} | ({row.undone.by} if row.undone else set()))
    return OperationOut.model_construct(
        id=row.id, folio=row.folio, branch_id=row.branch_id, kind=row.kind.value, kind_label=OPERATIONS[row.kind],
        till=_ref(row.box), to=_ref(row.to) if row.to else None, amount=row.amount, concept=row.concept,
        reference=row.reference, on=row.on, at=row.at, by=staff.get(row.by, ""), entry_id=row.entry_id,
        undone=UndoneOut.model_construct(
            at=row.undone.at, by=staff.get(row.undone.by, ""), reason=row.undone.reason, entry_id=row.undone.entry_id,
        ) if row.undone else None,
        photos=[
            PhotoOut.model_construct(
                id=p.id, media=p.media, size=p.size, link=f"/v1/till-operations/{row.id}/photos/{p.id}"
            )
            for p in row.photos
        ],
    )  # fmt: skip


def rule_out(act: Act, rule: TillRule) -> RuleOut:
    """What a branch asks of its tills."""
    return RuleOut.model_construct(
        branch_id=rule.branch_id, branch=branches(act)[rule.branch_id].name, currency=rule.currency,
        since=rule.from_on, required=rule.required, tolerance=rule.tolerance, petty=rule.petty,
    )  # fmt: skip


def _ref(box: BoxRecord) -> TillRef:
    return TillRef.model_construct(id=box.id, name=box.name)


def _person(user: int, staff: Mapping[int, str]) -> PersonOut:
    return PersonOut.model_construct(id=user, name=staff.get(user, ""))
