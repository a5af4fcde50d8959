"""Matching: what the passes that never erred find posts by itself; the rest is proposed, and a person decides."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.reconciliation import queries
from caudal.business.reconciliation.commands.days import caught_up
from caudal.business.reconciliation.commands.keeping import Found, keep, left_of
from caudal.business.reconciliation.commands.locking import AlreadyExplained, Held, hold
from caudal.business.reconciliation.queries import MatchRecord
from caudal.business.reconciliation.queries.statements import ROOM
from caudal.business.reconciliation.rules import likeness, pairing, reasons
from caudal.business.reconciliation.rules.likeness import Pair
from caudal.business.reconciliation.rules.pairing import Movement, Part, Proposal, Waiting
from caudal.business.reconciliation.rules.reasons import Pass
from caudal.business.reconciliation.tables import BankMatch
from caudal.commons.acts.act import Act, command
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql
from caudal.ledger import commands as ledger

_SPAN = text(
    "select min(on_date) as since, max(on_date) as until from bank_lines"
    " where box_id = :box and open <> 0 and not withdrawn"
)
_FORGET = text("delete from bank_suggestions where box_id = :box")
_UNDO = ("fee", "fee_tax", "interest", "unidentified")
"""What was posted only because of the line goes away with the match; a payment stays."""
_LEARN = text("""
    insert into payer_aliases (branch_id, party_id, payer_key, learned_at, learned_by, act_id)
    select l.branch_id, f.party_id, l.payer_key, :at, :actor, :act
    from bank_match_parts p
    join bank_lines l on l.id = p.line_id and l.payer_key is not null and l.amount > 0
    join bank_movement_facts f on f.entry_id = p.entry_id and f.line = p.entry_line and f.party_id is not null
    join parties q on q.id = f.party_id
    where p.match_id = :match
    group by l.branch_id, f.party_id, l.payer_key
    on conflict do nothing
