"""Two years of real invoices, day by day, against a plain computation over the same file.

2,466 invoices of 100 customers with their due and settlement dates. The product imports each day's invoices,
closes every day, writes its reminders and takes each payment on its day; pandas only reads the file.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pandas as pd
import pytest
from sqlalchemy import text

from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.receivables import queries as debts
from caudal.business.receivables.rules import BUCKETS, bucket_of
from caudal.commons.messaging.channels import Sandbox
from caudal.commons.messaging.sending import send_due
from caudal.commons.messaging.statuses import Policy
from caudal.flows import end_of_day, reminders, verify
from caudal.flows.intake import commands as intake
from caudal.flows.intake.rules.formats import Formats
from caudal.flows.intake.rules.plans import Plan
from caudal.kernel.dates import at_local
from caudal.kernel.money import Money
from caudal.ledger import queries as books
from caudal.ledger.rules import Use
from tests.business.house import House

FILE = Path(__file__).parents[3] / "shared/data/ibm_ar_late/accounts_receivable.parquet"
ZONE = "America/Cancun"
CURRENCY = "MXN"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not FILE.exists(), reason=f"no está el archivo de IBM ({FILE.name}) junto al repositorio"
    ),
]


def invoices() -> pd.DataFrame:
    found = pd.read_parquet(FILE)
    found["folio"] = found["invoiceNumber"].astype(str)
    people = sorted(found["customerID"].unique())
    found["phone"] = found["customerID"].map({who: f"99811{n}" for n, who in enumerate(people, start=10001)})
    found["cents"] = (found["InvoiceAmount"] * 100).round().astype("int64")
    for column in ("InvoiceDate", "DueDate", "SettledDate"):
        found[column] = found[column].dt.date
    return found.sort_values("InvoiceDate").reset_index(drop=True)


def as_csv(found: pd.DataFrame) -> bytes:
    """The invoices of a day as their owner would export them."""
    rows = pd.DataFrame(
        {
            "Cliente": found["customerID"],
            "Teléfono": found["phone"],
            "Concepto": "Factura " + found["folio"],
            "Monto": found["InvoiceAmount"].map("{:.2f}".format),
            "Fecha de emisión": found["InvoiceDate"].map(lambda d: d.strftime("%d/%m/%Y")),
            "Fecha de vencimiento": found["DueDate"].map(lambda d: d.strftime("%d/%m/%Y")),
            "Referencia": found["folio"],
        }
    )
    return rows.to_csv(index=False).encode()


def take_in(house: House, day: date, found: pd.DataFrame) -> list[tuple[str, UUID, UUID, int]]:
    """Import the invoices of a day, and write down that their people authorised to be written to."""
    total = Money.from_minor(int(found["cents"].sum()), CURRENCY)
    with house.act() as act:
        opened = intake.open(act, "debts", f"facturas-{day}.csv", as_csv(found))
        mapping = {column.guess: column.name for column in opened.analysis.columns if column.guess}
        plan = Plan(mapping, Formats(".", "dmy", "MX", CURRENCY), "sale", total)
        checked = intake.check(act, opened.id, plan)
        assert checked.errors == (), day
        done = intake.run(act, opened.id, plan)
        assert done.debts == len(found)
        act.db.execute(
            text("insert into consents (party_id, channel, granted, at, recorded_by, act_id)"
                 " select id, 'whatsapp', true, :at, 7, :act from parties where batch_id = :batch"),
            {"at": act.at, "act": act.id, "batch": opened.id},
        )  # fmt: skip
        rows = act.db.execute(
            text("select external_ref, id, party_id, amount from receivables where batch_id = :batch"),
            {"batch": opened.id},
        )
        return [(row.external_ref, row.id, row.party_id, row.amount) for row in rows]


def begin(house: House, day: date) -> None:
    """At half past midnight the day before closes; at ten messages leave."""
    house.at = at_local(day, datetime.min.time().replace(minute=30), ZONE)
    end_of_day.close_day(house.engine, house.at, 1, day - timedelta(days=1))
    house.at = at_local(day, datetime.min.time().replace(hour=10), ZONE)
    send_due(lambda: house.act(every=True), Sandbox(), reminders.still_due, Policy(), limit=500)


def pay(house: House, day: date, paid_today: list[tuple[UUID, UUID, int]]) -> None:
    """At noon people pay, each invoice by a transfer of its own."""
    house.at = at_local(day, datetime.min.time().replace(hour=12), ZONE)
    with house.act() as act:
        for client, debt, cents in paid_today:
            ask = TakePayment(
                client, Money.from_minor(cents, CURRENCY), "transfer", str(debt), apply_to=(debt,)
            )
            payments.take(act, ask)


def expected_ageing(found: pd.DataFrame, on: date) -> dict[int, tuple[int, int]]:
    """What is owed at the end of `on`, by bucket: how many invoices and how many cents."""
    owed = found[(found["InvoiceDate"] <= on) & (found["SettledDate"] > on)]
    result: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for due, cents in zip(owed["DueDate"], owed["cents"], strict=True):
        number = bucket_of(max(0, (on - due).days)).number
        count, total = result[number]
        result[number] = (count + 1, total + cents)
    return dict(result)


def month_ends(first: date, last: date) -> list[date]:
    return [day.date() for day in pd.date_range(first, last, freq="ME")]


def test_two_years_of_invoices_day_by_day(house: House) -> None:
    found = invoices()
    first, last = found["InvoiceDate"].min(), found["SettledDate"].max()
    issued = dict(list(found.groupby("InvoiceDate")))
    settled = dict(list(found.groupby("SettledDate")["folio"]))
    known: dict[str, tuple[UUID, UUID, int]] = {}
    for n in range((last - first).days + 2):
        day = first + timedelta(days=n)
        begin(house, day)
        if day in issued:
            known |= {folio: rest for folio, *rest in take_in(house, day, issued[day])}  # type: ignore[misc]
        pay(house, day, [(known[f][1], known[f][0], known[f][2]) for f in settled.get(day, ())])
    assert len(known) == 2466
    assert house.one("select count(*) from parties")[0] == 100
    _ageing_is_that_of_pandas(house, found, month_ends(first, last))
    _days_late_are_those_of_the_file(house, found, known)
    _nobody_was_written_to_after_paying(house, found, known)
    with house.act(every=True) as act:
        assert [check for check in verify.verify(act).checks if check.findings] == []
        assert books.balance(act, Use.AR, CURRENCY).is_zero


def _ageing_is_that_of_pandas(house: House, found: pd.DataFrame, days: list[date]) -> None:
    assert len(days) > 20
    with house.act() as act:
        for on in days:
            wanted = expected_ageing(found, on)
            kept = act.db.execute(
                text("select bucket, debts, amount from ageing_days where business_date = :on"), {"on": on}
            ).all()
            assert {row.bucket: (row.debts, row.amount) for row in kept} == wanted, on
            asked = {
                row.bucket.number: (row.debts, row.balance.minor)
                for row in debts.ageing(act, on)
                if row.debts
            }
            assert asked == wanted, f"asked today about {on}"
            total = sum(cents for _, cents in wanted.values())
            assert books.balance(act, Use.AR, CURRENCY, on=on).minor == total, on
        assert {bucket.number for bucket in BUCKETS} >= set(wanted)


def _days_late_are_those_of_the_file(
    house: House, found: pd.DataFrame, known: dict[str, tuple[UUID, UUID, int]]
) -> None:
    with house.act() as act:
        records = debts.many(act, [debt for debt, _, _ in known.values()])
    for folio, late, day in zip(found["folio"], found["DaysLate"], found["SettledDate"], strict=True):
        record = records[known[folio][0]]
        assert (record.days_late, record.settled_on, record.standing.status) == (late, day, "paid")


def _nobody_was_written_to_after_paying(
    house: House, found: pd.DataFrame, known: dict[str, tuple[UUID, UUID, int]]
) -> None:
    with house.act() as act:
        sent = act.db.execute(
            text("select receivable_id, sent_at, template from messages where sent_at is not null")
        ).all()
        paid = {
            row.receivable_id: row.at
            for row in act.db.execute(text("select receivable_id, min(at) as at from allocations group by 1"))
        }
    told: dict[UUID, list[str]] = defaultdict(list)
    for message in sent:
        assert message.sent_at < paid[message.receivable_id]
        told[message.receivable_id].append(message.template)
    late = [folio for folio, days in zip(found["folio"], found["DaysLate"], strict=True) if days >= 15]
    assert late
    reminded = [folio for folio in late if any(t.startswith("mora_") for t in told[known[folio][0]])]
    assert len(reminded) >= len(late) * 0.95, (
        "whoever is two weeks late has been told, unless another debt came first"
    )
