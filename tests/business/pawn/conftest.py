"""The counter of the pawn tests."""

import pytest

from tests.business.house import House
from tests.business.pawn.counter import Counter


@pytest.fixture
def counter(house: House) -> Counter:
    """A counter with its tables and money in the till."""
    counter = Counter(house)
    counter.furnish()
    return counter
