"""Reading products and loans; a loan on any date is its contract and its events, read again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import aliased

from caudal.business.loans.queries import lateness, law
from caudal.business.loans.queries.happened import EventRecord as EventRecord
from caudal.business.loans.queries.happened import events, history
from caudal.business.loans.queries.happened import happened as events_of
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.outlook import Simulation, simulate
from caudal.business.loans.rules.product import Definition
from caudal.business.loans.rules.renewal import NothingToRenew, Renewal, renew
from caudal.business.loans.rules.replay import LoanState, replay
from caudal.business.loans.tables import Loan, LoanEvent, Part, Product
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid, NotFound
from caudal.kernel.sql import sql

_ROOM = "caudal.business.loans"
STATUSES = (
    "applied",
    "approved",
    "rejected",
    "active",
    "late",
    "paid",
    "renewed",
    "written_off",
    "recovered",
    "cancelled",
)


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """A version of a product."""

    id: int
    code: str
    version: int
    name: str
    currency: str
    definition: Definition
    active: bool
    created_at: datetime
    created_by: int


@dataclass(frozen=True, slots=True)
class LoanRecord:
    """A loan as it is kept. ``outstanding``: capital by its events until now; ``oldest_due_on``: of what is unpaid."""

    id: UUID
    folio: str
    branch_id: int
    party_id: UUID
    product_id: int
    currency: str
    principal: Money
    contract: Contract
    status: str
    purpose: str
    applied_on: date
    applied_by: int
    decided_by: int | None
    decided_at: datetime | None
    decision_reason: str | None
    disbursed_on: date | None
    disbursed_by: int | None
    closed_on: date | None
    renews_id: UUID | None
    late_when_renewed: int
    outstanding: Money
    oldest_due_on: date | None

    def days_past_due(self, on: date) -> int:
        """Days since its oldest unpaid due date; those of the loan it renewed are kept while it lives."""
        if self.status != "active":
            return 0
        own = max(0, (on - self.oldest_due_on).days) if self.oldest_due_on else 0
        return max(own, self.late_when_renewed)


@dataclass(frozen=True, slots=True)
class LoanFilter:
    """Which loans. ``status``: those of `STATUSES`, separated by commas; ``late`` is active and with days late.

    ``renewable``: up to date, with the instalments paid that its product asks for, and nobody renewing it yet.
    """

    q: str = ""
    status: str | None = None
    party_ids: Sequence[UUID] | None = None
    branch_id: int | None = None
    product: str | None = None
    due_to: date | None = None
    due_from: date | None = None
    renewable: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What the debts of a loan say today, without arrears interest."""

    installments: int = 0
    paid: int = 0
    next_on: date | None = None
    next_amount: int = 0
    due_now: int = 0
    overdue: int = 0


