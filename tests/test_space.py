"""The space of variants: what it counts, numbers, draws and cuts is what going through all variants finds."""

from __future__ import annotations

import itertools
import re
import sys
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.links import Link
from bracketed.errors import (
    ImpossibleError,
    NotAVariantError,
    TooEntangledError,
    UnknownNameError,
    UnknownOptionError,
)
from bracketed.phrasing import exact, short
from bracketed.positions.positions import Position, Positions
from bracketed.variants.space import Space
from tests.brute import Choices, all_choices, respects
from tests.strategies import Case, contested_drafts

TEXT = "4. Parties [shall/should] report [annually]."


def space(text: str = TEXT, links: str = "auto") -> Space:
    return bt.variants(bt.parse(text), links=links)


def ruled(case: Case) -> Space:
    made = bt.variants(case.draft)
    for link in case.rules:
        (one, other), ((letter, last),) = link.brackets, link.options
        if link.kind == "requires":
            made = made.require({one: letter}, {other: last})
        elif one == other and letter != last:
            continue  # no variant makes both of these choices
        else:
            made = made.exclude({one: letter, other: last})
    return made


def by_hand(case: Case) -> list[Choices]:
    return all_choices(case.draft.content, (*case.links, *case.rules))


@given(contested_drafts())
def test_a_space_holds_exactly_the_consistent_variants(case: Case) -> None:
    expected = by_hand(case)
    if not expected:
        with pytest.raises(ImpossibleError):
            ruled(case)
        return
    made = ruled(case)
    found = [dict(variant.choices) for variant in made]
    assert made.count() == len(found) == len(expected)
    assert {frozenset(c.items()) for c in found} == {frozenset(c.items()) for c in expected}


@given(contested_drafts(), st.data())
def test_numbers_lead_to_variants_and_back(case: Case, data: st.DataObject) -> None:
    assume(by_hand(case))
    made = ruled(case)
    for number, variant in enumerate(made):
        assert made[number] == variant
        assert variant.index == made.index(variant) == made.index(dict(variant.choices)) == number
        assert made[number - made.count()] == variant
    start, stop, step = (data.draw(st.integers(-9, 9)) for _ in range(3))
    cut = slice(start, stop, step or None)
    part = made[cut]
    assert [*part] == [*made][cut]
    assert part.count() == len([*part])


@given(contested_drafts(), st.integers(1, 9))
def test_shards_are_the_space_in_equal_parts(case: Case, of: int) -> None:
    assume(by_hand(case))
    made = ruled(case)
    shards = [made.shard(i, of=of) for i in range(of)]
    assert [variant for shard in shards for variant in shard] == [*made]
    lengths = [shard.count() for shard in shards]
    assert max(lengths) - min(lengths) <= 1


@given(contested_drafts(), st.data())
def test_fixing_leaves_the_variants_that_take_the_option_where_it_is_live(case: Case, data: st.DataObject) -> None:
    variants = by_hand(case)
    made = bt.variants(case.draft)
    assume(made.brackets and variants)
    bracket = data.draw(st.sampled_from(made.brackets))
    letter = data.draw(st.sampled_from(bracket.letters))
    kept = [c for c in all_choices(case.draft.content, case.links) if c.get(bracket.id, letter) == letter]
    if kept:
        fixed = made.fix({bracket.id: letter})
        assert {*fixed} == {v for v in made if v.choices.get(bracket.id, letter) == letter}
        assert fixed.count() == len(kept)
    else:
        with pytest.raises(ImpossibleError):
            made.fix({bracket.id: letter})


@given(contested_drafts(), st.data())
def test_choices_that_are_no_variant_are_refused(case: Case, data: st.DataObject) -> None:
    made = bt.variants(case.draft, links="none")
    letters = {b.id: data.draw(st.sampled_from(b.letters)) for b in made.brackets}
    choices = {b: letter for b, letter in letters.items() if data.draw(st.booleans())}
    linked = bt.variants(case.draft)
    if any(dict(variant.choices) == choices for variant in linked):
        assert dict(linked[linked.index(choices)].choices) == choices
    else:
        with pytest.raises(NotAVariantError) as error:
            linked.index(choices)
        is_free = any(dict(variant.choices) == choices for variant in made)
        # Where the choices would be a variant without links, the message names the link that forbids them.
        assert ("the same choice of words" in str(error.value)) == is_free
        assert is_free == any(not respects(choices, link) for link in linked.links if is_free)


