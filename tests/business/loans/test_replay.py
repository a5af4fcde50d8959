"""The life of a loan: arrears, application, prepayment and everything else that can happen, on any date."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from caudal.business.loans.rules.allocation import (
    CAPITAL_FIRST,
    LEGAL,
    Application,
    Component,
    Mode,
    allocate,
)
from caudal.business.loans.rules.arrears import Accrual, ArrearsRule, Base, Index, amount_of
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.calendar import DayCount, Frequency, Holidays
from caudal.business.loans.rules.ceilings import Caps
from caudal.business.loans.rules.evidence import arrears_of
from caudal.business.loans.rules.happenings import (
    Accelerated,
    Charged,
    Effect,
    Event,
    Frozen,
    Payment,
    RateChanged,
    Restructured,
    Reversal,
    Waived,
    WrittenOff,
)
from caudal.business.loans.rules.replay import LoanState, LoanStatus, replay
from caudal.business.loans.rules.schedule import schedule
from caudal.business.loans.rules.terms import (
    Charge,
    ChargeKind,
    ChargeOn,
    Grace,
    GraceKind,
    LoanRate,
    Planned,
    RateKind,
    Terms,
)
from caudal.kernel.problems import Invalid
from tests.business.loans.making import cents, money, plan, rate, terms, text, texts

DUE = [date(2026 + (1 + k) // 12, (1 + k) % 12 + 1, 1) for k in range(12)]
"""Due dates of the loan of the fixtures: first of each month from February 2026."""
PLANNED = (1000, 15_000, 500, *[9000] * 8, None)
"""Amounts of a plan whose first and third payments don't reach the interest."""
CONSUMO = Caps("CO")
CHARGE, INSURANCE, ARREARS, INTEREST, PRINCIPAL = Component
NO_RULE = ArrearsRule()


def loan(arrears: ArrearsRule = NO_RULE, **more: Any) -> Contract:
    """AM-FR: 100,000 at 2 % monthly over 12 months."""
    return Contract(terms(**more), arrears)


def pay(on: date, amount: str | int, **more: Any) -> Payment:
    return Payment(on=on, amount=cents(amount), id=more.pop("id", f"{on}:{amount}"), **more)


def on_time(count: int) -> list[Event]:
    """The first instalments, each on its day."""
    return [pay(day, "9455.96") for day in DUE[:count]]


def coming(state: LoanState) -> list[str]:
    """What the instalments to come pay."""
    return [text(each.total) for each in state.instalments if not each.fallen]


