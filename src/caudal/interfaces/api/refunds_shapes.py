"""Shapes of refunds at the door."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from caudal.interfaces.api.bookings import BookingOut
from caudal.interfaces.api.payments import EntryLineOut
from caudal.interfaces.api.policies import CalculationOut, PolicyOut
from caudal.interfaces.api.receivables import ClientRef
from caudal.interfaces.api.shapes import Ask, MoneyIn, MoneyOut, Out, Reading

WayIn = Literal["cash", "transfer", "card"]


class RefundOut(Out):
    """Money to give back of a cancelled booking. `late`: its day to be paid passed; `request_id`: at Autorizaciones."""

    id: UUID
    folio: str
    branch_id: int
    branch: str
    client: ClientRef
    client_id: UUID
    booking_id: UUID
    booking: str
    service: str
    service_on: date
    days: int
    percent: str
    paid: MoneyOut
    already: MoneyOut
    policy: MoneyOut
    amount: MoneyOut
    retained: MoneyOut
    exception: bool
    method: str
    method_label: str
    state: str
    state_label: str
    late: bool
    asked_on: date
    due_on: date
    asked_by: str | None
    authorised_by: str | None
    paid_by: str | None
    paid_on: date | None
    request_id: UUID | None
    reason: str


class StepOut(Out):
    """Something that happened with a refund."""

    at: datetime
    on: date | None
    text: str
    actor: str | None
    reason: str | None


class RefundDetail(RefundOut):
    """`rows` of the policy with the one that applied in `row`; `entries`: those it wrote in the books."""

    pay_to: str
    reference: str | None
    account: str | None
    receivable_id: UUID
    receivable: str
    policy_applied: PolicyOut
    row: int
    ways: dict[str, MoneyOut]
    timeline: list[StepOut]
    entries: list[int]


class WorthOut(Out):
    """What cancelling a booking now would give back, how it was paid, and what it will have written once it is paid."""

    calculation: CalculationOut
    cancelled_on: date
    due_on: date
    unpaid: MoneyOut
    ways: dict[str, MoneyOut]
    method: str | None
    policy: PolicyOut
    entry: list[EntryLineOut]


class HowAsk(Ask):
    """Cómo se devuelve. Sin `amount`, lo que dice la política; más que eso lo autoriza la dirección."""

    method: WayIn | None = None
    pay_to: str = Field("", max_length=80)
    amount: MoneyIn | None = None
    reason: str = Field(min_length=3, max_length=300)


class RefundAsk(HowAsk):
    booking_id: UUID


class PayAsk(Ask):
    """De qué caja o cuenta sale (la de la sucursal si no se dice) y la referencia de la transferencia."""

    box_id: int | None = Field(None, ge=1, lt=2**31)
    reference: str = Field("", max_length=80)


class CancelledOut(Out):
    """A booking that was cancelled, and its refund when something of it was paid."""

    booking: BookingOut
    refund: RefundOut | None


class RefundsAsked(Reading):
    """What narrows the list. `q`: a folio or a client; `live`: to authorise or pay; `late`: unpaid past its day."""

    q: str = Field("", max_length=100)
    state: str | None = None
    client_id: UUID | None = None
    booking_id: UUID | None = None
    asked_from: date | None = None
    asked_to: date | None = None
    live: bool = False
    late: bool = False


class RefundsPrinted(RefundsAsked):
    format: Literal["xlsx", "csv", "pdf"] = "xlsx"
