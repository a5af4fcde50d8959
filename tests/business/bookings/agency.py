"""An agency: whoever sells a service, whoever pays it, and what the books say of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caudal.business.bookings import commands, queries
from caudal.business.bookings.commands import ChangeBooking, NewBooking
from caudal.business.bookings.queries import BookingRecord
from caudal.business.bookings.rules import ServiceKind
from caudal.kernel.money import Money
from tests.business.house import TODAY, House


def mxn(amount: str | int) -> Money:
    return Money.of(amount, "MXN")


@dataclass
class Agency:
    """The house as an agency. Services are ten days away and cost ten thousand when nothing else is said."""

    house: House

    def sell(
        self, client: UUID | None = None, price: int = 10_000, days: int = 10, **more: Any
    ) -> BookingRecord:
        ask = NewBooking(
            client or self.house.client(), more.pop("kind", ServiceKind.TOUR), more.pop("service", "Chichén Itzá"),
            self.today() + timedelta(days=days), mxn(price), **more,
        )  # fmt: skip
        with self.house.act(more.pop("branch", 1)) as act:
            return commands.book(act, ask)

    def pay(self, booking: BookingRecord, amount: int, **more: Any) -> UUID:
        asked: dict[str, Any] = {"apply_to": (booking.debt.id,), **more}
        return self.house.pay(booking.party_id, str(amount), branch=booking.branch_id, **asked).id

    def change(
        self, booking: BookingRecord, reason: str = "así lo pidió el cliente", **more: Any
    ) -> BookingRecord:
        with self.house.act(reason=reason) as act:
            return commands.change(act, booking.id, ChangeBooking(**more))

    def give(self, booking: BookingRecord) -> BookingRecord:
        with self.house.act() as act:
            return commands.give(act, booking.id)

    def read(self, booking: BookingRecord) -> BookingRecord:
        with self.house.act() as act:
            return queries.booking(act, booking.id)

    def today(self) -> date:
        return TODAY + (self.house.at.date() - TODAY)

    def books(self, use: str) -> int:
        """The balance of the accounts of a use, in pesos, with the sign of the house: credit is positive."""
        row = self.house.one(
            "select coalesce(-sum(l.amount), 0) as x from ledger.lines l"
            " join ledger.accounts a on a.id = l.account_id and a.use = :use",
            use=use,
        )
        return int(row.x) // 100
