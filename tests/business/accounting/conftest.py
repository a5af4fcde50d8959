"""The house of these tests."""

from tests.business.fixtures import house

__all__ = ["house"]
