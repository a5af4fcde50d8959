"""What the quotas of a san do with money: it goes to its pot, or gives back what the organiser had put forward."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import Applied
from caudal.business.receivables.rules import Beside, Settlement
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql
from caudal.ledger.rules import Line, Use

_ROOM = "caudal.business.roscas"
_HOLD = text(
    "select n.id, n.party_id, r.branch_id, r.currency from rosca_numbers n join roscas r on r.id = n.rosca_id"
    " where n.id = :number for update of r"
)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be written: the parts of a payment for the quotas of a number."""

    payment: UUID
    parts: tuple[Applied, ...]
    on: date


class Quotas:
    """The quotas of sanes as payments see them. A contract is a number; its earliest quota is paid first."""

    def beyond(self, act: Act, contracts: Sequence[UUID], on: date) -> dict[UUID, int]:
        """Nothing: a quota takes what it says and no more."""
        del act, contracts, on
        return {}

    def settle(self, act: Act, contract: UUID, payment: UUID, amount: Money, on: date) -> Settlement:
        """Spread `amount` over what the number owes, the earliest round first."""
        number = _hold(act, contract)
        left, parts, settled = amount.minor, list[Applied](), list[UUID]()
        signed = {Use.ROSCA_FUND: 0, Use.ROSCA_FRONTED: 0}
        for quota in act.db.execute(sql(_ROOM, "owed"), {"number": contract}):
            part = min(left, quota.open)
            if part:
                left -= part
                parts.append(Applied(quota.id, part))
                signed[Use.ROSCA_FRONTED if quota.delivered else Use.ROSCA_FUND] -= part
                settled += [quota.id] if part == quota.open else []
        return Settlement(
            contract, number.branch_id, _lines(number, signed), left, tuple(part.receivable_id for part in parts),
            tuple(settled), _Work(payment, tuple(parts), on),
        )  # fmt: skip

    def unsettle(self, act: Act, contract: UUID, payment: UUID, on: date) -> Settlement:
        """What its accounts need, besides the reverse of the payment's entry, once `payment` is gone.

        That reverse takes the money from where it went. A pot handed over since can't give it back: the organiser has
        put it forward. A pot that was taken back owes it again.
        """
        number = _hold(act, contract)
        rows = act.db.execute(sql(_ROOM, "paid_by"), {"payment": payment, "number": contract}).all()
        short = sum(int(row.amount) for row in rows if row.delivered)
        entry = {"source": f"payments:{payment}", "number": contract}
        moved = short - int(act.db.execute(sql(_ROOM, "fronted_by_entry"), entry).scalar_one())
        parts = tuple(Applied(row.receivable_id, -int(row.amount)) for row in rows)
        return Settlement(
            contract, number.branch_id, _lines(number, {Use.ROSCA_FRONTED: moved, Use.ROSCA_FUND: -moved}),
            touched=tuple(part.receivable_id for part in parts), work=_Work(payment, parts, on),
        )  # fmt: skip

    def beside(self, act: Act, payments: Sequence[UUID]) -> dict[UUID, list[Beside]]:
        """Nothing: whatever is paid of a san is paid on its quotas."""
        del act, payments
        return {}

    def record(self, act: Act, settlement: Settlement) -> None:
        """Put the parts on their quotas, or take them back."""
        work = settlement.work
        assert isinstance(work, _Work)
        receivables.apply(act, work.payment, work.parts, work.on)


SANES = Quotas()


def _hold(act: Act, number_id: UUID) -> Row[Any]:
    """The number, its san kept from deliveries and changes until the act ends."""
    found = act.db.execute(_HOLD, {"number": number_id}).one_or_none()
    if found is None:
        raise NotFound("El número de san no existe o es de otra sucursal")
    return found


def _lines(number: Row[Any], signed: Mapping[Use, int]) -> tuple[Line, ...]:
    return tuple(
        Line(use, Money.from_minor(minor, number.currency), number.party_id, number.id, number.branch_id)
        for use, minor in signed.items()
        if minor
    )
