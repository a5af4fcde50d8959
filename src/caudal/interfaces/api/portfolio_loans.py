"""The loans behind each figure of the portfolio, and the portfolio as a workbook."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from caudal.business.loans import queries
from caudal.business.loans.queries import members as making
from caudal.business.loans.queries.members import Member, Sums
from caudal.business.loans.queries.members import Which as Asked
from caudal.business.parties import queries as parties
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.documents.sheets import Column, Kind, Sheet
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.loan_shapes import LABELS
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.shapes import MoneyOut, Out, Reading, Totalled
from caudal.kernel import pages
from caudal.kernel.pages import MAX_LIMIT

router = APIRouter(tags=["portfolio"])


class Which(Reading):
    """Qué préstamos forman la cifra. Sin `from` ni `month`, los de la cartera en `as_of`.

    `from`, `bucket` y `went`: los que pasaron de un tramo a otro, o salieron. `month`: los entregados ese mes; con
    `over` y `age`, los que alguna vez pasaron de esos días hasta esa edad en meses.
    """

    as_of: date | None = None
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")
    bucket: int | None = Field(None, ge=0, le=4, description="Tramo de mora, de 0 (al día) a 4.")
    par: Literal["par_1", "par_30", "par_60", "par_90"] | None = Field(
        None, description="Los de esa cartera en riesgo."
    )
    stage: int | None = Field(None, ge=1, le=3, description="Etapa de la NIIF 9.")
    days_from: int | None = Field(None, ge=0, le=100_000)
    days_to: int | None = Field(None, ge=0, le=100_000)
    overdue: bool = Field(False, description="Solo los que tienen algo vencido.")
    since: date | None = Field(None, alias="from")
    went: str | None = Field(None, max_length=11)
    month: date | None = None
    over: int | None = Field(None, ge=0, le=90)
    age: int | None = Field(None, ge=0, le=1200)


class Printed(Which):
    format: Literal["xlsx", "csv", "pdf"] = "xlsx"


class PortfolioLoanOut(Out):
    """Un préstamo dentro de una cifra: `outstanding` es lo que aporta, según el cierre de `on`.

    `days_past_due`: también los que tenía al renovarse o reestructurarse. `interest`: reconocido en los libros.
    """

    id: UUID
    folio: str
    client: ClientRef
    client_id: UUID
    branch_id: int
    branch: str
    product_name: str
    status: str
    status_label: str
    lent: MoneyOut
    disbursed_on: date | None
    on: date
    outstanding: MoneyOut
    overdue: MoneyOut
    interest: MoneyOut
    suspended: MoneyOut
    provision: MoneyOut
    days_past_due: int
    renegotiated: bool


@router.get("/portfolio/loans", operation_id="portfolio.loans")
@door("portfolio.read")
def list_members(act: Act, which: Annotated[Which, Query()]) -> Totalled[PortfolioLoanOut]:
    """Los préstamos que forman una cifra de la cartera; sus totales son la cifra."""
    found = making.members(act, _asked(act, which), which.limit, which.after)
    totals = {
        "count": sum(each.loans for each in found.sums),
        "by_currency": [_summed(each) for each in found.sums],
    }
    return Totalled[PortfolioLoanOut].model_construct(
        items=_outs(act, found.page.items), next=found.page.next, totals=totals
    )


@router.get("/portfolio/loans/export", operation_id="portfolio.loans_export")
@door("portfolio.read")
def export_members(act: Act, which: Annotated[Printed, Query()]) -> Response:
    """Lo mismo que la lista, en Excel, CSV o PDF."""
    asked = _asked(act, which)
    return exports.download(sheet(act, asked, told(asked, act)), which.format)


def sheet(act: Act, asked: Asked, filters: tuple[tuple[str, str], ...]) -> Sheet:
    """The loans of a figure as a table."""
    columns = (
        Column("Folio"), Column("Cliente", width=30), Column("Producto"), Column("Sucursal"), Column("Al", Kind.DATE),
        Column("Entregado", Kind.DATE), Column("Prestado", Kind.MONEY, total=True),
        Column("Saldo", Kind.MONEY, total=True), Column("Vencido", Kind.MONEY, total=True),
        Column("Interés reconocido", Kind.MONEY, total=True), Column("Interés suspendido", Kind.MONEY, total=True),
        Column("Provisión", Kind.MONEY, total=True), Column("Días", Kind.INTEGER), Column("Renegociado"),
        Column("Hoy está"),
    )  # fmt: skip
    rows = (
        (r.folio, r.client.name, r.product_name, r.branch, r.on, r.disbursed_on, r.lent, r.outstanding, r.overdue,
         r.interest, r.suspended, r.provision, r.days_past_due, "Sí" if r.renegotiated else "", r.status_label)
        for r in _every(act, asked)
    )  # fmt: skip
    return Sheet("Préstamos de la cartera", columns, rows, exports.origin(act), filters)


def told(asked: Asked, act: Act) -> tuple[tuple[str, str], ...]:
    """What was asked, in words."""
    names = {each.id: each.name for each in branches(act).values()}
    found: dict[str, Any] = {
        "Al": f"{asked.as_of:%d/%m/%Y}", "Sucursal": names.get(asked.branch_id or -1), "Moneda": asked.currency,
        "Tramo": asked.bucket, "En riesgo": (asked.par or "").removeprefix("par_"), "Etapa": asked.stage,
        "Días desde": asked.days_from, "Días hasta": asked.days_to, "Desde": asked.first, "Pasó a": asked.went,
        "Entregados en": f"{asked.month:%m/%Y}" if asked.month else None, "Más de días": asked.over, "Edad": asked.age,
    }  # fmt: skip
    return tuple((label, str(value)) for label, value in found.items() if value not in (None, ""))


def _asked(act: Act, which: Which) -> Asked:
    return Asked(
        which.as_of or act.business_date, which.branch_id, which.currency, which.bucket, which.par, which.stage,
        which.days_from, which.days_to, which.overdue, which.since, which.went, which.month, which.over, which.age,
    )  # fmt: skip


def _every(act: Act, asked: Asked) -> Iterator[PortfolioLoanOut]:
    for page in pages.every(lambda after: making.members(act, asked, MAX_LIMIT, after).page):
        yield from _outs(act, page.items)


def _outs(act: Act, rows: Iterable[Member]) -> list[PortfolioLoanOut]:
    found = list(rows)
    loans = queries.many(act, [each.loan_id for each in found])
    late = {key for key, each in queries.late(act, loans.values()).items() if each.days}
    people, places = parties.many(act, {loan.party_id for loan in loans.values()}), branches(act)
    names = {
        each: queries.product_of(act, each).name for each in {loan.product_id for loan in loans.values()}
    }
    return [
        PortfolioLoanOut.model_construct(
            id=loan.id, folio=loan.folio, client=reference(loan.party_id, people), client_id=loan.party_id,
            branch_id=loan.branch_id, branch=places[loan.branch_id].name, product_name=names[loan.product_id],
            status=loan.status, status_label=LABELS["late" if loan.id in late else loan.status],
            lent=loan.principal, disbursed_on=loan.disbursed_on, on=each.on, outstanding=each.principal,
            overdue=each.overdue, interest=each.recognised, suspended=each.suspended, provision=each.provision,
            days_past_due=each.days, renegotiated=each.renegotiated,
        )
        for each in found
        for loan in [loans[each.loan_id]]
    ]  # fmt: skip


def _summed(each: Sums) -> dict[str, Any]:
    return {
        "currency": each.currency, "count": each.loans, "outstanding": each.principal, "overdue": each.overdue,
        "interest": each.recognised, "suspended": each.suspended, "provision": each.provision,
    }  # fmt: skip
