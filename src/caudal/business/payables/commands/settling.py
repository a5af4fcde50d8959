"""What settles a payable without money leaving: credit notes and advances that were paid before. And undoing them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from caudal.business.payables import queries
from caudal.business.payables.commands.holding import folio, hold, money, move_to, note, owner, unsign, wants
from caudal.business.payables.commands.invoicing import DuplicateInvoice
from caudal.business.payables.queries import PayableRecord
from caudal.business.payables.rules.matching import brief
from caudal.business.payables.rules.states import TAKES_INVOICE, State
from caudal.business.payables.tables import Payable
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound
from caudal.ledger import commands as ledger
from caudal.ledger.commands import AlreadyReversed
from caudal.ledger.rules import Line, Use, credit, debit

_MOVE = text(
    "insert into payable_moves (branch_id, payable_id, kind, amount, from_id, payment_id, reference, fiscal_uuid,"
    " entry_id, undoes, on_date, at, actor_id, act_id) values (:branch, :payable, :kind, :amount, :from_id, :payment,"
    " :reference, :fiscal, :entry, :undoes, :on, :at, :actor, :act)"
)
_FOUND = text(
    "select m.id, m.kind, m.amount, m.from_id, m.payment_id, m.entry_id,"
    " exists (select from payable_moves u where u.undoes = m.id) as undone"
    " from payable_moves m where m.id = :id and m.payable_id = :payable and m.amount > 0"
)


@dataclass(frozen=True, slots=True)
class CreditNote:
    """What a supplier takes off what is owed to them; ``tax``: the part of it that is tax."""

    number: str
    amount: Money
    tax: Money | None = None
    fiscal_uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Something that settles a payable, in minor units; negative when it undoes another."""

    kind: str
    amount: int
    entry_id: int
    from_id: UUID | None = None
    payment_id: UUID | None = None
    reference: str | None = None
    fiscal_uuid: UUID | None = None
    undoes: int | None = None


@command
def take_credit(act: Act, payable_id: UUID, ask: CreditNote) -> PayableRecord:
    """Take a credit note of the supplier; what was signed to be paid is asked for again.

    Raises:
        NotFound: there is no such payable within the branches of the act.
        NotNow: it ended.
        DuplicateInvoice: that fiscal UUID is already here.
        RequestWaits: a payment asked for by somebody else waits to be decided.
        Invalid: it isn't a service, more than is owed, or another currency.
        PeriodClosed: the month of today is closed.
    """
    act, row = hold(act, payable_id)
    wants(row, *TAKES_INVOICE)
    tax = ask.tax or money(row, 0)
    wrong = {
        "/number": "" if 1 <= len(ask.number.strip()) <= 60 else "de 1 a 60 letras",
        "/amount": _wrong_amount(row, ask.amount),
        "/tax": "" if tax.currency == row.currency and 0 <= tax.minor < max(1, ask.amount.minor)
        else "menos que la nota",
    }  # fmt: skip
    if errors := [{"pointer": place, "detail": told} for place, told in wrong.items() if told]:
        raise Invalid("Esa nota de crédito no se puede registrar", errors=errors)
    whose, net = owner(act, row), ask.amount - tax
    lines: list[Line] = [
        debit(Use.PAYABLES, ask.amount, party=whose.party, doc=row.id),
        credit(whose.cost, net, party=whose.party, doc=row.id),
    ]
    if tax.is_positive:
        lines.append(credit(Use.TAX_CREDIT, tax, party=whose.party, doc=row.id))
    again(act, row)
    entry = ledger.post(
        act, kind="supplier_credit", source=f"payables:{row.id}", lines=lines,
        memo=f"Nota de crédito {ask.number.strip()} de {folio(row)}",
    )  # fmt: skip
    note(act, row, "credit", f"Nota de crédito {ask.number.strip()} por {brief(ask.amount)}")
    kept = Move("credit", ask.amount.minor, entry, reference=ask.number.strip(), fiscal_uuid=ask.fiscal_uuid)
    try:
        with act.db.begin_nested():
            settle(act, row, kept)
    except IntegrityError as refused:
        if "payable_moves_uuid" not in str(refused.orig):
            raise
        raise DuplicateInvoice(f"El folio fiscal {ask.fiscal_uuid} ya está registrado") from None
    return queries.payable(act, row.id)


