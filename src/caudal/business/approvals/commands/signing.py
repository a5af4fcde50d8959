"""Signing: each person once per request, over the content they saw, with the duty their role has.

The keys of the database refuse the same again, whatever the program does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.approvals import queries
from caudal.business.approvals.commands.refusing import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyExecuted,
    NotAuthorised,
    NotYourDuty,
    OwnRequest,
    PayloadChanged,
    check,
    only_people,
)
from caudal.business.approvals.events import Asked, Authorised, Executed, Rejected, SentBack
from caudal.business.approvals.queries import Request
from caudal.business.approvals.queries.delegations import held
from caudal.business.approvals.queries.spans import forget_given
from caudal.business.approvals.rules import payload as content
from caudal.business.approvals.rules.kinds import DUTIES, KINDS, Duty, Kind, Says, State
from caudal.business.approvals.rules.policy import Hand, who_text
from caudal.business.approvals.tables import Annulment, Asking, Execution, Signed, Verdict
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid

_ALONE = text("select pg_advisory_xact_lock(hashtextextended('approvals:' || :kind || ':' || :subject, 0))")
_HANDS = text(
    "select pg_advisory_xact_lock(hashtextextended('approvals:hand:' || h, 0))"
    " from (select unnest(cast(:hands as int[])) as h order by 1) h"
)
_TURN = text(
    "select coalesce(max(turn), 0) + 1 from approval_requests where kind = :kind and subject_id = :subject"
)
_NEW = text("select uuidv7()")
_DECIDED = {Says.AUTHORISE: "authorised", Says.REJECT: "rejected", Says.SEND_BACK: "sent_back"}
_LIVE = (State.ASKED, State.AUTHORISED, State.EXECUTED)


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for. ``subject_id``: the thing it is about, done at most once; ``payload``: all that is signed.

    ``folio``: what people call it; ``party_id``: whose it is; ``branch_id``: the act's own when absent.
    """

    kind: Kind
    subject_id: UUID
    folio: str
    summary: str
    money: Money
    payload: Mapping[str, Any]
    party_id: UUID | None = None
    branch_id: int | None = None


