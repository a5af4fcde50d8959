"""A house that gives money back."""

import pytest

from tests.business.bookings.agency import Agency
from tests.business.fixtures import house
from tests.business.house import House
from tests.business.refunds.counter import Counter

__all__ = ["house"]


@pytest.fixture
def counter(house: House) -> Counter:
    return Counter(Agency(house))
