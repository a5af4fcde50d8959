"""Many at once: one entry per key, no overdraft, nobody waits in a circle."""

import random
import uuid

import psycopg

from tests.ledger.books import Books, together


def drift(books: Books) -> int:
    return books.one(
        "select count(*) from ledger.balances b"
        " join (select account_id, branch_id, sum(amount) as s from ledger.lines group by 1, 2) l"
        " using (account_id, branch_id) where b.posted <> l.s"
    )


class TestRaces:
    def test_one_entry_per_key(self, books: Books) -> None:
        keys = [uuid.uuid4() for _ in range(40)]
        seen: dict[uuid.UUID, list[tuple[int, bool]]] = {key: [] for key in keys}

        def work(_: int) -> None:
            db = books.connect()
            for key in keys:
                seen[key].append(books.post(["BANK", "AR"], [7, -7], db, p_idem=key))

        together(8, work)
        for answers in seen.values():
            assert len({entry for entry, _ in answers}) == 1
            assert sum(not replayed for _, replayed in answers) == 1
        assert books.one("select count(*) from ledger.lines") == 80

    def test_one_entry_per_key_in_batches(self, books: Books) -> None:
        keys = sorted(uuid.uuid4() for _ in range(1500))
        posted: list[int] = []
        sessions = [books.connect() for _ in range(4)]

        def work(number: int) -> None:
            mine = keys[:: 1 if number % 2 else -1]
            entries = [(["BANK", "AR"], [7, -7])] * len(mine)
            posted.append(books.post_many(entries, sessions[number], idem=mine)[0])

        together(4, work)
        assert sum(posted) == 1500
        assert books.one("select count(*) from ledger.lines") == 3000

    def test_a_till_never_goes_below_its_floor(self, books: Books) -> None:
        books.post(["CASH_T", "SALES"], [1000, -1000], p_branch=9)
        taken = [0] * 8

        def work(number: int) -> None:
            db = books.connect()
            for _ in range(25):
                try:
                    books.post(["CASH_T", "SALES"], [-7, 7], db, p_branch=9)
                except psycopg.errors.CheckViolation:
                    continue
                taken[number] += 1

        together(8, work)
        assert sum(taken) == 142
        assert books.one("select posted from ledger.balances where branch_id = 9 and guard = 1") == 6
        assert drift(books) == 0

    def test_takes_the_boxes_in_the_order_of_their_keys(self, books: Books) -> None:
        branches = random.Random(3).sample(range(1, 21), 20)
        taken = (
            "select branch_id from ledger.balances where version = %s order by ctid"  # as they were written
        )
        both = [b for b in branches for _ in range(2)]
        books.post(["CASH_T", "SALES"] * 20, [5, -5] * 20, p_branches=both)
        assert books.all(taken, 1) == [(b,) for b in range(1, 21)]
        books.post_many([(["CASH_T", "SALES"], [5, -5])] * 20, branch=branches)
        assert books.all(taken, 2) == [(b,) for b in range(1, 21)]

    def test_takes_the_keys_of_a_batch_in_their_order(self, books: Books) -> None:
        keys = sorted(uuid.uuid4() for _ in range(30))
        books.post_many([(["BANK", "AR"], [1, -1])] * 30, idem=random.Random(3).sample(keys, 30))
        assert books.all("select idem from ledger.entries order by ctid") == [(key,) for key in keys]

    def test_nobody_waits_in_a_circle(self, books: Books) -> None:
        for branch in range(1, 9):
            books.post(["CASH_T", "SALES"], [10**9, -(10**9)], p_branch=branch)

        def work(number: int) -> None:
            db, chance = books.connect(), random.Random(number)
            for i in range(40):
                a, b = chance.sample(range(1, 9), 2)
                entry = (["CASH_T", "INTERBRANCH", "INTERBRANCH", "CASH_T"], [5, -5, 5, -5])
                if i % 4:
                    books.post(*entry, db, p_branch=a, p_branches=[a, a, b, b])
                else:
                    books.post_many([entry] * 3, db, branch=[a] * 3, line_branches=[a, a, b, b] * 3)

        together(8, work)
        assert drift(books) == 0
