"""The styles of a document: the outline levels, numbers and formats that they give to paragraphs and runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bracketed.reading.colours import HIGHLIGHTS, colour_in
from bracketed.reading.word.names import Element, attribute, child, is_on, name_of, number_of, tags_of, value_of

# No chain of styles that build on each other is longer, unless it goes round in a circle.
_LONGEST = 32


@dataclass(frozen=True, slots=True)
class RunProperties:
    """The format that a style or a run gives, as far as a draft is concerned; None is what it does not say."""

    colour: str | None = None
    struck: bool | None = None
    hidden: bool | None = None
    underlined: bool | None = None

    def over(self, below: RunProperties) -> RunProperties:
        """Return these properties where they say something, and those `below` elsewhere."""
        if below is UNSAID or self is UNSAID:
            return below if self is UNSAID else self
        return RunProperties(
            below.colour if self.colour is None else self.colour,
            below.struck if self.struck is None else self.struck,
            below.hidden if self.hidden is None else self.hidden,
            below.underlined if self.underlined is None else self.underlined,
        )


UNSAID = RunProperties()
_READ = ("w:highlight", "w:shd", "w:strike", "w:dstrike", "w:vanish", "w:u", "w:rStyle")
# Tags are quicker to compare than short names, and the properties of runs are looked through more than all else.
_READ_TAGS = frozenset(tag for name in _READ for tag in tags_of(name))


def _run_properties(found: dict[str, Element]) -> RunProperties:
    """Return what the children of `<w:rPr>` say, given by their short names."""
    colour = HIGHLIGHTS.get(attribute(found["w:highlight"], "val") or "", "") if "w:highlight" in found else None
    if not colour and "w:shd" in found:
        colour = fill_of(found["w:shd"])
    struck = [is_on(found[name]) for name in ("w:strike", "w:dstrike") if name in found]
    properties = RunProperties(
        colour,
        any(struck) if struck else None,
        is_on(found["w:vanish"]) if "w:vanish" in found else None,
        attribute(found["w:u"], "val") not in (None, "none") if "w:u" in found else None,
    )
    return UNSAID if properties == UNSAID else properties


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
        """Return the id of the style of a paragraph."""
        return value_of(properties, "w:pStyle") or self._default

    def of_run(self, properties: Iterable[Element], below: RunProperties) -> RunProperties:
        """Return the properties of a run, over those that the style of its paragraph gives it."""
        read = [one for one in properties if one.tag in _READ_TAGS]
        if not read:
            return below
        found = {name_of(one): one for one in read}
        style = found.pop("w:rStyle", None)
        if style is not None:
            below = self.run(attribute(style, "val") or "").over(below)
        return _run_properties(found).over(below)

    def _chain(self, id_: str) -> list[Element]:
        """Return a style and those that it builds on, nearest first."""
        chain: list[Element] = []
        while id_ in self._styles and len(chain) < _LONGEST:
            chain.append(self._styles[id_])
            id_ = value_of(chain[-1], "w:basedOn") or ""
        return chain

    def _level(self, id_: str) -> int | None:
        """Return the outline level that a style gives, counted from 0, or None; 9 is that of body text."""
        levels = (number_of(style, "w:pPr", "w:outlineLvl") for style in self._chain(id_))
        return next((level for level in levels if level is not None), None)

    def _number(self, id_: str) -> ListNumber | None:
        for style in self._chain(id_):
            number = child(style, "w:pPr", "w:numPr")
            if number is not None:
                return number_in(number, attribute(style, "styleId") or "")
        return None

    def _run(self, id_: str) -> RunProperties:
        properties = UNSAID
        for style in self._chain(id_):
            own = child(style, "w:rPr")
            if own is not None:
                properties = properties.over(_run_properties({name_of(one): one for one in own}))
        return properties

    def _fill(self, id_: str) -> str:
        shades = (child(style, "w:pPr", "w:shd") for style in self._chain(id_))
        return fill_of(next((shade for shade in shades if shade is not None), None))


def fill_of(shade: Element | None) -> str:
    """Return the name of the colour that `<w:shd>` gives a background, or "" if it is white or none."""
    return colour_in(f"#{attribute(shade, 'fill') or ''}")
