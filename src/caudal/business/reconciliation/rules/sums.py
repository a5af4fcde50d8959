"""Which amounts add up to another one: bounded subset sums by halves. Pure. Amounts in minor units."""

from collections.abc import Sequence
from itertools import combinations

MOST_CANDIDATES = 26
MOST_PARTS = 6
_ENOUGH = 2


def subsets(amounts: Sequence[int], target: int) -> list[tuple[int, ...]]:
    """Positions of `amounts` that add up to `target`: two to six of them, at most two answers.

    More than 26 candidates are not looked at. Both halves are enumerated up to three of each and met in the middle, so
    the work is bounded whatever the amounts are.

    >>> subsets([300, 500, 700], 1000)
    [(0, 2)]
    """
    if len(amounts) > MOST_CANDIDATES:
        return []
    left = range(0, len(amounts), 2)
    right = range(1, len(amounts), 2)
    met: dict[int, list[tuple[int, ...]]] = {}
    for total, chosen in _sums(amounts, left, target):
        met.setdefault(total, []).append(chosen)
    found: list[tuple[int, ...]] = []
    for total, chosen in _sums(amounts, right, target):
        for other in met.get(target - total, ()):
            if len(chosen) + len(other) > 1:
                found.append(tuple(sorted((*other, *chosen))))
                if len(found) == _ENOUGH:
                    return found
    return found


def _sums(amounts: Sequence[int], places: range, target: int) -> list[tuple[int, tuple[int, ...]]]:
    half = MOST_PARTS // 2
    found: list[tuple[int, tuple[int, ...]]] = []
    for size in range(half + 1):
        for chosen in combinations(places, size):
            total = sum(amounts[place] for place in chosen)
            if abs(total) <= abs(target):
                found.append((total, chosen))
    return found
