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


class _ShortNames(dict[Any, str]):
    """Short names by tags, such as `w:p`; "" for a tag of no vocabulary that is read here."""

    def __missing__(self, tag: Any) -> str:
        # Comments and processing instructions have a function for a tag.
        space, _, local = tag[1:].partition("}") if isinstance(tag, str) and tag.startswith("{") else ("", "", "")
        prefix = _PREFIXES.get(space)
        name = f"{prefix}:{local}" if prefix else ""
        # A hostile file may have any number of names, but not fill the table with them.
        if name and len(self) < 5000:
            self[tag] = name
        return name


_short_names = _ShortNames()


def name_of(element: Element) -> str:
    """Return the short name of an element, such as `w:p`; "" if it is of no vocabulary that is read here."""
    return _short_names[element.tag]


def local_name(element: Element) -> str:
    """Return the name of an element without its vocabulary."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute of the main vocabulary, or None."""
    value = element.get(f"{{{TRANSITIONAL}}}{name}")
    if value is None:
        value = element.get(f"{{{STRICT}}}{name}")
    return None if value is None else str(value)


@cache
def tags_of(name: str) -> tuple[str, ...]:
    """Return the tags that have a short name, one for each form of documents."""
    prefix, _, local = name.partition(":")
    return tuple(f"{{{space}}}{local}" for space, known in _PREFIXES.items() if known == prefix)


def child(element: Element, name: str) -> Element | None:
    """Return the first child with this short name, or None."""
    tags = tags_of(name)
    # What is asked for most, properties, stands first.
    if len(element) and element[0].tag in tags:
        return element[0]
    return next(element.iterchildren(*tags), None)


def below(element: Element, *names: str) -> Iterator[Element]:
    """Yield an element and what stands in it, but only what has one of these short names."""
    yield from element.iter(*(tag for name in names for tag in tags_of(name)))


def value_of(element: Element | None, name: str) -> str | None:
    """Return the `w:val` of the first child with this short name, or None if there is no such child or value."""
    found = None if element is None else child(element, name)
    return None if found is None else attribute(found, "val")


def number_of(element: Element | None, name: str) -> int | None:
    """Return the `w:val` of a child as a number, or None."""
    return as_number(value_of(element, name))


def as_number(value: str | None) -> int | None:
    """Return a number that stands in an attribute, or None if it is none, or larger than any that is meant."""
    try:
        number = int(value) if value is not None and len(value) < 10 else None
    except ValueError:
        return None
    return number


def is_on(element: Element | None) -> bool:
    """Say whether a switch such as `<w:strike/>` is on."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")
