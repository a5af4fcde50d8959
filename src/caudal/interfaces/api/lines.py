"""Lines of credit: what is available on any day, draws, statements, review of the limit, block and close."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import Draw, NotALine, NothingToChange, Review
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules.happenings import Drawn, Payment
from caudal.business.loans.rules.lines import Statement
from caudal.business.loans.rules.replay import LoanState
from caudal.business.loans.rules.terms import MAX_PERIODS
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.commons.documents.letters import Letter, letter
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.loan_papers import issuer, who
from caudal.interfaces.api.managing import OnAsk
from caudal.interfaces.api.shapes import Ask, Day, MoneyIn, MoneyOut, Out, PaidFrom, Reason
from caudal.kernel.formats import date_text, money_screen
from caudal.kernel.money import Money

router = APIRouter(tags=["loans"])


class DrawAsk(Ask):
    """Cuánto se dispone y cómo se entrega; hoy si no se dice."""

    amount: MoneyIn
    method: Literal["cash", "transfer", "cheque"] = "cash"
    account_id: PaidFrom = None
    on: date | None = None


class ReviewAsk(OnAsk):
    """El cupo desde esa fecha. `periods`: cuántos cortes dura la línea desde que se abrió; los mismos si falta."""

    limit: MoneyIn
    periods: int | None = Field(None, ge=1, le=MAX_PERIODS)


class BlockAsk(Reason):
    """Si se bloquea o se desbloquea, y por qué."""

    blocked: bool = True


class CycleOut(Out):
    """Un corte de la línea. `average`: el saldo promedio diario; `closed`: ya se cortó; si no, como va."""

    number: int
    start: date
    cut: date
    due_on: date
    opening: MoneyOut
    drawn: MoneyOut
    paid: MoneyOut
    closing: MoneyOut
    average: MoneyOut
    interest: MoneyOut
    charges: MoneyOut
    capital: MoneyOut
    minimum: MoneyOut
    left: MoneyOut
    limit: MoneyOut
    closed: bool


class LineOut(Out):
    """Una línea en una fecha: cupo, lo usado, lo disponible, el pago mínimo que falta y el pago total."""

    loan_id: UUID
    folio: str
    on: date
    limit: MoneyOut
    used: MoneyOut
    available: MoneyOut
    blocked: bool
    minimum_due: MoneyOut
    minimum_on: date | None
    payoff: MoneyOut
    days_past_due: int
    cut_on: date | None
    ends_on: date
    minimum_part: Decimal
    minimum_floor: MoneyOut
    cycles: list[CycleOut]


class MovementOut(Out):
    """Algo que pasó en el corte."""

    on: date
    kind: str
    amount: MoneyOut


class StatementOut(Out):
    """El estado de cuenta de un corte con sus movimientos."""

    line: LineOut
    cycle: CycleOut
    movements: list[MovementOut]


@router.get("/loans/{loan_id}/line", operation_id="loans.line")
@door("loans.read")
def look(act: Act, loan_id: UUID, on: Day = None) -> LineOut:
    """Una línea en cualquier fecha: lo disponible, el mínimo, el pago total y sus cortes, el último primero."""
    loan = queries.loan(act, loan_id)
    return _out(act, loan, on or act.business_date)[0]


@router.post("/loans/{loan_id}/draws", status_code=201, operation_id="loans.draw")
@door("loans.disburse", key="required")
def draw(act: Act, loan_id: UUID, ask: DrawAsk) -> LineOut:
    """Entrega parte de lo disponible; quien aprobó la línea no puede entregarlo."""
    loan = commands.draw(act, loan_id, Draw(ask.amount, ask.method, ask.on, ask.account_id))
    return _out(act, loan, act.business_date)[0]


@router.post("/loans/{loan_id}/limit", status_code=201, operation_id="loans.review_limit")
@door("loans.approve")
def review(act: Act, loan_id: UUID, ask: ReviewAsk) -> LineOut:
    """Revisa el cupo y la vigencia de la línea, hasta lo que el cargo de quien revisa puede aprobar."""
    loan = commands.review(because(act, ask.reason), loan_id, Review(ask.limit, ask.periods, ask.on))
    return _out(act, loan, act.business_date)[0]


@router.post("/loans/{loan_id}/block", status_code=201, operation_id="loans.block")
@door("loans.manage")
def block(act: Act, loan_id: UUID, ask: BlockAsk) -> LineOut:
    """Bloquea o desbloquea la línea: bloqueada se cobra igual, pero no se dispone de ella."""
    loan = commands.block(because(act, ask.reason), loan_id, blocked=ask.blocked)
    return _out(act, loan, act.business_date)[0]


@router.post("/loans/{loan_id}/closing", status_code=201, operation_id="loans.end_line")
@door("loans.manage")
def end(act: Act, loan_id: UUID, ask: Reason) -> LineOut:
    """Cierra una línea de la que no se debe nada."""
    return _out(act, commands.end_line(because(act, ask.reason), loan_id), act.business_date)[0]


@router.get("/loans/{loan_id}/statement", operation_id="loans.statement")
@door("loans.read")
def statement(act: Act, loan_id: UUID, on: Day = None) -> StatementOut:
    """El estado de cuenta del último corte en esa fecha; si no se ha cortado, como va."""
    return _statement(act, queries.loan(act, loan_id), on or act.business_date)


@router.get("/loans/{loan_id}/statement.pdf", operation_id="loans.print_statement")
@door("loans.read")
def print_statement(act: Act, loan_id: UUID, on: Day = None) -> Response:
    """El estado de cuenta en una hoja."""
    loan = queries.loan(act, loan_id)
    found = _statement(act, loan, on or act.business_date)
    body = letter(_letter(act, loan, found))
    return exports.file(body, "application/pdf", f"estado-{loan.folio}-{found.cycle.cut}.pdf", inline=True)


def _out(act: Act, loan: LoanRecord, on: date) -> tuple[LineOut, list[Statement]]:
    state = queries.state(act, loan, on)
    line = state.line
    if line is None or loan.contract.terms.line is None:
        raise NotALine(f"{loan.folio} no es una línea rotativa")

    def money(minor: int) -> Money:
        return Money.from_minor(minor, loan.currency)

    owed = [each for each in state.instalments if each.left > 0]
    found = list(reversed(line.statements))
    return LineOut.model_construct(
        loan_id=loan.id, folio=loan.folio, on=on, limit=money(line.limit), used=money(line.used),
        available=money(line.available if loan.status == "active" else 0), blocked=line.blocked,
        minimum_due=money(sum(state.due)), minimum_on=owed[0].due_on if owed else None, payoff=money(state.payoff),
        days_past_due=state.days_past_due, cut_on=line.cut_on, ends_on=line.ends_on,
        minimum_part=loan.contract.terms.line.minimum_part, minimum_floor=money(loan.contract.terms.line.minimum),
        cycles=[_cycle(each, state, loan.currency) for each in found],
    ), found  # fmt: skip


def _statement(act: Act, loan: LoanRecord, on: date) -> StatementOut:
    line, told = _out(act, loan, on)
    if not told:
        raise NothingToChange(f"{loan.folio} terminó sin usarse: no tiene estado de cuenta")
    place = next((place for place, each in enumerate(line.cycles) if each.closed), 0)
    movements = _movements(act, loan, told[place])
    return StatementOut.model_construct(line=line, cycle=line.cycles[place], movements=movements)


def _cycle(each: Statement, state: LoanState, currency: str) -> CycleOut:
    row = next((one for one in state.instalments if one.nominal == each.cut), None)
    told: dict[str, Any] = {
        name: getattr(each, name) for name in ("number", "start", "cut", "due_on", "closed")
    }
    amounts: dict[str, Any] = {
        name: Money.from_minor(getattr(each, name), currency)
        for name in (
            "opening",
            "drawn",
            "paid",
            "closing",
            "interest",
            "charges",
            "capital",
            "minimum",
            "limit",
        )
    }
    top, bottom = each.average
    average = Money.from_minor((2 * top + bottom) // (2 * bottom), currency)
    left = Money.from_minor(row.left if row and each.closed else 0, currency)
    return CycleOut.model_construct(**told, **amounts, average=average, left=left)


def _movements(act: Act, loan: LoanRecord, cycle: Statement) -> list[MovementOut]:
    found: list[MovementOut] = []
    for each in queries.events(act, loan.id):
        event = each.event
        first = event.on == cycle.start == loan.disbursed_on
        if each.undone_by is not None or not (first or cycle.start < event.on <= cycle.cut):
            continue
        if isinstance(event, Drawn | Payment):
            kind = "draw" if isinstance(event, Drawn) else "payment"
            amount = Money.from_minor(event.amount, loan.currency)
            found.append(MovementOut.model_construct(on=event.on, kind=kind, amount=amount))
    return found


def _letter(act: Act, loan: LoanRecord, found: StatementOut) -> Letter:
    line, cycle = found.line, found.cycle
    facts = [
        *who(act, loan),
        ("Corte", f"del {date_text(cycle.start)} al {date_text(cycle.cut)}"),
        ("Cupo", money_screen(cycle.limit)),
        ("Disponible", money_screen(line.available)),
        ("Saldo promedio diario", money_screen(cycle.average)),
        ("Pago mínimo", money_screen(cycle.minimum)),
        ("Fecha límite de pago", date_text(cycle.due_on)),
        (f"Pago total al {date_text(line.on)}", money_screen(line.payoff)),
    ]
    names = {"draw": "Disposición", "payment": "Pago"}
    rows = [
        ("Saldo anterior", "", money_screen(cycle.opening)),
        *((names[each.kind], date_text(each.on), money_screen(each.amount)) for each in found.movements),
        ("Interés del corte", date_text(cycle.cut), money_screen(cycle.interest)),
        ("Cargos", date_text(cycle.cut), money_screen(cycle.charges)),
        ("Capital usado al corte", date_text(cycle.cut), money_screen(cycle.closing)),
    ]
    told = "" if cycle.closed else "El corte todavía no llega: estas cifras son como van."
    return Letter(
        "Estado de cuenta", loan.folio, issuer(act, loan), act.at, facts, (told,) if told else (),
        ("Concepto", "Fecha", "Monto"), rows,
    )  # fmt: skip
