"""Lending on the screens: from the quotation at the counter to the first instalment on the loan's own page."""

import re
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Errors, choices, digits, too_wide
from tests.browser.test_walks import Situation, charge, receipt
from tests.stories.product import Product, money

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)


@pytest.fixture
def given(product: Product) -> Situation:
    return Situation(product)


def quotation(page: Page) -> Locator:
    return page.get_by_role("region", name="Cotización")


def loan_of(given: Situation, name: str) -> dict[str, Any]:
    found: dict[str, Any] = given.get(f"/v1/loans?q={name}&limit=1")["items"][0]
    return found


class TestLending:
    def test_from_the_quotation_to_the_first_instalment(self, enter: Enter, given: Situation) -> None:
        client = given.client("Nicolasa Ek")
        desk = enter("empleado", "/cotizador", branch=1)
        desk.get_by_label("Producto").click()
        choices(desk).get_by_title(re.compile("^Préstamo san")).click()
        desk.get_by_label("Monto", exact=True).fill("10000")
        shown = quotation(desk)
        expect(shown).to_contain_text("13 cuotas semanales")
        expect(shown.locator(".quote-heads")).to_contain_text("9,300.00")
        heads = [digits(text) for text in shown.locator(".quote-heads dd:not(.foot)").all_inner_texts()]
        assert heads == ["1,000.00", "9,300.00", "13,000.00"], (
            "the instalment, what is handed over, the total"
        )
        expect(shown).to_contain_text(re.compile(r"Tasa real \(TIR\)\s*5\.17"))
        expect(shown).to_contain_text(re.compile(r"CAT\s*1,27\d"))

        desk.get_by_role("button", name="Solicitar con estos datos").click()
        desk.get_by_label("Cliente").fill("Nicolasa")
        choices(desk).get_by_text("Nicolasa Ek").first.click()
        desk.get_by_label("Destino del préstamo").fill("Surtir el puesto")
        expect(quotation(desk)).to_contain_text("13 cuotas semanales")
        desk.get_by_role("button", name="Enviar a autorización").click()
        expect(desk.get_by_role("heading", name=re.compile(r"^LN-\d{4}$"))).to_be_visible()
        for action in ("Aprobar", "Rechazar", "Entregar", "Cobrar"):
            expect(desk.get_by_role("button", name=action, exact=True)).to_have_count(0)

        loan = loan_of(given, "Nicolasa Ek")
        boss = enter("gerente", f"/prestamos/{loan['id']}")
        boss.get_by_role("button", name="Aprobar", exact=True).click()
        dialog = boss.get_by_role("dialog")
        expect(dialog).to_contain_text("Surtir el puesto")
        dialog.get_by_role("button", name=f"Aprobar {loan['folio']}").click()
        expect(boss.get_by_role("list", name="Etapas")).to_contain_text("Marina Cano")
        expect(boss.get_by_role("button", name="Entregar", exact=True)).to_be_disabled()

        counter = enter("cajero", f"/prestamos/{loan['id']}", branch=1)
        counter.get_by_role("button", name="Entregar", exact=True).click()
        dialog = counter.get_by_role("dialog")
        expect(dialog.locator(".hand-over")).to_contain_text("9,300.00")
        dialog.get_by_role("button", name=f"Entregar {loan['folio']}").click()
        expect(counter.get_by_text("Vigente").first).to_be_visible()

        counter.get_by_role("button", name="Cobrar", exact=True).click()
        expect(counter.get_by_label("Monto que paga")).to_be_focused()
        expect(counter.get_by_role("region", name="Lo que debe")).to_contain_text("Cuota 1 de 13")
        charge(counter, "1000")
        paid = receipt(counter)
        counter.goto(f"/prestamos/{loan['id']}?tab=payments")
        expect(counter.get_by_role("table", name="Pagos del préstamo")).to_contain_text(paid)
        counter.goto(f"/prestamos/{loan['id']}")
        expect(counter.locator(".kit-figure", has_text="Cuotas pagadas")).to_contain_text("1/13")
        assert client["id"] == loan_of(given, "Nicolasa Ek")["client_id"]

    def test_what_the_product_does_not_allow_is_said_at_its_field(
        self, enter: Enter, page_errors: Errors
    ) -> None:
        page_errors.expected.append("422")
        page = enter("cajero", "/cotizador?product=personal&amount=50000.00", branch=1)
        expect(quotation(page)).to_contain_text("12 cuotas mensuales")
        page.get_by_label("Primera cuota").fill("05/11/2026")
        expect(page.locator(".plan tbody tr").first).to_contain_text("05/11/2026")
        page.get_by_label("Cuotas").fill("60")
        expect(page.locator(".ant-form-item-explain-error")).to_contain_text("de 3 a 36 cuotas")

    def test_a_person_who_only_reads_sees_no_action(self, enter: Enter, given: Situation) -> None:
        for status in ("applied", "approved", "active"):
            loan = given.get(f"/v1/loans?status={status}&limit=1")["items"][0]
            page = enter("analista", f"/prestamos/{loan['id']}")
            expect(page.get_by_role("heading", name=loan["folio"])).to_be_visible()
            names = page.locator(".kit-head").get_by_role("button")
            expect(names).to_have_count(0)
        page.goto("/prestamos")
        expect(page.get_by_role("heading", name="Préstamos")).to_be_visible()
        expect(page.get_by_role("button", name="Nuevo préstamo")).to_have_count(0)
        page.goto("/prestamos/nuevo")
        expect(page.get_by_text("Su cuenta no puede abrir esta pantalla")).to_be_visible()

    def test_each_view_of_the_list_is_what_its_loans_are(self, enter: Enter, given: Situation) -> None:
        page = enter("duena", "/prestamos")
        for view, status in (("En mora", "late"), ("Por autorizar", "applied"), ("Saldados", "paid")):
            page.get_by_role("link", name=view, exact=True).click()
            count = given.get(f"/v1/loans?status={status}")["totals"]["count"]
            told = "1 préstamo" if count == 1 else f"{count} préstamos"
            expect(page.locator(".kit-grid .bar")).to_contain_text(told)

    def test_reducing_the_term_is_shown_and_taken(self, enter: Enter, given: Situation) -> None:
        loan = loan_of(given, "Ernesto Pool")
        page = enter("cajero", f"/prestamos/{loan['id']}?tab=simulate", branch=1)
        page.get_by_label("Si abona").fill("10000")
        expect(page.locator(".choices > div")).to_have_count(4)
        page.get_by_role("button", name="Abonar y reducir plazo").click()
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^Cobrar")).click()
        expect(page.get_by_text(re.compile(r"Abono registrado\. Recibo R-\d{6}"))).to_be_visible()
        page.goto(f"/prestamos/{loan['id']}?tab=history")
        expect(page.get_by_text(re.compile("reducir el plazo")).first).to_be_visible()
        left = given.get(f"/v1/loans/{loan['id']}")["outstanding"]
        assert float(left["amount"]) < float(loan["outstanding"]["amount"])
        assert left["currency"] == money("0")["currency"]

    def test_a_product_is_tried_and_kept_as_another_version(self, enter: Enter, given: Situation) -> None:
        page = enter("director", "/productos/nuevo?plantilla=quincenal", branch=1)
        expect(quotation(page)).to_contain_text("12 cuotas quincenales")
        page.get_by_label("Gerente").fill("50000")
        page.get_by_role("button", name="Guardar producto").click()
        expect(page.get_by_role("heading", name="Quincenal")).to_be_visible()
        page.get_by_label("Cuotas", exact=True).fill("8")
        expect(quotation(page)).to_contain_text("8 cuotas quincenales")
        page.get_by_role("button", name="Guardar como nueva versión").click()
        expect(page.get_by_role("region", name="Versiones").first).to_contain_text("Anterior")
        assert given.get("/v1/products/quincenal")["version"] == 2
        rail = enter("cajero", "/prestamos").get_by_role("navigation", name="Principal")
        expect(rail.get_by_role("link", name="Productos")).to_have_count(0)

    def test_the_clients_file_has_their_loans(self, enter: Enter, given: Situation) -> None:
        loan = loan_of(given, "Wilberth Chi")
        page = enter("gerente", f"/clientes/{loan['client_id']}?tab=loans")
        expect(page.locator(".kit-grid")).to_contain_text(loan["folio"])

    def test_no_lending_screen_scrolls_sideways_on_a_small_telephone(
        self, enter: Enter, given: Situation
    ) -> None:
        page = enter("duena", "/inicio", width=360, height=740)
        late = loan_of(given, "Wilberth Chi")["id"]
        paths = ["/prestamos", "/prestamos/nuevo?product=personal&amount=50000.00", f"/prestamos/{late}"]
        paths += [f"/prestamos/{late}?tab={tab}" for tab in ("payments", "simulate", "history", "books")]
        paths += ["/cotizador?product=libre-inversion&amount=5000000.00&periods=14"]
        paths += [
            f"/cobrar?client_id={loan_of(given, 'Wilberth Chi')['client_id']}",
            "/productos/nuevo?plantilla=san",
        ]
        house, line = (loan_of(given, name)["id"] for name in ("Graciela Montes", "Minerva Tzuc"))
        paths += [f"/prestamos/{house}?tab=backing", f"/prestamos/{line}?tab=line"]
        paths += [f"/garantias?tab={tab}" for tab in ("watch", "things", "held")]
        paths += ["/prestamos/nuevo?product=hipotecario&amount=250000.00"]
        assert too_wide(page, paths) == []


