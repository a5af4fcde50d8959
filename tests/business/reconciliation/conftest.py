"""A house with a bank account and somebody who reconciles it."""

import pytest

from tests.business.fixtures import house
from tests.business.house import House
from tests.business.reconciliation.desk import Desk

__all__ = ["house"]


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
