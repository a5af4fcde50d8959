"""The demonstration's suppliers: one paid to the document's own figures, and one payable in each state."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from caudal.business.approvals import queries as hands
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payables import commands as payables
from caudal.business.payables import queries as owed
from caudal.business.payables.commands import (
    NewAccount,
    NewContract,
    NewInvoice,
    NewPrice,
    NewSupplier,
    OpenBatch,
    Serve,
)
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.commons.acts.act import Act, Place
from caudal.commons.acts.opening import because
from caudal.flows import owing
from caudal.flows.demo.house import House
from caudal.kernel.money import Money

_SELLERS = (
    ("Tours Maya", "Tour Chichén Itzá", 7_000, "032180000118359719", True),
    ("Transportes del Caribe", "Traslado aeropuerto", 1_800, "012180015000000000", True),
    ("Lavandería La Espuma", "Lavado de blancos", 950, "012180015000000000", False),
)
"""Name, what they do, for how much, where they are paid, and whether they invoice."""
_FUND = 20_000


@dataclass(frozen=True, slots=True)
class Story:
    """A service of a supplier, so many days ago, and where it stopped.

    ``invoiced``: for how much, what the contract says when absent; nothing came when zero.
    """

    seller: int
    branch: int
    days_ago: int
    ends: str
    invoiced: int | None = None


STORIES = (
    Story(0, 1, 20, "paid"),
    Story(0, 1, 3, "mismatch", 8_000),
    Story(1, 1, 2, "asked"),
    Story(1, 1, 16, "authorised"),
    Story(0, 1, 5, "authorised"),
    Story(2, 1, 1, "asked"),
    Story(0, 1, 4, "correction", 7_700),
    Story(1, 1, 6, "rejected", 2_300),
    Story(1, 1, 9, "cancelled", 0),
    Story(1, 1, 0, "waiting", 0),
    Story(1, 1, 19, "returned"),
    Story(1, 2, 2, "asked"),
    Story(0, 3, 8, "authorised"),
    Story(2, 2, 7, "sent_back"),
)


def pay(house: House) -> None:
    """Suppliers with their accounts and contracts, and what became of what they did."""
    sellers = [_register(house, number) for number in range(len(_SELLERS))]
    act = _signing(house, "duena", 1, 21)
    bank = treasury.destination(act, "transfer", "MXN")
    treasury.fund(because(act, "fondeo para proveedores"), bank.id, Funding(Money.of(_FUND, "MXN")))
    for number, story in enumerate(STORIES, start=1):
        _tell(house, story, number, sellers[story.seller], bank.id)


def _register(house: House, number: int) -> tuple[UUID, UUID]:
    name, service, price, clabe, invoices = _SELLERS[number]
    act = _signing(house, "gerente", 1, 60)
    who = NewParty(name, Document("OTRO", f"DEMOV{number:03d}", "MX"), branch_id=1, origin="demo")
    supplier = payables.register(act, NewSupplier(who, invoice_required=invoices)).id
    account = payables.ask_account(act, NewAccount(supplier, "MXN", "clabe", "BBVA", clabe, name))
    asked = hands.request(act, account.request_id or supplier)
    owing.decide_account(_signing(house, "director", 1, 59), asked, "authorise")
    prices = (NewPrice(service, Money.of(price, "MXN")),)
    begins = act.business_date - timedelta(days=30)
    contract = payables.sign_contract(act, NewContract(supplier, f"{service} {begins.year}", begins, prices))
    return supplier, contract.id


def _tell(house: House, story: Story, number: int, seller: tuple[UUID, UUID], bank: int) -> None:
    clerk = "empleado" if story.branch == 1 else "supervisor"
    _, service, price, _, needs = _SELLERS[story.seller]
    act = _signing(house, clerk, story.branch, story.days_ago)
    done = payables.serve(act, Serve(seller[0], service, act.business_date, seller[1]))
    if needs and story.invoiced != 0:
        total = Money.of(price if story.invoiced is None else story.invoiced, "MXN")
        number_of = "F-88" if number == 1 else f"F-{100 + number}"
        done = payables.receive(act, done.id, NewInvoice(number_of, act.business_date, total))
    later = _signing(house, "gerente", story.branch, max(0, story.days_ago - 1))
    if story.ends == "correction":
        payables.ask_correction(because(later, "el contrato dice otra cosa"), done.id)
    elif story.ends == "rejected":
        payables.reject_invoice(because(later, "cobra un traslado de más"), done.id)
    elif story.ends == "cancelled":
        payables.cancel(because(later, "no se prestó el servicio"), done.id)
    elif story.ends == "sent_back":
        _decide(because(later, "falta la remisión firmada"), done.id, "send_back")
    elif story.ends in ("authorised", "paid", "returned"):
        _decide(later, done.id, "authorise")
    if story.ends in ("paid", "returned"):
        _execute(house, story, done.id, bank)


def _execute(house: House, story: Story, payable: UUID, bank: int) -> None:
    """Paid on the day it was scheduled for: fifteen days after it was authorised."""
    act = _signing(house, "contador", story.branch, story.days_ago - 16)
    batch = payables.open_batch(act, OpenBatch(bank, (payable,)))
    (payment,) = payables.execute(act, batch.id).payments
    payables.refer(act, payment.id, f"BNET{story.days_ago:06d}")
    if story.ends == "returned":
        back = _signing(house, "contador", story.branch, story.days_ago - 17)
        payables.give_back(because(back, "cuenta inexistente, según el banco"), payment.id)


def _decide(act: Act, payable: UUID, decision: str) -> None:
    request = owed.payable(act, payable).request_id
    assert request is not None
    owing.decide_payment(act, hands.request(act, request), decision)


def _signing(house: House, role: str, branch: int, days_ago: int) -> Act:
    """A person at the console: only people sign."""
    return replace(house.act(role, branch, days_ago), place=Place(branch, "127.0.0.1", "api"))
