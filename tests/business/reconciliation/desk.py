"""Somebody who reconciles: a bank account, statements written line by line, and what the books say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from caudal.business.payments.queries import PaymentRecord
from caudal.business.reconciliation import commands, queries
from caudal.business.reconciliation.commands import Entered, Entering, Match, NewFile, ReconcileDay
from caudal.business.reconciliation.queries import DayRecord, LineRecord, MatchRecord, MovementRecord, Which
from caudal.business.reconciliation.rules.statements import Broken, LineIn, StatementIn
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import OpenAccount
from caudal.business.treasury.rules.numbers import NumberKind
from caudal.kernel.money import Money
from tests.business.house import TODAY, House

CLABE = "032180000118359719"


def line(amount: str, text: str = "SPEI", day: int = 0, **more: str) -> LineIn:
    """A line of the bank, `day` days from today, in pesos."""
    minor = Money.parse(amount.removeprefix("-"), "MXN").minor * (-1 if amount.startswith("-") else 1)
    return LineIn(0, TODAY + timedelta(days=day), minor, text, **more)  # type: ignore[arg-type]


@dataclass
class Desk:
    """The bank account of a branch and whoever reconciles it."""

    house: House
    files: int = field(default=0)
    known: dict[int, int] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def account(self, branch: int = 1, currency: str = "MXN") -> int:
        if branch not in self.known:
            new = OpenAccount(
                f"Cuenta {branch}", "Banorte", NumberKind.ACCOUNT, f"00112233{branch}", currency, branch,
                floor=Money.of("-1000000", currency),
            )  # fmt: skip
            with self.house.act(branch) as act:
                self.known[branch] = treasury.open_account(act, new).box.id
        return self.known[branch]

    def client(self, name: str, branch: int = 1) -> UUID:
        if name not in self.people:
            self.people[name] = self.house.client(name, branch)
        return self.people[name]

    def paid(
        self, amount: str, name: str = "Juan Pérez", reference: str | None = None, day: int = 0
    ) -> PaymentRecord:
        """A transfer that the books have in the account, `day` days from today (never after)."""
        self.account()
        return self.house.pay(
            self.client(name),
            amount,
            method="transfer",
            reference=reference,
            received_on=TODAY + timedelta(days=day),
        )

    def enter(
        self,
        *lines: LineIn,
        branch: int = 1,
        broken: Sequence[Broken] = (),
        leave_out: bool = False,
        **told: object,
    ) -> Entered:
        """A statement of those lines."""
        self.files += 1
        placed = tuple(
            LineIn(n, x.on, x.amount, x.text, x.reference, x.payer, x.external_id, x.balance)
            for n, x in enumerate(lines, 1)
        )
        read = StatementIn(placed, tuple(broken), **told)  # type: ignore[arg-type]
        account = self.account(branch)
        with self.house.act(branch) as act:
            new = commands.keep_file(
                act, NewFile(account, "table", f"e{self.files}.csv", str(self.files).encode(), {})
            )
            return commands.enter(act, new, Entering(read, {}, (), leave_out))

    def lines(self, *, open: bool | None = None, branch: int = 1) -> list[LineRecord]:  # noqa: A002
        with self.house.act(branch) as act:
            return queries.lines(act, Which(self.account(branch), open), limit=500).items

    def movements(self, *, open: bool | None = None, branch: int = 1) -> list[MovementRecord]:  # noqa: A002
        with self.house.act(branch) as act:
            return queries.movements(act, Which(self.account(branch), open), limit=500).items

    def match(
        self, lines: Sequence[int], movements: Sequence[tuple[int, int]], *, partly: bool = False
    ) -> MatchRecord:
        with self.house.act() as act:
            return commands.match(act, Match(self.account(), tuple(lines), tuple(movements), partly))

    def undo(self, match: UUID) -> MatchRecord:
        with self.house.act(reason="no era eso") as act:
            return commands.undo(act, match)

    def day(self, on: date = TODAY, branch: int = 1) -> DayRecord:
        with self.house.act(branch) as act:
            (found,) = commands.reconcile(act, ReconcileDay(on, branch))
            return found

    def told(self, fact: str) -> int:
        """How many times that was told."""
        return self.house.one("select count(*) from outbox where fact = :fact", fact=fact)[0]
