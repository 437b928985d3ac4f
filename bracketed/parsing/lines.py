"""The lines of a text, and those that are known by how they look: ORs between paragraphs, rules across the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bracketed.draft.languages import word_list

RULE = re.compile(r"[ \t]*([-_*=])(?:[ \t]*\1){3,}[ \t]*$")


@cache
def or_line() -> re.Pattern[str]:
    """Return the pattern of a line that says nothing but “or”, in any language; one letter may be a bullet."""
    plain = (word for word in word_list("or") if len(word) > 1 or word.upper() == word)
    return re.compile(rf"[ \t]*\**(?i:{'|'.join(map(re.escape, plain))})\**[ \t]*$")


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
