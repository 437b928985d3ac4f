"""What the styles of a document give to paragraphs and runs: outline levels, numbers, colours, strike-through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bracketed.reading.word.colours import fill_name, highlight_name
from bracketed.reading.word.names import Element, as_number, attribute, child, is_on, name_of, number_of, value_of

# No chain of styles that build on each other is longer, unless it goes round in a circle.
_LONGEST = 32


@dataclass(frozen=True, slots=True)
class Looks:
    """How a run looks, as far as a draft is concerned: None is what a style or a run does not say."""

    colour: str | None = None
    struck: bool | None = None
    hidden: bool | None = None
    underlined: bool | None = None

    def over(self, below: Looks) -> Looks:
        """Return these looks where they say something, and those `below` elsewhere."""
        if below is PLAIN or self is PLAIN:
            return below if self is PLAIN else self
        return Looks(
            below.colour if self.colour is None else self.colour,
            below.struck if self.struck is None else self.struck,
            below.hidden if self.hidden is None else self.hidden,
            below.underlined if self.underlined is None else self.underlined,
        )


PLAIN = Looks()
_LOOKS = frozenset({"w:highlight", "w:shd", "w:strike", "w:dstrike", "w:vanish", "w:u"})
_SAID = _LOOKS | {"w:rStyle"}


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of a paragraph: which list, and which level of it, counted from 0; what is not said is None."""

    list: int | None
    level: int | None


def looks_of(properties: Element | None) -> Looks:
    """Return what `<w:rPr>` itself says."""
    if properties is None:
        return PLAIN
    found = {name: one for one in properties if (name := name_of(one)) in _LOOKS}
    return _found(found) if found else PLAIN


def _found(found: dict[str, Element]) -> Looks:
    colour = highlight_name(attribute(found["w:highlight"], "val")) if "w:highlight" in found else None
    if not colour and "w:shd" in found:
        colour = fill_name(attribute(found["w:shd"], "fill"))
    struck = [is_on(found[name]) for name in ("w:strike", "w:dstrike") if name in found]
    return Looks(
        colour,
        any(struck) if struck else None,
        is_on(found["w:vanish"]) if "w:vanish" in found else None,
        attribute(found["w:u"], "val") not in (None, "none") if "w:u" in found else None,
    )


class Styles:
    """The styles of a document, by their ids; what they inherit is looked up when it is asked for."""

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
        self.numbered = lru_cache(None)(self._numbered)
        self.looks = lru_cache(None)(self._looks)
        self.fill = lru_cache(None)(self._fill)

    def of_paragraph(self, properties: Element | None) -> str:
        """Return the id of the style of a paragraph."""
        return value_of(properties, "w:pStyle") or self._default

    def _chain(self, id_: str) -> list[Element]:
        """Return a style and those that it builds on, nearest first."""
        chain: list[Element] = []
        while id_ in self._styles and len(chain) < _LONGEST:
            chain.append(self._styles[id_])
            id_ = value_of(chain[-1], "w:basedOn") or ""
        return chain

    def _level(self, id_: str) -> int | None:
        """Return the outline level that a style gives, counted from 0, or None; 9 is that of body text."""
        for style in self._chain(id_):
            level = number_of(child(style, "w:pPr"), "w:outlineLvl")
            if level is not None:
                return level
        return None

    def _numbered(self, id_: str) -> tuple[Numbered, str] | None:
        """Return the number that a style gives and the id of the style that says so, or None."""
        for style in self._chain(id_):
            properties = child(style, "w:pPr")
            number = None if properties is None else child(properties, "w:numPr")
            if number is not None:
                return numbered(number), attribute(style, "styleId") or ""
        return None

    def _looks(self, id_: str) -> Looks:
        """Return the looks that a style gives to runs."""
        looks = PLAIN
        for style in self._chain(id_):
            looks = looks.over(looks_of(child(style, "w:rPr")))
        return looks

    def looks_of_run(self, properties: Element | None, style: str) -> Looks:
        """Return the looks of a run with these properties in a paragraph of this style."""
        below = self.looks(style)
        found = {name: one for one in properties if (name := name_of(one)) in _SAID} if properties is not None else {}
        if not found:
            return below
        named = found.pop("w:rStyle", None)
        if named is not None:
            below = self.looks(attribute(named, "val") or "").over(below)
        return (_found(found) if found else PLAIN).over(below)

    def _fill(self, id_: str) -> str:
        """Return the background that a style gives to paragraphs, or ""."""
        for style in self._chain(id_):
            properties = child(style, "w:pPr")
            shade = None if properties is None else child(properties, "w:shd")
            if shade is not None:
                return fill_name(attribute(shade, "fill"))
        return ""


def numbered(properties: Element) -> Numbered:
    """Return what `<w:numPr>` says."""
    return Numbered(as_number(value_of(properties, "w:numId")), as_number(value_of(properties, "w:ilvl")))
