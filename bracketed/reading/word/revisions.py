"""Tracked changes: which words of a document are shown, by how its changes are to be read.

Changes nest: what one person inserted another may have deleted or moved away since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bracketed.draft.annotated_text import ChangesMode, TrackedChangeKind
from bracketed.reading.paragraphs import Revision
from bracketed.reading.tracked_changes import is_whole
from bracketed.reading.word.names import Element, attribute, child, name_of

INSERTS = frozenset({"w:ins", "w:moveTo", "w:cellIns"})
DELETES = frozenset({"w:del", "w:moveFrom", "w:cellDel"})
REVISIONS = INSERTS | DELETES
_ANYWHERE = tuple(f"{{*}}{name.removeprefix('w:')}" for name in sorted(REVISIONS))
_SIGNS = frozenset("[] \t\n")


@dataclass(frozen=True, slots=True)
class RevisionState:
    """The outermost insertion and deletion around a place of a document, and whether its words are in the text."""

    view: ChangesMode
    shown: bool = True
    inserted: Element | None = None
    deleted: Element | None = None

    def within(self, change: Element, made: bool = False) -> RevisionState:
        """Return the state inside a change; one that is `made` is read so whatever the view."""
        inserts = name_of(change) in INSERTS
        shown = self.shown and (self.view == "accept" or made) == inserts
        if made:
            return replace(self, shown=shown)
        if inserts:
            return replace(self, shown=shown, inserted=change if self.inserted is None else self.inserted)
        return replace(self, shown=shown, deleted=change if self.deleted is None else self.deleted)

    @property
    def revision(self) -> Revision | None:
        """The change that is to be read as a bracket here."""
        # What was inserted and deleted again is nothing any more.
        if self.view != "brackets" or (self.inserted is None) == (self.deleted is None):
            return None
        kind: TrackedChangeKind = "deletion" if self.inserted is None else "insertion"
        change = self.deleted if self.inserted is None else self.inserted
        return Revision(kind, author_of(change), attribute(change, "date") or "")


def changes_in(properties: Element | None) -> Iterator[Element]:
    """Yield the changes that properties record: of a paragraph's mark, a row or a cell."""
    for one in properties if properties is not None else ():
        if name_of(one) in REVISIONS:
            yield one


def mark_state(paragraph: Element, state: RevisionState) -> RevisionState:
    """Return the state of the mark that ends a paragraph."""
    for change in changes_in(child(paragraph, "w:pPr", "w:rPr")):
        state = state.within(change)
    return state


def author_of(element: Element) -> str:
    """Return who made a change, or wrote a comment."""
    return " ".join((attribute(element, "author") or "").split()) or "unknown"


def words_below(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter() if name_of(one) in ("w:t", "w:delText"))


def tracked_in(root: Element) -> list[Element]:
    """Return the tracked changes of a part, a paragraph's mark with the words before it."""
    found = []
    for one in root.iterdescendants(*_ANYWHERE):
        if not name_of(one).startswith("w:"):
            continue
        around = one.getparent()
        if name_of(around) == "w:rPr":
            # Who inserts a paragraph inserts its mark as well.
            paragraph = next(islice(around.iterancestors(), 1, None), ())
            if any(name_of(sibling) == name_of(one) for sibling in paragraph):
                continue
        found.append(one)
    return found


def bracket_changes(paragraphs: Iterable[Element]) -> dict[Element, None]:
    """Return the changes of a line that only put brackets or take them away, or insert words that are in brackets."""
    # Brackets are no wording to be argued about: they are read as the changes leave them, unless that would break up
    # brackets which were whole before.
    line = [part for paragraph in paragraphs for part in _parts(paragraph)]
    # Word divides what one person types at one place into several changes.
    groups: list[list[Element]] = []
    before: Element | None = None
    for change, _ in line:
        if change is not None and before is not None and _are_alike(before, change):
            groups[-1].append(change)
        elif change is not None:
            groups.append([change])
        before = change
    made: dict[Element, None] = {}
    for group in groups:
        words = "".join(map(words_below, group))
        if ("[" in words or "]" in words) and (name_of(group[0]) in INSERTS or set(words) <= _SIGNS):
            made.update(dict.fromkeys(group))
    if not made:
        return made
    old = "".join(words for change, words in line if change is None or name_of(change) in DELETES)
    new = "".join(words for change, words in line if change is None or (name_of(change) in INSERTS) == (change in made))
    return made if is_whole(new) or not is_whole(old) else {}


def _are_alike(one: Element, other: Element) -> bool:
    return name_of(one) == name_of(other) and author_of(one) == author_of(other)


def _parts(element: Element) -> Iterator[tuple[Element | None, str]]:
    """Yield the words of a paragraph in parts, each with the outermost change that it is in."""
    for one in element:
        name = name_of(one)
        if name in REVISIONS:
            yield one, words_below(one)
        elif name == "w:r":
            words = words_below(one)
            if words:
                yield None, words
        elif name != "w:pPr":
            yield from _parts(one)
