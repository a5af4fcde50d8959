"""Seals: nothing is skipped, and what is changed behind the triggers' back is found."""

import pytest

from tests.ledger.books import Books, refused, together, wait_for_a_lock

SLIP = (
    "insert into ledger.entries (company_id, branch_id, on_date, kind, idem, request_sha, actor, xid)"
    " select company_id, {branch}, on_date, kind, gen_random_uuid(), request_sha, actor, xid"
    " from ledger.entries where id = 2"
)
BREAK = {
    "a line changed": "update ledger.lines set amount = amount * 2 where entry_id = 2",
    "a party changed": "update ledger.lines set party_id = gen_random_uuid() where entry_id = 2 and line = 1",
    "a memo changed": "update ledger.entries set memo = 'otro' where id = 2",
    "an actor changed": "update ledger.entries set actor = 8 where id = 2",
    "a date changed": "update ledger.entries set created_at = created_at - interval '1 day' where id = 2",
    "a branch changed": "update ledger.entries set branch_id = 9 where id = 2",
    "an entry removed": "delete from ledger.lines where entry_id = 2;"
    " delete from ledger.entries where id = 2",
    "a line removed": "delete from ledger.lines where entry_id = 2 and line = 1",
    "two entries swapped": "update ledger.entries e set xid = o.xid from ledger.entries o"
    " where (e.id, o.id) in ((2, 6), (6, 2))",
    "an entry slipped into the past": SLIP.format(branch="branch_id"),
    "an entry slipped into a branch never sealed": SLIP.format(branch="12"),
    "a block removed": "delete from ledger.seals where branch_id = 3 and seq = 1",
    "the last block removed": "delete from ledger.seals where branch_id = 3 and seq = 2",
    "a block made up": "update ledger.seals set entries = entries + 1 where branch_id = 3 and seq = 2",
    "a link broken": "update ledger.seals set prev = '\\x01' where branch_id = 3 and seq = 2",
    "a transaction changed": "update ledger.entries set xid = xid - 1 where id = 1",
    "the tail cut": "delete from ledger.lines where entry_id > 3; delete from ledger.entries where id > 3;"
    " delete from ledger.seals where seq = 2",
    "a chain begun again": "update ledger.seals s set prev = '\\x01', hash = sha256('\\x01'::bytea"
    " || int8send(seq) || int8send(to_xid) || int8send(entries)"
    " || (select sha256(string_agg(ledger.entry_digest(e), '' order by e.xid, e.id)) from"
    " ledger.entries e where e.branch_id = 3 and e.id > 3)) where branch_id = 3 and seq = 2",
    "a watermark moved": "update ledger.seals set to_xid = to_xid + 1 where branch_id = 3 and seq = 2",
}


def sealed(books: Books) -> int:
    return books.one("select coalesce(sum(entries), 0) from ledger.seals")


def bad(books: Books) -> list[tuple]:
    return books.all("select * from ledger.seal_verify()")


class TestSeal:
    def test_makes_one_block_per_branch_that_moved(self, books: Books) -> None:
        assert books.seal() == 0
        for branch in (1, 1, 3):
            books.post(["BANK", "AR"], [1, -1], p_branch=branch)
        assert books.seal() == 2
        assert books.all("select branch_id, seq, entries, lines, debit from ledger.seals order by 1") == [
            (1, 1, 2, 4, 2), (3, 1, 1, 2, 1),
        ]  # fmt: skip
        assert books.seal() == 0
        assert bad(books) == []

    def test_never_skips_a_slow_post(self, books: Books) -> None:
        slow = books.connect()
        slow.execute("begin")
        books.post(["BANK", "AR"], [11, -11], slow, p_branch=3)
        for _ in range(4):
            books.post(["BANK", "AR"], [1, -1], p_branch=3)
        books.seal()
        assert sealed(books) == 0
        slow.execute("commit")
        books.seal()
        assert sealed(books) == 5
        assert bad(books) == []

    def test_seals_everything_once_while_others_post(self, books: Books) -> None:
        def work(number: int) -> None:
            db = books.connect()
            for i in range(40):
                if number < 2:
                    db.execute("select ledger.seal_all()")
                else:
                    books.post(["BANK", "AR"], [1, -1], db, p_branch=1 + i % 4)

        together(6, work)
        books.seal()
        assert sealed(books) == books.one("select count(*) from ledger.entries") == 160
        assert bad(books) == []
        assert books.one("select sum(debit) from ledger.day_balances") == 160
        assert books.one("select sum(credit) from ledger.month_balances") == 160

    def test_adds_each_block_to_the_day_and_the_month(self, books: Books) -> None:
        for day in ("2026-10-05", "2026-10-05", "2026-10-06"):
            books.post(["BANK", "AR"], [5, -5], p_date=day)
            books.seal()
        days = "select on_date::text, debit, credit from ledger.day_balances where account_id = %s order by 1"
        assert books.all(days, books.ids["BANK"]) == [("2026-10-05", 10, 0), ("2026-10-06", 5, 0)]
        months = "select ym, debit, credit from ledger.month_balances where account_id = %s"
        assert books.all(months, books.ids["AR"]) == [(202610, 0, 15)]

    def test_waits_for_another_sealer(self, books: Books) -> None:
        books.post(["BANK", "AR"], [1, -1])
        first, second = books.connect(), books.connect()
        first.execute("begin")
        first.execute("select ledger.seal_all()")

        def work(number: int) -> None:
            if number == 0:
                second.execute("select ledger.seal_all()")
                return
            wait_for_a_lock(books)
            first.execute("commit")

        together(2, work)
        assert sealed(books) == 1
        assert bad(books) == []

    def test_refuses_a_counter_that_went_back(self, books: Books) -> None:
        books.root.execute("update ledger.seal_state set upto = upto + 1000000")
        with refused("LG050"):
            books.seal()

    def test_has_a_root_that_changes_with_every_block(self, books: Books) -> None:
        roots = set()
        for _ in range(3):
            books.post(["BANK", "AR"], [1, -1])
            books.seal()
            roots.add(books.one("select ledger.seal_root()"))
        assert len(roots) == 3


class TestSealVerify:
    @pytest.mark.parametrize("what", BREAK)
    def test_finds(self, books: Books, what: str) -> None:
        for _ in range(2):
            for _ in range(3):
                books.post(["BANK", "AR"], [10, -10], p_branch=3, p_memo="memo")
            books.seal()
        assert bad(books) == []
        for table in ("entries", "lines", "seals"):
            books.root.execute(f"alter table ledger.{table} disable trigger frozen")  # type: ignore[arg-type]
        books.root.execute(BREAK[what])  # type: ignore[call-overload]
        assert bad(books) != []
