"""Reading the books when they are large: statements and boards over ten million lines, sealed as the house seals them.

python3 run.py bench books            # 1,000,000 lines
python3 run.py bench books 10000000   # the size of the promise: 384 accounts × 20 branches × 24 months
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
from sqlalchemy import Engine

from benchmarks.harness import Figure, database, report
from caudal.business.accounting import queries
from caudal.business.accounting.queries import Asked, Compare, Which
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import house_acting
from caudal.flows import boards, figures
from caudal.kernel.db import connect
from caudal.ledger import queries as books

AT = datetime(2026, 11, 21, 15, tzinfo=UTC)
MONTHS, BRANCHES = 24, 20
_HOUSE = """
insert into companies (name, country, chart) values ('Medida', 'MX', 'mx');
insert into branches (company_id, name, country, currency, time_zone)
  select 1, 'Sucursal ' || g, 'MX', 'MXN', 'America/Mexico_City' from generate_series(1, 20) g;
insert into ledger.accounts (company_id, code, name, class, use, currency)
  select 1, (case when g <= 24 then '102.01.' when g <= 144 then '105.01.' when g <= 204 then '201.01.'
                  when g <= 228 then '301.01.' when g <= 288 then '401.01.' else '601.84.' end) || g,
         'Cuenta ' || g, (case when g <= 144 then 'A' when g <= 204 then 'L' when g <= 228 then 'E'
                               when g <= 288 then 'I' else 'X' end),
         null, 'MXN' from generate_series(1, 384) g;
insert into ledger.accounts (company_id, code, name, class, use, currency, parent_id)
  select 1, '102.02.' || g, 'Banco ' || g, 'A', 'BANK', 'MXN', 1 from generate_series(1, 24) g;
alter table ledger.lines disable trigger balanced;
"""
_ENTRIES = """
insert into ledger.entries (company_id, branch_id, on_date, kind, idem, request_sha, actor)
select 1, 1 + g %% 20, date '2024-12-01' + (g %% 720)::int,
       (array['payment', 'sale', 'expense', 'supplier_service', 'loan'])[1 + g %% 5], uuidv7(), sha256(int8send(g)), 0
from generate_series(%s::bigint, %s::bigint) g
"""
_LINES = """
insert into ledger.lines (entry_id, line, account_id, branch_id, currency, on_date, amount)
select e.id, s.n,
       case when s.n = 1 then 1 + (e.id * 7 + e.id / 384) %% 408 else 1 + (e.id * 13 + e.id / 407) %% 384 end,
       e.branch_id, 'MXN', e.on_date, case when s.n = 1 then 1 else -1 end * (100 + e.id %% 900000)
from ledger.entries e cross join (values (1::smallint), (2::smallint)) s (n)
where e.id between %s and %s
"""


def fill(url: str, lines: int) -> float:
    """So many lines, half as many entries, sealed; returns the seconds the seal took."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("set search_path = public")
        db.execute(_HOUSE)
        step = 250_000
        for first in range(1, lines // 2 + 1, step):
            last = min(first + step - 1, lines // 2)
            db.execute(_ENTRIES, (first, last))
            db.execute(_LINES, (first, last))
        db.execute("alter table ledger.lines enable always trigger balanced")
        began = time.perf_counter()
        db.execute("select ledger.seal_all()")
        took = time.perf_counter() - began
        db.execute("vacuum analyze")
    return took


def timed(engine: Engine, work: Callable[[Act], object], times: int) -> list[float]:
    """Seconds of each time, the first one apart: it opens the connection."""
    found: list[float] = []
    for _ in range(times + 1):
        with house_acting(engine, AT) as act:
            began = time.perf_counter()
            work(act)
            found.append(time.perf_counter() - began)
    return sorted(found[1:])


def p95(times: list[float]) -> float:
    """The time that nineteen of twenty don't pass."""
    return times[min(len(times) - 1, round(len(times) * 0.95))]


def measure(engine: Engine) -> list[Figure]:
    """Statements in the median of five, boards in the 95th of forty."""
    day = AT.date()
    first, last = figures.last_complete_month(day)
    year = day.replace(month=1, day=1)

    def statement(
        which: Which, since: object = first, until: object = last, **more: object
    ) -> Callable[[Act], object]:
        return lambda act: queries.statement(act, Asked(which, since, until, **more))  # type: ignore[arg-type]

    told: list[tuple[str, Callable[[Act], object], float]] = [
        ("balanza de comprobación de un mes, consolidada", statement(Which.TRIAL), 1),
        ("balanza al día, desde el principio (SQL)", lambda act: books.trial_balance(act, day), 1),
        ("balanza del año hasta un día suelto", statement(Which.TRIAL, year + timedelta(days=9), day), 1),
        ("resultados del año contra el anterior", statement(Which.INCOME, year, day, compare=Compare.PREVIOUS), 2),
        ("estado de resultados por sucursal", statement(Which.INCOME, by_branch=True), 2),
        ("balance general por sucursal", statement(Which.BALANCE, year, day, by_branch=True), 2),
        ("flujo de efectivo del año por sucursal", statement(Which.CASH, year, day, by_branch=True), 2),
        ("plan de cuentas con saldos", statement(Which.CHART, year, day), 2),
    ]  # fmt: skip
    made = [Figure(name, timed(engine, work, 5)[2], "s", target) for name, work, target in told]
    for name, board in (
        ("tablero de todas las sucursales, p95", lambda act: boards.company_board(act, first, last)),
        ("tablero de una sucursal, p95", lambda act: boards.branch_board(act, 7)),
    ):
        made.append(Figure(name, p95(timed(engine, board, 40)) * 1000, "ms", 300))
    for name, work in (
        (
            "tarjeta de una cuenta, 50 movimientos, p95",
            lambda act: books.card(act, 30, (first, last), branch=3),
        ),
        ("saldo de una cuenta de banco, p95", lambda act: books.balance(act, 385, "MXN")),
    ):
        made.append(Figure(name, p95(timed(engine, work, 60)) * 1000, "ms", 150))
    return made


def main() -> None:
    """Fill, measure and report."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with database() as url:
        sealed = fill(url, lines)
        engine = connect(url, pool_size=2)
        try:
            found = measure(engine)
        finally:
            engine.dispose()
    found.append(Figure("sellar todo de una vez", sealed, "s"))
    report("books", found, lines=lines, accounts=408, branches=BRANCHES, months=MONTHS)


if __name__ == "__main__":
    main()
