"""Alerts and their rules as they travel."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import text

from caudal.business.parties import queries as parties
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.alerts import queries
from caudal.commons.alerts.commands import KeepRule
from caudal.commons.alerts.queries import AlertRecord, Moment
from caudal.commons.alerts.rules import (
    CHANNELS,
    MOMENTS,
    PERSON,
    STATES,
    URGENCIES,
    VENDEDOR,
    Setting,
    Threshold,
    rule,
)
from caudal.commons.notices.queries import NoticeRecord
from caudal.commons.notices.rules import STATUSES
from caudal.interfaces.api.privacy import subject_shown
from caudal.interfaces.api.shapes import Ask, BranchId, MoneyIn, MoneyOut, Out
from caudal.kernel.money import Money

_PEOPLE = text("select id, name from users where id <> 0")
_EVENTS = {
    "raised": "Se levantó", "repeated": "Se repitió", "seen": "La vio", "assigned": "Se asignó a",
    "working": "En curso",
    "noted": "Anotó", "escalated": "Subió de nivel", "resolved": "Se resolvió", "dismissed": "Se descartó",
    "reopened": "Se reabrió",
}  # fmt: skip


class PersonOut(Out):
    id: int
    name: str


class AboutOut(Out):
    """El cliente del que habla."""

    id: UUID
    folio: str
    name: str


class AlertOut(Out):
    """`times`: cuántas veces se encontró la causa; `cause`: si sigue ahí."""

    id: UUID
    folio: str
    rule: str
    rule_name: str
    urgency: str
    urgency_label: str
    branch_id: int
    branch: str
    subject: str
    client: AboutOut | None
    link: str
    amount: MoneyOut | None
    facts: dict[str, Any]
    state: str
    state_label: str
    cause: bool
    times: int
    since: datetime
    latest_at: datetime
    assignee: PersonOut | None
    escalate_at: datetime | None
    escalated_at: datetime | None
    ended_at: datetime | None
    ended_by: PersonOut | None
    end_reason: str | None


class MomentOut(Out):
    at: datetime
    kind: str
    text: str
    actor: str


class NoticeOut(Out):
    """Un aviso a una persona de la casa y lo que fue de él."""

    id: UUID
    user: str
    channel: str
    channel_label: str
    kind: str
    subject: str
    text: str
    status: str
    status_label: str
    cause: str
    attempts: int
    to_masked: str
    next_attempt_at: datetime
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None


class ToldOut(PersonOut):
    """`why`: su papel, o por qué le concierne."""

    why: str


class AlertDetailOut(AlertOut):
    remedy: str
    timeline: list[MomentOut]
    told: list[ToldOut]
    notices: list[NoticeOut]
    people: list[PersonOut]


class CountOut(Out):
    rule: str
    rule_name: str
    branch_id: int
    branch: str
    urgency: str
    state: str
    count: int


class CountsOut(Out):
    """`open` alertas abiertas, `new` de ellas sin ver; `critical`, `attention` y `low`: rojas, amarillas y verdes."""

    open: int
    new: int
    critical: int
    attention: int
    low: int
    groups: list[CountOut]


class ThresholdShape(Ask):
    """Una sola medida: días, porcentaje (5 es 5 %) o importe por moneda."""

    days: int | None = Field(None, ge=0, le=3650)
    percent: Decimal | None = Field(None, ge=-100, le=100, max_digits=6, decimal_places=3)
    amounts: list[MoneyIn] | None = Field(None, max_length=20)


class RuleAsk(Ask):
    """Cómo vale la regla desde ahora; sin sucursal, en toda la empresa."""

    branch_id: BranchId | None = None
    active: bool = True
    urgency: str = Field(max_length=20)
    threshold: ThresholdShape = Field(
        default_factory=lambda: ThresholdShape(days=None, percent=None, amounts=None)
    )
    recipients: list[str] = Field(min_length=1, max_length=30)
    channels: list[str] = Field(max_length=5)
    escalate_minutes: int | None = Field(None, ge=5, le=10_080)
    escalate_to: list[str] = Field(default_factory=list[str], max_length=10)
    quiet_from: time | None = None
    quiet_until: time | None = None


class LabelOut(Out):
    code: str
    label: str


class RuleOut(Out):
    """`origin`: factory, company o branch, según quién lo dijo al final; `own`: es de la casa, no del documento."""

    rule: str
    name: str
    when: str
    who: str
    urgency: str
    urgency_label: str
    active: bool
    unit: str
    days: int | None
    percent: Decimal | None
    amounts: list[MoneyOut]
    recipients: list[LabelOut]
    channels: list[LabelOut]
    escalate_minutes: int | None
    escalate_to: list[LabelOut]
    quiet_from: time | None
    quiet_until: time | None
    branch_id: int | None
    origin: str
    own: bool
    remedy: str


def alerts_out(act: Act, found: list[AlertRecord]) -> list[AlertOut]:
    """Alerts with the names of whom they are about."""
    about = parties.many(act, {each.party_id for each in found if each.party_id}) if _may(act) else {}
    places = branches(act)
    names = names_of(act, {(each.rule, each.branch_id) for each in found})
    return [
        AlertOut.model_construct(
            **_plain(act, each), branch=places[each.branch_id].name, rule_name=names[each.rule, each.branch_id],
            client=AboutOut.model_construct(id=who.id, folio=who.folio, name=who.name)
            if each.party_id and (who := about.get(each.party_id)) else None,
        )
        for each in found
    ]  # fmt: skip


def names_of(act: Act, wanted: set[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """What rules are called in branches, with the threshold that holds there."""
    places = branches(act)
    here = {branch: {s.rule: s for s in queries.settings(act, branch)} for branch in {b for _, b in wanted}}
    return {
        (code, branch): queries.named(here[branch][code], places[branch].currency) for code, branch in wanted
    }


def moment_out(moment: Moment) -> MomentOut:
    """A moment of the life of an alert, as a sentence."""
    said = _EVENTS.get(moment.kind, moment.kind)
    joined = f"{said} {moment.note}" if moment.kind == "assigned" else f"{said}: {moment.note}"
    return MomentOut.model_construct(
        at=moment.at, kind=moment.kind, text=joined if moment.note else said, actor=moment.name
    )


def notice_out(notice: NoticeRecord) -> NoticeOut:
    """A notice as lists show it."""
    return NoticeOut.model_construct(
        id=notice.id, user=notice.user, channel=notice.channel, channel_label=CHANNELS[notice.channel],
        kind=notice.kind, subject=notice.subject, text=notice.text, status=notice.status,
        status_label=STATUSES[notice.status], cause=notice.cause, attempts=notice.attempts,
        to_masked=notice.to_masked, next_attempt_at=notice.next_attempt_at, created_at=notice.created_at,
        sent_at=notice.sent_at, delivered_at=notice.delivered_at,
    )  # fmt: skip


def asked_rule(code: str, ask: RuleAsk) -> KeepRule:
    """What was asked of a rule, as its command takes it."""
    quiet = (ask.quiet_from, ask.quiet_until) if ask.quiet_from and ask.quiet_until else None
    return KeepRule(
        code, ask.branch_id, ask.active, ask.urgency, _threshold(ask.threshold), tuple(dict.fromkeys(ask.recipients)),
        tuple(dict.fromkeys(ask.channels)), ask.escalate_minutes, tuple(dict.fromkeys(ask.escalate_to)), quiet,
    )  # fmt: skip


def rules_out(act: Act, found: list[Setting], branch_id: int | None) -> list[RuleOut]:
    """Rules as a table shows them, with the words of the document."""
    labels = recipients_called(act)
    places = branches(act)
    currency = places[branch_id or act.place.branch_id].currency
    return [_rule_out(each, labels, currency) for each in found]


def recipients_called(act: Act) -> Mapping[str, str]:
    """What each recipient is called: roles, posts of the document, and people by their name."""
    posts = {VENDEDOR: "Vendedor", "director_comercial": "Director Comercial"}
    roles = {role.code: role.name for role in access.roles(act)}
    people = {f"{PERSON}{row.id}": row.name for row in act.db.execute(_PEOPLE)}
    return {**people, **roles, **posts}


def listed(codes: tuple[str, ...], labels: Mapping[str, str]) -> list[LabelOut]:
    """Codes with what each is called."""
    return [LabelOut.model_construct(code=code, label=_called(code, labels)) for code in codes]


def _called(code: str, labels: Mapping[str, str]) -> str:
    return labels.get(code, code)


def _rule_out(each: Setting, labels: Mapping[str, str], currency: str) -> RuleOut:
    known, threshold = rule(each.rule), each.threshold
    who = listed(each.recipients, labels)
    begins, ends = each.quiet or (None, None)
    return RuleOut.model_construct(
        rule=each.rule, name=queries.named(each, currency), when=MOMENTS[known.moment],
        who=" + ".join(label.label for label in who), urgency=each.urgency, urgency_label=URGENCIES[each.urgency],
        active=each.active, unit=threshold.unit, days=threshold.days,
        percent=None if threshold.fraction is None else (threshold.fraction * 100).normalize(),
        amounts=[Money.from_minor(minor, code) for code, minor in (threshold.amounts or {}).items()],
        recipients=who, channels=listed(each.channels, CHANNELS), escalate_minutes=each.escalate_minutes,
        escalate_to=listed(each.escalate_to, labels), quiet_from=begins, quiet_until=ends, branch_id=each.branch_id,
        origin=each.origin, own=known.own, remedy=known.remedy,
    )  # fmt: skip


def _threshold(shape: ThresholdShape) -> Threshold:
    return Threshold(
        shape.days,
        None if shape.percent is None else shape.percent / 100,
        None if shape.amounts is None else {money.currency: money.minor for money in shape.amounts},
    )


def _plain(act: Act, each: AlertRecord) -> dict[str, Any]:
    return {
        "id": each.id, "folio": each.folio, "rule": each.rule, "urgency": each.urgency,
        "urgency_label": URGENCIES[each.urgency], "branch_id": each.branch_id,
        "subject": subject_shown(act.actor, each.subject, of_a_person=each.party_id is not None),
        "link": each.link, "amount": each.amount, "facts": dict(each.facts), "state": each.state,
        "state_label": STATES[each.state], "cause": each.cause, "times": each.times, "since": each.first_at,
        "latest_at": each.latest_at, "assignee": _person(each.assignee), "escalate_at": each.escalate_at,
        "escalated_at": each.escalated_at, "ended_at": each.ended_at, "ended_by": _person(each.ended_by),
        "end_reason": each.end_reason,
    }  # fmt: skip


def _person(who: tuple[int, str] | None) -> PersonOut | None:
    return None if who is None else PersonOut.model_construct(id=who[0], name=who[1])


def _may(act: Act) -> bool:
    return act.actor.may("clients.read")