def figures(act: Act, loan_ids: Sequence[UUID]) -> dict[UUID, Figures]:
    """The figures of each loan, in one reading."""
    rows = act.db.execute(sql(_ROOM, "figures"), {"loans": list(loan_ids), "on": act.business_date})
    return {
        row.owner_id: Figures(
            row.all_of_them,
            row.paid,
            row.next_on,
            int(row.next_amount or 0),
            int(row.due_now),
            int(row.overdue),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Late:
    """How late a loan is today: its arrears interest, minor units, and its days without those it was frozen."""

    arrears: int = 0
    days: int = 0


def late(act: Act, found: Iterable[LoanRecord]) -> dict[UUID, Late]:
    """How late each loan is that has something overdue, or was late when it was renewed: all events in one reading."""
    overdue = {row.id: row for row in found if row.days_past_due(act.business_date)}
    known = events_of(act, overdue) if overdue else {}
    told: dict[UUID, Late] = {}
    for row in overdue.values():
        read = replay(row.contract, known.get(row.id, ()), act.business_date)
        told[row.id] = Late(read.due[Component.ARREARS], max(read.days_past_due, row.late_when_renewed))
    return told


def products(act: Act, *, every: bool = False) -> list[ProductRecord]:
    """The products in use by name; `every` adds the versions that were."""
    wanted = select(Product).order_by(Product.name, Product.version.desc())
    if not every:
        wanted = wanted.where(Product.active)
    return [_product(row) for row in act.db.scalars(wanted)]


def product(act: Act, code: str, version: int | None = None) -> ProductRecord:
    """A product by its code, the version in use when none is said.

    Raises:
        NotFound: there is none.
    """
    wanted = select(Product).where(Product.code == code)
    wanted = wanted.where(Product.active) if version is None else wanted.where(Product.version == version)
    row = act.db.scalars(wanted).one_or_none()
    if row is None:
        raise NotFound(f"No hay un producto «{code[:40]}» en uso")
    return _product(row)


def product_of(act: Act, product_id: int) -> ProductRecord:
    """The version of a product by its id."""
    return _product(act.db.get_one(Product, product_id))


def loan(act: Act, loan_id: UUID) -> LoanRecord:
    """One loan.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.get(Loan, loan_id)
    if row is None:
        raise NotFound("El préstamo no existe o es de otra sucursal")
    return record(act, row)


def many(act: Act, loan_ids: Iterable[UUID]) -> dict[UUID, LoanRecord]:
    """Those of `loan_ids` that the act can see."""
    return {
        row.id: record(act, row) for row in act.db.scalars(select(Loan).where(Loan.id.in_(set(loan_ids))))
    }


def loans(act: Act, which: LoanFilter, limit: int = 50, after: str | None = None) -> Page[LoanRecord]:
    """Loans by folio, the newest first; totals by currency of all that match: how many, lent and outstanding."""
    matching = _conditions(act, which)
    cursor, wanted = pages.decode(after, int), select(Loan).where(*matching)
    if cursor:
        wanted = wanted.where(Loan.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Loan.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page([record(act, row) for row in page.items], page.next, _totals(act, matching))


def _totals(act: Act, matching: Sequence[ColumnElement[bool]]) -> dict[str, Any]:
    rows = act.db.execute(
        select(Loan.currency, func.count(), func.sum(Loan.principal), func.sum(Loan.outstanding))
        .where(*matching)
        .group_by(Loan.currency)
        .order_by(Loan.currency)
    ).all()
    told: list[dict[str, Any]] = [
        {"currency": currency, "count": count, "principal": Money.from_minor(int(lent), currency),
         "outstanding": Money.from_minor(int(out), currency)}
        for currency, count, lent, out in rows
    ]  # fmt: skip
    return {"count": sum(each["count"] for each in told), "by_currency": told}


def state(act: Act, found: LoanRecord, as_of: date | None = None) -> LoanState:
    """A loan as it stood on a date, today when absent."""
    return replay(found.contract, history(act, found.id), as_of or act.business_date)


def simulation(act: Act, found: LoanRecord, amount: Money | None, on: date | None = None) -> Simulation:
    """What a payment ahead would do on a date, and what closes the loan then; nothing is written.

    Raises:
        Invalid: the amount isn't more than zero, or is in another currency.
    """
    if amount is not None and (not amount.is_positive or amount.currency != found.currency):
        raise Invalid(
            f"El monto debe ser mayor que cero y en {found.currency}",
            errors=[{"pointer": "/amount", "detail": "mayor que cero"}],
        )
    history = [each.event for each in events(act, found.id)]
    return simulate(found.contract, history, amount.minor if amount else 0, on or act.business_date)


def renewal(act: Act, new: LoanRecord, on: date | None = None) -> tuple[LoanRecord, Renewal]:
    """The loan that `new` renews, and what of `new` would be handed over on a date.

    Raises:
        NotFound: `new` renews nothing.
        NothingToRenew: the old one isn't running, hasn't paid enough, or the new one doesn't reach to pay it.
    """
    if new.renews_id is None:
        raise NotFound(f"{new.folio} no renueva otro préstamo")
    old, day = loan(act, new.renews_id), on or act.business_date
    if old.status != "active":
        raise NothingToRenew(f"{old.folio} no está vigente: no hay saldo vivo que renovar")
    least = product_of(act, old.product_id).definition.renewal_after
    if least is None:
        raise NothingToRenew(f"El producto de {old.folio} no se renueva")
    terms = replace(new.contract.terms, disbursed_on=day)
    return old, renew(terms, state(act, old, day), least_paid=least)


def renewing(act: Act, loan_id: UUID) -> LoanRecord | None:
    """The loan that renews another, or is to; none when nobody asked for it or it was given up."""
    wanted = select(Loan).where(Loan.renews_id == loan_id, Loan.status.not_in(["rejected", "cancelled"]))
    row = act.db.scalars(wanted.order_by(Loan.number.desc()).limit(1)).one_or_none()
    return record(act, row) if row else None


def parts_of(act: Act, payments: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, int, str, int]]]:
    """Where payments went inside loans: loan, instalment, component and minor units."""
    wanted = (
        select(Part.payment_id, Part.loan_id, Part.number, Part.component, func.sum(Part.amount))
        .where(Part.payment_id.in_(set(payments)))
        .group_by(Part.payment_id, Part.loan_id, Part.number, Part.component)
        .having(func.sum(Part.amount) != 0)
        .order_by(Part.number, Part.component)
    )
    found: dict[UUID, list[tuple[UUID, int, str, int]]] = {}
    for payment_id, loan_id, number, component, amount in act.db.execute(wanted):
        found.setdefault(payment_id, []).append((loan_id, number, component, int(amount)))
    return found


def paid_by(act: Act, loan_id: UUID) -> dict[UUID, dict[str, int]]:
    """What each payment left in a loan, by component, minor units."""
    wanted = select(Part.payment_id, Part.component, func.sum(Part.amount)).where(Part.loan_id == loan_id)
    found: dict[UUID, dict[str, int]] = {}
    for payment_id, component, amount in act.db.execute(
        wanted.group_by(Part.payment_id, Part.component).order_by(func.min(Part.number), Part.component)
    ):
        if amount:
            found.setdefault(payment_id, {})[component] = int(amount)
    return found


def effects(act: Act, loan_id: UUID, payment_id: UUID) -> dict[str, int]:
    """What the entry of a payment moved of each account of a loan when it was taken."""
    wanted = select(LoanEvent.effects).where(
        LoanEvent.loan_id == loan_id, LoanEvent.payment_id == payment_id, LoanEvent.kind == "payment"
    )
    return act.db.scalars(wanted).one()


def record(act: Act, row: Loan) -> LoanRecord:
    """A row as others see it: one that was paid, under the law that was known when it was."""
    currency = row.currency
    return LoanRecord(
        row.id, ids.folio("LN", row.number), row.branch_id, row.party_id, row.product_id, currency,
        Money.from_minor(row.principal, currency), law.contract(act, row, row.closed_on), row.status, row.purpose,
        row.applied_on, row.applied_by, row.decided_by, row.decided_at, row.decision_reason, row.disbursed_on,
        row.disbursed_by, row.closed_on, row.renews_id, row.late_when_renewed,
        Money.from_minor(row.outstanding, currency), row.oldest_due_on,
    )  # fmt: skip


def _product(row: Product) -> ProductRecord:
    return ProductRecord(
        row.id, row.code, row.version, row.name, row.currency, keeping.definition(row.definition), row.active,
        row.created_at, row.created_by,
    )  # fmt: skip


def _conditions(act: Act, which: LoanFilter) -> list[ColumnElement[bool]]:
    found = list[ColumnElement[bool]]()
    if which.renewable:
        found.append(_renewable(act))
    if which.branch_id is not None:
        found.append(Loan.branch_id == which.branch_id)
    if which.party_ids is not None:
        found.append(Loan.party_id.in_(which.party_ids))
    if which.product:
        found.append(Loan.product_id.in_(select(Product.id).where(Product.code == which.product)))
    if which.due_to:
        found.append(Loan.oldest_due_on <= which.due_to)
    if which.due_from:
        found.append(Loan.oldest_due_on >= which.due_from)
    if which.status:
        found.append(or_(*(_status(act, name.strip()) for name in which.status.split(","))))
    typed = which.q.strip().upper().removeprefix("LN-")
    if typed:
        is_number = typed.isascii() and typed.isdigit() and len(typed) < 16
        said = (Loan.purpose != "") & Loan.purpose.icontains(typed, autoescape=True)
        found.append(Loan.number == int(typed) if is_number else said)
    return found


def _renewable(act: Act) -> ColumnElement[bool]:
    """As the rules say of one loan, over all of them: from which instalment, says the version of its product."""
    asked = Product.definition["renewal_after"].as_integer()
    least = act.db.execute(select(Product.id, asked).where(asked.is_not(None))).all()
    enough = [(Loan.product_id == product_id) & (Loan.paid_count >= count) for product_id, count in least]
    another = aliased(Loan)
    waiting = select(another.id).where(
        another.renews_id == Loan.id, another.status.in_(["applied", "approved"])
    )
    return (Loan.status == "active") & ~lateness.past_due(act) & or_(false(), *enough) & ~waiting.exists()


def _status(act: Act, name: str) -> Any:
    if name not in STATUSES:
        raise Invalid(
            f"«{name[:20]}» no es un estado; use {', '.join(STATUSES)}",
            errors=[{"pointer": "/status", "detail": "desconocido"}],
        )
    return lateness.late(act) if name == "late" else Loan.status == name