class TestArrears:
    RULE = ArrearsRule(rate("0.40", "effective_annual"), caps=CONSUMO)
    SPAN = (date(2025, 12, 15), date(2026, 1, 30))

    def test_mo_1_daily_over_two_certificates(self) -> None:
        found = Index(self.RULE).by_month(cents(500_000), *self.SPAN)
        assert [(each.days, text(each.amount)) for each in found] == [(16, "4895.82"), (30, "8962.01")]
        assert text(amount_of(cents(500_000) * Index(self.RULE).between(*self.SPAN))) == "13857.83"
        assert "diciembre de 2025" in found[0].by.source  # type: ignore[union-attr]

    def test_mo_1_compounded_inside_each_month(self) -> None:
        rule = ArrearsRule(rate("0.40", "effective_annual"), accrual=Accrual.COMPOUND, caps=CONSUMO)
        found = Index(rule).by_month(cents(500_000), *self.SPAN)
        assert [text(each.amount) for each in found] == ["4918.36", "9040.08"]
        assert sum(each.amount for each in found) == cents("13958.44")

    def test_mo_2_clips_and_names_the_certificate(self) -> None:
        rule = ArrearsRule(rate("0.30", "effective_annual"), caps=CONSUMO)
        (month,) = Index(rule).by_month(cents(1000), date(2026, 1, 1), date(2026, 1, 31))
        assert (month.annual, month.by is not None) == (Decimal("0.2436"), True)

    def test_a_simple_monthly_rate_is_clipped_by_its_day(self) -> None:
        asked = LoanRate(RateKind.PERIODIC, Decimal("0.05"), Frequency.MONTHLY)
        free = Index(ArrearsRule(asked)).between(date(2026, 1, 1), date(2026, 1, 31))
        capped = Index(ArrearsRule(asked, caps=CONSUMO)).between(date(2026, 1, 1), date(2026, 1, 31))
        assert (amount_of(cents(1000) * free), amount_of(cents(1000) * capped)) == (
            cents("50.00"),
            cents("17.92"),
        )

    def test_days_past_due_date_moved_by_a_holiday_are_free(self) -> None:
        contract = loan(
            self.RULE, disbursed_on=date(2025, 12, 25), holidays=Holidays("MX"), first_due_on=date(2026, 2, 1)
        )
        assert replay(contract, [], date(2026, 2, 2)).due[ARREARS] == 0
        late = replay(contract, [], date(2026, 2, 3))
        assert (late.days_past_due, late.oldest_due_on) == (0, None), "el 2 de febrero de 2026 es feriado"

    def test_within_grace_nothing_after_it_from_the_first_day(self) -> None:
        contract = loan(ArrearsRule(rate("0.36", "nominal"), grace_days=5))
        assert replay(contract, [], DUE[0] + timedelta(5)).due[ARREARS] == 0
        assert replay(contract, [], DUE[0] + timedelta(6)).due[ARREARS] == cents("44.74")
        paid = replay(contract, [pay(DUE[0] + timedelta(4), "9455.96")], DUE[0] + timedelta(20))
        assert (paid.due_total, paid.status) == (0, LoanStatus.CURRENT)

    def test_over_the_whole_instalment_where_it_was_agreed(self) -> None:
        contract = loan(ArrearsRule(rate("0.36", "nominal"), base=Base.INSTALMENT))
        assert replay(contract, [], DUE[0] + timedelta(10)).due[ARREARS] == cents("94.56")

    def test_a_late_fee_is_charged_once(self) -> None:
        contract = loan(ArrearsRule(fee=cents(100), fee_part=Decimal("0.05"), grace_days=3))
        assert replay(contract, [], DUE[0] + timedelta(3)).due[ARREARS] == 0
        assert replay(contract, [], DUE[0] + timedelta(4)).due[ARREARS] == cents("572.80")
        assert replay(contract, [], DUE[0] + timedelta(20)).due[ARREARS] == cents("572.80")

    def test_a_fee_and_a_rate_for_the_same_delay_are_refused(self) -> None:
        with pytest.raises(Invalid, match="mismo hecho"):
            ArrearsRule(rate("0.3", "nominal"), fee=1)
        with pytest.raises(Invalid):
            ArrearsRule(grace_days=-1)

    def test_what_a_day_adds_is_the_difference_of_two_days(self) -> None:
        contract = loan(self.RULE)
        days = [replay(contract, [], DUE[0] + timedelta(k)).due[ARREARS] for k in range(70)]
        assert sum(b - a for a, b in pairwise(days)) == days[-1]
        assert days == sorted(days)

    def test_can_be_shown_month_by_month_with_its_certificate(self) -> None:
        contract = loan(self.RULE, disbursed_on=date(2025, 11, 15))
        half = pay(date(2026, 1, 10), 7000)
        day = date(2026, 1, 30)
        found = arrears_of(contract, [half], day, 1)
        assert [(each.days, each.first.month) for each in found] == [(16, 12), (10, 1), (20, 1)]
        assert text(found[0].base) == "7455.96"
        assert found[1].base == found[0].base > found[2].base
        assert "diciembre de 2025" in found[0].by.source  # type: ignore[union-attr]
        first = replay(contract, [half], day).instalments[0]
        assert sum(each.amount for each in found) == first.due[ARREARS]

    def test_shows_nothing_where_nothing_runs(self) -> None:
        assert arrears_of(loan(self.RULE), [], date(2025, 1, 1), 1) == ()
        assert arrears_of(loan(self.RULE), [], DUE[0], 9) == ()
        assert arrears_of(loan(ArrearsRule(fee=100)), [], DUE[2], 1) == ()
        paid = pay(DUE[0], "9455.96")
        assert arrears_of(loan(self.RULE), [paid], DUE[2], 1) == ()


