"""Opening debts, applying payments to them, cancelling them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text

from caudal.business.parties import queries as parties
from caudal.business.receivables import queries
from caudal.business.receivables.events import ReceivableOpened, ReceivablesCancelled
from caudal.business.receivables.queries import ReceivableRecord
from caudal.business.receivables.tables import Receivable
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import allowed, in_branch
from caudal.commons.acts.opening import everywhere
from caudal.kernel import ids
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Invalid, Problem
from caudal.kernel.sql import sql
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.commands import PeriodClosed
from caudal.ledger.rules import NewEntry, Use, credit, debit

_ROOM = "caudal.business.receivables"
_FURTHEST = timedelta(days=366 * 40)
_EARLIEST = date(1990, 1, 1)
_IDS = text(
    "select uuidv7() as id, next_number('receivable_numbers') as number from generate_series(1, :count)"
)
_BATCH = text(
    "select id, number, branch_id, party_id, currency, amount, paid, issued_on, mode, cancelled_at from receivables"
    " where batch_id = :batch and cancelled_at is null order by party_id, due_on, number for no key update"
)
_INCOME = {"sale": Use.SALES, "opening": Use.OPENING, "booking": Use.DEFERRED_SALES}
_OWED_FROM_ISSUE = frozenset({"sale", "booking"})


class AlreadyPaid(Problem):
    type, title, status = "deuda-con-pagos", "La cuenta tiene pagos aplicados", 409


class AlreadyCancelled(Problem):
    type, title, status = "deuda-anulada", "La cuenta está anulada", 409


class OfAContract(Problem):
    type, title, status = "cuota-de-contrato", "Es la cuota de un contrato", 409


class OfABooking(Problem):
    type, title, status = "cuenta-de-reserva", "La cuenta es de una reserva", 409


@dataclass(frozen=True, slots=True)
class NewReceivable:
    """A debt. ``branch_id``: the client's own when absent; ``external_ref``: its name in another system.

    ``mode``: ``sale``, or ``booking`` when the service is still to be given and what is owed isn't income yet.
    """

    client_id: UUID
    concept: str
    amount: Money
    issued_on: date
    due_on: date
    branch_id: int | None = None
    external_ref: str | None = None
    origin: str = "manual"
    mode: str = "sale"


@dataclass(frozen=True, slots=True)
class Applied:
    """A part of a payment for a debt, in minor units; negative to take it back."""

    receivable_id: UUID
    amount: int


@command
def open_receivable(act: Act, ask: NewReceivable) -> ReceivableRecord:
    """Write a debt and post its sale on the day it was issued.

    Raises:
        NotFound: the client isn't within the branches of the act.
        InvalidAmount: not more than zero.
        Invalid: no concept, or a due date before the issue date.
        PeriodClosed: the month of the issue date or of the due date is closed.
    """
    client = parties.hold(act, ask.client_id)
    act = in_branch(act, ask.branch_id or client.branch_id)
    ask = _checked(act, ask)
    fresh = act.db.execute(_IDS, {"count": 1}).one()
    entry = ledger.post(
        act,
        kind=ask.mode,
        source=f"receivables:{fresh.id}",
        lines=_lines(ask, fresh.id, act.place.branch_id, ask.mode),
        on=ask.issued_on,
        memo=ask.concept,
    )
    row = Receivable(
        id=fresh.id, number=fresh.number, **_row(act, ask), entry_id=entry, mode=ask.mode, batch_id=None,
        branch_id=act.place.branch_id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    act.tell(ReceivableOpened(row.id, client.id))
    return queries.receivable(act, row.id)


@command
def open_many(
    act: Act,
    asks: Sequence[NewReceivable],
    mode: str = "sale",
    batch_id: UUID | None = None,
    origin: str = "import",
) -> list[UUID]:
    """Write many debts and their entries, all or none; returns their ids in the order asked.

    Args:
        act: who and where.
        asks: the debts; a ``branch_id`` absent is the client's own.
        mode: ``sale`` posts income on each issue date; ``opening`` posts balances brought from another system, on the
            business date.
        batch_id: what they came in, to undo them together.
        origin: import or demo.

    Raises:
        NotFound, InvalidAmount, Invalid, PeriodClosed: as :func:`open_receivable`; nothing is written.
    """
    if not asks:
        return []
    asks = _placed(act, asks, origin)
    _open_months(act, asks, mode)
    fresh = act.db.execute(_IDS, {"count": len(asks)}).all()
    entries = [
        NewEntry(
            kind=mode,
            source=f"receivables:{new.id}",
            lines=_lines(ask, new.id, ask.branch_id or 0, mode),
            on=ask.issued_on if mode == "sale" else act.business_date,
            memo=ask.concept[:200],
            branch=ask.branch_id,
        )
        for ask, new in zip(asks, fresh, strict=True)
    ]
    posted = ledger.post_many(act, entries)
    act.db.execute(
        sql(_ROOM, "open_many"),
        {
            "ids": [row.id for row in fresh],
            "numbers": [row.number for row in fresh],
            "branches": [ask.branch_id for ask in asks],
            "parties": [ask.client_id for ask in asks],
            "concepts": [ask.concept for ask in asks],
            "currencies": [ask.amount.currency for ask in asks],
            "amounts": [ask.amount.minor for ask in asks],
            "issued": [ask.issued_on for ask in asks],
            "due": [ask.due_on for ask in asks],
            "refs": [ask.external_ref for ask in asks],
            "entries": posted.ids,
            "mode": mode, "origin": origin, "batch": batch_id, "at": act.at, "actor": act.actor.id, "act": act.id,
        },
    )  # fmt: skip
    return [row.id for row in fresh]


def apply(act: Act, payment_id: UUID, parts: Iterable[Applied], on: date) -> None:
    """Put parts of a payment on debts; the database keeps what each one has been paid, never above its amount."""
    chosen = list(parts)
    if chosen:
        act.db.execute(
            sql(_ROOM, "apply"),
            {"payment": payment_id, "debts": [p.receivable_id for p in chosen], "amounts": [p.amount for p in chosen],
             "on": on, "at": act.at, "act": act.id},
        )  # fmt: skip


@command
def cancel_receivable(act: Act, receivable_id: UUID) -> ReceivableRecord:
    """Cancel a debt nobody has paid: what was posted is posted back, the debt stays in sight as cancelled.

    Raises:
        NotFound: there is none within the branches of the act.
        AlreadyCancelled: it is cancelled.
        AlreadyPaid: something was paid; reverse those payments first.
        OfAContract: it is an instalment; its contract is what can be changed.
        OfABooking: it is what is owed of a booking, which is what is cancelled.
        Invalid: no reason was given.
    """
    _reasoned(act)
    row = act.db.scalars(
        select(Receivable).where(Receivable.id == receivable_id).with_for_update()
    ).one_or_none()
    if row is None:
        return queries.receivable(act, receivable_id)
    _cancellable(row)
    if row.entry_id is None:
        raise OfAContract(f"La cuenta {_folio(row)} es una cuota: se cambia desde su contrato")
    if row.mode == "booking":
        raise OfABooking(f"La cuenta {_folio(row)} es de una reserva: cancele la reserva")
    here = in_branch(act, row.branch_id)
    row.cancel_entry_id = ledger.reverse(
        here, row.entry_id, memo=f"Anulación: {act.reason}"[:500], on=_back_on(row, here.business_date)
    )
    row.cancelled_at, row.cancelled_on, row.cancelled_by = act.at, here.business_date, act.actor.id
    row.cancel_reason, row.version = act.reason, row.version + 1
    act.db.flush()
    act.tell(ReceivablesCancelled((row.id,), "La cuenta se anuló"))
    act.db.refresh(row)
    return queries.record(row, row.paid, here.business_date)


@command
def cancel_batch(act: Act, batch_id: UUID) -> int:
    """Cancel every debt that came in a batch, all or none; returns how many.

    Raises:
        AlreadyPaid: one of them has payments; its folio is in the detail.
        Forbidden: one of them is of a branch that isn't one of the actor's.
        Invalid: no reason was given.
    """
    _reasoned(act)
    everywhere(act)
    rows = act.db.execute(_BATCH, {"batch": batch_id}).all()
    days = {branch: in_branch(act, branch).business_date for branch in {row.branch_id for row in rows}}
    for row in rows:
        _cancellable(row)
    backs = [
        NewEntry(
            kind="cancellation",
            source=f"receivables:{row.id}",
            lines=_back(row),
            on=_back_on(row, days[row.branch_id]),
            memo=f"Importación deshecha: {act.reason}"[:500],
            branch=row.branch_id,
        )
        for row in rows
    ]
    posted = ledger.post_many(act, backs)
    act.db.execute(
        sql(_ROOM, "cancel_many"),
        {"ids": [row.id for row in rows], "entries": posted.ids, "at": act.at,
         "days": [days[row.branch_id] for row in rows], "actor": act.actor.id, "reason": act.reason},
    )  # fmt: skip
    act.db.expire_all()
    act.tell(ReceivablesCancelled(tuple(row.id for row in rows), "La importación se deshizo"))
    return len(rows)


def _reasoned(act: Act) -> None:
    if not act.reason.strip():
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])


def _folio(row: Receivable | Row[Any]) -> str:
    return ids.folio("CXC", row.number)


def _cancellable(row: Receivable | Row[Any]) -> None:
    if row.cancelled_at is not None:
        raise AlreadyCancelled(f"La cuenta {_folio(row)} ya está anulada")
    if row.paid:
        raise AlreadyPaid(
            f"La cuenta {_folio(row)} tiene pagos: primero reverse los cobros y después anúlela"
        )


def _back_on(row: Receivable | Row[Any], today: date) -> date:
    """The date of the entry that undoes a debt: never before the one it undoes."""
    return max(today, row.issued_on) if row.mode in _OWED_FROM_ISSUE else today


def _checked(act: Act, ask: NewReceivable) -> NewReceivable:
    ask = replace(ask, concept=" ".join(ask.concept.split()))
    errors = _errors(ask)
    if errors:
        raise Invalid(errors[0]["detail"], errors=errors)
    if not ask.amount.is_positive:
        raise InvalidAmount(
            "El monto debe ser mayor que cero", errors=[{"pointer": "/amount", "detail": "mayor que cero"}]
        )
    for pointer, day in (("/issued_on", ask.issued_on), ("/due_on", ask.due_on)):
        if books.is_closed(act, day):
            raise PeriodClosed(
                f"El mes {day:%m/%Y} está cerrado",
                errors=[{"pointer": pointer, "detail": "cae en un mes cerrado"}],
            )
    return ask


def _errors(ask: NewReceivable) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    if not 1 <= len(ask.concept) <= 200:
        found.append({"pointer": "/concept", "detail": "Escriba el concepto, de 1 a 200 letras"})
    if ask.due_on < ask.issued_on:
        found.append({"pointer": "/due_on", "detail": "El vencimiento es anterior a la fecha de emisión"})
    if ask.issued_on < _EARLIEST or ask.due_on - ask.issued_on > _FURTHEST:
        found.append({"pointer": "/due_on", "detail": "La fecha está fuera de lo razonable; revise el año"})
    return found


def _placed(act: Act, asks: Sequence[NewReceivable], origin: str) -> list[NewReceivable]:
    """Each debt checked and in its branch: its own, or its client's."""
    homes = parties.homes(act, {ask.client_id for ask in asks if ask.branch_id is None})
    result: list[NewReceivable] = []
    for number, ask in enumerate(asks, start=1):
        errors = _errors(ask)
        if errors or not ask.amount.is_positive:
            detail = errors[0]["detail"] if errors else "El monto debe ser mayor que cero"
            raise Invalid(f"Renglón {number}: {detail}", errors=errors)
        home = homes.get(ask.client_id) if ask.branch_id is None else ask.branch_id
        if home is None:
            parties.party(act, ask.client_id)
        result.append(replace(ask, branch_id=home, origin=origin))
    allowed(act, {ask.branch_id for ask in result if ask.branch_id is not None})
    return result


