"""Who works in one branch sees nothing of another and writes nothing there, whatever the query: the database says so.

The tables come from the catalogue: a new one with `branch_id` needs a policy and, here, a row in two branches.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from caudal.business.accounting import commands as accounting
from caudal.business.accounting.commands import Expectation, NewManual, SetBudgets
from caudal.business.accounting.rules.hands import ManualLine
from caudal.business.approvals import commands as approvals
from caudal.business.payables import commands as payables
from caudal.business.payables.commands import BankFile, NewPaper
from caudal.business.reconciliation import commands as reconciliation
from caudal.business.roscas import commands as roscas
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import MoveCash, OpenShift, SayRule
from caudal.business.treasury.rules.numbers import NumberKind
from caudal.business.treasury.rules.states import Operation
from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun
from caudal.commons.messaging import webhooks
from caudal.commons.messaging.channels import Sandbox
from caudal.commons.messaging.statuses import Policy
from caudal.flows import end_of_day
from caudal.flows.intake import commands as intake
from caudal.interfaces.worker import duties
from caudal.kernel.db import connect
from caudal.kernel.money import Money
from caudal.kernel.settings import Settings
from caudal.ledger import queries as books
from tests import database
from tests.business.approvals.people import Hands
from tests.business.bookings.agency import Agency
from tests.business.fixtures import furnish
from tests.business.house import TODAY, House
from tests.business.loans.lender import Lender
from tests.business.pawn.counter import a_bit_of_everything
from tests.business.payables.payer import Desk as Payer
from tests.business.reconciliation.desk import Desk
from tests.business.reconciliation.desk import line as bank_line
from tests.business.refunds.counter import Counter
from tests.business.roscas.making import San
from tests.flows.test_retention import FILE
from tests.house.test_sql import NOT_OF_A_BRANCH

TABLES = """
select c.oid::regclass::text from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attname = 'branch_id' and not a.attisdropped
where c.relkind in ('r', 'p') and not c.relispartition
  and c.relnamespace::regnamespace::text in ('public', 'ledger', 'jobs')
order by 1
"""
WRITABLE = """
select string_agg(quote_ident(a.attname), ', ') from pg_attribute a
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
"""
ANYBODYS = {"audit", "outbox"}
"""Anyone's act is written where it was tried, also a refusal in a branch that isn't theirs; and what it told."""

WARNED = """
with a as (
  insert into alerts (rule, urgency, branch_id, key, stamp, subject, link, state, first_at, latest_at, act_id)
  values ('bank_low', 'low', {branch}, 'k', 's', 'Banco', '/', 'new', :at, :at, :act) returning id
), p as (insert into alert_recipients select id, 0, {branch}, 'x', :at from a
), e as (
  insert into alert_events (alert_id, branch_id, kind, at, by, act_id)
  select id, {branch}, 'raised', :at, 0, :act from a
), r as (
  insert into alert_rules (rule, branch_id, active, urgency, threshold, recipients, channels, escalate_to, created_at,
                           created_by, act_id)
  values ('bank_low', {branch}, true, 'low', '{{}}', '{{}}', '{{}}', '{{}}', :at, 0, :act)
), d as (insert into alert_rounds values ({branch}, 'diario', '2026-01-01', :at, :act)
), s as (
  insert into report_schedules (report, branch_id, at, recipients, channels, created_by, act_id)
  values ('daily', {branch}, '08:00', '{{duena}}', '{{email}}', 0, :act) returning id
), t as (
  insert into report_runs (schedule_id, branch_id, period_on, outcome, notices, at, by, act_id)
  select id, {branch}, '2026-01-01', 'nobody', 0, :at, 0, :act from s
)
insert into notices (branch_id, user_id, kind, channel, dedupe, urgent, subject, text, to_address, status,
                     next_attempt_at, created_at, actor_id, act_id)
