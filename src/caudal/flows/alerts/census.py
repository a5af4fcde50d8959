"""What each rule finds in a branch: one statement per rule, with its cause, its link and whom it is about."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.alerts.commands import Cause
from caudal.commons.alerts.rules import Setting
from caudal.flows.alerts import margins
from caudal.kernel.money import Money
from caudal.kernel.sql import sql

ROOM = "caudal.flows.alerts"

AT_ONCE = (
    "till_mismatch",
    "bank_low",
    "refund_large",
    "refund_overdue",
    "invoice_mismatch",
    "day_unreconciled",
    "provider_down",
)
"""What is looked at every minute, and as soon as something happens."""

DAILY = ("payable_overdue", "client_overdue")
WEEKLY = ("margin_low",)


def causes(
    act: Act, setting: Setting, branch_id: int, on: date, only: Sequence[str] | None = None
) -> list[Cause]:
    """What the rule finds in a branch on a date; `only`: among these keys."""
    if setting.rule == "margin_low":
        found = margins.below(act, setting.threshold.fraction or Decimal(0), branch_id, on)
        return [each for each in found if only is None or each.key in only]
    values = asked(act, setting, branch_id, on) | {"only": list(only) if only is not None else None}
    return [_cause(row) for row in act.db.execute(sql(ROOM, setting.rule), values)]


def asked(act: Act, setting: Setting, branch_id: int, on: date) -> dict[str, Any]:
    """What every statement of a rule is asked with."""
    threshold = setting.threshold
    amounts = {code: threshold.money(code).minor for code in _currencies(act, branch_id, setting)}
    return {
        "branch": branch_id, "on": on, "at": act.at, "days": threshold.days, "fraction": threshold.fraction,
        "amounts": list(amounts.values()), "currencies": list(amounts),
    }  # fmt: skip


def _currencies(act: Act, branch_id: int, setting: Setting) -> list[str]:
    if setting.threshold.amounts is None:
        return []
    return list(dict.fromkeys([branch_of(act, branch_id).currency, *setting.threshold.amounts]))


def _cause(row: Row[Any]) -> Cause:
    amount = None if row.amount is None else Money.from_minor(row.amount, row.currency)
    return Cause(row.key, row.stamp, row.subject, row.link, row.party_id, amount, row.facts or {}, row.seller)
