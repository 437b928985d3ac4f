"""Brings a document that tracks changes to the state in which it was read, before anything is written into it.

What was read as made is made, what was read as not made is undone, and nothing of it is tracked any more: otherwise
"reject all" would take back other people's changes together with ours.
"""

from __future__ import annotations

from collections.abc import Iterable

from bracketed.draft.annotated_text import ChangesMode
from bracketed.reading.word.names import SIGNS, TEXTS, Element, below, child, name_of
from bracketed.reading.word.revisions import DELETES, INSERTS, REVISIONS
from bracketed.writing.word.lines import put_first

_WORDS = frozenset({*TEXTS, *SIGNS, "w:sym"})
_RANGES = frozenset({
    "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd", "w:customXmlInsRangeStart",
    "w:customXmlInsRangeEnd", "w:customXmlDelRangeStart", "w:customXmlDelRangeEnd", "w:customXmlMoveFromRangeStart",
    "w:customXmlMoveFromRangeEnd", "w:customXmlMoveToRangeStart", "w:customXmlMoveToRangeEnd",
})  # fmt: skip
# Earlier properties, kept inside those that took their place.
_EARLIER = {
    "w:rPrChange": "w:rPr", "w:pPrChange": "w:pPr", "w:sectPrChange": "w:sectPr", "w:tblPrChange": "w:tblPr",
    "w:trPrChange": "w:trPr", "w:tcPrChange": "w:tcPr", "w:tblPrExChange": "w:tblPrEx", "w:tblGridChange": "w:tblGrid",
    "w:numberingChange": "",
}  # fmt: skip
# What an earlier form of these properties does not repeat.
_LASTING = {
    "w:pPr": ("w:rPr", "w:sectPr"), "w:trPr": ("w:ins", "w:del"),
    "w:sectPr": ("w:headerReference", "w:footerReference"),
}  # fmt: skip
_SOLID = frozenset({"w:p", "w:tbl"})


def settle_changes(root: Element, view: ChangesMode, shown: Iterable[Element]) -> bool:
    """Make or undo the tracked changes of a part, as they were read, and return whether there are any.

    `shown` are the elements whose words are in the text that was read; they stay, and those around them.
    """
    formats = [*below(root, *_EARLIER)]
    _settle_formats(formats, view)
    kept = set(shown)
    paragraph_marks: list[Element] = []
    # A list, since changes are removed while they are gone through.
    changes = [*below(root, *_RANGES, *REVISIONS)]
    for one in changes:
        holder = one.getparent()
        # A change that is recorded in properties is one of what these belong to.
        owner = {"w:trPr": "w:tr", "w:tcPr": "w:tc"}.get(name_of(holder))
        if name_of(one) in _RANGES:
            holder.remove(one)
        elif name_of(holder) == "w:rPr" and name_of(holder.getparent()) == "w:pPr":
            paragraph_marks.append(one)
        elif name_of(holder) in ("w:rPr", "m:ctrlPr"):
            holder.remove(one)
        elif name_of(holder) == "w:numPr" and name_of(one) in INSERTS and view == "reject":
            # The number of the paragraph is what is new; it may be gone for another such change.
            if holder.getparent() is not None:
                holder.getparent().remove(holder)
        elif owner is not None:
            _settle_owner(one, owner, view)
        elif _stays(one, view, kept):
            _unwrap(one)
        else:
            holder.remove(one)
    # Only now is it known which paragraphs are left to be joined.
    for mark in paragraph_marks:
        _settle_paragraph_mark(mark, view)
    return bool(formats or changes)


def _is_kept(change: Element, view: ChangesMode) -> bool:
    """Return whether what a change inserts or deletes is in the text by the rule for changes of its sort."""
    return (view == "accept") == (name_of(change) in INSERTS)


def _stays(change: Element, view: ChangesMode, kept: set[Element]) -> bool:
    """Return whether the words inside a change are in the text."""
    # Changes that only set brackets were read as made, whatever the rule says.
    words = [one for one in change.iter() if name_of(one) in _WORDS] if view == "brackets" else []
    return any(one in kept for one in words) if words else _is_kept(change, view)


def _unwrap(change: Element) -> None:
    for one in below(change, "w:delText", "w:delInstrText"):
        one.tag = one.tag.replace("delText", "t").replace("delInstrText", "instrText")
    parent = change.getparent()
    at = parent.index(change)
    parent[at : at + 1] = [*change]


def _settle_owner(change: Element, owner: str, view: ChangesMode) -> None:
    """Keep or take out the row or cell whose properties record a change."""
    properties = change.getparent()
    element = properties.getparent()
    if _is_kept(change, view):
        properties.remove(change)
    elif name_of(element) == owner and element.getparent() is not None:
        element.getparent().remove(element)


def _settle_paragraph_mark(mark: Element, view: ChangesMode) -> None:
    """Keep the end of a paragraph, or join the paragraph with the next."""
    properties = mark.getparent()
    paragraph = properties.getparent().getparent()
    properties.remove(mark)
    if paragraph.getparent() is None or (view == "accept") == (name_of(mark) not in DELETES):
        return
    following = next((one for one in paragraph.itersiblings() if name_of(one) in _SOLID), None)
    content = [one for one in paragraph if name_of(one) != "w:pPr"]
    if following is not None and name_of(following) == "w:p":
        # The next one's mark is the one that remains, and with it go the properties.
        put_first(content, following)
        paragraph.getparent().remove(paragraph)
    elif not content and paragraph.getprevious() is not None and name_of(paragraph.getprevious()) == "w:p":
        paragraph.getparent().remove(paragraph)


def _settle_formats(changes: Iterable[Element], view: ChangesMode) -> None:
    """Keep properties as they are, or bring back the earlier ones."""
    for one in changes:
        # What is recorded inside earlier properties goes with these.
        name = name_of(one)
        properties = one.getparent()
        if properties is None:
            continue
        earlier = child(one, _EARLIER[name]) if _EARLIER[name] else None
        properties.remove(one)
        # A record where none belongs, such as in a paragraph, must not take the paragraph's words with it.
        if view == "reject" and earlier is not None and name_of(properties) == _EARLIER[name]:
            lasting = _LASTING.get(name_of(properties), ())
            for old in [*properties]:
                if name_of(old) not in lasting:
                    properties.remove(old)
            for place, old in enumerate([*earlier]):
                properties.insert(place, old)