values ({branch}, 0, 'alert', 'email', 'k{branch}', false, 's', 't', 'a@b.mx', 'sent', :at, :at, 0, :act)
"""

REFUSALS = {"42501", "CA003"}
"""No privilege, or a row out of reach; and what already happened."""


@pytest.fixture(scope="module")
def furnished(postgres: database.Server) -> Iterator[str]:
    """A house in which every room has something in branches 1 and 2."""
    with postgres.clone() as url:
        furnish(url)
        engine = connect(url, pool_size=2)
        try:
            _live(House(engine))
            yield url
        finally:
            engine.dispose()


def _save_together(house: House, branch: int) -> None:
    """A san that handed a pot over and then gave back what somebody had put in."""
    san = San(house, branch=branch).begin()
    san.all_pay()
    san.hand(1)
    san.pay(2)
    san.do(roscas.liquidate)
    san.refund(2)


def _lend(house: House, branch: int) -> None:
    """A loan that was collected, and how it ended a day."""
    lender = Lender(house, branch)
    lender.fund("50000")
    if branch == 1:
        lender.sell()
    client = house.client(branch=branch)
    loan = lender.lend(client, "1000")
    lender.secure(loan.id, client, surety=house.client("Aval", branch))
    house.pay(client, "200", branch=branch)
    with house.act(branch) as act:
        act.db.execute(
            text(
                "insert into loan_days (branch_id, business_date, loan_id, currency, principal, earned, overdue, days,"
                " bucket, provision) values (:branch, '2026-01-01', :loan, 'MXN', 1, 1, 0, 0, 0, 0)"
            ),
            {"branch": branch, "loan": loan.id},
        )
        act.db.execute(
            text(
                "insert into loan_requests (loan_id, branch_id, kind, currency, reason, asked_on, asked_at, asked_by,"
                " act_id) values (:loan, :branch, 'write_off', 'MXN', 'no aparece', '2026-01-01', now(), 0, :act)"
            ),
            {"branch": branch, "loan": loan.id, "act": act.id},
        )
        act.db.execute(
            text(
                "with c as (insert into loan_ceilings (country, modality, first_on, last_on, cap, source, recorded_on,"
                " at, actor_id, reason, act_id) values ('CO', 'consumo', :first, :last, 0.2, 'de prueba, sin más',"
                " :first, now(), 0, 'prueba', :act) returning id)"
                " insert into loan_overcharges (loan_id, branch_id, ceiling_id, payment_id, currency, amount, uses,"
                " given_on, at, actor_id, reason, act_id) select :loan, :branch, c.id,"
                " (select id from payments where branch_id = :branch order by number desc limit 1), 'MXN', 1, '{}',"
                " '2026-01-01', now(), 0, 'prueba', :act from c"
            ),
            {"branch": branch, "loan": loan.id, "act": act.id, "first": "2026-01-01", "last": "2026-01-31"},
        )
        act.db.execute(
            text(
                "insert into loan_remittances (branch_id, currency, amount, payee, concept, method, paid_on, entry_id,"
                " at, actor_id, act_id) values (:branch, 'MXN', 1, 'Gama', 'Vida', 'cash', '2026-01-01', 1, now(),"
                " 0, :act)"
            ),
            {"branch": branch, "act": act.id},
        )


def _keep_a_till(house: House, branch: int) -> None:
    """A till opened, with an expense and its receipt, and closed with something missing that is tolerated."""
    with house.act(branch) as act:
        till = treasury.till_of(act, "MXN")
        treasury.set_rule(act, SayRule(False, Money.of(100, "MXN")))
        pesos = books.balance(act, till.account_id, "MXN", branch=branch).minor // 100
        counted = {"1000": pesos // 1000, "1": pesos % 1000}
        shift = treasury.open_shift(act, OpenShift(counted, till.id, reason="centavos"))
    with house.act(branch) as act:
        ask = MoveCash(till.id, Operation.EXPENSE, Money.of(5, "MXN"), "Agua")
        spent = treasury.move(act, ask)
        treasury.add_receipt(act, spent.id, b"\xff\xd8\xff\xe0")
        treasury.count(act, shift, counted)
        treasury.settle(act, shift, "se encontraron cinco pesos")


def _sign(house: House, branch: int) -> None:
    """Something asked for, authorised and executed."""
    hands = Hands(house)
    request = hands.ask(branch_id=branch)
    hands.authorise(request)
    hands.execute(request)
    gone = hands.ask(branch_id=branch)
    hands.authorise(gone)
    with hands.as_("gerente", branch) as act:
        approvals.annul(act, gone, "se anuló la cuenta")


def _warn(house: House, branch: int) -> None:
    """An alert with somebody told of it, a rule of its own, a round made, and a report that goes out and went."""
    with house.act(every=True) as act:
        act.db.execute(text(WARNED.format(branch=branch)), {"at": house.at, "act": UUID(int=1)})


def _sell_services(house: House, branch: int) -> None:
    """A service sold, whose price changed, and one that was cancelled with something paid."""
    agency = Agency(house)
    sold = agency.sell(house.client(branch=branch), branch_id=branch)
    agency.change(sold, price=Money.of(9_000, "MXN"))
    agency.pay(sold, 100)
    Counter(agency).cancel(sold)


def _bank(house: House, branch: int) -> None:
    """A bank account whose statement is half explained: a match, a proposal, a rule, an owner, a payer, a day."""
    desk = Desk(house)
    client = house.client("Ana Ruiz Vega", branch)
    desk.account(branch)
    for _ in range(2):
        house.pay(client, "77", branch=branch, method="transfer")
    desk.enter(bank_line("77", "SPEI ANA RUIZ VEGA"), bank_line("-5", "COMISION"), branch=branch)
    named, fee = desk.lines(branch=branch)
    (move, other) = desk.movements(branch=branch)
    with house.act(branch) as act:
        ask = reconciliation.Match(desk.account(branch), (named.id,), ((move.entry_id, move.line),))
        reconciliation.match(act, ask)
        reconciliation.add_rule(act, reconciliation.NewRule("comision", "fee"))
        for statement in (
            "insert into users (id, username, name, role) overriding system value values (7, 'ana', 'Ana', 'duena')",
            f"insert into user_branches (user_id, branch_id) values (7, {branch})",
        ):
            act.db.execute(text(statement + " on conflict do nothing"))
        reconciliation.name_owner(act, reconciliation.NameOwner(7, fee.id))
    desk.day(branch=branch)
    with house.act(branch) as act:
        new = treasury.OpenAccount("Otra", "BBVA", NumberKind.ACCOUNT, f"998877{branch}", "MXN")
        second = treasury.open_account(act, new).box.id
        wanted = treasury.Transfer(desk.account(branch), second, Money.of(1, "MXN"), "fondeo")
        treasury.transfer(act, wanted, treasury.Agreed(uuid4(), uuid4(), treasury.next_transfer(act)))
    assert other.open.is_positive


def _owe(house: House, branch: int) -> None:
    """A supplier paid in a batch with its file and its evidence, by a contract of the branch."""
    desk = Payer(house, branch)
    desk.fund()
    seller = desk.supplier()
    desk.suppliers["Tours Maya"], desk.contracts["Tours Maya"] = (
        seller,
        desk.contract(seller, branch_id=branch),
    )
    done = desk.authorised(number=f"F-{branch}")
    with desk.as_("eva") as act:
        payables.add_paper(act, done.id, NewPaper("factura", b"%PDF-"))
    with desk.as_("gema", reason="hoy") as act:
        payables.schedule(act, done.id, desk.today)
    made = desk.batch(done.id)
    with desk.as_("carlos") as act:
        payables.keep_file(act, made.id, BankFile("csv", "lote.csv", b"x"))
        payables.execute(act, made.id)


def _live(house: House) -> None:
    settings = Settings(secret_key="x", whatsapp_app_secret=SecretStr("x"))
    for branch in (1, 2):
        phone = f"+52551234567{branch}"
        client = house.client(f"Cliente {branch}", branch, phones=(phone,), consents=("whatsapp",))
        house.debt(client, "100", TODAY - timedelta(days=4), branch_id=branch)
        house.pay(client, "30", branch=branch)
        _save_together(house, branch)
        _lend(house, branch)
        a_bit_of_everything(house, branch)
        _sell_services(house, branch)
        _keep_a_till(house, branch)
        _bank(house, branch)
        _owe(house, branch)
        _sign(house, branch)
        _warn(house, branch)
        with house.act(branch) as act:
            hoped = Expectation(branch, 202610, "MXN", "utility", Money.of(100, "MXN"))
            accounting.set_budgets(act, SetBudgets([hoped]))
        with house.act(branch, reason="renta de enero") as act:
            some = Money.of(5, "MXN")
            lines = [ManualLine("601.84", some), ManualLine("210.01", -some)]
            accounting.propose(act, NewManual(TODAY, "Renta", lines))
            act.db.execute(
                text(
                    "insert into reopenings (company_id, branch_id, year, month, reason, asked_at, asked_by, act_id)"
                    " values (1, :branch, 2026, 1, 'faltó algo', now(), 7, :act)"
                ),
                {"branch": branch, "act": act.id},
            )
        with house.act(branch) as act:
            runs.start(act.db, NewRun("days.close", {"branches": [branch]}, 0, branch), house.at)
            intake.open(act, "debts", "d.csv", FILE + str(branch).encode())
        end_of_day.close_day(house.engine, house.at, branch, TODAY)
    house.later(hours=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("caudal.kernel.clock.now", lambda: house.at)
        duties.send(house.engine, Sandbox(), Policy())
        duties.seal(house.engine)
    came = [
        {"id": f"w{n}", "from": f"52551234567{n}", "type": "text", "text": {"body": "hola"}, "timestamp": "1"}
        for n in (1, 2)
    ]
    change = {"field": "messages", "value": {"messages": came}}
    raw = json.dumps({"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}).encode()
    with house.act(every=True) as act:
        webhooks.receive(act, raw, "sha256=" + hmac.new(b"x", raw, hashlib.sha256).hexdigest(), settings)
        act.db.execute(
            text(
                "insert into message_events (digest, branch_id, source, kind, occurred_at, received_at)"
                " select sha256(n::text::bytea), n, 'casa', 'x', now(), now() from generate_series(1, 2) n"
            )
        )


@pytest.fixture
def tables(furnished: str) -> list[str]:
    with psycopg.connect(furnished) as root:
        found = [name for (name,) in root.execute(TABLES) if name not in NOT_OF_A_BRANCH]
    assert len(found) >= 18
    return found


def as_role(url: str, role: str, branches: str = "1") -> psycopg.Connection[tuple[object, ...]]:
    options = f"-c role={role} -c caudal.branches={branches} -c caudal.actor=7"
    return psycopg.connect(url, options=options, autocommit=True)


def may(db: psycopg.Connection[tuple[object, ...]], role: str, table: str, what: str) -> bool:
    row = db.execute("select has_table_privilege(%s, %s, %s)", (role, table, what)).fetchone()
    return bool(row and row[0])


def count(db: psycopg.Connection[tuple[object, ...]], table: str, branch: int) -> object:
    row = db.execute(f"select count(*) from {table} where branch_id = {branch}").fetchone()  # type: ignore[arg-type]
    return row and row[0]


class TestAnotherBranch:
    @pytest.mark.parametrize("role", ["caudal_app", "caudal_read"])
    def test_is_not_seen(self, furnished: str, tables: list[str], role: str) -> None:
        with psycopg.connect(furnished) as root, as_role(furnished, role) as db:
            for table in tables:
                assert [bool(count(root, table, n)) for n in (1, 2)] == [True, True], f"make a row of {table}"
                if may(root, role, table, "select"):
                    assert count(db, table, 1), f"{table} hides one's own"
                    assert count(db, table, 2) == 0, f"{role} sees another branch in {table}"

    def test_is_not_seen_by_who_says_nothing(self, furnished: str, tables: list[str]) -> None:
        with as_role(furnished, "caudal_app", "") as db:
            assert {table: count(db, table, 1) for table in tables} == dict.fromkeys(tables, 0)

    @pytest.mark.parametrize("role", ["caudal_app", "caudal_read"])
    def test_takes_no_new_row(self, furnished: str, tables: list[str], role: str) -> None:
        """Refused before keys and constraints are even looked at, so a copy of a real row will do."""
        with psycopg.connect(furnished) as root, as_role(furnished, role) as db:
            for table in tables:
                if table in ANYBODYS and role == "caudal_app":
                    continue
                (columns,) = root.execute(WRITABLE, (table,)).fetchone() or ("",)
                row = root.execute(
                    f"select to_jsonb(t) from {table} t where branch_id = 2 limit 1"
                ).fetchone()  # type: ignore[arg-type]
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    db.execute(
                        f"insert into {table} ({columns}) select {columns}"
                        f" from jsonb_populate_record(null::{table}, %s)",  # type: ignore[arg-type]
                        (json.dumps(row and row[0]),),
                    )

    @pytest.mark.parametrize("role", ["caudal_app", "caudal_read"])
    @pytest.mark.parametrize(
        "change",
        ["update {} set branch_id = branch_id where branch_id = 2", "delete from {} where branch_id = 2"],
    )
    def test_is_not_changed(self, furnished: str, tables: list[str], role: str, change: str) -> None:
        with as_role(furnished, role) as db:
            for table in tables:
                try:
                    touched = db.execute(change.format(table)).rowcount  # type: ignore[arg-type]
                except psycopg.Error as refused:
                    if refused.sqlstate not in REFUSALS:
                        raise
                    touched = 0
                assert touched == 0, table

    def test_is_not_where_rows_are_moved(self, furnished: str, tables: list[str]) -> None:
        with as_role(furnished, "caudal_app") as db:
            for table in tables:
                with pytest.raises(psycopg.Error) as refused:
                    db.execute(f"update {table} set branch_id = 2 where branch_id = 1")  # type: ignore[arg-type]
                assert refused.value.sqlstate in REFUSALS, table
