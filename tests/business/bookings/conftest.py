"""A house that sells services."""

import pytest

from tests.business.bookings.agency import Agency
from tests.business.fixtures import house
from tests.business.house import House

__all__ = ["house"]


@pytest.fixture
def agency(house: House) -> Agency:
    return Agency(house)
