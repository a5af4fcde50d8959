"""Making a san: what is agreed, who is in, who receives when, and its start."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.parties import queries as parties
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import Instalment, Owner
from caudal.business.roscas.commands.keeping import become, give_turns, hold, note, read, seat
from caudal.business.roscas.events import RoscaStarted
from caudal.business.roscas.queries import NumberRecord, RoscaRecord
from caudal.business.roscas.rules.standing import Status
from caudal.business.roscas.rules.terms import Fee, FeeKind, Frequency, Terms, check, round_dates
from caudal.business.roscas.rules.turns import METHOD, drawn, signature, turns_of
from caudal.business.roscas.tables import Rosca
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem

_SHORTEST, _LONGEST = 2, 80
_PLACES = text(
    "insert into rosca_numbers (rosca_id, branch_id, number) select :id, :branch, n from generate_series(1, :places) n"
)
_FORMED = (Status.FORMING, Status.DRAWN)


class Incomplete(Problem):
    type, title, status = "san-incompleto", "Al san le falta algo para seguir", 409


class Taken(Problem):
    type, title, status = "numero-ocupado", "Ese número ya tiene quien lo lleve", 409


@dataclass(frozen=True, slots=True)
class NewRosca:
    """What is agreed. ``branch_id``: that of the act when absent; ``organiser_id``: who is paid with the first turn."""

    title: str
    contribution: Money
    places: int
    frequency: Frequency
    starts_on: date
    fee: Fee = field(default_factory=Fee)
    organiser_id: UUID | None = None
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Somebody takes numbers: those asked for, or the first ``count`` free ones."""

    rosca_id: UUID
    client_id: UUID
    chosen: tuple[int, ...] = ()
    count: int = 1


@command
def create(act: Act, ask: NewRosca) -> RoscaRecord:
    """Open a san with its numbers still free.

    Raises:
        NotFound: the organiser isn't within the branches of the act.
        Forbidden: the branch isn't one of the actor's.
        Invalid, InvalidAmount, MixedCurrencies: what is agreed makes no sense.
    """
    act = in_branch(act, ask.branch_id)
    title = " ".join(ask.title.split())
    if not _SHORTEST <= len(title) <= _LONGEST:
        told = f"de {_SHORTEST} a {_LONGEST} letras"
        raise Invalid(f"El nombre del san lleva {told}", errors=[{"pointer": "/name", "detail": told}])
    check(Terms(ask.places, ask.contribution, ask.frequency, ask.starts_on, ask.fee))
    if ask.organiser_id is not None:
        parties.living(act, ask.organiser_id)
    elif ask.fee.kind is FeeKind.FIRST_TURN:
        raise Invalid(
            "Para que el organizador cobre el primer turno hay que decir quién es",
            errors=[{"pointer": "/organiser_id", "detail": "hace falta"}],
        )
    row = Rosca(branch_id=act.place.branch_id, name=title, **_agreed(ask), **_made(act))
    act.db.add(row)
    act.db.flush()
    act.db.execute(_PLACES, {"id": row.id, "branch": row.branch_id, "places": ask.places})
    san = read(act, row.id)
    note(act, san, "created")
    return san


@command
def join(act: Act, ask: Join) -> RoscaRecord:
    """Give numbers of a san to somebody; one person may have several.

    Raises:
        NotFound: the san or the client isn't within reach, or the san has no such number.
        Taken: a number has somebody, or there aren't that many free.
        WrongState: its turns were already given.
    """
    parties.living(act, ask.client_id)
    act, san = hold(act, ask.rosca_id, Status.FORMING)
    free = [each.number for each in san.numbers if each.party_id is None]
    chosen = list(dict.fromkeys(ask.chosen)) or free[: ask.count]
    if not ask.chosen and len(chosen) < ask.count:
        raise Taken(f"Al san {san.folio} le quedan {len(free)} números libres")
    for number in chosen:
        place = san.number(number)
        if place.party_id is not None:
            raise Taken(f"El número {number} del san {san.folio} ya tiene quien lo lleve")
        seat(act, place, ask.client_id)
        note(act, san, "joined", number=number, member=str(ask.client_id), member_before=None)
    return read(act, san.id)


@command
def leave(act: Act, rosca_id: UUID, number: int) -> RoscaRecord:
    """Free a number of a san that is being formed.

    Raises:
        NotFound: there is no such number, or nobody has it.
        WrongState: its turns were already given: then somebody replaces somebody.
    """
    act, san = hold(act, rosca_id, Status.FORMING)
    place = san.number(number)
    if place.party_id is not None:
        seat(act, place, None)
        note(act, san, "left", number=number, member_before=str(place.party_id))
    return read(act, san.id)


