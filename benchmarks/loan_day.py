"""The close of a day over a large portfolio of loans, thirty missed days, and the portfolio on a date.

Loans of twelve monthly instalments at 2 % on what is owed, handed over through the last nine months; one in ten owes
from one to five instalments. Reminders are switched off: they have a measure of their own. While the days are missed
the tills stay open: whoever was paying goes on paying each instalment on its day.

    python3 run.py bench loan_day [LOANS…]
"""

import math
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import Engine

from benchmarks.harness import Figure, database, report, timed
from benchmarks.portfolio import CLIENTS, HOUSE
from caudal.business.loans.queries import portfolio
from caudal.commons.acts.opening import house_acting
from caudal.flows.days_together import index_days
from caudal.flows.end_of_day import close_day
from caudal.kernel.db import connect

TODAY = date(2026, 10, 5)
AT = datetime(2026, 10, 6, 6, tzinfo=UTC)
MISSED = 30
SIZES = (10_000, 100_000, 1_000_000)
CLOSE, CATCH_UP, LOOK = 5.0, 120.0, 3.0
"""Seconds promised over a million loans: one day, thirty missed days, the portfolio on a date."""

_PRODUCT = """
insert into loan_products (code, version, name, currency, definition, created_at, created_by, act_id)
  values ('medida', 1, 'Medida', 'COP', '{}', now(), 0, gen_random_uuid());
"""
# A contract as long as a real one is kept: what a row weighs is part of what is measured.
_LOANS = """
with owners as (select id, row_number() over (order by number) - 1 as turn from parties)
insert into loans (branch_id, party_id, product_id, currency, principal, contract, status, applied_on, applied_at,
                   applied_by, disbursed_on, disbursed_at, disbursed_by, outstanding, interest_total, act_id)
  select 1, o.id, 1, 'COP', 100000000, jsonb_build_object('relleno', repeat('0123456789', 80), 'n', n), 'active',
         d.day, d.day, 0, d.day, d.day, 0, 100000000 - 8000000 * c.paid, 13000000, gen_random_uuid()
  from generate_series(1, {loans}) n join owners o on o.turn = n % {clients}
  cross join lateral (select date '{today}' - 1 - (n::bigint * 7919 % 270)::int as day) d
  cross join lateral (select greatest(0, (date '{today}' - d.day) / 31 -
    case when n % 10 = 0 then 1 + n / 10 % 5 else 0 end) as paid) c;
"""
_DEBTS = """
insert into receivables (branch_id, party_id, concept, currency, amount, issued_on, due_on, created_at, created_by,
                         act_id, kind, owner_id, turn, paid, settled_on)
  select 1, l.party_id, 'Cuota ' || k || ' de 12', 'COP', 8000000 + l.outstanding / 1000, l.disbursed_on,
         (l.disbursed_on + k * interval '1 month')::date, l.disbursed_at, 0, l.act_id, 'loan', l.id, k,
         case when k * 8000000 <= 100000000 - l.outstanding then 8000000 + l.outstanding / 1000 else 0 end,
         case when k * 8000000 <= 100000000 - l.outstanding then (l.disbursed_on + k * interval '1 month')::date end
  from loans l cross join generate_series(1, 12) k;
"""
_INSTALMENTS = """
insert into loan_installments (receivable_id, loan_id, branch_id, number, start_on, end_on, due_on, principal,
                               interest, fees, earned_before, since_on, made, daily, act_id)
  select r.id, r.owner_id, 1, r.turn, (r.issued_on + (r.turn - 1) * interval '1 month')::date, r.due_on, r.due_on,
         8000000, r.amount - 8000000, 0, (r.turn - 1) * 1000000,
         (r.issued_on + (r.turn - 1) * interval '1 month')::date, 50000000, 3333333333333, r.act_id
  from receivables r;
"""
_POSITIONS = """
insert into loan_positions (loan_id, branch_id, party_id, currency, disbursed_on, read_on, exact_from, ends_on,
                            earned_end, principal, collected, late_from, debts, open, last_due_on)
  select l.id, 1, l.party_id, 'COP', l.disbursed_on, l.disbursed_on, l.disbursed_on, r.last_due_on,
         12000000, l.outstanding, 0, r.late_from, r.debts, r.open, r.last_due_on
  from loans l join (select owner_id, min(due_on) as late_from, max(due_on) as last_due_on, count(*) as debts,
                            sum(open) as open
                     from receivables where open > 0 group by owner_id) r on r.owner_id = l.id;
update reminder_steps set active = false;
"""
# What whoever was up to date pays between two dates, each instalment on its day, as the room of payments leaves it.
_TAKEN = """
create temporary table taken as
  select r.id, r.owner_id as loan_id, r.turn, r.due_on, r.amount, uuidv7() as payment_id
  from receivables r join loan_positions p on p.loan_id = r.owner_id and p.late_from = r.due_on
  where r.kind = 'loan' and r.open > 0 and r.due_on > '{first}' and r.due_on <= '{last}';
insert into allocations (payment_id, receivable_id, branch_id, amount, on_date, at, act_id)
  select payment_id, id, 1, amount, due_on, due_on, payment_id from taken;
insert into loan_parts (loan_id, branch_id, payment_id, number, component, amount, on_date, act_id)
  select t.loan_id, 1, t.payment_id, t.turn, c.component, c.amount, t.due_on, t.payment_id
  from taken t
  cross join lateral (values ('principal', 8000000), ('interest', t.amount - 8000000)) c (component, amount);
update receivables r set paid = r.amount, settled_on = r.due_on from taken t where t.id = r.id;
update loan_positions p set principal = p.principal - 8000000, collected = p.collected + t.amount - 8000000,
       open = p.open - t.amount, debts = p.debts - 1, late_from = (t.due_on + interval '1 month')::date
from taken t where t.loan_id = p.loan_id;
drop table taken;
"""


