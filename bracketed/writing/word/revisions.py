"""Brings a document that tracks changes to the state in which it was read, before anything is written into it.

What was read as made is made, what was read as not made is undone, and nothing of it is tracked any more: otherwise
"reject all" would take back other people's changes together with ours.
"""

from __future__ import annotations

from collections.abc import Iterable

from bracketed.draft.annotated_text import ChangesMode
from bracketed.reading.word.names import Element, below, child, name_of
from bracketed.reading.word.revisions import DELETES, INSERTS, REVISIONS

_WORDS = frozenset({"w:t", "w:delText", "m:t", "w:tab", "w:br", "w:cr", "w:sym", "w:noBreakHyphen"})
_RANGES = frozenset({
    "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd", "w:customXmlInsRangeStart",
    "w:customXmlInsRangeEnd", "w:customXmlDelRangeStart", "w:customXmlDelRangeEnd", "w:customXmlMoveFromRangeStart",
    "w:customXmlMoveFromRangeEnd", "w:customXmlMoveToRangeStart", "w:customXmlMoveToRangeEnd",
})  # fmt: skip
# Earlier looks, kept inside the properties that took their place.
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
    """Make or undo the tracked changes of a part, as they were read, and say whether there are any.

    `shown` are the elements whose words are in the text that was read; they stay, and those around them.
    """
    looks = [*below(root, *_EARLIER)]
    _settle_looks(looks, view)
    kept = set(shown)
    marks: list[Element] = []
    changes = [*below(root, *_RANGES, *REVISIONS)]
    for one in changes:
        name = name_of(one)
        if name in _RANGES:
            one.getparent().remove(one)
        elif name in REVISIONS:
            holder = name_of(one.getparent())
            if holder == "w:rPr" and name_of(one.getparent().getparent()) == "w:pPr":
                marks.append(one)
            elif holder in ("w:rPr", "m:ctrlPr"):
                one.getparent().remove(one)
            elif holder == "w:trPr":
                _settle_holder(one, "w:tr", view)
            elif holder == "w:tcPr":
                _settle_holder(one, "w:tc", view)
            elif _stays(one, view, kept):
                _unwrap(one)
            else:
                one.getparent().remove(one)
    for mark in marks:
        _settle_mark(mark, view)
    return bool(looks or changes)


def _made(view: ChangesMode) -> bool:
    return view == "accept"


def _stays(change: Element, view: ChangesMode, kept: set[Element]) -> bool:
    """Say whether what stands inside a change is in the text."""
    by_rule = _made(view) == (name_of(change) in INSERTS)
    if view != "brackets":
        return by_rule
    # Changes that only set brackets were read as made, whatever the rule says.
    words = [one for one in change.iter() if name_of(one) in _WORDS]
    return any(one in kept for one in words) if words else by_rule


def _unwrap(change: Element) -> None:
    for one in change.iter():
        name = name_of(one)
        if name in ("w:delText", "w:delInstrText"):
            one.tag = one.tag.replace("delText", "t").replace("delInstrText", "instrText")
    parent = change.getparent()
    at = parent.index(change)
    parent[at : at + 1] = [*change]


def _settle_holder(change: Element, holder: str, view: ChangesMode) -> None:
    """Keep or take out the row or cell whose properties record a change."""
    properties = change.getparent()
    if _made(view) == (name_of(change) in INSERTS):
        properties.remove(change)
        return
    element = properties.getparent()
    if name_of(element) == holder and element.getparent() is not None:
        element.getparent().remove(element)


def _settle_mark(mark: Element, view: ChangesMode) -> None:
    """Keep the end of a paragraph, or join the paragraph with the next."""
    properties = mark.getparent()
    paragraph = properties.getparent().getparent()
    properties.remove(mark)
    if paragraph.getparent() is None or (_made(view) == (name_of(mark) not in DELETES)):
        return
    following = paragraph.getnext()
    while following is not None and name_of(following) not in _SOLID:
        following = following.getnext()
    content = [one for one in paragraph if name_of(one) != "w:pPr"]
    if following is not None and name_of(following) == "w:p":
        # The next one's mark is the one that remains, and with it go the looks.
        own = child(following, "w:pPr")
        for place, one in enumerate(content, start=0 if own is None else following.index(own) + 1):
            following.insert(place, one)
        paragraph.getparent().remove(paragraph)
    elif not content and paragraph.getprevious() is not None and name_of(paragraph.getprevious()) == "w:p":
        paragraph.getparent().remove(paragraph)


def _settle_looks(changes: Iterable[Element], view: ChangesMode) -> None:
    """Keep looks as they are, or bring back the earlier ones."""
    for one in changes:
        name = name_of(one)
        properties = one.getparent()
        if properties is None:
            continue
        earlier = child(one, _EARLIER[name]) if _EARLIER[name] else None
        properties.remove(one)
        # A record that stands where none belongs, such as in a paragraph, must not bring the paragraph's words down.
        if view == "reject" and earlier is not None and name_of(properties) == _EARLIER[name]:
            lasting = _LASTING.get(name_of(properties), ())
            for old in [*properties]:
                if name_of(old) not in lasting:
                    properties.remove(old)
            for place, old in enumerate([*earlier]):
                properties.insert(place, old)
