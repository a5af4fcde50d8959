"""The books over the wire: entries that say what caused them, accounts, the trial balance."""

from uuid import UUID, uuid4

import pytest

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit
from tests.interfaces.api.conftest import Api


@pytest.fixture
def posted(api: Api) -> tuple[int, UUID]:
    """A sale in Cancún, its reversal, and another in Bogotá; returns the first and its client."""
    with api.act() as act:
        client = parties.open_party(act, NewParty("Ana Ruiz")).id
        money = Money.of("1200.50", "MXN")
        entry = ledger.post(
            act,
            kind="sale",
            source=f"receivables:{uuid4()}",
            lines=[debit(Use.AR, money, party=client), credit(Use.SALES, money)],
        )
    with api.act() as act:
        ledger.reverse(act, entry)
    with api.act(branch=3) as act:
        money = Money.of("70000.00", "COP")
        ledger.post(act, kind="sale", source="x:1", lines=[debit(Use.AR, money), credit(Use.SALES, money)])
    return entry, client


class TestEntries:
    def test_say_what_they_are_and_what_caused_them(self, api: Api, posted: tuple[int, UUID]) -> None:
        entry, client = posted
        body = api.as_("contador").get(f"/v1/entries/{entry}").json()
        assert (body["folio"], body["kind_label"]) == (f"AS-{entry:06d}", "Venta a crédito")
        assert body["actor"] == "Duena"
        assert body["source_link"] == "/cxc/" + body["source"].split(":")[1]
        ours, sales = body["lines"]
        assert ours["debit"] == {"amount": "1200.50", "currency": "MXN"}
        assert ours["credit"] is None
        assert (ours["branch"], ours["client"]["id"], ours["client"]["name"]) == (
            "Cancún",
            str(client),
            "Ana Ruiz",
        )
        assert (sales["debit"], sales["credit"]["amount"], sales["client"]) == (None, "1200.50", None)

    def test_say_which_undid_which(self, api: Api, posted: tuple[int, UUID]) -> None:
        first = api.as_("contador").get(f"/v1/entries/{posted[0]}").json()
        second = api.as_("contador").get(f"/v1/entries/{first['reversed_by']}").json()
        assert (second["reverses"], second["kind_label"]) == (posted[0], "Venta a crédito (reversa)")

    def test_are_listed_and_narrowed(self, api: Api, posted: tuple[int, UUID]) -> None:
        ask = lambda who="duena", **q: api.as_(who).get("/v1/entries", params=q).json()["items"]  # noqa: E731
        assert len(ask()) == 3
        assert len(ask("contador")) == 2
        assert len(ask(branch_id=3)) == 1
        assert len(ask(client_id=str(posted[1]))) == 2
        assert len(ask(source="x:1")) == 1
        assert len(ask(kind="payment")) == 0
        assert len(ask(to="2020-01-01")) == 0
        assert [e["source"] for e in ask(limit=1)] == ["x:1"]

    def test_are_found_by_the_code_of_the_account(self, api: Api, posted: tuple[int, UUID]) -> None:
        line = api.as_("contador").get(f"/v1/entries/{posted[0]}").json()["lines"][0]
        ask = lambda **q: api.as_("duena").get("/v1/entries", params=q).json()["items"]  # noqa: E731
        assert len(ask(account=line["account"])) == 2
        assert len(ask(account="130505", currency="COP")) == 1, (
            "pesos of Colombia, with the codes of Colombia"
        )
        assert ask(account=line["account"], currency="COP") == []
        assert ask(account="no-hay") == []

    def test_of_another_branch_are_not_found(self, api: Api, posted: tuple[int, UUID]) -> None:
        theirs = api.as_("duena").get("/v1/entries", params={"branch_id": 3}).json()["items"][0]["id"]
        api.problem(api.as_("contador").get(f"/v1/entries/{theirs}"), 404, "no-encontrado")


class TestAccounts:
    def test_come_with_what_they_hold(self, api: Api, posted: tuple[int, UUID]) -> None:
        held = {
            (a["name"], a["currency"]): a["balance"]["amount"]
            for a in api.as_("duena").get("/v1/accounts").json()["items"]
        }
        assert held["Clientes nacionales", "COP"] == "70000.00"
        assert held["Clientes", "MXN"] == "0.00"
        assert {a["kind_label"] for a in api.as_("duena").get("/v1/accounts").json()["items"]} == {
            "Activo",
            "Ingreso",
        }

    def test_of_one_branch(self, api: Api, posted: tuple[int, UUID]) -> None:
        asked = api.as_("duena").get("/v1/accounts", params={"branch_id": 1}).json()["items"]
        assert {a["balance"]["amount"] for a in asked} == {"0.00"}


class TestTrialBalance:
    def test_adds_up_in_each_currency(self, api: Api, posted: tuple[int, UUID]) -> None:
        body = api.as_("duena").get("/v1/trial-balance").json()
        by = {t["currency"]: t for t in body["totals"]["by_currency"]}
        assert by["COP"]["debit"] == by["COP"]["credit"] == {"amount": "70000.00", "currency": "COP"}
        assert by["MXN"]["debit"] == by["MXN"]["credit"] == {"amount": "2401.00", "currency": "MXN"}
        assert {t["balance"]["amount"] for t in by.values()} == {"0.00"}
        assert {row["kind_label"] for row in body["items"]} == {"Activo", "Ingreso"}

    def test_of_another_day_and_branch(self, api: Api, posted: tuple[int, UUID]) -> None:
        ask = lambda **q: api.as_("duena").get("/v1/trial-balance", params=q).json()  # noqa: E731
        assert ask(on="2020-01-01")["items"] == []
        assert [t["currency"] for t in ask(branch_id=3)["totals"]["by_currency"]] == ["COP"]
