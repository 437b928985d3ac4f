"""The draft: one negotiating text with its provisions, brackets, comments and what was doubtful in reading it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args

from bracketed.draft.annotated_text import ChangesMode, TrackedChange, XmlPlaces
from bracketed.draft.articles import brackets_by_article
from bracketed.draft.markup import Markup, markup_of
from bracketed.draft.outline import Outline, Section, outline_of, words_of
from bracketed.draft.tree import Bracket, Piece, brackets_in, unparse
from bracketed.errors import UnknownNameError
from bracketed.limits import DEFAULT, Limits
from bracketed.source import PageStarts, Source, Span
from bracketed.views import ByArticle, View, html

if TYPE_CHECKING:
    from bracketed.draft.links import Link

Item = TypeVar("Item")
# A sentence ends in front of a blank, and what is beside a text in a table is set apart by a tab.
_ENDS = re.compile(r"[.;:?!]\s|[\n\t]")
# So many characters of it are looked at on either side of a bracket.
_AROUND = 100
Severity: TypeAlias = Literal["error", "warning", "info"]
# The worst first.
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding about a draft that could be read: what is doubtful or wrong, where, and what to do about it.

    `error`: the draft contradicts itself, and a part of it was read as plain text. `warning`: a reading was chosen
    where another was possible, or a comment could not be used. `info`: worth knowing, nothing to do.
    `by` is the speaker, if it is about a comment; `source` the name of the record or table that has the line, "" for
    the draft. `where` is how people find the place, if not by its line.
    """

    severity: Severity
    code: str
    message: str
    provision: str
    line: int
    column: int
    suggestion: str = ""
    by: str = ""
    source: str = ""
    where: str | None = field(repr=False, compare=False, default=None)

    @property
    def place(self) -> str:
        """How people find it: `line 4`, `page 3`, or "" in a file that shows neither."""
        return f"line {self.line}" if self.where is None else self.where


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark beside the text: `author` typed it, about `provision`, and `text` is what it says.

    `span` is where the source has the comment, `text_span` its words, `anchor` the words that it is on, if the file
    says so. `parent` is the number of the comment it answers; `date` is ISO 8601 or ""; `resolved`: it was ticked off.
    """

    number: int
    author: str
    text: str
    provision: str
    line: int
    span: Span = field(repr=False)
    text_span: Span = field(repr=False)
    parent: int | None = None
    anchor: Span | None = field(repr=False, default=None)
    date: str = ""
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Provision:
    """The smallest numbered piece of a draft.

    `label` is unique in the draft, `written` the label in the text or "", `heading` the path of headings above it,
    `column` and `status` what the text says of them or "". `body` is the part of the source after the label. `part_of`
    is the label of the numbered provision that holds an unnumbered paragraph or an option, else its own.
    """

    label: str
    written: str
    heading: tuple[str, ...]
    column: str
    status: str
    line: int
    span: Span = field(repr=False)
    body: Span = field(repr=False)
    part_of: str = ""


def numbered(provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    """Return provisions with their unnumbered paragraphs and options taken in, as far as they follow one another."""
    merged: list[Provision] = []
    for provision in provisions:
        last = merged[-1] if merged else None
        if last is not None and provision.part_of != provision.label and provision.part_of == last.part_of:
            merged[-1] = replace(
                last, span=Span(last.span.start, provision.span.end), body=Span(last.body.start, provision.body.end)
            )
        else:
            merged.append(provision)
    return tuple(merged)


@dataclass(frozen=True, slots=True)
class Document:
    """The file that a draft was read from: its bytes, its format, and how its tracked changes were read.

    `places` is where the draft is in a Word document, if that is known.
    """

    data: bytes = field(repr=False)
    format: str
    changes: ChangesMode | None = None
    places: XmlPlaces | None = field(repr=False, compare=False, default=None)

    def __reduce__(self) -> Any:
        # Places are as large as the text, and found again by reading the file again.
        return Document, (self.data, self.format, self.changes)


@dataclass(frozen=True, eq=False)
class Draft(ByArticle):
    """One negotiating text, read and never changed afterwards; made by `bracketed.read` and `bracketed.parse`.

    `content` is the whole text as a row of pieces, `convention` the name of the conventions that it was read by.
    `changes` are tracked changes to be read as brackets; `document` is the file, where answers can be written into it.
    `language` is the code of the language that the draft was said to be in, "" if it was guessed. `path` is that of the
    file that it was read from, over which nothing is written. `pages` is where pages begin in the source, each with its
    number; it is empty for Word and HTML, and None where the lines of the source are those of the file. `limits` are
    those that it was read within; they hold for its comments and all that is read again.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].")
    >>> [bracket.id for bracket in draft.brackets]
    ['4#1', '4#2']
    >>> draft.unparse() == draft.source
    True
    """

    source: str = field(repr=False)
    content: tuple[Piece, ...] = field(repr=False)
    provisions: tuple[Provision, ...] = field(repr=False)
    comments: tuple[Comment, ...] = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)
    name: str = "draft"
    convention: str = "plain"
    changes: tuple[TrackedChange, ...] = field(repr=False, default=())
    document: Document | None = field(repr=False, default=None)
    sections: tuple[Section, ...] = field(repr=False, default=())
    language: str = ""
    path: str | None = field(repr=False, default=None)
    pages: PageStarts | None = field(repr=False, default=None)
    limits: Limits = field(repr=False, default=DEFAULT)

    @cached_property
    def brackets(self) -> tuple[Bracket, ...]:
        """Every bracket of the text in reading order, outer before inner."""
        return tuple(brackets_in(self.content))

    @cached_property
    def outline(self) -> Outline:
        """The parts of the draft, articles, options and paragraphs, with what is open in each."""
        return outline_of(self.sections, self.content, self.brackets, self._labels, lambda at: self.lines.place(at)[0])

    @property
    def _labels(self) -> list[Span]:
        return [Span(provision.span.start, provision.body.start) for provision in self.provisions]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links that the words of the brackets suggest, each with its reason, those that are sure and others."""
        from bracketed.draft.links import propose_links

        return propose_links(self.brackets, self.source, self.language)

    @cached_property
    def lines(self) -> Source:
        """The source with its lines, to turn an offset into a line and a column."""
        return Source(self.source, self.pages)

    @cached_property
    def markup(self) -> Markup:
        """The marks of Markdown in the source and what they set off; a Word, HTML or PDF file has none."""
        return markup_of(self.source) if self.pages is None else Markup(self.source)

    @cached_property
    def _brackets_by_id(self) -> dict[str, Bracket]:
        return {bracket.id: bracket for bracket in self.brackets}

    @cached_property
    def _provisions_by_label(self) -> dict[str, Provision]:
        return {provision.label: provision for provision in self.provisions}

    def bracket(self, id: str) -> Bracket:  # noqa: A002 - it is what users call it
        """Return the bracket with this id; UnknownNameError if there is none."""
        return _known("bracket", id, self._brackets_by_id)

    def provision(self, label: str) -> Provision:
        """Return the provision with this label; UnknownNameError if there is none."""
        return _known("provision", label, self._provisions_by_label)

    def around(self, bracket: Bracket) -> tuple[str, str]:
        """Return what is before and behind a bracket in its sentence, cut between words with “…” where it is long.

        >>> import bracketed as bt
        >>> draft = bt.parse("4. They meet. Parties [shall/should] report each year; they pay.")
        >>> draft.around(draft.brackets[0])
        ('Parties ', ' report each year;')
        """
        start, end = bracket.span
        # New words for which no comment has a place come behind the last comment: in no sentence.
        number = bisect_left(self._comment_spans, (start, 0)) - 1
        if bracket.origin == "comment" and number >= 0 and start <= self._comment_spans[number].end:
            return "", ""
        provision = self._provisions_by_label.get(bracket.provision)
        # The number of a provision is no word of its sentence.
        body = provision.body.start if provision and provision.body.start <= start else 0
        before = self.source[max(body, start - _AROUND) : start]
        if ends := [*_ENDS.finditer(before)]:
            before = before[ends[-1].end() :]
        elif body < start - _AROUND and " " in before:
            before = f"… {before.split(' ', 1)[1]}"
        behind = self.source[end : end + _AROUND]
        if found := _ENDS.search(behind):
            behind = behind[: found.start() + 1]
        elif end + _AROUND < len(self.source) and " " in behind:
            behind = f"{behind.rsplit(' ', 1)[0]} …"
        return before.lstrip(), behind.rstrip()

    @cached_property
    def _comment_spans(self) -> list[Span]:
        return sorted(comment.span for comment in self.comments)

    def article_of(self, bracket: Bracket) -> str:
        """Return the name of the article, or other main part, that a bracket opens in, one of `outline.parts`.

        >>> import bracketed as bt
        >>> draft = bt.parse("Article 1 (Aims)\\n\\n1. Towns [shall/should] plan.")
        >>> draft.article_of(draft.brackets[0])
        'Article 1 (Aims)'
        """
        return self.outline.part_at(self.place_of(bracket))

    def place_of(self, bracket: Bracket) -> int:
        """Return the offset by which a bracket is in an article: where it opens, if it is in the text."""
        # New words may come at the end of their provision, which may be the end of all: in no part.
        known = bracket.origin == "comment" and bracket.provision in self._provisions_by_label
        return (self._provisions_by_label[bracket.provision].span if known else bracket.span).start

    @cached_property
    def numbered(self) -> tuple[Provision, ...]:
        """The provisions, each with its unnumbered paragraphs and options: what a comment on it is about."""
        return numbered(self.provisions)

    @cached_property
    def _numbered_by_label(self) -> dict[str, Provision]:
        starts = [provision.span.start for provision in self.numbered]
        return {
            provision.label: self.numbered[bisect_right(starts, provision.span.start) - 1]
            for provision in self.provisions
        }

    def numbered_provision(self, label: str) -> Provision:
        """Return the provision of `numbered` that holds the one with this label; UnknownNameError if there is none."""
        return _known("provision", label, self._numbered_by_label)

    def unparse(self) -> str:
        """Write the tree back as text: the source, character for character."""
        return unparse(self.content)

    def by_article(self) -> View:
        """Return how many brackets each article has, or other main part, and how many of its words are in them.

        >>> import bracketed as bt
        >>> draft = bt.parse("Article 1 (Aims)\\n\\n1. Towns [shall/should] plan.")
        >>> [(row["article"], row["brackets"], row["words"], row["contested"]) for row in draft.by_article().to_dicts()]
        [('Article 1 (Aims)', 1, 5, 2)]
        """
        return brackets_by_article(self.outline, [(bracket, self.article_of(bracket)) for bracket in self.brackets])

    def _repr_html_(self) -> str:
        return html(self)

    def __repr__(self) -> str:
        parts = {name: len(getattr(self, name)) for name in ("provisions", "brackets", "comments", "diagnostics")}
        words = ", ".join(f"{count} {name[:-1] if count == 1 else name}" for name, count in parts.items())
        return f"<Draft {self.name!r}: {words}>"

    def __reduce__(self) -> Any:
        from bracketed.draft.packing import packed

        # Cached properties must not travel: they double the size and are quick to make again.
        _, _, *others = (getattr(self, part.name) for part in fields(self))
        return _unpickled, (self.source, packed(self.content, self.source), *others)


