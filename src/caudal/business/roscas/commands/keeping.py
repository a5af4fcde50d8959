"""What every change of a san does: hold it, refuse what its state refuses, write down what happened."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.roscas import queries
from caudal.business.roscas.queries import NumberRecord, RoscaRecord
from caudal.business.roscas.rules.standing import STATUS_LABELS, Status
from caudal.business.roscas.tables import RoscaEvent
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import in_branch
from caudal.kernel.problems import Invalid, NotFound, Problem

_LOCK = text("select branch_id from roscas where id = :id for update")
_STATUS = text(
    "update roscas set status = :status, started_on = coalesce(:started, started_on),"
    " closed_on = coalesce(:closed, closed_on), version = version + 1 where id = :id"
)
_TURNS = text(
    "update rosca_numbers n set turn = t.turn from unnest(cast(:numbers as smallint[]), cast(:turns as smallint[]))"
    " t (number, turn) where n.rosca_id = :id and n.number = t.number and n.turn is distinct from t.turn"
)
_MEMBER = text("update rosca_numbers set party_id = :party where id = :id")


class WrongState(Problem):
    type, title, status = "san-en-otro-estado", "El san no está en un estado que lo permita", 409


class AlreadyReceived(Problem):
    type, title, status = "turno-ya-cobrado", "Ese número ya cobró su turno", 409


def hold(act: Act, rosca_id: UUID, *states: Status) -> tuple[Act, RoscaRecord]:
    """A san kept from any other change until the act ends, and the act in its branch.

    Raises:
        NotFound: there is none within the branches of the act.
        Forbidden: it is of a branch that isn't one of the actor's.
        WrongState: it is in none of `states`.
    """
    branch = act.db.execute(_LOCK, {"id": rosca_id}).scalar()
    if branch is None:
        raise NotFound("El san no existe o es de otra sucursal")
    act = in_branch(act, branch)
    san = queries.rosca(act, rosca_id)
    if states and san.status not in states:
        able = ", ".join(STATUS_LABELS[each].lower() for each in states)
        raise WrongState(f"El san {san.folio} está {STATUS_LABELS[san.status].lower()}; se puede {able}")
    return act, san


def read(act: Act, rosca_id: UUID) -> RoscaRecord:
    """The san once it changed."""
    act.db.flush()
    return queries.rosca(act, rosca_id)


def note(act: Act, san: RoscaRecord, kind: str, **body: Any) -> None:
    """Write down what happened to a san."""
    act.db.add(
        RoscaEvent(
            rosca_id=san.id, branch_id=san.branch_id, kind=kind, on_date=act.business_date, at=act.at,
            actor_id=act.actor.id, reason=act.reason, body=body, act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()


def become(
    act: Act, san: RoscaRecord, status: Status, kind: str, *, closed: bool = False, **body: Any
) -> None:
    """Change the state of a san, and write it down."""
    today = act.business_date
    starts = status is Status.ACTIVE and san.started_on is None
    act.db.execute(
        _STATUS,
        {"id": san.id, "status": status.value, "started": today if starts else None,
         "closed": today if closed else None},
    )  # fmt: skip
    note(act, san, kind, status_before=san.status.value, **body)


def give_turns(act: Act, san: RoscaRecord, turns: Mapping[int, int]) -> dict[str, int | None]:
    """Write the turn of each number; returns those they had, to be kept with what happened."""
    before = {str(each.number): each.turn for each in san.numbers}
    act.db.execute(_TURNS, {"id": san.id, "numbers": list(turns), "turns": list(turns.values())})
    return before


def seat(act: Act, number: NumberRecord, party_id: UUID | None) -> None:
    """Write who has a number."""
    act.db.execute(_MEMBER, {"id": number.id, "party": party_id})


def not_received(san: RoscaRecord, number: NumberRecord) -> None:
    """Refuse what can't be done with a number that already took its pot.

    Raises:
        AlreadyReceived: it did; what it has not put in yet is a debt.
    """
    if number.received is None:
        return
    owed = sum(cell.balance.minor for cell in number.cells)
    told = f"cobró la ronda {number.received.round}"
    left = "; lo que le falta por aportar es una deuda que se cobra" if owed else ""
    raise AlreadyReceived(
        f"El número {number.number} del san {san.folio} ya {told}{left}",
        number=number.number,
        in_collections=number.in_collections,
    )


def reasoned(act: Act) -> None:
    """Refuse what needs to be explained and isn't."""
    if not act.reason.strip():
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
