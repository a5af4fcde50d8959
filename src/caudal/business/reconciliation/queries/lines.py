"""Reading what the bank says and what the books say, and what is proposed for each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from caudal.business.reconciliation.queries.statements import ROOM
from caudal.business.reconciliation.rules.pairing import Movement
from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql


@dataclass(frozen=True, slots=True)
class LineRecord:
    """A line of a statement.

    ``open``: what is left to explain of it. ``match_id``: the latest thing that explains it.
    """

    id: int
    account: int
    branch_id: int
    statement_id: UUID
    on: date
    amount: Money
    open: Money
    text: str
    reference: str | None
    payer: str | None
    nature: str
    match_id: UUID | None
    how: str | None
    why: str | None
    made: str | None
    suggestions: int
    owner: int | None


@dataclass(frozen=True, slots=True)
class MovementRecord:
    """A line of the journal in a bank account. ``open``: what the bank hasn't shown of it."""

    entry_id: int
    line: int
    account: int
    branch_id: int
    on: date
    amount: Money
    open: Money
    kind: str
    memo: str | None
    source: str | None
    reference: str | None
    party_id: UUID | None
    party: str | None
    paired_with: int | None
    owner: int | None
    actor: int


@dataclass(frozen=True, slots=True)
class SuggestionRecord:
    """What could explain a line. ``outcome``: the entry it would post, where it isn't in the books."""

    id: int
    how: str
    score: int
    reason: str
    lines: tuple[int, ...]
    movements: tuple[Movement, ...]
    outcome: str | None
    party_id: UUID | None
    party: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class PartRecord:
    """How much of a line was how much of a movement."""

    line_id: int
    movement: Movement
    amount: Money


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """Something explained, and who said so."""

    id: UUID
    account: int
    branch_id: int
    how: str
    score: int
    reason: str
    made: str | None
    made_entry_id: int | None
    payment_id: UUID | None
    at: datetime
    by: int
    undone_at: datetime | None
    undone_reason: str | None
    parts: tuple[PartRecord, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an account is: «187/200 · $ 1,240.00 por explicar»."""

    lines: int
    explained: int
    left: Money
    movements: int
    seen: int


@dataclass(frozen=True, slots=True)
class Which:
    """Which lines or movements; absent fields don't filter. ``open``: those left to explain, or those that aren't."""

    account: int | None = None
    open: bool | None = None
    since: date | None = None
    until: date | None = None
    q: str = ""
    ids: Sequence[int] | None = None
    branch_id: int | None = None


def lines(act: Act, which: Which, *, limit: int = 50, after: str | None = None) -> Page[LineRecord]:
    """Lines of the bank, the oldest first."""
    cursor = pages.decode(after, date.fromisoformat, int) or [None, None]
    values = {**_asked(which), "after_on": cursor[0], "after_id": cursor[1], "limit": limit + 1}
    rows = act.db.execute(sql(ROOM, "lines"), values)
    return pages.page([_line(r) for r in rows], limit, lambda e: [e.on.isoformat(), e.id])


def line(act: Act, line_id: int) -> LineRecord:
    """One line.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = lines(act, Which(ids=[line_id]), limit=1).items
    if not found:
        raise NotFound("La línea del banco no existe o es de otra sucursal")
    return found[0]


def movements(act: Act, which: Which, *, limit: int = 50, after: str | None = None) -> Page[MovementRecord]:
    """Movements of bank accounts in the books, the latest first; those left to see in the bank, the oldest first."""
    cursor = pages.decode(after, date.fromisoformat, int, int) or [None, None, None]
    values = {**_asked(which), "after_on": cursor[0], "after_entry": cursor[1], "after_line": cursor[2],
              "limit": limit + 1}  # fmt: skip
    values.pop("ids")
    rows = act.db.execute(sql(ROOM, "movements"), values)
    return pages.page([_movement(r) for r in rows], limit, lambda e: [e.on.isoformat(), e.entry_id, e.line])


def movements_of(act: Act, account: int, wanted: Sequence[Movement]) -> list[MovementRecord]:
    """Some movements of an account, in no order."""
    values = {"box": account, "entries": [m[0] for m in wanted], "lines": [m[1] for m in wanted]}
    return [_movement(r) for r in act.db.execute(sql(ROOM, "movements_of"), values)]


def suggestions(act: Act, line_id: int) -> list[SuggestionRecord]:
    """What could explain a line, the likeliest first; only what is still free."""
    rows = act.db.execute(sql(ROOM, "suggestions"), {"line": line_id, "id": None})
    return [_suggestion(r) for r in rows]


def suggestion(act: Act, suggestion_id: int) -> SuggestionRecord:
    """One proposal that still stands.

    Raises:
        NotFound: it was worked out again, or something of it is explained already.
    """
    row = act.db.execute(sql(ROOM, "suggestions"), {"line": None, "id": suggestion_id}).one_or_none()
    if row is None:
        raise NotFound("La sugerencia ya no vale: vuelva a mirar la línea")
    return _suggestion(row)


def match(act: Act, match_id: UUID) -> MatchRecord:
    """One match.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = matches(act, ids=[match_id])
    if not found.items:
        raise NotFound("El emparejamiento no existe o es de otra sucursal")
    return found.items[0]


def matches(
    act: Act,
    account: int | None = None,
    *,
    ids: Sequence[UUID] | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[MatchRecord]:
    """What was explained, the latest first."""
    cursor = pages.decode(after, datetime.fromisoformat, UUID) or [None, None]
    values = {"box": account, "ids": list(ids) if ids is not None else None, "after_at": cursor[0],
              "after_id": cursor[1], "limit": limit + 1}  # fmt: skip
    rows = act.db.execute(sql(ROOM, "matches"), values)
    found = [
        MatchRecord(
            r.id, r.box_id, r.branch_id, r.how, r.score, r.reason, r.made, r.made_entry_id, r.payment_id, r.matched_at,
            r.matched_by, r.undone_at, r.undone_reason,
            tuple(PartRecord(p["line_id"], (p["entry_id"], p["entry_line"]), Money.from_minor(p["amount"], r.currency))
                  for p in r.parts),
        )
        for r in rows
    ]  # fmt: skip
    return pages.page(found, limit, lambda e: [e.at.isoformat(), str(e.id)])


def progress(act: Act, account: int, since: date | None = None, until: date | None = None) -> Progress:
    """How much of an account is explained, between two dates if they are given."""
    r = act.db.execute(sql(ROOM, "progress"), {"box": account, "since": since, "until": until}).one()
    return Progress(r.lines, r.explained, Money.from_minor(r.left_over, r.currency), r.movements, r.seen)


def _asked(which: Which) -> dict[str, Any]:
    return {
        "box": which.account, "open": which.open, "since": which.since, "until": which.until, "branch": which.branch_id,
        "q": which.q.strip().upper() or None, "ids": list(which.ids) if which.ids is not None else None,
    }  # fmt: skip


def _line(r: Any) -> LineRecord:
    return LineRecord(
        r.id, r.box_id, r.branch_id, r.statement_id, r.on_date, Money.from_minor(r.amount, r.currency),
        Money.from_minor(r.open, r.currency), r.told, r.reference, r.payer, r.nature, r.match_id, r.how, r.why, r.made,
        r.suggestions, r.owner,
    )  # fmt: skip


def _movement(r: Any) -> MovementRecord:
    return MovementRecord(
        r.entry_id, r.line, r.box_id, r.branch_id, r.on_date, Money.from_minor(r.amount, r.currency),
        Money.from_minor(r.open, r.currency), r.kind, r.memo, r.source, r.reference, r.party_id, r.party,
        r.paired_with, r.owner, r.actor,
    )  # fmt: skip


def _suggestion(r: Any) -> SuggestionRecord:
    moves = tuple(zip(r.entries, r.entry_lines, strict=True))
    return SuggestionRecord(
        r.id, r.how, r.score, r.reason, tuple(r.lines), moves, r.outcome, r.party_id, r.party, r.amount
    )
