"""What a ticket does with money that comes in, or that is taken back: storage, interest and their tax, then capital.

What it owes besides its capital is no debt of its own: it grows by itself each period. A debt paid in part is replaced
by one that is paid and one that is not, so what was owed on any past day stays told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import text

from caudal.business.pawn.commands.holding import (
    Happened,
    Held,
    check_open,
    close,
    hold,
    owed,
    place,
    tell,
)
from caudal.business.pawn.commands.lending import concept, owner
from caudal.business.pawn.commands.renewing import Renewal, successor, undo
from caudal.business.pawn.events import TicketEnded
from caudal.business.pawn.queries import tickets
from caudal.business.pawn.rules.course import Course, Paid, allocate, course
from caudal.business.receivables import commands as receivables
from caudal.business.receivables import queries as debts
from caudal.business.receivables.commands import Applied, Instalment
from caudal.business.receivables.rules import Beside, Settlement
from caudal.commons.acts.act import Act
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem
from caudal.ledger.rules import Line, Use, credit, debit

_PART = text(
    "insert into pawn_parts (ticket_id, branch_id, payment_id, component, due, amount, on_date, act_id)"
    " values (:ticket, :branch, :payment, :component, :due, :amount, :on, :act)"
)
_BESIDE = text(
    "select p.payment_id, p.ticket_id, t.number, t.currency, p.component, p.due, p.amount from pawn_parts p"
    " join pawn_tickets t on t.id = p.ticket_id"
    " where p.payment_id = any(:payments) and p.component <> 'principal' and p.amount > 0 order by p.id"
)
_USES = {
    "interest": Use.INTEREST, "storage": Use.PAWN_STORAGE, "tax": Use.TAX_PAYABLE, "principal": Use.PAWN_LOANS,
}  # fmt: skip
_NAMES = {"interest": "Interés", "storage": "Almacenaje", "tax": "IVA"}
_BINDING = {
    "payment": "recibió otro pago",
    "delivered": "la prenda se entregó",
    "taken": "el cliente se llevó una parte de las prendas",
    "adjudicated": "la prenda se adjudicó",
    "surrendered": "la prenda se entregó a la autoridad",
}


class PaidBefore(Problem):
    type, title, status = (
        "pago-anterior-a-la-boleta",
        "La fecha del pago es anterior a lo último de la boleta",
        422,
    )


class MovedLater(Problem):
    type, title, status = "movimiento-posterior", "Después de ese pago pasó algo más", 409


@dataclass(frozen=True, slots=True)
class _Taken:
    """Money that came in for a ticket."""

    held: Held
    payment: UUID
    part: Paid
    before: Course


@dataclass(frozen=True, slots=True)
class _TakenBack:
    """Money that goes back, with the refrendo that it paid for, if any."""

    held: Held
    payment: UUID
    renewal: Renewal | None


class Desk:
    """What payments ask of tickets."""

    def beyond(self, act: Act, contracts: Sequence[UUID], on: date) -> dict[UUID, int]:
        """Interest and storage of each ticket on `on`, asked of the oldest of its debts."""
        found: dict[UUID, int] = {}
        for one in tickets.many(act, contracts, on).values():
            first = [debt for debt in debts.open_of(act, one.party_id) if debt.owner_id == one.id][:1]
            found |= {debt.id: max(0, one.standing.charges) for debt in first}
        return found

    def settle(self, act: Act, contract: UUID, payment: UUID, amount: Money, on: date) -> Settlement:
        """Where `amount` goes.

        Raises:
            PaidBefore: the ticket has something written on a later day.
            TicketClosed: it ended.
        """
        held = hold(act, contract)
        check_open(held, max(on, act.business_date))
        if on < held.row.moved_on:
            raise PaidBefore(
                f"{held.folio} tiene movimientos del {held.row.moved_on:%d/%m/%Y}:"
                f" el pago no puede ser del {on:%d/%m/%Y}"
            )
        before = held.on(on)
        part, left = allocate(before, amount.minor, on)
        due = owed(act, held.row)
        return Settlement(
            contract,
            held.row.branch_id,
            _lines(held, part),
            left,
            touched=tuple(debt.id for debt in due),
            settled=tuple(debt.id for debt in due) if part.principal == before.capital else (),
            work=_Taken(held, payment, part, before),
        )

    def unsettle(self, act: Act, contract: UUID, payment: UUID, on: date) -> Settlement:
        """The ticket without a payment: as if it had never come in.

        Raises:
            MovedLater: something that rests on it happened afterwards.
        """
        del on
        held = hold(act, contract)
        _last(act, held, payment)
        renewal = successor(act, held) if held.row.closed_how == "renewed" else None
        lines: tuple[Line, ...] = ()
        if renewal is not None:
            money, row = Money.from_minor(renewal.row.principal, renewal.row.currency), held.row
            lines = (
                debit(Use.PAWN_LOANS, money, party=row.party_id, doc=row.id, branch=row.branch_id),
                credit(Use.PAWN_LOANS, money, party=row.party_id, doc=renewal.row.id, branch=row.branch_id),
            )
        return Settlement(contract, held.row.branch_id, lines, work=_TakenBack(held, payment, renewal))

    def record(self, act: Act, settlement: Settlement) -> None:
        """Write what was decided."""
        if isinstance(settlement.work, _Taken):
            _take(act, settlement.work)
        else:
            _take_back(act, cast("_TakenBack", settlement.work))

    def beside(self, act: Act, payments: Sequence[UUID]) -> dict[UUID, list[Beside]]:
        """Interest and storage that each payment paid."""
        found: dict[UUID, list[Beside]] = {}
        for row in act.db.execute(_BESIDE, {"payments": list(payments)}):
            money = (Money.from_minor(row.due, row.currency), Money.from_minor(row.amount, row.currency))
            one = Beside(row.ticket_id, ids.folio("EMP", row.number), _NAMES[row.component], *money)
            found.setdefault(row.payment_id, []).append(one)
        return found


def _lines(held: Held, part: Paid) -> tuple[Line, ...]:
    row = held.row
    return tuple(
        credit(
            use,
            Money.from_minor(getattr(part, component), row.currency),
            party=row.party_id,
            doc=row.id,
            branch=row.branch_id,
        )
        for component, use in _USES.items()
        if getattr(part, component)
    )


def _take(act: Act, work: _Taken) -> None:
    held, part = work.held, work.part
    row, before = held.row, work.before
    due = {"interest": before.interest, "storage": before.storage, "tax": before.tax}
    for component in _USES:
        if amount := getattr(part, component):
            _part(act, work, component, due.get(component, before.capital), amount)
    after = course(held.terms, (*held.paid, part), part.on)
    place(row, after, part.on)
    if part.principal:
        _apply(act, held, work.payment, part)
    total = part.principal + part.interest + part.storage + part.tax
    tell(act, row, Happened("payment", total, payment=work.payment, on=part.on))
    if not after.capital:
        close(row, "redeemed", part.on)
        tell(act, row, Happened("redeemed", payment=work.payment, on=part.on))
        act.tell(TicketEnded(row.id, row.party_id, "redeemed"))
    act.db.flush()


def _part(act: Act, work: "_Taken | _TakenBack", component: str, due: int, amount: int) -> None:
    row = work.held.row
    on = work.part.on if isinstance(work, _Taken) else act.business_date
    act.db.execute(
        _PART,
        {"ticket": row.id, "branch": row.branch_id, "payment": work.payment, "component": component, "due": due,
         "amount": amount, "on": on, "act": act.id},
    )  # fmt: skip


def _apply(act: Act, held: Held, payment: UUID, part: Paid) -> None:
    """Capital goes to the debts of the ticket whole; one that is left halfway is replaced by its two halves."""
    left, there = part.principal, replace(act, business_date=part.on)
    for debt in owed(act, held.row):
        amount = min(left, debt.balance.minor)
        if not amount:
            break
        paid = debt.id
        if amount < debt.balance.minor:
            receivables.retire_instalments(there, [debt.id], "Se pagó una parte del capital")
            turn, says = (debt.turn or 0) + 1, concept(held.row.number)
            halves = [
                Instalment(turn, f"{says}, abono a capital", amount, debt.due_on),
                Instalment(turn + 1, says, debt.balance.minor - amount, debt.due_on),
            ]
            paid = receivables.open_instalments(there, [owner(there, held.row)], [halves])[0]
        receivables.apply(act, payment, [Applied(paid, amount)], part.on)
        left -= amount


def _last(act: Act, held: Held, payment: UUID) -> None:
    """Refuse to undo a payment that something later rests on."""
    events = tickets.events_of(act, [held.row.id])
    undone = {event.payment_id for event in events if event.kind == "payment_undone"}
    at = max(n for n, event in enumerate(events) if event.kind == "payment" and event.payment_id == payment)
    for event in events[at + 1 :]:
        if event.kind in _BINDING and event.payment_id not in undone:
            raise MovedLater(
                f"Después de ese pago {_BINDING[event.kind]} ({held.folio}, {event.on:%d/%m/%Y}): deshaga eso primero"
            )


def _take_back(act: Act, work: _TakenBack) -> None:
    held, row = work.held, work.held.row
    mine = tickets.parts_of(act, row.id, work.payment)
    for component, amount in mine.items():
        _part(act, work, component, 0, -amount)
    applied = debts.applications(act, payments=[work.payment])
    own = {d.id for d in debts.many(act, {a.receivable_id for a in applied}).values() if d.owner_id == row.id}
    back = [Applied(a.receivable_id, -a.amount) for a in applied if a.receivable_id in own]
    receivables.apply(act, work.payment, back, act.business_date)
    remaining = tuple(tickets.paid_of(act, [row.id]).get(row.id, ()))
    moved_on = max((each.on for each in remaining), default=row.handed_on or row.opened_on)
    row.closed_on = row.closed_how = None
    place(row, course(held.terms, remaining, moved_on), moved_on)
    act.db.flush()
    if work.renewal is not None:
        undo(act, held, work.renewal)
    tell(act, row, Happened("payment_undone", sum(mine.values()), act.reason, payment=work.payment))
    act.db.flush()
