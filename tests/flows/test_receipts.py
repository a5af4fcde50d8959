"""The receipt sent to who paid: once, in the words of the house, only to who authorised it."""

import pytest

from caudal.commons.messaging import queries as messages
from caudal.flows.receipts import send_receipt
from caudal.kernel.problems import Conflict
from tests.business.house import House


def test_the_receipt_says_what_was_paid_and_what_is_left(house: House) -> None:
    juan = house.client("Juan Pérez", 3, phones=("+573001234567",), consents=("whatsapp",))
    house.debt(juan, "250000", currency="COP")
    paid = house.pay(juan, "100000", "COP", branch=3)
    with house.act(3) as act:
        first, again = send_receipt(act, paid.id), send_receipt(act, paid.id)
        row = messages.message(act, first).message
    assert first == again
    assert row.status == "queued"
    assert row.text == (
        f"Hola *Juan*, recibimos tu pago por **$100.000 COP** el **05/10/2026**. Tu recibo es {paid.folio} y tu saldo"
        " pendiente es **$150.000 COP**. Gracias."
    )


def test_who_did_not_authorise_is_not_written_to(house: House) -> None:
    juan = house.client("Juan Pérez", 3, phones=("+573001234567",))
    house.debt(juan, "250000", currency="COP")
    paid = house.pay(juan, "100000", "COP", branch=3)
    with house.act(3) as act:
        assert messages.message(act, send_receipt(act, paid.id)).message.status == "blocked"


def test_a_payment_that_was_undone_has_no_receipt(house: House) -> None:
    juan = house.client()
    house.debt(juan, "10")
    paid = house.pay(juan, "10")
    house.reverse(paid.id)
    with house.act() as act, pytest.raises(Conflict):
        send_receipt(act, paid.id)
