"""Forgetting a person: only when nothing is owed anywhere, and then nothing of them is left anywhere."""

import hashlib
import hmac
import json
from uuid import UUID

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import ChangeParty
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import UseCredit
from caudal.commons.acts import idempotency
from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun
from caudal.commons.messaging import commands as messaging
from caudal.commons.messaging import webhooks
from caudal.commons.messaging.commands import OptOut
from caudal.flows import forgetting, reminders
from caudal.flows.forgetting import StillOwes
from caudal.flows.intake import commands as intake
from caudal.flows.intake.rules.formats import Formats
from caudal.flows.reminders import RemindNow
from caudal.kernel.problems import NotFound
from caudal.kernel.settings import Settings
from tests.business.house import House
from tests.business.reconciliation.desk import Desk, line
from tests.business.test_receivables import cancel

TRACES = ("Zutano", "Quiróz", "5512345678", "ZZ998877", "zutano@", "Calle Falsa")
FILE = (
    "Cliente,Teléfono,Correo,Concepto,Monto,Emisión,Vencimiento\n"
    "Zutano Quiróz,+525512345678,zutano@ejemplo.mx,Tour,100.00,01/10/2026,05/10/2026\n"
    "Fulano Pérez,+525512345679,,Tour,200.00,01/10/2026,05/10/2026\n"
)


def forget(house: House, party: UUID, *branches: int) -> None:
    with house.act(1, *branches, reason="lo pidió el titular") as act:
        forgetting.forget(act, party)


def zutano(house: House) -> UUID:
    return house.client(
        "Zutano Quiróz", phones=("+525512345678",), email="zutano@ejemplo.mx", address="Calle Falsa 1", notes="Zutano",
        consents=("whatsapp",),
    )  # fmt: skip


def strays(house: House, who: UUID) -> None:
    """What came before anybody knew whose number it was, and what a listener said when it failed."""
    settings = Settings(secret_key="x", whatsapp_app_secret=SecretStr("x"))
    came = {
        "messages": [
            {"id": "w1", "from": "525512345678", "type": "text", "text": {"body": "Soy Zutano"}, "timestamp": "1"},
        ],
        "statuses": [{"id": "w2", "status": "failed", "recipient_id": "525512345678", "timestamp": "9" * 30}],
    }  # fmt: skip
    raw = json.dumps(
        {
            "object": "whatsapp_business_account",
            "entry": [{"changes": [{"field": "messages", "value": came}]}],
        }
    ).encode()
    signature = "sha256=" + hmac.new(b"x", raw, hashlib.sha256).hexdigest()
    with house.act(every=True) as act:
        webhooks.receive(act, raw, signature, settings)
        act.db.execute(
            text(
                "insert into outbox (act_id, fact, body, at, problem) values (:id, 'x', :body, now(), 'Zutano')"
            ),
            {"id": who, "body": json.dumps({"party_id": str(who)})},
        )
        found = act.db.execute(
            text("select count(*) from inbound_messages where from_address <> ''")
        ).scalar()
        assert found == 1


def left_of(house: House) -> list[str]:
    """Every table that still says something of the person."""
    found: list[str] = []
    with house.act(every=True) as act:
        tables = act.db.execute(
            text(
                "select schemaname, tablename from pg_tables where schemaname in ('public', 'ledger', 'jobs')"
            )
        ).all()
        for schema, table in tables:
            for trace in TRACES:
                shown = f"select count(*) from {schema}.{table} t where t::text ilike :trace"
                coded = trace.encode().hex()
                if act.db.execute(text(shown), {"trace": f"%{trace}%"}).scalar():
                    found.append(f"{schema}.{table}: {trace}")
                if table == "imports" and act.db.execute(text(shown), {"trace": f"%{coded}%"}).scalar():
                    found.append(f"{schema}.{table}: {trace} (archivo)")
    return found


