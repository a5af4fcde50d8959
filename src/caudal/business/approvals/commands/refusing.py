"""Why a signature is refused, in words that say who can."""

from caudal.business.approvals import queries
from caudal.business.approvals.queries import Request
from caudal.business.approvals.rules.kinds import Duty, Says, State
from caudal.business.approvals.rules.policy import Hand, refusal, who_text
from caudal.commons.acts.act import Act
from caudal.kernel.problems import Problem


class NotYourDuty(Problem):
    type, title, status = "no-es-su-funcion", "Su puesto no tiene esa función", 403


class OverYourLimit(Problem):
    type, title, status = "sobre-su-limite", "Pasa de lo que su puesto autoriza", 403


class OwnRequest(Problem):
    type, title, status = "solicitud-propia", "Lo que usted pidió lo decide otra persona", 403


class SameHands(Problem):
    type, title, status = "una-persona-una-firma", "Usted ya firmó esta solicitud", 403


class OnlyPeopleSign(Problem):
    type, title, status = "solo-firman-personas", "Una llave no firma: lo hace una persona con su sesión", 403


class NotAuthorised(Problem):
    type, title, status = "sin-autorizar", "Nadie lo ha autorizado", 409


class AlreadyAsked(Problem):
    type, title, status = "ya-solicitado", "Eso ya se pidió", 409


class AlreadyDecided(Problem):
    type, title, status = "ya-decidido", "Esa solicitud ya se decidió", 409


class AlreadyExecuted(Problem):
    type, title, status = "ya-ejecutado", "Eso ya se ejecutó", 409


class PayloadChanged(Problem):
    type, title, status = "contenido-cambiado", "Cambió después de firmarse", 409


class AnnulledAlready(Problem):
    type, title, status = "solicitud-anulada", "Esa solicitud se anuló", 409


def check(act: Act, found: Request, says: Says) -> Hand:
    """With whose function the actor may sign that of a request: their own, or one handed over to them.

    Raises:
        OnlyPeopleSign: a key would sign.
        AlreadyExecuted, AlreadyDecided, NotAuthorised, AnnulledAlready: it isn't waiting for that.
        OwnRequest, SameHands: the actor has signed it.
        NotYourDuty, OverYourLimit: the actor's role may not.
    """
    only_people(act)
    signed = queries.signatures(act, [found.id])[found.id]
    hand, checks = queries.hand(act, found, says.duty, signed)
    bad = refusal(checks)
    if bad is None or (bad.key == "limit" and says is not Says.AUTHORISE):
        return hand
    who = who_text(queries.matrix(act), found.kind, says.duty, found.money)
    if bad.key == "state":
        raise _not_waiting(found, says)
    if bad.key == "duty":
        raise NotYourDuty(f"{bad.text}. {who}", who=who)
    if bad.key == "limit":
        raise OverYourLimit(f"{bad.text}. {who}", who=who)
    own = next(each for each in signed if act.actor.id in (each.actor_id, each.on_behalf_of))
    raise (OwnRequest if own.says is Says.ASK else SameHands)(f"{bad.text}. {who}", who=who)


def only_people(act: Act) -> None:
    """Refuse whatever isn't a person at the door.

    Raises:
        OnlyPeopleSign: the act came with a key, or the house does it by itself.
    """
    if act.place.door == "key" or act.actor.role == "sistema":
        raise OnlyPeopleSign("Entre con su usuario y firme desde la consola")


def _not_waiting(found: Request, says: Says) -> Problem:
    if found.state is State.ANNULLED:
        return AnnulledAlready(f"{found.folio} se anuló: {found.annulled_because}")
    if found.state is State.EXECUTED:
        return AlreadyExecuted(f"{found.folio} ya se ejecutó: no se hace dos veces")
    if says.duty in (Duty.EXECUTE, Duty.REVIEW):
        told = "espera autorización" if found.state is State.ASKED else "no está autorizada"
        if says.duty is Duty.REVIEW:
            return NotAuthorised(f"{found.folio} todavía no se ejecuta: se revisa después")
        return NotAuthorised(f"{found.folio} {told}: no se ejecuta")
    return AlreadyDecided(f"{found.folio} ya se decidió")
