"""What a space says when it is asked wrongly, and what rules made of links come to, to the letter."""

from __future__ import annotations

import re
from itertools import islice

import pytest

import bracketed as bt
from bracketed.errors import ImpossibleError, NotAVariantError, UnknownNameError
from bracketed.positions.positions import Position, Positions
from bracketed.variants.space import Space

TEXT = "1. Ports [pay dues/save] first.\n2. Docks [pay dues/save] then [yearly].\n3. All [pay/give/lend]."


def space(links: str = "auto") -> Space:
    return bt.variants(bt.parse(TEXT), links=links)


@pytest.mark.parametrize(
    "choices, words",
    [
        (
            {"1#1": "a", "2#1": "b", "2#2": "a", "3#1": "a"},
            "these choices are not possible together: "
            "same:1#1 (the same choice of words in 2 places: “pay dues” or “save”)",
        ),
        (
            {"1#1": "b", "2#1": "b", "2#2": "a", "3#1": "a"},
            "these choices are not possible together: 1#1=b and 2#2=a goes only with 3#1=c",
        ),
        (
            {"1#1": "a", "2#1": "a", "2#2": "omit", "3#1": "b"},
            "these choices are not possible together: 2#2=omit never goes with 3#1=b",
        ),
    ],
)
def test_choices_that_a_link_forbids_name_the_link(choices: dict[str, str], words: str) -> None:
    ruled = space().require({"1#1": "b", "2#2": "a"}, {"3#1": "c"}).exclude({"2#2": "omit", "3#1": "b"})
    with pytest.raises(NotAVariantError) as refused:
        ruled.index(choices)
    assert str(refused.value) == words


def test_choices_that_keep_all_rules_are_a_variant() -> None:
    ruled = space().require({"1#1": "b", "2#2": "a"}, {"3#1": "c"}).exclude({"2#2": "omit", "3#1": "b"})
    for choices in (
        {"1#1": "b", "2#1": "b", "2#2": "a", "3#1": "c"},
        {"1#1": "b", "2#1": "b", "2#2": "omit", "3#1": "a"},
        {"1#1": "a", "2#1": "a", "2#2": "a", "3#1": "b"},
    ):
        assert ruled[ruled.index(choices)].choices == choices


def test_a_link_that_is_not_proposed_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownNameError) as refused:
        space("none").link("same:2#1")
    assert str(refused.value) == "there is no link 'same:2#1'; did you mean same:1#1?"
    assert (refused.value.name, refused.value.known) == ("same:2#1", ("same:1#1",))


def test_a_link_that_binds_later_leaves_earlier_answers() -> None:
    ruled = space("none").exclude({"3#1": "c"})
    assert ruled.count() == 16
    assert ruled.link("same:1#1").count() == 8
    assert ruled.link("same:1#1").rules == ruled.rules


def test_there_must_be_something_to_exclude() -> None:
    with pytest.raises(ValueError, match=r"^name at least one choice to exclude$"):
        space().exclude({})


def test_what_was_fixed_and_excluded_is_among_the_rules() -> None:
    ruled = space().fix({"3#1": "b"}).exclude({"1#1": "a", "2#2": "a"}).require({"2#2": "a"}, {"1#1": "b"})
    assert [(rule.id, rule.kind, rule.reason) for rule in ruled.rules] == [
        ("excludes:3#1=a", "excludes", "never 3#1=a"),
        ("excludes:3#1=c", "excludes", "never 3#1=c"),
        ("excludes:1#1=a and 2#2=a", "excludes", "1#1=a never goes with 2#2=a"),
        ("requires:2#2=a:1#1=b", "requires", "2#2=a goes only with 1#1=b"),
    ]
    assert ruled.require({}, {"1#1": "a"}).rules[-1].reason == "1#1=a is required"


def test_many_links_that_contradict_each_other_are_reported_in_short() -> None:
    text = "\n".join(f"{number}. Parties [trade/barter{number}] goods." for number in range(1, 9))
    chain = bt.variants(bt.parse(text))
    for number in range(1, 8):
        chain = chain.require({f"{number}#1": "a"}, {f"{number + 1}#1": "a"})
    with pytest.raises(ImpossibleError) as refused:
        chain.fix({"1#1": "a", "8#1": "b"})
    links = refused.value.links
    assert len(links) == 9
    shown = "; ".join(link.reason for link in links[:5])
    assert str(refused.value) == f"no variant is left under these links and choices: {shown}; and 4 more"


def test_five_links_are_reported_in_full() -> None:
    chain = bt.variants(bt.parse("\n".join(f"{n}. Parties [trade/barter{n}] goods." for n in range(1, 5))))
    for number in range(1, 4):
        chain = chain.require({f"{number}#1": "a"}, {f"{number + 1}#1": "a"})
    with pytest.raises(ImpossibleError) as refused:
        chain.fix({"1#1": "a", "4#1": "b"})
    assert len(refused.value.links) == 5
    assert str(refused.value).count(";") == 4


@pytest.mark.parametrize(
    "part", [slice(None), slice(2, 9, 3), slice(9, 2, -3), slice(9, 2, -2), slice(5, 5), slice(5, 9, -1), slice(2, 3)]
)
def test_a_stretch_counts_what_it_lists(part: slice) -> None:
    stretch = space()[part]
    listed = [variant.index for variant in stretch]
    assert listed == [*range(space().count())][part]
    assert stretch.count() == len(listed)


def test_an_answer_says_by_which_rule_it_was_ranked_and_what_it_left_aside() -> None:
    other = Position("UK", "9#1", "a", "objects")
    positions = Positions((Position("UK", "3#1", "a", "objects"), other))
    for rule in ("objections", "objectors", "minimax", "leximin"):
        for answer in islice(bt.ranking(space(), positions, rule), 2):
            assert (answer.rule, answer.ignored) == (rule, (other,))
            assert answer.to_dict()["ties"] == str(answer.ties)


def test_a_nested_bracket_is_wanted_only_where_it_is_live() -> None:
    nested = bt.variants(bt.parse("1. Parties [report [yearly]/meet]."))
    with pytest.raises(NotAVariantError, match=re.escape("1#1a.1 is in an option that is not chosen")):
        nested.index({"1#1": "b", "1#1a.1": "a"})
    with pytest.raises(NotAVariantError, match=re.escape("1#1a.1 is to be settled too")):
        nested.index({"1#1": "a"})
