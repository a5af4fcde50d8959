"""Reading requests: what was asked for, by whom, what was signed of it and where it is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, select, text

from caudal.business.approvals.queries.delegations import held
from caudal.business.approvals.queries.matrix import matrix
from caudal.business.approvals.queries.spans import given
from caudal.business.approvals.rules.kinds import AT_ONCE, Duty, Kind, Says, State
from caudal.business.approvals.rules.policy import Case, Check, Hand, checks, refusal
from caudal.business.approvals.tables import Signed
from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import source, sql

ROOM = "caudal.business.approvals"


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for. ``sha``: what signatures are tied to; ``age``: since it was asked for."""

    id: UUID
    branch_id: int
    kind: Kind
    subject_id: UUID
    folio: str
    summary: str
    party_id: UUID | None
    money: Money
    state: State
    asked_by: int
    asked_at: datetime
    asked_on: date
    reason: str
    authorised_by: int | None
    decided_by: int | None
    decided_at: datetime | None
    decision_reason: str
    executed_by: int | None
    executed_at: datetime | None
    annulled_by: int | None
    annulled_at: datetime | None
    annulled_because: str
    sha: bytes
    payload: Mapping[str, Any]
    age: timedelta


@dataclass(frozen=True, slots=True)
class Signature:
    """What one person signed of a request, with the role they had; or with that of whoever they signed in place of."""

    request_id: UUID
    actor_id: int
    role: str
    says: Says
    at: datetime
    ip: str
    note: str
    on_behalf_of: int | None = None


@dataclass(frozen=True, slots=True)
class Which:
    """Which requests; absent fields don't filter."""

    states: tuple[State, ...] = ()
    kinds: tuple[Kind, ...] = ()
    branch_id: int | None = None
    asked_by: int | None = None
    ids: tuple[UUID, ...] = ()
    subjects: tuple[UUID, ...] = ()


