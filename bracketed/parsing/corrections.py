"""Corrections: what a user says a bracket is, where the reading was in doubt."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from bracketed.draft.draft import Findings
from bracketed.draft.languages import either, language_files
from bracketed.draft.tree import Bracket, Mark, Text
from bracketed.errors import DraftError, UnknownNameError
from bracketed.parsing.builder import (
    RawChoice,
    RawOption,
    RawPart,
    RawPiece,
    merged,
    part_of,
    span_of,
    trim_at_separators,
)
from bracketed.phrasing import joined_or, quoted
from bracketed.source import Source, Span

CorrectedKind: TypeAlias = Literal["optional", "alternatives", "placeholder", "text", "separate", "joined"]
"""How a bracket is to be read: as `optional` words, as `alternatives` at its slashes or its word "or", as a
`placeholder`, or as `text`; and brackets side by side as `separate` ones, or `joined` with the next in one choice."""

READINGS: tuple[CorrectedKind, ...] = get_args(CorrectedKind)
ReadAs: TypeAlias = "Mapping[str, str | tuple[str, str]]"
"""How brackets are to be read, by their names; behind a reading there may be the words of the bracket."""
# The doubts about a bracket that a correction settles.
_DOUBTS = ("adjacent", "bare-figure", "doubled-bracket", "doubtful-slash", "mixed-separators", "not-a-choice")
_PLACE = re.compile(r"(\d{1,9}):(\d{1,9})")
_CLOSES = re.compile(r"[\]］】]")
_BETWEEN = re.compile(r"(\s*[\]］】])?(.*?)([\[［【]\s*)?", re.DOTALL)


# A correction changes how one bracket is read, never the text. It names the bracket by the id that it has without
# corrections; the other brackets keep their ids. A bracket that was read as no choice has no id, and is named by the
# line and column of its sign, "12:40", as the diagnostics give them. In the next draft a name may have come to another
# bracket: a correction that keeps the words of its bracket is then not used.
class Corrections:
    """The corrections of the brackets of one draft."""

    def __init__(self, read_as: ReadAs, lines: Source, brackets: Sequence[Bracket]) -> None:
        self._lines = lines
        self._brackets = {bracket.id: bracket for bracket in brackets}
        self._ids = {bracket.id: bracket.span for bracket in brackets}
        self.known = [(span.start, id_) for id_, span in self._ids.items()]
        self._by_span: dict[Span, tuple[str, CorrectedKind]] = {}
        self._by_place: dict[int, tuple[str, CorrectedKind]] = {}
        self._unused: dict[str, str] = {}
        self._unchecked: dict[str, str] = {}
        for name, asked in read_as.items():
            reading, words = (asked, None) if isinstance(asked, str) else asked
            if words and not self._is_on(name, words):
                self._unused[name] = words
                continue
            self._enter(name, reading)
            # Only what was kept in a file can be older than the draft.
            if words == "":
                self._unchecked[name] = reading

    def report(self, findings: Findings) -> None:
        """Take doubts that are settled out of the findings, and report what was corrected and what could not be."""
        for at, (name, reading) in [(s.start, c) for s, c in self._by_span.items()] + [*self._by_place.items()]:
            findings.drop(_DOUBTS, at)
            findings.add("info", "corrected", f"{name} is read as {reading}, as requested", at)
        for name, words in self._unused.items():
            message = f"the correction of {name} is not used: {self._why_unused(name, words)}"
            findings.add("warning", "correction-not-used", message, self._at(name) or 0)
        for name, asked in self._unchecked.items():
            message = f"the correction of {name} keeps no words, and would be used on others if the draft changed"
            line = f"{_quoted(name)} = [{_quoted(asked)}, {_quoted(self._words_of(name))}]"
            findings.add("warning", "correction-unchecked", message, self._at(name) or 0, suggestion=f"write {line}")

    def _at(self, name: str) -> int | None:
        """Return where the bracket of this name begins; None if there is none."""
        found = _PLACE.fullmatch(name)
        if found:
            return self._lines.offset(int(found[1]), int(found[2]))
        return self._ids[name].start if name in self._ids else None

    def _words_of(self, name: str) -> str:
        """Return the words of a bracket with its signs, on one line; "" if there is none."""
        text, at = self._lines.text, self._at(name)
        if name in self._brackets or at is None:
            return " ".join(self._brackets[name].words.split()) if at is not None else ""
        end = _CLOSES.search(text, at)
        return " ".join(text[at : end.end() if end else at + 1].split())

    def _is_on(self, name: str, words: str) -> bool:
        from bracketed.draft.wording import same_words

        return same_words(self._words_of(name), words)

    def _why_unused(self, name: str, words: str) -> str:
        """Return what the name refers to now, and where the words are."""
        now = self._words_of(name)
        changed = f"it was {quoted(words)}, and is {quoted(now)} now" if now else f"no {quoted(words)} is there now"
        places = [id_ for id_ in self._brackets if self._is_on(id_, words)]
        return f"{changed}; that is {joined_or(places)} now" if places else changed

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
        """Change the pieces of a text in place; DraftError if a bracket cannot be read so."""
        rows = [pieces]
        for row in rows:
            number = 0
            while number < len(row):
                piece = row[number]
                if isinstance(piece, RawChoice) and piece.span in self._by_span:
                    # The number stays: a bracket in what replaces this one may have a correction too.
                    name, reading = self._by_span.pop(piece.span)
                    _apply(reading, row, number, name)
                    continue
                opened = self._opened(piece) if isinstance(piece, Text) else [piece]
                row[number : number + 1] = opened
                number += len(opened)
            rows += [option.content for choice in row if isinstance(choice, RawChoice) for option in choice.options]
        for name, _ in self._by_place.values():
            raise DraftError(f"the bracket at {name} was read as a choice; name it by its id")
        for name, _ in self._by_span.values():
            raise DraftError(f"{name} is part of another bracket that is read otherwise, and cannot be corrected too")

    def _opened(self, words: Text) -> list[RawPiece]:
        pieces: list[RawPiece] = []
        start = words.span.start
        for at in sorted(at for at in self._by_place if words.span.start <= at < words.span.end):
            name, reading = self._by_place.pop(at)
            end = _CLOSES.search(words.text, at - words.span.start)
            if end is None or at < start:
                raise DraftError(f"the bracket at {name} has no end in the words around it")
            stop = words.span.start + end.end()
            parts: list[RawPart] = [
                _mark("open", words, at, at + 1),
                RawOption(part_of(words, at + 1, stop - 1)),
                _mark("close", words, stop - 1, stop),
            ]
            opened: list[RawPiece] = [RawChoice("optional", parts, True, Span(at, stop))]
            if reading != "optional":
                _apply(reading, opened, 0, name)
            pieces += [*part_of(words, start, at), *opened]
            start = stop
        return [*pieces, *part_of(words, start, words.span.end)] if pieces else [words]


def _quoted(words: str) -> str:
    """Return words as a string of TOML."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _mark(kind: Literal["open", "close", "separator"], words: Text | Mark, start: int, end: int) -> Mark:
    first = words.span.start
    return Mark(kind, words.text[start - first : end - first], Span(start, end))


