"""Streamlining: what is suggested, what it proves, and that nobody loses a position by it."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.consensus.streamlining.suggestions import Streamlining, Suggestion
from bracketed.consensus.streamlining.wording import difference
from bracketed.draft.draft import Draft
from bracketed.draft.link_words import words_of
from bracketed.errors import DraftError, UnknownNameError
from bracketed.positions.positions import Position, Positions, Stance
from tests.brute import Choices, cost, counts
from tests.strategies import broken_drafts, drafts, listed_drafts

_PHRASES = st.sampled_from([
    "report", "report annually", "report every year", "report  annually", "Report annually", "pay the port dues",
    "pay port dues", "pay the harbour dues", "pay the harbor dues", "non-binding rules", "non binding rules", "a port",
    "report, if any", "trade", "other", "the “free” port", "the \"free\" port", "the ports", "an open port", "by 2030", "by 2040",
])  # fmt: skip
_LEADS = st.sampled_from(["", "shall ", "shall always ", "the desk shall ", "a "])
_TAILS = st.sampled_from(["", " at sea", ", if any", "."])
_JOINS = st.sampled_from(["/", " / ", " OR ", "][", "] [", "] OR ["])


def _choice(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    options = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(
            lambda lead, tail, options, join: f"[{join.join(f'{lead}{option}{tail}' for option in options)}]",
            _LEADS, _TAILS, options, _JOINS,
        ),
        inner.map("[{}]".format),
        st.tuples(inner, inner).map(lambda two: f"[[{two[0]}] [{two[1]}]]"),
        st.tuples(inner, inner).map(lambda two: f"[{two[0]}/[{two[1]}/save money]]"),
    )  # fmt: skip


_CHOICES = st.recursive(_PHRASES, _choice, max_leaves=4)
_LINES = st.builds(
    "{} {}{}".format,
    st.sampled_from(["Parties", "The desk, which meets in a harbour town each month,", "A", ""]),
    _CHOICES,
    st.sampled_from([" now.", ".", "", ", and [soon].", " [slowly] [at once]"]),
)
_STANCES: tuple[Stance, ...] = ("supports", "supports", "accepts", "reserves", "objects", "objects", "blocks")


@st.composite
def questions(draw: st.DrawFn) -> tuple[Draft, Positions]:
    """Return a draft in which there is something to streamline, and stances on its brackets."""
    lines = draw(st.lists(_LINES, min_size=1, max_size=3))
    again = draw(st.sampled_from([[], lines[:1]]))
    draft = bt.parse("\n".join(f"{number}. {line}" for number, line in enumerate([*lines, *again], 1)))
    options = [(b.id, letter) for b in draft.brackets if b.kind != "placeholder" for letter in b.letters]
    assume(bt.variants(draft, links="none").count() <= 200)
    if not options:
        return draft, Positions()
    names = st.sampled_from(["UK", "USA", "EU"])
    condition = st.one_of(st.just(()), st.just(()), st.just(()), st.sampled_from(options).map(lambda one: (one,)))
    rows = st.builds(
        lambda name, choice, stance, condition: Position(name, *choice, stance, condition=condition),
        names, st.sampled_from(options), st.sampled_from(_STANCES), condition,
    )  # fmt: skip
    return draft, Positions(tuple(draw(st.lists(rows, max_size=5))))


def _texts(draft: Draft, links: str, without: frozenset[tuple[str, str]] = frozenset()) -> set[str]:
    return {v.text for v in bt.variants(draft, links=links) if not without & {*v.choices.items()}}


def _gone(suggestion: Suggestion) -> frozenset[tuple[str, str]]:
    return frozenset((id_, letter) for id_, letter, _ in suggestion.gone)


@given(questions())
def test_the_clean_texts_are_the_same_but_for_those_that_are_said_to_go(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    for suggestion in answer:
        if suggestion.kind in ("link", "duplicate"):
            continue
        after, _ = answer.apply(suggestion.id)
        for links in ("none", "auto"):
            assert _texts(after, links) == _texts(draft, links, _gone(suggestion)), suggestion.id
        if suggestion.claim == "same texts":
            assert _texts(after, "none") == _texts(draft, "none"), suggestion.id


def _prices(draft: Draft, positions: Positions, *, closed: bool, without: frozenset[tuple[str, str]] = frozenset()) -> dict[str, set[object]]:
    prices: dict[str, set[object]] = defaultdict(set)
    for variant in bt.variants(draft, links="none"):
        if not without & {*variant.choices.items()}:
            price = cost(positions, dict(variant.choices))
            # What is in brackets no more cannot be supported.
            prices[variant.text].add(price[:3] if closed else price)
    return prices


@given(questions())
def test_each_text_that_stays_meets_what_it_met_in_one_of_the_ways_to_settle_it(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    for suggestion in answer:
        if suggestion.kind in ("link", "duplicate", "merge"):
            continue
        after, carried = answer.apply(suggestion.id)
        closed = bool(suggestion.idle)
        old = _prices(draft, positions, closed=closed, without=_gone(suggestion))
        for text, prices in _prices(after, carried, closed=closed).items():
            assert prices <= old[text], suggestion.id


@given(questions())
def test_no_delegation_loses_a_stance_but_an_objection_to_what_goes(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    for suggestion in answer:
        if suggestion.kind == "link":
            continue
        after, carried = answer.apply(suggestion.id)
        kept = {(row.delegation, row.stance) for row in carried}
        lost = [row for row in positions if (row.delegation, row.stance) not in kept]
        gone = _gone(suggestion)
        for row in lost:
            assert row in suggestion.idle
            if row.stance in ("objects", "blocks"):
                inside = draft.bracket(row.bracket).parent
                assert (row.bracket, row.option) in gone or (inside is not None and inside in gone)
            else:
                # The words stand outside the brackets from now on.
                assert row.stance in ("supports", "accepts")
                assert (row.bracket, row.option) not in gone - {*_merged(suggestion)}
        ids = {(bracket.id, letter) for bracket in after.brackets for letter in bracket.letters}
        assert all((row.bracket, row.option) in ids for row in carried)


def _merged(suggestion: Suggestion) -> frozenset[tuple[str, str]]:
    return _gone(suggestion) if suggestion.kind == "merge" else frozenset()


@given(questions())
def test_a_merged_option_has_the_stances_of_all(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    for suggestion in answer:
        if suggestion.kind != "merge" or suggestion.idle:
            continue
        after, carried = answer.apply(suggestion.id)
        met: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for variant in bt.variants(draft, links="none"):
            if not _gone(suggestion) & {*variant.choices.items()}:
                met[variant.text] |= _stances(positions, dict(variant.choices))
        for variant in bt.variants(after, links="none"):
            assert met[variant.text] <= _stances(carried, dict(variant.choices))


def _stances(positions: Positions, choices: Choices) -> set[tuple[str, str]]:
    return {(row.delegation, row.stance) for row in positions if counts(row, choices)}


@given(questions())
def test_suggestions_are_carried_out_in_any_order(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    ids = [row.id for row in answer if row.kind != "link"]
    try:
        together, stances = answer.apply(*ids)
    except DraftError:
        # Two of them are about the same words.
        assert len(ids) > 1
        return
    again, same = answer.apply(*reversed(ids))
    assert (again.source, same.rows) == (together.source, stances.rows)


@given(st.one_of(drafts(), broken_drafts(), listed_drafts()))
def test_whatever_is_suggested_can_be_carried_out(text: str) -> None:
    draft = bt.parse(text)
    answer = bt.streamline(draft)
    for suggestion in answer:
        if suggestion.kind != "link":
            after, _ = answer.apply(suggestion.id)
            assert len(after.brackets) <= len(draft.brackets)
