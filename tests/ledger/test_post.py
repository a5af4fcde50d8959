"""The one door: what it writes, what it refuses, and the same request twice."""

import uuid

import pytest

from tests.ledger.books import Books, refused


class TestPost:
    def test_writes_an_entry_with_its_lines(self, books: Books) -> None:
        party, doc = uuid.uuid4(), uuid.uuid4()
        entry, replayed = books.post(
            ["BANK", "AR"], [500, -500], p_kind="payment", p_source="payments:1", p_memo="abono",
            p_parties=[None, party], p_docs=[None, doc],
        )  # fmt: skip
        assert not replayed
        assert books.all(
            "select kind, source, memo, actor, ip, branch_id, company_id from ledger.entries where id = %s",
            entry,
        ) == [("payment", "payments:1", "abono", 7, "10.0.0.1", 1, 1)]
        assert books.all(
            "select line, account_id, currency, amount, party_id, doc_id from ledger.lines where"
            " entry_id = %s"
            " order by line", entry,
        ) == [
            (1, books.ids["BANK"], "MXN", 500, None, None),
            (2, books.ids["AR"], "MXN", -500, party, doc),
        ]  # fmt: skip

    @pytest.mark.parametrize("amounts", [[100, -99], [100, 100], [-100, 99]])
    def test_refuses_what_does_not_sum_to_zero(self, books: Books, amounts: list[int]) -> None:
        with refused("LG001"):
            books.post(["BANK", "AR"], amounts)

    def test_refuses_an_entry_that_only_balances_across_branches(self, books: Books) -> None:
        with refused("LG001"):
            books.post(["BANK", "AR"], [100, -100], p_branches=[1, 2])

    def test_refuses_an_entry_that_only_balances_across_currencies(self, books: Books) -> None:
        with refused("LG001"):
            books.post(["BANK", "BANK_USD"], [100, -100])

    def test_moves_between_branches_through_their_account(self, books: Books) -> None:
        books.post(
            ["BANK", "INTERBRANCH", "INTERBRANCH", "AR"], [100, -100, 100, -100], p_branches=[1, 1, 2, 2]
        )
        assert books.all("select branch_id, sum(amount) from ledger.lines group by 1 order by 1") == [
            (1, 0),
            (2, 0),
        ]

    def test_exchanges_currencies_through_the_position(self, books: Books) -> None:
        books.post(["BANK", "FX", "FX_USD", "BANK_USD"], [1900, -1900, 100, -100])
        assert books.all("select currency, sum(amount) from ledger.lines group by 1 order by 1") == [
            ("MXN", 0), ("USD", 0),
        ]  # fmt: skip

    def test_refuses_an_account_that_does_not_exist(self, books: Books) -> None:
        with refused("LG011"):
            books.post(["BANK", "NOBODY"], [1, -1])

    def test_refuses_an_account_of_another_company(self, books: Books) -> None:
        with refused("LG011"):
            books.post(["BANK", "BANK_COP"], [1, -1])

    def test_refuses_an_inactive_account(self, books: Books) -> None:
        books.root.execute("update ledger.accounts set active = false where id = %s", (books.ids["AR"],))
        with refused("LG011"):
            books.post(["BANK", "AR"], [1, -1])

    def test_refuses_a_currency_that_is_not_the_account_s(self, books: Books) -> None:
        books.post(["BANK", "AR"], [1, -1], p_currencies=["MXN", "MXN"])
        with refused("LG011"):
            books.post(["BANK", "AR"], [1, -1], p_currencies=["USD", "USD"])

    def test_refuses_an_account_with_another_use(self, books: Books) -> None:
        books.post(["BANK", "AR"], [1, -1], p_uses=["BANK", None])
        with refused("LG011"):
            books.post(["BANK", "AR"], [1, -1], p_uses=["AR", "BANK"])
        with refused("LG011"):  # a till has the use of its parent, and isn't it
            books.post(["CASH_T", "AR"], [1, -1], p_uses=["CASH", None])

    def test_refuses_branches_that_are_not_of_the_company(self, books: Books) -> None:
        with refused("LG011"):
            books.post(["BANK", "AR"], [1, -1], p_branch=99)
        with refused("LG011"):
            books.post(["BANK", "AR"], [1, -1], p_branches=[77, 77])
        with refused("LG011"):
            books.post(["BANK", "AR"], [1, -1], p_branches=[90, 90])

    def test_refuses_a_branch_out_of_the_actor_s_reach(self, books: Books) -> None:
        cashier = books.connect(branches="2,3")
        books.post(["BANK", "AR"], [1, -1], cashier, p_branch=3)
        with refused("LG015"):
            books.post(["BANK", "AR"], [1, -1], cashier, p_branch=1)
        with refused("LG015"):
            books.post_many([(["BANK", "AR"], [1, -1])], cashier)

    def test_refuses_too_few_lines_and_uneven_arrays(self, books: Books) -> None:
        with refused("LG010"):
            books.post(["BANK"], [1])
        with refused("LG010"):
            books.post(["BANK", "AR"], [1, -1, 3])
        with refused("LG010"):
            books.post(["BANK", "AR"], [1, -1], p_branches=[1])
        with refused("LG010"):
            books.post(["BANK", "AR"] * 501, [1, -1] * 501)

    def test_refuses_a_zero_line(self, books: Books) -> None:
        with refused("23514", "lines_amount"):
            books.post(["BANK", "AR"], [0, 0])

    def test_refuses_an_entry_without_an_actor(self, books: Books) -> None:
        with refused("23502"):
            books.post(["BANK", "AR"], [1, -1], books.connect(actor=""))

    def test_refuses_a_frozen_snapshot(self, books: Books) -> None:
        frozen = books.connect()
        frozen.execute("set default_transaction_isolation = 'repeatable read'")
        with refused("LG012"):
            books.post(["BANK", "AR"], [1, -1], frozen)
        with refused("LG012"):
            books.post_many([(["BANK", "AR"], [1, -1])], frozen)


