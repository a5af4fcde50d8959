"""Money that goes to the instalments of a contract: the contract says to which of its parts.

A debt written by hand takes what it is given. A loan decides: interest before capital, arrears on top of the
instalment, a schedule that changes. Every room of contracts answers the same questions (:class:`Contracts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from caudal.business.loans.commands import LOANS, Chosen
from caudal.business.pawn.commands import Desk
from caudal.business.payments.rules import Due, Spread
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import Applied
from caudal.business.receivables.queries import ReceivableRecord
from caudal.business.receivables.rules import Beside, Settlement
from caudal.business.roscas.commands import SANES
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money


class Contracts(Protocol):
    """A room whose contracts have instalments."""

    def beyond(self, act: Act, contracts: Sequence[UUID], on: date) -> dict[UUID, int]:
        """What each instalment can take on `on` besides what it says, in minor units: arrears interest, charges."""
        ...

    def settle(self, act: Act, contract: UUID, payment: UUID, amount: Money, on: date) -> Settlement:
        """What the contract would do with `amount`; nothing is written."""
        ...

    def unsettle(self, act: Act, contract: UUID, payment: UUID, on: date) -> Settlement:
        """What it would do without a payment that is being undone; nothing is written."""
        ...

    def record(self, act: Act, settlement: Settlement) -> None:
        """Write it, once the payment and its entry (or their reversal) are."""
        ...

    def beside(self, act: Act, payments: Sequence[UUID]) -> dict[UUID, list[Beside]]:
        """What each payment paid of its contracts besides their debts, also of those that were reversed."""
        ...


ROOMS: dict[str, Contracts] = {"loan": LOANS, "pawn": Desk(), "rosca": SANES}
"""The room of each kind of debt that belongs to a contract."""


@dataclass(frozen=True, slots=True)
class Split:
    """Where a payment goes: parts of debts written by hand, what contracts do with theirs, and what is left over."""

    plain: tuple[tuple[UUID, int], ...]
    contracts: tuple[tuple[str, Settlement], ...] = ()
    left: int = 0
    touched: tuple[UUID, ...] = ()
    settled: tuple[UUID, ...] = field(default=())


def dues_of(act: Act, debts: Sequence[ReceivableRecord], on: date) -> list[Due]:
    """How much each debt can take on `on`."""
    more: dict[UUID, int] = {}
    for kind, contracts in _contracts(debts).items():
        more |= ROOMS[kind].beyond(act, contracts, on)
    return [Due(debt.id, debt.balance.minor + more.get(debt.id, 0)) for debt in debts]


def split(act: Act, debts: Sequence[ReceivableRecord], spread: Spread, payment: UUID, on: date) -> Split:
    """The parts of each debt, and what each contract does with what falls to it."""
    by_id = {debt.id: debt for debt in debts}
    plain = [(one, part) for one, part in spread.parts if by_id[one].kind == "plain"]
    sums: dict[tuple[str, UUID], int] = {}
    for one, part in spread.parts:
        debt = by_id[one]
        if debt.owner_id is not None:
            sums[debt.kind, debt.owner_id] = sums.get((debt.kind, debt.owner_id), 0) + part
    currency = debts[0].amount.currency if debts else ""
    contracts = tuple(
        (kind, ROOMS[kind].settle(act, owner, payment, Money.from_minor(amount, currency), on))
        for (kind, owner), amount in sums.items()
    )
    settled = [one for one, part in plain if part == by_id[one].balance.minor]
    return Split(
        tuple(plain),
        contracts,
        spread.left + sum(settlement.left for _, settlement in contracts),
        (*(one for one, _ in plain), *(one for _, s in contracts for one in s.touched)),
        (*settled, *(one for _, s in contracts for one in s.settled)),
    )


def chosen(act: Act, ask: Chosen, payment: UUID, amount: Money, on: date) -> Split:
    """All of a payment to one loan, with what its debtor chose."""
    settlement = LOANS.choose(act, ask, payment, amount, on)
    return Split((), (("loan", settlement),), settlement.left, settlement.touched, settlement.settled)


def record(act: Act, payment: UUID, parts: Split, on: date) -> None:
    """Put the parts on their debts, and let the contracts write theirs."""
    receivables.apply(act, payment, [Applied(*part) for part in parts.plain], on)
    for kind, settlement in parts.contracts:
        ROOMS[kind].record(act, settlement)


def beside(act: Act, payments: Sequence[UUID]) -> dict[UUID, list[Beside]]:
    """What each payment paid besides debts, whatever the room."""
    found: dict[UUID, list[Beside]] = {}
    for room in ROOMS.values():
        for payment, parts in room.beside(act, payments).items() if payments else ():
            found.setdefault(payment, []).extend(parts)
    return found


def unsplit(act: Act, payment: UUID, debts: Sequence[ReceivableRecord], on: date) -> Split:
    """What each contract that a payment touched does without it. `debts`: those that it paid."""
    touched = {kind: dict.fromkeys(owners) for kind, owners in _contracts(debts).items()}
    for kind, room in ROOMS.items():
        for part in room.beside(act, [payment]).get(payment, ()):
            touched.setdefault(kind, {})[part.contract] = None
    return Split(
        (),
        tuple(
            (kind, ROOMS[kind].unsettle(act, contract, payment, on))
            for kind, contracts in touched.items()
            for contract in contracts
        ),
    )


def _contracts(debts: Sequence[ReceivableRecord]) -> dict[str, list[UUID]]:
    found: dict[str, dict[UUID, None]] = {}
    for debt in debts:
        if debt.owner_id is not None:
            found.setdefault(debt.kind, {})[debt.owner_id] = None
    return {kind: list(owners) for kind, owners in found.items()}
