"""Undoing a payment that was wrong: what happened stays in sight."""

from uuid import UUID

from sqlalchemy import select

from caudal.business.loans import commands as lending
from caudal.business.parties import queries as parties
from caudal.business.payments import queries
from caudal.business.payments.commands.settling import Split, beside, unsplit
from caudal.business.payments.commands.settling import record as settled
from caudal.business.payments.events import PaymentReversed
from caudal.business.payments.queries import PaymentRecord
from caudal.business.payments.rules import Method
from caudal.business.payments.tables import Payment
from caudal.business.receivables import commands as receivables
from caudal.business.receivables import queries as debts
from caudal.business.receivables.commands import Applied
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import Money, total
from caudal.kernel.problems import Forbidden, Invalid, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.commands import AlreadyReversed


class CreditUsed(Problem):
    type, title, status = "saldo-a-favor-usado", "El saldo a favor de ese cobro ya se usó", 409


class GivenBack(Problem):
    type, title, status = "cobro-reembolsado", "Ese dinero ya se devolvió al cliente", 409


class PaidByRenewal(Problem):
    type, title, status = "cobro-de-renovacion", "Ese pago lo hizo una renovación", 409


@command
def reverse(act: Act, payment_id: UUID) -> PaymentRecord:
    """Undo a payment: its debts are owed again, its entry is posted back, and both stay in sight.

    Raises:
        NotFound: there is none within the branches of the act.
        AlreadyReversed: it was.
        PaidByRenewal: it was another loan that paid it.
        GivenBack: what it paid was given back to the client; reversing it too would give it back twice.
        CreditUsed: what it left in favour of the client was spent; reverse that first.
        OverchargeStands: it closed a loan of which something was given back; reverse that first.
        Forbidden: it also paid debts of a branch that isn't one of the actor's.
        InsufficientFunds: the till or the account no longer has that money.
        Invalid: no reason was given.
    """
    if not act.reason.strip():
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    known = queries.payment(act, payment_id)
    parties.party(act, known.party_id, lock=True)
    row = act.db.scalars(select(Payment).where(Payment.id == payment_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("El cobro no existe o es de otra sucursal")
    act.db.refresh(row)
    if row.reversed_at:
        raise AlreadyReversed(f"El cobro {known.folio} ya se reversó")
    if row.method == Method.RENEWAL:
        raise PaidByRenewal(f"{known.folio} lo pagó el préstamo {known.reference}, que ya se entregó")
    _whole(act, known)
    _not_given_back(act, known)
    _credit_left(act, known)
    return put_back(act, row, known)


def put_back(act: Act, row: Payment, known: PaymentRecord) -> PaymentRecord:
    """Write that a payment, held and known to be whole, is undone.

    Raises:
        InsufficientFunds: the till or the account no longer has that money.
    """
    payment_id = row.id
    act = in_branch(act, row.branch_id)
    paid = list(debts.many(act, [part.receivable_id for part in known.parts]).values())
    without = unsplit(act, payment_id, paid, act.business_date)
    memo = f"Reversa de {known.folio}: {act.reason}"[:500]
    back = ledger.reverse(act, row.entry_id, memo=memo)
    _adjust(act, payment_id, without, memo)
    plain = {debt.id for debt in paid if debt.owner_id is None}
    parts = [Applied(part.receivable_id, -part.amount.minor) for part in known.parts]
    receivables.apply(act, payment_id, [p for p in parts if p.receivable_id in plain], act.business_date)
    settled(act, payment_id, without, act.business_date)
    row.reversed_at, row.reversed_on, row.reversed_by = act.at, act.business_date, act.actor.id
    row.reversal_reason, row.reversal_entry_id = act.reason, back
    if row.method == Method.OVERCHARGE:
        lending.take_recognition_back(act, payment_id)
    act.db.flush()
    act.tell(PaymentReversed(payment_id, row.party_id, tuple(p.receivable_id for p in parts)))
    return queries.record(row, known.parts)


def _adjust(act: Act, payment: UUID, without: Split, memo: str) -> None:
    """What contracts move among their own accounts once the payment is gone."""
    lines = [line for _, settlement in without.contracts for line in settlement.lines]
    if lines:
        ledger.post(act, kind="unsettling", source=f"payments:{payment}", lines=lines, memo=memo)


def _whole(act: Act, payment: PaymentRecord) -> None:
    """Undoing only the part of it that the actor can see would leave the rest applied to nothing."""
    parts = [part.amount for part in payment.parts]
    parts += [part.paid for part in beside(act, [payment.id]).get(payment.id, ())]
    seen = total(parts, payment.amount.currency)
    if seen != payment.amount - (
        payment.credit if payment.credit.is_positive else Money.of(0, seen.currency)
    ):
        raise Forbidden(f"{payment.folio} pagó también cuentas de una sucursal en la que usted no trabaja")


def _not_given_back(act: Act, payment: PaymentRecord) -> None:
    paid = debts.many(act, [part.receivable_id for part in payment.parts])
    for part in payment.parts:
        debt = paid.get(part.receivable_id)
        if debt and debt.refunded and debt.refunded > debt.paid - part.amount:
            raise GivenBack(
                f"De {debt.folio} ya se reembolsaron {debt.refunded.amount} {debt.refunded.currency}: {payment.folio}"
                " no se reversa"
            )


def _credit_left(act: Act, payment: PaymentRecord) -> None:
    if not payment.credit.is_positive:
        return
    have = {m.currency: m.minor for m in queries.credit_of(act, payment.party_id)}
    if have.get(payment.credit.currency, 0) < payment.credit.minor:
        raise CreditUsed("Parte de lo que sobró ya se aplicó a otra cuenta; reverse primero esa aplicación")
