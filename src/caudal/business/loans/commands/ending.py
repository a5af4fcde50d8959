"""Other terms over what is owed, giving a loan up in the books, and undoing what was decided."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caudal.business.loans import queries
from caudal.business.loans.commands.happening import (
    HasLaterPayments,
    day_of,
    fresh_id,
    happen,
    hold,
    told,
    within_limit,
)
from caudal.business.loans.commands.lending import quoted
from caudal.business.loans.commands.serving import NothingToChange
from caudal.business.loans.commands.states import nothing_given_back
from caudal.business.loans.commands.syncing import Reading, read
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.happenings import Drawn, Payment, Restructured, Reversal, WrittenOff
from caudal.business.loans.rules.terms import ChargeWhen, LoanRate, Method, Planned, Terms
from caudal.business.loans.tables import Loan, LoanEvent
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound
from caudal.ledger.commands import AlreadyReversed

_NEEDS_MORE = frozenset({Method.SAN, Method.BALLOON, Method.LINE})
"""Methods that a restructure can't go on with: an instalment or a last payment was agreed for another amount."""


@dataclass(frozen=True, slots=True)
class Restructure:
    """New terms over the balance; what is absent goes on as it was.

    What is owed besides capital joins it (`capitalise`), is forgiven (`forgive`) or is due at once.
    """

    periods: int
    method: Method | None = None
    frequency: Frequency | None = None
    rate: LoanRate | None = None
    first_due_on: date | None = None
    plan: tuple[Planned, ...] = ()
    capitalise: frozenset[Component] = frozenset()
    forgive: frozenset[Component] = frozenset()
    on: date | None = None


@command
def restructure(act: Act, loan_id: UUID, ask: Restructure) -> LoanRecord:
    """Put what is owed under other terms; the days late stay for the portfolio at risk.

    Raises:
        Invalid, NotAmortising: the new terms don't fit.
        OverCeiling: the rate passes the legal ceiling of that day.
        OverLimit: with what they forgave of it lately, it forgives more than the product lets the role of who acts.
        NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    on = day_of(act, row, ask.on)
    before = read(act, row, on)
    _apart(ask)
    terms = _terms(before, ask, on)
    contract = replace(keeping.contract(row.contract), terms=terms)
    quoted(act, queries.product_of(act, row.product_id).definition, contract)
    forgiven = sum(_owed(before)[each] for each in ask.forgive)
    within_limit(act, row, forgiven, together=True)
    event = Restructured(
        on=on, id=fresh_id(act), recorded_on=act.business_date, terms=terms, capitalise=ask.capitalise,
        forgive=ask.forgive, forgiven=forgiven,
    )  # fmt: skip
    happen(act, row, event, "loan_restructure", before)
    return told(act, row)


@command
def write_off(act: Act, loan_id: UUID, on: date | None = None) -> LoanRecord:
    """Give a late loan up in the books: the debt remains, nothing more accrues, what comes later is a recovery.

    Raises:
        NothingToChange: it isn't late.
        OverLimit: its capital, with what they forgave of it lately, is more than the product lets the role of who
            acts.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    day = day_of(act, row, on)
    before = read(act, row, day)
    if not before.state.days_past_due:
        raise NothingToChange("Un préstamo al día no se castiga")
    within_limit(act, row, before.state.principal, together=True)
    event = WrittenOff(on=day, id=fresh_id(act), recorded_on=act.business_date)
    happen(act, row, event, "loan_write_off", before)
    return told(act, row)


@command
def undo(act: Act, loan_id: UUID, event_id: int) -> LoanRecord:
    """Undo what was decided: from today on it never happened; what was seen on past days remains.

    Raises:
        NotFound: nothing with that number happened to the loan.
        Invalid: it is a payment, which is undone where it was taken, or no reason was given.
        AlreadyReversed: it was undone.
        HasLaterPayments: a restructure under which something was collected.
        LaterPaymentLeftOver: without it, something already collected would have nothing to pay.
        OverchargeStands: what it paid over a ceiling was given back since it ended.
    """
    act, row = hold(act, loan_id, "active", "paid", "written_off", "recovered")
    nothing_given_back(act, row)
    kept = act.db.scalars(
        select(LoanEvent).where(LoanEvent.id == event_id, LoanEvent.loan_id == row.id)
    ).one_or_none()
    if kept is None:
        raise NotFound("Eso no pasó con este préstamo")
    done = keeping.event(kept.kind, kept.body)
    if kept.payment_id is not None or isinstance(done, (Reversal, Drawn)):
        raise Invalid(
            "Un cobro se reversa en su recibo; una reversa no se deshace: vuelva a hacer lo que deshizo"
        )
    if kept.undone_by is not None:
        raise AlreadyReversed("Ya se deshizo")
    if isinstance(done, Restructured) and _paid_since(act, row, kept):
        raise HasLaterPayments("Se cobró con las condiciones nuevas: reverse primero esos cobros")
    on = act.business_date
    reading = happen(act, row, Reversal(on=on, id=fresh_id(act), recorded_on=on, of=done.id), "loan_undo")
    kept.undone_by = reading.written
    return told(act, row)


def _paid_since(act: Act, row: Loan, kept: LoanEvent) -> bool:
    history = queries.events(act, row.id)
    undone = {each.event.of for each in history if isinstance(each.event, Reversal)}
    return any(
        isinstance(each.event, Payment) and each.id > kept.id and each.event.id not in undone
        for each in history
    )


def _owed(before: Reading) -> list[int]:
    state = before.state
    return [due + more for due, more in zip(state.due, state.to_close, strict=True)]


def _apart(ask: Restructure) -> None:
    both, capital = ask.capitalise & ask.forgive, Component.PRINCIPAL
    if both or capital in ask.capitalise | ask.forgive:
        raise Invalid(
            "Cada concepto se capitaliza o se condona, no las dos; el capital no va en esa lista",
            errors=[{"pointer": "/forgive", "detail": "repetido, o es el capital"}],
        )


def _terms(before: Reading, ask: Restructure, on: date) -> Terms:
    old, owed = before.terms, _owed(before)
    balance = owed[Component.PRINCIPAL] - before.state.advance + sum(owed[each] for each in ask.capitalise)
    if balance <= 0:
        raise NothingToChange("Lo recibido por adelantado ya cubre el capital")
    method = Method.CUSTOM if ask.plan else ask.method or old.method
    if method in _NEEDS_MORE or (method is Method.CUSTOM and not ask.plan):
        method = Method.FRENCH
    if method is Method.FRENCH and old.fixed and ask.rate is None:
        raise Invalid(
            "Diga la tasa de las cuotas nuevas", errors=[{"pointer": "/rate", "detail": "hace falta la tasa"}]
        )
    return Terms(
        method=method, principal=Money.from_minor(balance, old.currency), disbursed_on=on,
        periods=len(ask.plan) or ask.periods, frequency=ask.frequency or old.frequency, rate=ask.rate or old.rate,
        first_due_on=ask.first_due_on, day_count=old.day_count, holidays=old.holidays, round_to=old.round_to,
        charges=tuple(each for each in old.charges if each.when is ChargeWhen.INSTALMENT),
        rounding=old.rounding, plan=ask.plan, daily_recalculation=old.daily_recalculation, rebate=old.rebate,
    )  # fmt: skip
