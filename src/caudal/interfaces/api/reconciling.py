"""Lines of the bank against movements of the books: proposals, matches, rules, and how each day stands."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from caudal.business.reconciliation import commands, queries
from caudal.business.reconciliation.commands import Claim, Match, NameOwner, NewRule, ReconcileDay
from caudal.business.reconciliation.queries import Days
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.interfaces.api.bank_shapes import (
    BankRuleOut,
    ClaimAsk,
    DayAsk,
    DayOut,
    DaysAsked,
    DifferenceOut,
    EntryAsk,
    LineOut,
    LinesAsked,
    MatchAsk,
    MatchedOut,
    MatchOut,
    OwnerAsk,
    ProgressOut,
    RuleNew,
    RunAsk,
    SuggestionOut,
)
from caudal.interfaces.api.bank_shown import (
    days_out,
    differences_out,
    lines_out,
    matches_out,
    rules_out,
    suggestions_out,
    which_of,
)
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import After, BranchFilter, Limit, Listed, Reason
from caudal.kernel.problems import Invalid

router = APIRouter(tags=["reconciliation"])
LineId = Annotated[int, Path(ge=1, lt=2**63)]
RuleId = Annotated[int, Path(ge=1, lt=2**31)]
AccountFilter = Annotated[int | None, Query(ge=1, lt=2**31, description="Solo una cuenta bancaria.")]


@router.get("/bank-lines", operation_id="reconciliation.lines")
@door("banks.read")
def list_lines(act: Act, which: Annotated[LinesAsked, Query()]) -> Listed[LineOut]:
    """Lo que pasó según el banco, de lo más viejo a lo más nuevo, y cuánto falta explicar de cada línea."""
    page = queries.lines(act, which_of(which), limit=which.limit, after=which.after)
    return Listed[LineOut].model_construct(items=lines_out(act, page.items), next=page.next)


@router.get("/bank-lines/{line_id}/suggestions", operation_id="reconciliation.suggestions")
@door("banks.read")
def suggestions(act: Act, line_id: LineId) -> Listed[SuggestionOut]:
    """Lo que podría explicar una línea, lo más probable primero, con su razón."""
    line = queries.line(act, line_id)
    found = suggestions_out(act, queries.suggestions(act, line_id), line.account)
    return Listed[SuggestionOut].model_construct(items=found, next=None)


@router.post("/bank-lines/{line_id}/entry", status_code=201, operation_id="reconciliation.explain")
@door("banks.reconcile", key="required")
def explain(act: Act, line_id: LineId, ask: EntryAsk) -> MatchOut:
    """Registra lo que es la línea (comisión, impuesto, interés o depósito por identificar). Exige Idempotency-Key."""
    return matches_out(act, [commands.explain(act, line_id, ask.outcome)])[0]


@router.post("/bank-lines/{line_id}/payment", status_code=201, operation_id="reconciliation.claim")
@door("banks.reconcile", key="required")
def claim(act: Act, line_id: LineId, ask: ClaimAsk) -> MatchOut:
    """Toma el depósito como cobro de un cliente, también si estaba por identificar. Exige Idempotency-Key."""
    asked = Claim(line_id, ask.client_id, tuple(ask.apply_to) if ask.apply_to is not None else None)
    return matches_out(act, [commands.claim(act, asked)])[0]


@router.get("/matches", operation_id="reconciliation.matches")
@door("banks.read")
def list_matches(
    act: Act, account_id: AccountFilter = None, limit: Limit = 50, after: After = None
) -> Listed[MatchOut]:
    """Lo que se ha explicado, lo último primero: por qué, quién, y lo deshecho."""
    page = queries.matches(act, account_id, limit=limit, after=after)
    return Listed[MatchOut].model_construct(items=matches_out(act, page.items), next=page.next)


@router.post("/matches", status_code=201, operation_id="reconciliation.match")
@door("banks.reconcile")
def match(act: Act, ask: MatchAsk) -> MatchOut:
    """Acepta una propuesta, o dice qué líneas son qué movimientos; los dos lados suman lo mismo."""
    act = because(act, ask.reason) if ask.reason else act
    if ask.suggestion_id is not None:
        return matches_out(act, [commands.accept(act, ask.suggestion_id)])[0]
    if ask.account_id is None:
        raise Invalid("Diga de qué cuenta", errors=[{"pointer": "/account_id", "detail": "falta"}])
    moves = tuple((m.entry_id, m.entry_line) for m in ask.movements)
    return matches_out(
        act, [commands.match(act, Match(ask.account_id, tuple(ask.lines), moves, ask.partly))]
    )[0]


@router.post("/matches/runs", status_code=201, operation_id="reconciliation.run")
@door("banks.reconcile")
def run(act: Act, ask: RunAsk) -> MatchedOut:
    """Empareja lo que no deja duda en una cuenta y vuelve a proponer lo demás."""
    done = commands.run(act, ask.account_id)
    return MatchedOut.model_construct(by_pass=done.by_pass, total=done.total, suggestions=done.suggestions)


@router.post("/matches/{match_id}/undo", operation_id="reconciliation.undo")
@door("banks.reconcile")
def undo(act: Act, match_id: UUID, ask: Reason) -> MatchOut:
    """Deshace un emparejamiento; el asiento que se registró solo por la línea se reversa."""
    return matches_out(act, [commands.undo(because(act, ask.reason), match_id)])[0]


@router.get("/bank-rules", operation_id="reconciliation.rules")
@door("banks.read")
def list_rules(
    act: Act, account_id: AccountFilter = None, branch_id: BranchFilter = None
) -> Listed[BankRuleOut]:
    """Textos del banco que siempre son lo mismo."""
    found = [each for each in queries.rules(act, account_id) if branch_id in (None, each.branch_id)]
    return Listed[BankRuleOut].model_construct(items=rules_out(act, found), next=None)


@router.post("/bank-rules", status_code=201, operation_id="reconciliation.add_rule")
@door("banks.reconcile")
def add_rule(act: Act, ask: RuleNew) -> BankRuleOut:
    """Dice qué es siempre un texto del banco: comisión, su impuesto, interés o un pagador conocido."""
    asked = NewRule(ask.needle, ask.outcome, ask.branch_id, ask.account_id, ask.client_id)
    return rules_out(act, [commands.add_rule(act, asked)])[0]


@router.delete("/bank-rules/{rule_id}", status_code=204, operation_id="reconciliation.end_rule")
@door("banks.reconcile")
def end_rule(act: Act, rule_id: RuleId) -> None:
    """Deja de usar una regla; lo que explicó queda."""
    commands.end_rule(act, rule_id)


@router.get("/reconciliations", operation_id="reconciliation.days")
@door("banks.read")
def list_days(act: Act, which: Annotated[DaysAsked, Query()]) -> Listed[DayOut]:
    """Cómo quedó cada día, por sucursal y moneda, el último primero; o lo que falta conciliar, a como está ahora."""
    asked = Days(which.branch_id, which.since, which.until)
    reading = queries.days_left if which.open else queries.days
    page = reading(act, asked, limit=which.limit, after=which.after)
    return Listed[DayOut].model_construct(items=days_out(act, page.items), next=page.next)


@router.post("/reconciliations", status_code=201, operation_id="reconciliation.reconcile")
@door("banks.reconcile")
def reconcile(act: Act, ask: DayAsk) -> Listed[DayOut]:
    """Compara un día contra el banco, como a las 23:00; otra vez, agrega una versión."""
    done = commands.reconcile(act, ReconcileDay(ask.business_date, ask.branch_id))
    return Listed[DayOut].model_construct(items=days_out(act, done), next=None)


@router.get("/reconciliations/differences", operation_id="reconciliation.differences")
@door("banks.read")
def differences(
    act: Act,
    account_id: AccountFilter = None,
    branch_id: BranchFilter = None,
    limit: Limit = 50,
    after: After = None,
) -> Listed[DifferenceOut]:
    """Lo que nada explica, de los dos lados, lo más viejo primero, con quién responde."""
    page = queries.open_items(act, account_id, branch_id, limit=limit, after=after)
    return Listed[DifferenceOut].model_construct(items=differences_out(act, page.items), next=page.next)


@router.post("/reconciliations/owners", status_code=204, operation_id="reconciliation.name_owner")
@door("banks.reconcile")
def name_owner(act: Act, ask: OwnerAsk) -> None:
    """Dice quién responde por una diferencia."""
    move = (ask.movement.entry_id, ask.movement.entry_line) if ask.movement else None
    commands.name_owner(act, NameOwner(ask.user_id, ask.line_id, move, ask.note))


@router.get("/reconciliations/progress", operation_id="reconciliation.progress")
@door("banks.read")
def progress(
    act: Act,
    account_id: Annotated[int, Query(ge=1, lt=2**31)],
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
) -> ProgressOut:
    """Cuánto va explicado de una cuenta, entre dos fechas si se dan."""
    account = queries.account_of(act, account_id)
    told = queries.progress(act, account.box.id, since, until)
    return ProgressOut.model_construct(
        account_id=account_id, lines=told.lines, explained=told.explained, left=told.left, movements=told.movements,
        seen=told.seen,
    )  # fmt: skip
