"""Pawn on the screens: the counter, the ticket, the vault and the lots, each person with their own account."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Errors, alone, choices, digits, too_wide
from tests.browser.test_walks import Situation
from tests.stories.product import Product, money

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

SECONDS_AT_THE_COUNTER = 90
RING = {"category": "joyería", "description": "Anillo liso", "condition": "good", "price_name": "oro 14k",
        "weight": "10", "seal": "P-9001"}  # fmt: skip
CHAIN = {
    "category": "joyería",
    "description": "Cadena torzal",
    "condition": "good",
    "price_name": "oro 14k",
    "weight": "5",
}


class Counter(Situation):
    """Arranges by HTTP, with the tables of the demonstration."""

    def pledge(
        self, client: dict[str, Any], *items: dict[str, Any], amount: str = "1000.00", **more: Any
    ) -> dict[str, Any]:
        asked = {"client_id": client["id"], "items": items or [RING], "amount": money(amount), "plan": "mensual-mxn",
                 "hand_over": "cash"}  # fmt: skip
        return self._post("cajero", "/v1/pawn-tickets", asked | more)

    def ticket(self, ticket_id: str) -> dict[str, Any]:
        return self.get(f"/v1/pawn-tickets/{ticket_id}")

    def one(self, status: str, branch: int = 1) -> dict[str, Any]:
        """A ticket of the demonstration in that state."""
        found: dict[str, Any] = self.get(f"/v1/pawn-tickets?status={status}&branch_id={branch}")["items"][0]
        return found

    def place(self, name: str, branch: int = 1) -> dict[str, Any]:
        places = self.get("/v1/pawn-locations")["items"]
        found: dict[str, Any] = next(
            one for one in places if one["name"] == name and one["branch_id"] == branch
        )
        return found


@pytest.fixture
def given(product: Product) -> Counter:
    return Counter(product)


def choose(page: Page, label: str, typed: str) -> None:
    """A choice of a list: what is typed narrows it, where it can be."""
    page.get_by_label(label, exact=True).and_(page.get_by_role("combobox")).click()
    page.keyboard.type(typed)
    choices(page).get_by_text(re.compile(f"^{typed}", re.IGNORECASE)).first.click()


def gold(page: Page) -> None:
    """Ten grams of gold, by keyboard: each choice leaves the cursor at what comes next."""
    for label, typed in (("Categoría", "joy"), ("En la tabla", "oro 14")):
        expect(page.get_by_role("combobox", name=label, exact=True)).to_be_focused()
        page.keyboard.type(typed)
        active = page.locator(".ant-select-item-option-active")
        active.filter(has_text=re.compile(f"^{typed}", re.IGNORECASE)).first.wait_for()
        page.keyboard.press("Enter")
    expect(page.get_by_label("Peso en gramos")).to_be_focused()
    page.keyboard.type("10")


def big(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def scan(page: Page, code: str) -> None:
    """A code reader: its keys come at once, wherever the cursor is, and then Entrar."""
    page.locator("#contenido h1").first.focus()
    page.evaluate(
        "code => { for (const key of [...code, 'Enter']) document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})) }",
        code,
    )


class TestCounter:
    def test_a_pledge_is_taken_in_by_keyboard_within_its_time(
        self, enter: Enter, given: Counter, tmp_path: Path
    ) -> None:
        given.client("Eusebia Tun")
        photo = tmp_path / "prenda.png"
        page = enter("cajero", "/empenos/nuevo", branch=1)
        page.screenshot(path=photo)
        began = time.monotonic()
        expect(page.get_by_role("combobox", name="Cliente", exact=True)).to_be_focused()
        page.keyboard.type("Eusebia")
        choices(page).get_by_text("Eusebia Tun").wait_for()
        page.keyboard.press("Enter")
        gold(page)
        shown = page.get_by_role("region", name="Lo que se va a firmar")
        expect(shown).to_contain_text("CAT")
        quoted = given.product.client("cajero", branch=1).post(
            "/v1/pawn-tickets/quote",
            json={"items": [RING], "currency": "MXN", "plan": "mensual-mxn"},
        ).json()  # fmt: skip
        expect(shown.locator(".quote-heads")).to_contain_text(f"{float(quoted['amount']['amount']):,.2f}")
        heads = [digits(text) for text in shown.locator(".quote-heads dd:not(.foot)").all_inner_texts()]
        charges = float(quoted["total"]["amount"]) - float(quoted["amount"]["amount"])
        assert heads == [
            f"{float(quoted['amount']['amount']):,.2f}",
            f"{charges:,.2f}",
            f"{float(quoted['total']['amount']):,.2f}",
        ]
        page.set_input_files("input[type=file]", photo)
        page.keyboard.press("Control+Enter")
        expect(
            page.get_by_role("heading", name=re.compile(r"^Empeño registrado: EMP-\d{6}$"))
        ).to_be_visible()
        assert time.monotonic() - began < SECONDS_AT_THE_COUNTER
        expect(page.get_by_role("button", name="Boleta 80 mm")).to_be_focused()

        page.get_by_role("button", name="Ver la boleta").click()
        expect(page.get_by_role("button", name="Foto 1 de Oro 14k")).to_be_visible()
        ticket = given.get("/v1/pawn-tickets?limit=1")["items"][0]
        assert ticket["status"] == "live"
        assert ticket["principal"] == quoted["amount"]
        assert len(ticket["items"][0]["photos"]) == 1

    def test_more_than_the_table_is_only_for_who_may_and_another_hand_gives_it(
        self, enter: Enter, given: Counter
    ) -> None:
        given.client("Fidelia Puc")
        for who, may in (("cajero", False), ("gerente", True)):
            page = enter(who, "/empenos/nuevo", branch=1)
            choose(page, "Cliente", "Fidelia")
            gold(page)
            expect(page.get_by_label("Cuánto se presta")).not_to_have_value("")
            page.get_by_label("Cuánto se presta").fill("9999")
            expect(page.get_by_role("alert")).to_contain_text("Pasa de lo que permite la tabla")
            button = page.get_by_role("button", name=re.compile("^Firmar boleta"))
            expect(button).to_be_enabled() if may else expect(button).to_be_disabled()
        page.get_by_label("Por qué se presta más").fill("Cliente de diez años")
        button.click()
        expect(page.get_by_text("Falta entregar el dinero")).to_be_visible()
        page.get_by_role("button", name="Ver la boleta").click()
        page.wait_for_url(re.compile("/empenos/(?!nuevo)"))
        expect(page.get_by_text("Cliente de diez años").first).to_be_visible()
        expect(page.get_by_role("button", name="Entregar dinero")).to_be_disabled()

        other = enter("cajero", page.url.removeprefix(given.product.address), branch=1)
        other.get_by_role("button", name="Entregar dinero").click()
        other.get_by_role("dialog").get_by_role("button", name=re.compile("^Entregar dinero")).click()
        expect(other.get_by_text("Vigente").first).to_be_visible()

    @pytest.mark.long
    def test_a_new_client_is_written_without_losing_the_pledge(self, enter: Enter) -> None:
        page = enter("cajero", "/empenos/nuevo", branch=1)
        page.get_by_label("Descripción").fill("Guitarra de concierto")
        page.get_by_role("button", name="Cliente nuevo").click()
        page.get_by_label("Nombre completo o razón social").fill("Leocadia Xool")
        page.get_by_label("Tipo de documento").click()
        choices(page).get_by_title("Pasaporte").click()
        page.locator("#document").fill("G12345678")
        page.locator("#phone-0").fill("9981234567")
        page.get_by_role("button", name="Guardar y seguir").click()
        expect(page.get_by_label("Descripción")).to_have_value("Guitarra de concierto")
        expect(page.get_by_title("Leocadia Xool")).to_be_visible()


class TestTicket:
    def test_a_scanned_code_opens_the_ticket_which_is_renewed_and_redeemed_by_keyboard(
        self, enter: Enter, given: Counter
    ) -> None:
        made = given.pledge(given.client("Gumersindo Cab"))
        page = enter("cajero", "/empenos", branch=1)
        scan(page, f"{made['folio']} 8F3A-0C11-99AB-0042")
        expect(page.get_by_role("heading", name=made["folio"])).to_be_visible()
        renew, redeem = made["owed"]["renew"]["amount"], made["owed"]["redeem"]["amount"]
        expect(big(page, "Refrendar")).to_contain_text(f"{float(renew):,.2f}")
        expect(big(page, "Desempeñar")).to_contain_text(f"{float(redeem):,.2f}")

        page.keyboard.press("r")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Recibe", exact=True)).to_be_focused()
        page.keyboard.type("1000")
        expect(dialog.get_by_text("Cambio")).to_be_visible()
        expect(dialog.get_by_text("Nuevo vencimiento")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_contain_text("Boleta nueva")
        page.get_by_role("button", name="Ver la boleta").click()
        expect(page.get_by_role("region", name="Historia de refrendos")).to_contain_text(made["folio"])
        expect(big(page, "Refrendar")).to_contain_text("0.00")
        alone(page)

        page.keyboard.press("d")
        expect(page.get_by_role("dialog").get_by_label("Recibe", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_contain_text("Prendas devueltas")
        assert given.ticket(made["id"])["status"] == "renewed"
        last = given.ticket(made["id"])["chain"][-1]
        assert last["status"] == "redeemed"

    @pytest.mark.long
    def test_what_it_owes_another_day_is_asked_and_nothing_can_be_charged_then(
        self, enter: Enter, given: Counter
    ) -> None:
        made = given.pledge(given.client("Hilaria Canché"))
        page = enter("cajero", f"/empenos/{made['id']}", branch=1)
        page.get_by_label("Ver al").fill(_spanish(made["due_on"]))
        page.keyboard.press("Enter")
        then = given.get(f"/v1/pawn-tickets/{made['id']}?as_of={made['due_on']}")["owed"]["redeem"]["amount"]
        expect(big(page, "Desempeñar")).to_contain_text(f"{float(then):,.2f}")
        expect(page.get_by_role("button", name=re.compile("^Desempeñar"))).to_have_count(0)
        page.get_by_role("button", name="Volver a hoy").click()
        expect(page.get_by_role("button", name=re.compile("^Desempeñar"))).to_be_visible()

    @pytest.mark.long
    def test_a_lost_ticket_is_blocked_until_it_is_reissued(self, enter: Enter, given: Counter) -> None:
        made = given.pledge(given.client("Isaura Uc"))
        page = enter("cajero", f"/empenos/{made['id']}", branch=1)
        page.get_by_role("button", name="Más", exact=True).click()
        page.get_by_role("menuitem", name="Reportar extravío").click()
        page.get_by_label("Lo que el cliente declara").fill("La perdió en el mercado; mostró su INE")
        page.get_by_role("dialog").get_by_role("button", name="Reportar extravío").click()
        expect(page.get_by_text(re.compile("Reportada extraviada el"))).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("^Refrendar"))).to_have_count(0)
        alone(page)
        page.get_by_role("button", name="Reponer boleta").click()
        confirm = page.get_by_role("dialog").get_by_role("button", name="Reponer boleta")
        confirm.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Copia 2: las anteriores no valen")).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("^Refrendar"))).to_be_visible()

    @pytest.mark.long
    def test_some_articles_leave_and_more_is_lent_on_the_rest(self, enter: Enter, given: Counter) -> None:
        made = given.pledge(given.client("Jacinta Poot"), RING, CHAIN)
        page = enter("cajero", f"/empenos/{made['id']}", branch=1)
        page.get_by_role("button", name="Solo una parte").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(re.compile("^Cadena torzal")).check()
        dialog.get_by_role("button", name=re.compile(r"^Cobrar \$")).click()
        expect(page.get_by_role("dialog")).to_contain_text("Boleta nueva")
        page.get_by_role("button", name="Ver la boleta").click()
        page.wait_for_url(re.compile(f"/empenos/(?!{made['id']})"))
        expect(page.get_by_text(re.compile("^Se la llevó el cliente"))).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("^Refrendar"))).to_be_visible()
        alone(page)

        page.keyboard.press("r")
        page.get_by_role("dialog").get_by_label("Prestar más").fill("200")
        expect(page.get_by_role("dialog").get_by_text("Se le entregan")).to_be_visible()
        page.get_by_role("dialog").get_by_role("button", name="Refrendar").click()
        expect(page.get_by_role("dialog")).to_contain_text("Boleta nueva")
        chain = given.ticket(made["id"])["chain"]
        assert len(chain) == 3
        assert float(chain[2]["principal"]["amount"]) == float(chain[1]["principal"]["amount"]) + 200

    @pytest.mark.long
    def test_collecting_shows_the_ticket_and_where_it_is_renewed(self, enter: Enter, given: Counter) -> None:
        made = given.pledge(given.client("Laureano Dzul"))
        page = enter("cajero", "/cobrar", branch=1)
        page.keyboard.type(made["folio"])
        page.keyboard.press("Enter")
        owes = page.get_by_role("region", name="Lo que debe")
        expect(owes).to_contain_text("incluye sus cargos a hoy")
        owes.get_by_role("link", name="Hacerlo en su boleta").click()
        expect(page.get_by_role("heading", name=made["folio"])).to_be_visible()

    @pytest.mark.long
    def test_the_clients_file_has_their_pledges(self, enter: Enter, given: Counter) -> None:
        made = given.pledge(given.client("Macedonio Ek"))
        page = enter("gerente", f"/clientes/{made['client_id']}?tab=pawn")
        expect(page.locator(".kit-grid")).to_contain_text(made["folio"])


class TestHouse:
    def test_each_figure_is_what_the_rows_it_opens_add_up_to(self, enter: Enter, given: Counter) -> None:
        page = enter("duena", "/empenos", branch=1)
        for label, status in (("Vigentes", "live"), ("En gracia", "grace"), ("Por adjudicar", "expired")):
            totals = given.get(f"/v1/pawn-tickets?status={status}&branch_id=1")["totals"]
            if not totals["count"]:  # the others who walk here may have left none
                continue
            figure = page.locator(".kit-figure", has_text=label).first
            expect(figure).to_contain_text(
                "1 boleta" if totals["count"] == 1 else f"{totals['count']} boletas"
            )
            figure.click()
            expect(page.locator(".kit-grid .bar")).to_contain_text(str(totals["count"]))
            sum_ = float(totals["by_currency"][0]["capital"]["amount"])
            expect(figure).to_contain_text(f"{sum_:,.2f}")
            expect(page.locator(".kit-grid")).to_contain_text(f"{sum_:,.2f}")

    @pytest.mark.long
    def test_pledges_change_place_through_two_hands(self, enter: Enter, given: Counter) -> None:
        made = given.pledge(given.client("Narcisa May"))
        label = f"{made['folio']}/1"
        page = enter("cajero", f"/empenos/boveda?q={made['folio']}", branch=1)
        page.get_by_label(f"Elegir {label}").check()
        page.get_by_role("button", name="Trasladar").click()
        choose(page, "A qué lugar", "Bóveda")
        page.get_by_role("dialog").get_by_role("button", name="Trasladar").click()
        expect(page.get_by_role("table", name="Prendas")).to_contain_text("En traslado")
        page.goto("/empenos/boveda?tab=moves")
        expect(
            page.get_by_role("region", name="Por recibir").get_by_role("button", name="Recibir")
        ).to_be_disabled()
        other = enter("supervisor", "/empenos/boveda?tab=moves", branch=1)
        other.get_by_role("region", name="Por recibir").get_by_role("button", name="Recibir").first.click()
        expect(other.get_by_role("region", name="Recibidos")).to_contain_text(label)
        assert given.ticket(made["id"])["items"][0]["location"] == "Bóveda A"

    @pytest.mark.long
    def test_a_count_with_the_reader_tells_what_is_missing_and_what_is_of_another_place(
        self, enter: Enter, given: Counter
    ) -> None:
        given.pledge(given.client("Ovidio Tec"))
        page = enter("supervisor", "/empenos/boveda?tab=count", branch=1)
        choose(page, "Lugar que se cuenta", "Mostrador")
        page.get_by_role("button", name="Empezar a contar").click()
        field = page.get_by_label("Escanee cada etiqueta").get_by_role("textbox")
        rows = given.get("/v1/pawn-vault?branch_id=1")["items"]
        here = [one for one in rows if one["location"] == "Mostrador"]
        away = next(one for one in rows if one["location"] == "Bóveda A" and not one["moving"])
        read = [(here[0]["label"], "encontrada"), (here[0]["label"], "ya se había contado")]
        read += [(away["label"], "debería estar en Bóveda A"), ("ZZZ-1", "no es de ninguna prenda")]
        for text, said in read:
            field.fill(text)
            field.press("Enter")
            expect(page.get_by_text(re.compile(said))).to_be_visible()
        page.reload()
        expect(page.get_by_text(re.compile(rf"Mostrador · 1 de {len(here)}"))).to_be_visible()
        page.get_by_role("button", name="Terminar y guardar").click()
        page.get_by_role("dialog").get_by_role("button", name="Terminar y guardar").click()
        result = page.get_by_role("region", name="Resultado: Mostrador")
        expect(result).to_contain_text(away["label"])
        expect(result).to_contain_text("ZZZ-1")
        kept = given.get("/v1/pawn-counts")["items"][0]
        assert (kept["found"], len(kept["missing"])) == (2, len(here) - 1)
        assert kept["misplaced"] == [away["item_id"]]

    def test_a_pledge_nobody_redeemed_is_sold_and_what_is_left_is_paid_to_its_owner(
        self, enter: Enter, given: Counter
    ) -> None:
        expired = given.one("expired")
        page = enter("gerente", f"/empenos/{expired['id']}", branch=1)
        page.get_by_role("button", name="Adjudicar").click()
        page.get_by_role("dialog").get_by_role("button", name="Adjudicar").click()
        expect(page.get_by_role("heading", name=re.compile(r"^LOT-\d{6}$"))).to_be_visible()
        page.get_by_role("button", name="Poner en venta").click()
        page.get_by_label("Precio mínimo").fill("20000")
        page.get_by_role("dialog").get_by_role("button", name="Poner en venta").click()
        expect(page.get_by_text("En venta").first).to_be_visible()
        alone(page)
        page.get_by_role("button", name="Vender", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Precio de venta").fill("25000")
        expect(dialog).to_contain_text("Demasía para el cliente")
        dialog.get_by_role("button", name=re.compile("^Vender")).click()
        expect(page.get_by_text("Demasía por pagar").first).to_be_visible()
        alone(page)
        lot = given.get(f"/v1/pawn-lots?client_id={expired['client_id']}")["items"][0]
        left = 25_000 - 2_500 - float(lot["debt"]["amount"])
        assert float(lot["surplus"]["amount"]) == pytest.approx(left)
        page.get_by_role("button", name="Pagar demasía").click()
        expect(page.get_by_role("dialog")).to_contain_text(f"{left:,.2f}")
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^Pagar demasía")).click()
        expect(page.get_by_text("Demasía pagada").first).to_be_visible()

    @pytest.mark.long
    def test_a_plan_a_category_and_a_price_are_written_and_lent_by(
        self, enter: Enter, given: Counter
    ) -> None:
        page = enter("gerente", "/empenos/tablas", branch=1)
        page.get_by_role("button", name="Nuevo plan").click()
        page.get_by_label("Nombre", exact=True).fill("Quincena fácil")
        page.get_by_label("Interés del período").fill("4")
        page.get_by_role("dialog").get_by_role("button", name="Guardar plan").click()
        expect(page.get_by_role("table", name="Planes")).to_contain_text("quincena-facil")
        alone(page)
        page.get_by_role("button", name="Cambiar Quincena fácil").click()
        page.get_by_label("Interés del período").fill("3.5")
        page.get_by_role("dialog").get_by_role("button", name="Guardar como nueva versión").click()
        expect(page.get_by_role("table", name="Planes")).to_contain_text("3.5")
        page.goto("/empenos/tablas?tab=ltv")
        page.get_by_label("Categoría", exact=True).fill("Bicicletas")
        page.get_by_role("button", name="Agregar categoría").click()
        page.get_by_label("Bicicletas, bueno").fill("30")
        page.get_by_role("button", name="Guardar cambios").click()
        expect(page.get_by_text("1 cambio guardado")).to_be_visible()
        rows = given.get("/v1/pawn-ltv")["items"]
        assert [one["ltv"] for one in rows if one["category"] == "bicicletas"] == ["0.3"]
        page.goto("/empenos/tablas?tab=prices")
        page.get_by_role("button", name="Nuevo precio").click()
        page.get_by_role("combobox", name="Categoría").fill("bicicletas")
        page.get_by_label("Qué es").fill("Rodada 29")
        page.get_by_text("por pieza").click()
        page.get_by_role("dialog").get_by_label("Precio", exact=True).fill("4500")
        page.get_by_role("dialog").get_by_role("button", name="Guardar precio").click()
        expect(page.get_by_role("table", name="Precios")).to_contain_text("Rodada 29")

    @pytest.mark.long
    def test_a_person_who_only_reads_sees_no_action(self, enter: Enter, given: Counter) -> None:
        ticket = given.one("live")
        page = enter("analista", f"/empenos/{ticket['id']}")
        expect(page.get_by_role("heading", name=ticket["folio"])).to_be_visible()
        for action in ("Refrendar", "Desempeñar", "Más", "Entregar dinero"):
            expect(page.get_by_role("button", name=re.compile(f"^{action}"))).to_have_count(0)
        page.goto("/empenos")
        expect(page.get_by_role("button", name="Nuevo empeño")).to_have_count(0)
        page.goto("/empenos/nuevo")
        expect(page.get_by_text("Su cuenta no puede abrir esta pantalla")).to_be_visible()
        page.goto("/empenos/tablas?tab=ltv")
        expect(
            page.get_by_role("region", name="Cuánto se presta").first.get_by_role("textbox")
        ).to_have_count(0)

    @pytest.mark.long
    def test_no_screen_of_pawn_scrolls_sideways_on_a_small_telephone(
        self, enter: Enter, given: Counter, page_errors: Errors
    ) -> None:
        page = enter("duena", "/inicio", width=360, height=740)
        lot = given.get("/v1/pawn-lots?limit=1")["items"][0]
        paths = [
            "/empenos",
            "/empenos/nuevo",
            "/empenos/boveda",
            "/empenos/remates?view=all",
            f"/empenos/remates/{lot['id']}",
        ]
        paths += [f"/empenos/boveda?tab={tab}" for tab in ("count", "moves", "places")]
        paths += [f"/empenos/tablas?tab={tab}" for tab in ("plans", "ltv", "prices")]
        paths += [
            f"/empenos/{given.one(status)['id']}" for status in ("live", "grace", "renewed", "adjudicated")
        ]
        assert too_wide(page, paths) == []
        assert page_errors.unexpected() == []


def _spanish(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"
