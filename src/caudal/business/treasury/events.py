"""What treasury tells the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BoxOpened:
    """A till or an account was opened in a branch."""

    box_id: int
    branch_id: int
