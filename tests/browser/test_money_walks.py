"""Banks, alerts, reports and books on the screens: what is explained, attended to, and followed to its place."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Errors, alone, too_wide
from tests.stories.product import PATIENCE_S, Product

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

STATEMENT = b"""Fecha,Concepto,Referencia,Importe
2026-10-02,PAGO DE NADIE QUE SE CONOZCA,998877,12.34
ayer,ESTO NO ES UNA FECHA,,5.00
"""


class TestBancos:
    def test_a_line_is_explained_and_undone_by_keyboard(self, enter: Enter) -> None:
        page = enter("contador", "/bancos/emparejar", branch=1)
        expect(page.get_by_role("region", name="Sugerencias")).to_contain_text(
            "COMISION POR MANEJO DE CUENTA"
        )
        fee = page.get_by_role("button", name="Registrar: comisión bancaria")
        expect(fee).to_be_enabled()
        page.keyboard.press("a")
        lines = page.get_by_role("region", name="Lo que dice el banco")
        expect(lines.get_by_text("COMISION POR MANEJO DE CUENTA", exact=False)).to_have_count(0)
        history = page.get_by_role("table", name="Lo último que se explicó")
        expect(history).to_contain_text("comisión bancaria")
        page.keyboard.press("u")
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox").fill("no era comisión")
        dialog.get_by_role("button", name="Deshacer lo último").click()
        expect(lines.get_by_text("COMISION POR MANEJO DE CUENTA", exact=False)).to_have_count(1)

    @pytest.mark.long
    def test_a_row_that_cannot_be_read_stays_out_only_if_somebody_says_so(self, enter: Enter) -> None:
        page = enter("contador", "/bancos/importar", branch=2)
        file = {"name": "octubre.csv", "mimeType": "text/csv", "buffer": STATEMENT}
        expect(page.get_by_role("button", name="Elegir archivo")).to_be_visible()
        page.get_by_test_id("statement").set_input_files(file)  # type: ignore[arg-type]
        summary = page.get_by_role("region", name="Lo que pasaría")
        expect(summary).to_contain_text("no es una fecha")
        let_in = summary.get_by_role("button", name="Hacer entrar 1 línea")
        expect(let_in).to_be_disabled()
        summary.get_by_role("checkbox").check()
        let_in.click()
        expect(page.get_by_role("status").filter(has_text=re.compile("Extracto dentro"))).to_be_visible()
        expect(page.get_by_role("table", name="Extractos que han entrado")).to_contain_text("octubre.csv")

    def test_a_rule_is_said_and_ended(self, enter: Enter) -> None:
        page = enter("contador", "/bancos/reglas", branch=1)
        page.get_by_role("button", name="Nueva regla").first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Si el texto del banco dice").fill("Anualidad terminal")
        dialog.get_by_role("button", name="Guardar regla").click()
        alone(page)
        mine = page.get_by_role("row").filter(has_text="ANUALIDAD TERMINAL")
        expect(mine).to_contain_text("Todas las cuentas de Cancún")
        mine.get_by_role("button", name="Terminar la regla").click()
        page.get_by_role("dialog").get_by_role("button", name="Terminar", exact=True).click()
        alone(page)
        expect(mine).to_have_count(0)


@pytest.fixture
def warned(product: Product) -> Product:
    """The same, once the house has looked for what it warns of: the worker does it when it starts and each minute."""
    boss, until = product.client("duena"), time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = boss.get("/v1/alerts/counts").json()["groups"]
        if ("client_overdue", 5) in {(each["rule"], each["branch_id"]) for each in found}:  # the last branch
            return product
        time.sleep(0.1)
    raise AssertionError(f"nadie miró: {found}")


def group(page: Page, name: str, branch: str) -> Locator:
    return page.get_by_role("region", name=f"{name}, {branch}", exact=True)


class TestAlertas:
    def test_one_is_taken_and_resolved_by_keyboard_and_another_put_aside(
        self, enter: Enter, warned: Product
    ) -> None:
        page = enter("gerente", "/inicio", branch=1)
        page.get_by_role("region", name="Alertas").get_by_role("link", name=re.compile("crítica")).click()
        expect(page.get_by_role("radio", name=re.compile("Críticas"))).to_be_checked()
        told = group(page, "Factura distinta del contrato", "Cancún")
        told.get_by_role("button", name=re.compile("CXP-")).click()
        detail = page.get_by_role("complementary", name="La alerta")
        expect(detail).to_contain_text("solo el Director autoriza la excepción")
        expect(detail).to_contain_text("Marina Cano")
        page.keyboard.press("v")
        expect(detail).to_contain_text("Vista")
        page.keyboard.press("t")
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Asignar").click()
        alone(page)
        expect(detail).to_contain_text("En curso")
        page.keyboard.press("s")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Qué se hizo").fill("Se pidió la factura corregida")
        dialog.get_by_role("button", name="Resolver").click()
        alone(page)
        expect(told).to_have_count(0)
        page.goto("/alertas?view=resolved&rule=invoice_mismatch")
        group(page, "Factura distinta del contrato", "Cancún").get_by_role(
            "button", name=re.compile("CXP-")
        ).click()
        expect(detail).to_contain_text("Se pidió la factura corregida")

        asked = {"rule": "client_overdue", "branch_id": 1, "limit": 1}
        (late,) = warned.client("gerente").get("/v1/alerts", params=asked).json()["items"]
        page.goto("/alertas?rule=client_overdue")
        told = group(page, "Cliente Vencido > 7 días", "Cancún")
        told.get_by_role("button", name=re.compile(late["client"]["folio"])).click()
        expect(detail).to_contain_text(late["client"]["name"])
        page.keyboard.press("x")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Motivo").fill("Es socio de la casa")
        dialog.get_by_role("button", name="Descartar").click()
        expect(page.get_by_text("Descartada.", exact=True)).to_be_visible()
        page.goto("/alertas?view=dismissed&rule=client_overdue")
        expect(told).to_contain_text(late["client"]["name"])

    def test_the_board_the_rail_and_the_list_count_the_same(self, enter: Enter, warned: Product) -> None:
        page = enter("director", "/corporativo", branch=2)
        board = page.get_by_role("list", name="Alertas Críticas")
        attention = board.get_by_role("listitem").filter(has_text="Requiere Atención").get_by_role("link")
        number = attention.inner_text()
        attention.click()
        expect(page.get_by_text("De todas sus sucursales")).to_be_visible()
        chosen = page.get_by_role("radio", name=re.compile("Atención"))
        expect(chosen).to_be_checked()
        expect(page.locator(".alerts-lights")).to_contain_text(f"Atención {number}")
        expect(page.locator(".alerts-count").last).to_have_text(f"{number} alertas")
        page.set_viewport_size({"width": 360, "height": 760})
        screens = (
            "/alertas?branch_id=all",
            "/alertas/reglas",
            "/reportes",
            "/reportes/daily",
            "/reportes/programados",
        )
        assert too_wide(page, screens) == []


class TestReportes:
    def test_yesterdays_is_read_and_a_line_leads_to_what_explains_it(self, enter: Enter) -> None:
        page = enter("gerente", "/reportes", branch=1)
        page.get_by_role("region", name="Diario y semanal").get_by_role("link", name="Reporte diario").click()
        report = page.get_by_role("article", name="Reporte Diario - Sucursal Cancún")
        expect(report).to_contain_text("Resumen de ayer:")
        page.get_by_role("button", name="Un día antes").click()
        expect(page.get_by_text("Cuenta lo del 03/10/2026.")).to_be_visible()
        expect(report).to_contain_text("Sin alertas. Buen día.")
        line = report.get_by_role("link", name=re.compile("Cobros del día"))
        figure = line.inner_text().split("$")[1]
        line.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Pagos")
        expect(page.locator("#contenido")).to_contain_text("03/10/2026")
        expect(page.locator("#contenido")).to_contain_text(figure)


class TestMiCorreo:
    def test_is_filled_by_its_owner_who_tries_that_it_arrives(self, enter: Enter) -> None:
        page = enter("cobrador", "/inicio", branch=1)
        page.get_by_role("button", name=re.compile("Nadia Rojas")).click()
        page.get_by_role("menuitem", name="Mi correo y teléfono").click()
        dialog = page.get_by_role("dialog", name="Mi correo y teléfono")
        dialog.get_by_label("Correo", exact=True).fill("nadia@caudal.example")
        dialog.get_by_label("Teléfono móvil").fill("998 123 9999")
        dialog.get_by_role("button", name="Guardar").click()
        expect(page.get_by_text("Guardado.")).to_be_visible()
        expect(dialog.get_by_label("Teléfono móvil")).to_have_value("+529981239999")
        row = dialog.get_by_role("listitem").filter(has_text="Correo")
        row.get_by_role("button", name="Mandarme una prueba").click()
        expect(page.get_by_text("Nada se envió: falta configurar Correo.")).to_be_visible()


class TestLibros:
    def test_by_hand_with_a_second_hand_and_back_to_it_in_three_clicks(self, enter: Enter) -> None:
        page = enter("contador", "/libros/manuales/nuevo", branch=1)
        page.get_by_label("Glosa").fill("Renta de la bodega norte")
        page.get_by_label("Motivo").fill("recibo 88")
        for number, code, side in ((1, "601.84", "Debe"), (2, "210.01", "Haber")):
            page.get_by_role("combobox", name=f"Cuenta del renglón {number}").fill(code)
            page.keyboard.press("Enter")
            page.get_by_label(f"{side} del renglón {number}").fill("733")
        page.get_by_role("button", name="Pedir autorización").click()
        expect(page).to_have_url(re.compile(r"/libros/manuales/[0-9a-f-]{36}"))
        boss = enter("gerente", "/autorizaciones?kind=manual_entry", branch=1)
        boss.get_by_role("row").filter(has_text="Renta de la bodega norte").click()
        boss.get_by_role("complementary", name="Detalle de la solicitud").get_by_role(
            "button", name="Autorizar", exact=True
        ).click()
        boss.get_by_role("dialog").get_by_role("button", name="Autorizar", exact=True).click()
        alone(boss)

        page.goto("/libros/resultados")
        page.get_by_role("row").filter(has_text="601.84").get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("601.84")
        line = page.get_by_role("row").filter(has_text="Renta de la bodega norte")
        expect(line).to_contain_text("733.00")
        line.get_by_role("link", name=re.compile("^AS-")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("AS-")
        page.get_by_role("link", name="Ver lo que lo originó").click()
        expect(page).to_have_url(re.compile(r"/libros/manuales/[0-9a-f-]{36}"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("AM-")

    def test_the_board_opens_its_statement_and_the_close_its_days_of_the_bank(self, enter: Enter) -> None:
        page = enter("director", "/corporativo")
        cancun = (
            page.get_by_role("table", name=re.compile("MXN")).get_by_role("row").filter(has_text="Cancún")
        )
        cancun.get_by_role("link", name=re.compile("910")).click()
        expect(page).to_have_url(re.compile("/libros/resultados.*branch_id=1"))
        total = page.get_by_role("row").filter(has_text="Total de ingresos")
        expect(total).to_contain_text("910,")
        expect(page.get_by_role("button", name="Quitar la sucursal elegida")).to_have_text("Cancún")
        page.goto("/libros/cierre?year=2026&month=202609")
        things = page.get_by_role("region", name="Antes de cerrar septiembre 2026").get_by_role("listitem")
        banks = things.filter(has_text="Días de banco conciliados")
        expect(banks).to_contain_text("Pide motivo")
        banks.get_by_role("link", name="Ver").click()
        expect(page).to_have_url(re.compile(r"/bancos/conciliacion\?branch_id=all"))
        september = page.get_by_role("gridcell").filter(has_text=re.compile(r"\d\d/09/2026"))
        expect(september.first).to_be_visible()


def by_hand(page: Page, on: str, memo: str) -> None:
    """Write an entry of 4,321 by hand with the date `on`, up to where it is asked for."""
    page.goto("/libros/manuales/nuevo")
    page.get_by_label("Fecha").fill(on)
    page.get_by_label("Glosa").fill(memo)
    page.get_by_label("Motivo").fill("recibo 2025")
    for number, code, side in ((1, "601.84", "Debe"), (2, "210.01", "Haber")):
        page.get_by_role("combobox", name=f"Cuenta del renglón {number}").fill(code)
        page.keyboard.press("Enter")
        page.get_by_label(f"{side} del renglón {number}").fill("4321")


def signs(page: Page, folio: str) -> None:
    """Authorise what the inbox calls `folio`."""
    page.get_by_role("row").filter(has_text=folio).click()
    detail = page.get_by_role("complementary", name="Detalle de la solicitud")
    detail.get_by_role("button", name="Autorizar", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Autorizar", exact=True).click()
    alone(page)


def says_why(page: Page, action: str, why: str) -> None:
    """Do what the dialog asks, saying why."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(why)
    dialog.get_by_role("button", name=action, exact=True).click()
    alone(page)


