"""The cash till on the screens: open it counting, charge into it, take money out and close it blind, with two hands."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Errors, alone, digits, sideways
from tests.browser.test_walks import Situation, charge, find, receipt
from tests.stories.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 64


@pytest.fixture
def given(product: Product) -> Situation:
    return Situation(product)


def count(page: Page, pieces: dict[str, int]) -> None:
    """Type the pieces by keyboard: Entrar goes down to the next bill or coin, and from the last one to the button."""
    fields = page.locator("table.count input")
    expect(fields.first).to_be_focused()
    values = [digits(text) for text in page.locator("table.count tbody tr td:first-child").all_inner_texts()]
    for value in values:
        number = pieces.get(value.replace(",", "").removesuffix(".00"), 0)
        if number:
            page.keyboard.type(str(number))
        page.keyboard.press("Enter")


def facts(where: Locator) -> dict[str, str]:
    labels, values = where.locator("dt").all_inner_texts(), where.locator("dd").all_inner_texts()
    return dict(zip(labels, values, strict=True))


def empty_till(given: Situation, branch: int) -> None:
    """What the demonstration left in the till of a branch goes to the bank, so that it begins with nothing."""
    boxes = given.get("/v1/tills")["items"]
    (till,) = [b for b in boxes if b["branch_id"] == branch and b["kind"] == "cash" and b["main"]]
    if till["balance"] and till["balance"]["amount"] != "0.00":
        asked = {
            "till_id": till["id"],
            "kind": "deposit",
            "amount": till["balance"],
            "concept": "Corte anterior",
        }
        given._post("duena", "/v1/till-operations", asked)


def rule(given: Situation, branch: int, tolerance: str, *, required: bool) -> None:
    asked = {"required": required, "branch_id": branch, "tolerance": {"amount": tolerance, "currency": "MXN"}}
    given._post("duena", "/v1/tills/rules", asked)


class TestTill:
    def test_a_day_at_the_till_by_keyboard_closed_blind(
        self, enter: Enter, given: Situation, page_errors: Errors
    ) -> None:
        page_errors.expected.append("409.*dry_run=true")  # cash, before the till is open
        empty_till(given, 2)
        rule(given, 2, "20.00", required=True)
        client = given.client("Dominga Poot", branch_id=2)
        given.debt(client, "900.00", branch_id=2)

        desk = enter("cajero", "/cobrar", branch=2)
        find(desk, "Dominga Poot")
        expect(desk.get_by_text("Caja CDMX cerrada")).to_be_visible()
        desk.goto("/caja")
        expect(desk.get_by_text("Tu caja está cerrada.")).to_be_visible()
        desk.get_by_role("button", name="Abrir caja").click()
        count(desk, {"500": 1, "100": 3})
        button = desk.get_by_role("button", name=re.compile(r"^Abrir con"))
        expect(button).to_be_focused()
        assert digits(button.inner_text()) == "800.00"
        desk.keyboard.press("Enter")

        expect(desk.get_by_text("Por autorizar al abrir")).to_be_visible()
        boss = enter("supervisor", "/caja", branch=2)
        boss.get_by_role("button", name="Revisar diferencia").click()
        dialog = boss.get_by_role("dialog")
        expect(dialog).to_contain_text("Sobrante")
        dialog.get_by_label("Por qué").fill("fondo entregado en sobre")
        dialog.get_by_role("button", name="Autorizar").click()
        expect(boss.get_by_role("region", name="Cajas de la sucursal").first).to_contain_text("Tomás Vega")

        desk.goto("/cobrar")
        find(desk, "Dominga Poot")
        expect(desk.get_by_text(re.compile(r"Caja CDMX abierta, T-\d{4}"))).to_be_visible()
        desk.get_by_label("Monto que paga").focus()
        charge(desk, "350")
        folio = receipt(desk)
        desk.goto("/caja")
        mine = desk.get_by_role("complementary", name="Caja CDMX")
        expect(mine).to_contain_text("Movimientos")
        told = facts(mine)
        assert told["Movimientos"] == "1"
        assert not {"Debe haber", "Entradas", "Salidas"} & set(told), "what there should be isn't told"
        expect(desk.get_by_role("region", name="Movimientos").first).to_contain_text(folio)

        desk.get_by_role("button", name="Sacar efectivo").click()
        dialog = desk.get_by_role("dialog")
        dialog.get_by_text("Pagar un gasto menor").click()
        dialog.get_by_label("Monto").fill("80")
        dialog.get_by_label("Concepto").fill("Agua y papelería")
        dialog.get_by_label("Fotografía del comprobante").set_input_files(
            {"name": "nota.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}
        )
        dialog.get_by_role("button", name=re.compile("^Registrar salida")).click()
        expect(desk.get_by_text(re.compile(r"Salida registrada: MC-\d{4}"))).to_be_visible()
        alone(desk)

        desk.get_by_role("button", name="Contar y cerrar").click()
        count(desk, {"500": 2})
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("alert", name="El conteo no cuadra.")).to_contain_text("El conteo no cuadra")
        assert "1,070" not in desk.locator("#contenido").inner_text(), "nor by how much it doesn't match"
        desk.get_by_role("button", name="Contar otra vez").click()
        count(desk, {"500": 2, "50": 1, "10": 1})
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("alert", name="El conteo no cuadra.")).to_contain_text("Ya no quedan conteos")
        desk.get_by_role("button", name="Sostener conteo").click()
        dialog = desk.get_by_role("dialog")
        dialog.get_by_label("Motivo").fill("diez pesos de cambio")
        dialog.get_by_role("button", name="Sostener conteo").click()
        expect(desk.get_by_text("Tu caja está cerrada.")).to_be_visible()
        expect(desk.get_by_text("Faltante")).to_be_visible()

        boss.goto("/caja/cierres?uneven=true")
        boss.locator(".kit-grid a").first.click()
        expect(boss.get_by_role("heading", name=re.compile(r"Caja CDMX · T-\d{4}"))).to_be_visible()
        figures = boss.locator(".kit-figure .value").all_inner_texts()
        assert [digits(text) for text in figures] == [
            "800.00",
            "350.00",
            "80.00",
            "1,070.00",
            "1,060.00",
            "10.00",
        ]
        expect(boss.get_by_role("region", name="Diferencias").first).to_contain_text("diez pesos de cambio")

    @pytest.mark.long
    def test_the_supervisor_sees_all_tills_and_their_movements(self, enter: Enter, given: Situation) -> None:
        empty_till(given, 3)
        opened = given._post("cajero", "/v1/till-shifts", {"pieces": {}, "till_id": _till(given, 3)})
        client = given.client("Eusebia Canul", branch_id=3)
        given.debt(client, "500.00", branch_id=3)
        given.paid(client, "120.00")
        boss = enter("supervisor", f"/caja/movimientos?shift_id={opened['id']}", branch=3)
        grid = boss.locator(".kit-grid")
        expect(grid).to_contain_text("Eusebia Canul")
        expect(grid).to_contain_text("120.00")
        boss.goto("/caja")
        region = boss.get_by_role("region", name="Cajas de la sucursal").first
        expect(region).to_contain_text("Tomás Vega")
        expect(region).to_contain_text("120.00")


def _till(given: Situation, branch: int) -> int:
    boxes: list[dict[str, Any]] = given.get("/v1/tills")["items"]
    return next(b["id"] for b in boxes if b["branch_id"] == branch and b["kind"] == "cash" and b["main"])


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_how_it_looks(
    enter: Enter, given: Situation, page_errors: Errors, theme: str, tmp_path: Path
) -> None:
    """It fits a phone, in both themes, without scrolling sideways."""
    page = enter("cajero", "/caja", branch=1, width=360, height=760, color_scheme=theme)
    expect(page.get_by_role("heading", name="Caja", exact=True)).to_be_visible()
    assert sideways(page) <= 0
