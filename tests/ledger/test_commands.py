"""The ledger as rooms use it: roles for accounts, money for cents, problems for codes."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.engine import Engine

from caudal.kernel import db
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books_of
from caudal.ledger.rules import NewEntry, Use, credit, debit
from tests.ledger.acting import TODAY, acting
from tests.ledger.books import Books


@pytest.fixture
def engine(books: Books) -> Iterator[Engine]:
    made = db.connect(books.url, pool_size=2)
    yield made
    made.dispose()


def mxn(amount: int | str) -> Money:
    return Money.of(amount, "MXN")


def pay(act, amount: int = 100, **more) -> int:
    lines = [debit(Use.BANK, mxn(amount)), credit(Use.AR, mxn(amount))]
    return ledger.post(act, **{"kind": "payment", "source": "payments:1", "lines": lines, **more})


class TestPost:
    def test_writes_what_the_act_says(self, engine: Engine, books: Books) -> None:
        party, doc = uuid.uuid4(), uuid.uuid4()
        lines = [debit(Use.BANK, mxn("12.50")), credit(Use.AR, mxn("12.50"), party=party, doc=doc)]
        with acting(engine) as act:
            number = ledger.post(act, kind="payment", source="payments:1", lines=lines, memo="Abono")
        with acting(engine) as later:
            entry = books_of.entry(later, number)
        assert (entry.on, entry.kind, entry.source, entry.memo) == (TODAY, "payment", "payments:1", "Abono")
        assert (entry.actor, entry.act_id, entry.reason, entry.branch_id) == (7, act.id, "prueba", 1)
        assert [(x.code, x.amount, x.party, x.doc) for x in entry.lines] == [
            ("102.01", mxn("12.50"), None, None),
            ("105.01", mxn("-12.50"), party, doc),
        ]

    def test_opens_the_accounts_it_needs(self, engine: Engine, books: Books) -> None:
        cop = Money.of(5, "COP")
        with acting(engine) as act:
            ledger.post(
                act, kind="x", source="x:1", lines=[debit(Use.LATE_FEES, cop), credit(Use.INTEREST, cop)]
            )
        assert (
            books.one("select count(*) from ledger.accounts where currency = 'COP' and company_id = 1") == 2
        )

    def test_forgets_an_account_that_was_rolled_back(self, engine: Engine) -> None:
        cop = Money.of(5, "COP")
        lines = [debit(Use.LATE_FEES, cop), credit(Use.INTEREST, cop)]
        for keep in (False, True, True):
            with acting(engine, keep=keep) as act:
                ledger.post(act, kind="x", source="x:1", lines=lines)
                ledger.post(act, kind="x", source="x:1", lines=lines)

    def test_refuses_a_remembered_account_that_is_another_now(self, engine: Engine, books: Books) -> None:
        with acting(engine) as act:
            pay(act)
        ledger._known[engine][1, "BANK", "MXN"] = books.ids["SALES"]
        with pytest.raises(ledger.UnknownAccount), acting(engine) as act:
            pay(act)
        with acting(engine) as act:
            pay(act)

    def test_takes_its_date_branch_and_key(self, engine: Engine, books: Books) -> None:
        key = uuid.uuid4()
        with acting(engine, branch=2) as act:
            first = pay(act, idem=key, on=date(2026, 9, 1))
            assert pay(act, idem=key, on=date(2026, 9, 1)) == first
        assert books.all("select branch_id, on_date::text, idem from ledger.entries") == [
            (2, "2026-09-01", key)
        ]

    def test_says_how_much_is_missing(self, engine: Engine) -> None:
        lines = [debit(Use.BANK, mxn(100)), credit(Use.AR, mxn(99))]
        with pytest.raises(ledger.Unbalanced, match=r"sucursal 1: 1\.00 MXN"), acting(engine) as act:
            ledger.post(act, kind="x", source="x:1", lines=lines)


def till(act) -> int:
    account = ledger.sub_account(act, Use.CASH, "MXN", code_suffix="9", name="Caja 9")
    ledger.open_box(act, account, 1)
    return account


REFUSALS = {
    "a closed month": (ledger.PeriodClosed, lambda act: pay(act, on=date(2020, 1, 1))),
    "another branch": (Forbidden, lambda act: pay(_elsewhere(act))),
    "a used key": (ledger.KeyReused, lambda act: [pay(act, n, idem=uuid.UUID(int=1)) for n in (1, 2)]),
    "a foreign account": (ledger.UnknownAccount, lambda act: _between(act, 999_999, Use.AR)),
    "an account of another currency": (ledger.UnknownAccount, lambda act: _between(act, _usd(act), Use.AR)),
    "an empty till": (ledger.InsufficientFunds, lambda act: _between(act, Use.AR, till(act))),
    "a till not open": (ledger.BoxNotOpen, lambda act: _between(act, _shut(act), Use.AR)),
    "one line": (ledger.InvalidEntry, lambda act: ledger.post(act, kind="x", source="x:1", lines=[])),
    "another guard": (
        ledger.InvalidEntry,
        lambda act: [
            ledger.sub_account(act, Use.CASH, "MXN", code_suffix="8", name="x", guard=g) for g in (1, 0)
        ],
    ),
    "an unknown month": (ledger.InvalidEntry, lambda act: ledger.close_period(act, 202613, "C")),
    "an unknown entry": (NotFound, lambda act: ledger.reverse(act, 999_999)),
    "a second reversal": (
        ledger.AlreadyReversed,
        lambda act: [ledger.reverse(act, n) for n in [pay(act)] * 2],
    ),
    "a reversal of a reversal": (
        ledger.AlreadyReversed,
        lambda act: ledger.reverse(act, ledger.reverse(act, pay(act))),
    ),
    "a batch with a used key": (
        ledger.KeyReused,
        lambda act: ledger.post_many(act, [_new(n, uuid.UUID(int=9)) for n in (1, 2)]),
    ),
}


def _between(act, left: int | Use, right: int | Use) -> int:
    lines = [debit(left, mxn(5)), credit(right, mxn(5))]
    return ledger.post(act, kind="x", source="x:1", lines=lines)


def _elsewhere(act):
    return type(act)(act.id, act.db, act.actor, act.at, act.business_date, type(act.place)(9, "", "api"), "")


def _usd(act) -> int:
    return ledger.account(act, Use.BANK, "USD")


def _shut(act) -> int:
    return ledger.sub_account(act, Use.CASH, "MXN", code_suffix="7", name="Caja 7")


def _new(amount: int, idem: uuid.UUID | None = None, **more) -> NewEntry:
    lines = [debit(Use.AR, mxn(amount)), credit(Use.OPENING, mxn(amount))]
    return NewEntry("opening", f"intake:{amount}", lines, idem=idem, **more)


class TestRefusals:
    @pytest.mark.parametrize("what", REFUSALS)
    def test_is_a_problem_without_the_row(self, engine: Engine, books: Books, what: str) -> None:
        problem, attempt = REFUSALS[what]
        books.close(202001)
        with pytest.raises(problem) as caught, acting(engine, permissions=frozenset({"books.close"})) as act:
            attempt(act)
        said = caught.value.detail
        assert isinstance(caught.value, Problem)
        assert said
        assert "DETAIL" not in said
        assert "ledger." not in said
        assert caught.value.__cause__ is None

    def test_lets_those_who_close_adjust(self, engine: Engine, books: Books) -> None:
        books.close(202610, "S")
        with pytest.raises(ledger.PeriodClosed, match="10/2026"), acting(engine) as act:
            pay(act)
        with acting(engine, permissions=frozenset({"books.close"})) as act:
            ledger.reverse(act, pay(act))
            ledger.post_many(act, [_new(5)])


class TestPostMany:
    def test_posts_each_with_its_own_key_date_and_branch(self, engine: Engine, books: Books) -> None:
        entries = [_new(n, uuid.uuid4(), on=date(2026, 9, n), branch=n, memo=f"núm. {n}") for n in (1, 2, 3)]
        with acting(engine) as act:
            done = ledger.post_many(act, entries)
            again = ledger.post_many(act, [*entries, _new(4)])
        assert (done.posted, done.replayed) == (3, 0)
        assert (again.posted, again.replayed, again.ids[:3]) == (1, 3, done.ids)
        assert books.all(
            "select branch_id, on_date::text, memo, source from ledger.entries where id = any(%s) order by 1",
            done.ids,
        ) == [(n, f"2026-09-0{n}", f"núm. {n}", f"intake:{n}") for n in (1, 2, 3)]

    def test_takes_more_than_one_batch(self, engine: Engine, books: Books) -> None:
        with acting(engine) as act:
            done = ledger.post_many(act, [_new(1)] * 5_100)
        assert (done.posted, len(done.ids)) == (5_100, 5_100)
        assert books.one("select count(*) from ledger.lines") == 10_200

    def test_takes_nothing_as_nothing(self, engine: Engine) -> None:
        with acting(engine) as act:
            assert ledger.post_many(act, []) == ledger.PostedMany(0, 0, [])

    def test_keeps_parties_documents_and_text_as_given(self, engine: Engine, books: Books) -> None:
        party, doc, memo = uuid.uuid4(), uuid.uuid4(), 'Ñandú, "comillas" {llaves} \\ y NULL'
        lines = [debit(Use.AR, mxn(1), party=party, doc=doc), credit(Use.OPENING, mxn(1))]
        with acting(engine) as act:
            ledger.post_many(
                act, [NewEntry("opening", "NULL", lines, memo=memo), NewEntry("opening", "", lines)]
            )
        assert books.all("select source, memo from ledger.entries order by id") == [
            ("NULL", memo),
            ("", None),
        ]
        assert books.all("select distinct party_id, doc_id from ledger.lines where amount > 0") == [
            (party, doc)
        ]
