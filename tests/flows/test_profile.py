"""What to know of a client before dealing with them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.parties.rules import Document
from caudal.commons.acts.opening import house_acting
from caudal.commons.messaging.channels.seam import Outcome, Outgoing, Result
from caudal.commons.messaging.sending import send_due
from caudal.commons.messaging.statuses import Policy
from caudal.flows import end_of_day, profile, reminders
from caudal.flows.profile import READS, Profile
from tests.business.house import TODAY, House
from tests.business.loans.lender import Lender
from tests.business.pawn.counter import Counter
from tests.business.roscas.making import San

EVERYTHING = frozenset({*READS.values(), "loans.write"})


class Silent:
    """A network in which no telephone exists."""

    name, provider, local = "whatsapp", "doble", False

    def send(self, message: Outgoing) -> Outcome:
        return Outcome(Result.REFUSED, code=131026, cause="El número no tiene WhatsApp")


def seen(house: House, client: UUID, permissions: frozenset[str] = EVERYTHING, **where: Any) -> Profile:
    with house.act(**where) as act:
        object.__setattr__(act.actor, "permissions", permissions)
        return profile.profile(act, parties.party(act, client))


def kinds(found: Profile) -> list[str]:
    return [note.kind for note in found.notes]


def texts(found: Profile) -> list[str]:
    return [note.text for note in found.notes]


def test_a_client_of_whom_nothing_is_known(house: House) -> None:
    client = house.client(document=None)
    found = seen(house, client)
    assert set(found.holds.values()) == {0}
    assert kinds(found) == ["no_phone", "no_document"]


def test_two_loans_late_at_once(house: House) -> None:
    lender = Lender(house)
    lender.fund()
    lender.sell()
    client = house.client(phones=("+529981230001",), consents=("whatsapp",))
    first = lender.lend(client, "50000")
    lender.on(TODAY + timedelta(days=15))
    second = lender.lend(client, "20000")
    lender.on(TODAY + timedelta(days=40))
    assert "loans_late" not in kinds(seen(house, client)), "con uno basta la cifra de su ficha"
    lender.on(TODAY + timedelta(days=50))
    (note,) = seen(house, client).notes
    assert (note.kind, note.tone, note.link) == ("loans_late", "bad", f"/clientes/{client}?tab=loans")
    assert note.text == (f"2 préstamos en mora a la vez: {first.folio} (19 días), {second.folio} (4 días)")
    assert seen(house, client).holds["loans"] == 2
    assert kinds(seen(house, client, frozenset({"receivables.read"}))) == []
    assert seen(house, client, frozenset({"receivables.read"})).holds == {"receivables": 24}


def test_who_received_in_a_san_and_stopped_paying(house: House) -> None:
    san = San(house).begin()
    san.all_pay()
    san.hand(1)
    client = san.people[0]
    assert "rosca_received" not in kinds(seen(house, client))
    house.later(days=33)
    note = next(note for note in seen(house, client).notes if note.kind == "rosca_received")
    assert (note.tone, note.text) == (
        "bad",
        f"Ya cobró en {san.now().folio} y debe aportes desde hace 2 días",
    )
    assert "rosca_received" not in kinds(seen(house, san.people[1])), "debe, y todavía no ha cobrado"
    assert seen(house, client).holds["roscas"] == 1


def test_a_pledge_that_ends(house: House) -> None:
    counter = Counter(house)
    counter.furnish()
    client = house.client(phones=("+529981230001",), consents=("whatsapp",))
    ticket = counter.lend(client)
    last = ticket.grace_on
    counter.at(ticket, (last - ticket.opened_on).days - 8)
    assert kinds(seen(house, client)) == []
    house.later(days=1)
    (note,) = seen(house, client).notes
    assert (note.tone, note.link) == ("info", f"/empenos/{ticket.id}")
    assert note.text == f"{ticket.folio} termina en 7 días, el {last:%d/%m/%Y}"
    house.later(days=7)
    assert texts(seen(house, client)) == [f"{ticket.folio} termina hoy, el {last:%d/%m/%Y}"]
    house.later(days=1)
    (note,) = seen(house, client).notes
    assert (note.tone, note.text) == (
        "warn",
        f"{ticket.folio} terminó el {last:%d/%m/%Y} y no se ha rescatado",
    )
    counter.redeem(ticket)
    assert kinds(seen(house, client)) == []
    assert seen(house, client).holds["pawn"] == 1


def test_somebody_who_may_be_there_already(house: House) -> None:
    phone = "+529981230001"
    client = house.client("José Núñez", phones=(phone,), consents=("whatsapp",))
    house.client("JOSE NÚÑEZ")
    house.client("Otra Persona", phones=("+529981230002", phone))
    house.client("José Núñez Gil")
    assert texts(seen(house, client)) == [
        "Parece repetido: CL-0003 Otra Persona, el mismo teléfono",
        "Parece repetido: CL-0002 JOSE NÚÑEZ, el mismo nombre",
    ]


def test_a_document_that_looks_mistyped(house: House) -> None:
    client = house.client(document=Document("NIT", "9001234561", "CO"), phones=("+529981230001",))
    told = texts(seen(house, client))
    assert told == [
        "Documento 9001234561: el dígito verificador no coincide: revise el número",
        "No ha autorizado que se le escriba",
    ]


def test_a_telephone_that_does_not_answer(house: House) -> None:
    client = house.client(phones=("+573001234567",), consents=("whatsapp",), branch=3)
    house.debt(client, "250000", TODAY - timedelta(days=5), "COP", branch_id=3)
    end_of_day.close_day(house.engine, house.at, 3, TODAY)
    assert kinds(seen(house, client)) == []
    send_due(lambda: house_acting(house.engine, house.at), Silent(), reminders.still_due, Policy(), 10)
    (note,) = seen(house, client).notes
    assert note.text == "El último mensaje al teléfono que termina en 4567 no llegó, el 05/10/2026"
    assert note.tone == "warn"
