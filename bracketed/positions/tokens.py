"""The tokens of a sentence: names, quotations, words of the text, and expressions by their kind."""

from __future__ import annotations

from dataclasses import dataclass, field

# What a sentence is about.
MENTIONS = ("quote", "phrase", "label", "option", "rank", "both", "neither", "this", "proposal", "whole")
# Of these, what names words; the others only point.
NAMING = ("quote", "phrase", "label", "option", "rank", "both", "neither")
# Who is named, the second by a name that no list has.
WHO = ("names", "unknown")


@dataclass(slots=True)
class Token:
    """A word, a name or an expression of the sentence, and where it is; `runs` are names between commas."""

    kind: str
    words: str
    at: int
    end: int
    runs: list[list[str]] = field(default_factory=list)
    owns: bool = False
    closed: bool = True
    # Words without quotation marks that are all of an option.
    whole: bool = False

    @property
    def names(self) -> list[str]:
        """The delegations of a list of names."""
        return [name for run in self.runs for name in run]
