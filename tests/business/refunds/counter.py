"""Who cancels, who authorises and who pays: three people, and what each may try."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from caudal.business.approvals.commands import NewLimit, SayLimits, set_limits
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.bookings.queries import BookingRecord
from caudal.business.refunds import commands, queries
from caudal.business.refunds.commands import AskRefund, HowBack, NewPolicy, PayRefund
from caudal.business.refunds.queries import RefundRecord
from caudal.flows import deciding
from caudal.flows.deciding import Decision
from caudal.kernel.money import Money
from tests.business.approvals.people import Hands
from tests.business.bookings.agency import Agency, mxn


@dataclass
class Counter:
    """The agency's counter: people by the name of their role."""

    agency: Agency

    @property
    def hands(self) -> Hands:
        return Hands(self.agency.house)

    def paid(self, amount: int = 10_000, days: int = 10, method: str = "cash", **more: Any) -> BookingRecord:
        """A service of ten thousand, that many days away, with `amount` paid of it."""
        sold = self.agency.sell(days=days, **more)
        if amount:
            reference = f"REF-{sold.folio}" if method == "transfer" else None
            self.agency.pay(sold, amount, method=method, reference=reference)
        return self.agency.read(sold)

    def cancel(
        self, sold: BookingRecord, who: str = "empleado", reason: str = "se enfermó", **how: Any
    ) -> RefundRecord:
        with self.hands.as_(who, reason=reason) as act:
            found = commands.cancel(act, sold.id, HowBack(**how))
        assert found is not None
        return found

    def ask(
        self, sold: BookingRecord, who: str = "empleado", reason: str = "lo pide otra vez", **how: Any
    ) -> RefundRecord:
        with self.hands.as_(who, reason=reason) as act:
            return commands.ask(act, AskRefund(sold.id, HowBack(**how)))

    def decide(
        self, refund: RefundRecord, who: str = "gerente", say: Decision = Decision.AUTHORISE
    ) -> RefundRecord:
        assert refund.request_id is not None
        with self.hands.as_(who, reason="revisado con la reserva") as act:
            deciding.decide(act, refund.request_id, say)
        return self.read(refund)

    def pay(self, refund: RefundRecord, who: str = "contador", **ask: Any) -> RefundRecord:
        with self.hands.as_(who) as act:
            return commands.pay(act, refund.id, PayRefund(**ask))

    def void(self, refund: RefundRecord, who: str = "gerente") -> RefundRecord:
        with self.hands.as_(who, reason="el cheque no tuvo fondos") as act:
            return commands.void(act, refund.id)

    def read(self, refund: RefundRecord) -> RefundRecord:
        with self.hands.as_("director") as act:
            return queries.refund(act, refund.id)

    def policy(self, *bands: Any, **more: Any) -> UUID:
        with self.hands.as_("director", reason="acuerdo de dirección") as act:
            return commands.save_policy(act, NewPolicy(bands, **more)).id

    def limit(self, role: str, amount: int) -> None:
        with self.hands.as_("duena", reason="acuerdo de dirección") as act:
            set_limits(act, SayLimits((NewLimit(Kind.REFUND, role, "MXN", mxn(amount)),)))

    def fall_due(self, days: int) -> int:
        with self.agency.house.act() as act:
            return commands.fall_due(act, act.business_date + timedelta(days=days))

    def books(self, *uses: str) -> tuple[int, ...]:
        return tuple(self.agency.books(use) for use in uses)


def money(amount: int | str) -> Money:
    return mxn(amount)
