"""The shift of a till: counted to open, counted blind to close, and its difference accepted by whom it must be.

Whoever closes is never told what had to be there until they stand by what they counted. What was counted never
changes; the books are brought to it by an entry that says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from caudal.business.treasury import queries
from caudal.business.treasury.commands.boxes import till_of
from caudal.business.treasury.events import ShiftClosed, ShiftOpened, TillMismatch
from caudal.business.treasury.queries import BoxRecord
from caudal.business.treasury.rules import BoxKind
from caudal.business.treasury.rules.counting import COUNTS, amount_of, denominations, needs_second_hand
from caudal.business.treasury.rules.states import LABELS, Moment, State
from caudal.business.treasury.tables import Box, Count, Difference, Shift
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of, in_branch
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Use, credit, debit

APPROVE = "tills.approve"
_LAST_MOVE = text("select coalesce(max(id), 0) from till_moves where box_id = :box")
_ON_OPENING = "Diferencia al abrir, según el conteo"


class TillTaken(Problem):
    type, title, status = "caja-ocupada", "Esa caja ya tiene un turno", 409


class NotNow(Problem):
    type, title, status = "turno-en-otro-estado", "El turno de caja no está para eso", 409


class NotYours(Problem):
    type, title, status = "turno-de-otra-persona", "El turno de caja es de otra persona", 403


class SecondHand(Problem):
    type, title, status = "diferencia-propia", "La diferencia la autoriza otra persona", 403


class NoMoreCounts(Problem):
    type, title, status = "sin-mas-conteos", "La caja ya se contó dos veces", 409


@dataclass(frozen=True, slots=True)
class OpenShift:
    """What is in a till when it is opened: pieces of each denomination.

    ``till_id``: the main one of the branch in ``currency`` when absent. ``reason``: of a difference with the books.
    """

    pieces: Mapping[str, int]
    till_id: int | None = None
    currency: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decide:
    """What a second person says of a difference."""

    approve: bool
    reason: str


@command
def open_shift(act: Act, ask: OpenShift) -> UUID:
    """Open a till with what was counted in it; the books are brought to it. Returns the shift.

    Beyond what is tolerated the till waits for another person before it takes or gives money.

    Raises:
        NotFound: there is no such till within the branches of the act.
        Invalid: it isn't a till, the count can't be, or the reason of a difference says nothing.
        TillTaken: somebody has it.
    """
    till = _till(act, ask)
    act = in_branch(act, till.branch_id)
    counted = amount_of(ask.pieces, till.currency)
    held = act.db.scalars(
        select(Box).where(Box.id == till.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    row = Shift(
        branch_id=till.branch_id, box_id=till.id, currency=till.currency, state=State.OPEN.value,
        opened_on=act.business_date, opened_at=act.at, opened_by=act.actor.id, act_id=act.id,
        opened_after=act.db.execute(_LAST_MOVE, {"box": till.id}).scalar_one(),
    )  # fmt: skip
    _insert(act, row, till)
    held.shifts, held.shift_id = True, row.id
    count = _keep_count(act, row, Moment.OPENING, ask.pieces, counted)
    act.db.flush()
    difference = counted - books.balance(act, till.account_id, till.currency, branch=till.branch_id)
    if not difference.is_zero:
        reason = _reason(ask.reason.strip() or act.reason or _ON_OPENING)
        if not _judge(act, row, till, count, difference, reason):
            row.state = State.OPENING.value
    act.db.flush()
    act.tell(ShiftOpened(row.id, till.branch_id))
    return row.id


@command
def count(act: Act, shift_id: UUID, pieces: Mapping[str, int]) -> int:
    """Count a till to close it: nothing moves in it any more. Returns how many times it has been counted.

    A count that matches closes it. One that doesn't is told without saying by how much: it may be counted again.

    Raises:
        NotFound: there is no such shift within the branches of the act.
        NotNow: it isn't open, or somebody else has to look at its count.
        NotYours: another person has it, and the actor may not count for others.
        NoMoreCounts: it was counted twice.
        Invalid: the count can't be.
    """
    act, row = _hold(act, shift_id)
    own = row.opened_by == act.actor.id
    if not own and not act.actor.may(APPROVE):
        raise NotYours("Cuenta la caja quien la abrió, o quien puede autorizar diferencias")
    _only(row, State.OPEN, State.COUNTED)
    counted = amount_of(pieces, row.currency)
    _stop(act, row)
    before = queries.shift(act, row.id)
    number = sum(1 for each in before.counts if each.moment is Moment.CLOSING) + 1
    sent_back = sum(1 for each in before.differences if each.state == "sent_back")
    if number > COUNTS + sent_back:
        raise NoMoreCounts("Acepte el segundo conteo: si no cuadra, lo revisará otra persona")
    kept = _keep_count(act, row, Moment.CLOSING, pieces, counted, sighted=not own or sent_back > 0)
    row.state = State.COUNTED.value
    act.db.flush()
    if counted == before.expected and own:
        _close(act, row)
    return kept.number


@command
def settle(act: Act, shift_id: UUID, reason: str) -> UUID:
    """Stand by the last count of a till that doesn't match. Returns the shift.

    Within what is tolerated it is closed, and the books brought to the count; beyond, another person has to accept.

    Raises:
        NotFound: there is no such shift within the branches of the act.
        NotNow: it hasn't been counted, or that count was sent back already.
        NotYours: somebody else counted it.
        Invalid: no reason is given.
    """
    act, row = _hold(act, shift_id)
    _only(row, State.COUNTED)
    said = _reason(reason)
    found = queries.shift(act, row.id)
    last = found.closing
    assert last is not None
    if any(each.count_id == last.id for each in found.differences):
        raise NotNow("Ese conteo fue devuelto: vuelva a contar la caja")
    if last.by != act.actor.id:
        raise NotYours("El conteo lo sostiene quien contó")
    kept = act.db.get_one(Count, last.id)
    if _judge(act, row, found.box, kept, last.amount - found.expected, said):
        _close(act, row)
    else:
        row.state = State.WAITING.value
        act.db.flush()
    return row.id


@command
def decide(act: Act, shift_id: UUID, ask: Decide) -> UUID:
    """Accept the difference of a count as another person, or send it back to be counted again. Returns the shift.

    An opening sent back is discarded: the till is counted and opened anew.

    Raises:
        NotFound: there is no such shift within the branches of the act.
        NotNow: nothing waits in it.
        SecondHand: the actor counted, holds the till, or stands by the count.
        Invalid: no reason is given.
    """
    act, row = _hold(act, shift_id)
    _only(row, State.OPENING, State.WAITING)
    said = _reason(ask.reason)
    found = queries.shift(act, row.id)
    moment = Moment.OPENING if row.state == State.OPENING else Moment.CLOSING
    waiting = found.difference(moment)
    assert waiting is not None
    hands = {waiting.asked_by, row.opened_by, *(c.by for c in found.counts if c.id == waiting.count_id)}
    if act.actor.id in hands:
        raise SecondHand("Quien abrió o contó la caja no puede autorizar su diferencia")
    difference = act.db.get_one(Difference, waiting.id)
    difference.decided_at, difference.decided_by, difference.decision = act.at, act.actor.id, said
    if ask.approve:
        difference.entry_id = _post(act, row, found.box, waiting.amount, waiting.reason)
    difference.state = "posted" if ask.approve else "sent_back"
    act.db.flush()
    if moment is Moment.OPENING:
        if ask.approve:
            row.state = State.OPEN.value
        else:
            _discard(act, row)
    elif ask.approve:
        _close(act, row)
    else:
        row.state = State.COUNTED.value
    act.db.flush()
    return row.id


def _till(act: Act, ask: OpenShift) -> BoxRecord:
    if ask.till_id is None:
        currency = ask.currency or branch_of(act, act.place.branch_id).currency
        denominations(currency)
        return till_of(act, currency)
    till = queries.box(act, ask.till_id)
    if till.kind != BoxKind.TILL:
        raise Invalid(
            f"{till.name} no es una caja de efectivo",
            errors=[{"pointer": "/till_id", "detail": "no es caja"}],
        )
    return till


def _insert(act: Act, row: Shift, till: BoxRecord) -> None:
    try:
        with act.db.begin_nested():
            act.db.add(row)
            act.db.flush()
    except IntegrityError as refused:
        if "till_shifts_live" not in str(refused.orig):
            raise
        raise TillTaken(f"{till.name} ya está abierta; ciérrela antes de abrirla otra vez") from None


def _hold(act: Act, shift_id: UUID) -> tuple[Act, Shift]:
    """The shift, kept from others until the act ends, and the act in its branch."""
    row = act.db.scalars(
        select(Shift).where(Shift.id == shift_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("El turno de caja no existe o es de otra sucursal")
    return in_branch(act, row.branch_id), row


def _only(row: Shift, *states: State) -> None:
    if row.state not in states:
        label = LABELS[State(row.state)].lower()
        raise NotNow(f"El turno {ids.folio('T', row.number)} está en «{label}»")


def _reason(said: str) -> str:
    if len(said.strip()) < 3:
        raise Invalid("Diga por qué", errors=[{"pointer": "/reason", "detail": "falta el motivo"}])
    return said.strip()


def _keep_count(
    act: Act, row: Shift, moment: Moment, pieces: Mapping[str, int], counted: Money, *, sighted: bool = False
) -> Count:
    number = act.db.execute(
        select(func.count()).where(Count.shift_id == row.id, Count.moment == moment.value)
    ).scalar_one()
    kept = Count(
        branch_id=row.branch_id, shift_id=row.id, moment=moment.value, number=number + 1,
        pieces={value: n for value, n in pieces.items() if n}, amount=counted.minor,
        sighted=sighted or act.actor.may("books.read"), counted_at=act.at, counted_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(kept)
    act.db.flush()
    return kept


def _stop(act: Act, row: Shift) -> None:
    """From here on nothing more belongs to the shift: whatever was moving in the till has ended."""
    box = act.db.scalars(
        select(Box).where(Box.id == row.box_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if box.shift_id == row.id:
        box.shift_id = None
        row.closed_after = act.db.execute(_LAST_MOVE, {"box": row.box_id}).scalar_one()
    act.db.flush()


def _judge(act: Act, row: Shift, till: BoxRecord, kept: Count, difference: Money, reason: str) -> bool:
    """Write down a difference: posted at once, or waiting for a second hand, with the alert told. Whether posted."""
    rule = queries.rule(act, row.branch_id, row.currency, act.business_date)
    own = kept.counted_by == row.opened_by
    waits = needs_second_hand(difference, rule.tolerance, own=own)
    act.db.add(
        Difference(
            branch_id=row.branch_id,
            shift_id=row.id,
            count_id=kept.id,
            amount=difference.minor,
            tolerance=rule.tolerance.minor,
            state="waiting" if waits else "posted",
            reason=reason[:300],
            asked_at=act.at,
            asked_by=act.actor.id,
            act_id=act.id,
            entry_id=None if waits else _post(act, row, till, difference, reason),
        )
    )  # fmt: skip
    act.db.flush()
    if abs(difference.minor) > rule.tolerance.minor:
        act.tell(TillMismatch(row.id, row.branch_id, till.name, difference, reason))
    return not waits


def _post(act: Act, row: Shift, till: BoxRecord, difference: Money, reason: str) -> int | None:
    """Bring the books of a till to what was counted: what is over is income, what is short is an expense."""
    if difference.is_zero:
        return None
    over = difference.is_positive
    lines = (
        [debit(till.account_id, difference), credit(Use.CASH_OVER, difference)]
        if over
        else [debit(Use.OVER_SHORT, -difference), credit(till.account_id, -difference)]
    )
    folio = ids.folio("T", row.number)
    told = f"{'Sobrante' if over else 'Faltante'} de {till.name}, turno {folio}: {reason}"
    return ledger.post(act, kind="over_short", source=f"till_shifts:{row.id}", lines=lines, memo=told[:500])


def _close(act: Act, row: Shift) -> None:
    row.state = State.CLOSED.value
    row.closed_on, row.closed_at, row.closed_by = act.business_date, act.at, act.actor.id
    act.db.flush()
    act.tell(ShiftClosed(row.id, row.branch_id))


def _discard(act: Act, row: Shift) -> None:
    _stop(act, row)
    row.state = State.DISCARDED.value
    row.closed_on, row.closed_at, row.closed_by = act.business_date, act.at, act.actor.id
