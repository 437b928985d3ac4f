"""Brings the signs of a draft to one form, character for character, before its lines are looked at.

Look-alike brackets become square ones, and so do the marks of plain-text editors for additions and deletions
(CriticMarkup); option names and “or” of other languages become the characters that the grammar knows them by.
"""

from __future__ import annotations

import re

from bracketed.draft.findings import Findings
from bracketed.parsing.attributions import read_saying
from bracketed.parsing.conventions import PLACEHOLDER, language
from bracketed.parsing.lines import ALTERNATIVE_TEXT
from bracketed.parsing.masks import ALL, ASIDE, EITHER, OPTION, WORD
from bracketed.source import Span

_OWN = re.compile(f"[{re.escape(''.join(ALL))}]")
_LOOK_ALIKE = re.compile("[［］【】〔〕⟦⟧]")
_SQUARE = str.maketrans("［］【】〔〕⟦⟧", "[][][][]")
# {++added++}, {--deleted--}, {~~old~>new~~}
_CRITIC = re.compile(
    r"(?P<open>\{\+\+|\{--|\{~~)(?P<words>[^{}\n]*?)(?P<arrow>~>)?(?P<after>(?(arrow)[^{}\n]*?))(?P<close>\+\+\}|--\}|~~\})"
)
# "{placeholder: means of implementation}", as climate texts write it
_BRACED = re.compile(r"\{([^{}\[\]\n]{3,200})\}")
# "[this Convention][alt. this Agreement]", "[pay] [Facilitators' alternative: may pay]": as if it said OR
_ALT = re.compile(rf"(?<=\])(?P<before>[ ]?\[)(?P<alt>{ALTERNATIVE_TEXT})(?=[ ])")
_CLOSES = {"{++": "++}", "{--": "--}", "{~~": "~~}"}


def one_form(text: str, languages: tuple[str, ...], findings: Findings) -> tuple[str, list[Span]]:
    """Return the text with its signs in one form, and the stretches that only belong to such signs."""
    signs = text if text.isascii() else _OWN.sub(WORD, text)
    first = _LOOK_ALIKE.search(signs) if not text.isascii() else None
    if first:
        findings.add(
            "info",
            "look-alike-bracket",
            f"“{first[0]}” is read as a square bracket, and so are its like in the rest of the draft",
            first.start(),
        )
        signs = signs.translate(_SQUARE)
    edges: list[Span] = []
    if "{" in signs:
        signs = _CRITIC.sub(lambda found: _as_bracket(found, edges), signs)
        signs = _BRACED.sub(lambda found: f"[{found[1]}]" if PLACEHOLDER.fullmatch(found[1]) else found[0], signs)
    if "alt" in signs:
        signs = _ALT.sub(_as_or, signs)
    for name in languages:
        signs = _in_language(signs, name)
    return signs, edges


def _as_or(found: re.Match[str]) -> str:
    # "[EU alt: in full]" says who wants the words.
    return found[0] if read_saying(found["alt"].rstrip(":")) else found["before"] + EITHER * len(found["alt"])


def _as_bracket(found: re.Match[str], edges: list[Span]) -> str:
    if _CLOSES[found["open"]] != found["close"] or (found["open"] == "{~~") != bool(found["arrow"]):
        return found[0]
    edges += [Span(found.start() + 1, found.start() + 3), Span(found.end() - 3, found.end() - 1)]
    between = ""
    if found["arrow"]:
        edges.append(Span(found.start("arrow") + 1, found.end("arrow")))
        between = "/" + ASIDE
    return f"[{ASIDE * 2}{found['words']}{between}{found['after']}{ASIDE * 2}]"


def _in_language(text: str, name: str) -> str:
    """Mark the option names of a language, and its “or” on a line of its own."""
    words = language(name)
    option = re.compile(rf"(?m)^([ \t]*\[?)({_any_of(words.option)})(?=[ \t]*[:\dA-ZА-Я(一-鿿])")
    text = option.sub(lambda found: found[1] + OPTION * len(found[2]), text)
    either = re.compile(rf"(?mi)^([ \t]*)({_any_of(words.either)})(?=[ \t]*\r?$)")
    return either.sub(lambda found: found[1] + EITHER * len(found[2]), text)


def mark_either(masked: str, languages: tuple[str, ...]) -> str:
    """Mark the “or” of other languages where it separates: between brackets in any case, else in capitals only."""
    for name in languages:
        words = language(name).either
        between = re.compile(rf"(?i)(?<=\])(\s*)({_any_of(words)})(?=\s*\[)")
        masked = between.sub(lambda found: found[1] + EITHER * len(found[2]), masked)
        capitals = [word.upper() for word in words if word.upper() != word]
        if capitals:
            masked = re.sub(rf"(?<!\w)(?:{_any_of(capitals)})(?!\w)", lambda found: EITHER * len(found[0]), masked)
    return masked


def _any_of(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