@command
def agree(act: Act, rosca_id: UUID, order: Sequence[int]) -> RoscaRecord:
    """Give the turns in the order agreed: the first number of `order` receives first.

    Raises:
        Incomplete: a number has nobody.
        Invalid: `order` isn't every number once, or the organiser isn't first where that is the pay.
        WrongState: it has already started.
    """
    act, san = hold(act, rosca_id, *_FORMED)
    _whole(san)
    if sorted(order) != list(range(1, san.terms.places + 1)):
        told = f"cada número del 1 al {san.terms.places}, una vez"
        raise Invalid(f"El orden lleva {told}", errors=[{"pointer": "/order", "detail": told}])
    first = _organisers(san)
    if first is not None and san.number(order[0]).party_id != san.organiser_id:
        raise Invalid(
            "El primer turno es del organizador: así se acordó su pago",
            errors=[{"pointer": "/order/0", "detail": "debe ser un número del organizador"}],
        )
    before = give_turns(act, san, turns_of(order))
    become(act, san, Status.DRAWN, "agreed", order=list(order), turns_before=before)
    return read(act, san.id)


@command
def draw(act: Act, rosca_id: UUID, seed: str) -> RoscaRecord:
    """Give the turns by a draw that anybody repeats with the public `seed`; kept as evidence.

    Raises:
        Incomplete: a number has nobody.
        WrongState: the turns were already given.
        Invalid: the seed is too short or too long.
    """
    seed = " ".join(seed.split())
    if not 4 <= len(seed) <= 200:
        raise Invalid(
            "La semilla lleva de 4 a 200 letras", errors=[{"pointer": "/seed", "detail": "de 4 a 200 letras"}]
        )
    act, san = hold(act, rosca_id, Status.FORMING)
    _whole(san)
    order = drawn(seed, san.terms.places, _organisers(san))
    before = give_turns(act, san, turns_of(order))
    become(
        act, san, Status.DRAWN, "drawn", seed=seed, method=METHOD, order=order, first=_organisers(san),
        signatures={str(number): signature(seed, number) for number in order}, turns_before=before,
    )  # fmt: skip
    return read(act, san.id)


@command
def start(act: Act, rosca_id: UUID) -> RoscaRecord:
    """Begin: from here on every contribution is owed on its date, and the order of turns stays.

    Raises:
        Incomplete: its turns haven't been given.
        WrongState: it has already started.
    """
    act, san = hold(act, rosca_id, *_FORMED)
    if san.status is Status.FORMING:
        raise Incomplete(f"Al san {san.folio} le falta dar los turnos: acuérdelos o sortéelos")
    for party_id in {each.party_id for each in san.numbers}:
        if party_id is not None:
            parties.living(act, party_id)
    dates = round_dates(san.terms.frequency, san.terms.starts_on, san.terms.places)
    issued = min(act.business_date, dates[0])
    owners = [owner_of(san, each, each.party_id, issued) for each in san.numbers if each.party_id]
    quotas = [[quota_of(san, each, k, due) for k, due in enumerate(dates, 1)] for each in san.numbers]
    receivables.open_instalments(act, owners, quotas)
    become(act, san, Status.ACTIVE, "started")
    act.tell(RoscaStarted(san.id))
    return read(act, san.id)


def owner_of(san: RoscaRecord, number: NumberRecord, party_id: UUID, issued_on: date) -> Owner:
    """The contract of the quotas of a number: the number itself, whoever has it."""
    return Owner("rosca", number.id, party_id, san.branch_id, san.terms.contribution.currency, issued_on)


def quota_of(
    san: RoscaRecord, number: NumberRecord, k: int, due_on: date, amount: int | None = None
) -> Instalment:
    """The quota of a number in a round."""
    concept = f"San {san.name} · número {number.number} · ronda {k} de {san.terms.places}"
    return Instalment(k, concept, san.terms.contribution.minor if amount is None else amount, due_on)


def _whole(san: RoscaRecord) -> None:
    empty = [str(each.number) for each in san.numbers if each.party_id is None]
    if empty:
        raise Incomplete(f"Al san {san.folio} le faltan miembros en los números {', '.join(empty[:20])}")
    if san.terms.fee.kind is FeeKind.FIRST_TURN and _organisers(san) is None:
        raise Incomplete("El organizador cobra el primer turno: le hace falta un número")


def _organisers(san: RoscaRecord) -> int | None:
    """The number that receives first because it is the organiser's pay."""
    if san.terms.fee.kind is not FeeKind.FIRST_TURN:
        return None
    return next((each.number for each in san.numbers if each.party_id == san.organiser_id), None)


def _agreed(ask: NewRosca) -> dict[str, Any]:
    fee = ask.fee
    return {
        "currency": ask.contribution.currency, "contribution": ask.contribution.minor, "places": ask.places,
        "frequency": ask.frequency.value, "starts_on": ask.starts_on, "fee_kind": fee.kind.value,
        "fee_amount": None if fee.amount is None else fee.amount.minor, "fee_share": fee.share,
        "organiser_id": ask.organiser_id, "status": Status.FORMING.value,
    }  # fmt: skip


def _made(act: Act) -> dict[str, Any]:
    return {"created_at": act.at, "created_by": act.actor.id, "act_id": act.id}
