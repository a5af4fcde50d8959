"""Debts that belong to a contract: the instalments of a loan. The contract posts its own entries; here they are owed.

Reminders, arrears, ageing and collections read them as any other debt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.kernel.sql import sql

_ROOM = "caudal.business.receivables"
_IDS = text(
    "select uuidv7() as id, next_number('receivable_numbers') as number from generate_series(1, :count)"
)
_MOVE = text(
    "select payment_id, receivable_id, sum(amount) as amount from allocations"
    " where receivable_id = any(:debts) group by 1, 2 having sum(amount) <> 0"
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The contract that some debts belong to. ``kind``: ``loan``."""

    kind: str
    id: UUID
    party_id: UUID
    branch_id: int
    currency: str
    issued_on: date
    origin: str = "manual"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One of them: its number in the contract, what it says, its amount in minor units and when it is due."""

    turn: int
    concept: str
    amount: int
    due_on: date


def open_instalments(act: Act, owners: Sequence[Owner], each: Sequence[Sequence[Instalment]]) -> list[UUID]:
    """Write the debts of some contracts; returns their ids, contract by contract, in the order given."""
    pairs = [(owner, one) for owner, ones in zip(owners, each, strict=True) for one in ones]
    if not pairs:
        return []
    fresh = act.db.execute(_IDS, {"count": len(pairs)}).all()
    act.db.execute(
        sql(_ROOM, "open_instalments"),
        {
            "ids": [row.id for row in fresh],
            "numbers": [row.number for row in fresh],
            "branches": [owner.branch_id for owner, _ in pairs],
            "parties": [owner.party_id for owner, _ in pairs],
            "concepts": [one.concept for _, one in pairs],
            "currencies": [owner.currency for owner, _ in pairs],
            "amounts": [one.amount for _, one in pairs],
            "issued": [owner.issued_on for owner, _ in pairs],
            "due": [one.due_on for _, one in pairs],
            "kinds": [owner.kind for owner, _ in pairs],
            "owners": [owner.id for owner, _ in pairs],
            "turns": [one.turn for _, one in pairs],
            "origins": [owner.origin for owner, _ in pairs],
            "at": act.at, "actor": act.actor.id, "act": act.id,
        },
    )  # fmt: skip
    return [row.id for row in fresh]


def retire_instalments(act: Act, debts: Sequence[UUID], why: str) -> None:
    """Take debts out of a contract that has others now; what had been paid on them must have been moved before."""
    if debts:
        act.db.execute(
            sql(_ROOM, "retire_instalments"),
            {"ids": list(debts), "at": act.at, "on": act.business_date, "actor": act.actor.id, "why": why},
        )


def applied_to(act: Act, debts: Sequence[UUID]) -> dict[tuple[UUID, UUID], int]:
    """What each payment left on each of `debts`, in minor units, by payment and debt."""
    rows = act.db.execute(_MOVE, {"debts": list(debts)})
    return {(row.payment_id, row.receivable_id): int(row.amount) for row in rows}
