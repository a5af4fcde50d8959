"""Months: open until closed, closed with the ones before, and what was already on its way gets in."""

import threading
import uuid

import psycopg

from tests.ledger.books import Books, refused, together


def status(books: Books, ym: int) -> str:
    return books.one("select ledger.month_status(1::smallint, %s)", ym)


class TestClosePeriod:
    def test_is_open_without_a_row(self, books: Books) -> None:
        assert status(books, 202610) == "O"
        books.post(["BANK", "AR"], [1, -1], p_date="1999-01-31")

    def test_closes_the_earlier_months_too(self, books: Books) -> None:
        books.close(202609)
        for day in ("2026-09-30", "2026-09-01", "2020-01-01"):
            with refused("LG020"):
                books.post(["BANK", "AR"], [1, -1], p_date=day)
            with refused("LG020"):
                books.post_many([(["BANK", "AR"], [1, -1])], date=[day])
        books.post(["BANK", "AR"], [1, -1], p_date="2026-10-01")

    def test_closes_one_company_only(self, books: Books) -> None:
        books.app.execute("select ledger.close_period(2::smallint, 202612, 'C')")
        books.post(["BANK", "AR"], [1, -1])

    def test_lets_adjusters_in_while_soft(self, books: Books) -> None:
        books.close(202610, "S")
        with refused("LG020"):
            books.post(["BANK", "AR"], [1, -1])
        with refused("LG020"):
            books.post_many([(["BANK", "AR"], [1, -1])])
        books.post(["BANK", "AR"], [1, -1], p_adjuster=True)
        books.close(202610, "C")
        with refused("LG020"):
            books.post(["BANK", "AR"], [1, -1], p_adjuster=True)

    def test_treats_an_unknown_adjuster_as_none(self, books: Books) -> None:
        books.close(202610, "S")
        with refused("LG020"):
            books.post(["BANK", "AR"], [1, -1], p_adjuster=None)

    def test_opens_a_month_without_opening_those_before(self, books: Books) -> None:
        books.close(202609)
        books.close(202609, "O")
        assert [status(books, ym) for ym in (202607, 202608, 202609)] == ["C", "C", "O"]

    def test_keeps_who_closed_and_opened(self, books: Books) -> None:
        books.close(202609)
        books.close(202609, "O")
        assert books.all("select ym, status, actor from ledger.period_changes order by id") == [
            (202609, "C", 7), (202609, "O", 7),
        ]  # fmt: skip

    def test_refuses_other_statuses_and_a_close_by_nobody(self, books: Books) -> None:
        with refused("LG010"):
            books.close(202609, "X")
        with refused("23502"):
            books.close(202609, "C", books.connect(actor=""))

    def test_gives_back_what_was_posted_before_the_close(self, books: Books) -> None:
        key, day = uuid.uuid4(), "2026-09-05"
        entry, _ = books.post(["BANK", "AR"], [1, -1], p_idem=key, p_date=day)
        books.close(202609)
        assert books.post(["BANK", "AR"], [1, -1], p_idem=key, p_date=day) == (entry, True)
        assert books.post_many([(["BANK", "AR"], [1, -1])], idem=[key], date=[day]) == (0, 1, [entry])
        with refused("LG020"):
            books.post(["BANK", "AR"], [2, -2], p_idem=key, p_date=day)
        with refused("LG030"):
            books.post_many([(["BANK", "AR"], [2, -2])], idem=[key], date=[day])

    def test_lets_an_error_of_a_closed_month_be_undone_in_an_open_one(self, books: Books) -> None:
        entry, _ = books.post(["BANK", "AR"], [1, -1], p_date="2026-09-05")
        books.close(202609)
        with refused("LG020"):
            books.app.execute("select * from ledger.reverse_entry(null, %s, '2026-09-06', 'x')", (entry,))
        books.reverse(entry)  # dated in the open month


class TestCloseAgainstPosts:
    def test_nothing_lands_after_the_close(self, books: Books) -> None:
        for month, closing in (("2024-02-10", 202603), ("2026-09-15", 202609)):
            self._race(books, month, closing)

    def _race(self, books: Books, day: str, closing: int) -> None:
        counted: list[int] = []
        started = threading.Barrier(7)
        count = f"select count(*) from ledger.entries where on_date = '{day}'"

        def work(number: int) -> None:
            db = books.connect()
            started.wait()
            if number == 6:
                for _ in range(60):
                    books.post(["BANK", "AR"], [1, -1], db, p_branch=2, p_date="2026-11-01")
                db.execute("begin")
                books.close(closing, db=db)
                db.execute("commit")
                counted.append(db.execute(count).fetchone()[0])  # type: ignore[index,arg-type]
                return
            for _ in range(4000):
                try:
                    books.post(["BANK", "AR"], [1, -1], db, p_date=day)
                except psycopg.Error as error:
                    if error.sqlstate == "LG020":
                        return
                    raise

        together(7, work)
        assert counted[0] > 0
        assert books.one(count) == counted[0]

    def test_waits_for_a_post_in_flight_in_a_month_it_closes_with_it(self, books: Books) -> None:
        slow = books.connect()
        slow.execute("begin")
        books.post(["BANK", "AR"], [1, -1], slow, p_date="2026-02-10")
        closer = books.connect()
        closer.execute("set lock_timeout = '150ms'")
        with refused("55P03"):
            books.close(202604, db=closer)
        slow.execute("commit")
        books.close(202604, db=closer)

    def test_does_not_wait_for_posts_in_later_months(self, books: Books) -> None:
        slow = books.connect()
        slow.execute("begin")
        books.post(["BANK", "AR"], [1, -1], slow, p_date="2026-10-10")
        closer = books.connect()
        closer.execute("set lock_timeout = '150ms'")
        books.close(202609, db=closer)
        slow.execute("rollback")

    def test_an_import_waits_too(self, books: Books) -> None:
        slow = books.connect()
        slow.execute("begin")
        books.post_many([(["BANK", "AR"], [1, -1])], slow, date=["2026-02-10"])
        closer = books.connect()
        closer.execute("set lock_timeout = '150ms'")
        with refused("55P03"):
            books.close(202602, db=closer)
        slow.execute("rollback")