def test_samples_are_uniform_and_repeatable() -> None:
    made = space("4. Parties [shall/should/may [not]] report [annually].")
    assert made.count() == 8
    counts = Counter(variant.index for variant in made.sample(8000, seed=7))
    assert set(counts) == set(range(8))
    # Four standard deviations on both sides of a thousand.
    assert all(880 < count < 1120 for count in counts.values())
    assert made.sample(3, seed=5) == made.sample(3, seed=5)
    assert made.sample(0) == []


def test_samples_without_repetition_are_all_different() -> None:
    made = space("4. Parties [shall/should/may [not]] report [annually].")
    assert sorted(variant.index for variant in made.sample(8, seed=1, repeat=False)) == [*range(8)]
    with pytest.raises(ValueError, match="there are only 8 variants; 9 different ones were requested"):
        made.sample(9, repeat=False)
    large = space("\n".join(f"{n}. Parties [shall {n}/should] report." for n in range(100)))
    assert len({variant.index for variant in large.sample(50, seed=1, repeat=False)}) == 50


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["1#1", "2#1", "3#1"]), st.sampled_from("ab"), min_size=1),
        min_size=4,
        max_size=10,
    )
)
def test_a_contradiction_is_reported_by_the_fewest_links(excluded: list[Choices]) -> None:
    draft = bt.parse("1. [now/soon]\n2. [all/some]\n3. [in/at]")
    made = bt.variants(draft)
    rules = [
        Link(str(number), "excludes", (*choices,), ((*choices.values(),),)) for number, choices in enumerate(excluded)
    ]
    try:
        made = made.bound(rules)
    except ImpossibleError as error:
        links = error.links
        assert not all_choices(draft.content, links)
        # No fewer do, so none of them can be left out either.
        assert all(all_choices(draft.content, fewer) for fewer in itertools.combinations(rules, len(links) - 1))
    else:
        assert made.count() == len(all_choices(draft.content, rules))


def tied_too_closely() -> tuple[bt.Draft, list[Link]]:
    """Return a draft and links between all its brackets, in pairs, which are too entangled to be counted."""
    draft = bt.parse("\n".join(f"{n}. Parties [shall {n}/should/may/must] report." for n in range(1, 31)))
    pairs = itertools.combinations([bracket.id for bracket in draft.brackets], 2)
    return draft, [Link(f"{one} {two}", "excludes", (one, two), (("a", "b"),)) for one, two in pairs]


def test_a_contradiction_is_found_where_what_was_settled_kept_links_from_entangling_the_draft() -> None:
    draft, links = tied_too_closely()
    made = bt.variants(draft).fix({bracket.id: "c" for bracket in draft.brackets}).bound(links)
    assert made.count() == 1
    with pytest.raises(ImpossibleError) as caught:
        made.exclude({"7#1": "c"})
    assert {link.reason for link in caught.value.links} == {f"never 7#1={letter}" for letter in "abcd"}


def test_among_very_many_links_a_contradiction_is_reported_by_links_that_are_all_needed() -> None:
    text = "\n".join(f"{n}. Parties [shall {n}/should] report." for n in range(1, 101))
    made = bt.variants(bt.parse(text))
    for n in range(1, 100):
        made = made.require({f"{n}#1": "a"}, {f"{n + 1}#1": "a"})
    with pytest.raises(ImpossibleError) as caught:
        made.fix({"20#1": "a", "80#1": "b"})
    assert len(caught.value.links) == 62


def test_a_contradiction_names_two_choices_of_many() -> None:
    made = space("\n".join(f"{n}. Parties [shall {n}/should/may] report." for n in range(1, 30)))
    for number in range(1, 30):
        made = made.exclude({f"{number}#1": "c"})
    with pytest.raises(ImpossibleError) as caught:
        made.exclude({"7#1": "a"}).exclude({"7#1": "b"})
    assert str(caught.value) == (
        "no variant is left under these links and choices: never 7#1=c; never 7#1=a; never 7#1=b"
    )


def test_a_nested_bracket_is_settled_only_where_it_is_live() -> None:
    made = space("4. Parties report [on trade [in goods]].")
    assert [dict(variant.choices) for variant in made] == [
        {"4#1": "a", "4#1a.1": "a"},
        {"4#1": "a", "4#1a.1": "omit"},
        {"4#1": "omit"},
    ]


def test_a_draft_without_brackets_has_one_variant() -> None:
    made = space("4. Parties report.")
    assert (made.count(), made[0].text, dict(made[0].choices)) == (1, "4. Parties report.", {})
    assert repr(made) == "<Space of 1 variant: 0 brackets, 0 links>"


