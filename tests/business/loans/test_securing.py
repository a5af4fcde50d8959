"""What backs a loan in the house: refused beyond its limit, tied, registered, watched and let go by two people."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest

from caudal.business.collateral import commands as collateral
from caudal.business.collateral import queries as things
from caudal.business.collateral.commands import Correction, NewCollateral, NewPolicy, NewValuation
from caudal.business.collateral.rules import (
    CollateralKnown,
    CollateralRule,
    CollateralShort,
    CollateralTaken,
    Kind,
)
from caudal.business.loans import commands, queries
from caudal.business.loans.commands import (
    HandOver,
    LienElsewhere,
    LienInForce,
    NewLien,
    NotInThatState,
    Registration,
    SamePerson,
)
from caudal.business.loans.queries import LoanRecord, backing
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Invalid
from tests.business.loans.lender import CASHIER, CLERK, MANAGER, Lender

JANUARY = date(2026, 1, 10)
RULE = CollateralRule(required=True, limits={Kind.PROPERTY: Decimal("0.70"), Kind.VEHICLE: Decimal("0.60")})


@pytest.fixture
def mortgage(lender: Lender) -> Lender:
    lender.on(JANUARY)
    lender.sell("hipoteca", collateral=RULE)
    return lender


def ask(lender: Lender, client: UUID, amount: str = "100000") -> LoanRecord:
    return lender.ask(client, amount, "hipoteca")


def hand(lender: Lender, asked: LoanRecord) -> LoanRecord:
    with lender.act(MANAGER) as act:
        commands.decide(act, asked.id, approve=True)
    with lender.act(CASHIER) as act:
        return commands.disburse(act, asked.id, HandOver())


def standing(lender: Lender, loan: UUID, on: date | None = None) -> backing.Standing:
    with lender.act(CLERK) as act:
        return backing.standing(act, queries.loan(act, loan), on)


def watched(lender: Lender) -> list[tuple[str, str]]:
    with lender.act(CLERK) as act:
        return [(each.kind, each.loan.folio) for each in backing.watch(act)]


class TestAtOrigination:
    def test_without_a_thing_behind_it_nobody_approves(self, mortgage: Lender) -> None:
        asked = ask(mortgage, mortgage.house.client())
        with pytest.raises(CollateralShort) as refused, mortgage.act(MANAGER) as act:
            commands.decide(act, asked.id, approve=True)
        assert "agregue la garantía" in refused.value.detail
        assert refused.value.facts["lendable"]["amount"] == "0.00"

    def test_over_the_table_it_says_how_much_could_be(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client, "70000.01")
        mortgage.secure(asked.id, client)
        with (
            pytest.raises(CollateralShort, match=r"hasta 70000\.00 MXN") as refused,
            mortgage.act(MANAGER) as act,
        ):
            commands.decide(act, asked.id, approve=True)
        assert (refused.value.facts["ltv"], refused.value.facts["limit"]) == ("0.7000", "0.7000")

    def test_to_the_cent_it_is_lent(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client, "70000")
        mortgage.secure(asked.id, client)
        assert hand(mortgage, asked).status == "active"
        found = standing(mortgage, asked.id)
        assert (found.ltv, found.limit, found.over) == (Decimal("0.7000"), Decimal("0.7000"), False)

    def test_a_valuation_that_ended_before_the_money_goes_stops_it(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client, "70000")
        mortgage.secure(asked.id, client)
        with mortgage.act(MANAGER) as act:
            commands.decide(act, asked.id, approve=True)
        mortgage.on(JANUARY + timedelta(days=366))
        with pytest.raises(CollateralShort, match="venció"), mortgage.act(CASHIER) as act:
            commands.disburse(act, asked.id, HandOver())

    def test_other_products_go_on_as_they_were(self, mortgage: Lender) -> None:
        mortgage.sell()
        assert mortgage.lend(mortgage.house.client()).status == "active"


class TestManyToMany:
    def test_two_things_behind_one_loan(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client, "130000")
        mortgage.secure(asked.id, client)
        mortgage.secure(asked.id, client, kind=Kind.VEHICLE, description="Camioneta")
        assert standing(mortgage, asked.id).lendable == 130_000_00
        assert hand(mortgage, asked).status == "active"

    def test_one_thing_behind_two_loans_by_parts(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        first, second = ask(mortgage, client, "42000"), ask(mortgage, client, "28000")
        with mortgage.act(CLERK) as act:
            thing = collateral.enter(act, NewCollateral(client, Kind.PROPERTY, "Casa")).id
            collateral.value(act, thing, NewValuation(Money.of(100_000, "MXN"), "Perito"))
            one = commands.pledge(act, first.id, NewLien(thing, Decimal("0.6")))
            two = commands.pledge(act, second.id, NewLien(thing, Decimal("0.4")))
        assert (one.rank, two.rank) == (1, 2)
        assert [hand(mortgage, each).status for each in (first, second)] == ["active", "active"]
        third = ask(mortgage, client, "1000")
        with pytest.raises(CollateralTaken, match="queda libre 0"), mortgage.act(CLERK) as act:
            commands.pledge(act, third.id, NewLien(thing, Decimal("0.1")))
        with pytest.raises(CollateralTaken, match="ya respalda este"), mortgage.act(CLERK) as act:
            commands.pledge(act, first.id, NewLien(thing, Decimal("0.1")))

    @pytest.mark.parametrize("part", ["0", "1.1", "NaN", "0.0000001", "-1"])
    def test_a_part_is_a_part(self, mortgage: Lender, part: str) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client)
        with mortgage.act(CLERK) as act:
            thing = collateral.enter(act, NewCollateral(client, Kind.PROPERTY, "Casa")).id
        with pytest.raises(Invalid), mortgage.act(CLERK) as act:
            commands.pledge(act, asked.id, NewLien(thing, Decimal(part)))

    def test_a_thing_valued_in_another_currency_backs_nothing(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client)
        with pytest.raises(Invalid, match="DOP"):
            mortgage.secure(asked.id, client, currency="DOP")


class TestLien:
    def test_it_is_pending_registered_and_released_once_the_loan_is_paid(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client, "50000")
        lien = mortgage.secure(asked.id, client)
        assert lien.status == "pending"
        hand(mortgage, asked)
        with mortgage.act(CLERK) as act:
            done = commands.register(act, lien.id, Registration("Notaría 12 de Cancún", "Folio 8-123"))
        assert (done.status, done.registered_on) == ("registered", JANUARY)
        with pytest.raises(LienElsewhere), mortgage.act(CLERK) as act:
            commands.register(act, lien.id, Registration("Otra", "1"))
        with pytest.raises(LienInForce), mortgage.act(MANAGER) as act:
            commands.release(act, lien.id)
        mortgage.house.pay(client, "50000")
        assert mortgage.loan(asked.id).status == "paid"
        with mortgage.act(MANAGER) as act:
            gone = commands.release(act, lien.id)
        assert (gone.status, gone.asked_by) == ("released", None)
        with pytest.raises(LienElsewhere), mortgage.act(MANAGER) as act:
            commands.release(act, lien.id)

    def test_before_that_two_people_and_a_reason(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client, "50000")
        lien = mortgage.secure(asked.id, client)
        hand(mortgage, asked)
        with mortgage.act(MANAGER, "Cambia de garantía") as act:
            waiting = commands.release(act, lien.id)
        assert (waiting.status, waiting.asked_reason) == ("pending", "Cambia de garantía")
        with pytest.raises(SamePerson), mortgage.act(MANAGER, "Otra vez") as act:
            commands.release(act, lien.id)
        assert standing(mortgage, asked.id).ltv == Decimal("0.5000")
        with mortgage.act(CASHIER) as act:
            assert commands.release(act, lien.id).status == "released"
        assert standing(mortgage, asked.id).ltv is None
        assert standing(mortgage, asked.id, JANUARY - timedelta(days=1)).ltv is None

    def test_the_database_wants_two_hands_too(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        lien = mortgage.secure(ask(mortgage, client).id, client)
        with pytest.raises(Exception, match="loan_liens_two_hands"), mortgage.act(MANAGER) as act:
            act.db.connection().exec_driver_sql(
                "update loan_liens set asked_by = 1, released_by = 1, status = 'released', released_on = current_date"
                " where id = %s",
                (lien.id,),
            )

    def test_what_ended_takes_no_more(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client)
        with mortgage.act(CLERK, "Se arrepintió") as act:
            commands.cancel_loan(act, asked.id)
        with pytest.raises(NotInThatState):
            mortgage.secure(asked.id, client)


class TestWatch:
    def test_what_somebody_must_look_at(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        asked = ask(mortgage, client, "70000")
        lien = mortgage.secure(asked.id, client)
        folio = hand(mortgage, asked).folio
        assert watched(mortgage) == [("lien", folio)]
        with mortgage.act(CLERK) as act:
            commands.register(act, lien.id, Registration("Notaría 1", "1"))
        assert watched(mortgage) == []
        mortgage.on(JANUARY + timedelta(days=340))
        assert watched(mortgage) == [("insurance", folio)]
        mortgage.on(JANUARY + timedelta(days=366))
        assert watched(mortgage) == [("valuation", folio), ("uninsured", folio)]
        with mortgage.act(CLERK) as act:
            new = NewValuation(Money.of(60_000, "MXN"), "Perito")
            collateral.value(act, lien.collateral_id, new)
            today = act.business_date
            collateral.insure(
                act,
                lien.collateral_id,
                NewPolicy("GNP", "P-2", "Incendio", today, today + timedelta(days=365)),
            )
        assert watched(mortgage) == [("over_limit", folio)]
        then, now = standing(mortgage, asked.id, JANUARY), standing(mortgage, asked.id)
        assert (then.ltv, then.over) == (Decimal("0.7000"), False)
        assert (now.ltv, now.over) == (Decimal("1.1667"), True)


class TestThings:
    def test_the_same_registry_twice_is_told(self, mortgage: Lender) -> None:
        client = mortgage.house.client()
        new = NewCollateral(client, Kind.PROPERTY, "Casa", "Folio 12-345", "RPP Cancún")
        with mortgage.act(CLERK) as act:
            collateral.enter(act, new)
        with pytest.raises(CollateralKnown), mortgage.act(CLERK) as act:
            collateral.enter(
                act, NewCollateral(client, Kind.PROPERTY, "La misma", "folio 12345", "RPP Cancún")
            )

    def test_a_correction_leaves_its_trace_and_says_when_it_was_late(self, mortgage: Lender) -> None:
        with mortgage.act(CLERK) as act:
            thing = collateral.enter(act, NewCollateral(mortgage.house.client(), Kind.VEHICLE, "Sedán"))
            done = collateral.correct(act, thing.id, Correction(1, registration="ABC-123"))
        assert (done.version, done.registration, done.description) == (2, "ABC-123", "Sedán")
        with pytest.raises(Invalid, match="vuelva a leerla"), mortgage.act(CLERK) as act:
            collateral.correct(act, thing.id, Correction(1, description="Otro"))
        trace = mortgage.house.one("select count(*) from changes where table_name = 'collaterals'")
        assert trace[0] == 1

    def test_what_was_said_of_its_worth_stays(self, mortgage: Lender) -> None:
        with mortgage.act(CLERK) as act:
            thing = collateral.enter(act, NewCollateral(mortgage.house.client(), Kind.VEHICLE, "Sedán")).id
            collateral.value(act, thing, NewValuation(Money.of(10, "MXN"), "Ana"))
            collateral.value(act, thing, NewValuation(Money.of(12, "MXN"), "Eva"))
            assert [str(v.amount.amount) for v in things.valuations(act, [thing])[thing]] == [
                "10.00",
                "12.00",
            ]
        with (
            pytest.raises(Exception, match=r"not allowed|permission denied") as refused,
            mortgage.act(CLERK) as act,
        ):
            act.db.connection().exec_driver_sql("update collateral_valuations set amount = 1")
        assert isinstance(refused.value.__cause__, psycopg.Error)

    @pytest.mark.parametrize(
        ("money", "on", "until"),
        [(Money.of(0, "MXN"), None, None), (Money.of(1, "DOP"), None, None),
         (Money.of(1, "MXN"), date(2026, 1, 11), None), (Money.of(1, "MXN"), None, date(2026, 1, 9))],
    )  # fmt: skip
    def test_a_valuation_that_cannot_be(
        self, mortgage: Lender, money: Money, on: date | None, until: date | None
    ) -> None:
        with mortgage.act(CLERK) as act:
            thing = collateral.enter(act, NewCollateral(mortgage.house.client(), Kind.VEHICLE, "Sedán")).id
        with pytest.raises((Invalid, InvalidAmount)), mortgage.act(CLERK) as act:
            collateral.value(act, thing, NewValuation(money, "Ana", on, until))


class TestSureties:
    def test_somebody_else_answers_until_it_is_said_otherwise(self, mortgage: Lender) -> None:
        client, other = mortgage.house.client(), mortgage.house.client("Aval")
        asked = ask(mortgage, client)
        with mortgage.act(CLERK) as act:
            surety = commands.add_surety(act, asked.id, other, "guarantor")
            assert [each.loan_id for each in backing.answering(act, other)] == [asked.id]
        for wrong in (client, other):
            with pytest.raises(Invalid), mortgage.act(CLERK) as act:
                commands.add_surety(act, asked.id, wrong)
        with pytest.raises(Invalid), mortgage.act(MANAGER) as act:
            commands.remove_surety(act, surety.id)
        with mortgage.act(MANAGER, "Se cambia por otro") as act:
            assert commands.remove_surety(act, surety.id).removed_on == JANUARY
        with pytest.raises(NotInThatState), mortgage.act(MANAGER, "Otra vez") as act:
            commands.remove_surety(act, surety.id)
        with mortgage.act(CLERK) as act:
            commands.add_surety(act, asked.id, other)
