"""What the house decides about a running loan: forgive, charge, freeze, change the rate, call it all due."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from caudal.business.loans import queries
from caudal.business.loans.commands.happening import day_of, fresh_id, happen, hold, told, within_limit
from caudal.business.loans.commands.syncing import Reading, read
from caudal.business.loans.queries import LoanRecord, law
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.ceilings import Caps, refuse_over
from caudal.business.loans.rules.factors import effective_annual
from caudal.business.loans.rules.happenings import (
    Accelerated,
    Charged,
    Frozen,
    RateChanged,
    Waived,
    frozen_on,
)
from caudal.business.loans.rules.quote import COUNTRY_OF
from caudal.business.loans.rules.terms import LoanRate
from caudal.business.loans.tables import Loan
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Conflict, Invalid, Problem

LONGEST_FREEZE = timedelta(days=366)
_SHORTEST_PROOF = 10
_BY_ITSELF = frozenset({"worker", "webhook"})
_HOUSING = "vivienda"


class NothingToWaive(Conflict):
    type, title, status = "nada-que-condonar", "No se debe tanto de eso", 409


class ChargeWithoutProof(Problem):
    type, title, status = "gasto-sin-gestion", "El gasto de cobranza no tiene su gestión", 422


class NothingToChange(Conflict):
    type, title, status = "cambio-sin-efecto", "Ese cambio no tendría efecto en el préstamo", 409


@dataclass(frozen=True, slots=True)
class Waiver:
    """``amount``: everything that is owed of `component` when absent."""

    component: Component
    amount: Money | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """``number``: the instalment it goes to; the oldest overdue one, or the one that runs, when absent."""

    amount: Money
    component: Component = Component.CHARGE
    number: int | None = None
    proof: str = ""
    concept: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Freeze:
    """``interest``: ordinary interest stops too."""

    until: date
    interest: bool = False
    on: date | None = None


@command
def waive(act: Act, loan_id: UUID, ask: Waiver) -> LoanRecord:
    """Forgive part of what is due: interest and capital are a loss in the books; arrears and charges never were income.

    Raises:
        NothingToWaive: not so much is due of it.
        OverLimit: with what they forgave of it lately, it is more than the product lets the role of who acts.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    on = day_of(act, row, ask.on)
    before = read(act, row, on)
    wanted = owed_of(row, before, ask)
    within_limit(act, row, wanted, together=True)
    event = Waived(
        on=on, id=fresh_id(act), recorded_on=act.business_date, component=ask.component, amount=wanted
    )
    happen(act, row, event, "loan_waiver", before)
    return told(act, row)


def owed_of(row: Loan, before: Reading, ask: Waiver) -> int:
    """How much of what is due a waiver is for, in minor units.

    Raises:
        NothingToWaive: not so much is due of it.
        InvalidAmount: it isn't more than zero, or is in another currency.
    """
    owed, amount = before.state.due[ask.component], _positive(row, ask.amount)
    wanted = owed if amount is None else amount
    if not wanted or wanted > owed:
        have = Money.from_minor(owed, row.currency)
        raise NothingToWaive(f"De eso se deben {have.amount} {have.currency} vencidos", owed=have.json())
    return wanted


@command
def charge(act: Act, loan_id: UUID, ask: Charge) -> LoanRecord:
    """Charge an expense or an insurance; it is income when it is collected.

    Raises:
        ChargeWithoutProof: in Colombia, without a proven act of collection, by itself, or of a housing credit.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    on, amount = day_of(act, row, ask.on), _positive(row, ask.amount)
    proof = " ".join(ask.proof.split())
    if ask.component is Component.CHARGE:
        _proven(act, row, proof)
    before = read(act, row, on)
    fallen = {each.number for each in before.state.instalments if each.fallen}
    if ask.number is not None and ask.number not in fallen:
        raise Invalid(
            "Esa cuota no ha vencido", errors=[{"pointer": "/number", "detail": "no es una vencida"}]
        )
    event = Charged(
        on=on, id=fresh_id(act), recorded_on=act.business_date, amount=amount or 0, component=ask.component,
        number=ask.number, proof=proof, concept=" ".join(ask.concept.split()),
    )  # fmt: skip
    happen(act, row, event, "loan_change", before)
    return told(act, row)


@command
def freeze(act: Act, loan_id: UUID, ask: Freeze) -> LoanRecord:
    """Stop arrears and days late until a date; also ordinary interest, if it is said.

    Raises:
        Invalid: the date isn't after the day it begins, or is more than a year away.
        NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    on = day_of(act, row, ask.on)
    if not on < ask.until <= on + LONGEST_FREEZE:
        raise Invalid(
            "Se congela hasta una fecha posterior, a lo más un año",
            errors=[{"pointer": "/until", "detail": "posterior y a menos de un año"}],
        )
    event = Frozen(
        on=on, id=fresh_id(act), recorded_on=act.business_date, until=ask.until, interest=ask.interest
    )
    happen(act, row, event, "loan_change")
    return told(act, row)


