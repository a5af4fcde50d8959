"""What backs a loan: things with their valuations and insurance, liens, and people who answer for it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.business.collateral import commands as things
from caudal.business.collateral import queries as known
from caudal.business.collateral.commands import Correction, NewCollateral, NewPolicy, NewValuation
from caudal.business.collateral.queries import CollateralFilter
from caudal.business.collateral.rules import Kind
from caudal.business.loans import commands as loans
from caudal.business.loans import queries
from caudal.business.loans.commands import NewLien, Registration
from caudal.business.loans.queries import backing
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.interfaces.api.collateral_shapes import (
    BackingOut,
    CollateralDetail,
    CollateralOut,
    LienAsk,
    NoticeOut,
    SuretyAsk,
    WeighAsk,
    WeighedOut,
    backing_out,
    detail,
    notice_outs,
    outs,
    weighed_out,
)
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import (
    Ask,
    BranchFilter,
    BranchId,
    Day,
    Listed,
    MoneyIn,
    Reading,
    Reason,
    listed,
)

router = APIRouter(tags=["collateral"])
Text = Annotated[str, Field(max_length=300)]


class CollateralAsk(Ask):
    """Una garantía. `registration`: matrícula, folio real o placa; `cadastre`: catastro o serie."""

    client_id: UUID
    kind: Kind
    description: str = Field(min_length=3, max_length=300)
    registration: str = Field("", max_length=60)
    office: str = Field("", max_length=120)
    cadastre: str = Field("", max_length=60)
    branch_id: BranchId | None = None


class CorrectionAsk(Ask):
    """Lo que se corrige; lo que falta queda igual. `version`: la que se leyó."""

    version: int = Field(ge=1, le=2**31 - 1)
    description: str | None = Field(None, min_length=3, max_length=300)
    registration: str | None = Field(None, max_length=60)
    office: str | None = Field(None, max_length=120)
    cadastre: str | None = Field(None, max_length=60)


class ValuationAsk(Ask):
    """Un avalúo; vale un año si no se dice hasta cuándo."""

    amount: MoneyIn
    appraiser: str = Field(min_length=2, max_length=120)
    valued_on: date | None = None
    valid_until: date | None = None
    report: str = Field("", max_length=120)


class PolicyAsk(Ask):
    """Una póliza sobre la garantía."""

    insurer: str = Field(min_length=2, max_length=120)
    policy: str = Field(min_length=1, max_length=60)
    covers: str = Field(min_length=2, max_length=200)
    amount: MoneyIn | None = None
    from_on: date
    to_on: date


class RegistrationAsk(Ask):
    """Dónde quedó inscrito el gravamen."""

    notary: str = Field(min_length=2, max_length=120)
    entry: str = Field(min_length=1, max_length=60)
    on: date | None = None


class ReleaseAsk(Ask):
    """Por qué se cancela; hace falta si el préstamo no se ha saldado."""

    reason: Text = ""


class Which(Reading):
    """Qué garantías. `q`: folio, matrícula, catastro o descripción."""

    q: str = Field("", max_length=100)
    client_id: UUID | None = None
    kind: Kind | None = None


@router.get("/collaterals", operation_id="collateral.list")
@door("loans.read")
def list_collaterals(act: Act, which: Annotated[Which, Query()]) -> Listed[CollateralOut]:
    """Garantías, la más reciente primero."""
    owners = [which.client_id] if which.client_id else None
    page = known.collaterals(
        act, CollateralFilter(which.q, owners, which.kind, which.branch_id), which.limit, which.after
    )
    return listed(page, outs(act, page.items))


@router.get("/collaterals/watch", operation_id="collateral.watch")
@door("loans.read")
def watch(act: Act, branch_id: BranchFilter = None) -> Listed[NoticeOut]:
    """Lo que hay que revisar hoy: deudas sobre el límite, avalúos vencidos, seguros y gravámenes pendientes."""
    return Listed[NoticeOut].model_construct(items=notice_outs(act, backing.watch(act, branch_id)), next=None)


@router.post("/collaterals", status_code=201, operation_id="collateral.enter")
@door("collateral.write")
def enter(act: Act, ask: CollateralAsk) -> CollateralDetail:
    """Registra una garantía con los datos de su registro público."""
    asked = NewCollateral(
        ask.client_id, ask.kind, ask.description, ask.registration, ask.office, ask.cadastre, branch_id=ask.branch_id
    )  # fmt: skip
    return detail(act, things.enter(act, asked))


@router.get("/collaterals/{collateral_id}", operation_id="collateral.read")
@door("loans.read")
def read(act: Act, collateral_id: UUID) -> CollateralDetail:
    """Una garantía con sus avalúos, pólizas y los préstamos que respalda."""
    return detail(act, known.collateral(act, collateral_id))


@router.patch("/collaterals/{collateral_id}", operation_id="collateral.correct")
@door("collateral.write")
def correct(act: Act, collateral_id: UUID, ask: CorrectionAsk) -> CollateralDetail:
    """Corrige la descripción o los datos de registro; lo anterior queda en la bitácora."""
    asked = Correction(ask.version, ask.description, ask.registration, ask.office, ask.cadastre)
    return detail(act, things.correct(act, collateral_id, asked))


@router.post("/collaterals/{collateral_id}/valuations", status_code=201, operation_id="collateral.value")
@door("collateral.write")
def value(act: Act, collateral_id: UUID, ask: ValuationAsk) -> CollateralDetail:
    """Agrega un avalúo; los anteriores quedan."""
    asked = NewValuation(ask.amount, ask.appraiser, ask.valued_on, ask.valid_until, ask.report)
    return detail(act, things.value(act, collateral_id, asked))


@router.post("/collaterals/{collateral_id}/policies", status_code=201, operation_id="collateral.insure")
@door("collateral.write")
def insure(act: Act, collateral_id: UUID, ask: PolicyAsk) -> CollateralDetail:
    """Agrega una póliza; la renovación es otra."""
    asked = NewPolicy(ask.insurer, ask.policy, ask.covers, ask.from_on, ask.to_on, ask.amount)
    return detail(act, things.insure(act, collateral_id, asked))


@router.post("/products/{code}/backing", operation_id="collateral.weigh")
@door("loans.quote", key="none")
def weigh(act: Act, code: str, ask: WeighAsk) -> WeighedOut:
    """Cuánto se prestaría de un producto con esas garantías, como se mirará al aprobar. No guarda nada."""
    product = queries.product(act, code[:60])
    parts = {each.collateral_id: each.part for each in ask.liens}
    return weighed_out(backing.weigh(act, product.definition, ask.principal, parts), ask.principal.currency)


@router.get("/loans/{loan_id}/backing", operation_id="collateral.backing")
@door("loans.read")
def look_at_backing(act: Act, loan_id: UUID, on: Day = None) -> BackingOut:
    """Lo que respalda un préstamo en una fecha, y cuánto se debe de lo que vale."""
    return backing_out(act, queries.loan(act, loan_id), on)


@router.post("/loans/{loan_id}/liens", status_code=201, operation_id="collateral.pledge")
@door("collateral.write")
def pledge(act: Act, loan_id: UUID, ask: LienAsk) -> BackingOut:
    """Grava una garantía por el préstamo; queda por inscribir."""
    loans.pledge(act, loan_id, NewLien(ask.collateral_id, ask.part, ask.rank))
    return backing_out(act, queries.loan(act, loan_id))


@router.post("/liens/{lien_id}/registration", status_code=201, operation_id="collateral.register")
@door("collateral.write")
def register(act: Act, lien_id: UUID, ask: RegistrationAsk) -> BackingOut:
    """Escribe la notaría y la anotación del registro."""
    lien = loans.register(act, lien_id, Registration(ask.notary, ask.entry, ask.on))
    return backing_out(act, queries.loan(act, lien.loan_id))


@router.post("/liens/{lien_id}/release", status_code=201, operation_id="collateral.release")
@door("collateral.release")
def release(act: Act, lien_id: UUID, ask: ReleaseAsk) -> BackingOut:
    """Cancela el gravamen; con el préstamo vivo, una persona lo pide con su motivo y otra lo autoriza."""
    lien = loans.release(because(act, ask.reason), lien_id)
    return backing_out(act, queries.loan(act, lien.loan_id))


@router.post("/loans/{loan_id}/sureties", status_code=201, operation_id="collateral.add_surety")
@door("collateral.write")
def add_surety(act: Act, loan_id: UUID, ask: SuretyAsk) -> BackingOut:
    """Agrega un codeudor o un aval."""
    loans.add_surety(act, loan_id, ask.client_id, ask.role)
    return backing_out(act, queries.loan(act, loan_id))


@router.post("/sureties/{surety_id}/removal", status_code=201, operation_id="collateral.remove_surety")
@door("collateral.release")
def remove_surety(act: Act, surety_id: UUID, ask: Reason) -> BackingOut:
    """Deja escrito que alguien ya no responde por el préstamo."""
    found = loans.remove_surety(because(act, ask.reason), surety_id)
    return backing_out(act, queries.loan(act, found.loan_id))
