"""Waivers, write-offs and what was paid over a ceiling, that one person asks for and another authorises."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import Field

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import OVERCHARGE, AskFavour
from caudal.business.loans.queries import favours as asked
from caudal.business.loans.queries.favours import FavourRecord
from caudal.business.loans.rules.allocation import Component
from caudal.business.parties import queries as parties
from caudal.business.payments import commands as payments
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.flows import deciding
from caudal.interfaces.api.door import door
from caudal.interfaces.api.payments import EntryLineOut, lines_of
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.shapes import Ask, Listed, MoneyIn, MoneyOut, Out, Reading, Reason, listed

router = APIRouter(tags=["loans"])
DryRun = Annotated[bool, Query(include_in_schema=False)]
RequestId = Annotated[int, Path(ge=1, le=2**63 - 1)]
KINDS = {"waiver": "Condonación", "write_off": "Castigo", "overcharge": "Devolución de lo cobrado de más"}
STATES = {"pending": "Por decidir", "approved": "Autorizada", "refused": "Rechazada"}


class FavourAsk(Reason):
    """Qué se pide: condonar (`waiver`) algo de lo vencido, o castigar (`write_off`). Todo si no hay monto.

    De un préstamo ya terminado, devolver lo cobrado de más (`overcharge`).
    """

    kind: Literal["waiver", "write_off", "overcharge"]
    component: Literal["charge", "insurance", "arrears", "interest", "principal"] = "arrears"
    amount: MoneyIn | None = None


class FavourDecision(Ask):
    """La decisión de otra persona; un rechazo lleva su motivo."""

    approve: bool
    reason: str = Field("", max_length=300)


class FavourOut(Out):
    """Una solicitud. `event_id`: el hecho con que se cumplió; `entry`, en un ensayo: lo que se asentaría."""

    id: int
    loan_id: UUID
    folio: str
    client: ClientRef
    branch_id: int
    kind: str
    kind_label: str
    component: str | None
    amount: MoneyOut | None
    status: str
    status_label: str
    reason: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str | None
    decision_reason: str | None
    event_id: int | None
    entry: list[EntryLineOut]


class Which(Reading):
    status: Literal["pending", "approved", "refused"] | None = None
    loan_id: UUID | None = None


@router.post("/loans/{loan_id}/requests", status_code=201, operation_id="loans.ask_favour")
@door("loans.write")
def ask(act: Act, loan_id: UUID, ask: FavourAsk) -> FavourOut:
    """Pide condonar, castigar o devolver lo cobrado de más; lo autoriza otra persona, hasta lo que su cargo permite."""
    act = because(act, ask.reason)
    if ask.kind == OVERCHARGE:
        return favour_outs(act, [commands.ask_recognition(act, loan_id, ask.amount)])[0]
    wanted = AskFavour(ask.kind, Component[ask.component.upper()], ask.amount)
    return favour_outs(act, [commands.ask_favour(act, loan_id, wanted)])[0]


@router.get("/loan-requests", operation_id="loans.favours")
@door("loans.read")
def list_requests(act: Act, which: Annotated[Which, Query()]) -> Listed[FavourOut]:
    """Condonaciones, castigos y devoluciones pedidos, los más recientes primero."""
    page = asked.favours(
        act, loan_id=which.loan_id, status=which.status, branch_id=which.branch_id, limit=which.limit,
        after=which.after,
    )  # fmt: skip
    return listed(page, favour_outs(act, page.items))


@router.post("/loan-requests/{request_id}/decision", status_code=201, operation_id="loans.decide_favour")
@door("loans.manage", key="required")
def decide(act: Act, request_id: RequestId, ask: FavourDecision, dry_run: DryRun = False) -> FavourOut:
    """Autoriza o rechaza lo que otra persona pidió; autorizado, se hace en el acto."""
    act = because(act, ask.reason) if ask.reason else act
    decided = favour_outs(act, [payments.decide_favour(act, request_id, approve=ask.approve)])[0]
    posted = deciding.posted_by(act) if dry_run else []
    return decided.model_copy(
        update={"entry": lines_of((line.account, line.name, line.amount) for line in posted)}
    )


def favour_outs(act: Act, records: Iterable[FavourRecord]) -> list[FavourOut]:
    """Requests with the words of people."""
    rows = list(records)
    loans = queries.many(act, {row.loan_id for row in rows})
    people = parties.many(act, {loan.party_id for loan in loans.values()})
    deciders = (row.decided_by for row in rows if row.decided_by is not None)
    staff = access.names(act, {*(row.asked_by for row in rows), *deciders})
    return [
        FavourOut.model_construct(
            id=row.id, loan_id=row.loan_id, folio=loans[row.loan_id].folio,
            client=reference(loans[row.loan_id].party_id, people), branch_id=row.branch_id, kind=row.kind,
            kind_label=KINDS[row.kind], component=row.component, amount=row.amount, status=row.status,
            status_label=STATES[row.status], reason=row.reason, asked_at=row.asked_at,
            asked_by=staff.get(row.asked_by, ""), decided_at=row.decided_at,
            decided_by=staff.get(row.decided_by or -1), decision_reason=row.decision_reason, event_id=row.event_id,
            entry=[],
        )
        for row in rows
    ]  # fmt: skip
