"""What the books answer to the rooms above."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.engine import Engine

from caudal.kernel import db
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, NotFound
from caudal.ledger import commands as ledger
from caudal.ledger import queries
from caudal.ledger.queries import Check, EntryFilter
from caudal.ledger.rules import Use, credit, debit
from tests.ledger import server
from tests.ledger.acting import TODAY, acting
from tests.ledger.books import Books


@pytest.fixture
def engine(books: Books) -> Iterator[Engine]:
    made = db.connect(books.url, pool_size=2)
    yield made
    made.dispose()


def mxn(amount: int | str) -> Money:
    return Money.of(amount, "MXN")


def sell(act, amount: int = 100, **more) -> int:
    lines = [debit(Use.AR, mxn(amount)), credit(Use.SALES, mxn(amount))]
    return ledger.post(act, **{"kind": "sale", "source": "receivables:1", "lines": lines, **more})


class TestBalance:
    def test_is_of_a_role_or_an_account_at_a_date_and_branch(self, engine: Engine) -> None:
        with acting(engine) as act:
            sell(act, 100, on=date(2026, 9, 30))
            sell(act, 20)
        with acting(engine, branch=2) as act:
            sell(act, 3)
        with acting(engine) as act:
            receivable = ledger.account(act, Use.AR, "MXN")
            assert queries.balance(act, Use.AR, "MXN") == mxn(123)
            assert queries.balance(act, receivable, "MXN", on=date(2026, 9, 30)) == mxn(100)
            assert queries.balance(act, Use.AR, "MXN", branch=2) == mxn(3)
            assert queries.balance(act, Use.SALES, "MXN", on=TODAY) == mxn(-123)
            assert queries.balance(act, receivable, "USD") == Money.of(0, "USD")
        with acting(engine, branches=(2,), branch=2) as act:
            assert queries.balance(act, Use.AR, "MXN") == mxn(3)

    def test_of_a_role_includes_its_sub_accounts(self, engine: Engine) -> None:
        with acting(engine) as act:
            till = ledger.sub_account(act, Use.CASH, "MXN", code_suffix="9", name="Caja 9")
            ledger.open_box(act, till, 1, floor=mxn(-10))
            for account in (till, Use.CASH):
                ledger.post(act, kind="x", source="x", lines=[debit(account, mxn(5)), credit(Use.AR, mxn(5))])
            assert queries.balance(act, Use.CASH, "MXN") == mxn(10)
            assert queries.balance(act, till, "MXN") == mxn(5)


class TestReports:
    def test_trial_balance_adds_up(self, engine: Engine) -> None:
        with acting(engine) as act:
            sell(act, 100)
            rows = queries.trial_balance(act)
            assert [(r.code, r.class_, r.debit, r.credit, r.balance) for r in rows] == [
                ("105.01", "A", mxn(100), mxn(0), mxn(100)),
                ("401.01", "I", mxn(0), mxn(100), mxn(-100)),
            ]
            assert queries.trial_balance(act, on=date(2026, 1, 1)) == []

    def test_statement_carries_the_balance(self, engine: Engine) -> None:
        with acting(engine) as act:
            sell(act, 100, on=date(2026, 9, 1))
            sell(act, 20)
            number = ledger.account(act, Use.AR, "MXN")
            rows = queries.statement(act, number, date(2026, 10, 1), TODAY)
            assert [(r.amount, r.balance) for r in rows] == [(mxn(20), mxn(120))]
            with pytest.raises(NotFound):
                queries.statement(act, 999_999, TODAY, TODAY)

    def test_accounts_are_listed_by_code(self, engine: Engine) -> None:
        with acting(engine) as act:
            listed = queries.accounts(act, currency="USD")
            assert [a.code for a in listed] == sorted(a.code for a in listed)
            assert {a.currency for a in listed} == {"USD"}
            assert [a.use for a in queries.accounts(act, Use.BANK, "MXN")] == ["BANK"]

    def test_months_with_a_status(self, engine: Engine, books: Books) -> None:
        books.close(202601)
        with acting(engine) as act:
            assert [row[:3] for row in queries.months(act)] == [(202601, "C", 7)]


class TestEntries:
    def test_are_read_page_by_page_the_latest_first(self, engine: Engine) -> None:
        with acting(engine) as act:
            made = [sell(act, n, on=date(2026, 9, 1 + n % 3)) for n in range(1, 8)]
            seen: list[int] = []
            after = None
            while True:
                page = queries.entries(act, limit=3, after=after)
                seen += [entry.id for entry in page.items]
                after = page.next
                if after is None:
                    break
        assert sorted(seen) == made
        assert len(seen) == 7
        assert seen[0] == made[4]  # the 3rd of September, the last written

    def test_can_be_filtered(self, engine: Engine) -> None:
        party, doc = uuid.uuid4(), uuid.uuid4()
        lines = [debit(Use.AR, mxn(1), party=party, doc=doc), credit(Use.SALES, mxn(1))]
        with acting(engine) as act:
            other = sell(act, on=date(2026, 9, 1))
            wanted = ledger.post(act, kind="fee", source="loans:1", lines=lines)
            income = ledger.account(act, Use.SALES, "MXN")

            def found(**which) -> list[int]:
                return [e.id for e in queries.entries(act, EntryFilter(**which)).items]

            assert (
                found(source="loans:1")
                == found(kind="fee")
                == found(party=party)
                == found(doc=doc)
                == [wanted]
            )
            assert found(since=TODAY) == [wanted]
            assert found(until=date(2026, 9, 30)) == [other]
            assert found(account_id=income) == found(act_id=act.id) == found(branch_id=1) == [wanted, other]
            assert found(source="nothing") == []

    def test_know_their_reversal(self, engine: Engine) -> None:
        with acting(engine) as act:
            first = sell(act)
            undo = ledger.reverse(act, first, memo="error de captura")
            assert queries.entry(act, first).reversed_by == undo
            assert queries.entry(act, undo).reverses == first
            assert queries.entry(act, first).folio == f"AS-{first:06d}"

    def test_out_of_reach_do_not_exist(self, engine: Engine) -> None:
        with acting(engine) as act:
            number = sell(act)
        with acting(engine, branch=2, branches=(2,)) as act:
            with pytest.raises(NotFound):
                queries.entry(act, number)
            assert queries.entries(act).items == []


BREAK = {
    "balanced": "update ledger.lines set amount = amount + 1 where entry_id = 1 and line = 1",
    "whole": "delete from ledger.lines where entry_id = 1",
    "anchored": "update ledger.lines set branch_id = 90 where entry_id = 1",
    "between_branches": "update ledger.lines l set account_id = a.id from ledger.accounts a"
    " where l.entry_id = 1 and l.line = 1 and a.use = 'INTERBRANCH' and a.currency = 'MXN'",
    "live_balances": "update ledger.balances set posted = posted + 1 where guard = 1",
    "day_balances": "update ledger.day_balances set debit = debit + 1",
    "month_balances": "update ledger.month_balances set debit = debit + 1",
    "reversed_once": "update ledger.lines set amount = amount * 2 where entry_id = 2",
    "closed_months": "insert into ledger.periods values (1, 202610, 'C', 7, now() - interval '1 day')",
    "seals": "update ledger.entries set memo = 'otro' where id = 1",
    "sealed_or_waiting": "delete from ledger.entries where id = 1",
    "watched": "alter table ledger.lines disable trigger balanced",
}


class TestVerify:
    def test_finds_nothing_in_good_books(self, engine: Engine, books: Books) -> None:
        self._fill(books)
        with acting(engine, everywhere=True) as act:
            assert queries.verify(act) == []

    @pytest.mark.parametrize("what", BREAK)
    def test_finds(self, engine: Engine, books: Books, what: str) -> None:
        self._fill(books)
        for table in ("entries", "lines", "accounts"):
            books.root.execute(f"alter table ledger.{table} disable trigger user")
        books.root.execute("alter table ledger.lines drop constraint lines_entry_id_fkey")
        books.root.execute("alter table ledger.entries drop constraint entries_reverses_fkey")
        books.root.execute(BREAK[what])
        if what != "watched":
            server.run(books.root, server.objects("guards"))
        with acting(engine, everywhere=True) as act:
            found = {finding.check: finding for finding in queries.verify(act)}
        assert what in found
        assert found[what].count > 0
        assert found[what].says
        assert 1 <= len(found[what].sample) <= 5

    def test_takes_the_checks_of_other_rooms(self, engine: Engine) -> None:
        never = Check("never", "Nunca pasa", "select 1 as one where false")
        always = Check("always", "Siempre pasa", "select g as number from generate_series(1, 9) g")
        with acting(engine, everywhere=True) as act:
            assert queries.findings(act, never) is None
            [found] = queries.verify(act, [never, always])
        assert (found.check, found.count, found.sample[0]) == ("always", 9, {"number": 1})

    def test_needs_to_see_every_branch(self, engine: Engine) -> None:
        with acting(engine) as act, pytest.raises(Forbidden):
            queries.verify(act)

    def test_root_is_a_hash(self, engine: Engine) -> None:
        with acting(engine, everywhere=True) as act:
            ledger.seal(act)
            assert len(queries.seal_root(act)) == 64

    def _fill(self, books: Books) -> None:
        entry, _ = books.post(["CASH_T", "AR"], [50, -50])
        books.reverse(entry)
        books.post(["BANK", "INTERBRANCH", "INTERBRANCH", "AR"], [5, -5, 5, -5], p_branches=[1, 1, 2, 2])
        books.seal()
