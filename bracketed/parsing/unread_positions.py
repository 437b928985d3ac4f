"""Words that look like positions of delegations where none are read: they are told, so that nothing is lost silently.

A mark such as `[NOC – JPN]` is no word of the text, and is kept as a note; a sentence such as “Chad reserves its
position on paragraph 4.” may be one, and stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bracketed.draft.findings import Findings
from bracketed.parsing.attributions import parties
from bracketed.parsing.blocks import Line
from bracketed.parsing.notation import pattern
from bracketed.parsing.scanner import Claim, Claims
from bracketed.source import Span


def find_unread_marks(text: str, claims: Claims, findings: Findings) -> list[Claim]:
    """Return the brackets in which somebody asks for no change or for an option of another bracket, and report them."""
    made: list[Claim] = []
    for found in (*pattern("MARK_OF_POSITION").finditer(text), *pattern("NO_CHANGE_LINE").finditer(text)):
        words = found[found.lastgroup or 0].strip()
        asked = pattern("NO_CHANGE").fullmatch(words) or pattern("OF_OPTION").fullmatch(words)
        if asked and _names_only(asked[asked.lastgroup or 0]) and claims.free(*found.span()):
            made.append(Claim(Span(*found.span()), "note"))
            _report(found[0].strip(), "as a note", found.end() - len(found[0].lstrip()), findings)
    return made


def report_positions_in_text(
    text: str, lines: Sequence[Line], brackets: Sequence[Span], claims: Claims, findings: Findings
) -> None:
    """Report words outside brackets by which delegations seem to say what they want."""
    begins = [bracket.start for bracket in brackets]
    told: set[int] = set()
    said = ((line.start + at, words) for line in lines for at, words in _said(line.words(text)))
    for at, words in said:
        number = bisect_right(begins, at) - 1
        inside = number >= 0 and at < brackets[number].end
        if at not in told and not inside and claims.free(at, at + len(words)):
            told.add(at)
            _report(words, "as text", at, findings)


def _said(line: str) -> Iterator[tuple[int, str]]:
    """Yield the words that look like positions, and where they stand."""
    for form in (pattern("REMARK"), pattern("REMARK_ENCLOSED")):
        for found in form.finditer(line):
            if _speaks(found["words"]) or _wants_option(found["words"]):
                yield found.start("words"), found["words"]
    for found in pattern("REMARK_ALONE").finditer(line):
        if _speaks(found["words"], of_matter=True):
            yield found.start("words"), found["words"]


def _wants_option(words: str) -> bool:
    asked = pattern("OF_OPTION").fullmatch(words)
    return asked is not None and _names_only(asked["who"])


def _speaks(words: str, *, of_matter: bool = False) -> bool:
    """Say whether words begin with nothing but names of delegations, and a verb of position behind them."""
    for verb in pattern("STANCE").finditer(words, 0, 200):
        head, rest = words[: verb.start()].rstrip(), words[verb.end() :]
        if not _names_only(head.rstrip(" :–—-")):
            continue
        marked = head.endswith((":", "–", "—"))
        return marked or not of_matter or not rest.strip(" .") or pattern("MATTER").match(rest) is not None
    return False


def _names_only(words: str) -> bool:
    return bool(parties(re.sub(r"\b[Tt]he\s+", "", words).strip()))


def _report(words: str, how: str, at: int, findings: Findings) -> None:
    findings.add(
        "warning",
        "position-not-read",
        f"“{' '.join(words.split())}” looks like a position, and is read {how}",
        at,
        None,
        "say it in a comment, or behind the bracket that it is about: [shall – NAME]",
    )
