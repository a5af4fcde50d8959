"""What may change in a san that is going on: turns by consent or by falling behind, who has a number, a pause."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import Applied
from caudal.business.roscas import queries
from caudal.business.roscas.commands.forming import owner_of, quota_of
from caudal.business.roscas.commands.keeping import (
    become,
    give_turns,
    hold,
    not_received,
    note,
    read,
    reasoned,
    seat,
)
from caudal.business.roscas.queries import CellRecord, NumberRecord, RoscaRecord
from caudal.business.roscas.rules.standing import Number, Status
from caudal.business.roscas.rules.terms import FeeKind
from caudal.business.roscas.rules.turns import postponed, swapped
from caudal.commons.acts.act import Act, command
from caudal.kernel.problems import Invalid, Problem

_GOING = (Status.DRAWN, Status.ACTIVE)
_SHORTEST = 3


class NoConsent(Problem):
    type, title, status = "falta-consentimiento", "Falta el consentimiento de alguno", 409


class NotLate(Problem):
    type, title, status = "sin-atraso", "Ese número está al día", 409


@dataclass(frozen=True, slots=True)
class Consent:
    """That somebody agrees, and how it is known: a signature, a message, a witness."""

    number: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Two numbers exchange their turns; who orders it consents for the organiser."""

    rosca_id: UUID
    one: int
    other: int
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class Replace:
    """Somebody takes the place of who has a number: what was put in stays in it, what is owed is theirs."""

    rosca_id: UUID
    number: int
    client_id: UUID
    evidence: str


@command
def swap(act: Act, ask: Swap) -> RoscaRecord:
    """Exchange the turns of two numbers.

    Raises:
        AlreadyReceived: one of them took its pot.
        NoConsent: one of the two hasn't agreed, or it isn't said how it is known.
        Invalid: they are the same number, or one is the organiser's, whose turn is the pay.
        WrongState: the turns haven't been given, or it isn't going on.
    """
    act, san = hold(act, ask.rosca_id, *_GOING)
    numbers = [san.number(ask.one), san.number(ask.other)]
    if ask.one == ask.other:
        raise Invalid(
            "Se permutan dos números distintos", errors=[{"pointer": "/numbers", "detail": "son el mismo"}]
        )
    for number in numbers:
        not_received(san, number)
        _not_the_organisers(san, number)
    agreed = {each.number: each.evidence.strip() for each in ask.consents}
    missing = [str(n) for n in (ask.one, ask.other) if len(agreed.get(n, "")) < _SHORTEST]
    if missing:
        raise NoConsent(f"Falta el consentimiento, y cómo consta, del número {' y del '.join(missing)}")
    turns = {each.number: each.turn or 0 for each in san.numbers}
    before = give_turns(act, san, swapped(turns, ask.one, ask.other))
    note(
        act, san, "swapped", numbers=[ask.one, ask.other], turns_before=before,
        consents={str(n): agreed[n] for n in (ask.one, ask.other)},
    )  # fmt: skip
    return read(act, san.id)


@command
def postpone(act: Act, rosca_id: UUID, number: int) -> RoscaRecord:
    """Send last the turn of a number that fell behind before receiving; those after it receive a round earlier.

    Raises:
        AlreadyReceived: it took its pot.
        NotLate: it owes nothing late.
        Invalid: no reason was given, or it is the organiser's.
        WrongState: it isn't going on.
    """
    reasoned(act)
    act, san = hold(act, rosca_id, Status.ACTIVE)
    place = san.number(number)
    not_received(san, place)
    _not_the_organisers(san, place)
    if place.state is not Number.LATE:
        raise NotLate(f"El número {number} del san {san.folio} no tiene cuotas atrasadas")
    turns = {each.number: each.turn or 0 for each in san.numbers}
    before = give_turns(act, san, postponed(turns, number))
    note(act, san, "postponed", number=number, turns_before=before)
    return read(act, san.id)


