"""What backs a loan: its liens with what each thing is worth, who answers for it, and what must be looked at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from caudal.business.collateral import queries as collateral
from caudal.business.collateral.queries import CollateralRecord, PolicyRecord
from caudal.business.collateral.rules import (
    EXPIRES_SOON,
    Backing,
    CollateralRule,
    Kind,
    Worth,
    lendable,
    ltv,
    top,
)
from caudal.business.loans import queries
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules.product import Definition
from caudal.business.loans.tables import Lien, Loan, Surety
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class LienRecord:
    """What a thing backs of a loan."""

    id: UUID
    loan_id: UUID
    collateral_id: UUID
    branch_id: int
    part: Decimal
    rank: int
    status: str
    given_on: date
    notary: str
    entry: str
    registered_on: date | None
    asked_by: int | None
    asked_on: date | None
    asked_reason: str | None
    released_on: date | None
    released_by: int | None

    def alive(self, on: date) -> bool:
        """Whether it backed the loan that day."""
        return self.given_on <= on and (self.released_on is None or on < self.released_on)


@dataclass(frozen=True, slots=True)
class SuretyRecord:
    """Who answers for a loan besides its debtor: `codebtor` or `guarantor`."""

    id: UUID
    loan_id: UUID
    party_id: UUID
    role: str
    since_on: date
    removed_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a loan stands against what backs it on a day. Amounts in minor units.

    Args:
        owed: capital outstanding, or what was asked for while it isn't handed over.
        value: of everything behind it, by its last valuation; `expired` when one of them can't be relied on any more.
        ltv: `owed` over `value`; `limit`: what the product allows of it; none where nothing backs it.
        lendable: the most that may be lent with it that day.
    """

    on: date
    owed: int
    value: int
    expired: bool
    ltv: Decimal | None
    limit: Decimal | None
    lendable: int
    required: bool

    @property
    def short(self) -> bool:
        """Whether more is asked than what the product lends of what backs it."""
        return (self.required or self.limit is not None) and self.lendable < self.owed

    @property
    def over(self) -> bool:
        return self.ltv is not None and self.limit is not None and self.ltv > self.limit


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at: `kind` is over_limit, valuation, insurance, uninsured or lien; `on`: since or until."""

    loan: LoanRecord
    kind: str
    collateral: CollateralRecord | None = None
    on: date | None = None
    ltv: Decimal | None = None
    limit: Decimal | None = None


def lien(act: Act, lien_id: UUID) -> LienRecord:
    """One lien.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.get(Lien, lien_id)
    if row is None:
        raise NotFound("El gravamen no existe o es de otra sucursal")
    return lien_record(row)


def liens(act: Act, loan_ids: Collection[UUID], on: date | None = None) -> dict[UUID, list[LienRecord]]:
    """The liens of each loan by rank; only those that backed it on a day, where one is said."""
    wanted = select(Lien).where(Lien.loan_id.in_(set(loan_ids))).order_by(Lien.rank, Lien.id)
    found: dict[UUID, list[LienRecord]] = {}
    for row in act.db.scalars(wanted):
        one = lien_record(row)
        if on is None or one.alive(on):
            found.setdefault(row.loan_id, []).append(one)
    return found


def liens_of(act: Act, collateral_id: UUID) -> list[LienRecord]:
    """What a thing backs and backed."""
    wanted = select(Lien).where(Lien.collateral_id == collateral_id).order_by(Lien.given_on, Lien.id)
    return [lien_record(row) for row in act.db.scalars(wanted)]


def sureties(act: Act, loan_id: UUID) -> list[SuretyRecord]:
    """Who answers and answered for a loan."""
    wanted = select(Surety).where(Surety.loan_id == loan_id).order_by(Surety.since_on, Surety.id)
    return [surety_record(row) for row in act.db.scalars(wanted)]


def answering(act: Act, party_id: UUID) -> list[SuretyRecord]:
    """The loans of others that somebody answers for now."""
    wanted = select(Surety).where(Surety.party_id == party_id, Surety.removed_on.is_(None))
    return [surety_record(row) for row in act.db.scalars(wanted.order_by(Surety.id))]


def standing(act: Act, found: LoanRecord, on: date | None = None) -> Standing:
    """How a loan stands against what backs it on a day, today when absent."""
    day = on or act.business_date
    owed = found.principal.minor
    if found.disbursed_on is not None and found.disbursed_on <= day:
        owed = queries.state(act, found, day).principal
    rule = queries.product_of(act, found.product_id).definition.collateral
    return stand(rule, owed, _backings(act, liens(act, [found.id], day).get(found.id, []), day), day)


def stand(rule: CollateralRule, owed: int, backings: Sequence[Backing], on: date) -> Standing:
    """The figures of :func:`standing` from what backs a loan."""
    worths = [each.worth for each in backings]
    return Standing(
        on=on, owed=owed, value=sum(each.value for each in backings),
        expired=any(worth is None or not worth.valid(on) for worth in worths), ltv=ltv(owed, backings),
        limit=top(rule, backings), lendable=lendable(rule, backings, on), required=rule.required,
    )  # fmt: skip


