"""The house of the stories."""

from tests.business.fixtures import house

__all__ = ["house"]
