"""A real browser, without a window, to try the pages in that the library makes.

Debian's chromium is driven by Playwright. Where one of the two is missing, tests that need them skip visibly.
"""

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
    # In a container the tests may run as root, which chromium's own walls do not allow.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""Where the browser is, or None."""

MISSING = " and ".join(
    [*["Debian's chromium"] * (CHROMIUM is None), *["playwright"] * (find_spec("playwright") is None)]
)
needs_browser = pytest.mark.skipif(bool(MISSING), reason=f"no browser to try pages in: {MISSING} missing")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser, and end it afterwards."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser: Browser, **settings: object) -> Iterator[Page]:
    """Open an empty page that reaches no network.

    Afterwards AssertionError says what the page complained of (its errors, and what its own security policy stopped),
    and which addresses it asked for.
    """
    complaints: list[str] = []
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda asked: complaints.append(asked.url) if asked.url.startswith(("http", "ws")) else None)
    context.set_offline(True)
    try:
        yield page
    finally:
        context.close()
    assert not complaints, complaints
