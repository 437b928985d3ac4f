"""Cut a text into tokens: brackets, slashes, ORs, words, and what is in brackets and offers nothing to choose."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from bracketed.draft.draft import Findings
from bracketed.draft.languages import word_list, words_in
from bracketed.markdown import FRONT_MATTER
from bracketed.parsing.attributions import read_in_front
from bracketed.parsing.notation import draft_lexer, pattern
from bracketed.source import Span, line_at
from bracketed.time_limit import in_time


class Token(NamedTuple):
    """A region of the text, and what it is."""

    type: str
    start: int
    end: int


class NonChoice(NamedTuple):
    """Brackets that offer nothing to choose, and what they are."""

    span: Span
    what: str


ClaimKind: TypeAlias = Literal["comment", "note", "status", "attribution", "words"]


class Claim(NamedTuple):
    """A region that is no words of the text (`words`: it is, but its brackets are no choice)."""

    span: Span
    kind: ClaimKind
    # It follows a bracket that it is about.
    behind: bool = False


Region = TypeVar("Region", NonChoice, Claim)
_SQUARE = str.maketrans("［］【】〔〕⟦⟧", "[][][][]")
# Word processors set them behind numbers, as French writers do before a colon.
_BLANKS = str.maketrans("\xa0\u2007\u202f", "   ")


def normalise(text: str, findings: Findings) -> str:
    """Return the text with square brackets for look-alikes such as 【 and ］, and plain blanks and ends of lines."""
    # A carriage return before a line feed becomes a blank, so that each character keeps its place.
    text = text.replace("\r\n", " \n")
    if not text.isascii():
        text = text.translate(_BLANKS)
    first = None if text.isascii() else pattern("LOOK_ALIKE").search(text)
    if first is None:
        return text
    message = f"“{first[0]}” is read as a square bracket, and so are its like in the rest of the draft"
    findings.add("info", "look-alike-bracket", message, first.start())
    return text.translate(_SQUARE)


# What each token that holds no choice is called in findings.
_NON_CHOICES = {
    "CODE": "code", "FORMULA": "a formula", "ADDRESS": "part of an address", "LINK": "a link",
    "FOOTNOTE_MARK": "a note mark", "NOTE_MARK": "a note mark", "CHECK_BOX": "a check box",
    "AUTOMATIC_NUMBER": "an automatic number", "INTERVAL": "an interval", "MATRIX": "a matrix",
    "SYMBOL": "the symbol of a document", "CITATION": "a citation", "SOURCE": "a numbered source",
    "EDITOR": "an editor’s mark",
}  # fmt: skip


# The tokens tile the text, and each is a region of it: nothing is replaced, so that the tree gives the source back.
def scan(text: str, languages: Sequence[str], note_marks: Sequence[Span] = ()) -> tuple[list[Token], list[NonChoice]]:
    """Return the tokens of a text, and the brackets among its words that are no choice."""
    # `note_marks` are the regions that the file itself shows to be note marks.
    tokens: list[Token] = []
    found: list[NonChoice] = []
    for token in in_time(draft_lexer().lex(text), lambda token: line_at(text, token.start_pos or 0)):
        kind, start = token.type, token.start_pos or 0
        end = start + len(token)
        if kind not in _NON_CHOICES:
            tokens.append(Token(kind, start, end))
            continue
        # Where something else has a part of it, as a comment has, it is brackets and words again.
        tokens += _signs(text, start, end)
        # Only at the head of a line is it the number of a source.
        within = kind in ("SOURCE", "AUTOMATIC_NUMBER") and text[text.rfind("\n", 0, start) + 1 : start].strip()
        if not within:
            found.append(NonChoice(Span(start, end), _NON_CHOICES[kind]))
    found += [NonChoice(span, "a note mark") for span in note_marks]
    found += _front_matter(text)
    if "[" in text or "]" in text:
        found += [*_links(text), *_insertions(text), *_marks_of_notes(text)]
    # Of two that begin at one place the longer counts.
    kept = apart(found, lambda one: (one.span.start, -one.span.end))
    marks = [*((span, "OR") for span in _ors(text, languages)), *_braced(text)]
    return list(_divided(tokens, sorted(marks))), kept


def _signs(text: str, start: int, end: int) -> Iterator[Token]:
    kinds = {"[": "OPEN", "]": "CLOSE", "/": "SLASH"}
    for found in re.compile(r"[\[\]/]|[^\[\]/]+").finditer(text, start, end):
        yield Token(kinds.get(found[0], "TEXT"), *found.span())


def _braced(text: str) -> Iterator[tuple[Span, str]]:
    # Braces round a placeholder, {placeholder: means of support}, are read as brackets, and so are those round words of
    # a delegation, {EU/CH: may}, unless they are all that a bracket holds.
    if "{" not in text:
        return
    for found in re.finditer(r"(?<!\{)\{([^{}\[\]\n]{3,200})\}", text):
        if pattern("PLACEHOLDER").fullmatch(found[1]):
            yield Span(found.start(), found.start() + 1), "OPEN"
            yield Span(found.end() - 1, found.end()), "CLOSE"
    for found in pattern("BRACED_WORDS").finditer(text):
        if read_in_front(found["head"]):
            yield Span(found.start(), found.start() + 1), "OPEN"
            yield Span(found.end() - 1, found.end()), "CLOSE"


def _front_matter(text: str) -> Iterator[NonChoice]:
    # Lists in the front matter of a Markdown file are no choices: "tags: [ports, crews]"; nor are marks of changes.
    front = FRONT_MATTER.match(text)
    for found in re.finditer(r"[^\n\[\]{]*[\[\]{][^\n]*", front[0]) if front else ():
        yield NonChoice(Span(*found.span()), "front matter of the file")


def _links(text: str) -> Iterator[NonChoice]:
    # Links of Markdown to addresses that the draft defines: [text][key], [key], and [key]: https://…
    keys = set()
    for found in pattern("DEFINITION").finditer(text) if "]:" in text else ():
        keys.add(" ".join(found["key"].casefold().split()))
        yield NonChoice(Span(text.index("[", found.start()), found.end()), "a link")
    for found in pattern("REFERENCE").finditer(text) if keys else ():
        if " ".join((found["key"] or found["text"]).casefold().split()) in keys:
            yield NonChoice(Span(*found.span()), "a link")


def _insertions(text: str) -> Iterator[NonChoice]:
    for quotation in pattern("QUOTATION").finditer(text):
        for found in pattern("INSERTION").finditer(text, quotation.start(), quotation.end()):
            yield NonChoice(Span(*found.span(found.lastgroup or 0)), "an editor’s insertion in a quotation")


def _marks_of_notes(text: str) -> Iterator[NonChoice]:
    # "[a vessel][12]" and "three years [1]" are note marks where the draft has a note of that number below.
    sources = {found[1]: found.start() for found in pattern("SOURCE_LINE").finditer(text)}
    for found in pattern("MARK_OF_NOTE").finditer(text) if sources else ():
        if found.start() < sources.get(found[1] or found[2], 0):
            yield NonChoice(Span(*found.span()), "a note mark")


def apart(found: Iterable[Region], key: Callable[[Region], tuple[int, ...]]) -> list[Region]:
    """Return regions in the order of a key, without those that overlap one before."""
    kept: list[Region] = []
    for one in sorted(found, key=key):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _ors(text: str, languages: Sequence[str]) -> list[Span]:
    # Alone on a line in capitals a longer word is plain to see in any language.
    alone = "|".join(re.escape(word.upper()) for word in word_list("or") if len(word) > 1 and word.upper() != word)
    forms = [rf"(?m:(?<=\n)[ \t]*\**(?:{alone})\**(?=[ \t]*$))"]
    for code in ("en", *languages):
        either = sorted(words_in(code, "or"), key=len, reverse=True)
        capitals = [word.upper() for word in (*words_in(code, "instead"), *either) if word.upper() != word]
        forms.append(rf"(?im:(?<=\n)[ \t]*\**(?:{'|'.join(map(re.escape, either))})\**(?=[ \t]*$))")
        forms += [rf"(?<!\w)(?:{'|'.join(map(re.escape, capitals))})(?!\w)"] if capitals else []
    return [Span(*found.span()) for found in re.finditer("|".join(forms), text)]


def _divided(tokens: Iterable[Token], fixed: Sequence[tuple[Span, str]]) -> Iterator[Token]:
    number = 0
    end = 0  # how far the text is divided
    for token in tokens:
        at = max(token.start, end)
        while at < token.end:
            while number < len(fixed) and fixed[number][0].end <= at:
                number += 1
            span, kind = fixed[number] if number < len(fixed) else (Span(token.end, token.end), "")
            if span.start <= at < span.end:
                yield Token(kind, at, span.end)
                at = span.end
            else:
                stop = min(token.end, span.start)
                whole = at == token.start and stop == token.end
                yield token if whole else Token("TEXT", at, stop)
                at = stop
        end = max(end, at)


class Claims:
    """The claims on a text made so far; a step claims only what is free, so that the order of steps decides."""

    def __init__(self, length: int) -> None:
        self.made: list[Claim] = []
        self._taken = bytearray(length)

    def free(self, start: int, end: int) -> bool:
        """Return whether none of these characters is claimed."""
        return self._taken.find(1, start, end) < 0

    def unclaimed(self, span: Span) -> Iterator[Span]:
        """Yield the parts of a region that are not claimed."""
        at = self._taken.find(0, *span)
        while at >= 0:
            end = self._taken.find(1, at, span.end)
            end = span.end if end < 0 else end
            yield Span(at, end)
            at = self._taken.find(0, end, span.end)

    def add(self, claims: Iterable[Claim]) -> None:
        """Add claims in order, without those that overlap one made before."""
        for claim in claims:
            start, end = claim.span
            if start < end and self.free(start, end):
                self._taken[start:end] = b"\x01" * (end - start)
                self.made.append(claim)


def cover(tokens: Sequence[Token], claims: Sequence[Claim]) -> list[Token]:
    """Return the tokens of a text in which each claim is one token; claims are in order and apart."""
    if not claims:
        return list(tokens)
    covered: list[Token] = []
    starts = [claim.span.start for claim in claims]
    done = 0
    for token in tokens:
        at = max(token.start, done)
        number = max(0, bisect_right(starts, at) - 1)
        number += claims[number].span.end <= at
        while at < token.end:
            if number < len(claims) and starts[number] < token.end:
                span, kind, behind = claims[number]
                if at < span.start:
                    covered.append(Token("TEXT", at, span.start))
                if behind and covered and covered[-1].type in ("CLOSE", "ADDED_END", "BEHIND"):
                    covered.append(Token("BEHIND", *span))
                else:
                    covered.append(Token("TEXT" if kind == "words" else kind.upper(), *span))
                at = span.end
                number += 1
            else:
                covered.append(token if at == token.start else Token("TEXT", at, token.end))
                at = token.end
        done = max(done, at)
    return covered
