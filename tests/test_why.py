"""Why an option is taken: the sets of stances are those that going through all sets finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import comb, prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import bracketed as bt
from bracketed.consensus import bracket_part, stance_sets
from bracketed.consensus.scoring import COUNTED
from bracketed.consensus.stance_sets import StanceSets
from bracketed.consensus.why import Why
from bracketed.errors import ImpossibleError, UnknownNameError, UnknownOptionError
from bracketed.positions.positions import Position, Positions
from bracketed.variants.space import Space
from tests.brute import Choices, all_choices, counts, fewest, letters_taken
from tests.strategies import Case, contested_drafts

Holds = Callable[[Sequence[Position]], bool]


def asked(case: Case, data: st.DataObject) -> tuple[Space, list[Choices], Why]:
    """Return a space, its variants, and why it takes an option, or not, that is drawn."""
    variants = all_choices(case.draft.content, (*case.links, *case.rules))
    try:
        space = bt.variants(case.draft, case.positions).bound(case.rules)
    except ImpossibleError:
        assume(False)
    assume(space.brackets)
    bracket = data.draw(st.sampled_from(space.brackets))
    option = data.draw(st.sampled_from([None, *bracket.letters]))
    return space, variants, bt.why(space, case.positions, bracket.id, option)


def against_the_best(space: Space, rows: Sequence[Position]) -> list[Position]:
    """Return the stances that speak against the first least contested text."""
    choices = dict(bt.least_contested(space, Positions(tuple(rows))).variant.choices)
    return [row for row in rows if (row.stance == "supports") != counts(row, choices)]


def effects(found: Why, space: Space, variants: list[Choices], rows: Sequence[Position]) -> dict[str, Holds]:
    """Return what the sets of an answer bring about, by the definitions."""
    option, taken = found.option, set(found.taken)

    def least(some: Iterable[Position]) -> set[str]:
        return letters_taken([*some], variants, found.bracket)

    def without(some: Sequence[Position]) -> set[str]:
        # By identity: two rows may be equal.
        return least(row for row in rows if not any(row is one for one in some))

    other = against_the_best(space, rows)
    if found.status == "taken":
        return {
            "forced_by": lambda some: least([*some, *other]) - {""} == {option},
            "evened_by": lambda some: bool(without(some) - {"", option}),
            "turned_by": lambda some: option not in without(some) and without(some) != {""},
        }
    turned: Holds = lambda some: without(some) - {""} == {option}  # noqa: E731
    if found.status == "tossed":
        assert option in taken
        assert len(taken) > 1
        return {"turned_by": turned}
    assert option not in taken
    return {
        "forced_by": lambda some: not least([*some, *other]) & ({"a", "b", "omit"} if not taken else {option}),
        "evened_by": lambda some: option in without(some),
        "turned_by": turned,
    }


def chosen(sets: StanceSets) -> list[list[Position]]:
    """Return one set of stances for each way."""
    return [[row for part in way.parts for row in part.stances[: part.number]] for way in sets.ways]


@settings(deadline=None)
@given(contested_drafts(), st.data())
def test_the_sets_are_the_smallest_and_all(case: Case, data: st.DataObject) -> None:
    space, variants, found = asked(case, data)
    rows = [row for row in case.positions if row.stance in COUNTED]
    assert set(found.taken) == letters_taken(rows, variants, found.bracket) - {""}
    told = effects(found, space, variants, rows)
    for name, holds in told.items():
        sets = getattr(found, name)
        known = against_the_best(space, rows) if name == "forced_by" else []
        movable = [row for row in rows if not any(row is one for one in known)]
        smallest = fewest(movable, holds)
        assert sets.is_smallest, name
        assert sets.size == (len(smallest[0]) if smallest else None), name
        assert all(holds(some) for some in chosen(sets)), name
        if sets.is_all:
            ways = sum(prod(comb(len(part.stances), part.number) for part in way.parts) for way in sets.ways)
            assert ways == len(smallest), name
    for name in {"forced_by", "evened_by", "turned_by"} - {*told}:
        assert getattr(found, name) == StanceSets()


@settings(deadline=None)
@given(contested_drafts(), st.data())
def test_sets_that_are_not_searched_for_have_their_effect_all_the_same(case: Case, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bracket_part, "_WAYS", 0)
        space, variants, found = asked(case, data)
    rows = [row for row in case.positions if row.stance in COUNTED]
    for name, holds in effects(found, space, variants, rows).items():
        sets = getattr(found, name)
        known = against_the_best(space, rows) if name == "forced_by" else []
        movable = [row for row in rows if not any(row is one for one in known)]
        smallest = fewest(movable, holds)
        assert all(holds(some) for some in chosen(sets)), name
        assert not sets.is_smallest or sets.size in (0, None), name
        if sets.size is not None:
            assert sets.size >= len(smallest[0]), name


@given(contested_drafts(), st.data())
def test_what_an_answer_holds_despite_speaks_against_the_text(case: Case, data: st.DataObject) -> None:
    space, _, found = asked(case, data)
    against = against_the_best(space, [row for row in case.positions if row.stance in COUNTED])
    assert all(any(row is one for one in against) for row in found.despite)
    # What else speaks against it is about other brackets, or weighs nothing.
    on_it = [row for row in against if row.bracket == found.bracket and not row.condition and row.weight]
    # Where there is one option only, nothing can speak against it.
    if len(found.possible) > 1:
        assert all(any(row is one for one in found.despite) for row in on_it if row.option in found.possible)


def draft_with(
    *stances: tuple[str, str, str], text: str = "1. Ports [shall/should] report."
) -> tuple[Space, Positions]:
    """Return a space and positions, of which each names delegation, stance and option of 1#1."""
    draft = bt.parse(text)
    rows = Positions(tuple(Position(name, "1#1", letter, stance) for name, stance, letter in stances))  # type: ignore[arg-type]
    return bt.variants(draft, rows), rows


