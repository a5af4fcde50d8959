"""How long a person waits for the console: first paint with an empty cache, and Inicio with its figures.

Each sample is a browser profile of its own, so nothing is cached. Times come from the browser itself.
"""

import os
import shutil
import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

from benchmarks.harness import Figure, report
from benchmarks.product import running

SAMPLES = 5
TARGET_MS = 2500.0
_PAINT = "() => performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)[0] || 0"


def _chromium() -> str | None:
    named = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CAUDAL_CHROMIUM") or next(filter(None, map(shutil.which, named)), None)


def _sample(browser: Browser, address: str) -> tuple[float, float, float]:
    """First paint of the door, first paint of Inicio, and Inicio with its figures; in ms."""
    context = browser.new_context(locale="es-MX", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.locator("input[autocomplete=username]").fill("duena")
    door = float(page.evaluate(_PAINT))
    page.locator("input[type=password]").fill("caudal-demo")
    page.locator("button[type=submit]").click()
    page.locator("main h1").first.wait_for()
    cookies = context.cookies()
    context.close()
    again = browser.new_context(locale="es-MX", viewport={"width": 1440, "height": 900})
    again.add_cookies(cookies)  # pyright: ignore[reportArgumentType]
    page = again.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    home = float(page.evaluate(_PAINT))
    settled = float(
        page.evaluate(
            "() => performance.getEntriesByType('resource').reduce((m, e) => Math.max(m, e.responseEnd), 0)"
        )
    )
    again.close()
    return door, home, settled


def main() -> None:
    """Start the product, paint it a few times, write the medians down."""
    chromium = _chromium()
    if chromium is None:
        print("Hace falta Chromium (Debian: apt-get install chromium).")
        sys.exit(1)
    with running() as product, sync_playwright() as engine:
        browser = engine.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        samples = [_sample(browser, product.address) for _ in range(SAMPLES)]
        version = browser.version
        browser.close()
    door, home, settled = (statistics.median(each) for each in zip(*samples, strict=True))
    figures = [
        Figure("primera pintura de la puerta, sin caché", door, "ms", TARGET_MS),
        Figure("primera pintura de Inicio, sin caché", home, "ms", TARGET_MS),
        Figure("Inicio con todas sus cifras, sin caché", settled, "ms"),
    ]
    report("console_paint", figures, samples=SAMPLES, chromium=version)


if __name__ == "__main__":
    main()
