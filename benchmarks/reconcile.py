"""How long 10,000 lines of the bank take against 10,000 movements of the books, and how much of it is right.

The truth is made here, so every match can be judged: references that got lost, amounts that repeat, what a till
deposited in a day in one slip, payments sent together or in parts, what was paid to suppliers and given back to
clients, fees, and money that is not ours.

    python3 run.py bench reconcile [LINES]
"""

import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psutil
import psycopg
from sqlalchemy import Engine, text

from benchmarks.bank_truth import NAMES, Truth, invoice_of, make
from benchmarks.harness import Figure, database, report, timed
from caudal.business.reconciliation import commands
from caudal.business.reconciliation.commands import Entering, NewFile
from caudal.business.reconciliation.rules.statements import StatementIn
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import OpenAccount
from caudal.business.treasury.rules.numbers import NumberKind
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.kernel.db import connect
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, NewEntry, Use

AT = datetime(2026, 10, 31, 17, tzinfo=UTC)


def pesos(cents: int) -> Money:
    """That many cents."""
    return Money.from_minor(cents, "MXN")


@dataclass
class Bench:
    """A bank account with what the books have and what the bank says."""

    engine: Engine
    account: int = 0
    entries: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    """The place of each movement by its entry and line."""
    positions: dict[int, int] = field(default_factory=dict[int, int])
    """The place of each line by its id."""

    def act(self) -> Any:
        actor = Actor(7, "Ana", "duena", (1,), frozenset())
        return acting(self.engine, Opening(actor, Place(1, "local", "cli"), AT))

    def fill(self, truth: Truth, url: str) -> None:
        with self.act() as act:
            asked = OpenAccount(
                "Banorte",
                "Banorte",
                NumberKind.ACCOUNT,
                "0011223344",
                "MXN",
                floor=Money.of(-(10**9), "MXN"),
                main=True,
            )
            self.account = treasury.open_account(act, asked).box.id
        with self.act() as act:
            new = commands.keep_file(act, NewFile(self.account, "table", "octubre.csv", b"x", {}))
            commands.enter(act, new, Entering(StatementIn(tuple(truth.lines)), {}))
        with self.act() as act:
            made, ids = self._post(act, truth)
        self._tell(made, ids, url)
        with self.act() as act:
            rows = act.db.execute(text("select id, position from bank_lines"))
            self.positions = {row.id: row.position - 1 for row in rows}

    def _post(self, act: Act, truth: Truth) -> tuple[list[tuple[UUID, dict[str, Any]]], list[int]]:
        account = act.db.execute(
            text("select account_id from boxes where id = :box"), {"box": self.account}
        ).scalar_one()
        made: list[tuple[UUID, dict[str, Any]]] = [(uuid4(), each) for each in truth.movements]
        entries = [
            NewEntry(
                "deposit" if each["till"] else "payment", f"{each['sort']}:{one}",
                (Line(account, pesos(each["amount"])), Line(Use.OPENING, -pesos(each["amount"]))),
                on=each["on"],
            )
            for one, each in made
        ]  # fmt: skip
        ids = ledger.post_many(act, entries).ids
        self.entries = {(entry, 1): place for place, entry in enumerate(ids)}
        return made, ids

    def _tell(self, made: list[tuple[UUID, dict[str, Any]]], ids: list[int], url: str) -> None:
        with psycopg.connect(url) as root, root.cursor() as cursor:
            cursor.execute(
                "insert into parties (branch_id, name, created_at, created_by)"
                " select 1, n, now(), 0 from unnest(%s::text[]) n",
                (NAMES,),
            )
            party = {name: one for one, name in cursor.execute("select id, name from parties").fetchall()}
            paid = [
                (one, party[each["name"]], each["amount"], each["ref"], each["on"], self.account, each["amount"], entry)
                for (one, each), entry in zip(made, ids, strict=True) if each["sort"] == "payments"
            ]  # fmt: skip
            cursor.executemany(
                "insert into payments (id, branch_id, party_id, currency, amount, method, reference, received_on,"
                " box_id, credit, entry_id, created_at, created_by, act_id)"
                " values (%s, 1, %s, 'MXN', %s, 'transfer', %s, %s, %s, %s, %s, now(), 0, uuidv7())", paid,
            )  # fmt: skip
            tills = {}
            for number in range(1, 9):
                cursor.execute(
                    "insert into boxes (branch_id, kind, currency, name, account_id, main, created_at, created_by)"
                    " values (1, 'till', 'MXN', %s, %s, false, now(), 0) returning id",
                    (f"Caja {number}", 900_000 + number),
                )  # fmt: skip
                tills[number] = (cursor.fetchone() or (0,))[0]
            cursor.executemany(
                "insert into till_operations (id, branch_id, kind, box_id, to_box_id, currency, amount, concept,"
                " done_on, entry_id, created_at, created_by, act_id)"
                " values (%s, 1, 'deposit', %s, %s, 'MXN', %s, 'corte', %s, %s, now(), 0, uuidv7())",
                [(one, tills[each["till"]], self.account, each["amount"], each["on"], entry)
                 for (one, each), entry in zip(made, ids, strict=True) if each["till"]],
            )  # fmt: skip
            spent = [
                (one, each, entry, party[each["name"]])
                for (one, each), entry in zip(made, ids, strict=True)
                if each["amount"] < 0
            ]
            self._spent(cursor, spent)
            cursor.execute("analyze")

    def _spent(self, cursor: psycopg.Cursor, spent: list[tuple[UUID, dict[str, Any], int, UUID]]) -> None:
        """Payments to suppliers and refunds, with only what reconciling reads of them."""
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "insert into suppliers (party_id, name, terms_days, invoice_required, created_at, created_by, act_id)"
            " select id, name, 0, true, now(), 0, uuidv7() from parties"
        )
        supplier = dict(cursor.execute("select party_id, id from suppliers").fetchall())
        paid = [each for each in spent if each[1]["sort"] == "payables"]
        cursor.executemany(
            "insert into payables (id, number, branch_id, supplier_id, kind, service, quantity, cost_use, served_on,"
            " currency, contracted, includes_tax, invoice_required, amount, settled, terms_days, due_on, state,"
            " entry_id, created_at, created_by, act_id) values (%s, %s, 1, %s, 'service', 'Tour', 1, 'COSTS', %s,"
            " 'MXN', %s, true, true, %s, %s, 0, %s, 'paid', 1, now(), 0, uuidv7())",
            [(one, each["number"], supplier[who], each["on"], *[-each["amount"]] * 3, each["on"])
             for one, each, _, who in paid],
        )  # fmt: skip
        cursor.executemany(
            "insert into payable_payments (number, branch_id, batch_id, payable_id, supplier_id, account_id,"
            " request_id, subject_id, currency, amount, state, entry_id, paid_on, reference, act_id)"
            " values (%s, 1, uuidv7(), %s, %s, uuidv7(), uuidv7(), uuidv7(), 'MXN', %s, 'paid', %s, %s, %s, uuidv7())",
            [(each["number"], one, supplier[who], -each["amount"], entry, each["on"], each["ref"])
             for one, each, entry, who in paid],
        )  # fmt: skip
        cursor.executemany(
            "insert into payable_invoices (branch_id, payable_id, supplier_id, number, issued_on, currency, subtotal,"
            " tax, withheld, total, lines, compared, contracted, state, received_at, received_by, act_id)"
            " values (1, %s, %s, %s, %s, 'MXN', %s, 0, 0, %s, '[]', %s, %s, 'accepted', now(), 0, uuidv7())"
            " on conflict do nothing",
            [(one, supplier[who], invoice_of(each["number"]), each["on"], *[-each["amount"]] * 4)
             for one, each, _, who in paid],
        )  # fmt: skip
        cursor.executemany(
            "insert into refunds (id, number, branch_id, booking_id, party_id, policy_id, currency, service_on, days,"
            " percent, paid_minor, before_minor, policy_minor, refund_minor, retained_minor, exception, method, reason,"
            " state, asked_on, asked_at, asked_by, due_on, decided_on, decided_at, decided_by, decision_entry_id,"
            " box_id, reference, paid_on, paid_at, paid_by, entry_id, act_id)"
            " values (%s, %s, 1, uuidv7(), %s, uuidv7(), 'MXN', %s, 30, 100, %s, 0, %s, %s, 0, false, 'transfer',"
            " 'canceló', 'paid', %s, now(), 1, %s, %s, now(), 2, 1, %s, %s, %s, now(), 3, %s, uuidv7())",
            [(one, each["number"], who, each["on"], *[-each["amount"]] * 3, each["on"], each["on"], each["on"],
              self.account, each["ref"], each["on"], entry)
             for one, each, entry, who in spent if each["sort"] == "refunds"],
        )  # fmt: skip
        cursor.execute("set session_replication_role = origin")

    def found(self) -> dict[str, list[tuple[frozenset[int], frozenset[int]]]]:
        """What was matched and what is proposed first for each line, by pass, in places of the truth."""
        told: dict[str, list[tuple[frozenset[int], frozenset[int]]]] = defaultdict(list)
        with self.act() as act:
            parts: dict[Any, tuple[set[int], set[int], str]] = {}
            rows = act.db.execute(text(
                "select m.id, m.pass as how, p.line_id, p.entry_id, p.entry_line from bank_matches m"
                " join bank_match_parts p on p.match_id = m.id"
            ))  # fmt: skip
            for r in rows:
                one = parts.setdefault(r.id, (set(), set(), r.how))
                one[0].add(self.positions[r.line_id])
                one[1].add(self.entries[r.entry_id, r.entry_line])
            for lines, moves, how in parts.values():
                told[how].append((frozenset(lines), frozenset(moves)))
            rows = act.db.execute(text(
                "select distinct on (l) s.pass as how, s.lines, s.entries, s.entry_lines from bank_suggestions s"
                " cross join unnest(s.lines) l where s.score >= 50 and s.outcome is null and cardinality(s.entries) > 0"
                " order by l, s.score desc, s.id"
            ))  # fmt: skip
            seen: set[tuple[str, frozenset[int], frozenset[int]]] = set()
            for r in rows:
                moves = frozenset(self.entries[m] for m in zip(r.entries, r.entry_lines, strict=True))
                seen.add((r.how, frozenset(self.positions[x] for x in r.lines), moves))
            for how, lines, moves in seen:
                told[f"{how}*"].append((lines, moves))
        return told


