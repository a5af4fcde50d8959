"""What a loan costs, and the ceilings it is compared with."""

from datetime import date
from decimal import Decimal

import pytest

from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.ceilings import (
    Caps,
    Ceiling,
    Law,
    OverCeiling,
    certified,
    clip,
    modalities,
    refuse_over,
)
from caudal.business.loans.rules.ceilings import (
    percent as written,
)
from caudal.business.loans.rules.cost import NoRate, agreed_annual, cost, internal_rate
from caudal.business.loans.rules.quote import quote
from caudal.business.loans.rules.terms import Charge, ChargeKind, ChargeOn, ChargeWhen
from tests.business.loans.making import money, percent, plan, rate, terms

CONSUMO = Caps("CO")
IN_JANUARY = date(2026, 1, 15)


def san(fee: int = 0, count: int = 13, each: int = 1000):
    charges = (Charge(name="Contrato", when=ChargeWhen.DISCOUNTED, amount=money(fee)),) if fee else ()
    return plan(
        "san", 10_000, "0", count, installment=money(each), frequency=Frequency.WEEKLY, charges=charges
    )


class TestCost:
    @pytest.mark.parametrize(("fee", "weekly"), [(0, "3.9769"), (700, "5.1667"), (1000, "5.7187")])
    def test_am_san1(self, fee: int, weekly: str) -> None:
        assert percent(cost(san(fee)).periodic) == weekly

    def test_am_san2(self) -> None:
        assert percent(cost(san(0, 10, 1300)).periodic) == "5.0787"

    def test_am_fl_beside_the_flat_rate(self) -> None:
        found = cost(plan("flat", 100_000, "0.02", 12))
        assert (percent(found.periodic), percent(found.annual, 2), percent(found.flat)) == (
            "3.4753",
            "50.67",
            "2.0000",
        )

    def test_am_cat(self) -> None:
        fee = Charge(name="Apertura", when=ChargeWhen.DISCOUNTED, on=ChargeOn.PRINCIPAL, part=Decimal("0.03"))
        insurance = Charge(
            name="Seguro", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE, part=Decimal("0.0005")
        )
        found = cost(plan(charges=(fee, insurance)))
        assert (percent(found.periodic), percent(found.annual, 2)) == ("2.5506", "35.29")
        assert found.cat == Decimal("0.353")

    def test_cat_leaves_taxes_and_what_is_optional_out(self) -> None:
        tax = Charge(name="IVA", kind=ChargeKind.TAX, on=ChargeOn.INTEREST, part=Decimal("0.16"))
        extra = Charge(name="Asistencia", amount=money(100), optional=True)
        found = cost(plan(charges=(tax, extra)))
        assert found.cat == Decimal("0.268")
        assert found.annual > Decimal("0.30")

    def test_what_is_financed_is_a_cost(self) -> None:
        fee = Charge(name="Comisión", when=ChargeWhen.FINANCED, on=ChargeOn.PRINCIPAL, part=Decimal("0.03"))
        found = cost(plan(charges=(fee,)))
        assert percent(found.interest_annual, 2) == "26.82"
        assert found.annual > Decimal("0.33")

    def test_a_broken_first_period_counts_days(self) -> None:
        found = cost(plan(disbursed_on=date(2026, 1, 20), first_due_on=date(2026, 3, 1)))
        assert Decimal("0.26") < found.annual < Decimal("0.275")

    def test_without_interest_it_costs_nothing(self) -> None:
        assert cost(plan(i="0")).annual == 0

    def test_an_absurd_rate_is_still_told(self) -> None:
        daily = terms("american", i="99", periods=2, frequency=Frequency.DAILY)
        assert quote(daily, Caps("MX")).compared > 10**700
        with pytest.raises(OverCeiling, match="% efectivo anual"):
            quote(daily, CONSUMO)

    def test_internal_rate_of_a_loss_is_below_zero(self) -> None:
        assert percent(internal_rate(100, [(1, 50)]), 2) == "-50.00"

    def test_internal_rate_of_nothing_is_refused(self) -> None:
        with pytest.raises(NoRate):
            internal_rate(100, [(1, 0)])


