"""Tills and bank accounts with what is in them, and the proof that the books add up."""

from typing import Any

from fastapi import APIRouter

from caudal.business.treasury import queries as treasury
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.flows import verify as proofs
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Listed, MoneyOut, Out
from caudal.ledger import queries as books

router = APIRouter(tags=["books"])
_KINDS = {"till": "cash", "bank": "bank", "card": "card", "cheque": "cheque"}


class TillOut(Out):
    id: int
    name: str
    kind: str
    branch: str
    branch_id: int
    balance: MoneyOut
    account: str | None


class CheckOut(Out):
    name: str
    label: str
    findings: int
    sample: list[dict[str, Any]]


class VerificationOut(Out):
    ok: bool
    checks: list[CheckOut]
    seals: int


@router.get("/tills", operation_id="books.tills")
@door("payments.read")
def tills(act: Act) -> Listed[TillOut]:
    """Cajas, cuentas bancarias, tarjetas y cheques de sus sucursales, con su saldo."""
    places = branches(act)
    codes = {account.id: account.code for account in books.accounts(act)}
    items = [
        TillOut.model_construct(
            id=box.id, name=box.name, kind=_KINDS[box.kind], branch=places[box.branch_id].name, branch_id=box.branch_id,
            balance=balance, account=codes.get(box.account_id),
        )
        for box, balance in treasury.boxes(act)
    ]  # fmt: skip
    return Listed[TillOut].model_construct(items=items, next=None)


@router.post("/books/verification", operation_id="books.verify")
@door("books.verify", key="none")
def verification(act: Act) -> VerificationOut:
    """Comprueba que todo cuadra: asientos, saldos, deudas, cobros y sellos."""
    found = proofs.verify(act)
    return VerificationOut.model_construct(
        ok=found.ok, seals=found.seals,
        checks=[
            CheckOut.model_construct(name=c.name, label=c.label, findings=c.findings, sample=c.sample)
            for c in found.checks
        ],
    )  # fmt: skip
