"""The text of a meeting's report: its name, its date, its paragraphs and sentences, and its tables of comments."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import IO

from bracketed.draft.annotated_text import AnnotatedText, CommentRange
from bracketed.draft.languages import compiled, language_files, month_numbers
from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.positions.lexicon import LANGUAGES, detect_language, load_language
from bracketed.positions.sentences import ends_in_initial, even_quotations
from bracketed.reading.file import text_of
from bracketed.source import Span, blanked

# The date of a meeting is at the head of its report, in so many lines that hold words.
_HEAD = 6
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<sign>[-_.]?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)(?!\d)")
# A line of a paragraph that is broken by hand is at least so long.
_BROKEN = 50
_ENDS = re.compile(r"[.:;!?][”\"’)\]*_]*\s*$")
_BEGINS = re.compile(r"\s*(?:#{1,6}\s|[-*•–>|]\s*|\(?\w{1,3}[.)]\s|[A-ZÀ-Ý][\w .&/-]{0,40}\s*[:–—]|\t)")
_HASH = re.compile(r"\s*#{1,6}\s")
_STRONG = re.compile(r"\s*(?:\*\*|__)[^*_]+(?:\*\*|__)\s*:?\s*$")
# Marks of Markdown, bullets, and the number of a paragraph of the report itself.
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|^\s*(?:#{1,6}\s|[-•–>]\s|\d{1,3}[.)]\s+(?=[^\W\d]))")
_STOP = re.compile(
    r"(?<=[\w”\"’)\]%])(?<!\bSt)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\b[Aa]rt)(?<!\b[Pp]ara)(?<!\b[Nn]o)"
    r"[.?!][”\"’)]*(?=\s+[“\"(]?[A-ZÀ-Ý0-9])"
)


# "HU opp. PL asked for …": behind the stop others speak.
_SPEAKS = (
    r"\s+(?:[A-ZÀ-Ý][\w’'&-]*(?:\s*[,/&]\s*|\s+(?:%AND%)\s+|\s+)?){1,8}"
    r"(?:\s*:|[–—-]\s|(?:%VERB_OF_PARTY%|%VERB_OF_PARTIES%)(?!\w))"
)
# So many letters before a full stop are looked at for initials.
_INITIALS = 40
_LAST_WORD = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]{2,20})\.$")


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or a line that is a heading, with its place in the record."""

    words: str
    at: int
    paragraph: int
    heading: bool = False
    # Whether it is all of its paragraph.
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """The report of a meeting: its name, its date in ISO 8601 or "", its text, the rows of its tables, and limits."""

    name: str
    date: str
    annotated: AnnotatedText
    rows: tuple[CommentRange, ...]
    limits: Limits = DEFAULT

    def parts(self) -> Iterator[Part]:
        """Yield the sentences and headings in their order; offsets are those of the text."""
        text = blanked(self.annotated.text, [row.span for row in self.rows])
        headings = {heading.start for heading in self.annotated.headings}
        for number, span in enumerate(_paragraphs(text)):
            written = text[slice(*span)]
            if span.start in headings or _HASH.match(written) or _STRONG.match(written):
                yield Part(_plain(written), span.start, number, heading=True)
                continue
            sentences = [*_sentences(_plain(written))]
            for at, words in sentences:
                yield Part(words, span.start + at, number, whole=len(sentences) == 1)


def load_record(
    file: str | os.PathLike[str] | bytes | IO[bytes] | IO[str],
    *,
    date: str | date | None = None,
    format: str | None = None,  # noqa: A002 - as in `read`
    limits: Limits = DEFAULT,
) -> Record:
    """Return the report of a meeting as it is written; what it says is not yet read."""
    name, annotated = text_of(file, format=format, name="record", limits=limits)
    if not annotated.text.strip():
        raise DraftError(f"{name} is empty; give a report with at least one sentence")
    rows = tuple(comment for comment in annotated.comments or () if comment.row)
    return Record(name, _iso(date) if date else date_of(annotated.text, name), annotated, rows, limits)


def _iso(given: str | date) -> str:
    try:
        return (date.fromisoformat(given) if isinstance(given, str) else given).isoformat()
    except ValueError as error:
        raise ValueError(f"{given!r} is no date; write it as 2026-11-03") from error


