"""Lines that are in no books yet: a fee, its tax, interest, money nobody has claimed, or a client who paid."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import text

from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.reconciliation import queries
from caudal.business.reconciliation.commands.days import caught_up
from caudal.business.reconciliation.commands.keeping import Found, Made, keep
from caudal.business.reconciliation.commands.locking import AlreadyExplained, Held, hold
from caudal.business.reconciliation.commands.matching import undo_held
from caudal.business.reconciliation.queries import LineRecord, MatchRecord
from caudal.business.reconciliation.rules.pairing import Part
from caudal.business.reconciliation.rules.reasons import OUTCOMES, Pass
from caudal.commons.acts.act import Act, command
from caudal.kernel.problems import Invalid
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Line, Use

_MOVEMENT = text("select line from bank_movements where entry_id = :entry and box_id = :box")
_USES = {
    "fee": (Use.BANK_FEES, "bank_fee"),
    "fee_tax": (Use.TAX_CREDIT, "bank_fee"),
    "interest": (Use.OTHER_INCOME, "bank_interest"),
    "unidentified": (Use.UNIDENTIFIED, "unidentified_deposit"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose a deposit is; ``apply_to``: the debts it goes to, the oldest first when absent."""

    line_id: int
    client_id: UUID
    apply_to: tuple[UUID, ...] | None = None


@command
def explain(act: Act, line_id: int, outcome: str) -> MatchRecord:
    """Post what a line is, dated when the bank did it, and match it.

    `outcome`: ``fee``, ``fee_tax``, ``interest`` or ``unidentified``.

    Raises:
        NotFound: there is no such line within the branches of the act.
        AlreadyExplained: part of it is explained already.
        Invalid: it isn't one of those, or money that goes out isn't a deposit.
        PeriodClosed: the month is closed.
    """
    held, line = _free(act, line_id)
    if outcome not in _USES:
        known = ", ".join(_USES)
        raise Invalid(
            f"Una línea se registra como {known}", errors=[{"pointer": "/outcome", "detail": "desconocido"}]
        )
    if outcome == "unidentified" and not line.amount.is_positive:
        raise Invalid(
            "Solo un depósito queda por identificar",
            errors=[{"pointer": "/outcome", "detail": "la línea es una salida"}],
        )
    use, kind = _USES[outcome]
    entry = ledger.post(
        held.act,
        kind=kind,
        source=f"bank_lines:{line.id}",
        lines=[Line(held.account_id, line.amount), Line(use, -line.amount)],
        on=_date(held.act, line.on),
        memo=f"{OUTCOMES[outcome]} en {held.name}",
    )
    return _matched(held, line, Made(outcome, entry), OUTCOMES[outcome].lower())


@command
def claim(act: Act, ask: Claim) -> MatchRecord:
    """Take a deposit as the payment of a client; if it was waiting to be identified, it no longer is.

    Raises:
        NotFound: the line or the client isn't within the branches of the act.
        AlreadyExplained: something else explains it.
        Invalid: it isn't a deposit.
        ReferenceRepeated: it was taken already, with the receipt that the problem says.
        AlreadyPaid, IsCancelled, NotTheirs, MixedCurrencies, PeriodClosed: as in taking a payment.
    """
    line = queries.line(act, ask.line_id)
    held = hold(act, line.account)
    line = queries.line(held.act, ask.line_id)
    if not line.amount.is_positive:
        raise Invalid(
            "Esa línea es una salida", errors=[{"pointer": "/line_id", "detail": "no es un depósito"}]
        )
    waited = line.match_id if line.made == "unidentified" and line.open.is_zero else None
    if waited is None and line.open != line.amount:
        raise AlreadyExplained("Deshaga primero lo que la explica")
    taken = payments.take(
        held.act,
        TakePayment(
            ask.client_id, line.amount, "transfer", reference=line.reference, received_on=_date(held.act, line.on),
            apply_to=ask.apply_to, branch_id=held.branch_id, box_id=held.id,
        ),
    )  # fmt: skip
    if waited is not None:
        undo_held(replace(held, act=replace(held.act, reason="Se identificó el depósito")), waited)
    return _matched(
        held, line, Made("payment", taken.entry_id, taken.id), f"cobro {taken.folio} a quien pagó"
    )


def _free(act: Act, line_id: int) -> tuple[Held, LineRecord]:
    held = hold(act, queries.line(act, line_id).account)
    line = queries.line(held.act, line_id)
    if line.open != line.amount:
        raise AlreadyExplained("Deshaga primero lo que la explica")
    return held, line


def _date(act: Act, on: date) -> date:
    """When the bank did it, unless that month is closed or the day is still to come."""
    return act.business_date if on > act.business_date or books.is_closed(act, on) else on


def _matched(held: Held, line: LineRecord, made: Made, why: str) -> MatchRecord:
    number = held.act.db.execute(_MOVEMENT, {"entry": made.entry_id, "box": held.id}).scalar_one()
    part = Part(line.id, (made.entry_id, number), line.amount.minor)
    (match_id,) = keep(held, [Found(Pass.ENTRY, 100, why, (part,))], made)
    caught_up(held)
    return queries.match(held.act, match_id)