def told(
    *stances: tuple[str, str, str], option: str | None = None, text: str = "1. Ports [shall/should] report."
) -> str:
    return bt.why(*draft_with(*stances, text=text), "1#1", option).sentence


def test_what_is_against_an_option_raises_what_it_takes_to_force_it() -> None:
    assert told(("Norway", "supports", "a"), ("Chile", "supports", "a"), ("USA", "supports", "b")) == (
        "1#1 takes “shall”, since Norway and Chile support “shall”, though USA wants otherwise (2 stances). “should” "
        "would be as good if one of Norway and Chile withdrew its support for “shall”. “should” would be taken if "
        "Norway and Chile withdrew their support for “shall”."
    )


def test_an_option_that_is_not_taken() -> None:
    assert told(("Chile", "objects", "b"), ("USA", "supports", "b"), option="b") == (
        "1#1 does not take “should” but “shall”, since Chile objects to “should”, though USA wants otherwise "
        "(1 stance). “should” would be taken if Chile withdrew its objection to “should”."
    )


def test_a_toss() -> None:
    assert told(("Norway", "supports", "a"), ("Chile", "supports", "b")) == (
        "1#1 is a toss: texts with “shall” and “should” are equally good; Norway supports “shall” and Chile supports "
        "“should”. “shall” would be taken if Chile withdrew its support for “should”. “should” would be taken if "
        "Norway withdrew its support for “shall”."
    )


def test_a_bracket_on_which_nobody_has_spoken() -> None:
    assert told() == ("1#1 is a toss: texts with “shall” and “should” are equally good, and nobody has spoken on it.")


def test_a_red_line_outweighs_all_objections() -> None:
    assert told(*((name, "objects", "a") for name in ("UK", "EU", "Fiji")), ("USA", "blocks", "b")) == (
        "1#1 takes “shall”, since USA blocks “should”, though UK, EU and Fiji want otherwise (1 stance). “should” "
        "would be taken if USA withdrew its red line against “should”."
    )


def test_words_that_are_left_out() -> None:
    assert told(("UK", "objects", "a"), option="a", text="1. Ports report [annually].") == (
        "1#1 does not take “annually” but leaving out “annually”, since UK objects to “annually”, and nobody wants "
        "otherwise (1 stance). “annually” would be as good if UK withdrew its objection to “annually”. No "
        "withdrawal of stances would turn it."
    )


def test_a_bracket_that_falls_away() -> None:
    text = "1. Ports report [each [month/year] in full OR gladly]."
    draft = bt.parse(text)
    rows = Positions((Position("UK", "1#1", "a", "objects"), Position("EU", "1#1a.1", "b", "supports")))
    found = bt.why(bt.variants(draft, rows), rows, "1#1a.1", "b")
    assert (found.status, found.taken) == ("falls away", ())
    assert found.sentence == (
        "1#1a.1 falls away with the words around it, and so does “year”, since UK objects to “each "
        "[month/year] in full” (1#1), though EU wants otherwise (1 stance). “year” would be taken if UK withdrew its "
        "objection to “each [month/year] in full” (1#1)."
    )


