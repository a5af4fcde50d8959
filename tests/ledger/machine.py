"""The journal against a model of thirty lines: random commands, same answers."""
# ruff: noqa: PT017 - a refusal is an answer too, and the model says which

import uuid
from typing import Any

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from caudal.ledger import queries
from tests.ledger.books import Books

Entry = tuple[list[str], list[int], list[int]]
"""Accounts, amounts in minor units, branches: one of each per line."""

BRANCHES = st.integers(0, 2)
MONEY = st.integers(1, 5000)
OTHER = st.sampled_from(["AR", "SALES", "BANK"])
MONTHS = st.sampled_from([202608, 202609, 202610])


class Journal(RuleBasedStateMachine):
    """Each example has a company and three branches of its own in `books`."""

    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.company, self.first = _company(self.books)
        self.held: dict[tuple[str, int], int] = {}
        self.done: list[tuple[uuid.UUID, int, Entry, int]] = []
        self.undone: set[int] = set()
        self.closed: set[int] = set()

    # ── what the model expects
    def is_closed(self, ym: int) -> bool:
        return any(ym <= month for month in self.closed)

    def overdraws(self, *entries: Entry) -> bool:
        after = dict(self.held)
        for accounts, amounts, branches in entries:
            for a, m, b in zip(accounts, amounts, branches, strict=True):
                after[a, b] = after.get((a, b), 0) + m
        return any(a == "CASH_T" and money < 0 for (a, _), money in after.items())

    def keep(self, entry: Entry) -> None:
        for a, m, b in zip(*entry, strict=True):
            self.held[a, b] = self.held.get((a, b), 0) + m

    # ── the commands
    def ask(self, key: uuid.UUID, entry: Entry, ym: int = 202610) -> tuple[int, bool]:
        accounts, amounts, branches = entry
        return self.books.post(
            [f"{a}@{self.company}" for a in accounts], amounts, p_idem=key, p_branch=branches[0],
            p_branches=branches, p_date=f"{ym // 100}-{ym % 100:02d}-05",
        )  # fmt: skip

    @rule(
        b=BRANCHES,
        other=OTHER,
        money=MONEY,
        out=st.booleans(),
        skew=st.sampled_from([0, 0, 0, 1]),
        ym=MONTHS,
    )
    def pay(self, b: int, other: str, money: int, out: bool, skew: int, ym: int) -> None:
        branch, sign, key = self.first + b, -1 if out else 1, uuid.uuid4()
        entry: Entry = (["CASH_T", other], [sign * money, -sign * money + skew * 7], [branch] * 2)
        try:
            number, replayed = self.ask(key, entry, ym)
        except psycopg.Error as error:
            expected = {"LG020"} if self.is_closed(ym) else {"LG001"} if skew else {"23514"}
            assert error.sqlstate in expected | ({"23514"} if skew and money == 7 else set()), error
            assert self.is_closed(ym) or skew or self.overdraws(entry)
            return
        assert not replayed
        assert not self.is_closed(ym)
        assert not skew
        assert not self.overdraws(entry)
        self.keep(entry)
        self.done.append((key, number, entry, ym))

    @rule(a=BRANCHES, b=BRANCHES, money=MONEY)
    def move_between_branches(self, a: int, b: int, money: int) -> None:
        here, there, key = self.first + a, self.first + b, uuid.uuid4()
        entry: Entry = (
            ["CASH_T", "INTERBRANCH", "INTERBRANCH", "CASH_T"], [-money, money, -money, money],
            [here, here, there, there],
        )  # fmt: skip
        try:
            number, _ = self.ask(key, entry)
        except psycopg.Error as error:
            assert error.sqlstate == ("LG020" if self.is_closed(202610) else "23514"), error
            assert self.is_closed(202610) or self.overdraws(entry)
            return
        assert not self.overdraws(entry)
        self.keep(entry)
        self.done.append((key, number, entry, 202610))

    @rule(b=BRANCHES, amounts=st.lists(st.integers(-900, 900).filter(bool), min_size=1, max_size=6))
    def post_a_batch(self, b: int, amounts: list[int]) -> None:
        branch = self.first + b
        entries: list[Entry] = [(["CASH_T", "AR"], [m, -m], [branch] * 2) for m in amounts]
        keys = [uuid.uuid4() for _ in amounts]
        try:
            answer = self.books.post_many(
                [([f"{a}@{self.company}" for a in e[0]], e[1]) for e in entries],
                idem=keys, branch=[branch] * len(keys),
            )  # fmt: skip
        except psycopg.Error as error:
            assert error.sqlstate == ("LG020" if self.is_closed(202610) else "23514"), error
            assert self.is_closed(202610) or self.overdraws(*entries)
            return
        assert not self.overdraws(*entries)
        assert answer[:2] == (len(keys), 0)
        for key, number, entry in zip(keys, answer[2], entries, strict=True):
            self.keep(entry)
            self.done.append((key, number, entry, 202610))

    @precondition(lambda self: self.done)
    @rule(data=st.data(), change=st.booleans())
    def ask_again(self, data: Any, change: bool) -> None:
        key, number, entry, ym = data.draw(st.sampled_from(self.done))
        accounts, amounts, branches = entry
        amounts = [m * 2 for m in amounts] if change else amounts
        try:
            answer = self.ask(key, (accounts, amounts, branches), ym)
        except psycopg.Error as error:
            assert change
            assert error.sqlstate == ("LG020" if self.is_closed(ym) else "LG030"), error
            return
        assert not change
        assert answer == (number, True)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        _, number, entry, _ = data.draw(st.sampled_from(self.done))
        accounts, amounts, branches = entry
        mirror: Entry = (accounts, [-m for m in amounts], branches)
        try:
            self.books.reverse(number)
        except psycopg.Error as error:
            if self.is_closed(202610):
                assert error.sqlstate == "LG020", error
            elif number in self.undone:
                assert error.diag.constraint_name == "entries_reverses", error
            else:
                assert error.diag.constraint_name == "balances_guard", error
                assert self.overdraws(mirror)
            return
        assert number not in self.undone
        assert not self.overdraws(mirror)
        self.undone.add(number)
        self.keep(mirror)

    @rule(ym=st.sampled_from([202607, 202608, 202609]))
    def close(self, ym: int) -> None:
        self.books.app.execute("select ledger.close_period(%s::smallint, %s, 'C')", (self.company, ym))
        self.closed.add(ym)

    @rule()
    def seal(self) -> None:
        self.books.seal()

    @invariant()
    def balances_are_the_model_s(self) -> None:
        live = dict(self.books.all(
            "select branch_id, posted from ledger.balances where branch_id between %s and %s",
            self.first, self.first + 2,
        ))  # fmt: skip
        assert live == {b: self.held.get(("CASH_T", b), 0) for b in live}
        assert all(money >= 0 for money in live.values())

    def teardown(self) -> None:
        moved = self.books.all(
            "select a.use, m.branch_id, m.debit - m.credit from ledger.moves(%s::smallint) m"
            " join ledger.accounts a on a.id = m.account_id", self.company,
        )  # fmt: skip
        found = {("CASH_T" if use == "CASH" else use, b): money for use, b, money in moved if money}
        assert found == {key: money for key, money in self.held.items() if money}