class TestKey:
    def test_gives_the_same_entry_back(self, books: Books) -> None:
        key = uuid.uuid4()
        first = books.post(["BANK", "AR"], [5, -5], p_idem=key)
        again = books.post(["BANK", "AR"], [5, -5], p_idem=key)
        assert again == (first[0], True)
        assert books.one("select count(*) from ledger.lines") == 2

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ({}, {"p_branch": 2}),
            ({}, {"p_kind": "other"}),
            ({}, {"p_date": "2026-10-06"}),
            ({"p_memo": "a"}, {"p_memo": None}),
            ({"p_memo": "a", "p_source": None}, {"p_memo": None, "p_source": "a"}),
            ({"p_memo": "a|b", "p_source": "c"}, {"p_memo": "a", "p_source": "b|c"}),
            ({}, {"p_parties": [None, uuid.uuid4()]}),
            ({}, {"p_docs": [None, uuid.uuid4()]}),
            ({}, {"p_branches": [2, 2]}),
        ],
    )
    def test_refuses_the_same_key_with_another_content(self, books: Books, first: dict, second: dict) -> None:
        key = uuid.uuid4()
        books.post(["BANK", "AR"], [5, -5], p_idem=key, **first)
        with refused("LG030"):
            books.post(["BANK", "AR"], [5, -5], p_idem=key, **second)

    def test_refuses_the_same_key_with_another_amount(self, books: Books) -> None:
        key = uuid.uuid4()
        books.post(["BANK", "AR"], [5, -5], p_idem=key)
        with refused("LG030"):
            books.post(["BANK", "AR"], [6, -6], p_idem=key)
        with refused("LG030"):
            books.post_many([(["BANK", "AR"], [6, -6])], idem=[key])

    def test_is_shared_by_both_doors(self, books: Books) -> None:
        key, other = uuid.uuid4(), uuid.uuid4()
        entry, _ = books.post(["BANK", "AR"], [5, -5], p_idem=key, p_memo="x", p_branches=[1, 1])
        assert books.post_many([(["BANK", "AR"], [5, -5])], idem=[key], memo=["x"]) == (0, 1, [entry])
        entry = books.post_many(
            [(["BANK", "INTERBRANCH", "INTERBRANCH", "AR"], [5, -5, 5, -5])],
            idem=[other],
            line_branches=[1, 1, 2, 2],
        )[2][0]
        again = books.post(
            ["BANK", "INTERBRANCH", "INTERBRANCH", "AR"],
            [5, -5, 5, -5],
            p_idem=other,
            p_branches=[1, 1, 2, 2],
        )
        assert again == (entry, True)


