"""What the file of a loan of any age makes one wait, over HTTP.

Loans of daily instalments, each collected every day that it has lived: 10, 200 and 600 payments, by the commands that
a cashier uses.

    python3 run.py bench loan_screen [PAYMENTS…]
"""

import http.client
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit
from uuid import UUID

import psycopg

from benchmarks.harness import Figure, percentile, report, server
from benchmarks.payments_http import cashier, fetch, product
from caudal.business.loans.rules.arrears import ArrearsRule
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.terms import MAX_PERIODS, LoanRate, RateKind
from caudal.kernel.db import connect
from tests.business.fixtures import furnish
from tests.business.house import House
from tests.business.loans.lender import Lender

AGES = (10, 200, 600)
ASKED = 60
DAILY = {
    "frequency": Frequency.DAILY, "periods": MAX_PERIODS, "rate": LoanRate(RateKind.NOMINAL, Decimal("0.36")),
    "arrears": ArrearsRule(rate=LoanRate(RateKind.NOMINAL, Decimal("0.36"))),
}  # fmt: skip


def lived(url: str, payments: int) -> UUID:
    """A loan collected every day for so many days, up to yesterday."""
    engine = connect(url, pool_size=2)
    today = datetime.now(UTC).date()  # noqa: TID251 - the product's own clock
    lender = Lender(House(engine, made=payments))
    first = today - timedelta(days=payments + 1)
    lender.on(first)
    lender.fund("9000000")
    lender.sell(f"diario-{payments}", **DAILY)
    client = lender.house.client(f"Cliente de {payments} días")
    loan = lender.lend(client, code=f"diario-{payments}")
    amount = str(Decimal(lender.state(loan.id, first).instalments[0].total).scaleb(-2))
    for day in range(1, payments + 1):
        lender.on(first + timedelta(days=day))
        lender.house.pay(client, amount)
    engine.dispose()
    return loan.id


def asked(address: str, token: str, path: str, times: int = ASKED) -> list[float]:
    """Milliseconds of each answer on one connection, the first ones apart."""
    link, took = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60), list[float]()
    for turn in range(times + 5):
        one, _ = fetch(link, token, path)
        if turn >= 5:
            took.append(one)
    link.close()
    return took


def files(ages: tuple[int, ...]) -> list[Figure]:
    """The file of a loan of each age."""
    figures: list[Figure] = []
    with server() as cluster:
        url = cluster.url()
        furnish(url)
        loans = {age: lived(url, age) for age in ages}
        cashier(url)
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("vacuum analyze")
        with product(url) as (address, token):
            for age, loan in loans.items():
                took = asked(address, token, f"/v1/loans/{loan}")
                name = f"ficha de un préstamo con {age:,} pagos, p95".replace(",", ".")
                figures.append(Figure(name, percentile(took, 0.95), "ms", 100))
    return figures


def main(*ages: int) -> None:
    """Measure, print and write."""
    report("loan_screen", files(ages or AGES))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
