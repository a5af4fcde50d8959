"""Reading what is owed to suppliers: one, many by what is asked, their ageing and their figures of the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from caudal.business.payables.queries.suppliers import ROOM, SupplierRecord, suppliers_by_id
from caudal.business.payables.rules.matching import Figures, Match, TaxKind, TaxLine
from caudal.business.payables.rules.states import ENDED, STATES_OF, State, View, label
from caudal.business.payables.tables import Invoice, Payable, Payment, Supplier
from caudal.business.receivables.rules import BUCKETS, BY_CODE, Bucket, bucket_of
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.dates import days_past_due
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid, NotFound
from caudal.kernel.sql import sql


@dataclass(frozen=True, slots=True)
class InvoiceRecord:
    """An invoice of a supplier as it arrived. ``match``: what is compared with the contract, beside it."""

    id: UUID
    payable_id: UUID
    number: str
    fiscal_uuid: UUID | None
    issued_on: date
    figures: Figures
    match: Match
    state: str
    replaces_id: UUID | None
    entry_id: int | None
    received_at: datetime
    received_by: int
    decided_at: datetime | None
    decided_by: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class PayableRecord:
    """What is owed of a service, or an advance. ``asking``: what the live request asks to pay."""

    id: UUID
    folio: str
    branch_id: int
    supplier: SupplierRecord
    kind: str
    contract_id: UUID | None
    price_id: UUID | None
    service: str
    quantity: int
    cost_use: str
    served_on: date
    contracted: Money
    amount: Money
    settled: Money
    balance: Money
    includes_tax: bool
    invoice_required: bool
    terms_days: int
    due_on: date
    state: State
    invoice: InvoiceRecord | None
    request_id: UUID | None
    asking: Money | None
    authorised_on: date | None
    authorised_by: int | None
    scheduled_on: date | None
    paid_on: date | None
    entry_id: int | None
    cancelled_on: date | None
    cancel_entry_id: int | None
    created_at: datetime
    created_by: int
    act_id: UUID

    def label(self, on: date) -> str:
        """How its state is read on a date."""
        due = self.scheduled_on is not None and self.scheduled_on <= on
        return label(self.state, settled=self.settled.minor, due=due)

    def days_late(self, on: date) -> int:
        """Days past its due date; none once it ended."""
        return 0 if self.state in ENDED else days_past_due(self.due_on, on)

    def bucket(self, on: date) -> Bucket:
        return bucket_of(self.days_late(on))


@dataclass(frozen=True, slots=True)
class PayableFilter:
    """Which payables. ``q``: folio, service, supplier or number of invoice; ``open``: only what is owed."""

    view: View = View.ALL
    q: str = ""
    state: str | None = None
    supplier_id: UUID | None = None
    contract_id: UUID | None = None
    kind: str | None = None
    branch_id: int | None = None
    currency: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    bucket: str | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of a filter in one currency."""

    currency: str
    count: int
    amount: Money
    settled: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """What is owed in one bucket and currency."""

    currency: str
    bucket: Bucket
    balance: Money
    payables: int
    suppliers: int


@dataclass(frozen=True, slots=True)
class DayFigure:
    """One figure of the day in a currency: ``owed``, ``due``, ``authorise``, ``today``, ``scheduled``."""

    key: str
    amount: Money
    count: int


def payable(act: Act, payable_id: UUID) -> PayableRecord:
    """One payable.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = many(act, [payable_id])
    if not found:
        raise NotFound("La cuenta por pagar no existe o es de otra sucursal")
    return found[payable_id]


def signed_as(act: Act, key: UUID) -> PayableRecord:
    """The payable with that id, or the one of which a payment was signed under it.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = many(act, [key])
    if not found:
        lines = select(Payment.payable_id).where(Payment.subject_id == key)
        wanted = select(Payable.id).where(or_(Payable.subject_id == key, Payable.id.in_(lines)))
        found = many(act, act.db.scalars(wanted).all())
    if not found:
        raise NotFound("La cuenta por pagar no existe o es de otra sucursal")
    return next(iter(found.values()))


