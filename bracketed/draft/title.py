"""The title and the date of a draft, from its head."""

from __future__ import annotations

import re

from bracketed.draft.draft import Draft
from bracketed.phrasing import shortened

# Characters at the head of a draft in which its title and its date are looked for, and those of a title.
_HEAD = 2000
_TITLE = 120
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
    head = draft.source[:start].strip() or (draft.source if unnumbered else "")
    lines = (line.strip() for line in head[:_HEAD].splitlines())
    line = next((line for line in lines if line and not _DATE.match(line)), "")
    return line if 2 < len(line) <= _TITLE and "[" not in line else draft.name


def date_of(draft: Draft) -> str:
    """Return the date at the head of a draft as it is written there, else that in its name, else "".

    >>> import bracketed as bt
    >>> date_of(bt.parse("Plan\\nMeeting of 3–7 May 2027\\nVersion of 5 May 2027\\n\\n1. Ports [shall] report."))
    '5 May 2027'
    """
    found = [*_DATE.finditer(draft.source[:_HEAD]), *_DATE.finditer(draft.name.replace("_", " "))]
    days = [match for match in found if not match["days"]]
    return " ".join((days or found)[0][0].split()) if found else ""
