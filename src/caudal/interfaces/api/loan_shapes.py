"""How a loan is told: in a list, and on any date."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from caudal.business.loans import queries
from caudal.business.loans.queries import EventRecord, Figures, Late, LoanRecord, overcharges
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.cost import cost, rounded
from caudal.business.loans.rules.happenings import Event, frozen_on, in_force
from caudal.business.loans.rules.replay import InstalmentState, LoanState, replay
from caudal.business.loans.rules.schedule import schedule
from caudal.business.loans.rules.terms import Terms
from caudal.business.parties import queries as parties
from caudal.business.payments import queries as payments
from caudal.business.receivables.rules import bucket_of
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.interfaces.api.loan_timeline import StepOut, given_back, step
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.shapes import MoneyOut, Out
from caudal.kernel.money import Money

LABELS = {
    "applied": "Por autorizar",
    "approved": "Por entregar",
    "rejected": "Rechazado",
    "active": "Vigente",
    "late": "En mora",
    "paid": "Saldado",
    "renewed": "Renovado",
    "written_off": "Castigado",
    "recovered": "Recuperado",
    "cancelled": "Anulado",
}


class LoanOut(Out):
    """Un préstamo en una lista. `due_now`: lo que debe pagar hoy, sin la mora; `days_past_due`: días de atraso.

    `amount_today`: lo que debe pagar hoy con la mora, `arrears_now`.
    """

    id: UUID
    folio: str
    client: ClientRef
    client_id: UUID
    branch_id: int
    branch: str
    product: str
    product_name: str
    status: str
    status_label: str
    principal: MoneyOut
    outstanding: MoneyOut
    applied_on: date
    disbursed_on: date | None
    closed_on: date | None
    next_due_on: date | None
    next_amount: MoneyOut
    due_now: MoneyOut
    arrears_now: MoneyOut
    amount_today: MoneyOut
    overdue: MoneyOut
    days_past_due: int
    bucket: str
    paid_installments: int
    installments: int
    purpose: str


class AmountsOut(Out):
    """Montos por componente."""

    charge: MoneyOut
    insurance: MoneyOut
    arrears: MoneyOut
    interest: MoneyOut
    principal: MoneyOut
    total: MoneyOut


class InstalmentOut(Out):
    """Una cuota: lo que es, lo que se pagó, lo condonado y lo que falta, por componente."""

    number: int
    due_on: date
    due: AmountsOut
    paid: AmountsOut
    waived: MoneyOut
    covered: MoneyOut
    left: MoneyOut
    balance: MoneyOut
    fallen: bool
    days_late: int


class CostOut(Out):
    periodic_irr: Decimal
    annual_effective: Decimal
    cat: Decimal
    flat: Decimal


class LoanPaymentOut(Out):
    """Un pago del préstamo, por componente."""

    id: UUID
    folio: str
    received_on: date
    amount: MoneyOut
    reversed: bool
    parts: dict[str, MoneyOut]


class FrozenOut(Out):
    """Congelado de `since` a `until`: sin mora ni días de atraso; sin interés ordinario si `interest`."""

    since: date
    until: date
    interest: bool


class LoanRef(Out):
    """Otro préstamo, el que este renovó o el que lo renovó."""

    id: UUID
    folio: str
    status_label: str


class LoanDetail(LoanOut):
    """Un préstamo en la fecha pedida: `payoff`, lo que lo liquida ese día; `handed`, lo que recibe el cliente.

    `terms`: las condiciones en vigor; `agreed`: las del principio, si son otras. `days_kept`: los días de mora
    que tenía al renovarse o reestructurarse: por ellos sigue en la cartera en riesgo. `renewal_after`: las cuotas
    pagadas que su producto pide para renovarlo; sin ellas no se renueva.
    """

    as_of: date
    due: AmountsOut
    accrued: MoneyOut
    payoff: MoneyOut
    handed: MoneyOut
    planned: MoneyOut
    advance: MoneyOut
    schedule: list[InstalmentOut]
    rates: CostOut
    timeline: list[StepOut]
    payments: list[LoanPaymentOut]
    applied_by: str
    decided_by: str | None
    decided_at: datetime | None
    disbursed_by: str | None
    decision_reason: str | None
    terms: dict[str, Any]
    agreed: dict[str, Any] | None
    restructured_on: date | None
    days_kept: int
    renews: LoanRef | None
    renewed_by: LoanRef | None
    renewal_after: int | None
    frozen: FrozenOut | None


def outs(act: Act, records: Iterable[LoanRecord]) -> list[LoanOut]:
    """Loans in the shape of the door."""
    rows = list(records)
    figures = queries.figures(act, [row.id for row in rows]) if rows else {}
    return [LoanOut.model_construct(**each) for each in _shapes(act, rows, figures)]


def detail(act: Act, row: LoanRecord, as_of: date | None = None) -> LoanDetail:
    """One loan as it stood on a date, today when absent."""
    on = as_of or act.business_date
    figures = queries.figures(act, [row.id])
    shape = _shapes(act, [row], figures)[0]
    history = queries.events(act, row.id)
    events = [each.event for each in history]
    state = replay(row.contract, events, on)
    deciders = (who for who in (row.decided_by, row.disbursed_by) if who is not None)
    staff = access.names(act, {row.applied_by, *deciders, *(each.actor_id for each in history)})

    def money(minor: int) -> Money:
        return Money.from_minor(minor, row.currency)

    renews, renewed_by = _linked(act, row)
    terms = in_force(row.contract.terms, events, on)
    plan = schedule(row.contract.terms)
    found = cost(plan)
    frozen = _frozen(events, on) if state.closed_on is None else None
    if as_of or frozen:
        shape |= {"days_past_due": state.days_past_due, "outstanding": money(state.principal)}
    return LoanDetail.model_construct(
        **shape,
        as_of=on, due=amounts(state.due, row.currency), accrued=money(state.accrued), payoff=money(state.payoff),
        handed=money(0 if state.line else plan.handed), planned=money(plan.total),
        advance=money(state.advance), schedule=[instalment(each, state, row.currency) for each in state.instalments],
        rates=CostOut.model_construct(
            periodic_irr=rounded(found.periodic, "0.000001"), annual_effective=rounded(found.annual, "0.000001"),
            cat=found.cat, flat=rounded(found.flat, "0.000001"),
        ),
        timeline=[step(each, staff, row.currency) for each in history] + _given_back(act, row),
        payments=_payments(act, row, history),
        applied_by=staff.get(row.applied_by, ""), decided_by=staff.get(row.decided_by or -1), decided_at=row.decided_at,
        disbursed_by=staff.get(row.disbursed_by or -1), decision_reason=row.decision_reason,
        terms=_terms(terms), agreed=None if terms == row.contract.terms else _terms(row.contract.terms),
        restructured_on=state.restructured_on,
        days_kept=state.days_kept, renews=renews, renewed_by=renewed_by,
        renewal_after=queries.product_of(act, row.product_id).definition.renewal_after,
        frozen=frozen,
    )  # fmt: skip


def _shapes(act: Act, rows: list[LoanRecord], figures: Mapping[UUID, Figures]) -> list[dict[str, Any]]:
    people, places = parties.many(act, {row.party_id for row in rows}), branches(act)
    products = {each: queries.product_of(act, each) for each in {row.product_id for row in rows}}
    late = queries.late(act, rows)
    return [
        _shape(row, figures.get(row.id, Figures()), late.get(row.id, Late()))
        | {
            "client": reference(row.party_id, people), "branch": places[row.branch_id].name,
            "product": products[row.product_id].code, "product_name": products[row.product_id].name,
        }
        for row in rows
    ]  # fmt: skip


def _shape(row: LoanRecord, figure: Figures, late: Late) -> dict[str, Any]:
    days, mora = late.days, late.arrears

    def money(minor: int) -> Money:
        return Money.from_minor(minor, row.currency)

    return {
        "id": row.id, "folio": row.folio, "client_id": row.party_id, "branch_id": row.branch_id,
        "status": row.status, "status_label": LABELS["late" if days else row.status], "principal": row.principal,
        "outstanding": row.outstanding, "applied_on": row.applied_on, "disbursed_on": row.disbursed_on,
        "closed_on": row.closed_on, "next_due_on": figure.next_on, "next_amount": money(figure.next_amount),
        "due_now": money(figure.due_now), "arrears_now": money(mora),
        "amount_today": money(figure.due_now + mora), "overdue": money(figure.overdue), "days_past_due": days,
        "bucket": bucket_of(days).code, "paid_installments": figure.paid,
        "installments": figure.installments or row.contract.terms.periods, "purpose": row.purpose,
    }  # fmt: skip


def amounts(minors: tuple[int, ...], currency: str) -> AmountsOut:
    """Amounts by component, with their sum."""
    told: dict[str, Any] = {each.code: Money.from_minor(minors[each], currency) for each in Component}
    return AmountsOut.model_construct(**told, total=Money.from_minor(sum(minors), currency))


def instalment(each: InstalmentState, state: LoanState, currency: str) -> InstalmentOut:
    """An instalment as it stands."""
    late = (state.as_of - each.due_on).days if each.fallen and each.left > 0 else 0
    return InstalmentOut.model_construct(
        number=each.number, due_on=each.due_on, due=amounts(each.due, currency),
        paid=amounts(each.paid, currency), waived=Money.from_minor(sum(each.waived), currency),
        covered=Money.from_minor(each.covered, currency), left=Money.from_minor(each.left, currency),
        balance=Money.from_minor(each.balance, currency), fallen=each.fallen, days_late=max(0, late),
    )  # fmt: skip


def _payments(act: Act, row: LoanRecord, history: Iterable[EventRecord]) -> list[LoanPaymentOut]:
    ids = [each.payment_id for each in history if each.payment_id and each.kind == "payment"]
    sums = queries.paid_by(act, row.id)
    return [
        LoanPaymentOut.model_construct(
            id=each.id, folio=each.folio, received_on=each.received_on, amount=each.amount, reversed=each.reversed,
            parts={
                component: Money.from_minor(amount, row.currency)
                for component, amount in sums.get(each.id, {}).items()
            },
        )
        for each in payments.briefly(act, ids)
    ]  # fmt: skip


def _given_back(act: Act, row: LoanRecord) -> list[StepOut]:
    """What was recognised of a loan that had ended."""
    found = overcharges.given_back(act, loan_id=row.id) if row.closed_on else []
    if not found:
        return []
    staff = access.names(
        act, {who for each in found for who in (each.actor_id, each.reversed_by) if who is not None}
    )
    folios = {each.id: each.folio for each in payments.briefly(act, [each.payment_id for each in found])}
    return [one for each in reversed(found) for one in given_back(each, staff, folios)]


def _frozen(events: Iterable[Event], on: date) -> FrozenOut | None:
    found = frozen_on(events, on)
    return FrozenOut(since=found.on, until=found.until, interest=found.interest) if found else None


def _linked(act: Act, row: LoanRecord) -> tuple[LoanRef | None, LoanRef | None]:
    """The loan that it renewed, and the one that renewed it."""
    before = queries.many(act, [row.renews_id]).get(row.renews_id) if row.renews_id else None
    after = queries.renewing(act, row.id)
    return before and _ref(before), after and _ref(after)


def _ref(row: LoanRecord) -> LoanRef:
    return LoanRef(id=row.id, folio=row.folio, status_label=LABELS[row.status])


def _terms(terms: Terms) -> dict[str, Any]:
    return {
        "method": terms.method.value, "periods": terms.periods, "frequency": terms.frequency.value,
        "rate": {"kind": terms.rate.kind.value, "value": str(terms.rate.value)},
        "day_count": terms.day_count.value, "first_due_on": terms.first.isoformat(),
    }  # fmt: skip
