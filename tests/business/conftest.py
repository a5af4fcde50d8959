"""The house of the business tests."""

from tests.business.fixtures import house

__all__ = ["house"]
