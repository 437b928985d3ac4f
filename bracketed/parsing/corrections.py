"""Corrections: what a user says a bracket is, where the reading was in doubt.

A correction changes how one bracket is read, never the text. It names the bracket by the id that it has without
corrections; the other brackets keep their ids. A bracket that was read as no choice has no id, and is named by the line
and column of its sign, `12:40`, as the diagnostics give them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from bracketed.draft.findings import Findings
from bracketed.draft.languages import either, language_files
from bracketed.draft.tree import Bracket, Mark, Text
from bracketed.errors import DraftError, UnknownNameError
from bracketed.parsing.nodes import RawChoice, RawOption, RawPiece, merged, span_of, trim_at_separators
from bracketed.source import Source, Span

CorrectedKind: TypeAlias = Literal["optional", "alternatives", "placeholder", "text", "separate", "joined"]
"""How a bracket is to be read: as `optional` words, as `alternatives` at its slashes or its word "or", as a
`placeholder`, or as `text`; and brackets side by side as `separate` ones, or `joined` with the next in one choice."""

READINGS: tuple[CorrectedKind, ...] = get_args(CorrectedKind)
# What is said of a bracket in doubt, and is settled once somebody has said what it is.
_DOUBTS = ("adjacent", "bare-figure", "doubled-bracket", "doubtful-slash", "mixed-separators", "not-a-choice")
_PLACE = re.compile(r"(\d+):(\d+)")
_BETWEEN = re.compile(r"(\s*[\]］】])?(.*?)([\[［【]\s*)?", re.DOTALL)


class Corrections:
    """What a user says of the brackets of one draft."""

    def __init__(self, read_as: Mapping[str, str], lines: Source, brackets: Sequence[Bracket]) -> None:
        self._lines = lines
        self._ids = {bracket.id: bracket.span for bracket in brackets}
        self.known = [(span.start, id_) for id_, span in self._ids.items()]
        self._by_span: dict[Span, tuple[str, CorrectedKind]] = {}
        self._by_place: dict[int, tuple[str, CorrectedKind]] = {}
        for name, reading in read_as.items():
            self._enter(name, reading)

    def report(self, findings: Findings) -> None:
        """Take doubts that are settled out of the findings, and say what was corrected."""
        for at, (name, reading) in [(s.start, c) for s, c in self._by_span.items()] + [*self._by_place.items()]:
            findings.drop(_DOUBTS, at)
            findings.add("info", "corrected", f"{name} is read as {reading}, as asked", at)

    def _enter(self, name: str, reading: str) -> None:
        if reading not in READINGS:
            raise DraftError(f"{name} cannot be read as {reading!r}; it can be read as {', '.join(READINGS)}")
        found = _PLACE.fullmatch(name)
        if not found:
            if name not in self._ids:
                raise UnknownNameError("bracket", name, self._ids)
            self._by_span[self._ids[name]] = name, reading
            return
        at = self._lines.offset(int(found[1]), int(found[2]))
        if at is None or self._lines.text[at] not in "[［【":
            raise DraftError(f"no bracket opens at {name}; give the line and the column of its sign")
        self._by_place[at] = name, reading

    def apply(self, pieces: list[RawPiece]) -> None:
        """Change the pieces of a text in place.

        Raises:
            DraftError: a bracket cannot be read so.
        """
        rows = [pieces]
        for row in rows:
            number = 0
            while number < len(row):
                piece = row[number]
                if isinstance(piece, RawChoice) and piece.span in self._by_span:
                    # What comes in its place is looked at in its turn.
                    name, reading = self._by_span.pop(piece.span)
                    _apply(reading, row, number, name)
                    continue
                opened = self._opened(piece) if isinstance(piece, Text) else [piece]
                row[number : number + 1] = opened
                number += len(opened)
            choices = (piece for piece in row if isinstance(piece, RawChoice))
            rows += [part.content for choice in choices for part in choice.parts if isinstance(part, RawOption)]
        for name, _ in self._by_place.values():
            raise DraftError(f"the bracket at {name} was read as a choice; name it by its id")
        for name, _ in self._by_span.values():
            raise DraftError(f"{name} is part of another bracket that is read otherwise, and cannot be corrected too")

    def _opened(self, words: Text) -> list[RawPiece]:
        """Cut words at the brackets in them that were read as no choice and are one."""
        pieces: list[RawPiece] = []
        start = words.span.start
        for at in sorted(at for at in self._by_place if words.span.start <= at < words.span.end):
            name, reading = self._by_place.pop(at)
            rest = words.text[at - words.span.start :]
            end = re.search(r"[\]］】]", rest)
            if end is None or at < start:
                raise DraftError(f"the bracket at {name} has no end in the words around it")
            span = Span(at, at + end.end())
            inside = Text(rest[1 : end.start()], Span(at + 1, span.end - 1))
            parts: list[Mark | RawOption] = [
                Mark("open", rest[0], Span(at, at + 1)),
                RawOption([inside] if inside.text else []),
                Mark("close", end[0], Span(span.end - 1, span.end)),
            ]
            opened: list[RawPiece] = [RawChoice("optional", parts, True, span)]
            if reading != "optional":
                _apply(reading, opened, 0, name)
            pieces += [_part(words, start, at), *opened]
            start = span.end
        return [*pieces, _part(words, start, words.span.end)] if pieces else [words]


def _part(words: Text, start: int, end: int) -> Text:
    return Text(words.text[start - words.span.start : end - words.span.start], Span(start, end))


def _apply(reading: CorrectedKind, row: list[RawPiece], number: int, name: str) -> None:
    choice = row[number]
    assert isinstance(choice, RawChoice)
    match reading:
        case "text":
            row[number : number + 1] = [*_as_text(choice.parts)]
        case "placeholder":
            row[number] = RawChoice("placeholder", choice.parts, False, choice.span)
        case "optional":
            row[number] = _optional(choice, name)
        case "alternatives":
            row[number] = _alternatives(choice, name)
        case "separate":
            row[number : number + 1] = _separate(choice, name)
        case "joined":
            row[number:] = _joined(choice, row[number + 1 :], name)


def _as_text(parts: Sequence[Mark | RawOption]) -> Iterator[RawPiece]:
    for part in parts:
        if isinstance(part, RawOption):
            yield from part.content
        elif part.kind in ("open", "close", "separator", "label"):
            yield Text(part.text, part.span)
        else:
            yield part


def _optional(choice: RawChoice, name: str) -> RawChoice:
    parts = choice.parts
    closing = next((n for n in reversed(range(len(parts))) if _is(parts[n], "close")), 0)
    several = any(isinstance(part, Mark) and part.kind == "separator" and "[" in part.text for part in parts[:closing])
    if not _is(parts[0], "open") or several:
        raise DraftError(f"{name} is not one pair of brackets, and cannot be read as optional; read it as separate")
    option = RawOption([*_as_text(parts[1:closing])])
    return RawChoice("optional", [parts[0], option, *parts[closing:]], True, choice.span)


def _is(part: Mark | RawOption, kind: str) -> bool:
    return isinstance(part, Mark) and part.kind == kind


def _alternatives(choice: RawChoice, name: str) -> RawChoice:
    options = [part for part in choice.parts if isinstance(part, RawOption)]
    if len(options) != 1:
        return choice
    place = choice.parts.index(options[0])
    for separator in (re.compile("/"), re.compile(rf"(?<=\s)(?:{_any_or()})(?=\s)")):
        parts = _cut(options[0].content, separator)
        if len(parts) > 1:
            parts = trim_at_separators([*choice.parts[:place], *parts, *choice.parts[place + 1 :]])
            return RawChoice("alternatives", parts, False, choice.span)
    raise DraftError(f"{name} cannot be read as alternatives: nothing in it separates them, neither a slash nor an or")


def _cut(content: Sequence[RawPiece], separator: re.Pattern[str]) -> list[Mark | RawOption]:
    parts: list[Mark | RawOption] = []
    words: list[RawPiece] = []
    for piece in content:
        if not isinstance(piece, Text):
            words.append(piece)
            continue
        start = 0
        for found in separator.finditer(piece.text):
            words.append(_part(piece, piece.span.start + start, piece.span.start + found.start()))
            mark = _part(piece, piece.span.start + found.start(), piece.span.start + found.end())
            parts += [RawOption(words), Mark("separator", mark.text, mark.span)]
            words = []
            start = found.end()
        words.append(_part(piece, piece.span.start + start, piece.span.end))
    return [*parts, RawOption(words)]


def _any_or() -> str:
    """Return the source of a pattern for “or” in any language: whoever corrects a bracket has seen it."""
    return either(tuple(language_files()))


def _separate(choice: RawChoice, name: str) -> list[RawPiece]:
    """Take a row of brackets apart; what stood between two of them is text."""
    rows: list[list[Mark | RawOption]] = [[]]
    pieces: list[RawPiece] = []
    for part in choice.parts:
        found = _BETWEEN.fullmatch(part.text) if isinstance(part, Mark) else None
        if not found or not found[3] or part is choice.parts[0] or not isinstance(part, Mark):
            rows[-1].append(part)
            continue
        words = Text(part.text, part.span)
        if found[1]:
            closing = _part(words, part.span.start, part.span.start + found.end(1))
            rows[-1].append(Mark("close", closing.text, closing.span))
        pieces.append(_bracket(rows[-1]))
        between = _part(words, part.span.start + found.start(2), part.span.start + found.end(2))
        pieces += [between] if between.text else []
        opening = _part(words, part.span.start + found.start(3), part.span.end)
        rows.append([Mark("open", opening.text, opening.span)])
    if len(rows) == 1:
        raise DraftError(f"{name} is one pair of brackets, and cannot be read as separate; read it as optional")
    return [*pieces, _bracket(rows[-1])]


def _bracket(parts: list[Mark | RawOption]) -> RawChoice:
    several = sum(isinstance(part, RawOption) for part in parts) > 1
    return RawChoice("alternatives" if several else "optional", parts, not several, span_of(parts))


def _joined(choice: RawChoice, following: list[RawPiece], name: str) -> list[RawPiece]:
    """Make one choice of a bracket and the next; what stood between them separates its options."""
    joint: list[Mark] = []
    rest = following
    if rest and isinstance(rest[0], Text) and re.fullmatch(rf"\s*(?:,|/|{_any_or()})?\s*", rest[0].text):
        joint = [Mark("separator", rest[0].text, rest[0].span)]
        rest = rest[1:]
    if not rest or not isinstance(rest[0], RawChoice):
        raise DraftError(f"no bracket stands beside {name}, and it cannot be joined")
    parts = merged([*choice.parts, *joint, *rest[0].parts])
    return [RawChoice("alternatives", parts, False, Span(choice.span.start, rest[0].span.end)), *rest[1:]]