def date_of(text: str, name: str) -> str:
    """Return the date in the first lines of a record, else the one in its name, in ISO 8601; "" if there is none.

    >>> date_of("Report of the meeting of 3 November 2026", "minutes.md"), date_of("Minutes", "2026-11-04.txt")
    ('2026-11-03', '2026-11-04')
    """
    head = [line for line in text[:4000].split("\n") if line.strip()][:_HEAD]
    return next((found for line in [*head, name] if (found := _date_in(line))), "")


def _date_in(line: str) -> str:
    for pattern in (_ISO, *_written_dates()):
        for found in pattern.finditer(line):
            month = month_numbers().get(found["month"].casefold())
            try:
                return date(int(found["year"]), month or int(found["month"]), int(found["day"])).isoformat()
            except ValueError:
                continue
    return ""


@cache
def _written_dates() -> tuple[re.Pattern[str], ...]:
    # "3–5 November 2026" is the last day; in the United States people write "November 3, 2026".
    month = rf"(?P<month>{'|'.join(month_numbers())})"
    day = r"(?<!\d)(?:\d{1,2}\s*[-–]\s*)?(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?"
    year = r"(?P<year>\d{4})(?!\d)"
    forms = (rf"{day}\s+(?:(?:of|de)\s+)?{month}\.?,?\s+(?:del?\s+)?{year}", rf"{month}\s+{day},?\s+{year}")
    return tuple(re.compile(f"(?i){form}") for form in forms)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the paragraphs of a text, in which lines that were broken by hand are joined."""
    start = end = -1
    before = ""
    for line in _lines(text):
        words = text[slice(*line)]
        joins = (
            end >= 0
            and words.strip()
            and len(before.rstrip()) >= _BROKEN
            and not _BEGINS.match(words)
            and (not _ENDS.search(before) or words[:1].islower())
        )
        if end >= 0 and not joins:
            yield Span(start, end)
            start = end = -1
        if words.strip():
            start = start if joins else line.start
            end = line.end
        before = words
    if end >= 0:
        yield Span(start, end)


def _plain(words: str) -> str:
    """Return words on one line without the marks of Markdown; offsets hold."""
    words = _MARKS.sub(lambda mark: " " * len(mark[0]), words)
    return even_quotations(words.replace("\n", " ").replace("\t", " ").replace("\r", " "))


def _sentences(words: str) -> Iterator[tuple[int, str]]:
    start = 0
    # As sentences of comments end.
    shortened = detect_language(words, load_language(LANGUAGES[0])).particles["shortened"]
    ends = [(stop.start(), stop.end()) for stop in _STOP.finditer(words)]
    for stop, end in [*ends, (len(words), len(words))]:
        sentence = words[start:end]
        if end < len(words) and _goes_on(words, start, stop, end, shortened):
            continue
        if sentence.strip():
            yield start + len(sentence) - len(sentence.lstrip()), sentence.strip()
        start = end


def _goes_on(words: str, start: int, stop: int, end: int, shortened: Collection[str]) -> bool:
    """Return whether a sentence goes on behind a stop, since that belongs to a short form or is in a quotation."""
    if words[stop] == "." and ends_in_initial(words[max(start, stop - _INITIALS) : stop]):
        return True
    # "supp. Chile", and before a number in whatever language: "Párr. 6"
    forms = _short_forms() if words[end : end + 2].strip()[:1].isdigit() else shortened
    last = _LAST_WORD.search(words, max(start, stop - _INITIALS), end)
    if last and last["word"].casefold() in forms and not compiled(_SPEAKS).match(words, end):
        return True
    return words.count("“", start, end) > words.count("”", start, end)


@cache
def _short_forms() -> frozenset[str]:
    lists = [file.get("particles", {}).get("shortened", ()) for file in language_files().values()]
    return frozenset(form for forms in lists for form in forms)


def in_order_of_dates(records: Sequence[Record]) -> list[Record]:
    """Return records from the earliest on; as they are given if one of them has no date."""
    return sorted(records, key=lambda one: one.date) if all(one.date for one in records) else list(records)
