"""What reading a loan again changes in what is kept of it: instalments, debts, whose money paid what, lines.

Everything is compared with what was written before, so a payment that arrives late, a reversal, capital paid ahead or
the mere passing of time are the same work: the difference is written, nothing is rewritten.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from caudal.business.loans import queries
from caudal.business.loans.commands.standing import (
    Change,
    Owed,
    columns,
    keep_position,
    oldest_late,
    owed_by,
    stale,
)
from caudal.business.loans.events import LoanClosed
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.accrual import Accrual, Period, accrual, stopped
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.happenings import Event, Payment, WrittenOff, in_force, in_order
from caudal.business.loans.rules.position import position
from caudal.business.loans.rules.renewal import paid_instalments
from caudal.business.loans.rules.replay import InstalmentState, LoanState, LoanStatus, replay
from caudal.business.loans.rules.shares import NOWHERE, Share, owed_of, shares
from caudal.business.loans.rules.terms import Terms
from caudal.business.loans.tables import Instalment, Loan, LoanEvent, Part
from caudal.business.receivables import commands as debts
from caudal.business.receivables.commands import Applied, Owner
from caudal.commons.acts.act import Act
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict, NotFound
from caudal.ledger.rules import Line, Use

_KEPT = {
    LoanStatus.PAID: "paid",
    LoanStatus.WRITTEN_OFF: "written_off",
    LoanStatus.RECOVERED: "recovered",
    LoanStatus.UNDONE: "cancelled",
}
_ARREARS, _PRINCIPAL = Component.ARREARS.code, Component.PRINCIPAL.code


class LaterPaymentLeftOver(Conflict):
    type, title, status = "cobro-posterior-sobra", "Un cobro posterior quedaría de más", 409


@dataclass(slots=True)
class Piece:
    """An instalment as it must be kept, and the debt it already has when nothing of it changes."""

    state: InstalmentState
    start_on: date
    earned_before: int
    amount: int
    row: Instalment | None = None
    receivable_id: UUID | None = None
    period: Period | None = None


@dataclass(slots=True)
class Reading:
    """A loan read again on a date, beside what is kept of it."""

    loan: Loan
    state: LoanState
    shares: list[Share]
    pieces: list[Piece]
    gone: list[Instalment]
    parts: dict[tuple[UUID, int, str], int]
    applied: dict[tuple[UUID, UUID], int]
    on: date
    going: Accrual
    terms: Terms
    payment: UUID | None = None
    event: Event | None = None
    written: int | None = None
    """The number of its event, once it is kept."""
    recoveries: frozenset[str] = frozenset()
    """Payments that came after it was written off."""
    known: int = 0
    """How many things were known of it: the next one of the same day goes after them."""
    stopped: tuple[date, int] | None = None
    """The day from which the books recognise no more of its interest, if it passed, and what it had earned then."""

    def changes(self) -> dict[tuple[UUID, int, str], int]:
        """Parts of payments that are not written yet, or not so."""
        wanted: Counter[tuple[UUID, int, str]] = Counter()
        for each in self.shares:
            wanted[UUID(each.payment), each.number, each.component] += each.amount
        return {
            key: amount for key in {*wanted, *self.parts} if (amount := wanted[key] - self.parts.get(key, 0))
        }

    def capital_moved(self) -> int:
        """Change of the capital that no payment explains: what joined it, or was forgiven."""
        paid = sum(n for (_, _, component), n in self.changes().items() if component == _PRINCIPAL)
        return self.state.principal - self.loan.outstanding + paid

    def position(self) -> Counter[Use]:
        """What the loan has in each account of the books as it stands."""
        terms = keeping.contract(self.loan.contract).terms
        return position(terms, self.state, self.shares, self.recoveries)

    def entry(self) -> Counter[Use]:
        """What its accounts must change by to be as it stands."""
        found = self.position()
        found.subtract({Use(use): amount for use, amount in self.loan.booked.items()})
        return found


def locked(act: Act, loan_id: UUID) -> Loan:
    """The row of a loan, kept from others until the act ends.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(
        select(Loan)
        .where(Loan.id == loan_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("El préstamo no existe o es de otra sucursal")
    return row


def read(act: Act, row: Loan, on: date, event: Event | None = None, payment: UUID | None = None) -> Reading:
    """The loan on `on` (or today, if later) with one more event, beside what is kept."""
    history = queries.history(act, row.id)
    if event is not None:
        history.append(event)
    contract, as_of = queries.law.contract(act, row), max(on, act.business_date)
    state, going = replay(contract, history, as_of), accrual(contract, history, as_of)
    stands = in_order(history, as_of)
    paid = [each for each in stands if isinstance(each, Payment)]
    rows = act.db.scalars(select(Instalment).where(Instalment.loan_id == row.id, Instalment.live)).all()
    pieces, gone = _pieces(state, going, rows, row.disbursed_on or on)
    return Reading(
        loan=row,
        state=state,
        shares=shares(state, paid),
        pieces=pieces,
        gone=gone,
        parts=_kept_parts(act, row.id),
        applied=debts.applied_to(act, [each.receivable_id for each in rows if each.receivable_id]),
        on=on,
        going=going,
        terms=in_force(contract.terms, history, as_of),
        payment=payment,
        event=event,
        recoveries=_recoveries(stands),
        known=len(history),
        stopped=stopped(contract, history, as_of, _late(contract, state)),
    )


def _late(contract: Contract, state: LoanState) -> int:
    """Days since the oldest instalment that is late, frozen or not, fallen or not."""
    oldest = oldest_late(state.instalments, contract.tolerance)
    return (state.as_of - oldest).days if oldest else 0


def _recoveries(stands: Sequence[Event]) -> frozenset[str]:
    """The payments that came after the loan was written off, of what stands in its order."""
    given_up = [place for place, each in enumerate(stands) if isinstance(each, WrittenOff)]
    after = stands[given_up[0] + 1 :] if given_up else ()
    return frozenset(each.id for each in after if isinstance(each, Payment))


def lines(reading: Reading, undone: Mapping[str, int] | None = None) -> list[Line]:
    """The lines that bring the accounts of the loan to where it stands.

    `undone`: what the entry of a payment moved, when that entry is posted back apart.
    """
    row, found = reading.loan, reading.entry()
    found.update({Use(use): amount for use, amount in (undone or {}).items()})
    return [
        Line(use, Money.from_minor(amount, row.currency), row.party_id, row.id, row.branch_id)
        for use, amount in found.items()
        if amount
    ]


def write(act: Act, reading: Reading) -> None:
    """Write what changed: instalments and their debts, parts of payments, where the loan stands."""
    row = reading.loan
    collected = -reading.position()[Use.INTEREST_RECEIVABLE]
    change = Change(reading.state.as_of, _ordinary(reading), collected, reading.stopped)
    _open(act, reading)
    owed = _move(act, reading)
    retired = [each.receivable_id for each in reading.gone if each.receivable_id]
    debts.retire_instalments(act, retired, "Su préstamo tiene ahora otras cuotas")
    _keep_parts(act, reading)
    _stand(act, row, reading)
    keep_position(act, row, reading.state, reading.going, owed, change)


def keep_event(act: Act, reading: Reading, entry: int | None = None) -> int:
    """Write what happened, with what it changed of each component; returns its number."""
    row, event, payment = reading.loan, reading.event, reading.payment
    assert event is not None
    kept = LoanEvent(
        loan_id=row.id, branch_id=row.branch_id, kind=keeping.KIND_OF[type(event)], on_date=event.on,
        body=keeping.kept(event), payment_id=payment, entry_id=entry, at=act.at, recorded_on=act.business_date,
        actor_id=act.actor.id, reason=act.reason, act_id=act.id, effects=_told(reading.entry()),
    )  # fmt: skip
    act.db.add(kept)
    act.db.flush()
    return kept.id


def _ordinary(reading: Reading) -> bool:
    """Whether it is a payment and nothing else: no other moved, and neither capital nor instalments changed."""
    if reading.gone or any(piece.row is None for piece in reading.pieces) or reading.capital_moved():
        return False
    if reading.event is not None and not isinstance(reading.event, Payment):
        return False
    if reading.event is not None and reading.loan.contract.get("tolerance"):
        return False
    if any(_fell_after(reading, share) for share in reading.shares if share.payment == str(reading.payment)):
        return False
    return all(payment == reading.payment for payment, _, _ in reading.changes())


def _fell_after(reading: Reading, share: Share) -> bool:
    """Whether it went to an instalment that wasn't due yet on the day it was paid: until then it was money ahead."""
    if share.place == NOWHERE:
        return False
    state = reading.pieces[share.place].state
    return state.fallen and max(state.nominal, state.due_on) > reading.on


def _told(found: Counter[Use]) -> dict[str, int]:
    return {use.value: amount for use, amount in sorted(found.items()) if amount}


def _pieces(
    state: LoanState, going: Accrual, rows: Sequence[Instalment], first: date
) -> tuple[list[Piece], list[Instalment]]:
    by_key = {(row.number, row.end_on): row for row in rows}
    pieces: list[Piece] = []
    start, earned, periods = first, 0, iter(going.periods)
    for each in state.instalments:
        piece = Piece(each, start, earned, owed_of(each))
        if not each.fallen and (period := next(periods, None)) is not None:
            piece.earned_before, piece.period = period.before, period
        known = by_key.get((each.number, each.nominal))
        if known is not None and _same(known, piece):
            piece.row, piece.receivable_id = by_key.pop((each.number, each.nominal)), known.receivable_id
        start, earned = max(start, each.nominal), earned + each.due[Component.INTEREST]
        pieces.append(piece)
    return pieces, list(by_key.values())


def _same(row: Instalment, piece: Piece) -> bool:
    due, gone = piece.state.due, piece.state.waived
    return (row.due_on, row.start_on, row.principal, row.interest, row.fees) == (
        piece.state.due_on,
        piece.start_on,
        due[Component.PRINCIPAL] - gone[Component.PRINCIPAL],
        due[Component.INTEREST] - gone[Component.INTEREST],
        _fees(piece.state),
    )


def _fees(state: InstalmentState) -> int:
    return sum(state.due[each] - state.waived[each] for each in (Component.CHARGE, Component.INSURANCE))


def _kept_parts(act: Act, loan_id: UUID) -> dict[tuple[UUID, int, str], int]:
    total = func.sum(Part.amount)
    rows = act.db.execute(
        select(Part.payment_id, Part.number, Part.component, total)
        .where(Part.loan_id == loan_id)
        .group_by(Part.payment_id, Part.number, Part.component)
        .having(total != 0)
    )
    return {(payment, number, component): int(amount) for payment, number, component, amount in rows}


def owner_of(row: Loan) -> Owner:
    """The loan, as its debts know it."""
    return Owner(
        "loan", row.id, row.party_id, row.branch_id, row.currency, row.disbursed_on or row.applied_on
    )


def _open(act: Act, reading: Reading) -> None:
    row = reading.loan
    fresh = [piece for piece in reading.pieces if piece.row is None]
    known = [(p.row, p.period) for p in reading.pieces if p.row is not None and p.period is not None]
    again = {old.id for old, _ in stale(known, every=bool(fresh or reading.gone))}
    gone = {each.id for each in reading.gone} | again
    if gone:
        act.db.execute(update(Instalment).where(Instalment.id.in_(gone)).values(live=False))
    owed = [piece for piece in fresh if piece.amount > 0]
    folio, line = ids.folio("LN", row.number), reading.state.line is not None
    last = reading.pieces[-1].state.number if reading.pieces and not line else 0
    new = [
        debts.Instalment(
            piece.state.number, _concept(piece.state.number, last, folio), piece.amount, piece.state.due_on
        )
        for piece in owed
    ]
    owner = owner_of(row)
    if known or gone:
        owner = replace(owner, issued_on=act.business_date)
    for piece, receivable_id in zip(owed, debts.open_instalments(act, [owner], [new]), strict=True):
        piece.receivable_id = receivable_id
    changed = [piece for piece in reading.pieces if piece.row is not None and piece.row.id in again]
    values = [_values(act, row, piece) for piece in (*fresh, *changed)]
    if values:
        act.db.execute(insert(Instalment), values)


def _concept(number: int, last: int, folio: str) -> str:
    if not last:
        return f"Pago mínimo {number} · {folio}"
    return f"Cuota {number} de {last} · {folio}" if number else f"Saldo de antes de reestructurar · {folio}"


def _values(act: Act, row: Loan, piece: Piece) -> dict[str, Any]:
    due, gone = piece.state.due, piece.state.waived
    return {
        "receivable_id": piece.receivable_id, "loan_id": row.id, "branch_id": row.branch_id,
        "number": piece.state.number, "start_on": piece.start_on, "end_on": piece.state.nominal,
        "due_on": piece.state.due_on, "principal": due[Component.PRINCIPAL] - gone[Component.PRINCIPAL],
        "interest": due[Component.INTEREST] - gone[Component.INTEREST], "fees": _fees(piece.state),
        "earned_before": piece.earned_before, "live": True, "act_id": act.id, **columns(piece.period),
    }  # fmt: skip


def _move(act: Act, reading: Reading) -> Owed:
    """Each payment on the debts it reached: what changes goes in with its sign; returns what is open of them."""
    wanted: Counter[tuple[UUID, UUID]] = Counter()
    for each in reading.shares:
        debt = reading.pieces[each.place].receivable_id if each.place != NOWHERE else None
        if debt is not None and each.component != _ARREARS:
            wanted[UUID(each.payment), debt] += each.amount
    changed: dict[UUID, list[Applied]] = {}
    for key in {*wanted, *reading.applied}:
        amount = wanted[key] - reading.applied.get(key, 0)
        if amount:
            changed.setdefault(key[0], []).append(Applied(key[1], amount))
    # What leaves a debt goes first: a debt never holds more than it says.
    for leaving in (True, False):
        for payment, parts in sorted(changed.items()):
            on = reading.on if payment == reading.payment else act.business_date
            debts.apply(act, payment, [part for part in parts if (part.amount < 0) is leaving], on)
    left = {p.receivable_id: p.amount for p in reading.pieces if p.receivable_id}
    for (_, debt), amount in wanted.items():
        left[debt] -= amount
    return owed_by(left, {p.receivable_id: p.state.due_on for p in reading.pieces if p.receivable_id})


def _keep_parts(act: Act, reading: Reading) -> None:
    row = reading.loan
    values = [
        {"loan_id": row.id, "branch_id": row.branch_id, "payment_id": payment, "number": number,
         "component": component, "amount": amount, "act_id": act.id,
         "on_date": reading.on if payment == reading.payment else act.business_date}
        for (payment, number, component), amount in reading.changes().items()
    ]  # fmt: skip
    if values:
        act.db.execute(insert(Part), values)


def _stand(act: Act, row: Loan, reading: Reading) -> None:
    state = reading.state
    row.outstanding, row.advance, row.booked = state.principal, state.advance, _told(reading.position())
    row.late_when_renewed, row.paid_count = state.days_kept, paid_instalments(state)
    row.interest_total = sum(each.due[Component.INTEREST] for each in state.instalments)
    unpaid = [p.state.due_on for p in reading.pieces if p.state.left - _arrears_left(p.state) > 0]
    row.oldest_due_on = min(unpaid, default=None)
    closed = state.status is LoanStatus.PAID
    if closed and row.status == "active":
        act.tell(LoanClosed(row.id, row.party_id))
    if not (closed and row.status == "renewed"):
        row.status = _KEPT.get(state.status, "active")
    row.closed_on = state.closed_on
    row.version += 1
    act.db.flush()


def _arrears_left(state: InstalmentState) -> int:
    place = Component.ARREARS
    return state.due[place] - state.paid[place] - state.waived[place]
