"""A month of movements and bank lines whose truth is known: the same seed makes the same."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from caudal.business.reconciliation.rules.statements import LineIn

FIRST = date(2026, 10, 1)
ROUND = (50_000, 75_000, 100_000, 125_000, 150_000, 200_000, 250_000)
"""Instalments that repeat a lot, in cents."""
NAMES = [
    f"{a} {b} {c}"
    for a in ("Juan", "María", "José", "Ana", "Luis", "Rosa", "Pedro", "Elena")
    for b in ("Pérez", "López", "García", "Hernández", "Martínez", "Cruz")
    for c in ("Díaz", "Ruiz", "Vega", "Soto", "Luna")
]


@dataclass
class Truth:
    """What the books have, what the bank says, and which lines are which movements, by their places in the lists."""

    movements: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    lines: list[LineIn] = field(default_factory=list[LineIn])
    same: list[tuple[frozenset[int], frozenset[int]]] = field(
        default_factory=list[tuple[frozenset[int], frozenset[int]]]
    )


@dataclass
class Maker:
    """Makes a month of movements and of lines; the same seed makes the same."""

    dice: random.Random
    truth: Truth = field(default_factory=Truth)
    slips: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def amount(self) -> int:
        return self.dice.choice(ROUND) if self.dice.random() < 0.45 else self.dice.randint(10_000, 900_000)

    def move(
        self, cents: int, name: str, day: int, *, till: int | None = None, sort: str = "payments"
    ) -> int:
        place = len(self.truth.movements)
        reference = f"P{1_000_000 + place * 37}" if till is None else None
        on = FIRST + timedelta(day)
        sort = "till_operations" if till else sort
        self.truth.movements.append(
            {
                "amount": cents,
                "name": name,
                "on": on,
                "ref": reference,
                "till": till,
                "sort": sort,
                "number": place + 1,
            }
        )
        return place

    def line(self, cents: int, told: str, day: int, moves: tuple[int, ...] = ()) -> int:
        place = len(self.truth.lines)
        self.truth.lines.append(LineIn(place + 1, FIRST + timedelta(day), cents, told))
        if moves:
            self.truth.same.append((frozenset((place,)), frozenset(moves)))
        return place

    def total(self, moves: list[int]) -> int:
        return sum(self.truth.movements[each]["amount"] for each in moves)

    def step(self) -> None:
        """One thing that happened, in the books and in the bank."""
        dice = self.dice
        lot, day, name = dice.random(), dice.randint(0, 26), dice.choice(NAMES)
        later = day + dice.choice((0, 0, 0, 1, 1, 2, 3))
        if lot < 0.05:
            self.move(self.amount(), name, day)  # the bank hasn't seen it
        elif lot < 0.10:
            self.slip(day)
        elif lot < 0.12:
            parts = [self.move(dice.randint(10_000, 400_000), name, day) for _ in range(dice.randint(2, 3))]
            self.line(self.total(parts), f"SPEI {name}", later, tuple(parts))
        elif lot < 0.13:
            first, second = dice.randint(10_000, 400_000), dice.randint(10_000, 400_000)
            one = self.move(first + second, name, day)
            both = self.line(first, f"SPEI {name}", later), self.line(second, f"SPEI {name}", later)
            self.truth.same.append((frozenset(both), frozenset((one,))))
        elif lot < 0.19:
            self.spend(name, day, later)
        else:
            self.transfer(name, day, later)

    def spend(self, name: str, day: int, later: int) -> None:
        """What was paid to a supplier or given back to a client, told by folio, invoice, reference or nothing."""
        dice = self.dice
        sort = "payables" if dice.random() < 0.7 else "refunds"
        one = self.move(-self.amount(), name, day, sort=sort)
        number, reference = one + 1, self.truth.movements[one]["ref"]
        ways = [
            f"SPEI ENVIADO {reference}",
            f"SPEI ENVIADO {name[:18]}",
            f"PAGO {dice.randint(10**5, 10**6)}",
        ]
        if sort == "payables":
            ways += [
                f"PAGO CXP {number:03d} TOUR 2026",
                f"PAGO PG-{number:06d}",
                f"FACT {invoice_of(number)} {name}",
            ]
        else:
            ways += [f"DEVOLUCION RB-{number:06d}"]
        self.line(self.truth.movements[one]["amount"], dice.choice(ways), later, (one,))

    def slip(self, day: int) -> None:
        """What a till took to the bank in a day, in one deposit or several, once a day."""
        till = self.dice.randint(1, 8)
        if (till, day) not in self.slips:
            self.slips.add((till, day))
            parts = [
                self.move(self.dice.randint(100_000, 900_000), "", day, till=till)
                for _ in range(self.dice.randint(1, 3))
            ]
            later = day + self.dice.choice((0, 1, 1, 2))
            self.line(self.total(parts), f"DEPOSITO EFECTIVO SUC {till:02d}", later, tuple(parts))

    def transfer(self, name: str, day: int, later: int) -> None:
        """A transfer that comes with its reference, with a name cut short, or with nothing."""
        one, told = self.move(self.amount(), name, day), self.dice.random()
        words = f"TRANSFERENCIA {self.dice.randint(10**5, 10**6)}"
        if told < 0.92:
            words = f"SPEI {self.truth.movements[one]['ref']} {name}" if told < 0.74 else f"SPEI {name[:18]}"
        self.line(self.truth.movements[one]["amount"], words, later, (one,))


def make(size: int, seed: int) -> Truth:
    """At least `size` movements and as many lines, or a few more, of one month."""
    maker = Maker(random.Random(seed))
    while len(maker.truth.movements) < size:
        maker.step()
    dice = maker.dice
    for _ in range(size // 50):
        maker.line(dice.randint(10_000, 900_000), f"SPEI {dice.choice(NAMES)}", dice.randint(0, 29))
    while len(maker.truth.lines) < size:
        maker.line(-dice.randint(500, 5_000), "COMISION", dice.randint(0, 29))
    return maker.truth


def invoice_of(number: int) -> str:
    """The invoice of a payment to a supplier; those of different suppliers may be the same."""
    return f"A-{20_000 + number % 997}"