class TestCeilings:
    @pytest.mark.parametrize(
        ("modality", "day", "cap"),
        [
            ("consumo", date(2025, 11, 3), "24.99"),
            ("consumo", date(2025, 12, 31), "25.02"),
            ("consumo", date(2026, 1, 1), "24.36"),
            ("bajo_monto", date(2026, 1, 31), "68.85"),
            ("popular_productivo_urbano", date(2026, 1, 31), "89.745"),
            ("consumo", date(2025, 9, 15), "25.005"),
            ("productivo_mayor_monto", date(2026, 2, 28), "40.755"),
            ("productivo_rural", date(2026, 3, 1), "31.41"),
            ("popular_productivo_urbano", date(2026, 3, 31), "87.825"),
        ],
    )
    def test_usury_is_one_and_a_half_times_the_reference(self, modality: str, day: date, cap: str) -> None:
        found = Caps("CO", modality).on(day)
        assert found is not None
        assert found.cap == Decimal(cap) / 100 == found.reference * Decimal("1.5")  # type: ignore[operator]

    def test_every_one_has_its_source_and_none_overlaps(self) -> None:
        for one in certified():
            assert len(one.source) > 40
            assert not any(
                other is not one
                and (one.country, one.modality) == (other.country, other.modality)
                and other.covers(one.first)
                for other in certified()
            )

    def test_refuses_naming_the_certificate(self) -> None:
        with pytest.raises(OverCeiling, match="enero de 2026") as refused:
            refuse_over(Decimal("0.30"), CONSUMO, IN_JANUARY)
        assert refused.value.facts["cap"] == "0.2436"

    def test_allows_the_cap_itself_to_the_digits_of_the_certificate(self) -> None:
        assert refuse_over(Decimal("0.24364"), CONSUMO, IN_JANUARY) is not None
        with pytest.raises(OverCeiling):
            refuse_over(Decimal("0.24365"), CONSUMO, IN_JANUARY)

    def test_a_month_nobody_certified_is_compared_with_the_last_known(self) -> None:
        assert not CONSUMO.exact(date(2026, 6, 1))
        with pytest.raises(OverCeiling, match="última certificación"):
            refuse_over(Decimal("0.30"), CONSUMO, date(2026, 6, 1))

    def test_and_it_is_said_which_and_until_when_it_was_in_force(self) -> None:
        with pytest.raises(OverCeiling, match="marzo de 2026") as refused:
            refuse_over(Decimal("0.30"), CONSUMO, date(2026, 11, 21))
        assert "rigió hasta el 31/03/2026" in refused.value.detail
        assert (refused.value.facts["stale"], refused.value.facts["last"]) == (True, "2026-03-31")
        with pytest.raises(OverCeiling) as refused:
            refuse_over(Decimal("0.30"), CONSUMO, IN_JANUARY)
        assert refused.value.facts["stale"] is False

    def test_every_certificate_is_one_and_a_half_times_its_reference(self) -> None:
        known = [each for each in certified() if each.reference is not None]
        assert len(known) > 30
        assert all(each.cap == each.reference * Decimal("1.5") for each in known if each.reference)

    def test_before_the_first_one_and_elsewhere_nothing_is_known(self) -> None:
        assert refuse_over(Decimal(9), CONSUMO, date(2025, 1, 1)) is None
        assert refuse_over(Decimal(9), Caps("DO"), IN_JANUARY) is None
        assert refuse_over(Decimal(9), Caps("MX"), IN_JANUARY) is None
        assert modalities("MX") == ()

    def test_mo_2_arrears_agreed_at_30_are_clipped_and_flagged(self) -> None:
        found = clip(Decimal("0.30"), CONSUMO, IN_JANUARY)
        assert (written(found.charged), found.by is not None) == ("24.36 %", True)
        assert clip(Decimal("0.20"), CONSUMO, IN_JANUARY).by is None
        assert clip(Decimal("0.30"), None, IN_JANUARY).charged == Decimal("0.30")

    def test_housing_arrears_dont_pass_one_and_a_half_times_the_agreed_rate(self) -> None:
        found = clip(Decimal("0.30"), Caps("CO", "vivienda"), IN_JANUARY, agreed=Decimal("0.12"))
        assert found.charged == Decimal("0.18")

    def test_one_may_bring_ones_own(self) -> None:
        own = Ceiling("DO", "x", date(2026, 1, 1), None, None, Decimal("0.5"), None, "acta")
        caps = Caps("DO", "x", Law("mine", (own,)))
        assert caps.on(IN_JANUARY) is own
        assert "acta" in own.told


class TestQuote:
    def test_fees_count_as_interest_before_the_ceiling(self) -> None:
        agreed = rate("0.2436", "effective_annual")
        assert quote(terms(rate=agreed), CONSUMO).ceiling is not None
        fee = Charge(name="Apertura", when=ChargeWhen.DISCOUNTED, on=ChargeOn.PRINCIPAL, part=Decimal("0.01"))
        with pytest.raises(OverCeiling):
            quote(terms(rate=agreed, charges=(fee,)), CONSUMO)

    def test_insurance_doesnt(self) -> None:
        insurance = Charge(name="Vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE, part=Decimal("0.001"))
        found = quote(terms(rate=rate("0.2436", "effective_annual"), charges=(insurance,)), CONSUMO)
        assert found.compared == Decimal("0.2436")

    def test_a_flat_loan_is_compared_by_what_it_costs(self) -> None:
        with pytest.raises(OverCeiling):
            quote(terms("flat", i="0.015"), CONSUMO)
        assert agreed_annual(plan("flat", i="0.01"), cost(plan("flat", i="0.01"))) == Decimal("0.2370")
