"""What is reported as doubtful about brackets: those that can be read in two ways, and those that look like slips."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from bracketed.draft.draft import Severity
from bracketed.draft.findings import Findings
from bracketed.parsing.notation import pattern
from bracketed.parsing.scanner import Claims, Token
from bracketed.source import Span

_BARE_FIGURE = re.compile(r"\d[\d.,\s]*%?")


class Ambiguities:
    """Adds what is doubtful about brackets to the findings of a draft."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def report_slash(self, words: str, at: int) -> None:
        """Report a bracket whose slashes are read as words, since what stands beside them is too long or too unlike."""
        self._add(
            "info",
            "doubtful-slash",
            f"the slash in “{_short(words)}” is read as part of the words; it separates no options",
            at,
            "write OR between options",
        )

    def report_adjacent(self, first: str, second: str, alike: bool, at: int) -> None:
        """Report two brackets side by side of which it is not plain whether only one can stand."""
        reading = "alternatives of one choice" if alike else "brackets of their own"
        self._add(
            "info",
            "adjacent",
            f"“[{_short(first)}]” and “[{_short(second)}]” stand side by side; they are read as {reading}",
            at,
            "write OR between alternatives",
        )

    def _add(self, severity: Severity, code: str, message: str, at: int, remedy: str) -> None:
        self._findings.add(severity, code, message, at, None, remedy)


def report_lone_options(
    text: str, lone: Sequence[Span], decided: Sequence[Token], claims: Claims, findings: Findings
) -> None:
    """Report names of options that no other option stands beside; `lone` are those at the heads of paragraphs."""
    named = [token.start for token in decided if token.type in ("LABEL", "SEP")]
    ends = [token.end for token in decided if token.type in ("LABEL", "SEP")]
    for span in lone:
        number = bisect_right(named, span.end - 1) - 1
        if number < 0 or ends[number] <= span.start:
            _report_lone(text[slice(*span)], span.start, findings)
    for found in pattern("LONE_ALTERNATIVE").finditer(text) if "alt" in text else ():
        number = bisect_right(named, found.start("name")) - 1
        if (number < 0 or ends[number] <= found.start("name")) and claims.free(*found.span("name")):
            _report_lone(found["name"], found.start("name"), findings)


def _report_lone(name: str, at: int, findings: Findings) -> None:
    findings.add(
        "warning",
        "lone-option",
        f"“{name.strip(' [>*_')}” names an option, but no other stands beside it; it is read as text",
        at,
        None,
        "put a bracket round all the options, with OR between them",
    )


_ROUND = re.compile(r"[()]|\n[ \t]*\n")


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 60 else f"{plain[:40].rstrip()} … {plain[-15:].lstrip()}"
