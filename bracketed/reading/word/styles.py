"""What the styles of a document give to paragraphs and runs: outline levels, numbers, colours, strike-through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bracketed.reading.word.colours import fill_name, highlight_name
from bracketed.reading.word.names import (
    Element,
    as_number,
    attribute,
    child,
    is_on,
    name_of,
    number_of,
    tags_of,
    value_of,
)

# No chain of styles that build on each other is longer, unless it goes round in a circle.
_LONGEST = 32


@dataclass(frozen=True, slots=True)
class RunProperties:
    """How a run looks, as far as a draft is concerned: None is what a style or a run does not say."""

    colour: str | None = None
    struck: bool | None = None
    hidden: bool | None = None
    underlined: bool | None = None

    def over(self, below: RunProperties) -> RunProperties:
        """Return these looks where they say something, and those `below` elsewhere."""
        if below is NOT_SAID or self is NOT_SAID:
            return below if self is NOT_SAID else self
        return RunProperties(
            below.colour if self.colour is None else self.colour,
            below.struck if self.struck is None else self.struck,
            below.hidden if self.hidden is None else self.hidden,
            below.underlined if self.underlined is None else self.underlined,
        )


NOT_SAID = RunProperties()
_LOOKS = frozenset({"w:highlight", "w:shd", "w:strike", "w:dstrike", "w:vanish", "w:u"})
# As tags: what a run looks like is asked for more often than anything else.
_SAID = frozenset(tag for name in (*_LOOKS, "w:rStyle") for tag in tags_of(name))


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of a paragraph: which list, and which level of it, counted from 0; what is not said is None."""

    list: int | None
    level: int | None


def looks_of(properties: Element | None) -> RunProperties:
    """Return what `<w:rPr>` itself says."""
    if properties is None:
        return NOT_SAID
    found = {name: one for one in properties if (name := name_of(one)) in _LOOKS}
    return _found(found) if found else NOT_SAID


def _found(found: dict[str, Element]) -> RunProperties:
    colour = highlight_name(attribute(found["w:highlight"], "val")) if "w:highlight" in found else None
    if not colour and "w:shd" in found:
        colour = fill_name(attribute(found["w:shd"], "fill"))
    struck = [is_on(found[name]) for name in ("w:strike", "w:dstrike") if name in found]
    return RunProperties(
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
        self.run = lru_cache(None)(self._run)
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

    def _run(self, id_: str) -> RunProperties:
        """Return the looks that a style gives to runs."""
        looks = NOT_SAID
        for style in self._chain(id_):
            looks = looks.over(looks_of(child(style, "w:rPr")))
        return looks

    def of_run(self, properties: Element | None, below: RunProperties) -> RunProperties:
        """Return the properties of a run, over those that the style of its paragraph gives it."""
        said = [one for one in properties if one.tag in _SAID] if properties is not None else []
        if not said:
            return below
        found = {name_of(one): one for one in said}
        named = found.pop("w:rStyle", None)
        if named is not None:
            below = self.run(attribute(named, "val") or "").over(below)
        return (_found(found) if found else NOT_SAID).over(below)

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
