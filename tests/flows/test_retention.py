"""What is kept only for a while goes when its time comes, and nothing else does."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text

from caudal.commons.acts.opening import house_acting
from caudal.flows import retention
from caudal.flows.intake import commands as intake
from caudal.interfaces.worker import duties
from tests.business.house import House

FILE = b"Cliente,Concepto,Monto,Vencimiento\nZutano,Tour,1.00,05/10/2026\n"
TABLES = ("idempotency", "login_attempts", "sessions", "outbox")

_SESSION = "insert into sessions (user_id, token_sha, created_at, expires_at, revoked_at) values"
LEFT = (
    "insert into idempotency (key, command, sha, actor_id, at) values (:key, 'x', '', 7, :at)",
    "insert into login_attempts (username, ip, at, success) values (:key, '::1', :at, false)",
    f"{_SESSION} (0, decode(:key, 'hex'), :old, :at, null)",
    f"{_SESSION} (0, decode('ff' || :key, 'hex'), :old, :at + interval '1 year', :at)",
    "insert into outbox (act_id, fact, body, at, done_at) values (uuidv7(), :key, '{}', :old, :at)",
)


def leave(house: House, days: int) -> None:
    """One of each thing, that was over `days` ago."""
    at, long_ago = house.at - timedelta(days=days), house.at - timedelta(days=days + 7)
    key = uuid4().hex
    with house.act(every=True) as act:
        for statement in LEFT:
            act.db.execute(text(statement), {"key": key, "at": at, "old": long_ago})


def counted(house: House) -> dict[str, int]:
    return {table: house.one(f"select count(*) as n from {table} where true").n for table in TABLES}


def test_ninety_days_and_no_more(house: House) -> None:
    leave(house, 91)
    leave(house, 89)
    with house.act(every=True) as act:
        act.db.execute(
            text("insert into outbox (act_id, fact, body, at) values (uuidv7(), 'waiting', '{}', :at)"),
            {"at": house.at - timedelta(days=400)},
        )
    before = counted(house)
    with house_acting(house.engine, house.at) as act:
        assert retention.prune(act) is False
    gone = {table: before[table] - left for table, left in counted(house).items()}
    assert gone == {"idempotency": 1, "login_attempts": 1, "sessions": 2, "outbox": 1}
    assert house.one("select count(*) as n from outbox where fact = 'waiting'").n == 1


def test_a_file_nobody_made_enter_is_emptied(house: House) -> None:
    with house.act() as act:
        opened = intake.open(act, "debts", "deudas.csv", FILE)
    house.later(days=89)
    duties_of(house)
    assert bytes(house.one("select data from imports").data) == FILE
    house.later(days=2)
    duties_of(house)
    row = house.one("select data, analysis::text as told, filename from imports")
    assert (bytes(row.data), "Zutano" in row.told, row.filename) == (b"", False, "deudas.csv")
    with house.act() as act:
        assert intake.queries.get(act, opened.id).body()["rows"] == 1


def duties_of(house: House) -> None:
    with house_acting(house.engine, house.at) as act:
        retention.prune(act)


def test_is_a_duty_of_the_worker(house: House) -> None:
    leave(house, 1_000_000 // 400)
    assert duties.prune(house.engine) is False
    assert counted(house)["login_attempts"] == 0
