"""What the database itself refuses of debts, payments and boxes, whatever the program does.

Each guard has a row that it refuses, and that is accepted once the guard is taken away: so it is that guard, and no
other, that keeps it out, and a guard that is lost is noticed here.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from caudal.kernel.db import connect
from tests import database
from tests.business.fixtures import furnish
from tests.business.house import House

OURS = ("parties", "receivables", "boxes", "payments", "allocations")
GUARDS = """
select c.conrelid::regclass || '.' || c.conname from pg_constraint c
where c.conrelid::regclass::text = any(%(ours)s) and c.contype in ('c', 'u')
  and pg_get_constraintdef(c.oid) !~ '\\m(kind|owner_id) (= |IS |= ANY)'
union
select i.indrelid::regclass || '.' || i.indexrelid::regclass from pg_index i
where i.indrelid::regclass::text = any(%(ours)s) and i.indisunique and not i.indisprimary
"""
# The ties of debts to contracts are proved by the rooms of contracts.

WHEN = "2026-10-05T00:00:00Z"
REFUSED: dict[str, dict[str, Any]] = {
    "parties.parties_check": {"doc_kind": None, "doc_key": "otra"},
    "parties.parties_doc_key_key": {},
    "parties.parties_name_check": {"name": "", "doc_key": "otra"},
    "parties.parties_number_key": {"doc_key": "otra", "number": "same"},
    "parties.parties_origin_check": {"origin": "x", "doc_key": "otra"},
    "receivables.receivables_amount_check": {"amount": 0, "paid": 0},
    "receivables.receivables_paid": {"paid": 10_001},
    "receivables.receivables_dates": {"due_on": "2020-01-01"},
    "receivables.receivables_check1": {"cancelled_at": WHEN},
    "receivables.receivables_concept_check": {"concept": ""},
    "receivables.receivables_mode_check": {"mode": "x"},
    "receivables.receivables_number_key": {"number": "same"},
    "receivables.receivables_refunded": {"refunded": 10_001},
    "receivables.receivables_origin_check": {"origin": "x"},
    "boxes.boxes_kind_check": {"kind": "x"},
    "boxes.boxes_main": {},
    "payments.payments_amount_check": {"amount": 0, "credit": 0, "reference": None},
    "payments.payments_check": {"tendered": 1, "reference": None},
    "payments.payments_box_check": {"box_id": None, "reference": None},
    "payments.payments_check2": {"reversed_at": WHEN, "reference": None},
    "payments.payments_method_check": {"method": "bitcoin"},
    "payments.payments_number_key": {"number": "same", "reference": None},
    "payments.payments_reference": {"reference": "SPEI-1"},
    "allocations.allocations_amount_check": {"amount": 0},
}
"""What makes a good row a refused one; «same»: as in the row it is a copy of."""
ALSO: list[tuple[str, dict[str, Any]]] = [
    ("receivables.receivables_paid", {"paid": -1}),
    ("payments.payments_box_check", {"credit": -1, "reference": None}),
    ("payments.payments_box_check", {"credit": 10_001, "reference": None}),
    ("payments.payments_box_check", {"method": "credit", "reference": None}),
    ("payments.payments_check2", {"reversed_on": "2026-10-05", "reference": None}),
    ("receivables.receivables_check1", {"cancelled_on": "2026-10-05"}),
    ("parties.parties_check", {"doc_key": None}),
    ("payments.payments_reference", {"reference": "spei-1"}),
]

Root = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(scope="module")
def lived(postgres: database.Server) -> Iterator[str]:
    """A house with one debt of 100, paid by a transfer."""
    with postgres.clone() as url:
        furnish(url)
        engine = connect(url, pool_size=2)
        house = House(engine)
        juan = house.client()
        house.debt(juan, "100")
        house.pay(juan, "100", method="transfer", reference="SPEI-1")
        engine.dispose()
        yield url


@pytest.fixture
def root(lived: str) -> Iterator[Root]:
    """The owner of everything, without triggers nor foreign keys; what is done is undone."""
    with psycopg.connect(lived, options="-c session_replication_role=replica") as connection:
        yield connection
        connection.rollback()


def copy(root: Root, table: str, change: dict[str, Any]) -> None:
    """Put in a copy of the row of `table` with a new key and `change`."""
    columns = root.execute(
        "select attname::text from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
        " and attgenerated = '' and attidentity <> 'a'", (table,),
    ).fetchall()  # fmt: skip
    fresh = {"id"} | ({"number"} if change.get("number") != "same" else set())
    names = ", ".join(name for (name,) in columns if name not in fresh)
    told = json.dumps({name: value for name, value in change.items() if value != "same"})
    root.execute(
        f"insert into {table} ({names}) select {names} from jsonb_populate_record("  # type: ignore[arg-type]
        f"null::{table}, (select to_jsonb(t) from {table} t limit 1) || %s::jsonb)",
        (told,),
    )


@contextmanager
def refused(by: str) -> Iterator[None]:
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        yield
    assert caught.value.diag.constraint_name == by


def without(root: Root, table: str, name: str) -> None:
    known = root.execute(
        "select 1 from pg_constraint where conrelid = %s::regclass and conname = %s", (table, name)
    ).fetchone()
    root.execute(f"alter table {table} drop constraint {name}" if known else f"drop index {name}")  # type: ignore[arg-type]


@pytest.mark.parametrize(("guard", "change"), [*REFUSED.items(), *ALSO])
def test_refuses_the_row_and_nothing_else_does(root: Root, guard: str, change: dict[str, Any]) -> None:
    table, name = guard.split(".")
    with refused(name), root.transaction():
        copy(root, table, change)
    without(root, table, name)
    copy(root, table, change)


def test_every_guard_has_a_row_that_it_refuses(root: Root) -> None:
    found = {name for (name,) in root.execute(GUARDS, {"ours": list(OURS)})}
    assert found - set(REFUSED) == set(), "add the row it refuses"


class TestTheProduct:
    """What it may not write even though its tables have state: figures are moved by what happens."""

    @pytest.mark.parametrize(
        "statement",
        [
            "update receivables set paid = 0", "update receivables set amount = 1",
            "update receivables set due_on = due_on", "update receivables set party_id = party_id",
            "delete from receivables",
            "update payments set amount = 1", "update payments set credit = 0",
            "update payments set received_on = received_on",
            "update payments set entry_id = 1", "delete from payments",
            "update allocations set amount = 1", "delete from allocations", "truncate allocations",
            "delete from parties", "delete from boxes",
            "update ledger.balances set posted = 0", "delete from ledger.lines",
        ],
    )  # fmt: skip
    def test_holds_no_privilege_to(self, lived: str, statement: str) -> None:
        options = "-c role=caudal_app -c caudal.all=1"
        with (
            psycopg.connect(lived, options=options) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute(statement)  # type: ignore[arg-type]

    @pytest.mark.parametrize("statement", ["update allocations set amount = 1", "delete from allocations"])
    def test_and_of_what_happened_nobody_does(self, lived: str, statement: str) -> None:
        with psycopg.connect(lived) as owner, pytest.raises(psycopg.Error) as caught:
            owner.execute(statement)  # type: ignore[arg-type]
        assert caught.value.sqlstate == "CA003"

    def test_what_is_paid_follows_the_parts_of_payments(self, lived: str) -> None:
        """The trigger carries it; over the debt, the debt itself refuses."""
        part = (
            "insert into allocations (payment_id, receivable_id, branch_id, amount, on_date, at, act_id)"
            " select payment_id, receivable_id, branch_id, {} * amount, on_date, at, act_id from allocations limit 1"
        )
        with psycopg.connect(lived) as owner:
            with refused("receivables_paid"), owner.transaction():
                owner.execute(part.format(1))  # type: ignore[arg-type]
            owner.execute(part.format(-1))  # type: ignore[arg-type]
            assert owner.execute("select paid, open, settled_on from receivables").fetchall() == [
                (0, 10_000, None)
            ]
            owner.rollback()