def _unpickled(source: str, rows: list[Any], *others: Any) -> Draft:
    from bracketed.draft.packing import unpacked

    return Draft(source, unpacked(rows, source), *others)


def _known(kind: str, name: str, table: Mapping[str, Item]) -> Item:
    if name not in table:
        raise UnknownNameError(kind, name, table)
    return table[name]


def labels_at(provisions: Sequence[Provision]) -> Callable[[int], str]:
    """Return what gives the label of the provision that a character is in or behind, "" in front of all."""
    starts = [provision.span.start for provision in provisions]

    def label(at: int) -> str:
        number = bisect_right(starts, at) - 1
        return provisions[number].label if number >= 0 else ""

    return label


class Findings:
    """The diagnostics found so far; places are given as offsets in the source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._found: list[tuple[int, Diagnostic]] = []
        self._placed: set[int] = set()

    def add(
        self,
        severity: Severity,
        code: str,
        message: str,
        at: int,
        provision: str | None = "",
        suggestion: str = "",
        by: str = "",
    ) -> None:
        """Note a finding at the character `at`; of the provision that is there, if `provision` is None."""
        line, column = self.source.place(at)
        if provision is None:
            self._placed.add(len(self._found))
        where = self.source.where(line, column)
        found = Diagnostic(severity, code, message, provision or "", line, column, suggestion, by, where=where)
        self._found.append((at, found))

    def place(self, provisions: Sequence[Provision]) -> None:
        """Give the findings made before the provisions had labels the label of the provision in which they are."""
        label = labels_at(provisions)
        for number in self._placed:
            at, found = self._found[number]
            self._found[number] = at, replace(found, provision=label(at))
        self._placed.clear()

    def drop(self, codes: Collection[str], at: int) -> None:
        """Take back the findings with one of these codes at the character `at`."""
        self._found = [(place, found) for place, found in self._found if place != at or found.code not in codes]

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return the findings in the order of the text."""
        return tuple(finding for _, finding in sorted(self._found, key=lambda found: found[0]))


def contested_words(draft: Draft) -> tuple[int, int]:
    """Return how many words of a draft are in brackets, and how many words it has in all.

    A word is what is between spaces, brackets or separators and holds a letter or a digit; so `inter[national]` is one
    word outside and one inside. The words of every option count. Comments, the labels of provisions and of options, and
    other marks are no words of the text.

    >>> import bracketed as bt
    >>> contested_words(bt.parse("4. Parties [shall/should] report [annually]."))
    (3, 5)
    """
    _, inside = words_of(draft.content, draft._labels)
    return sum(inside), len(inside)