class TestCierre:
    def test_a_month_and_a_year_close_open_again_and_close(self, enter: Enter, page_errors: Errors) -> None:
        """The accountant closes; what falls in a closed month is refused, with its remedy; the director opens again."""
        page = enter("contador", branch=1)
        by_hand(page, "15/12/2025", "Renta de diciembre")
        page.get_by_role("button", name="Pedir autorización").click()
        expect(page).to_have_url(re.compile(r"/libros/manuales/[0-9a-f-]{36}"))
        signs(enter("gerente", "/autorizaciones?kind=manual_entry", branch=1), "Renta de diciembre")

        page.goto("/libros/cierre?year=2025&month=202511")
        things = page.get_by_role("region", name="Antes de cerrar noviembre 2025")
        expect(things.get_by_role("listitem")).to_have_count(7)
        expect(things.get_by_text("Listo", exact=True)).to_have_count(7)
        page.get_by_role("button", name="Cerrar el mes").click()
        says_why(page, "Cerrar el mes", "noviembre revisado")
        months = page.get_by_role("table", name="Meses de 2025").get_by_role("row")
        november, december = months.filter(has_text="noviembre"), months.filter(has_text="diciembre")
        expect(november).to_contain_text("Cerrado")
        expect(december).to_contain_text("Abierto")

        page_errors.expected.append("409")
        by_hand(page, "20/11/2025", "Renta de noviembre")
        notice = page.get_by_role("alert").filter(has_text="El mes 11/2025 está cerrado")
        expect(notice).to_contain_text("Use una fecha de un mes abierto, o pida a Contaduría reabrirlo.")

        page.goto("/libros/cierre?year=2025&month=202511")
        november.get_by_role("button", name="Reabrir").click()
        says_why(page, "Pedir la reapertura", "faltó la renta de noviembre")
        signs(enter("director", "/autorizaciones?kind=reopening", branch=1), "REA-2025-11")
        page.reload()
        expect(november).to_contain_text("Solo ajustes")
        by_hand(page, "20/11/2025", "Renta de noviembre")
        expect(page.get_by_role("button", name="Pedir autorización")).to_be_enabled()
        expect(page.get_by_role("region", name="Se registrará")).to_contain_text("4,321.00")
        page.goto("/libros/cierre?year=2025&month=202511")
        page.get_by_role("button", name="Cerrar el mes").click()
        says_why(page, "Cerrar el mes", "al final iba en diciembre")

        page.get_by_role("button", name="Cerrar 2025").click()
        says_why(page, "Cerrar 2025", "ejercicio revisado")
        expect(page.get_by_text("Año cerrado")).to_be_visible()
        expect(december).to_contain_text("Cerrado")
        entries = page.get_by_role("region", name="Meses de 2025").first
        entries.get_by_role("link", name=re.compile("Asiento")).first.click()
        expect(page.get_by_role("row").filter(has_text="601.84")).to_contain_text("4,321.00")
        page.goto("/libros/balance?branch_id=1")
        expect(page.get_by_role("row").filter(has_text="anteriores").last).to_contain_text("4,321.00")
        page.goto("/libros/cierre?year=2026&month=202601")
        january = page.get_by_role("table", name="Meses de 2026").get_by_role("row").filter(has_text="enero")
        expect(january).to_contain_text("Abierto")
