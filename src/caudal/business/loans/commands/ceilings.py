"""Writing down the ceilings that were certified: what is written stays, and a correction is written over it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text

from caudal.business.approvals.commands import OnlyPeopleSign
from caudal.business.loans.queries import law
from caudal.business.loans.queries.law import CeilingRecord
from caudal.business.loans.rules.ceilings import Ceiling, Law, percent
from caudal.business.loans.rules.certificates import (
    LONGEST,
    SOONEST,
    Row,
    agrees,
    same,
    taken,
    told,
    usury,
    whole_months,
    wrong,
)
from caudal.business.loans.tables import CeilingRow
from caudal.commons.acts.act import Act, command
from caudal.kernel.problems import Conflict, Invalid, Problem

_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended('loans:ceilings', 0))")
_SHORTEST_SOURCE = 10


class AlreadyCertified(Conflict):
    type, title, status = "tope-ya-certificado", "Esos meses ya tienen certificación", 409


class UnlikeTheLaw(Problem):
    type, title, status = "tope-distinto-de-la-ley", "El tope no es 1.5 veces la referencia", 422


@dataclass(frozen=True, slots=True)
class NewCeilings:
    """What was certified for one or more whole months: a row for each modality.

    Args:
        source: the resolution or law, where it was published and when.
        apart: a cap that isn't what the law makes of its reference was looked at, and is so.
    """

    country: str
    first_on: date
    last_on: date
    source: str
    rows: tuple[Row, ...]
    apart: bool = False


@command
def certify(act: Act, ask: NewCeilings) -> list[CeilingRecord]:
    """Write down what was certified: all of it, or nothing.

    Where the law makes the cap of the reference, it is worked out when it isn't said.

    Raises:
        OnlyPeopleSign: a key or the house by itself asks for it.
        Invalid: no reason, dates that aren't whole months, a modality nobody knows, or figures that can't be.
        AlreadyCertified: a modality has a certificate for one of those days, and this one doesn't correct it.
        UnlikeTheLaw: a cap isn't what the law makes of its reference, and it isn't said to be so.
    """
    if act.place.door == "key" or act.actor.role == "sistema":
        raise OnlyPeopleSign("Los topes legales los escribe una persona con su sesión")
    act.db.execute(_ONE_AT_A_TIME)
    law.forget(act)
    known, rows = law.known(act), [_whole(ask.country, row) for row in ask.rows]
    _check(act, ask, rows, known)
    ids = [_write(act, ask, row, known).id for row in rows]
    law.forget(act)
    return [each for each in law.ceilings(act) if each.certificate and each.certificate.id in ids]


def _whole(country: str, row: Row) -> Row:
    """The row with the cap that the law makes of its reference, when none is said; figures without zeros at the end."""
    reference, cap, factor = (_bare(each) for each in (row.reference, row.cap, row.mora_factor))
    if cap is None and reference is not None:
        cap = usury(country, reference)
    return Row(row.modality, reference, _bare(cap), factor, row.replaces)


def _bare(told: Decimal | None) -> Decimal | None:
    return told if told is None else told.normalize()


def _check(act: Act, ask: NewCeilings, rows: list[Row], known: Law) -> None:
    errors: list[tuple[str, str]] = []
    if not act.reason.strip():
        errors.append(("/reason", "hace falta el motivo"))
    if len(" ".join(ask.source.split())) < _SHORTEST_SOURCE:
        errors.append(("/source", "escriba la resolución, dónde se publicó y cuándo"))
    if not whole_months(ask.first_on, ask.last_on):
        errors.append(("/last_on", f"meses enteros, del primer día al último, a lo más {LONGEST.days} días"))
    elif ask.first_on > act.business_date + SOONEST:
        errors.append(("/first_on", "todavía no se certifica un mes tan lejano"))
    if not rows:
        errors.append(("/rows", "escriba al menos una modalidad"))
    names = [row.modality for row in rows]
    for at, row in enumerate(rows):
        if row.modality in names[:at]:
            errors.append((f"/rows/{at}/modality", "está dos veces"))
        errors += [(f"/rows/{at}/{name}", detail) for name, detail in wrong(ask.country, row, known)]
    if errors:
        raise Invalid(errors[0][1].capitalize(), errors=[{"pointer": p, "detail": d} for p, d in errors])
    for at, row in enumerate(rows):
        _apart(ask, row, at)
        _place(ask, row, at, known)


def _apart(ask: NewCeilings, row: Row, at: int) -> None:
    """A cap that isn't what the law makes of its reference needs somebody to say that it is so."""
    if ask.apart or agrees(ask.country, row) or row.reference is None or row.cap is None:
        return
    due = usury(ask.country, row.reference)
    assert due is not None
    raise UnlikeTheLaw(
        f"En «{row.modality}», 1.5 veces {percent(row.reference)} es {percent(due)}, no {percent(row.cap)}",
        errors=[{"pointer": f"/rows/{at}/cap", "detail": f"debería ser {percent(due)}"}],
    )


def _place(ask: NewCeilings, row: Row, at: int, known: Law) -> None:
    """A row goes where nothing is certified, or over the one it corrects."""
    new = _ceiling(ask, row)
    if row.replaces is not None and _corrected(new, row, known) is None:
        raise Invalid(
            "No hay un certificado en vigor que corregir con ese primer día",
            errors=[{"pointer": f"/rows/{at}/replaces", "detail": "ninguno empieza ese día"}],
        )
    there = taken(new, row, known)
    if there is not None:
        raise AlreadyCertified(
            f"Ya está: {told(there)}. Para cambiarlo, corríjalo",
            errors=[{"pointer": f"/rows/{at}/modality", "detail": "esos días ya tienen certificado"}],
            first=there.first.isoformat(),
        )


def _ceiling(ask: NewCeilings, row: Row) -> Ceiling:
    source = " ".join(ask.source.split())
    return Ceiling(
        ask.country, row.modality, ask.first_on, ask.last_on, row.reference, row.cap, row.mora_factor, source
    )


def _corrected(new: Ceiling, row: Row, known: Law) -> Ceiling | None:
    return next((c for c in known.ceilings if same(c, new) and c.first == row.replaces and c.last), None)


def _write(act: Act, ask: NewCeilings, row: Row, known: Law) -> CeilingRow:
    new = _ceiling(ask, row)
    old = _corrected(new, row, known)
    mine = [each for each in law.ceilings(act) if each.stands and each.certificate and each.ceiling is old]
    kept = CeilingRow(
        country=new.country, modality=new.modality, first_on=new.first, last_on=new.last, reference=new.reference,
        cap=new.cap, mora_factor=new.mora_factor, source=new.source,
        replaces=mine[0].certificate.id if mine and mine[0].certificate else None, replaces_on=row.replaces,
        recorded_on=act.business_date, at=act.at, actor_id=act.actor.id, reason=act.reason, act_id=act.id,
    )  # fmt: skip
    act.db.add(kept)
    act.db.flush()
    return kept
