"""Where a payment goes: the order of components and of instalments that a contract or the law says.

Source: C.C. (CO) 1653, C.C. (PE) 1257, C.C. (DO) 1254: costs and interest before capital unless agreed otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from caudal.kernel.problems import Invalid


class Component(IntEnum):
    """What can be owed of an instalment. The number is its place in every list of amounts."""

    CHARGE = 0
    INSURANCE = 1
    ARREARS = 2
    INTEREST = 3
    PRINCIPAL = 4

    @property
    def code(self) -> str:
        """As it travels: `charge`, `insurance`, `arrears`, `interest`, `principal`."""
        return self.name.lower()


SIZE = len(Component)
Amounts = tuple[int, int, int, int, int]
NOTHING: Amounts = (0, 0, 0, 0, 0)


class Mode(StrEnum):
    """`horizontal`: finish the oldest instalment first; `vertical`: finish the component first, of all of them."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


LEGAL = (Component.CHARGE, Component.INSURANCE, Component.ARREARS, Component.INTEREST, Component.PRINCIPAL)
"""Absent another agreement: costs, insurance, arrears, interest, capital."""
CAPITAL_FIRST = (
    Component.PRINCIPAL, Component.INTEREST, Component.CHARGE, Component.INSURANCE, Component.ARREARS,
)  # fmt: skip
"""An agreement, or what is recovered after writing off."""


@dataclass(frozen=True, slots=True)
class Application:
    """How payments are applied.

    Raises:
        Invalid: a component is missing or repeated.
    """

    order: tuple[Component, ...] = LEGAL
    mode: Mode = Mode.HORIZONTAL

    def __post_init__(self) -> None:
        if sorted(self.order) != list(Component):
            raise Invalid("el orden de aplicación nombra cada componente una vez")


class Taken(NamedTuple):
    """A part of a payment: the place of the instalment in what was given, the component, minor units."""

    place: int
    component: Component
    amount: int


def allocate(amount: int, owed: Iterable[list[int]], how: Application) -> tuple[list[Taken], int]:
    """Share `amount` among instalments, oldest first; returns what each took and what is left over.

    `owed` has one list of five amounts for each instalment; horizontally it is read only as far as money lasts.
    What is taken plus what is left is the payment, always.
    """
    taken: list[Taken] = []
    if how.mode is Mode.HORIZONTAL:
        for place, amounts in enumerate(owed):
            for component in how.order:
                given = min(amounts[component], amount)
                if given > 0:
                    taken.append(Taken(place, component, given))
                    amount -= given
            if not amount:
                break
        return taken, amount
    rows = list(owed)
    for component in how.order:
        for place, amounts in enumerate(rows):
            given = min(amounts[component], amount)
            if given > 0:
                taken.append(Taken(place, component, given))
                amount -= given
    return taken, amount
