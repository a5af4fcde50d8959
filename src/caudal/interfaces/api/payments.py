"""Payments: take, look, undo, print; and the use of what a client has in favour."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.params import Header
from fastapi.responses import Response
from pydantic import Field

from caudal.business.loans import queries as loans
from caudal.business.parties import queries as parties
from caudal.business.payments import commands, queries
from caudal.business.payments.commands import TakePayment, UseCredit
from caudal.business.payments.queries import PaymentRecord
from caudal.business.payments.rules import LABELS, Method
from caudal.business.receivables import queries as receivables
from caudal.business.receivables.rules import Beside
from caudal.business.treasury import queries as treasury
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.acts.opening import because
from caudal.commons.documents.receipts import Annulment, Issuer, PaidDebt, Payer, Receipt, receipt
from caudal.commons.messaging import queries as messages
from caudal.flows import receipts
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.shapes import (
    Ask,
    BranchFilter,
    Listed,
    MoneyIn,
    MoneyOut,
    Out,
    Reason,
    ReceivedIn,
)
from caudal.kernel.formats import money_screen
from caudal.kernel.money import Money
from caudal.ledger import queries as books

router = APIRouter(tags=["payments"])


class AllocationOut(Out):
    receivable_id: UUID
    folio: str
    concept: str
    amount: MoneyOut


class ChargeOut(Out):
    """What a payment paid of a contract besides its debts: interest, storage."""

    contract_id: UUID
    folio: str
    concept: str
    amount: MoneyOut


class AccountOut(Out):
    id: int | None
    name: str


class ReversalOut(Out):
    at: datetime
    by: str
    reason: str
    entry_id: int


class EntryLineOut(Out):
    account: str
    name: str
    debit: MoneyOut | None
    credit: MoneyOut | None


class PaymentOut(Out):
    """A payment. `entry`, only in a dry run: what would be written in the books. `parts`: of loans, by component."""

    id: UUID
    folio: str
    client: ClientRef
    client_id: UUID
    amount: MoneyOut
    method: str
    method_label: str
    reference: str | None
    received_on: date
    allocations: list[AllocationOut]
    charges: list[ChargeOut]
    parts: dict[str, MoneyOut]
    credit: MoneyOut
    entry_id: int
    account: AccountOut
    reversed: ReversalOut | None
    cashier: str | None
    branch_id: int
    created_at: datetime
    change: MoneyOut | None
    entry: list[EntryLineOut]


class MessageQueued(Out):
    id: UUID
    status: str
    text: str
    cause: str | None


class PaymentAsk(Ask):
    client_id: UUID
    amount: MoneyIn
    method: Literal["cash", "transfer", "card", "cheque"]
    reference: str | None = Field(None, max_length=80)
    received_on: date | None = None
    apply_to: list[UUID] | None = Field(None, max_length=500)
    tendered: MoneyIn | None = None
    account_id: ReceivedIn = None


class ReceivingOut(Out):
    """Una cuenta bancaria en la que se recibe; `main`: en la que entra una transferencia si nadie dice otra."""

    id: int
    name: str
    bank: str
    number: str
    currency: str
    main: bool


class CreditAsk(Ask):
    currency: str = Field(min_length=3, max_length=3)
    apply_to: list[UUID] | None = Field(None, max_length=500)


HereHeader = Annotated[int | None, Header(alias="X-Branch", include_in_schema=False)]


def outs(act: Act, records: Iterable[PaymentRecord], *, entries: bool = False) -> list[PaymentOut]:
    """Payments in the shape of the door: names of clients, debts, boxes and people."""
    rows = list(records)
    people = parties.many(act, {row.party_id for row in rows})
    boxes = treasury.names(act, {row.box_id for row in rows if row.box_id})
    staff = access.names(
        act, {row.created_by for row in rows} | {row.reversal.by for row in rows if row.reversal}
    )
    beside = commands.beside(act, [row.id for row in rows])
    lent = loans.parts_of(act, [row.id for row in rows]) if rows else {}
    return [
        PaymentOut.model_construct(
            id=row.id, folio=row.folio, client=reference(row.party_id, people), client_id=row.party_id,
            amount=row.amount, method=row.method, method_label=LABELS[Method(row.method)], reference=row.reference,
            received_on=row.received_on, allocations=[_allocation(part) for part in row.parts],
            charges=[_charge(part) for part in beside.get(row.id, ())],
            parts=_parts(lent.get(row.id, []), row.amount.currency), credit=row.credit,
            entry_id=row.entry_id, account=_account(boxes.get(row.box_id or 0)),
            reversed=_reversal(row, staff), cashier=staff.get(row.created_by), branch_id=row.branch_id,
            created_at=row.created_at, change=row.change, entry=_entry(act, row.entry_id) if entries else [],
        )
        for row in rows
    ]  # fmt: skip


def _allocation(part: queries.Part) -> AllocationOut:
    return AllocationOut.model_construct(
        receivable_id=part.receivable_id, folio=part.folio, concept=part.concept, amount=part.amount
    )


def _parts(found: Iterable[tuple[UUID, int, str, int]], currency: str) -> dict[str, Money]:
    sums: Counter[str] = Counter()
    for _, _, component, amount in found:
        sums[component] += amount
    return {component: Money.from_minor(amount, currency) for component, amount in sums.items()}


def _charge(part: Beside) -> ChargeOut:
    return ChargeOut.model_construct(
        contract_id=part.contract, folio=part.folio, concept=part.concept, amount=part.paid
    )


def _account(box: treasury.BoxRecord | None) -> AccountOut:
    return AccountOut.model_construct(id=box.id if box else None, name=box.name if box else "Saldo a favor")


def _reversal(row: PaymentRecord, staff: Mapping[int, str]) -> ReversalOut | None:
    back = row.reversal
    if back is None:
        return None
    return ReversalOut.model_construct(
        at=back.at, by=staff.get(back.by, ""), reason=back.reason, entry_id=back.entry_id
    )


def _entry(act: Act, entry_id: int) -> list[EntryLineOut]:
    return lines_of((line.code, line.name, line.amount) for line in books.entry(act, entry_id).lines)


def lines_of(found: Iterable[tuple[str, str, Money]]) -> list[EntryLineOut]:
    """Lines in the shape of the door: code, name and amount, debit positive."""
    return [
        EntryLineOut.model_construct(
            account=code, name=name, debit=amount if amount.is_positive else None,
            credit=None if amount.is_positive else -amount,
        )
        for code, name, amount in found
    ]  # fmt: skip


@router.post("/payments", status_code=201, operation_id="payments.take")
@door("payments.take", key="required")
def take(
    act: Act,
    ask: PaymentAsk,
    here: HereHeader = None,
    dry_run: Annotated[bool, Query(include_in_schema=False)] = False,
) -> PaymentOut:
    """Registra un cobro: se reparte entre las deudas, se asienta y se numera su recibo."""
    asked = TakePayment(
        ask.client_id, ask.amount, ask.method, ask.reference, ask.received_on,
        tuple(ask.apply_to) if ask.apply_to else None, ask.tendered, here, box_id=ask.account_id,
    )  # fmt: skip
    return outs(act, [commands.take(act, asked)], entries=dry_run)[0]


@router.get("/payments/accounts", operation_id="payments.accounts")
@door("payments.take")
def accounts(act: Act, branch_id: BranchFilter = None) -> Listed[ReceivingOut]:
    """Las cuentas bancarias en las que una sucursal recibe transferencias y tarjetas; la de siempre, primero."""
    where = branch_id or act.place.branch_id
    found = sorted(treasury.accounts(act, where), key=lambda a: a.box.branch_id != where)
    rows = [
        ReceivingOut.model_construct(
            id=a.box.id, name=a.box.name, bank=a.bank, number=a.shown, currency=a.box.currency,
            main=a.box.main and a.box.branch_id == where,
        )
        for a in found
    ]  # fmt: skip
    return Listed[ReceivingOut].model_construct(items=rows, next=None)


@router.get("/payments/{payment_id}", operation_id="payments.read")
@door("payments.read")
def read(act: Act, payment_id: UUID) -> PaymentOut:
    """Un cobro, con las deudas que pagó."""
    return outs(act, [queries.payment(act, payment_id)])[0]


@router.post("/payments/{payment_id}/reversal", status_code=201, operation_id="payments.reverse")
@door("payments.reverse")
def reverse(act: Act, payment_id: UUID, ask: Reason) -> PaymentOut:
    """Reversa un cobro equivocado: sus deudas vuelven a deberse; nada se borra."""
    return outs(act, [commands.reverse(because(act, ask.reason), payment_id)])[0]


@router.post("/clients/{client_id}/credit-applications", status_code=201, operation_id="payments.use_credit")
@door("payments.take", key="required")
def use_credit(
    act: Act,
    client_id: UUID,
    ask: CreditAsk,
    dry_run: Annotated[bool, Query(include_in_schema=False)] = False,
) -> PaymentOut:
    """Aplica el saldo a favor de un cliente a sus deudas, la más antigua primero."""
    asked = UseCredit(client_id, ask.currency.upper(), tuple(ask.apply_to) if ask.apply_to else None)
    return outs(act, [commands.use_credit(act, asked)], entries=dry_run)[0]


@router.get("/payments/{payment_id}/receipt.pdf", operation_id="payments.receipt")
@door("payments.read")
def print_receipt(
    act: Act, payment_id: UUID, paper: Annotated[Literal["carta", "ticket"], Query()] = "carta"
) -> Response:
    """El recibo en PDF, en media carta o en tira de 80 mm."""
    payment = queries.payment(act, payment_id)
    client, branch = parties.party(act, payment.party_id), branch_of(act, payment.branch_id)
    staff = access.names(
        act, {payment.created_by, payment.reversal.by if payment.reversal else payment.created_by}
    )
    boxes = treasury.names(act, {payment.box_id} if payment.box_id else set())
    name, tax_id = exports.company(act)
    back = payment.reversal
    nothing = Money.of(0, payment.amount.currency)
    body = receipt(
        Receipt(
            id=payment.id, folio=payment.folio, at=payment.created_at, received_on=payment.received_on,
            issuer=Issuer(name, branch.name, branch.time_zone, tax_id),
            payer=Payer(client.folio, client.name, " ".join(client.document[:2]) if client.document else ""),
            method=LABELS[Method(payment.method)], total=payment.amount, debts=tuple(_debts(act, payment)),
            credit=payment.credit if payment.credit.is_positive else nothing,
            cashier=staff.get(payment.created_by, ""), reference=payment.reference or "",
            account=boxes[payment.box_id].name if payment.box_id in boxes else "", tendered=payment.tendered,
            change=payment.change,
            annulment=Annulment(back.at, staff.get(back.by, ""), back.reason) if back else None,
        ),
        paper=paper,
    )  # fmt: skip
    return exports.file(body, "application/pdf", f"recibo-{payment.folio}.pdf", inline=True)


_PARTS = {"charge": "gastos", "insurance": "seguros", "interest": "interés", "principal": "capital",
          "advance": "por adelantado"}  # fmt: skip


def _inside(act: Act, payment: PaymentRecord) -> dict[tuple[UUID | None, int | None], str]:
    """What went to each instalment of a loan, told by component."""
    found: dict[tuple[UUID | None, int | None], list[str]] = {}
    for loan, number, component, minor in loans.parts_of(act, [payment.id]).get(payment.id, ()):
        if component in _PARTS and number >= 0:
            amount = money_screen(Money.from_minor(minor, payment.amount.currency))
            found.setdefault((loan, number), []).append(f"{_PARTS[component]} {amount}")
    return {key: f" ({', '.join(each)})" for key, each in found.items()}


def _debts(act: Act, payment: PaymentRecord) -> Iterable[PaidDebt]:
    """Each debt as this payment found it and left it."""
    debts = receivables.many(act, [part.receivable_id for part in payment.parts])
    inside = _inside(act, payment)
    applied = receivables.applications(act, receivables=list(debts))
    for part in payment.parts:
        debt = debts[part.receivable_id]
        own = [one for one in applied if one.receivable_id == debt.id]
        first = next(i for i, one in enumerate(own) if one.payment_id == payment.id)
        before = debt.amount - Money.from_minor(sum(one.amount for one in own[:first]), debt.amount.currency)
        concept = debt.concept + inside.get((debt.owner_id, debt.turn), "")
        yield PaidDebt(debt.folio, concept, before, part.amount, before - part.amount, debt.due_on)
    for extra in commands.beside(act, [payment.id]).get(payment.id, ()):
        yield PaidDebt(extra.folio, extra.concept, extra.due, extra.paid, extra.due - extra.paid)


@router.post(
    "/payments/{payment_id}/receipt-message",
    status_code=201,
    operation_id="payments.send_receipt",
    tags=["messages"],
)
@door("payments.take")
def send_receipt(act: Act, payment_id: UUID) -> MessageQueued:
    """Envía el recibo al cliente por WhatsApp, si lo autorizó."""
    row = messages.message(act, receipts.send_receipt(act, payment_id)).message
    return MessageQueued.model_construct(id=row.id, status=row.status, text=row.text, cause=row.cause)