def collect(url: str, first: date, last: date) -> None:
    """Have the tills take, from `first` to `last`, what falls due of the loans that are up to date."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("set session_replication_role = replica")
        db.execute(_TAKEN.format(first=first, last=last).encode())
        db.execute("vacuum analyze")
        db.execute("checkpoint")


def fill(url: str, loans: int) -> None:
    """Put so many loans with their instalments in an empty migrated database."""
    values = {"loans": loans, "clients": max(1, loans // 2), "today": TODAY, "branches": 1}
    with psycopg.connect(url, autocommit=True) as db:
        for statement in (HOUSE, CLIENTS):
            db.execute(statement.format(**values))  # type: ignore[arg-type]
        db.execute(_PRODUCT.encode())
        # Rows first and indexes after: what is measured is the close, not the load.
        db.execute("set session_replication_role = replica")
        db.execute("set maintenance_work_mem = '1GB'")
        made = _indexes_away(db)
        for statement in (_LOANS, _DEBTS, _INSTALMENTS, _POSITIONS):
            db.execute(statement.format(**values) if statement is _LOANS else statement)  # type: ignore[arg-type]
        for definition in made:
            db.execute(definition.encode())
        db.execute("vacuum analyze")
        db.execute("checkpoint")


def _indexes_away(db: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    """Take away the indexes of debts and instalments that guard nothing; returns how each is made again."""
    found = db.execute(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid in ('receivables'::regclass, 'loan_installments'::regclass) and not indisunique"
    ).fetchall()
    for name, _ in found:
        db.execute(f"drop index {name}".encode())
    return [definition for _, definition in found]


def measure(loans: int) -> tuple[list[Figure], dict[str, object], float]:
    """Close two days, the second again, thirty missed ones, and look at the portfolio."""
    figures: list[Figure] = []
    facts: dict[str, object] = {}
    large = loans >= SIZES[-1]
    with database() as url:
        print(f"  carga de {loans} préstamos: {timed(lambda: fill(url, loans)):.0f} s", flush=True)
        engine = connect(url)
        after = TODAY + timedelta(days=1)
        last = after + timedelta(days=MISSED)
        days = (
            ("primer cierre", TODAY, None),
            ("cierre de un día", after, CLOSE if large else None),
            ("el mismo otra vez", after, None),
            (f"{MISSED} días atrasados", last, CATCH_UP if large else None),
        )
        measured: dict[str, float] = {}
        for name, day, target in days:
            if day == last:
                collect(url, after, last)
            seconds, wal, found = _close(url, engine, day)
            title = f"{loans:,} préstamos: {name}".replace(",", ".")
            figures += [Figure(title, seconds, "s", target), Figure(f"{title}, WAL", wal, "MB")]
            measured[name] = seconds
            facts[title] = found["steps"]
            for step in found["steps"][:8]:
                print(f"  {title} · {step['name']}: {step['rows']} filas, {step['ms']} ms", flush=True)
        indexed = timed(lambda: index_days(engine, AT))
        figures.append(Figure(f"{loans:,} préstamos: índice de esos días".replace(",", "."), indexed, "s"))
        with house_acting(engine, AT, branch_id=1) as act:
            seconds = timed(lambda: portfolio.portfolio(act, after))
            rolled = timed(lambda: portfolio.roll(act, TODAY, last))
        title = f"{loans:,} préstamos: cartera en una fecha".replace(",", ".")
        figures.append(Figure(title, seconds, "s", LOOK if large else None))
        figures.append(Figure(f"{loans:,} préstamos: matriz entre dos fechas".replace(",", "."), rolled, "s"))
        engine.dispose()
    return figures, facts, measured["cierre de un día"]


def _close(url: str, engine: Engine, day: date) -> tuple[float, float, dict[str, Any]]:
    found: dict[str, Any] = {}
    with psycopg.connect(url, autocommit=True) as watching:
        before = watching.execute("select pg_current_wal_lsn()").fetchone()
        seconds = timed(lambda: found.update(close_day(engine, AT + (day - TODAY), 1, day)))
        wal = watching.execute(
            "select pg_wal_lsn_diff(pg_current_wal_lsn(), %s) / 1e6", (before and before[0],)
        ).fetchone()
    return seconds, float(wal[0]) if wal else 0.0, found


def main(*sizes: int) -> None:
    """Measure every size and how the close grows with it."""
    figures: list[Figure] = []
    facts: dict[str, object] = {}
    took: dict[int, float] = {}
    for loans in sizes or SIZES:
        more, told, took[loans] = measure(loans)
        figures += more
        facts |= told
    if len(took) > 1:
        small, large = min(took), max(took)
        exponent = math.log(took[large] / took[small]) / math.log(large / small)
        figures.append(Figure(f"exponente de crecimiento de {small} a {large}", exponent, "", 1.1))
    report("loan_day", figures, **facts)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
