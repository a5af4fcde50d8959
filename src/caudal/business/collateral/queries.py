"""Reading the things that back loans, with what they are worth and who insures them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from caudal.business.collateral.rules import Kind, Worth, latest
from caudal.business.collateral.tables import Collateral, Policy, Valuation
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class CollateralRecord:
    """A thing as it is known."""

    id: UUID
    folio: str
    branch_id: int
    party_id: UUID
    kind: Kind
    description: str
    country: str
    currency: str
    registration: str
    office: str
    cadastre: str
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ValuationRecord:
    """What somebody said it was worth, and until when that may be relied on."""

    id: int
    valued_on: date
    valid_until: date
    amount: Money
    appraiser: str
    report: str
    actor_id: int

    @property
    def worth(self) -> Worth:
        return Worth(self.amount.minor, self.valued_on, self.valid_until)


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """An insurance of it."""

    id: int
    insurer: str
    policy: str
    covers: str
    amount: Money | None
    from_on: date
    to_on: date

    def runs(self, on: date) -> bool:
        """Whether it covers that day."""
        return self.from_on <= on <= self.to_on


@dataclass(frozen=True, slots=True)
class CollateralFilter:
    """Which things. ``q``: folio, registration, cadastre or description."""

    q: str = ""
    party_ids: Sequence[UUID] | None = None
    kind: Kind | None = None
    branch_id: int | None = None


def collateral(act: Act, collateral_id: UUID) -> CollateralRecord:
    """One thing.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.get(Collateral, collateral_id)
    if row is None:
        raise NotFound("La garantía no existe o es de otra sucursal")
    return record(row)


def many(act: Act, collateral_ids: Collection[UUID]) -> dict[UUID, CollateralRecord]:
    """Those of `collateral_ids` that the act can see."""
    rows = act.db.scalars(select(Collateral).where(Collateral.id.in_(set(collateral_ids))))
    return {row.id: record(row) for row in rows}


def collaterals(
    act: Act, which: CollateralFilter, limit: int = 50, after: str | None = None
) -> Page[CollateralRecord]:
    """Things by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Collateral)
    if cursor:
        wanted = wanted.where(Collateral.number < cursor[0])
    if which.branch_id is not None:
        wanted = wanted.where(Collateral.branch_id == which.branch_id)
    if which.party_ids is not None:
        wanted = wanted.where(Collateral.party_id.in_(which.party_ids))
    if which.kind is not None:
        wanted = wanted.where(Collateral.kind == which.kind.value)
    typed = which.q.strip()
    if typed:
        number = typed.upper().removeprefix("GAR-")
        if number.isascii() and number.isdigit() and len(number) < 16:
            wanted = wanted.where((Collateral.number == int(number)) | (Collateral.registration == typed))
        else:
            told = func.concat_ws(" ", Collateral.description, Collateral.registration, Collateral.cadastre)
            wanted = wanted.where(told.icontains(typed, autoescape=True))
    rows = act.db.scalars(wanted.order_by(Collateral.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page([record(row) for row in page.items], page.next)


def valuations(act: Act, collateral_ids: Collection[UUID]) -> dict[UUID, list[ValuationRecord]]:
    """What each thing was said to be worth, in the order in which it was valued."""
    wanted = (
        select(Valuation, Collateral.currency)
        .join(Collateral, Collateral.id == Valuation.collateral_id)
        .where(Valuation.collateral_id.in_(set(collateral_ids)))
        .order_by(Valuation.valued_on, Valuation.id)
    )
    found: dict[UUID, list[ValuationRecord]] = {}
    for row, currency in act.db.execute(wanted):
        one = ValuationRecord(
            row.id, row.valued_on, row.valid_until, Money.from_minor(row.amount, currency), row.appraiser,
            row.report, row.actor_id,
        )  # fmt: skip
        found.setdefault(row.collateral_id, []).append(one)
    return found


def policies(act: Act, collateral_ids: Collection[UUID]) -> dict[UUID, list[PolicyRecord]]:
    """The insurances of each thing, the last to end first."""
    wanted = (
        select(Policy, Collateral.currency)
        .join(Collateral, Collateral.id == Policy.collateral_id)
        .where(Policy.collateral_id.in_(set(collateral_ids)))
        .order_by(Policy.to_on.desc(), Policy.id.desc())
    )
    found: dict[UUID, list[PolicyRecord]] = {}
    for row, currency in act.db.execute(wanted):
        insured = Money.from_minor(row.amount, currency) if row.amount is not None else None
        one = PolicyRecord(row.id, row.insurer, row.policy, row.covers, insured, row.from_on, row.to_on)
        found.setdefault(row.collateral_id, []).append(one)
    return found


def worths(act: Act, collateral_ids: Collection[UUID], on: date) -> dict[UUID, Worth]:
    """What each thing was last said to be worth by `on`; those never valued aren't there."""
    found = {
        key: latest([each.worth for each in rows], on)
        for key, rows in valuations(act, collateral_ids).items()
    }
    return {key: worth for key, worth in found.items() if worth is not None}


def record(row: Collateral) -> CollateralRecord:
    """A row as others see it."""
    return CollateralRecord(
        row.id, ids.folio("GAR", row.number), row.branch_id, row.party_id, Kind(row.kind), row.description,
        row.country, row.currency, row.registration, row.office, row.cadastre, row.created_at, row.version,
    )  # fmt: skip