def _apply(reading: CorrectedKind, row: list[RawPiece], number: int, name: str) -> None:
    choice = row[number]
    assert isinstance(choice, RawChoice)
    match reading:
        case "text":
            row[number : number + 1] = _as_text(choice.parts)
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


def _as_text(parts: Sequence[RawPart]) -> list[RawPiece]:
    pieces: list[RawPiece] = []
    for part in parts:
        if isinstance(part, RawOption):
            pieces += part.content
        else:
            written = part.kind in ("open", "close", "separator", "label")
            pieces.append(Text(part.text, part.span) if written else part)
    return pieces


def _optional(choice: RawChoice, name: str) -> RawChoice:
    parts = choice.parts
    marks = {n: part for n, part in enumerate(parts) if isinstance(part, Mark)}
    closing = max((n for n, mark in marks.items() if mark.kind == "close"), default=0)
    several = any(mark.kind == "separator" and "[" in mark.text for n, mark in marks.items() if n < closing)
    if 0 not in marks or marks[0].kind != "open" or several:
        raise DraftError(f"{name} is not one pair of brackets, and cannot be read as optional; read it as separate")
    option = RawOption(_as_text(parts[1:closing]))
    return RawChoice("optional", [parts[0], option, *parts[closing:]], True, choice.span)


