"""Schedules: the figures AM-* of the domain notes, and what a contract can't say."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from caudal.business.loans.rules.amortisation import Rules, planned
from caudal.business.loans.rules.calendar import DayCount, Frequency, Holidays, Move
from caudal.business.loans.rules.ratios import Rounding
from caudal.business.loans.rules.schedule import schedule, schedules
from caudal.business.loans.rules.terms import (
    Charge,
    ChargeKind,
    ChargeOn,
    ChargeWhen,
    Grace,
    GraceKind,
    NotAmortising,
    Planned,
)
from caudal.kernel.problems import Invalid
from tests.business.loans.making import START, cents, money, plan, rate, terms, text, texts, totals


class TestAmortisation:
    def test_am_fr_french(self) -> None:
        found = plan("french", 100_000, "0.02", 12)
        first = found.instalments[0]
        assert totals(found) == ["9455.96"] * 11 + ["9455.97"]
        assert texts([first.interest, first.principal, first.balance]) == ["2000.00", "7455.96", "92544.04"]
        assert text(found.instalments[5].balance) == "52966.91"
        assert text(found.interest) == "13471.53"

    def test_am_fr2_a_published_one(self) -> None:
        found = schedule(
            terms("french", 100, periods=6, rate=rate("0.07", "nominal"), day_count=DayCount.EU_30_360)
        )
        assert totals(found) == ["17.01"] * 5 + ["17.00"]
        assert texts([row.interest for row in found.instalments]) == [
            "0.58",
            "0.49",
            "0.39",
            "0.29",
            "0.20",
            "0.10",
        ]
        assert text(found.total) == "102.05"

    def test_am_al_german(self) -> None:
        found = plan("german", 120_000, "0.02", 12)
        assert {text(row.principal) for row in found.instalments} == {"10000.00"}
        assert (totals(found)[0], totals(found)[-1], text(found.interest)) == (
            "12400.00",
            "10200.00",
            "15600.00",
        )

    def test_am_us_american(self) -> None:
        assert totals(plan("american", 100_000, "0.02", 12)) == ["2000.00"] * 11 + ["102000.00"]

    def test_am_fl_flat(self) -> None:
        found = plan("flat", 100_000, "0.02", 12)
        assert totals(found) == ["10333.33"] * 11 + ["10333.37"]
        assert text(found.interest) == "24000.00"

    def test_am_ba_balloon(self) -> None:
        found = plan("balloon", 100_000, "0.02", 12, balloon=money(40_000))
        assert totals(found) == ["6473.58"] * 11 + ["46473.53"]

    def test_am_g1_grace_of_capital(self) -> None:
        found = plan(grace=Grace(GraceKind.PRINCIPAL, 3))
        assert totals(found)[:4] == ["2000.00"] * 3 + ["12251.54"]
        assert totals(found)[-1] == "12251.57"

    def test_am_g2_grace_capitalised(self) -> None:
        found = plan(grace=Grace(GraceKind.TOTAL, 3, capitalise=True))
        assert texts([row.balance for row in found.instalments[:3]]) == [
            "102000.00",
            "104040.00",
            "106120.80",
        ]
        assert totals(found)[:4] == ["0.00"] * 3 + ["13001.44"]
        assert sum(row.principal for row in found.instalments) == cents(100_000)

    def test_am_g3_grace_whose_interest_waits(self) -> None:
        found = plan(grace=Grace(GraceKind.TOTAL, 3))
        assert totals(found)[:4] == ["0.00"] * 3 + ["12918.21"]
        first = found.instalments[3]
        assert first.interest == cents("2000.00") + cents("666.67")
        assert sum(row.interest for row in found.instalments) == plan(periods=9).interest + cents(6000)

    def test_am_san1_pays_13_of_1000(self) -> None:
        found = plan("san", 10_000, "0", 13, installment=money(1000), frequency=Frequency.WEEKLY)
        assert totals(found) == ["1000.00"] * 13
        assert text(found.interest) == "3000.00"
        assert found.instalments[-1].due_on == date(2026, 4, 2)

    def test_am_san1_hands_over_what_is_left_of_the_contract_fee(self) -> None:
        fee = Charge(name="Contrato", when=ChargeWhen.DISCOUNTED, amount=money(700))
        found = plan(
            "san", 10_000, "0", 13, installment=money(1000), frequency=Frequency.WEEKLY, charges=(fee,)
        )
        assert (text(found.handed), text(found.upfront(ChargeWhen.DISCOUNTED))) == ("9300.00", "700.00")

    def test_am_san2_pays_10_of_1300(self) -> None:
        found = plan("san", 10_000, "0", 10, installment=money(1300), frequency=Frequency.WEEKLY)
        assert totals(found) == ["1300.00"] * 10

    def test_am_mo_mortgage_with_insurance(self) -> None:
        life = Charge(name="Vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE, part=Decimal("0.00035"))
        fire = Charge(
            name="Incendio", kind=ChargeKind.INSURANCE, on=ChargeOn.PRINCIPAL, part=Decimal("0.002"),
            base=money(4_000_000), yearly=True,
        )  # fmt: skip
        found = schedule(
            terms("french", 3_000_000, periods=240, rate=rate("0.12", "nominal"), charges=(life, fire))
        )
        first = found.instalments[0]
        assert texts([first.interest, first.principal]) == ["30000.00", "3032.58"]
        assert texts(first.charges) == ["1050.00", "666.67"]
        assert text(first.total) == "34749.25"

    def test_am_cat_charges_insurance_on_the_opening_balance(self) -> None:
        insurance = Charge(
            name="Seguro", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE, part=Decimal("0.0005")
        )
        found = plan(charges=(insurance,))
        assert text(found.fees) == "336.78"


class TestRounding:
    @pytest.mark.parametrize(("multiple", "expected"), [(5, "9460.00"), (50, "9500.00"), (100, "9500.00")])
    def test_goes_up_to_the_multiple_and_the_last_one_pays_less(self, multiple: int, expected: str) -> None:
        found = plan(round_to=multiple)
        assert set(totals(found)[:-1]) == {expected}
        assert found.instalments[-1].total < cents(expected)
        assert found.instalments[-1].balance == 0

    def test_up_to_one_unit(self) -> None:
        assert totals(plan(round_to=1))[0] == "9456.00"

    def test_a_multiple_that_pays_sooner_has_fewer_instalments(self) -> None:
        found = plan("french", 1000, "0", 12, round_to=100)
        assert totals(found) == ["100.00"] * 10

    def test_half_to_even_is_a_choice(self) -> None:
        assert Rules(Rounding.HALF_EVEN).instalment(Decimal("2.5")) == 2
        assert Rules(Rounding.HALF_UP).instalment(Decimal("2.5")) == 3

    def test_without_minor_units(self) -> None:
        found = schedule(terms().__class__(
            method=terms().method, principal=money(100_000, "CLP"), disbursed_on=START, periods=3, rate=rate("0.02"),
        ))  # fmt: skip
        assert [row.total for row in found.instalments] == [34675, 34675, 34677]


class TestDates:
    def test_fortnight_is_the_15th_and_the_last_day(self) -> None:
        found = plan(periods=5, frequency=Frequency.FORTNIGHT, disbursed_on=date(2026, 1, 20))
        assert [row.due_on for row in found.instalments] == [
            date(2026, 1, 31), date(2026, 2, 15), date(2026, 2, 28), date(2026, 3, 15), date(2026, 3, 31),
        ]  # fmt: skip

    def test_biweekly_is_every_fourteen_days(self) -> None:
        found = plan(periods=3, frequency=Frequency.BIWEEKLY)
        assert [row.due_on for row in found.instalments] == [
            date(2026, 1, 15),
            date(2026, 1, 29),
            date(2026, 2, 12),
        ]

    def test_month_ends_dont_drift(self) -> None:
        found = plan(periods=3, disbursed_on=date(2026, 1, 31))
        assert [row.due_on for row in found.instalments] == [
            date(2026, 2, 28),
            date(2026, 3, 31),
            date(2026, 4, 30),
        ]

    def test_a_holiday_moves_the_due_date_and_not_the_interest(self) -> None:
        moved = plan(periods=3, disbursed_on=date(2026, 4, 1), holidays=Holidays("MX"))
        assert [row.due_on for row in moved.instalments] == [
            date(2026, 5, 2),
            date(2026, 6, 1),
            date(2026, 7, 1),
        ]
        assert moved.pieces == plan(periods=3, disbursed_on=date(2026, 4, 1)).pieces

    def test_a_holiday_may_move_back(self) -> None:
        rule = Holidays("MX", Move.PREVIOUS)
        assert plan(periods=1, disbursed_on=date(2026, 4, 1), holidays=rule).instalments[0].due_on == date(
            2026, 4, 30
        )

    def test_daily_collection_skips_sundays_and_holidays(self) -> None:
        found = plan(
            "san", 1000, "0", 6, installment=money(200), frequency=Frequency.DAILY, holidays=Holidays("DO"),
            disbursed_on=date(2026, 2, 25),
        )  # fmt: skip
        days = [row.due_on for row in found.instalments]
        assert date(2026, 2, 27) not in days, "el Día de la Independencia no se cobra"
        assert date(2026, 3, 1) not in days, "los domingos no se cobra"
        assert len(set(days)) == 6

    def test_a_long_first_period_pays_for_its_days(self) -> None:
        """20-Jan to 1-Mar is 41 days of 30: 1,000,000 at 24 % makes 27,333.33."""
        found = plan("french", 1_000_000, periods=12, rate=rate("0.24", "nominal"), disbursed_on=date(2026, 1, 20),
                     first_due_on=date(2026, 3, 1))  # fmt: skip
        assert text(found.instalments[0].interest) == "27333.33"

    def test_a_weekly_rate_makes_that_each_week_whatever_the_year(self) -> None:
        by_week = plan(frequency=Frequency.WEEKLY)
        assert plan(frequency=Frequency.WEEKLY, day_count=DayCount.EU_30_360).pieces == by_week.pieces
        monthly = plan(frequency=Frequency.WEEKLY, day_count=DayCount.US_30_360, rate=rate("0.24", "nominal"))
        assert text(monthly.instalments[0].interest) == "466.67"


class TestCustom:
    def test_pays_what_was_agreed_and_the_rest_at_the_end(self) -> None:
        days = (
            Planned(date(2026, 3, 1), money(30_000)),
            Planned(date(2026, 9, 1), money(40_000)),
            Planned(date(2027, 1, 1), None),
        )
        found = plan(
            "custom", 100_000, periods=3, rate=rate("0.24", "nominal"), plan=days, day_count=DayCount.ACT_365
        )
        assert totals(found)[:2] == ["30000.00", "40000.00"]
        assert found.instalments[0].interest == cents("3879.45")
        assert found.instalments[-1].balance == 0

    def test_interest_a_payment_doesnt_reach_waits_without_making_interest(self) -> None:
        pieces = planned(10_000, [(1, 10)] * 3, [500, 500, None], Rounding.HALF_UP)
        assert [tuple(piece) for piece in pieces] == [(0, 500, 10_000), (0, 500, 10_000), (10_000, 2000, 0)]

    def test_a_plan_that_pays_sooner_is_shorter(self) -> None:
        pieces = planned(10_000, [(1, 10)] * 3, [20_000, 500, None], Rounding.HALF_UP)
        assert [tuple(piece) for piece in pieces] == [(10_000, 1000, 0)]

    def test_refuses_a_plan_that_falls_short(self) -> None:
        days = (Planned(date(2026, 3, 1), money(30_000)), Planned(date(2026, 9, 1), money(40_000)))
        with pytest.raises(NotAmortising, match="faltan"):
            plan("custom", 100_000, periods=2, plan=days)


class TestInstallmentByHand:
    def test_of_a_french_loan_leaves_the_residue_to_the_last(self) -> None:
        assert totals(plan(installment=money("9455.96")))[-1] == "9455.97"

    def test_a_larger_one_finishes_sooner(self) -> None:
        assert len(plan(installment=money(12_000)).instalments) == 10

    def test_refuses_the_one_that_doesnt_cover_the_interest(self) -> None:
        with pytest.raises(NotAmortising, match="quedarían por pagar"):
            plan(installment=money(2000))

    def test_refuses_the_one_that_leaves_a_second_loan(self) -> None:
        with pytest.raises(NotAmortising):
            plan(installment=money(5000))

    def test_refuses_a_san_that_pays_less_than_it_lends(self) -> None:
        with pytest.raises(NotAmortising, match="suman menos"):
            plan("san", 10_000, "0", 9, installment=money(1000))

    def test_refuses_a_san_that_doesnt_reach_what_it_finances(self) -> None:
        fee = Charge(name="Contrato", when=ChargeWhen.FINANCED, amount=money(700))
        with pytest.raises(NotAmortising, match="financiado"):
            plan("san", 10_000, "0", 10, installment=money(1000), frequency=Frequency.WEEKLY, charges=(fee,))

    def test_refuses_a_discount_that_takes_everything(self) -> None:
        fee = Charge(name="Todo", when=ChargeWhen.DISCOUNTED, on=ChargeOn.PRINCIPAL, part=Decimal(1))
        with pytest.raises(NotAmortising, match="descuenta"):
            plan(charges=(fee,))


class TestCharges:
    def test_financed_joins_the_capital(self) -> None:
        fee = Charge(name="Comisión", when=ChargeWhen.FINANCED, on=ChargeOn.PRINCIPAL, part=Decimal("0.03"))
        found = plan(charges=(fee,))
        assert (text(found.opening), text(found.handed)) == ("103000.00", "100000.00")

    def test_tax_on_interest(self) -> None:
        tax = Charge(name="IVA", kind=ChargeKind.TAX, on=ChargeOn.INTEREST, part=Decimal("0.16"))
        assert text(plan(charges=(tax,)).instalments[0].fees) == "320.00"


def share(on: ChargeOn, **more: Any) -> Charge:
    """A charge of the whole of something."""
    return Charge(name="Parte", on=on, part=Decimal(1), **more)


class TestRefuses:
    @pytest.mark.parametrize(
        ("pointer", "more"),
        [
            ("/principal", {"principal": 0}),
            ("/rate/value", {"i": "-0.01"}),
            ("/rate/value", {"i": "100"}),
            ("/periods", {"periods": 0}),
            ("/periods", {"periods": 1201}),
            ("/periods", {"periods": 101, "frequency": Frequency.YEARLY}),
            ("/first_due_on", {"first_due_on": START}),
            ("/first_due_on", {"first_due_on": date(2040, 1, 1)}),
            ("/disbursed_on", {"disbursed_on": date(1020, 1, 1)}),
            ("/balloon", {"method": "balloon"}),
            ("/balloon", {"method": "balloon", "balloon": money(200_000)}),
            ("/balloon", {"balloon": money(1)}),
            ("/balloon", {"method": "balloon", "balloon": money(1, "COP")}),
            ("/installment", {"method": "san"}),
            ("/installment", {"method": "german", "installment": money(1)}),
            ("/plan", {"method": "custom"}),
            ("/grace", {"method": "american", "grace": Grace(GraceKind.TOTAL, 1)}),
            ("/grace", {"installment": money(9500), "grace": Grace(GraceKind.TOTAL, 1)}),
            ("/grace/periods", {"grace": Grace(GraceKind.TOTAL, 12)}),
            ("/fees/0", {"charges": (Charge(name="x"),)}),
            ("/fees/0/amount", {"charges": (Charge(name="x", amount=money(-1)),)}),
            ("/fees/0/part", {"charges": (Charge(name="x", on=ChargeOn.INTEREST, part=Decimal(10)),)}),
            ("/fees/0/on", {"charges": (share(ChargeOn.BALANCE, when=ChargeWhen.FINANCED),)}),
            ("/fees/0/base", {"charges": (share(ChargeOn.PRINCIPAL, base=money(1, "COP")),)}),
            ("/round_to", {"round_to": -1}),
        ],
    )  # fmt: skip
    def test_what_doesnt_fit_saying_where(self, pointer: str, more: dict[str, object]) -> None:
        with pytest.raises(Invalid) as refused:
            terms(**more)  # type: ignore[arg-type]
        assert pointer in {error["pointer"] for error in refused.value.facts["errors"]}

    def test_a_plan_out_of_order(self) -> None:
        days = (Planned(date(2026, 3, 1), money(1)), Planned(date(2026, 2, 1), None))
        with pytest.raises(Invalid, match="orden"):
            terms("custom", periods=2, plan=days)

    def test_a_plan_open_in_the_middle(self) -> None:
        days = (Planned(date(2026, 3, 1), None), Planned(date(2026, 4, 1), None))
        with pytest.raises(Invalid, match="último"):
            terms("custom", periods=2, plan=days)

    def test_figures_nobody_can_write_down(self) -> None:
        with pytest.raises(Invalid, match="registrar"):
            plan("american", 99_000_000_000_000, "99", 1200)
        with pytest.raises(Invalid, match="registrar"):
            plan("french", 100_000, "99", 1200, grace=Grace(GraceKind.TOTAL, 1199, capitalise=True))


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    asked = [terms(m, 10_000 + k, periods=24) for k in range(50) for m in ("french", "german", "flat")]
    assert list(schedules(asked)) == [schedule(each) for each in asked]
