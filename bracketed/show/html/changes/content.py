"""What the page of changes shows: the later text in paragraphs, each with its changes and the notes beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from bracketed.draft.markup import Face, Markup
from bracketed.markdown import lines_without_marks
from bracketed.progress.changes import Change
from bracketed.progress.revisions import Redline, Revision
from bracketed.source import Span

Style: TypeAlias = Literal["same", "new", "gone", "note"]

_RULE = re.compile(r"[-*_=\s]*")


class Run(NamedTuple):
    """Words of a paragraph that are shown alike; a `note` is the place of a note, and its words are its number."""

    style: Style
    words: str
    faces: frozenset[Face] = frozenset()


@dataclass(frozen=True, slots=True)
class Note:
    """What became of a bracket, beside its words; `number` counts the notes of the page."""

    number: int
    change: Change


@dataclass(slots=True)
class Paragraph:
    """A line of the later text, or a provision that is gone, with the `label` that it had."""

    at: int
    runs: list[Run] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    label: str = ""
    # The level of a heading, 0 for text.
    level: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return bool(self.notes or self.label) or any(run.style != "same" for run in self.runs)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the later draft with its paragraphs."""

    name: str
    paragraphs: Sequence[Paragraph]

    @property
    def is_changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return any(paragraph.is_changed for paragraph in self.paragraphs)

    @property
    def fates(self) -> list[Change]:
        """What became of the brackets in it."""
        return [note.change for paragraph in self.paragraphs for note in paragraph.notes]

    def words(self, style: Style) -> int:
        """Return how many words of a style it has."""
        return sum(len(run.words.split()) for one in self.paragraphs for run in one.runs if run.style == style)


def parts_of(redline: Redline, changes: Iterable[Change]) -> list[Part]:
    """Return the later text by its parts, with its changes and with notes on its brackets."""
    notes = _notes(redline, changes)
    paragraphs = _paragraphs(redline, notes)
    name_at = redline.later.outline.part_at
    return [Part(name, [*some]) for name, some in groupby(paragraphs, key=lambda one: name_at(one.at))]


def _notes(redline: Redline, changes: Iterable[Change]) -> dict[tuple[int, str], list[Note]]:
    """Return the notes on brackets that changed, by where they are: a place, and the label of what is gone there."""
    shown = (change for change in changes if change.what == "bracket" and change.kind != "unchanged")
    placed = [(*redline.stand(change), change) for change in shown]
    found: dict[tuple[int, str], list[Note]] = {}
    for number, (at, label, change) in enumerate(sorted(placed, key=lambda one: (one[0], not one[1])), 1):
        found.setdefault((at, label), []).append(Note(number, change))
    return found


class _Event(NamedTuple):
    """Something at a place of the later source; those at one place come in the order of `rank`."""

    at: int
    rank: int
    end: int
    what: Revision | Sequence[Note] | None


def _paragraphs(redline: Redline, notes: dict[tuple[int, str], list[Note]]) -> Iterator[Paragraph]:
    """Yield the paragraphs that show anything."""
    page = _Page(redline.later.markup)
    comments = (_Event(comment.span.start, 0, comment.span.end, None) for comment in redline.later.comments)
    beside = sorted(_Event(at, 1, at, own) for (at, label), own in notes.items() if not label)
    changes = (_Event(change.span.start, 2, change.span.end, change) for change in redline.revisions)
    for event in merge(sorted(comments), beside, changes, key=lambda event: event[:2]):
        page.go_to(event.at)
        if event.what is None:
            page.skip_to(event.end)
        elif isinstance(event.what, Revision):
            page.revise(event.what, notes.get((event.at, event.what.label), []) if event.what.label else [])
        else:
            page.note(event.what)
    page.go_to(len(redline.later.source))
    return (paragraph for paragraph in page.paragraphs if _shows(paragraph))


def _shows(paragraph: Paragraph) -> bool:
    words = "".join(run.words for run in paragraph.runs)
    return bool(paragraph.notes) or not _RULE.fullmatch(words)


class _Page:
    """The paragraphs made so far, and how far the source has been gone through."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._at = 0
        self._new_up_to = 0
        self.paragraphs = [Paragraph(0)]

    def go_to(self, at: int) -> None:
        """Write the words of the source up to a place: what is in a revision is new."""
        styles: tuple[tuple[int, Style], ...] = ((min(self._new_up_to, at), "new"), (at, "same"))
        for end, style in styles:
            if self._at < end:
                for place, words, faces in self._markup.placed(Span(self._at, end)):
                    self._write(style, words, place.start, faces)
                self._at = end

    def skip_to(self, at: int) -> None:
        """Leave a comment out."""
        self._at = max(self._at, at)

    def note(self, notes: Sequence[Note]) -> None:
        """Mark a place that notes are on."""
        self.paragraphs[-1].notes += notes
        self.paragraphs[-1].runs += [Run("note", str(note.number)) for note in notes]

    def revise(self, change: Revision, notes: Sequence[Note]) -> None:
        """Write what is gone, and from here on what is new."""
        self._new_up_to = max(self._new_up_to, change.span.end)
        if not change.label:
            self._write("gone", lines_without_marks(change.gone), self._at)
            return
        # The paragraph that it is behind goes on, should there be more of it.
        own = [
            Paragraph(self._at, [Run("gone", line)], label=change.label)
            for line in lines_without_marks(change.gone).split("\n")
            if line.strip()
        ] or [Paragraph(self._at, label=change.label)]
        own[0].notes += notes
        self.paragraphs += [*own, Paragraph(self._at)]

    def _write(self, style: Style, words: str, at: int, faces: frozenset[Face] = frozenset()) -> None:
        for number, line in enumerate(words.split("\n")):
            # Where words of several lines are gone, they stay in the paragraph, since its own lines are the later ones.
            if number and style != "gone":
                self.paragraphs.append(Paragraph(at))
            elif number:
                self.paragraphs[-1].runs.append(Run(style, " "))
            paragraph = self.paragraphs[-1]
            if line:
                level = next((int(face[1:]) for face in faces if face[0] == "h"), 0)
                paragraph.level = paragraph.level if paragraph.runs else level
                paragraph.runs.append(Run(style, line, faces))
            at += len(line) + 1
