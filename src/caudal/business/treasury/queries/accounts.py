"""Reading bank accounts: what the bank knows of them and what the books say is there."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from caudal.business.treasury.queries.boxes import BoxRecord, record
from caudal.business.treasury.rules.numbers import masked
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound

_ACCOUNTS = text("""
    select b.id, b.branch_id, b.kind, b.currency, b.name, b.account_id, b.shift_id, b.main, b.shifts, b.shared,
           a.bank, a.kind as number_kind, a.number, a.threshold, a.since, g.posted, g.floor
    from boxes b
    left join bank_accounts a on a.box_id = b.id
    left join ledger.balances g on g.account_id = b.account_id and g.branch_id = b.branch_id
    where b.kind = 'bank' and b.active and (cast(:box as int) is null or b.id = cast(:box as int))
      and (cast(:branch as smallint) is null or b.branch_id = cast(:branch as smallint) or b.shared)
    order by b.branch_id, b.main desc, b.id
""")


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """A bank account.

    ``bank`` and ``number`` are empty until somebody says them. ``balance``: in the books, absent where the account is
    of another branch. ``floor``: the lowest it may reach; ``threshold``: below it, the balance is low.
    """

    box: BoxRecord
    shared: bool
    bank: str
    number_kind: str
    number: str
    balance: Money | None
    floor: Money
    threshold: Money
    since: date | None

    @property
    def shown(self) -> str:
        """The number as people see it."""
        return masked(self.number) if self.number else ""

    @property
    def low(self) -> bool:
        """Whether there is less than what somebody wants there."""
        return self.balance is not None and self.threshold.is_positive and self.balance < self.threshold


def accounts(act: Act, branch_id: int | None = None, box_id: int | None = None) -> list[AccountRecord]:
    """The bank accounts the act can see; those of the company too, without what is in them where it isn't theirs."""
    rows = act.db.execute(_ACCOUNTS, {"branch": branch_id, "box": box_id})
    return [
        AccountRecord(
            record(r), r.shared, r.bank or "", r.number_kind or "", r.number or "",
            Money.from_minor(r.posted, r.currency) if r.posted is not None else None,
            Money.from_minor(r.floor or 0, r.currency), Money.from_minor(r.threshold or 0, r.currency), r.since,
        )
        for r in rows
    ]  # fmt: skip


def bank_account(act: Act, box_id: int) -> AccountRecord:
    """One bank account.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = accounts(act, box_id=box_id)
    if not found:
        raise NotFound("La cuenta bancaria no existe o es de otra sucursal")
    return found[0]


def low_accounts(act: Act) -> list[AccountRecord]:
    """The accounts whose balance is below what somebody wants there."""
    return [each for each in accounts(act) if each.low]
