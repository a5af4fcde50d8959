"""What instalments collected for somebody else, and what was paid to them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from caudal.business.loans.tables import Remittance
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.ledger import queries as books
from caudal.ledger.rules import Use


@dataclass(frozen=True, slots=True)
class RemittanceRecord:
    """A payment to whoever it was collected for."""

    id: UUID
    folio: str
    branch_id: int
    amount: Money
    payee: str
    concept: str
    reference: str
    method: str
    paid_on: date
    entry_id: int
    actor_id: int
    reversed_on: date | None
    reversal_reason: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """What a branch holds for others: `collected` − `paid`; below zero when a collection was undone after paying."""

    branch_id: int
    collected: Money
    paid: Money

    @property
    def held(self) -> Money:
        return self.collected - self.paid


def held(act: Act, branch_id: int, currency: str) -> Money:
    """What a branch holds for others now, by its books."""
    return -books.balance(act, Use.INSURANCE_PAYABLE, currency, branch=branch_id)


def standing(act: Act, branch_id: int) -> list[Held]:
    """What a branch collected for others and paid to them, by currency; those with nothing aren't there."""
    rows = act.db.execute(
        select(Remittance.currency, func.sum(Remittance.amount))
        .where(Remittance.branch_id == branch_id, Remittance.reversed_on.is_(None))
        .group_by(Remittance.currency)
    )
    paid = {currency: int(total) for currency, total in rows}
    found: list[Held] = []
    for currency in sorted(CURRENCIES):
        given, now = Money.from_minor(paid.get(currency, 0), currency), held(act, branch_id, currency)
        if not (given.is_zero and now.is_zero):
            found.append(Held(branch_id, now + given, given))
    return found


def remittance(act: Act, remittance_id: UUID) -> RemittanceRecord:
    """One payment.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.get(Remittance, remittance_id)
    if row is None:
        raise NotFound("Ese pago no existe o es de otra sucursal")
    return record(row)


def remittances(
    act: Act, branch_id: int | None, limit: int = 50, after: str | None = None
) -> Page[RemittanceRecord]:
    """Payments to others, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Remittance)
    if branch_id is not None:
        wanted = wanted.where(Remittance.branch_id == branch_id)
    if cursor:
        wanted = wanted.where(Remittance.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Remittance.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page([record(row) for row in page.items], page.next)


def record(row: Remittance) -> RemittanceRecord:
    """A row as others see it."""
    return RemittanceRecord(
        row.id, ids.folio("PT", row.number), row.branch_id, Money.from_minor(row.amount, row.currency), row.payee,
        row.concept, row.reference, row.method, row.paid_on, row.entry_id, row.actor_id, row.reversed_on,
        row.reversal_reason,
    )  # fmt: skip
