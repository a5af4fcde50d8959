"""A counter over the wire: its tables, its till, a ticket."""

from typing import Any
from uuid import UUID

from caudal.business.treasury import commands as treasury
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit
from tests.interfaces.api.conftest import Api

PLAN = {
    "code": "semanal", "name": "Semanal 5 %", "currency": "MXN", "rate": "0.05", "period": "week", "term": 16,
    "grace_days": 10, "sale_cost_rate": "0.1",
}  # fmt: skip
RING = {
    "category": "Joyería", "description": "Anillo de oro", "condition": "good", "price_name": "Oro 14k",
    "weight": "10.5",
}  # fmt: skip


def mxn(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "MXN"}


def furnish_pawn(api: Api) -> None:
    """One plan, one price and the tables of two categories."""
    boss = api.as_("gerente")
    for category in ("joyería", "joyeria"):
        for path, body in (
            ("pawn-ltv", {"category": category, "condition": "good", "ltv": "0.4"}),
            (
                "pawn-prices",
                {"category": category, "name": "oro 14k", "unit": "gram", "price": mxn("900.00")},
            ),
        ):
            assert boss.post(f"/v1/{path}", json=body).status_code == 201
    assert boss.post("/v1/pawn-plans", json=PLAN).status_code == 201


def fund(api: Api, amount: str = "100000") -> None:
    """Put money in the till."""
    with api.act() as act:
        box = treasury.destination(act, "cash", "MXN")
        money = Money.of(amount, "MXN")
        lines = [debit(box.account_id, money), credit(Use.CAPITAL, money)]
        ledger.post(act, kind="till_opening", source="treasury:1", lines=lines)


def post(api: Api, path: str, body: Any, who: str = "cajero", key: str | None = None, **more: Any) -> Any:
    headers = {"Idempotency-Key": key or f"{path}{len(api.opened)}"}
    return api.as_(who).post(f"/v1/{path}", json=body, headers=headers, **more)


def ticket_of(api: Api, client: UUID, amount: str = "3000.00", **more: Any) -> Any:
    """A ticket whose money was handed over."""
    body = {"client_id": str(client), "items": [RING], "amount": mxn(amount), "hand_over": "cash", **more}
    answer = post(api, "pawn-tickets", body)
    assert answer.status_code == 201, answer.text
    return answer.json()
