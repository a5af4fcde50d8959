"""What is only tried: it is answered as if it were done, and not one folio is spent."""

from typing import Any

import pytest

from tests.interfaces.api.conftest import Api
from tests.interfaces.api.pawning import RING, furnish_pawn, mxn, ticket_of
from tests.interfaces.api.test_lending import PERSONAL, lends, lent, post
from tests.interfaces.api.test_receivables import debtor, owe, pay
from tests.interfaces.api.test_roscas import made

SPENT = (
    "select schemaname || '.' || sequencename, last_value from pg_sequences"
    " where sequencename ~ '_(numbers|folios)$' order by 1"
)


@pytest.fixture(scope="module")
def world(module_api: Api) -> Api:
    lends(module_api)
    furnish_pawn(module_api)
    return module_api


def tried(api: Api, who: str, path: str, body: dict[str, Any]) -> Any:
    answer = api.as_(who).post(f"/v1/{path}", json=body, params={"dry_run": "true"})
    assert answer.status_code in (200, 201), f"{path}: {answer.text}"
    assert answer.headers["Dry-Run"] == "true"
    return answer.json()


def test_no_preview_spends_a_folio(world: Api) -> None:
    renewable = PERSONAL | {"renewal_after": 1}
    assert world.as_("duena").put("/v1/products/renovable", json=renewable).status_code == 200
    borrower = debtor(world)
    loan = lent(world, borrower, "renovable")
    pay(world, borrower, "9455.96")
    ticket = ticket_of(world, debtor(world))
    _, san, _ = made(world)
    client = debtor(world)
    owe(world, client)
    paid = {"client_id": str(client), "amount": mxn("60.00"), "method": "cash"}
    ahead = {"amount": mxn("20000.00"), "effect": "reduce_term", "method": "cash"}
    asked = {"client_id": str(client), "product": "personal", "principal": mxn("5000.00")}
    opened = {"client_id": str(client), "items": [RING], "amount": mxn("3000.00"), "hand_over": "cash"}
    owed = {"client_id": str(client), "concept": "Tour", "amount": mxn("10.00"), "issued_on": "2026-01-01",
            "due_on": "2026-01-01"}  # fmt: skip
    before = world.query(SPENT)
    previews = [
        ("empleado", f"loans/{loan['id']}/renewal", {"principal": mxn("120000.00")}),
        ("cajero", f"loans/{loan['id']}/prepayment", ahead),
        ("cajero", f"loans/{loan['id']}/payoff", {"method": "cash"}),
        ("empleado", "loans", asked),
        ("cajero", f"pawn-tickets/{ticket['id']}/refrendo", {"method": "cash", "capital": mxn("1000.00")}),
        ("cajero", f"pawn-tickets/{ticket['id']}/redemption", {"method": "cash"}),
        ("cajero", "pawn-tickets", opened),
        ("cajero", f"{san.removeprefix('/v1/')}/rounds/1/contributions", {"method": "cash"}),
        ("cajero", "payments", paid),
        ("gerente", "receivables", owed),
        ("cajero", "clients", {"name": "Quien pregunta"}),
    ]
    for _ in range(2):
        for who, path, body in previews:
            tried(world, who, path, body)
    assert world.query(SPENT) == before


def test_a_preview_tells_the_folio_that_would_be_given_and_orders_after_the_rest(world: Api) -> None:
    client = debtor(world)
    owe(world, client, "100")
    owe(world, client, "100")
    ask = {"client_id": str(client), "amount": mxn("150.00"), "method": "cash"}
    first = tried(world, "cajero", "payments", ask)
    again = tried(world, "cajero", "payments", ask)
    done = post(world, "cajero", "/v1/payments", ask).json()
    assert first["folio"] == again["folio"] == done["folio"]
    assert [each["folio"] for each in first["allocations"]] == [each["folio"] for each in done["allocations"]]
    assert 2**53 > first["entry_id"] > 10**12 > done["entry_id"]
    loan = {"client_id": str(client), "product": "personal", "principal": mxn("5000.00")}
    seen = tried(world, "empleado", "loans", loan)
    assert seen["folio"] == post(world, "empleado", "/v1/loans", loan).json()["folio"]
