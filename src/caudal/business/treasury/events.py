"""What treasury tells the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BoxOpened:
    """A till or an account was opened in a branch."""

    box_id: int
    branch_id: int


@dataclass(frozen=True, slots=True)
class BoxFunded:
    """The owner put capital in a till or an account."""

    box_id: int
    branch_id: int
