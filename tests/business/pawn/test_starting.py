"""A counter that opens with nothing: the suggested tables."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import NewLtv, NewPlan, NewPrice
from caudal.business.pawn.queries import guides, quoting
from caudal.business.pawn.queries.quoting import Article
from caudal.business.pawn.rules import suggested
from caudal.business.pawn.rules.terms import Period
from caudal.business.pawn.rules.valuing import Condition, Unit
from caudal.kernel.money import CURRENCIES
from caudal.kernel.problems import Problem
from tests.business.house import House
from tests.business.pawn.counter import pesos

CHAIN = Article("Joyería", "Cadena", Condition.GOOD, price_name="Oro 14k", weight_mg=10_000)


def test_without_tables_nothing_is_lent_until_they_are_used(house: House) -> None:
    with house.act() as act, pytest.raises(Problem) as refused:
        quoting.quote(act, [CHAIN], None, "MXN")
    assert "tablas sugeridas" in refused.value.detail
    with house.act() as act:
        made = pawn.use_suggested_tables(act)
        told = quoting.quote(act, [CHAIN], None, "MXN")
    assert {one.currency for one in made.plans} == {"MXN", "COP"}, "those of the branches of the house"
    assert (told.appraisal, told.allowed) == (pesos(10_530), pesos(6_318)), "585 thousandths of 1,800 a gram"
    assert all("sin verificar" in one.source for one in made.prices)


def test_twice_is_once(house: House) -> None:
    with house.act() as act:
        first = pawn.use_suggested_tables(act)
    with house.act() as act:
        again = pawn.use_suggested_tables(act)
        assert (again.plans, again.prices, again.ltvs) == ([], [], [])
        assert len(guides.ltvs(act)) == len(first.ltvs) == 40


def test_what_the_owner_wrote_stays(house: House) -> None:
    with house.act() as act:
        pawn.set_plan(act, NewPlan("propio", "Propio", "MXN", Decimal("0.1"), Period.WEEK, 4, 0))
        pawn.set_price(act, NewPrice("joyería", "oro 14k", Unit.GRAM, pesos(900)))
        pawn.set_ltv(act, NewLtv("joyería", Condition.GOOD, Decimal("0.4")))
        pawn.use_suggested_tables(act)
        told = quoting.quote(act, [CHAIN], None, "MXN")
    assert (told.plan.code, told.appraisal, told.allowed) == ("propio", pesos(9_000), pesos(3_600))


def test_a_plan_is_no_longer_offered(house: House) -> None:
    with house.act() as act:
        pawn.use_suggested_tables(act)
        assert pawn.retire_plan(act, "mensual-mxn").active is False
        with pytest.raises(Problem) as refused:
            quoting.quote(act, [CHAIN], None, "MXN")
        assert refused.value.type == "no-encontrado"
        with pytest.raises(Problem):
            pawn.retire_plan(act, "mensual-mxn")
        again = pawn.use_suggested_tables(act)
    assert [(one.code, one.version) for one in again.plans] == [("mensual-mxn", 2)]


@given(st.sampled_from(sorted(CURRENCIES)))
def test_every_suggestion_makes_sense(currency: str) -> None:
    """Finer metal is worth more, worse condition is lent less, no plan charges what nobody would."""
    plan, prices = suggested.plan(currency), {one.name: one.price for one in suggested.prices(currency)}
    if plan is not None:
        assert plan.currency == currency
        assert 0 < plan.rate + plan.storage_rate < Decimal("0.11")
        assert (
            prices["oro 24k"]
            > prices["oro 18k"]
            > prices["oro 14k"]
            > prices["oro 10k"]
            > prices["plata 999"]
        )
    by_category: dict[str, list[Decimal]] = {}
    for one in suggested.ltvs():
        by_category.setdefault(one.category, []).append(one.ltv)
    assert all(parts == sorted(parts, reverse=True) and 0 < parts[0] < 1 for parts in by_category.values())
