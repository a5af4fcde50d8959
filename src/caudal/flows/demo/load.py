"""Load the demonstration into an empty database, all of it or nothing."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.receivables import commands as receivables
from caudal.business.receivables import queries as debts
from caudal.business.receivables.commands import NewReceivable
from caudal.commons.access import passwords
from caudal.commons.access.rules import DEMO_PASSWORD
from caudal.commons.acts.act import Actor
from caudal.commons.acts.opening import because
from caudal.flows.demo import (
    banking,
    booking,
    cast,
    ceilings,
    counting,
    lending,
    pawning,
    paying,
    results,
    saving,
)
from caudal.flows.demo.house import House
from caudal.kernel.dates import local_date
from caudal.kernel.db import Scope, transaction
from caudal.kernel.money import Money
from caudal.kernel.sql import sql

_PEOPLE_PER_BRANCH = 14
_SEED = 2026
_NOBODY = UUID(int=0)
_PERMISSIONS = text("select permission from role_permissions where role = :role")


def load(engine: Engine, at: datetime) -> None:
    """Found «Caudal Demo» as of the instant `at`; its dates are relative to that day.

    CXC-001 is the document's own: 10,000 paid in two halves. Juan owes 250,000 COP since 10/01/2026.
    """
    with transaction(engine, Scope(_NOBODY, 0, every_branch=True)) as session:
        house = _found(session, at)
        ceilings.say(house)
        _examples(house)
        chance = random.Random(_SEED)  # noqa: S311 - the same invented people every time
        for branch in range(1, len(cast.BRANCHES) + 1):
            _portfolio(house, branch, chance)
        lending.lend(house)
        saving.save(house)
        pawning.pawn_things(house)
        paying.pay(house)
        counting.count_tills(house)
        results.draw(house)
        banking.bank(house)


def _found(session: Session, at: datetime) -> House:
    hashed = passwords.hashed(DEMO_PASSWORD)
    names, countries, currencies, zones = zip(*cast.BRANCHES, strict=True)
    session.execute(
        sql("caudal.flows.demo", "found"),
        {
            "company": cast.COMPANY, "names": list(names), "countries": list(countries), "currencies": list(currencies),
            "zones": list(zones), "opened": [local_date(at, zone) - timedelta(days=1) for zone in zones],
            "roles": [p.role for p in cast.STAFF], "people": [p.name for p in cast.STAFF],
            "homes": [p.branches[0] for p in cast.STAFF], "hash": hashed,
            "usernames": [p.enters_as for p in cast.STAFF],
            "who": [p.enters_as for p in cast.STAFF for _ in p.branches],
            "where": [b for p in cast.STAFF for b in p.branches],
        },
    )  # fmt: skip
    staff: dict[str, Actor] = {}
    for row in session.execute(text("select id, username, name from users where demo order by id")).all():
        person = next(p for p in cast.STAFF if p.enters_as == row.username)
        allowed = session.execute(_PERMISSIONS, {"role": person.role}).scalars()
        staff[person.enters_as] = Actor(row.id, row.name, person.role, person.branches, frozenset(allowed))
    return House(session, at, staff)


def _examples(house: House) -> None:
    """The documents' own figures, to be seen as soon as one enters."""
    booking.examples(house)
    bogota = _client(house, 4, "Juan Gómez", Document("CC", "1020304050", "CO"), "+573001110001")
    today = local_date(house.at, "America/Bogota")
    late = max(1, (today - date(2026, 1, 10)).days)
    _debt(house, 4, bogota, "Crédito de mercancía", Money.of(250_000, "COP"), (late + 30, late))


def _portfolio(house: House, branch: int, chance: random.Random) -> None:
    """Invented people with debts late, due and to come; some paid, in part, in full or too much."""
    _, country, currency, _ = cast.BRANCHES[branch - 1]
    names = [f"{a} {b} {c}" for a, b, c in zip(
        chance.sample(cast.FIRST, _PEOPLE_PER_BRANCH), chance.sample(cast.LAST, _PEOPLE_PER_BRANCH),
        chance.sample(cast.LAST, _PEOPLE_PER_BRANCH), strict=True)]  # fmt: skip
    new = [
        NewParty(name, Document("OTRO", f"DEMO{branch}{n:03d}", country), (_phone(country, branch, n),),
                 zone=chance.choice(cast.ZONES[branch]), branch_id=branch, origin="demo",
                 consents=("whatsapp",) if n % 7 else ())
        for n, name in enumerate(names, start=1)
    ]  # fmt: skip
    people = parties.open_many(house.act("empleado" if branch == 1 else "duena", branch, 60), new)
    asks = [ask for person in people for ask in _invented(house, branch, person, currency, chance)]
    if branch == cast.MANAGED:
        _spend(chance, len(asks))
        asks = _drawn(house, people)
        chance = random.Random(_SEED)  # noqa: S311 - the others keep theirs
    owed = receivables.open_many(house.act("gerente", branch, 45), asks, origin="demo")
    _collections(house, branch, list(zip(owed, asks, strict=True)), chance)


