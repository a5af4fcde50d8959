"""A house with tills."""

import pytest

from tests.business.fixtures import house
from tests.business.house import House
from tests.business.treasury.teller import Tills

__all__ = ["house"]


@pytest.fixture
def tills(house: House) -> Tills:
    return Tills(house)
