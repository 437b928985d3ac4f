"""New paragraphs of a Word document: they look like the one beside them, and have no number of their own."""

from __future__ import annotations

import re
from copy import deepcopy

from bracketed.reading.word.names import Element, attribute, child, name_of
from bracketed.writing.word.package import WritablePackage
from bracketed.writing.word.runs import new_run, write_words

_TITLE = re.compile(r"heading|title|caption|toc", re.IGNORECASE)
# What belongs to one paragraph alone: its section, its numbering, and what was changed in it.
_OWN = frozenset({"w:sectPr", "w:numPr", "w:pPrChange", "w:framePr", "w:outlineLvl", "w:pageBreakBefore"})
# What the schema has in front of the numbering.
_BEFORE_NUMBER = frozenset(
    {"w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl"}
)


def new_paragraph(package: WritablePackage, beside: Element, words: str) -> Element:
    """Return a new paragraph that looks like one beside it, or like the text if that one is a title."""
    like = next((one for one in (beside, _next(beside)) if one is not None and not _is_title(one)), None)
    paragraph = package.element("p")
    properties = None if like is None else child(like, "w:pPr")
    if properties is not None:
        paragraph.append(_without_number(package, deepcopy(properties)))
    if words:
        # The first run may be a number or a name in bold.
        model = None if like is None else next((one for one in reversed(like) if name_of(one) == "w:r"), None)
        run = package.element("r") if model is None else new_run(package, model, words)
        if model is None:
            write_words(package, run, words)
        paragraph.append(run)
    return paragraph


def _next(paragraph: Element) -> Element | None:
    following: Element | None = paragraph.getnext()
    return following if following is not None and name_of(following) == "w:p" else None


def _is_title(paragraph: Element) -> bool:
    properties = child(paragraph, "w:pPr")
    style = None if properties is None else child(properties, "w:pStyle")
    return style is not None and _TITLE.search(attribute(style, "val") or "") is not None


def _without_number(package: WritablePackage, properties: Element) -> Element:
    numbered = child(properties, "w:numPr") is not None or child(properties, "w:pStyle") is not None
    for one in [one for one in properties if name_of(one) in _OWN]:
        properties.remove(one)
    formats = child(properties, "w:rPr")
    for one in [] if formats is None else [one for one in formats if name_of(one) in ("w:ins", "w:del")]:
        one.getparent().remove(one)
    if numbered:
        # A style may give a number too, which only the number 0 takes away.
        place = sum(name_of(one) in _BEFORE_NUMBER for one in properties)
        properties.insert(place, package.element("numPr", package.element("numId", val="0")))
    return properties
