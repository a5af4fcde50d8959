"""Writing down what explains what, under the lock of its account."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from caudal.business.reconciliation.commands.locking import AlreadyExplained, Held
from caudal.business.reconciliation.queries.statements import ROOM
from caudal.business.reconciliation.rules.pairing import Movement, Part
from caudal.business.reconciliation.rules.reasons import Pass
from caudal.kernel import ids
from caudal.kernel.problems import Invalid, NotFound
from caudal.kernel.sql import sql

_LINES = text(
    "select id, open from bank_lines where box_id = :box and id = any(:ids) and not withdrawn order by id"
)
_MOVES = text("""
    select v.entry_id, v.line, v.open from unnest(cast(:entries as bigint[]), cast(:lines as smallint[])) u (e, n)
    join bank_movements v on v.entry_id = u.e and v.line = u.n where v.box_id = :box order by 1, 2
""")


@dataclass(frozen=True, slots=True)
class Found:
    """A match to be written. ``made``: the entry it posted for it, if any, and what sort."""

    how: Pass
    score: int
    reason: str
    parts: tuple[Part, ...]
    id: UUID = field(default_factory=lambda: UUID(int=0))


@dataclass(frozen=True, slots=True)
class Made:
    """What was posted so that a line had something to match."""

    sort: str
    entry_id: int
    payment_id: UUID | None = None


def keep(held: Held, found: Sequence[Found], made: Made | None = None) -> list[UUID]:
    """Write matches; what is left to explain goes down on both sides. Returns their ids in order.

    Raises:
        AlreadyExplained: there is less left of something than what they say.
    """
    if not found:
        return []
    act = held.act
    given = [ids.uuid7(act.at) for _ in found]
    parts = [(match, part) for match, each in zip(given, found, strict=True) for part in each.parts]
    values = {
        "box": held.id, "branch": held.branch_id, "ids": given, "passes": [each.how.value for each in found],
        "scores": [each.score for each in found], "reasons": [each.reason for each in found],
        "of": [match for match, _ in parts], "lines": [part.line for _, part in parts],
        "entries": [part.movement[0] for _, part in parts], "entry_lines": [part.movement[1] for _, part in parts],
        "amounts": [part.amount for _, part in parts], "made": made.sort if made else None,
        "made_entry": made.entry_id if made else None, "payment": made.payment_id if made else None,
        "at": act.at, "actor": act.actor.id, "act": act.id,
    }  # fmt: skip
    try:
        with act.db.begin_nested():
            done = act.db.execute(sql(ROOM, "keep_matches"), values).one()
    except IntegrityError as refused:
        if "_open" not in str(refused.orig):
            raise
        raise AlreadyExplained("Vuelva a mirar la línea: queda menos por explicar") from None
    wanted = len({part.line for _, part in parts}), len({part.movement for _, part in parts})
    if (done.lines, done.moves) != wanted:
        raise NotFound("Una línea o un movimiento no es de esa cuenta")
    return given


def left_of(
    held: Held, lines: Sequence[int], movements: Sequence[Movement]
) -> tuple[list[tuple[int, int]], list[tuple[Movement, int]]]:
    """What is left to explain of some lines and movements of an account.

    Raises:
        NotFound: one of them isn't of that account.
        AlreadyExplained: nothing is left of one of them.
        Invalid: one comes twice, or a side is empty.
    """
    if not lines or not movements or len(set(lines)) < len(lines) or len(set(movements)) < len(movements):
        raise Invalid(
            "Diga qué líneas y qué movimientos, cada uno una vez",
            errors=[{"pointer": "/lines" if not lines else "/movements", "detail": "falta o se repite"}],
        )
    act = held.act
    open_lines = [(r.id, r.open) for r in act.db.execute(_LINES, {"box": held.id, "ids": list(lines)})]
    values = {"box": held.id, "entries": [m[0] for m in movements], "lines": [m[1] for m in movements]}
    open_moves = [((r.entry_id, r.line), r.open) for r in act.db.execute(_MOVES, values)]
    if len(open_lines) < len(lines) or len(open_moves) < len(movements):
        raise NotFound("Una línea o un movimiento no es de esa cuenta")
    if any(not left for _, left in (*open_lines, *open_moves)):
        raise AlreadyExplained("Una línea o un movimiento ya está explicado")
    return open_lines, open_moves
