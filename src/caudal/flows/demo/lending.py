"""The demonstration's loans: the owner's money in the tills, the products, and a loan in each state.

Made by the rooms' own commands on their own dates, so that every screen shows what they would have left.
"""

from datetime import timedelta

from caudal.business.loans import commands as loans
from caudal.business.loans.commands import NewProduct
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.commons.acts.opening import because
from caudal.flows.demo import cast, mortgage, revolving
from caudal.flows.demo.house import House
from caudal.flows.demo.products import products
from caudal.flows.demo.stories import Story, approve, ask, collect, hand_over
from caudal.kernel.money import Money

_OPENED = 170
"""Days ago when the owner put her money in: before the oldest loan and the oldest pledge."""
_CAPITAL = {"MXN": 400_000, "COP": 60_000_000, "DOP": 900_000}

STORIES = (
    Story("Beatriz Canché", "san", 5_000, 104, paid=13, together=3, purpose="Mercancía de temporada"),
    Story("Ernesto Pool", "personal", 60_000, 98, paid=3, purpose="Remodelar la cocina"),
    Story("Lucero Tamayo", "san", 10_000, 37, paid=5, together=2, purpose="Surtir la tienda"),
    Story("Wilberth Chi", "san", 15_000, 72, paid=6, together=2, purpose="Reparar la camioneta"),
    Story("Adriana Cen", "personal", 24_000, 66, paid=2, ahead=3, purpose="Equipo de cómputo", periods=6),
    Story("Mauricio Beltrán", "libre-inversion", 4_000_000, 70, branch=4, paid=1, purpose="Matrícula"),
    Story(
        "Altagracia Féliz", "diario", 12_000, 14, branch=5, paid=14, together=7, purpose="Puesto de frutas"
    ),
    Story("Josefina May", "personal", 45_000, 3, ends="approved", purpose="Estufas y mesas para la fonda"),
    Story("Ramiro Uh", "san", 20_000, 1, ends="applied", purpose="Ampliar la tienda"),
    Story("Fidel Cocom", "personal", 180_000, 9, ends="rejected", purpose="Comprar una lancha", periods=24),
)


def lend(house: House) -> None:
    """Money in the tills, products, and the loans with their payments."""
    for branch, (_, _, currency, _) in enumerate(cast.BRANCHES, start=1):
        act = because(house.act("duena", branch, _OPENED), "capital para prestar")
        box = treasury.destination(act, "cash", currency)
        treasury.fund(act, box.id, Funding(Money.of(_CAPITAL[currency], currency)))
    for each in products():
        loans.save_product(house.act("duena", 1, _OPENED), NewProduct(each.code, each.name, each.definition))
    for number, story in enumerate(STORIES, start=1):
        _tell(house, story, number)
    mortgage.tell(house)
    revolving.tell(house)
    told = (*STORIES, mortgage.STORY, revolving.STORY)
    for branch in sorted({story.branch for story in told}):
        _close_months(house, branch, max(story.asked for story in told))


def _close_months(house: House, branch: int, oldest: int) -> None:
    """The portfolio at the end of each month since the oldest loan, with what it earned and its provision."""
    today = house.day(branch)
    for days_ago in range(oldest, 1, -1):
        on = today - timedelta(days=days_ago)
        if (on + timedelta(days=1)).day == 1:
            act = house.act("duena", branch, days_ago)
            for post in (loans.snapshot, loans.accrue, loans.provide):
                post(act, on)


def _tell(house: House, story: Story, number: int) -> None:
    loan = ask(house, story, number)
    if story.ends == "applied":
        return
    approve(house, story, loan)
    if not story.ends:
        collect(house, story, hand_over(house, story, loan))
