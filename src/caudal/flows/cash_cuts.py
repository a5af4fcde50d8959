"""The cut of a till on paper: what the books say moved in a shift, and what its cashier took by other means."""

from typing import Literal

from caudal.business.payments.rules import LABELS as METHODS
from caudal.business.payments.rules import Method
from caudal.business.treasury.queries import CountRecord, ShiftRecord
from caudal.business.treasury.rules.counting import denominations
from caudal.business.treasury.rules.states import Moment
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.documents.cuts import Cut, CutLine, Piece
from caudal.commons.documents.cuts import cut as printed
from caudal.commons.documents.receipts import Issuer
from caudal.kernel.money import Money
from caudal.kernel.sql import sql

_FLOWS = "caudal.flows"
_KINDS = {
    "payment": "Cobros", "capital": "Aportes de capital", "loan": "Préstamos entregados",
    "pawn_loan": "Empeños entregados",
    "till_transfer": "Traspasos entre cajas", "deposit": "Depósitos en el banco", "petty_expense": "Gastos menores",
    "rosca_delivery": "Botes de sanes entregados", "rosca_refund": "Aportes de sanes devueltos",
    "pawn_sale": "Ventas de prendas", "pawn_surplus": "Demasías pagadas",
}  # fmt: skip


def cut(
    act: Act, shift: ShiftRecord, kind: Literal["X", "Z"], company: tuple[str, str], *, told: bool
) -> bytes:
    """The cut of `shift` as PDF. ``told``: whether what has to be in the till may be said to who prints it."""
    branch = branch_of(act, shift.branch_id)
    closing = shift.closing if kind == "Z" else None
    asked = shift.difference(Moment.CLOSING)
    decided = asked if closing and asked and asked.count_id == closing.id else None
    hands = {
        shift.opened_by,
        closing.by if closing else shift.opened_by,
        (decided and decided.decided_by) or 0,
    }
    staff = access.names(act, hands)
    entered, gone = _lines(act, shift, told=told)
    return printed(
        Cut(
            kind=kind, folio=shift.folio, till=shift.box.name,
            issuer=Issuer(company[0], branch.name, branch.time_zone, company[1]),
            printed_at=act.at, printed_by=act.actor.name, opened_at=shift.opened_at,
            opened_by=staff.get(shift.opened_by, ""), closed_at=shift.closed_at, fund=shift.fund,
            entered=entered, gone=gone, others=_beside(act, shift), expected=shift.expected if told else None,
            counted=closing.amount if closing else None,
            difference=closing.amount - shift.expected if closing else None,
            pieces=_pieces(closing, shift.currency) if closing else (), reason=decided.reason if decided else "",
            counted_by=staff.get(closing.by, "") if closing else "",
            authorised_by=staff.get(decided.decided_by, "") if decided and decided.decided_by else "",
        )
    )  # fmt: skip


def _lines(act: Act, shift: ShiftRecord, *, told: bool) -> tuple[list[CutLine], list[CutLine]]:
    entered: list[CutLine] = []
    gone: list[CutLine] = []
    for row in act.db.execute(sql(_FLOWS, "cash_cut"), {"shift": shift.id}):
        money = Money.from_minor(row.amount, shift.currency) if told else None
        label = _KINDS.get(row.kind, "Otros")
        if row.kind == "payment" and not row.entered:
            label = "Cobros reversados"
        (entered if row.entered else gone).append(CutLine(label, row.number, money))
    return entered, gone


def _beside(act: Act, shift: ShiftRecord) -> list[CutLine]:
    values = {"branch": shift.branch_id, "actor": shift.opened_by, "currency": shift.currency,
              "since": shift.opened_at, "until": shift.closed_at or act.at}  # fmt: skip
    return [
        CutLine(METHODS[Method(row.method)], row.number, Money.from_minor(row.amount, shift.currency))
        for row in act.db.execute(sql(_FLOWS, "collected_beside"), values)
    ]


def _pieces(count: CountRecord, currency: str) -> list[Piece]:
    return [
        Piece(Money.of(value, currency), count.pieces[value])
        for value in denominations(currency)
        if count.pieces.get(value)
    ]
