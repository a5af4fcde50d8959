"""Opening boxes and putting the owner's money in them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.dialects.postgresql import insert

from caudal.business.treasury import queries
from caudal.business.treasury.events import BoxFunded, BoxOpened
from caudal.business.treasury.queries import BoxRecord
from caudal.business.treasury.rules import KIND_OF_METHOD, NATURES, BoxKind, box_name
from caudal.business.treasury.tables import Box
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of, in_branch
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit


@dataclass(frozen=True, slots=True)
class Funding:
    """Capital that the owner puts in a box. ``on``: the business date when absent."""

    amount: Money
    on: date | None = None


@command
def fund(act: Act, box_id: int, ask: Funding) -> int:
    """Put the owner's capital in a till or a bank account; returns the entry.

    Raises:
        NotFound: there is no such box within the branches of the act.
        Invalid: nothing is put in, its currency is another, its date is to come, or the box holds papers to collect.
        PeriodClosed: the month of the date is closed.
    """
    box = queries.box(act, box_id)
    act = in_branch(act, box.branch_id)
    on = ask.on or act.business_date
    wrong = {
        "/amount": _wrong_amount(box, ask.amount),
        "/on": "es una fecha futura" if on > max(act.business_date, act.at.date()) else "",
    }
    if errors := [{"pointer": place, "detail": told} for place, told in wrong.items() if told]:
        raise Invalid("No se puede aportar así", errors=errors)
    entry = ledger.post(
        act,
        kind="capital",
        source=f"treasury:{box.id}",
        lines=[debit(box.account_id, ask.amount), credit(Use.CAPITAL, ask.amount)],
        on=on,
        memo=act.reason or f"Aporte de capital a {box.name}",
    )
    act.tell(BoxFunded(box.id, box.branch_id))
    return entry


def _wrong_amount(box: BoxRecord, amount: Money) -> str:
    if not NATURES[BoxKind(box.kind)].guarded:
        return "el capital entra a una caja o a una cuenta bancaria"
    if amount.currency != box.currency:
        return f"{box.name} lleva {box.currency}"
    return "" if amount.is_positive else "debe ser mayor que cero"


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
