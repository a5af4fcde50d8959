"""What can be known of a san: records that rooms and doors see."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from caudal.business.roscas.rules.positions import out_of_balance
from caudal.business.roscas.rules.standing import Letter, Number, Round, Status
from caudal.business.roscas.rules.terms import Terms
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """A pot handed over: ``gross`` left the fund, ``fee`` stayed with the organiser, who had put ``fronted`` in."""

    id: UUID
    round: int
    number_id: UUID
    party_id: UUID
    gross: Money
    fee: Money
    net: Money
    fronted: Money
    method: str
    reference: str | None
    on: date
    at: datetime
    authorised_by: int
    delivered_by: int
    entry_id: int


@dataclass(frozen=True, slots=True)
class CellRecord:
    """The quota of a number in a round. ``after_receiving``: owed by who already took the pot."""

    round: int
    receivable_id: UUID | None
    folio: str
    party_id: UUID | None
    amount: Money
    paid: Money
    due_on: date
    letter: Letter
    days_past_due: int
    after_receiving: bool

    @property
    def balance(self) -> Money:
        """What is owed of it; nothing before the san starts, nor of what its liquidation forgave."""
        return self.amount - (self.paid if self.receivable_id else self.amount)


@dataclass(frozen=True, slots=True)
class NumberRecord:
    """A number. ``position``: what the group owes it (negative: what it owes); ``planned``: if all were on time."""

    id: UUID
    number: int
    party_id: UUID | None
    turn: int | None
    state: Number
    position: Money
    planned: Money
    overdue: Money
    refunded: Money
    rate: Decimal | None
    received: DeliveryRecord | None
    cells: tuple[CellRecord, ...]

    @property
    def in_collections(self) -> bool:
        """Whether it already received and owes quotas that are late: a debt, no longer a savings promise."""
        return self.state is Number.RECEIVED_LATE


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """A round. ``fronted``: what the organiser still has in it; ``authorised``: who allowed it, and up to how much."""

    round: int
    due_on: date
    number_id: UUID | None
    state: Round
    collected: Money
    missing: Money
    fronted: Money
    delivery: DeliveryRecord | None
    authorised: tuple[int, Money] | None


@dataclass(frozen=True, slots=True)
class RoscaRecord:
    """A san as it stood on ``on``; ``next``: the round to hand over, absent when none is left."""

    id: UUID
    folio: str
    branch_id: int
    name: str
    terms: Terms
    organiser_id: UUID | None
    status: Status
    started_on: date | None
    closed_on: date | None
    created_at: datetime
    on: date
    numbers: tuple[NumberRecord, ...]
    rounds: tuple[RoundRecord, ...]
    pot: Money
    guarantee: Money

    @property
    def next(self) -> RoundRecord | None:
        """The round whose pot comes next."""
        left = [each for each in self.rounds if each.delivery is None]
        return left[0] if left and self.started_on else None

    @property
    def exposure(self) -> Money:
        """What is out with those who already received: the sum of the negative positions, as a positive amount."""
        owed = sum(-each.position.minor for each in self.numbers if each.position.minor < 0)
        return Money.from_minor(owed, self.terms.contribution.currency)

    @property
    def adds_up(self) -> bool:
        """Whether positions, pot and guarantee cancel out."""
        found = [each.position.minor for each in self.numbers]
        return out_of_balance(found, self.pot.minor, self.guarantee.minor) == 0

    def number(self, number: int) -> NumberRecord:
        """One of its numbers.

        Raises:
            NotFound: the san has fewer.
        """
        if not 1 <= number <= len(self.numbers):
            raise NotFound(f"El san {self.folio} no tiene el número {number}")
        return self.numbers[number - 1]

    def number_of(self, number_id: UUID) -> NumberRecord:
        """The number of that id, which is one of its own."""
        return next(each for each in self.numbers if each.id == number_id)

    def round(self, number: int) -> RoundRecord:
        """One of its rounds.

        Raises:
            NotFound: the san has fewer.
        """
        if not 1 <= number <= len(self.rounds):
            raise NotFound(f"El san {self.folio} no tiene la ronda {number}")
        return self.rounds[number - 1]


@dataclass(frozen=True, slots=True)
class Summary:
    """A san in a list, as it stands today."""

    id: UUID
    folio: str
    branch_id: int
    name: str
    terms: Terms
    status: Status
    members: int
    people: int
    delivered: int
    paid: Money
    overdue: Money
    exposure: Money
    in_collections: Money
    next_round: int | None
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something that happened to a san; ``body`` keeps the evidence."""

    id: int
    kind: str
    on: date
    at: datetime
    actor_id: int
    reason: str
    body: dict[str, Any]
