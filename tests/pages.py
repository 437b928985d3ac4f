"""Checks that pages which the library makes hold no markup or script but its own."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

# Elements that are never closed.
_OPEN = {"meta"}

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)" x="',
    "</div></details><iframe src=javascript:alert(1)>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "<!--",
    "]]><script>",
    "red;background:url(http://example.org)",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "\u202e<script>\u202c",
    "\x00<scr\x00ipt>",
    "\x1b[2J<b>",
    "<\ud800script>",
]
"""Words of a draft that would become markup, script or a network address if they were not escaped."""


class Page(HTMLParser):
    """The tags, attributes and words of a page; its elements must be closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self.headings: list[int] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in _OPEN:
            self._open.append(tag)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data if not self._open or self._open[-1] != "style" else ""

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def safe(page: str, tags: Iterable[str], attributes: Iterable[str]) -> Page:
    """Return a page after a check that it has no other elements and attributes, and no character that misleads."""
    read = Page(page)
    assert read.tags <= set(tags)
    assert set(read.attributes) <= set(attributes)
    assert not any("url(" in style or "expression(" in style for style in read.attributes.get("style", ()))
    assert all(target.startswith("#") for target in read.attributes.get("href", ()))
    assert not any(sign in page for sign in "\x00\x1b\u202e\u2066")
    page.encode("utf-8")
    return read


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, `#rrggbb`, by WCAG 2.2: 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)