def furnish(url: str) -> None:
    """A company with one branch."""
    with psycopg.connect(url) as root:
        root.execute("insert into companies (name, country, chart) values ('Prueba', 'MX', 'mx')")
        root.execute("insert into branches (company_id, name, country, currency, time_zone)"
                     " values (1, 'Cancún', 'MX', 'MXN', 'America/Cancun')")  # fmt: skip


def judged(
    truth: Truth, told: dict[str, list[tuple[frozenset[int], frozenset[int]]]]
) -> dict[str, tuple[int, int]]:
    """By pass, how many were said and how many of those are true."""
    true = set(truth.same)
    return {how: (len(said), sum(each in true for each in said)) for how, said in told.items()}


def main(size: int) -> None:
    """Make, fill, match, judge and write down."""
    truth = make(size, 4)
    with database() as url:
        furnish(url)
        bench = Bench(connect(url, pool_size=2))
        filled = timed(lambda: bench.fill(truth, url))

        worked = 0.0

        def run() -> None:
            nonlocal worked
            with bench.act() as act:
                server = psutil.Process(act.db.execute(text("select pg_backend_pid()")).scalar_one())
                before = time.process_time() + sum(server.cpu_times()[:2])
                commands.run(act, bench.account)
                worked = time.process_time() + sum(server.cpu_times()[:2]) - before

        took = timed(run)
        told = bench.found()
        bench.engine.dispose()
    by_pass = judged(truth, told)
    explained = {
        line for said in told.values() for each in said if each in set(truth.same) for line in each[0]
    }
    wanted = {line for lines, _ in truth.same for line in lines}
    sure = ("reference", "slip", "unique")
    figures = [
        Figure(
            f"{len(truth.lines):,} lines against {len(truth.movements):,} movements, kept", took, "s", 2.0
        ),
        Figure("the same, processor time of both sides (the machine may be busy)", worked, "s", 2.0),
        Figure("recall, proposals included", len(explained) / len(wanted), "", 0.85, at_least=True),
    ]
    for how, (said, right) in sorted(by_pass.items()):
        target = 1.0 if how in sure else None
        figures.append(
            Figure(f"precision of «{how}» ({said:,} said)", right / said, "", target, at_least=True)
        )
    facts = {
        "lines": len(truth.lines),
        "movements": len(truth.movements),
        "seed": 4,
        "prepared_s": round(filled, 1),
    }
    report("reconcile", figures, **facts, said={how: list(pair) for how, pair in by_pass.items()})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
