"""What the list of loans makes one wait, over HTTP: its saved views, its filters, its search and its pages.

A few loans of each kind are lent and collected by the commands that people use; then they are copied, with their
instalments and what happened to them, until there are as many as asked. One in six is late.

    python3 run.py bench loan_list [LOANS]
"""

import http.client
import json
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

import psycopg

from benchmarks.harness import Figure, database, percentile, report, timed
from benchmarks.payments_http import cashier, fetch, product
from caudal.kernel.db import connect
from tests.business.fixtures import furnish
from tests.business.house import House
from tests.business.loans.lender import ARREARS, Lender

LOANS, ASKED, PAGE, PROMISED = 100_000, 40, 50, 300.0
AGES = (1, 2, 3, 4, 5, 6, 7, 8)
LATE = (4, 5, 6, 7)
"""Months since the loan was handed over: those that pay each instalment, and those that owe some of them."""

_CLIENTS = """
insert into parties (branch_id, name, phones, created_at, created_by)
  select 1 + n % 2, (array['Ana','Luis','Rosa','Juan','Eva','Iván','Marta','Pedro'])[1 + n % 8] || ' '
         || (array['Pérez','Gómez','Ruiz','Díaz','Cruz','Mora','Vega'])[1 + n % 7] || ' ' || n,
         array['+52998' || lpad(n::text, 7, '0')], now(), 0
  from generate_series(1, {clients}) n;
"""
_COPIES = """
create temporary table copies as
  select t.id as template, uuidv7() as copy, p.id as party, 1 + n % 2 as branch
  from generate_series(1, {loans}) n
  join (select id, row_number() over (order by number) - 1 as place, count(*) over () as of from loans) t
    on t.place = n % t.of
  join (select id, row_number() over (order by number) - 1 as turn from parties where name ~ '\\d') p
    on p.turn = (n::bigint * 7919) % {clients};
create index on copies (template);
analyze copies;
"""
_COPY = "insert into {table} ({names}) select {values} from copies c join {table} x on x.{key} = c.template"


