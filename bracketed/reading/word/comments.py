"""The comments of a document: their words and threads, and the words that they are anchored to.

Marks may be incomplete: a beginning without an end, an end without a beginning, or a point and no words at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bracketed.draft.annotated_text import CommentRange, ReadingFinding
from bracketed.reading.flattening import Flattener
from bracketed.reading.paragraphs import FileComment
from bracketed.reading.word import findings
from bracketed.reading.word.names import SIGNS, Element, attribute, name_of
from bracketed.reading.word.package import Package
from bracketed.reading.word.revisions import author_of
from bracketed.reading.word.symbols import symbol_of
from bracketed.source import Span

_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def read_comments(package: Package) -> tuple[dict[str, FileComment], bool]:
    """Return the comments of a document by their ids, and whether it says which answers which."""
    root = package.part("comments")
    comments: dict[str, FileComment] = {}
    by_paragraph: dict[str, str] = {}
    for comment in root if root is not None else ():
        id_ = attribute(comment, "id") if name_of(comment) == "w:comment" else None
        if id_ is None or id_ in comments:
            continue
        paragraphs = [one for one in comment.iter() if name_of(one) == "w:p"]
        text = "\n".join("".join(_words(paragraph)) for paragraph in paragraphs).strip()
        # A file lists comments in the order in which they were written.
        comments[id_] = FileComment(author_of(comment), text, attribute(comment, "date") or "", order=len(comments))
        # In the part that says which comment answers which, a comment goes by the id of its last paragraph.
        if paragraphs and paragraphs[-1].get(_PARAGRAPH_ID):
            by_paragraph[paragraphs[-1].get(_PARAGRAPH_ID).upper()] = id_
    # Only Word since 2013 says which comment answers which, in a part of its own.
    extended = package.part("commentsExtended")
    for one in extended if extended is not None else ():
        id_ = by_paragraph.get((one.get(f"{_EXTENDED}paraId") or "").upper())
        if id_ is not None:
            parent = by_paragraph.get((one.get(f"{_EXTENDED}paraIdParent") or "").upper(), "")
            comments[id_].parent = parent if parent != id_ else ""
            comments[id_].resolved = one.get(f"{_EXTENDED}done") in ("1", "true")
    for comment in comments.values():
        # A thread is resolved as a whole.
        answered = comments.get(comment.parent)
        comment.resolved = comment.resolved or (answered is not None and answered.resolved)
    return comments, extended is not None


def _words(paragraph: Element) -> Iterator[str]:
    for one in paragraph.iter():
        name = name_of(one)
        if name == "w:t":
            # A line of a comment must stay one line of the text.
            yield " ".join((one.text or "").splitlines())
        elif name == "w:sym":
            yield symbol_of(one)
        elif name in SIGNS:
            yield SIGNS[name]


def write_loose_comments(flattener: Flattener, in_headers: Collection[str]) -> list[ReadingFinding]:
    """Write the comments that are nowhere in the text behind it, and return findings about them."""
    found: list[ReadingFinding] = []
    waiting = dict.fromkeys(flattener.take_waiting())
    loose = [id_ for id_ in flattener.comments if id_ not in flattener.written and id_ not in waiting]
    for id_ in (*waiting, *loose):
        comment = flattener.comments[id_]
        # Only the beginning of the words may be marked, by hand or by a program that lost the rest.
        placed = id_ in flattener.starts or comment.parent in flattener.starts
        if not placed:
            found.append(findings.orphan(comment.author, flattener.at + 1, id_ in in_headers))
        flattener.write_comment(id_, placed)
        flattener.put("\n")
    return found


def comment_ranges(
    flattener: Flattener, text: str, is_threaded: bool
) -> tuple[tuple[CommentRange, ...], list[ReadingFinding]]:
    """Return the comments in the order in which they are in the text, and findings about their threads."""
    numbers = {id_: number for number, id_ in enumerate(flattener.written, start=1)}
    ranges: list[CommentRange] = []
    found: list[ReadingFinding] = []
    first_on: dict[Span, int] = {}
    for id_ in flattener.written:
        anchor = _anchor(flattener, id_, text)
        parent = numbers.get(flattener.comments[id_].parent)
        if not is_threaded and anchor is not None and anchor.start < anchor.end:
            # Some programs write a reply as one more comment on the same words.
            parent = first_on.get(anchor)
            first_on.setdefault(anchor, numbers[id_])
            if parent is not None:
                author, start = flattener.comments[id_].author, flattener.written[id_][0].start
                found.append(findings.reply(author, ranges[parent - 1].author, start))
        ranges.append(flattener.comment_range(id_, anchor, parent))
    return tuple(ranges), found


def _anchor(flattener: Flattener, id_: str, text: str) -> Span | None:
    """Return the words that a comment is anchored to; those of the comment that it answers if it has none itself."""
    comments = flattener.comments
    seen: set[str] = set()
    while id_ not in flattener.starts and id_ not in seen and comments[id_].parent in comments:
        seen.add(id_)
        id_ = comments[id_].parent
    anchor = flattener.anchor(id_)
    if anchor is None:
        return None
    start, end = anchor
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
