"""The legal ceilings: what is certified, the months nobody certified, and writing down what the authority publishes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.business.loans import commands
from caudal.business.loans.commands import NewCeilings
from caudal.business.loans.queries import law
from caudal.business.loans.queries.law import CeilingRecord
from caudal.business.loans.rules.certificates import USURY, Row
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.interfaces.api.door import door
from caudal.interfaces.api.loans import Country, Fraction
from caudal.interfaces.api.shapes import Ask, Out, Reading

router = APIRouter(tags=["loans"])


class CeilingRowAsk(Ask):
    """Una modalidad certificada. `cap`: si falta, lo que la ley hace de la referencia.

    `replaces`: el primer día del certificado en vigor que corrige; sin él, esos días no pueden tener otro.
    """

    modality: str = Field(min_length=2, max_length=40)
    reference: Fraction | None = None
    cap: Fraction | None = None
    mora_factor: Fraction | None = None
    replaces: date | None = None


class CeilingsAsk(Ask):
    """Lo certificado para uno o más meses enteros, con todas sus modalidades; `apart`: un tope distinto es así."""

    country: Country
    first_on: date
    last_on: date
    source: str = Field(min_length=10, max_length=400)
    rows: list[CeilingRowAsk] = Field(min_length=1, max_length=40)
    apart: bool = False
    reason: str = Field(min_length=3, max_length=300)


class CeilingItem(Out):
    """Un tope: de la casa si no tiene `id`. `stands`: ninguno lo reemplazó; `in_force`: rige hoy."""

    id: int | None
    country: str
    modality: str
    first_on: date
    last_on: date | None
    reference: Decimal | None
    cap: Decimal | None
    mora_factor: Decimal | None
    source: str
    stands: bool
    in_force: bool
    replaces: date | None
    replaced_by: int | None
    recorded_at: datetime | None
    recorded_by: str | None
    reason: str | None


class MissingItem(Out):
    """Los meses hasta hoy que nadie certificó de una modalidad, por su primer día."""

    country: str
    modality: str
    months: list[date]


class CountryItem(Out):
    """Un país de la casa: sus modalidades, y cuántas veces la referencia es el tope, si la ley lo dice."""

    country: str
    modalities: list[str]
    usury: Decimal | None


class CeilingsOut(Out):
    items: list[CeilingItem]
    missing: list[MissingItem]
    countries: list[CountryItem]


class CertifiedOut(Out):
    items: list[CeilingItem]


class Which(Reading):
    """De qué país; de todos si falta."""

    country: Country | None = None


@router.get("/legal-ceilings", operation_id="ceilings.list")
@door("loans.read")
def list_ceilings(act: Act, which: Annotated[Which, Query()]) -> CeilingsOut:
    """Los topes de la casa y los escritos, también los corregidos, y los meses que faltan en los países de la casa."""
    return CeilingsOut.model_construct(
        items=_outs(act, law.ceilings(act, which.country)),
        missing=[
            MissingItem.model_construct(country=country, modality=modality, months=months)
            for country, modality, months in law.uncertified(act)
            if which.country in (None, country)
        ],
        countries=[
            CountryItem.model_construct(country=country, modalities=list(names), usury=USURY.get(country))
            for country, names in law.certifiable(act).items()
            if which.country in (None, country)
        ],
    )


@router.post("/legal-ceilings", status_code=201, operation_id="ceilings.certify")
@door("products.write")
def certify(act: Act, ask: CeilingsAsk) -> CertifiedOut:
    """Escribe lo certificado para unos meses. Corregir es escribir otro encima: el anterior queda en la historia."""
    rows = tuple(Row(**dict(each)) for each in ask.rows)
    new = NewCeilings(ask.country, ask.first_on, ask.last_on, ask.source, rows, ask.apart)
    return CertifiedOut.model_construct(items=_outs(act, commands.certify(because(act, ask.reason), new)))


def _outs(act: Act, found: list[CeilingRecord]) -> list[CeilingItem]:
    staff = access.names(act, {each.certificate.actor_id for each in found if each.certificate})
    return [_out(act, each, staff) for each in found]


def _out(act: Act, each: CeilingRecord, staff: dict[int, str]) -> CeilingItem:
    told, written = each.ceiling, each.certificate
    return CeilingItem.model_construct(
        id=written.id if written else None, country=told.country, modality=told.modality, first_on=told.first,
        last_on=told.last, reference=told.reference, cap=told.cap, mora_factor=told.mora_factor, source=told.source,
        stands=each.stands, in_force=each.stands and told.covers(act.business_date),
        replaces=written.replaces_on if written else None, replaced_by=each.replaced_by,
        recorded_at=written.at if written else None,
        recorded_by=staff.get(written.actor_id) if written else None, reason=written.reason if written else None,
    )  # fmt: skip