def test_a_stance_on_a_linked_bracket_comes_by_the_link() -> None:
    draft = bt.parse("1. Ports [pay dues/save].\n2. Ships [pay dues/save].")
    rows = Positions((Position("UK", "2#1", "b", "supports"),))
    found = bt.why(bt.variants(draft, rows), rows, "1#1")
    assert (found.option, [link.id for link in found.through]) == ("b", ["same:1#1"])
    assert found.reason == ("1#1 takes “save”, since UK supports “save” (2#1), and nobody wants otherwise (1 stance).")
    apart = bt.why(bt.variants(draft, rows, links="none"), rows, "1#1")
    assert (apart.status, apart.through) == ("tossed", ())


def test_an_option_that_rules_exclude() -> None:
    space, rows = draft_with(("UK", "supports", "a"))
    fixed = space.fix({"1#1": "b"})
    assert bt.why(fixed, rows, "1#1").sentence == "1#1 takes “should”, since nothing else is possible."
    never = "1#1 never takes “shall”: what it is linked with rules that out."
    assert bt.why(fixed, rows, "1#1", "a").sentence == never


def test_a_delegation_that_says_the_same_twice_counts_twice() -> None:
    assert told(("UK", "supports", "a"), ("UK", "supports", "a"), ("EU", "supports", "b")) == (
        "1#1 takes “shall”, since UK supports “shall”, though EU wants otherwise (2 stances). “should” would be as "
        "good if one of the two stances of UK withdrew its support for “shall”. “should” would be taken if UK withdrew "
        "its support for “shall”."
    )


def test_unknown_brackets_and_options_are_reported_with_the_nearest() -> None:
    space, rows = draft_with()
    with pytest.raises(UnknownNameError, match="did you mean 1#1"):
        bt.why(space, rows, "1#2")
    with pytest.raises(UnknownOptionError, match="it has a, b"):
        bt.why(space, rows, "1#1", "omit")


def test_an_ended_search_is_reported_as_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    space, rows = draft_with(*((f"D{n}", "supports", "a") for n in range(5)), ("EU", "supports", "b"))
    monkeypatch.setattr(bracket_part, "_WAYS", 0)
    found = bt.why(space, rows, "1#1")
    assert not found.complete
    assert "(at most 2 stances)" in found.reason
    assert "at most 4 stances" in found.change


def test_forty_delegations_on_one_bracket_take_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    stances = [(f"D{n}", ("supports", "objects", "blocks")[n % 3], "ab"[n % 7 > 2]) for n in range(40)]
    monkeypatch.setattr(stance_sets, "_STEPS", 5000)
    found = bt.why(*draft_with(*stances), "1#1")
    assert found.complete
    blocks = Counter(letter for _, stance, letter in stances if stance == "blocks")
    # Who blocks one option more often than the other is what counts, and each withdrawal takes one away.
    assert (found.option, found.turned_by.size) == ("a", blocks["b"] - blocks["a"] + 1)


def test_plain_values_and_the_table() -> None:
    found = bt.why(*draft_with(("Norway", "supports", "a"), ("Chile", "supports", "a")), "1#1")
    plain = found.to_dict()
    assert (plain["status"], plain["forced_by"]["size"], plain["evened_by"]["size"]) == ("taken", 1, 2)
    assert plain["turned_by"] == {"size": None, "smallest": True, "all": True, "ways": []}
    frame = found.to_frame()
    assert list(frame.columns) == Why.columns.split()
    assert list(frame["effect"]) == ["forces", "forces", "evens", "evens"]
    assert "Norway" in found._repr_html_()
    assert bt.why(*draft_with(), "1#1").to_frame().empty


def test_what_speaks_against_the_text_is_against_the_one_that_is_shown() -> None:
    draft = bt.parse("1. Ports [pay dues/save money] report [soon/late].")
    rows = Positions(
        (
            Position("UK", "1#2", "a", "blocks", weight=2),
            Position("Fiji", "1#2", "b", "blocks"),
            Position("Norway", "1#1", "a", "objects", condition=(("1#2", "b"),)),
            Position("Norway", "1#1", "a", "objects"),
        )
    )
    space = bt.variants(draft, rows)
    assert bt.least_contested(space, rows).variant.choices == {"1#1": "b", "1#2": "b"}
    found = bt.why(space, rows, "1#1")
    assert [row.delegation for row in found.despite] == ["Fiji"]
    assert [[part.stances[0].condition for part in way.parts] for way in found.forced_by.ways] == [[()]]
