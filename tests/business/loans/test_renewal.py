"""Renewal: what is left to hand over, and the arrears it doesn't hide."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.happenings import Event, Payment
from caudal.business.loans.rules.renewal import NothingToRenew, closing, eligible, paid_instalments, renew
from caudal.business.loans.rules.replay import LoanState, LoanStatus, replay
from caudal.business.loans.rules.schedule import schedule
from caudal.business.loans.rules.terms import Charge, ChargeOn, ChargeWhen, Terms
from tests.business.loans.making import money, terms, text

COMMISSION = Charge(name="Comisión", when=ChargeWhen.DISCOUNTED, on=ChargeOn.PRINCIPAL, part=Decimal("0.02"))
CONTRACT_FEE = Charge(name="Contrato", when=ChargeWhen.DISCOUNTED, amount=money(700))


def after(agreed: Terms, count: int, late_days: int = 0) -> tuple[list[Event], LoanState]:
    """A loan whose first instalments were paid on time, so many days after the last of them."""
    rows = schedule(agreed).instalments[:count]
    events: list[Event] = [Payment(on=row.due_on, amount=row.total, id=str(row.number)) for row in rows]
    return events, replay(Contract(agreed), events, rows[-1].due_on + timedelta(days=late_days))


def san(**more: Any) -> Terms:
    told: dict[str, Any] = {
        "installment": money(1000),
        "frequency": Frequency.WEEKLY,
        "charges": (CONTRACT_FEE,),
    }
    return terms("san", 10_000, "0", 13, **told | more)


class TestRenewal:
    def test_after_the_ninth_hands_over_the_difference(self) -> None:
        _, old = after(terms(), 9)
        found = renew(terms(disbursed_on=old.as_of, charges=(COMMISSION,)), old)
        assert (text(found.payoff), text(found.fees), text(found.net)) == ("27269.89", "2000.00", "70730.11")
        assert not found.while_overdue

    def test_of_a_san_after_the_eleventh(self) -> None:
        _, old = after(san(), 11)
        assert text(renew(san(disbursed_on=old.as_of), old, least_paid=11).net) == "7300.00"
        assert eligible(old, 11)

    def test_waits_for_the_instalments_the_product_asks(self) -> None:
        _, old = after(san(), 10)
        assert paid_instalments(old) == 10
        assert not eligible(old, 11)
        with pytest.raises(NothingToRenew, match="desde 11"):
            renew(san(disbursed_on=old.as_of), old, least_paid=11)

    def test_of_a_late_one_keeps_its_days(self) -> None:
        _, old = after(terms(), 9, late_days=45)
        found = renew(terms(disbursed_on=old.as_of), old)
        assert (old.days_past_due, found.days_kept, found.while_overdue) == (14, 14, True)
        new = replay(Contract(found.terms, days_kept=found.days_kept), [], old.as_of)
        assert (new.days_past_due, new.days_kept) == (0, 14)

    def test_pays_the_old_one_without_passing_through_the_till(self) -> None:
        events, old = after(terms(), 9)
        closed = replay(Contract(terms()), [*events, closing(old, "renovación")], old.as_of)
        assert (closed.status, closed.overpaid) == (LoanStatus.PAID, 0)
        with pytest.raises(NothingToRenew, match="no hay saldo vivo") as refused:
            renew(terms(), closed)
        assert refused.value.facts["status_now"] == LoanStatus.PAID

    def test_refuses_one_that_doesnt_reach(self) -> None:
        _, old = after(terms(), 1)
        with pytest.raises(NothingToRenew, match="no alcanza"):
            renew(terms(principal=50_000, disbursed_on=date(2026, 2, 1)), old)

    def test_may_pay_several(self) -> None:
        _, one = after(terms(), 9)
        assert renew(terms(), one, one).payoff == 2 * one.payoff
