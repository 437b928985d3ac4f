"""The files of words are read as their notation says, and comments in the language that their words tell."""

from __future__ import annotations

import re

import pytest

import bracketed as bt
from bracketed.draft.delegations import Names
from bracketed.positions.lexicon import LANGUAGES, detect_language, load_language
from bracketed.positions.notation import NotationError, expand, expand_all, simple_words
from bracketed.positions.phrase_index import PhraseIndex
from bracketed.positions.requests import requests_of
from bracketed.positions.sentences import SentenceReader
from bracketed.positions.signs import ACTS, ATTITUDES


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
def test_an_expression_represents_its_forms(expression: str, forms: list[str]) -> None:
    assert list(expand(expression)) == forms


@pytest.mark.parametrize("expression", ["keep(|s", "keep|s)", "[the words", "the) words", "(a]", "do(es)? so", "do\\b"])
def test_stray_brackets_and_signs_of_patterns_are_an_error_that_shows_the_expression(
    expression: str,
) -> None:
    with pytest.raises(NotationError, match="“"):
        expand(expression)


def test_a_list_holds_no_empty_and_no_double_expression() -> None:
    assert expand_all(["[a]", "a", "(a|b)"]) == ("a", "b")


def test_square_brackets_around_words_are_lifted_in_many_ways() -> None:
    english = load_language("en")
    for said in ("remove the square brackets around", "lifting brackets from", "removal of the brackets of"):
        assert english.find(said, 0) == ("keep", len(said))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_lists(code: str) -> None:
    model, other = load_language("en").lists, load_language(code).lists
    assert {table: set(lists) for table, lists in other.items()} == {t: set(lists) for t, lists in model.items()}
    assert set(load_language(code).particles) == set(load_language("en").particles)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_expression_has_a_sign_that_only_patterns_have(code: str) -> None:
    expressions = [e for lists in load_language(code).lists.values() for forms in lists.values() for e in forms]
    assert len(expressions) > 1000
    assert [expression for expression in expressions if re.search(r"[?\\{}]", expression)] == []


AGAINST = {"object", "block", "reserve", "spare", "withdraw", "delete"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_expression_requests_words_and_their_absence(code: str) -> None:
    lists = load_language(code).lists
    kinds = {**lists["operators"], **lists["acts"]}
    # Expressions as they are listed, and the forms of those of one word: all forms of long ones are too many.
    listed = {kind: {*kinds[kind], *simple_words(kinds[kind])} for kind in (*ATTITUDES, *ACTS)}
    unwanted = {form for kind, forms in listed.items() if kind in AGAINST for form in forms}
    wanted = {form for kind, forms in listed.items() if kind not in AGAINST for form in forms}
    assert min(len(unwanted), len(wanted)) > 100
    assert unwanted & wanted == set()


def test_of_several_expressions_the_longest_is_read_whatever_its_spaces() -> None:
    english = load_language("en")
    assert english.find("rather than “x”", 0) == ("instead", 11)
    assert english.find("Rather  than “x”", 0) == ("instead", 12)


def test_a_remark_is_of_a_kind_by_its_own_words() -> None:
    english = load_language("en")
    assert english.find("move D.2-7 to D.7", 0)[0] == "move"
    assert english.find("delete “move”", 0)[0] == "delete"


@pytest.mark.parametrize("words, code", [("supprimer les mots « shall » et « should »", "fr"), ("« confiance »", "en")])
def test_a_comment_shows_its_language_by_its_small_words(words: str, code: str) -> None:
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
    "body, action, words, others",
    [
        ("for “shall” read “must”", "want", ["must"], ["shall"]),
        ("replace “shall” by “must”", "replace", ["shall"], ["must"]),
        ("cannot accept deletion of “x”", "block without", ["x"], []),
        ("no “x”", "object", ["x"], []),
    ],
)
def test_a_sentence_requests_one_thing(body: str, action: str, words: list[str], others: list[str]) -> None:
    draft = bt.parse(f"4. Parties [shall] report “x”.\tComment by A. Clerk: UK – {body}")
    reader = SentenceReader(Names.default(), load_language("en"))
    (sentence,) = reader.sentences(draft.comments[0], PhraseIndex(draft).wording)
    (clause,) = sentence.clauses
    (asking,) = requests_of(clause)
    request = asking.request
    assert (asking.speakers, request.action) == (("UK",), action)
    assert ([one.words for one in request.mentions], [one.words for one in request.instead]) == (words, others)
