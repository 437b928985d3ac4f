"""Brackets and links become variables and constraints whose solutions are the consistent variants, each once."""

from __future__ import annotations

from hypothesis import given

import bracketed as bt
from bracketed.draft.links import Link
from bracketed.draft.tree import Bracket, Option, Piece, Text
from bracketed.positions.implied import insert_implied
from bracketed.source import Span
from bracketed.variants.compiler import Compiler
from bracketed.variants.network import decisions_of, network_of, same_choices
from tests.brute import Choices, all_choices
from tests.strategies import Case, contested_drafts


def solved(case: Case) -> list[Choices]:
    network = network_of(decisions_of(case.draft.content), (*case.links, *case.rules))
    graph = Compiler([variable.size for variable in network.variables], network.constraints).whole()
    found = []
    for values in graph.walk(0, graph.total):
        choices = network.choices(values)
        assert network.values(choices) == values
        found.append(choices)
    return found


@given(contested_drafts())
def test_each_consistent_variant_is_one_solution(case: Case) -> None:
    expected = {frozenset(c.items()) for c in all_choices(case.draft.content, (*case.links, *case.rules))}
    found = [frozenset(c.items()) for c in solved(case)]
    assert len(found) == len(expected)
    assert {*found} == expected


def test_linked_brackets_none_of_which_is_always_live_are_not_counted_twice() -> None:
    # Three places of one choice, each inside words that may go.
    draft = bt.parse("\n".join(f"{n}. Ports [report [pay dues/save] {n}]." for n in range(1, 4)))
    assert [link.brackets for link in draft.links] == [("1#1a.1", "2#1a.1", "3#1a.1")]
    # For each of the 8 ways to keep or drop the outer words: 2 if any is kept, 1 if none is.
    assert len(solved(Case(draft, (), bt.positions(draft)))) == 7 * 2 + 1


def test_linked_brackets_of_which_one_is_always_live() -> None:
    draft = bt.parse("1. Ports [pay dues/save] here.\n2. Ports [report [pay dues/save] 2].")
    assert len(solved(Case(draft, (), bt.positions(draft)))) == 4


def test_links_that_share_a_bracket_make_one_class() -> None:
    one = Link("x", "same", ("1#1", "2#1"), (("a", "b"), ("b", "a")))
    two = Link("y", "same", ("2#1", "3#1"), (("a", "a"), ("b", "b"), ("c", "c")))
    assert same_choices([one, two]) == [{"2#1": ("a", "b"), "3#1": ("a", "b"), "1#1": ("b", "a")}]


def test_words_that_are_in_two_places_are_one_decision() -> None:
    draft = bt.parse("4. Ports report on trust and trust.\tComment by UK: UK – delete “trust”")
    woven = insert_implied(draft.content, bt.positions(draft).implied)
    assert [(decision.bracket.id, decision.inside) for decision in decisions_of(woven)] == [("4#i1", ())]


def optional(id_: str, *content: Piece) -> Bracket:
    return Bracket(id_, "optional", "text", "4", (Option("a", content),), True, Span(0, 1))


def test_words_that_are_in_two_options_are_live_where_either_is_chosen() -> None:
    words = optional("4#i1", Text("trust", Span(0, 1)))
    decisions = decisions_of((optional("4#1", words), optional("4#2", words)))
    assert [decision.inside for decision in decisions] == [(), (("4#1", "a"), ("4#2", "a")), ()]
    network = network_of(decisions, ())
    graph = Compiler([variable.size for variable in network.variables], network.constraints).whole()
    # With both, with either, and with neither of the outer brackets: 2 + 2 + 2 + 1.
    assert graph.total == 7


def test_however_many_options_a_choice_excludes_it_is_one_constraint() -> None:
    space = bt.variants(bt.parse("1. Ports [a1/a2/a3/a4/a5/a6] meet [yearly]."))
    fixed = space.fix({"1#1": "b"})
    assert [rule.reason for rule in fixed.rules] == [f"never 1#1={letter}" for letter in "acdef"]
    assert [constraint.scope for constraint in fixed.network.constraints] == [(0,)]
    assert fixed.exclude({"1#2": "omit"}).require({}, {"1#1": "b"}).count() == 1
