"""What every command of a payable shares: holding it, what is signed of it, and writing down what happened."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update

from caudal.business.approvals import commands as approvals
from caudal.business.approvals import queries as hands
from caudal.business.approvals.commands import Ask
from caudal.business.approvals.queries import Request
from caudal.business.approvals.rules.kinds import Duty, Kind
from caudal.business.approvals.rules.kinds import State as Signed
from caudal.business.payables.queries.payables import invoice_record
from caudal.business.payables.queries.suppliers import supplier
from caudal.business.payables.rules.matching import Owner
from caudal.business.payables.rules.states import LABELS, State
from caudal.business.payables.tables import Invoice, Payable, Payment
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound, Problem
from caudal.ledger.rules import Use

_NOTE = text(
    "insert into payable_events (branch_id, payable_id, kind, told, reason, on_date, at, actor_id, act_id)"
    " values (:branch, :payable, :kind, :told, nullif(:reason, ''), :on, :at, :actor, :act)"
)


_TURN = text("select count(*) from payable_events where payable_id = :payable and kind = 'unsigned'")
"""How many times it stopped being what was authorised: the same asked for again is another content."""


class NotNow(Problem):
    type, title, status = "pago-en-otro-estado", "La cuenta por pagar no está para eso", 409


class Mismatched(Problem):
    type, title, status = "monto-no-coincide", "La factura no coincide con el contrato", 409


class RequestWaits(Problem):
    type, title, status = "solicitud-por-decidir", "Tiene una solicitud de pago por decidir", 409


def hold(act: Act, payable_id: UUID) -> tuple[Act, Payable]:
    """A payable kept from others until the act ends, and the act in its branch.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(
        select(Payable)
        .where(Payable.id == payable_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("La cuenta por pagar no existe o es de otra sucursal")
    return in_branch(act, row.branch_id), row


def folio(row: Payable) -> str:
    """How people name a payable."""
    return ids.folio("CXP", row.number)


def money(row: Payable, minor: int) -> Money:
    """So many minor units in the currency of the payable."""
    return Money.from_minor(minor, row.currency)


def owner(act: Act, row: Payable) -> Owner:
    """Whose the lines of its entries are."""
    return Owner(Use(row.cost_use), supplier(act, row.supplier_id).party_id, row.id)


def invoice_of(act: Act, row: Payable) -> Invoice | None:
    """The invoice of a payable that counts now."""
    return act.db.get(Invoice, row.invoice_id, populate_existing=True) if row.invoice_id else None


def wants(row: Payable, *states: State) -> None:
    """Refuse what isn't in one of `states`.

    Raises:
        NotNow: it is in another one.
    """
    if State(row.state) not in states:
        raise NotNow(f"{folio(row)} está {LABELS[State(row.state)].partition(' ')[2].lower()}")


def note(act: Act, row: Payable, kind: str, told: str) -> None:
    """Write down what happened, in a sentence, with the reason of the act."""
    act.db.execute(
        _NOTE,
        {"branch": row.branch_id, "payable": row.id, "kind": kind, "told": told, "reason": act.reason,
         "on": act.business_date, "at": act.at, "actor": act.actor.id, "act": act.id},
    )  # fmt: skip


def move_to(act: Act, row: Payable, state: State) -> None:
    """Change the state of a payable; leaving the authorised one takes it out of the batch that was being made."""
    row.state, leaves = state.value, state is not State.AUTHORISED
    if leaves:
        row.scheduled_on = None
        planned = update(Payment).where(Payment.payable_id == row.id, Payment.state == "planned")
        act.db.execute(planned.values(state="removed"))
    row.version += 1
    act.db.flush()


def content(act: Act, row: Payable) -> dict[str, Any]:
    """All that is signed of a payment: from whom, for what, how much, with which invoice. Any change breaks it."""
    invoice = invoice_of(act, row)
    return {
        "payable": row.id, "folio": folio(row), "supplier": row.supplier_id, "kind": row.kind,
        "service": row.service, "quantity": row.quantity, "served_on": row.served_on,
        "contracted": money(row, row.contracted), "settled": money(row, row.settled),
        "pays": money(row, row.asking or 0), "turn": act.db.execute(_TURN, {"payable": row.id}).scalar_one(),
        "invoice": _shown(invoice) if invoice else None,
    }  # fmt: skip


def _shown(invoice: Invoice) -> dict[str, Any]:
    told = invoice_record(invoice)
    return {
        "id": told.id, "number": told.number, "fiscal_uuid": told.fiscal_uuid, "issued_on": told.issued_on,
        "subtotal": told.figures.subtotal, "tax": told.figures.tax, "withheld": told.figures.withheld,
        "total": told.figures.total,
    }  # fmt: skip


def sign(act: Act, row: Payable, kind: Kind, amount: int) -> None:
    """Ask for the payment of `amount` minor units of it."""
    subject = row.subject_id = _subject(act, row)
    row.asking = amount
    who, invoice = supplier(act, row.supplier_id), invoice_of(act, row)
    about = f"factura {invoice.number}" if invoice else row.service
    ask = Ask(
        kind=kind, subject_id=subject, folio=folio(row), summary=f"{who.name} · {about}"[:200],
        money=money(row, amount), payload=content(act, row), party_id=who.party_id, branch_id=row.branch_id,
    )  # fmt: skip
    row.request_id = approvals.ask(act, ask)
    row.authorised_on = row.authorised_by = None
    move_to(act, row, State.ASKED)
    note(act, row, "asked", f"Se pidió pagar {money(row, amount).amount:,} {row.currency}")


def may_ask(act: Act, kind: Kind = Kind.PAYABLE) -> bool:
    """Whether whoever acts may sign a request: a person whose role asks."""
    return act.place.door == "api" and hands.matrix(act).holds(kind, act.actor.role, Duty.ASK)


def unsign(act: Act, row: Payable, why: str = "") -> None:
    """Leave behind what was asked for or authorised, because what would be paid changes; `why`, in words.

    What was authorised is annulled: it is never executed, and its request says so.

    Raises:
        RequestWaits: somebody else asked for it and nobody has decided.
    """
    if row.request_id is not None and row.state == State.ASKED:
        waiting = hands.request(act, row.request_id)
        if waiting.state is Signed.ASKED:
            if waiting.asked_by != act.actor.id:
                raise RequestWaits(
                    f"{folio(row)} espera autorización: la retira quien la pidió, o la devuelve quien autoriza"
                )
            approvals.withdraw(act, waiting.id)
    if row.state == State.AUTHORISED and row.request_id is not None:
        told = why or "Cambió después de la firma: hay que pedir el pago otra vez"
        note(act, row, "unsigned", told)
        approvals.annul(act, row.request_id, f"{told}: {act.reason}" if act.reason.strip() else told)
    if row.state in (State.ASKED, State.AUTHORISED):
        row.state, row.scheduled_on = State.READY.value, None
    row.request_id = row.asking = row.authorised_on = row.authorised_by = None


def payable_of(act: Act, request: Request) -> tuple[Act, Payable]:
    """The payable that a request is about, held, if it is still the one being decided.

    Raises:
        NotNow: it was asked for again since, or it no longer waits.
    """
    act, row = hold(act, UUID(str(request.payload["payable"])))
    if row.request_id != request.id:
        raise NotNow(f"{folio(row)} ya no espera esa solicitud")
    return act, row


def _subject(act: Act, row: Payable) -> UUID:
    """What is done once: the first payment is the payable itself, each later one has an id of its own."""
    done = act.db.execute(
        select(func.count()).where(Payment.payable_id == row.id, Payment.state.in_(("paid", "returned")))
    ).scalar_one()
    return row.id if not done else ids.derived("payables", row.id, done)
