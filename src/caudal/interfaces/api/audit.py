"""The book of acts, as people read it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.commons.access import acts_book
from caudal.commons.access.acts_book import ActFilter, ActRecord, Change
from caudal.commons.acts.act import Act
from caudal.commons.messaging import queries as messaging
from caudal.commons.messaging.queries import MessageFilter
from caudal.interfaces.api.door import door
from caudal.interfaces.api.privacy import shown
from caudal.interfaces.api.shapes import Listed, Out, Reading, Search, Since, Totalled, Until, totalled
from caudal.interfaces.api.words import called, command_called, every_command, link_of
from caudal.ledger import queries as books
from caudal.ledger.queries import EntryFilter

router = APIRouter(tags=["audit"])

_SHOWN = 100
_ABOUT = {"receivable_id": "/cxc", "client_id": "/clientes", "party_id": "/clientes", "payment_id": "/pagos"}


class AuditFilter(Reading):
    actor: int | None = Field(None, description="Quién.")
    command: str | None = Field(None, max_length=80)
    outcome: Literal["done", "refused"] | None = None
    since: Since = None
    until: Until = None
    q: Search = ""


class ActorOut(Out):
    id: int
    name: str


class ActOut(Out):
    """Quién hizo qué, cuándo, desde dónde y por qué. `asked` lleva los datos personales enmascarados."""

    act_id: UUID
    at: datetime
    business_date: date
    branch_id: int | None
    actor: ActorOut
    ip: str
    door: str
    command: str
    command_label: str
    asked: dict[str, Any]
    reason: str
    outcome: str
    problem: str | None
    link: str | None


class CommandOut(Out):
    code: str
    label: str


class FieldOut(Out):
    field: str
    label: str
    old: Any
    new: Any


class ChangeOut(Out):
    table: str
    table_label: str
    key: str
    op: str
    fields: list[FieldOut]


class ActDetailOut(ActOut):
    """Un acto con lo que cambió, los asientos que escribió y los mensajes que encoló."""

    changes: list[ChangeOut]
    entries: list[int]
    messages: list[UUID]


@router.get("/audit", operation_id="audit.list")
@door("audit.read")
def acts(act: Act, which: Annotated[AuditFilter, Query()]) -> Totalled[ActOut]:
    """La bitácora de las sucursales propias, lo más reciente primero; el total cuenta hasta diez mil."""
    wanted = ActFilter(
        which.actor, which.command, which.outcome, which.since, which.until, which.branch_id, which.q
    )
    page = acts_book.acts(act, wanted, which.limit, which.after)
    return totalled(page, [ActOut(**_line(line)) for line in page.items])


@router.get("/audit/commands", operation_id="audit.commands")
@door("audit.read")
def commands(act: Act) -> Listed[CommandOut]:
    """Las órdenes que la bitácora puede nombrar, con su título, para filtrarla."""
    del act
    return Listed[CommandOut](items=[CommandOut(code=code, label=label) for code, label in every_command()])


@router.get("/audit/{act_id}", operation_id="audit.read")
@door("audit.read")
def one(act: Act, act_id: UUID) -> ActDetailOut:
    """Un acto entero: lo pedido, lo que cambió y lo que produjo. Lo personal, enmascarado a quien no puede leerlo."""
    line = acts_book.line(act, act_id)
    return ActDetailOut(
        **_line(line),
        changes=[_change(act, change) for change in acts_book.changes(act, act_id)],
        entries=[entry.id for entry in books.entries(act, EntryFilter(act_id=act_id), limit=_SHOWN).items],
        messages=[m.id for m in messaging.messages(act, MessageFilter(act_id=act_id), limit=_SHOWN).items],
    )


def _line(line: ActRecord) -> dict[str, Any]:
    return {
        "act_id": line.act_id,
        "at": line.at,
        "business_date": line.business_date,
        "branch_id": line.branch_id,
        "actor": ActorOut(id=line.actor_id, name=line.actor_name),
        "ip": line.ip,
        "door": line.door,
        "command": line.command,
        "command_label": command_called(line.command),
        "asked": line.asked,
        "reason": line.reason,
        "outcome": line.outcome,
        "problem": line.problem,
        "link": link_of(line.source) or _about(line.asked),
    }


def _about(asked: dict[str, Any]) -> str | None:
    """Where to see what was asked about, when it says so itself."""
    return next((f"{place}/{asked[name]}" for name, place in _ABOUT.items() if asked.get(name)), None)


def _change(act: Act, change: Change) -> ChangeOut:
    fields = [
        FieldOut(
            field=name, label=called("fields", name), old=shown(act.actor, change.table, name, change.old.get(name)),
            new=shown(act.actor, change.table, name, change.new.get(name)),
        )
        for name in {**change.old, **change.new}
    ]  # fmt: skip
    return ChangeOut(
        table=change.table,
        table_label=called("tables", change.table),
        key=change.key,
        op=change.op,
        fields=fields,
    )
