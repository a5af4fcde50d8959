"""Up to how much each role authorises, and what counts together: from a date on, by who may, with a reason."""

from dataclasses import dataclass
from datetime import date

from caudal.business.approvals import queries
from caudal.business.approvals.commands.refusing import OwnRequest, only_people
from caudal.business.approvals.queries.matrix import forget
from caudal.business.approvals.rules.kinds import KINDS, Duty, Kind
from caudal.business.approvals.rules.policy import Matrix
from caudal.business.approvals.rules.spans import LABELS
from caudal.business.approvals.tables import Limit, Span
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.problems import Invalid

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class NewLimit:
    """Up to how much a role authorises of a kind, in a currency; ``amount`` absent: without limit."""

    kind: Kind
    role: str
    currency: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class NewSpan:
    """What counts together of a kind: what is of the calendar month when ``days`` is absent, each alone when 0."""

    kind: str
    days: int | None


@dataclass(frozen=True, slots=True)
class SayLimits:
    """Limits, and what counts together against them, that hold from a date on: the act's own when absent."""

    limits: tuple[NewLimit, ...]
    from_on: date | None = None
    spans: tuple[NewSpan, ...] = ()


@command
def set_limits(act: Act, ask: SayLimits) -> None:
    """Say limits; those in force before their date stay as they were.

    Raises:
        OnlyPeopleSign: a key would do it.
        OwnRequest: it is the limit of the actor's own role, or what counts together against it.
        Invalid: the role doesn't authorise that, the amount is negative, that doesn't count together, the date has
            passed, nothing is said, or no reason is given.
    """
    only_people(act)
    why, day = act.reason.strip(), ask.from_on or act.business_date
    if len(why) < 3:
        raise _wrong("/reason", "falta el motivo", "Diga por qué")
    if day < act.business_date:
        raise _wrong("/from", "la fecha ya pasó", "Un límite empieza hoy o después")
    if not ask.limits and not ask.spans:
        raise _wrong("/limits", "falta qué cambia", "Diga qué tope cambia, o qué se suma")
    known = queries.matrix(act)
    for number, each in enumerate(ask.limits):
        _check(act, known.holds(each.kind, each.role, Duty.AUTHORISE), each, number)
    for number, span in enumerate(ask.spans):
        _check_span(act, known, span, number)
    act.db.add_all(
        Span(
            kind=span.kind, days=span.days, from_on=day, reason=why[:300], created_at=act.at, created_by=act.actor.id,
            act_id=act.id,
        )
        for span in ask.spans
    )  # fmt: skip
    act.db.add_all(
        Limit(
            kind=each.kind.value, role=each.role, currency=each.currency, from_on=day, reason=why[:300],
            amount=None if each.amount is None else each.amount.minor, created_at=act.at, created_by=act.actor.id,
            act_id=act.id,
        )
        for each in ask.limits
    )  # fmt: skip
    act.db.flush()
    forget(act)


def _check(act: Act, holds: bool, each: NewLimit, number: int) -> None:  # noqa: FBT001 - what the matrix says
    at = f"/limits/{number}"
    if not holds:
        raise _wrong(f"{at}/role", "no autoriza eso", f"Ese puesto no autoriza: {KINDS[each.kind].lower()}")
    if each.role == act.actor.role:
        raise OwnRequest("Nadie cambia el límite de su propio puesto")
    if each.currency not in CURRENCIES:
        raise _wrong(f"{at}/currency", "moneda desconocida", f"La casa no lleva {each.currency}")
    if each.amount is not None and (each.amount.currency != each.currency or each.amount.amount < 0):
        raise _wrong(f"{at}/amount", "de cero en adelante, en su moneda", "Ese límite no se puede guardar")


def _check_span(act: Act, known: Matrix, each: NewSpan, number: int) -> None:
    at = f"/spans/{number}"
    if each.kind not in LABELS:
        raise _wrong(f"{at}/kind", "no se suma", "De esa clase, cada una se mira sola")
    if each.days is not None and not 0 <= each.days <= MOST_DAYS:
        raise _wrong(f"{at}/days", f"de 0 a {MOST_DAYS}", "Esos días no se pueden guardar")
    if any(kind == each.kind and role == act.actor.role for kind, role, _ in known.limits):
        raise OwnRequest("Nadie cambia cómo se suma contra el tope de su propio puesto")


def _wrong(pointer: str, detail: str, told: str) -> Invalid:
    return Invalid(told, errors=[{"pointer": pointer, "detail": detail}])
