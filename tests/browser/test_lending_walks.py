"""Lending on the screens: from the quotation at the counter to the first instalment on the loan's own page."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Errors, alone, choices, digits, sideways, too_wide
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


def lent(given: Situation, name: str, product: str, amount: str, on: str, **more: Any) -> dict[str, Any]:
    """A loan handed over on a past day, with its client."""

    def post(who: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        client = given.product.client(who, branch=1)
        answer = client.post(path, json=body, headers={"Idempotency-Key": str(uuid4())})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    client = given.client(name)
    wish = {"client_id": client["id"], "product": product, "principal": money(amount), "disbursed_on": on}
    loan = post("empleado", "/v1/loans", wish | more)
    post("gerente", f"/v1/loans/{loan['id']}/approval", {})
    return post("cajero", f"/v1/loans/{loan['id']}/disbursement", {"method": "cash", "on": on})


def decide(page: Page, what: str) -> Locator:
    """The dialog of a decision, opened from the menu of the loan."""
    page.get_by_role("button", name="Más", exact=True).click()
    page.get_by_role("menuitem", name=what, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Motivo")).to_be_visible()
    return dialog


def done(page: Page, dialog: Locator, action: str, reason: str) -> None:
    dialog.get_by_label("Motivo").fill(reason)
    dialog.get_by_role("button", name=action, exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


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
        expect(boss.get_by_role("button", name="Entregar", exact=True)).to_have_count(0)

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

    def test_the_charges_of_a_quotation_add_up(self, enter: Enter) -> None:
        page = enter("cajero", "/cotizador?product=hipotecario&amount=1500000.00&periods=60", branch=1)
        shown = quotation(page)
        plan = shown.get_by_role("table", name="Calendario de pagos")
        for name in ("Seguro de vida", "Seguro de daños", "Predial"):
            expect(plan.get_by_role("columnheader", name=name)).to_be_visible()
        told = shown.locator(".quote-made dl").first.locator("dd").all_inner_texts()
        *parts, total = (Decimal(digits(text).replace(",", "")) for text in told)
        assert (len(parts), sum(parts)) == (5, total)
        expect(plan.locator("tfoot")).to_contain_text(digits(told[-1]))
        assert sideways(page) <= 0

    def test_who_takes_a_transfer_says_the_account_it_came_to(self, enter: Enter, given: Situation) -> None:
        account = {"name": "Santander operativa", "bank": "Santander", "number_kind": "account", "currency": "MXN",
                   "number": "9988776655", "branch_id": 1, "main": False}  # fmt: skip
        owner = given.product.client("duena", branch=1)
        made = owner.post("/v1/bank-accounts", json=account, headers={"Idempotency-Key": str(uuid4())})
        assert made.status_code == 201, made.text
        today = given.get("/v1/me")["business_date"]
        loan = lent(given, "Remedios Canul", "personal", "20000.00", today)
        page = enter("cajero", f"/prestamos/{loan['id']}?tab=simulate", branch=1)
        page.get_by_role("button", name="Liquidar", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("Transferencia", exact=True).click()
        dialog.get_by_label("Referencia").fill("SPEI-884411")
        dialog.get_by_label("Llegó a").click()
        choices(page).get_by_title(re.compile("^Santander operativa")).click()
        dialog.get_by_role("button", name=re.compile("^Cobrar")).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        (paid,) = given.get(f"/v1/loans/{loan['id']}")["payments"]
        assert given.get(f"/v1/payments/{paid['id']}")["account"]["name"] == "Santander operativa"

    @pytest.mark.long
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

    @pytest.mark.long
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
        settled = "paid,renewed,recovered"
        for view, status in (("En mora", "late"), ("Por autorizar", "applied"), ("Saldados", settled)):
            page.get_by_role("link", name=view, exact=True).click()
            count = given.get(f"/v1/loans?status={status}")["totals"]["count"]
            told = "1 préstamo" if count == 1 else f"{count} préstamos"
            expect(page.locator(".kit-grid .bar")).to_contain_text(told)

    @pytest.mark.long
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

    @pytest.mark.long
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

    @pytest.mark.long
    def test_the_clients_file_has_their_loans(self, enter: Enter, given: Situation) -> None:
        loan = loan_of(given, "Wilberth Chi")
        page = enter("gerente", f"/clientes/{loan['client_id']}?tab=loans")
        expect(page.locator(".kit-grid")).to_contain_text(loan["folio"])

    @pytest.mark.long
    def test_no_lending_screen_scrolls_sideways_on_a_small_telephone(
        self, enter: Enter, given: Situation, page_errors: Errors
    ) -> None:
        page_errors.expected.append("409")  # it is too soon to renew it
        page = enter("duena", "/inicio", width=360, height=740)
        late = loan_of(given, "Wilberth Chi")["id"]
        paths = ["/prestamos", "/prestamos/nuevo?product=personal&amount=50000.00", f"/prestamos/{late}"]
        paths += [f"/prestamos/{late}/renovar", f"/prestamos/{late}/reestructurar"]
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
        waiting = boss.get_by_role(
            "region", name="Condonaciones, castigos y devoluciones por autorizar"
        ).first
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

    @pytest.mark.long
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
        expect(boss.get_by_role("region", name="Cortes").first).to_be_visible()
        expect(boss.get_by_role("button", name="Disponer", exact=True)).to_have_count(0)

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


class TestRenewing:
    def test_the_san_after_eleven_hands_7_300(self, enter: Enter, given: Situation) -> None:
        start = date(2026, 7, 20)
        loan = lent(given, "Reyna Poot", "san", "10000.00", str(start))
        for week in range(1, 12):
            given.paid(loan["client"], "1000.00", received_on=str(start + timedelta(weeks=week)))
        desk = enter("empleado", f"/prestamos/{loan['id']}", branch=1)
        expect(desk.locator(".kit-figure", has_text="Cuotas pagadas")).to_contain_text("11/13")
        desk.get_by_role("button", name="Más", exact=True).click()
        desk.get_by_role("menuitem", name="Renovar", exact=True).click()
        expect(desk.get_by_role("heading", name=f"Renovar {loan['folio']}")).to_be_visible()
        told = desk.get_by_role("region", name="Qué se entrega").first
        expect(told.locator(".hand-over")).to_contain_text("7,300.00")
        sums = [digits(text) for text in told.locator("dl dd").all_inner_texts()]
        assert sums == ["10,000.00", "2,000.00", "700.00"], "lent, settled of the old one, fees"
        expect(told.get_by_role("row", name=re.compile("^Cuotas por pagar"))).to_contain_text("13")
        expect(quotation(desk)).to_contain_text("13 cuotas semanales")
        expect(desk.get_by_role("form", name="Préstamo nuevo")).to_contain_text("Lo autoriza: Supervisor")
        desk.get_by_label("Destino del préstamo").fill("Surtir otra vez")
        desk.get_by_role("button", name="Pedir la renovación").click()
        expect(desk.get_by_text(re.compile(r"Al entregarse liquidará"))).to_contain_text(loan["folio"])
        new = loan_of(given, "Reyna Poot")

        boss = enter("gerente", f"/prestamos/{new['id']}")
        boss.get_by_role("button", name="Aprobar", exact=True).click()
        boss.get_by_role("dialog").get_by_role("button", name=f"Aprobar {new['folio']}").click()
        expect(boss.get_by_role("button", name="Entregar", exact=True)).to_have_count(0)
        counter = enter("cajero", f"/prestamos/{new['id']}", branch=1)
        counter.get_by_role("button", name="Entregar", exact=True).click()
        dialog = counter.get_by_role("dialog")
        expect(dialog.locator(".hand-over")).to_contain_text("7,300.00")
        dialog.get_by_role("button", name=f"Entregar {new['folio']}").click()
        expect(counter.locator(".kit-head")).to_contain_text("Vigente")
        counter.goto(f"/prestamos/{loan['id']}")
        expect(counter.locator(".kit-head")).to_contain_text("Renovado")
        expect(counter.get_by_role("button", name="Más", exact=True)).to_have_count(0)

    @pytest.mark.long
    def test_too_soon_it_says_why_and_what_to_do(
        self, enter: Enter, given: Situation, page_errors: Errors
    ) -> None:
        page_errors.expected.append("409")
        loan = loan_of(given, "Lucero Tamayo")
        page = enter("empleado", f"/prestamos/{loan['id']}/renovar", branch=1)
        alert = page.get_by_role("alert").filter(has_text="Ese préstamo no se puede renovar así")
        expect(alert).to_contain_text("reestructure el saldo en vez de renovarlo")
        expect(alert).to_contain_text("Su producto se renueva desde 9 cuotas pagadas.")


class TestDeciding:
    def test_charged_frozen_thawed_dearer_and_put_under_other_terms(
        self, enter: Enter, given: Situation
    ) -> None:
        loan = lent(given, "Nicandro Balam", "personal", "100000.00", "2026-05-20", periods=12)
        counter = enter("cajero", f"/prestamos/{loan['id']}", branch=1)
        counter.get_by_role("button", name="Más", exact=True).click()
        expect(counter.get_by_role("menuitem", name="Renovar")).to_be_visible()
        for action in ("Reestructurar", "Agregar un cargo", "Congelar", "Cambiar la tasa"):
            expect(counter.get_by_role("menuitem", name=action)).to_have_count(0)

        boss = enter("gerente", f"/prestamos/{loan['id']}", branch=1)
        expect(boss.get_by_role("columnheader", name="Mora")).to_be_visible()
        expect(boss.get_by_role("columnheader", name="Cargos")).to_have_count(0)
        dialog = decide(boss, "Agregar un cargo")
        dialog.get_by_label("Concepto").fill("Visita a domicilio")
        dialog.get_by_label("Monto", exact=True).fill("350")
        effect = dialog.get_by_role("region", name="Qué pasará").first
        expect(effect.get_by_role("row", name=re.compile("^Para liquidar hoy"))).to_be_visible()
        expect(effect.get_by_role("row", name=re.compile("^Próxima cuota"))).to_have_count(0)
        done(boss, dialog, "Agregar el cargo", "No abrió la puerta")
        expect(boss.get_by_role("columnheader", name="Cargos")).to_be_visible()
        expect(boss.get_by_role("row", name=re.compile("^Suma 2026"))).to_contain_text("350.00")

        dialog = decide(boss, "Congelar")
        dialog.get_by_label("Hasta").fill("05/12/2026")
        dialog.get_by_label("También el interés ordinario").check()
        expect(dialog).to_contain_text("al 05/12/2026 la mora llegaría a")
        done(boss, dialog, "Congelar", "Se inundó su casa")
        expect(boss.locator(".kit-head")).to_contain_text("Congelado hasta el 05/12/2026")
        dialog = decide(boss, "Descongelar")
        expect(dialog.get_by_role("row", name=re.compile("^Interés por venir"))).to_be_visible()
        done(boss, dialog, "Descongelar", "Ya volvió a trabajar")
        expect(boss.locator(".kit-head")).not_to_contain_text("Congelado")

        dialog = decide(boss, "Cambiar la tasa")
        dialog.get_by_label("Tasa nueva").fill("1.5")
        expect(dialog.get_by_role("row", name=re.compile("^Interés por venir"))).to_be_visible()
        done(boss, dialog, "Cambiar la tasa", "Buen cliente de siempre")
        expect(boss.locator(".kit-figure", has_text="Tasa al mes")).to_contain_text("1.5")

        boss.get_by_role("button", name="Más", exact=True).click()
        boss.get_by_role("menuitem", name="Reestructurar").click()
        expect(boss.get_by_role("heading", name=f"Reestructurar {loan['folio']}")).to_be_visible()
        boss.get_by_label("Cuotas", exact=True).fill("24")
        boss.get_by_role("radiogroup", name=re.compile("^Interés")).get_by_label("Se suma al capital").check()
        boss.get_by_role("radiogroup", name=re.compile("^Mora")).get_by_label("Se condona").check()
        seen = boss.get_by_role("region", name="Antes y después").first
        expect(seen.get_by_role("row", name=re.compile("^Cuotas por vencer"))).to_contain_text("24")
        expect(boss.get_by_role("region", name="Calendario nuevo").first).to_contain_text("05/10/2028")
        boss.get_by_label("Motivo").fill("Gana menos que antes")
        boss.get_by_role("button", name="Reestructurar", exact=True).click()
        expect(boss.get_by_text("Reestructurado el 05/10/2026")).to_be_visible()
        boss.goto(f"/prestamos/{loan['id']}?tab=charges")
        expect(boss.get_by_role("table", name="Cargos y condonaciones")).to_contain_text("Visita a domicilio")
        boss.get_by_role("row", name=re.compile("^Se reestructuró")).get_by_role("button").click()
        dialog = boss.get_by_role("dialog")
        expect(dialog.get_by_role("row", name=re.compile("^Cuotas por vencer"))).to_contain_text("24")
        done(boss, dialog, "Deshacer", "No quiso firmar")
        expect(boss.get_by_role("row", name=re.compile("^Se reestructuró"))).to_contain_text("Deshecho")
        kept = given.get(f"/v1/loans/{loan['id']}")
        kinds = [step["kind"] for step in kept["timeline"]]
        assert kinds == ["charge", "freeze", "freeze", "rate_change", "restructure", "reversal"]


class TestTopesLegales:
    def test_the_one_of_a_month_that_lacks_is_written_and_then_corrected(
        self, enter: Enter, page_errors: Errors
    ) -> None:
        page = enter("duena", "/productos/topes-legales", branch=4)
        expect(page.get_by_text(re.compile("Faltan las certificaciones de"))).to_be_visible()
        row = page.get_by_role("row").filter(has_text="octubre de 2026")
        row.get_by_role("button", name="Escribir certificación").click()
        dialog = page.get_by_role("dialog", name="Certificación de octubre de 2026")
        dialog.get_by_label("Fuente").fill("Resolución de prueba 1 de 2026, 30 de septiembre")
        dialog.get_by_label("Consumo y ordinario", exact=True).fill("16")
        expect(dialog.get_by_label("Tope: Consumo y ordinario")).to_have_value(re.compile("^24"))
        dialog.get_by_label("Motivo").fill("Se publicó la del mes")
        dialog.get_by_role("button", name="Guardar certificación").click()
        expect(page.get_by_text("Quedó escrita la certificación de octubre de 2026.")).to_be_visible()
        expect(row).to_contain_text("16 % × 1.5")
        alone(page)
        history = page.get_by_role("region", name="Lo escrito y sus correcciones").first
        expect(history).to_contain_text("Se publicó la del mes")
        page.set_viewport_size({"width": 360, "height": 760})
        assert sideways(page) <= 0
        assert page_errors.unexpected() == []
