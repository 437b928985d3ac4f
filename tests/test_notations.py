"""Small rules of reading, one by one: what a word, a label, a name or a title is by itself."""

from __future__ import annotations

import pytest

from bracketed.draft.languages import grammar_path, word_list, words_in
from bracketed.parsing.adjacency import goes_on, opens_row
from bracketed.parsing.attributions import Attribution, defines, parties, read_reservation
from bracketed.parsing.blocks import _decision
from bracketed.parsing.builder import letter
from bracketed.parsing.labels import alt_base, find_label, heads_article, roman
from bracketed.parsing.marks import compound_key, separates
from bracketed.parsing.outline import _readings


def test_letters_of_options_go_on_behind_z() -> None:
    assert [letter(0), letter(25), letter(26), letter(702)] == ["a", "z", "aa", "aaa"]


def test_roman_numerals() -> None:
    assert [roman("iv"), roman("XII"), roman("b")] == [4, 12, 0]


@pytest.mark.parametrize("label, base", [("3 alt", "3"), ("3 bis alt 2", "3 bis"), ("3 bis", "")])
def test_the_label_that_an_alternative_is_to(label: str, base: str) -> None:
    assert alt_base(label) == base


def test_the_title_of_an_article_is_no_sentence() -> None:
    for line, heads in (("Article 3 (Aims)", True), ("Article 3 The fund shall pay", False)):
        label = find_label(line, 0, len(line))
        assert label is not None
        assert heads_article(line, label, len(line)) == heads


def test_slash_words_are_compared_without_case_and_plural() -> None:
    assert compound_key("Telecommunications/ICTs") == "telecommunication/ict"


@pytest.mark.parametrize(
    "left, right, result",
    [
        ("priorities", "initiatives", True),
        ("The fund set up by the decision of the body", "XMP.3 shall", False),
        ("use of national", "regional systems and approaches", False),
    ],
)
def test_a_slash_separates_short_phrases_of_one_sort(left: str, right: str, result: bool) -> None:
    assert separates(left, right) == result


@pytest.mark.parametrize(
    "title, label",
    [
        ("Draft decision -/CP.44", "Decision -/CP.44"),
        ("B. DRAFT DECISION", "Decision"),
        ("Projet de décision -/CP.44", "Decision -/CP.44"),
        ("Draft agreement and decision", ""),
        ("Decisions", ""),
    ],
)
def test_a_draft_decision_beside_an_agreement(title: str, label: str) -> None:
    assert _decision(title) == label


@pytest.mark.parametrize(
    "name, counts", [("2", [("1", 2)]), ("b", [("a", 2)]), ("I", [("iA", 1), ("A", 9)]), ("1.2", [("1.", 2)])]
)
def test_the_counts_that_the_name_of_an_option_may_be_of(name: str, counts: list[tuple[str, int]]) -> None:
    assert _readings(name) == counts


def test_the_words_of_languages() -> None:
    assert grammar_path("draft.lark").name == "draft.lark"
    assert words_in("fr", "or") == ("ou",)
    assert word_list("or")[0] == "or"
    assert "Variante" in word_list("option")


@pytest.mark.parametrize(
    "first, words, result",
    [("lay down that", "may authorize its", True), ("shall", "yearly", False), ("local", "and foreign", False)],
)
def test_a_third_alternative(first: str, words: str, result: bool) -> None:
    assert goes_on(first, words) == result


def test_an_alternative_in_front_of_two_verbs() -> None:
    assert opens_row("lay out", "establish", "may set")
    assert not opens_row("the Forum", "establish", "may set")


def test_a_name_in_parentheses_may_be_an_abbreviation() -> None:
    line = "[or the World Health Organization] (WHO)"
    assert defines(line, line.index(" (WHO)"), "WHO")
    assert not defines("[Members] (WHO)", 9, "WHO")


def test_a_reservation_in_a_footnote() -> None:
    said = read_reservation("Chad wishes its reservation on this text to be recorded.")
    assert said == Attribution(("Chad",), "reserves")


@pytest.mark.parametrize(
    "words, names",
    [
        ("G77 and China, Party B", ("G77", "Party B")),
        ("la Suisse et le Tchad", ("Switzerland", "Chad")),
        ("EU law", ()),
    ],
)
def test_a_list_of_parties_holds_nothing_else(words: str, names: tuple[str, ...]) -> None:
    assert parties(words) == names
