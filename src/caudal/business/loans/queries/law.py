"""The legal ceilings as an act sees them: those of the house and those its transaction finds written.

The law goes into the contracts that are read under it, so what one act sees no other is told: neither what was written
and undone nor what a process learnt before.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.ceilings import Ceiling, Law, certified
from caudal.business.loans.rules.certificates import (
    Certificate,
    hidden,
    law_of,
    missing,
    modalities_of,
    stands,
)
from caudal.business.loans.tables import CeilingRow, Loan
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches

_WRITTEN = "law written"
_MOST = 8
_LAST = select(CeilingRow.id, CeilingRow.act_id).order_by(CeilingRow.id.desc()).limit(1)


@dataclass(frozen=True, eq=False)
class Written:
    """Every certificate written until a moment, with the act that wrote it; told from others by itself."""

    rows: tuple[Certificate, ...]
    acts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CeilingRecord:
    """A ceiling: of the house when nobody wrote it. `stands`: no other took its place, which is `replaced_by`."""

    ceiling: Ceiling
    certificate: Certificate | None
    stands: bool
    replaced_by: int | None


_NOTHING = (0, None)
_READ: dict[tuple[int, UUID | None], Written] = {}
"""What was read, by the last that was written: a number that isn't given twice, and who gave it."""


def known(act: Act, by: date | None = None) -> Law:
    """The law in the eyes of the act; `by`: with what had been written until that day."""
    written = _written(act)
    return _law(written, _until(written, by))


def contract(act: Act, row: Loan, by: date | None = None) -> Contract:
    """The contract of a loan, read under the law."""
    found = keeping.contract(row.contract)
    return found if found.arrears.caps is None else keeping.under(found, known(act, by))


def forget(act: Act) -> None:
    """Have the next question of the act read what is written again."""
    act.db.info.pop(_WRITTEN, None)


def certificates(act: Act) -> tuple[Certificate, ...]:
    """Those that people wrote, in the order in which they did."""
    return _written(act).rows


def ceilings(act: Act, country: str | None = None) -> list[CeilingRecord]:
    """Every ceiling by country, modality and first day, with those that another took the place of."""
    rows = certificates(act)
    heirs = {each.replaces: each.id for each in rows if each.replaces is not None}
    standing = {each.id for each in stands(rows)}
    found = [CeilingRecord(each.ceiling, each, each.id in standing, heirs.get(each.id)) for each in rows]
    for each in certified():
        heir = hidden(each, rows)
        found.append(CeilingRecord(each, None, heir is None, heir.id if heir else None))
    found = [each for each in found if country in (None, each.ceiling.country)]
    return sorted(found, key=_place)


def uncertified(act: Act) -> list[tuple[str, str, list[date]]]:
    """By modality of the countries of the house, the months until today that nobody certified."""
    countries = (each.country for each in branches(act).values())
    return missing(countries, known(act), act.business_date)


def certifiable(act: Act) -> dict[str, tuple[str, ...]]:
    """The modalities whose ceiling may be written, by country of the house."""
    law = known(act)
    return {
        country: modalities_of(country, law)
        for country in sorted({each.country for each in branches(act).values()})
    }


def _place(each: CeilingRecord) -> tuple[str, str, date, int]:
    told = each.ceiling
    return (told.country, told.modality, told.first, each.certificate.id if each.certificate else 0)


def _written(act: Act) -> Written:
    found: Written | None = act.db.info.get(_WRITTEN)
    if found is None:
        last = act.db.execute(_LAST).one_or_none()
        found = _READ.get((last.id, last.act_id) if last else _NOTHING) or _read(act)
        act.db.info[_WRITTEN] = found
    return found


def _read(act: Act) -> Written:
    rows = act.db.scalars(select(CeilingRow).order_by(CeilingRow.id)).all()
    found = Written(tuple(map(_certificate, rows)), tuple(row.act_id for row in rows))
    if len(_READ) >= _MOST:
        _READ.clear()
    _READ[(rows[-1].id, rows[-1].act_id) if rows else _NOTHING] = found
    return found


def _until(written: Written, by: date | None) -> int:
    """How many had been written by then."""
    rows = written.rows
    if by is None or not rows or rows[-1].recorded_on <= by:
        return len(rows)
    return max((place for place, each in enumerate(rows, 1) if each.recorded_on <= by), default=0)


@lru_cache(maxsize=64)
def _law(written: Written, upto: int) -> Law:
    last = f"{written.rows[upto - 1].id}:{written.acts[upto - 1]}" if upto else ""
    return law_of(written.rows[:upto], last)


def _certificate(row: CeilingRow) -> Certificate:
    ceiling = Ceiling(
        row.country,
        row.modality,
        row.first_on,
        row.last_on,
        row.reference,
        row.cap,
        row.mora_factor,
        row.source,
    )
    return Certificate(
        row.id, ceiling, row.replaces, row.replaces_on, row.recorded_on, row.at, row.actor_id, row.reason
    )
