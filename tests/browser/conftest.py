"""A real browser before the product as a person starts it.

- `product`: one running product for the file, with the demonstration, at noon of Monday 05/10/2026, the days before
  closed and the messages of today prepared.
- `enter(username, path)`: a page of that person, signed in and waiting at `path`. At the end no page may have
  written an error in its console, except those that a test said it expected: `page_errors.expected.append("401")`.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

import caudal
from tests import database
from tests.stories.product import DEMO, Product, running

MONDAY = "2026-10-05T17:00:00Z"
"""Noon in Cancún and in Bogotá: the hours in which the law lets one write."""
STATIC = Path(caudal.__file__).parent / "interfaces" / "console" / "static" / "index.html"
PATIENCE_MS = 15_000
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """Where Chromium is; the test is skipped, saying so, where there is none."""
    found = os.environ.get("CAUDAL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no hay Chromium: instálelo, o diga dónde está con CAUDAL_CHROMIUM")
    if not STATIC.exists():
        pytest.skip("la consola no está construida: «python3 run.py setup» la construye")
    return found


@dataclass
class Errors:
    """What pages complained of; `expected`: patterns that a test provoked on purpose."""

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.heard.append(f"excepción: {error}"))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"{message.text} ({message.location.get('url', '')})")

    def unexpected(self) -> list[str]:
        return [each for each in self.heard if not any(re.search(p, each) for p in self.expected)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def product(browser: Browser, postgres: database.Server) -> Iterator[Product]:
    with postgres.clone(demo=MONDAY) as url, running(url, at=MONDAY) as product:
        yield product.rested()


@pytest.fixture
def page_errors() -> Errors:
    return Errors()


@pytest.fixture
def contexts(
    browser: Browser, product: Product, page_errors: Errors
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes windows of nobody, which are closed at the end."""
    made: list[BrowserContext] = []

    def make(width: int = 1366, height: int = 860, **more: Any) -> BrowserContext:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(
            base_url=product.address,
            viewport=size,
            locale="es-MX",
            timezone_id="America/Cancun",
            reduced_motion="reduce",  # a dialog that still grows moves away under a click of no person
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", page_errors.listen)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert page_errors.unexpected() == []


Enter = Callable[..., Page]


@pytest.fixture
def enter(contexts: Callable[..., BrowserContext]) -> Enter:
    """`enter("cajero", "/cobrar", branch=1)`: the page of somebody who had signed in before."""

    def open_(
        username: str,
        path: str = "/inicio",
        password: str = DEMO,
        *,
        branch: int | None = None,
        **window: Any,
    ) -> Page:
        context = contexts(**window)
        answer = context.request.post("/v1/sessions", data={"username": username, "password": password})
        assert answer.status == 201, answer.text()
        user = answer.json()["user"]["id"]
        kept = {"caudal.session": "1"} | ({f"caudal.branch.{user}": str(branch)} if branch else {})
        for name, value in kept.items():  # an empty page, as a PDF begins, keeps nothing
            context.add_init_script(f"try {{ localStorage.setItem('{name}', '{value}') }} catch {{}}")
        page = context.new_page()
        page.goto(path)
        page.locator("#contenido").wait_for()
        return page

    return open_


def choices(page: Page) -> Locator:
    """The list of choices that is open; one that was just left may still be on its way out."""
    return page.locator(".ant-select-dropdown:visible:not([class*='-leave'])")


def alone(page: Page) -> None:
    """Wait until no dialog is left: what opens next is the only one, and the keys are the screen's again."""
    expect(page.get_by_role("dialog")).to_have_count(0)


def sideways(page: Page) -> int:
    """How many pixels the screen is wider than its window."""
    over: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return over


def too_wide(page: Page, paths: Iterable[str]) -> list[str]:
    """Those screens of `paths` that scroll sideways once they have all they show, and by how much."""
    wide: list[str] = []
    for path in paths:
        page.goto(path)
        page.locator("#contenido h1").first.wait_for()
        page.wait_for_load_state("networkidle")
        if (over := sideways(page)) > 0:
            wide.append(f"{path}: {over} px")
    return wide


def digits(text: str) -> str:
    """The figures of an amount as it is on screen, whatever its spaces: «$ 5,000.00 MXN» → «5,000.00»."""
    return "".join(re.findall(r"[\d.,]+", text.replace("\u202f", "").replace("\xa0", "")))
