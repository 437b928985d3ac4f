"""Writes corpora of drafts, of which no two are alike: the input of `tests.benchmarks.many_drafts`.

    python -m tests.benchmarks.corpora FOLDER [--drafts 10000] [--kilobytes 40] [--even]

Like working documents, they consist of numbered provisions, some agreed; about one sentence in six has a bracket, and
about one provision in four a comment in which one to three delegations say what they want. Sizes differ by a factor
of ten around the one that is asked for, unless they are to be `--even`.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

SUBJECTS = ["Ports", "Masters of vessels", "Harbour authorities", "Pilots", "The Secretariat", "Parties", "Shipowners"]
VERBS = ["keep a record of", "report on", "share with one another", "set aside funds for", "review", "make public"]
OBJECTS = [
    "the depth of the channels",
    "charts and notices to mariners",
    "training for crews in distress at sea",
    "the cost of dredging",
    "waste that is landed by vessels",
    "the use of power from the shore",
    "delays at the quays",
    "accidents and how they came about",
]
TIMES = ["each year", "at every second meeting", "without delay", "by the end of the period", "when they are asked"]
CHOICES = [
    ("shall", "should"),
    ("encourage", "require"),
    ("free of charge", "at cost"),
    ("developing countries", "countries in need"),
    ("2030", "2035"),
]
PHRASES = ["on mutually agreed terms", "as far as possible", "in every port", "and those who work there"]
PARTIES = [
    "Kenya",
    "Japan",
    "Norway",
    "Brazil",
    "EU",
    "USA",
    "UK",
    "African Group",
    "Chile",
    "Canada",
    "India",
    "Egypt",
]
AUTHORS = ["Ada Quill", "Ben Marrow", "Cleo Tarn"]


def draft(chance: random.Random, size: int) -> str:
    """Return a draft of about so many characters."""
    lines = ["Draft plan of action", ""]
    length = 0
    while length < size:
        sentences, said = zip(*(_sentence(chance) for _ in range(chance.randint(1, 4))), strict=True)
        status = chance.choice(["", "", "", " (agreed)"]) if not any(said) else ""
        line = f"H.{len(lines) // 12 + 1}-{len(lines)}{status}: {' '.join(sentences)}"
        if chance.random() < 0.25:
            line += _comment(chance, [*filter(None, said)] or [chance.choice(OBJECTS)])
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines) + "\n"


def _sentence(chance: random.Random) -> tuple[str, str]:
    """Return a sentence, and the words that are in brackets in it, if any."""
    subject, verb, thing, when = (chance.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, TIMES))
    sort = chance.random()
    if sort < 0.09:
        one, other = chance.choice(CHOICES)
        return f"{subject} [{one}/{other}] {verb} {thing} {when}.", one
    if sort < 0.15:
        phrase = chance.choice(PHRASES)
        return f"{subject} shall {verb} {thing} [{phrase}] {when}.", phrase
    if sort < 0.16:
        return f"{subject} shall {verb} {thing} [and {chance.choice(OBJECTS)} [{chance.choice(PHRASES)}]] {when}.", ""
    return f"{subject} shall {verb} {thing} {when}.", ""


def _comment(chance: random.Random, words: list[str]) -> str:
    wishes = ["keep “{}”", "delete “{}”", "can live with “{}”", "cannot accept “{}”", "we come back to “{}” tomorrow"]
    lines = [
        f"{party} – {chance.choice(wishes).format(chance.choice(words))}"
        for party in chance.sample(PARTIES, chance.randint(1, 3))
    ]
    return f"\tComment by {chance.choice(AUTHORS)}: " + "\n".join(lines)


def write_corpus(folder: Path, number: int, *, kilobytes: float = 40, even: bool = False, seed: int = 1) -> None:
    """Write so many drafts to a folder, each the same whenever it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    for made in range(number):
        chance = random.Random(f"{seed} {made}")
        size = kilobytes * 1024 * (1 if even else 10 ** chance.uniform(-0.7, 0.3))
        (folder / f"draft_{made:05}.txt").write_text(draft(chance, int(size)), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--drafts", type=int, default=10_000)
    parser.add_argument("--kilobytes", type=float, default=40)
    parser.add_argument("--even", action="store_true")
    asked = parser.parse_args()
    write_corpus(asked.folder, asked.drafts, kilobytes=asked.kilobytes, even=asked.even)
