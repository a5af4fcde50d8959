"""One inbox for everything that waits for a second hand, whichever room it is of. Each room decides its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from caudal.business.approvals import queries as hands
from caudal.business.approvals.rules.kinds import KINDS, Kind
from caudal.business.approvals.rules.spans import LOAN
from caudal.commons.acts.act import Act
from caudal.flows.deciding import DESKS
from caudal.kernel import ids, pages
from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.pages import Page
from caudal.kernel.sql import sql

APPROVALS = "approvals"
LABELS: Mapping[str, str] = {
    **{kind.value: label for kind, label in KINDS.items()},
    "loan": "Préstamo",
    "waiver": "Condonación",
    "write_off": "Castigo",
    "overcharge": "Devolución de lo cobrado de más",
    "till_over": "Sobrante de caja",
    "till_short": "Faltante de caja",
    "rosca_round": "Entrega de un san",
}
"""Every kind of thing that may wait, and what people call it."""


@dataclass(frozen=True, slots=True)
class Source:
    """How what waits in another room is seen and decided there.

    ``permission``: who may; ``path``: the door of the decision; ``link``: where it is seen. ``{}`` is its id,
    ``{round}`` the round of a san. ``rejects``: whether the same door also says no.
    """

    permission: str
    path: str
    link: str
    rejects: bool = True


SOURCES: Mapping[str, Source] = {
    "loans": Source("loans.approve", "/v1/loans/{}/approval", "/prestamos/{}"),
    "loan_requests": Source("loans.manage", "/v1/loan-requests/{}/decision", "/prestamos/{}?tab=charges"),
    "tills": Source("tills.approve", "/v1/till-shifts/{}/decision", "/caja/cierres/{}"),
    "roscas": Source(
        "roscas.authorise", "/v1/roscas/{}/rounds/{round}/authorisation", "/sanes/{}", rejects=False
    ),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits. ``mine``: the actor may decide it now; ``money`` is absent where it isn't known yet.

    ``barred``: what stops the actor, whatever their permissions: own, limit, hands or nothing. ``ceiling``: up to how
    much their role decides there; ``able``: the roles that may decide so much, where it is by role. ``given``: what
    the actor decided before that counts together with it, and ``lately``, when.
    """

    source: str
    id: str
    kind: str
    folio: str
    summary: str
    party_id: UUID | None
    party: str | None
    branch_id: int
    currency: str
    money: Money | None
    asked_by: int | None
    asked_at: datetime
    reason: str
    mine: bool
    link: str
    path: str
    barred: str = ""
    ceiling: Money | None = None
    able: tuple[str, ...] | None = None
    given: Money | None = None
    lately: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """How much waits in a currency, and how much of it the actor may decide."""

    currency: str
    count: int
    amount: Money
    mine: int
    mine_amount: Money


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which; absent fields don't filter. ``mine``: only what the actor may decide."""

    kinds: tuple[str, ...] = ()
    branch_id: int | None = None
    asked_by: int | None = None
    mine: bool = False


def waiting(
    act: Act, which: Wanted, limit: int = 50, after: str | None = None
) -> tuple[Page[Waiting], list[Sum]]:
    """What waits in the branches of the act: what the actor may decide first, then the oldest.

    Raises:
        Invalid: `after` isn't a cursor of this list.
    """
    cursor = pages.decode(after, bool, datetime.fromisoformat, str, str)
    later, at, source, row_id = cursor or (None, None, "", "")
    values = {
        **_may(act), "on": act.business_date, "exponents": json.dumps(CURRENCIES), "kinds": list(which.kinds) or None,
        "branch": which.branch_id, "only_mine": which.mine, "asked_by": which.asked_by, "after": later, "at": at,
        "after_source": source, "after_id": row_id, "limit": limit + 1,
    }  # fmt: skip
    rows = act.db.execute(sql("caudal.flows", "inbox"), values).all()
    sums = [
        Sum(
            each["currency"], each["count"], Money.from_minor(int(each["amount"]), each["currency"]), each["mine"],
            Money.from_minor(int(each["mine_amount"]), each["currency"]),
        )
        for each in rows[0].totals
    ]  # fmt: skip
    found = [row for row in rows if row.source is not None]
    page = pages.page(found, limit, lambda row: [row.later, row.asked_at.isoformat(), row.source, row.id])
    rule = hands.span(act, LOAN).lately
    return Page([_waiting(row, rule) for row in page.items], page.next), sums


def _may(act: Act) -> dict[str, Any]:
    actor = act.actor
    return {
        "actor": actor.id, "role": actor.role, "authorises": actor.may("approvals.authorise"),
        "reads_loans": actor.may("loans.read"), "approves_loans": actor.may("loans.approve"),
        "manages_loans": actor.may("loans.manage"), "reads_tills": actor.may("tills.watch"),
        "approves_tills": actor.may("tills.approve"), "reads_sanes": actor.may("roscas.read"),
        "authorises_sanes": actor.may("roscas.authorise"),
    }  # fmt: skip


def _waiting(row: Row[Any], lately: str) -> Waiting:
    source = SOURCES.get(row.source)
    link = source.link.format(row.subject) if source else _link(Kind(row.kind), row.subject)
    path = source.path.format(row.id, round=row.round) if source else f"/v1/approvals/{row.id}"
    return Waiting(
        row.source, row.id, row.kind, row.folio or ids.folio(row.series, row.number), row.summary, row.party_id,
        row.party, row.branch_id, row.currency,
        None if row.amount is None else Money.from_minor(int(row.amount), row.currency), row.asked_by, row.asked_at,
        row.reason, row.mine, link, path, row.barred or "",
        None if row.ceiling is None else Money.from_minor(int(row.ceiling), row.currency),
        None if row.able is None else tuple(row.able),
        Money.from_minor(row.given, row.currency) if row.given else None, lately,
    )  # fmt: skip


def _link(kind: Kind, subject: str) -> str:
    return DESKS[kind].link.format(subject)
