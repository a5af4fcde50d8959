"""Which of several equal amounts is whose: names alike, dates near, and a margin over the next best. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

SAME_NAME = 85
"""From this likeness (0-100) two names are taken for the same."""
MARGIN = 3
DAY = 4
"""What a day apart weighs, in points of likeness."""
ALIAS = 100


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and a movement of the same amount; ``days``: how much later the bank saw it; ``alias``: learned before."""

    line: int
    movement: tuple[int, int]
    said: str
    name: str
    days: int
    alias: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair that stands out. ``score`` from 0 to 100."""

    pair: Pair
    likeness: int
    score: int


def alike(said: str, name: str) -> int:
    """How much of `name` is in what a bank said, from 0 to 100; banks cut names and turn them around.

    >>> alike("SPEI 123 RUIZ VEGA ANA", "ANA RUIZ VEGA"), alike("", "ANA")
    (100, 0)
    """
    if not said or not name:
        return 0
    cut = name[:18]
    return int(
        max(fuzz.partial_ratio(cut, said) if len(said) >= len(cut) else 0, fuzz.token_set_ratio(name, said))
    )


def assign(pairs: Sequence[Pair]) -> list[Choice]:
    """The pairs with the name on their side and a margin over any other of their line and of their movement.

    One for one: the best first, and none that another one could dispute.
    """
    costs: dict[Pair, tuple[int, int]] = {}
    known: dict[tuple[str, str], int] = {}
    for pair in pairs:
        key = (pair.said, pair.name)
        if key not in known:
            known[key] = alike(*key)
        likeness = ALIAS if pair.alias else known[key]
        costs[pair] = (100 - likeness + DAY * abs(pair.days), likeness)
    by_line: dict[int, list[int]] = {}
    by_movement: dict[tuple[int, int], list[int]] = {}
    for pair, (cost, _) in costs.items():
        by_line.setdefault(pair.line, []).append(cost)
        by_movement.setdefault(pair.movement, []).append(cost)
    for costs_of in (*by_line.values(), *by_movement.values()):
        costs_of.sort()
    found: list[Choice] = []
    for pair, (cost, likeness) in costs.items():
        margin = min(_margin(cost, by_line[pair.line]), _margin(cost, by_movement[pair.movement]))
        if likeness >= SAME_NAME and margin >= MARGIN:
            found.append(Choice(pair, likeness, max(1, min(99, 100 - cost))))
    return found


def _margin(cost: int, all_costs: list[int]) -> int:
    """How far the next best is; nothing when `cost` isn't the best."""
    if cost > all_costs[0]:
        return 0
    return all_costs[1] - cost if len(all_costs) > 1 else 100
