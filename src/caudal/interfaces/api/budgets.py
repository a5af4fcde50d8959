"""What is expected of each branch, month by month: read, written in a grid, or in a workbook."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile
from fastapi.responses import Response
from pydantic import Field

from caudal.business.accounting import commands
from caudal.business.accounting.commands import MOST, Expectation, SetBudgets
from caudal.commons.acts.act import Act
from caudal.commons.documents.excel import workbook
from caudal.commons.documents.sheets import Cell, Column, Kind, Sheet
from caudal.flows import budgeting
from caudal.flows.budgeting import HEADINGS, MONTHS, GridRow
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Ask, BranchFilter, BranchId, Listed, MoneyIn, MoneyOut, Out

router = APIRouter(tags=["accounting"])
Year = Annotated[int | None, Query(ge=1990, le=2999, description="El año; el de hoy si no se da.")]
Every = Annotated[bool, Query(description="También las cuentas de resultados sin nada escrito.")]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BudgetAsk(Ask):
    """What is expected of a branch in a month (YYYYMM); without amount, nothing any more."""

    branch_id: BranchId
    ym: int = Field(ge=199001, le=299912)
    currency: str = Field(pattern="^[A-Z]{3}$")
    key: str = Field(min_length=1, max_length=40)
    amount: MoneyIn | None = None


class BudgetsAsk(Ask):
    lines: list[BudgetAsk] = Field(min_length=1, max_length=MOST)


class BudgetRowOut(Out):
    """A row of the grid: twelve amounts, null where nothing is expected."""

    branch_id: int
    branch: str
    currency: str
    key: str
    label: str
    kind: str
    months: list[MoneyOut | None]


class WrittenOut(Out):
    written: int


@router.get("/budgets", operation_id="budgets.list")
@door("books.read")
def budgets(
    act: Act, year: Year = None, branch_id: BranchFilter = None, every: Every = False
) -> Listed[BudgetRowOut]:
    """Lo que se espera de cada sucursal en un año; con `every`, también las cuentas sin nada escrito."""
    rows = budgeting.grid(act, year or act.business_date.year, branch_id, every=every)
    return Listed[BudgetRowOut].model_construct(items=[_out(row) for row in rows], next=None)


@router.put("/budgets", operation_id="budgets.set")
@door("budgets.write")
def set_budgets(act: Act, ask: BudgetsAsk) -> WrittenOut:
    """Escribe metas y presupuestos; sin monto, la quita."""
    lines = [Expectation(x.branch_id, x.ym, x.currency, x.key, x.amount) for x in ask.lines]
    return WrittenOut(written=commands.set_budgets(act, SetBudgets(lines)))


@router.post("/budgets/file", status_code=201, operation_id="budgets.take_in")
@door("budgets.write", key="none")
def take_in(act: Act, file: Annotated[UploadFile, File()]) -> WrittenOut:
    """Escribe lo que dice un libro de Excel con la forma de la plantilla; una celda vacía deja lo que había."""
    return WrittenOut(written=budgeting.take_in(act, file.file.read(), file.filename or "archivo"))


@router.get("/budgets/export", operation_id="budgets.export")
@door("books.read")
def export(act: Act, year: Year = None, branch_id: BranchFilter = None, every: Every = False) -> Response:
    """El año en un libro de Excel: se llena, se sube y queda escrito."""
    of_year = year or act.business_date.year
    rows = budgeting.grid(act, of_year, branch_id, every=every)
    columns = (*(Column(name) for name in HEADINGS[:4]), Column(HEADINGS[4], Kind.INTEGER),
               *(Column(name, Kind.MONEY) for name in MONTHS))  # fmt: skip
    told = [_cells(row, of_year) for row in rows]
    sheet = Sheet(f"Presupuesto {of_year}", columns, told, exports.origin(act), (("Año", str(of_year)),))
    return exports.file(workbook([sheet]), _XLSX, f"presupuesto-{of_year}.xlsx")


def _out(row: GridRow) -> BudgetRowOut:
    return BudgetRowOut.model_construct(
        branch_id=row.branch.id, branch=row.branch.name, currency=row.currency, key=row.key, label=row.label,
        kind=row.class_, months=list(row.months),
    )  # fmt: skip


def _cells(row: GridRow, year: int) -> Sequence[Cell]:
    return (row.branch.name, row.currency, row.key, row.label, year, *row.months)