@command
def unfreeze(act: Act, loan_id: UUID, on: date | None = None) -> LoanRecord:
    """Let arrears and interest run again from the day after `on`; the days that were frozen stay so.

    Raises:
        NothingToChange: it isn't frozen that day.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    day = day_of(act, row, on)
    if frozen_on(queries.history(act, row.id), day) is None:
        raise NothingToChange("No está congelado ese día")
    event = Frozen(on=day, id=fresh_id(act), recorded_on=act.business_date, until=day)
    happen(act, row, event, "loan_change")
    return told(act, row)


@command
def change_rate(act: Act, loan_id: UUID, rate: LoanRate, on: date | None = None) -> LoanRecord:
    """Another ordinary rate from a day on; the instalment is worked out again over the same dates.

    Raises:
        OverCeiling: it passes the legal ceiling of that day.
        NothingToChange: the interest of the loan is a fixed sum, or nothing of it is left to come.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    day = day_of(act, row, on)
    before = read(act, row, day)
    terms = replace(before.terms, rate=rate)
    if terms.fixed or before.state.next_due is None:
        raise NothingToChange("Su interés es una suma fija o ya no tiene cuotas por vencer")
    refuse_over(effective_annual(rate, terms.frequency), _caps(act, row), day)
    event = RateChanged(on=day, id=fresh_id(act), recorded_on=act.business_date, rate=rate)
    happen(act, row, event, "loan_change", before)
    return told(act, row)


@command
def accelerate(act: Act, loan_id: UUID, on: date | None = None) -> LoanRecord:
    """Call everything due: the loan must be late, and have something to come.

    Raises:
        NothingToChange: it is up to date, or everything fell due already.
        Invalid, NotInThatState, HasLaterPayments, PeriodClosed: as :func:`hold` and :func:`day_of`.
    """
    act, row = hold(act, loan_id)
    day = day_of(act, row, on)
    before = read(act, row, day)
    if not before.state.days_past_due or before.state.next_due is None:
        raise NothingToChange(
            "Solo se da por vencido el plazo de un préstamo en mora y con cuotas por vencer"
        )
    event = Accelerated(on=day, id=fresh_id(act), recorded_on=act.business_date)
    happen(act, row, event, "loan_change", before)
    return told(act, row)


def country_of(act: Act, row: Loan) -> str:
    """Whose law looks at a loan."""
    return COUNTRY_OF.get(row.currency) or branch_of(act, row.branch_id).country


def _caps(act: Act, row: Loan) -> Caps:
    modality = queries.product_of(act, row.product_id).definition.modality
    return Caps(country_of(act, row), modality, law.known(act))


def _proven(act: Act, row: Loan, proof: str) -> None:
    """Collection expenses need a real, documented act of collection, and housing credit never pays them.

    Source: SFC (CO), Circular Externa 048 de 2008; Concepto 2012024493.
    """
    if country_of(act, row) != "CO":
        return
    if queries.product_of(act, row.product_id).definition.modality == _HOUSING:
        detail = "En crédito de vivienda los gastos de cobranza no se trasladan al deudor"
    elif act.place.door in _BY_ITSELF:
        detail = "En Colombia un gasto de cobranza no se cobra automáticamente"
    elif len(proof) < _SHORTEST_PROOF:
        detail = "En Colombia un gasto de cobranza lleva su gestión: qué se hizo, cuándo y cómo"
    else:
        return
    raise ChargeWithoutProof(
        detail, errors=[{"pointer": "/proof", "detail": "describa la gestión realizada"}]
    )


def _positive(row: Loan, amount: Money | None) -> int | None:
    if amount is None:
        return None
    if not amount.is_positive or amount.currency != row.currency:
        raise InvalidAmount(
            f"El monto debe ser mayor que cero y en {row.currency}",
            errors=[{"pointer": "/amount", "detail": "mayor que cero"}],
        )
    return amount.minor
