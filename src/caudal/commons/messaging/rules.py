"""The contact-law gate: may this person be contacted now, later, or not at all, and by which article. Pure.

``decide`` answers for one person; ``decide_many`` for a whole day's reminders, each country's hours once.
Source: laws cited row by row in ``law/``; fixtures CL-1…CL-10 of the contact-law notes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from caudal.commons.messaging import law
from caudal.kernel.dates import Calendar, at_local, local
from caudal.kernel.formats import date_text

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_NAMES = {"whatsapp": "WhatsApp", "sms": "SMS"}
_QUOTAS = ("cupo", "canal_unico", "separacion")


CHANNELS = ("whatsapp", "sms", "correo", "llamada")
"""Ways of reaching a person, each authorised on its own."""


class Purpose(StrEnum):
    """Why a person is contacted; the law treats each differently.

    A receipt follows the person's own payment: any hour, no quota, but only with consent. A reply follows the
    person's own message.
    """

    COLLECTION = "cobranza"
    REMINDER = "recordatorio_preventivo"
    RECEIPT = "comprobante"
    REPLY = "respuesta"
    MARKETING = "publicidad"
    LEGAL = "legal"


COUNTED = (Purpose.COLLECTION, Purpose.REMINDER)
"""Purposes whose contacts use up the quotas of the law."""


class Verdict(StrEnum):
    ALLOW = "allow"
    DEFER = "defer"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Contact:
    """What the gate knows of a person.

    ``role``: titular, codeudor, referencia or tercero. ``consents``: channels with consent in force.
    ``marks``: why a channel is closed, as (channel, "baja" | "publicidad" | "no_entregable").
    """

    party_id: UUID
    country: str
    zone: str
    role: str = "titular"
    consents: frozenset[str] = frozenset()
    marks: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Touch:
    """The contact that is wanted: through which channel, why and about which debt."""

    channel: str
    purpose: str
    debt_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Contacted:
    """Contacts made on a local day: `times` delivered or on their way, `direct` of them answered."""

    on: date
    channel: str
    debt_id: UUID | None = None
    times: int = 1
    direct: int = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate says. ``until``: when it would say yes (UTC), if ever. ``text``: for a person."""

    verdict: Verdict
    until: datetime | None = None
    rule: str = ""
    article: str = ""
    text: str = ""


ALLOWED = Decision(Verdict.ALLOW, text="Se puede enviar ahora")


@dataclass(frozen=True, slots=True)
class _Opening:
    """Hours law of one (country, zone, channel, purpose) at one instant: shared by everyone in that group."""

    rules: tuple[law.Rule, ...]
    country: str
    zone: str
    today: date
    opens: datetime
    on: date
    decision: Decision


def decide(
    contact: Contact, touch: Touch, log: Sequence[Contacted], at: datetime, *, conservative: bool = True
) -> Decision:
    """Whether `touch` may happen at `at`, given the contacts in `log` (local days of the person).

    `conservative` counts any delivered message as a direct contact, not only the answered ones. A defer says
    until when; a deny caused by a quota says when the quota frees.
    """
    opening = _opening(contact.country, contact.zone, touch, at)
    return _judge(contact, touch, opening, log, conservative=conservative)


def decide_many(
    wanted: Iterable[tuple[Contact, Touch]],
    log: Mapping[UUID, Sequence[Contacted]],
    at: datetime,
    *,
    conservative: bool = True,
) -> list[Decision]:
    """``decide`` for each pair in order; what was allowed or deferred earlier counts for the later ones."""
    openings: dict[tuple[str, str, str, str], _Opening] = {}
    planned: dict[UUID, list[Contacted]] = {}
    decisions: list[Decision] = []
    for contact, touch in wanted:
        group = (contact.country, contact.zone, touch.channel, touch.purpose)
        opening = openings.get(group)
        if opening is None:
            opening = openings[group] = _opening(contact.country, contact.zone, touch, at)
        seen = log.get(contact.party_id, ())
        if contact.party_id in planned:
            seen = [*seen, *planned[contact.party_id]]
        decision = _judge(contact, touch, opening, seen, conservative=conservative)
        if decision.verdict is not Verdict.DENY and touch.purpose in COUNTED:
            entry = Contacted(opening.on, touch.channel, touch.debt_id)
            planned.setdefault(contact.party_id, []).append(entry)
        decisions.append(decision)
    return decisions


def closed_by_mark(contact: Contact, touch: Touch) -> Decision | None:
    """The refusal of a channel the person closed or that doesn't reach them; replies are exempt."""
    if touch.purpose in (Purpose.REPLY, Purpose.LEGAL):
        return None
    name = _named(touch.channel)
    if (touch.channel, "baja") in contact.marks:
        return Decision(Verdict.DENY, rule="baja", text=f"El cliente pidió no recibir mensajes por {name}")
    if (touch.channel, "no_entregable") in contact.marks:
        text = f"Su número no recibe mensajes por {name}"
        return Decision(Verdict.DENY, rule="canal-no-entregable", text=text)
    if touch.purpose == Purpose.MARKETING and (touch.channel, "publicidad") in contact.marks:
        return Decision(Verdict.DENY, rule="baja-publicidad", text="El cliente pidió no recibir publicidad")
    return None


def _judge(
    contact: Contact, touch: Touch, opening: _Opening, log: Sequence[Contacted], *, conservative: bool
) -> Decision:
    refused = closed_by_mark(contact, touch) if contact.marks else None
    if refused is not None:
        return refused
    for rule in opening.rules:
        if rule.kind == "personas" and contact.role in rule.roles:
            return _deny(rule, "La ley no permite contactar a referencias ni a terceros")
        if rule.kind == "canal_prohibido":
            return _deny(rule, f"La ley no permite cobrar por {_named(touch.channel)}")
        if rule.kind == "consentimiento" and touch.channel not in contact.consents:
            return _deny(rule, f"El cliente no ha autorizado mensajes por {_named(touch.channel)}")
        if log and rule.kind in _QUOTAS:
            full = _quota(rule, touch, opening, log, conservative=conservative)
            if full is not None:
                return full
    return opening.decision


