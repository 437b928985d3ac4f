"""What a reader of Word documents says about them: what is doubtful, and what a text cannot show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice

from bracketed.reading.tracked import tracked_changes
from bracketed.reading.word.names import Element, name_of
from bracketed.reading.word.package import Package
from bracketed.reading.word.revisions import author_of, words_below
from bracketed.source import Span
from bracketed.text.transcript import Changes, Remarked

_SHOWN = 60
_REVISIONS = ("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo", "{*}cellIns", "{*}cellDel")


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


@dataclass(slots=True)
class Remarks:
    """Gathers the findings of one reading."""

    _found: list[Remarked] = field(default_factory=list)
    _hidden: list[tuple[int, str]] = field(default_factory=list)
    _struck: list[Span] = field(default_factory=list)
    _underlined: list[Span] = field(default_factory=list)
    _contents: bool = False

    def hidden(self, words: str, at: int) -> None:
        """Note words that are formatted as hidden."""
        if words.strip():
            if self._hidden and self._hidden[-1][0] == at:
                words = self._hidden.pop()[1] + words
            self._hidden.append((at, words))

    def struck(self, words: str, span: Span) -> None:
        """Note words that are struck through."""
        if words.strip():
            _extend(self._struck, span)

    def underlined(self, span: Span) -> None:
        """Note words that are underlined."""
        _extend(self._underlined, span)

    def contents(self, at: int) -> None:
        """Note that a table of contents was left out."""
        if not self._contents:
            self._contents = True
            self._found.append(
                Remarked(
                    "info", "contents-left-out", "the table of contents only repeats the headings, and is left out", at
                )
            )

    def embedded(self, at: int) -> None:
        """Note that a part of the document is a file of another format."""
        self._found.append(
            Remarked(
                "warning",
                "embedded-file",
                "another file is embedded here, and its words are not read",
                at,
                "open the document in Word and save it again, which takes them in",
            )
        )

    def notes(self, kind: str, count: int, at: int) -> None:
        """Note that foot- or endnotes stand at the end."""
        self._found.append(
            Remarked("info", "notes-at-end", f"{_many(count, kind)} of the document stand behind its text", at - 1)
        )

    def orphan(self, author: str, at: int) -> None:
        """Note a comment that stands nowhere."""
        self._found.append(
            Remarked(
                "warning",
                "comment-without-place",
                f"the document does not say what this comment by {author} is about; no stance is tied to a provision",
                at,
                "anchor it to words in Word, or name the provision in it",
            )
        )

    def reply(self, author: str, other: str, at: int) -> None:
        """Note that a comment was taken for a reply because it stands on the same words."""
        self._found.append(
            Remarked(
                "info",
                "reply-inferred",
                f"the comment by {author} stands on the same words as one by {other}, and is read as a reply to it",
                at,
            )
        )

    def taken(self, changes: Collection[Element], at: int) -> None:
        """Note changes of brackets that are read as made."""
        if changes:
            words = "”, “".join(dict.fromkeys(_short(words_below(one)) for one in changes))
            self._found.append(
                Remarked(
                    "info",
                    "brackets-tracked",
                    f"tracked changes put or take brackets here (“{words}”); they are read as made",
                    at,
                )
            )

    def of_changes(self, package: Package, asked: Changes | None, view: Changes) -> None:
        """Say how many tracked changes there are and how they were read."""
        counts = {"insertion": 0, "deletion": 0, "move": 0}
        authors: dict[str, None] = {}
        for one in _changes(package):
            kind = {"w:ins": "insertion", "w:cellIns": "insertion", "w:moveFrom": "", "w:moveTo": "move"}
            sort = kind.get(name_of(one), "deletion")
            if sort:
                counts[sort] += 1
            authors[author_of(one)] = None
        if authors:
            self._found.append(tracked_changes(sum(counts.values()), [*authors], asked, view, counts))

    def finish(self, text: str) -> tuple[Remarked, ...]:
        """Return all findings in the order of the text."""
        found = list(self._found)
        for at, words in self._hidden:
            found.append(
                Remarked(
                    "warning",
                    "hidden-words",
                    f"“{_short(words)}” is formatted as hidden, and left out",
                    min(at, len(text) - 1),
                    "show hidden text in Word, and delete or unhide it",
                )
            )
        for span in self._struck:
            found.append(
                Remarked(
                    "info",
                    "struck-words",
                    f"“{_short(text[slice(*span)])}” is struck through; it is read as standing in the text",
                    span.start,
                    "if it is a proposal to delete, put it in brackets or delete it with changes tracked",
                )
            )
        if self._struck and self._underlined:
            found.append(
                Remarked(
                    "info",
                    "underlined-words",
                    f"{_many(len(self._underlined), 'stretch')} of text underlined beside others struck through; "
                    "some drafts mark new words so, but they are read as standing in the text",
                    self._underlined[0].start,
                    "if they are proposals, put them in brackets or insert them with changes tracked",
                )
            )
        return tuple(sorted(found, key=lambda one: one.at))


def _changes(package: Package) -> list[Element]:
    """Return the tracked changes of the text, a paragraph's mark with the words before it."""
    parts = [package.tree(package.main), package.part("footnotes"), package.part("endnotes")]
    found = []
    for root in parts:
        for one in root.iterdescendants(*_REVISIONS) if root is not None else ():
            if not name_of(one).startswith("w:"):
                continue
            around = one.getparent()
            if name_of(around) == "w:rPr":
                paragraph = next(islice(around.iterancestors(), 1, None), ())
                if any(name_of(sibling) == name_of(one) for sibling in paragraph):
                    continue
            found.append(one)
    return found


def _extend(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].end == span.start:
        spans[-1] = Span(spans[-1].start, span.end)
    else:
        spans.append(span)
