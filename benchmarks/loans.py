"""Loans: a quotation, and a hundred thousand schedules at once.

`python3 run.py bench loans`
"""

import json
import statistics
import time
from datetime import date, timedelta
from decimal import Decimal

from pydantic_core import to_json

from benchmarks.harness import Figure, percentile, report, timed
from caudal.business.loans.rules.schedule import schedules
from caudal.business.loans.rules.terms import LoanRate, Method, RateKind, Terms
from caudal.interfaces.api.loans import QuoteAsk, answer
from caudal.kernel.money import Money

START = date(2026, 1, 1)
SCHEDULES = 100_000
QUOTES = 200


def asked(periods: int) -> str:
    """A quotation as it arrives."""
    return json.dumps(
        {
            "method": "french",
            "principal": {"amount": "100000.00", "currency": "MXN"},
            "rate": {"kind": "effective_annual", "value": "0.36"},
            "periods": periods,
            "disbursed_on": START.isoformat(),
            "first_due_on": "2026-02-15",
            "fees": [
                {"name": "Apertura", "on": "principal", "when": "discounted", "part": "0.03"},
                {"name": "Vida", "kind": "insurance", "on": "balance", "part": "0.0005"},
            ],
        }
    )


def quotations(periods: int) -> list[float]:
    """Milliseconds of each quotation: read, worked out and written."""
    took: list[float] = []
    text = asked(periods)
    for _ in range(QUOTES):
        began = time.perf_counter()
        to_json(answer(QuoteAsk.model_validate_json(text), "MX"))
        took.append((time.perf_counter() - began) * 1e3)
    return took


def contracts(count: int) -> list[Terms]:
    """A portfolio: amounts, rates and dates that differ as those of a year of business do."""
    return [
        Terms(
            method=Method.FRENCH,
            principal=Money.from_minor(1_000_000 + 137 * k, "MXN"),
            disbursed_on=START + timedelta(days=k % 250),
            periods=24,
            rate=LoanRate(RateKind.PERIODIC, Decimal(200 + k % 40).scaleb(-4)),
        )
        for k in range(count)
    ]


def main() -> None:
    """Measure, print and write."""
    usual, long = quotations(24), quotations(360)
    many = contracts(SCHEDULES)
    rows = 0

    def all_of_them() -> None:
        nonlocal rows
        for plan in schedules(many):
            rows += len(plan.instalments)

    bulk = timed(all_of_them)
    report(
        "loans",
        [
            Figure("cotizar 24 cuotas, p50", statistics.median(usual), "ms", 20),
            Figure("cotizar 24 cuotas, p95", percentile(usual, 0.95), "ms", 20),
            Figure("cotizar 360 cuotas, p95", percentile(long, 0.95), "ms"),
            Figure(f"{SCHEDULES:,} calendarios de 24 cuotas", bulk, "s", 10),
        ],
        rows=rows,
    )


if __name__ == "__main__":
    main()
