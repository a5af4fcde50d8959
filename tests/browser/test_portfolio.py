"""The portfolio on the screens: each figure opens the loans that make it, and they add up to it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, digits, too_wide
from tests.stories.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)
TODAY = "2026-10-05"


@pytest.fixture(scope="module")
def closed(product: Product) -> None:
    owner = product.client("duena")
    product.finished(owner, owner.post("/v1/days/close", json={"business_date": TODAY}).json())


def figure(page: Page, name: str) -> str:
    return digits(page.locator(".kit-figure", has_text=name).first.locator(".value").inner_text())


@pytest.mark.usefixtures("closed")
class TestPortfolio:
    def test_a_figure_opens_the_loans_that_add_up_to_it(self, enter: Enter) -> None:
        page = enter("gerente", f"/cartera?al={TODAY}&moneda=MXN", branch=1)
        expect(page.get_by_role("heading", name="Cartera", exact=True)).to_be_visible()
        balance = figure(page, "Saldo de cartera")
        page.locator(".kit-figure", has_text="Saldo de cartera").click()
        expect(page.get_by_role("heading", name="Préstamos de la cartera")).to_be_visible()
        expect(page.locator(".kit-grid")).to_contain_text("Total MXN")
        expect(page.locator(".kit-grid")).to_contain_text(balance)
        page.get_by_role("link", name="Cartera", exact=True).last.click()
        overdue = figure(page, "Vencido")
        page.locator(".kit-figure", has_text="Vencido").click()
        expect(page.locator(".kit-grid")).to_contain_text("Wilberth Chi")
        expect(page.locator(".kit-grid")).to_contain_text(overdue)

    @pytest.mark.long
    def test_the_table_of_the_country_and_what_is_expected_to_be_lost(self, enter: Enter) -> None:
        page = enter("contador", f"/cartera?al={TODAY}&moneda=COP")
        both = page.get_by_role("region", name="Provisión y pérdida esperada").first
        expect(both).to_contain_text("Pérdida esperada menos provisión")
        expect(both).to_contain_text("Etapa")
        expect(both.get_by_role("link", name="A", exact=True)).to_be_visible()

    def test_a_cashier_has_no_door_to_it(self, enter: Enter) -> None:
        page = enter("cajero", "/cartera")
        expect(page.get_by_text("Su cuenta no puede abrir esta pantalla")).to_be_visible()
        expect(
            page.get_by_role("navigation", name="Principal").get_by_role("link", name="Cartera")
        ).to_have_count(0)

    @pytest.mark.long
    def test_a_day_before_any_loan_says_so(self, enter: Enter) -> None:
        page = enter("gerente", "/cartera?al=2020-01-31")
        expect(page.get_by_text(re.compile("no se ha cerrado ningún día"))).to_be_visible()

    @pytest.mark.long
    def test_it_fits_a_small_telephone(self, enter: Enter) -> None:
        page = enter("duena", f"/cartera?al={TODAY}", width=360, height=740)
        assert too_wide(page, [f"/cartera?al={TODAY}", f"/cartera/prestamos?as_of={TODAY}&par=par_1"]) == []
