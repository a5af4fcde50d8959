"""Tills and bank accounts with what is in them, and the proof that the books add up."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field

from caudal.business.treasury import commands
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.commands import Funding
from caudal.business.treasury.queries import BoxRecord
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.flows import verify as proofs
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Ask, Listed, MoneyIn, Out
from caudal.interfaces.api.till_shapes import TillOut
from caudal.interfaces.api.till_shown import tills_out
from caudal.kernel.money import Money
from caudal.ledger import queries as books

router = APIRouter(tags=["books"])
TillId = Annotated[int, Path(ge=1, lt=2**31)]


class FundingAsk(Ask):
    """Capital que se aporta; hoy si no se dice la fecha."""

    amount: MoneyIn
    on: date | None = None
    reason: str = Field("", max_length=300)


class CheckOut(Out):
    name: str
    label: str
    findings: int
    sample: list[dict[str, Any]]


class VerificationOut(Out):
    """`head`: cabeza de la cadena de sellos; guardada fuera, da fecha a lo anterior. `parts`: cuántas partes hay."""

    ok: bool
    checks: list[CheckOut]
    seals: int
    head: str
    parts: int


@router.get("/tills", operation_id="books.tills")
@door("payments.read")
def tills(act: Act) -> Listed[TillOut]:
    """Cajas, cuentas bancarias, tarjetas y cheques de sus sucursales, con su saldo y quién tiene cada caja."""
    return Listed[TillOut].model_construct(items=_out(act, treasury.boxes(act)), next=None)


def _out(act: Act, found: Iterable[tuple[BoxRecord, Money]]) -> list[TillOut]:
    return tills_out(act, found, {account.id: account.code for account in books.accounts(act)})


@router.post("/tills/{till_id}/funding", status_code=201, operation_id="treasury.fund")
@door("books.close", key="required")
def fund(act: Act, till_id: TillId, ask: FundingAsk) -> TillOut:
    """Aporta capital de la dueña a una caja o cuenta bancaria. Exige Idempotency-Key."""
    act = because(act, ask.reason) if ask.reason else act
    commands.fund(act, till_id, Funding(ask.amount, ask.on))
    found = next(each for each in treasury.boxes(act) if each[0].id == till_id)
    return _out(act, [found])[0]


@router.post("/books/verification", operation_id="books.verify")
@door("books.verify", key="none")
def verification(
    act: Act, part: Annotated[int | None, Query(ge=0, le=99, description="Solo una parte, desde 0.")] = None
) -> VerificationOut:
    """Comprueba que todo cuadra: asientos, saldos, deudas, cobros y sellos. De una vez, o parte por parte."""
    found = proofs.verify(act, part)
    return VerificationOut.model_construct(
        ok=found.ok, seals=found.seals, head=found.head, parts=len(proofs.ROOMS),
        checks=[
            CheckOut.model_construct(name=c.name, label=c.label, findings=c.findings, sample=c.sample)
            for c in found.checks
        ],
    )  # fmt: skip
