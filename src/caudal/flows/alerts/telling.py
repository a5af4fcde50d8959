"""Whom an alert concerns, and what they are told, by each channel and not in their hours of rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.alerts import commands as alerts
from caudal.commons.alerts import queries
from caudal.commons.alerts.commands import Cause
from caudal.commons.alerts.queries import AlertRecord
from caudal.commons.alerts.rules import (
    FALLBACK,
    PERSON,
    SAME_ROLE,
    URGENCIES,
    VENDEDOR,
    Setting,
    Urgency,
    after_quiet,
    rule,
)
from caudal.commons.notices import commands as notices
from caudal.commons.notices.commands import Notice
from caudal.commons.notices.links import absolute
from caudal.kernel.formats import money_text

_HELD = text(
    "select u.id, u.role from users u join user_branches b on b.user_id = u.id"
    " where u.active and u.id <> 0 and b.branch_id = :branch"
    " and (u.role = any(cast(:roles as text[])) or u.id = any(cast(:people as int[]))) order by u.id"
)
_ANYWHERE = text(
    "select u.id, array_agg(b.branch_id order by b.branch_id) as branches from users u"
    " join user_branches b on b.user_id = u.id join branches k on k.id = b.branch_id and k.active"
    " where u.active and u.id <> 0 and (u.role = any(cast(:roles as text[])) or u.id = any(cast(:people as int[])))"
    " group by u.id order by u.id"
)
_LISTED = 10


@dataclass(frozen=True, slots=True)
class _Said:
    """An alert or several of the same, as one is told."""

    title: str
    place: str
    about: str
    lines: tuple[str, ...]
    remedy: str
    link: str


def people(act: Act, recipients: Sequence[str], branch_id: int, seller: int | None = None) -> dict[int, str]:
    """Who works in a branch among `recipients`, with why; the owner where there is nobody."""
    roles = {
        SAME_ROLE.get(each, each) for each in recipients if not each.startswith(PERSON) and each != VENDEDOR
    }
    named = [int(each.removeprefix(PERSON)) for each in recipients if each.startswith(PERSON)]
    if VENDEDOR in recipients and seller:
        named.append(seller)
    found = _held(act, branch_id, roles, named)
    return found or _held(act, branch_id, {FALLBACK}, ())


def everywhere(act: Act, recipients: Sequence[str]) -> list[tuple[int, tuple[int, ...]]]:
    """Everybody among `recipients`, with the branches each one works in."""
    roles = sorted({SAME_ROLE.get(each, each) for each in recipients if not each.startswith(PERSON)})
    named = [int(each.removeprefix(PERSON)) for each in recipients if each.startswith(PERSON)]
    rows = act.db.execute(_ANYWHERE, {"roles": roles, "people": named})
    return [(row.id, tuple(row.branches)) for row in rows]


def tell(
    act: Act, setting: Setting, branch_id: int, found: Sequence[Cause], raised: Mapping[str, UUID]
) -> None:
    """Address new alerts to whom they concern and tell each person once, of all of theirs together."""
    theirs: dict[int, list[Cause]] = {}
    addressed: list[tuple[UUID, int, str]] = []
    known: dict[int | None, dict[int, str]] = {}
    for cause in found:
        seller = cause.seller if VENDEDOR in setting.recipients else None
        if seller not in known:
            known[seller] = people(act, setting.recipients, branch_id, seller)
        for user, why in known[seller].items():
            theirs.setdefault(user, []).append(cause)
            addressed.append((raised[cause.key], user, why))
    alerts.address(act, branch_id, addressed)
    for user, causes in theirs.items():
        ids = [raised[cause.key] for cause in causes]
        said = _said(act, setting, branch_id, causes, ids[0])
        notice = _notice(act, setting, branch_id, said, f"alerta:{min(ids)}", "alert")
        notices.tell(act, replace(notice, alert_id=ids[0]), [user], setting.channels)


def go_up(act: Act) -> int:
    """Tell the next one up of alerts nobody looked at in time; returns how many."""
    late = alerts.escalate(act)
    for record in late:
        setting = queries.setting(act, record.rule, record.branch_id)
        up = people(act, setting.escalate_to or ("director",), record.branch_id)
        alerts.address(act, record.branch_id, [(record.id, user, "escalada") for user in up])
        said = _unseen(act, setting, record)
        notice = _notice(act, setting, record.branch_id, said, f"escala:{record.id}", "escalation")
        notices.tell(act, replace(notice, alert_id=record.id), list(up), setting.channels)
    return len(late)


def _held(act: Act, branch_id: int, roles: Iterable[str], named: Sequence[int]) -> dict[int, str]:
    values = {"branch": branch_id, "roles": sorted(roles), "people": list(named)}
    return {row.id: row.role if row.id not in named else "persona" for row in act.db.execute(_HELD, values)}


def _said(act: Act, setting: Setting, branch_id: int, causes: Sequence[Cause], first: UUID) -> _Said:
    branch, kind = branch_of(act, branch_id), rule(setting.rule)
    title = f"{URGENCIES[setting.urgency]}: {queries.named(setting, branch.currency)}"
    if len(causes) == 1:
        about, lines, link = _line(causes[0]), (), f"/alertas/{first}"
    else:
        about = kind.counted(len(causes), setting.threshold, branch.currency)
        lines = tuple(_line(cause) for cause in causes[:_LISTED])
        if len(causes) > _LISTED:
            lines += (f"y {len(causes) - _LISTED} más",)
        link = f"/alertas?rule={setting.rule}&branch_id={branch_id}"
    return _Said(title, branch.name, about, lines, kind.remedy, absolute(link))


def _unseen(act: Act, setting: Setting, record: AlertRecord) -> _Said:
    branch = branch_of(act, record.branch_id)
    waited = act.at - record.first_at
    hours, minutes = divmod(int(waited / timedelta(minutes=1)), 60)
    name = queries.named(setting, branch.currency)
    since = f"Nadie la ha visto en {hours} h" if hours else f"Nadie la ha visto en {minutes} min"
    about = f"{record.subject}. {since}"
    return _Said(
        f"Sin atender: {name}",
        branch.name,
        about,
        (),
        rule(record.rule).remedy,
        absolute(f"/alertas/{record.id}"),
    )


def _line(cause: Cause) -> str:
    return f"{cause.subject}: {money_text(cause.amount)}" if cause.amount is not None else cause.subject


def _notice(act: Act, setting: Setting, branch_id: int, said: _Said, key: str, kind: str) -> Notice:
    critical = setting.urgency == Urgency.CRITICAL
    zone = branch_of(act, branch_id).time_zone
    body = [said.title, "", f"Sucursal {said.place}", said.about, *(f"• {line}" for line in said.lines)]
    whole = "\n".join([*body, "", said.remedy, "", f"Ver: {said.link}"])
    short = f"{said.title} · {said.place} · {said.about}. {said.link}"
    return Notice(
        key, kind, f"{said.title} · {said.place}", whole, short,
        {"template": "aviso_alerta", "values": [said.title, said.place, said.about, said.remedy, said.link]},
        branch_id, link=said.link, urgent=critical, when=None if critical else after_quiet(act.at, zone, setting.quiet),
    )  # fmt: skip