def many(act: Act, payable_ids: Iterable[UUID]) -> dict[UUID, PayableRecord]:
    """Those of `payable_ids` that the act can see."""
    wanted = select(Payable).where(Payable.id.in_(set(payable_ids)))
    rows = act.db.scalars(wanted.execution_options(populate_existing=True)).all()
    return {each.id: each for each in records(act, rows)}


def payables(
    act: Act, which: PayableFilter, limit: int = 50, after: str | None = None
) -> Page[PayableRecord]:
    """Payables by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Payable).where(*_conditions(act, which))
    if cursor:
        wanted = wanted.where(Payable.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Payable.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page(records(act, page.items), page.next)


def sums(act: Act, which: PayableFilter) -> list[Sums]:
    """Totals over the whole filter, by currency."""
    rows = act.db.execute(
        select(
            Payable.currency,
            func.count(),
            func.sum(Payable.amount),
            func.sum(Payable.settled),
            func.sum(Payable.open),
        )
        .where(*_conditions(act, which))
        .group_by(Payable.currency)
        .order_by(Payable.currency)
    )
    return [
        Sums(c, count, *(Money.from_minor(int(minor or 0), c) for minor in (amount, settled, left)))
        for c, count, amount, settled, left in rows
    ]


def ageing(act: Act, on: date | None = None, branch_id: int | None = None) -> list[AgeingRow]:
    """What was owed for services on `on` (today when absent), by currency and bucket; every bucket is there."""
    rows = act.db.execute(sql(ROOM, "ageing"), {"on": on or act.business_date, "branch": branch_id}).all()
    found = {(row.currency, row.bucket): row for row in rows}
    result: list[AgeingRow] = []
    for currency in sorted({row.currency for row in rows}):
        for bucket in BUCKETS:
            row = found.get((currency, bucket.number))
            balance = Money.from_minor(int(row.balance) if row else 0, currency)
            result.append(
                AgeingRow(currency, bucket, balance, row.payables if row else 0, row.suppliers if row else 0)
            )
    return result


def figures(act: Act, branch_id: int | None = None) -> dict[str, list[DayFigure]]:
    """The figures of the day by currency."""
    rows = act.db.execute(sql(ROOM, "figures"), {"on": act.business_date, "branch": branch_id})
    keys = ("owed", "due", "authorise", "today", "scheduled")
    return {
        row.currency: [
            DayFigure(key, Money.from_minor(int(getattr(row, key)), row.currency), getattr(row, f"{key}_n"))
            for key in keys
        ]
        for row in rows
    }


def invoices(act: Act, payable_id: UUID) -> list[InvoiceRecord]:
    """The invoices of a payable in the order they arrived, those that others replaced too."""
    wanted = select(Invoice).where(Invoice.payable_id == payable_id).order_by(Invoice.received_at, Invoice.id)
    return [invoice_record(row) for row in act.db.scalars(wanted.execution_options(populate_existing=True))]


def records(act: Act, rows: Sequence[Payable]) -> list[PayableRecord]:
    """Rows as records, with their suppliers and their invoices."""
    sellers = suppliers_by_id(act, {row.supplier_id for row in rows})
    wanted = select(Invoice).where(Invoice.id.in_([row.invoice_id for row in rows if row.invoice_id]))
    found = {
        row.id: invoice_record(row)
        for row in act.db.scalars(wanted.execution_options(populate_existing=True))
    }
    return [
        _record(row, sellers[row.supplier_id], found.get(row.invoice_id) if row.invoice_id else None)
        for row in rows
    ]


def invoice_record(row: Invoice) -> InvoiceRecord:
    """A row as a record."""
    money = row.currency
    lines = tuple(
        TaxLine(TaxKind(each["kind"]), each["label"], Money.from_minor(each["amount"], money))
        for each in row.lines
    )
    match = Match(Money.from_minor(row.compared, money), Money.from_minor(row.contracted, money))
    return InvoiceRecord(
        row.id, row.payable_id, row.number, row.fiscal_uuid, row.issued_on,
        Figures(Money.from_minor(row.subtotal, money), lines), match, row.state, row.replaces_id, row.entry_id,
        row.received_at, row.received_by, row.decided_at, row.decided_by, row.reason,
    )  # fmt: skip


def _record(row: Payable, supplier: SupplierRecord, invoice: InvoiceRecord | None) -> PayableRecord:
    contracted, amount, settled, left = (
        Money.from_minor(minor, row.currency) for minor in (row.contracted, row.amount, row.settled, row.open)
    )
    return PayableRecord(
        row.id, ids.folio("CXP", row.number), row.branch_id, supplier, row.kind, row.contract_id, row.price_id,
        row.service, row.quantity, row.cost_use, row.served_on, contracted, amount, settled, left,
        row.includes_tax, row.invoice_required, row.terms_days, row.due_on, State(row.state), invoice,
        row.request_id, Money.from_minor(row.asking, row.currency) if row.asking else None, row.authorised_on,
        row.authorised_by, row.scheduled_on, row.paid_on, row.entry_id, row.cancelled_on, row.cancel_entry_id,
        row.created_at, row.created_by, row.act_id,
    )  # fmt: skip


def _conditions(act: Act, which: PayableFilter) -> list[ColumnElement[bool]]:
    exact: dict[Any, Any] = {
        Payable.branch_id: which.branch_id,
        Payable.currency: which.currency,
        Payable.supplier_id: which.supplier_id,
        Payable.contract_id: which.contract_id,
        Payable.kind: which.kind,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    if which.due_from:
        found.append(Payable.due_on >= which.due_from)
    if which.due_to:
        found.append(Payable.due_on <= which.due_to)
    if which.open:
        found.append(Payable.open > 0)
    if which.state:
        found.append(Payable.state.in_([_state(name) for name in which.state.split(",")]))
    return found + _viewed(which.view, act.business_date) + _aged(which, act.business_date) + _typed(which.q)


def _viewed(view: View, on: date) -> list[ColumnElement[bool]]:
    if view is View.TODAY:
        return [Payable.scheduled_on <= on]
    if view is View.SCHEDULED:
        return [Payable.scheduled_on > on]
    return [Payable.state.in_([s.value for s in STATES_OF[view]])] if view in STATES_OF else []


def _state(name: str) -> str:
    try:
        return State(name.strip()).value
    except ValueError:
        told = f"«{name[:20]}» no es un estado; use {', '.join(s.value for s in State)}"
        raise Invalid(told, errors=[{"pointer": "/state", "detail": "desconocido"}]) from None


def _aged(which: PayableFilter, on: date) -> list[ColumnElement[bool]]:
    if not which.bucket:
        return []
    bucket = BY_CODE.get(which.bucket)
    if bucket is None:
        told = f"«{which.bucket[:20]}» no es un tramo; use {', '.join(BY_CODE)}"
        raise Invalid(told, errors=[{"pointer": "/bucket", "detail": "desconocido"}])
    owed = [Payable.open > 0, Payable.kind == "service"]
    if bucket.first == 0:
        return [*owed, Payable.due_on >= on]
    found = [*owed, Payable.due_on <= _before(on, bucket.first)]
    if bucket.last is not None:
        found.append(Payable.due_on >= _before(on, bucket.last))
    return found


def _before(on: date, days: int) -> date:
    return date.fromordinal(max(1, on.toordinal() - days))


def _typed(q: str) -> list[ColumnElement[bool]]:
    typed = q.strip()
    if not typed:
        return []
    number = typed.upper().removeprefix("CXP-").removeprefix("CXP").strip()
    if number.isascii() and number.isdigit() and len(number) < 16:
        invoiced = select(Invoice.payable_id).where(Invoice.number == typed)
        return [or_(Payable.number == int(number), Payable.id.in_(invoiced))]
    sold = select(Supplier.id).where(Supplier.name.icontains(typed, autoescape=True))
    invoiced = select(Invoice.payable_id).where(Invoice.number.icontains(typed, autoescape=True))
    return [
        or_(
            Payable.service.icontains(typed, autoescape=True),
            Payable.supplier_id.in_(sold),
            Payable.id.in_(invoiced),
        )
    ]
