"""What an entry is, before anybody writes it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from caudal.kernel import ids
from caudal.kernel.money import InvalidAmount, Money


class Use(StrEnum):
    """The role of an account in the chart: rooms name a role, the chart of the country says the account."""

    CASH = "CASH"
    CHEQUE = "CHEQUE"
    CARD = "CARD"
    BANK = "BANK"
    AR = "AR"
    INTEREST_RECEIVABLE = "INTEREST_RECEIVABLE"
    LOANS = "LOANS"
    PAWN_LOANS = "PAWN_LOANS"
    PAWN_INTEREST = "PAWN_INTEREST"
    PAWN_INVENTORY = "PAWN_INVENTORY"
    ALLOWANCE = "ALLOWANCE"
    ROSCA_FRONTED = "ROSCA_FRONTED"
    SUPPLIER_ADVANCES = "SUPPLIER_ADVANCES"
    TAX_CREDIT = "TAX_CREDIT"
    INTERBRANCH = "INTERBRANCH"
    FX = "FX"
    PAYABLES = "PAYABLES"
    CUSTOMER_CREDIT = "CUSTOMER_CREDIT"
    LOAN_ADVANCES = "LOAN_ADVANCES"
    DEFERRED_SALES = "DEFERRED_SALES"
    REFUNDS_PAYABLE = "REFUNDS_PAYABLE"
    ROSCA_FUND = "ROSCA_FUND"
    INSURANCE_PAYABLE = "INSURANCE_PAYABLE"
    PAWN_SURPLUS = "PAWN_SURPLUS"
    UNIDENTIFIED = "UNIDENTIFIED"
    TAX_PAYABLE = "TAX_PAYABLE"
    WITHHOLDINGS = "WITHHOLDINGS"
    BORROWINGS = "BORROWINGS"
    CAPITAL = "CAPITAL"
    RETAINED = "RETAINED"
    OPENING = "OPENING"
    SALES = "SALES"
    RETURNS = "RETURNS"
    DISCOUNTS = "DISCOUNTS"
    INTEREST = "INTEREST"
    LATE_FEES = "LATE_FEES"
    LOAN_FEES = "LOAN_FEES"
    RECOVERIES = "RECOVERIES"
    PAWN_STORAGE = "PAWN_STORAGE"
    OTHER_INCOME = "OTHER_INCOME"
    RETENTIONS = "RETENTIONS"
    FX_RESULT = "FX_RESULT"
    COSTS = "COSTS"
    EXPENSES = "EXPENSES"
    BAD_DEBT = "BAD_DEBT"
    PROVISION = "PROVISION"
    BANK_FEES = "BANK_FEES"
    OVER_SHORT = "OVER_SHORT"
    CASH_OVER = "CASH_OVER"


CONTROL = frozenset(
    {
        Use.CASH, Use.CHEQUE, Use.CARD, Use.BANK, Use.AR, Use.INTEREST_RECEIVABLE, Use.LOANS, Use.PAWN_LOANS,
        Use.PAWN_INTEREST, Use.PAWN_INVENTORY, Use.ALLOWANCE, Use.ROSCA_FRONTED, Use.INTERBRANCH, Use.PAYABLES,
        Use.CUSTOMER_CREDIT, Use.LOAN_ADVANCES, Use.ROSCA_FUND, Use.INSURANCE_PAYABLE, Use.PAWN_SURPLUS,
        Use.UNIDENTIFIED,
    }
)  # fmt: skip
"""Accounts whose balance is that of documents, tills or other branches: only what moves those moves them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry: positive is debit, negative is credit.

    ``account`` is the role of an account or the id of a particular one (a till, a bank account). ``branch``
    is the entry's own when absent; ``party`` and ``doc`` are the client and the document the line belongs to.
    """

    account: int | Use
    amount: Money
    party: UUID | None = None
    doc: UUID | None = None
    branch: int | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry among many: what :func:`caudal.ledger.commands.post` takes, plus its branch."""

    kind: str
    source: str
    lines: Sequence[Line]
    idem: UUID | None = None
    on: date | None = None
    memo: str | None = None
    branch: int | None = None


def debit(
    account: int | Use,
    money: Money,
    *,
    party: UUID | None = None,
    doc: UUID | None = None,
    branch: int | None = None,
) -> Line:
    """A line on the left side.

    >>> debit(Use.CASH, Money.of("12.50", "MXN")).amount.minor
    1250

    Raises:
        InvalidAmount: `money` isn't more than zero.
    """
    return Line(account, _more_than_zero(money), party, doc, branch)


def credit(
    account: int | Use,
    money: Money,
    *,
    party: UUID | None = None,
    doc: UUID | None = None,
    branch: int | None = None,
) -> Line:
    """A line on the right side.

    >>> credit(Use.AR, Money.of("12.50", "MXN")).amount.minor
    -1250

    Raises:
        InvalidAmount: `money` isn't more than zero.
    """
    return Line(account, -_more_than_zero(money), party, doc, branch)


def imbalances(lines: Sequence[Line], branch: int) -> dict[tuple[int, str], Money]:
    """What is left over in each branch and currency, only where it isn't zero.

    Args:
        lines: the lines of one entry.
        branch: the branch of the lines that name none.

    >>> a, b = Money.of(100, "MXN"), Money.of(99, "MXN")
    >>> imbalances([debit(Use.CASH, a), credit(Use.AR, a)], 1)
    {}
    >>> imbalances([debit(Use.CASH, a), credit(Use.AR, b)], 1)
    {(1, 'MXN'): Money(currency='MXN', amount=Decimal('1.00'))}
    """
    sums: dict[tuple[int, str], int] = {}
    for line in lines:
        key = (branch if line.branch is None else line.branch, line.amount.currency)
        sums[key] = sums.get(key, 0) + line.amount.minor
    return {key: Money.from_minor(minor, key[1]) for key, minor in sums.items() if minor}


def month_of(on: date) -> int:
    """The accounting month of a date, as YYYYMM.

    >>> month_of(date(2026, 3, 9))
    202603
    """
    return on.year * 100 + on.month


def folio(entry_id: int) -> str:
    """How people name an entry.

    >>> folio(42)
    'AS-000042'
    """
    return ids.folio("AS", entry_id)


def _more_than_zero(money: Money) -> Money:
    if not money.is_positive:
        raise InvalidAmount("El renglón de un asiento lleva un monto mayor que cero")
    return money