@command
def ask(act: Act, ask: Ask) -> UUID:
    """Sign that something is asked for. Returns the request.

    What was authorised and not executed is replaced when it is asked for with another content.

    Raises:
        NotYourDuty: the actor's role doesn't ask for that.
        AlreadyAsked: the same waits, is authorised with that same content, or was executed.
        Invalid: the amount is negative, or it has no folio or summary.
    """
    act = in_branch(act, ask.branch_id)
    _well(ask)
    known = queries.matrix(act)
    if not known.holds(ask.kind, act.actor.role, Duty.ASK):
        who = who_text(known, ask.kind, Duty.ASK, ask.money)
        name = known.roles.get(act.actor.role, act.actor.role)
        what = f"{DUTIES[Duty.ASK].lower()}: {KINDS[ask.kind].lower()}"
        raise NotYourDuty(f"{name} no puede {what}. {who}", who=who)
    key = {"kind": ask.kind.value, "subject": str(ask.subject_id)}
    act.db.execute(_ALONE, key)
    sha = content.digest(ask.kind.value, ask.subject_id, ask.money, ask.party_id, ask.payload)
    before = queries.of(act, ask.kind, ask.subject_id)
    if before and before.state in _LIVE and not (before.state is State.AUTHORISED and before.sha != sha):
        raise AlreadyAsked(f"{ask.folio} ya se pidió y está {before.state.label}")
    row = Asking(
        id=act.db.execute(_NEW).scalar_one(), branch_id=act.place.branch_id, kind=ask.kind.value,
        subject_id=ask.subject_id, turn=act.db.execute(_TURN, key).scalar_one(), folio=ask.folio, summary=ask.summary,
        party_id=ask.party_id, currency=ask.money.currency, amount=ask.money.minor, payload=content.plain(ask.payload),
        sha=sha, asked_on=act.business_date, asked_at=act.at, asked_by=act.actor.id, reason=act.reason, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    _sign(act, queries.request(act, row.id), Says.ASK, act.reason, Hand(act.actor.id, act.actor.role))
    act.tell(
        Asked(
            row.id, row.kind, row.subject_id, row.folio, row.branch_id, row.currency, row.amount,
        )
    )  # fmt: skip
    return row.id


@command
def authorise(act: Act, request_id: UUID, note: str = "") -> Request:
    """Sign, as another person, that it may be done, with a note or the reason of the act. Nothing is paid by this.

    Raises:
        NotFound: there is none within the branches of the act.
        OnlyPeopleSign, AlreadyExecuted, AlreadyDecided, OwnRequest, SameHands, NotYourDuty, OverYourLimit: as
            :func:`check`.
    """
    act, found = _decide(act, request_id, Says.AUTHORISE, note or act.reason)
    act.tell(Authorised(*_who(found)))
    return queries.request(act, found.id)


@command
def reject(act: Act, request_id: UUID) -> Request:
    """Sign, as another person, that it won't be done; the reason of the act says why.

    Raises:
        Invalid: no reason is given.
        NotFound, OnlyPeopleSign, AlreadyExecuted, AlreadyDecided, OwnRequest, SameHands, NotYourDuty: as
            :func:`authorise`; the limit doesn't matter.
    """
    why = _why(act)
    act, found = _decide(act, request_id, Says.REJECT, why)
    act.tell(Rejected(*_who(found), why))
    return queries.request(act, found.id)


@command
def send_back(act: Act, request_id: UUID) -> Request:
    """Sign, as another person, that it has to be corrected; the reason of the act says what.

    Raises:
        Invalid, NotFound, OnlyPeopleSign, AlreadyExecuted, AlreadyDecided, OwnRequest, SameHands, NotYourDuty: as
            :func:`reject`.
    """
    why = _why(act)
    act, found = _decide(act, request_id, Says.SEND_BACK, why)
    act.tell(SentBack(*_who(found), why))
    return queries.request(act, found.id)


@command
def withdraw(act: Act, request_id: UUID) -> Request:
    """Take back what one asked for, before anybody decides.

    Raises:
        NotFound: there is none within the branches of the act.
        OnlyPeopleSign: a key would do it.
        OwnRequest: somebody else asked for it.
        AlreadyDecided: it was decided.
    """
    only_people(act)
    act, found = _hold(act, request_id)
    if found.asked_by != act.actor.id:
        raise OwnRequest("La retira quien la pidió; quien autoriza puede rechazarla o devolverla")
    if found.state is not State.ASKED:
        raise AlreadyDecided(f"{found.folio} está {found.state.label}: ya no se retira")
    _rule(act, found, "withdrawn", act.reason)
    return queries.request(act, found.id)


@command
def execute(act: Act, request_id: UUID, payload: Mapping[str, Any]) -> None:
    """Sign that what was authorised is done now, in the act that does it; once and for all.

    Raises:
        NotFound: there is none within the branches of the act.
        NotAuthorised: nobody authorised it, or it was asked for again since.
        AlreadyExecuted: it was done.
        AnnulledAlready: what it is about was annulled or changed.
        OwnRequest, SameHands, NotYourDuty, OnlyPeopleSign: as :func:`authorise`.
        PayloadChanged: `payload` isn't what was signed.
    """
    act, found = _hold(act, request_id)
    hand = check(act, found, Says.EXECUTE)
    sha = content.digest(found.kind.value, found.subject_id, found.money, found.party_id, payload)
    if sha != found.sha:
        raise PayloadChanged(f"{found.folio} no es lo que se autorizó: pídalo otra vez como está ahora")
    _sign(act, found, Says.EXECUTE, act.reason, hand)
    act.db.add(
        Execution(
            request_id=found.id, branch_id=found.branch_id, kind=found.kind.value, subject_id=found.subject_id,
            sha=sha, actor_id=act.actor.id, at=act.at, act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()
    act.tell(Executed(*_who(found)))


@command
def annul(act: Act, request_id: UUID, why: str) -> Request:
    """Write that what was authorised won't be executed: what it is about was annulled, or changed after the signatures.

    The room whose thing it is says so in the act that changes it; `why` is read beside the request from then on.

    Raises:
        NotFound: there is none within the branches of the act.
        AlreadyExecuted: it was done.
        NotAuthorised: nobody authorised it, or it was annulled.
        Invalid: `why` says nothing.
    """
    act, found = _hold(act, request_id)
    if found.state is State.EXECUTED:
        raise AlreadyExecuted(f"{found.folio} ya se ejecutó: no se anula")
    if found.state is not State.AUTHORISED:
        raise NotAuthorised(f"{found.folio} está {found.state.label}: no hay nada que anular")
    if len(why.strip()) < 3:
        raise Invalid("Diga por qué", errors=[{"pointer": "/reason", "detail": "falta el motivo"}])
    act.db.add(
        Annulment(
            request_id=found.id, branch_id=found.branch_id, actor_id=act.actor.id, reason=why.strip()[:300], at=act.at,
            act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()
    return queries.request(act, found.id)


@command
def review(act: Act, request_id: UUID, note: str = "") -> Request:
    """Sign, as somebody who had nothing to do with it, that what was executed was looked at.

    Raises:
        NotFound, OnlyPeopleSign, OwnRequest, SameHands, NotYourDuty: as :func:`authorise`.
        NotAuthorised: it hasn't been executed.
    """
    act, found = _hold(act, request_id)
    _sign(act, found, Says.REVIEW, note, check(act, found, Says.REVIEW))
    return queries.request(act, found.id)


def _decide(act: Act, request_id: UUID, says: Says, note: str) -> tuple[Act, Request]:
    act, found = _hold(act, request_id)
    if says is Says.AUTHORISE:
        _one_at_a_time(act)
    _sign(act, found, says, note, check(act, found, says))
    _rule(act, found, _DECIDED[says], note)
    forget_given(act)
    return act, found


def _hold(act: Act, request_id: UUID) -> tuple[Act, Request]:
    """The request, kept from others until the act ends, and the act in its branch."""
    found = queries.request(act, request_id)
    act.db.execute(_ALONE, {"kind": found.kind.value, "subject": str(found.subject_id)})
    return in_branch(act, found.branch_id), queries.request(act, request_id)


def _one_at_a_time(act: Act) -> None:
    """Whoever authorises, and whoever handed it over to them, does nothing else meanwhile: it counts together."""
    hands = {act.actor.id} | {each.from_user for each in held(act)}
    act.db.execute(_HANDS, {"hands": sorted(hands)})
    forget_given(act)


def _sign(act: Act, found: Request, says: Says, note: str, hand: Hand) -> None:
    act.db.add(
        Signed(
            request_id=found.id, actor_id=act.actor.id, branch_id=found.branch_id, kind=found.kind.value, sha=found.sha,
            role=hand.role, says=says.value, on_date=act.business_date, at=act.at, ip=act.place.ip,
            note=note[:300], act_id=act.id, on_behalf_of=hand.behalf, delegation_id=hand.delegation,
        )
    )  # fmt: skip
    act.db.flush()


def _rule(act: Act, found: Request, decision: str, why: str) -> None:
    act.db.add(
        Verdict(
            request_id=found.id, branch_id=found.branch_id, decision=decision, actor_id=act.actor.id, reason=why[:300],
            at=act.at, act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()


def _who(found: Request) -> tuple[UUID, str, UUID, str, int]:
    return found.id, found.kind.value, found.subject_id, found.folio, found.branch_id


def _why(act: Act) -> str:
    why = act.reason.strip()
    if len(why) < 3:
        raise Invalid("Diga por qué", errors=[{"pointer": "/reason", "detail": "falta el motivo"}])
    return why


def _well(ask: Ask) -> None:
    if ask.money.amount < 0:
        raise Invalid(
            "El importe no puede ser negativo", errors=[{"pointer": "/amount", "detail": "negativo"}]
        )
    for name, value, most in (("folio", ask.folio, 40), ("summary", ask.summary, 200)):
        if not 1 <= len(value.strip()) <= most:
            raise Invalid(
                "La solicitud no se puede guardar así",
                errors=[{"pointer": f"/{name}", "detail": f"de 1 a {most} caracteres"}],
            )
