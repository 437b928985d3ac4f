"""A chromium without a window, driven by Playwright, in which the pages that the library makes are tried."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FLAGS = (
    # In a container the tests may run as root, which chromium's sandbox refuses.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HAS_BROWSER = CHROMIUM is not None and find_spec("playwright") is not None
needs_browser = pytest.mark.needs("chromium and playwright", HAS_BROWSER)
needs_axe = pytest.mark.needs("axe-playwright-python", find_spec("axe_playwright_python"))


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser, and close it afterwards."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser: Browser, **settings: object) -> Iterator[Page]:
    """Open an empty page without a network.

    Raises AssertionError at the end if the page logged errors or warnings (those of its security policy, too), opened
    a dialog or requested an address.
    """
    complaints: list[str] = []
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda sent: complaints.append(sent.url) if sent.url.startswith(("http", "ws")) else None)
    context.set_offline(True)
    try:
        yield page
    finally:
        context.close()
    assert not complaints, complaints


def check_access(page: Page, width: int) -> None:
    """Check that axe finds no barrier on a page, and that the page is not wider than its window."""
    from axe_playwright_python.sync_playwright import Axe

    barriers = Axe().run(page)
    assert not barriers.response["violations"], barriers.generate_report()
    # Tables and pictures scroll by themselves.
    assert page.evaluate("document.documentElement.scrollWidth") <= width