def machine(books: Books) -> type[Journal]:
    """The state machine over `books`."""
    return type("JournalOf", (Journal,), {"books": books})


def broken(books: Books) -> list[str]:
    """The names of the journal's own checks that do not hold."""
    return [
        c.name
        for c in queries.checks("caudal.ledger")
        if books.all(f"select 1 from ({c.sql}) broken limit 1")
    ]


def _company(books: Books) -> tuple[int, int]:
    """A new company with three branches and its accounts open; returns it and its first branch."""
    company = books.one("select max(id) + 1 from companies")
    first = books.one("select max(id) + 1 from branches")
    books.root.execute("insert into companies values (%s, 'Ejemplo', 'MX', 'mx')", (company,))
    books.root.execute(
        "insert into branches select g, %s, g::text, 'MX', 'MXN', 'America/Cancun'"
        " from generate_series(%s::int, %s::int) g",
        (company, first, first + 2),
    )
    for use in ("AR", "SALES", "BANK", "INTERBRANCH"):
        books.ids[f"{use}@{company}"] = books.one(
            "select ledger.account_for(%s::smallint, %s, 'MXN')", company, use
        )
    till = books.one(
        "select ledger.sub_account(%s::smallint, 'CASH', 'MXN', 'T', 'Caja', 1::smallint)", company
    )
    books.ids[f"CASH_T@{company}"] = till
    for branch in range(first, first + 3):
        books.root.execute("select ledger.open_box(%s, %s::smallint, 1::smallint, 0)", (till, branch))
    return company, first
