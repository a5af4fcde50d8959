"""What is written when something happens to a running loan: checked, read again, posted, kept."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from caudal.business.loans import queries
from caudal.business.loans.commands.states import in_state
from caudal.business.loans.commands.syncing import (
    LaterPaymentLeftOver,
    Reading,
    keep_event,
    lines,
    locked,
    read,
    write,
)
from caudal.business.loans.events import LoanChanged
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.queries.favours import GivenUp, given_up
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.happenings import Event, Payment, in_order
from caudal.business.loans.tables import Loan
from caudal.business.parties import queries as parties
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import in_branch, latest_day
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict, Forbidden, Invalid
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.commands import PeriodClosed


class HasLaterPayments(Conflict):
    type, title, status = "hecho-con-cobros-posteriores", "Hay cobros posteriores a esa fecha", 409


class OverLimit(Forbidden):
    type, title, status = "monto-sobre-limite", "El monto pasa de lo que usted puede aprobar", 403


def hold(act: Act, loan_id: UUID, *states: str) -> tuple[Act, Loan]:
    """A loan in one of `states`, kept from payments until the act ends; the act goes on in its branch.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it isn't in one of them.
        Invalid: no reason was given.
    """
    if not act.reason.strip():
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    parties.party(act, queries.loan(act, loan_id).party_id, lock=True)
    row = locked(act, loan_id)
    in_state(row, *(states or ("active",)))
    return in_branch(act, row.branch_id), row


def day_of(act: Act, row: Loan, on: date | None) -> date:
    """When something happens: the business date unless another is said, never before what was collected.

    Raises:
        Invalid: it is a future date, or before the money was handed over.
        HasLaterPayments: something was collected after it.
        PeriodClosed: it falls in a closed month.
    """
    found = on or act.business_date
    if found > latest_day(act):
        raise _wrong_day("La fecha no puede ser futura")
    if row.disbursed_on is None or found < row.disbursed_on:
        raise _wrong_day("La fecha es anterior a la entrega del préstamo")
    history = in_order(queries.history(act, row.id), date.max)
    last = max((each.on for each in history if isinstance(each, Payment)), default=found)
    if last > found:
        raise HasLaterPayments(
            f"Se cobró el {last:%d/%m/%Y}: use esa fecha o una posterior", last=last.isoformat()
        )
    if books.is_closed(act, found):
        raise PeriodClosed(
            f"El mes {found:%m/%Y} está cerrado",
            errors=[{"pointer": "/on", "detail": "cae en un mes cerrado"}],
        )
    return found


def fresh_id(act: Act) -> str:
    """The id of something that happens now."""
    return str(ids.uuid7(act.at))


def within_limit(act: Act, row: Loan, amount: int, *, together: bool = False) -> None:
    """Refuse to give up more minor units than the product lets the role of who acts; nothing was written before.

    ``together``: with what the same person forgave of the same loan in the days that count together.

    Raises:
        OverLimit: it is more; ``together``, with what they forgave of it lately.
    """
    if not amount:
        return
    definition = queries.product_of(act, row.product_id).definition
    role, before = act.actor.role, given_up(act, row.id) if together else GivenUp(0, "")
    if definition.may_approve(role, Money.from_minor(amount + before.amount, row.currency)):
        return
    limit = definition.limits.get(role)
    if limit is None:
        raise OverLimit("Su cargo no puede ceder nada de este producto")
    told = f"Su cargo no puede ceder más de {limit.amount} {limit.currency}"
    if before.amount:
        done = Money.from_minor(before.amount, row.currency)
        told += f", y {before.lately} ya condonó {done.amount} {done.currency} de este préstamo"
    raise OverLimit(told)


def happen(act: Act, row: Loan, event: Event, kind: str, before: Reading | None = None) -> Reading:
    """Write that `event` happened, with the entry of what it moves and what it changes of the instalments.

    Raises:
        LaterPaymentLeftOver: with it, something already collected would have nothing to pay.
    """
    before = before or read(act, row, event.on)
    event = replace(event, seq=before.known)
    reading = read(act, row, event.on, event)
    if reading.state.overpaid > before.state.overpaid:
        raise LaterPaymentLeftOver("Con esto, lo ya cobrado quedaría de más: reverse primero el último cobro")
    moved, folio = lines(reading), ids.folio("LN", row.number)
    entry = None
    if moved:
        memo = f"{folio}: {act.reason}"[:500]
        entry = ledger.post(act, kind=kind, source=f"loans:{row.id}", lines=moved, on=event.on, memo=memo)
    reading.written = keep_event(act, reading, entry)
    write(act, reading)
    act.tell(LoanChanged(row.id, row.party_id, keeping.KIND_OF[type(event)]))
    return reading


def told(act: Act, row: Loan) -> LoanRecord:
    """The loan as it is after what happened."""
    act.db.flush()
    return queries.record(act, row)


def _wrong_day(detail: str) -> Invalid:
    return Invalid(detail, errors=[{"pointer": "/on", "detail": detail[0].lower() + detail[1:]}])
