"""Cuts a text into tokens: brackets, slashes, ORs, words, and what stands in brackets and offers nothing to choose.

The notations are those of part 1 of `grammar/draft.lark`. The tokens tile the text, and each is a stretch of it:
nothing is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bracketed.draft.languages import word_list, words_in
from bracketed.parsing.notation import draft_lexer, pattern
from bracketed.source import Span


class Token(NamedTuple):
    """A stretch of the text, and what it is."""

    type: str
    start: int
    end: int


class NotChoice(NamedTuple):
    """Brackets that offer nothing to choose, and what they are."""

    span: Span
    what: str


# What each token that holds no choice is called in findings.
_NOT_CHOICES = {
    "CODE": "code",
    "FORMULA": "a formula",
    "ADDRESS": "part of an address",
    "LINK": "a link",
    "FOOTNOTE_MARK": "a note mark",
    "NOTE_MARK": "a note mark",
    "CHECK_BOX": "a check box",
    "AUTOMATIC_NUMBER": "an automatic number",
    "INTERVAL": "an interval",
    "MATRIX": "a matrix",
    "SYMBOL": "the symbol of a document",
    "CITATION": "a citation",
    "SOURCE": "a numbered source",
    "EDITOR": "an editor’s mark",
}


def scan(text: str, languages: Sequence[str], note_marks: Sequence[Span] = ()) -> tuple[list[Token], list[NotChoice]]:
    """Return the tokens of a text, and the brackets among its words that are no choice.

    `note_marks` are stretches that the file itself shows to be note marks.
    """
    found = [
        Token(token.type, token.start_pos or 0, (token.start_pos or 0) + len(token))
        for token in draft_lexer().lex(text)
    ]
    plain = [
        NotChoice(Span(token.start, token.end), _NOT_CHOICES[token.type])
        for token in found
        if token.type in _NOT_CHOICES and _is_so(text, token)
    ]
    plain += [NotChoice(span, "a note mark") for span in note_marks]
    plain += [*_front_matter(text), *_links(text), *_insertions(text)]
    kept = _apart(plain)
    marks = [*((span, "OR") for span in _either(text, languages)), *_braced(text)]
    tokens = list(_divided(_opened(text, found), kept, marks))
    return tokens, kept


def _is_so(text: str, token: Token) -> bool:
    """Say whether a mark is one at its place: the number of a source stands at the head of a line."""
    if token.type in ("SOURCE", "AUTOMATIC_NUMBER"):
        return not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip()
    return True


def _opened(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens in which a mark that is none at its place is brackets and words again."""
    for token in tokens:
        if token.type in _NOT_CHOICES and not _is_so(text, token):
            yield Token("OPEN", token.start, token.start + 1)
            yield Token("TEXT", token.start + 1, token.end - 1)
            yield Token("CLOSE", token.end - 1, token.end)
        else:
            yield token


def _braced(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the braces round a placeholder, `{placeholder: means of support}`, which are read as brackets."""
    for found in re.finditer(r"\{([^{}\[\]\n]{3,200})\}", text) if "{" in text else ():
        if pattern("PLACEHOLDER").fullmatch(found[1]) and text[found.start() - 1 : found.start()] != "{":
            yield Span(found.start(), found.start() + 1), "OPEN"
            yield Span(found.end() - 1, found.end()), "CLOSE"


def _front_matter(text: str) -> Iterator[NotChoice]:
    """Yield the lines with brackets in the front matter of a Markdown file, `tags: [ports, crews]`."""
    front = pattern("FRONT_MATTER").match(text)
    for found in re.finditer(r"[^\n\[\]]*[\[\]][^\n]*", front[0]) if front else ():
        yield NotChoice(Span(*found.span()), "front matter of the file")


def _links(text: str) -> Iterator[NotChoice]:
    """Yield the links of Markdown to addresses that the draft defines: `[text][key]`, `[key]`, `[key]: https://…`."""
    if "]:" not in text:
        return
    keys = set()
    for found in pattern("DEFINITION").finditer(text):
        keys.add(" ".join(found["key"].casefold().split()))
        yield NotChoice(Span(text.index("[", found.start()), found.end()), "a link")
    if not keys:
        return
    for found in pattern("REFERENCE").finditer(text):
        if " ".join((found["key"] or found["text"]).casefold().split()) in keys:
            yield NotChoice(Span(*found.span()), "a link")


def _insertions(text: str) -> Iterator[NotChoice]:
    """Yield the words that an editor has put into a quotation, and numbers behind a bracket that cite a source."""
    for quotation in pattern("QUOTATION").finditer(text):
        for found in pattern("INSERTION").finditer(text, quotation.start(), quotation.end()):
            yield NotChoice(Span(*found.span(found.lastgroup or 0)), "an editor’s insertion in a quotation")
    # "[a vessel][12]" and "three years [1]" are note marks where the draft has a note of that number below.
    sources = {found[1]: found.start() for found in _SOURCE.finditer(text)}
    for found in pattern("MARK_OF_NOTE").finditer(text) if sources else ():
        if found.start() < sources.get(found[1] or found[2], 0):
            yield NotChoice(Span(*found.span()), "a note mark")


_SOURCE = re.compile(r"(?m)^[ \t]*\[(\d{1,3})\][ \t]+(?=[\[A-Z“\"])")


def _apart(found: Sequence[NotChoice]) -> list[NotChoice]:
    """Return what is no choice, in order; of two that begin at one place or overlap the first and longer counts."""
    kept: list[NotChoice] = []
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _either(text: str, languages: Sequence[str]) -> list[Span]:
    """Return where “or” stands: in capitals, or on a line of its own."""
    # Alone on a line in capitals a longer word is plain to see in any language.
    alone = "|".join(re.escape(word.upper()) for word in word_list("or") if len(word) > 1 and word.upper() != word)
    forms = [rf"(?m:(?<=\n)[ \t]*\**(?:{alone})\**[ \t]*$)"]
    for code in ("en", *languages):
        either = sorted(words_in(code, "or"), key=len, reverse=True)
        capitals = [word.upper() for word in (*words_in(code, "instead"), *either) if word.upper() != word]
        forms.append(rf"(?im:(?<=\n)[ \t]*\**(?:{'|'.join(map(re.escape, either))})\**[ \t]*$)")
        forms += [rf"(?<!\w)(?:{'|'.join(map(re.escape, capitals))})(?!\w)"] if capitals else []
    return [Span(*found.span()) for found in re.finditer("|".join(forms), text)]


def _divided(tokens: Iterator[Token], words: Sequence[NotChoice], marks: Sequence[tuple[Span, str]]) -> Iterator[Token]:
    """Yield tokens with what is no choice as words, and further marks as tokens of their own."""
    fixed = sorted([(one.span, "TEXT") for one in words] + [*marks])
    number = 0
    end = 0  # how far the text has been told
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
                yield Token(token.type if whole and token.type not in _NOT_CHOICES else "TEXT", at, stop)
                at = stop
        end = max(end, at)
