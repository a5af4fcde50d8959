"""What is done with a line of credit: drawing from it, reviewing its limit, blocking it and closing it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from caudal.business.loans import queries
from caudal.business.loans.commands.happening import day_of, fresh_id, happen, hold, told, within_limit
from caudal.business.loans.commands.lending import SamePerson, quoted
from caudal.business.loans.commands.serving import NothingToChange
from caudal.business.loans.commands.states import in_state
from caudal.business.loans.commands.syncing import Reading, keep_event, lines, locked, read, write
from caudal.business.loans.events import LoanChanged
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.happenings import Blocked, Drawn, Ended, LimitSet
from caudal.business.loans.rules.lines import LineState, OverLimit
from caudal.business.loans.rules.terms import MAX_PERIODS
from caudal.business.loans.tables import Loan
from caudal.business.parties import queries as parties
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.rules import LEAVES
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Conflict, Invalid
from caudal.ledger import commands as ledger


class LineBlocked(Conflict):
    type, title, status = "linea-bloqueada", "De esa línea no se puede disponer", 409


class NotALine(Conflict):
    type, title, status = "no-es-linea", "Ese préstamo no es una línea rotativa", 409


@dataclass(frozen=True, slots=True)
class Draw:
    """How much is taken from a line, and how. ``on``: the business date when absent.

    ``box_id``: the bank account a transfer or a cheque leaves from; the usual one of the branch when absent.
    """

    amount: Money
    method: str = "cash"
    on: date | None = None
    box_id: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The limit from a day on, and how many cuts the line lasts from the day it was opened; as it was when absent."""

    limit: Money
    periods: int | None = None
    on: date | None = None


@command
def draw(act: Act, loan_id: UUID, ask: Draw) -> LoanRecord:
    """Hand over part of what is available: another person than who approved the line.

    Raises:
        NotALine: it is an ordinary loan.
        SamePerson: who approved the line can't hand over what is drawn.
        LineBlocked: it is blocked, late or over.
        OverLimit: it is more than what is available.
        InvalidAmount: it isn't more than zero, or is in another currency.
        InsufficientFunds, PeriodClosed, HasLaterPayments, NotInThatState, Invalid: as any hand-over.
    """
    parties.party(act, queries.loan(act, loan_id).party_id, lock=True)
    row = locked(act, loan_id)
    act = in_branch(act, row.branch_id)
    in_state(row, "active")
    if ask.method not in LEAVES:
        raise _wrong("/method", "La forma de entrega es cash, transfer o cheque")
    on = day_of(act, row, ask.on)
    _line(read(act, row, on))
    if row.decided_by == act.actor.id:
        raise SamePerson("Quien aprobó la línea no puede entregar lo que se dispone: pídaselo a otra persona")
    before = read(act, row, on)
    _allowed(row, before, ask.amount)
    event = Drawn(
        on=on, id=fresh_id(act), seq=before.known, recorded_on=act.business_date, amount=ask.amount.minor
    )
    reading = read(act, row, on, event)
    box = treasury.source(act, ask.method, row.currency, ask.box_id)
    moved = [*lines(reading), *treasury.out_of_box(act, box, ask.amount)]
    memo = f"Disposición de {queries.record(act, row).folio}"
    entry = ledger.post(act, kind="loan_draw", source=f"loans:{row.id}", lines=moved, on=on, memo=memo)
    reading.written = keep_event(act, reading, entry)
    write(act, reading)
    act.tell(LoanChanged(row.id, row.party_id, "draw"))
    return told(act, row)


@command
def review(act: Act, loan_id: UUID, ask: Review) -> LoanRecord:
    """Set the limit of a line again, up to what the role of who acts may approve, and until when it lasts.

    Raises:
        NotALine: it is an ordinary loan.
        OverLimit: the role may not approve so much (`monto-sobre-limite`).
        NothingToChange: it is that already, or the line is over.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    on = day_of(act, row, ask.on)
    before = read(act, row, on)
    found = _line(before)
    if not ask.limit.is_positive or ask.limit.currency != row.currency:
        raise InvalidAmount(
            f"El cupo debe ser mayor que cero y en {row.currency}",
            errors=[{"pointer": "/limit", "detail": "mayor que cero"}],
        )
    if ask.periods is not None and not len(found.statements) <= ask.periods <= MAX_PERIODS:
        raise _wrong("/periods", f"De {len(found.statements)} a {MAX_PERIODS} cortes desde que se abrió")
    if found.cut_on is None or (ask.limit.minor == found.limit and ask.periods is None):
        raise NothingToChange("La línea ya terminó, o ese ya es su cupo")
    product = queries.product_of(act, row.product_id).definition
    within_limit(act, row, ask.limit.minor)
    terms = replace(before.terms, principal=ask.limit)
    quoted(act, product, replace(keeping.contract(row.contract), terms=terms))
    event = LimitSet(
        on=on, id=fresh_id(act), recorded_on=act.business_date, limit=ask.limit.minor, periods=ask.periods
    )
    happen(act, row, event, "loan_change", before)
    return told(act, row)


@command
def block(act: Act, loan_id: UUID, *, blocked: bool = True) -> LoanRecord:
    """Let nothing be drawn from a line until it is said otherwise; or say otherwise.

    Raises:
        NotALine: it is an ordinary loan.
        NothingToChange: it is so already.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    on = day_of(act, row, None)
    before = read(act, row, on)
    if _line(before).blocked is blocked:
        raise NothingToChange("La línea ya está bloqueada" if blocked else "La línea no está bloqueada")
    event = Blocked(on=on, id=fresh_id(act), recorded_on=act.business_date, blocked=blocked)
    happen(act, row, event, "loan_change", before)
    return told(act, row)


@command
def end_line(act: Act, loan_id: UUID) -> LoanRecord:
    """Close a line of which nothing is owed.

    Raises:
        NotALine: it is an ordinary loan.
        NothingToChange: something is owed of it.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    on = day_of(act, row, None)
    before = read(act, row, on)
    _line(before)
    if before.state.payoff:
        owed = Money.from_minor(before.state.payoff, row.currency)
        raise NothingToChange(
            f"De la línea se deben {owed.amount} {owed.currency}: se cierra cuando no se deba nada"
        )
    happen(act, row, Ended(on=on, id=fresh_id(act), recorded_on=act.business_date), "loan_change", before)
    return told(act, row)


def _line(reading: Reading) -> LineState:
    if reading.state.line is None:
        raise NotALine("Solo de una línea rotativa se dispone, se revisa el cupo o se bloquea")
    return reading.state.line


def _allowed(row: Loan, reading: Reading, amount: Money) -> None:
    if not amount.is_positive or amount.currency != row.currency:
        raise InvalidAmount(
            f"El monto debe ser mayor que cero y en {row.currency}",
            errors=[{"pointer": "/amount", "detail": "mayor que cero"}],
        )
    found = _line(reading)
    if found.blocked or found.cut_on is None:
        raise LineBlocked(
            "La línea está bloqueada" if found.blocked else "La línea llegó a su fin: revise su cupo"
        )
    if reading.state.days_past_due:
        raise LineBlocked(f"Tiene {reading.state.days_past_due} días de mora: primero se pone al día")
    if amount.minor > found.available:
        there = Money.from_minor(found.available, row.currency)
        raise OverLimit(
            f"Quedan {there.amount} {there.currency} por disponer",
            available=there.json(),
            asked=amount.json(),
        )


def _wrong(pointer: str, detail: str) -> Invalid:
    return Invalid(detail, errors=[{"pointer": pointer, "detail": detail[0].lower() + detail[1:]}])
