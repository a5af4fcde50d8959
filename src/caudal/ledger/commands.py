"""The one way money moves: post, reverse, close. What PostgreSQL refuses becomes a problem to read."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from caudal.commons.acts.act import Act, command
from caudal.kernel.db import sqlstate
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, NotFound, Problem
from caudal.ledger.events import PeriodChanged
from caudal.ledger.rules import Line, NewEntry, Use, imbalances

_ADJUST = "books.close"
_BATCH = 5_000

_POST = text("""
    select p.entry_id from ledger.post(
      cast(:idem as uuid), cast(:branch as smallint), cast(:on as date), :kind,
      cast(:accounts as int[]), cast(:amounts as bigint[]), cast(:currencies as char(3)[]),
      cast(:uses as text[]), cast(:branches as smallint[]), cast(:parties as uuid[]), cast(:docs as uuid[]),
      :source, :memo, :adjuster) p
""")
_POST_MANY = text("""
    select p.posted, p.replayed, p.ids from ledger.post_many(
      cast(:idem as uuid[]), cast(:branch as smallint[]), cast(:on as date[]), cast(:kind as text[]),
      cast(:source as text[]), cast(:memo as text[]), cast(:entry as int[]),
      cast(:accounts as int[]), cast(:amounts as bigint[]), cast(:currencies as char(3)[]),
      cast(:uses as text[]), cast(:branches as smallint[]), cast(:parties as uuid[]), cast(:docs as uuid[]),
      :adjuster) p
""")
_REVERSE = text("""
    select r.entry_id
    from ledger.reverse_entry(cast(:idem as uuid), :entry, cast(:on as date), :memo, :adjuster) r
""")
_ACCOUNT = text("""
    select a.id, a.settled
    from ledger.account_at(cast(:branch as smallint), :use, cast(:currency as char(3))) a
""")
_SUB_ACCOUNT = text("""
    select ledger.sub_account(
      b.company_id, :use, cast(:currency as char(3)), :suffix, :name, cast(:guard as smallint))
    from branches b where b.id = :branch
""")
_OPEN_ACCOUNT = text("""
    select ledger.open_account(cast(:branch as smallint), cast(:currency as char(3)), :code, :suffix, :name)
""")
_OPEN_BOX = text("""
    select ledger.open_box(
      :account, cast(:branch as smallint), cast(:guard as smallint), cast(:floor as bigint))
""")
_CLOSE_PERIOD = text("""
    select b.company_id, ledger.close_period(b.company_id, :ym, cast(:status as char)) from branches b
    where b.id = :branch
