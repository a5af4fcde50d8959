"""What acts told and nobody could take in: seen and asked for again by whoever looks after the house."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from caudal.commons.acts import relay
from caudal.commons.acts.act import Act, write_down
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Limit, Listed, Out
from caudal.kernel.problems import NotFound

router = APIRouter(tags=["events"])
_LARGEST = 2**63 - 1


class ParkedOut(Out):
    """`fact`: what happened; `problem`: what its listener said the last time."""

    id: int
    act_id: UUID
    fact: str
    at: datetime
    attempts: int
    problem: str


@router.get("/events/parked", operation_id="events.parked")
@door("branches.write")
def parked(act: Act, limit: Limit = 50) -> Listed[ParkedOut]:
    """Los avisos internos apartados tras fallar muchas veces, el más antiguo primero."""
    found = [
        ParkedOut(
            id=one.id, act_id=one.act_id, fact=one.fact, at=one.at, attempts=one.attempts, problem=one.problem
        )
        for one in relay.parked(act.db, limit)
    ]
    return Listed[ParkedOut](items=found)


@router.post("/events/{event_id}/retry", status_code=204, operation_id="events.retry")
@door("branches.write")
def retry(act: Act, event_id: Annotated[int, Path(ge=1, le=_LARGEST)]) -> None:
    """Pide que un aviso apartado se entregue otra vez, con los intentos a cero."""
    if not relay.again(act.db, event_id):
        raise NotFound("Ese aviso no existe o ya se entregó")
    write_down(act, "events.retry", {"event_id": event_id})
