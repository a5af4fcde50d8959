"""A san on the screens: opened by who owns the house, a round of contributions registered, seen paid."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)


def test_the_contributions_of_a_round_are_registered(enter: Enter) -> None:
    page = enter("duena", "/sanes")
    page.get_by_text("San de la cuadra").click()
    board = page.get_by_role("region", name="Números por ronda")
    expect(board).to_be_visible()
    socorro = board.get_by_role("row", name=re.compile("Socorro Tun"))
    quota = socorro.get_by_role("link", name=re.compile("^Ronda 7, "))
    expect(quota).to_have_text("A")
    page.get_by_role("button", name="Registrar aportes").click()
    sheet = page.get_by_role("dialog")
    box = sheet.get_by_role("checkbox", name=re.compile("Socorro Tun"))
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    sheet.get_by_role("button", name="Registrar 1 aporte").click()
    expect(sheet).to_be_hidden()
    expect(quota).to_have_text("P")
    page.get_by_role("button", name="Registrar aportes").click()
    sheet.get_by_role("button", name="Todos pagaron").click()
    sheet.get_by_role("button", name="Registrar 3 aportes").click()
    expect(page.get_by_text("3 aportes registrados", exact=False)).to_be_visible()
