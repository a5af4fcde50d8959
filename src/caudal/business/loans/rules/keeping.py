"""How contracts, products and what happens are kept as JSON, and read back the same."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.ceilings import Law
from caudal.business.loans.rules.happenings import (
    Accelerated,
    Blocked,
    Charged,
    Drawn,
    Ended,
    Event,
    Frozen,
    LimitSet,
    Payment,
    RateChanged,
    Restructured,
    Reversal,
    Undisbursed,
    Waived,
    WrittenOff,
)
from caudal.business.loans.rules.product import Definition

T = TypeVar("T")

KINDS: dict[str, type[Event]] = {
    "payment": Payment,
    "reversal": Reversal,
    "charge": Charged,
    "waiver": Waived,
    "rate_change": RateChanged,
    "freeze": Frozen,
    "acceleration": Accelerated,
    "restructure": Restructured,
    "write_off": WrittenOff,
    "undisbursed": Undisbursed,
    "draw": Drawn,
    "limit": LimitSet,
    "block": Blocked,
    "end": Ended,
}
KIND_OF = {kind: name for name, kind in KINDS.items()}


def kept(value: Contract | Definition | Event) -> dict[str, Any]:
    """`value` as JSON; the law a contract is read under isn't part of it."""
    if isinstance(value, Contract):
        value = under(value, None)
    found: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json")
    return found


def contract(body: Any) -> Contract:
    """The contract that was kept."""
    return _adapter(Contract).validate_python(body)


def under(contract: Contract, law: Law | None) -> Contract:
    """The contract, its arrears clipped by the ceilings of `law`."""
    rule = contract.arrears
    if rule.caps is None or rule.caps.known is law:
        return contract
    return replace(contract, arrears=replace(rule, caps=replace(rule.caps, known=law)))


def definition(body: Any) -> Definition:
    """The product that was kept."""
    return _adapter(Definition).validate_python(body)


def event(kind: str, body: Any) -> Event:
    """What happened, as it was kept under its kind."""
    return _adapter(KINDS[kind]).validate_python(body)


@lru_cache(maxsize=32)
def _adapter(kind: type[T]) -> TypeAdapter[T]:
    return TypeAdapter(kind)
