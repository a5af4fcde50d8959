"""Reading parties: one, many, by document, by telephone, by what people type."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

_ROOM = "caudal.business.parties"
_HELD = "party held"
_SIGNS = re.compile(r"[\\%_]")
_ONE = text("select * from parties where id = :id")
_LOCK = text("select * from parties where id = :id for no key update")


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """A party as rooms and doors see it; ``phones`` in E.164, the first is the one to write to."""

    id: UUID
    folio: str
    branch_id: int
    name: str
    document: tuple[str, str, str] | None
    phones: tuple[str, ...]
    email: str | None
    address: str | None
    zone: str | None
    notes: str | None
    tags: tuple[str, ...]
    created_at: datetime
    erased: bool
    version: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be the same person. ``phone``: they share one; otherwise, their name."""

    id: UUID
    folio: str
    name: str
    phone: bool


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """Which parties: ``q`` is matched with name, document, folio and telephone."""

    q: str = ""
    branch_id: int | None = None
    only: Sequence[UUID] | None = None
    batch_id: UUID | None = None


def party(act: Act, party_id: UUID, *, lock: bool = False) -> PartyRecord:
    """One party; `lock` makes other payments of the same party wait until the act ends.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.execute(_LOCK if lock else _ONE, {"id": party_id}).one_or_none()
    if row is None:
        raise NotFound("El cliente no existe o es de otra sucursal")
    found = record(row)
    if lock:
        act.db.info[_HELD] = found
    return found


def living(act: Act, party_id: UUID, *, lock: bool = False) -> PartyRecord:
    """As :func:`party`, for what can't be done with somebody who was forgotten.

    Raises:
        NotFound: there is none within the branches of the act, or their data were erased.
    """
    found = party(act, party_id, lock=lock)
    if found.erased:
        raise NotFound("Los datos de ese cliente se suprimieron: ya no se le registra nada")
    return found


def hold(act: Act, party_id: UUID) -> PartyRecord:
    """One party, kept from new debts and payments until the act ends.

    Raises:
        NotFound: as :func:`living`.
    """
    return living(act, party_id, lock=True)


def many(act: Act, party_ids: Collection[UUID]) -> dict[UUID, PartyRecord]:
    """Those parties of `party_ids` that the act can see; one it holds isn't read again."""
    held: PartyRecord | None = act.db.info.get(_HELD)
    if held is not None and set(party_ids) == {held.id}:
        return {held.id: held}
    rows = act.db.execute(sql(_ROOM, "by_ids"), {"ids": list(dict.fromkeys(party_ids))})
    return {row.id: record(row) for row in rows}


def homes(act: Act, party_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The branch of each party the act can see."""
    rows = act.db.execute(
        text("select id, branch_id from parties where id = any(:ids)"),
        {"ids": list(dict.fromkeys(party_ids))},
    )
    return {row.id: row.branch_id for row in rows}


def parties(act: Act, which: PartyFilter, limit: int = 50, after: str | None = None) -> Page[PartyRecord]:
    """Parties by folio, the newest first; totals say how many there are in all."""
    cursor = pages.decode(after, int)
    values = _values(which)
    rows = act.db.execute(
        sql(_ROOM, "find"), {**values, "after": cursor[0] if cursor else None, "limit": limit + 1}
    ).all()
    count = act.db.execute(sql(_ROOM, "count"), values).scalar_one()
    found = [record(row) for row in rows]
    return pages.page(found, limit, lambda p: [number_of(p.folio)], {"count": count})


def named(act: Act, typed: str, most: int) -> list[UUID]:
    """Up to `most` of the parties that match what somebody typed, the newest first."""
    values = {**_values(PartyFilter(q=typed)), "after": None, "limit": most}
    return [row.id for row in act.db.execute(sql(_ROOM, "find"), values)]


def known_documents(act: Act, keys: Sequence[str]) -> dict[str, UUID]:
    """Which document keys already belong to somebody the act can see."""
    rows = act.db.execute(
        text("select doc_key, id from parties where doc_key = any(:keys)"), {"keys": list(keys)}
    )
    return {row.doc_key: row.id for row in rows}


def known_phones(act: Act, phones: Sequence[str]) -> dict[str, UUID]:
    """Which telephones already belong to somebody the act can see; the oldest party wins."""
    rows = act.db.execute(sql(_ROOM, "by_phones"), {"phones": list(phones)})
    return {row.phone: row.id for row in rows}


def alike(act: Act, party_id: UUID) -> list[Alike]:
    """Up to three other parties that look like one: who shares a telephone first, then who has the same name."""
    rows = act.db.execute(sql(_ROOM, "alike"), {"party": party_id})
    return [Alike(row.id, ids.folio("CL", row.number), row.name, row.phone) for row in rows]


def number_of(folio: str) -> int:
    """The number in a folio.

    >>> number_of("CL-0001")
    1
    """
    return int(folio.rpartition("-")[2])


def record(row: Any) -> PartyRecord:
    """A row of ``parties`` as a record."""
    document = (row.doc_kind, row.doc_number, row.doc_country) if row.doc_kind else None
    return PartyRecord(
        row.id, ids.folio("CL", row.number), row.branch_id, row.name, document, tuple(row.phones), row.email,
        row.address, row.zone, row.notes, tuple(row.tags), row.created_at, row.erased_at is not None, row.version,
    )  # fmt: skip


def _values(which: PartyFilter) -> dict[str, Any]:
    typed = which.q.strip()
    digits = "".join(c for c in typed if c.isdigit())
    folio = typed.upper().removeprefix("CL-").lstrip("0") if typed.upper().startswith("CL-") else ""
    literal = _SIGNS.sub(r"\\\g<0>", typed)
    return {
        "branch": which.branch_id,
        "batch": which.batch_id,
        "only": None if which.only is None else list(which.only),
        "words": [f"%{word}%" for word in literal.split()] or None,
        "digits": f"%{digits}%"
        if len(digits) >= 3 and len(digits) >= len(typed.replace(" ", "")) - 4
        else None,
        "number": int(folio) if folio.isascii() and folio.isdigit() and len(folio) < 16 else None,
    }
