"""Brackets, choices and options as they are read, before `naming` gives them their ids and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bracketed.draft.languages import word_list
from bracketed.draft.tree import BracketKind, Mark, Text
from bracketed.source import Span


@dataclass(slots=True)
class RawOption:
    """An option that has no letter yet."""

    content: list[Text | Mark | RawChoice]
    label: str = ""
    owner: str = ""
    holds_place: bool = False


@dataclass(slots=True)
class RawChoice:
    """A bracket that has no id yet."""

    kind: BracketKind
    parts: list[Mark | RawOption]
    offers_omit: bool
    span: Span


RawPiece: TypeAlias = Text | Mark | RawChoice


@dataclass(slots=True)
class RawBracket:
    """One pair of square brackets: its marks and the contents between them."""

    parts: list[Mark | RawOption]
    span: Span

    @property
    def options(self) -> list[RawOption]:
        return [part for part in self.parts if isinstance(part, RawOption)]

    @property
    def opens_with_or(self) -> bool:
        """Whether the bracket is `[OR text]`, or `[alt. text]`: nothing stands before its first OR."""
        if len(self.parts) < 3:
            return False
        before, after = self.parts[1:3]
        empty = isinstance(before, RawOption) and not before.content and not before.label
        return empty and isinstance(after, Mark) and after.kind == "separator" and _is_or(after.text)

    def drop_empty_opening(self) -> None:
        """Drop the empty option before the first separator: the bracket before this one holds that option."""
        del self.parts[1]


def _is_or(separator: str) -> bool:
    return separator.strip() not in ("/", *(word.upper() for word in word_list("instead")))


def span_of(parts: Sequence[Mark | RawOption]) -> Span:
    """Return the stretch from the first to the last of the parts that is not an empty option."""
    spans = [
        span for part in parts for span in ([part.span] if isinstance(part, Mark) else [p.span for p in part.content])
    ]
    return Span(spans[0].start, spans[-1].end)


def trim_at_separators(parts: list[Mark | RawOption]) -> list[Mark | RawOption]:
    """Give the white space round a separator, and at the end of a labelled paragraph, to the separator."""
    for number, part in enumerate(parts):
        if not isinstance(part, Mark) or part.kind not in ("separator", "label"):
            continue
        before = parts[number - 1] if number else None
        if isinstance(before, RawOption) and before.content and isinstance(before.content[-1], Text):
            last = before.content[-1]
            kept = last.text.rstrip()
            cut = len(kept)
            if cut < len(last.text):
                part = Mark(part.kind, last.text[cut:] + part.text, Span(last.span.start + cut, part.span.end))
                parts[number] = part
                start = last.span.start
                before.content[-1:] = [Text(kept, Span(start, start + cut))] if kept else []
        after = parts[number + 1] if number + 1 < len(parts) else None
        if isinstance(after, RawOption) and after.content and isinstance(after.content[0], Text):
            first = after.content[0]
            kept = first.text.lstrip()
            cut = len(first.text) - len(kept)
            if cut:
                parts[number] = Mark(
                    part.kind, part.text + first.text[:cut], Span(part.span.start, first.span.start + cut)
                )
                after.content[:1] = [Text(kept, Span(first.span.start + cut, first.span.end))] if kept else []
    return parts


def merged(parts: Sequence[Mark | RawOption]) -> list[Mark | RawOption]:
    """Return the parts of several brackets in which the marks between two options are one separator."""
    row: list[Mark | RawOption] = []
    for part in parts:
        before = row[-1] if row else None
        between = isinstance(before, Mark) and before.kind in ("close", "separator") and len(row) > 1
        if between and isinstance(before, Mark) and isinstance(part, Mark) and part.kind in ("separator", "open"):
            row[-1] = Mark("separator", before.text + part.text, Span(before.span.start, part.span.end))
        elif row and isinstance(part, Mark) and part.kind == "open":
            row.append(Mark("separator", part.text, part.span))
        else:
            row.append(part)
    return row
