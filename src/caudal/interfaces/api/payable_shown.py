"""What is owed to suppliers as each person may see it: rows, files side by side, batches."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from caudal.business.approvals import queries as hands
from caudal.business.approvals.rules.kinds import GOLDEN_RULE, Duty, Kind
from caudal.business.approvals.rules.policy import refusal
from caudal.business.payables import queries
from caudal.business.payables.queries import (
    BatchRecord,
    ContractRecord,
    InvoiceRecord,
    PayableRecord,
    PaymentRecord,
)
from caudal.business.payables.rules.states import SHORT_OF_ASKING, TAKES_INVOICE, State
from caudal.business.treasury import queries as treasury
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.flows import timeline
from caudal.interfaces.api.payable_shapes import (
    BankFileOut,
    BatchBrief,
    BatchOut,
    ContractRef,
    ContractSide,
    InvoiceOut,
    MoveOut,
    PaperOut,
    PayableDetail,
    PayableMay,
    PayableOut,
    PaymentLineOut,
    RemainingOut,
    SideBySide,
    TaxOut,
)
from caudal.interfaces.api.payments import EntryLineOut
from caudal.interfaces.api.receivables import event_out
from caudal.interfaces.api.supplier_shapes import accounts_out, supplier_ref
from caudal.kernel.money import Money, total
from caudal.ledger import queries as books
from caudal.ledger.rules import Use

WRITE, MANAGE, PAY = "payables.write", "payables.manage", "payables.pay"
INVOICES = {
    "accepted": "✅ Coincide",
    "mismatch": "🔴 No coincide",
    "correction": "🟡 Se pidió corregir",
    "rejected": "❌ Rechazada",
    "replaced": "⚪ Reemplazada",
}
LINES = {
    "planned": "Por pagar",
    "paid": "✅ Pagado",
    "returned": "🔴 Devuelto por el banco",
    "removed": "⚪ Se quitó del lote",
}
BATCHES = {"draft": "🟡 Por ejecutar", "executed": "✅ Ejecutado", "cancelled": "⚪ Anulado"}
_AGAINST = (
    (Use.PAYABLES, "service", "Proveedores"),
    (Use.SUPPLIER_ADVANCES, "advance", "Anticipos a proveedores"),
)
MOVES = {"payment": "Pago", "credit": "Nota de crédito", "advance": "Anticipo aplicado"}


def payables_out(act: Act, rows: Iterable[PayableRecord]) -> list[PayableOut]:
    """Rows of the list."""
    found = list(rows)
    staff = access.names(act, {row.authorised_by for row in found if row.authorised_by is not None})
    held = queries.contracts_by_id(act, {row.contract_id for row in found if row.contract_id})
    return [PayableOut.model_construct(**_row(act, row, staff, held)) for row in found]


def _row(
    act: Act, row: PayableRecord, staff: Mapping[int, str], held: Mapping[UUID, ContractRecord]
) -> dict[str, Any]:
    on, invoice = act.business_date, row.invoice
    contract = held.get(row.contract_id) if row.contract_id else None
    return {
        "id": row.id, "folio": row.folio, "branch_id": row.branch_id, "branch": branches(act)[row.branch_id].name,
        "supplier": supplier_ref(row.supplier), "kind": row.kind, "service": row.service, "quantity": row.quantity,
        "served_on": row.served_on,
        "contract": ContractRef.model_construct(id=contract.id, folio=contract.folio, title=contract.title)
        if contract else None,
        "invoice_number": invoice.number if invoice else None, "invoiced": invoice.match.invoiced if invoice else None,
        "contracted": row.contracted, "difference": invoice.match.difference if invoice else None,
        "banner": invoice.match.banner if invoice else "", "amount": row.amount, "paid": row.settled,
        "balance": row.balance, "asking": row.asking, "due_on": row.due_on, "days_past_due": row.days_late(on),
        "bucket": row.bucket(on).code, "state": row.state.value, "state_label": row.label(on),
        "request_id": row.request_id, "authorised_on": row.authorised_on,
        "authorised_by": staff.get(row.authorised_by) if row.authorised_by is not None else None,
        "own_authorised": row.authorised_by == act.actor.id, "scheduled_on": row.scheduled_on,
        "paid_on": row.paid_on, "created_at": row.created_at,
    }  # fmt: skip


def payable_detail(act: Act, row: PayableRecord) -> PayableDetail:
    """A payable whole: contract and invoice side by side, everything that happened, and what may be done."""
    invoices, moves = queries.invoices(act, row.id), queries.moves(act, row.id)
    papers, lines = queries.papers(act, row.id), queries.payments_of(act, row.id)
    people = {who for i in invoices for who in (i.received_by, i.decided_by or 0)}
    people |= {m.by for m in moves} | {p.created_by for p in papers} | {row.authorised_by or 0}
    staff = access.names(act, people)
    held = queries.contracts_by_id(act, [row.contract_id] if row.contract_id else [])
    left = queries.advances(act, row.supplier.id, row.branch_id, row.balance.currency)
    folios = queries.many(act, [each.payable_id for each in left])
    may, who = _may(act, row, bool(left))
    return PayableDetail.model_construct(
        **_row(act, row, staff, held), includes_tax=row.includes_tax, invoice_required=row.invoice_required,
        terms_days=row.terms_days, cancelled_on=row.cancelled_on,
        side_by_side=_side_by_side(row, held.get(row.contract_id) if row.contract_id else None, staff),
        who_decides=who, invoices=[invoice_out(each, staff) for each in invoices],
        payments=[each for each in lines_out(act, lines) if each.state != "removed"],
        moves=[
            MoveOut.model_construct(
                id=m.id, kind=m.kind, kind_label=MOVES[m.kind], amount=m.amount, reference=m.reference, on=m.on,
                at=m.at, by=staff.get(m.by, ""), entry_id=m.entry_id, undone=m.undone, undoes=m.undoes,
            )
            for m in moves
        ],
        papers=[
            PaperOut.model_construct(
                id=p.id, name=p.name, media=p.media, size=p.size, invoice_id=p.invoice_id, payment_id=p.payment_id,
                created_at=p.created_at, by=staff.get(p.created_by, ""),
                link=f"/v1/payables/{row.id}/papers/{p.id}",
            )
            for p in papers
        ],
        advances=[
            RemainingOut.model_construct(id=r.payable_id, folio=folios[r.payable_id].folio, remaining=r.amount)
            for r in left if r.payable_id != row.id
        ],
        timeline=[event_out(event) for event in timeline.of_payable(act, row.id)],
        entries=_entries(row, invoices, [m.entry_id for m in moves]), may=may,
    )  # fmt: skip


def invoice_out(row: InvoiceRecord, staff: Mapping[int, str]) -> InvoiceOut:
    """An invoice with what was decided about it."""
    figures, match = row.figures, row.match
    return InvoiceOut.model_construct(
        id=row.id, number=row.number, fiscal_uuid=row.fiscal_uuid, issued_on=row.issued_on, subtotal=figures.subtotal,
        taxes=[TaxOut.model_construct(kind=t.kind.value, label=t.label, amount=t.amount) for t in figures.taxes],
        tax=figures.tax, withheld=figures.withheld, total=figures.total, compared=match.invoiced,
        contracted=match.contracted, difference=match.difference, matches=match.matches, banner=match.banner,
        state=row.state, state_label=INVOICES[row.state], received_at=row.received_at,
        received_by=staff.get(row.received_by, ""), decided_at=row.decided_at,
        decided_by=staff.get(row.decided_by) if row.decided_by is not None else None, reason=row.reason,
    )  # fmt: skip


def _side_by_side(
    row: PayableRecord, contract: ContractRecord | None, staff: Mapping[int, str]
) -> SideBySide:
    price = Money.from_minor(row.contracted.minor // row.quantity, row.contracted.currency)
    side = ContractSide.model_construct(
        id=contract.id if contract else None, folio=contract.folio if contract else None,
        title=contract.title if contract else "Sin contrato: monto convenido", service=row.service, price=price,
        quantity=row.quantity, total=row.contracted, includes_tax=row.includes_tax, terms_days=row.terms_days,
        from_on=contract.from_on if contract else None, to_on=contract.to_on if contract else None,
    )  # fmt: skip
    invoice = row.invoice
    return SideBySide.model_construct(
        contract=side, invoice=invoice_out(invoice, staff) if invoice else None,
        matches=invoice.match.matches if invoice else None, banner=invoice.match.banner if invoice else "",
    )  # fmt: skip


def _entries(row: PayableRecord, invoices: Iterable[InvoiceRecord], moved: Iterable[int]) -> list[int]:
    found = [row.entry_id, *(i.entry_id for i in invoices), *moved, row.cancel_entry_id]
    return sorted({each for each in found if each is not None})


def _may(act: Act, row: PayableRecord, advances: bool) -> tuple[PayableMay, str]:  # noqa: FBT001 - there are some
    actor, state, service = act.actor, row.state, row.kind == "service"
    writes, manages, person = actor.may(WRITE), actor.may(MANAGE), act.place.door == "api"
    request = hands.request(act, row.request_id) if row.request_id else None
    waits = state is State.ASKED and request is not None
    decides, who = False, ""
    if waits and request is not None:
        refused = refusal(hands.told(act, request, Duty.AUTHORISE))
        decides, who = refused is None, "" if refused is None else refused.text
    holds = hands.matrix(act).holds
    accepted = row.invoice is not None and row.invoice.state == "accepted"
    ready = state in SHORT_OF_ASKING and (accepted or not row.invoice_required)
    open_service = manages and service and state in TAKES_INVOICE and row.balance.is_positive
    may = PayableMay.model_construct(
        invoice=writes and service and state in TAKES_INVOICE and not (row.settled.is_positive and accepted),
        reject=manages and state is State.MISMATCH,
        exception=writes and person and state is State.MISMATCH
        and holds(Kind.PAYABLE_EXCEPTION, actor.role, Duty.ASK),
        ask=writes and person and ready and holds(Kind.PAYABLE, actor.role, Duty.ASK),
        withdraw=bool(waits and request and request.asked_by == actor.id), authorise=decides,
        schedule=manages and state is State.AUTHORISED,
        cancel=manages and state in TAKES_INVOICE and state is not State.ASKED and row.settled.is_zero,
        credit=open_service, advance=open_service and advances, evidence=writes,
        pay=actor.may(PAY) and state is State.AUTHORISED and row.authorised_by != actor.id,
    )  # fmt: skip
    return may, who


def lines_out(act: Act, rows: Iterable[PaymentRecord]) -> list[PaymentLineOut]:
    """Payments of batches."""
    found = list(rows)
    signed = hands.requests(act, hands.Which(ids=tuple({row.request_id for row in found})), 1_000).items
    hand = {each.id: each.authorised_by for each in signed}
    staff = access.names(act, {who for who in hand.values() if who is not None})
    accounts = {
        each.id: each for each in accounts_out(act, {row.account.id: row.account for row in found}.values())
    }
    return [
        PaymentLineOut.model_construct(
            id=row.id, folio=row.folio, batch_id=row.batch_id, payable_id=row.payable_id, payable=row.payable_folio,
            service=row.service, supplier=supplier_ref(row.supplier), account=accounts[row.account.id],
            amount=row.amount, state=row.state, state_label=LINES[row.state],
            authorised_by=staff.get(hand.get(row.request_id) or 0),
            own_authorised=hand.get(row.request_id) == act.actor.id and row.state == "planned", paid_on=row.paid_on,
            reference=row.reference, returned_on=row.returned_on, return_reason=row.return_reason,
            entry_id=row.entry_id,
        )
        for row in found
    ]  # fmt: skip


def batches_out(act: Act, rows: Iterable[BatchRecord]) -> list[BatchBrief]:
    """Rows of the list of batches."""
    found = list(rows)
    staff = access.names(act, {who for row in found for who in (row.created_by, row.executed_by or 0)})
    boxes = treasury.names(act, {row.box_id for row in found})
    return [BatchBrief.model_construct(**_batch(act, row, staff, boxes)) for row in found]


def batch_out(act: Act, row: BatchRecord) -> BatchOut:
    """A batch whole."""
    people = {row.created_by, row.executed_by or 0, *(f.made_by for f in row.files)}
    staff, boxes = access.names(act, people), treasury.names(act, {row.box_id})
    lines = lines_out(act, row.payments)
    why = _why_not(act, row, lines)
    return BatchOut.model_construct(
        **_batch(act, row, staff, boxes), payments=lines,
        files=[
            BankFileOut.model_construct(
                id=f.id, layout=f.layout, name=f.name, sha=f.sha, made_at=f.made_at,
                made_by=staff.get(f.made_by, ""), link=f"/v1/payables/batches/{row.id}/files/{f.id}",
            )
            for f in row.files
        ],
        entry=_entry(act, row, boxes[row.box_id].account_id), may_execute=not why, why_not=why,
    )  # fmt: skip


def _batch(
    act: Act, row: BatchRecord, staff: Mapping[int, str], boxes: Mapping[int, treasury.BoxRecord]
) -> dict[str, Any]:
    return {
        "id": row.id, "folio": row.folio, "branch_id": row.branch_id, "branch": branches(act)[row.branch_id].name,
        "account": boxes[row.box_id].name, "till_id": row.box_id, "pay_on": row.pay_on, "state": row.state,
        "state_label": BATCHES[row.state], "count": sum(1 for p in row.payments if p.state != "removed"),
        "total": row.total, "created_at": row.created_at, "created_by": staff.get(row.created_by, ""),
        "executed_at": row.executed_at,
        "executed_by": staff.get(row.executed_by) if row.executed_by is not None else None,
    }  # fmt: skip


def _why_not(act: Act, row: BatchRecord, lines: Iterable[PaymentLineOut]) -> str:
    """Why the actor can't execute a batch; empty when they can."""
    if row.state != "draft":
        return "El lote ya terminó"
    if not act.actor.may(PAY) or not hands.matrix(act).holds(Kind.PAYABLE, act.actor.role, Duty.EXECUTE):
        return "Lo ejecuta Contaduría"
    if any(line.own_authorised for line in lines):
        return GOLDEN_RULE
    return "" if row.pay_on <= act.business_date else "Todavía no es su día"


