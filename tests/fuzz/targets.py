"""What the fuzzer tries: each target takes any bytes, and may raise only what the library raises on purpose."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import islice

import bracketed as bt
from bracketed.errors import BracketedError
from bracketed.positions.language import load_language
from bracketed.positions.sentences import Reader
from bracketed.text.delegations import Names
from bracketed.text.draft import Draft

TABLE = "delegation,bracket,option,stance\n"
DRAFT = bt.parse("1. Parties [shall/should] report [annually].\n2. They [meet].\tComment by A: UK – keep “meet”")
# Past this length a run learns little more, and takes long.
LONGEST = 4096


def text(data: bytes) -> None:
    """Any text becomes a draft that loses nothing, and all its answers can be asked for."""
    words = data.decode("utf-8", "replace")
    if not words.strip():
        return
    draft = bt.parse(words)
    assert draft.unparse() == words
    _answers(draft)


def comment(data: bytes) -> None:
    """Any words in a comment are read, or left as a remark."""
    words = data.decode("utf-8", "replace")
    reader = Reader(Names.default(), load_language())
    for sentence in reader.sentences(words, "A. Clerk"):
        assert 0 <= sentence.at <= len(words)


def commented(data: bytes) -> None:
    """Any words in a comment are read against a draft, and every row is about a bracket that there is."""
    words = data.decode("utf-8", "replace").replace("\n", " ").replace("\r", " ")
    draft = bt.parse(f"1. Parties [shall/should] report to the Council [annually].\tComment by A. Clerk: {words}")
    positions = bt.positions(draft)
    known = {bracket.id for bracket in draft.brackets} | {item.bracket.id for item in positions.implied}
    assert all(row.bracket in known for row in positions)


def table(data: bytes) -> None:
    """Any bytes as a table of positions are rows or an error that says where."""
    bt.read_positions(TABLE.encode() + data, DRAFT)


def _answers(draft: Draft) -> None:
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    for variant in islice(space, 2):
        assert space.index(variant) == variant.index
    bt.least_contested(space, positions)
    bt.blocking(space, positions)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "comment": comment,
    "commented": commented,
    "table": table,
}


def tried(target: str, data: bytes) -> None:
    """Try a target; an error that the library raises on purpose is no crash."""
    with suppress(BracketedError):
        TARGETS[target](data[:LONGEST])
