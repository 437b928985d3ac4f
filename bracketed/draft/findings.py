"""Collects the diagnostics of one reading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from bracketed.draft.draft import Diagnostic, Provision, Severity
from bracketed.source import Source


def labels_at(provisions: Sequence[Provision]) -> Callable[[int], str]:
    """Return what gives the label of the provision in which or behind which a character stands, "" in front of all."""
    starts = [provision.span.start for provision in provisions]

    def label(at: int) -> str:
        number = bisect_right(starts, at) - 1
        return provisions[number].label if number >= 0 else ""

    return label


class Findings:
    """The diagnostics found so far; places are given as offsets in the source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._found: list[tuple[int, Diagnostic]] = []
        self._placed: set[int] = set()

    def add(
        self,
        severity: Severity,
        code: str,
        message: str,
        at: int,
        provision: str | None = "",
        suggestion: str = "",
        by: str = "",
    ) -> None:
        """Note a finding at the character `at`; of the provision that stands there, if `provision` is None."""
        line, column = self.source.place(at)
        if provision is None:
            self._placed.add(len(self._found))
        self._found.append((at, Diagnostic(severity, code, message, provision or "", line, column, suggestion, by)))

    def place(self, provisions: Sequence[Provision]) -> None:
        """Give the findings made before the provisions had labels the label of the provision in which they stand."""
        label = labels_at(provisions)
        for number in self._placed:
            at, found = self._found[number]
            self._found[number] = at, replace(found, provision=label(at))
        self._placed.clear()

    def drop(self, codes: Collection[str], at: int) -> None:
        """Take back the findings with one of these codes at the character `at`."""
        self._found = [(place, found) for place, found in self._found if place != at or found.code not in codes]

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return the findings in the order of the text."""
        return tuple(finding for _, finding in sorted(self._found, key=lambda found: found[0]))
