"""Debts over the wire: what each branch sees of them, and what can't be asked."""

from typing import Any
from uuid import UUID

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import NewReceivable
from caudal.kernel.money import Money
from tests.interfaces.api.conftest import Api


def debtor(api: Api, name: str = "Juan Pérez", branch: int = 1) -> UUID:
    with api.act() as act:
        return parties.open_party(act, NewParty(name, branch_id=branch)).id


def owe(api: Api, client: UUID, amount: str = "100", branch: int | None = None, **more: Any) -> UUID:
    with api.act() as act:
        days = {"issued_on": act.business_date, "due_on": act.business_date, **more}
        ask = NewReceivable(
            client, days.pop("concept", "Tour"), Money.of(amount, "MXN"), branch_id=branch, **days
        )
        return receivables.open_receivable(act, ask).id


def pay(api: Api, client: UUID, amount: str, branch: int = 1) -> UUID:
    with api.act(branch=branch) as act:
        return payments.take(act, TakePayment(client, Money.of(amount, "MXN"), "cash", branch_id=branch)).id


def only_in(api: Api, username: str, branch: int) -> None:
    """From now on `username` works in one branch."""
    who = "user_id = (select id from users where username = %s)"
    api.query(f"delete from user_branches where {who} and branch_id <> %s", username, branch)


class TestPaidElsewhere:
    def test_is_told_without_telling_more(self, api: Api) -> None:
        juan = debtor(api)
        debt = owe(api, juan, "100")
        pay(api, juan, "30", branch=1)
        taken = pay(api, juan, "20", branch=2)
        only_in(api, "cajero", 1)
        seen = api.as_("cajero").get(f"/v1/receivables/{debt}")
        assert seen.status_code == 200, seen.text
        body = seen.json()
        assert body["paid"]["amount"] == "50.00"
        assert sorted(p["amount"]["amount"] for p in body["payments"]) == ["20.00", "30.00"]
        hidden = next(p for p in body["payments"] if p["id"] == str(taken))
        assert (hidden["folio"], hidden["account"], hidden["reversed"]) == ("Otra sucursal", None, False)
        assert any(
            "Pago 2" in e["text"] and "cobrado en otra sucursal" in e["text"] for e in body["timeline"]
        )
        assert api.as_("cajero").get(f"/v1/payments/{taken}").status_code == 404
