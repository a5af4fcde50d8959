"""What is given up of a loan, or given back to its client: one person asks for it and another authorises.

Alone, only up to the limit of one's own role, with what one forgave of the same loan lately.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caudal.business.loans import queries
from caudal.business.loans.commands.ending import write_off
from caudal.business.loans.commands.happening import OverLimit, day_of, hold
from caudal.business.loans.commands.lending import SamePerson
from caudal.business.loans.commands.serving import NothingToChange, Waiver, owed_of, waive
from caudal.business.loans.commands.syncing import read
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.queries.favours import FavourRecord, recorded
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.tables import Favour, Loan
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.commons.acts.opening import because
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict, Invalid, NotFound

WAIVER, WRITE_OFF, OVERCHARGE = "waiver", "write_off", "overcharge"


class AlreadyAsked(Conflict):
    type, title, status = "solicitud-en-espera", "Eso ya se pidió y espera una decisión", 409


class AlreadyDecided(Conflict):
    type, title, status = "solicitud-decidida", "Esa solicitud ya se decidió", 409


@dataclass(frozen=True, slots=True)
class AskFavour:
    """What is asked. Of a waiver, its component; ``amount``: everything due of it when absent."""

    kind: str
    component: Component | None = None
    amount: Money | None = None


@command
def ask_favour(act: Act, loan_id: UUID, ask: AskFavour) -> FavourRecord:
    """Write that somebody asks to forgive part of what is due, or to give the loan up; nothing changes yet.

    Raises:
        AlreadyAsked: the same waits for a decision.
        NothingToWaive, NothingToChange: not so much is due of it, or the loan isn't late.
        Invalid, NotInThatState: as :func:`hold`.
    """
    act, row = hold(act, loan_id)
    not_asked(act, loan_id, ask.kind)
    before = read(act, row, day_of(act, row, None))
    component, estimate = ask.component or Component.ARREARS, before.state.principal
    if ask.kind == WAIVER:
        estimate = owed_of(row, before, Waiver(component, ask.amount))
    elif not before.state.days_past_due:
        raise NothingToChange("Un préstamo al día no se castiga")
    amount = ask.amount if ask.kind == WAIVER else None
    return write_asked(
        act, row, AskFavour(ask.kind, component if ask.kind == WAIVER else None, amount), estimate
    )


def not_asked(act: Act, loan_id: UUID, kind: str) -> None:
    """Refuse what was asked of a loan already, and waits.

    Raises:
        AlreadyAsked: it does.
    """
    waiting = select(Favour.id).where(
        Favour.loan_id == loan_id, Favour.kind == kind, Favour.status == "pending"
    )
    if act.db.scalars(waiting).first() is not None:
        raise AlreadyAsked("Ya se pidió lo mismo de este préstamo: espere a que se decida")


def write_asked(act: Act, row: Loan, ask: AskFavour, estimate: int) -> FavourRecord:
    """Write a request that was looked at. `estimate`: how much it is now, in minor units."""
    asked = Favour(
        loan_id=row.id, branch_id=row.branch_id, kind=ask.kind, currency=row.currency, reason=act.reason,
        component=ask.component.code if ask.component else None, amount=ask.amount.minor if ask.amount else None,
        estimate=estimate, asked_on=act.business_date, asked_at=act.at, asked_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(asked)
    act.db.flush()
    return recorded(asked)


@command
def decide_favour(
    act: Act,
    request_id: int,
    *,
    approve: bool,
    give_back: Callable[[Act, FavourRecord], object] | None = None,
) -> FavourRecord:
    """Authorise or refuse what somebody else asked for; authorised, it is done at once, within who decides' limit.

    `give_back`: what gives back what a loan paid over a ceiling, which is done where credit is kept.

    Raises:
        NotFound: there is no such request within the branches of the act.
        AlreadyDecided: somebody decided it before.
        SamePerson: who asked for it can't decide it.
        OverLimit: with what they forgave of it lately, it is more than the product lets the role of who decides.
        Invalid: it is refused without saying why.
        NothingToWaive, NothingToChange, NotInThatState, HasLaterPayments, PeriodClosed: it can't be done now.
    """
    asked = act.db.scalars(select(Favour).where(Favour.id == request_id).with_for_update()).one_or_none()
    if asked is None:
        raise NotFound("La solicitud no existe o es de otra sucursal")
    if asked.status != "pending":
        raise AlreadyDecided("Alguien la decidió antes")
    if asked.asked_by == act.actor.id:
        raise SamePerson("Quien lo pidió no puede autorizarlo ni rechazarlo")
    if not approve and not act.reason.strip():
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    if approve:
        doing = in_branch(because(act, act.reason or asked.reason), asked.branch_id)
        if asked.kind != OVERCHARGE:
            asked.event_id = _do(doing, asked)
        elif give_back is None:
            raise TypeError("what was paid over a ceiling is given back where credit is kept")
        else:
            give_back(doing, recorded(asked))
    asked.status = "approved" if approve else "refused"
    asked.decided_at, asked.decided_by, asked.decision_reason = act.at, act.actor.id, act.reason or None
    act.db.flush()
    return recorded(asked)


@dataclass(frozen=True, slots=True)
class Forgone:
    """The loan as it is now; ``asked``: what waits for another person, where it passed the limit of who acted."""

    loan: LoanRecord
    asked: FavourRecord | None = None


def waive_or_ask(act: Act, loan_id: UUID, ask: Waiver) -> Forgone:
    """Forgive up to the limit of one's own role, lately in all; over it, ask for it: somebody else decides.

    Raises:
        OverLimit: over it and from another day, which can't be asked for.
        AlreadyAsked: over it, and the same waits for a decision.
        NothingToWaive, InvalidAmount, Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`waive`.
    """
    try:
        return Forgone(waive(act, loan_id, ask))
    except OverLimit:
        return _asked(act, loan_id, AskFavour(WAIVER, ask.component, ask.amount), ask.on)


def write_off_or_ask(act: Act, loan_id: UUID, on: date | None = None) -> Forgone:
    """Give a late loan up within the limit of one's own role; over it, ask for it: somebody else decides.

    Raises:
        OverLimit, AlreadyAsked: as :func:`waive_or_ask`.
        NothingToChange, Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`write_off`.
    """
    try:
        return Forgone(write_off(act, loan_id, on))
    except OverLimit:
        return _asked(act, loan_id, AskFavour(WRITE_OFF), on)


def _asked(act: Act, loan_id: UUID, ask: AskFavour, on: date | None) -> Forgone:
    if on is not None and on != act.business_date:
        raise OverLimit("Pasa de su tope: pídalo con la fecha de hoy, y otra persona lo decide")
    asked = ask_favour(act, loan_id, ask)
    return Forgone(queries.loan(act, loan_id), asked)


def _do(act: Act, asked: Favour) -> int:
    """Do what was asked; returns the number of what happened to the loan."""
    if asked.kind == WAIVER:
        amount = Money.from_minor(asked.amount, asked.currency) if asked.amount is not None else None
        waive(act, asked.loan_id, Waiver(Component[(asked.component or "").upper()], amount))
    else:
        write_off(act, asked.loan_id)
    return queries.events(act, asked.loan_id)[-1].id
