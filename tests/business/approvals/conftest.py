"""A house whose people sign."""

import pytest

from tests.business.approvals.people import Hands
from tests.business.fixtures import house
from tests.business.house import House

__all__ = ["house"]


@pytest.fixture
def hands(house: House) -> Hands:
    return Hands(house)