def _open_months(act: Act, asks: Sequence[NewReceivable], mode: str) -> None:
    if mode != "sale":
        return
    months = Counter(day.replace(day=1) for ask in asks for day in (ask.issued_on, ask.due_on))
    for month in sorted(months):
        if books.is_closed(act, month):
            raise PeriodClosed(f"El mes {month:%m/%Y} está cerrado")


def _lines(ask: NewReceivable, receivable_id: UUID, branch: int, mode: str) -> list[Any]:
    party, doc = (ask.client_id, receivable_id) if mode == "booking" else (None, None)
    return [
        debit(Use.AR, ask.amount, party=ask.client_id, doc=receivable_id, branch=branch),
        credit(_INCOME[mode], ask.amount, party=party, doc=doc, branch=branch),
    ]


def _back(row: Row[Any]) -> list[Any]:
    amount = Money.from_minor(row.amount, row.currency)
    return [
        debit(_INCOME[row.mode], amount, branch=row.branch_id),
        credit(Use.AR, amount, party=row.party_id, doc=row.id, branch=row.branch_id),
    ]


def _row(act: Act, ask: NewReceivable) -> dict[str, Any]:
    return {
        "party_id": ask.client_id, "concept": ask.concept, "currency": ask.amount.currency,
        "amount": ask.amount.minor, "issued_on": ask.issued_on, "due_on": ask.due_on, "origin": ask.origin,
        "external_ref": ask.external_ref, "created_at": act.at, "created_by": act.actor.id, "act_id": act.id,
    }  # fmt: skip
