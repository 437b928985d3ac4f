"""The names of elements and attributes, in either of the two forms in which Word documents are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

# An element of lxml, which has no types of its own.
Element: TypeAlias = Any

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PREFIXES = {
    TRANSITIONAL: "w",
    STRICT: "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
}
# A hostile file may have any number of names, but not fill the memory with them.
_NAMES_LIMIT = 5_000
# What shows words in a run, and what shows a sign.
TEXTS = frozenset({"w:t", "w:delText", "m:t"})
SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}


class _ShortNames(dict[Any, str]):
    """Short names by tags; a dictionary that fills itself, since nothing is looked up more often."""

    def __missing__(self, tag: Any) -> str:
        # Comments and processing instructions have a function for a tag.
        space, _, local = tag[1:].partition("}") if isinstance(tag, str) and tag.startswith("{") else ("", "", "")
        prefix = _PREFIXES.get(space)
        name = f"{prefix}:{local}" if prefix else ""
        if name and len(self) < _NAMES_LIMIT:
            self[tag] = name
        return name


_short_names = _ShortNames()


def name_of(element: Element) -> str:
    """Return the short name of an element, such as `w:p`; "" if it is of no vocabulary that is read here."""
    return _short_names[element.tag]


def local_name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute of the main vocabulary, or None."""
    if element is None:
        return None
    value = element.get(f"{{{TRANSITIONAL}}}{name}")
    if value is None:
        value = element.get(f"{{{STRICT}}}{name}")
    return None if value is None else str(value)


@cache
def tags_of(name: str) -> tuple[str, ...]:
    """Return the tags that have a short name, one for each form of documents."""
    prefix, _, local = name.partition(":")
    return tuple(f"{{{space}}}{local}" for space, known in _PREFIXES.items() if known == prefix)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child with a short name, its first child with the next of the path, and so on, or None."""
    for name in path:
        if element is None:
            return None
        tags = tags_of(name)
        # Properties, which are needed most, are first.
        is_first = len(element) and element[0].tag in tags
        element = element[0] if is_first else next(element.iterchildren(*tags), None)
    return element


def below(element: Element, *names: str) -> Iterator[Element]:
    """Yield an element and what is in it, but only what has one of these short names."""
    yield from element.iter(*(tag for name in names for tag in tags_of(name)))


def value_of(element: Element | None, *path: str) -> str | None:
    """Return the `w:val` of the child at a path of short names, or None if there is no such child or value."""
    return attribute(child(element, *path), "val")


def number_of(element: Element | None, *path: str) -> int | None:
    """Return the `w:val` of the child at a path of short names as a number, or None."""
    return as_number(value_of(element, *path))


def as_number(value: str | None) -> int | None:
    """Return a number that is in an attribute, or None if it is none, or larger than any that is meant."""
    try:
        return int(value) if value is not None and len(value) < 10 else None
    except ValueError:
        return None


def is_on(element: Element | None) -> bool:
    return element is not None and attribute(element, "val") not in ("0", "false", "off")