def test_placeholders_are_no_choice() -> None:
    made = space("4. Parties pay [X] dollars [by [X]].")
    assert [bracket.id for bracket in made.brackets] == ["4#2"]
    assert made.count() == 2


@pytest.mark.slow
def test_thousands_of_brackets_are_counted_exactly() -> None:
    made = space("\n".join(f"{n}. Parties [shall {n}/should/may] report [in {n}]." for n in range(1, 3001)))
    assert made.count() == 6**3000
    assert exact(made.count()) == exact(6**3000)
    assert repr(made) == "<Space of about 2.84·10^2334 variants: 6000 brackets, 0 links>"
    far = made[6**3000 - 2]
    assert made.index(dict(far.choices)) == far.index == 6**3000 - 2
    assert repr(far).startswith("<Variant of many: 1#1=c, 1#2=omit, 2#1=c")
    assert made.shard(1, of=2)[0].index == 6**3000 // 2


def test_links_bind_by_name() -> None:
    text = "1. [pay dues/save]\n2. [pay dues/save]\n3. [trust]\n4. [trust]"
    draft = bt.parse(text)
    assert bt.variants(draft).count() == 8
    assert bt.variants(draft, links="all").count() == bt.variants(draft, links=["auto", "same:3#1"]).count() == 4
    assert bt.variants(draft, links=["same:3#1"]).links == bt.variants(draft, links="same:3#1").links
    assert [link.id for link in bt.variants(draft, links=["same:3#1", "same:3#1"]).links] == ["same:3#1"]
    assert bt.variants(draft, links="none").link("same:3#1", "same:1#1").count() == 4
    with pytest.raises(UnknownNameError, match=re.escape("there is no link 'same:2#1'; did you mean same:3#1?")):
        bt.variants(draft, links=["same:2#1"])


def test_implied_brackets_come_in_with_positions() -> None:
    draft = bt.parse("4. Parties shall report on trust and trust.\tComment by UK: UK – delete “trust”")
    positions = bt.positions(draft)
    assert bt.variants(draft).count() == 1
    made = bt.variants(draft, positions)
    assert [dict(variant.choices) for variant in made] == [{"4#i1": "a"}, {"4#i1": "omit"}]


def test_words_without_a_place_are_decided_and_named() -> None:
    draft = bt.parse("4. Parties [shall/should] report.\tComment by UK: UK – add “quickly”")
    made = bt.variants(draft, bt.positions(draft))
    assert made.count() == 4
    assert made[0].unplaced == {"4#i1": "quickly"}
    assert made[1].unplaced == {}
    assert made[0].text == made[1].text


def test_a_space_is_not_changed_by_what_is_made_of_it() -> None:
    made = space()
    made.fix({"4#1": "a"}).exclude({"4#2": "a"})
    assert made.count() == 4
    assert made.rules == ()