def _quota(
    rule: law.Rule, touch: Touch, opening: _Opening, log: Sequence[Contacted], *, conservative: bool
) -> Decision | None:
    """The refusal of a quota already used on the day the contact would happen, or nothing."""
    counted = [
        entry
        for entry in log
        if entry.on <= opening.on
        and (entry.times if conservative else entry.direct)
        and (not rule.channels or entry.channel in rule.channels)
        and (rule.per != "deuda" or entry.debt_id == touch.debt_id)
    ]
    if rule.kind == "separacion":
        newest = max((entry.on for entry in counted), default=None)
        if newest is None or (opening.on - newest).days >= rule.days:
            return None
        return _full(rule, "Hace muy poco que se le contactó", opening, newest + timedelta(days=rule.days))
    start, frees = _span(rule.span, opening.on, counted)
    counted = [entry for entry in counted if entry.on >= start]
    if rule.kind == "canal_unico":
        used = {entry.channel for entry in counted}
        if not used or touch.channel in used:
            return None
        return _full(rule, f"Esta semana ya se le contactó por {_named(min(used))}", opening, frees)
    if sum(entry.times if conservative else entry.direct for entry in counted) < rule.limit:
        return None
    return _full(rule, _already(rule, opening), opening, frees)


def _already(rule: law.Rule, opening: _Opening) -> str:
    when = {"dia": "ese día", "semana": "esa semana"}.get(rule.span, "en los últimos siete días")
    if opening.on == opening.today and rule.span in ("dia", "semana"):
        when = {"dia": "hoy", "semana": "esta semana"}[rule.span]
    times = "un contacto" if rule.limit == 1 else f"{rule.limit} contactos"
    about = " por esta deuda" if rule.per == "deuda" else ""
    return f"Ya tiene {times}{about} {when}"


def _span(span: str, on: date, counted: Sequence[Contacted]) -> tuple[date, date]:
    """First day that counts, and the day the quota frees."""
    if span == "dia":
        return on, on + timedelta(days=1)
    if span == "semana":
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=7)
    start = on - timedelta(days=6)
    oldest = min((e.on for e in counted if e.on >= start), default=on)
    return start, oldest + timedelta(days=7)


def _opening(country: str, zone: str, touch: Touch, at: datetime) -> _Opening:
    here = local(at, zone)
    rules = tuple(r for r in law.rules_of(country, here.date()) if r.binds(touch.purpose, touch.channel))
    hours = next((r for r in rules if r.kind == "horario"), None)
    rest = tuple(r for r in rules if r.kind != "horario")
    opens = at if hours is None else _next_open(hours, country, zone, here)
    if hours is None or opens <= at:
        return _Opening(rest, country, zone, here.date(), at, here.date(), ALLOWED)
    on = local(opens, zone).date()
    text = f"Se podrá enviar {when_text(opens, at, zone)}"
    return _Opening(
        rest, country, zone, here.date(), opens, on, _cited(Decision(Verdict.DEFER, opens), hours, text)
    )


def _next_open(hours: law.Rule, country: str, zone: str, here: datetime) -> datetime:
    """The first instant from `here` on inside the hours of the law (UTC)."""
    calendar = Calendar.of(country)
    day = here.date()
    while True:
        window = hours.windows[day.weekday()]
        closed = not hours.holidays and calendar.holiday_name(day) is not None
        if window is not None and not closed and here < at_local(day, window[1], zone):
            return max(at_local(day, window[0], zone), here).astimezone(UTC)
        day += timedelta(days=1)


def _full(rule: law.Rule, why: str, opening: _Opening, frees: date) -> Decision:
    free = at_local(frees, time(0), opening.zone)
    hours = next((r for r in law.rules_of(opening.country, frees) if r.kind == "horario"), None)
    until = free.astimezone(UTC) if hours is None else _next_open(hours, opening.country, opening.zone, free)
    when = when_text(until, at_local(opening.today, time(0), opening.zone), opening.zone)
    return _cited(Decision(Verdict.DENY, until), rule, f"{why}; se podrá enviar {when}")


def _deny(rule: law.Rule, why: str) -> Decision:
    return _cited(Decision(Verdict.DENY), rule, why)


def _cited(decision: Decision, rule: law.Rule, text: str) -> Decision:
    return replace(decision, rule=rule.id, article=rule.citation, text=f"{text} · {rule.citation}")


def _named(channel: str) -> str:
    return _NAMES.get(channel, channel)


def when_text(instant: datetime, at: datetime, zone: str) -> str:
    """How a person says `instant`, seen from `at`: «hoy 14:00», «mañana 07:00», «el lunes 07:00».

    >>> saturday = datetime(2026, 1, 10, 20, tzinfo=UTC)
    >>> when_text(datetime(2026, 1, 12, 12, tzinfo=UTC), saturday, "America/Bogota")
    'el lunes 07:00'
    """
    there, here = local(instant, zone), local(at, zone)
    ahead = (there.date() - here.date()).days
    hour = f"{there.hour:02d}:{there.minute:02d}"
    if ahead <= 1:
        return f"{'hoy' if ahead <= 0 else 'mañana'} {hour}"
    day = _DAYS[there.weekday()] if ahead < 7 else date_text(there.date())
    return f"el {day} {hour}"
