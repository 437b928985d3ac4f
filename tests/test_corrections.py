"""A user can say what a bracket is; the text, and the ids of the others, stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.errors import DraftError, UnknownNameError
from bracketed.parsing.corrections import READINGS
from tests.strategies import drafts


def read(text: str, **read_as: str) -> list[tuple[str, str, list[str]]]:
    names = {name.replace("_", "#").replace("at", "1:"): reading for name, reading in read_as.items()}
    draft = bt.parse(text, read_as=names)
    assert draft.unparse() == text
    return [(bracket.id[2:], bracket.kind, [option.text for option in bracket.options]) for bracket in draft.brackets]


AFTER = ("2", "optional", ["z", ""])


@pytest.mark.parametrize(
    "text, reading, expected",
    [
        ("4. a [x/y] b [z].", "optional", [("1", "optional", ["x/y", ""]), AFTER]),
        ("4. a [x OR y] b [z].", "optional", [("1", "optional", ["x OR y", ""]), AFTER]),
        ("4. a [x/y] b [z].", "text", [AFTER]),
        ("4. a [x [u] / y] b [z].", "text", [("3", "optional", ["u", ""]), AFTER]),
        (
            "4. a [x [u]/y [v]] b [z].",
            "optional",
            [
                ("1", "optional", ["x [u]/y [v]", ""]),
                ("1a.1", "optional", ["u", ""]),
                ("1a.2", "optional", ["v", ""]),
                AFTER,
            ],
        ),
        ("4. telecom/ict a [telecom/ict] b [z].", "alternatives", [("1", "alternatives", ["telecom", "ict"]), AFTER]),
        ("4. a [x or y] b [z].", "alternatives", [("1", "alternatives", ["x", "y"]), AFTER]),
        ("4. a [30] b [z].", "placeholder", [("1", "placeholder", ["30"]), AFTER]),
        ("4. a [X] b [z].", "optional", [("1", "optional", ["X", ""]), AFTER]),
        (
            "4. a [law] [rule] b [z].",
            "separate",
            [("1", "optional", ["law", ""]), ("3", "optional", ["rule", ""]), AFTER],
        ),
        (
            "4. a [shall] or [should] b [z].",
            "separate",
            [
                ("1", "optional", ["shall", ""]),
                ("3", "optional", ["should", ""]),
                AFTER,
            ],
        ),
        (
            "4. a [, x,] [and y] b [w] c.",
            "joined",
            [("1", "alternatives", [", x,", "and y"]), ("3", "optional", ["w", ""])],
        ),
    ],
)
def test_a_bracket_is_read_as_the_user_says(text: str, reading: str, expected: list[object]) -> None:
    assert read(text, **{"4_1": reading}) == expected


def test_what_was_read_as_no_choice_is_named_by_its_place() -> None:
    assert read("4. a [sic] b [z].", at6="optional") == [("2", "optional", ["sic", ""]), ("1", "optional", ["z", ""])]


def test_the_doubt_is_settled_and_the_correction_is_reported() -> None:
    text = "4. a [law] [rule] b."
    assert [finding.code for finding in bt.parse(text).diagnostics] == ["adjacent"]
    (told,) = bt.parse(text, read_as={"4#1": "separate"}).diagnostics
    assert (told.code, told.message, told.column) == ("corrected", "4#1 is read as separate, as requested", 6)


@pytest.mark.parametrize(
    "text, name, reading, message",
    [
        (
            "4. a [x]",
            "4#1",
            "maybe",
            "4#1 cannot be read as 'maybe'; it can be read as optional, "
            "alternatives, placeholder, text, separate, joined",
        ),
        (
            "4. a [x]",
            "4#1",
            "alternatives",
            "4#1 cannot be read as alternatives: nothing in it separates them, neither a slash nor an or",
        ),
        (
            "4. a [x]",
            "4#1",
            "separate",
            "4#1 is one pair of brackets, and cannot be read as separate; read it as optional",
        ),
        ("4. a [x]", "4#1", "joined", "there is no bracket beside 4#1 to join it with"),
        (
            "4. [shall][should]",
            "4#1",
            "optional",
            "4#1 is not one pair of brackets, and cannot be read as optional; read it as separate",
        ),
        ("4. a [x]", "1:5", "optional", "no bracket opens at 1:5; give the line and the column of its sign"),
        ("4. a [x]", "9:1", "optional", "no bracket opens at 9:1; give the line and the column of its sign"),
        ("4. a [x]", "1:6", "optional", "the bracket at 1:6 was read as a choice; name it by its id"),
    ],
)
def test_what_cannot_be_read_so_is_refused(text: str, name: str, reading: str, message: str) -> None:
    with pytest.raises(DraftError) as caught:
        bt.parse(text, read_as={name: reading})
    assert str(caught.value) == message


def test_an_unknown_bracket_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="there is no bracket '4#2'; did you mean 4#1"):
        bt.parse("4. a [x]", read_as={"4#2": "optional"})


@given(drafts(), st.data())
def test_nothing_is_lost_and_the_other_brackets_keep_their_ids(text: str, data: st.DataObject) -> None:
    before = bt.parse(text)
    if not before.brackets:
        return
    bracket = data.draw(st.sampled_from(before.brackets))
    reading = data.draw(st.sampled_from(READINGS))
    try:
        after = bt.parse(text, read_as={bracket.id: reading})
    except DraftError:
        return
    assert after.unparse() == text
    ids = [b.id for b in after.brackets]
    assert len(ids) == len({*ids})
    apart = [b for b in before.brackets if not b.span.touches(bracket.span)]
    joined = reading == "joined"
    for other in apart:
        if not joined or other.span.end < bracket.span.start:
            assert after.bracket(other.id).span == other.span


def test_readings_are_in_a_file_beside_the_draft(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("4. a [x/y] and [law] [rule].", encoding="utf-8")
    (tmp_path / "draft.readings.toml").write_text('convention = "unfccc"\n[read_as]\n"4#1" = "optional"\n')
    found = bt.read(draft)
    assert (found.convention, [b.kind for b in found.brackets]) == ("unfccc", ["optional", "alternatives"])
    assert "corrected" in {finding.code for finding in found.diagnostics}
    assert [b.kind for b in bt.read(draft, read_as={"4#1": "text"}).brackets] == ["alternatives"]
    assert bt.read(draft, convention="cbd").convention == "cbd"


def test_a_correction_is_not_used_on_other_words_than_its_own() -> None:
    was, now = "4. a [law] [rule] b.", "4. [Old/New] a [law] [rule] b."
    asked = {"4#1": ("separate", "[law] [rule]")}
    assert [bracket.words for bracket in bt.parse(was, read_as=asked).brackets] == ["[law]", "[rule]"]
    found = bt.parse(now, read_as=asked)
    assert [bracket.words for bracket in found.brackets] == ["[Old/New]", "[law] [rule]"]
    (told,) = [finding for finding in found.diagnostics if finding.code == "correction-not-used"]
    assert (told.severity, told.column) == ("warning", 4)
    assert told.message == (
        "the correction of 4#1 is not used: it was “[law] [rule]”, and is “[Old/New]” now; that is 4#2 now"
    )


@pytest.mark.parametrize("name, text, words", [
    ("4#2", "4. a [x/y].", "[z/w]"),
    ("1:6", "4. a [note].", "[sic]"),
    ("9:1", "4. a [sic].", "[sic]"),
])  # fmt: skip
def test_what_is_there_no_more_is_reported_and_not_refused(name: str, text: str, words: str) -> None:
    found = bt.parse(text, read_as={name: ("optional", words)})
    assert "correction-not-used" in {finding.code for finding in found.diagnostics}
    assert [bracket.words for bracket in found.brackets] == [bracket.words for bracket in bt.parse(text).brackets]


def test_a_bracket_that_is_named_by_its_place_keeps_its_words_too() -> None:
    assert len(bt.parse("4. a [sic] b.", read_as={"1:6": ("optional", "[sic]")}).brackets) == 1


def test_a_file_without_words_warns_and_shows_the_line_to_write(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("4. a [x/y] b.", encoding="utf-8")
    (tmp_path / "draft.readings.toml").write_text('[read_as]\n"4#1" = "optional"\n')
    (told,) = [one for one in bt.read(tmp_path / "draft.txt").diagnostics if one.code == "correction-unchecked"]
    line = told.suggestion.removeprefix("write ")
    assert line == '"4#1" = ["optional", "[x/y]"]'
    (tmp_path / "draft.readings.toml").write_text(f"[read_as]\n{line}\n")
    found = bt.read(tmp_path / "draft.txt")
    assert ([b.kind for b in found.brackets], [one.code for one in found.diagnostics]) == (["optional"], ["corrected"])


@pytest.mark.parametrize(
    "told, message",
    [
        ("read_as = ", "draft.readings.toml is no TOML file: Invalid value (at end of document)"),
        ("x = 1", "draft.readings.toml says 'x', which is not known; it may say convention, language and read_as"),
        ("convention = 1", 'draft.readings.toml: convention is a name in quotation marks, such as "itu"'),
        ("language = 1", 'draft.readings.toml: language is a code in quotation marks, such as "fr"'),
        (
            '[read_as]\n"4#1" = ["text"]',
            'draft.readings.toml: under [read_as] write lines such as "D.4#1" = ["optional", "[ports/docks]"]',
        ),
        (
            "read_as = 1",
            'draft.readings.toml: under [read_as] write lines such as "D.4#1" = ["optional", "[ports/docks]"]',
        ),
    ],
)
def test_a_file_of_readings_that_says_nothing_known_is_refused(told: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("4. a [x]")
    (tmp_path / "draft.readings.toml").write_text(told)
    with pytest.raises(DraftError) as caught:
        bt.read(tmp_path / "draft.txt")
    assert str(caught.value) == message