@command
def apply_advance(act: Act, payable_id: UUID, advance_id: UUID, amount: Money | None = None) -> PayableRecord:
    """Settle a service with what is left of an advance that was paid to the same supplier in the same branch.

    Raises:
        NotFound: there is no such payable or advance within the branches of the act.
        NotNow: the payable ended.
        RequestWaits: a payment asked for by somebody else waits to be decided.
        Invalid: it isn't an advance of that supplier, or more than is left of it or owed.
        PeriodClosed: the month of today is closed.
    """
    act, row = hold(act, payable_id)
    wants(row, *TAKES_INVOICE)
    _, advance = hold(act, advance_id)
    left = {
        each.payable_id: each.amount
        for each in queries.advances(act, row.supplier_id, row.branch_id, row.currency)
    }
    if advance.kind != "advance" or advance.id not in left:
        raise _wrong("/advance_id", "no es un anticipo pagado a ese proveedor, o ya no le queda nada")
    used = amount or min(left[advance.id], money(row, row.open))
    if told := _wrong_amount(row, used):
        raise _wrong("/amount", told)
    if used > left[advance.id]:
        raise _wrong("/amount", f"al anticipo le quedan {brief(left[advance.id])}")
    party = owner(act, row).party
    again(act, row)
    entry = ledger.post(
        act, kind="supplier_advance", source=f"payables:{row.id}",
        lines=[
            debit(Use.PAYABLES, used, party=party, doc=row.id),
            credit(Use.SUPPLIER_ADVANCES, used, party=party, doc=advance.id),
        ],
        memo=f"{folio(advance)} aplicado a {folio(row)}",
    )  # fmt: skip
    note(act, row, "advance", f"Se aplicó el anticipo {folio(advance)} por {brief(used)}")
    settle(act, row, Move("advance", used.minor, entry, from_id=advance.id, reference=folio(advance)))
    return queries.payable(act, row.id)


@command
def undo_move(act: Act, payable_id: UUID, move_id: int) -> PayableRecord:
    """Undo a credit note or the use of an advance: its entry is posted back and both stay in sight.

    Raises:
        NotFound: there is no such thing in that payable.
        AlreadyReversed: it was undone.
        RequestWaits: a payment asked for by somebody else waits to be decided.
        Invalid: it is a payment (the bank gives those back), or no reason is given.
        PeriodClosed: the month of today is closed.
    """
    act, row = hold(act, payable_id)
    found: Any = act.db.execute(_FOUND, {"id": move_id, "payable": row.id}).one_or_none()
    if found is None:
        raise NotFound("Eso no está en esa cuenta por pagar")
    if found.kind == "payment":
        raise _wrong("/move_id", "es un pago: regístrelo como devuelto por el banco")
    if found.undone:
        raise AlreadyReversed("Eso ya se deshizo")
    if len(act.reason.strip()) < 3:
        raise _wrong("/reason", "hace falta el motivo")
    if row.state != State.PAID:
        again(act, row)
    entry = ledger.reverse(act, found.entry_id, memo=act.reason)
    note(act, row, "undone", f"Se deshizo: {brief(money(row, found.amount))}")
    settle(act, row, Move(found.kind, -found.amount, entry, from_id=found.from_id, undoes=found.id))
    return queries.payable(act, row.id)


def settle(act: Act, row: Payable, move: Move) -> None:
    """Write what settles a payable; the database adds it up and says whether it is paid."""
    act.db.flush()
    act.db.execute(
        _MOVE,
        {"branch": row.branch_id, "payable": row.id, "kind": move.kind, "amount": move.amount, "from_id": move.from_id,
         "payment": move.payment_id, "reference": move.reference, "fiscal": move.fiscal_uuid, "entry": move.entry_id,
         "undoes": move.undoes, "on": act.business_date, "at": act.at, "actor": act.actor.id, "act": act.id},
    )  # fmt: skip
    act.db.refresh(row)


def again(act: Act, row: Payable) -> None:
    """What would be paid changes: what was asked for or authorised is left behind, and is asked for again."""
    if row.state in (State.ASKED, State.AUTHORISED):
        unsign(act, row)
        move_to(act, row, State.READY)


def _wrong_amount(row: Payable, amount: Money) -> str:
    if row.kind != "service":
        return "un anticipo no se cubre así"
    if amount.currency != row.currency:
        return f"{folio(row)} está en {row.currency}"
    return "" if 0 < amount.minor <= row.open else "más que cero y hasta lo que se debe"


def _wrong(pointer: str, told: str) -> Invalid:
    return Invalid("No se puede aplicar así", errors=[{"pointer": pointer, "detail": told}])
