"""S4.8 · What changed, field by field: every table with state leaves its trace."""

import pytest
from sqlalchemy import text

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import ChangeParty
from caudal.flows import reminders
from caudal.flows.reminders import ProgrammeStep
from tests.business.house import House


def changed(house: House, table: str) -> list[tuple[str, set[str]]]:
    with house.act(every=True) as act:
        rows = act.db.execute(
            text("select op, new from changes where table_name = :t order by id"), {"t": table}
        )
        return [(row.op, set(row.new)) for row in rows]


def test_the_reversal_of_a_payment(house: House) -> None:
    juan = house.client()
    house.debt(juan, "10")
    house.reverse(house.pay(juan, "10").id)
    assert changed(house, "payments") == [
        ("U", {"reversed_at", "reversed_on", "reversed_by", "reversal_reason", "reversal_entry_id"})
    ]


def test_the_data_of_a_client(house: House) -> None:
    juan = house.client()
    with house.act() as act:
        parties.change_party(act, ChangeParty(juan, zone="Centro"))
    assert changed(house, "parties") == [("U", {"zone"})]


def test_the_programme_of_reminders(house: House) -> None:
    with house.act() as act:
        reminders.change_programme(act, [ProgrammeStep(1, "mora_1"), ProgrammeStep(3, "mora_2")])
    assert ("U", {"template", "changed_at", "changed_by"}) in changed(house, "reminder_steps")


def test_every_table_whose_rows_change_is_watched(house: House) -> None:
    """A table the product may update writes its changes down, or says here why it needn't."""
    told_elsewhere = {
        "audit", "outbox", "idempotency", "job_runs", "sessions", "branch_days", "day_closings", "ageing_days",
        "messages", "channel_states", "companies", "roles", "imports", "loan_positions",
        "loan_day_totals", "bank_lines", "bank_movements", "alerts", "notices", "notice_channels", "report_schedules",
    }  # fmt: skip
    rows = house.one(
        "select array_agg(distinct c.relname::text) from pg_class c where c.relnamespace = 'public'::regnamespace"
        " and c.relkind = 'r' and has_any_column_privilege('caudal_app', c.oid, 'update')"
        " and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'noted')"
    )[0]
    assert set(rows) - told_elsewhere == set()


@pytest.mark.parametrize("table", ["branches", "users", "boxes", "parties", "reminder_steps"])
def test_triggers_without_hidden_columns_work_too(house: House, table: str) -> None:
    juan = house.client()
    house.debt(juan, "10")
    house.pay(juan, "5")
    column = {"branches": "time_zone", "users": "name", "boxes": "name", "parties": "zone"}
    with house.act(every=True) as act:
        act.db.execute(text(f"update {table} set {column.get(table, 'template')} = 'UTC'"))
    assert changed(house, table)