class TestPostMany:
    def test_writes_each_entry_in_the_order_asked(self, books: Books) -> None:
        keys = [uuid.UUID(int=3), uuid.UUID(int=1), uuid.UUID(int=2)]
        posted, replayed, ids = books.post_many(
            [(["BANK", "AR"], [i, -i]) for i in (30, 10, 20)],
            idem=keys,
            branch=[1, 2, 3],
            source=["a", "b", "c"],
        )
        assert (posted, replayed) == (3, 0)
        assert [books.one("select source from ledger.entries where id = %s", i) for i in ids] == [
            "a",
            "b",
            "c",
        ]
        assert [books.one("select max(amount) from ledger.lines where entry_id = %s", i) for i in ids] == [
            30,
            10,
            20,
        ]
        assert [books.one("select max(branch_id) from ledger.lines where entry_id = %s", i) for i in ids] == [
            1,
            2,
            3,
        ]

    def test_writes_all_or_nothing(self, books: Books) -> None:
        with refused("LG001"):  # two that are wrong by as much, each its way
            books.post_many([(["BANK", "AR"], [5, -4]), (["BANK", "AR"], [4, -5])])
        for bad, code in (([5, -4], "LG001"), ([0, 0], "23514")):
            with refused(code):
                books.post_many([(["BANK", "AR"], [1, -1]), (["BANK", "AR"], bad)])
        with refused("LG011"):
            books.post_many([(["BANK", "AR"], [1, -1]), (["BANK", "NOBODY"], [1, -1])])
        assert books.one("select count(*) from ledger.entries") == 0

    def test_refuses_bad_shapes_branches_and_uses(self, books: Books) -> None:
        with refused("LG010"):
            books.post_many([(["BANK", "AR"], [1, -1]), (["BANK"], [1])])
        with refused("LG011"):
            books.post_many([(["BANK", "AR"], [1, -1])], branch=[99])
        with refused("LG011"):
            books.post_many([(["BANK", "AR"], [1, -1])] * 2, branch=[1, 90])
        with refused("LG011"):
            books.post_many([(["BANK", "AR"], [1, -1])], line_branches=[90, 90])
        with refused("LG011"):
            books.post_many([(["BANK", "AR"], [1, -1])], uses=["AR", None])

    def test_takes_a_repeated_key_once(self, books: Books) -> None:
        key = uuid.uuid4()
        posted, replayed, ids = books.post_many([(["BANK", "AR"], [7, -7])] * 3, idem=[key] * 3)
        assert (posted, replayed, len(set(ids))) == (1, 2, 1)
        assert books.one("select count(*) from ledger.lines") == 2
        with refused("LG030"):
            books.post_many(
                [(["BANK", "AR"], [7, -7]), (["BANK", "AR"], [8, -8])], idem=[uuid.UUID(int=5)] * 2
            )

    def test_sums_a_guarded_account_once(self, books: Books) -> None:
        books.post_many([(["CASH_T", "SALES"], [10, -10]), (["CASH_T", "SALES"], [-4, 4])])
        assert books.all("select posted, version from ledger.balances where posted <> 0") == [(6, 1)]
        with refused("23514", "balances_guard"):
            books.post_many([(["CASH_T", "SALES"], [-4, 4]), (["CASH_T", "SALES"], [-4, 4])])

    def test_refuses_a_box_that_is_not_open(self, books: Books) -> None:
        books.root.execute("delete from ledger.balances where branch_id = 5")
        with refused("LG013"):
            books.post_many([(["CASH_T", "SALES"], [10, -10])], branch=[5])
        with refused("LG013"):
            books.post(["CASH_T", "SALES"], [10, -10], p_branch=5)


