"""What a person does on the screens, from one end to the other, each with their own account."""

import re
import time
from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import Enter, Errors, alone, choices, digits, sideways, too_wide
from tests.stories.product import Product, money

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

TODAY = "2026-10-05"
_NUMBERS = count(1)


class Situation:
    """Arranges by HTTP what a walk needs, as somebody else would have done before."""

    def __init__(self, product: Product) -> None:
        self.product = product

    def client(self, name: str, country: str = "MX", **more: Any) -> dict[str, Any]:
        n = next(_NUMBERS)
        phone = {"MX": f"+52998123{n:04d}", "CO": f"+57300123{n:04d}"}[country]
        asked = {"name": name, "document": {"kind": "OTRO", "number": f"NAV{n:04d}", "country": country},
                 "phones": [phone], "consents": ["whatsapp"]}  # fmt: skip
        return self._post("gerente", "/v1/clients", asked | more)

    def debt(
        self, client: dict[str, Any], amount: str = "10000.00", currency: str = "MXN", **more: Any
    ) -> dict[str, Any]:
        asked = {"client_id": client["id"], "concept": "Tour Chichén Itzá", "amount": money(amount, currency),
                 "issued_on": "2026-09-20", "due_on": "2026-10-12"}  # fmt: skip
        return self._post("gerente", "/v1/receivables", asked | more)

    def paid(self, client: dict[str, Any], amount: str, **more: Any) -> dict[str, Any]:
        asked = {"client_id": client["id"], "amount": money(amount), "method": "cash"} | more
        return self._post("cajero", "/v1/payments", asked)

    def payments(self, client: dict[str, Any]) -> list[dict[str, Any]]:
        body = self.product.client("duena").get("/v1/payments", params={"client_id": client["id"]}).json()
        items: list[dict[str, Any]] = body["items"]
        return items

    def get(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = self.product.client("duena").get(path).json()
        return found

    def _post(self, who: str, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        answer = self.product.client(who).post(path, json=asked, headers={"Idempotency-Key": str(uuid4())})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made


@pytest.fixture
def given(product: Product) -> Situation:
    return Situation(product)


def find(page: Page, text: str) -> None:
    """In Cobrar, by keyboard: type who pays and press Entrar."""
    expect(page.get_by_label("¿Quién paga?")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Monto que paga")).to_be_focused()


def charge(page: Page, amount: str, *, another: bool = False) -> None:
    """In Cobrar, by keyboard: the amount, Entrar to what is handed over, Entrar to charge it.

    A payment like the one just taken is asked about: `another` says that it is another one.
    """
    page.keyboard.press("Control+a")
    page.keyboard.type(amount)
    button = page.get_by_role("button", name=re.compile(r"^Cobrar \$"))
    if another:
        expect(page.get_by_role("alert")).to_contain_text("¿Segundo pago?")
        expect(button).to_be_disabled()
        tab_to(page, page.get_by_label("Sí, es otro pago distinto"))
        page.keyboard.press("Space")
        expect(button).to_be_enabled()
        tab_to(page, button)
    else:
        expect(button).to_be_enabled()
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus."""
    for _ in range(25):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError("no se llega con el tabulador")


def receipt(page: Page) -> str:
    """The folio of the payment that was just registered."""
    folio = page.locator(".receipt-big .folio")
    expect(folio).to_have_text(re.compile(r"^R-\d{6}$"))
    return folio.inner_text()


class TestEntering:
    def test_a_wrong_password_is_said_plainly_and_the_right_one_opens(
        self, contexts: Callable[..., BrowserContext], page_errors: Errors
    ) -> None:
        page_errors.expected.append("401")
        page = contexts().new_page()
        page.goto("/cxc?view=overdue")
        page.get_by_label("Usuario").fill("duena")
        page.get_by_label("Contraseña", exact=True).fill("no es esta")
        page.keyboard.press("Enter")
        expect(
            page.get_by_text(re.compile("usuario o (la )?contraseña", re.IGNORECASE)).first
        ).to_be_visible()
        page.get_by_label("Contraseña", exact=True).fill("caudal-demo")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Cuentas por cobrar")).to_be_visible()
        assert page.url.endswith("/cxc?view=overdue"), "to where one was going"

    @pytest.mark.long
    def test_reloading_keeps_the_person_in(self, enter: Enter) -> None:
        page = enter("cajero", "/cobrar")
        page.reload()
        expect(page.get_by_label("¿Quién paga?")).to_be_focused()
        expect(page.get_by_role("button", name=re.compile("^Cuenta:"))).to_be_visible()

    def test_a_session_that_ended_elsewhere_asks_to_sign_in_and_comes_back(
        self, enter: Enter, page_errors: Errors
    ) -> None:
        page_errors.expected.append("401")
        page = enter("gerente", "/clientes")
        expect(page.get_by_role("heading", name="Clientes")).to_be_visible()
        page.context.clear_cookies()
        page.reload()
        expect(page.get_by_role("button", name="Entrar")).to_be_visible()
        page.get_by_label("Usuario").fill("gerente")
        page.get_by_label("Contraseña", exact=True).fill("caudal-demo")
        page.get_by_role("button", name="Entrar").click()
        expect(page.get_by_role("heading", name="Clientes")).to_be_visible()


class TestInicio:
    def test_each_figure_opens_rows_that_add_up_to_it(self, enter: Enter) -> None:
        page = enter("duena", "/inicio")
        figures = page.locator("a.kit-figure")
        expect(figures.first).to_be_visible()
        shown = [(f.locator(".value").inner_text(), f.locator(".foot").inner_text()) for f in figures.all()]
        assert len(shown) == 12, "four figures in each of three currencies"
        for index, (amount, rows) in enumerate(shown):
            number = rows.split()[0]
            figures.nth(index).click()
            if number == "0":
                expect(page.locator(".kit-grid")).to_contain_text(re.compile("Nada por cobrar|No hay pagos"))
            else:
                expect(page.locator(".kit-grid .bar")).to_contain_text(
                    re.compile(rf"^{number} (cuenta|pago)")
                )
                total = page.locator(".ag-grid-pinned-bottom-rows .ag-cell").last
                expect(total).to_be_visible()
                totals = [
                    digits(t) for t in page.locator(".ag-grid-pinned-bottom-rows .ag-cell").all_inner_texts()
                ]
                assert digits(amount) in totals, (amount, totals, page.url)
            page.go_back()
            expect(figures.nth(index)).to_be_visible()

    @pytest.mark.long
    def test_the_messages_of_today_are_those_that_its_link_opens(self, enter: Enter) -> None:
        page = enter("duena", "/inicio")
        box = page.get_by_role("region", name="Mensajes de hoy")
        expect(box.get_by_role("link").first).to_be_visible()
        total, *parts = [int(digits(text)) for text in box.get_by_role("link").all_inner_texts()]
        assert total == sum(parts) > 0
        box.get_by_role("link").first.click()
        expect(page.locator(".kit-grid .bar")).to_contain_text(f"{total} mensajes")


class TestCobrar:
    def test_s4_1_ten_thousand_in_two_halves_by_keyboard_only(self, enter: Enter, given: Situation) -> None:
        debt = given.debt(given.client("Julián Pech"))
        page = enter("cajero", "/cobrar")
        folios: list[str] = []
        for another in (False, True):
            find(page, debt["folio"])
            charge(page, "5000", another=another)
            folios.append(receipt(page))
            expect(page.get_by_role("button", name="Otro cobro")).to_be_focused()
            page.keyboard.press("Enter")
        assert [digits(p["amount"]["amount"]) for p in given.payments({"id": debt["client_id"]})] == [
            "5000.00"
        ] * 2

        page.goto(f"/cxc/{debt['id']}")
        expect(page.get_by_text("COBRADO TOTAL").first).to_be_visible()
        timeline = page.locator(".kit-timeline li", has=page.locator(".dot.ok"))
        expect(timeline).to_have_count(2)
        expect(page.get_by_role("region", name="Pagos").locator("li")).to_have_count(2)
        for folio in folios:
            expect(page.get_by_text(folio).first).to_be_visible()

    @pytest.mark.long
    def test_the_receipt_is_a_pdf(self, enter: Enter, given: Situation) -> None:
        client = given.client("Rita Canul")
        given.debt(client)
        page = enter("cajero", "/cobrar")
        find(page, "Rita Canul")
        charge(page, "100")
        receipt(page)
        with page.expect_response(re.compile(r"receipt\.pdf")) as answered, page.expect_popup():
            page.get_by_role("button", name=re.compile("PDF")).click()
        assert answered.value.headers["content-type"] == "application/pdf"
        assert answered.value.status == 200

    def test_pressing_twice_is_one_payment(self, enter: Enter, given: Situation) -> None:
        client = given.client("Dora Uc")
        given.debt(client)
        page = enter("cajero", "/cobrar")
        find(page, "Dora Uc")
        charge(page, "700")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.get_by_label("¿Quién paga?").or_(page.locator(".receipt-big"))).to_be_visible()
        assert len(given.payments(client)) == 1

        find_again = page.get_by_label("¿Quién paga?")
        if not find_again.is_visible():
            page.keyboard.press("Escape")
        find(page, "Dora Uc")
        page.keyboard.press("Control+a")
        page.keyboard.type("300")
        button = page.get_by_role("button", name=re.compile(r"^Cobrar \$"))
        expect(button).to_be_enabled()
        button.dblclick(no_wait_after=True)
        receipt(page)
        assert len(given.payments(client)) == 2

    @pytest.mark.long
    def test_more_than_is_owed_stays_in_favour(self, enter: Enter, given: Situation) -> None:
        client = given.client("Efraín May")
        given.debt(client, "400.00")
        page = enter("cajero", "/cobrar")
        find(page, "Efraín May")
        page.keyboard.press("Control+a")
        page.keyboard.type("500")
        expect(page.get_by_text(re.compile("más de lo que debe"))).to_be_visible()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        receipt(page)
        expect(page.get_by_role("region", name="Se aplicó a")).to_contain_text(
            re.compile(r"Quedó a favor\$\s*100\.00")
        )
        assert given.get(f"/v1/clients/{client['id']}")["credit"] == [money("100.00")]

    def test_a_connection_lost_while_charging_is_one_payment(
        self, enter: Enter, given: Situation, page_errors: Errors
    ) -> None:
        page_errors.expected.append("Failed to load resource")
        client = given.client("Noé Tun")
        given.debt(client)
        page = enter("cajero", "/cobrar")
        keys: list[str] = []

        def reaches_and_is_lost(route: Route) -> None:
            keys.append(route.request.headers["idempotency-key"])
            route.fetch()
            route.abort("connectionreset")

        real = re.compile(r"/v1/payments$")
        page.route(real, reaches_and_is_lost)
        find(page, "Noé Tun")
        charge(page, "900")
        expect(page.get_by_text("Se perdió la conexión y no hubo respuesta")).to_be_visible()
        page.unroute(real)
        page.on(
            "request",
            lambda r: (
                keys.append(r.headers["idempotency-key"])
                if real.search(r.url) and r.method == "POST"
                else None
            ),
        )
        page.reload()
        expect(page.get_by_text("Hay un cobro sin respuesta")).to_be_visible()
        page.get_by_role("alert").get_by_role("button").first.click()
        receipt(page)
        assert len(set(keys)) == 1, keys
        assert len(keys) >= 2
        assert len(given.payments(client)) == 1


class TestReversal:
    def test_a_wrong_payment_is_reversed_with_its_reason_and_stays_in_sight(
        self, enter: Enter, given: Situation
    ) -> None:
        client = given.client("Otilia Ek")
        debt = given.debt(client)
        paid = given.paid(client, "2500.00")
        hers = enter("cajero", f"/pagos/{paid['id']}")
        expect(hers.get_by_role("heading", name=re.compile(paid["folio"]))).to_be_visible()
        expect(hers.get_by_role("button", name="Reversar")).to_have_count(0)
        page = enter("supervisor", f"/pagos/{paid['id']}")
        page.get_by_role("button", name="Reversar").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name=f"Reversar {paid['folio']}").click()
        expect(dialog.get_by_text("Escriba el motivo")).to_be_visible()
        dialog.get_by_label("Motivo").fill("se cobró a otra persona")
        dialog.get_by_role("button", name=f"Reversar {paid['folio']}").click()
        expect(page.get_by_text("«se cobró a otra persona»")).to_be_visible()
        expect(page.get_by_text("Óscar Rivas").first).to_be_visible()

        page.goto(f"/cxc/{debt['id']}")
        row = page.get_by_role("region", name="Pagos").locator("li")
        expect(row).to_contain_text("Reversado")
        expect(page.locator(".kit-timeline").get_by_text("se cobró a otra persona")).to_be_visible()
        assert given.get(f"/v1/receivables/{debt['id']}")["balance"] == money("10000.00")
        page.goto(f"/pagos?client_id={client['id']}")
        expect(page.locator(".kit-grid")).to_contain_text(paid["folio"])


COLUMNS = {
    "client": "Nombre del cliente",
    "phone": "Celular",
    "amount": "Lo que debe",
    "due_on": "Fecha límite",
    "concept": "Motivo",
}
HEAD = "Nombre del cliente;Celular;Lo que debe;Fecha límite;Motivo"
WRONG = [
    HEAD,
    "Berta Poot;9981000001;1.500,00;20/10/2026;Tour Tulum",
    "Mario Dzul;no tiene;mil;31/02/2026;Tour Tulum",
    "Lidia Chan;9981000003;2.250,50;25/10/2026;Hotel",
]
RIGHT = [*WRONG[:2], "Mario Dzul;9981000002;1.000,00;28/10/2026;Tour Tulum", WRONG[3]]


def csv(lines: list[str]) -> Any:
    return {"name": "deudas.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


class TestImporting:
    def upload(self, page: Page, lines: list[str]) -> None:
        page.get_by_test_id("file").set_input_files(csv(lines))
        expect(page.get_by_role("heading", name="¿Qué columna es cada dato?")).to_be_visible()

    def map(self, page: Page) -> None:
        """Say what each column is, where it was not guessed, and how amounts are written."""
        for field, column in COLUMNS.items():
            box = page.locator(f"#map-{field}")
            row = page.locator(".map-list li", has=box)
            if column not in row.inner_text():
                box.click()
                choices(page).get_by_text(column, exact=True).click()
            expect(row).to_contain_text(column)
        expect(page.get_by_role("status").filter(has_text="«1.500,00»")).to_be_visible()
        if page.get_by_text("«1.500,00» no se puede leer así").is_visible():
            page.get_by_label("Decimales").click()
            choices(page).get_by_title(re.compile("^Coma")).click()
        expect(page.get_by_text(re.compile(r"«1\.500,00» se leerá como \$\s*1,500\.00"))).to_be_visible()

    def test_a_file_with_errors_then_the_corrected_one_then_undone(
        self, enter: Enter, given: Situation
    ) -> None:
        page = enter("duena", "/importar/nueva?kind=debts", branch=1)
        self.upload(page, WRONG)
        self.map(page)
        page.get_by_role("button", name="Revisar el archivo").click()
        expect(page.get_by_text(re.compile("Mientras haya uno, no se importa ninguna fila"))).to_be_visible()
        findings = page.get_by_role("table", name="Errores")
        for column in ("Celular", "Lo que debe", "Fecha límite"):
            row = findings.get_by_role("row").filter(has_text=column)
            expect(row).to_have_count(1)
            cells = row.get_by_role("cell").all_inner_texts()
            assert cells[0] == "3", cells
            assert all(cells), "row, column, value, problem and remedy"
        expect(page.get_by_role("button", name=re.compile("^Importar "))).to_have_count(0)
        with page.expect_download():
            page.get_by_role("button", name="Descargar errores en Excel").click()

        page.get_by_role("link", name="Subir el archivo corregido").click()
        checks: list[str] = []
        page.on("request", lambda r: checks.append(r.url) if r.url.endswith("/check") else None)
        self.upload(page, RIGHT)
        self.map(page)
        page.get_by_role("button", name="Revisar el archivo").click()
        expect(page.get_by_text("Todo correcto: se puede importar.")).to_be_visible()
        expect(page.locator(".figures")).to_contain_text(re.compile(r"4,750\.50"))
        page.get_by_role("button", name="Importar 3 filas").click()
        page.get_by_role("dialog").get_by_role("button", name="Importar", exact=True).click()
        expect(page.get_by_role("button", name="Deshacer importación")).to_be_visible()
        assert len(checks) == 1, "what was checked and entered is not checked again"
        found = given.get("/v1/receivables?q=Lidia Chan")["items"]
        assert [row["balance"] for row in found] == [money("2250.50")]

        for link, brought in (
            ("Ver los clientes", "3 clientes"),
            ("Ver las cuentas por cobrar", "3 cuentas"),
        ):
            page.get_by_role("link", name=link).click()
            expect(page.locator(".kit-grid .bar")).to_contain_text(brought)
            page.go_back()

        page.get_by_role("button", name="Deshacer importación").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Motivo").fill("era el archivo de prueba")
        dialog.get_by_role("button", name="Deshacer importación").click()
        expect(page.get_by_text("«era el archivo de prueba»")).to_be_visible()
        assert given.get("/v1/receivables?q=Lidia Chan&open=true")["items"] == []


class TestClosing:
    def test_s2_4_closing_from_the_screen_sends_the_message_to_the_letter(
        self, enter: Enter, given: Situation
    ) -> None:
        juan = given.client("Juan Bernal", "CO")
        given.debt(juan, "250000.00", "COP", issued_on="2026-09-01", due_on="2026-10-02", concept="Mercancía")
        page = enter("gerente", "/cierre", branch=4)
        page.locator("#contenido").get_by_role("button", name="Cerrar el día").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Fecha que se cierra")).to_have_value(re.compile("05/10/2026|04/10/2026"))
        dialog.get_by_label("Fecha que se cierra").fill("05/10/2026")
        expect(dialog.get_by_role("row").filter(has_text="Bogotá")).to_be_visible()
        dialog.get_by_role("button", name="Cerrar el día").click()
        expect(page.get_by_role("region", name="Tareas")).to_be_visible()
        expect(page.get_by_role("region", name="Tareas")).to_contain_text("Terminada")
        expect(page.get_by_role("region", name="Cierres anteriores")).to_contain_text("05/10/2026")

        page.goto(f"/notificaciones?client_id={juan['id']}")
        until = time.monotonic() + 30
        while [
            each["status"] not in {"queued", "sending"}
            for each in given.get(f"/v1/messages?client_id={juan['id']}")["items"][:1]
        ] != [True]:
            assert time.monotonic() < until
            time.sleep(0.3)
        page.reload()
        row = page.locator(".ag-row", has_text="Juan Bernal").first
        expect(row).to_contain_text(re.compile("Enviado|Entregado"))
        row.locator(".ag-cell").nth(2).click()
        drawer = page.get_by_role("dialog")
        said = drawer.locator(".bubble, [class*=bubble]").first
        expect(said).to_contain_text(
            "Hola Juan, te recordamos que tienes un pago pendiente por $250.000 COP con vencimiento el 02/10/2026."
            " Por favor comunícate para evitar recargos. Gracias."
        )
        expect(drawer).to_contain_text(re.compile("Enviado|Entregado"))

    @pytest.mark.long
    def test_a_message_that_did_not_go_says_why(self, enter: Enter, given: Situation) -> None:
        silent = given.client("Silvia Mudo", "CO", consents=[])
        debt = given.debt(
            silent, "90000.00", "COP", issued_on="2026-09-01", due_on="2026-10-02", concept="Mercancía"
        )
        answer = given.product.client("gerente").post(
            f"/v1/clients/{silent['id']}/messages", json={"channel": "whatsapp", "receivable_id": debt["id"]}
        )
        assert answer.json()["status"] == "blocked"
        page = enter("cobrador", f"/notificaciones?client_id={silent['id']}")
        row = page.locator(".ag-row", has_text="Silvia Mudo").first
        expect(row).to_contain_text("Bloqueado")
        expect(row).to_contain_text("El cliente no ha autorizado mensajes por WhatsApp")


class TestPeople:
    def test_somebody_new_sees_only_what_their_role_may_and_the_book_tells_who_made_them(
        self, enter: Enter, given: Situation
    ) -> None:
        page = enter("duena", "/usuarios")
        page.get_by_role("button", name="Nuevo usuario").click()
        form = page.get_by_role("dialog")
        form.get_by_label("Nombre completo").fill("Pilar Balam")
        form.get_by_label("Usuario", exact=True).fill("pilar")
        form.get_by_label("Rol").click()
        choices(page).get_by_title("Cajero").click()
        form.get_by_label("Cancún").check()
        form.get_by_label("Contraseña", exact=True).fill("caballo de mar azul")
        form.get_by_role("button", name="Crear usuario").click()
        expect(page.get_by_role("row").filter(has_text="Pilar Balam")).to_be_visible()

        hers = enter("pilar", "/inicio", "caballo de mar azul")
        rail = hers.get_by_role("navigation", name="Principal")
        expect(rail.get_by_role("link", name="Cobrar")).to_be_visible()
        for place in ("Usuarios", "Bitácora", "Libros", "Importar"):
            expect(rail.get_by_role("link", name=place)).to_have_count(0)
        hers.goto("/usuarios")
        expect(hers.get_by_text("Su cuenta no puede abrir esta pantalla")).to_be_visible()

        page.get_by_role("button", name="Editar: Pilar Balam").click()
        form = page.get_by_role("dialog")
        form.get_by_label("Nombre completo").fill("Pilar Balam Chi")
        form.get_by_role("button", name="Guardar").click()
        expect(page.get_by_role("row").filter(has_text="Pilar Balam Chi")).to_be_visible()

        page.goto("/bitacora")
        row = page.locator(".ag-row", has_text="Cambiar un usuario").first
        expect(row).to_contain_text("Elena Duarte")
        row.locator(".ag-cell").nth(1).click()
        drawer = page.get_by_role("dialog")
        expect(drawer).to_contain_text("Elena Duarte")
        expect(drawer).to_contain_text("127.0.0.1")
        expect(drawer).to_contain_text("Pilar Balam Chi")
        expect(drawer).to_contain_text(re.compile(r"05/10/2026|5 oct"))


class TestClients:
    @pytest.mark.long
    def test_one_without_a_document_is_seen_everywhere(self, enter: Enter, given: Situation) -> None:
        client = given.client("Sin Papeles", document=None)
        given.debt(client, "100.00")
        page = enter("cajero", "/clientes?q=Sin Papeles")
        expect(page.locator(".ag-row", has_text="Sin Papeles").first).to_be_visible()
        page.goto(f"/clientes/{client['id']}?tab=data")
        expect(page.get_by_role("heading", name="Sin Papeles")).to_be_visible()
        page.goto("/cobrar")
        find(page, "Sin Papeles")
        charge(page, "100")
        receipt(page)


FOCUSED = """() => {
  const e = document.activeElement;
  const outer = e.closest(".ant-select, .ant-input-affix-wrapper, .kit-figure") ?? e;
  const ring = [e, outer].map((x) => getComputedStyle(x)).some(
    (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
  return { name: e.getAttribute("aria-label") ?? e.textContent ?? e.tagName, ring };
}"""
"""What has the focus, and whether it shows."""

SCREENS = (
    "/inicio",
    "/cobrar",
    "/clientes",
    "/cxc",
    "/pagos",
    "/notificaciones",
    "/cierre",
    "/importar",
    "/usuarios",
    "/bitacora",
    "/libros",
)


class TestEverybody:
    def test_no_screen_scrolls_sideways_on_a_small_telephone(self, enter: Enter) -> None:
        page = enter("duena", "/inicio", width=360, height=740)
        assert too_wide(page, SCREENS) == []

    def test_a_small_telephone_reaches_every_action_of_a_person(self, enter: Enter) -> None:
        page = enter("duena", "/usuarios", width=360, height=740)
        edit = page.get_by_role("button", name=re.compile("^Editar: Tomás"))
        edit.scroll_into_view_if_needed()
        box = edit.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 360, box
        edit.click()
        expect(page.get_by_role("dialog")).to_be_visible()

    def test_everything_is_reached_and_seen_by_keyboard(self, enter: Enter) -> None:
        page = enter("duena", "/inicio")
        expect(page.get_by_role("heading", name="Resumen de hoy")).to_be_focused()
        expect(page.locator("a.kit-figure").first).to_be_visible()
        seen: list[str] = []
        while not any("Por cobrar" in name for name in seen[-1:]):
            page.keyboard.press("Tab")
            shown = page.evaluate(FOCUSED)
            assert shown["ring"], f"sin foco visible: {shown['name']}"
            seen.append(shown["name"])
            assert len(seen) < 60, f"no se llega: {seen}"
        skip = page.get_by_role("link", name="Saltar al contenido")
        skip.focus()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#contenido")).to_be_focused()
        page.keyboard.press("Control+k")
        expect(page.get_by_placeholder(re.compile("Nombre, documento"))).to_be_focused()
        page.keyboard.press("Escape")
        alone(page)
        page.keyboard.press("?")
        expect(page.get_by_text("Atajos del teclado")).to_be_visible()


def test_the_bar_fits_while_days_wait_to_be_closed(enter: Enter) -> None:
    def late(route: Route) -> None:
        answer = route.fetch()
        days = answer.json()
        for day in days["items"]:
            day["missing_days"] = 12
        route.fulfill(response=answer, json=days)

    page = enter("gerente", "/bancos", width=360)
    page.route(re.compile(r"/v1/days(\?|$)"), late)
    page.reload()
    expect(page.get_by_text("12 días sin cerrar")).to_be_visible()
    for width in (320, 360, 767, 768, 1024, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) <= 0, width
