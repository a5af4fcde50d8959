"""Paying insurers and treasuries what the instalments collected for them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.loans.queries import remittances
from caudal.business.loans.queries.remittances import RemittanceRecord
from caudal.business.loans.tables import Remittance
from caudal.business.treasury import commands as treasury
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Conflict, Invalid, NotFound
from caudal.ledger import commands as ledger
from caudal.ledger.commands import AlreadyReversed
from caudal.ledger.rules import Use, debit

_METHODS = ("cash", "transfer", "cheque")
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended(:key, 0))")


class NotHeld(Conflict):
    type, title, status = "retenido-insuficiente", "No se ha cobrado tanto por cuenta de terceros", 409


@dataclass(frozen=True, slots=True)
class NewRemittance:
    """What is paid, to whom and for what; from the branch of the act unless another is said.

    ``box_id``: the bank account a transfer or a cheque leaves from; the usual one of the branch when absent.
    """

    amount: Money
    payee: str
    concept: str
    method: str = "transfer"
    reference: str = ""
    on: date | None = None
    branch_id: int | None = None
    box_id: int | None = None


@command
def remit(act: Act, ask: NewRemittance) -> RemittanceRecord:
    """Pay part of what is held for others in a branch, never more than it holds.

    Raises:
        NotHeld: so much wasn't collected for others, or it was paid already.
        InvalidAmount: it isn't more than zero.
        Invalid: to whom or for what isn't told, the date is to come, or the method isn't known.
        InsufficientFunds, PeriodClosed: as any payment from a till or an account.
    """
    act = in_branch(act, ask.branch_id or act.place.branch_id)
    branch, on = act.place.branch_id, ask.on or act.business_date
    _check(act, ask, on)
    act.db.execute(_ONE_AT_A_TIME, {"key": f"remittances:{branch}:{ask.amount.currency}"})
    there = remittances.held(act, branch, ask.amount.currency)
    if ask.amount > there:
        raise NotHeld(f"Se tienen {there.amount} {there.currency} por cuenta de terceros", held=there.json())
    box = treasury.source(act, ask.method, ask.amount.currency, ask.box_id)
    fresh = ids.uuid7(act.at)
    entry = ledger.post(
        act,
        kind="remittance",
        source=f"remittances:{fresh}",
        lines=[debit(Use.INSURANCE_PAYABLE, ask.amount), *treasury.out_of_box(act, box, ask.amount)],
        on=on,
        memo=f"{ask.payee}: {ask.concept}"[:500],
    )
    row = Remittance(
        id=fresh, branch_id=branch, currency=ask.amount.currency, amount=ask.amount.minor, payee=ask.payee,
        concept=ask.concept, reference=ask.reference, method=ask.method, paid_on=on, entry_id=entry, at=act.at,
        actor_id=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    return remittances.record(row)


@command
def take_remittance_back(act: Act, remittance_id: UUID) -> RemittanceRecord:
    """Undo a payment that was written by mistake: the reverse of its entry.

    Raises:
        NotFound: there is none.
        AlreadyReversed: it was undone.
        Invalid: no reason was given.
        PeriodClosed: the month of today is closed.
    """
    wanted = select(Remittance).where(Remittance.id == remittance_id).with_for_update()
    row = act.db.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound("Ese pago no existe o es de otra sucursal")
    if not act.reason.strip():
        raise _wrong("/reason", "Escriba el motivo")
    if row.reversed_on is not None:
        raise AlreadyReversed(f"{ids.folio('PT', row.number)} ya se había deshecho")
    act = in_branch(act, row.branch_id)
    row.reversal_entry_id = ledger.reverse(act, row.entry_id, memo=act.reason[:500])
    row.reversed_on, row.reversed_by, row.reversal_reason = act.business_date, act.actor.id, act.reason[:300]
    row.version += 1
    act.db.flush()
    return remittances.record(row)


def _check(act: Act, ask: NewRemittance, on: date) -> None:
    if not ask.amount.is_positive:
        raise InvalidAmount(
            "El monto debe ser mayor que cero", errors=[{"pointer": "/amount", "detail": "mayor que cero"}]
        )
    if not 2 <= len(ask.payee) <= 120:
        raise _wrong("/payee", "Escriba a quién se paga")
    if not 2 <= len(ask.concept) <= 200:
        raise _wrong("/concept", "Escriba qué se paga")
    if ask.method not in _METHODS:
        raise _wrong("/method", "La forma de pago es cash, transfer o cheque")
    if on > act.business_date:
        raise _wrong("/on", "La fecha no puede ser futura")


def _wrong(pointer: str, told: str) -> Invalid:
    return Invalid(told, errors=[{"pointer": pointer, "detail": told[0].lower() + told[1:]}])