class TestPublishedDailyRecalculation:
    TERMS = Terms(
        method=terms().method, principal=money(100), disbursed_on=date(2024, 1, 1), periods=6,
        rate=rate("0.07", "nominal"), day_count=DayCount.EU_30_360, daily_recalculation=True,
    )  # fmt: skip

    def test_mo_3_nothing_paid(self) -> None:
        state = replay(Contract(self.TERMS), [], date(2024, 7, 15))
        assert texts([each.due[INTEREST] for each in state.instalments]) == ["0.58"] * 6
        last = state.instalments[-1]
        assert texts([last.due[PRINCIPAL], last.total]) == ["17.85", "18.43"]

    def test_mo_4_second_one_late(self) -> None:
        state = replay(Contract(self.TERMS), [pay(date(2024, 2, 1), "17.01")], date(2024, 3, 10))
        assert text(state.instalments[2].due[INTEREST]) == "0.42"
        assert text(state.instalments[-1].total) == "17.03"

    def test_pp_payoff_between_dates(self) -> None:
        paid = [pay(date(2024, 2, 1), "17.01")]
        contract = Contract(self.TERMS)
        assert text(replay(contract, paid, date(2024, 2, 15)).payoff) == "83.81"
        assert text(replay(Contract(self.TERMS, to_rest=True), paid, date(2024, 2, 15)).payoff) == "84.06"


class TestAllocation:
    """AM-FR with the first two overdue; charges of 300 each, arrears of 250 and 90; 12,000 paid."""

    OWED = ((300, 0, 250, "2000.00", "7455.96"), (300, 0, 90, "1850.88", "7605.08"))
    ORDER = (ARREARS, CHARGE, INSURANCE, INTEREST, PRINCIPAL)

    def rows(self) -> list[list[int]]:
        return [[cents(amount) for amount in row] for row in self.OWED]

    def taken(self, how: Application) -> list[tuple[int, Component, str]]:
        taken, left = allocate(cents(12_000), self.rows(), how)
        assert sum(each.amount for each in taken) + left == cents(12_000)
        return [(place + 1, component, text(amount)) for place, component, amount in taken]

    def test_al_h_horizontal(self) -> None:
        assert self.taken(Application(self.ORDER)) == [
            (1, ARREARS, "250.00"), (1, CHARGE, "300.00"), (1, INTEREST, "2000.00"), (1, PRINCIPAL, "7455.96"),
            (2, ARREARS, "90.00"), (2, CHARGE, "300.00"), (2, INTEREST, "1604.04"),
        ]  # fmt: skip

    def test_al_v_vertical(self) -> None:
        found = self.taken(Application(self.ORDER, Mode.VERTICAL))
        assert found[-1] == (1, PRINCIPAL, "7209.12")
        assert [amount for _, component, amount in found if component is INTEREST] == ["2000.00", "1850.88"]

    def test_al_c_capital_first(self) -> None:
        found = self.taken(Application((PRINCIPAL, INTEREST, CHARGE, INSURANCE, ARREARS)))
        assert [amount for place, _, amount in found if place == 1] == [
            "7455.96",
            "2000.00",
            "300.00",
            "250.00",
        ]
        assert found[-1] == (2, PRINCIPAL, "1994.04")

    def test_days_past_due_depend_on_the_mode(self) -> None:
        events = [pay(DUE[1], 11_000)]
        horizontal = replay(loan(), events, DUE[1] + timedelta(10))
        vertical = Contract(terms(), application=Application(LEGAL, Mode.VERTICAL))
        assert horizontal.oldest_due_on == DUE[1]
        assert replay(vertical, events, DUE[1] + timedelta(10)).oldest_due_on == DUE[0]

    def test_names_every_component_once(self) -> None:
        with pytest.raises(Invalid):
            Application((PRINCIPAL, INTEREST))

    def test_a_payment_may_bring_its_own_order(self) -> None:
        settled = pay(DUE[0] + timedelta(5), 5000, how=Application(CAPITAL_FIRST))
        assert replay(loan(), [settled], DUE[0] + timedelta(5)).due[PRINCIPAL] == cents("2455.96")


