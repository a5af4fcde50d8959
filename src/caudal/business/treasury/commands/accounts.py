"""Bank accounts: opened, described, and the money taken from one to another once two hands agreed."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from caudal.business.treasury import queries
from caudal.business.treasury.events import AccountOpened, FundsTransferred
from caudal.business.treasury.queries import AccountRecord, BoxRecord
from caudal.business.treasury.rules import NATURES, BoxKind
from caudal.business.treasury.rules.numbers import CLABE_BANKS, NumberKind, tidy, wrong_number
from caudal.business.treasury.tables import BankAccount, Box
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.problems import Invalid, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, Use, credit, debit

_NEXT = text(
    "select count(*) from boxes where branch_id = :branch and kind = 'bank' and currency = :currency"
)
_NAMED = text(
    "select 1 from boxes where branch_id = :branch and lower(name) = lower(:name) and active and id <> :box"
)
_NUMBER = text("select next_number('bank_transfer_numbers')")
_SHARE = text("update boxes set shared = true where id = :box")
_TRANSFER = text(
    "insert into bank_transfers (id, number, branch_id, from_box_id, to_box_id, currency, amount, concept, reference,"
    " request_id, done_on, entry_id, created_at, created_by, act_id) values (:id, :number, :branch, :from, :to,"
    " :currency, :amount, :concept, :reference, :request, :on, :entry, :at, :actor, :act)"
)


class NumberTaken(Problem):
    type, title, status = "cuenta-bancaria-repetida", "Esa cuenta bancaria ya está registrada", 409


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """A bank account of a branch, or of the whole company.

    ``kind``: what its number is. ``floor``: the lowest balance allowed, below zero where the bank lends; it is said
    once. ``threshold``: below it the balance is low. ``box_id``: the account where the branch already receives, which
    gets its bank and number. ``main``: transfers are received in it from now on, as in the first one of a branch.
    ``shared``: any branch deposits there.
    """

    name: str
    bank: str
    kind: NumberKind
    number: str
    currency: str
    branch_id: int | None = None
    floor: Money | None = None
    threshold: Money | None = None
    box_id: int | None = None
    main: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """What is corrected of an account; what is absent stays."""

    box_id: int
    name: str | None = None
    bank: str | None = None
    threshold: Money | None = None
    main: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money from a bank account to another one, of the same branch or of another."""

    from_box_id: int
    to_box_id: int
    amount: Money
    concept: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The request in which two hands agreed on a transfer, and the id and number it was given there."""

    request_id: UUID
    transfer_id: UUID
    number: int


@command
def open_account(act: Act, ask: OpenAccount) -> AccountRecord:
    """Register a bank account; returns it with what the books say is in it.

    Raises:
        Invalid: its number can't be one, it has no name, the currency isn't handled, or an amount is in another.
        NumberTaken: somebody registered it before.
        NotFound: ``box_id`` isn't a bank account of the branch.
        Forbidden: the branch isn't one of the actor's.
    """
    act = in_branch(act, ask.branch_id)
    ask = replace(ask, number=tidy(ask.number), name=ask.name.strip(), bank=_bank_of(ask))
    _check(act, ask)
    box = _described(act, ask) if ask.box_id is not None else _fresh(act, ask)
    threshold = ask.threshold or Money.of(0, ask.currency)
    row = BankAccount(
        box_id=box.id, branch_id=box.branch_id, bank=ask.bank, kind=ask.kind.value, number=ask.number,
        currency=ask.currency, threshold=threshold.minor, since=act.business_date, created_at=act.at,
        created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    try:
        with act.db.begin_nested():
            act.db.add(row)
            act.db.flush()
    except IntegrityError:
        raise NumberTaken(
            f"La cuenta {ask.number[-4:]} de {ask.bank} ya está registrada, o tiene sus datos"
        ) from None
    if ask.shared:
        act.db.execute(_SHARE, {"box": box.id})
    if ask.main or queries.main_box(act, BoxKind.BANK, ask.currency) is None:
        _receive_here(act, box)
    act.tell(AccountOpened(box.id, box.branch_id))
    act.db.expire_all()
    return queries.bank_account(act, box.id)


@command
def change_account(act: Act, ask: ChangeAccount) -> AccountRecord:
    """Correct the name, the bank or the low balance of an account, or receive transfers in it from now on.

    Raises:
        NotFound: there is no such account within the branches of the act, or nobody registered it.
        Invalid: the name is taken or too short, or the amount is below zero or in another currency.
    """
    found = queries.bank_account(act, ask.box_id)
    act = in_branch(act, found.box.branch_id)
    row = act.db.get(BankAccount, ask.box_id, with_for_update=True)
    if row is None:
        raise NotFound("Primero registre el banco y el número de la cuenta")
    wrong = {
        "/name": _wrong_name(act, ask.name.strip(), ask.box_id) if ask.name is not None else "",
        "/bank": "de 2 a 60 letras" if ask.bank is not None and not 2 <= len(ask.bank.strip()) <= 60 else "",
        "/threshold": _wrong_threshold(ask.threshold, row.currency),
    }
    _refuse(wrong)
    if ask.bank is not None:
        row.bank = ask.bank.strip()
    if ask.threshold is not None:
        row.threshold = ask.threshold.minor
    if ask.name is not None:
        act.db.execute(update(Box).where(Box.id == ask.box_id).values(name=ask.name.strip()))
    if ask.main:
        _receive_here(act, found.box)
    act.db.flush()
    act.db.expire_all()
    return queries.bank_account(act, ask.box_id)


def check_transfer(act: Act, ask: Transfer) -> tuple[AccountRecord, AccountRecord]:
    """The accounts a transfer goes from and to, if it can be made.

    Raises:
        NotFound: one of them isn't within reach of the act.
        Invalid: they are the same, their currency is another, nothing is moved, or it has no concept.
        Forbidden: the account it leaves isn't of a branch of the actor's.
    """
    out, into = queries.bank_account(act, ask.from_box_id), queries.bank_account(act, ask.to_box_id)
    in_branch(act, out.box.branch_id)
    wrong = {
        "/to_account_id": "es la misma cuenta" if out.box.id == into.box.id
        else "" if into.box.currency == out.box.currency else f"{into.box.name} lleva {into.box.currency}",
        "/amount": f"{out.box.name} lleva {out.box.currency}" if ask.amount.currency != out.box.currency
        else "" if ask.amount.is_positive else "debe ser mayor que cero",
        "/concept": "" if 3 <= len(ask.concept.strip()) <= 120 else "de 3 a 120 letras",
        "/reference": "" if len(ask.reference.strip()) <= 60 else "hasta 60 letras",
    }  # fmt: skip
    _refuse(wrong, "El traspaso no se puede pedir así")
    return out, into


def next_transfer(act: Act) -> int:
    """The number of a transfer that is about to be asked for."""
    return int(act.db.execute(_NUMBER).scalar_one())


def transfer(act: Act, ask: Transfer, agreed: Agreed) -> int:
    """Take the money once two hands agreed; returns the entry.

    Raises:
        NotFound, Invalid, Forbidden: as :func:`check_transfer`.
        InsufficientFunds: there is less in it than its floor allows.
        PeriodClosed: the month is closed.
    """
    out, into = check_transfer(act, ask)
    act = in_branch(act, out.box.branch_id)
    entry = ledger.post(
        act,
        kind="bank_transfer",
        source=f"bank_transfers:{agreed.transfer_id}",
        lines=[*into_box(act, into.box, ask.amount), credit(out.box.account_id, ask.amount)],
        memo=f"Traspaso a {into.box.name}: {ask.concept.strip()}",
    )
    act.db.execute(
        _TRANSFER,
        {"id": agreed.transfer_id, "number": agreed.number, "branch": out.box.branch_id, "from": out.box.id,
         "to": into.box.id, "currency": ask.amount.currency, "amount": ask.amount.minor, "concept": ask.concept.strip(),
         "reference": ask.reference.strip() or None, "request": agreed.request_id, "on": act.business_date,
         "entry": entry, "at": act.at, "actor": act.actor.id, "act": act.id},
    )  # fmt: skip
    act.tell(FundsTransferred(agreed.transfer_id, out.box.branch_id, into.box.branch_id))
    return entry


def into_box(act: Act, to: BoxRecord, money: Money) -> list[Line]:
    """The lines that put `money` in a box; through the account between branches where it is of another one."""
    if to.branch_id == act.place.branch_id:
        return [debit(to.account_id, money)]
    return [
        debit(to.account_id, money, branch=to.branch_id),
        credit(Use.INTERBRANCH, money, branch=to.branch_id),
        debit(Use.INTERBRANCH, money),
    ]


def out_of_box(act: Act, of: BoxRecord, money: Money) -> list[Line]:
    """The lines that take `money` out of a box; through the account between branches where it is of another one."""
    if of.branch_id == act.place.branch_id:
        return [credit(of.account_id, money)]
    return [
        credit(of.account_id, money, branch=of.branch_id),
        debit(Use.INTERBRANCH, money, branch=of.branch_id),
        credit(Use.INTERBRANCH, money),
    ]


def _fresh(act: Act, ask: OpenAccount) -> BoxRecord:
    branch, nature = act.place.branch_id, NATURES[BoxKind.BANK]
    number = act.db.execute(_NEXT, {"branch": branch, "currency": ask.currency}).scalar_one() + 1
    account = ledger.sub_account(act, nature.use, ask.currency, f"{branch:02d}.{number}", ask.name)
    ledger.open_box(act, account, branch, 1, ask.floor)
    box = Box(branch_id=branch, kind=BoxKind.BANK.value, currency=ask.currency, name=ask.name, account_id=account,
              main=False, active=True, created_at=act.at, created_by=act.actor.id)  # fmt: skip
    act.db.add(box)
    act.db.flush()
    return queries.box(act, box.id)


def _described(act: Act, ask: OpenAccount) -> BoxRecord:
    """The account where the branch receives already, by the name somebody gives it now."""
    box = queries.box(act, ask.box_id or 0)
    if (box.kind, box.branch_id, box.currency) != (BoxKind.BANK, act.place.branch_id, ask.currency):
        raise NotFound(f"No es una cuenta bancaria en {ask.currency} de esa sucursal")
    act.db.execute(update(Box).where(Box.id == box.id).values(name=ask.name))
    return box


def _receive_here(act: Act, box: BoxRecord) -> None:
    same = (Box.branch_id == box.branch_id, Box.kind == box.kind, Box.currency == box.currency, Box.active)
    held = select(Box.id).where(*same).order_by(Box.id).with_for_update()
    act.db.execute(held)
    act.db.execute(update(Box).where(*same, Box.main, Box.id != box.id).values(main=False))
    act.db.execute(update(Box).where(Box.id == box.id).values(main=True))


def _bank_of(ask: OpenAccount) -> str:
    """The bank somebody said, or the one the first digits of a CLABE say."""
    known = CLABE_BANKS.get(tidy(ask.number)[:3], "") if ask.kind is NumberKind.CLABE else ""
    return ask.bank.strip() or known


def _check(act: Act, ask: OpenAccount) -> None:
    if ask.currency not in CURRENCIES:
        _refuse({"/currency": "no es una moneda que se maneje"})
    floor = ask.floor
    _refuse({
        "/name": _wrong_name(act, ask.name, ask.box_id or 0),
        "/bank": "" if 2 <= len(ask.bank) <= 60 else "diga qué banco es",
        "/number": wrong_number(ask.kind, ask.number),
        "/threshold": _wrong_threshold(ask.threshold, ask.currency),
        "/floor": "en otra moneda" if floor and floor.currency != ask.currency
        else "la cuenta ya está abierta con su piso" if floor and floor.minor and ask.box_id is not None else "",
    })  # fmt: skip


def _wrong_name(act: Act, name: str, box: int) -> str:
    if not 3 <= len(name) <= 60:
        return "de 3 a 60 letras"
    taken = act.db.execute(_NAMED, {"branch": act.place.branch_id, "name": name, "box": box}).one_or_none()
    return "ya hay una con ese nombre" if taken else ""


def _wrong_threshold(threshold: Money | None, currency: str) -> str:
    if threshold is None:
        return ""
    if threshold.currency != currency:
        return "en otra moneda"
    return "no puede ser negativo" if threshold.minor < 0 else ""


def _refuse(wrong: dict[str, str], told: str = "La cuenta bancaria no se puede registrar así") -> None:
    if errors := [{"pointer": place, "detail": each} for place, each in wrong.items() if each]:
        raise Invalid(told, errors=errors)
