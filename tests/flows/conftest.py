"""The house of the flows tests."""

from tests.business.fixtures import house

__all__ = ["house"]
