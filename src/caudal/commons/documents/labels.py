"""The label of the bag that a pledge is kept in: what a code reader names it by. It says nobody's name."""

from dataclasses import dataclass
from datetime import date, datetime

import segno

from caudal.commons.documents.receipts import Issuer
from caudal.commons.documents.typesetting import pdf
from caudal.kernel.formats import date_text


@dataclass(frozen=True, slots=True)
class BagLabel:
    """An article: its code, what it is called, its particulars in one line."""

    code: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class BagLabels:
    """The labels of a ticket. ``at``: the instant it was written (UTC)."""

    folio: str
    at: datetime
    issuer: Issuer
    due_on: date
    labels: tuple[BagLabel, ...]

    def __post_init__(self) -> None:
        """Refuse to print nothing.

        Raises:
            ValueError: it has no label.
        """
        if not self.labels:
            raise ValueError(f"{self.folio}: no hay etiquetas que imprimir")


def bag_labels(ticket: BagLabels) -> bytes:
    """A page of 62 × 40 mm for each article, as PDF."""
    shown = {
        "folio": ticket.folio, "company": ticket.issuer.company, "branch": ticket.issuer.branch,
        "due": date_text(ticket.due_on),
        "labels": [
            {"code": one.code, "name": one.name, "detail": one.detail, "cells": cells(one.code)}
            for one in ticket.labels
        ],
    }  # fmt: skip
    return pdf("etiqueta", shown, at=ticket.at)


def cells(code: str) -> list[list[int]]:
    """The square that a reader sees: rows of cells, one where it is dark.

    >>> len(cells("EMP-000012/1")), sum(map(sum, cells("EMP-000012/1"))) > 200
    (21, True)
    """
    return [list(row) for row in segno.make(code, error="m", micro=False).matrix]
