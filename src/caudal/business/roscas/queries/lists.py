"""Sanes in a list."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from caudal.business.roscas.queries.reading import folio, terms_of
from caudal.business.roscas.queries.records import Summary
from caudal.business.roscas.rules.standing import Status
from caudal.business.roscas.rules.terms import round_dates
from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid
from caudal.kernel.sql import sql

_ROOM = "caudal.business.roscas"
_GOES_ON = text(
    "select exists (select from roscas r left join rosca_numbers n on n.rosca_id = r.id"
    " where r.closed_on is null and (n.party_id = :party or r.organiser_id = :party))"
)


@dataclass(frozen=True, slots=True)
class RoscaFilter:
    """Which sanes. ``client_id``: those somebody is in; ``q``: part of the name, or the folio.

    ``status``: the states wanted, separated by commas.
    """

    q: str = ""
    status: str | None = None
    branch_id: int | None = None
    client_id: UUID | None = None


def roscas(act: Act, which: RoscaFilter, limit: int = 50, after: str | None = None) -> Page[Summary]:
    """Sanes by folio, the newest first."""
    cursor = pages.decode(after, int)
    if which.status and not set(which.status.split(",")) <= set(Status):
        known = ", ".join(Status)
        raise Invalid(
            f"«{which.status[:20]}» no es un estado; use {known}",
            errors=[{"pointer": "/status", "detail": "desconocido"}],
        )
    typed = which.q.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    rows = act.db.execute(
        sql(_ROOM, "find"),
        {"after": cursor[0] if cursor else None, "status": which.status or None, "branch": which.branch_id,
         "typed": f"%{typed}%" if typed else None, "client": which.client_id, "limit": limit + 1},
    ).all()  # fmt: skip
    page = pages.page(list(rows), limit, lambda row: [row.number])
    values = {"ids": [row.id for row in page.items], "on": act.business_date}
    sums = {row.rosca_id: row for row in act.db.execute(sql(_ROOM, "summaries"), values)}
    return Page([_summary(row, sums[row.id]) for row in page.items], page.next)


def goes_on(act: Act, party_id: UUID) -> bool:
    """Whether somebody has a number in a san that has not been closed, or organises it."""
    return bool(act.db.execute(_GOES_ON, {"party": party_id}).scalar())


def _summary(row: Row[Any], sums: Row[Any]) -> Summary:
    terms, status = terms_of(row), Status(row.status)
    dates = round_dates(terms.frequency, terms.starts_on, terms.places)
    coming: int | None = sums.delivered + 1 if status in {Status.ACTIVE, Status.SUSPENDED} else None
    coming = coming if coming is not None and coming <= terms.places else None
    paid, late, exposed, after = (
        Money.from_minor(int(minor), row.currency)
        for minor in (sums.paid, sums.late, sums.exposed, sums.late_after)
    )
    return Summary(
        row.id, folio(row.number), row.branch_id, row.name, terms, status, sums.members, sums.people, sums.delivered,
        paid, late, exposed, after, coming, dates[coming - 1] if coming else None,
    )  # fmt: skip