@command
def replace(act: Act, ask: Replace) -> RoscaRecord:
    """Put somebody in the place of who has a number that hasn't received.

    What was put in stays in the number: between the two they settle it. What isn't paid is owed by who comes.

    Raises:
        NotFound: the san, the number or the client isn't within reach.
        AlreadyReceived: it took its pot: what is left is its debt, nobody else's.
        NoConsent: it isn't said how it is known that both agree.
        Invalid: it is the same person, or the organiser's number.
        WrongState: it isn't going on.
    """
    known = queries.rosca(act, ask.rosca_id).number(ask.number)
    for party_id in sorted({ask.client_id, known.party_id or ask.client_id}):
        parties.hold(act, party_id)
    act, san = hold(act, ask.rosca_id, *_GOING)
    place = san.number(ask.number)
    not_received(san, place)
    _not_the_organisers(san, place)
    if place.party_id == ask.client_id:
        raise Invalid(
            "Ya es quien lleva ese número",
            errors=[{"pointer": "/client_id", "detail": "es el mismo cliente"}],
        )
    if len(ask.evidence.strip()) < _SHORTEST:
        raise NoConsent(f"Escriba cómo consta que el número {ask.number} se cede y se acepta")
    seat(act, place, ask.client_id)
    open_ones = [cell for cell in place.cells if cell.receivable_id and cell.balance.is_positive]
    renew(
        act, san, dataclasses.replace(place, party_id=ask.client_id), open_ones, "Otra persona lleva el número",
        only_paid=False,
    )  # fmt: skip
    note(
        act, san, "replaced", number=ask.number, member=str(ask.client_id), member_before=str(place.party_id),
        agreed=ask.evidence.strip(), position=place.position.json(), owed=[cell.round for cell in open_ones],
    )  # fmt: skip
    return read(act, san.id)


@command
def suspend(act: Act, rosca_id: UUID) -> RoscaRecord:
    """Stop deliveries and changes until it resumes; what is owed is still owed, and can be paid.

    Raises:
        WrongState: it isn't going on.
        Invalid: no reason was given.
    """
    reasoned(act)
    act, san = hold(act, rosca_id, Status.ACTIVE)
    become(act, san, Status.SUSPENDED, "suspended")
    return read(act, san.id)


@command
def resume(act: Act, rosca_id: UUID) -> RoscaRecord:
    """Go on with a suspended san.

    Raises:
        WrongState: it isn't suspended.
    """
    act, san = hold(act, rosca_id, Status.SUSPENDED)
    become(act, san, Status.ACTIVE, "resumed")
    return read(act, san.id)


def renew(
    act: Act,
    san: RoscaRecord,
    number: NumberRecord,
    cells: Sequence[CellRecord],
    why: str,
    *,
    only_paid: bool,
) -> None:
    """Put new quotas of who has `number` in the place of `cells`, with what had been paid on them.

    `only_paid`: each for what had been paid, and nothing in the place of those nobody paid.
    """
    assert number.party_id is not None
    again = [cell for cell in cells if cell.paid.is_positive or not only_paid]
    owners = [owner_of(san, number, number.party_id, min(act.business_date, cell.due_on)) for cell in again]
    quotas = [
        [quota_of(san, number, cell.round, cell.due_on, (cell.paid if only_paid else cell.amount).minor)]
        for cell in again
    ]
    opened = receivables.open_instalments(act, owners, quotas)
    instead = {cell.receivable_id: fresh for cell, fresh in zip(again, opened, strict=True)}
    old = [cell.receivable_id for cell in cells if cell.receivable_id is not None]
    for (payment, debt), amount in receivables.applied_to(act, old).items():
        moved = [Applied(debt, -amount), Applied(instead[debt], amount)]
        receivables.apply(act, payment, moved, act.business_date)
    receivables.retire_instalments(act, old, why)


def _not_the_organisers(san: RoscaRecord, number: NumberRecord) -> None:
    first = san.terms.fee.kind is FeeKind.FIRST_TURN and number.turn == 1
    if first:
        raise Invalid(
            "El primer turno es el pago del organizador: no se mueve",
            errors=[{"pointer": "/number", "detail": "es el del organizador"}],
        )
