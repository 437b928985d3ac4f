"""Measures how fast copies of one draft are put together, and how that compares with other ways to compare texts.

    python -m tests.benchmarks.compiling [--quick]

A draft of 30 pages is made up, and ten copies of it in which words are inserted, deleted and replaced, and paragraphs
moved, added and deleted. Ours reads the eleven files and writes one with brackets, owners and positions. Its peers only
compare the words of each copy with those of the base: difflib, and diff-match-patch, if it is installed; neither puts
changes of several copies together. `--quick` leaves the peers out. Times are those of the processor.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import bracketed as bt
from bracketed.draft.delegations import Names
from bracketed.progress.compilation import Compilation
from tests.benchmarks.clock import seconds
from tests.benchmarks.drafts_over_time import made_up, peers

# 400 words are a page.
_SIZE = 72_000


def base() -> list[str]:
    """Return the paragraphs of a draft of 30 pages, without brackets."""
    return [re.sub(r"[\[\]/]", " ", text) for text in made_up(_SIZE)]


def copy(paragraphs: list[str], seed: int) -> str:
    """Return a copy with sixty changes of words, and some of paragraphs."""
    chance = random.Random(seed)
    numbered = [f"{number}. {text}." for number, text in enumerate(paragraphs, 1)]
    for _ in range(60):
        place = chance.randrange(len(numbered))
        words = numbered[place].split(" ")
        at = chance.randrange(1, len(words))
        words[at : at + chance.randrange(4)] = chance.choices(words[1:], k=chance.randrange(1, 4))
        numbered[place] = " ".join(words)
    numbered.insert(chance.randrange(len(numbered)), numbered.pop(chance.randrange(len(numbered))))
    numbered.insert(chance.randrange(len(numbered)), f"{chance.choice(paragraphs)} anew.")
    del numbered[chance.randrange(len(numbered))]
    return "\n".join(numbered)


def main() -> None:
    paragraphs = base()
    names = [one.name for one in Names.default().delegations if one.kind == "state"][:10]
    with TemporaryDirectory() as folder:
        texts = {"base": "\n".join(f"{number}. {text}." for number, text in enumerate(paragraphs, 1))}
        texts |= {name: copy(paragraphs, seed) for seed, name in enumerate(names)}
        for name, text in texts.items():
            bt.write(bt.parse(text), Path(folder, f"{name}.docx"))

        def together() -> Compilation:
            copies = {name: Path(folder, f"{name}.docx") for name in names}
            compilation = bt.compile(Path(folder, "base.docx"), copies)
            bt.write(compilation, Path(folder, "all.docx"))
            return compilation

        made = together()
        print(f"{len(texts['base'].split()) / 400:.0f} pages, {len(names)} copies, {len(made.rows)} options")
        ours = seconds(together, runs=3)
        print(f"  files read, put together, written  {ours:7.2f} s")
    drafts = {name: bt.parse(text) for name, text in texts.items()}
    start = drafts.pop("base")
    alone = seconds(lambda: bt.compile(start, drafts), runs=3)
    print(f"  put together, from parsed drafts   {alone:7.2f} s")
    if "--quick" not in sys.argv:
        words = {name: re.findall(r"\w+|[^\w\s]|\n", text) for name, text in texts.items()}
        for peer in peers(words["base"], words[names[0]]):
            tasks = [peers(words["base"], words[name])[peer] for name in names]
            taken = seconds(lambda tasks=tasks: [task() for task in tasks], runs=1)  # type: ignore[misc]
            print(f"  {peer:33}  {taken:7.2f} s   ratio {taken / alone:.1f}", flush=True)


if __name__ == "__main__":
    main()
