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
class State:
    """The changes within which a stretch of a document stands: the outermost insertion and deletion, if any.

    `shown` says whether its words are in the text.
    """

    view: ChangesMode
    shown: bool = True
    inserted: Element | None = None
    deleted: Element | None = None

    def within(self, change: Element, taken: bool = False) -> State:
        """Return the state inside a change; one that is `taken` is read as made, whatever the view."""
        inserts = name_of(change) in INSERTS
        made = self.view == "accept" or taken
        shown = self.shown and made == inserts
        if taken:
            return replace(self, shown=shown)
        if inserts:
            return replace(self, shown=shown, inserted=change if self.inserted is None else self.inserted)
        return replace(self, shown=shown, deleted=change if self.deleted is None else self.deleted)

    @property
    def revision(self) -> Revision | None:
        """The change that is to be read as a bracket here.

        What was inserted and deleted again is nothing any more.
        """
        if self.view != "brackets" or (self.inserted is None) == (self.deleted is None):
            return None
        change = self.deleted if self.inserted is None else self.inserted
        kind: TrackedChangeKind = "deletion" if self.inserted is None else "insertion"
        return Revision(kind, author_of(change), attribute(change, "date") or "")


def changes_in(properties: Element | None) -> Iterator[Element]:
    """Yield the changes that properties record: of a paragraph's mark, a row or a cell."""
    for one in properties if properties is not None else ():
        if name_of(one) in REVISIONS:
            yield one


def mark_state(paragraph: Element, state: State) -> State:
    """Return the state of the mark that ends a paragraph."""
    properties = child(paragraph, "w:pPr")
    for change in changes_in(None if properties is None else child(properties, "w:rPr")):
        state = state.within(change)
    return state


def author_of(change: Element) -> str:
    """Return who made a change."""
    return " ".join((attribute(change, "author") or "").split()) or "unknown"


def words_below(element: Element) -> str:
    """Return the words of a stretch, deleted or not."""
    return "".join(one.text or "" for one in element.iter() if name_of(one) in ("w:t", "w:delText"))


def tracked_in(root: Element) -> list[Element]:
    """Return the tracked changes of a part, a paragraph's mark with the words before it."""
    found = []
    for one in root.iterdescendants(*_ANYWHERE):
        if not name_of(one).startswith("w:"):
            continue
        around = one.getparent()
        if name_of(around) == "w:rPr":
            paragraph = next(islice(around.iterancestors(), 1, None), ())
            if any(name_of(sibling) == name_of(one) for sibling in paragraph):
                continue
        found.append(one)
    return found


def brackets_taken(paragraphs: Iterable[Element]) -> dict[Element, None]:
    """Return the changes of a line that only put brackets or take them away, or insert words that stand in brackets.

    Brackets are no wording to be argued about. They are read as the changes leave them, unless that would break up
    brackets which were whole before.
    """
    runs: list[tuple[bool, list[Element]]] = []
    line: list[tuple[Element | None, str]] = []
    for paragraph in paragraphs:
        for change, words in _stretches(paragraph):
            line.append((change, words))
            inserts = change is not None and name_of(change) in INSERTS
            if change is None:
                runs.append((False, []))
            elif runs and runs[-1][1] and _alike(runs[-1][1][-1], change):
                runs[-1][1].append(change)
            else:
                runs.append((inserts, [change]))
    taken: dict[Element, None] = {}  # in their order, for the message
    for inserts, run in runs:
        words = "".join(map(words_below, run))
        if ("[" in words or "]" in words) and (inserts or set(words) <= _SIGNS):
            taken.update(dict.fromkeys(run))
    if not taken:
        return taken
    before = "".join(words for change, words in line if change is None or name_of(change) in DELETES)
    after = "".join(
        words for change, words in line if change is None or (name_of(change) in INSERTS) == (change in taken)
    )
    return taken if is_whole(after) or not is_whole(before) else {}


def _alike(one: Element, other: Element) -> bool:
    return name_of(one) == name_of(other) and author_of(one) == author_of(other)


def _stretches(element: Element) -> Iterator[tuple[Element | None, str]]:
    """Yield the words of a paragraph, each with the outermost change that it stands in."""
    for one in element:
        name = name_of(one)
        if name in REVISIONS:
            yield one, words_below(one)
        elif name == "w:r":
            words = words_below(one)
            if words:
                yield None, words
        elif name != "w:pPr":
            yield from _stretches(one)
