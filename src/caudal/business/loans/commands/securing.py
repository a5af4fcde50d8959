"""Tying things and people to a loan, and letting them go."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from caudal.business.collateral import commands as things
from caudal.business.collateral.rules import CollateralTaken
from caudal.business.loans.commands.lending import SamePerson
from caudal.business.loans.commands.states import NotInThatState, in_state
from caudal.business.loans.commands.syncing import locked
from caudal.business.loans.queries.backing import LienRecord, SuretyRecord, lien_record, surety_record
from caudal.business.loans.tables import Lien, Loan, Surety
from caudal.business.parties import queries as parties
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.problems import Conflict, Invalid, NotFound

_ALIVE = ("applied", "approved", "active", "written_off")
_OPEN = ("applied", "approved", "active")
_STEP = Decimal("0.000001")
ROLES = ("codebtor", "guarantor")


class LienElsewhere(Conflict):
    type, title, status = "gravamen-en-otro-estado", "El gravamen no está en ese punto", 409


class LienInForce(Conflict):
    type, title, status = "gravamen-con-saldo", "El préstamo que respalda todavía vive", 409


@dataclass(frozen=True, slots=True)
class NewLien:
    """``part``: of what the thing is worth, what backs this loan. ``rank``: the next free one when absent."""

    collateral_id: UUID
    part: Decimal = Decimal(1)
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """Where the lien was written: the notary, the entry of the registry and its date (today when absent)."""

    notary: str
    entry: str
    on: date | None = None


@command
def pledge(act: Act, loan_id: UUID, ask: NewLien) -> LienRecord:
    """Tie a thing to a loan; it is still to be registered.

    Raises:
        NotFound: there is no such loan or thing.
        NotInThatState: the loan ended.
        CollateralTaken: others have already what of it would back this one, or it backs it already.
        Invalid: the part isn't one, or it is valued in another currency.
    """
    row = locked(act, loan_id)
    in_state(row, *_OPEN)
    act = in_branch(act, row.branch_id)
    if not (ask.part.is_finite() and 0 < ask.part <= 1) or ask.part.quantize(_STEP) != ask.part:
        raise _wrong("/part", "La parte de la garantía va de 0 a 1, con seis decimales a lo más")
    thing = things.held(act, ask.collateral_id)
    if thing.currency != row.currency:
        raise _wrong(
            "/collateral_id", f"La garantía se valúa en {thing.currency} y el préstamo va en {row.currency}"
        )
    mine = act.db.scalars(select(Lien).where(Lien.collateral_id == thing.id, Lien.status != "released")).all()
    if any(each.loan_id == row.id for each in mine):
        raise CollateralTaken("Esa garantía ya respalda este préstamo")
    free = 1 - sum((each.part for each in mine), Decimal(0))
    if ask.part > free:
        raise CollateralTaken(
            f"De esa garantía queda libre {free.normalize():f}: lo demás respalda otros préstamos",
            free=str(free),
        )
    ranks = {each.rank for each in mine}
    rank = ask.rank or next(n for n in range(1, 22) if n not in ranks)
    if rank in ranks or not 1 <= rank <= 20:
        raise _wrong("/rank", "Ese grado ya está ocupado")
    lien = Lien(
        loan_id=row.id, collateral_id=thing.id, branch_id=row.branch_id, part=ask.part, rank=rank, status="pending",
        given_on=act.business_date, act_id=act.id,
    )  # fmt: skip
    act.db.add(lien)
    act.db.flush()
    return lien_record(lien)


@command
def register(act: Act, lien_id: UUID, ask: Registration) -> LienRecord:
    """Write where and when a lien was registered.

    Raises:
        NotFound: there is none.
        LienElsewhere: it is registered or released already.
        Invalid: the notary or the entry aren't told, or the date is to come.
    """
    act, lien, _ = _held(act, lien_id)
    _in(lien, "pending")
    on = ask.on or act.business_date
    notary, entry = " ".join(ask.notary.split()), " ".join(ask.entry.split())
    if not 2 <= len(notary) <= 120:
        raise _wrong("/notary", "Escriba la notaría o el fedatario")
    if not 1 <= len(entry) <= 60:
        raise _wrong("/entry", "Escriba la anotación o el asiento del registro")
    if on > act.business_date:
        raise _wrong("/on", "La fecha no puede ser futura")
    lien.status, lien.notary, lien.entry = "registered", notary, entry
    lien.registered_on, lien.registered_by = on, act.actor.id
    return _kept(act, lien)


@command
def release(act: Act, lien_id: UUID) -> LienRecord:
    """Let a thing go: at once when its loan ended; while it lives one asks with a reason, and another agrees.

    Raises:
        NotFound: there is none.
        LienElsewhere: it was released already.
        LienInForce: the loan lives and no reason was given to ask for it.
        SamePerson: who asked can't agree.
    """
    act, lien, loan = _held(act, lien_id)
    _in(lien, "pending", "registered")
    if loan.status in _ALIVE and lien.asked_by is None:
        if not act.reason.strip():
            raise LienInForce("El préstamo no se ha saldado: para cancelar antes el gravamen, diga por qué")
        lien.asked_by, lien.asked_on, lien.asked_reason = act.actor.id, act.business_date, act.reason[:300]
        return _kept(act, lien)
    if loan.status in _ALIVE and lien.asked_by == act.actor.id:
        raise SamePerson("Quien pidió cancelar el gravamen no puede autorizarlo: pídaselo a otra persona")
    if lien.asked_by == act.actor.id:
        lien.asked_by = lien.asked_on = lien.asked_reason = None
    lien.status, lien.released_on, lien.released_by = "released", act.business_date, act.actor.id
    return _kept(act, lien)


@command
def add_surety(act: Act, loan_id: UUID, party_id: UUID, role: str = "codebtor") -> SuretyRecord:
    """Write that somebody else answers for a loan.

    Raises:
        NotFound: there is no such loan or client.
        NotInThatState: the loan ended.
        Invalid: it is the debtor, answers already, or the role isn't known.
    """
    row = locked(act, loan_id)
    in_state(row, *_OPEN)
    act = in_branch(act, row.branch_id)
    who = parties.living(act, party_id)
    if role not in ROLES:
        raise _wrong("/role", "Es codebtor o guarantor")
    if who.id == row.party_id:
        raise _wrong("/client_id", "Es el deudor del préstamo")
    if act.db.scalar(
        select(func.count()).where(
            Surety.loan_id == row.id, Surety.party_id == who.id, Surety.removed_on.is_(None)
        )
    ):
        raise _wrong("/client_id", "Ya responde por este préstamo")
    found = Surety(
        loan_id=row.id, branch_id=row.branch_id, party_id=who.id, role=role, since_on=act.business_date,
        act_id=act.id,
    )  # fmt: skip
    act.db.add(found)
    act.db.flush()
    return surety_record(found)


@command
def remove_surety(act: Act, surety_id: UUID) -> SuretyRecord:
    """Write that somebody doesn't answer for a loan any more.

    Raises:
        NotFound: there is nobody.
        NotInThatState: was removed already.
        Invalid: no reason was given.
    """
    found = act.db.scalars(select(Surety).where(Surety.id == surety_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound("Esa persona no responde por un préstamo de sus sucursales")
    if not act.reason.strip():
        raise _wrong("/reason", "Escriba el motivo")
    if found.removed_on is not None:
        raise NotInThatState("Ya no respondía por el préstamo")
    act = in_branch(act, found.branch_id)
    found.removed_on, found.removed_by = act.business_date, act.actor.id
    found.version += 1
    act.db.flush()
    return surety_record(found)


def _held(act: Act, lien_id: UUID) -> tuple[Act, Lien, Loan]:
    loan_id = act.db.scalar(select(Lien.loan_id).where(Lien.id == lien_id))
    if loan_id is None:
        raise NotFound("El gravamen no existe o es de otra sucursal")
    loan = locked(act, loan_id)
    lien = act.db.scalars(
        select(Lien).where(Lien.id == lien_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    return in_branch(act, loan.branch_id), lien, loan


def _in(lien: Lien, *wanted: str) -> None:
    if lien.status not in wanted:
        names = {"pending": "por inscribir", "registered": "inscrito", "released": "cancelado"}
        raise LienElsewhere(f"El gravamen está {names[lien.status]}")


def _kept(act: Act, lien: Lien) -> LienRecord:
    lien.version += 1
    act.db.flush()
    return lien_record(lien)


def _wrong(pointer: str, told: str) -> Invalid:
    return Invalid(told, errors=[{"pointer": pointer, "detail": told[0].lower() + told[1:]}])
