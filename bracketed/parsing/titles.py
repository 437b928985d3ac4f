"""Titles: which paragraphs are headings, how high they stand, and what labels take from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bracketed.draft.languages import language_files, word_list
from bracketed.parsing.blocks import Block
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.labels import LEAD, Label, heads_article, roman
from bracketed.parsing.notation import pattern

_LETTER, _ROMAN, _CAPITALS, _CODE, _ARTICLE, _STATUS = 15, 16, 17, 18, 18, 19
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Title:
    """A heading: its words, how high it stands (a smaller rank is higher), and the label that it gives to what follows.

    `style` is `article` where the label alone cites a provision, `section` where it only tells equal numbers apart,
    `code` for the container of a coded outline.
    """

    rank: int
    words: str
    label: str = ""
    style: str = "section"
    is_preamble: bool = False


def title_of(text: str, block: Block, above: Sequence[Title], conventions: Conventions) -> Title | None:
    """Return the title that a paragraph is, or None."""
    words = text[block.start : block.stop].strip()
    plain = words.lstrip("#").strip()
    if block.level:
        return _marked(text, block, block.title or plain)
    label = block.label
    if (
        label is not None
        and label.kind == "code"
        and len(label.parts) == 1
        and not label.normal.startswith("OP")
        and label.written.rstrip(".") == label.normal
    ):
        return _container(text, block, label)
    if len(plain) > _LONGEST:
        return None
    if label is not None and label.kind == "word":
        return _article(text, block, label)
    if "\n" in plain:
        return None
    if label is not None and label.kind != "number":
        return None
    return _worded(plain, block, above) or _of_status(text, plain, block, conventions)


def _of_status(text: str, plain: str, block: Block, conventions: Conventions) -> Title | None:
    """Return the title that says of the provisions below it what was agreed: "Outputs for further discussion"."""
    if (
        (block.alone or text[block.start] == "\t")
        and plain[:1].isupper()
        and plain[-1:] not in ".;:,"
        and len(plain.split()) <= 18
        and "[" not in plain
        and conventions.status_of(plain)
    ):
        return Title(_STATUS, plain)
    return None


def _marked(text: str, block: Block, words: str) -> Title:
    """Return the title of a line that the file marks as one."""
    level, label = block.level, block.label
    bare = LEAD.sub("", words, count=1) if words[:1] in "[*_" else words
    if pattern("PREAMBLE").match(bare) and len(bare) < 24:
        return Title(level, words, "Preamble", "preamble", is_preamble=True)
    if label is not None and label.kind == "word":
        return Title(level, words, label.normal, "article")
    if label is not None and label.kind == "code" and len(label.parts) == 1:
        return replace(_container(text, block, label), rank=level)
    if label is not None and label.kind in ("number", "code"):
        return Title(level, words, label.normal, "number")
    decision = _decision(words)
    if decision:
        return Title(level, words, decision, "decision")
    section = (
        pattern("SECTION_TITLE").match(bare)
        or pattern("LETTER_TITLE").match(bare)
        or pattern("ROMAN_TITLE").match(bare)
    )
    if section and "bare" in section.groupdict() and section["bare"]:
        return _section(level, words, section["bare"].capitalize())
    return _section(level, words, section["label"] if section else "")


def _decision(words: str) -> str:
    """Return the label of a draft decision that stands beside an agreement, or "" if a title is of none.

    >>> _decision("Draft decision -/CP.44"), _decision("B. DRAFT DECISION"), _decision("Draft agreement and decision")
    ('Decision -/CP.44', 'Decision', '')
    """
    if not pattern("DECISION_TITLE").match(words):
        return ""
    symbol = pattern("DECISION_SYMBOL").search(words)
    return f"Decision {symbol['symbol']}" if symbol else "Decision"


def _container(text: str, block: Block, label: Label) -> Title:
    first = text[label.end : block.stop].split("\n")[0]
    title = first.split(":")[0].replace("[", "").replace("]", "").strip()
    return Title(_CODE, f"{label.normal} {title}"[:90].strip(), label.normal, "code")


def _article(text: str, block: Block, label: Label) -> Title | None:
    if not heads_article(text, label, block.stop):
        return None
    words = text[block.start : block.stop].strip()
    return Title(_ARTICLE, " ".join(words.split()), label.normal, "article")


@cache
def _part_ranks() -> dict[str, int]:
    """Return how high the parts of a draft stand by what they are called in small letters; annexes as parts do."""
    ranks = {word.casefold(): 12 for word in word_list("annex")}
    for names in language_files().values():
        for rank, level in enumerate(names["draft"].get("part", ()), start=11):
            ranks |= {word.casefold(): rank for word in level}
    return ranks


def _worded(plain: str, block: Block, above: Sequence[Title]) -> Title | None:
    bare = plain.lstrip("[*_ ")
    if pattern("PREAMBLE").match(bare) and len(bare) < 24:
        return Title(_CAPITALS, plain, "Preamble", "preamble", is_preamble=True)
    section = pattern("SECTION_TITLE").match(bare)
    named = section and re.match(r"[ ]?\d{0,3}[ ]?[:–—]", bare[section.end("label") :])
    if section and (block.alone or named):
        word = (section["word"] or section["bare"]).casefold()
        return _section(_part_ranks()[word], plain, section["label"] or section["bare"].capitalize())
    letter = pattern("LETTER_TITLE").match(bare) if block.alone and block.label is None else None
    numeral = pattern("ROMAN_TITLE").match(bare) if block.alone and block.label is None else None
    last = next((title.words.lstrip("[*_ ")[:1] for title in reversed(above) if title.rank == _LETTER), "")
    rest = bare[(letter or numeral).end() :] if letter or numeral else ""  # type: ignore[union-attr]
    looks = len(plain) < 160 and not re.search(r"[.;,:]\W*$", plain) and not pattern("FINITE_IN_TITLE").search(rest)
    if letter and pattern("PREAMBLE").match(rest.lstrip("[*_ ")) and len(rest) < 24:
        return Title(_LETTER, plain, "Preamble", "preamble", is_preamble=True)
    if letter and looks:
        goes_on = last and ord(letter["label"]) - ord(last) in (1, 2)
        if not roman(letter["label"]) or goes_on or (letter["label"] == "A"):
            return _section(_LETTER, plain, letter["label"])
    if numeral and looks:
        return _section(_ROMAN if last else _LETTER - 1, plain, numeral["label"])
    if (
        block.label is None
        and block.alone
        and len(plain) < 90
        and "[" not in plain
        and plain.isupper()
        and sum(map(str.isalpha, plain)) > 3
    ):
        return _section(_CAPITALS, plain, "")
    return None


def _section(rank: int, words: str, label: str) -> Title:
    decision = _decision(words)
    if decision:
        return Title(rank, words, decision, "decision")
    return Title(rank, words, label, "annex" if label.startswith(word_list("annex")) else "section")
