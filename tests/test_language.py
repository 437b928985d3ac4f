"""The files of words are read as their notation says, and comments in the language that their words tell."""

from __future__ import annotations

import pytest

from bracketed.positions.lexicon import LANGUAGES, NotationError, detect_language, expand, expand_all, load_language
from bracketed.positions.requests import read_requests


@pytest.mark.parametrize(
    "expression, forms",
    [
        ("keep", ["keep"]),
        ("remov(e|es|ing)", ["remove", "removes", "removing"]),
        ("keep(|s)", ["keep", "keeps"]),
        ("[the] words", ["words", "the words"]),
        ("[the [square]] brackets", ["brackets", "the brackets", "the square brackets"]),
        ("red line [on|for]", ["red line", "red line on", "red line for"]),
        ("[,] but", ["but", ", but"]),
        (
            "remove(|s) [the] brackets",
            ["remove brackets", "remove the brackets", "removes brackets", "removes the brackets"],
        ),
        ("(cut|take [it|them] out)", ["cut", "take out", "take it out", "take them out"]),
    ],
)
def test_an_expression_stands_for_its_forms(expression: str, forms: list[str]) -> None:
    assert list(expand(expression)) == forms


@pytest.mark.parametrize("expression", ["keep(|s", "keep|s)", "[the words", "the) words", "(a]"])
def test_brackets_that_do_not_match_are_an_error_that_shows_the_expression(expression: str) -> None:
    with pytest.raises(NotationError, match="“"):
        expand(expression)


def test_a_list_holds_no_empty_and_no_double_expression() -> None:
    assert expand_all(["[a]", "a", "(a|b)"]) == ("a", "b")


def test_square_brackets_around_words_are_lifted_in_many_ways() -> None:
    english = load_language("en")
    for said in ("remove the square brackets around", "lifting brackets from", "removal of the brackets of"):
        assert english.kind("verbs", said) == "KEEP"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_lists(code: str) -> None:
    model, other = load_language("en").lists, load_language(code).lists
    assert {table: set(lists) for table, lists in other.items()} == {t: set(lists) for t, lists in model.items()}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_expression_asks_for_two_things(code: str) -> None:
    seen: dict[str, str] = {}
    for kind, expressions in load_language(code).lists["verbs"].items():
        for expression in expressions:
            assert seen.setdefault(expression, kind) == kind, expression


def test_an_expression_is_of_one_kind_in_all_its_forms() -> None:
    english = load_language("en")
    assert {english.kind("connectives", words) for words in ("rather than", "Rather  than")} == {"INSTEAD"}


def test_a_remark_is_of_a_kind_by_its_own_words() -> None:
    english = load_language("en")
    assert (english.remark("move D.2-7 to D.7"), english.remark("delete “move”")) == ("move", "")


@pytest.mark.parametrize("words, code", [("supprimer les mots « shall » et « should »", "fr"), ("« confiance »", "en")])
def test_a_comment_tells_its_language_by_its_small_words(words: str, code: str) -> None:
    assert detect_language(f"France – {words}", load_language("en")).code == code


def test_a_remark_without_words_of_its_own_is_in_the_language_of_the_rest() -> None:
    english = load_language("en")
    assert detect_language("Norway – “trust”", english) is english


@pytest.mark.parametrize("typed", ["back", "remaining", "keep", "the"])
def test_a_word_is_no_slip_of_a_verb(typed: str) -> None:
    assert load_language("en").mistyped(typed) in ("", typed)


@pytest.mark.parametrize("typed, meant", [("remvoe", "remove"), ("delelte", "delete"), ("mantain", "maintain")])
def test_a_slip_is_read_as_the_verb_that_is_near(typed: str, meant: str) -> None:
    assert load_language("en").mistyped(typed) == meant


@pytest.mark.parametrize(
    "body, action",
    [
        ("for “shall” read “should”", "replace"),
        ("cannot accept deletion of “x”", "block without"),
        ("no “x”", "object"),
    ],
)
def test_a_sentence_asks_for_one_thing(body: str, action: str) -> None:
    (request,) = read_requests(body, load_language("en")).requests
    assert request.action == action
