"""The proof that everything adds up: the journal's own checks, each room's against it, and the seals."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import everywhere
from caudal.ledger import queries as books

ROOMS = (
    "caudal.ledger",
    "caudal.business.approvals",
    "caudal.business.treasury",
    "caudal.business.receivables",
    "caudal.business.bookings",
    "caudal.business.payables",
    "caudal.business.loans",
    "caudal.business.pawn",
    "caudal.business.roscas",
    "caudal.business.payments",
    "caudal.business.reconciliation",
    "caudal.business.refunds",
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
    """Every check that was run, how many seals the journal has, and the head of their chain (hexadecimal)."""

    checks: tuple[Proof, ...]
    seals: int
    head: str

    @property
    def ok(self) -> bool:
        return all(check.findings == 0 for check in self.checks)


def verify(act: Act, part: int | None = None) -> Verification:
    """Run every check over the whole house, or those of one of its parts (from 0); it only reads."""
    everywhere(act)
    proofs: list[Proof] = []
    for room in ROOMS if part is None else ROOMS[part : part + 1]:
        for check in books.checks(room):
            found = books.findings(act, check)
            sample = [dict(row) for row in found.sample] if found else []
            proofs.append(Proof(check.name, check.says, found.count if found else 0, sample))
    return Verification(tuple(proofs), act.db.execute(_SEALS).scalar_one(), books.seal_root(act))
