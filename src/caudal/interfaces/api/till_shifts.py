"""Shifts of tills: open with a count, close with a blind one, accept its difference, see and print what moved."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, File, Query, UploadFile
from fastapi.responses import Response

from caudal.business.treasury import commands
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.commands import Decide, MoveCash, NewTill, OpenShift, SayRule
from caudal.business.treasury.queries import MoveFilter, ShiftFilter, ShiftRecord
from caudal.business.treasury.rules import BoxKind, box_name
from caudal.business.treasury.rules.counting import currencies, denominations
from caudal.business.treasury.rules.states import Operation
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, in_branch
from caudal.commons.acts.opening import because
from caudal.flows import cash_cuts
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import BranchFilter, Listed, Out, Reason
from caudal.interfaces.api.till_shapes import (
    CountAsk,
    DecisionAsk,
    DeskOut,
    DesksOut,
    MovementOut,
    MovementsAsked,
    OpenAsk,
    OperationAsk,
    OperationOut,
    PhotoOut,
    RuleAsk,
    RuleOut,
    SettleAsk,
    ShiftOut,
    ShiftsAsked,
    TillAsk,
    TillRef,
)
from caudal.interfaces.api.till_shown import (
    WATCH,
    last_out,
    movements_out,
    names,
    operation_out,
    rule_out,
    sees,
    shifts_out,
)
from caudal.kernel.problems import Forbidden, NotFound

router = APIRouter(tags=["tills"])


class Named(Out):
    """Qué turno es. Lo demás se pregunta aparte: lo que debe haber no viaja en la respuesta de quien cuenta."""

    id: UUID
    folio: str


class Denominations(Out):
    currency: str
    values: list[str]


@router.get("/tills/denominations", operation_id="tills.denominations")
@door("payments.read")
def bills(act: Act) -> Listed[Denominations]:  # noqa: ARG001 - the same for everybody
    """Billetes y monedas de cada moneda, de mayor a menor."""
    return Listed[Denominations].model_construct(
        items=[
            Denominations.model_construct(currency=each, values=list(denominations(each)))
            for each in currencies()
        ],
        next=None,
    )


@router.get("/tills/current", operation_id="tills.current")
@door("payments.read")
def current(act: Act, branch_id: BranchFilter = None) -> DesksOut:
    """Las cajas de la sucursal como las ve quien cobra: cuál está abierta, quién la tiene y dónde entra su efectivo."""
    act = in_branch(act, branch_id)
    branch = branch_of(act, act.place.branch_id)
    mine = [box for box, _ in treasury.boxes(act) if box.branch_id == branch.id and box.kind == BoxKind.TILL]
    live, last = treasury.live(act), treasury.last_closed(act, [box.id for box in mine])
    staff = names(act, last.values())
    required = {r.currency: r.required for r in treasury.rules(act, act.business_date, branch.id)}
    receiving = {
        box.id
        for money in {box.currency for box in mine}
        if (box := treasury.main_box(act, BoxKind.TILL, money))
    }
    desks = [
        DeskOut.model_construct(
            id=box.id, name=box.name, currency=box.currency, main=box.main, required=required.get(box.currency, False),
            receives=box.id in receiving, denominations=list(denominations(box.currency)),
            shift=shifts_out(act, [live[box.id]])[0] if box.id in live else None,
            last=last_out(last[box.id], staff) if box.id in last else None,
        )
        for box in mine if box.currency in currencies()
    ]  # fmt: skip
    if not any(each.main and each.currency == branch.currency for each in desks):
        name = box_name(BoxKind.TILL, branch.name, branch.currency, branch.currency)
        first = DeskOut.model_construct(
            id=None, name=name, currency=branch.currency, main=True, required=required.get(branch.currency, False),
            receives=True, denominations=list(denominations(branch.currency)), shift=None, last=None,
        )  # fmt: skip
        desks.insert(0, first)
    return DesksOut.model_construct(branch_id=branch.id, items=desks)


@router.post("/tills", status_code=201, operation_id="tills.add")
@door("tills.rules")
def add(act: Act, ask: TillAsk) -> TillRef:
    """Agrega otra caja a la sucursal: una ventanilla, una caja fuerte."""
    made = commands.add_till(act, NewTill(ask.name, ask.currency, ask.branch_id))
    return TillRef.model_construct(id=made.id, name=made.name)


@router.get("/tills/rules", operation_id="tills.rules")
@door("payments.read")
def list_rules(act: Act, branch_id: BranchFilter = None) -> Listed[RuleOut]:
    """Qué se pide hoy a las cajas de cada sucursal: si se exige abierta para mover efectivo, y cuánto se tolera."""
    found = treasury.rules(act, act.business_date, branch_id)
    return Listed[RuleOut].model_construct(items=[rule_out(act, each) for each in found], next=None)


@router.post("/tills/rules", status_code=201, operation_id="tills.set_rule")
@door("tills.rules")
def set_rule(act: Act, ask: RuleAsk) -> RuleOut:
    """Dice, desde una fecha, si una sucursal exige caja abierta, qué diferencia tolera y cuánto se gasta solo."""
    return rule_out(
        act,
        commands.set_rule(act, SayRule(ask.required, ask.tolerance, ask.branch_id, ask.since, ask.petty)),
    )


@router.get("/till-shifts", operation_id="tills.shifts")
@door("payments.read")
def list_shifts(act: Act, which: Annotated[ShiftsAsked, Query()]) -> Listed[ShiftOut]:
    """Turnos de caja, el más nuevo primero: los propios, o los de todos para quien puede verlos."""
    who = which.user_id if act.actor.may(WATCH) else act.actor.id
    wanted = ShiftFilter(
        which.branch_id, which.till_id, who, which.state, which.since, which.until, which.live, which.uneven
    )
    page = treasury.shifts(act, wanted, which.limit, which.after)
    return Listed[ShiftOut].model_construct(items=shifts_out(act, page.items), next=page.next)


@router.post("/till-shifts", status_code=201, operation_id="tills.open")
@door("tills.open", key="required")
def open_till(act: Act, ask: OpenAsk) -> Named:
    """Abre una caja con lo que se contó en ella. Exige Idempotency-Key."""
    shift = commands.open_shift(act, OpenShift(ask.pieces, ask.till_id, ask.currency, ask.reason))
    return _named(act, shift)


@router.get("/till-shifts/{shift_id}", operation_id="tills.shift")
@door("payments.read")
def read(act: Act, shift_id: UUID) -> ShiftOut:
    """Un turno de caja: quién, conteos, diferencias y, para quien puede saberlo, lo que debe haber."""
    return shifts_out(act, [_visible(act, shift_id)])[0]


@router.post("/till-shifts/{shift_id}/counts", status_code=201, operation_id="tills.count")
@door("tills.open")
def count(act: Act, shift_id: UUID, ask: CountAsk) -> Named:
    """Cuenta la caja para cerrarla: si cuadra, queda cerrada; si no, se puede contar una vez más."""
    commands.count(act, shift_id, ask.pieces)
    return _named(act, shift_id)


@router.post("/till-shifts/{shift_id}/settlement", status_code=201, operation_id="tills.settle")
@door("tills.open", key="required")
def settle(act: Act, shift_id: UUID, ask: SettleAsk) -> Named:
    """Sostiene el conteo: la diferencia tolerada se registra; una mayor la autoriza otra persona."""
    commands.settle(act, shift_id, ask.reason)
    return _named(act, shift_id)


@router.post("/till-shifts/{shift_id}/decision", status_code=201, operation_id="tills.decide")
@door("tills.approve", key="required")
def decide(act: Act, shift_id: UUID, ask: DecisionAsk) -> ShiftOut:
    """Autoriza la diferencia de un conteo, o la devuelve a contar. Exige otra persona."""
    commands.decide(act, shift_id, Decide(ask.approve, ask.reason))
    return shifts_out(act, [treasury.shift(act, shift_id)])[0]


@router.get("/till-shifts/{shift_id}/x.pdf", operation_id="tills.partial")
@door("payments.read")
def partial(act: Act, shift_id: UUID) -> Response:
    """El corte X, parcial: lo que se ha movido; sin lo que debe haber, para quien tiene que contarla."""
    return _cut(act, _visible(act, shift_id), "X")


@router.get("/till-shifts/{shift_id}/z.pdf", operation_id="tills.final")
@door("payments.read")
def final(act: Act, shift_id: UUID) -> Response:
    """El corte Z, de cierre: conteo, diferencia, motivo y quién autorizó."""
    shift = _visible(act, shift_id)
    if shift.closed_at is None or shift.closing is None:
        raise commands.NotNow(f"El turno {shift.folio} no se ha cerrado; imprima el corte X")
    return _cut(act, shift, "Z")


def _cut(act: Act, shift: ShiftRecord, kind: Literal["X", "Z"]) -> Response:
    name, tax_id = exports.company(act)
    body = cash_cuts.cut(act, shift, kind, (name, tax_id), told=sees(act, shift))
    return exports.file(body, "application/pdf", f"corte-{kind}-{shift.folio}.pdf", inline=True)


@router.get("/till-movements", operation_id="tills.movements")
@door("payments.read")
def list_movements(act: Act, which: Annotated[MovementsAsked, Query()]) -> Listed[MovementOut]:
    """Lo que entró y salió de una caja, lo último primero: de un turno con su saldo, o de una caja."""
    if which.shift_id is not None:
        _visible(act, which.shift_id)
    elif not act.actor.may(WATCH):
        raise Forbidden("Diga de qué turno suyo; los de todas las cajas los ve quien las supervisa")
    wanted = MoveFilter(which.shift_id, which.till_id, which.user_id, which.since, which.until)
    page = treasury.moves(act, wanted, which.limit, which.after)
    return Listed[MovementOut].model_construct(items=movements_out(act, page.items), next=page.next)


@router.post("/till-operations", status_code=201, operation_id="tills.move")
@door("tills.move", key="required")
def move(act: Act, ask: OperationAsk) -> OperationOut:
    """Saca efectivo de una caja: a otra, al banco o en un gasto menor. Exige Idempotency-Key."""
    asked = MoveCash(
        ask.till_id, Operation(ask.kind), ask.amount, ask.concept, ask.to_till_id, ask.reference, ask.to_account_id
    )  # fmt: skip
    return operation_out(act, commands.move(act, asked))


@router.get("/till-operations/{operation_id}", operation_id="tills.operation")
@door("payments.read")
def read_operation(act: Act, operation_id: UUID) -> OperationOut:
    """Un traspaso, depósito o gasto menor, con sus comprobantes."""
    return operation_out(act, treasury.operation(act, operation_id))


@router.post("/till-operations/{operation_id}/reversal", status_code=201, operation_id="tills.undo_move")
@door("tills.move", key="required")
def undo(act: Act, operation_id: UUID, ask: Reason) -> OperationOut:
    """Deshace un traspaso, depósito o gasto menor: su asiento se reversa y los dos quedan a la vista."""
    return operation_out(act, commands.undo_move(because(act, ask.reason), operation_id))


@router.post("/till-operations/{operation_id}/photos", status_code=201, operation_id="tills.add_receipt")
@door("tills.move", key="none")
def add_receipt(act: Act, operation_id: UUID, file: Annotated[UploadFile, File()]) -> PhotoOut:
    """Guarda la fotografía de un comprobante: JPEG, PNG o WebP de hasta 5 MB, tres por movimiento."""
    kept = commands.add_receipt(act, operation_id, file.file.read())
    link = f"/v1/till-operations/{operation_id}/photos/{kept.id}"
    return PhotoOut.model_construct(id=kept.id, media=kept.media, size=kept.size, link=link)


@router.get("/till-operations/{operation_id}/photos/{photo_id}", operation_id="tills.receipt")
@door("payments.read")
def receipt(act: Act, operation_id: UUID, photo_id: UUID) -> Response:
    """La fotografía de un comprobante."""
    media, data = treasury.photo(act, operation_id, photo_id)
    return exports.file(data, media, f"comprobante-{photo_id}.{media.partition('/')[2]}", inline=True)


def _named(act: Act, shift_id: UUID) -> Named:
    return Named.model_construct(id=shift_id, folio=treasury.shift(act, shift_id).folio)


def _visible(act: Act, shift_id: UUID) -> ShiftRecord:
    """A shift that the actor may see: their own, or any of their branches for who watches tills.

    Raises:
        NotFound: there is none, or it isn't theirs.
    """
    shift = treasury.shift(act, shift_id)
    mine = act.actor.id in {shift.opened_by, *(count.by for count in shift.counts)}
    if not mine and not act.actor.may(WATCH):
        raise NotFound("El turno de caja no existe o es de otra persona")
    return shift
