"""The styles of a document: the outline levels, numbers and formats that they give to paragraphs and runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from bracketed.reading.colours import HIGHLIGHTS, colour_in
from bracketed.reading.word.names import Element, attribute, child, is_on, name_of, number_of, tags_of, value_of

# No chain of styles that build on each other is longer, unless it goes round in a circle.
_LONGEST = 32


# What a style or a run says of its format, as far as a draft is concerned: `colour`, `struck`, `hidden`, `underlined`.
RunProperties: TypeAlias = Mapping[str, Any]
UNSAID: RunProperties = {}
_READ = ("w:highlight", "w:shd", "w:strike", "w:dstrike", "w:vanish", "w:u", "w:rStyle")
# Tags are quicker to compare than short names, and the properties of runs are looked through more than all else.
_READ_TAGS = frozenset(tag for name in _READ for tag in tags_of(name))


def _run_properties(found: Mapping[str, Element]) -> RunProperties:
    """Return what the children of `<w:rPr>` say, given by their short names."""
    properties: dict[str, Any] = {}
    if "w:highlight" in found:
        properties["colour"] = HIGHLIGHTS.get(attribute(found["w:highlight"], "val") or "", "")
    if "w:shd" in found and not properties.get("colour"):
        properties["colour"] = fill_of(found["w:shd"])
    struck = [is_on(found[name]) for name in ("w:strike", "w:dstrike") if name in found]
    if struck:
        properties["struck"] = any(struck)
    if "w:vanish" in found:
        properties["hidden"] = is_on(found["w:vanish"])
    if "w:u" in found:
        properties["underlined"] = attribute(found["w:u"], "val") not in (None, "none")
    return properties


class ListNumber(NamedTuple):
    """What gives a paragraph its number: a list, a level of it, counted from 0, and the style that says so."""

    list: int | None
    level: int | None
    style: str = ""


def number_in(properties: Element | None, style: str = "") -> ListNumber:
    """Return what `<w:numPr>` says; what it does not say is None."""
    return ListNumber(number_of(properties, "w:numId"), number_of(properties, "w:ilvl"), style)


class Styles:
    """The styles of a document by their ids; what they inherit is computed once, when it is needed."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        for style in root if root is not None else ():
            id_ = attribute(style, "styleId") if name_of(style) == "w:style" else None
            if id_ is not None:
                self._styles.setdefault(id_, style)
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                    self._default = id_
        self.level = lru_cache(None)(self._level)
        self.number = lru_cache(None)(self._number)
        self.run = lru_cache(None)(self._run)
        self.fill = lru_cache(None)(self._fill)

    def of_paragraph(self, properties: Element | None) -> str:
        return value_of(properties, "w:pStyle") or self._default

    def of_run(self, properties: Iterable[Element], below: RunProperties) -> RunProperties:
        """Return the properties of a run, over those that the style of its paragraph gives it."""
        read = [one for one in properties if one.tag in _READ_TAGS]
        if not read:
            return below
        found = {name_of(one): one for one in read}
        style = found.pop("w:rStyle", None)
        if style is not None:
            below = {**below, **self.run(attribute(style, "val") or "")}
        return {**below, **_run_properties(found)} if found else below

    def _chain(self, id_: str) -> list[Element]:
        """Return a style and those that it builds on, nearest first."""
        chain: list[Element] = []
        while id_ in self._styles and len(chain) < _LONGEST:
            chain.append(self._styles[id_])
            id_ = value_of(chain[-1], "w:basedOn") or ""
        return chain

    def _level(self, id_: str) -> int | None:
        """Return the outline level that a style gives, counted from 0, or None."""
        # 9 is that of body text, which a style may give to take back that of the one that it builds on.
        levels = (number_of(style, "w:pPr", "w:outlineLvl") for style in self._chain(id_))
        return next((level for level in levels if level is not None), None)

    def _number(self, id_: str) -> ListNumber | None:
        for style in self._chain(id_):
            number = child(style, "w:pPr", "w:numPr")
            if number is not None:
                return number_in(number, attribute(style, "styleId") or "")
        return None

    def _run(self, id_: str) -> RunProperties:
        properties: RunProperties = UNSAID
        for style in reversed(self._chain(id_)):
            own = child(style, "w:rPr")
            if own is not None:
                properties = {**properties, **_run_properties({name_of(one): one for one in own})}
        return properties

    def _fill(self, id_: str) -> str:
        shades = (child(style, "w:pPr", "w:shd") for style in self._chain(id_))
        return fill_of(next((shade for shade in shades if shade is not None), None))


def fill_of(shade: Element | None) -> str:
    """Return the name of the colour that `<w:shd>` gives a background, or "" if it is white or none."""
    return colour_in(f"#{attribute(shade, 'fill') or ''}")