def request(act: Act, request_id: UUID) -> Request:
    """One request.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = _read(act, Which(ids=(request_id,)))
    if not found:
        raise NotFound("La solicitud no existe o es de otra sucursal")
    return _record(act, found[0])


def of(act: Act, kind: Kind, subject_id: UUID) -> Request | None:
    """The last request of that kind about one thing, if there is any within the branches of the act."""
    return of_many(act, kind, [subject_id]).get(subject_id)


def of_many(act: Act, kind: Kind, subjects: Iterable[UUID]) -> dict[UUID, Request]:
    """The last request of that kind about each thing."""
    wanted = tuple(set(subjects))
    if not wanted:
        return {}
    rows = _read(act, Which(kinds=(kind,), subjects=wanted))
    return {row.subject_id: _record(act, row) for row in reversed(rows)}


def requests(act: Act, which: Which, limit: int = 50, after: str | None = None) -> Page[Request]:
    """Requests, the newest first.

    Raises:
        Invalid: `after` isn't a cursor of this list.
    """
    cursor = pages.decode(after, int)
    rows = _read(act, which, limit + 1, cursor[0] if cursor else None)
    page = pages.page(rows, limit, lambda row: [row.number])
    return Page([_record(act, row) for row in page.items], page.next)


def many(act: Act, request_ids: Iterable[UUID]) -> list[Request]:
    """Those requests, the newest first."""
    wanted = tuple(set(request_ids))
    return [_record(act, row) for row in _read(act, Which(ids=wanted))] if wanted else []


def sums(act: Act, which: Which) -> list[tuple[int, Money]]:
    """How many requests there are in each currency, and how much they add up to."""
    rows = act.db.execute(_sums(), _values(which, None, None)).all()
    return [(row.many, Money.from_minor(int(row.amount), row.currency)) for row in rows]


def signatures(act: Act, request_ids: Collection[UUID]) -> dict[UUID, tuple[Signature, ...]]:
    """What was signed of each request, in order."""
    rows = act.db.scalars(
        select(Signed).where(Signed.request_id.in_(set(request_ids))).order_by(Signed.at, Signed.says)
    )
    found: dict[UUID, list[Signature]] = {each: [] for each in request_ids}
    for row in rows:
        found[row.request_id].append(
            Signature(
                row.request_id,
                row.actor_id,
                row.role,
                Says(row.says),
                row.at,
                row.ip,
                row.note,
                row.on_behalf_of,
            )
        )
    return {each: tuple(signed) for each, signed in found.items()}


def case(found: Request, signed: Iterable[Signature]) -> Case:
    """A request as policy sees it."""
    known = list(signed)
    said = {each.on_behalf_of: each.says for each in known if each.on_behalf_of is not None}
    return Case(found.kind, found.money, found.state, said | {each.actor_id: each.says for each in known})


def hand(
    act: Act, found: Request, duty: Duty, signed: Iterable[Signature] | None = None
) -> tuple[Hand, list[Check]]:
    """With whose function the actor would use `duty` on a request, and what must hold for it, in words.

    Their own; where it isn't enough, that of somebody who handed theirs over for these days, if that is.
    """
    known = signatures(act, [found.id])[found.id] if signed is None else signed
    seen, rules = case(found, known), matrix(act)
    own = _with_given(act, found, Hand(act.actor.id, act.actor.role), duty)
    first = checks(rules, seen, own, duty)
    if duty is not Duty.AUTHORISE or refusal(first) is None:
        return own, first
    for each in held(act):
        if found.branch_id in each.branches:
            lent = Hand(act.actor.id, each.role, each.from_user, each.from_name, each.id)
            lent = _with_given(act, found, lent, duty)
            able = checks(rules, seen, lent, duty)
            if refusal(able) is None:
                return lent, able
    return own, first


def _with_given(act: Act, found: Request, hand: Hand, duty: Duty) -> Hand:
    """The hand, with what it authorised lately, where there is a limit to look at."""
    if duty is not Duty.AUTHORISE or matrix(act).limit(found.kind, hand.role, found.money.currency) is None:
        return hand
    lately = given(act, hand.behalf or hand.id, found.kind, found.party_id, found.money.currency)
    return replace(hand, given=lately.amount, lately=lately.told) if lately else hand


def told(act: Act, found: Request, duty: Duty, signed: Iterable[Signature] | None = None) -> list[Check]:
    """What must hold for the actor to use `duty` on a request, in words."""
    return hand(act, found, duty, signed)[1]


def _read(act: Act, which: Which, limit: int | None = None, after: int | None = None) -> list[Row[Any]]:
    return list(act.db.execute(sql(ROOM, "requests"), _values(which, limit, after)).all())


@lru_cache(maxsize=1)
def _sums() -> TextClause:
    """How much there is of what ``requests.sql`` finds."""
    return text(
        f"select currency, count(*) as many, sum(amount) as amount from ({source(ROOM, 'requests')}) found"  # noqa: S608
        " group by currency order by currency"
    )


def _values(which: Which, limit: int | None, after: int | None) -> dict[str, Any]:
    return {
        "ids": list(which.ids) or None, "kinds": [kind.value for kind in which.kinds] or None,
        "subjects": list(which.subjects) or None, "branch": which.branch_id, "asked_by": which.asked_by,
        "states": [state.value for state in which.states] or None, "after": after, "limit": limit,
        "at_once": [kind.value for kind in AT_ONCE],
    }  # fmt: skip


def _record(act: Act, row: Row[Any]) -> Request:
    return Request(
        row.id, row.branch_id, Kind(row.kind), row.subject_id, row.folio, row.summary, row.party_id,
        Money.from_minor(row.amount, row.currency), State(row.state), row.asked_by, row.asked_at, row.asked_on,
        row.reason, row.decided_by if row.decision == "authorised" else None, row.decided_by, row.decided_at,
        row.decision_reason or "", row.executed_by, row.executed_at, row.annulled_by, row.annulled_at,
        row.annulled_because or "", bytes(row.sha), row.payload,
        max(act.at - row.asked_at, timedelta()),
    )  # fmt: skip
