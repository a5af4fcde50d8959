"""The desk of the tests of payables."""

import pytest

from tests.business.fixtures import house
from tests.business.house import House
from tests.business.payables.payer import Desk

__all__ = ["house"]


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
