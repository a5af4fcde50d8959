"""Opening boxes."""

from sqlalchemy.dialects.postgresql import insert

from caudal.business.treasury import queries
from caudal.business.treasury.events import BoxOpened
from caudal.business.treasury.queries import BoxRecord
from caudal.business.treasury.rules import KIND_OF_METHOD, NATURES, BoxKind, box_name
from caudal.business.treasury.tables import Box
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.ledger import commands as ledger


def destination(act: Act, method: str, currency: str) -> BoxRecord:
    """Where money paid by `method` comes in at the act's branch; opened the first time it is needed.

    Raises:
        UnknownAccount: the chart of the country has no account for it.
    """
    kind = KIND_OF_METHOD[method]
    return queries.main_box(act, kind, currency) or _open(act, kind, currency)


def _open(act: Act, kind: BoxKind, currency: str) -> BoxRecord:
    branch, nature = branch_of(act, act.place.branch_id), NATURES[kind]
    name = box_name(kind, branch.name, currency, branch.currency)
    guard = 1 if nature.guarded else 0
    account = ledger.sub_account(act, nature.use, currency, f"{branch.id:02d}", name, guard)
    if guard:
        ledger.open_box(act, account, branch.id, guard)
    opened = act.db.execute(
        insert(Box)
        .values(branch_id=branch.id, kind=kind.value, currency=currency, name=name, account_id=account,
                main=True, active=True, created_at=act.at, created_by=act.actor.id)
        .on_conflict_do_nothing()
        .returning(Box.id)
    ).scalar()  # fmt: skip
    if opened is not None:
        act.tell(BoxOpened(opened, branch.id))
    found = queries.main_box(act, kind, currency)
    assert found is not None
    return found
