"""A database with the journal alone, seen as the product, as an auditor or as a superuser with bad ideas."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import psycopg
import pytest

DAY = "2026-10-05"


@dataclass
class Books:
    """Where the journal is; accounts by name: CASH_T (guarded), CREDIT_T (guarded below zero), BANK_USD…"""

    url: str
    open: list["psycopg.Connection[Any]"] = field(default_factory=list)

    def connect(
        self, role: str | None = "caudal_app", branches: str = "", actor: str = "7"
    ) -> "psycopg.Connection[Any]":
        """A session as the product opens it; `branches` «1,2», every branch when empty."""
        db = psycopg.connect(self.url, autocommit=True, options=f"-c role={role}" if role else "")
        for name, value in {
            "actor": actor,
            "ip": "10.0.0.1",
            "branches": branches,
            "all": "" if branches else "1",
        }.items():
            db.execute("select set_config(%s, %s, false)", (f"caudal.{name}", value))
        self.open.append(db)
        return db

    @cached_property
    def app(self) -> "psycopg.Connection[Any]":
        return self.connect()

    @cached_property
    def root(self) -> "psycopg.Connection[Any]":
        return self.connect(role=None)

    @cached_property
    def ids(self) -> dict[str, int]:
        names: dict[str, int] = {}
        for i, use, currency, company, parent in self.root.execute(
            "select id, use, currency, company_id, parent_id from ledger.accounts"
        ):
            name = "CREDIT_T" if use == "CUSTOMER_CREDIT" and parent else f"{use}_T" if parent else use
            names[name if company == 1 and currency == "MXN" else f"{name}_{currency}"] = i
        return names

    def post(
        self,
        accounts: list[str],
        amounts: list[int],
        db: "psycopg.Connection[Any] | None" = None,
        **more: Any,
    ) -> tuple[int, bool]:
        """Post to named accounts; returns (entry, replayed). `more` are the parameters of ledger.post."""
        given = {"p_idem": None, "p_branch": 1, "p_date": DAY, "p_kind": "test", **more}
        given["p_accounts"] = [self.ids.get(a, 0) if isinstance(a, str) else a for a in accounts]
        given["p_amounts"] = amounts
        types = {
            "p_idem": "uuid",
            "p_branch": "smallint",
            "p_date": "date",
            "p_accounts": "int[]",
            "p_amounts": "bigint[]",
            "p_branches": "smallint[]",
            "p_parties": "uuid[]",
            "p_docs": "uuid[]",
            "p_currencies": "char(3)[]",
            "p_uses": "text[]",
            "p_reverses": "bigint",
        }
        call = ", ".join(f"{k} => %({k})s" + (f"::{types[k]}" if k in types else "") for k in given)
        return (db or self.app).execute(f"select * from ledger.post({call})", given).fetchone()  # type: ignore[return-value]

    def post_many(
        self,
        entries: list[tuple[list[str], list[int]]],
        db: "psycopg.Connection[Any] | None" = None,
        **more: Any,
    ) -> tuple[int, int, list[int]]:
        """Post several (accounts, amounts); `idem`, `branch`, `date`, `line_branches` give other columns."""
        n = len(entries)
        rows = [
            (i, self.ids.get(a, 0), m)
            for i, (accounts, amounts) in enumerate(entries, 1)
            for a, m in zip(accounts, amounts, strict=True)
        ]
        return (
            (db or self.app)
            .execute(
                "select * from ledger.post_many(%s::uuid[], %s::smallint[], %s::date[], %s, %s::text[],"
                " %s::text[], %s::int[], %s::int[], %s::bigint[], l_branches => %s::smallint[],"
                " l_uses => %s::text[])",
                (
                    more.get("idem", [None] * n),
                    more.get("branch", [1] * n),
                    more.get("date", [DAY] * n),
                    more.get("kind", ["test"] * n),
                    more.get("source", [None] * n),
                    more.get("memo", [None] * n),
                    *map(list, zip(*rows, strict=True)),
                    more.get("line_branches"),
                    more.get("uses"),
                ),
            )
            .fetchone()
        )  # type: ignore[return-value]

    def reverse(
        self, entry: int, idem: uuid.UUID | None = None, db: "psycopg.Connection[Any] | None" = None
    ) -> tuple[int, bool]:
        return (
            (db or self.app)
            .execute("select * from ledger.reverse_entry(%s, %s, '2026-10-06', 'error')", (idem, entry))
            .fetchone()
        )  # type: ignore[return-value]

    def close(self, ym: int, status: str = "C", db: "psycopg.Connection[Any] | None" = None) -> None:
        (db or self.app).execute("select ledger.close_period(1::smallint, %s, %s::char)", (ym, status))

    def seal(self) -> int:
        return self.one("select ledger.seal_all()")

    def one(self, query: str, *args: Any) -> Any:
        row = self.root.execute(query, args).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None

    def all(self, query: str, *args: Any) -> list[tuple[Any, ...]]:
        return self.root.execute(query, args).fetchall()  # type: ignore[arg-type]

    def end(self) -> None:
        for db in self.open:
            db.close()


@contextmanager
def refused(code: str, constraint: str | None = None) -> Iterator[None]:
    """The block must be refused with that SQLSTATE (and constraint)."""
    with pytest.raises(psycopg.Error) as caught:
        yield
    assert caught.value.sqlstate == code, f"expected {code}, got {caught.value.sqlstate}: {caught.value}"
    if constraint:
        assert caught.value.diag.constraint_name == constraint


def together(workers: int, work: Callable[[int], None]) -> None:
    """Run `work(0…)` in threads at once; the first failure is raised."""
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as failure:  # noqa: BLE001 - raised below
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failures:
        raise failures[0]


def wait_for_a_lock(books: Books) -> None:
    """Until some session of this database waits for another, ten seconds at most."""
    waiting = (
        "select count(*) from pg_stat_activity"
        " where wait_event_type = 'Lock' and datname = current_database()"
    )
    until = time.monotonic() + 10
    while not books.one(waiting) and time.monotonic() < until:
        time.sleep(0.01)