""")
_SEAL = text("select ledger.seal_all()")

_known: WeakKeyDictionary[Engine, dict[tuple[int, str, str], int]] = WeakKeyDictionary()
"""Ids of committed accounts, by branch, use and currency. A wrong one is refused by post(), never written."""


class Unbalanced(Problem):
    type, title, status = "asiento-descuadrado", "El asiento no cuadra", 422


class InvalidEntry(Problem):
    type, title, status = "asiento-invalido", "El asiento no se puede registrar así", 422


class UnknownAccount(Problem):
    type, title, status = "cuenta-desconocida", "La cuenta no existe o no es de esta empresa y moneda", 422


class PeriodClosed(Problem):
    type, title, status = "periodo-cerrado", "El mes está cerrado", 409


class KeyReused(Problem):
    type, title, status = "llave-repetida", "Esa llave ya se usó con otro contenido", 409


class InsufficientFunds(Problem):
    type, title, status = "fondos-insuficientes", "La caja o la cuenta no tiene saldo suficiente", 409


class BoxNotOpen(Problem):
    type, title, status = "caja-sin-abrir", "La caja o la cuenta no está abierta en esta sucursal", 409


class AlreadyReversed(Problem):
    type, title, status = "ya-reversado", "El asiento ya se reversó", 409


@dataclass(frozen=True, slots=True)
class PostedMany:
    """How many entries were written, how many were there already, and their ids in the order asked."""

    posted: int
    replayed: int
    ids: list[int]


def post(  # noqa: PLR0913 - the parts of an entry
    act: Act,
    *,
    kind: str,
    source: str,
    lines: Sequence[Line],
    idem: UUID | None = None,
    on: date | None = None,
    memo: str | None = None,
) -> int:
    """Write one entry in the act's branch; returns its id.

    Args:
        act: who, where and when; the entry keeps its actor, act, address and reason.
        kind: what sort of movement (``payment``, ``sale``…), as listed in ``docs/asientos.md``.
        source: what caused it, as ``room:id``.
        lines: two or more, summing to zero in each branch and currency.
        idem: the same key with the same content is the same entry, for ever; absent, always a new one.
        on: accounting date, the act's business date when absent.
        memo: a sentence for people.

    Raises:
        Unbalanced: a branch or a currency doesn't sum to zero.
        PeriodClosed: the month of `on` is closed.
        KeyReused: `idem` was used with another content.
        InsufficientFunds: a guarded till or account would fall below its floor.
        BoxNotOpen: a guarded account isn't open in that branch.
        UnknownAccount: no such account in this company and currency.
        InvalidEntry: fewer than two lines or more than a thousand, or an amount out of range.
        Forbidden: the branch isn't one of the actor's.
    """
    branch, on = act.place.branch_id, on or act.business_date
    _check_balance(lines, branch)
    with _refusals(act, on):
        return act.db.execute(
            _POST,
            {"idem": idem, "branch": branch, "on": on, "kind": kind, "source": source, "memo": memo,
             "adjuster": _ADJUST in act.actor.permissions, **_columns(act, lines, branch)},
        ).scalar_one()  # fmt: skip


def post_many(act: Act, entries: Sequence[NewEntry]) -> PostedMany:
    """Write many entries, all or none; each keeps its own key, and guarded balances are judged at the end.

    Raises:
        Unbalanced, PeriodClosed, KeyReused, InsufficientFunds, BoxNotOpen, UnknownAccount, InvalidEntry,
            Forbidden: as in :func:`post`, for any of the entries.
    """
    posted, replayed, ids = 0, 0, list[int]()
    for start in range(0, len(entries), _BATCH):
        batch = entries[start : start + _BATCH]
        for entry in batch:
            _check_balance(entry.lines, act.place.branch_id if entry.branch is None else entry.branch)
        with _refusals(act, None):
            row = act.db.execute(_POST_MANY, _batch_columns(act, batch)).one()
        posted, replayed = posted + row.posted, replayed + row.replayed
        ids += row.ids
    return PostedMany(posted, replayed, ids)


def reverse(
    act: Act, entry_id: int, *, idem: UUID | None = None, memo: str | None = None, on: date | None = None
) -> int:
    """Undo an entry with its mirror image, dated `on` (the business date when absent); returns the new entry.

    Raises:
        NotFound: no such entry.
        AlreadyReversed: it has a reversal, or is one.
        PeriodClosed, KeyReused, InsufficientFunds, Forbidden: as in :func:`post`.
    """
    on = on or act.business_date
    with _refusals(act, on):
        return act.db.execute(
            _REVERSE,
            {
                "idem": idem,
                "entry": entry_id,
                "on": on,
                "memo": memo,
                "adjuster": _ADJUST in act.actor.permissions,
            },
        ).scalar_one()


@command
def close_period(act: Act, ym: int, status: str) -> None:
    """Change a month (YYYYMM) of the act's company: ``O`` open, ``S`` adjustments only, ``C`` closed.

    Closing waits for the entries of that month being written right now, and closes the earlier ones with it.

    Raises:
        InvalidEntry: the status or the month isn't one.
    """
    if not 1 <= ym % 100 <= 12 or not 1990 <= ym // 100 <= 2999:
        raise InvalidEntry(f"«{ym}» no es un mes; se escribe AAAAMM, como 202601")
    with _refusals(act, None):
        company = act.db.execute(
            _CLOSE_PERIOD, {"branch": act.place.branch_id, "ym": ym, "status": status}
        ).scalar_one()
    act.tell(PeriodChanged(company, ym, status))


def account(act: Act, use: Use, currency: str) -> int:
    """The account of the act's company for a use and a currency, opened from the chart if it wasn't.

    Raises:
        UnknownAccount: the chart of the country has no such account.
    """
    return _account(act, act.place.branch_id, use, currency)


def sub_account(act: Act, use: Use, currency: str, code_suffix: str, name: str, guard: int = 1) -> int:
    """An account under the one of `use`: a till, a bank account. Asking twice gives the same one.

    Args:
        act: its branch says the company.
        use: the role of the account it hangs from.
        currency: of every amount in it.
        code_suffix: added to the code of its parent, after a dot.
        name: for people.
        guard: 1 never below its floor, -1 never above its ceiling, 0 not watched; it doesn't change later.

    Raises:
        InvalidEntry: it exists with another guard.
        UnknownAccount: the chart of the country has no account for `use`.
    """
    with _refusals(act, None):
        return act.db.execute(
            _SUB_ACCOUNT,
            {"branch": act.place.branch_id, "use": use.value, "currency": currency, "suffix": code_suffix,
             "name": name, "guard": guard},
        ).scalar_one()  # fmt: skip


def open_account(
    act: Act, currency: str, code: str, suffix: str | None = None, name: str | None = None
) -> int:
    """The account of a code of the chart, or with a suffix one of the house's own under it; opened if it wasn't.

    Raises:
        UnknownAccount: neither the chart nor the books have that code.
    """
    values = {
        "branch": act.place.branch_id,
        "currency": currency,
        "code": code,
        "suffix": suffix,
        "name": name,
    }
    with _refusals(act, None):
        return act.db.execute(_OPEN_ACCOUNT, values).scalar_one()


def open_box(act: Act, account_id: int, branch_id: int, guard: int = 1, floor: Money | None = None) -> None:
    """Start watching the balance of a guarded account in a branch; before, nothing posts there. Idempotent.

    Args:
        act: who opens it.
        account_id: a guarded sub-account.
        branch_id: where.
        guard: the account's own guard.
        floor: the lowest balance allowed (the highest, for guard -1); zero when absent.

    Raises:
        UnknownAccount: no such account in the company of that branch.
        InvalidEntry: the account has another guard.
    """
    minor = floor.minor if floor else 0
    with _refusals(act, None):
        act.db.execute(
            _OPEN_BOX, {"account": account_id, "branch": branch_id, "guard": guard, "floor": minor}
        )


def seal(act: Act) -> int:
    """Seal what was written since the last time and bring the snapshots up to it; returns the blocks made.

    A job calls it, never a posting transaction: what the act itself wrote is left for the next time.
    """
    return act.db.execute(_SEAL).scalar_one()


def _account(act: Act, branch: int, use: Use, currency: str) -> int:
    bind = act.db.get_bind()
    known = _known.setdefault(bind.engine if isinstance(bind, Connection) else bind, {})
    key = (branch, use.value, currency)
    own: dict[tuple[int, str, str], int] = act.db.info.setdefault("accounts", {})
    if key in known or key in own:
        return known.get(key) or own[key]
    with _refusals(act, None):
        row = act.db.execute(_ACCOUNT, {"branch": branch, "use": use.value, "currency": currency}).one()
    if row.settled:  # one opened by this transaction may still be rolled back
        known[key] = row.id
    own[key] = row.id
    return row.id


def _check_balance(lines: Sequence[Line], branch: int) -> None:
    left = imbalances(lines, branch)
    if left:
        said = "; ".join(
            f"sucursal {where}: {money.amount} {money.currency}" for (where, _), money in left.items()
        )
        raise Unbalanced(f"Cargos y abonos difieren ({said})")


def _columns(act: Act, lines: Iterable[Line], branch: int) -> dict[str, str | None]:
    """The lines as array literals, one per column: the statement's types are the same on every call."""
    rows = list(lines)
    ids = (
        x.account if isinstance(x.account, int) else _account(act, branch, x.account, x.amount.currency)
        for x in rows
    )
    return {
        "accounts": _array(ids),
        "amounts": _array(x.amount.minor for x in rows),
        "currencies": _array(x.amount.currency for x in rows),
        "uses": _array(None if isinstance(x.account, int) else x.account.value for x in rows),
        "branches": _array((branch if x.branch is None else x.branch) for x in rows)
        if any(x.branch is not None for x in rows) else None,
        "parties": _array(x.party for x in rows) if any(x.party for x in rows) else None,
        "docs": _array(x.doc for x in rows) if any(x.doc for x in rows) else None,
    }  # fmt: skip


