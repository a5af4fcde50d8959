"""The centre of alerts and its rules."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import Field
from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import allowed, branches
from caudal.commons.alerts import commands, queries
from caudal.commons.alerts.queries import AlertFilter, AlertRecord
from caudal.commons.alerts.rules import OPEN, STATES, URGENCIES, catalogue, rule
from caudal.commons.notices import queries as notices
from caudal.flows.alerts import rehearsal
from caudal.interfaces.api.alert_shapes import (
    AlertDetailOut,
    AlertOut,
    CountOut,
    CountsOut,
    PersonOut,
    RuleAsk,
    RuleOut,
    ToldOut,
    alerts_out,
    asked_rule,
    moment_out,
    names_of,
    notice_out,
    rules_out,
)
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Ask, BranchFilter, Listed, Out, Reading, Reason, Search, listed
from caudal.kernel.problems import Invalid

router = APIRouter(tags=["alerts"])
RuleCode = Annotated[str, Path(max_length=40)]
_PEOPLE = text(
    "select u.id, u.name from users u join user_branches b on b.user_id = u.id"
    " where u.active and u.id <> 0 and b.branch_id = :branch order by u.name, u.id limit 200"
)


class AlertsFilter(Reading):
    state: str | None = Field(
        None, max_length=80, description="Uno o varios, separados por comas; open: las abiertas."
    )
    rule: str | None = Field(None, max_length=200, description="Una o varias, separadas por comas.")
    urgency: str | None = Field(None, max_length=80, description="Una o varias, separadas por comas.")
    client_id: UUID | None = None
    assignee: int | None = Field(None, ge=1, lt=2**31)
    q: Search = ""


class AssignAsk(Ask):
    """A quién; sin nadie, a quien lo pide."""

    user_id: int | None = Field(None, ge=1, lt=2**31)


class ExampleOut(Out):
    on: date
    text: str


class RehearsalOut(Out):
    """`times`: cuántas veces habría avisado; `examples`: las últimas."""

    times: int
    examples: list[ExampleOut]


class ResolveAsk(Ask):
    note: str = Field("", max_length=300)


@router.get("/alerts", operation_id="alerts.list")
@door("alerts.read")
def alerts(act: Act, which: Annotated[AlertsFilter, Query()]) -> Listed[AlertOut]:
    """Las alertas abiertas, o las que se pidan, primero las más urgentes."""
    wanted = AlertFilter(
        _states(which.state), _some(which.rule, catalogue(), "rule"), _some(which.urgency, URGENCIES, "urgency"),
        which.branch_id, which.client_id, which.assignee, which.q,
    )  # fmt: skip
    page = queries.alerts(act, wanted, which.limit, which.after)
    return listed(page, alerts_out(act, page.items))


@router.get("/alerts/counts", operation_id="alerts.counts")
@door("alerts.read")
def counts(act: Act, branch_id: BranchFilter = None) -> CountsOut:
    """Cuántas hay abiertas, por regla, sucursal y estado: lo que muestran la campana y los tableros."""
    found = queries.counts(act, branch_id)
    names, places = names_of(act, {(each.rule, each.branch_id) for each in found}), branches(act)
    groups = [
        CountOut.model_construct(
            rule=each.rule, rule_name=names[each.rule, each.branch_id], branch_id=each.branch_id,
            branch=places[each.branch_id].name, urgency=each.urgency, state=each.state, count=each.alerts,
        )
        for each in found
    ]  # fmt: skip
    return CountsOut.model_construct(**asdict(queries.tally(found)), groups=groups)


@router.get("/alerts/{alert_id}", operation_id="alerts.read")
@door("alerts.read")
def alert(act: Act, alert_id: UUID) -> AlertDetailOut:
    """Una alerta con su historia, a quién se avisó y qué fue de cada aviso."""
    return _detail(act, queries.alert(act, alert_id))


@router.post("/alerts/{alert_id}/sight", operation_id="alerts.see")
@door("alerts.read")
def see(act: Act, alert_id: UUID) -> AlertOut:
    """La da por vista: ya no sube a nadie más."""
    return _one(act, commands.see(act, alert_id))


@router.post("/alerts/{alert_id}/assignment", operation_id="alerts.assign")
@door("alerts.read")
def assign(act: Act, alert_id: UUID, ask: AssignAsk) -> AlertOut:
    """La toma quien lo pide, o se la da a alguien que trabaja en su sucursal; queda en curso."""
    return _one(act, commands.assign(act, alert_id, ask.user_id or act.actor.id))


@router.post("/alerts/{alert_id}/resolution", operation_id="alerts.resolve")
@door("alerts.read")
def resolve(act: Act, alert_id: UUID, ask: ResolveAsk) -> AlertOut:
    """La da por resuelta; si otro día la causa sigue, se levanta otra vez."""
    return _one(act, commands.resolve(act, alert_id, ask.note))


@router.post("/alerts/{alert_id}/dismissal", operation_id="alerts.dismiss")
@door("alerts.read")
def dismiss(act: Act, alert_id: UUID, ask: Reason) -> AlertOut:
    """La descarta con su motivo: no se levanta otra vez mientras la misma causa siga."""
    return _one(act, commands.dismiss(act, alert_id, ask.reason))


@router.get("/alert-rules", operation_id="alerts.rules")
@door("alerts.read")
def rules(act: Act, branch_id: BranchFilter = None) -> Listed[RuleOut]:
    """Las reglas como valen en una sucursal, o en la empresa: cuándo, a quién, con qué urgencia y por dónde."""
    if branch_id is not None:
        allowed(act, [branch_id])
    return Listed[RuleOut].model_construct(
        items=rules_out(act, queries.settings(act, branch_id), branch_id), next=None
    )


@router.put("/alert-rules/{code}", operation_id="alerts.keep_rule")
@door("alerts.rules")
def keep(act: Act, code: RuleCode, ask: RuleAsk) -> RuleOut:
    """Cambia una regla en una sucursal o en toda la empresa; vale desde ahora."""
    kept = commands.keep_rule(act, asked_rule(code, ask))
    return rules_out(act, [kept], ask.branch_id)[0]


@router.post("/alert-rules/{code}/rehearsal", operation_id="alerts.rehearse")
@door("alerts.rules", key="none")
def rehearse(act: Act, code: RuleCode, ask: RuleAsk) -> RehearsalOut:
    """Cuántas veces habría avisado en los últimos 30 días si valiera así; no cambia nada."""
    asked = asked_rule(code, ask)
    commands.check_rule(act, asked)
    tried = replace(queries.setting(act, code, ask.branch_id), threshold=asked.threshold)
    places = [ask.branch_id] if ask.branch_id is not None else list(act.actor.branches)
    done = rehearsal.rehearse(act, tried, places)
    examples = [ExampleOut.model_construct(on=on, text=said) for on, said in done.examples]
    return RehearsalOut.model_construct(times=done.times, examples=examples)


@router.delete("/alert-rules/{code}", operation_id="alerts.restore_rule")
@door("alerts.rules")
def restore(act: Act, code: RuleCode, branch_id: BranchFilter = None) -> RuleOut:
    """Vuelve a la regla de la empresa en una sucursal, o a la de fábrica en la empresa."""
    return rules_out(act, [commands.restore_rule(act, code, branch_id)], branch_id)[0]


def _one(act: Act, record: AlertRecord) -> AlertOut:
    return alerts_out(act, [record])[0]


def _detail(act: Act, record: AlertRecord) -> AlertDetailOut:
    shown = _one(act, record)
    told = [
        ToldOut.model_construct(id=i, name=name, why=why) for i, name, why in queries.told(act, record.id)
    ]
    sent = notices.notices(act, alert_ids=queries.together(act, record.id), limit=200).items
    theirs = {each.id for each in told}
    own = [
        each
        for each in sent
        if each.user_id in theirs and (each.alert_id == record.id or each.kind == "alert")
    ]
    people = [
        PersonOut.model_construct(id=row.id, name=row.name)
        for row in act.db.execute(_PEOPLE, {"branch": record.branch_id})
    ]
    return AlertDetailOut.model_construct(
        **dict(shown), remedy=rule(record.rule).remedy, told=told, people=people,
        timeline=[moment_out(each) for each in queries.life(act, record.id)],
        notices=[notice_out(each) for each in own],
    )  # fmt: skip


def _states(told: str | None) -> list[str] | None:
    if told is None or told == "open":
        return list(OPEN)
    return list(STATES) if told == "all" else _some(told, STATES, "state")


def _some(told: str | None, known: Collection[str], field: str) -> list[str] | None:
    named = [each.strip() for each in told.split(",") if each.strip()] if told else []
    for each in named:
        if each not in known:
            raise Invalid(
                f"«{each[:20]}» no se conoce; use {', '.join(known)}",
                errors=[{"pointer": f"/{field}", "detail": "desconocido"}],
            )
    return named or None
