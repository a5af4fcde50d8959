"""Rules of a bank's texts, and who answers for what is still open."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from caudal.business.parties import queries as parties
from caudal.business.reconciliation import queries
from caudal.business.reconciliation.commands.locking import hold
from caudal.business.reconciliation.commands.matching import propose
from caudal.business.reconciliation.queries import RuleRecord
from caudal.business.reconciliation.rules.wording import plain
from caudal.business.reconciliation.tables import BankRule
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.problems import Invalid, NotFound, Problem

_OUTCOMES = ("fee", "fee_tax", "interest", "payer")
_ACCOUNTS = text("select id from boxes where kind = 'bank' and active and branch_id = :branch order by id")
_NAME = text("""
    insert into bank_owners (branch_id, line_id, entry_id, entry_line, user_id, note, assigned_at, assigned_by, act_id)
    values (:branch, :line, :entry, :entry_line, :user, :note, :at, :actor, :act)
""")
_WORKS = text(
    "select 1 from users u join user_branches b on b.user_id = u.id"
    " where u.id = :user and u.active and b.branch_id = :branch"
)
_MOVEMENT = text("select branch_id from bank_movements where entry_id = :entry and line = :line")


class RuleRepeated(Problem):
    type, title, status = "regla-repetida", "Ya hay una regla para ese texto", 409


@dataclass(frozen=True, slots=True)
class NewRule:
    """What a text of the bank always is: ``fee``, ``fee_tax``, ``interest``, or ``payer`` with its client.

    ``account``: only there; every account of the branch when absent.
    """

    needle: str
    outcome: str
    branch_id: int | None = None
    account: int | None = None
    client_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NameOwner:
    """Who answers for a line of the bank, or for a movement of the books, and what is being done."""

    user_id: int
    line_id: int | None = None
    movement: tuple[int, int] | None = None
    note: str = ""


@command
def add_rule(act: Act, ask: NewRule) -> RuleRecord:
    """Add a rule; what it says is proposed at once for what is still open.

    Raises:
        Invalid: the text is too short, it isn't one of those, or a payer has no client.
        RuleRepeated: there is one for that text.
        NotFound: the account or the client isn't within the branches of the act.
    """
    branch = queries.account_of(act, ask.account).box.branch_id if ask.account is not None else ask.branch_id
    act = in_branch(act, branch)
    needle = plain(ask.needle)
    wrong = {
        "/needle": "" if 3 <= len(needle) <= 60 else "de 3 a 60 letras",
        "/outcome": "" if ask.outcome in _OUTCOMES else "desconocido",
        "/client_id": ""
        if (ask.outcome == "payer") == (ask.client_id is not None)
        else "solo y siempre en un pagador conocido",
    }
    if errors := [{"pointer": place, "detail": each} for place, each in wrong.items() if each]:
        raise Invalid("La regla no se puede guardar así", errors=errors)
    if ask.client_id is not None:
        parties.party(act, ask.client_id)
    row = BankRule(
        branch_id=act.place.branch_id, box_id=ask.account, needle=needle, outcome=ask.outcome, party_id=ask.client_id,
        created_at=act.at, created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    try:
        with act.db.begin_nested():
            act.db.add(row)
            act.db.flush()
    except IntegrityError:
        raise RuleRepeated(f"Ya se dijo qué es «{needle}»") from None
    _propose_again(act, ask.account)
    return queries.rule(act, row.id)


@command
def end_rule(act: Act, rule_id: int) -> None:
    """Stop using a rule; what it explained stays.

    Raises:
        NotFound: there is none in force within the branches of the act.
    """
    found = queries.rule(act, rule_id)
    row = act.db.scalars(select(BankRule).where(BankRule.id == rule_id).with_for_update()).one()
    row.ended_at, row.ended_by = act.at, act.actor.id
    act.db.flush()
    _propose_again(in_branch(act, found.branch_id), found.account)


@command
def name_owner(act: Act, ask: NameOwner) -> None:
    """Say who answers for a difference; the latest who was named does.

    Raises:
        NotFound: there is no such line or movement within the branches of the act, or that person doesn't work there.
        Invalid: it says neither, or both.
    """
    if (ask.line_id is None) == (ask.movement is None):
        raise Invalid(
            "Diga una línea o un movimiento", errors=[{"pointer": "/line_id", "detail": "uno de los dos"}]
        )
    if ask.line_id is not None:
        branch = queries.line(act, ask.line_id).branch_id
    else:
        entry, line = ask.movement or (0, 0)
        branch = act.db.execute(_MOVEMENT, {"entry": entry, "line": line}).scalar_one_or_none()
    if branch is None:
        raise NotFound("El movimiento no existe o es de otra sucursal")
    if act.db.execute(_WORKS, {"user": ask.user_id, "branch": branch}).one_or_none() is None:
        raise NotFound("Esa persona no trabaja en la sucursal")
    values = {
        "branch": branch, "line": ask.line_id, "entry": ask.movement[0] if ask.movement else None,
        "entry_line": ask.movement[1] if ask.movement else None, "user": ask.user_id,
        "note": ask.note.strip()[:200] or None, "at": act.at, "actor": act.actor.id, "act": act.id,
    }  # fmt: skip
    act.db.execute(_NAME, values)


def _propose_again(act: Act, account: int | None) -> None:
    where = {"branch": act.place.branch_id}
    accounts = (
        [account] if account is not None else [row.id for row in act.db.execute(_ACCOUNTS, where).all()]
    )
    for each in accounts:
        propose(hold(act, each))
