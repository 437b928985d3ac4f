"""Writes drafts as plain text: changes as CriticMarkup, `{--gone--}`, `{++new++}`, and comments beside the words.

A mark of CriticMarkup never goes over the end of a line, since programs that show it read it paragraph by paragraph.
The end of a line that goes stays in the text, and so does the empty line that is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bracketed.draft.draft import Draft
from bracketed.source import Span
from bracketed.variants.edits import Settled, edits_of
from bracketed.writing.margin_comments import MarginComment

_SIGNS = re.compile(r"\{(?=--|\+\+|~~|>>|==)|(?<=--|\+\+|~~|<<|==)\}")


def redline(text: Settled, comments: Sequence[MarginComment] = ()) -> str:
    """Return the source of a draft with what settling it changes and with comments, `{>>a comment<<}`.

    Comments of the draft that are not in the settled text become such comments too.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.\\tComment by A. Clerk: UK – use “should”")
    >>> redline(bt.variants(draft)[1])
    '4. Parties {--[shall/--}should{--]--} report.{>>A. Clerk: UK – use “should”<<}'
    """
    draft = text.draft
    notes = [(comment.span.end, f"{comment.author}: {comment.words}") for comment in comments]
    notes += [(comment.span.start, f"{comment.author}: {comment.text}") for comment in text.dropped_comments]
    notes.sort(key=lambda note: note[0])
    pieces: list[str] = []
    for span, gone, new in _parts(text):
        at = span.start
        # A comment inside words that go parts them, and stays where it is.
        while notes and notes[0][0] < span.end:
            place, words = notes.pop(0)
            pieces += (_shown(draft.source[at:place], gone), _note(words))
            at = max(at, place)
        pieces.append(_shown(draft.source[at : span.end], gone))
        pieces.append(_marked(new, "{++", "++}"))
    pieces += [_note(words) for _, words in notes]
    return "".join(pieces)


def _parts(text: Settled) -> Iterator[tuple[Span, bool, str]]:
    """Yield the parts of the source between its comments: the span, whether it goes, and the words behind it."""
    comments = [comment.span for comment in text.dropped_comments]
    at = 0
    for edit in edits_of(text):
        yield Span(at, edit.span.start), False, ""
        at = edit.span.start
        # Comments on words that go are written apart from them.
        for comment in comments:
            if edit.span.holds(comment):
                yield Span(at, comment.start), True, ""
                at = comment.end
        yield Span(at, edit.span.end), True, edit.words
        at = edit.span.end
    yield Span(at, len(text.draft.source)), False, ""


def _shown(words: str, gone: bool) -> str:
    return _marked(words, "{--", "--}") if gone else _escaped(words)


def _escaped(words: str) -> str:
    """Return words in which signs that look like marks are none."""
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", words)


def _marked(words: str, opens: str, closes: str) -> str:
    """Put marks around words, line by line."""
    return "".join(
        part if "\n" in part or not part else f"{opens}{part}{closes}" for part in re.split(r"(\s*\n)", _escaped(words))
    )


def _note(words: str) -> str:
    one_line = "; ".join(line.strip() for line in words.splitlines() if line.strip())
    return f"{{>>{one_line.replace('<<}', '<< }')}<<}}"


def with_comments(draft: Draft, comments: Sequence[MarginComment], marks: Iterable[tuple[int, str]] = ()) -> str:
    """Return the source of a draft with comments at the ends of the lines in which their words end, and with marks.

    A mark is at its place in the source, and belongs to no comment.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.\\n5. They meet.")
    >>> with_comments(draft, [MarginComment(draft.brackets[0].span, "UK – supports “shall”", "A. Clerk")])
    '4. Parties [shall/should] report.\\tComment by A. Clerk: UK – supports “shall”\\n5. They meet.'
    """
    source = draft.source
    starts = [comment.span.start for comment in draft.comments]
    places: dict[int, list[str]] = {}
    for place, mark in marks:
        places.setdefault(place, []).append(mark)
    for comment in comments:
        place = source.find("\n", comment.span.end)
        place = len(source) if place < 0 else place
        # A comment that is there already may go on over further lines.
        place = min([start for start in starts if comment.span.end <= start < place], default=place)
        author = " ".join(comment.author.split())
        places.setdefault(place, []).append(f"\tComment by {author}: {comment.words}")
    pieces: list[str] = []
    at = 0
    for place in sorted(places):
        pieces += (source[at:place].removesuffix("\r"), *places[place])
        at = place
    return "".join([*pieces, source[at:]])
