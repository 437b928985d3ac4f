"""Reads plain text, of which no more is known than the text, and Markdown, of which tables are known."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode
from bracketed.draft.id_marks import without_id_marks
from bracketed.limits import DEFAULT, Limits
from bracketed.reading.encodings import decoded, doubted

# The line below the heads of a table in Markdown, with three columns or more.
_RULE = re.compile(r"(?m)^[ ]{0,3}\|?[ ]?:?-+:?[ ]?(?:\|[ ]?:?-+:?[ ]?){2,}\|?[ ]*$")

# No editor or mail program breaks lines behind so many characters.
_LONGEST_WRAPPED = 120
_FEW_EMPTY = 4  # one line in so many
_STRUCK = re.compile(r"(?<![~{])~~(?=[^\s~])([^~\n]{1,400})(?<=\S)~~(?![~}])")


def annotate(data: bytes, name: str, changes: ChangesMode | None = None, limits: Limits = DEFAULT) -> AnnotatedText:
    """Return the text of a file, which tracks no changes; DraftError if it is none."""
    characters = decoded(data, name)
    # However a system ends lines: as Python does with text files.
    text = characters.text.replace("\r\n", "\n").replace("\r", "\n")
    return doubted(_with_struck_words(annotated_text(without_id_marks(text))), characters)


def _with_struck_words(annotated: AnnotatedText) -> AnnotatedText:
    # "~~words~~" is how Markdown strikes words through.
    struck = list(_STRUCK.finditer(annotated.text)) if "~~" in annotated.text else []
    if not struck:
        return annotated
    from bracketed.reading.flattening import struck_words

    found = [*annotated.remarked, *(struck_words(one[1], one.start()) for one in struck)]
    return replace(annotated, remarked=tuple(sorted(found, key=lambda finding: finding.at)))


def annotated_text(text: str) -> AnnotatedText:
    """Return a text with the comments that its tables hold, which in Markdown have a line for each row.

    >>> table = "| Para | Party | Comments |\\n|---|---|---|\\n| 4 | Kenya | Keep. |"
    >>> [(one.author, one.about) for one in annotated_text(f"4. Ports pay.\\n\\n{table}").comments]
    [('Kenya', 'para 4')]
    """
    if not _RULE.search(text):
        return AnnotatedText(text, paragraphs=_unwrapped(text))
    from bracketed.reading.pipe_tables import with_pipe_tables

    return with_pipe_tables(text)


def _unwrapped(text: str) -> tuple[int, ...]:
    """Return where the lines begin if each is a paragraph, as in what word processors save as text; else nothing.

    >>> _unwrapped("Ports pay.\\n" + "Ships pay, too. " * 9), _unwrapped("Ports\\npay.")
    ((0, 11), ())
    """
    lines = text.rstrip().split("\n")
    long = sum(len(line) for line in lines if len(line) > _LONGEST_WRAPPED)
    # Where empty lines part paragraphs, or tabs begin cells, lines beside each other belong together.
    parted = sum(not line.strip() for line in lines) * _FEW_EMPTY > len(lines)
    if parted or 2 * long < len(text) or "\n\t" in text:
        return ()
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return tuple(start for start, line in zip(starts, lines, strict=False) if line.strip())
