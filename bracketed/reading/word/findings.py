"""What a reader of Word documents says about them: what is doubtful, and what a text cannot show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bracketed.draft.annotated_text import ChangesMode, ReadingFinding
from bracketed.reading.tracked import tracked_changes
from bracketed.reading.word.drawings import Kind
from bracketed.reading.word.headers_footers import Furniture
from bracketed.reading.word.names import Element, name_of
from bracketed.reading.word.package import Package
from bracketed.reading.word.revisions import author_of, tracked_in, words_below
from bracketed.source import Span

_SHOWN = 60
# Changes of how words look or are numbered, and of which cells are one.
_FORMATS = (
    "{*}rPrChange", "{*}pPrChange", "{*}sectPrChange", "{*}tblPrChange", "{*}trPrChange", "{*}tcPrChange",
    "{*}tblPrExChange", "{*}tblGridChange", "{*}numberingChange", "{*}cellMerge",
)  # fmt: skip
_EMBEDDED = "another file is embedded here, and its words are not read"
_KINDS = {
    "diagram": "a diagram is left out",
    "chart": "a chart is left out",
    "shape": "what is drawn here is left out",
    "alternative text": "the alternative text of a picture is left out",
    "unknown": "what stands in a mark that no document is known to have is left out",
}


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


@dataclass(slots=True)
class Remarks:
    """Gathers the findings of one reading."""

    _found: list[ReadingFinding] = field(default_factory=list)
    _hidden: list[tuple[int, str]] = field(default_factory=list)
    _struck: list[Span] = field(default_factory=list)
    _underlined: list[Span] = field(default_factory=list)
    _pictures: list[int] = field(default_factory=list)
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
                ReadingFinding(
                    "info", "contents-left-out", "the table of contents only repeats the headings, and is left out", at
                )
            )

    def embedded(self, at: int) -> None:
        """Note that a part of the document is a file of another format."""
        self._found.append(
            ReadingFinding(
                "warning",
                "embedded-file",
                _EMBEDDED,
                at,
                "open the document in Word and save it again, which takes them in",
            )
        )

    def unread(self, kind: Kind, words: str, at: int) -> None:
        """Note something drawn or embedded whose words are not read."""
        if kind == "picture":
            self._pictures.append(at)
        elif kind == "file":
            self._found.append(
                ReadingFinding(
                    "warning", "embedded-file", _EMBEDDED, at, "if they belong to the draft, copy them into its text"
                )
            )
        elif words.strip() or kind in ("diagram", "chart"):
            message, cure = _KINDS[kind], ""
            if words.strip():
                message += f", with the words “{_short(words)}”"
                cure = "if they belong to the draft, write them into its text"
            if "[" in words and kind != "alternative text":
                self._found.append(ReadingFinding("warning", "drawn-words", message, at, cure))
            else:
                self._found.append(ReadingFinding("info", "drawn-words", message, at, cure))

    def equation(self, equation: Element, at: int) -> None:
        """Note an equation that is more than a row of signs."""
        if any(name_of(one) not in ("m:r", "m:t", "w:ins", "w:del", "w:rPr", "m:rPr") for one in equation):
            signs = "".join(one.text or "" for one in equation.iter() if name_of(one) in ("m:t", "w:t"))
            self._found.append(
                ReadingFinding(
                    "info",
                    "equation",
                    f"an equation is read as the row of its signs, “{_short(signs)}”, without what stands above, below "
                    "or around them",
                    at,
                )
            )

    def furniture(self, found: Sequence[Furniture]) -> None:
        """Note what stands in headers and footers; the same words are named once."""
        plain = dict.fromkeys(
            _short(one.words) for one in found if not (one.changes or one.comments or "[" in one.words)
        )
        if plain:
            shown = ", ".join(f"“{words}”" for words in [*plain][:5])
            more = f" and {len(plain) - 5} more" if len(plain) > 5 else ""
            self._found.append(
                ReadingFinding("info", "page-furniture", f"left out as headers and footers: {shown}{more}", found[0].at)
            )
        told = set()
        for one in found:
            holds = [
                *(["brackets"] if "[" in one.words else []),
                *([_many(one.changes, "tracked change")] if one.changes else []),
                *([_many(len(one.comments), "comment")] if one.comments else []),
            ]
            words = f", “{_short(one.words)}”," if one.words else ""
            message = f"a {one.kind}{words} is left out, and with it its {' and '.join(holds)}"
            if holds and message not in told:
                told.add(message)
                cure = "if it belongs to the draft, put it into the text"
                if one.changes or one.comments:
                    self._found.append(ReadingFinding("warning", "page-furniture", message, one.at, cure))
                else:
                    self._found.append(ReadingFinding("info", "page-furniture", message, one.at, cure))

    def notes(self, kind: str, count: int, at: int) -> None:
        """Note that foot- or endnotes stand at the end."""
        self._found.append(
            ReadingFinding(
                "info", "notes-at-end", f"{_many(count, kind)} of the document stand behind its text", at - 1
            )
        )

    def orphan(self, author: str, at: int, in_furniture: bool) -> None:
        """Note a comment that stands nowhere in the text."""
        why = f"the document does not say what this comment by {author} is about"
        if in_furniture:
            why = f"this comment by {author} stands in a header or footer"
        self._found.append(
            ReadingFinding(
                "warning",
                "comment-without-place",
                f"{why}; no stance is tied to a provision",
                at,
                "anchor it to words in Word, or name the provision in it",
            )
        )

    def reply(self, author: str, other: str, at: int) -> None:
        """Note that a comment was taken for a reply because it stands on the same words."""
        self._found.append(
            ReadingFinding(
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
                ReadingFinding(
                    "info",
                    "brackets-tracked",
                    f"tracked changes put or take brackets here (“{words}”); they are read as made",
                    at,
                )
            )

    def of_changes(self, package: Package, asked: ChangesMode | None, view: ChangesMode) -> None:
        """Say how many tracked changes there are and how they were read."""
        counts = {"insertion": 0, "deletion": 0, "move": 0}
        authors: dict[str, None] = {}
        for one in [change for root in _parts(package) for change in tracked_in(root)]:
            kind = {"w:ins": "insertion", "w:cellIns": "insertion", "w:moveFrom": "", "w:moveTo": "move"}
            sort = kind.get(name_of(one), "deletion")
            if sort:
                counts[sort] += 1
            authors[author_of(one)] = None
        if authors:
            self._found.append(tracked_changes(sum(counts.values()), [*authors], asked, view, counts))
        formats = [one for root in _parts(package) for one in root.iterdescendants(*_FORMATS)]
        if formats:
            by = ", ".join(dict.fromkeys(map(author_of, formats)))
            are = "is" if len(formats) == 1 else "are"
            self._found.append(
                ReadingFinding(
                    "info",
                    "format-changes",
                    f"{_many(len(formats), 'tracked change')} of format by {by} {are} passed over: how words look, are "
                    "numbered or stand in cells is read as it is now",
                    0,
                )
            )

    def finish(self, text: str) -> tuple[ReadingFinding, ...]:
        """Return all findings in the order of the text."""
        found = list(self._found)
        for at, words in self._hidden:
            found.append(
                ReadingFinding(
                    "warning",
                    "hidden-words",
                    f"“{_short(words)}” is formatted as hidden, and left out",
                    min(at, len(text) - 1),
                    "show hidden text in Word, and delete or unhide it",
                )
            )
        if self._pictures:
            count = "a picture is" if len(self._pictures) == 1 else f"{len(self._pictures)} pictures are"
            found.append(
                ReadingFinding(
                    "info", "picture", f"{count} left out; words in pictures are not read", self._pictures[0]
                )
            )
        for span in self._struck:
            found.append(
                ReadingFinding(
                    "info",
                    "struck-words",
                    f"“{_short(text[slice(*span)])}” is struck through; it is read as standing in the text",
                    span.start,
                    "if it is a proposal to delete, put it in brackets or delete it with changes tracked",
                )
            )
        if self._struck and self._underlined:
            found.append(
                ReadingFinding(
                    "info",
                    "underlined-words",
                    f"{_many(len(self._underlined), 'stretch')} of text underlined beside others struck through; "
                    "some drafts mark new words so, but they are read as standing in the text",
                    self._underlined[0].start,
                    "if they are proposals, put them in brackets or insert them with changes tracked",
                )
            )
        return tuple(sorted(found, key=lambda one: one.at))


def _parts(package: Package) -> list[Element]:
    """Return the parts whose words are in the text."""
    parts = (package.tree(package.main), package.part("footnotes"), package.part("endnotes"))
    return [root for root in parts if root is not None]


def _extend(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].end == span.start:
        spans[-1] = Span(spans[-1].start, span.end)
    else:
        spans.append(span)
