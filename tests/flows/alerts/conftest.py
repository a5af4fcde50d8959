"""A house whose people can be reached."""

from collections.abc import Iterator

import pytest

from tests.business.fixtures import house
from tests.business.house import House
from tests.doubles.smtp import MailServer
from tests.doubles.twilio import Twilio
from tests.flows.alerts.staff import Staff

__all__ = ["house"]


@pytest.fixture
def staff(house: House) -> Iterator[Staff]:
    with MailServer() as mail, Twilio() as sms:
        made = Staff(house, mail, sms)
        opened = dict(made.lines)
        yield made
        for line in opened.values():
            getattr(line, "close", lambda: None)()
