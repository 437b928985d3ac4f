"""The same draft as text and as a Word document has the same brackets and positions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

import bracketed as bt
from bracketed.draft.draft import Draft
from tests.shared import SHARED, needs_shared
from tests.strategies import drafts
from tests.word.making import comment, docx, p, ref

HARBOUR = Path(__file__).parents[2] / "examples" / "harbour_plan.txt"


def as_word(draft: Draft) -> bytes:
    """Return a draft that was read from text as a Word document, a paragraph for each line, with real comments."""
    lines: list[list[str]] = [[]]
    at = 0
    for number, one in enumerate(draft.comments):
        before = draft.source[at : one.span.start].split("\n")
        lines[-1].append(before[0])
        lines += [[line] for line in before[1:]]
        lines[-1].append(ref(number))
        at = one.span.end
    rest = draft.source[at:].split("\n")
    lines[-1].append(rest[0])
    lines += [[line] for line in rest[1:]]
    body = "".join(p(*(run for run in line if run)) for line in lines if any(line)).replace("\t", "</w:t><w:tab/><w:t>")
    comments = "".join(comment(number, one.text, one.author) for number, one in enumerate(draft.comments))
    return docx(body, comments=comments)


def set_apart(text: str) -> str:
    """Return a draft with an empty line between any two lines outside comments."""
    parts: list[str] = []
    at = 0
    for one in bt.parse(text).comments:
        parts += [re.sub(r"\n+", "\n\n", text[at : one.span.start]), text[slice(*one.span)]]
        at = one.span.end
    return "".join([*parts, re.sub(r"\n+", "\n\n", text[at:])])


def brackets(draft: Draft) -> list[object]:
    return [
        (b.id, b.kind, b.provision, b.parent, [(o.letter, o.text, o.label) for o in b.options]) for b in draft.brackets
    ]


def provisions(draft: Draft) -> list[object]:
    return [(one.label, one.written, one.heading, one.column, one.status) for one in draft.provisions]


def positions(draft: Draft) -> tuple[list[object], list[object], list[object]]:
    read = bt.positions(draft)
    rows = [(row.delegation, row.bracket, row.option, row.stance, row.condition) for row in read]
    implied = [(one.bracket.id, one.bracket.words, len(one.places)) for one in read.implied]
    return rows, implied, [(note.provision, note.delegation, note.text) for note in read.notes]


def in_one_space(read: object) -> str:
    # The lines of Word have no empty ones between them.
    return re.sub(r"(?:\\n)+", r"\\n", repr(read))


@given(drafts())
def test_any_draft_is_the_same_in_both(text: str) -> None:
    plain = bt.parse(set_apart(text))
    word = bt.read(as_word(plain))
    assert in_one_space(brackets(word)) == in_one_space(brackets(plain))
    assert in_one_space(provisions(word)) == in_one_space(provisions(plain))
    assert in_one_space(positions(word)) == in_one_space(positions(plain))
    assert word.unparse() == word.source


def test_the_example_is_the_same_in_both() -> None:
    plain, word = bt.read(HARBOUR), bt.read(HARBOUR.with_suffix(".docx"))
    assert sorted(word.source.split()) == sorted(plain.source.split())
    assert (brackets(word), provisions(word)) == (brackets(plain), provisions(plain))
    # Its comments are in another order, since they are on words and not behind lines.
    for in_word, in_text in zip(positions(word), positions(plain), strict=True):
        assert sorted(map(str, in_word)) == sorted(map(str, in_text))


def test_paragraphs_of_a_preamble_are_paragraphs_in_word_too() -> None:
    lines = ["PREAMBLE", "Recalling the [old] rules,", "Noting the [new] rules,", "PART ONE", "1. Ports [shall] open."]
    word = bt.read(docx("".join(map(p, lines))))
    assert [provision.label for provision in word.provisions if provision.written or provision.label[:2] == "PP"] == [
        "PP1",
        "PP2",
        "1",
    ]
    assert [bracket.id for bracket in word.brackets] == ["PP1#1", "PP2#1", "1#1"]


def test_numbers_without_a_full_stop_are_labels_in_word_too() -> None:
    word = bt.read(docx("".join(map(p, ["Regulation 28", "Lamps", "1 Ships carry lamps.", "2 Lamps are [lit]."]))))
    assert [bracket.id for bracket in word.brackets] == ["Regulation 28.2#1"]


def test_a_slash_cuts_no_bracket_over_paragraphs_of_word() -> None:
    word = bt.read(docx(p("4. [Ports") + p("close/open]")))
    assert [[option.text for option in bracket.options] for bracket in word.brackets] == [["Ports\nclose/open", ""]]


@needs_shared
@pytest.mark.parametrize("changes", ["accept", "reject", "brackets"])
def test_the_first_real_draft_is_the_same_in_both(changes: str) -> None:
    plain = bt.read(SHARED / "wtdc.txt")
    word = bt.read(SHARED / "wtdc.docx", changes=changes)  # type: ignore[arg-type]
    assert brackets(word) == brackets(plain)
    assert positions(word)[0] == positions(plain)[0]
    # Real comments know that “digital economy” is meant in one of its two places.
    assert [one[:2] for one in positions(word)[1]] == [one[:2] for one in positions(plain)[1]]  # type: ignore[index]
    assert {one.label: one.column for one in plain.provisions if one.written} == {
        one.label: one.column for one in word.provisions if one.written
    }
    assert [one.parent for one in word.comments if one.parent] == [9, 9, 37]
    assert {one.status for one in word.provisions} >= {"disputed", "agreed", "for further discussion"}
