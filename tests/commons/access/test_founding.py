"""Founding: an empty installation gets its company, its first branch and its owner, once."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from caudal.commons.access import founding, passwords
from caudal.commons.access.founding import CompanyExists, Founded, NewCompany
from caudal.commons.access.rules import PERMISSIONS
from caudal.commons.acts.act import Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.kernel.problems import Invalid

LATE = datetime(2026, 10, 6, 4, 30, tzinfo=UTC)
"""Half past midnight of the 6th in Santo Domingo; still the 5th in Bogotá and Mexico."""
ASK = NewCompany("Créditos  del Valle", "co", "Martha", "Martha Ruiz", "caballo de mar azul")


def found(engine: Engine, ask: NewCompany = ASK, **changed: Any) -> Founded:
    house = Actor(0, "Sistema", "sistema", (), frozenset(PERMISSIONS))
    nowhere = Opening(
        house, Place(0, "local", "cli"), LATE, "prueba", business_date=LATE.date(), every_branch=True
    )
    with acting(engine, nowhere) as act:
        return founding.found(act, replace(ask, **changed))


def rows(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        connection.execute(text("select set_config('caudal.all', '1', true)"))
        return [tuple(row) for row in connection.execute(text(statement))]


def test_what_is_not_said_is_as_usual_in_the_country(engine: Engine) -> None:
    made = found(engine)
    assert (made.company, made.country, made.tax_id) == ("Créditos del Valle", "CO", None)
    assert (made.branch, made.currency, made.time_zone) == ("Principal", "COP", "America/Bogota")
    assert rows(engine, "select name, country, chart, tax_id, demo from companies") == [
        ("Créditos del Valle", "CO", "co", None, False)
    ]
    assert [str(on) for (on,) in rows(engine, "select opened_on from branch_days")] == ["2026-10-05"]


@pytest.mark.parametrize(
    ("country", "chart", "currency", "zone", "today"),
    [
        ("CO", "co", "COP", "America/Bogota", "2026-10-05"),
        ("DO", "do", "DOP", "America/Santo_Domingo", "2026-10-06"),
        ("MX", "mx", "MXN", "America/Mexico_City", "2026-10-05"),
    ],
)
def test_each_country_has_its_chart_its_money_and_its_hour(
    engine: Engine, country: str, chart: str, currency: str, zone: str, today: str
) -> None:
    found(engine, country=country)
    assert rows(engine, "select chart from companies") == [(chart,)]
    assert rows(
        engine, "select currency, time_zone, opened_on::text from branches join branch_days on branch_id = id"
    ) == [(currency, zone, today)]


def test_the_owner_may_do_everything_and_works_there(engine: Engine) -> None:
    owner = found(engine).owner
    assert (owner.username, owner.name, owner.role) == ("martha", "Martha Ruiz", "duena")
    assert set(owner.permissions) == set(PERMISSIONS)
    assert [branch.name for branch in owner.branches] == ["Principal"]
    ((stored,),) = rows(engine, "select password_hash from users where username = 'martha'")
    assert passwords.matches(stored, ASK.password)


def test_it_is_written_in_the_book_of_acts_of_its_branch(engine: Engine) -> None:
    owner = found(engine).owner
    lines = rows(
        engine, "select command, door, actor_id, branch_id, business_date::text from audit order by id"
    )
    branch = owner.branches[0].id
    assert lines == [
        ("access.found", "cli", 0, branch, "2026-10-05"),
        ("access.create_user", "cli", 0, branch, "2026-10-05"),
    ]
    assert ASK.password not in str(rows(engine, "select asked from audit"))


def test_there_is_only_one(engine: Engine) -> None:
    found(engine)
    with pytest.raises(CompanyExists):
        found(engine, company="Otra", username="otra")
    assert len(rows(engine, "select from companies")) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"company": " "}, "company"),
        ({"country": "PE"}, "country"),
        ({"tax_id": "800197268-5"}, "tax_id"),
        ({"country": "MX", "tax_id": "800197268-4"}, "tax_id"),
        ({"currency": "XXX"}, "currency"),
        ({"time_zone": "Bogota"}, "time_zone"),
        ({"username": "a"}, "username"),
        ({"username": "doña"}, "username"),
        ({"person": ""}, "person"),
        ({"password": "corta"}, "password"),
        ({"password": "caudal-demo"}, "password"),
    ],
)
def test_what_will_not_do_is_named_and_nothing_is_kept(
    engine: Engine, changed: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        found(engine, **changed)
    assert [each["pointer"] for each in refused.value.facts["errors"]] == [f"/{field}"]
    assert rows(engine, "select from companies union all select from branches") == []
    assert rows(engine, "select from audit") == []


def test_everything_wrong_is_said_at_once() -> None:
    wrong = founding.doubts(replace(ASK, company="", username="x", password="corta", tax_id="1"))
    assert set(wrong) == {"company", "username", "password", "tax_id"}


@pytest.mark.parametrize(
    ("country", "tax_id"),
    [
        ("CO", "800.197.268-4"),
        ("MX", "SAT970701NN3"),
        ("DO", "1-01-85004-3"),
        ("DO", "001-1391820-5"),
        ("CO", ""),
    ],
)
def test_the_tax_id_of_each_country_is_understood(country: str, tax_id: str) -> None:
    assert founding.doubts(replace(ASK, country=country, tax_id=tax_id)) == {}
