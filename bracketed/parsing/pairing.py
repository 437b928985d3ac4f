"""Finds which bracket closes which, before any grammar runs.

Brackets are matched within their provision first. What is left open or closed there is matched over provisions only
where whole provisions lie between: the bracket opens at the head of one and closes at the end of another. Anything
else is unmatched: it is reported and read as text, and does no harm beyond its own provision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bracketed.draft.draft import Provision
from bracketed.draft.findings import Findings
from bracketed.errors import DraftError
from bracketed.limits import Limits
from bracketed.source import Span

_BRACKET = re.compile(r"[\[\]]")
_ROUND = re.compile(r"[\[\]()]")


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening bracket and the closing one that belongs to it, by their offsets; `provision` holds the first."""

    start: int
    end: int
    provision: int


def match_brackets(
    masked: str, provisions: tuple[Provision, ...], findings: Findings, limits: Limits
) -> tuple[list[Pair], list[int]]:
    """Return the pairs of brackets in order of their opening, and the offsets of the unmatched ones.

    Raises DraftError where brackets are nested deeper than the limit.
    """
    pairs: list[Pair] = []
    left: list[tuple[int, int]] = []  # offset, provision; what the provisions by themselves do not match
    for number, provision in enumerate(provisions):
        stop = provisions[number + 1].span.start if number + 1 < len(provisions) else len(masked)
        opened: list[int] = []
        for found in _BRACKET.finditer(masked, provision.span.start, min(provision.span.end, stop)):
            at = found.start()
            if found[0] == "[":
                opened.append(at)
            elif opened:
                pairs.append(Pair(opened.pop(), at, number))
            else:
                left.append((at, number))
        left.extend((at, number) for at in opened)
    left.sort()
    unmatched = _match_over_provisions(masked, provisions, left, pairs, findings)
    pairs.sort(key=lambda pair: pair.start)
    _check_depth(pairs, findings, limits)
    return pairs, unmatched


def _check_depth(pairs: list[Pair], findings: Findings, limits: Limits) -> None:
    ends: list[int] = []
    for pair in pairs:
        while ends and ends[-1] < pair.start:
            ends.pop()
        ends.append(pair.end)
        if len(ends) > limits.depth:
            line, column = findings.source.place(pair.start)
            raise DraftError(
                f"brackets are nested deeper than {limits.depth:,}; close some of them, or {limits.to_raise('depth')}",
                line=line,
                column=column,
            )


def _match_over_provisions(
    masked: str,
    provisions: tuple[Provision, ...],
    left: list[tuple[int, int]],
    pairs: list[Pair],
    findings: Findings,
) -> list[int]:
    """Match brackets that hold whole provisions, add them to `pairs`, and return what stays unmatched."""
    unmatched: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    for at, number in left:
        provision = provisions[number]
        if masked[at] == "[":
            # It opens before or directly after the label, or behind the last words, as before a list.
            before = masked[provision.body.start : at].strip(" \t\r\n[")
            after = masked[at + 1 : provision.span.end].strip(" \t\r\n[\ue000")
            if not before or not after or at < provision.body.start:
                waiting.append((at, number))
            else:
                unmatched.append((at, number))
        elif waiting and not masked[at + 1 : provision.span.end].strip(" \t\r\n].,;\ue000"):
            start, first = waiting.pop()
            pairs.append(Pair(start, at, first))
            findings.add(
                "warning",
                "across-provisions",
                f"this bracket closes in {provision.label}, on line {findings.source.place(at)[0]}; "
                f"it is read as holding every provision between",
                start,
                provisions[first].label,
                f"if it should end in {provisions[first].label}, close it there",
            )
        else:
            unmatched.append((at, number))
    unmatched.extend(waiting)
    unmatched.sort()
    for at, number in unmatched:
        _report(masked[at], at, provisions[number].label, findings)
    return [at for at, _ in unmatched]


def report_crossed(masked: str, provisions: tuple[Provision, ...], findings: Findings) -> None:
    """Report brackets that cross a pair of parentheses, `([a)] b`, once for each bracket; square ones count.

    A parenthesis without its partner, as behind the letter of a list item, crosses nothing.
    """
    for provision in provisions:
        if "(" not in masked[slice(*provision.span)]:
            continue
        square = [-1]  # where the brackets that are open here opened, innermost last
        rounds: list[tuple[int, int]] = []  # the same for parentheses, each with the innermost bracket at its place
        crossed: set[int] = set()
        for found in _ROUND.finditer(masked, *provision.span):
            if found[0] == "[":
                square.append(found.start())
            elif found[0] == "]" and len(square) > 1:
                square.pop()
            elif found[0] == "(":
                rounds.append((found.start(), square[-1]))
            elif found[0] == ")" and rounds:
                opened, within = rounds.pop()
                if square[-1] != within:
                    crossed.add(square[-1] if square[-1] > opened else within)
        for at in sorted(crossed):
            findings.add(
                "warning",
                "crossed-bracket",
                "this bracket crosses a pair of parentheses; it is read by the square brackets alone",
                at,
                provision.label,
                "move one of the signs",
            )


def _report(bracket: str, at: int, where: str, findings: Findings) -> None:
    if bracket == "[":
        message = (
            f"this bracket is never closed in {where}; it is left out, and the words after it are read as plain text"
        )
        remedy = "close it, or delete it"
    else:
        message = f"this closing bracket has no opening bracket in {where}; it is left out of every variant"
        remedy = "open it, or delete it"
    findings.add("error", "unmatched-bracket", message, at, where, remedy)


def outermost(pairs: Iterable[Pair]) -> list[Span]:
    """Return the stretches of the pairs that stand in no other pair, in order; each includes both brackets."""
    spans: list[Span] = []
    for pair in pairs:
        if not spans or pair.start >= spans[-1].end:
            spans.append(Span(pair.start, pair.end + 1))
    return spans
