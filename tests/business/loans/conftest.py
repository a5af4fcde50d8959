"""A house that lends."""

import pytest

from tests.business.fixtures import house
from tests.business.house import House
from tests.business.loans.lender import Lender

__all__ = ["house"]


@pytest.fixture
def lender(house: House) -> Lender:
    lender = Lender(house)
    lender.fund()
    return lender