def _entry(act: Act, row: BatchRecord, account_id: int) -> list[EntryLineOut]:
    """What executing a batch writes, added up: what is owed goes down, and the bank with it."""
    live = [p for p in row.payments if p.state in ("planned", "paid")]
    kinds = queries.many(act, [p.payable_id for p in live])
    names = {account.id: account for account in books.accounts(act, currency=row.currency)}
    uses = {account.use: account for account in names.values() if account.parent_id is None}
    lines: list[EntryLineOut] = []
    for use, kind, name in _AGAINST:
        amounts = [p.amount for p in live if kinds[p.payable_id].kind == kind]
        if amounts:
            code = uses[use].code if use in uses else ""
            lines.append(
                EntryLineOut.model_construct(
                    account=code, name=name, debit=total(amounts, row.currency), credit=None
                )
            )
    bank = names.get(account_id)
    if lines and bank is not None:
        lines.append(
            EntryLineOut.model_construct(account=bank.code, name=bank.name, debit=None, credit=row.total)
        )
    return lines


def link(view: str, branch_id: int | None, **more: str) -> str:
    """Where the rows of a figure are seen."""
    told = {"view": view, **more, **({"branch_id": str(branch_id)} if branch_id else {})}
    return f"/cxp?{urlencode(told)}"
