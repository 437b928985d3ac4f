"""Measures how well comments are read: stances found and stances right, on the labelled comments of `tests/comments/`.

    python -m tests.benchmarks.reading_comments [--show learn]

`learn.md`, `learn_2.md` and `french.md` were in view when the rules were written, those that are named held
out were not. `--show FILE` lists what was misread in one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import bracketed as bt
from tests.cases import Case, cases

Row = tuple[str, str, str, str, str]

FILES = ("learn", "learn_2", "french", "held_out", "held_out_2", "french_held_out")


def words(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.casefold().replace("’", "'")))


def labelled(case: Case) -> set[Row]:
    """The stances that the reader of a case found: delegation, stance, words, place, condition."""
    rows = set()
    for line in re.findall(r"(?m)^\|(.*)\|$", case.prose):
        cells = [cell.strip() for cell in line.split("|")]
        if cells[0] in ("delegation", "---") or set(cells[0]) <= {"-", ":"}:
            continue
        delegation, stance, contested, place, *condition = cells
        contested = "" if contested == "(omit)" else words(contested)
        rows.add((delegation, stance, contested, place, words(condition[0]) if condition else ""))
    return rows


def read(case: Case) -> tuple[set[Row], int, int]:
    """The stances that the library finds, the number of lines that are notes, and of unread wishes."""
    draft = bt.parse(case.draft)
    found = bt.positions(draft)
    brackets = {item.bracket.id: item.bracket for item in found.implied} | {b.id: b for b in draft.brackets}
    rows = set()
    for row in found:
        bracket = brackets[row.bracket]
        contested = next(words(option.text) for option in bracket.options if option.letter == row.option)
        chosen = []
        for id_, letter in row.condition:
            option = next(option for option in brackets[id_].options if option.letter == letter)
            chosen.append(f"{brackets[id_].provision} {words(option.text) or 'omit'}")
        condition = "; ".join(chosen)
        rows.add((row.delegation, row.stance, contested, bracket.provision, words(condition)))
    unread = {"phrase-not-found", "target-not-found", "target-unclear"}
    return rows, len(found.notes), sum(d.code in unread for d in found.diagnostics)


@dataclass
class Score:
    """Counts of stances over the cases of one file."""

    right: int = 0
    wanted: int = 0
    found: int = 0
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
        found, _, _ = read(case)
        score.right += len(wanted & found)
        score.wanted += len(wanted)
        score.found += len(found)
        if wanted != found:
            score.misread.append((case, wanted - found, found - wanted))
    return score


def report(show: str) -> Iterator[str]:
    for file in FILES:
        score = measure(file)
        yield (
            f"{file:16} {score.wanted} stances: precision {score.precision:.3f}, recall {score.recall:.3f}, "
            f"{len(score.misread)} cases not as labelled"
        )
        if file == show:
            for case, missing, wrong in score.misread:
                yield f"\n  {case.title}\n    {case.draft}"
                yield from (f"    missing: {' | '.join(row)}" for row in sorted(missing))
                yield from (f"    wrong:   {' | '.join(row)}" for row in sorted(wrong))


if __name__ == "__main__":
    for line in report(sys.argv[2] if len(sys.argv) > 2 else ""):
        print(line)
