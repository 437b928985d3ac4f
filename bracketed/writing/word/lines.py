"""Ends of paragraphs that go: paragraphs that are joined, and those of which nothing is left.

What is around them decides how. Only neighbours in one cell, or in the text outside all cells, can be joined, and a
cell keeps at least one paragraph; a row goes as a whole if everything in it went. Of paragraphs that are joined, the
properties and the number are those of the last one with words, as in Word, where they belong to a paragraph's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bracketed.reading.word.names import Element, child, name_of
from bracketed.writing.word.runs import shows_something

_SOLID = frozenset({"w:p", "w:tbl", "w:sdt", "w:customXml", "w:altChunk"})
_MARKS = frozenset({
    "w:bookmarkStart", "w:bookmarkEnd", "w:permStart", "w:permEnd", "w:commentRangeStart", "w:commentRangeEnd",
})  # fmt: skip


def groups_of(ends: Iterable[Element]) -> list[tuple[list[Element], Element | None]]:
    """Return what becomes one paragraph when the ends of these, given in their order, go.

    With each group comes the paragraph that gives it its properties, or None if nothing is left of them all.
    """
    going = {paragraph: None for paragraph in ends if not _ends_section(paragraph)}
    groups: list[tuple[list[Element], Element | None]] = []
    done: set[Element] = set()
    for paragraph in going:
        if paragraph in done:
            continue
        group = [paragraph]
        # The end of a paragraph that goes joins it with the next, whether the end of that one goes or not.
        while group[-1] in going and (following := _neighbour(group[-1])) is not None:
            group.append(following)
        done.update(group)
        last = group[-1]
        solid = [one for one in group if (one is last and _ends_section(one)) or not is_bare(one)]
        # An empty paragraph behind what goes stays, since its own end does.
        if not solid and last not in going:
            solid = [last]
        groups.append((group, solid[-1] if solid else None))
    return groups


def is_bare(element: Element) -> bool:
    """Return whether a paragraph or row shows nothing, or nothing but what is marked as deleted."""
    return not any(
        name_of(one) in ("w:r", "m:r")
        and shows_something(one)
        and not any(name_of(above) == "w:del" for above in one.iterancestors())
        for one in element.iter()
    )


def join(paragraphs: Sequence[Element], keeper: Element | None) -> None:
    """Make one paragraph of several, or take them out if nothing is left of them."""
    if keeper is None and _must_stay(paragraphs[0]):
        keeper = paragraphs[0]
    before = True
    for paragraph in paragraphs:
        if paragraph is keeper:
            before = False
            continue
        if keeper is None or not before:
            # Nothing is left of it but marks, such as those of bookmarks.
            last = keeper if keeper is not None else _neighbour(paragraphs[0], before=True)
            if last is not None:
                last.extend([one for one in paragraph if name_of(one) in _MARKS])
        else:
            # Its words go into the next, and with the words of that one further on, until all are in the keeper.
            put_first([one for one in paragraph if name_of(one) != "w:pPr"], _neighbour(paragraph))
        paragraph.getparent().remove(paragraph)


def _must_stay(paragraph: Element) -> bool:
    """Return whether a paragraph of which nothing is left is the first of a cell or text box, or behind a table."""
    if _neighbour(paragraph, before=True) is not None:
        return False
    between = [one for one in paragraph.itersiblings(preceding=True) if name_of(one) in _SOLID]
    return bool(between) or name_of(paragraph.getparent()) != "w:body"


def put_first(content: Iterable[Element], paragraph: Element) -> None:
    """Move elements to the beginning of a paragraph, behind its properties."""
    own = child(paragraph, "w:pPr")
    for place, one in enumerate(content, start=0 if own is None else paragraph.index(own) + 1):
        paragraph.insert(place, one)


def ends_to_mark(paragraphs: Sequence[Element], keeper: Element | None) -> list[Element]:
    """Return the paragraphs whose ends are to be marked as deleted, so that to accept that gives what `join` makes.

    An end that is deleted joins its paragraph with the next.
    """
    *first, last = paragraphs
    if keeper is None:
        before = _neighbour(paragraphs[0], before=True)
        # The last paragraph of a cell goes by joining the one before with it.
        return [before, *first] if before is not None and not _ends_section(before) else first
    if keeper is not last and _neighbour(last) is not None:
        return [one for one in paragraphs if one is not keeper]
    return first


def _neighbour(paragraph: Element, *, before: bool = False) -> Element | None:
    """Return the paragraph behind (or before) another if nothing solid is between them."""
    for one in paragraph.itersiblings(preceding=before):
        if name_of(one) in _SOLID:
            return one if name_of(one) == "w:p" else None
    return None


def _ends_section(paragraph: Element) -> bool:
    """Return whether a paragraph holds the layout of the pages before it, which cannot go with its words."""
    properties = child(paragraph, "w:pPr")
    return properties is not None and child(properties, "w:sectPr") is not None


def empty_rows(paragraphs: Iterable[Element]) -> list[Element]:
    """Return the rows that hold some of these paragraphs and in which nothing is left."""
    rows: dict[Element, None] = {}
    for paragraph in paragraphs:
        row = next((above for above in paragraph.iterancestors() if name_of(above) == "w:tr"), None)
        if row is not None:
            rows[row] = None
    # A row that a merged cell goes through holds a part of that cell.
    return [row for row in rows if is_bare(row) and not any(name_of(one) == "w:vMerge" for one in row.iter())]
