"""Portfolio, provision, lines and units of account: the figures of §3.2, §3.11 and §3.12 of the domain notes."""

from datetime import date
from decimal import Decimal

import pytest

from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.indexed import (
    UNIT,
    Indexed,
    System,
    correction,
    in_money,
    in_money_all,
    in_units,
    monthly,
    pieces,
)
from caudal.business.loans.rules.portfolio import (
    Exit,
    Exposure,
    Observation,
    ageing,
    collection_effectiveness,
    net_flow,
    par,
    roll_rates,
    transitions,
    vintages,
    weighted,
)
from caudal.business.loans.rules.provision import (
    Stage,
    Staging,
    Year,
    by_matrix,
    lifetime,
    matrix_of,
    provide,
    table,
    tables,
    twelve_months,
)
from caudal.business.loans.rules.ratios import decimal
from caudal.business.loans.rules.replay import replay
from caudal.kernel.problems import Invalid
from tests.business.loans.making import cents, percent, terms, text

THOUSAND = cents(1000)
LOANS = [
    Exposure("a", 820 * THOUSAND, 0), Exposure("b", 90 * THOUSAND, 12), Exposure("c", 40 * THOUSAND, 45),
    Exposure("d", 20 * THOUSAND, 75), Exposure("e", 30 * THOUSAND, 120),
]  # fmt: skip


class TestPar:
    @pytest.mark.parametrize(("days", "expected"), [(0, "18.00"), (30, "9.00"), (90, "3.00")])
    def test_par_fixture(self, days: int, expected: str) -> None:
        assert percent(par(LOANS, days), 2) == expected

    def test_a_renegotiated_loan_stays_at_risk(self) -> None:
        hidden = [*LOANS[1:], Exposure("a", 820 * THOUSAND, 0, days_kept=40, restructured=True)]
        assert percent(par(hidden, 30), 2) == "91.00"
        again = [*LOANS[1:], Exposure("a", 820 * THOUSAND, 0, restructured=True)]
        assert (percent(par(again, 30), 2), percent(par(again, 30, restructured=True), 2)) == (
            "9.00",
            "91.00",
        )

    def test_of_nothing_is_nothing(self) -> None:
        assert par([], 30) == 0

    def test_counts_the_capital_of_a_loan_as_it_stands(self) -> None:
        state = replay(Contract(terms()), [], date(2026, 3, 20))
        found = Exposure.of("x", state)
        assert (text(found.principal), found.days) == ("100000.00", 47)

    def test_ageing(self) -> None:
        assert ageing(LOANS) == [(1, amount * THOUSAND) for amount in (820, 90, 40, 20, 30)]


class TestRoll:
    def test_roll_fixture(self) -> None:
        before, after = [800, 100, 50, 24], [0, 90, 40, 20, 12]
        rates = roll_rates([*before, 0], after)
        assert [percent(each, 2) for each in rates] == ["11.25", "40.00", "40.00", "50.00"]
        assert percent(net_flow(rates), 2) == "0.90"

    def test_the_whole_matrix_with_cures_and_exits(self) -> None:
        after = [Exposure("a", 1, 5), Exposure("b", 1, 0), Exposure("c", 1, 95)]
        found = transitions(LOANS, after, {"e": Exit.WRITTEN_OFF})
        assert found.counts == {(0, 1): 1, (1, 0): 1, (2, 4): 1, (3, Exit.PAID): 1, (4, Exit.WRITTEN_OFF): 1}
        assert found.rate(2, 4) == 1
        assert sum(found.amounts.values()) == sum(each.principal for each in LOANS)

    def test_vintage_fixture_of_its_formula(self) -> None:
        january = date(2026, 1, 20)
        later = [Observation(january, 2, "a", 35, 90), Observation(january, 2, "b", 10, 50)]
        seen = [Observation(january, 1, "a", 5, 100), *later]
        found = vintages({(2026, 1): 1000}, seen, 30)
        assert found == {((2026, 1), 1): Decimal(0), ((2026, 1), 2): Decimal("0.09")}

    def test_cei_fixture(self) -> None:
        assert percent(collection_effectiveness(300_000, 500_000, 260_000, 180_000), 2) == "87.10"

    def test_weighted(self) -> None:
        assert weighted([(100, Decimal("0.02")), (300, Decimal("0.04"))]) == Decimal("0.035")
        assert weighted([]) == 0