def _invented(
    house: House, branch: int, person: UUID, currency: str, chance: random.Random
) -> Sequence[NewReceivable]:
    today = local_date(house.at, cast.BRANCHES[branch - 1][3])
    least, most, step = cast.AMOUNTS[currency]
    found: list[NewReceivable] = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        due = today + timedelta(
            days=chance.choice((-95, -64, -38, -21, -12, -6, -3, -1, 0, 0, 1, 3, 5, 9, 14, 25))
        )
        amount = Money.of(chance.randrange(least, most, step), currency)
        concept = chance.choice(cast.CONCEPTS[currency])
        found.append(
            NewReceivable(person, concept, amount, min(due, today) - timedelta(days=30), due, branch)
        )
    return found


def _drawn(house: House, people: Sequence[UUID]) -> list[NewReceivable]:
    """What the card of the document says: 25,000 fall today and 15,000 are late; of 120,000, 80,000 are to come."""
    today = house.day(cast.MANAGED)
    told = (
        *((0, 15_000), (0, 10_000), (-6, 9_000), (-21, 6_000)),
        *(
            (2, 12_000),
            (4, 8_000),
            (7, 15_000),
            (9, 5_000),
            (12, 10_000),
            (16, 14_000),
            (20, 9_000),
            (25, 7_000),
        ),
    )
    return [
        NewReceivable(
            people[n], cast.CONCEPTS["MXN"][n % 7], Money.of(amount, "MXN"),
            today + timedelta(days=min(days, 0) - 30), today + timedelta(days=days), cast.MANAGED,
        )
        for n, (days, amount) in enumerate(told)
    ]  # fmt: skip


def _spend(chance: random.Random, asks: int) -> None:
    """Draw what the collections of so many debts would, so that the branches after this one stay as they are."""
    for number in range(asks):
        if (0, 0, 30, 50, 100, 0, 100, 110)[number % 8] and number % 4:
            chance.randrange(1, 14)


def _collections(
    house: House, branch: int, owed: Sequence[tuple[UUID, NewReceivable]], chance: random.Random
) -> None:
    """What was collected in the last two weeks, today included."""
    for number, (debt, ask) in enumerate(owed if branch != cast.MANAGED else ()):
        share = (0, 0, 30, 50, 100, 0, 100, 110)[number % 8]
        if not share:
            continue
        days_ago = 0 if number % 4 == 0 else chance.randrange(1, 14)
        method, reference = (("cash", None), ("transfer", f"DEMO-{branch}-{number}"), ("card", None))[
            number % 3
        ]
        amount = Money.from_minor(ask.amount.minor * share // 100, ask.amount.currency)
        _pay(house, branch, _Paid(ask.client_id, amount, method, days_ago, debt, reference))
    first, ask = owed[0]
    wrong = _pay(house, branch, _Paid(ask.client_id, Money.of(100, ask.amount.currency), "cash", 1, first))
    payments.reverse(
        because(house.act("supervisor", branch, 1), "se capturó en el cliente equivocado"), wrong
    )


def _client(house: House, branch: int, name: str, document: Document, phone: str) -> UUID:
    act = house.act("gerente", branch, 60)
    new = NewParty(name, document, (phone,), branch_id=branch, consents=("whatsapp",), origin="demo")
    return parties.open_party(act, new).id


def _debt(house: House, branch: int, client: UUID, concept: str, amount: Money, ago: tuple[int, int]) -> UUID:
    """A debt issued and due that many days ago."""
    today = local_date(house.at, cast.BRANCHES[branch - 1][3])
    issued, due = (today - timedelta(days=days) for days in ago)
    act = house.act("gerente", branch, min(ago[0], 45))
    return receivables.open_receivable(
        act, NewReceivable(client, concept, amount, issued, due, branch, origin="demo")
    ).id


@dataclass(frozen=True, slots=True)
class _Paid:
    """Who paid how much, how, how many days ago, for which debt."""

    client: UUID
    amount: Money
    method: str
    days_ago: int
    debt: UUID
    reference: str | None = None


def _pay(house: House, branch: int, paid: _Paid) -> UUID:
    """A payment taken some days ago for a debt, or for any other of the client once that one is paid."""
    act = house.act("cajero", branch, paid.days_ago)
    to = (paid.debt,) if debts.receivable(act, paid.debt).balance.is_positive else None
    ask = TakePayment(paid.client, paid.amount, paid.method, paid.reference, apply_to=to, branch_id=branch)
    return payments.take(act, ask).id


def _phone(country: str, branch: int, number: int) -> str:
    """A well-formed number of each country."""
    return {
        "MX": f"+52998{branch}{2200000 // 100 + number:05d}0"[:13],
        "CO": f"+57300555{branch}{number:03d}",
        "DO": f"+1809555{branch}{number:03d}",
    }[country]