def months_ago(months: int) -> date:
    """So many months before today, by thirty and a half days."""
    return datetime.now(UTC).date() - timedelta(days=months * 61 // 2)  # noqa: TID251 - the product's own clock


def kinds(url: str) -> None:
    """One loan of each kind, lived by its commands until today."""
    engine = connect(url, pool_size=2)
    lender = Lender(House(engine))
    lender.on(months_ago(AGES[-1]))
    lender.fund("90000000")
    for code in ("personal", "nomina"):
        lender.sell(code, arrears=ARREARS, renewal_after=3)
    for late in (False, True):
        for age in LATE if late else AGES:
            _lived(lender, age, "nomina" if age % 2 else "personal", late)
    lender.on(months_ago(0))
    paid = lender.house.client("Quien ya pagó")
    lender.lend(paid, "10000")
    lender.house.pay(paid, "11347.20")
    lender.ask(lender.house.client("Quien pide"), "30000")
    engine.dispose()


def _lived(lender: Lender, age: int, code: str, late: bool) -> None:
    """A loan that paid each of its instalments, or none of the last three."""
    first = months_ago(age)
    lender.on(first)
    client = lender.house.client(f"De hace {age} meses")
    loan = lender.lend(client, "100000", code=code)
    plan = lender.state(loan.id).instalments
    for row in plan[: age - 4 if late else age]:
        if row.due_on <= months_ago(0):
            lender.on(row.due_on)
            lender.house.pay(client, str(Decimal(row.total).scaleb(-2)))


def multiply(url: str, loans: int) -> None:
    """Copy what was lived until there are so many loans, of half as many clients."""
    values = {"loans": loans, "clients": max(1, loans // 2)}
    own = {
        "loans": {"id": "c.copy", "party_id": "c.party", "branch_id": "c.branch"},
        "receivables": {"owner_id": "c.copy", "party_id": "c.party", "branch_id": "c.branch"},
        "loan_events": {"loan_id": "c.copy", "branch_id": "c.branch"},
    }
    keys = {"loans": "id", "receivables": "owner_id", "loan_events": "loan_id"}
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("set session_replication_role = replica")
        db.execute(_CLIENTS.format(**values).encode())
        db.execute(_COPIES.format(**values).encode())
        for table, changed in own.items():
            names = _columns(db, table)
            told = ", ".join(changed.get(name, f"x.{name}") for name in names)
            db.execute(
                _COPY.format(table=table, names=", ".join(names), values=told, key=keys[table]).encode()
            )
        db.execute("vacuum analyze")
        db.execute("checkpoint")


def _columns(db: psycopg.Connection[tuple[object, ...]], table: str) -> list[str]:
    """Those that a copy keeps: not what the database makes by itself."""
    made = {"receivables": {"id", "number"}, "loans": {"number"}, "loan_events": {"id"}}[table]
    rows = db.execute(
        "select column_name from information_schema.columns where table_name = %s and table_schema = 'public'"
        " and is_generated = 'NEVER' order by ordinal_position",
        (table,),
    ).fetchall()
    return [str(name) for (name,) in rows if name not in made]


def questions(url: str) -> dict[str, dict[str, str]]:
    """Each thing that somebody asks of the list, as the screen asks for it."""
    today, week = months_ago(0).isoformat(), (months_ago(0) + timedelta(days=7)).isoformat()
    with psycopg.connect(url) as db:
        (client,) = db.execute("select party_id from loans order by md5(id::text) limit 1").fetchone() or (
            UUID(int=0),
        )
    return {
        "vigentes": {"status": "active"}, "vencen hoy": {"status": "active", "due_from": today, "due_to": today},
        "vencen en la semana": {"status": "active", "due_from": today, "due_to": week}, "en mora": {"status": "late"},
        "renovables": {"renewable": "true"}, "por autorizar": {"status": "applied"},
        "terminados": {"status": "paid,renewed,recovered"}, "todos": {}, "de una sucursal": {"branch_id": "2"},
        "de un producto": {"product": "nomina"}, "en mora de un producto": {"status": "late", "product": "nomina"},
        "de un cliente": {"client_id": str(client)}, "por folio": {"q": "LN-54321"}, "por nombre": {"q": "Rosa Ruiz"},
        "por un nombre que muchos llevan": {"q": "Ana"}, "por lo que nadie es": {"q": "zapatería del centro"},
    }  # fmt: skip


def ask(address: str, token: str, wanted: dict[str, str], *, pages: int = 1) -> list[float]:
    """Milliseconds of each answer on one connection, walking so many pages each time; the first ones apart."""
    link, took = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60), list[float]()
    for turn in range(ASKED + 3):
        after: str | None = None
        for _ in range(pages):
            asked = urlencode(
                {**wanted, "limit": PAGE} | ({"after": after} if after else {}), quote_via=quote
            )
            one, told = fetch(link, token, f"/v1/loans?{asked}")
            if turn >= 3:
                took.append(one)
            after = json.loads(told)["next"]
            if after is None:
                break
    link.close()
    return took


def main(loans: int = LOANS) -> None:
    """Measure, print and write."""
    figures: list[Figure] = []
    with database() as url:
        furnish(url)
        kinds(url)
        print(f"  carga de {loans} préstamos: {timed(lambda: multiply(url, loans)):.0f} s", flush=True)
        cashier(url)
        with product(url) as (address, token):
            for name, wanted in questions(url).items():
                took = ask(address, token, wanted)
                figures.append(Figure(f"{name}, p95", percentile(took, 0.95), "ms", PROMISED))
                print(figures[-1].line(), flush=True)
            took = ask(address, token, {}, pages=6)
            figures.append(Figure("de página en página, p95", percentile(took, 0.95), "ms", PROMISED))
    report("loan_list", figures, loans=loans)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