def weigh(act: Act, product: Definition, principal: Money, parts: Mapping[UUID, Decimal]) -> Standing:
    """How a loan of so much would stand today with those parts of some things behind it.

    Raises:
        NotFound: one of the things isn't there.
        Invalid: it is in another currency than the product, or one of them is.
    """
    on = act.business_date
    if principal.currency != product.currency:
        detail = f"este producto presta en {product.currency}"
        raise Invalid(detail, errors=[{"pointer": "/principal", "detail": detail}])
    things, worths = collateral.many(act, set(parts)), collateral.worths(act, set(parts), on)
    if len(things) < len(parts):
        raise NotFound("La garantía no existe o es de otra sucursal")
    if other := next((each for each in things.values() if each.currency != principal.currency), None):
        detail = f"{other.folio} se valúa en {other.currency} y el préstamo va en {principal.currency}"
        raise Invalid(detail, errors=[{"pointer": "/liens", "detail": "está en otra moneda"}])
    behind = [Backing(things[key].kind, part, worths.get(key)) for key, part in parts.items()]
    return stand(product.collateral, principal.minor, behind, on)


def watch(act: Act, branch_id: int | None = None) -> list[Notice]:
    """Loans in force whose backing needs somebody today: the worst first, then by folio."""
    on = act.business_date
    wanted = select(Loan).where(Loan.status == "active", Loan.id.in_(select(Lien.loan_id)))
    if branch_id is not None:
        wanted = wanted.where(Loan.branch_id == branch_id)
    loans = [queries.record(act, row) for row in act.db.scalars(wanted.order_by(Loan.number))]
    tied = liens(act, [each.id for each in loans], on)
    things = collateral.many(act, {each.collateral_id for rows in tied.values() for each in rows})
    worths = collateral.worths(act, list(things), on)
    insured = collateral.policies(act, list(things))
    rules = {
        each: queries.product_of(act, each).definition.collateral for each in {x.product_id for x in loans}
    }
    found: list[Notice] = []
    for loan in loans:
        mine = tied.get(loan.id, [])
        behind = [_backing(each, things, worths) for each in mine if each.collateral_id in things]
        told = stand(rules[loan.product_id], loan.outstanding.minor, behind, on)
        if told.over:
            found.append(Notice(loan, "over_limit", None, on, told.ltv, told.limit))
        for each in mine:
            if thing := things.get(each.collateral_id):
                found += _of_thing(loan, each, thing, worths.get(thing.id), insured.get(thing.id, []), on)
    order = {
        kind: place
        for place, kind in enumerate(("over_limit", "lien", "valuation", "uninsured", "insurance"))
    }
    return sorted(found, key=lambda each: (order[each.kind], each.on or on, each.loan.folio))


def _of_thing(
    loan: LoanRecord, tie: LienRecord, thing: CollateralRecord, worth: Worth | None,
    insured: Sequence[PolicyRecord], on: date,
) -> list[Notice]:  # fmt: skip
    found: list[Notice] = []
    if tie.status == "pending":
        found.append(Notice(loan, "lien", thing, loan.disbursed_on))
    if worth is None or not worth.valid(on):
        found.append(Notice(loan, "valuation", thing, worth.valid_until if worth else None))
    ends = max((each.to_on for each in insured if each.from_on <= on), default=None)
    if ends is None or ends < on:
        found.append(Notice(loan, "uninsured", thing, ends))
    elif ends <= on + EXPIRES_SOON and not any(each.from_on > on for each in insured):
        found.append(Notice(loan, "insurance", thing, ends))
    return found


def _backings(act: Act, tied: Sequence[LienRecord], on: date) -> list[Backing]:
    things = collateral.many(act, {each.collateral_id for each in tied})
    worths = collateral.worths(act, list(things), on)
    return [_backing(each, things, worths) for each in tied if each.collateral_id in things]


def _backing(tie: LienRecord, things: dict[UUID, CollateralRecord], worths: dict[UUID, Worth]) -> Backing:
    kind: Kind = things[tie.collateral_id].kind
    return Backing(kind, tie.part, worths.get(tie.collateral_id))


def lien_record(row: Lien) -> LienRecord:
    """A row as others see it."""
    return LienRecord(
        row.id, row.loan_id, row.collateral_id, row.branch_id, row.part, row.rank, row.status, row.given_on, row.notary,
        row.entry, row.registered_on, row.asked_by, row.asked_on, row.asked_reason, row.released_on, row.released_by,
    )  # fmt: skip


def surety_record(row: Surety) -> SuretyRecord:
    """A row as others see it."""
    return SuretyRecord(row.id, row.loan_id, row.party_id, row.role, row.since_on, row.removed_on)
