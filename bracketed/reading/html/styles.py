"""The few properties of CSS that say something of words: inserted, struck through, coloured, hidden, numbered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bracketed.reading.colours import colour_in
from bracketed.reading.paragraphs import Revision, RunFormat

PROPERTIES = frozenset(
    {
        "background", "background-color", "display", "list-style", "list-style-type", "mso-element", "text-decoration",
        "text-decoration-line", "visibility", "white-space", "mso-comment-author", "mso-comment-reference",
        "mso-comment-date", "mso-comment-parent", "mso-hide", "mso-highlight",
    }
)  # fmt: skip
UNSEEN = frozenset(
    {
        "audio", "canvas", "datalist", "head", "iframe", "noembed", "noframes", "object", "script", "style",
        "template", "video",
    }
)  # fmt: skip
_COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/|<!--|-->")
# Selectors that are a tag, a class, or both. What depends on more than that is left to browsers.
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?$", re.IGNORECASE)
_RULES_LIMIT = 20_000
_CLASSES_LIMIT = 50  # of one element


def declarations(css: str) -> dict[str, str]:
    """Return what a `style` attribute declares of the properties that count here.

    >>> declarations("color: red; TEXT-DECORATION: line-through !important")
    {'text-decoration': 'line-through'}
    """
    found: dict[str, str] = {}
    for one in css.split(";") if ":" in css else ():
        name, _, value = one.partition(":")
        name = name.strip().lower()
        if name in PROPERTIES:
            found[name] = value.replace("!important", "").strip()
    return found


class StyleSheets:
    """The rules of the style sheets within a file, for elements and classes."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str], dict[str, str]] = {}

    def read(self, css: str) -> None:
        for block in _COMMENT.sub(" ", css).split("}"):
            selectors, _, body = block.rpartition("{")
            declared = declarations(body)
            if not declared or "@" in selectors:
                continue
            for selector in selectors.split(","):
                simple = _SIMPLE.match(selector.strip())
                if simple and selector.strip() and len(self._rules) < _RULES_LIMIT:
                    key = ((simple[1] or "").lower(), simple[2] or "")
                    self._rules.setdefault(key, {}).update(declared)

    def of(self, name: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return what holds for an element: the rules of its tag, then of its classes, then its own style."""
        declared: dict[str, str] = {}
        if self._rules:
            declared.update(self._rules.get((name, ""), {}))
            for one in attributes.get("class", "").split()[:_CLASSES_LIMIT]:
                declared.update(self._rules.get(("", one), {}))
                declared.update(self._rules.get((name, one), {}))
        if "style" in attributes:
            declared.update(declarations(attributes["style"]))
        return declared


def run_format(name: str, attributes: Mapping[str, str], declared: Mapping[str, str], around: RunFormat) -> RunFormat:
    """Return the format of the words in an element, given that of the words around it."""
    classes = attributes.get("class", "").split() if "class" in attributes else ()
    found = around
    # Most elements say nothing of the kind, so that the format of those around them is kept as it is.
    kind = {"ins": "insertion", "del": "deletion"}.get(name)
    if name == "span" and classes:
        # So pandoc marks the changes of a Word document.
        kind = "insertion" if "insertion" in classes else "deletion" if "deletion" in classes else None
    if kind:
        author = attributes.get("data-author", "")
        date = attributes.get("data-date") or attributes.get("datetime", "")
        found = replace(found, revision=Revision(kind, author, date))  # type: ignore[arg-type]
    decoration = declared.get("text-decoration", "") + declared.get("text-decoration-line", "")
    if name in ("s", "strike") or "line-through" in decoration:
        found = replace(found, struck=True)
    background = declared.get("background-color") or declared.get("background") or declared.get("mso-highlight")
    if name == "mark" and not background:
        found = replace(found, colour="yellow")
    elif background or "bgcolor" in attributes:
        found = replace(found, colour=colour_in(background or attributes["bgcolor"]))
    return found


def is_hidden(name: str, attributes: Mapping[str, str], declared: Mapping[str, str]) -> bool:
    return (
        name in UNSEEN
        or "hidden" in attributes
        or declared.get("display", "").lower() == "none"
        or declared.get("visibility", "").lower() in ("hidden", "collapse")
        or declared.get("mso-hide", "").lower() == "all"
    )
