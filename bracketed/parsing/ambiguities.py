"""What is reported as doubtful about brackets: those that can be read in two ways, and those that look like slips."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bracketed.draft.draft import Provision, Severity
from bracketed.draft.findings import Findings, labels_at
from bracketed.draft.tree import Bracket, Mark, Option, Piece, brackets_in, runs_on
from bracketed.parsing.conventions import NO_TEXT
from bracketed.parsing.raw import RawChoice, RawOption, RawPiece

_BARE_FIGURE = re.compile(r"\d[\d.,\s]*%?")


class Doubts:
    """Adds what is doubtful about brackets to the findings of a draft."""

    def __init__(self, provisions: tuple[Provision, ...], findings: Findings) -> None:
        self._label = labels_at(provisions)
        self._findings = findings

    def report_optional(self, content: Sequence[RawPiece], words: str, at: int) -> None:
        """Report a bracket with one option that may be no choice of its own."""
        inner = content[0] if len(content) == 1 else None
        if isinstance(inner, RawChoice) and inner.kind == "optional":
            self._add(
                "info",
                "doubled-bracket",
                "this bracket holds nothing but another bracket; both are read as optional, one in the other",
                at,
                "take one pair away, unless two delegations reserved their positions",
            )
        elif _BARE_FIGURE.fullmatch(words):
            self._add(
                "info",
                "bare-figure",
                f"“[{words}]” is read as a figure that may stay or go; often it only holds the place of one",
                at,
                "write [X] if the figure is still to be found",
            )

    def report_separators(self, parts: Sequence[Mark | RawOption], options: Iterable[str], at: int) -> None:
        """Report a bracket whose options are told apart by slashes that may be meant otherwise."""
        # A slash between two brackets is plain to see.
        marks = [
            part.text.strip()
            for part in parts
            if isinstance(part, Mark) and part.kind == "separator" and "[" not in part.text
        ]
        separators = set(marks) - {""}
        if "/" in separators and len(separators) > 1:
            self._add(
                "warning",
                "mixed-separators",
                "this bracket separates its options by slashes and by OR; all are read as alternatives of one choice",
                at,
                "use one mark only, or a bracket inside the bracket",
            )
        elif marks.count("/") > 1 and any(" " in words for words in options):
            count = sum(isinstance(part, RawOption) for part in parts)
            self._add(
                "warning",
                "doubtful-slash",
                f"the slashes in this bracket may belong to words; they are read as separating {count} options",
                at,
                "write OR between the options",
            )

    def report_adjacent(self, first: str, second: str, alike: bool, at: int) -> None:
        """Report two brackets side by side of which it is not plain whether only one can stand."""
        reading = "alternatives of one choice" if alike else "brackets of their own"
        self._add(
            "info",
            "adjacent",
            f"“[{first}]” and “[{second}]” stand side by side; they are read as {reading}",
            at,
            "write OR between alternatives",
        )

    def _add(self, severity: Severity, code: str, message: str, at: int, remedy: str) -> None:
        self._findings.add(severity, code, message, at, self._label(at), remedy)


def report_doubtful(
    text: str,
    content: tuple[Piece, ...],
    provisions: tuple[Provision, ...],
    agreed: set[str],
    findings: Findings,
) -> None:
    """Report what is doubtful about brackets that could be read."""
    by_label = {provision.label: provision for provision in provisions}
    for bracket in (piece for piece in content if isinstance(piece, Bracket)):
        provision = by_label[bracket.provision]
        if provision.label in agreed:
            agreed.discard(provision.label)
            findings.add(
                "warning",
                "agreed-but-bracketed",
                f"{provision.label} stands under “agreed”, but holds a bracket",
                bracket.span.start,
                provision.label,
            )
        if runs_on(bracket, text):
            findings.add(
                "info",
                "missing-space",
                "a space is missing after this bracket; variants have one",
                bracket.span.end - 1,
                provision.label,
            )
    for bracket in brackets_in(content):
        for name in _names_without_words(bracket):
            findings.add(
                "warning",
                "option-without-words",
                f"“{name.text.strip().rstrip(':')}” has no words"
                + (", and is read as leaving the text out" if bracket.offers_omit else ""),
                name.span.end - len(name.text.lstrip()),
                bracket.provision,
                "give its words, or write “[no text]” if there are to be none",
            )


def _names_without_words(bracket: Bracket) -> Iterator[Mark]:
    """Yield the names of options, such as “Option 2”, behind which nothing stands."""
    for part, following in pairwise([*bracket.parts, None]):
        if not isinstance(part, Mark) or part.kind != "label" or NO_TEXT.fullmatch(part.text):
            continue
        said = isinstance(following, Option) and following.text.strip()
        left_out = isinstance(following, Mark) and NO_TEXT.fullmatch(following.text)
        if not said and not left_out:
            yield part
