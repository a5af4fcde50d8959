"""Two hands on the screens: the inbox decided by keyboard, several at once, with a reason, and within a limit."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Errors, sideways
from tests.browser.test_walks import Situation
from tests.business.payables.invoices import IVA, UUID_88, cfdi
from tests.stories.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)


@pytest.fixture
def given(product: Product) -> Situation:
    return Situation(product)


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "MXN"}


def propose(given: Situation, memo: str, amount: str = "1200.00") -> dict[str, Any]:
    """An entry by hand that the accountant asks for in Cancún."""
    asked = {
        "on": "2026-10-05", "memo": memo, "reason": "recibo de octubre",
        "lines": [{"account": "601.84", "debit": money(amount)}, {"account": "210.01", "credit": money(amount)}],
    }  # fmt: skip
    return given._post("contador", "/v1/manual-entries", asked)


def row(page: Page, text: str) -> Locator:
    return page.get_by_role("row").filter(has_text=text)


def down_to(page: Page, text: str) -> None:
    """By `j`, as many times as there are requests of others before it."""
    waiting = page.locator("tbody tr")
    place = [text in each for each in waiting.all_inner_texts()].index(True)
    for nth in range(place + 1):
        page.keyboard.press("j")
        expect(waiting.nth(nth)).to_have_attribute("aria-current", "true")


class TestAutorizaciones:
    def test_is_decided_by_keyboard_after_seeing_the_entry(self, enter: Enter, given: Situation) -> None:
        propose(given, "Renta del local de octubre")
        boss = enter("gerente", "/autorizaciones?kind=manual_entry", branch=1)
        rail = boss.get_by_role("navigation", name="Principal").get_by_role(
            "link", name=re.compile("Autorizaciones")
        )
        expect(rail).to_contain_text(re.compile(r"\d"))
        expect(row(boss, "Renta del local")).to_contain_text("Cumple")
        down_to(boss, "Renta del local")
        detail = boss.get_by_role("complementary", name="Detalle de la solicitud")
        expect(detail).to_contain_text("Usted no ha firmado esta solicitud")
        expect(detail).to_contain_text("Solicitó")
        boss.keyboard.press("a")
        dialog = boss.get_by_role("dialog")
        expect(dialog.get_by_role("table")).to_contain_text("1,200.00")
        dialog.get_by_label("Nota").fill("Coincide con el recibo")
        dialog.get_by_role("button", name="Autorizar", exact=True).click()
        expect(boss.get_by_text(re.compile("quedó autorizada"))).to_be_visible()
        expect(row(boss, "Renta del local")).to_have_count(0)

    @pytest.mark.long
    def test_several_of_a_kind_at_once_each_with_its_signature(self, enter: Enter, given: Situation) -> None:
        for memo in ("Luz del local", "Agua del local"):
            propose(given, memo, "300.00")
        boss = enter("director", "/autorizaciones?kind=manual_entry", branch=1)
        for memo in ("Luz del local", "Agua del local"):
            row(boss, memo).get_by_role("checkbox").check()
        bar = boss.get_by_role("region", name="2 elegidas")
        expect(bar).to_contain_text("600.00")
        bar.get_by_role("button", name="Autorizar 2").click()
        boss.get_by_role("dialog").get_by_role("button", name="Autorizar 2").click()
        expect(boss.get_by_text("2 solicitudes autorizadas.")).to_be_visible()
        expect(row(boss, "del local")).to_have_count(0)

    @pytest.mark.long
    def test_a_rejection_says_why_and_who_asked_reads_it(self, enter: Enter, given: Situation) -> None:
        propose(given, "Propinas sin recibo")
        boss = enter("gerente", "/autorizaciones?kind=manual_entry", branch=1)
        row(boss, "Propinas sin recibo").click()
        boss.keyboard.press("r")
        dialog = boss.get_by_role("dialog")
        dialog.get_by_role("button", name="Rechazar", exact=True).click()
        expect(dialog.get_by_text("Escriba el motivo")).to_be_visible()
        dialog.get_by_label("Motivo").fill("Falta el recibo")
        dialog.get_by_role("button", name="Rechazar", exact=True).click()
        expect(boss.get_by_text(re.compile("quedó rechazada"))).to_be_visible()

        desk = enter("contador", "/autorizaciones?view=rejected", branch=1)
        row(desk, "Propinas sin recibo").click()
        expect(desk.get_by_role("complementary")).to_contain_text("Falta el recibo")

    @pytest.mark.long
    def test_whoever_asked_only_takes_it_back(self, enter: Enter, given: Situation) -> None:
        propose(given, "Papelería repetida")
        desk = enter("contador", "/autorizaciones?view=mine", branch=1)
        row(desk, "Papelería repetida").click()
        detail = desk.get_by_role("complementary")
        expect(detail.get_by_role("button", name="Autorizar", exact=True)).to_have_count(0)
        detail.get_by_role("button", name="Retirar").click()
        desk.get_by_role("dialog").get_by_role("button", name="Retirar").click()
        expect(row(desk, "Papelería repetida")).to_have_count(0)


class TestMatriz:
    def test_is_the_one_of_the_document_and_a_limit_holds_at_once(
        self, enter: Enter, given: Situation, page_errors: Errors
    ) -> None:
        owner = enter("duena", "/autorizaciones/matriz", branch=1)
        table = owner.get_by_role("region", name="Funciones por rol: Cuenta por pagar")
        expect(table).to_be_visible()
        marks = {
            cells[0]: "".join("✅" if mark == "Sí" else "❌" for mark in cells[1:])
            for cells in table.locator("tbody tr").evaluate_all(
                "rows => rows.map(r => [r.cells[0].innerText, ...[...r.cells].slice(1)"
                ".map(c => c.querySelector('[aria-label]').getAttribute('aria-label'))])"
            )
        }
        assert list(marks.items()) == [
            ("Empleado", "✅❌❌❌"), ("Supervisor", "✅✅❌❌"), ("Gerente", "✅✅❌✅"), ("Contador", "❌❌✅✅"),
            ("Director", "❌✅❌✅"), ("Dueña", "✅✅✅✅"),
        ]  # fmt: skip
        expect(owner.get_by_text("Nadie puede autorizar y ejecutar el mismo pago.")).to_be_visible()
        expect(owner.get_by_role("region", name="Personas cuyo rol junta dos funciones")).to_contain_text(
            "Elena Duarte"
        )
        expect(owner.get_by_role("region", name="Lo que se suma contra el tope")).to_contain_text(
            "Lo que una persona condona del mismo préstamo en el mes se suma"
        )
        owner.get_by_role("button", name="Cambiar un tope").click()
        dialog = owner.get_by_role("dialog")
        dialog.get_by_label("Clases").click()
        owner.get_by_title("Asiento manual").last.click()
        owner.keyboard.press("Escape")
        dialog.get_by_label("Rol").click()
        owner.get_by_title("Supervisor").last.click()
        dialog.get_by_label("Autoriza hasta").fill("500")
        dialog.get_by_label("Motivo").fill("Acuerdo de dirección")
        dialog.get_by_role("button", name="Guardar tope").click()
        expect(owner.get_by_text("El tope quedó guardado.")).to_be_visible()

        propose(given, "Mantenimiento del aire", "800.00")
        boss = enter("supervisor", "/autorizaciones?view=asked&kind=manual_entry", branch=1)
        row(boss, "Mantenimiento del aire").click()
        detail = boss.get_by_role("complementary")
        expect(detail).to_contain_text("Pasa de su tope: $500.00 MXN")
        expect(detail).to_contain_text("Lo autoriza: Dueña, Director, Gerente")
        expect(detail.get_by_role("button", name="Autorizar", exact=True)).to_have_count(0)
        boss.set_viewport_size({"width": 360, "height": 760})
        assert not sideways(boss)
        assert page_errors.unexpected() == []

    def test_who_goes_away_hands_the_duty_over_and_takes_it_back(
        self, enter: Enter, page_errors: Errors
    ) -> None:
        """The manager of Guadalajara, where nobody else signs in these tests."""
        away = enter("gerente.gdl", "/autorizaciones/matriz", branch=3)
        lent = away.get_by_role("region", name="Delegaciones")
        expect(lent).to_contain_text("vacaciones de la gerencia")
        away.get_by_role("button", name="Delegar", exact=True).click()
        dialog = away.get_by_role("dialog")
        dialog.get_by_label("Se delega en").click()
        away.get_by_title("Óscar Rivas · Supervisor").last.click()
        dialog.get_by_label("Hasta").fill("+3")
        dialog.get_by_label("Motivo").fill("Permiso de paternidad")
        dialog.get_by_role("button", name="Delegar", exact=True).click()
        expect(away.get_by_text("La delegación quedó guardada.")).to_be_visible()
        mine = lent.get_by_role("row").filter(has_text="Permiso de paternidad")
        expect(mine).to_contain_text("En vigor")
        expect(mine).to_contain_text("Bruno Arce")
        away.set_viewport_size({"width": 360, "height": 760})
        assert sideways(away) <= 0
        mine.get_by_role("button", name="Terminar").click()
        dialog = away.get_by_role("dialog")
        dialog.get_by_label("Motivo").fill("Volvió antes")
        dialog.get_by_role("button", name="Terminar", exact=True).click()
        expect(mine).to_contain_text("Se terminó antes")
        assert page_errors.unexpected() == []


class TestReembolsos:
    def test_is_calculated_asked_authorised_and_paid_by_three(
        self, enter: Enter, given: Situation, page_errors: Errors
    ) -> None:
        today = date.fromisoformat(given.get("/v1/me")["business_date"])
        client = given.client("Inés Caamal")
        sold = given._post("empleado", "/v1/bookings", {
            "client_id": client["id"], "service": "Isla Mujeres", "price": money("10000.00"),
            "service_on": (today + timedelta(days=10)).isoformat(),
        })  # fmt: skip
        given.paid(client, "10000.00", apply_to=[sold["receivable_id"]])

        desk = enter("empleado", f"/reservas/{sold['id']}", branch=1)
        desk.get_by_role("button", name="Más", exact=True).click()
        desk.get_by_role("menuitem", name="Cancelar reserva").click()
        dialog = desk.get_by_role("dialog")
        expect(dialog).to_contain_text("Cancela 10 días antes")
        expect(dialog.locator(".band-on").first).to_contain_text("7–13 días")
        expect(dialog).to_contain_text("Retenciones por cancelación")
        assert sideways(desk) <= 0
        dialog.get_by_label("Motivo").fill("Se enfermó y no puede viajar")
        dialog.get_by_role("button", name=re.compile("Cancelar y pedir")).click()
        expect(desk.get_by_text(re.compile("Se pidió el reembolso RB-"))).to_be_visible()
        link = desk.get_by_role("region", name="Reembolsos").get_by_role("link")
        expect(link).to_have_text(re.compile("RB-"))
        address = link.get_attribute("href") or ""
        link.click()
        desk.get_by_role("button", name="Ver la solicitud").click()
        detail = desk.get_by_role("complementary", name="Detalle de la solicitud")
        expect(detail).to_contain_text("Inés Caamal")
        expect(detail).to_contain_text("nadie autoriza lo que pidió")

        boss = enter("gerente", "/autorizaciones?kind=refund", branch=1)
        row(boss, "Inés Caamal").click()
        boss.keyboard.press("a")
        dialog = boss.get_by_role("dialog")
        expect(dialog.get_by_role("table")).to_contain_text("2,500.00")
        dialog.get_by_role("button", name="Autorizar", exact=True).click()
        expect(boss.get_by_text(re.compile("quedó autorizada"))).to_be_visible()

        payer = enter("contador", address, branch=1)
        payer.get_by_role("button", name=re.compile("Pagar")).click()
        payer.get_by_role("dialog").get_by_role("button", name="Pagar", exact=True).click()
        expect(payer.get_by_text(re.compile(r"^RB-\d+ pagado\.$"))).to_be_visible()
        expect(payer.get_by_role("button", name=re.compile("Pagar"))).to_have_count(0)
        expect(payer.get_by_role("complementary")).to_contain_text("Se pagaron")


class TestBitacora:
    def test_proves_the_chain_and_gives_its_head(self, enter: Enter) -> None:
        page = enter("contador", "/bitacora", branch=1)
        page.get_by_role("button", name="Verificar la cadena").click()
        dialog = page.get_by_role("dialog", name="Verificación de los libros")
        expect(dialog.get_by_text("Los libros están íntegros.")).to_be_visible()
        expect(dialog.locator("code")).to_have_text(re.compile(r"^[0-9a-f]{64}$"))
        expect(dialog).to_contain_text("Cada ejecución la autorizó una persona y la hizo otra")


class TestCuentasPorPagar:
    def test_an_invoice_beside_its_contract_is_rejected_when_it_does_not_match(self, enter: Enter) -> None:
        boss = enter("gerente", "/cxp?view=authorise", branch=1)
        row(boss, "Monto no coincide").get_by_role("link").first.click()
        told = boss.get_by_role("alert")
        expect(told).to_contain_text("Monto no coincide: factura $8,000, contrato $7,000")
        sides = boss.get_by_role("region", name="Factura y contrato")
        expect(sides).to_contain_text("7,000.00")
        expect(sides).to_contain_text("8,000.00")
        told.get_by_role("button", name="Rechazar").click()
        dialog = boss.get_by_role("dialog")
        dialog.get_by_label("Motivo").fill("El contrato dice 7,000")
        dialog.get_by_role("button", name="Rechazar").click()
        expect(boss.get_by_role("heading", level=1)).to_contain_text("CXP")
        expect(boss.get_by_text("No pagar", exact=True)).to_be_visible()
        assert sideways(boss) <= 0

    def test_what_another_authorised_is_paid_in_a_batch(self, enter: Enter) -> None:
        pays = enter("contador", "/cxp/lotes/nuevo", branch=1)
        pays.get_by_role("checkbox").first.check()
        pays.get_by_role("button", name="Armar lote").click()
        expect(pays.get_by_role("heading", level=1)).to_contain_text("Lote de pagos LP-")
        pays.get_by_role("button", name="Archivo CSV").click()
        expect(pays.get_by_role("region", name="Archivos para el banco")).to_contain_text("Huella")
        pays.keyboard.press("Control+Enter")
        dialog = pays.get_by_role("dialog")
        expect(dialog.get_by_role("table")).to_contain_text("Proveedores")
        dialog.get_by_role("button", name=re.compile("Ejecutar LP-")).click()
        expect(pays.get_by_text(re.compile("Lote LP-.* ejecutado"))).to_be_visible()
        expect(pays.get_by_role("region", name="Pagos")).to_contain_text("Pagado")

    def test_an_invoice_is_read_from_its_xml_and_ages_in_the_list(
        self, enter: Enter, given: Situation, page_errors: Errors
    ) -> None:
        """The form fills itself; another's XML says so; the strip and the contracts open what they say."""
        deal = given.get("/v1/supplier-contracts?q=Transportes&live=true")["items"][0]
        seller = given.get(f"/v1/suppliers/{deal['supplier']['id']}")
        done = given._post("empleado", "/v1/payables", {
            "supplier_id": seller["id"], "contract_id": deal["id"], "service": deal["prices"][0]["service"],
            "served_on": "2026-10-05",
        })  # fmt: skip
        page = enter("empleado", f"/cxp/{done['id']}", branch=1)
        page.get_by_role("button", name="Registrar factura").click()
        dialog = page.get_by_role("dialog")
        taxed = {"subtotal": "1551.72", "total": "1800.00", "taxes": IVA.replace("965.52", "248.28")}

        def choose(**more: str) -> None:
            data = cfdi(**taxed, **more)
            dialog.locator("input[type=file]").set_input_files(
                [{"name": "factura.xml", "mimeType": "text/xml", "buffer": data}]
            )

        choose(Moneda="USD")
        expect(dialog.get_by_role("alert")).to_contain_text("Con ese XML no se puede registrar")
        choose()
        expect(dialog).to_contain_text("Coincide con el contrato: $1,800")
        expect(dialog.get_by_label("Número de factura")).to_have_value("F-88")
        expect(dialog.get_by_label("Folio fiscal (UUID)")).to_have_value(str(UUID_88).upper())
        dialog.get_by_role("button", name="Registrar", exact=True).click()
        expect(page.get_by_role("region", name="Evidencia")).to_contain_text("factura.xml")

        boss = enter("gerente", "/cxp?view=all", branch=1)
        aged = boss.get_by_role("region", name="Antigüedad", exact=True)
        aged.locator("a[href*='bucket=current']").first.click()
        expect(boss).to_have_url(re.compile("bucket=current"))
        expect(row(boss, done["folio"])).to_have_count(1)
        boss.get_by_role("link", name="Contratos", exact=True).click()
        expect(row(boss, deal["folio"])).to_contain_text("1,800.00")
        assert page_errors.unexpected() == []