class TestProvision:
    def test_provision_fixture_mx(self) -> None:
        amounts = zip((500, 40, 30, 20, 10, 8, 5, 7), (0, 5, 20, 45, 75, 100, 150, 200), strict=True)
        loans = [Exposure(str(days), thousands * THOUSAND, days) for thousands, days in amounts]
        found = provide(loans, table("MX", "consumo_tipo_i", date(2026, 1, 1)))
        assert text(sum(each.amount for each in found)) == "39600.00"
        assert [each.count for each in found] == [1] * 8

    def test_every_table_covers_every_day_once_and_grows(self) -> None:
        for one in tables():
            assert len(one.source) > 30
            assert all(sum(band.holds(days) for band in one.bands) == 1 for days in range(400))
            parts = [band.part for band in one.bands]
            assert parts == sorted(parts)
            assert parts[-1] == 1

    def test_those_nobody_read_say_so(self) -> None:
        assert {one.country for one in tables() if one.verified} == {"MX"}
        assert {one.country for one in tables()} == {"MX", "DO", "CO"}

    def test_one_that_isnt_known_is_refused(self) -> None:
        with pytest.raises(Invalid):
            table("PE", "consumo", date(2026, 1, 1))

    def test_matrix_fixture(self) -> None:
        rates = [Decimal(rate) for rate in ("0.003", "0.016", "0.036", "0.066", "0.106")]
        assert by_matrix([cents(a) for a in (15_000, 7500, 4000, 2500, 1000)], rates) == cents(580)

    def test_twelve_month_fixture(self) -> None:
        assert twelve_months(Decimal("0.04"), Decimal("0.45"), cents(100_000)) == cents(1800)

    def test_lifetime_is_discounted(self) -> None:
        years = [
            Year(Decimal("0.04"), cents(100_000), Decimal("0.5")),
            Year(Decimal("0.05"), cents(55_000), Decimal("1.5")),
        ]
        assert text(lifetime(years, Decimal("0.45"), Decimal("0.24"))) == "2512.66"

    def test_stages(self) -> None:
        rule = Staging()
        assert [rule.stage(Exposure("x", 1, days)) for days in (0, 30, 31, 90, 91)] == [
            Stage.PERFORMING, Stage.PERFORMING, Stage.UNDERPERFORMING, Stage.UNDERPERFORMING, Stage.IMPAIRED,
        ]  # fmt: skip
        assert rule.stage(Exposure("x", 1, 0, days_kept=10, restructured=True)) is Stage.UNDERPERFORMING

    def test_from_ones_own_rolls(self) -> None:
        rates = [Decimal(each) for each in ("0.1125", "0.4", "0.4", "0.5")]
        assert matrix_of(rates, Decimal("0.6"))[0] == Decimal("0.0054")


class TestIndexed:
    LOAN = Indexed(100_000 * UNIT, Decimal("0.08"), 180)

    def test_am_uvr_constant_instalment(self) -> None:
        assert percent(decimal(monthly(self.LOAN)), 6) == "0.643403"
        found = pieces(self.LOAN)
        units = found[0].principal + found[0].interest
        assert Decimal(units) / UNIT == Decimal("939.6060")
        assert text(in_money(units, Decimal("380.0000"))) == "357050.28"
        assert text(in_money(units, Decimal("382.2800"))) == "359192.58"
        assert in_money_all(found[:1], [Decimal("380.0000")]) == [cents("357050.28")]

    @pytest.mark.parametrize("system", list(System))
    def test_every_system_ends_at_zero(self, system: System) -> None:
        found = pieces(Indexed(100_000 * UNIT, Decimal("0.08"), 180, system, Decimal("0.05")))
        assert found[-1].balance == 0
        assert sum(each.principal for each in found) == 100_000 * UNIT

    def test_the_cyclical_one_falls_within_each_year_and_starts_again(self) -> None:
        found = pieces(Indexed(100_000 * UNIT, Decimal("0.08"), 180, System.CYCLICAL, Decimal("0.05")))
        paid = [each.principal + each.interest for each in found]
        assert paid[:12] == sorted(paid[:12], reverse=True)
        assert abs(paid[12] - paid[0]) <= 1

    def test_money_and_units_back_and_forth(self) -> None:
        value = Decimal("380.1234")
        assert in_units(in_money(1_234_567, value), value) == 1_234_567
        assert correction(UNIT * 1000, Decimal(380), Decimal("382.28")) == cents(2280)

    def test_refuses_what_makes_no_sense(self) -> None:
        with pytest.raises(Invalid):
            Indexed(0, Decimal("0.08"), 180)
