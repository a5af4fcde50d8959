"""What a statement must be before it enters: its lines, balances, what can't be read. Pure. Minor units."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caudal.business.reconciliation.rules import wording
from caudal.business.reconciliation.rules.wording import Nature

MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class LineIn:
    """A line as the bank wrote it; ``position``: its row in the file; ``amount``: positive comes in."""

    position: int
    on: date
    amount: int
    text: str
    reference: str = ""
    payer: str = ""
    external_id: str = ""
    balance: int | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that can't be read, and why."""

    row: int
    why: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class StatementIn:
    """A statement read from a file.

    ``account`` and ``currency``: as the file tells them, empty when it doesn't. ``opening`` and ``closing``: absent
    when it doesn't tell them. ``since`` and ``until``: the days it covers, both included.
    """

    lines: tuple[LineIn, ...]
    broken: tuple[Broken, ...] = ()
    account: str = ""
    currency: str = ""
    opening: int | None = None
    closing: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def uneven(self) -> int:
        """What is left between the opening balance plus the lines and the closing one; zero when either isn't told."""
        if self.opening is None or self.closing is None:
            return 0
        return self.closing - self.opening - self.total

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day it covers."""
        dates = [line.on for line in self.lines]
        first = [d for d in (self.since, min(dates, default=None)) if d is not None]
        last = [d for d in (self.until, max(dates, default=None)) if d is not None]
        return (min(first), max(last)) if first and last else None


@dataclass(frozen=True, slots=True)
class Told:
    """A line with what its text says."""

    line: LineIn
    payer: str
    words: tuple[str, ...]
    nature: Nature
    hash: bytes
    key: bytes | None
    ordinal: int
    external_id: str


def told(lines: Sequence[LineIn]) -> list[Told]:
    """Each line with its words, its payer and how many equal ones came before it in the file.

    A number of the bank that comes twice in the file doesn't identify a line, and isn't used.
    """
    numbers = Counter(line.external_id for line in lines)
    seen: Counter[tuple[date, int, bytes]] = Counter()
    found: list[Told] = []
    for line in lines:
        digest = wording.text_hash(line.text, line.reference)
        key = (line.on, line.amount, digest)
        payer = line.payer or wording.payer_in(line.text)
        number = line.external_id if numbers[line.external_id] == 1 else ""
        found.append(
            Told(line, payer, wording.words(line.text, line.reference, line.payer),
                 wording.nature(line.text, line.amount), digest, wording.payer_key(payer), seen[key], number)
        )  # fmt: skip
        seen[key] += 1
    return found


def from_running(lines: Sequence[LineIn]) -> tuple[int | None, int | None, bool]:
    """Opening and closing balance that the running balances of the lines tell, and whether the newest came first.

    Absent when a line has none or they don't follow from one another.

    >>> day = date(2026, 10, 5)
    >>> from_running([LineIn(1, day, 100, "", balance=600), LineIn(2, day, -50, "", balance=550)])
    (500, 550, False)
    """
    for reverse in (False, True):
        ordered = list(reversed(lines)) if reverse else list(lines)
        balances = [line.balance for line in ordered]
        if not ordered or any(balance is None for balance in balances):
            return None, None, False
        told_balances = [balance for balance in balances if balance is not None]
        opening = told_balances[0] - ordered[0].amount
        steps = zip(ordered, [opening, *told_balances[:-1]], told_balances, strict=True)
        if all(before + line.amount == after for line, before, after in steps):
            return opening, told_balances[-1], reverse
    return None, None, False
