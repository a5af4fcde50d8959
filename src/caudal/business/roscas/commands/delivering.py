"""Handing the pot over: somebody allows it, somebody else does it, and it is done once."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caudal.business.parties import queries as parties
from caudal.business.roscas.commands.keeping import AlreadyReceived, hold, note, read, reasoned
from caudal.business.roscas.events import PotDelivered
from caudal.business.roscas.queries import NumberRecord, RoscaRecord, RoundRecord
from caudal.business.roscas.rules.standing import Status
from caudal.business.roscas.tables import RoscaDelivery
from caudal.business.treasury import commands as treasury
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import InvalidAmount, MixedCurrencies, Money
from caudal.kernel.problems import Invalid, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Line, Use, credit, debit

_METHODS = ("cash", "transfer")


class PotShort(Problem):
    type, title, status = "bote-incompleto", "El bote no está completo", 409


class AlreadyDelivered(Problem):
    type, title, status = "bote-ya-entregado", "El bote de esa ronda ya se entregó", 409


class OutOfOrder(Problem):
    type, title, status = "ronda-fuera-de-orden", "Antes hay otra ronda por entregar", 409


class ReceiverLate(Problem):
    type, title, status = "numero-atrasado", "Quien cobra no ha puesto lo suyo", 409


class NoSecondHand(Problem):
    type, title, status = "falta-segunda-mano", "La entrega necesita que otra persona la autorice", 409


class SameHand(Problem):
    type, title, status = "misma-mano", "Quien entrega no puede ser quien autorizó", 409


@dataclass(frozen=True, slots=True)
class Authorise:
    """Allow a pot to be handed over. ``front``: up to how much the organiser puts forward if it is short."""

    rosca_id: UUID
    round: int
    front: Money | None = None


@dataclass(frozen=True, slots=True)
class Deliver:
    """Hand the pot of a round over, in cash or by transfer.

    ``box_id``: the bank account a transfer leaves from; the usual one of the branch when absent.
    """

    rosca_id: UUID
    round: int
    method: str = "cash"
    reference: str | None = None
    box_id: int | None = None


@command
def authorise(act: Act, ask: Authorise) -> RoscaRecord:
    """Be the other hand of a delivery: it is allowed until the turns change or it is done.

    Raises:
        NotFound: the san isn't within reach, or has no such round.
        AlreadyDelivered, OutOfOrder, WrongState: it isn't the one that comes.
        InvalidAmount: what would be put forward is negative, or more than the pot.
    """
    act, san = hold(act, ask.rosca_id, Status.ACTIVE)
    coming = _coming(san, ask.round)
    front = ask.front or Money.of(0, san.terms.pot.currency)
    if front.currency != san.terms.pot.currency:
        raise MixedCurrencies(f"El san está en {san.terms.pot.currency}, no en {front.currency}")
    if front.amount < 0 or front > san.terms.pot:
        raise InvalidAmount(
            "Lo que se pone por otros va de cero al bote",
            errors=[{"pointer": "/front", "detail": "de cero al bote"}],
        )
    receiver = _receiver(san, coming)
    note(act, san, "authorised", round=ask.round, number=receiver.number, front=front.minor)
    return read(act, san.id)


@command
def deliver(act: Act, ask: Deliver) -> RoscaRecord:
    """Hand the pot of the round that comes to the number whose turn it is, less the organiser's fee.

    What is missing is put forward by the organiser only up to what was allowed, and owed by those who are missing.

    Raises:
        NotFound: the san isn't within reach, or has no such round.
        AlreadyDelivered, OutOfOrder, WrongState: it isn't the one that comes.
        ReceiverLate: who receives owes quotas up to this round.
        NoSecondHand: nobody has allowed it since the turns last changed.
        SameHand: who allowed it is who hands it over.
        PotShort: it lacks more than what the organiser said to put forward.
        InsufficientFunds: the till or the account hasn't that money.
    """
    if ask.method not in _METHODS:
        raise Invalid(
            "El bote se entrega en cash o transfer", errors=[{"pointer": "/method", "detail": "desconocida"}]
        )
    act, san = hold(act, ask.rosca_id, Status.ACTIVE)
    coming = _coming(san, ask.round)
    receiver = _receiver(san, coming)
    _own_paid(san, receiver, ask.round)
    hand = _allowed(act, san, coming)
    assert receiver.party_id is not None
    parties.living(act, receiver.party_id)
    box = treasury.source(act, ask.method, san.terms.pot.currency, ask.box_id)
    entry = ledger.post(
        act,
        kind="rosca_delivery",
        source=f"roscas:{san.id}",
        lines=_lines(san, receiver, ask.round, treasury.out_of_box(act, box, san.terms.handed)),
        memo=f"San {san.name}: bote de la ronda {ask.round} al número {receiver.number}",
    )
    row = RoscaDelivery(
        rosca_id=san.id, branch_id=san.branch_id, round=ask.round, number_id=receiver.id, party_id=receiver.party_id,
        gross=san.terms.pot.minor, fee=san.terms.fee_per_round.minor, fronted=coming.missing.minor,
        method=ask.method, reference=(ask.reference or "").strip() or None, box_id=box.id, on_date=act.business_date,
        at=act.at, authorised_by=hand, delivered_by=act.actor.id, entry_id=entry, act_id=act.id,
    )  # fmt: skip
    with _once(act, san, ask.round):
        act.db.add(row)
        act.db.flush()
    note(act, san, "delivered", round=ask.round, number=receiver.number, fronted=coming.missing.minor)
    act.tell(PotDelivered(san.id, ask.round, receiver.id, receiver.party_id))
    return read(act, san.id)


@command
def take_back(act: Act, rosca_id: UUID, number: int) -> RoscaRecord:
    """Undo the last delivery, that of round `number`: the pot is in the till again, with what it was short of.

    Raises:
        NotFound: that round hasn't been handed over.
        OutOfOrder: a later one has.
        WrongState: it isn't going on.
        Invalid: no reason was given.
    """
    reasoned(act)
    act, san = hold(act, rosca_id, Status.ACTIVE)
    done = san.round(number).delivery
    if done is None:
        raise NotFound(f"El bote de la ronda {number} no se ha entregado")
    if number < len(san.rounds) and san.rounds[number].delivery is not None:
        raise OutOfOrder("Ya se entregó una ronda posterior: deshaga primero esa")
    back = ledger.reverse(act, done.entry_id, memo=f"Devolución del bote: {act.reason}"[:500])
    _settle_back(act, san, number, done.entry_id)
    row = act.db.scalars(select(RoscaDelivery).where(RoscaDelivery.id == done.id)).one()
    row.reversed_at, row.reversed_on, row.reversed_by = act.at, max(act.business_date, done.on), act.actor.id
    row.reversal_reason, row.reversal_entry_id = act.reason, back
    act.db.flush()
    note(act, san, "returned", round=number, number=san.number_of(done.number_id).number)
    return read(act, san.id)


def _coming(san: RoscaRecord, number: int) -> RoundRecord:
    asked, coming = san.round(number), san.next
    if asked.delivery is not None:
        raise AlreadyDelivered(f"El bote de la ronda {number} se entregó el {asked.delivery.on:%d/%m/%Y}")
    if coming is None or coming.round != number:
        raise OutOfOrder(f"La ronda que sigue es la {coming.round if coming else 1}")
    return asked


def _receiver(san: RoscaRecord, coming: RoundRecord) -> NumberRecord:
    assert coming.number_id is not None
    return san.number_of(coming.number_id)


def _own_paid(san: RoscaRecord, receiver: NumberRecord, number: int) -> None:
    owed = [cell for cell in receiver.cells if cell.round <= number and cell.balance.is_positive]
    if owed:
        rounds = ", ".join(str(cell.round) for cell in owed)
        raise ReceiverLate(
            f"El número {receiver.number} del san {san.folio} debe su cuota de la ronda {rounds}: primero la paga,"
            " lo reemplaza otra persona o su turno pasa al final",
            number=receiver.number,
            rounds=[cell.round for cell in owed],
        )


def _allowed(act: Act, san: RoscaRecord, coming: RoundRecord) -> int:
    """Who allowed it."""
    if coming.authorised is None:
        raise NoSecondHand(
            f"Nadie ha autorizado entregar el bote de la ronda {coming.round} del san {san.folio}"
        )
    hand, front = coming.authorised
    if hand == act.actor.id:
        raise SameHand(
            "Otra persona debe entregar el bote que usted autorizó, o autorizar el que usted entrega"
        )
    if coming.missing > front:
        late = [each.number for each in san.numbers if each.cells[coming.round - 1].balance.is_positive]
        raise PotShort(
            f"Al bote de la ronda {coming.round} le faltan {coming.missing.amount} {coming.missing.currency} de los"
            f" números {', '.join(map(str, late))}; el organizador autorizó poner {front.amount}",
            missing=coming.missing.json(),
            numbers=late,
        )
    return hand


def _lines(san: RoscaRecord, receiver: NumberRecord, number: int, leaves: Sequence[Line]) -> list[Line]:
    """The pot leaves the fund; what it lacks is put in it by the organiser, who is owed it by each who is missing."""
    where = san.branch_id
    lines = [debit(Use.ROSCA_FUND, san.terms.pot, party=receiver.party_id, doc=receiver.id, branch=where)]
    for each in san.numbers:
        lacks = each.cells[number - 1].balance
        if lacks.is_positive:
            lines += [
                debit(Use.ROSCA_FRONTED, lacks, party=each.party_id, doc=each.id, branch=where),
                credit(Use.ROSCA_FUND, lacks, party=each.party_id, doc=each.id, branch=where),
            ]
    lines += leaves
    if san.terms.fee_per_round.is_positive:
        lines.append(credit(Use.OTHER_INCOME, san.terms.fee_per_round, doc=receiver.id, branch=where))
    return lines


def _settle_back(act: Act, san: RoscaRecord, number: int, entry: int) -> None:
    """What was paid on that round since it was handed over gave back to the organiser: now it is the fund's."""
    lines: list[Line] = []
    then = _fronted_by(act, entry)
    for each in san.numbers:
        since = then.get(each.id, 0) - each.cells[number - 1].balance.minor
        money = Money.from_minor(abs(since), san.terms.pot.currency)
        if since:
            up, down = (debit, credit) if since > 0 else (credit, debit)
            lines += [
                up(Use.ROSCA_FRONTED, money, party=each.party_id, doc=each.id, branch=san.branch_id),
                down(Use.ROSCA_FUND, money, party=each.party_id, doc=each.id, branch=san.branch_id),
            ]
    if lines:
        ledger.post(act, kind="rosca_adjustment", source=f"roscas:{san.id}", lines=lines)


def _fronted_by(act: Act, entry: int) -> dict[UUID, int]:
    """What an entry put forward for each number, in minor units."""
    fronted = {one.id for one in books.accounts(act, Use.ROSCA_FRONTED)}
    found: dict[UUID, int] = {}
    for line in books.entry(act, entry).lines:
        if line.account_id in fronted and line.doc is not None:
            found[line.doc] = found.get(line.doc, 0) + line.amount.minor
    return found


@contextmanager
def _once(act: Act, san: RoscaRecord, number: int) -> Generator[Any]:
    """Say it as it is when the database refuses a second delivery of a round or to a number."""
    try:
        with act.db.begin_nested():
            yield
    except IntegrityError as refused:
        told = str(refused.orig)
        if "rosca_deliveries_round" in told:
            raise AlreadyDelivered(
                f"El bote de la ronda {number} del san {san.folio} ya se entregó"
            ) from None
        if "rosca_deliveries_number" in told:
            raise AlreadyReceived("Ese número ya cobró su turno") from None
        raise
