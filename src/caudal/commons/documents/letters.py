"""A letter about a contract: facts, paragraphs, a table that may run over several pages, and who signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caudal.commons.documents.moments import moment_text
from caudal.commons.documents.receipts import Issuer
from caudal.commons.documents.typesetting import pdf


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything it says, as it is read.

    ``right``: from which column the table goes to the right; ``sums``: which of its rows add others up.
    """

    title: str
    folio: str
    issuer: Issuer
    at: datetime
    facts: Sequence[tuple[str, str]]
    paragraphs: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    right: int = 2
    signers: Sequence[str] = ()
    sums: Sequence[int] = ()


def letter(told: Letter) -> bytes:
    """`told` as PDF, on letter pages."""
    issuer = told.issuer
    data = {
        "title": told.title,
        "folio": told.folio,
        "company": issuer.company,
        "issuer": [line for line in (issuer.tax_id, issuer.branch, issuer.address, issuer.phone) if line],
        "moment": moment_text(told.at, issuer.time_zone),
        "facts": [{"label": label, "value": value} for label, value in told.facts if value],
        "paragraphs": list(told.paragraphs),
        "columns": [{"title": title, "right": at >= told.right} for at, title in enumerate(told.columns)],
        "rows": [list(row) for row in told.rows],
        "signers": list(told.signers),
        "sums": list(told.sums),
    }
    return pdf("carta", data, at=told.at)
