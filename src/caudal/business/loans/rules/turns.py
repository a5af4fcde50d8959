"""San by turns (ROSCA): who pays, who receives, and where each number stands after each round.

Money is never made: what the numbers put in less what they took, with what the organiser advanced less the fees, is
the cash in the pot, at every instant.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

from caudal.business.loans.rules.cost import internal_rate
from caudal.business.loans.rules.ratios import PRECISION, part, ratio
from caudal.kernel.problems import Invalid, Problem


class PotIncomplete(Problem):
    type, title, status = "pozo-incompleto", "El pozo no está completo", 409


class AlreadyReceived(Problem):
    type, title, status = "turno-ya-cobrado", "Ese número ya cobró", 409


class ConsentMissing(Problem):
    type, title, status = "falta-consentimiento", "Falta el consentimiento de alguien", 422


@dataclass(frozen=True, slots=True, kw_only=True)
class San:
    """A san. Amounts in minor units.

    Args:
        members: whose each number is, in order; one person may hold several.
        turns: the round in which each number receives, in order; 1 to as many as numbers.
        contribution: of each number in each round.
        fee: the organiser's of each pot, besides `fee_part` of it.
    """

    members: tuple[str, ...]
    turns: tuple[int, ...]
    contribution: int
    fee: int = 0
    fee_part: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if len(self.members) < 2 or sorted(self.turns) != list(range(1, len(self.members) + 1)):
            raise Invalid("un san lleva dos números o más y un turno distinto para cada uno")
        if self.contribution <= 0 or self.fee < 0 or not 0 <= self.fee_part < 1 or self.cut >= self.pot:
            raise Invalid("el aporte debe ser mayor que cero y la comisión, menor que el pozo")

    @property
    def count(self) -> int:
        return len(self.members)

    @property
    def pot(self) -> int:
        """What a complete round gathers."""
        return self.count * self.contribution

    @property
    def cut(self) -> int:
        """What the organiser takes of each pot."""
        return self.fee + part(self.pot, ratio(self.fee_part))

    def receives(self, turn: int) -> int:
        """The number (from 1) that receives in a round."""
        return self.turns.index(turn) + 1


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a number put in for a round. `fronted`: the organiser put it in its place, and the member owes it."""

    number: int
    turn: int
    amount: int
    on: date
    fronted: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """The pot of a round given to the number whose turn it was."""

    turn: int
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one number stands. Amounts in minor units; `position` below zero is what it owes to the others.

    Args:
        owes_organiser: what the organiser advanced for it.
        missing: of the rounds held so far, what it hasn't put in.
        loan: missing after having received: a debt to collect, not a turn to move.
    """

    number: int
    member: str
    turn: int
    contributed: int
    received: int
    owes_organiser: int
    missing: int

    @property
    def position(self) -> int:
        return self.contributed - self.received

    @property
    def loan(self) -> int:
        return self.missing + self.owes_organiser if self.received else 0


@dataclass(frozen=True, slots=True)
class SanState:
    """A san on a date. `pot`: cash gathered and not handed over; `organiser`: advanced less fees taken."""

    standings: tuple[Standing, ...]
    pot: int
    organiser: int

    @property
    def balanced(self) -> bool:
        """The invariant: nobody made money."""
        return sum(each.position for each in self.standings) + self.organiser == self.pot


def expected(san: San, number: int, rounds: int) -> int:
    """The position of a number when everybody paid so many rounds: k·c − the pot if its turn has come."""
    return rounds * san.contribution - (san.pot if san.turns[number - 1] <= rounds else 0)


def state(san: San, contributions: Iterable[Contribution], handed: Iterable[Handed], rounds: int) -> SanState:
    """Where everybody stands after so many `rounds` were called."""
    put: Counter[int] = Counter()
    fronted: Counter[int] = Counter()
    for each in contributions:
        _number(san, each.number)
        (fronted if each.fronted else put)[each.number] += each.amount
    turns = [each.turn for each in handed]
    given = Counter(san.receives(turn) for turn in turns)
    standings = tuple(
        Standing(
            number, member, san.turns[number - 1], put[number], given[number] * (san.pot - san.cut), fronted[number],
            max(0, rounds * san.contribution - put[number] - fronted[number]),
        )
        for number, member in enumerate(san.members, 1)
    )  # fmt: skip
    gathered = put.total() + fronted.total()
    return SanState(standings, gathered - len(turns) * san.pot, fronted.total() - len(turns) * san.cut)


def hand_over(san: San, turn: int, contributions: Iterable[Contribution], handed: Iterable[Handed]) -> int:
    """What the number of `turn` receives now, in minor units.

    Raises:
        AlreadyReceived: that pot was handed over.
        PotIncomplete: the round isn't complete, with its number and what is missing.
    """
    number = san.receives(turn)
    if any(each.turn == turn for each in handed):
        raise AlreadyReceived(f"el número {number} ya cobró su turno", number=number)
    gathered = sum(each.amount for each in contributions if each.turn == turn)
    if gathered < san.pot:
        raise PotIncomplete(f"al turno {turn} le falta parte del pozo", missing=san.pot - gathered)
    return san.pot - san.cut


def draw(count: int, seed: str) -> tuple[int, ...]:
    """Turns by lot: anybody with the public `seed` draws the same ones.

    >>> draw(3, "2026-01-15 acta 7") == draw(3, "2026-01-15 acta 7")
    True
    """
    numbers = range(1, count + 1)
    by_lot = sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())
    return tuple(by_lot.index(number) + 1 for number in numbers)


def swap(san: San, numbers: tuple[int, int], consents: Sequence[str], handed: Iterable[Handed]) -> San:
    """Two numbers change turns, with the consent of both members and of the organiser (`organizador`).

    Raises:
        ConsentMissing: somebody hasn't agreed.
        AlreadyReceived: one of them received already.
    """
    one, other = (_number(san, each) for each in numbers)
    wanted = {san.members[one - 1], san.members[other - 1], "organizador"}
    if missing := wanted - set(consents):
        raise ConsentMissing(f"falta que acepte: {', '.join(sorted(missing))}", missing=sorted(missing))
    _refuse_received(san, (one, other), handed)
    turns = list(san.turns)
    turns[one - 1], turns[other - 1] = turns[other - 1], turns[one - 1]
    return replace(san, turns=tuple(turns))


def move_last(san: San, number: int, handed: Iterable[Handed]) -> San:
    """Who misses before receiving goes to the end; those behind come one turn sooner.

    Raises:
        AlreadyReceived: it received: what it misses is a loan.
    """
    _refuse_received(san, (_number(san, number),), handed)
    mine = san.turns[number - 1]
    turns = [turn - 1 if turn > mine else turn for turn in san.turns]
    turns[number - 1] = san.count
    return replace(san, turns=tuple(turns))


def replace_member(san: San, number: int, member: str) -> San:
    """Somebody takes the place of another, with its turn."""
    members = list(san.members)
    members[_number(san, number) - 1] = member
    return replace(san, members=tuple(members))


def implied_rate(san: San, turn: int) -> Decimal | None:
    """By round: what the first turn pays for having received before, or the last one loses by waiting.

    Turns in between both lend and borrow: no single rate says it, so there is none.
    """
    net = san.pot - san.cut - san.contribution
    borrowed = internal_rate(net, [(k, san.contribution) for k in range(1, san.count)])
    if turn == 1:
        return borrowed
    if turn == san.count:
        with localcontext(prec=PRECISION):
            return 1 / (1 + borrowed) - 1
    return None


def _number(san: San, number: int) -> int:
    if not 1 <= number <= san.count:
        raise Invalid(f"el san tiene números del 1 al {san.count}")
    return number


def _refuse_received(san: San, numbers: Iterable[int], handed: Iterable[Handed]) -> None:
    received = {san.receives(each.turn) for each in handed}
    for number in numbers:
        if number in received:
            raise AlreadyReceived(f"el número {number} ya cobró su turno", number=number)