class TestPrepayment:
    BEFORE = on_time(6)

    def test_pp_q_reduce_the_instalment(self) -> None:
        abono = pay(DUE[5], 20_000, effect=Effect.REDUCE_INSTALLMENT, seq=1)
        state = replay(loan(), [*self.BEFORE, abono], DUE[5])
        assert text(state.principal) == "32966.91"
        assert coming(state) == ["5885.44"] * 5 + ["5885.47"]
        assert text(self.saved(state)) == "1423.10"

    def test_pp_t_reduce_the_term(self) -> None:
        abono = pay(DUE[5], 20_000, effect=Effect.REDUCE_TERM, seq=1)
        state = replay(loan(), [*self.BEFORE, abono], DUE[5])
        assert coming(state) == ["9455.96"] * 3 + ["6166.64"]
        assert text(self.saved(state)) == "2201.25"

    def saved(self, state: LoanState) -> int:
        """Interest that is not paid any more."""
        before = sum(row.interest for row in plan().instalments[6:])
        return before - sum(each.due[INTEREST] for each in state.instalments if not each.fallen)

    def test_in_the_middle_of_a_period_pays_interest_to_the_day_first(self) -> None:
        day = DUE[5] + timedelta(10)
        state = replay(loan(), [*self.BEFORE, pay(day, 20_000, effect=Effect.REDUCE_TERM)], day)
        interest = cents("341.72")  # 52,966.91 × 2 % × 10/31
        assert [each.amount for each in state.applied[-2:]] == [interest, cents(20_000) - interest]
        following = next(each for each in state.instalments if not each.fallen)
        assert text(following.total) == "9455.96"
        assert following.left == following.total - interest

    def test_in_advance_waits_for_the_next_instalments(self) -> None:
        day = DUE[0] - timedelta(5)
        state = replay(loan(), [pay(day, 15_000)], day)
        assert (text(state.advance), text(state.principal)) == ("15000.00", "100000.00")
        assert state.next_due is not None
        assert (state.next_due.number, text(state.next_due.left)) == (2, "3911.92")
        later = replay(loan(), [pay(day, 15_000)], DUE[1])
        assert (later.advance, text(later.due_total), later.days_past_due) == (0, "3911.92", 0)

    def test_and_closing_in_the_same_period_pays_the_rest_of_its_interest(self) -> None:
        first, last = DUE[5] + timedelta(10), DUE[5] + timedelta(20)
        events = [*self.BEFORE, pay(first, 20_000, effect=Effect.REDUCE_TERM)]
        owed = replay(loan(), events, last)
        assert text(owed.accrued) == "214.90"  # 33,308.63 × 2 % × 10/31
        closed = replay(loan(), [*events, Payment(on=last, amount=owed.payoff, id="fin")], last)
        assert (closed.status, closed.overpaid, closed.principal) == (LoanStatus.PAID, 0, 0)
        row = closed.instalments[-1]
        assert row.due == row.paid
        assert row.due[INTEREST] == cents("341.72") + cents("214.90")

    def test_of_a_german_loan(self) -> None:
        contract = loan(method="german", principal=120_000)
        events = [pay(DUE[0], 12_400), pay(DUE[0], 11_000, effect=Effect.REDUCE_INSTALLMENT, seq=1)]
        assert coming(replay(contract, events, DUE[0]))[0] == "10980.00"
        term = [pay(DUE[0], 12_400), pay(DUE[0], 10_000, effect=Effect.REDUCE_TERM, seq=1)]
        assert len(coming(replay(contract, term, DUE[0]))) == 10

    def test_of_an_american_loan_and_a_balloon(self) -> None:
        american = replay(loan(method="american"), [pay(DUE[0], 22_000, effect=Effect.REDUCE_TERM)], DUE[0])
        assert coming(american) == ["1600.00"] * 10 + ["81600.00"]
        balloon = loan(method="balloon", balloon=money(40_000))
        events = [pay(DUE[0], "26473.58", effect=Effect.REDUCE_INSTALLMENT)]
        assert coming(replay(balloon, events, DUE[0]))[-1] != coming(replay(balloon, [], DUE[0]))[-1]

    def test_a_san_saves_nothing_by_paying_early(self) -> None:
        san = Contract(terms("san", 10_000, "0", 13, installment=money(1000), frequency=Frequency.WEEKLY))
        day = date(2026, 1, 10)
        assert text(replay(san, [pay(date(2026, 1, 8), 1000)], day).payoff) == "12000.00"
        flat = Contract(terms("flat"))
        assert text(replay(flat, [], DUE[0]).payoff) == "102000.00"

    def test_the_payoff_paid_closes_it_exactly(self) -> None:
        rule = ArrearsRule(rate("0.36", "nominal"))
        day = DUE[7] + timedelta(11)
        events: list[Event] = [*on_time(3), Charged(on=DUE[4], amount=cents(300))]
        owed = replay(loan(rule), events, day).payoff
        state = replay(loan(rule), [*events, Payment(on=day, amount=owed, id="fin")], day)
        assert (state.status, state.principal, state.payoff, state.overpaid) == (LoanStatus.PAID, 0, 0, 0)
        assert sum(each.amount for each in state.applied if each.event == "fin") == owed


