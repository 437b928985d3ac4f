"""The title and the date of a draft, from its head."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from bracketed.draft.draft import Draft
from bracketed.draft.languages import month_numbers
from bracketed.draft.outline import TITLED
from bracketed.markdown import without_marks
from bracketed.phrasing import shortened

# Characters at the head of a draft in which its title and its date are looked for, and those of a line of it.
_HEAD = 2000
_TITLE = 120
# Where the text begins: a sentence or a part of one, and a title of a part.
_TEXT = re.compile(r"[.:;,]$|^(?:[IVXLC]+|[A-Z]|\d+)[.)]\s|\[")
# Lines below the title that are shown with it.
_SUBTITLES = 5
# The fields before a text in Markdown, of which one is its title.
_FIELDS = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_TITLE_FIELD = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)
# “5 October 2015”, “5 de octubre de 2015”, “October 5, 2015”, “2015-10-05”; a range of days is that of a meeting.
_DATE = re.compile(
    r"(?P<days>\d{1,2}\s?[–-]\s?)?\b(?:"
    r"\d{1,2}(?:st|nd|rd|th|er)?\s(?:de\s|of\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?(?:19|20)\d\d"
    r"|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,\s(?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d)\b"
)


def title_of(draft: Draft) -> str:
    """Return the title of a draft: that of its fields or of its first part, else its first line, else its name.

    >>> import bracketed as bt
    >>> title_of(bt.parse("# Plan for the ports\\n\\n1. Ports [shall] report."))
    'Plan for the ports'
    """
    fields = _FIELDS.match(draft.source)
    if fields and (named := _TITLE_FIELD.search(fields[1])):
        return shortened(named[1].strip().strip("\"'"), _TITLE)
    # The title of an article or of a numbered section is not that of what it is in.
    titled = (node for node in draft.outline.nodes if node.kind == "section" and node.title and not node.label)
    first = next(titled, None)
    start = draft.provisions[0].span.start if draft.provisions else 0
    if first and first.span.start <= start:
        return shortened(first.name, _TITLE)
    unnumbered = not draft.provisions or not draft.provisions[0].written
    numbered = (node.span.start for node in draft.outline.nodes if node.kind in TITLED and node.label)
    above = draft.source[: next(numbered, _HEAD)]
    head = above[:start].strip() or (above if unnumbered else "")
    lines = (without_marks(line) for line in head[:_HEAD].splitlines())
    line = next((line for line in lines if line and not _DATE.match(line)), "")
    return line if 2 < len(line) <= _TITLE and "[" not in line else draft.name


def subtitle_of(draft: Draft) -> str:
    """Return what else is written at the head of a draft, between the title and the first part; "" if nothing.

    >>> import bracketed as bt
    >>> subtitle_of(bt.parse("Conference of Ports\\nThird session\\nNegotiating text\\n\\n1. Ports [shall] report."))
    'Third session · Negotiating text'
    """
    title, lines = title_of(draft), _head_lines(draft)
    if title not in lines:
        return ""
    behind = takewhile(lambda line: len(line) <= _TITLE and not _TEXT.search(line), lines[lines.index(title) + 1 :])
    shown = [line for line in behind if not _DATE.search(line)]
    return shortened(" · ".join(shown[:_SUBTITLES]), 2 * _TITLE)


def _head_lines(draft: Draft) -> list[str]:
    """Return the lines in front of all that is numbered or in brackets, without marks."""
    numbered = (provision.span.start for provision in draft.provisions if provision.written)
    end = min([next(numbered, _HEAD), _HEAD, *(bracket.span.start for bracket in draft.brackets[:1])])
    return [line for line in map(without_marks, draft.source[:end].splitlines()) if line]


def date_of(draft: Draft) -> str:
    """Return the date at the head of a draft as it is written there, else that in its name, else "".

    A month without a day is a date where a line of the head ends with it.

    >>> import bracketed as bt
    >>> date_of(bt.parse("Plan\\nMeeting of 3–7 May 2027\\nVersion of 5 May 2027\\n\\n1. Ports [shall] report."))
    '5 May 2027'
    """
    # A date in a sentence is that of what it speaks of, such as a deadline or another treaty.
    lines = [line for line in _head_lines(draft) if len(line) <= _TITLE]
    found = [*_DATE.finditer("\n".join(lines)), *_DATE.finditer(draft.name.replace("_", " "))]
    days = [match for match in found if not match["days"]]
    months = [match for line in lines if (match := _month().search(line))]
    return " ".join((days or found or months)[0][0].split()) if found or months else ""


@cache
def _month() -> re.Pattern[str]:
    return re.compile(rf"\b(?i:{'|'.join(month_numbers())})\s(?:de\s)?(?:19|20)\d\d$")
