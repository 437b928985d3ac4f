"""Counts the automatic numbers of paragraphs, which are shown but are nowhere in the text of a document.

A paragraph refers to a list (`w:num`), and that to the definition of its levels (`w:abstractNum`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bracketed.reading.numerals import numeral
from bracketed.reading.word.names import Element, as_number, attribute, child, is_on, name_of, number_of, value_of
from bracketed.reading.word.styles import ListNumber, Styles
from bracketed.reading.word.symbols import in_font

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_BEHIND = {"space": " ", "nothing": ""}


@dataclass(slots=True)
class _Level:
    """One level of a list: `text` is `Article %1.%2`, `restart` the level after which it begins anew."""

    start: int = 1
    form: str = "decimal"
    sample: str = ""
    text: str = ""
    behind: str = " "
    restart: int | None = None
    legal: bool = False
    style: str = ""
    font: str = ""


@dataclass(slots=True)
class _Definition:
    """The levels of a list, how far each has been counted, and which lists have begun with a number of their own."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)
    begun: set[tuple[int, int]] = field(default_factory=set)


@dataclass(slots=True)
class _NumberedList:
    """A list: its definition, and where it departs from that."""

    definition: _Definition
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)

    def level(self, number: int) -> _Level:
        return self.levels.get(number) or self.definition.levels.get(number) or _Level(text=f"%{number + 1}.")


class Numbering:
    """The lists of a document, counted on as its paragraphs are read in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[int, _NumberedList] = {}
        definitions: dict[int, _Definition] = {}
        borrowed: dict[int, str] = {}
        for one in _children(root, "w:abstractNum"):
            id_ = as_number(attribute(one, "abstractNumId"))
            if id_ is not None:
                definitions[id_] = _Definition(dict(map(_level, _children(one, "w:lvl"))))
                borrowed[id_] = value_of(one, "w:numStyleLink") or ""
        for one in _children(root, "w:num"):
            self._enter(one, definitions)
        # A definition may say no more than that it is the one of a style.
        for id_, style in borrowed.items():
            number = styles.number(style) if style else None
            lender = self._lists.get(number.list) if number and number.list is not None else None
            if lender is not None and not definitions[id_].levels:
                definitions[id_].levels = lender.definition.levels

    def _enter(self, one: Element, definitions: dict[int, _Definition]) -> None:
        id_, definition = as_number(attribute(one, "numId")), number_of(one, "w:abstractNumId")
        if id_ is None or definition not in definitions:
            return
        entered = self._lists[id_] = _NumberedList(definitions[definition])
        for override in _children(one, "w:lvlOverride"):
            level = as_number(attribute(override, "ilvl"))
            start = number_of(override, "w:startOverride")
            own = child(override, "w:lvl")
            if level is not None and start is not None:
                entered.starts[level] = start
            if level is not None and own is not None:
                entered.levels[level] = _level(own)[1]

    def label(self, own: ListNumber, style: str) -> str:
        """Count a paragraph and return its number as shown, with what parts it from the text, or "" without one."""
        place = self._place(own, style)
        if place is None:
            return ""
        id_, number = place
        one = self._lists[id_]
        # Lists with one definition count on together, unless a list says with what number it starts.
        counts = one.definition.counts
        level = one.level(number)
        for upper in range(number):
            # A level that was skipped counts as begun.
            counts.setdefault(upper, one.level(upper).start)
        key = (id_, number)
        if number in one.starts and key not in one.definition.begun:
            one.definition.begun.add(key)
            counts[number] = one.starts[number]
        else:
            counts[number] = counts[number] + 1 if number in counts else level.start
        for lower in range(number + 1, _LEVELS):
            if lower in counts:
                # A level begins anew below any higher one, unless it says below which; 0 is below none.
                restart = one.level(lower).restart
                if restart is None or (restart and number < restart):
                    del counts[lower]
        if level.form == "bullet":
            words = in_font(level.text, level.font) or "•"
        else:
            words = _PLACE.sub(lambda found: _counted(one, int(found[1]) - 1, level), level.text)
        return words + level.behind if words.strip() else ""

    def _place(self, own: ListNumber, style: str) -> tuple[int, int] | None:
        """Return the list and the level of a paragraph, or None if it has no number."""
        from_style = (self._styles.number(style) if style else None) or ListNumber(None, None, style)
        id_ = from_style.list if own.list is None else own.list
        if id_ is None or id_ not in self._lists:
            return None
        level = own.level
        if level is None and own.list is None:
            # The level whose style it is; else what the style says.
            levels = self._lists[id_].definition.levels
            level = next((number for number, one in levels.items() if one.style == from_style.style), from_style.level)
        return id_, min(max(level or 0, 0), _LEVELS - 1)


def _counted(one: _NumberedList, number: int, shown: _Level) -> str:
    level = one.level(number)
    count = one.definition.counts.setdefault(number, level.start)
    form = "decimal" if shown.legal and level.form != "none" else level.form
    return numeral(count, form, level.sample)


def _children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [one for one in element if name_of(one) == name]


def _level(element: Element) -> tuple[int, _Level]:
    """Return the number of a level and what `<w:lvl>` says of it."""
    level = _Level()
    for one in element:
        value = attribute(one, "val") or ""
        match name_of(one):
            case "w:start":
                level.start = 1 if (start := as_number(value)) is None else start
            case "w:numFmt":
                level.form, level.sample = value, attribute(one, "format") or ""
            case "mc:AlternateContent":
                # Word keeps a format such as "001, 002" here, beside another one for old programs.
                form = next((form for form in one.iter() if name_of(form) == "w:numFmt"), None)
                if form is not None:
                    level.form, level.sample = attribute(form, "val") or "", attribute(form, "format") or ""
            case "w:lvlText":
                # A text that repeats the counts without end would fill the memory.
                level.text = value[:200]
            case "w:suff":
                level.behind = _BEHIND.get(value, " ")
            case "w:lvlRestart":
                level.restart = as_number(value)
            case "w:isLgl":
                level.legal = is_on(one)
            case "w:pStyle":
                level.style = value
            case "w:rPr":
                level.font = attribute(child(one, "w:rFonts"), "ascii") or ""
    return as_number(attribute(element, "ilvl")) or 0, level
