"""What is reported as doubtful about brackets: those that can be read in two ways, and those that look like slips."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from bracketed.draft.draft import Provision, Severity
from bracketed.draft.findings import Findings, labels_at
from bracketed.draft.tree import Bracket, Mark, Option, Piece, brackets_in, runs_on
from bracketed.parsing.blocks import Block
from bracketed.parsing.citations import Citations
from bracketed.parsing.claims import Claims
from bracketed.parsing.nodes import RawChoice, RawOption, RawPiece
from bracketed.parsing.notation import pattern
from bracketed.parsing.outline import Run
from bracketed.parsing.scanner import Token
from bracketed.source import Span

_BARE_FIGURE = re.compile(r"\d[\d.,\s]*%?")


class Ambiguities:
    """Adds what is doubtful about brackets to the findings of a draft."""

    def __init__(self, findings: Findings) -> None:
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

    def report_refused(self, at: int) -> None:
        """Report a stretch that the grammar could not read."""
        self._add(
            "error",
            "not-understood",
            "these brackets could not be read; they are left as text, and the rest of the draft is read",
            at,
            "look at the brackets here, and write each choice in a bracket of its own",
        )

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


def report_unmatched(text: str, loose: Iterable[int], provisions: tuple[Provision, ...], findings: Findings) -> None:
    """Report the signs that have no partner; each is left out by itself."""
    label = labels_at(provisions)
    for at in loose:
        if text[at] not in "[]":
            continue
        where = label(at)
        if text[at] == "[":
            message = "this bracket is never closed; its sign is left out, and nothing else changes"
            remedy = "close it, or delete it"
        else:
            message = "this closing bracket has no opening bracket; its sign is left out, and nothing else changes"
            remedy = "open it, or delete it"
        findings.add("error", "unmatched-bracket", message, at, where, remedy)


def report_ends(text: str, runs: Iterable[Run], findings: Findings) -> None:
    """Report options that are read as ending with one paragraph, as the other options do, where more follows."""
    for run in runs:
        if run.doubtful:
            name = text[slice(*run.options[-1].label)].strip(" [>*_:\n")
            findings.add(
                "info",
                "option-end",
                f"“{name}” is read as one paragraph, as the options before it are; what follows is read as common text",
                run.options[-1].label.start,
                None,
                "put a bracket round all the options if the last one goes on",
            )


def report_wide(pairs: Mapping[int, int], provisions: tuple[Provision, ...], findings: Findings) -> None:
    """Report brackets that hold provisions with labels of their own."""
    starts = [provision.span.start for provision in provisions]
    for start, end in pairs.items():
        first, last = (max(0, bisect_right(starts, at) - 1) for at in (start, end))
        if first == last or provisions[first].part_of == provisions[last].part_of:
            continue
        findings.add(
            "info",
            "across-provisions",
            f"this bracket closes in {provisions[last].label}, on line {findings.source.place(end)[0]}; "
            "it holds every provision between",
            start,
            provisions[first].label,
            f"if it should end in {provisions[first].label}, close it there",
        )


def report_crossed(
    text: str, tokens: Sequence[Token], pairs: Mapping[int, int], provisions: tuple[Provision, ...], findings: Findings
) -> None:
    """Report brackets that cross a pair of parentheses, `([a)] b`, once for each bracket; square ones count.

    A parenthesis without its partner, as behind the letter of a list item, crosses nothing.
    """
    if "(" not in text:
        return
    square = [-1]  # where the brackets that are open here opened, innermost last
    rounds: list[tuple[int, int]] = []  # the same for parentheses, each with the innermost bracket at its place
    starts = [provision.span.start for provision in provisions]
    number = 0
    crossed: set[int] = set()
    closes = set(pairs.values())
    for token in tokens:
        while number < len(starts) and starts[number] <= token.start:
            # Parentheses end with their paragraph.
            number += 1
            rounds.clear()
        if token.type == "OPEN" and token.start in pairs:
            square.append(token.start)
        elif token.type == "CLOSE" and token.start in closes and len(square) > 1:
            square.pop()
        elif token.type in ("TEXT", "CHARACTER"):
            for found in _ROUND.finditer(text, token.start, token.end):
                if found[0][0] == "\n":
                    rounds.clear()
                elif found[0] == "(":
                    rounds.append((found.start(), square[-1]))
                elif rounds:
                    opened, within = rounds.pop()
                    if square[-1] != within:
                        crossed.add(square[-1] if square[-1] > opened else within)
    for at in sorted(crossed - {-1}):
        findings.add(
            "warning",
            "crossed-bracket",
            "this bracket crosses a pair of parentheses; it is read by the square brackets alone",
            at,
            None,
            "move one of the signs",
        )


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


def report_repeated(citations: Citations, blocks: Sequence[Block], findings: Findings) -> None:
    """Report that labels are used twice: once for a draft, at the first place."""
    if not citations.repeated:
        return
    number, label, first = citations.repeated[0]
    line, _ = findings.source.place(blocks[first].start)
    others = len(citations.repeated) - 1
    more = "" if not others else f"; so it is with {others} more label{'' if others == 1 else 's'}"
    findings.add(
        "warning",
        "repeated-label",
        f"the label {label} was used before, on line {line}; this one is called {citations.labels[number]}{more}",
        blocks[number].start,
        citations.labels[number],
        "number the provisions anew, or give each part a title with a number",
    )


_ROUND = re.compile(r"[()]|\n[ \t]*\n")


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 60 else f"{plain[:40].rstrip()} … {plain[-15:].lstrip()}"


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
        if not isinstance(part, Mark) or part.kind != "label" or pattern("NO_TEXT").fullmatch(part.text):
            continue
        said = isinstance(following, Option) and following.text.strip()
        left_out = isinstance(following, Mark) and pattern("NO_TEXT").fullmatch(following.text)
        if not said and not left_out:
            yield part
