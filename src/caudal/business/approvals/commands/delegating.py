"""Handing over the duty to authorise for some days, to somebody who authorises too; and taking it back before they end.

Whoever gets it signs with the role and up to the limit of whoever gives it, in their branches, and the signature says
in whose place. It is the same duty: neither of the two uses it twice on one request, nor on what either asked for.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, text

from caudal.business.approvals import queries
from caudal.business.approvals.commands.refusing import NotYourDuty, OwnRequest, only_people
from caudal.business.approvals.queries.delegations import (
    DelegationRecord,
    authorisers,
    delegation,
    forget_held,
)
from caudal.business.approvals.tables import Delegation
from caudal.commons.access.queries import UserRecord
from caudal.commons.acts.act import Act, command
from caudal.kernel.formats import date_text
from caudal.kernel.problems import Invalid, NotFound, Problem

LIMITS = "approvals.limits"
"""Who may hand over somebody else's: whoever says up to how much each role authorises."""
LONGEST = timedelta(days=90)
_ALONE = text("select pg_advisory_xact_lock(hashtextextended('approvals:delegating:' || :user, 0))")


class AlreadyDelegated(Problem):
    type, title, status = "delegacion-en-esos-dias", "Ya hay una delegación en esos días", 409


class DelegationOver(Problem):
    type, title, status = "delegacion-terminada", "Esa delegación ya terminó", 409


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """Who gets the duty to authorise of whom, both days included; ``from_user``: whoever acts when absent."""

    to_user: int
    from_on: date
    to_on: date
    from_user: int | None = None


@command
def delegate(act: Act, ask: NewDelegation) -> DelegationRecord:
    """Hand over the duty to authorise, one's own or, for who says the limits, somebody else's; the act says why.

    Raises:
        OnlyPeopleSign: a key would do it.
        OwnRequest: somebody would hand another's duty over to themselves.
        NotYourDuty: it is of somebody else, and whoever acts doesn't say the limits.
        AlreadyDelegated: theirs is handed over on one of those days.
        Invalid: one of the two doesn't authorise, they share no branch, it is the same person, the days have passed
            or are too many, or no reason is given.
    """
    only_people(act)
    giver = act.actor.id if ask.from_user is None else ask.from_user
    if giver != act.actor.id and not act.actor.may(LIMITS):
        raise NotYourDuty("Cada quien delega la suya; la de otra persona la delega quien fija los topes")
    if giver != act.actor.id and ask.to_user == act.actor.id:
        raise OwnRequest("Nadie se delega a sí mismo la función de otra persona")
    _well(act, ask)
    able = {user.id: user for user in authorisers(act, queries.matrix(act).duties)}
    _able(able, giver, ask.to_user)
    act.db.execute(_ALONE, {"user": str(giver)})
    taken = act.db.scalars(
        select(Delegation).where(
            Delegation.from_user == giver, Delegation.ended_at.is_(None), Delegation.from_on <= ask.to_on,
            Delegation.to_on >= ask.from_on,
        )
    ).first()  # fmt: skip
    if taken is not None:
        days = f"del {date_text(taken.from_on)} al {date_text(taken.to_on)}"
        raise AlreadyDelegated(f"{able[giver].name} ya la delegó {days}: termine esa primero")
    row = Delegation(
        from_user=giver, to_user=ask.to_user, role=able[giver].role, from_on=ask.from_on, to_on=ask.to_on,
        reason=act.reason.strip()[:300], created_at=act.at, created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    forget_held(act)
    return delegation(act, row.id)


@command
def end_delegation(act: Act, delegation_id: int) -> DelegationRecord:
    """Take it back before its last day; what was signed with it stays signed.

    Raises:
        OnlyPeopleSign: a key would do it.
        NotFound: there is none.
        DelegationOver: it ended.
        NotYourDuty: whoever acts neither gave it nor got it, nor says the limits.
    """
    only_people(act)
    row = act.db.get(Delegation, delegation_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("Esa delegación no existe")
    if act.actor.id not in (row.from_user, row.to_user) and not act.actor.may(LIMITS):
        raise NotYourDuty("La termina quien la dio, quien la recibió o quien fija los topes")
    if row.ended_at is not None or row.to_on < act.business_date:
        raise DelegationOver("Esa delegación ya terminó")
    row.ended_at, row.ended_by, row.ended_reason = act.at, act.actor.id, act.reason.strip()[:300] or None
    act.db.flush()
    forget_held(act)
    return delegation(act, row.id)


def _well(act: Act, ask: NewDelegation) -> None:
    wrong = {
        "/reason": "" if len(act.reason.strip()) >= 3 else "falta el motivo",
        "/from": "" if ask.from_on >= act.business_date else "ese día ya pasó",
        "/to": _wrong_end(ask),
    }
    if errors := [{"pointer": at, "detail": told} for at, told in wrong.items() if told]:
        raise Invalid("No se puede delegar así", errors=errors)


def _wrong_end(ask: NewDelegation) -> str:
    if ask.to_on < ask.from_on:
        return "termina antes de empezar"
    return "" if ask.to_on - ask.from_on <= LONGEST else f"hasta {LONGEST.days} días"


def _able(able: dict[int, UserRecord], giver: int, getter: int) -> None:
    """Both authorise by their own role, and work in some branch together."""
    wrong: dict[str, str] = {}
    if giver not in able:
        wrong["/from_user"] = "su puesto no autoriza nada que delegar"
    if getter not in able:
        wrong["/to_user"] = "se delega en alguien cuyo puesto también autoriza"
    elif giver == getter:
        wrong["/to_user"] = "tiene que ser otra persona"
    elif giver in able and not {b.id for b in able[giver].branches} & {b.id for b in able[getter].branches}:
        wrong["/to_user"] = "no trabaja en ninguna de sus sucursales"
    if wrong:
        told = [{"pointer": at, "detail": why} for at, why in wrong.items()]
        raise Invalid("No se puede delegar así", errors=told)
