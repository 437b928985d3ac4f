"""Which stretches of a text are spoken for: comments, notes, statuses, who wants what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from bracketed.source import Span

ClaimKind: TypeAlias = Literal["comment", "note", "status", "attribution", "words"]


class Claim(NamedTuple):
    """A stretch of the text that is no words of it (`words`: it is, but its brackets are no choice).

    `behind` says that it stands behind a bracket that it is about.
    """

    span: Span
    kind: ClaimKind
    behind: bool = False


@dataclass
class Claims:
    """The claims on a text made so far; whoever finds something looks here first whether it is free."""

    length: int
    made: list[Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken = bytearray(self.length)

    def free(self, start: int, end: int) -> bool:
        """Say whether nobody has claimed any of these characters."""
        return self._taken.find(1, start, end) < 0

    def add(self, claims: Iterable[Claim]) -> None:
        """Claim stretches in order, without those that overlap one made before."""
        for claim in claims:
            start, end = claim.span
            if start < end and self.free(start, end):
                self._taken[start:end] = b"\x01" * (end - start)
                self.made.append(claim)