class TestReverse:
    def test_leaves_every_line_at_zero(self, books: Books) -> None:
        party = uuid.uuid4()
        entry, _ = books.post(
            ["BANK", "INTERBRANCH", "INTERBRANCH", "AR"], [9, -9, 9, -9],
            p_branches=[1, 1, 2, 2], p_source="s",
            p_parties=[None, None, None, party],
        )  # fmt: skip
        undo, _ = books.reverse(entry)
        assert books.all(
            "select account_id, branch_id, party_id from ledger.lines group by 1, 2, 3 having"
            " sum(amount) <> 0"
        ) == []  # fmt: skip
        assert books.all("select reverses, source, kind from ledger.entries where id = %s", undo) == [
            (entry, "s", "test")
        ]

    def test_happens_once(self, books: Books) -> None:
        entry, _ = books.post(["BANK", "AR"], [9, -9])
        key = uuid.uuid4()
        undo = books.reverse(entry, key)
        assert books.reverse(entry, key) == (undo[0], True)
        with refused("23505", "entries_reverses"):
            books.reverse(entry)

    def test_refuses_a_reversal_or_an_unknown_entry(self, books: Books) -> None:
        entry, _ = books.post(["BANK", "AR"], [9, -9])
        with refused("LG018"):
            books.reverse(books.reverse(entry)[0])
        with refused("LG017"):
            books.reverse(999_999)

    def test_refuses_a_reversal_that_is_not_a_mirror(self, books: Books) -> None:
        entry, _ = books.post(["BANK", "AR"], [9, -9])
        for accounts, amounts in ((["BANK", "AR"], [-8, 8]), (["AR", "BANK"], [-9, 9]),
                                  (["BANK", "AR", "BANK", "AR"], [-9, 9, 1, -1])):  # fmt: skip
            with refused("LG016"):
                books.post(accounts, amounts, p_reverses=entry)

    def test_refuses_to_overdraw_the_till(self, books: Books) -> None:
        entry, _ = books.post(["CASH_T", "AR"], [9, -9])
        books.post(["CASH_T", "BANK"], [-5, 5])
        with refused("23514", "balances_guard"):
            books.reverse(entry)

    def test_refuses_a_branch_out_of_reach(self, books: Books) -> None:
        entry, _ = books.post(["BANK", "AR"], [9, -9])
        with refused("LG015"):
            books.reverse(entry, db=books.connect(branches="2"))


class TestGuard:
    def test_keeps_a_till_at_or_above_its_floor(self, books: Books) -> None:
        books.post(["CASH_T", "SALES"], [100, -100])
        books.post(["CASH_T", "BANK"], [-100, 100])
        with refused("23514", "balances_guard"):
            books.post(["CASH_T", "BANK"], [-1, 1])

    def test_keeps_a_wallet_at_or_below_its_ceiling(self, books: Books) -> None:
        books.post(["CREDIT_T", "AR"], [-100, 100])
        books.post(["CREDIT_T", "AR"], [100, -100])
        with refused("23514", "balances_guard"):
            books.post(["CREDIT_T", "AR"], [1, -1])

    def test_counts_each_branch_apart(self, books: Books) -> None:
        books.post(["CASH_T", "SALES"], [100, -100])
        with refused("23514", "balances_guard"):
            books.post(["CASH_T", "SALES"], [-1, 1], p_branch=2)
