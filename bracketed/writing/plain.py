"""Writes remarks into plain text, as comments at the ends of lines: `<tab>Comment by NAME: …`."""

from __future__ import annotations

from collections.abc import Sequence

from bracketed.draft.draft import Draft
from bracketed.writing.margin_comments import Remark


def with_comments(draft: Draft, remarks: Sequence[Remark]) -> str:
    """Return the source of a draft with remarks behind the lines in which what they are about ends.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.\\n5. They meet.")
    >>> with_comments(draft, [Remark(draft.brackets[0].span, "UK – supports “shall”", "A. Clerk")])
    '4. Parties [shall/should] report.\\tComment by A. Clerk: UK – supports “shall”\\n5. They meet.'
    """
    source = draft.source
    starts = [comment.span.start for comment in draft.comments]
    places: dict[int, list[str]] = {}
    for remark in remarks:
        place = source.find("\n", remark.span.end)
        place = len(source) if place < 0 else place
        # A comment that is there already may go on over further lines.
        place = min([start for start in starts if remark.span.end <= start < place], default=place)
        author = " ".join(remark.author.split())
        places.setdefault(place, []).append(f"\tComment by {author}: {remark.words}")
    pieces: list[str] = []
    at = 0
    for place in sorted(places):
        pieces += (source[at:place].removesuffix("\r"), *places[place])
        at = place
    return "".join([*pieces, source[at:]])
