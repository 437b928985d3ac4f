"""The lines of a text, and those that are known by how they begin: options, ORs between them, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# "Option 1: …", "Alternative D.3-a: …", "Alt 2 – …", at the head of a line.
OPTION_NAME = (
    r"(?P<lead>[ \t]*)\[?(?:[Ss]ub-?[Oo]ption|Option|Alternative|Alt\.?|ALT\.?|Variant|\uE007+)"
    r"(?:(?:[ ]proposal)?(?:[ ]for)?(?:[ ][\w.\-–]*\w)?(?:[ ]\([^()\n]{1,80}\))?[ ]?:"
    r"|[ ](?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)[ ]?(?:\.(?=\s)|\)|[–—-](?=\s)|(?=\r?$)))"
)
# "alt. this Agreement", "Facilitators' alternative: …": another wording, of somebody or nobody
ALTERNATIVE_TEXT = r"(?:alt\.:?|alt:|[A-Z][\w.-]{1,30}(?:['’]s?)?[ ]alt(?:ernative|\.)?(?:[ ](?:text|wording))?:)"
OPTION_LINE = re.compile(f"^{OPTION_NAME}", re.MULTILINE)
OR_LINE = re.compile(r"[ \t]*(?:[oO][rR]|\uE006+)[ \t]*$")
RULE = re.compile(r"[ \t]*([-_*=])(?:[ \t]*\1){3,}[ \t]*$")


@dataclass(slots=True)
class Line:
    """A line of text without its end; `stop` is where a comment begins in it, else its `end`."""

    start: int
    stop: int
    end: int

    def words(self, text: str) -> str:
        """Return the line as far as it is text and not comment."""
        return text[self.start : self.stop]


def lines_of(text: str) -> Iterator[Line]:
    """Yield every line of `text`."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        stop = end - 1 if text[start:end].endswith("\r") else end
        yield Line(start, stop, stop)
        start = end + 1
