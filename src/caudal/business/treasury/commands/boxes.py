"""Opening boxes, saying what is asked of them, and putting the owner's money in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from caudal.business.treasury import queries
from caudal.business.treasury.events import BoxFunded, BoxOpened
from caudal.business.treasury.queries import BoxRecord, TillRule
from caudal.business.treasury.rules import KIND_OF_METHOD, LEAVES, NATURES, TAKES, BoxKind, box_name
from caudal.business.treasury.rules.counting import denominations
from caudal.business.treasury.tables import Box
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of, in_branch, latest_day
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit

_OPEN_NOW = text(
    "select b.shift_id from boxes b join till_shifts s on s.id = b.shift_id and s.state = 'open'"
    " where b.id = :box for share of b"
)
_SAY = text(
    "insert into till_rules (branch_id, currency, from_on, required, tolerance, petty, created_at, created_by,"
    " act_id) values (:branch, :currency, :from, :required, :tolerance, :petty, :at, :actor, :act)"
)
_NEXT = text(
    "select count(*) from boxes where branch_id = :branch and kind = 'till' and currency = :currency"
)
_NAMED = text("select 1 from boxes where branch_id = :branch and lower(name) = lower(:name) and active")


class TillClosed(Problem):
    type, title, status = "caja-cerrada", "La caja está cerrada", 409


@dataclass(frozen=True, slots=True)
class NewTill:
    """Another till of a branch, besides the main one: a second window, a safe."""

    name: str
    currency: str
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class SayRule:
    """Whether a branch asks for an open till to take and give cash, and what may be missing without a second hand.

    ``on``: from when; the business date when absent. ``tolerance`` says the currency. ``petty``: up to how much
    somebody spends of its tills in a day when they may not authorise; without limit when absent.
    """

    required: bool
    tolerance: Money
    branch_id: int | None = None
    on: date | None = None
    petty: Money | None = None


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
        "/on": "es una fecha futura" if on > latest_day(act) else "",
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


def destination(act: Act, method: str, currency: str, box_id: int | None = None) -> BoxRecord:
    """Where money paid by `method` comes in at the act's branch; opened the first time it is needed.

    Cash goes to the till whose shift the actor holds, or to the main one of the branch; anything, to `box_id` if it is
    given: a box of the branch, or a bank account of the whole company.

    Raises:
        NotFound, Invalid: `box_id` isn't a place for that branch, method and currency.
        UnknownAccount: the chart of the country has no account for it.
        TillClosed: the branch asks for an open till to move cash, and this one isn't.
    """
    kind = KIND_OF_METHOD[method]
    if box_id is not None:
        found = _said(act, box_id, TAKES[method], currency, "recibe")
    else:
        found = queries.main_box(act, kind, currency) or _open(act, kind, currency)
    if kind is BoxKind.TILL:
        must_be_open(act, found)
    return found


def source(act: Act, method: str, currency: str, box_id: int | None = None) -> BoxRecord:
    """Where money handed over by `method` leaves from at the act's branch; opened the first time it is needed.

    As :func:`destination`; a cheque that the house writes leaves its bank account, like a transfer.

    Raises:
        NotFound, Invalid, UnknownAccount, TillClosed: as :func:`destination`.
    """
    kind = LEAVES[method]
    if box_id is not None:
        found = _said(act, box_id, (kind,), currency, "paga")
    else:
        found = queries.main_box(act, kind, currency) or _open(act, kind, currency)
    if kind is BoxKind.TILL:
        must_be_open(act, found)
    return found


def _said(act: Act, box_id: int, kinds: Sequence[BoxKind], currency: str, does: str) -> BoxRecord:
    """A box that somebody chose: of the branch, or a bank account of the whole company, of that kind and currency."""
    found = queries.box(act, box_id)
    ours = found.branch_id == act.place.branch_id or found.shared
    if not ours or found.kind not in kinds or found.currency != currency:
        told = f"{found.name} no {does} {currency} así en esta sucursal"
        raise Invalid(told, errors=[{"pointer": "/account_id", "detail": "es otra clase de cuenta"}])
    return found


def till_of(act: Act, currency: str) -> BoxRecord:
    """The main till of the act's branch, opened the first time it is needed.

    Raises:
        UnknownAccount: the chart of the country has no account for it.
    """
    return queries.main_box(act, BoxKind.TILL, currency) or _open(act, BoxKind.TILL, currency)


def must_be_open(act: Act, till: BoxRecord) -> None:
    """Where the branch asks for it, cash waits for an open till, which stays open until the act ends.

    A till besides the main one that never had a shift, like a safe, is not asked for it.

    Raises:
        TillClosed: it isn't open.
    """
    if not (till.main or till.shifts):
        return
    if not queries.rule(act, till.branch_id, till.currency, act.business_date).required:
        return
    if act.db.execute(_OPEN_NOW, {"box": till.id}).one_or_none() is None:
        raise TillClosed(f"{till.name} está cerrada; ábrala antes de cobrar o entregar efectivo")


@command
def add_till(act: Act, ask: NewTill) -> BoxRecord:
    """Add a till to a branch besides its main one.

    Raises:
        Invalid: it has no name, the name is taken, or the house doesn't count that currency.
        Forbidden: the branch isn't one of the actor's.
    """
    act = in_branch(act, ask.branch_id)
    denominations(ask.currency)
    till_of(act, ask.currency)
    branch, name = act.place.branch_id, ask.name.strip()
    wrong = "" if 3 <= len(name) <= 60 else "de 3 a 60 letras"
    if act.db.execute(_NAMED, {"branch": branch, "name": name}).one_or_none():
        wrong = "ya hay una con ese nombre"
    if wrong:
        raise Invalid(f"La caja no se puede llamar «{name}»", errors=[{"pointer": "/name", "detail": wrong}])
    number = act.db.execute(_NEXT, {"branch": branch, "currency": ask.currency}).scalar_one() + 1
    nature = NATURES[BoxKind.TILL]
    account = ledger.sub_account(act, nature.use, ask.currency, f"{branch:02d}.{number}", name)
    ledger.open_box(act, account, branch)
    box = Box(branch_id=branch, kind=BoxKind.TILL.value, currency=ask.currency, name=name, account_id=account,
              main=False, active=True, created_at=act.at, created_by=act.actor.id)  # fmt: skip
    act.db.add(box)
    act.db.flush()
    act.tell(BoxOpened(box.id, branch))
    return queries.box(act, box.id)


@command
def set_rule(act: Act, ask: SayRule) -> TillRule:
    """Say what a branch asks of its tills of a currency from a date on; what was said before stays for its dates.

    Raises:
        Invalid: the tolerance or what may be spent is below zero, they are of two currencies, or the house doesn't
            count that currency.
        Forbidden: the branch isn't one of the actor's.
    """
    act = in_branch(act, ask.branch_id)
    denominations(ask.tolerance.currency)
    if ask.tolerance.minor < 0:
        raise Invalid(
            "La tolerancia no puede ser negativa", errors=[{"pointer": "/tolerance", "detail": "negativa"}]
        )
    if ask.petty and (ask.petty.minor < 0 or ask.petty.currency != ask.tolerance.currency):
        wrong = {"pointer": "/petty", "detail": f"de cero en adelante, en {ask.tolerance.currency}"}
        raise Invalid("El tope de gastos menores no se puede guardar", errors=[wrong])
    on = ask.on or act.business_date
    values = {"branch": act.place.branch_id, "currency": ask.tolerance.currency, "from": on,
              "petty": ask.petty.minor if ask.petty is not None else None,
              "required": ask.required, "tolerance": ask.tolerance.minor, "at": act.at, "actor": act.actor.id,
              "act": act.id}  # fmt: skip
    act.db.execute(_SAY, values)
    return queries.rule(act, act.place.branch_id, ask.tolerance.currency, on)


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
