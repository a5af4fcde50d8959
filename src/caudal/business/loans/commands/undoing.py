"""Reversing a hand-over that should not have been: the money is back where it left from, and the loan never ran."""

from datetime import date
from uuid import UUID

from caudal.business.loans import queries
from caudal.business.loans.commands.happening import fresh_id, hold, told
from caudal.business.loans.commands.states import NotInThatState
from caudal.business.loans.commands.syncing import keep_event, lines, read, write
from caudal.business.loans.events import LoanChanged
from caudal.business.loans.queries import LoanRecord, law
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.happenings import Undisbursed, in_order
from caudal.business.loans.rules.position import position
from caudal.business.loans.rules.replay import replay
from caudal.business.loans.tables import Loan
from caudal.commons.acts.act import Act, command
from caudal.kernel import ids
from caudal.kernel.problems import Conflict
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.queries import EntryFilter


class SomethingHappened(Conflict):
    type, title, status = "prestamo-con-hechos", "Al préstamo ya le pasó algo después de entregarse", 409


@command
def undo_disbursement(act: Act, loan_id: UUID) -> LoanRecord:
    """Reverse the hand-over of a loan to which nothing happened since; it ends cancelled.

    Raises:
        NotInThatState: it isn't running, or it paid another loan: the whole renewal is undone.
        SomethingHappened: it was paid, charged, changed… since: that is undone first.
        Invalid: no reason was given.
        Forbidden: its till or account isn't of a branch of the actor.
    """
    act, row = hold(act, loan_id)
    if row.renews_id is not None:
        raise NotInThatState("Pagó otro préstamo: se deshace la renovación entera")
    return take_back(act, row)


def undo_renewal(act: Act, loan_id: UUID) -> LoanRecord:
    """The same of a loan that paid another, which who calls must have put back as it was.

    Raises:
        NotInThatState, SomethingHappened, Invalid: as :func:`undo_disbursement`.
    """
    act, row = hold(act, loan_id)
    return take_back(act, row)


def untouched(act: Act, loan_id: UUID) -> None:
    """Refuse what :func:`undo_renewal` would, before anything is put back.

    Raises:
        NotInThatState, SomethingHappened, Invalid: as :func:`undo_disbursement`.
    """
    unhappened(act, hold(act, loan_id)[1])


def unhappened(act: Act, row: Loan) -> None:
    """Refuse when something that stands happened to a loan since it was handed over.

    Raises:
        SomethingHappened: it did.
    """
    standing = in_order(queries.history(act, row.id), date.max)
    if standing:
        raise SomethingHappened(
            "Deshaga primero lo que le pasó: cobros, cargos o cambios", things=len(standing)
        )


def take_back(act: Act, row: Loan) -> LoanRecord:
    """Write that a running loan was never handed over: its entry posted back, its instalments retired.

    Raises:
        SomethingHappened: something happened to it since.
    """
    unhappened(act, row)
    on, folio = act.business_date, ids.folio("LN", row.number)
    event = Undisbursed(on=on, id=fresh_id(act), recorded_on=on, seq=len(queries.events(act, row.id)))
    reading = read(act, row, on, event)
    memo = f"Entrega deshecha de {folio}: {act.reason}"[:500]
    handed = books.entries(act, EntryFilter(source=f"loans:{row.id}", kind="loan")).items
    entry = next(each for each in handed if each.reversed_by is None and each.reverses is None)
    back = ledger.reverse(act, entry.id, memo=memo)
    contract = law.contract(act, row)
    first = replay(contract, (), contract.terms.disbursed_on)
    rest = lines(reading, {use.value: n for use, n in position(contract.terms, first, (), ()).items()})
    if rest:
        ledger.post(act, kind="loan_undo", source=f"loans:{row.id}", lines=rest, on=on, memo=memo)
    reading.written = keep_event(act, reading, back)
    write(act, reading)
    act.tell(LoanChanged(row.id, row.party_id, keeping.KIND_OF[Undisbursed]))
    return told(act, row)
