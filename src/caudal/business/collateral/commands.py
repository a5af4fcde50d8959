"""Entering a thing that will back a loan, valuing it, insuring it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caudal.business.collateral import queries
from caudal.business.collateral.events import CollateralEntered, CollateralValued
from caudal.business.collateral.queries import CollateralRecord
from caudal.business.collateral.rules import CollateralKnown, Kind
from caudal.business.collateral.tables import Collateral, Policy, Valuation
from caudal.business.parties import queries as parties
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of, in_branch
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Invalid, NotFound

USUAL_YEAR = timedelta(days=365)
_LONGEST_VALID = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class NewCollateral:
    """A thing. ``currency``: in which it is valued, that of the branch of its owner when absent."""

    party_id: UUID
    kind: Kind
    description: str
    registration: str = ""
    office: str = ""
    cadastre: str = ""
    currency: str | None = None
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What is corrected of a thing; what is absent stays. ``version``: the one that was read."""

    version: int
    description: str | None = None
    registration: str | None = None
    office: str | None = None
    cadastre: str | None = None


@dataclass(frozen=True, slots=True)
class NewValuation:
    """``valid_until``: a year after when absent."""

    amount: Money
    appraiser: str
    valued_on: date | None = None
    valid_until: date | None = None
    report: str = ""


@dataclass(frozen=True, slots=True)
class NewPolicy:
    """``amount``: the value insured, where it is known."""

    insurer: str
    policy: str
    covers: str
    from_on: date
    to_on: date
    amount: Money | None = None


@command
def enter(act: Act, ask: NewCollateral) -> CollateralRecord:
    """Write a thing down with what its public registry knows of it.

    Raises:
        NotFound: its owner isn't a client.
        CollateralKnown: the same entry of the registry is written already.
        Invalid: it isn't described.
    """
    owner = parties.hold(act, ask.party_id)
    act = in_branch(act, ask.branch_id or owner.branch_id)
    branch = branch_of(act, act.place.branch_id)
    row = Collateral(
        branch_id=branch.id, party_id=owner.id, kind=ask.kind.value, country=branch.country,
        currency=ask.currency or branch.currency, description=_text(ask.description, "/description", 3, 300),
        registration=_text(ask.registration, "/registration", 0, 60), office=_text(ask.office, "/office", 0, 120),
        cadastre=_text(ask.cadastre, "/cadastre", 0, 60), created_at=act.at, created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    _keep(act, row)
    act.tell(CollateralEntered(row.id, row.party_id))
    return queries.record(row)


@command
def correct(act: Act, collateral_id: UUID, ask: Correction) -> CollateralRecord:
    """Correct how a thing is described or known to its registry; what it said stays in the trace.

    Raises:
        NotFound: there is none.
        Invalid: somebody changed it since it was read.
        CollateralKnown: the same entry of the registry is written already.
    """
    row = held(act, collateral_id)
    if row.version != ask.version:
        raise _wrong("/version", f"Otra persona cambió la garantía: vuelva a leerla (versión {row.version})")
    shortest = {"description": 3, "registration": 0, "office": 0, "cadastre": 0}
    longest = {"description": 300, "registration": 60, "office": 120, "cadastre": 60}
    for name, least in shortest.items():
        told = getattr(ask, name)
        if told is not None:
            setattr(row, name, _text(told, f"/{name}", least, longest[name]))
    row.version += 1
    _keep(act, row)
    return queries.record(row)


@command
def value(act: Act, collateral_id: UUID, ask: NewValuation) -> CollateralRecord:
    """Add what an appraiser says it is worth; earlier valuations stay.

    Raises:
        NotFound: there is none.
        InvalidAmount: it isn't more than zero, or is in another currency.
        Invalid: its dates aren't possible, or nobody signs it.
    """
    row = held(act, collateral_id)
    on = ask.valued_on or act.business_date
    until = ask.valid_until or on + USUAL_YEAR
    if on > act.business_date:
        raise _wrong("/valued_on", "El avalúo no puede tener fecha futura")
    if not on <= until <= on + _LONGEST_VALID:
        raise _wrong("/valid_until", "La vigencia va después del avalúo, y a lo más diez años")
    said = Valuation(
        collateral_id=row.id, branch_id=row.branch_id, valued_on=on, valid_until=until,
        amount=_amount(row, ask.amount), appraiser=_text(ask.appraiser, "/appraiser", 2, 120),
        report=_text(ask.report, "/report", 0, 120), at=act.at, actor_id=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(said)
    act.db.flush()
    act.tell(CollateralValued(row.id))
    return queries.record(row)


@command
def insure(act: Act, collateral_id: UUID, ask: NewPolicy) -> CollateralRecord:
    """Add an insurance of it; a renewal is another one.

    Raises:
        NotFound: there is none.
        InvalidAmount: the value insured isn't more than zero, or is in another currency.
        Invalid: its dates aren't possible, or something isn't told.
    """
    row = held(act, collateral_id)
    if ask.to_on <= ask.from_on:
        raise _wrong("/to_on", "La póliza termina después de empezar")
    insurance = Policy(
        collateral_id=row.id, branch_id=row.branch_id, insurer=_text(ask.insurer, "/insurer", 2, 120),
        policy=_text(ask.policy, "/policy", 1, 60), covers=_text(ask.covers, "/covers", 2, 200),
        amount=_amount(row, ask.amount) if ask.amount else None, from_on=ask.from_on, to_on=ask.to_on,
        at=act.at, actor_id=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(insurance)
    act.db.flush()
    return queries.record(row)


def held(act: Act, collateral_id: UUID) -> Collateral:
    """The row of a thing, kept from others until the act ends.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(
        select(Collateral)
        .where(Collateral.id == collateral_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("La garantía no existe o es de otra sucursal")
    return row


def _keep(act: Act, row: Collateral) -> None:
    try:
        act.db.add(row)
        act.db.flush()
    except IntegrityError as refused:
        if "collaterals_registry" not in str(refused.orig):
            raise
        raise CollateralKnown(
            f"Ya hay una garantía con el registro {row.registration}: búsquela y úsela",
            errors=[{"pointer": "/registration", "detail": "ya está registrada"}],
        ) from None


def _amount(row: Collateral, amount: Money) -> int:
    if not amount.is_positive or amount.currency != row.currency:
        raise InvalidAmount(
            f"El monto debe ser mayor que cero y en {row.currency}",
            errors=[{"pointer": "/amount", "detail": "mayor que cero"}],
        )
    return amount.minor


def _text(given: str, pointer: str, least: int, most: int) -> str:
    told = " ".join(given.split())
    if not least <= len(told) <= most:
        raise _wrong(pointer, f"Escriba de {least} a {most} letras" if least else f"A lo más {most} letras")
    return told


def _wrong(pointer: str, told: str) -> Invalid:
    return Invalid(told, errors=[{"pointer": pointer, "detail": told[0].lower() + told[1:]}])
