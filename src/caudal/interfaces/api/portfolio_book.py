"""The portfolio of a date as one workbook: a sheet per question, and the loans that make the figures."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from caudal.business.loans.queries import portfolio as book
from caudal.business.loans.queries.members import Which
from caudal.business.loans.queries.portfolio import Balance
from caudal.commons.acts.act import Act
from caudal.commons.documents.excel import workbook
from caudal.commons.documents.sheets import Cell, Column, Kind, Sheet
from caudal.interfaces.api import exports, portfolio_loans
from caudal.interfaces.api.door import door
from caudal.interfaces.api.portfolio import BUCKETS, EXITS, STAGES, Branch
from caudal.kernel.money import Money

router = APIRouter(tags=["portfolio"])
_PAR = {"par_1": "PAR 1", "par_30": "PAR 30", "par_60": "PAR 60", "par_90": "PAR 90"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MONEY, _COUNT, _PART = Kind.MONEY, Kind.INTEGER, Kind.PERCENT


@router.get("/portfolio/export", operation_id="portfolio.export")
@door("portfolio.read")
def export_portfolio(act: Act, as_of: date | None = None, branch_id: Branch = None) -> Response:
    """La cartera de una fecha en un libro de Excel: cada cuadro en su hoja, y los préstamos que lo forman."""
    on = as_of or act.business_date
    made = workbook(_sheets(act, on, branch_id))
    return exports.file(made, _XLSX, f"cartera-{on:%Y%m%d}.xlsx")


def _sheets(act: Act, on: date, branch_id: int | None) -> Sequence[Sheet]:
    asked = Which(on, branch_id)
    filters = portfolio_loans.told(asked, act)
    found = book.portfolio(act, on, branch_id).balances
    before = on.replace(day=1) - timedelta(days=1) if on > date(1, 1, 31) else on

    def page(title: str, columns: Sequence[Column], rows: Iterator[Sequence[Cell]]) -> Sheet:
        return Sheet(title, tuple(columns), rows, exports.origin(act), filters)

    return [
        page("Resumen", [Column("Cifra", width=30), Column("Préstamos", _COUNT), Column("Monto", _MONEY),
                         Column("Del saldo", _PART)], _summary(found)),
        page("Antigüedad", [Column("Tramo"), Column("Préstamos", _COUNT, total=True),
                            Column("Saldo", _MONEY, total=True), Column("Del saldo", _PART),
                            Column("Provisión", _MONEY, total=True)], _ageing(found)),
        page("Provisión", [Column("Categoría"), Column("Días desde", _COUNT), Column("Días hasta", _COUNT),
                           Column("Porcentaje", _PART), Column("Préstamos", _COUNT, total=True),
                           Column("Saldo", _MONEY, total=True), Column("Provisión", _MONEY, total=True),
                           Column("Fuente", width=40)], _provision(found)),
        page("Pérdida esperada", [Column("Etapa"), Column("Préstamos", _COUNT, total=True),
                                  Column("Saldo", _MONEY, total=True), Column("Pérdida esperada", _MONEY, total=True)],
             _stages(found)),
        page("Mes a mes", [Column("Al", Kind.DATE), Column("Préstamos", _COUNT), Column("Saldo", _MONEY),
                           *(Column(each, _MONEY) for each in BUCKETS),
                           *(Column(each, _PART) for each in _PAR.values()),
                           Column("Provisión", _MONEY)], _months(act, on, branch_id)),
        page("Transición", [Column("De"), Column("A"), Column("Préstamos", _COUNT), Column("Saldo", _MONEY),
                            Column("Del tramo", _PART)], _moves(act, before, on, branch_id)),
        page("Cosechas", [Column("Mes", Kind.DATE), Column("Préstamos", _COUNT), Column("Prestado", _MONEY),
                          Column("Más de días", _COUNT), Column("Edad en meses", _COUNT), Column("Alguna vez", _PART)],
             _vintages(act, on, branch_id)),
        portfolio_loans.sheet(act, asked, filters),
    ]  # fmt: skip


def _summary(found: Sequence[Balance]) -> Iterator[Sequence[Cell]]:
    for one in found:
        yield ("Saldo de cartera", one.loans, one.principal, one.part(one.principal))
        yield ("Vencido", None, one.overdue, None)
        for name, amount in one.pars.items():
            yield (_PAR[name], None, amount, one.part(amount))
        yield ("Interés reconocido", None, one.interest, None)
        yield ("Interés suspendido", None, one.suspended, None)
        yield ("Provisión", None, one.provision, one.part(one.provision))
        yield ("Pérdida esperada", None, one.expected_loss, one.part(one.expected_loss))
        yield ("Pérdida esperada menos provisión", None, one.expected_loss - one.provision, None)


def _ageing(found: Sequence[Balance]) -> Iterator[Sequence[Cell]]:
    for one in found:
        for each in one.buckets:
            part = one.part(each.principal)
            yield (BUCKETS[each.place], each.loans, each.principal, part, each.loss)


def _provision(found: Sequence[Balance]) -> Iterator[Sequence[Cell]]:
    for one in found:
        source = one.table.source if one.table else ""
        for each in one.bands:
            band = each.band
            yield (
                band.category, band.first_day, band.last_day, band.part, each.loans, each.principal, each.provision,
                source,
            )  # fmt: skip


def _stages(found: Sequence[Balance]) -> Iterator[Sequence[Cell]]:
    for one in found:
        for each in one.stages:
            yield (list(STAGES.values())[each.place - 1], each.loans, each.principal, each.loss)


def _months(act: Act, on: date, branch_id: int | None) -> Iterator[Sequence[Cell]]:
    for each in book.history(act, on, branch_id=branch_id):
        risks = [each.part(amount) for amount in each.pars.values()]
        yield (each.on, each.loans, each.principal, *each.ageing, *risks, each.provision)


def _moves(act: Act, before: date, on: date, branch_id: int | None) -> Iterator[Sequence[Cell]]:
    for each in book.roll(act, before, on, branch_id):
        to = EXITS.get(each.went) or BUCKETS[int(each.went)]
        yield (BUCKETS[each.origin], to, each.loans, each.principal, each.part)


def _vintages(act: Act, on: date, branch_id: int | None) -> Iterator[Sequence[Cell]]:
    for each in book.vintages(act, on, branch_id):
        lent: Money = each.lent
        for over, curve in each.curves.items():
            for age, point in enumerate(curve):
                yield (each.month, each.loans, lent, over, age, point)
