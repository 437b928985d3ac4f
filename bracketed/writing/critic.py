"""Writes what a variant changes into plain text, as CriticMarkup: `{--gone--}`, `{++new++}`, `{>>a comment<<}`.

A mark never goes over the end of a line, since programs that show CriticMarkup read it paragraph by paragraph. The end
of a line that goes stays in the text, and so does the empty line that is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bracketed.source import Span
from bracketed.variants.edits import edits_of
from bracketed.variants.variant import Variant
from bracketed.writing.margin_comments import Remark

_SIGNS = re.compile(r"\{(?=--|\+\+|~~|>>|==)|(?<=--|\+\+|~~|<<|==)\}")


def marked(variant: Variant, remarks: Sequence[Remark] = ()) -> str:
    """Return the source of a draft with what a variant changes and with remarks; comments become remarks too.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.\\tComment by A. Clerk: UK – use “should”")
    >>> marked(bt.variants(draft)[1])
    '4. Parties {--[shall/--}should{--]--} report.{>>A. Clerk: UK – use “should”<<}'
    """
    draft = variant.draft
    notes = [(remark.span.end, f"{remark.author}: {remark.words}") for remark in remarks]
    notes += [(comment.span.start, f"{comment.author}: {comment.text}") for comment in draft.comments]
    notes.sort(key=lambda note: note[0])
    pieces: list[str] = []
    for span, gone, new in _stretches(variant):
        at = span.start
        while notes and notes[0][0] < span.end:
            place, words = notes.pop(0)
            pieces += (_shown(draft.source[at:place], gone), _note(words))
            at = max(at, place)
        pieces.append(_shown(draft.source[at : span.end], gone))
        pieces += [_in_lines(new, "{++", "++}")] * bool(new)
    pieces += [_note(words) for _, words in notes]
    return "".join(pieces)


def _stretches(variant: Variant) -> Iterator[tuple[Span, bool, str]]:
    """Yield the stretches of the source but for its comments: whether each goes, and what comes behind it."""
    comments = [comment.span for comment in variant.draft.comments]
    at = 0
    for edit in edits_of(variant):
        yield Span(at, edit.span.start), False, ""
        at = edit.span.start
        for comment in comments:
            if edit.span.holds(comment):
                yield Span(at, comment.start), True, ""
                at = comment.end
        yield Span(at, edit.span.end), True, edit.words
        at = edit.span.end
    yield Span(at, len(variant.draft.source)), False, ""


def _shown(words: str, gone: bool) -> str:
    return _in_lines(words, "{--", "--}") if gone else _plain(words)


def _plain(words: str) -> str:
    """Return words in which signs that look like marks are none."""
    return _SIGNS.sub(lambda found: f"\\{found[0]}", words)


def _in_lines(words: str, opens: str, closes: str) -> str:
    """Put marks around words, line by line."""
    plain = _plain(words)
    return "".join(
        part if "\n" in part or not part else f"{opens}{part}{closes}" for part in re.split(r"(\s*\n)", plain)
    )


def _note(words: str) -> str:
    one_line = "; ".join(line.strip() for line in words.splitlines() if line.strip())
    return f"{{>>{one_line.replace('<<}', '<< }')}<<}}"
