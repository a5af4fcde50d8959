"""Who receives when: by agreement, by a draw anybody can do again, by exchange, or last for who falls behind."""

import hashlib
from collections.abc import Mapping, Sequence

METHOD = "sha256(semilla:número), de menor a mayor"
"""How a draw is done, kept with it: whoever has the seed repeats it with any tool."""


def drawn(seed: str, places: int, first: int | None = None) -> list[int]:
    """The numbers in the order they receive: each is signed with the seed, and the signatures are sorted.

    Args:
        seed: public, announced before the draw: a lottery's result, a date and a phrase.
        places: how many numbers there are.
        first: the number whose turn is the first without drawing: the organiser's, when that is the pay.

    >>> drawn("Loto 2026-10-05: 04 11 23", 5)
    [4, 2, 1, 3, 5]
    """
    rest = [number for number in range(1, places + 1) if number != first]
    rest.sort(key=lambda number: signature(seed, number))
    return rest if first is None else [first, *rest]


def signature(seed: str, number: int) -> str:
    """What a number is sorted by: SHA-256, in hexadecimal, of ``semilla:número`` in UTF-8."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def turns_of(order: Sequence[int]) -> dict[int, int]:
    """The turn of each number from the order in which they receive.

    >>> turns_of([3, 1, 2])
    {3: 1, 1: 2, 2: 3}
    """
    return {number: turn for turn, number in enumerate(order, 1)}


def swapped(turns: Mapping[int, int], one: int, other: int) -> dict[int, int]:
    """The turns once two numbers exchange theirs."""
    return {**turns, one: turns[other], other: turns[one]}


def postponed(turns: Mapping[int, int], number: int) -> dict[int, int]:
    """The turns once `number` goes last: those after it receive one round earlier.

    >>> postponed({1: 1, 2: 2, 3: 3}, 2)
    {1: 1, 2: 3, 3: 2}
    """
    was = turns[number]
    return {
        each: len(turns) if each == number else turn - 1 if turn > was else turn
        for each, turn in turns.items()
    }
