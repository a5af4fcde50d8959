"""Two hands: what waits for whom, deciding it, the matrix and its limits, and who could do too much."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from caudal.business.approvals import commands as approvals
from caudal.business.approvals import queries as hands
from caudal.business.approvals.commands import NewDelegation, NewLimit, NewSpan, SayLimits
from caudal.business.approvals.queries import Which
from caudal.business.approvals.rules.kinds import Kind, State
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.flows import deciding, inbox
from caudal.flows.deciding import Decision
from caudal.flows.inbox import Wanted
from caudal.interfaces.api.approvals_shapes import (
    ApprovalDetail,
    ApprovalsAsked,
    ConflictOut,
    ConflictsOut,
    DelegationAsk,
    DelegationOut,
    InboxOut,
    InboxTotals,
    MatrixAsk,
    MatrixOut,
    Note,
    SumOut,
    WhoOut,
)
from caudal.interfaces.api.approvals_shown import (
    delegation_out,
    detail_out,
    matrix_out,
    requests_out,
    waiting_out,
)
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Reason
from caudal.kernel.money import Money

router = APIRouter(tags=["approvals"])
DelegationId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("/approvals", operation_id="approvals.list")
@door("approvals.read")
def list_approvals(act: Act, which: Annotated[ApprovalsAsked, Query()]) -> InboxOut:
    """Lo que espera una segunda mano, de todos los cuartos: primero lo que usted puede decidir."""
    asked_by = act.actor.id if which.mine == "asked" else None
    if which.state == State.ASKED:
        wanted = Wanted(tuple(which.kind), which.branch_id, asked_by, which.mine == "decide")
        page, sums = inbox.waiting(act, wanted, which.limit, which.after)
        by_currency = [
            SumOut.model_construct(
                currency=s.currency, count=s.count, amount=s.amount, mine=s.mine, mine_amount=s.mine_amount
            )
            for s in sums
        ]
        totals = InboxTotals.model_construct(
            count=sum(s.count for s in sums), mine=sum(s.mine for s in sums), by_currency=by_currency
        )
        return InboxOut.model_construct(items=waiting_out(act, page.items), next=page.next, totals=totals)
    kinds = tuple(Kind(each) for each in which.kind if each in set(Kind))
    asked = Which((State(which.state),), kinds, which.branch_id, asked_by)
    page = hands.requests(act, asked, which.limit, which.after)
    totals = _totals(hands.sums(act, asked))
    return InboxOut.model_construct(items=requests_out(act, page.items), next=page.next, totals=totals)


@router.get("/approvals/matrix", operation_id="approvals.matrix")
@door("approvals.read")
def read_matrix(act: Act) -> MatrixOut:
    """Quién solicita, autoriza, ejecuta y revisa cada clase de solicitud, y hasta cuánto."""
    return matrix_out(act)


@router.put("/approvals/matrix", operation_id="approvals.set_limits")
@door("approvals.limits")
def set_limits(act: Act, ask: MatrixAsk) -> MatrixOut:
    """Cambia topes, y qué se suma contra ellos, desde una fecha y con su motivo. La Regla de Oro no se edita."""
    asked = SayLimits(
        tuple(NewLimit(each.kind, each.role, each.currency, each.amount) for each in ask.limits), ask.since,
        tuple(NewSpan(each.kind, each.days) for each in ask.spans),
    )  # fmt: skip
    approvals.set_limits(because(act, ask.reason), asked)
    return matrix_out(act)


@router.post("/approvals/delegations", status_code=201, operation_id="approvals.delegate")
@door("approvals.authorise")
def delegate(act: Act, ask: DelegationAsk) -> DelegationOut:
    """Delega por unos días la función de autorizar en alguien cuyo puesto también autoriza; se acaba sola."""
    asked = NewDelegation(ask.to_user, ask.since or act.business_date, ask.until, ask.from_user)
    return delegation_out(act, approvals.delegate(because(act, ask.reason), asked))


@router.post(
    "/approvals/delegations/{delegation_id}/end", status_code=201, operation_id="approvals.end_delegation"
)
@door("approvals.authorise")
def end_delegation(act: Act, delegation_id: DelegationId, ask: Note) -> DelegationOut:
    """Termina una delegación antes de su último día; lo firmado con ella queda firmado."""
    act = because(act, ask.note) if ask.note else act
    return delegation_out(act, approvals.end_delegation(act, delegation_id))


@router.get("/approvals/conflicts", operation_id="approvals.conflicts")
@door("approvals.read")
def read_conflicts(act: Act) -> ConflictsOut:
    """Personas cuyo puesto junta autorizar y ejecutar, y qué impide que hagan las dos cosas con lo mismo."""
    found = hands.conflicts(act)
    return ConflictsOut.model_construct(
        items=[
            ConflictOut.model_construct(
                user=WhoOut.model_construct(id=each.user_id, name=each.name), role=each.role,
                role_name=each.role_name, first=each.first, second=each.second, guard=each.guard,
            )
            for each in found
        ],
        people=len({each.user_id for each in found}),
    )  # fmt: skip


@router.get("/approvals/{request_id}", operation_id="approvals.read")
@door("approvals.read")
def read(act: Act, request_id: UUID) -> ApprovalDetail:
    """Una solicitud: sus firmas, si usted puede decidirla y por qué, quién más puede, y su evidencia."""
    return detail_out(act, hands.request(act, request_id))


@router.post("/approvals/{request_id}/authorisation", status_code=201, operation_id="approvals.authorise")
@door("approvals.authorise")
def authorise(act: Act, request_id: UUID, ask: Note) -> ApprovalDetail:
    """Autoriza lo que otra persona pidió, hasta su tope. No paga: eso lo hace otra persona."""
    return detail_out(act, deciding.decide(act, request_id, Decision.AUTHORISE, ask.note))


@router.post("/approvals/{request_id}/rejection", status_code=201, operation_id="approvals.reject")
@door("approvals.authorise")
def reject(act: Act, request_id: UUID, ask: Reason) -> ApprovalDetail:
    """Rechaza lo que otra persona pidió, con su motivo."""
    return detail_out(act, deciding.decide(because(act, ask.reason), request_id, Decision.REJECT))


@router.post("/approvals/{request_id}/return", status_code=201, operation_id="approvals.send_back")
@door("approvals.authorise")
def send_back(act: Act, request_id: UUID, ask: Reason) -> ApprovalDetail:
    """Devuelve lo que otra persona pidió, para que lo corrija; el motivo dice qué."""
    return detail_out(act, deciding.decide(because(act, ask.reason), request_id, Decision.SEND_BACK))


@router.post("/approvals/{request_id}/withdrawal", status_code=201, operation_id="approvals.withdraw")
@door("approvals.read")
def withdraw(act: Act, request_id: UUID, ask: Note) -> ApprovalDetail:
    """Retira lo que usted pidió, mientras nadie lo decida."""
    act = because(act, ask.note) if ask.note else act
    return detail_out(act, deciding.decide(act, request_id, Decision.WITHDRAW))


@router.post("/approvals/{request_id}/review", status_code=201, operation_id="approvals.review")
@door("approvals.read")
def review(act: Act, request_id: UUID, ask: Note) -> ApprovalDetail:
    """Firma que revisó lo ejecutado, sin haber intervenido en ello."""
    return detail_out(act, approvals.review(act, request_id, ask.note))


def _totals(found: list[tuple[int, Money]]) -> InboxTotals:
    return InboxTotals.model_construct(
        count=sum(count for count, _ in found), mine=0,
        by_currency=[
            SumOut.model_construct(
                currency=amount.currency, count=count, amount=amount, mine=0, mine_amount=Money.of(0, amount.currency)
            )
            for count, amount in found
        ],
    )  # fmt: skip