class TestGivingUp:
    def test_one_asks_to_waive_and_another_authorises(self, enter: Enter, given: Situation) -> None:
        loan = loan_of(given, "Wilberth Chi")
        counter = enter("cajero", f"/prestamos/{loan['id']}", branch=1)
        counter.get_by_role("button", name="Más", exact=True).click()
        counter.get_by_role("menuitem", name="Pedir condonar").click()
        dialog = counter.get_by_role("dialog")
        dialog.get_by_label("Motivo").fill("estuvo hospitalizado")
        dialog.get_by_role("button", name=f"Pedir condonar de {loan['folio']}").click()
        expect(dialog).to_be_hidden()
        counter.goto(f"/prestamos/{loan['id']}?tab=charges")
        expect(counter.get_by_role("region", name="Solicitudes").first).to_contain_text("Por decidir")
        expect(counter.get_by_role("button", name="Autorizar")).to_have_count(0)

        boss = enter("gerente", "/prestamos?view=applied", branch=1)
        waiting = boss.get_by_role("region", name="Condonaciones y castigos por autorizar").first
        expect(waiting).to_contain_text("estuvo hospitalizado")
        waiting.get_by_role("link", name=loan["folio"]).click()
        boss.get_by_role("button", name="Autorizar", exact=True).click()
        boss.get_by_role("dialog").get_by_role("button", name="Autorizar", exact=True).click()
        expect(boss.get_by_role("region", name="Solicitudes").first).to_contain_text("Autorizada")
        expect(boss.get_by_role("region", name="Cargos y condonaciones").first).to_contain_text("Se condonó")


