"""Loans: a quotation, a long life read again, and a hundred thousand schedules at once.

`python3 run.py bench loans`
"""

import json
import statistics
import time
from datetime import date, timedelta
from decimal import Decimal

from pydantic_core import to_json

from benchmarks.harness import Figure, percentile, report, timed
from caudal.business.loans.rules.arrears import ArrearsRule
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.ceilings import Caps
from caudal.business.loans.rules.happenings import Charged, Effect, Event, Payment
from caudal.business.loans.rules.replay import replay
from caudal.business.loans.rules.schedule import schedules
from caudal.business.loans.rules.terms import LoanRate, Method, RateKind, Terms
from caudal.interfaces.api.loans import QuoteAsk, answer
from caudal.kernel.money import Money

START = date(2026, 1, 1)
SCHEDULES = 100_000
QUOTES = 200
EVENTS = 5000
REPLAYS = 20


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


def long_lived() -> tuple[Contract, list[Event]]:
    """A loan of 1,000 daily instalments with arrears, and 5,000 things that happened to it, in any order."""
    terms = Terms(
        method=Method.FRENCH,
        principal=Money.of(1_000_000, "COP"),
        disbursed_on=START,
        periods=1000,
        frequency=Frequency.DAILY,
        rate=LoanRate(RateKind.EFFECTIVE_ANNUAL, Decimal("0.24")),
        daily_recalculation=True,
    )
    rule = ArrearsRule(LoanRate(RateKind.EFFECTIVE_ANNUAL, Decimal("0.36")), caps=Caps("CO"))
    events: list[Event] = []
    for k in range(EVENTS):
        on, told = START + timedelta(days=1 + k // 5), {"seq": k, "id": str(k)}
        if k % 50 == 0:
            events.append(Charged(on=on, amount=500, **told))
        elif k % 77 == 0:
            events.append(Payment(on=on, amount=30_000, effect=Effect.REDUCE_INSTALLMENT, **told))
        else:
            events.append(Payment(on=on, amount=20_000 + k % 300, **told))
    return Contract(terms, rule), events[::-1]


def replays() -> list[float]:
    """Milliseconds of each reading of the long loan from its start."""
    contract, events = long_lived()
    day = START + timedelta(days=EVENTS // 5 + 10)
    return [timed(lambda: replay(contract, events, day)) * 1e3 for _ in range(REPLAYS)]


def main() -> None:
    """Measure, print and write."""
    lives = replays()
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
            Figure(f"releer un préstamo con {EVENTS:,} hechos, p50", statistics.median(lives), "ms", 200),
            Figure(f"releer un préstamo con {EVENTS:,} hechos, p95", percentile(lives, 0.95), "ms", 200),
            Figure(f"{SCHEDULES:,} calendarios de 24 cuotas", bulk, "s", 10),
        ],
        rows=rows,
    )


if __name__ == "__main__":
    main()
