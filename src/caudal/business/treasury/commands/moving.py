"""What is done with the money of a till besides collecting: to another till, to the bank, spent. And undone."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.treasury import queries
from caudal.business.treasury.commands.accounts import into_box
from caudal.business.treasury.commands.boxes import destination, must_be_open
from caudal.business.treasury.commands.shifts import APPROVE, NotYours
from caudal.business.treasury.events import TillMoved
from caudal.business.treasury.queries import BoxRecord, OperationRecord, PhotoRecord
from caudal.business.treasury.rules import BoxKind
from caudal.business.treasury.rules.states import OPERATIONS
from caudal.business.treasury.rules.states import Operation as Kind
from caudal.business.treasury.tables import Operation
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.commons.documents.pictures import PHOTO_LIMIT, kind_of_picture
from caudal.kernel import ids
from caudal.kernel.formats import money_text
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.commands import AlreadyReversed
from caudal.ledger.rules import Use, credit, debit

_PHOTOS = 3
_ALONE = text("select pg_advisory_xact_lock(hashtextextended(:key, 0))")
_SPENT = text(
    "select coalesce(sum(amount), 0)::bigint from till_operations where branch_id = :branch and currency = :currency"
    " and kind = 'expense' and undone_at is null and done_on = :on and created_by = :actor"
)
_KINDS = {Kind.TRANSFER: "till_transfer", Kind.DEPOSIT: "deposit", Kind.EXPENSE: "petty_expense"}
_KEEP = text(
    "insert into till_photos (branch_id, operation_id, media, sha, data, created_at, created_by, act_id)"
    " values (:branch, :operation, :media, :sha, :data, :at, :actor, :act) on conflict (operation_id, sha) do nothing"
)


class OverPetty(Problem):
    type, title, status = "gasto-sobre-el-tope", "El gasto pasa de lo que puede gastar sin autorización", 403


class ReceiptRefused(Problem):
    type, title, status = "comprobante-no-admitido", "El comprobante no se puede guardar", 422


@dataclass(frozen=True, slots=True)
class MoveCash:
    """Money that leaves a till: to the till ``to_till_id``, to a bank account, or spent.

    ``concept``: what for, as it is read in the list of movements. ``reference``: the slip of a deposit.
    ``to_account_id``: where a deposit goes; the account where the branch receives transfers when absent.
    """

    till_id: int
    kind: Kind
    amount: Money
    concept: str
    to_till_id: int | None = None
    reference: str = ""
    to_account_id: int | None = None


@command
def move(act: Act, ask: MoveCash) -> OperationRecord:
    """Take money out of a till.

    Raises:
        NotFound: there is no such till within the branches of the act.
        Invalid: it isn't a till, its currency is another, nothing is moved, or it goes nowhere it can.
        TillClosed: the branch asks for an open till, and it isn't.
        NotYours: another person has it, and the actor may not authorise.
        OverPetty: with what they spent that day it is more than the branch lets them without who may authorise.
        InsufficientFunds: there is less in it.
    """
    till = queries.box(act, ask.till_id)
    act = in_branch(act, till.branch_id)
    to = _to(act, ask, till)
    _check(ask, till, to)
    must_be_open(act, till)
    _theirs(act, till)
    _within_petty(act, ask, till)
    operation_id = ids.uuid7(act.at)
    into = into_box(act, to, ask.amount) if to else [debit(Use.EXPENSES, ask.amount)]
    told = f"{OPERATIONS[ask.kind]}: {ask.concept.strip()}"
    entry = ledger.post(
        act,
        kind=_KINDS[ask.kind],
        source=f"till_operations:{operation_id}",
        lines=[*into, credit(till.account_id, ask.amount)],
        memo=told,
    )
    row = Operation(
        id=operation_id, branch_id=till.branch_id, kind=ask.kind.value, box_id=till.id, to_box_id=to.id if to else None,
        currency=ask.amount.currency, amount=ask.amount.minor, concept=ask.concept.strip(),
        reference=ask.reference.strip() or None, done_on=act.business_date, entry_id=entry, created_at=act.at,
        created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    act.tell(TillMoved(operation_id, till.branch_id))
    return queries.operation(act, operation_id)


@command
def undo_move(act: Act, operation_id: UUID) -> OperationRecord:
    """Undo what was done with the money of a till: its entry is posted back, and both stay in sight.

    Raises:
        NotFound: there is none within the branches of the act.
        AlreadyReversed: it was undone.
        NotYours: another person did it, and the actor may not authorise.
        InsufficientFunds: where it went has less than that.
    """
    row = _held(act, operation_id)
    act = in_branch(act, row.branch_id)
    if row.undone_at is not None:
        raise AlreadyReversed("Ese movimiento de caja ya se deshizo")
    if row.created_by != act.actor.id and not act.actor.may(APPROVE):
        raise NotYours("Lo deshace quien lo hizo, o quien puede autorizar diferencias")
    row.undone_entry_id = ledger.reverse(act, row.entry_id, memo=act.reason or "Movimiento de caja deshecho")
    row.undone_at, row.undone_on, row.undone_by = act.at, act.business_date, act.actor.id
    row.undone_reason = act.reason
    act.db.flush()
    act.tell(TillMoved(row.id, row.branch_id))
    return queries.operation(act, row.id)


@command
def add_receipt(act: Act, operation_id: UUID, photo: bytes) -> PhotoRecord:
    """Keep the photograph of a receipt; the same one twice is kept once.

    Raises:
        NotFound: there is no such operation within the branches of the act.
        ReceiptRefused: not a picture, larger than five megabytes, or there are three already.
    """
    row = _held(act, operation_id)
    media = kind_of_picture(photo)
    if media is None:
        raise ReceiptRefused("Mande una fotografía JPEG, PNG o WebP")
    if len(photo) > PHOTO_LIMIT:
        raise ReceiptRefused(f"Pesa {len(photo) // 1024} KB y el tope es {PHOTO_LIMIT // 1024} KB")
    before = {one.id for one in queries.operation(act, row.id).photos}
    values = {
        "branch": row.branch_id, "operation": row.id, "media": media, "sha": sha256(photo).digest(), "data": photo,
        "at": act.at, "actor": act.actor.id, "act": act.id,
    }  # fmt: skip
    act.db.execute(_KEEP, values)
    after = queries.operation(act, row.id).photos
    if len(after) > _PHOTOS:
        raise ReceiptRefused(f"Un movimiento lleva hasta {_PHOTOS} fotografías")
    return next((one for one in after if one.id not in before), after[-1])


def _held(act: Act, operation_id: UUID) -> Operation:
    row = act.db.scalars(
        select(Operation)
        .where(Operation.id == operation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("El movimiento de caja no existe o es de otra sucursal")
    return row


def _to(act: Act, ask: MoveCash, till: BoxRecord) -> BoxRecord | None:
    if ask.kind is Kind.DEPOSIT and ask.to_account_id is not None:
        return queries.box(act, ask.to_account_id)
    if ask.kind is Kind.DEPOSIT:
        return destination(act, "transfer", till.currency)
    if ask.kind is Kind.TRANSFER and ask.to_till_id is not None:
        return queries.box(act, ask.to_till_id)
    return None


def _check(ask: MoveCash, till: BoxRecord, to: BoxRecord | None) -> None:
    wrong = {
        "/till_id": "" if till.kind == BoxKind.TILL else "no es una caja de efectivo",
        "/amount": _wrong_amount(ask.amount, till),
        "/to_till_id": _wrong_target(ask, till, to),
        "/to_account_id": _wrong_account(ask, till, to),
        "/concept": "" if 3 <= len(ask.concept.strip()) <= 120 else "de 3 a 120 letras",
        "/reference": "" if len(ask.reference.strip()) <= 60 else "hasta 60 letras",
    }
    if errors := [{"pointer": place, "detail": told} for place, told in wrong.items() if told]:
        raise Invalid("El dinero de la caja no se puede mover así", errors=errors)


def _wrong_amount(amount: Money, till: BoxRecord) -> str:
    if amount.currency != till.currency:
        return f"{till.name} lleva {till.currency}"
    return "" if amount.is_positive else "debe ser mayor que cero"


def _wrong_target(ask: MoveCash, till: BoxRecord, to: BoxRecord | None) -> str:
    if ask.kind is not Kind.TRANSFER:
        return "" if ask.to_till_id is None else "solo en un traspaso"
    if to is None:
        return "diga a qué caja va"
    if to.id == till.id:
        return "es la misma caja"
    fits = (to.kind, to.branch_id, to.currency) == (BoxKind.TILL, till.branch_id, till.currency)
    return "" if fits else "no es una caja de la misma sucursal y moneda"


def _wrong_account(ask: MoveCash, till: BoxRecord, to: BoxRecord | None) -> str:
    if ask.to_account_id is None:
        return ""
    if ask.kind is not Kind.DEPOSIT or to is None:
        return "solo en un depósito"
    fits = (to.kind, to.currency) == (BoxKind.BANK, till.currency)
    return "" if fits else f"no es una cuenta bancaria en {till.currency}"


def _theirs(act: Act, till: BoxRecord) -> None:
    """Money of a till that somebody holds is moved by them, or by who may authorise."""
    holder = queries.live(act).get(till.id)
    if holder and holder.opened_by != act.actor.id and not act.actor.may(APPROVE):
        raise NotYours(f"{till.name} la tiene otra persona; el dinero lo mueve ella o quien puede autorizar")


def _within_petty(act: Act, ask: MoveCash, till: BoxRecord) -> None:
    """What somebody spends in a day counts together, so that many small expenses aren't a large one."""
    limit = queries.rule(act, till.branch_id, till.currency, act.business_date).petty
    if ask.kind is not Kind.EXPENSE or limit is None or act.actor.may(APPROVE):
        return
    values = {
        "branch": till.branch_id,
        "currency": till.currency,
        "on": act.business_date,
        "actor": act.actor.id,
    }
    act.db.execute(_ALONE, {"key": f"petty:{till.branch_id}:{till.currency}:{act.actor.id}"})
    spent = Money.from_minor(act.db.execute(_SPENT, values).scalar_one(), till.currency)
    if spent + ask.amount > limit:
        lately = "" if spent.is_zero else f"; hoy lleva {money_text(spent)}"
        told = f"Sin autorización gasta hasta {money_text(limit)} al día{lately}"
        raise OverPetty(f"{told}. Pídalo a quien autoriza diferencias de caja")
