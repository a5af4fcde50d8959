"""What treasury decides: where each way of paying comes in, how a till is counted, what state its shift is in."""

from caudal.business.treasury.rules.boxes import (
    KIND_OF_METHOD,
    LEAVES,
    NATURES,
    TAKES,
    BoxKind,
    Nature,
    box_name,
)

__all__ = ["KIND_OF_METHOD", "LEAVES", "NATURES", "TAKES", "BoxKind", "Nature", "box_name"]