class TestWhatBacksIt:
    def test_a_mortgage_is_asked_for_with_its_house(self, enter: Enter, given: Situation) -> None:
        """It lends 70 % of what the house is worth: what is asked beyond is refused with what to do."""
        given.client("Baltazar Ku")
        given.client("Imelda Ku")
        desk = enter("empleado", "/prestamos/nuevo?product=hipotecario&amount=250000.00", branch=1)
        expect(quotation(desk)).to_contain_text("240 cuotas mensuales")
        desk.get_by_label("Cliente").fill("Baltazar")
        choices(desk).get_by_text("Baltazar Ku").first.click()
        behind = desk.get_by_role("region", name="Garantía y codeudores")
        expect(behind).to_contain_text("inmueble, hasta 70")
        desk.get_by_role("button", name="Enviar a autorización").click()
        expect(behind.get_by_role("alert")).to_contain_text("Falta la garantía")

        behind.get_by_role("button", name="Garantía", exact=True).click()
        dialog = desk.get_by_role("dialog")
        expect(dialog).to_contain_text("Folio real")
        expect(dialog).to_contain_text("Baltazar Ku")
        for label, told in (
            ("Descripción", "Casa en la Región 95"),
            ("Folio real", "Folio 95-17"),
            ("Avalúo", "300000"),
            ("Perito o firma", "Avalúos del Caribe"),
        ):
            dialog.get_by_label(label, exact=True).fill(told)
        dialog.get_by_role("button", name="Agregar garantía").click()
        expect(dialog).to_be_hidden()
        weight = desk.get_by_role("region", name="Respaldo")
        expect(weight).to_contain_text(re.compile(r"83\.3.%"))
        expect(weight.get_by_role("alert")).to_contain_text("se prestan hasta")
        desk.get_by_role("button", name="Enviar a autorización").click()
        expect(behind.get_by_role("alert")).to_contain_text("agregue otra garantía")
        weight.get_by_role("button", name=re.compile("^Pedir")).click()
        expect(weight).to_contain_text("Alcanza para lo que se pide")
        assert digits(desk.get_by_label("Monto", exact=True).input_value()) == "210,000.00"

        behind.get_by_role("button", name="Codeudor o aval").click()
        dialog = desk.get_by_role("dialog")
        expect(dialog).to_contain_text("Responde como")
        dialog.get_by_label("Persona").fill("Imelda")
        choices(desk).get_by_text("Imelda Ku").first.click()
        dialog.get_by_role("button", name="Agregar", exact=True).click()
        expect(dialog).to_be_hidden()
        expect(behind).to_contain_text("Imelda Ku")
        desk.get_by_role("button", name="Enviar a autorización").click()
        expect(desk.get_by_role("heading", name=re.compile(r"^LN-\d{4}$"))).to_be_visible()

        loan = loan_of(given, "Baltazar Ku")
        boss = enter("gerente", f"/prestamos/{loan['id']}?tab=backing", branch=1)
        expect(boss.get_by_role("region", name="Garantías").first).to_contain_text("Casa en la Región 95")
        expect(boss.get_by_role("region", name="Codeudores y avales").first).to_contain_text("Imelda Ku")
        expect(boss.locator(".kit-figure", has_text="Debe / vale")).to_contain_text("70")
        boss.get_by_role("button", name="Aprobar", exact=True).click()
        boss.get_by_role("dialog").get_by_role("button", name=f"Aprobar {loan['folio']}").click()
        expect(boss.get_by_role("list", name="Etapas")).to_contain_text("Marina Cano")

    def test_a_policy_about_to_end_is_watched_and_renewed(self, enter: Enter, given: Situation) -> None:
        loan = loan_of(given, "Graciela Montes")
        boss = enter("gerente", "/garantias", branch=2)
        watch = boss.get_by_role("region", name="Por revisar").first
        expect(watch.get_by_text("La póliza está por vencer")).to_be_visible()
        watch.get_by_role("link", name=loan["folio"]).click()
        ties = boss.get_by_role("region", name="Garantías").first
        expect(ties).to_contain_text("Inscrito")
        expect(boss.locator(".kit-figure", has_text="Debe / vale")).to_contain_text("admite 70")
        ties.get_by_role("link", name=re.compile("GAR-")).click()
        expect(boss.get_by_role("region", name="Avalúos").first).to_contain_text("Avalúos del Valle")
        boss.get_by_role("button", name="Agregar póliza").click()
        dialog = boss.get_by_role("dialog")
        expect(dialog).to_contain_text("Qué cubre")
        for label, told in (
            ("Aseguradora", "Seguros del Altiplano"),
            ("Número de póliza", "HOG-61004"),
            ("Qué cubre", "Incendio, terremoto e inundación"),
            ("Hasta", "24/10/2027"),
        ):
            dialog.get_by_label(label, exact=True).fill(told)
        dialog.get_by_label("Desde", exact=True).fill("24/10/2026")
        dialog.get_by_role("button", name="Agregar póliza").click()
        expect(dialog).to_be_hidden()
        expect(boss.get_by_role("region", name="Pólizas").first).to_contain_text("HOG-61004")
        boss.goto("/garantias")
        expect(boss.get_by_text("Nada por revisar")).to_be_visible()
        boss.goto("/garantias?tab=held")
        expect(boss.get_by_role("region", name="Por cuenta de terceros").first).to_contain_text("CDMX")
        expect(boss.get_by_role("region", name="Pagos a terceros").first).to_contain_text(
            "Seguros del Altiplano"
        )


