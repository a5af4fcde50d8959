"""A san on the screens: opened by who owns the house, a round of contributions registered, seen paid."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter, sideways
from tests.browser.test_walks import Situation
from tests.stories.product import Product, money

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


def test_the_file_of_who_received_and_owes_leads_to_the_san(enter: Enter) -> None:
    page = enter("duena", "/clientes?q=Marisol")
    page.get_by_text("Marisol Uc").first.click()
    expect(page.get_by_role("heading", name="Cómo paga")).to_be_visible()
    expect(page.get_by_role("listitem", name=re.compile(r"^\w+ 20\d\d: ")).first).to_be_visible()
    page.get_by_role("link", name=re.compile("^Sanes")).last.click()
    expect(page.get_by_text("San de la cuadra").first).to_be_visible()
    page.get_by_role("link", name="Resumen").click()
    page.get_by_role("link", name=re.compile("Ya cobró en SAN-0001 y debe aportes")).click()
    expect(page.get_by_role("region", name="Números por ronda")).to_be_visible()
    assert not sideways(page)


def liquidated(product: Product) -> str:
    """A san of three in which everybody paid twice, the first one received, and it ended there; where it is."""
    given, boss, till = (
        Situation(product),
        product.client("gerente", branch=1),
        product.client("cajero", branch=1),
    )
    asked = {"name": "San del corredor", "contribution": money("1000.00"), "places": 3, "frequency": "weekly",
             "starts_on": "2026-10-05"}  # fmt: skip
    san = f"/v1/roscas/{boss.post('/v1/roscas', json=asked).json()['id']}"
    for number, name in enumerate(("Delia Pat", "Efraín Kú", "Rita Mex"), start=1):
        told = {"client_id": given.client(name)["id"], "numbers": [number]}
        assert boss.post(f"{san}/members", json=told).status_code == 201
    steps = (
        (boss, "turns", {"order": [1, 2, 3]}),
        (boss, "start", {}),
        (till, "rounds/1/contributions", {"numbers": None, "method": "cash"}),
        (boss, "rounds/1/authorisation", {"front": None}),
        (till, "rounds/1/delivery", {"method": "cash"}),
        (till, "rounds/2/contributions", {"numbers": [2, 3], "method": "cash"}),
        (boss, "liquidation", {"reason": "se mudaron dos"}),
    )
    for who, path, body in steps:
        answer = who.post(f"{san}/{path}", json=body, headers={"Idempotency-Key": str(uuid4())})
        assert answer.status_code in {200, 201}, answer.text
    return san.replace("/v1/roscas", "/sanes")


@pytest.mark.long
def test_what_was_put_in_is_given_back_as_far_as_the_fund_goes(enter: Enter, product: Product) -> None:
    """Two put 2,000 each and didn't receive; the fund has 2,000 until who received pays the rest."""
    place = liquidated(product)
    reader = enter("analista", place)
    expect(reader.get_by_role("region", name="Por devolver").first).to_contain_text("Efraín Kú")
    expect(reader.get_by_role("button", name=re.compile("^Devolver"))).to_have_count(0)

    page = enter("cajero", place, branch=1)
    back = page.get_by_role("region", name="Por devolver").first
    expect(back).to_contain_text("4,000.00")
    expect(back).to_contain_text(re.compile("Faltan .*2,000.00"))
    back.get_by_role("button", name="Devolver a Efraín Kú").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Se le devolvió")
    dialog.get_by_label("Cuánto", exact=True).fill("1500")
    dialog.get_by_role("button", name=re.compile("^Devolver .*1,500.00")).click()
    expect(dialog).to_be_hidden()
    efrain = back.get_by_role("row", name=re.compile("Efraín Kú"))
    expect(efrain).to_contain_text("500.00")
    back.get_by_role("button", name="Devolver a Rita Mex").click()
    expect(dialog).to_contain_text(re.compile("Hasta .*500.00"))
    dialog.get_by_role("button", name=re.compile("^Devolver .*500.00")).click()
    expect(dialog).to_be_hidden()
    expect(efrain).to_contain_text("Espera a que haya en la caja")
    page.set_viewport_size({"width": 360, "height": 740})
    assert sideways(page) <= 0
