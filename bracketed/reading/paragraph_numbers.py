"""Finds the paragraph of a text that is meant by its number in a table: “1”, “Para 2”, “Article 4(2)”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bracketed.parsing.blocks import lines_of
from bracketed.parsing.labels import Label, find_label
from bracketed.parsing.outline import goes_on
from bracketed.reading.heads import folded, units
from bracketed.source import Span

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
# "1-3", "1, 2": several numbers, which name no one paragraph. "D.1-3" is a code.
_SEVERAL = re.compile(r"[ (]*\d.*\d\s*[,;/&–—-]\s*\d")
# How many parts of a number a table may leave out the beginning of.
_LONGEST = 8

# The number of a paragraph with those above it, such as article, 4, 2, a.
Path: TypeAlias = tuple[str, ...]


@dataclass(slots=True)
class ParagraphNumbers:
    """The numbered paragraphs of a text by their whole numbers, by the ends of these, and by their figures alone."""

    whole: dict[Path, list[Span]] = field(default_factory=dict)
    ends: dict[Path, list[Span]] = field(default_factory=dict)
    figures: dict[Path, list[Span]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, breaks: Sequence[int]) -> ParagraphNumbers:
        """Return those of a text, in which all that is no paragraph is blank; `breaks` are where others begin."""
        labels = [(find_label(text, line.start, line.stop), line.start) for line in lines_of(text)]
        found = [(label, start) for label, start in labels if label is not None]
        edges = sorted({*breaks, *(start for _, start in found), len(text)})
        numbers = cls()
        above: list[tuple[str, Path]] = []
        for label, start in found:
            words = text[start : edges[bisect_left(edges, start + 1)]]
            head = start + len(words) - len(words.lstrip())
            numbers._enter(_path(above, label), Span(head, start + len(words.rstrip())))
        return numbers

    def _enter(self, path: Path, span: Span) -> None:
        # "4(2)" is looked for among whole numbers first, then among their ends, then without "article" and the like.
        self.whole.setdefault(path, []).append(span)
        self.figures.setdefault(_without_units(path), []).append(span)
        for first in range(max(0, len(path) - _LONGEST), len(path)):
            self.ends.setdefault(path[first:], []).append(span)

    def find(self, number: str, unit: str) -> list[Span]:
        """Return the paragraphs that may be meant by a number in a column that is headed `unit`.

        >>> numbers = ParagraphNumbers.of("Article 4\\n1. Ports pay.\\n2. Owners pay.\\n", ())
        >>> numbers.find("Art. 4(2)", "paragraph"), numbers.find("2", "paragraph"), numbers.find("4", "article")
        ([Span(start=24, end=38)], [Span(start=24, end=38)], [Span(start=0, end=9)])
        """
        wanted = number_parts(number)
        if not wanted or _SEVERAL.match(number):
            return []
        above = units().get(unit.removesuffix(" no."), "")
        if above and wanted[0].isdigit():
            wanted = (above, *wanted)
        return self.whole.get(wanted) or self.ends.get(wanted) or self.figures.get(_without_units(wanted), [])


def number_parts(number: str) -> Path:
    """Return the parts of a number, without words that say nothing.

    >>> number_parts("Art. 4, para 2(a)"), number_parts("17 bis.")
    (('article', '4', '2', 'a'), ('17', 'bis'))
    """
    meant = (units().get(token, token) for token in _TOKEN.findall(folded(number)))
    return tuple(token for token in meant if token)


def _without_units(path: Path) -> Path:
    meant = set(units().values())
    return tuple(token for token in path if token not in meant)


def _path(above: list[tuple[str, Path]], label: Label) -> Path:
    """Return the number of a paragraph with those above it, which `above` holds, each with its kind."""
    kind, own = str(label.kind), number_parts(label.normal)
    if kind == "roman":
        # "(i)" after "(h)" is a letter; below a letter it is a Roman numeral.
        marks = [(one, path[-1]) for one, path in reversed(above) if one in ("letter", "roman") and path]
        kind = next((one for one, last in marks if goes_on(last, own[0])), kind if marks else "letter")
    if kind in ("code", "word"):
        above.clear()
    kinds = [one for one, _ in above]
    if kind in kinds:
        del above[kinds.index(kind) :]
    base = above[-1][1] if above else ()
    # "4.2" below Article 4 says again where it is.
    path = base + (own[1:] if base and len(own) > 1 and own[0] == base[-1] else own)
    above.append((kind, path))
    return path