class TestForget:
    def test_leaves_no_personal_datum_anywhere(self, house: House) -> None:
        who = zutano(house)
        debt = house.debt(who, "100")
        with house.act() as act:
            parties.change_party(act, ChangeParty(who, name="Zutano Quiróz Z", notes="Calle Falsa 2"))
            sent = reminders.remind_now(act, RemindNow(who, template="mora_1"))
            messaging.opt_out(act, OptOut("whatsapp", "+520000000000", who, evidence="Soy Zutano, no más"))
        with house.act() as act:
            answers = {
                "a": {"client_id": str(who), "client": {"name": "Zutano"}}, "b": {"id": str(sent), "text": "Zutano"},
                "c": {"id": str(who), "name": "Zutano"}, "d": {"id": "otro"},
            }  # fmt: skip
            for key, body in answers.items():
                assert idempotency.claim(act, key, "x", b"") is None
                idempotency.answer(act, key, 201, body)
        with house.act() as act:
            run = runs.start(act.db, NewRun("import", {"import_id": "x"}, 7), house.at)
        problem = {"detail": "Ya lo tiene Zutano Quiróz (CL-0001)", "client_id": str(who)}
        runs.Progress(house.engine, run, house.at).fail(problem)
        house.pay(who, "100")
        strays(house, who)
        forget(house, who)
        assert left_of(house) == []
        assert house.due(debt.id).balance.is_zero, "what accounting keeps is there"
        kept = house.one(
            "select array_agg(response ->> 'id' order by key) from idempotency where response is not null"
        )
        assert kept[0] == ["otro"], "other people's answers stay"

    def test_the_file_they_came_in_goes_too(self, house: House) -> None:
        with house.act() as act:
            first = intake.open(act, "debts", "deudas.csv", FILE.encode())
            again = intake.open(act, "debts", "deudas otra vez.csv", FILE.encode())
            assert again.id != first.id
        with house.act() as act:
            plan = intake.queries.get(act, first.id).analysis
            mapping = {c["guess"]: c["name"] for c in plan["columns"] if c["guess"]}
            formats = Formats(".", "dmy", "MX", "MXN")
            intake.run(act, first.id, intake.Plan(mapping=mapping, formats=formats, mode="sale"))
        with house.act(every=True) as act:
            who, debt = act.db.execute(
                text(
                    "select p.id, r.id from parties p join receivables r on r.party_id = p.id"
                    " where p.name like 'Zutano%'"
                )
            ).one()
        cancel(house, debt)
        forget(house, who)
        assert left_of(house) == []
        with house.act() as act:
            assert intake.queries.get(act, first.id).body()["rows"] == 2, "what entered is still told"

    def test_not_while_something_is_owed_in_a_branch_out_of_sight(self, house: House) -> None:
        who = zutano(house)
        debt = house.debt(who, "100", branch_id=2)
        with pytest.raises(StillOwes):
            forget(house, who, 1)
        house.pay(who, "150", branch=2)
        with pytest.raises(StillOwes):
            forget(house, who, 1)
        house.debt(who, "50")
        with house.act() as act:
            payments.use_credit(act, UseCredit(who, "MXN"))
        forget(house, who, 1)
        assert house.due(debt.id).balance.is_zero

    def test_nobody_out_of_reach(self, house: House) -> None:
        who = zutano(house)
        with pytest.raises(NotFound), house.act(2, 2, reason="x") as act:
            forgetting.forget(act, who)

    def test_who_was_forgotten_owes_and_pays_no_more(self, house: House) -> None:
        who = zutano(house)
        forget(house, who)
        for act_of in (
            lambda: house.debt(who, "100"),
            lambda: house.pay(who, "100"),
            lambda: forget(house, who),
        ):
            with pytest.raises(NotFound):
                act_of()
        with pytest.raises(NotFound), house.act() as act:
            reminders.remind_now(act, RemindNow(who, text="hola"))


@pytest.mark.parametrize(
    "function",
    ["forget_changes(uuidv7())", "forget_traces(uuidv7())", "forget_messages(uuidv7())", "prune_stale(now(), 1)",
     "party_credit('{}')",
     "contact_log('{}', now(), true, '{}')"],
)  # fmt: skip
def test_who_only_reads_can_neither_forget_nor_look_past_branches(database_url: str, function: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("set role caudal_read")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"select {function}")


def test_the_bank_forgets_who_paid_and_keeps_what(house: House) -> None:
    desk = Desk(house)
    who = desk.people["Zutano Quiróz"] = zutano(house)
    house.debt(who, "77")
    desk.paid("77", "Zutano Quiróz")
    desk.enter(line("77", "SPEI OTRO NOMBRE ZUTANO"))
    (one,) = desk.lines()
    if not one.open.is_zero:
        (move,) = desk.movements()
        desk.match([one.id], [(move.entry_id, move.line)])
    forget(house, who)
    (left,) = desk.lines()
    assert (left.text, left.payer, left.amount.minor, left.open.minor) == (
        "Datos personales suprimidos",
        None,
        7_700,
        0,
    )
    assert house.one("select count(*) from payer_aliases")[0] == 0
    assert house.one("select octet_length(data) from bank_statements")[0] == 0
