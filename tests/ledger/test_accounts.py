"""Accounts come from the chart of the country, once, however many ask."""

import csv

import pytest

from caudal.ledger.rules import Use
from tests.ledger import server
from tests.ledger.books import Books, refused, together, wait_for_a_lock


def account(books: Books, use: str, currency: str = "MXN", company: int = 1) -> int:
    return books.app.execute(
        "select ledger.account_for(%s::smallint, %s, %s::char(3))", (company, use, currency)
    ).fetchone()[0]  # type: ignore[index]


class TestCharts:
    @pytest.mark.parametrize("country", ["mx", "co", "do"])
    def test_has_one_account_for_every_use(self, books: Books, country: str) -> None:
        uses = [
            r[0]
            for r in books.all("select use from ledger.charts where chart = %s and use is not null", country)
        ]
        assert sorted(uses) == sorted(use.value for use in Use)

    @pytest.mark.parametrize("country", ["mx", "co", "do"])
    def test_is_plain_csv(self, country: str) -> None:
        body = server.objects(f"chart_{country}").split("$csv$")[1].strip().splitlines()
        rows = list(csv.DictReader(body))
        assert all(row["code"] and row["name"] and row["class"] in "ALEIX" for row in rows)
        assert len({row["code"] for row in rows}) == len(rows)

    def test_can_be_loaded_again_and_changed(self, books: Books) -> None:
        before = books.one("select count(*) from ledger.charts")
        server.run(books.root, server.objects("chart_mx"))
        assert books.one("select count(*) from ledger.charts") == before
        books.root.execute(
            "select ledger.load_chart('mx', %s)", ("code,name,class,use\n101.09,Efectivo,A,CASH\n",)
        )
        assert books.all("select code from ledger.charts where chart = 'mx' and use = 'CASH'") == [
            ("101.09",)
        ]


class TestAccountFor:
    def test_opens_it_once_per_company_and_currency(self, books: Books) -> None:
        made = {
            account(books, "RETURNS"),
            account(books, "RETURNS", "USD"),
            account(books, "RETURNS", "COP", 2),
        }
        assert len(made) == 3
        assert account(books, "RETURNS") in made
        assert books.all(
            "select company_id, code, name, class, currency from ledger.accounts where use ="
            " 'RETURNS' order by id"
        ) == [
            (1, "402.01", "Devoluciones sobre ventas", "I", "MXN"),
            (1, "402.01", "Devoluciones sobre ventas", "I", "USD"),
            (2, "417501", "Devoluciones en ventas", "I", "COP"),
        ]

    def test_refuses_a_use_the_chart_does_not_have(self, books: Books) -> None:
        with refused("LG014"):
            account(books, "MAGIC")
        with refused("LG014"):
            account(books, "CASH", company=55)

    def test_is_the_same_for_everybody_at_once(self, books: Books) -> None:
        found: list[int] = []

        def work(_: int) -> None:
            db = books.connect()
            found.extend(
                db.execute("select ledger.account_for(1::smallint, %s, 'EUR')", (use,)).fetchone()[0]  # type: ignore[index]
                for use in ("AR", "SALES", "BANK")
            )

        together(8, work)
        assert len(found) == 24
        assert len(set(found)) == 3

    def test_waits_for_whoever_is_opening_it(self, books: Books) -> None:
        ask = "select ledger.account_for(1::smallint, 'AR', 'EUR')"
        first, second = books.connect(), books.connect()
        first.execute("begin")
        found = [first.execute(ask).fetchone()]

        def work(number: int) -> None:
            if number == 0:
                found.append(second.execute(ask).fetchone())
                return
            wait_for_a_lock(books)
            first.execute("commit")

        together(2, work)
        assert found[0] == found[1]

    def test_says_whether_it_can_be_remembered(self, books: Books) -> None:
        ask = "select settled from ledger.account_at(1::smallint, 'RETURNS', 'MXN')"
        books.app.execute("begin")
        assert books.app.execute(ask).fetchone() == (False,)
        assert books.app.execute(ask).fetchone() == (False,)
        books.app.execute("rollback")
        books.app.execute(ask)
        assert books.app.execute(ask).fetchone() == (True,)


class TestSubAccount:
    ASK = "select ledger.sub_account(1::smallint, 'BANK', 'MXN', %s, %s, %s::smallint)"

    def test_hangs_from_the_account_of_its_use(self, books: Books) -> None:
        made = books.app.execute(self.ASK, ("B1", "BBVA 4411", 1)).fetchone()[0]  # type: ignore[index]
        assert books.all(
            "select code, parent_id, class, guard, use from ledger.accounts where id = %s", made
        ) == [("102.01.B1", books.ids["BANK"], "A", 1, "BANK")]
        assert account(books, "BANK") == books.ids["BANK"]

    def test_gives_the_same_one_again_and_refuses_another_guard(self, books: Books) -> None:
        first = books.app.execute(self.ASK, ("B1", "BBVA", 1)).fetchone()
        assert books.app.execute(self.ASK, ("B1", "BBVA", 1)).fetchone() == first
        with refused("LG019"):
            books.app.execute(self.ASK, ("B1", "BBVA", 0))


class TestOpenBox:
    ASK = "select ledger.open_box(%s, %s::smallint, %s::smallint, %s)"

    def test_refuses_posts_until_open(self, books: Books) -> None:
        till = books.app.execute(TestSubAccount.ASK, ("B1", "BBVA", 1)).fetchone()[0]  # type: ignore[index]
        with refused("LG013"):
            books.post([till, "AR"], [5, -5])
        books.app.execute(self.ASK, (till, 1, 1, -500))
        books.post([till, "AR"], [-500, 500])
        with refused("23514", "balances_guard"):
            books.post([till, "AR"], [-1, 1])

    def test_changes_nothing_the_second_time(self, books: Books) -> None:
        books.post(["CASH_T", "SALES"], [100, -100])
        books.app.execute(self.ASK, (books.ids["CASH_T"], 1, 1, -999))
        assert books.all(
            "select floor, posted from ledger.balances where account_id = %s and branch_id = 1",
            books.ids["CASH_T"],
        ) == [(0, 100)]  # fmt: skip

    def test_refuses_another_guard_and_foreign_branches(self, books: Books) -> None:
        with refused("LG019"):
            books.app.execute(self.ASK, (books.ids["CASH_T"], 1, -1, 0))
        with refused("LG019"):
            books.app.execute(self.ASK, (books.ids["AR"], 1, 0, 0))
        with refused("LG011"):
            books.app.execute(self.ASK, (books.ids["CASH_T"], 90, 1, 0))
        with refused("LG011"):
            books.app.execute(self.ASK, (999, 1, 1, 0))