""")


@dataclass(frozen=True, slots=True)
class Matched:
    """What a run did: matches written by pass, and how many proposals wait for a person."""

    by_pass: dict[str, int]
    suggestions: int

    @property
    def total(self) -> int:
        return sum(self.by_pass.values())


@dataclass(frozen=True, slots=True)
class Match:
    """Lines of the bank and movements of the books that are the same.

    ``partly``: as far as the smaller side goes; what is left of the other one stays open.
    """

    account: int
    lines: tuple[int, ...]
    movements: tuple[Movement, ...]
    partly: bool = False


@command
def run(act: Act, account: int) -> Matched:
    """Match what the sure passes find, and propose again what they don't.

    Raises:
        NotFound: there is no such bank account within the branches of the act.
    """
    held = hold(act, account)
    matched = run_held(held)
    caught_up(held)
    return matched


def run_held(held: Held) -> Matched:
    """The same, of an account already held."""
    done: dict[str, int] = {}
    span = held.act.db.execute(_SPAN, {"box": held.id}).one()
    if span.since is None:
        held.act.db.execute(_FORGET, {"box": held.id})
        return Matched(done, 0)
    for how, name, values in _sure(span.since, span.until):
        rows = held.act.db.execute(sql(ROOM, name), {"box": held.id, **values}).all()
        found = _grouped(how, rows)
        keep(held, found)
        done[how.value] = len(found)
    return Matched(done, propose(held))


def propose(held: Held) -> int:
    """Propose again, whole, what a person may accept; returns how many proposals there are."""
    db = held.act.db
    db.execute(_FORGET, {"box": held.id})
    window = {"before": pairing.BEFORE_DAYS, "after": pairing.AFTER_DAYS}
    pairs = [
        Pair(r.line_id, (r.entry_id, r.entry_line), r.said, r.name, r.days, r.alias)
        for r in db.execute(sql(ROOM, "pairs_alike"), {"box": held.id, **window})
    ]
    chosen = likeness.assign(pairs)
    taken = {each.pair.line for each in chosen}, {each.pair.movement for each in chosen}
    waiting = [
        Waiting(r.entry_id, r.line, r.on_date, r.amount, frozenset(r.words), r.named, r.till_id)
        for r in db.execute(sql(ROOM, "waiting"), {"box": held.id})
    ]
    free = [w for w in waiting if (w.id not in taken[0] if not w.line else (w.id, w.line) not in taken[1])]
    proposals = [*_named(chosen), *_possible(pairs, taken), *pairing.adding_up(free)]
    values = {
        "box": held.id, "branch": held.branch_id, "passes": [p.how.value for p in proposals],
        "scores": [p.score for p in proposals], "reasons": [p.reason for p in proposals],
        "lines": [",".join(map(str, p.lines)) for p in proposals],
        "moves": [",".join(f"{entry}:{line}" for entry, line in p.movements) for p in proposals],
    }  # fmt: skip
    return int(db.execute(sql(ROOM, "keep_suggestions"), values).scalar_one())


@command
def match(act: Act, ask: Match) -> MatchRecord:
    """Say that some lines and some movements are the same.

    Raises:
        NotFound: one of them isn't of that account, or the account isn't within the branches of the act.
        AlreadyExplained: nothing is left of one of them.
        Invalid: they don't add up to the same, or one comes twice.
    """
    held = hold(act, ask.account)
    lines, movements = left_of(held, ask.lines, ask.movements)
    parts = pairing.parts(lines, movements, partly=ask.partly)
    why = act.reason.strip()[:300] or "emparejado a mano"
    return _kept(held, Found(Pass.MANUAL, 100, why, tuple(parts)))


@command
def accept(act: Act, suggestion_id: int) -> MatchRecord:
    """Take a proposal of lines and movements for good.

    Raises:
        NotFound: it was worked out again, or something of it was explained since.
        AlreadyExplained: somebody explained something of it at the same moment.
    """
    wanted = queries.suggestion(act, suggestion_id)
    if not wanted.movements:
        raise NotFound("Esa sugerencia registra un asiento: dígalo en la línea")
    held = hold(act, queries.line(act, wanted.lines[0]).account)
    lines, movements = left_of(held, wanted.lines, wanted.movements)
    parts = pairing.parts(lines, movements, partly=False)
    return _kept(held, Found(Pass(wanted.how), wanted.score, wanted.reason, tuple(parts)))


@command
def undo(act: Act, match_id: UUID) -> MatchRecord:
    """Undo a match: its lines and movements are left to explain again; an entry it posted for a line is reversed.

    Raises:
        NotFound: there is none within the branches of the act.
        AlreadyExplained: it was undone.
        PeriodClosed, InsufficientFunds: the entry it posted can't be reversed.
    """
    found = queries.match(act, match_id)
    undo_held(hold(act, found.account), match_id)
    return queries.match(act, match_id)


def undo_held(held: Held, match_id: UUID) -> None:
    """The same, of an account already held."""
    act = held.act
    row = act.db.scalars(
        select(BankMatch).where(BankMatch.id == match_id).execution_options(populate_existing=True)
    ).one()
    if row.undone_at is not None:
        raise AlreadyExplained("Ese emparejamiento ya se deshizo")
    row.undone_at, row.undone_by, row.undone_reason = act.at, act.actor.id, act.reason.strip()[:300] or None
    act.db.flush()
    act.db.execute(sql(ROOM, "undo_match"), {"match": match_id})
    if row.made in _UNDO and row.made_entry_id is not None:
        ledger.reverse(act, row.made_entry_id, memo=act.reason or "La línea del banco era otra cosa")


def _kept(held: Held, found: Found) -> MatchRecord:
    (match_id,) = keep(held, [found])
    act = held.act
    act.db.execute(_LEARN, {"match": match_id, "at": act.at, "actor": act.actor.id, "act": act.id})
    caught_up(held)
    return queries.match(act, match_id)


def _sure(since: date, until: date) -> list[tuple[Pass, str, dict[str, Any]]]:
    before, after = pairing.BEFORE_DAYS, pairing.AFTER_DAYS
    around = {"near": pairing.NEAR_DAYS, "since": since, "until": until}
    return [
        (
            Pass.REFERENCE,
            "pass_reference",
            {"before": pairing.REFERENCE_DAYS, "after": pairing.REFERENCE_DAYS},
        ),
        (Pass.SLIP, "pass_slip", {"after": pairing.SLIP_DAYS}),
        (Pass.UNIQUE, "pass_unique", {"before": before, "after": after, **around}),
    ]


def _grouped(how: Pass, rows: Sequence[Any]) -> list[Found]:
    by_line: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_line[row.line_id].append(row)
    return [
        Found(how, 100, reasons.same(how, several[0].days),
              tuple(Part(line, (r.entry_id, r.entry_line), r.amount) for r in several))
        for line, several in by_line.items()
    ]  # fmt: skip


def _named(chosen: Sequence[likeness.Choice]) -> list[Proposal]:
    return [
        Proposal(Pass.NAME, each.score, reasons.alike(each.likeness, each.pair.days, alias=each.pair.alias),
                 (each.pair.line,), (each.pair.movement,))
        for each in chosen
    ]  # fmt: skip


def _possible(pairs: Sequence[Pair], taken: tuple[set[int], set[Movement]]) -> list[Proposal]:
    """Equal amounts without a name that decides: the three nearest of each line, for a person to look at."""
    by_line: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.line not in taken[0] and pair.movement not in taken[1]:
            by_line[pair.line].append(pair)
    found: list[Proposal] = []
    for several in by_line.values():
        scored = sorted(
            ((likeness.alike(p.said, p.name) if p.name else 0, p) for p in several),
            key=lambda e: (-e[0], abs(e[1].days)),
        )
        for alike, pair in scored[:3]:
            score = max(1, min(59, 10 + alike // 2 - likeness.DAY * abs(pair.days)))
            why = f"mismo monto, {reasons.days_apart(pair.days)}"
            found.append(Proposal(Pass.NAME, score, why, (pair.line,), (pair.movement,)))
    return found
