"""What nobody may do to the journal: not the product, not its owner, not a superuser."""

import psycopg
import pytest

from tests.ledger.books import Books, refused

CHANGES = [
    "update ledger.lines set amount = amount + 1",
    "delete from ledger.lines",
    "truncate ledger.lines",
    "update ledger.entries set memo = 'x'",
    "delete from ledger.entries",
    "truncate ledger.entries, ledger.lines cascade",
    "update ledger.seals set hash = '\\x00'",
    "delete from ledger.seals",
    "truncate ledger.seals",
    "update ledger.period_changes set actor = 1",
    "delete from ledger.period_changes",
    "truncate ledger.period_changes",
    "delete from ledger.accounts",
]
WRITES = [
    *CHANGES,
    "insert into ledger.lines values (1, 9, 2, 1, 'MXN', '2026-10-05', 1)",
    (
        "insert into ledger.entries (company_id, branch_id, on_date, kind, idem, request_sha, actor)"
        " values (1, 1, '2026-10-05', 'x', gen_random_uuid(), sha256('x'), 1)"
    ),
    "update ledger.balances set posted = 0",
    "insert into ledger.balances values (1, 1, 0, 0)",
    "update ledger.accounts set name = 'x'",
    "insert into ledger.periods values (1, 202610, 'O')",
    "update ledger.periods set status = 'O'",
    "insert into ledger.day_balances values (1, 1, '2026-10-05', 1, 0)",
    "update ledger.month_balances set debit = 0",
    "insert into ledger.seals values (1, 1, 1, 1, 1, 1, 'x', 'x')",
    "update ledger.seal_state set upto = 0",
    "insert into ledger.charts values ('mx', '1', 'x', 'A', null)",
    "alter table ledger.lines disable trigger all",
    "select ledger.load_chart('mx', '')",
]


class TestAppendOnly:
    @pytest.mark.parametrize("role", ["caudal_app", "caudal_read"])
    def test_the_product_holds_no_privilege_to_write(self, books: Books, role: str) -> None:
        db = books.connect(role=role)
        for statement in WRITES:
            with refused("42501"):
                db.execute(statement)  # type: ignore[arg-type]

    @pytest.mark.parametrize("role", [None, "caudal_owner"])
    def test_refuses_owners_and_superusers(self, books: Books, role: str | None) -> None:
        books.post(["BANK", "AR"], [5, -5])
        books.close(202601)
        books.seal()
        db = books.connect(role=role)
        for statement in CHANGES:
            with refused("LG003"):
                db.execute(statement)  # type: ignore[arg-type]

    def test_refuses_even_as_a_replica(self, books: Books) -> None:
        books.post(["BANK", "AR"], [5, -5])
        books.close(202601)
        books.seal()
        replica = books.connect(role=None)
        replica.execute("set session_replication_role = replica")
        for statement in CHANGES:
            with refused("LG003"):
                replica.execute(statement)  # type: ignore[arg-type]
        for column in ("guard = 0", "currency = 'USD'", "company_id = 2"):
            with refused("LG003"):
                replica.execute(f"update ledger.accounts set {column} where use = 'CASH'")  # type: ignore[arg-type]
        with refused("LG001"):
            replica.execute(
                "with e as (insert into ledger.entries (company_id, branch_id, on_date, kind, idem,"
                " request_sha, actor)"
                " values (1, 1, '2026-10-05', 'x', gen_random_uuid(), sha256('x'), 1) returning id)"
                " insert into ledger.lines select id, 1, 1, 1, 'MXN', '2026-10-05', 5 from e"
            )

    def test_refuses_lines_added_later(self, books: Books) -> None:
        entry, _ = books.post(["BANK", "AR"], [5, -5])
        with refused("LG002"):
            books.root.execute(
                "insert into ledger.lines select %s, l, 1, 1, 'MXN', '2026-10-05', v"
                " from (values (98::smallint, 3), (99::smallint, -3)) x (l, v)", (entry,),
            )  # fmt: skip

    def test_refuses_lines_of_another_day_than_their_entry(self, books: Books) -> None:
        with books.root.transaction(force_rollback=True), refused("LG002"):
            entry, _ = books.post(["BANK", "AR"], [5, -5], books.root)
            books.root.execute(
                "insert into ledger.lines select %s, l, 1, 1, 'MXN', '2026-10-06', v"
                " from (values (98::smallint, 3), (99::smallint, -3)) x (l, v)", (entry,),
            )  # fmt: skip

    def test_keeps_what_an_account_is_and_lets_its_name_change(self, books: Books) -> None:
        for column in (
            "code = 'x'",
            "class = 'L'",
            "currency = 'USD'",
            "guard = 1",
            "use = 'X'",
            "company_id = 2",
        ):
            with refused("LG003"):
                books.root.execute(f"update ledger.accounts set {column} where use = 'AR'")  # type: ignore[arg-type]
        books.root.execute("update ledger.accounts set name = 'Clientes de contado' where use = 'AR'")


class TestReach:
    @pytest.mark.parametrize("role", ["caudal_app", "caudal_read"])
    @pytest.mark.parametrize(
        "table", ["entries", "lines", "balances", "day_balances", "month_balances", "seals"]
    )
    def test_shows_the_branches_of_the_act_only(self, books: Books, role: str, table: str) -> None:
        for branch in (1, 2, 3):
            books.post(["CASH_T", "SALES"], [5, -5], p_branch=branch)
        books.seal()
        query = f"select distinct branch_id from ledger.{table} where branch_id < 4 order by 1"

        def seen(branches: str) -> list[int]:
            return [r[0] for r in books.connect(role, branches).execute(query)]  # type: ignore[arg-type]

        assert seen("") == [1, 2, 3]
        assert seen("2,3") == [2, 3]
        assert seen("2") == [2]
        bare = psycopg.connect(books.url, options=f"-c role={role}")
        assert bare.execute(query).fetchall() == []  # type: ignore[arg-type]
        bare.close()

    def test_gives_no_function_to_everybody(self, books: Books) -> None:
        loose = books.all(
            "select p.oid::regprocedure from pg_proc p where p.pronamespace = 'ledger'::regnamespace"
            " and has_function_privilege('public', p.oid, 'execute')"
        )
        assert loose == []

    def test_runs_as_owner_only_with_a_fixed_search_path(self, books: Books) -> None:
        loose = books.all(
            "select p.oid::regprocedure from pg_proc p where p.pronamespace ="
            " 'ledger'::regnamespace and p.prosecdef"
            " and not coalesce(p.proconfig @> array['search_path=ledger, pg_temp'], false)"
        )
        assert loose == []
