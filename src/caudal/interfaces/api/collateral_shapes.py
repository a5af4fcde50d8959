"""How what backs a loan is told."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from caudal.business.collateral import queries as things
from caudal.business.collateral.queries import CollateralRecord, PolicyRecord, ValuationRecord
from caudal.business.loans import queries as loans
from caudal.business.loans.queries import LoanRecord, backing
from caudal.business.loans.queries.backing import LienRecord, Notice, Standing
from caudal.business.parties import queries as parties
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.shapes import Ask, MoneyIn, MoneyOut, Out
from caudal.kernel.money import Money

KINDS = {"property": "Inmueble", "vehicle": "Vehículo", "other": "Otra garantía"}
LIENS = {"pending": "Por inscribir", "registered": "Inscrito", "released": "Cancelado"}
ROLES = {"codebtor": "Codeudor", "guarantor": "Aval"}
NOTICES = {
    "over_limit": "Debe más de lo que la garantía permite",
    "lien": "El préstamo se entregó y el gravamen sigue por inscribir",
    "valuation": "El avalúo venció",
    "uninsured": "La garantía no tiene seguro vigente",
    "insurance": "La póliza está por vencer",
}


class LienAsk(Ask):
    """Qué garantía respalda el préstamo, con qué parte de su valor y en qué grado."""

    collateral_id: UUID
    part: Decimal = Field(Decimal(1), gt=0, le=1, max_digits=7, decimal_places=6)
    rank: int | None = Field(None, ge=1, le=20)


class SuretyAsk(Ask):
    """Quién más responde por el préstamo."""

    client_id: UUID
    role: Literal["codebtor", "guarantor"] = "codebtor"


class ValuationOut(Out):
    """Un avalúo; `valid`: todavía se puede confiar en él."""

    valued_on: date
    valid_until: date
    amount: MoneyOut
    appraiser: str
    report: str
    by: str
    valid: bool


class PolicyOut(Out):
    """Una póliza; `runs`: cubre hoy."""

    insurer: str
    policy: str
    covers: str
    amount: MoneyOut | None
    from_on: date
    to_on: date
    runs: bool


class CollateralOut(Out):
    """Una garantía. `value`: su último avalúo; `free`: la parte que no respalda ningún préstamo."""

    id: UUID
    folio: str
    kind: str
    kind_label: str
    description: str
    owner: ClientRef
    branch_id: int
    branch: str
    country: str
    currency: str
    registration: str
    office: str
    cadastre: str
    value: MoneyOut | None
    valued_on: date | None
    valid_until: date | None
    insured_until: date | None
    free: Decimal
    version: int


class LienOut(Out):
    """Un gravamen: qué garantía respalda qué préstamo. `asked`: se pidió cancelarlo y falta quien lo autorice."""

    id: UUID
    loan_id: UUID
    loan: str
    collateral_id: UUID
    collateral: str
    part: Decimal
    rank: int
    status: str
    status_label: str
    given_on: date
    notary: str
    entry: str
    registered_on: date | None
    asked: bool
    asked_by: str | None
    asked_reason: str | None
    released_on: date | None
    released_by: str | None


class CollateralDetail(CollateralOut):
    """Una garantía con sus avalúos, pólizas y gravámenes."""

    valuations: list[ValuationOut]
    policies: list[PolicyOut]
    liens: list[LienOut]


class SuretyOut(Out):
    """Quien responde por el préstamo además de su deudor."""

    id: UUID
    person: ClientRef
    role: str
    role_label: str
    since_on: date
    removed_on: date | None


class BackingOut(Out):
    """Lo que respalda un préstamo. `ltv`: lo que se debe entre lo que vale; `limit`: lo que admite el producto."""

    on: date
    owed: MoneyOut
    value: MoneyOut
    ltv: Decimal | None
    limit: Decimal | None
    lendable: MoneyOut
    required: bool
    expired: bool
    over: bool
    liens: list[LienOut]
    collaterals: list[CollateralOut]
    sureties: list[SuretyOut]


class WeighAsk(Ask):
    """Cuánto se pide y qué garantías lo respaldarían."""

    principal: MoneyIn
    liens: list[LienAsk] = Field(max_length=10)


class WeighedOut(Out):
    """Cuánto se presta con esas garantías. `short`: no alcanzan; si el producto las exige, no se aprueba."""

    value: MoneyOut
    ltv: Decimal | None
    limit: Decimal | None
    lendable: MoneyOut
    required: bool
    expired: bool
    short: bool


class NoticeOut(Out):
    """Algo que revisar de una garantía."""

    kind: str
    text: str
    loan_id: UUID
    loan: str
    client: ClientRef
    branch: str
    collateral_id: UUID | None
    collateral: str
    on: date | None
    ltv: Decimal | None
    limit: Decimal | None


def outs(act: Act, records: Sequence[CollateralRecord]) -> list[CollateralOut]:
    """Things in the shape of the door."""
    return [CollateralOut.model_construct(**each) for each in _shapes(act, records)]


def detail(act: Act, row: CollateralRecord) -> CollateralDetail:
    """One thing with everything about it."""
    valued = things.valuations(act, [row.id]).get(row.id, [])
    staff = access.names(act, {each.actor_id for each in valued})
    return CollateralDetail.model_construct(
        **_shapes(act, [row])[0],
        valuations=[_valuation(each, staff, act.business_date) for each in reversed(valued)],
        policies=[
            _policy(each, act.business_date) for each in things.policies(act, [row.id]).get(row.id, [])
        ],
        liens=lien_outs(act, backing.liens_of(act, row.id)),
    )


def lien_outs(act: Act, ties: Sequence[LienRecord]) -> list[LienOut]:
    """Liens in the shape of the door."""
    found = loans.many(act, {each.loan_id for each in ties})
    known = things.many(act, {each.collateral_id for each in ties})
    staff = access.names(
        act, {who for each in ties for who in (each.asked_by, each.released_by) if who is not None}
    )
    return [
        LienOut.model_construct(
            id=each.id, loan_id=each.loan_id, loan=found[each.loan_id].folio if each.loan_id in found else "",
            collateral_id=each.collateral_id,
            collateral=_named(known[each.collateral_id]) if each.collateral_id in known else "",
            part=each.part, rank=each.rank, status=each.status, status_label=LIENS[each.status], given_on=each.given_on,
            notary=each.notary, entry=each.entry, registered_on=each.registered_on,
            asked=each.asked_by is not None and each.status != "released", asked_by=staff.get(each.asked_by or -1),
            asked_reason=each.asked_reason, released_on=each.released_on, released_by=staff.get(each.released_by or -1),
        )
        for each in ties
    ]  # fmt: skip


def backing_out(act: Act, loan: LoanRecord, on: date | None = None) -> BackingOut:
    """What backs a loan on a date."""
    told = backing.standing(act, loan, on)
    ties = backing.liens(act, [loan.id]).get(loan.id, [])
    known = things.many(act, {each.collateral_id for each in ties})
    people = backing.sureties(act, loan.id)
    names = parties.many(act, {each.party_id for each in people})

    def money(minor: int) -> Money:
        return Money.from_minor(minor, loan.currency)

    return BackingOut.model_construct(
        on=told.on, owed=money(told.owed), value=money(told.value), ltv=told.ltv, limit=told.limit,
        lendable=money(told.lendable), required=told.required, expired=told.expired and bool(ties), over=told.over,
        liens=lien_outs(act, ties), collaterals=outs(act, list(known.values())),
        sureties=[
            SuretyOut.model_construct(
                id=each.id, person=reference(each.party_id, names), role=each.role, role_label=ROLES[each.role],
                since_on=each.since_on, removed_on=each.removed_on,
            )
            for each in people
        ],
    )  # fmt: skip


def weighed_out(told: Standing, currency: str) -> WeighedOut:
    """What could be lent, in the shape of the door."""
    return WeighedOut.model_construct(
        value=Money.from_minor(told.value, currency), ltv=told.ltv, limit=told.limit,
        lendable=Money.from_minor(told.lendable, currency), required=told.required, expired=told.expired,
        short=told.short,
    )  # fmt: skip


def notice_outs(act: Act, notices: Iterable[Notice]) -> list[NoticeOut]:
    """What must be looked at, in the shape of the door."""
    rows = list(notices)
    people, places = parties.many(act, {each.loan.party_id for each in rows}), branches(act)
    return [
        NoticeOut.model_construct(
            kind=each.kind, text=NOTICES[each.kind], loan_id=each.loan.id, loan=each.loan.folio,
            client=reference(each.loan.party_id, people), branch=places[each.loan.branch_id].name,
            collateral_id=each.collateral.id if each.collateral else None,
            collateral=_named(each.collateral) if each.collateral else "", on=each.on, ltv=each.ltv, limit=each.limit,
        )
        for each in rows
    ]  # fmt: skip


def _shapes(act: Act, rows: Sequence[CollateralRecord]) -> list[dict[str, Any]]:
    keys = [row.id for row in rows]
    people, places = parties.many(act, {row.party_id for row in rows}), branches(act)
    worths, insured = things.worths(act, keys, act.business_date), things.policies(act, keys)
    taken = {
        row.id: sum((t.part for t in backing.liens_of(act, row.id) if t.status != "released"), Decimal(0))
        for row in rows
    }
    found: list[dict[str, Any]] = []
    for row in rows:
        worth = worths.get(row.id)
        found.append({
            "id": row.id, "folio": row.folio, "kind": row.kind.value, "kind_label": KINDS[row.kind.value],
            "description": row.description, "owner": reference(row.party_id, people), "branch_id": row.branch_id,
            "branch": places[row.branch_id].name, "country": row.country, "currency": row.currency,
            "registration": row.registration, "office": row.office, "cadastre": row.cadastre,
            "value": Money.from_minor(worth.amount, row.currency) if worth else None,
            "valued_on": worth.valued_on if worth else None, "valid_until": worth.valid_until if worth else None,
            "insured_until": max((p.to_on for p in insured.get(row.id, [])), default=None),
            "free": 1 - taken[row.id], "version": row.version,
        })  # fmt: skip
    return found


def _named(thing: CollateralRecord) -> str:
    return f"{thing.folio} · {thing.description}"


def _valuation(each: ValuationRecord, staff: dict[int, str], on: date) -> ValuationOut:
    return ValuationOut.model_construct(
        valued_on=each.valued_on, valid_until=each.valid_until, amount=each.amount, appraiser=each.appraiser,
        report=each.report, by=staff.get(each.actor_id, ""), valid=each.worth.valid(on),
    )  # fmt: skip


def _policy(each: PolicyRecord, on: date) -> PolicyOut:
    return PolicyOut.model_construct(
        insurer=each.insurer, policy=each.policy, covers=each.covers, amount=each.amount, from_on=each.from_on,
        to_on=each.to_on, runs=each.runs(on),
    )  # fmt: skip
