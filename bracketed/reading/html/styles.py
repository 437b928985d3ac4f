"""The few properties of CSS that say something of words: hidden, struck through, coloured, how a list is numbered."""

from __future__ import annotations

import re
from collections.abc import Mapping

PROPERTIES = frozenset(
    {
        "background", "background-color", "display", "list-style", "list-style-type", "mso-element", "text-decoration",
        "text-decoration-line", "visibility", "white-space", "mso-comment-author", "mso-comment-reference",
        "mso-comment-date", "mso-comment-parent", "mso-hide", "mso-highlight",
    }
)  # fmt: skip
_COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/|<!--|-->")
# Selectors that are a tag, a class, or both. What depends on more than that is left to browsers.
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?$", re.IGNORECASE)
_RULES_LIMIT = 20_000


def declarations(css: str) -> dict[str, str]:
    """Return what a `style` attribute says of the properties that count here.

    >>> declarations("color: red; TEXT-DECORATION: line-through !important")
    {'text-decoration': 'line-through'}
    """
    found: dict[str, str] = {}
    if ":" not in css:
        return found
    for one in css.split(";"):
        name, _, value = one.partition(":")
        name = name.strip().lower()
        if name in PROPERTIES:
            found[name] = value.replace("!important", "").strip()
    return found


class Styles:
    """The rules of the style sheets within a file, for elements and classes."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str], dict[str, str]] = {}

    def read(self, css: str) -> None:
        """Take in a style sheet."""
        for block in _COMMENT.sub(" ", css).split("}"):
            selectors, _, body = block.rpartition("{")
            said = declarations(body)
            if not said or "@" in selectors:
                continue
            for selector in selectors.split(","):
                simple = _SIMPLE.match(selector.strip())
                if simple and selector.strip() and len(self._rules) < _RULES_LIMIT:
                    key = ((simple[1] or "").lower(), simple[2] or "")
                    self._rules.setdefault(key, {}).update(said)

    def of(self, name: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return what holds for an element: the rules of its tag, then of its classes, then its own style."""
        said: dict[str, str] = {}
        if self._rules:
            said.update(self._rules.get((name, ""), {}))
            for one in attributes.get("class", "").split()[:50]:
                said.update(self._rules.get(("", one), {}))
                said.update(self._rules.get((name, one), {}))
        if "style" in attributes:
            said.update(declarations(attributes["style"]))
        return said
