"""Money and dates as each country writes them: the same table for Python and for the console."""

import json
from pathlib import Path
from typing import Any

import pytest

from caudal.kernel.formats import compact, money_screen, money_text
from caudal.kernel.money import CURRENCIES, Money

GOLDEN = json.loads((Path(__file__).parents[2] / "console/src/kit/formats.golden.json").read_text("utf-8"))
WRITERS = {"screen": money_screen, "text": money_text, "compact": compact}


@pytest.mark.parametrize("case", GOLDEN["money"], ids=lambda c: f"{c['currency']} {c['amount']} {c['style']}")
def test_the_console_writes_the_same(case: dict[str, Any]) -> None:
    written = WRITERS[case["style"]](Money.parse(case["amount"], case["currency"]))
    assert written == case["text"]


@pytest.mark.parametrize("currency", sorted(CURRENCIES))
def test_every_currency_can_be_written(currency: str) -> None:
    for writer in WRITERS.values():
        assert "1" in writer(Money.of(1234, currency))


def test_millions_use_the_comma_of_the_country() -> None:
    assert compact(Money.of(2_240_000, "COP")) == "$2,24 M"
    assert compact(Money.of(2_240_000, "DOP")) == "RD$2.24 M"


def test_a_currency_without_cents_shows_none() -> None:
    assert money_text(Money.of(1234, "CLP")) == "1,234 CLP"
