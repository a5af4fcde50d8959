"""The two boards over HTTP."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from caudal.commons.acts.act import Act
from caudal.flows import board_text, boards, figures
from caudal.flows.boards import CompanyBook
from caudal.flows.figures import Figures, margin_tone
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import BranchFilter, Day, Listed, MoneyOut, Out

router = APIRouter(tags=["summary"])
Period = Annotated[
    Literal["last_month", "this_month", "year"],
    Query(description="El último mes completo si no se da; o un periodo con `from` y `to`."),
]
From = Annotated[date | None, Query(alias="from", description="Desde esta fecha, AAAA-MM-DD.")]
To = Annotated[date | None, Query(alias="to", description="Hasta esta fecha, AAAA-MM-DD.")]


class ActionOut(Out):
    """A button; without link, what to do instead."""

    label: str
    link: str | None


class BoardLineOut(Out):
    key: str
    label: str
    amount: MoneyOut
    count: int
    link: str
    action: ActionOut | None
    urgent: bool


class BlockOut(Out):
    whole: BoardLineOut
    parts: list[BoardLineOut]


class UtilityOut(Out):
    """What the month earns so far; `margin` and `target` are fractions."""

    amount: MoneyOut
    margin: str | None
    tone: str
    target: str | None
    link: str


class CardOut(Out):
    currency: str
    blocks: list[BlockOut]
    utility: UtilityOut | None


class TillLineOut(Out):
    name: str
    kind: str
    held: MoneyOut
    shift: str | None
    counted_on: date | None


class BranchBoardOut(Out):
    branch_id: int
    branch: str
    business_date: date
    cards: list[CardOut]
    tills: list[TillLineOut]
    critical: int
    attention: int


class FiguresOut(Out):
    """The figures of a branch, or of all of them; fractions as text."""

    branch_id: int | None
    branch: str
    income: MoneyOut
    expenses: MoneyOut
    utility: MoneyOut
    margin: str | None
    margin_before: str | None
    tone: str
    target: str | None
    inflows: MoneyOut
    outflows: MoneyOut


class WeekOut(Out):
    since: date
    inflows: MoneyOut
    outflows: MoneyOut
    net: MoneyOut


class BookOut(Out):
    currency: str
    rows: list[FiguresOut]
    total: FiguresOut
    best: int | None
    watch: int | None
    weeks: list[WeekOut]


class CompanyOut(Out):
    since: date
    until: date
    at: datetime
    books: list[BookOut]
    critical: int
    attention: int


class TextOut(Out):
    text: str


class RiskOut(Out):
    branch_id: int
    currency: str
    on: date
    part: str


@router.get("/dashboards/branch", operation_id="dashboards.branch")
@door("summary.read")
def branch(act: Act, branch_id: BranchFilter = None) -> BranchBoardOut:
    """Mi Sucursal: por cobrar, por pagar, reembolsos y la utilidad del mes, con lo que quien pregunta puede hacer."""
    found = boards.branch_board(act, branch_id or act.place.branch_id)
    cards = [
        CardOut.model_construct(
            currency=card.currency, blocks=list(card.blocks),
            utility=UtilityOut.model_construct(
                amount=u.amount, margin=_text(u.margin), tone=u.tone, target=_text(u.target), link=u.link
            ) if (u := card.utility) else None,
        )
        for card in found.cards
    ]  # fmt: skip
    return BranchBoardOut.model_construct(
        branch_id=found.branch_id, branch=found.branch, business_date=found.business_date, cards=cards,
        tills=list(found.tills), critical=found.critical, attention=found.attention,
    )  # fmt: skip


@router.get("/dashboards/company", operation_id="dashboards.company")
@door("books.read")
def company(act: Act, period: Period = "last_month", since: From = None, until: To = None) -> CompanyOut:
    """Todas las Sucursales: ingresos, gastos, utilidad y margen de cada una y de todas, por moneda."""
    first, last = _span(act, period, since, until)
    found = boards.company_board(act, first, last)
    return CompanyOut.model_construct(
        since=first, until=last, at=act.at, books=[_book(book) for book in found.books], critical=found.critical,
        attention=found.attention,
    )  # fmt: skip


@router.get("/dashboards/branch/text", operation_id="dashboards.branch_text")
@door("summary.read")
def branch_text(act: Act, branch_id: BranchFilter = None) -> TextOut:
    """La misma tarjeta en texto, para pegarla en un mensaje."""
    return TextOut(text=board_text.card_text(boards.branch_board(act, branch_id or act.place.branch_id)))


@router.get("/dashboards/company/text", operation_id="dashboards.company_text")
@door("books.read")
def company_text(act: Act, period: Period = "last_month", since: From = None, until: To = None) -> TextOut:
    """La misma tabla en texto, para pegarla en un mensaje."""
    return TextOut(text=board_text.table_text(boards.company_board(act, *_span(act, period, since, until))))


@router.get("/dashboards/company/risk", operation_id="dashboards.risk")
@door("portfolio.read")
def risk(act: Act) -> Listed[RiskOut]:
    """La parte de los préstamos con más de treinta días de atraso, por sucursal y mes."""
    rows = [
        RiskOut.model_construct(branch_id=p.branch_id, currency=p.currency, on=p.on, part=format(p.part, "f"))
        for p in boards.risk(act)
    ]
    return Listed[RiskOut].model_construct(items=rows, next=None)


def _span(act: Act, period: str, since: Day, until: Day) -> tuple[date, date]:
    today = act.business_date
    if since is not None or until is not None:
        last = until or today
        return min(since or last.replace(day=1), last), last
    if period == "this_month":
        return today.replace(day=1), today
    if period == "year":
        return today.replace(month=1, day=1), today
    return figures.last_complete_month(today)


def _book(book: CompanyBook) -> BookOut:
    return BookOut.model_construct(
        currency=book.currency, rows=[_figures(row, book.before.get(row.branch_id or 0)) for row in book.rows],
        total=_figures(book.total, None), best=book.best.branch_id if book.best else None,
        watch=book.watch.branch_id if book.watch else None,
        weeks=[
            WeekOut.model_construct(since=w.since, inflows=w.inflows, outflows=w.outflows, net=w.net)
            for w in book.weeks
        ],
    )  # fmt: skip


def _figures(row: Figures, before: Figures | None) -> FiguresOut:
    return FiguresOut.model_construct(
        branch_id=row.branch_id, branch=row.branch, income=row.income, expenses=row.expenses, utility=row.utility,
        margin=_text(row.margin), margin_before=_text(before.margin) if before else None,
        tone=margin_tone(row.margin), target=_text(row.target), inflows=row.inflows, outflows=row.outflows,
    )  # fmt: skip


def _text(part: Decimal | None) -> str | None:
    return None if part is None else format(part, "f")