class TestALine:
    def test_who_approved_it_does_not_hand_over_what_is_drawn(self, enter: Enter, given: Situation) -> None:
        line = loan_of(given, "Minerva Tzuc")
        boss = enter("gerente", f"/prestamos/{line['id']}?tab=line", branch=1)
        expect(boss.get_by_role("button", name="Disponer", exact=True)).to_be_disabled()
        expect(boss.get_by_text("Usted aprobó la línea")).to_be_visible()

        counter = enter("cajero", f"/prestamos/{line['id']}?tab=line", branch=1)
        before = given.get(f"/v1/loans/{line['id']}/line")
        counter.get_by_role("button", name="Disponer", exact=True).click()
        dialog = counter.get_by_role("dialog")
        expect(dialog).to_contain_text("Cómo se entrega")
        dialog.get_by_label("Cuánto", exact=True).fill("1000")
        dialog.get_by_role("button", name="Disponer", exact=True).click()
        expect(dialog).to_be_hidden()
        left = f"{Decimal(before['available']['amount']) - 1000:,.2f}"
        expect(counter.locator(".kit-figure", has_text="Disponible")).to_contain_text(left)
        cuts = counter.get_by_role("region", name="Cortes").first
        expect(cuts).to_contain_text("En curso")
        expect(cuts.get_by_text("Pagado", exact=True)).to_be_visible()
        expect(cuts.get_by_text(re.compile("^Falta"))).to_be_visible()

        due = before["minimum_due"]["amount"]
        counter.goto(f"/cobrar?client_id={line['client_id']}")
        expect(counter.get_by_label("Monto que paga")).to_be_focused()
        expect(counter.get_by_role("region", name="Lo que debe")).to_contain_text(f"{Decimal(due):,.2f}")
        charge(counter, due)
        receipt(counter)
        counter.goto(f"/prestamos/{line['id']}?tab=line")
        minimum = counter.locator(".kit-figure", has_text="Pago mínimo")
        expect(minimum).to_contain_text("Nada por pagar")
