"""The demonstration's sanes: one going on with somebody who received and stopped, one drawn, one that ended."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.roscas import commands as sanes
from caudal.business.roscas.commands import Authorise, Deliver, Join, NewRosca
from caudal.business.roscas.queries import RoscaRecord
from caudal.business.roscas.rules.terms import Fee, FeeKind, Frequency
from caudal.flows import contributions
from caudal.flows.contributions import TakeRound
from caudal.flows.demo import cast
from caudal.flows.demo.house import House
from caudal.kernel.money import Money

_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Story:
    """A san and how far it went.

    Args:
        began: days ago when its first contribution was due; negative, days to come.
        people: who is in it, one number each; the first has two when ``twice``.
        handed: how many pots were handed over.
        stopped: the number that received the first pot and paid no more from this round on; 0, nobody.
        paid: how many numbers had paid the round that comes.
    """

    name: str
    branch: int
    contribution: int
    began: int
    people: tuple[str, ...]
    fee: Fee
    handed: int = 0
    stopped: int = 0
    paid: int = 0
    twice: bool = False
    seed: str = ""


STORIES = (
    _Story(
        "San de la cuadra", 1, 1_000, 43,
        ("Marisol Uc", "Gaspar Ek", "Leticia Poot", "Rubén Dzul", "Teresa Noh", "Eligio Pech", "Socorro Tun",
         "Julián Mis"),
        Fee(FeeKind.FIXED, Money.of(200, "MXN")), handed=6, stopped=4, paid=5, twice=True,
    ),
    _Story(
        "San de las comadres", 5, 2_500, -6,
        ("Yokasta Rosario", "Miguelina Peralta", "Ramona Báez", "Belkis Santana", "Dulce Mejía"),
        Fee(FeeKind.PERCENT, share=Decimal("0.02")), seed="Loto Real 04 11 23 38",
    ),
    _Story(
        "San del taller", 2, 500, 34, ("Hilario Cruz", "Nicanor Rueda", "Abundio Mata", "Fermín Solís"), Fee(),
        handed=4,
    ),
)  # fmt: skip


def save(house: House) -> None:
    """The sanes, week by week."""
    for number, story in enumerate(STORIES, start=1):
        san = _agreed(house, story, number)
        for k in range(1, story.handed + 1):
            _round(house, story, san, k)
        if story.paid:
            chosen = tuple(range(2, story.paid + 2))
            contributions.take_round(
                house.act("cajero", story.branch), TakeRound(san.id, story.handed + 1, chosen)
            )
        if story.handed == san.terms.places:
            sanes.close(house.act("gerente", story.branch, 1), san.id)


def _agreed(house: House, story: _Story, number: int) -> RoscaRecord:
    """Who is in it, who receives when, and its start; one that was drawn is yet to start."""
    days = max(story.began, 0) + 5
    clients = [_member(house, story, days, number * 100 + n) for n in range(1, len(story.people) + 1)]
    act = house.act("gerente", story.branch, days)
    new = NewRosca(
        story.name, Money.of(story.contribution, cast.BRANCHES[story.branch - 1][2]), len(clients) + story.twice,
        Frequency.WEEKLY, house.day(story.branch, story.began), story.fee,
    )  # fmt: skip
    san = sanes.create(act, new)
    for place, client in enumerate([*clients, *clients[:1]][: san.terms.places], start=1):
        sanes.join(act, Join(san.id, client, (place,)))
    if story.seed:
        return sanes.draw(act, san.id, story.seed)
    sanes.agree(act, san.id, range(1, san.terms.places + 1))
    return sanes.start(act, san.id)


def _member(house: House, story: _Story, days: int, number: int) -> UUID:
    _, country, _, _ = cast.BRANCHES[story.branch - 1]
    name = story.people[number % 100 - 1]
    phone = {"MX": f"+52998666{number:04d}", "DO": f"+1809666{number:04d}"}[country]
    who = NewParty(
        name, Document("OTRO", f"DEMOS{number}", country), (phone,), branch_id=story.branch,
        zone=cast.ZONES[story.branch][1], origin="demo", consents=("whatsapp",),
    )  # fmt: skip
    return parties.open_party(house.act("cajero", story.branch, days, hour=1), who).id


def _round(house: House, story: _Story, san: RoscaRecord, k: int) -> None:
    """Everybody pays but who stopped; the organiser completes the pot, one allows it and another hands it over."""
    days = max(0, story.began - _WEEK * (k - 1))
    stopped = story.stopped and k >= story.stopped
    chosen = tuple(number for number in range(1, san.terms.places + 1) if not stopped or number != 1)
    contributions.take_round(house.act("cajero", story.branch, days), TakeRound(san.id, k, chosen))
    front = san.terms.contribution if stopped else None
    sanes.authorise(house.act("gerente", story.branch, days), Authorise(san.id, k, front))
    sanes.deliver(house.act("cajero", story.branch, days), Deliver(san.id, k))
