"""What is given up of a loan when one person asks for it and another authorises: a waiver or a write-off."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caudal.business.loans import queries
from caudal.business.loans.commands.ending import write_off
from caudal.business.loans.commands.happening import day_of, hold
from caudal.business.loans.commands.lending import SamePerson
from caudal.business.loans.commands.serving import NothingToChange, Waiver, owed_of, waive
from caudal.business.loans.commands.syncing import read
from caudal.business.loans.queries.favours import FavourRecord, recorded
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.tables import Favour
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.commons.acts.opening import because
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict, Invalid, NotFound

WAIVER, WRITE_OFF = "waiver", "write_off"


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
    waiting = select(Favour.id).where(
        Favour.loan_id == row.id, Favour.kind == ask.kind, Favour.status == "pending"
    )
    if act.db.scalars(waiting).first() is not None:
        raise AlreadyAsked("Ya se pidió lo mismo de este préstamo: espere a que se decida")
    before = read(act, row, day_of(act, row, None))
    component = ask.component or Component.ARREARS
    if ask.kind == WAIVER:
        owed_of(row, before, Waiver(component, ask.amount))
    elif not before.state.days_past_due:
        raise NothingToChange("Un préstamo al día no se castiga")
    asked = Favour(
        loan_id=row.id, branch_id=row.branch_id, kind=ask.kind, currency=row.currency, reason=act.reason,
        component=component.code if ask.kind == WAIVER else None,
        amount=ask.amount.minor if ask.amount and ask.kind == WAIVER else None,
        asked_on=act.business_date, asked_at=act.at, asked_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(asked)
    act.db.flush()
    return recorded(asked)


@command
def decide_favour(act: Act, request_id: int, *, approve: bool) -> FavourRecord:
    """Authorise or refuse what somebody else asked for; authorised, it is done at once, within who decides' limit.

    Raises:
        NotFound: there is no such request within the branches of the act.
        AlreadyDecided: somebody decided it before.
        SamePerson: who asked for it can't decide it.
        OverLimit: it is more than the product lets the role of who decides.
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
        asked.event_id = _do(in_branch(because(act, act.reason or asked.reason), asked.branch_id), asked)
    asked.status = "approved" if approve else "refused"
    asked.decided_at, asked.decided_by, asked.decision_reason = act.at, act.actor.id, act.reason or None
    act.db.flush()
    return recorded(asked)


def _do(act: Act, asked: Favour) -> int:
    """Do what was asked; returns the number of what happened to the loan."""
    if asked.kind == WAIVER:
        amount = Money.from_minor(asked.amount, asked.currency) if asked.amount is not None else None
        waive(act, asked.loan_id, Waiver(Component[(asked.component or "").upper()], amount))
    else:
        write_off(act, asked.loan_id)
    return queries.events(act, asked.loan_id)[-1].id
