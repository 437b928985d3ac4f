"""The browser that pages are tried in notices what it is to notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import browsing, needs_browser, page_of

pytestmark = needs_browser


@pytest.mark.parametrize(
    "harm, noticed",
    [
        ("<script>throw Error('broken')</script>", "broken"),
        ("<script>console.error('not well')</script>", "not well"),
        ("<script>alert('taken over')</script>", "dialog: taken over"),
        ("<img src='https://example.org/x.png'>", "https://example.org/x.png"),
    ],
)
def test_a_page_that_misbehaves_is_noticed(harm: str, noticed: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<!doctype html><title>page</title>{harm}", encoding="utf-8")
    with browsing() as browser, pytest.raises(AssertionError, match=noticed), page_of(browser) as page:
        page.goto((tmp_path / "page.html").as_uri())


def test_a_page_that_behaves_is_left_in_peace(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><title>page</title><p>quiet", encoding="utf-8")
    with browsing() as browser, page_of(browser) as page:
        page.goto((tmp_path / "page.html").as_uri())
        assert page.title() == "page"
