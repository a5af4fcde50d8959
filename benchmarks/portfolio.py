"""A portfolio of any size, put in the database at once: what the close of a day and the reminders start from.

It is measured data, not a situation somebody lived: clients with a telephone and a consent, debts with due
dates spread over half a year, no entries behind them.
"""

from dataclasses import dataclass
from datetime import date

import psycopg

HOUSE = """
insert into companies (id, name, country, chart) values (1, 'Medida', 'CO', 'co');
insert into branches (id, company_id, name, country, currency, time_zone)
  select n, 1, 'Sucursal ' || n, 'CO', 'COP', 'America/Bogota' from generate_series(1, {branches}) n;
insert into branch_days (branch_id, opened_on, last_closed)
  select id, date '{today}' - 30, date '{today}' - 1 from branches;
"""
CLIENTS = """
with new as (
  insert into parties (branch_id, name, phones, created_at, created_by)
  select 1 + n % {branches}, 'Cliente ' || n, array['+573' || lpad(n::text, 9, '0')], date '{today}' - 300, 0
  from generate_series(1, {clients}) n returning id)
insert into consents (party_id, channel, granted, evidence, at, recorded_by, act_id)
  select id, 'whatsapp', true, 'contrato', date '{today}' - 300, 0, gen_random_uuid() from new;
"""
DEBTS = """
with owners as (select id, branch_id, row_number() over (order by number) - 1 as turn from parties)
insert into receivables (branch_id, party_id, concept, currency, amount, issued_on, due_on, entry_id,
                         created_at, created_by, act_id)
  select o.branch_id, o.id, 'Crédito', 'COP', 1000000 + n::bigint * 37 % 5000000,
         date '{today}' - 210, date '{today}' + {due}, n, date '{today}' - 210, 0, gen_random_uuid()
  from generate_series(1, {debts}) n join owners o on o.turn = n % {clients};
"""


@dataclass(frozen=True)
class Portfolio:
    """How much of everything. ``due``: SQL of the days from today to the due date of debt ``n``."""

    debts: int
    clients: int
    today: date
    branches: int = 1
    due: str = "(n::bigint * 7919 % 240)::int - 180"


def fill(url: str, wanted: Portfolio) -> None:
    """Put `wanted` in an empty migrated database and let PostgreSQL look at it."""
    values = {**vars(wanted)}
    with psycopg.connect(url, autocommit=True) as db:
        for statement in (HOUSE, CLIENTS, DEBTS):
            db.execute(statement.format(**values))  # type: ignore[arg-type]
        db.execute("vacuum analyze")
        db.execute("checkpoint")
