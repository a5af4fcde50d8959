"""How much of each line is how much of each movement, and which sums are worth proposing. Pure. Minor units, signed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from caudal.business.reconciliation.rules import reasons, sums
from caudal.business.reconciliation.rules.reasons import Pass
from caudal.kernel.problems import Invalid

BEFORE_DAYS = 1
"""How many days before the books the bank may show something: somebody wrote it down late."""
AFTER_DAYS = 4
"""How many days later the bank may show it."""
REFERENCE_DAYS = 15
"""A reference is believed for longer."""
SLIP_DAYS = 3
NEAR_DAYS = 10
"""How far around an amount has to be the only one."""
_SHARED_WORDS = 2
_SCORES = (75, 50)

Movement = tuple[int, int]
"""An entry and its line."""


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a line is how much of a movement."""

    line: int
    movement: Movement
    amount: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line or a movement (``line`` of its entry above zero) that nothing explains yet."""

    id: int
    line: int
    on: date
    amount: int
    words: frozenset[str]
    named: bool
    till: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Lines and movements that could be the same, why, and how surely (0-100)."""

    how: Pass
    score: int
    reason: str
    lines: tuple[int, ...]
    movements: tuple[Movement, ...]


def parts(
    lines: Sequence[tuple[int, int]], movements: Sequence[tuple[Movement, int]], *, partly: bool
) -> list[Part]:
    """How `lines` and `movements`, each with what is left to explain of it, explain each other.

    Both sides add up to the same, or ``partly`` as far as the smaller one goes. Where one side is a single thing the
    other may mix what comes in and what goes out.

    >>> [p.amount for p in parts([(1, 1000)], [((7, 1), 1100), ((8, 1), -100)], partly=False)]
    [1100, -100]

    Raises:
        Invalid: they don't add up to the same, or many of one side and many of the other mix signs.
    """
    left, right = sum(amount for _, amount in lines), sum(amount for _, amount in movements)
    signs = {amount > 0 for _, amount in (*lines, *movements)}
    if len(signs) > 1:
        if left != right or min(len(lines), len(movements)) > 1:
            raise Invalid(
                "No se pueden emparejar así: mezclan entradas y salidas y no suman lo mismo",
                errors=[{"pointer": "/movements", "detail": "suman otra cosa"}],
            )
        if len(lines) == 1:
            return [Part(lines[0][0], movement, amount) for movement, amount in movements]
        return [Part(line, movements[0][0], amount) for line, amount in lines]
    if left != right and not partly:
        raise Invalid(
            "Las líneas y los movimientos no suman lo mismo",
            errors=[{"pointer": "/movements", "detail": f"falta {abs(left - right)} en centavos"}],
        )
    return _poured(lines, movements)


def _poured(lines: Sequence[tuple[int, int]], movements: Sequence[tuple[Movement, int]]) -> list[Part]:
    found: list[Part] = []
    waiting = [[line, amount] for line, amount in lines]
    for movement, total in movements:
        rest = total
        for each in waiting:
            if each[1] and rest:
                amount = min(each[1], rest, key=abs)
                found.append(Part(each[0], movement, amount))
                each[1] -= amount
                rest -= amount
    return found


def adding_up(waiting: Iterable[Waiting]) -> list[Proposal]:
    """One line for several movements, and several lines for one: same name, or same till, whose amounts add up."""
    lines = [each for each in waiting if not each.line]
    moves = [each for each in waiting if each.line]
    return [*_sums_of(lines, moves, lines=False), *_sums_of(moves, lines, lines=True)]


def _sums_of(wholes: Sequence[Waiting], pool: Sequence[Waiting], *, lines: bool) -> list[Proposal]:
    by_word: dict[str, list[int]] = defaultdict(list)
    by_till: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(pool):
        if each.named:
            for word in each.words:
                by_word[word].append(place)
        if each.till is not None:
            by_till[each.till].append(place)
    found: list[Proposal] = []
    for whole in wholes:
        if whole.named:
            shared = Counter(place for word in whole.words for place in by_word.get(word, ()))
            group = [place for place, times in shared.items() if times >= _SHARED_WORDS]
            found += _proposed(whole, pool, group, lines=lines, named=True)
        elif not lines:
            for group in by_till.values():
                found += _proposed(whole, pool, group, lines=False, named=False)
    return found


def _proposed(
    whole: Waiting, pool: Sequence[Waiting], group: Iterable[int], *, lines: bool, named: bool
) -> list[Proposal]:
    def days(each: Waiting) -> int:
        return (each.on - whole.on).days if lines else (whole.on - each.on).days

    near = [
        pool[place] for place in group
        if -BEFORE_DAYS <= days(pool[place]) <= AFTER_DAYS and pool[place].amount * whole.amount > 0
        and abs(pool[place].amount) < abs(whole.amount)
    ]  # fmt: skip
    near.sort(key=lambda each: (abs(days(each)), each.id, each.line))
    near = near[: sums.MOST_CANDIDATES]
    answers = sums.subsets([each.amount for each in near], whole.amount)
    if not answers:
        return []
    chosen = [near[place] for place in answers[0]]
    why = reasons.adding(len(chosen), lines=lines, named=named)
    several = tuple(each.id for each in chosen), ((whole.id, whole.line),)
    one = (whole.id,), tuple((each.id, each.line) for each in chosen)
    return [Proposal(Pass.SUM, _SCORES[len(answers) - 1], why, *(several if lines else one))]
