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
    font: str | None = None

    def over(self, below: Looks) -> Looks:
        """Return these looks where they say something, and those `below` elsewhere."""
        if below is PLAIN:
            return self
        return Looks(
            below.colour if self.colour is None else self.colour,
            below.struck if self.struck is None else self.struck,
            below.hidden if self.hidden is None else self.hidden,
            below.underlined if self.underlined is None else self.underlined,
            below.font if self.font is None else self.font,
        )


PLAIN = Looks()


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of a paragraph: which list, and which level of it, counted from 0; what is not said is None."""

    list: int | None
    level: int | None


def looks_of(properties: Element | None) -> Looks:
    """Return what `<w:rPr>` itself says."""
    if properties is None or not len(properties):
        return PLAIN
    colour: str | None = None
    fill: str | None = None
    struck = hidden = underlined = None
    font: str | None = None
    for one in properties:
        match name_of(one):
            case "w:highlight":
                colour = highlight_name(attribute(one, "val"))
            case "w:shd":
                fill = fill_name(attribute(one, "fill"))
            case "w:strike" | "w:dstrike":
                struck = bool(struck) or is_on(one)
            case "w:vanish":
                hidden = is_on(one)
            case "w:u":
                underlined = attribute(one, "val") not in (None, "none")
            case "w:rFonts":
                font = attribute(one, "ascii") or attribute(one, "hAnsi")
    if colour is None and fill is None and struck is hidden is underlined is None and font is None:
        return PLAIN
    return Looks(colour or fill if fill is not None else colour, struck, hidden, underlined, font)


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
