"""A house whose every test ends with books that balance; conftest files offer it by importing it."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine

from tests.business.house import House, add_up


def furnish(url: str) -> None:
    """A company with three branches in the migrated database at `url`."""
    with psycopg.connect(url) as connection:
        connection.execute("insert into companies (name, country, chart) values ('Prueba', 'MX', 'mx')")
        connection.execute(
            "insert into branches (company_id, name, country, currency, time_zone) values"
            " (1, 'Cancún', 'MX', 'MXN', 'America/Cancun'), (1, 'CDMX', 'MX', 'MXN', 'America/Mexico_City'),"
            " (1, 'Bogotá', 'CO', 'COP', 'America/Bogota')"
        )


@pytest.fixture
def house(database_url: str, engine: Engine) -> Iterator[House]:
    furnish(database_url)
    house = House(engine)
    yield house
    add_up(house)