@pytest.mark.parametrize(
    "ask, error, words",
    [
        (lambda s: s.fix({"4#3": "a"}), UnknownNameError, "there is no bracket '4#3'; did you mean 4#2?"),
        (lambda s: s.fix({"4#1": "c"}), UnknownOptionError, "4#1 has no option 'c'; it has a, b"),
        (lambda s: s.require({"4#1": "a"}, {"4#2": "b"}), UnknownOptionError, "4#2 has no option 'b'; it has a, omit"),
        (lambda s: s.exclude({"5": "a"}), UnknownNameError, "there is no bracket '5'; there are: 4#1, 4#2"),
        (
            lambda s: s.exclude({"4#1": "a"}).exclude({"4#1": "b"}),
            ImpossibleError,
            "no variant is left under these links and choices: never 4#1=a; never 4#1=b",
        ),
        (
            lambda s: s.require({"4#1": "a"}, {"4#2": "a"}).index({"4#1": "a", "4#2": "omit"}),
            NotAVariantError,
            "these choices are not possible together: 4#1=a goes only with 4#2=a",
        ),
        (
            lambda s: s.index({"4#1": "a"}),
            NotAVariantError,
            "4#2 is to be settled too, and has no choice here",
        ),
        (lambda s: s[4], IndexError, "range object index out of range"),
        (lambda s: s.shard(3, of=3), ValueError, "shards of 3 are numbered 0 to 2; got 3"),
    ],
)
def test_what_cannot_be_answered_is_reported(ask: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        ask(space())  # type: ignore[operator]
    assert str(caught.value) == words


def test_a_nested_bracket_that_is_not_live_cannot_be_settled() -> None:
    made = space("4. Parties report [on trade [in goods]].")
    with pytest.raises(NotAVariantError) as caught:
        made.index({"4#1": "omit", "4#1a.1": "a"})
    assert str(caught.value) == "4#1a.1 is in an option that is not chosen, and cannot be settled"


def test_links_that_contradict_each_other_are_named() -> None:
    draft = bt.parse("1. [trust]\n2. [trust]")
    made = bt.variants(draft, links="all")
    with pytest.raises(ImpossibleError) as caught:
        made.fix({"1#1": "a", "2#1": "omit"})
    assert str(caught.value) == (
        "no variant is left under these links and choices: "
        "same:1#1 (the same choice of words in 2 places: “trust” or nothing); never 1#1=omit; never 2#1=a"
    )


def test_brackets_that_are_tied_too_closely_are_refused_by_name() -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall {n}/should/may/must] report." for n in range(1, 31)))
    deal = tuple((bracket.id, "a") for bracket in draft.brackets)
    positions = Positions((Position("UK", *deal[0], "objects", condition=deal[1:]),))
    with pytest.raises(TooEntangledError) as caught:
        bt.variants(draft, positions).count()
    assert "a table of more than 384 MB would be needed" in str(caught.value)
    assert {*caught.value.brackets} <= {bracket.id for bracket in draft.brackets}
    assert str(caught.value).endswith(
        'settle some of them in the draft or with space.fix(), leave links aside (links="none", or --links none), or '
        "take a part of the draft; the least contested text can be found all the same"
    )


def test_one_variant_of_very_many_can_be_excluded() -> None:
    made = space("\n".join(f"{n}. Parties [shall {n}/should/may/must] report." for n in range(1, 31)))
    others = made.exclude(made[7**20].choices)
    assert others.count() == made.count() - 1
    with pytest.raises(NotAVariantError):
        others.index(made[7**20])
    assert others[7**20 - 1] != made[7**20]
    assert others.index(others[7**20]) == 7**20


def test_a_number_of_thousands_of_digits_is_refused_in_few_words() -> None:
    made = space("4. Parties [shall/should] report.")
    with pytest.raises(ValueError, match=r"^shards of about 1\.00·10\^5000 are numbered 0 to .*; got about"):
        made.shard(10**5000, of=10**5000)
    with pytest.raises(ValueError, match=r"^there are only 2 variants; about 1\.00·10\^5000 different ones"):
        made.sample(10**5000, repeat=False)


def test_numbers_are_written_for_people_and_for_machines() -> None:
    assert short(999_999_999_999_999) == "999,999,999,999,999"
    assert short(10**15) == "about 1.00·10^15"
    assert exact(10**5000) == "1" + "0" * 5000


@given(contested_drafts(), st.integers(0, 40), st.integers(0, 40))
def test_neighbours_are_the_variants_at_their_places(case: Case, start: int, length: int) -> None:
    assume(all_choices(case.draft.content, case.links))
    space = bt.variants(case.draft, case.positions)
    start = min(start, space.count())
    with pytest.MonkeyPatch.context() as patch:
        # Else so few variants are made one by one.
        patch.setattr(sys.modules["bracketed.variants.space"], "_FEWEST", 2)
        patch.setattr(sys.modules["bracketed.variants.space"], "_OFTEN", 1)
        found = [(v.index, v.text, dict(v.choices), v.repairs) for v in space[start : start + length]]
    one_by_one = [space[place] for place in range(start, min(start + length, space.count()))]
    assert found == [(v.index, v.text, dict(v.choices), v.repairs) for v in one_by_one]


def test_neighbours_share_their_text_where_others_are_between_or_not() -> None:
    apart = "1. Parties [shall/should] report.\n2. They [meet/talk].\n3. Parties [shall/should] pay [now].\n"
    for text in (apart, apart.replace("They", "They [now/soon]"), "1. [All] report.\n2. They meet [often]."):
        space = bt.variants(bt.parse(text))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys.modules["bracketed.variants.space"], "_FEWEST", 2)
            patch.setattr(sys.modules["bracketed.variants.space"], "_OFTEN", 1)
            variants = [*space]
        assert [variant.text for variant in variants] == [space[place].text for place in range(space.count())]
        # The quick road was taken: no text was written for one variant alone.
        assert not any("clean" in vars(variant) for variant in variants)
