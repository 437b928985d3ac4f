"""Ends of paragraphs that go: paragraphs that are joined, and those of which nothing is left.

What stands around them decides how. Only neighbours in one cell, or in the text outside all cells, can be joined, and
a cell keeps at least one paragraph; a row goes as a whole if everything in it went. Of paragraphs that are joined, the
looks and the number are those of the last one with words, as in Word, where they belong to a paragraph's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bracketed.reading.word.names import Element, child, name_of
from bracketed.writing.word.runs import shows_something

_SOLID = frozenset({"w:p", "w:tbl", "w:sdt", "w:customXml", "w:altChunk"})
_MARKS = frozenset({
    "w:bookmarkStart", "w:bookmarkEnd", "w:permStart", "w:permEnd", "w:commentRangeStart", "w:commentRangeEnd",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Joined:
    """Neighbours that become one paragraph: `keeper` gives it its looks, or is None if nothing is left of them all.

    `goes_on` says whether a paragraph follows that is none of them.
    """

    paragraphs: tuple[Element, ...]
    keeper: Element | None
    goes_on: bool


def joined(ends: Iterable[Element]) -> list[Joined]:
    """Return what becomes one paragraph when the ends of these, given in their order, go."""
    going = {paragraph: None for paragraph in ends if not _ends_section(paragraph)}
    groups: list[Joined] = []
    done: set[Element] = set()
    for paragraph in going:
        if paragraph in done:
            continue
        group = [paragraph]
        while group[-1] in going and (following := _neighbour(group[-1])) is not None:
            group.append(following)
        done.update(group)
        last = group[-1]
        solid = [one for one in group if (one is last and _ends_section(one)) or not is_bare(one)]
        if not solid and last not in going:
            solid = [last]
        groups.append(Joined(tuple(group), solid[-1] if solid else None, _neighbour(last) is not None))
    return groups


def is_bare(element: Element) -> bool:
    """Say whether a paragraph or row shows nothing, or nothing but what is marked as deleted."""
    return not any(
        name_of(one) in ("w:r", "m:r")
        and shows_something(one)
        and not any(name_of(above) == "w:del" for above in one.iterancestors())
        for one in element.iter()
    )


def join(group: Joined) -> None:
    """Make one paragraph of several, or take them out if nothing is left of them."""
    keeper = group.keeper
    if keeper is None:
        keeper = _last_resort(group)
    before = True
    for paragraph in group.paragraphs:
        if paragraph is keeper:
            before = False
        elif keeper is None or not before:
            # Nothing is left of it but marks, such as those of bookmarks.
            marks = [one for one in paragraph if name_of(one) in _MARKS]
            last = keeper if keeper is not None else _neighbour(group.paragraphs[0], before=True)
            if last is not None:
                last.extend(marks)
            paragraph.getparent().remove(paragraph)
        else:
            _put_first([one for one in paragraph if name_of(one) != "w:pPr"], _neighbour(paragraph))
            paragraph.getparent().remove(paragraph)


def _last_resort(group: Joined) -> Element | None:
    """Return the paragraph that has to stay although nothing is left of it, if one has to."""
    first = group.paragraphs[0]
    place = name_of(first.getparent())
    if _neighbour(first, before=True) is not None:
        return None
    between = [one for one in first.itersiblings(preceding=True) if name_of(one) in _SOLID]
    return None if place == "w:body" and not between else first


def _put_first(content: Iterable[Element], paragraph: Element) -> None:
    own = child(paragraph, "w:pPr")
    for place, one in enumerate(content, start=0 if own is None else paragraph.index(own) + 1):
        paragraph.insert(place, one)


def ends_to_mark(group: Joined) -> Iterator[Element]:
    """Yield the paragraphs whose ends are to be marked as deleted, so that whoever accepts it gets what `join` makes.

    An end that is deleted joins its paragraph with the next.
    """
    *first, last = group.paragraphs
    if group.keeper is None:
        before = _neighbour(group.paragraphs[0], before=True)
        if before is not None and not _ends_section(before):
            # The last paragraph of a cell goes by joining the one before with it.
            yield before
        yield from first
    elif group.goes_on and group.keeper is not last:
        yield from (one for one in group.paragraphs if one is not group.keeper)
    else:
        yield from first


def _neighbour(paragraph: Element, *, before: bool = False) -> Element | None:
    """Return the next (or the last) paragraph if it stands in the same place and nothing else is between."""
    for one in paragraph.itersiblings(preceding=before):
        if name_of(one) in _SOLID:
            return one if name_of(one) == "w:p" else None
    return None


def _ends_section(paragraph: Element) -> bool:
    """Say whether a paragraph holds the layout of the pages before it, which cannot go with its words."""
    properties = child(paragraph, "w:pPr")
    return properties is not None and child(properties, "w:sectPr") is not None


def empty_rows(paragraphs: Iterable[Element]) -> list[Element]:
    """Return the rows in which some of these paragraphs stand and in which nothing is left."""
    rows: dict[Element, None] = {}
    for paragraph in paragraphs:
        row = next((above for above in paragraph.iterancestors() if name_of(above) == "w:tr"), None)
        if row is not None:
            rows[row] = None
    return [row for row in rows if is_bare(row) and not any(name_of(one) == "w:vMerge" for one in row.iter())]