class TestRenewalFigures:
    def test_balance_after_the_ninth(self) -> None:
        assert text(replay(loan(), on_time(9), DUE[8]).payoff) == "27269.89"


class TestHappenings:
    def test_paid_on_time_it_is_its_schedule(self) -> None:
        rows = plan().instalments
        events = [Payment(on=row.due_on, amount=row.total, id=str(row.number)) for row in rows]
        state = replay(loan(), events, DUE[-1])
        assert [(e.due[PRINCIPAL], e.due[INTEREST], e.balance) for e in state.instalments] == [
            (r.principal, r.interest, r.balance) for r in rows
        ]
        assert (state.status, state.closed_on, state.overpaid) == (LoanStatus.PAID, DUE[-1], 0)

    def test_a_plan_of_ones_own_too(self) -> None:
        days = tuple(
            Planned(day, money(amount) if amount else None) for day, amount in zip(DUE, PLANNED, strict=True)
        )
        agreed = terms("custom", plan=days)
        rows = schedule(agreed).instalments
        found = replay(Contract(agreed), [], date(2026, 1, 1)).instalments
        assert [(e.due[PRINCIPAL], e.due[INTEREST]) for e in found] == [
            (r.principal, r.interest) for r in rows
        ]
        sooner = pay(DUE[0], 50_000, effect=Effect.REDUCE_TERM)
        assert len(replay(Contract(agreed), [sooner], DUE[0]).instalments) < len(rows)

    def test_before_it_is_handed_over(self) -> None:
        state = replay(loan(), [], date(2025, 12, 1))
        assert (state.status, state.principal, len(state.instalments)) == (LoanStatus.PENDING, 0, 12)

    def test_nothing_happens_before_that(self) -> None:
        with pytest.raises(Invalid, match="anterior"):
            replay(loan(), [pay(date(2025, 12, 1), 1)], DUE[0])

    def test_what_makes_no_sense_is_refused(self) -> None:
        with pytest.raises(Invalid, match="reversa"):
            Payment(on=DUE[0], amount=-1)
        with pytest.raises(Invalid, match="se calculan"):
            Charged(on=DUE[0], amount=1, component=ARREARS)

    def test_a_late_discovered_payment_is_read_where_it_belongs(self) -> None:
        late = pay(DUE[0], "9455.96", recorded_on=DUE[1])
        rule = ArrearsRule(rate("0.36", "nominal"))
        day = DUE[0] + timedelta(20)
        shown = replay(loan(rule), [late], day, known_on=day)
        assert shown.days_past_due == 20
        corrected = replay(loan(rule), [late], day)
        assert (corrected.days_past_due, corrected.due_total) == (0, 0)

    def test_a_reversed_payment_was_there_until_it_was_reversed(self) -> None:
        events = [pay(DUE[0], "9455.96", id="a"), Reversal(on=DUE[1], of="a")]
        assert replay(loan(), events, DUE[0] + timedelta(5)).due_total == 0
        assert text(replay(loan(), events, DUE[1]).due_total) == "18911.92"

    def test_charges_go_to_the_oldest_overdue_or_to_the_one_that_runs(self) -> None:
        day = DUE[0] + timedelta(5)
        late = replay(loan(), [Charged(on=day, amount=500)], day)
        assert late.instalments[0].due[CHARGE] == 500
        punctual = replay(loan(), [*on_time(1), Charged(on=day, amount=500)], day)
        assert punctual.instalments[1].due[CHARGE] == 500
        named = replay(loan(), [*on_time(1), Charged(on=day, amount=500, number=1)], day)
        assert named.due[CHARGE] == 500
        after = [Payment(on=r.due_on, amount=r.total) for r in plan().instalments]
        reopened = replay(
            loan(), [*after, Charged(on=DUE[-1] + timedelta(9), amount=500)], DUE[-1] + timedelta(9)
        )
        assert (reopened.due[CHARGE], reopened.status) == (500, LoanStatus.CURRENT)

    def test_arrears_waived_are_not_owed(self) -> None:
        rule = ArrearsRule(rate("0.36", "nominal"))
        day = DUE[0] + timedelta(10)
        state = replay(loan(rule), [Waived(on=day)], day)
        assert (state.due[ARREARS], state.instalments[0].waived[ARREARS]) == (0, cents("74.56"))
        some = replay(loan(rule), [Waived(on=day, amount=456)], day)
        assert some.due[ARREARS] == cents("70.00")

    def test_capital_forgiven_is_not_owed_either(self) -> None:
        day = DUE[0] + timedelta(10)
        state = replay(loan(), [Waived(on=day, component=PRINCIPAL)], day)
        assert (text(state.principal), state.due[PRINCIPAL]) == ("92544.04", 0)

    def test_a_change_of_rate_works_the_instalment_out_again(self) -> None:
        change = RateChanged(on=DUE[5], rate=rate("0.03"))
        state = replay(loan(), [*on_time(6), change], DUE[5])
        assert coming(state)[0] == "9777.56"
        half = replay(loan(), [*on_time(5), RateChanged(on=DUE[5] - timedelta(15), rate=rate("0"))], DUE[5])
        assert half.instalments[5].due[INTEREST] == cents("611.99")  # 61,198.89 × 2 % × 15/30
        kept = replay(loan(method="flat"), [RateChanged(on=DUE[0], rate=rate("0.5"))], DUE[0])
        assert coming(kept)[0] == "10333.33"

    def test_frozen_nothing_runs(self) -> None:
        rule = ArrearsRule(rate("0.36", "nominal"))
        freeze = Frozen(on=DUE[0], until=DUE[1] - timedelta(1), interest=True)
        state = replay(loan(rule), [freeze], DUE[1] - timedelta(1))
        assert (state.days_past_due, state.due[ARREARS], state.accrued) == (0, 0, 0)
        assert replay(loan(rule), [freeze], DUE[1]).days_past_due == 1
        only_arrears = Frozen(on=DUE[0], until=DUE[1])
        assert replay(loan(rule), [only_arrears], DUE[1]).due[INTEREST] == cents("3850.88")

    def test_accelerated_it_is_all_due(self) -> None:
        day = DUE[0] + timedelta(14)
        state = replay(loan(), [Accelerated(on=day)], day)
        assert (text(state.due[PRINCIPAL]), len(state.instalments)) == ("100000.00", 2)
        assert state.payoff == state.due_total

    def test_restructured_it_goes_on_under_other_terms(self) -> None:
        day = DUE[1] + timedelta(10)
        other = terms(periods=24, disbursed_on=day)
        event = Restructured(
            on=day, terms=other, capitalise=frozenset({INTEREST}), forgive=frozenset({ARREARS})
        )
        before = replay(loan(ArrearsRule(rate("0.36", "nominal"))), [], day)
        state = replay(loan(ArrearsRule(rate("0.36", "nominal"))), [event, pay(day, 0)], day)
        assert state.principal == before.principal + before.due[INTEREST] + before.accrued
        assert (state.days_past_due, state.days_kept, state.restructured_on) == (0, 38, day)
        assert len(coming(state)) == 24

    def test_restructured_what_is_neither_joined_nor_forgiven_is_due_at_once(self) -> None:
        day = DUE[1] + timedelta(10)
        before = replay(loan(), [], day)
        state = replay(loan(), [Restructured(on=day, terms=terms(periods=24, disbursed_on=day))], day)
        assert state.due[INTEREST] == before.due[INTEREST] + before.accrued
        assert (
            replay(
                loan(), [Restructured(on=day, terms=terms(disbursed_on=day))], day + timedelta(3)
            ).days_past_due
            == 3
        )

    def test_neither_a_closed_nor_a_written_off_loan_is_restructured(self) -> None:
        event = Restructured(on=DUE[1], terms=terms(disbursed_on=DUE[1]))
        closed = replay(loan(), [pay(DUE[0], 200_000), event], DUE[1])
        assert (closed.status, closed.restructured_on) == (LoanStatus.PAID, None)

    def test_written_off_nothing_accrues_and_what_comes_is_recovered(self) -> None:
        rule = ArrearsRule(rate("0.36", "nominal"))
        day = DUE[3]
        history = [WrittenOff(on=day)]
        state = replay(loan(rule), history, day)
        assert state.status is LoanStatus.WRITTEN_OFF
        assert replay(loan(rule), history, day + timedelta(300)).due == state.due
        recovered = replay(loan(rule), [*history, pay(day + timedelta(60), 30_000)], day + timedelta(60))
        assert (text(recovered.recovered), text(recovered.principal)) == ("30000.00", "70000.00")
        everything = replay(loan(rule), [*history, pay(day + timedelta(60), 300_000)], day + timedelta(60))
        assert everything.recovered == state.due_total

    def test_paying_a_closed_loan_is_money_to_give_back(self) -> None:
        day = DUE[0]
        events = [pay(day, 200_000, id="a"), pay(day + timedelta(1), 50, id="b")]
        state = replay(loan(), events, day + timedelta(1))
        assert text(state.overpaid) == text(cents(200_000) - cents("102000") + cents(50))

    def test_insurance_and_tax_fall_due_with_each(self) -> None:
        charges = (
            Charge(name="Vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE, part=Decimal("0.0005")),
            Charge(name="IVA", kind=ChargeKind.TAX, on=ChargeOn.INTEREST, part=Decimal("0.16")),
        )
        state = replay(loan(charges=charges), [], DUE[0])
        assert texts(state.due) == ["320.00", "50.00", "0.00", "2000.00", "7455.96"]

    @pytest.mark.parametrize("capitalise", [True, False])
    def test_a_grace_is_that_of_the_schedule(self, capitalise: bool) -> None:
        grace = Grace(GraceKind.TOTAL, 3, capitalise=capitalise)
        rows = plan(grace=grace).instalments
        found = replay(loan(grace=grace), [], date(2026, 1, 1)).instalments
        assert [each.balance for each in found] == [row.balance for row in rows]
        assert [each.total for each in found] == [row.total for row in rows]

    def test_prepaying_inside_a_grace_goes_to_capital(self) -> None:
        grace = Grace(GraceKind.TOTAL, 3)
        day = date(2026, 1, 16)
        state = replay(loan(grace=grace), [pay(day, 20_000, effect=Effect.REDUCE_INSTALLMENT)], day)
        assert (text(state.principal), coming(state)[3]) == ("80000.00", "10356.07")
