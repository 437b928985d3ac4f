"""Measures how fast two drafts are compared, and how that compares with other ways to compare texts.

    python -m tests.benchmarks.drafts_over_time [--quick]

Drafts of 200 KB are made up; in the later one some words are other ones, some brackets are closed, and provisions are
moved and renumbered. Ours tells provisions and brackets; its peers only compare words: difflib on the words, and
diff-match-patch, if it is installed, on words written as characters. Then the page of changes and the Word document
are made, and what went without a mark is found; the peer is difflib's own page, `HtmlDiff`, of lines. `--quick` leaves
the peers out.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from difflib import HtmlDiff, SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.progress.alignment import align
from bracketed.progress.diff import compare
from bracketed.progress.tokens import Tokens
from tests.benchmarks.clock import timed

SYLLABLES = re.findall("..", "bacodufegilamenopurasitovawixezo")


def made_up(size: int, seed: int = 3) -> list[str]:
    """Return provisions of about `size` characters in all, a bracket every twenty words, as real drafts have them."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3)))) for _ in range(4000)]
    # Few words make up most of a text.
    weights = [1 / (rank + 2) for rank in range(len(words))]
    provisions: list[str] = []
    while sum(map(len, provisions)) < size:
        text = chance.choices(words, weights, k=chance.randint(20, 90))
        for place in range(5, len(text), 20):
            text[place] = chance.choice(("[{}]", "[{}/{}]", "[{} {}]")).format(*chance.choices(words, weights, k=2))
        provisions.append(" ".join(text))
    return provisions


def later(provisions: list[str], changed: float, seed: int = 4) -> list[str]:
    """Return a later draft: that share of provisions have other words, and some are moved; brackets are closed."""
    chance = random.Random(seed)
    found = []
    for text in provisions:
        if chance.random() < changed:
            words = text.split(" ")
            for _ in range(max(1, len(words) // 12)):
                words[chance.randrange(len(words))] = "".join(chance.choices(SYLLABLES, k=3))
            text = re.sub(r"\[(\w+)\]", lambda m: chance.choice(("", m[0], m[1])), " ".join(words))
        found.append(text)
    for _ in range(max(1, int(len(found) * changed / 10))):
        found.insert(chance.randrange(len(found)), found.pop(chance.randrange(len(found))))
    return found


def numbered(provisions: list[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(provisions, 1))


def as_characters(*texts: list[str]) -> list[str]:
    """Write words as characters, so that a program that compares characters compares words."""
    known: dict[str, str] = {}
    return ["".join(known.setdefault(word, chr(0x10000 + len(known))) for word in text) for text in texts]


def peers(one: list[str], two: list[str]) -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {
        "difflib on words": lambda: SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    }
    try:
        from diff_match_patch import diff_match_patch
    except ImportError:
        return found
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    written = as_characters(one, two)
    found["diff-match-patch on words"] = lambda: differ.diff_main(*written, False)
    return found


def main() -> None:
    before = made_up(200_000)
    for changed in (0.05, 0.3, 0.9):
        texts = [numbered(before), numbered(later(before, changed))]
        drafts = [bt.parse(text) for text in texts]
        rows = [Tokens(draft, draft.content) for draft in drafts]
        closed = sum(change.kind == "closed" for change in compare(*drafts).changes)
        brackets = len(drafts[0].brackets)
        print(f"{changed:.0%} of {len(before)} provisions changed; {closed} of {brackets} brackets closed")
        print(f"  everything, from parsed drafts  {timed(lambda d=drafts: compare(*d))[0]:8.3f} s")  # type: ignore[misc]
        ours, _ = timed(lambda r=rows: align(*r))  # type: ignore[misc]
        print(f"  words and provisions aligned    {ours:8.3f} s")
        # They take minutes.
        if changed == 0.3 and "--quick" not in sys.argv:
            for name, task in peers(*(row.words for row in rows)).items():
                taken, _ = timed(task, runs=1)
                print(f"  {name:30}  {taken:8.3f} s   ratio {taken / ours:.0f}", flush=True)
        written(drafts, texts, peer=changed == 0.3 and "--quick" not in sys.argv)


def written(drafts: list[Draft], texts: list[str], peer: bool) -> None:
    """Print how long it takes to find what went without a mark, and to write the page and the Word document."""
    found, _ = timed(lambda: bt.progress(drafts).unmarked)
    print(f"  gone without a mark             {found:8.3f} s")
    with TemporaryDirectory() as folder:
        for form in ("html", "docx"):
            path = Path(folder, f"changes.{form}")
            taken, _ = timed(lambda p=path: bt.write_changes(bt.progress(drafts), p, force=True))  # type: ignore[misc]
            print(f"  changes.{form:4}                    {taken:8.3f} s   {path.stat().st_size / 1e6:.1f} MB")
            if peer and form == "html":
                lines = [text.splitlines() for text in texts]
                theirs, _ = timed(lambda two=lines: HtmlDiff(wrapcolumn=100).make_file(*two), runs=1)  # type: ignore[misc]
                print(f"  difflib.HtmlDiff, lines         {theirs:8.3f} s   ratio {theirs / taken:.0f}", flush=True)


if __name__ == "__main__":
    main()
