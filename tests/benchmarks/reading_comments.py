"""Measures how well comments are read: stances found, stances right and stances turned round, register by register.

    python -m tests.benchmarks.reading_comments [--show minutes]

The labelled remarks stand in `tests/comments/`. Files with `held_out` in their names were written by people who had not
seen the rules, and no rule was written with them in view; the others served to write the rules. `--show FILE` lists
what was misread in one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.positions.positions import UNREAD, Positions
from tests.cases import Case, cases

Row = tuple[str, str, str, str, str]

HELD_OUT = "held_out"


def is_held_out(case: Case) -> bool:
    """Whether a case measures the rules and has not served to write them."""
    return HELD_OUT in case.file


def words(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.casefold().replace("’", "'")))


def labelled(case: Case) -> set[Row]:
    """The stances that the reader of a case found: delegation, stance, words, place, condition."""
    rows: set[Row] = set()
    for line in re.findall(r"(?m)^\|(.*)\|$", case.prose):
        cells = [cell.strip() for cell in line.split("|")]
        if cells[0] in ("delegation", "---") or set(cells[0]) <= {"-", ":"}:
            continue
        delegation, stance, contested, place, *condition = cells
        contested = "" if contested == "(omit)" else words(contested)
        rows.add((delegation, stance, contested, place, words(condition[0]) if condition else ""))
    return rows


def listed(case: Case, kind: str) -> set[str]:
    """The delegations on the line `neutral:`, `unread:` or `hard:` of a case."""
    return {name.strip() for name in case.settings.get(kind, "").split(",")} - {""}


@dataclass
class Reading:
    """What the library finds in a case: stances, and who is neutral by a rule, not read, or heard in any way."""

    rows: set[Row]
    neutral: set[str]
    unread: set[str]

    @property
    def heard(self) -> set[str]:
        return {row[0] for row in self.rows} | self.neutral | self.unread


def silenced(case: Case, found: Reading) -> set[str]:
    """The delegations of a case of which nothing is said, and those called neutral though they take a stance."""
    takers = {row[0] for row in labelled(case)}
    named = takers | listed(case, "neutral") | listed(case, "unread") | listed(case, "hard")
    read_as_takers = {row[0] for row in found.rows}
    return (named - found.heard) | (takers - read_as_takers - found.unread)


def read(case: Case) -> Reading:
    """Read the draft of a case with its comments."""
    draft = bt.parse(case.draft)
    found = bt.positions(draft)
    neutral = {name for note in found.notes for name in note.delegation.split(", ")} - {""}
    # `found.unread` has the first finding of each line only; a line may name more who could not be read.
    findings = [finding for finding in found.diagnostics if finding.code in UNREAD]
    unread = {name for finding in findings for name in finding.by.split(", ")} - {""}
    return Reading(stances(draft, found), neutral, unread)


def stances(draft: Draft, found: Positions) -> set[Row]:
    """The stances in positions, as a case has them."""
    brackets = {item.bracket.id: item.bracket for item in found.implied} | {b.id: b for b in draft.brackets}
    rows: set[Row] = set()
    for row in found:
        bracket = brackets[row.bracket]
        contested = next(words(option.text) for option in bracket.options if option.letter == row.option)
        chosen = []
        for id_, letter in row.condition:
            option = next(option for option in brackets[id_].options if option.letter == letter)
            chosen.append(f"{brackets[id_].provision} {words(option.text) or 'omit'}")
        condition = "; ".join(chosen)
        rows.add((row.delegation, row.stance, contested, bracket.provision, words(condition)))
    return rows


FOR = ("supports", "accepts")


def turned(found: set[Row], wanted: set[Row]) -> int:
    """How many stances are on the other side of what the label says of the same words."""
    sides: dict[tuple[str, str, str], set[bool]] = {}
    for name, stance, contested, place, _ in wanted:
        # Two brackets of one provision may each be left out, by one who is for it and against it.
        sides.setdefault((name, contested, place), set()).add(stance in FOR)
    return sum(
        sides.get((name, contested, place)) == {stance not in FOR} for name, stance, contested, place, _ in found
    )


@dataclass
class Score:
    """Counts of stances over the cases of one file."""

    right: int = 0
    wanted: int = 0
    found: int = 0
    turned: int = 0
    silenced: list[tuple[str, str]] = field(default_factory=list)
    misread: list[tuple[Case, set[Row], set[Row]]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted


def measure(file: str) -> Score:
    """Read every case of a file and count."""
    score = Score()
    for case in cases("comments"):
        if case.file != file:
            continue
        wanted = labelled(case)
        reading = read(case)
        found = reading.rows
        score.silenced += [(case.title, name) for name in sorted(silenced(case, reading))]
        score.right += len(wanted & found)
        score.wanted += len(wanted)
        score.found += len(found)
        score.turned += turned(found, wanted)
        if wanted != found:
            score.misread.append((case, wanted - found, found - wanted))
    return score


def report(show: str) -> Iterator[str]:
    for file in sorted({case.file for case in cases("comments")}):
        score = measure(file)
        yield (
            f"{file:24} {score.wanted:4} stances: precision {score.precision:.3f}, recall {score.recall:.3f}, "
            f"turned round {score.turned}, lost in silence {len(score.silenced)}, "
            f"{len(score.misread)} cases not as labelled"
        )
        if file == show:
            yield from (f"\n  {title}: nothing is said of {name}" for title, name in score.silenced)
            for case, missing, wrong in score.misread:
                yield f"\n  {case.title}\n    {case.draft}"
                yield from (f"    missing: {' | '.join(row)}" for row in sorted(missing))
                yield from (f"    wrong:   {' | '.join(row)}" for row in sorted(wrong))


if __name__ == "__main__":
    for line in report(sys.argv[2] if len(sys.argv) > 2 else ""):
        print(line)
