"""The lock of an account: what two could decide at once about it is decided one after another."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import in_branch
from caudal.kernel.problems import NotFound, Problem

_LOCK = text(
    "select id, branch_id, currency, account_id, name from boxes where id = :box and kind = 'bank' and active"
    " for no key update"
)


class AlreadyExplained(Problem):
    type, title, status = "linea-ya-explicada", "Alguien ya explicó eso", 409


@dataclass(frozen=True, slots=True)
class Held:
    """A bank account under lock until the act ends, and the act in its branch."""

    act: Act
    id: int
    branch_id: int
    currency: str
    account_id: int
    name: str


def hold(act: Act, box_id: int) -> Held:
    """Hold an account.

    Raises:
        NotFound: there is no such bank account within the branches of the act.
        Forbidden: it is another branch's.
    """
    row: Any = act.db.execute(_LOCK, {"box": box_id}).one_or_none()
    if row is None:
        raise NotFound("La cuenta bancaria no existe o es de otra sucursal")
    return Held(in_branch(act, row.branch_id), row.id, row.branch_id, row.currency, row.account_id, row.name)
