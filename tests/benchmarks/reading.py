"""Measures how fast drafts are read, and how that compares with the bare parse of the same tokens.

    python -m tests.benchmarks.reading

The drafts are those of `examples/`, a made-up one of 120 KB, its first half and its double, and real ones if they lie
beside the checkout. The peer cuts the text into the tokens of `grammar/draft.lark` and parses the tokens that the
reading hands to the grammar: no paragraphs, no structure, no pairs, no option trees and no findings.
Times are seconds of the processor, the best of five runs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lark import Token

import bracketed as bt
from bracketed.draft.annotated_text import AnnotatedText
from bracketed.gc_pause import gc_paused
from bracketed.parsing import notation
from bracketed.parsing.parser import read
from tests.benchmarks.clock import seconds
from tests.shared import SHARED

EXAMPLES = Path(__file__).parents[2] / "examples"
WORDS = re.findall(
    r"\w+",
    "the Forum members shall promote further measures on water and harbours with due regard to costs of each region "
    "and of small towns taking part in common works under the present plan",
)


def made_up(size: int) -> str:
    """Return a draft of about `size` characters: articles, lists, options, and a bracket about every 120 characters."""
    chance = random.Random(11)
    lines: list[str] = []
    length = article = 0
    while length < size:
        article += 1
        before = len(lines)
        lines += [f"Article {article} ({' '.join(chance.choices(WORDS, k=3)).capitalize()})", ""]
        for paragraph in range(1, 7):
            lines += [f"{article}.{paragraph} {_sentence(chance)}", ""]
            if paragraph == 3:
                for letter in "abc":
                    lines += [f"({letter}) {_sentence(chance, 1)};", ""]
            if paragraph == 5:
                lines += [f"Option 1: {_sentence(chance)}", "", f"Option 2: {_sentence(chance)}", ""]
        length += sum(len(line) + 1 for line in lines[before:])
    return "\n".join(lines)


def _sentence(chance: random.Random, phrases: int = 3) -> str:
    made = []
    for _ in range(phrases):
        one, two = chance.choices(WORDS, k=2)
        bracket = chance.choice(
            ["[{}]", "[{}/{}]", "[shall][should]", "[{} OR {}]", "[, {} {},]", "[{} [{}]]", "[X]", "[30] or [50]"]
        )
        made.append(f"{' '.join(chance.choices(WORDS, k=16))} {bracket.format(one, two)}")
    return " ".join(made).capitalize() + "."


def drafts() -> Iterator[tuple[str, str]]:
    """Yield the drafts that are measured, each with its name."""
    yield "examples/harbour_plan.txt", (EXAMPLES / "harbour_plan.txt").read_text(encoding="utf-8")
    for path in sorted((EXAMPLES / "negotiation").glob("*.txt")):
        yield f"examples/negotiation/{path.name}", path.read_text(encoding="utf-8")
    for size in (60_000, 120_000, 240_000):
        yield f"made up, {size // 1000} KB", made_up(size)
    for path in sorted([*SHARED.glob("*.txt"), *SHARED.glob("drafts/*.md"), *SHARED.glob("inputs/*.txt")]):
        yield f"real, {path.name}", path.read_text(encoding="utf-8")


def bare(text: str) -> Callable[[], object]:
    """Return the bare parse of a text: its tokens, and the tree of the tokens that the grammar is given."""
    ready = [
        Token(token.type, text[token.start : token.end], token.start, end_pos=token.end)
        for token in read(AnnotatedText(text)).decided
    ]

    def parse() -> object:
        # As in reading, memory is not searched for garbage meanwhile.
        with gc_paused():
            parser = notation.draft_parser().parse_interactive()
            for token in ready:
                parser.feed_token(token)
            return list(notation.draft_lexer().lex(text)), parser.feed_token(Token("$END", ""))

    return parse


def main() -> None:
    bt.parse("4. [warm/up]")
    print(f"{'draft':<34} {'size':>9} {'brackets':>8} {'read':>9} {'bare':>9} {'ratio':>6}")
    for name, text in drafts():
        count = len(bt.parse(text).brackets)
        ours, peer = seconds(lambda text=text: bt.parse(text)), seconds(bare(text))  # type: ignore[misc]
        print(
            f"{name:<34} {len(text) / 1000:>6.1f} KB {count:>8,} {ours:>7.4f} s {peer:>7.4f} s {ours / peer:>6.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
