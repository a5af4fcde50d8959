"""Pawn tickets: the figures PA-* of the domain notes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.pawn import (
    InterestFirst,
    Ltv,
    OverLtv,
    PawnStatus,
    SaleRule,
    Ticket,
    TicketBlocked,
    TooSoonToSell,
    block,
    debt,
    inventory_value,
    metal_value,
    offer,
    refuse_over,
    reissue,
    renew,
    sell,
)
from caudal.kernel.problems import Invalid
from tests.business.loans.making import cents, text

OPENED = date(2026, 1, 5)
TENTH = SaleRule(cost_part=Decimal("0.10"))


def ticket(**more: Any) -> Ticket:
    """10,000 at 5 % a started week for 16 weeks."""
    told: dict[str, Any] = {
        "number": "E-1", "lot": "anillo", "principal": cents(10_000), "rate": Decimal("0.05"), "opened_on": OPENED,
        "periods": 16,
    }  # fmt: skip
    return Ticket(**told | more)


def week(count: int) -> date:
    return OPENED + timedelta(weeks=count)


class TestDebt:
    def test_pa_1_by_started_week(self) -> None:
        eighth_day = debt(ticket(), OPENED + timedelta(days=8))
        assert (eighth_day.periods, text(eighth_day.total)) == (2, "11000.00")
        assert text(debt(ticket(), week(16)).total) == "18000.00"

    def test_the_first_week_is_owed_from_the_first_day(self) -> None:
        assert text(debt(ticket(), OPENED).total) == "10500.00"
        assert debt(ticket(), week(1)).periods == 1

    def test_by_started_month_with_storage_and_tax(self) -> None:
        monthly = ticket(frequency=Frequency.MONTHLY, periods=3, storage=Decimal("0.01"), tax=Decimal("0.16"))
        found = debt(monthly, date(2026, 2, 6))
        assert (found.periods, text(found.interest), text(found.storage), text(found.tax)) == (
            2,
            "1000.00",
            "200.00",
            "192.00",
        )
        assert debt(monthly, date(2026, 2, 5)).periods == 1

    def test_stops_at_the_last_day_to_redeem(self) -> None:
        assert debt(ticket(), week(40)).total == debt(ticket(), week(16)).total

    def test_before_it_was_opened_there_is_none(self) -> None:
        with pytest.raises(Invalid):
            debt(ticket(), OPENED - timedelta(days=1))

    @pytest.mark.parametrize(
        "wrong", [{"principal": 0}, {"periods": 0}, {"grace_days": -1}, {"rate": Decimal(-1)}]
    )
    def test_refuses_what_makes_no_sense(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(Invalid):
            ticket(**wrong)

    @given(st.integers(0, 200), st.integers(0, 200))
    def test_never_goes_down(self, one: int, other: int) -> None:
        first, last = sorted((one, other))
        assert (
            debt(ticket(), OPENED + timedelta(days=first)).total
            <= debt(ticket(), OPENED + timedelta(days=last)).total
        )


class TestSale:
    def test_pa_2_what_is_left_over_goes_back(self) -> None:
        found = sell(ticket(), week(17), cents(25_000), TENTH)
        assert (text(found.debt), text(found.cost), text(found.surplus)) == ("18000.00", "2500.00", "4500.00")
        kept = sell(ticket(), week(17), cents(25_000), SaleRule(Decimal("0.10"), surplus_to_pledgor=False))
        assert (kept.surplus, text(kept.gain)) == (0, "4500.00")

    def test_pa_3_what_is_missing_is_a_loss(self) -> None:
        """The note says 5,500, which is 18,000 + 2,500 − 15,000: it takes the cost of PA-2 (10 % of 25,000).

        Ten per cent of 15,000 is 1,500, so what is missing is 18,000 + 1,500 − 15,000 = 4,500. With a cost of
        2,500 agreed as a sum, it is 5,500.
        """
        assert text(sell(ticket(), week(17), cents(15_000), TENTH).loss) == "4500.00"
        assert text(sell(ticket(), week(17), cents(15_000), SaleRule(cost=cents(2500))).loss) == "5500.00"

    def test_with_recourse_the_debtor_still_owes_it(self) -> None:
        found = sell(ticket(), week(17), cents(15_000), SaleRule(Decimal("0.10"), recourse=True))
        assert (found.loss, text(found.shortfall)) == (0, "4500.00")

    def test_pa_6_not_on_or_before_expiry_and_grace(self) -> None:
        graced = ticket(grace_days=10)
        for day in (week(16), week(16) + timedelta(days=10)):
            with pytest.raises(TooSoonToSell):
                sell(graced, day, cents(1), TENTH)
        assert sell(graced, week(16) + timedelta(days=11), cents(30_000), TENTH).surplus
        assert [graced.status(day) for day in (week(16), week(17), week(18))] == [
            PawnStatus.LIVE, PawnStatus.IN_GRACE, PawnStatus.FORFEITED,
        ]  # fmt: skip

    def test_enters_the_inventory_at_the_lesser(self) -> None:
        assert inventory_value(ticket(), cents(8000)) == cents(8000)
        assert inventory_value(ticket(), cents(80_000)) == cents(10_000)

    @given(st.integers(0, 10**8))
    def test_everything_of_the_price_goes_somewhere(self, price: int) -> None:
        found = sell(ticket(), week(17), price, TENTH)
        assert price - found.cost == found.debt + found.surplus + found.gain - found.shortfall - found.loss


class TestRenewal:
    def test_pa_4_paying_the_interest(self) -> None:
        found = renew(ticket(), week(4), cents(2000), "E-2")
        assert (text(found.principal), found.lot, found.renews) == ("10000.00", "anillo", "E-1")
        assert found.expires_on == week(20)

    def test_pa_5_with_something_to_capital(self) -> None:
        assert text(renew(ticket(), week(4), cents(5000), "E-2").principal) == "7000.00"

    def test_refuses_less_than_the_interest_and_the_whole_debt(self) -> None:
        with pytest.raises(InterestFirst):
            renew(ticket(), week(4), cents(1999), "E-2")
        with pytest.raises(InterestFirst, match="desempeña"):
            renew(ticket(), week(4), cents(12_000), "E-2")

    def test_refuses_once_forfeited(self) -> None:
        with pytest.raises(Invalid, match="adjudicó"):
            renew(ticket(), week(17), cents(8000), "E-2")

    def test_pa_7_a_lost_ticket_is_blocked_and_issued_again(self) -> None:
        lost = block(ticket())
        with pytest.raises(TicketBlocked):
            renew(lost, week(4), cents(2000), "E-2")
        with pytest.raises(Invalid):
            reissue(lost, "E-2", " ")
        with pytest.raises(Invalid):
            reissue(ticket(), "E-2", "declaración")
        again = reissue(lost, "E-2", "declaración")
        assert (again.blocked, again.principal, again.renews) == (False, cents(10_000), "E-1")


class TestOffer:
    TABLE = (Ltv("oro", "bueno", Decimal("0.40")), Ltv("celular", "usado", Decimal("0.30")))

    def test_is_a_part_of_the_appraisal(self) -> None:
        gold = metal_value(Decimal("12.5"), Decimal("0.75"), cents("1200.00"))
        assert text(gold) == "11250.00"
        assert text(offer(gold, "oro", "bueno", self.TABLE)) == "4500.00"
        assert offer(gold, "oro", "malo", self.TABLE) == 0

    def test_more_is_refused(self) -> None:
        refuse_over(100, 100)
        with pytest.raises(OverLtv):
            refuse_over(101, 100)
