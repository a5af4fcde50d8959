"""Reading batches of payments, their lines, the files of the bank and the evidence of each payable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.payables.queries.suppliers import (
    AccountRecord,
    SupplierRecord,
    accounts_by_id,
    suppliers_by_id,
)
from caudal.business.payables.tables import Batch, Payable, Payment
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money, total
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound

_FILES = text(
    "select id, batch_id, layout, name, encode(sha, 'hex') as sha, made_at, made_by from payable_files"
    " where batch_id = any(cast(:batches as uuid[])) order by made_at, id"
)
_FILE = text("select name, data from payable_files where id = :id and batch_id = :batch")
_PAPERS = text(
    "select id, invoice_id, payment_id, name, media, octet_length(data) as size, created_at, created_by"
    " from payable_papers where payable_id = :payable order by created_at, id"
)
_PAPER = text("select name, media, data from payable_papers where id = :id and payable_id = :payable")
_MOVES = text(
    "select m.id, m.kind, m.amount, m.from_id, m.payment_id, m.reference, m.entry_id, m.undoes, m.on_date, m.at,"
    " m.actor_id, p.currency, exists (select from payable_moves u where u.undoes = m.id) as undone"
    " from payable_moves m join payables p on p.id = m.payable_id where m.payable_id = :payable order by m.id"
)
_EVENTS = text(
    "select kind, told, reason, on_date, at, actor_id, act_id from payable_events where payable_id = :payable"
    " order by id"
)
_LEFT = text(
    "select p.id, p.settled - u.used as remaining from payables p cross join lateral"
    " (select coalesce(sum(m.amount), 0) as used from payable_moves m where m.from_id = p.id) u"
    " where p.kind = 'advance' and p.supplier_id = :supplier and p.branch_id = :branch and p.currency = :currency"
    " and p.settled > u.used order by p.number"
)


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """A line of a batch."""

    id: UUID
    folio: str
    batch_id: UUID
    payable_id: UUID
    payable_folio: str
    service: str
    supplier: SupplierRecord
    account: AccountRecord
    request_id: UUID
    amount: Money
    state: str
    entry_id: int | None
    paid_on: date | None
    reference: str | None
    returned_on: date | None
    return_reason: str | None
    return_entry_id: int | None


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was made for the bank; ``sha``: SHA-256 of its bytes, in hexadecimal."""

    id: UUID
    layout: str
    name: str
    sha: str
    made_at: datetime
    made_by: int


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """Payments that leave together from a bank account (``box_id``)."""

    id: UUID
    folio: str
    branch_id: int
    box_id: int
    currency: str
    pay_on: date
    state: str
    created_at: datetime
    created_by: int
    executed_at: datetime | None
    executed_by: int | None
    payments: tuple[PaymentRecord, ...]
    files: tuple[FileRecord, ...]

    @property
    def total(self) -> Money:
        """What leaves, or left: what was taken out of it doesn't count."""
        return total((p.amount for p in self.payments if p.state != "removed"), self.currency)


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """Evidence kept with a payable."""

    id: UUID
    invoice_id: UUID | None
    payment_id: UUID | None
    name: str
    media: str
    size: int
    created_at: datetime
    created_by: int


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """Something that settled a payable, or took it back (negative)."""

    id: int
    kind: str
    amount: Money
    from_id: UUID | None
    payment_id: UUID | None
    reference: str | None
    entry_id: int
    undoes: int | None
    undone: bool
    on: date
    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class EventRecord:
    """What happened with a payable, told in a sentence."""

    kind: str
    told: str
    reason: str | None
    on: date
    at: datetime
    by: int
    act_id: UUID


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of an advance that was paid."""

    payable_id: UUID
    amount: Money


@dataclass(frozen=True, slots=True)
class BatchFilter:
    """Which batches."""

    state: str | None = None
    branch_id: int | None = None


def batch(act: Act, batch_id: UUID) -> BatchRecord:
    """One batch with its lines.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(
        select(Batch).where(Batch.id == batch_id).execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("El lote no existe o es de otra sucursal")
    return _batches(act, [row])[0]


def batches(act: Act, which: BatchFilter, limit: int = 50, after: str | None = None) -> Page[BatchRecord]:
    """Batches by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Batch)
    if which.state:
        wanted = wanted.where(Batch.state == which.state)
    if which.branch_id is not None:
        wanted = wanted.where(Batch.branch_id == which.branch_id)
    if cursor:
        wanted = wanted.where(Batch.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Batch.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page(_batches(act, page.items), page.next)


def payments_of(act: Act, payable_id: UUID) -> list[PaymentRecord]:
    """The payments of a payable, planned ones too, in order."""
    return _payments(act, Payment.payable_id == payable_id)


def payment(act: Act, payment_id: UUID) -> PaymentRecord:
    """One payment.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = _payments(act, Payment.id == payment_id)
    if not found:
        raise NotFound("El pago no existe o es de otra sucursal")
    return found[0]


def bank_file(act: Act, batch_id: UUID, file_id: UUID) -> tuple[str, bytes]:
    """The name and the bytes of a file that was made for the bank.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.execute(_FILE, {"id": file_id, "batch": batch_id}).one_or_none()
    if row is None:
        raise NotFound("El archivo no existe o es de otra sucursal")
    return row.name, bytes(row.data)


def papers(act: Act, payable_id: UUID) -> list[PaperRecord]:
    """The evidence of a payable."""
    rows = act.db.execute(_PAPERS, {"payable": payable_id})
    return [
        PaperRecord(r.id, r.invoice_id, r.payment_id, r.name, r.media, r.size, r.created_at, r.created_by)
        for r in rows
    ]


def paper(act: Act, payable_id: UUID, paper_id: UUID) -> tuple[str, str, bytes]:
    """The name, kind and bytes of a piece of evidence.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.execute(_PAPER, {"id": paper_id, "payable": payable_id}).one_or_none()
    if row is None:
        raise NotFound("La evidencia no existe o es de otra sucursal")
    return row.name, row.media, bytes(row.data)


def moves(act: Act, payable_id: UUID) -> list[MoveRecord]:
    """What settled a payable, in order."""
    return [
        MoveRecord(m.id, m.kind, Money.from_minor(m.amount, m.currency), m.from_id, m.payment_id, m.reference,
                   m.entry_id, m.undoes, m.undone, m.on_date, m.at, m.actor_id)
        for m in act.db.execute(_MOVES, {"payable": payable_id})
    ]  # fmt: skip


def events(act: Act, payable_id: UUID) -> list[EventRecord]:
    """What happened with a payable, in order."""
    rows = act.db.execute(_EVENTS, {"payable": payable_id})
    return [EventRecord(e.kind, e.told, e.reason, e.on_date, e.at, e.actor_id, e.act_id) for e in rows]


def advances(act: Act, supplier_id: UUID, branch_id: int, currency: str) -> list[Remaining]:
    """What is left of the advances paid to a supplier in a branch."""
    rows = act.db.execute(_LEFT, {"supplier": supplier_id, "branch": branch_id, "currency": currency})
    return [Remaining(row.id, Money.from_minor(int(row.remaining), currency)) for row in rows]


def _batches(act: Act, rows: Iterable[Batch]) -> list[BatchRecord]:
    found = list(rows)
    keys = [row.id for row in found]
    lines: dict[UUID, list[PaymentRecord]] = {}
    for each in _payments(act, Payment.batch_id.in_(keys)) if keys else []:
        lines.setdefault(each.batch_id, []).append(each)
    files: dict[UUID, list[FileRecord]] = {}
    for f in act.db.execute(_FILES, {"batches": keys}):
        files.setdefault(f.batch_id, []).append(
            FileRecord(f.id, f.layout, f.name, f.sha, f.made_at, f.made_by)
        )
    return [
        BatchRecord(
            row.id, ids.folio("LP", row.number), row.branch_id, row.box_id, row.currency, row.pay_on, row.state,
            row.created_at, row.created_by, row.executed_at, row.executed_by, tuple(lines.get(row.id, ())),
            tuple(files.get(row.id, ())),
        )
        for row in found
    ]  # fmt: skip


def _payments(act: Act, condition: object) -> list[PaymentRecord]:
    wanted = select(Payment, Payable).join(Payable, Payable.id == Payment.payable_id).where(condition)  # type: ignore[arg-type]
    rows = act.db.execute(wanted.order_by(Payment.number).execution_options(populate_existing=True)).all()
    sellers = suppliers_by_id(act, {row[0].supplier_id for row in rows})
    held = accounts_by_id(act, {row[0].account_id for row in rows})
    return [
        PaymentRecord(
            p.id, ids.folio("PG", p.number), p.batch_id, p.payable_id, ids.folio("CXP", of.number), of.service,
            sellers[p.supplier_id], held[p.account_id], p.request_id, Money.from_minor(p.amount, p.currency), p.state,
            p.entry_id, p.paid_on, p.reference, p.returned_on, p.return_reason, p.return_entry_id,
        )
        for p, of in rows
    ]  # fmt: skip