def _batch_columns(act: Act, batch: Sequence[NewEntry]) -> dict[str, Any]:
    here = act.place.branch_id
    branches = [here if e.branch is None else e.branch for e in batch]
    lines = [
        Line(x.account, x.amount, x.party, x.doc, branch if x.branch is None else x.branch)
        for e, branch in zip(batch, branches, strict=True)
        for x in e.lines
    ]
    return {
        "idem": _array(e.idem for e in batch),
        "branch": _array(branches),
        "on": _array(e.on or act.business_date for e in batch),
        "kind": [e.kind for e in batch],
        "source": [e.source for e in batch],
        "memo": [e.memo for e in batch],
        "entry": _array(position for position, e in enumerate(batch, 1) for _ in e.lines),
        "adjuster": _ADJUST in act.actor.permissions,
        **_columns(act, lines, here),
    }


def _array(values: Iterable[Any]) -> str:
    """A PostgreSQL array literal of numbers, dates, uuids, codes or nulls (nothing that needs quoting)."""
    return "{" + ",".join("NULL" if v is None else str(v) for v in values) + "}"


_PROBLEMS: dict[str, tuple[type[Problem], str]] = {
    "LG001": (Unbalanced, "Los cargos y los abonos de una sucursal o moneda difieren."),
    "LG010": (InvalidEntry, "Un asiento lleva de 2 a 1000 renglones y un estado de mes es O, S o C."),
    "LG011": (UnknownAccount, "Revise la cuenta, su moneda y la sucursal."),
    "LG013": (BoxNotOpen, "Abra la caja o la cuenta en la sucursal antes de mover dinero en ella."),
    "LG014": (UnknownAccount, "El catálogo de cuentas del país no tiene esa cuenta."),
    "LG015": (Forbidden, "La sucursal no está entre las suyas."),
    "LG016": (InvalidEntry, "Una reversa es el espejo de su asiento."),
    "LG017": (NotFound, "El asiento no existe."),
    "LG018": (AlreadyReversed, "Una reversa no se reversa: registre el movimiento de nuevo."),
    "LG019": (InvalidEntry, "La cuenta ya existe con otra vigilancia de saldo."),
    "LG020": (PeriodClosed, "Use una fecha de un mes abierto o pida que lo abran."),
    "LG030": (KeyReused, "Repita con el mismo contenido, o con una llave nueva si es otro movimiento."),
    "22003": (InvalidEntry, "Un importe es demasiado grande."),
    "entries_reverses": (AlreadyReversed, "El asiento ya tiene su reversa."),
    "balances_guard": (InsufficientFunds, "El movimiento dejaría el saldo por debajo de lo permitido."),
    "lines_amount": (InvalidEntry, "Un renglón de un asiento no puede ser cero."),
}


@contextmanager
def _refusals(act: Act, on: date | None) -> Generator[None]:
    """Turn what PostgreSQL refuses into problems; its own text, which prints rows, goes no further."""
    try:
        yield
    except DBAPIError as error:
        diagnostic = getattr(error.orig, "diag", None)
        found = _PROBLEMS.get(getattr(diagnostic, "constraint_name", None) or "") or _PROBLEMS.get(
            sqlstate(error)
        )
        if found is None:
            raise
        problem, detail = found
        if problem is UnknownAccount:
            bind = act.db.get_bind()
            _known.pop(bind.engine if isinstance(bind, Connection) else bind, None)
        if problem is PeriodClosed and on is not None:
            detail = f"El mes {on.month:02d}/{on.year} está cerrado. {detail}"
        raise problem(detail) from None
