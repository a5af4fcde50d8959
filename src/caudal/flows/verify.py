"""The proof that everything adds up: the journal's own checks, each room's against it, and the seals."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import everywhere
from caudal.ledger import queries as books

ROOMS = (
    "caudal.ledger",
    "caudal.business.treasury",
    "caudal.business.receivables",
    "caudal.business.loans",
    "caudal.business.pawn",
    "caudal.business.roscas",
    "caudal.business.payments",
)
_SEALS = text("select count(*) from ledger.seals")


@dataclass(frozen=True, slots=True)
class Proof:
    """One check: what must hold, how many rows break it, and some of them."""

    name: str
    label: str
    findings: int
    sample: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Verification:
    """Every check that was run, and how many seals the journal has."""

    checks: tuple[Proof, ...]
    seals: int

    @property
    def ok(self) -> bool:
        return all(check.findings == 0 for check in self.checks)


def verify(act: Act) -> Verification:
    """Run every check over the whole house; it only reads."""
    everywhere(act)
    proofs: list[Proof] = []
    for room in ROOMS:
        for check in books.checks(room):
            found = books.findings(act, check)
            sample = [dict(row) for row in found.sample] if found else []
            proofs.append(Proof(check.name, check.says, found.count if found else 0, sample))
    return Verification(tuple(proofs), act.db.execute(_SEALS).scalar_one())