def _alternatives(choice: RawChoice, name: str) -> RawChoice:
    if len(choice.options) != 1:
        return choice
    option = choice.options[0]
    place = choice.parts.index(option)
    for separator in ("/", rf"(?<=\s)(?:{_any_or()})(?=\s)"):
        parts = _cut(option.content, re.compile(separator))
        if len(parts) > 1:
            parts = trim_at_separators([*choice.parts[:place], *parts, *choice.parts[place + 1 :]])
            return RawChoice("alternatives", parts, False, choice.span)
    raise DraftError(f"{name} cannot be read as alternatives: nothing in it separates them, neither a slash nor an or")


def _any_or() -> str:
    # In any language: the user who corrects a bracket has seen the word.
    return either(tuple(language_files()))


def _cut(content: Sequence[RawPiece], separator: re.Pattern[str]) -> list[RawPart]:
    parts: list[RawPart] = []
    words: list[RawPiece] = []
    for piece in content:
        if not isinstance(piece, Text):
            words.append(piece)
            continue
        start = piece.span.start
        for found in separator.finditer(piece.text):
            begins, ends = (piece.span.start + at for at in found.span())
            parts += [RawOption([*words, *part_of(piece, start, begins)]), _mark("separator", piece, begins, ends)]
            words = []
            start = ends
        words += part_of(piece, start, piece.span.end)
    return [*parts, RawOption(words)]


def _separate(choice: RawChoice, name: str) -> list[RawPiece]:
    # What was between two of the brackets is text.
    rows: list[list[RawPart]] = [[]]
    pieces: list[RawPiece] = []
    for part in choice.parts:
        found = _BETWEEN.fullmatch(part.text) if isinstance(part, Mark) and part is not choice.parts[0] else None
        if not found or not found[3] or not isinstance(part, Mark):
            rows[-1].append(part)
            continue
        start = part.span.start
        if found[1]:
            rows[-1].append(_mark("close", part, start, start + found.end(1)))
        pieces.append(_bracket(rows[-1]))
        pieces += part_of(Text(part.text, part.span), start + found.start(2), start + found.end(2))
        rows.append([_mark("open", part, start + found.start(3), part.span.end)])
    if len(rows) == 1:
        raise DraftError(f"{name} is one pair of brackets, and cannot be read as separate; read it as optional")
    return [*pieces, _bracket(rows[-1])]


def _bracket(parts: list[RawPart]) -> RawChoice:
    several = sum(isinstance(part, RawOption) for part in parts) > 1
    return RawChoice("alternatives" if several else "optional", parts, not several, span_of(parts))


def _joined(choice: RawChoice, following: list[RawPiece], name: str) -> list[RawPiece]:
    # What was between the two separates the options.
    joint: list[Mark] = []
    rest = following
    if rest and isinstance(rest[0], Text) and re.fullmatch(rf"\s*(?:,|/|{_any_or()})?\s*", rest[0].text):
        joint = [Mark("separator", rest[0].text, rest[0].span)]
        rest = rest[1:]
    if not rest or not isinstance(rest[0], RawChoice):
        raise DraftError(f"there is no bracket beside {name} to join it with")
    parts = merged([*choice.parts, *joint, *rest[0].parts])
    return [RawChoice("alternatives", parts, False, Span(choice.span.start, rest[0].span.end)), *rest[1:]]
