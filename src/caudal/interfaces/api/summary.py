"""The first screen."""

from datetime import date, datetime

from fastapi import APIRouter

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import allowed
from caudal.flows import summary as flow
from caudal.interfaces.api.door import door
from caudal.interfaces.api.receivables import AgeingOut, aged
from caudal.interfaces.api.shapes import BranchFilter, MoneyOut, Out

router = APIRouter(tags=["summary"])


class FigureOut(Out):
    key: str
    label: str
    amount: MoneyOut
    count: int
    link: str


class CurrencyOut(Out):
    currency: str
    figures: list[FigureOut]


class MessagesToday(Out):
    queued: int
    sending: int
    sent: int
    delivered: int
    read: int
    failed: int
    deferred: int
    blocked: int
    cancelled: int
    expired: int
    link: str


class UpcomingOut(Out):
    due_on: date
    amount: MoneyOut
    count: int


class RecentOut(Out):
    at: datetime
    actor: str
    text: str
    link: str


class CheckOut(Out):
    key: str
    label: str
    done: bool
    link: str


class SummaryOut(Out):
    """Each figure carries the address of the list whose total it is."""

    business_date: date
    day_state: str
    company: str
    currencies: list[CurrencyOut]
    messages_today: MessagesToday
    ageing: list[AgeingOut]
    upcoming: list[UpcomingOut]
    recent: list[RecentOut]
    checklist: list[CheckOut]


@router.get("/summary", operation_id="summary.read")
@door("summary.read")
def read(act: Act, branch_id: BranchFilter = None) -> SummaryOut:
    """Por cobrar, vence hoy, vencido, cobrado hoy y mensajes, por moneda."""
    if branch_id is not None:
        allowed(act, [branch_id])
    found = flow.summary(act, branch_id)
    return SummaryOut.model_construct(
        business_date=found.business_date, day_state=found.day_state, company=found.company,
        currencies=[
            CurrencyOut.model_construct(currency=currency, figures=list(figures))
            for currency, figures in found.currencies
        ],
        messages_today=found.messages_today, ageing=[aged(row, branch_id) for row in found.ageing],
        upcoming=[
            UpcomingOut.model_construct(due_on=day, amount=amount, count=count)
            for day, amount, count in found.upcoming
        ],
        recent=list(found.recent), checklist=list(found.checklist),
    )  # fmt: skip
