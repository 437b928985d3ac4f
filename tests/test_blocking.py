"""Which brackets block and who holds them is what going through all variants and all groups finds."""

from __future__ import annotations

import sys
from itertools import permutations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.errors import UnknownNameError
from bracketed.positions.positions import Position, Positions
from bracketed.show.terminal.pages import as_text
from tests.brute import IN_THE_WAY, Choices, all_choices, counts, linked
from tests.strategies import Case, contested_drafts


def closes(rows: list[Position], variants: list[Choices], bracket: str, letter: str) -> bool:
    taking = [choices for choices in variants if choices.get(bracket) == letter]
    return any(not any(row.stance in IN_THE_WAY and counts(row, choices) for row in rows) for choices in taking)


def in_the_way(rows: list[Position], choices: Choices) -> tuple[frozenset[str], frozenset[str]]:
    """Return who objects in a variant, and who only reserves."""
    live = [row for row in rows if counts(row, choices)]
    objecting = frozenset(row.delegation for row in live if row.stance in ("objects", "blocks"))
    return objecting, frozenset(row.delegation for row in live if row.stance == "reserves") - objecting


@given(contested_drafts())
def test_statuses_and_holders(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    rows = list(case.positions)
    found = bt.blocking(bt.variants(case.draft, case.positions), case.positions)
    settled = [b for b in case.draft.brackets if any(b.id in choices for choices in variants)]
    order = [bracket.id for bracket in settled]
    assert sorted([row.id for row in found], key=order.index) == order
    ranks = [("blocking", "reserved", "closable", "silent").index(row.status) for row in found]
    assert ranks == sorted(ranks)
    hanging = [row.hangs for row in found.of("blocking")]
    assert hanging == sorted(hanging, reverse=True)
    for standing in found:
        id_ = standing.id
        about = {
            letter: [r for r in rows if (r.bracket, r.option) in linked((id_, letter), case.links)]
            for letter in standing.bracket.letters
        }
        assert {option.letter: option.closable for option in standing.options} == {
            letter: closes(about[letter], variants, id_, letter) for letter in about
        }
        if not any(about.values()):
            assert standing.status == "silent"
            continue
        ways = [
            (letter, *in_the_way(about[letter], choices))
            for letter in about
            for choices in variants
            if choices.get(id_) == letter
        ]
        fewest = min((len(objecting), len(reserving)) for _, objecting, reserving in ways)
        by_letter = [(letter, one | two) for letter, one, two in ways if (len(one), len(two)) == fewest]
        smallest = {group for _, group in by_letter}
        asked = {group for letter, group in by_letter if any(row.stance == "supports" for row in about[letter])}
        if fewest == (0, 0):
            assert (standing.status, standing.holders) == ("closable", ())
        else:
            # Without an objection it is reserved; to lift a reservation costs no more than asking.
            assert standing.status == ("blocking" if fewest[0] else "reserved")
            assert sorted(map(sorted, standing.holder_groups)) == sorted(map(sorted, smallest))
            assert {*standing.holders} == set().union(*smallest)
            last = standing.holder_groups[-len(standing.unasked) :] if standing.unasked else ()
            assert standing.unasked == last
            assert {*map(frozenset, last)} == (smallest - asked if asked else set())


def test_to_give_way_for_what_nobody_supports_comes_last() -> None:
    draft = bt.parse(
        "2. A toll on [lorries/vans/bicycles] is charged.\tComment by A: UK – use “lorries” rather than “vans”\n"
        "EU – use “vans” rather than “lorries”\nChad – remove “bicycles”"
    )
    positions = bt.positions(draft)
    found = bt.blocking(bt.variants(draft, positions), positions)["2#1"]
    assert (found.holders, found.unasked) == (("EU", "UK", "Chad"), (("Chad",),))
    assert found.remedy == (
        "It could be closed if EU or UK gave way; or, with an option that nobody supports, if Chad gave way."
    )


def test_a_linked_choice_counts_the_stances_in_all_its_places() -> None:
    draft = bt.parse(
        "1. Parties share [software].\tComment by A: UK – remove\n2. They sell [software].\tComment by A: USA – keep"
    )
    positions = bt.positions(draft)
    linked = bt.blocking(bt.variants(draft, positions, "all"), positions)
    assert [(row.status, row.holders, row.linked) for row in linked] == [
        ("blocking", ("UK", "USA"), ("2#1",)),
        ("blocking", ("UK", "USA"), ("1#1",)),
    ]
    apart = bt.blocking(bt.variants(draft, positions, links="none"), positions)
    assert [(row.status, row.linked) for row in apart] == [("closable", ()), ("closable", ())]


def test_a_condition_that_need_not_be_met_does_not_block() -> None:
    draft = bt.parse("1. Parties [shall/should] report.\n2. They [meet] often.")
    rows = (
        Position("UK", "1#1", "a", "objects", condition=(("2#1", "a"),)),
        Position("EU", "1#1", "b", "objects"),
    )
    free = bt.blocking(bt.variants(draft, Positions(rows)), Positions(rows))["1#1"]
    assert (free.status, [option.letter for option in free.options if option.closable]) == ("closable", ["a"])
    # Where every variant meets the condition, it does.
    space = bt.variants(draft, Positions(rows)).fix({"2#1": "a"})
    held = bt.blocking(space, Positions(rows))["1#1"]
    assert (held.status, held.holders) == ("blocking", ("UK", "EU"))


def test_an_option_that_is_ruled_out_does_not_close_a_bracket() -> None:
    draft = bt.parse("1. Parties [shall/should] report.")
    positions = Positions((Position("UK", "1#1", "a", "objects"),))
    space = bt.variants(draft, positions)
    assert bt.blocking(space, positions)["1#1"].status == "closable"
    assert bt.blocking(space.fix({"1#1": "a"}), positions)["1#1"].holders == ("UK",)


@pytest.mark.parametrize(
    "rows, sentence",
    [
        ((), "Nobody has spoken on it."),
        (
            (("UK", "a", "supports"),),
            "It can be closed by option a, “shall”; or, though nobody supports it, by option b, “should”.",
        ),
        (
            (("UK", "a", "supports"), ("UK", "b", "objects"), ("EU", "a", "objects")),
            "It could be closed if EU gave way; or, with an option that nobody supports, if UK gave way.",
        ),
        (
            (("UK", "a", "supports"), ("UK", "b", "reserves"), ("EU", "a", "reserves")),
            "It can be closed once EU lifts its reservation; or, with an option that nobody supports, once UK "
            "lifts its reservation.",
        ),
        ((("UK", "a", "objects"),), "It can be closed by option b, “should”."),
        ((("UK", "a", "objects"), ("USA", "b", "blocks")), "It could be closed if UK or USA gave way."),
        (
            (("UK", "a", "objects"), ("EU", "a", "blocks"), ("USA", "b", "objects"), ("Chad", "b", "objects")),
            "It could be closed if UK and EU, or USA and Chad, gave way together.",
        ),
    ],
)
def test_what_would_close_a_bracket(rows: tuple[tuple[str, str, str], ...], sentence: str) -> None:
    draft = bt.parse("1. Parties [shall/should] report.")
    positions = Positions(tuple(Position(who, "1#1", letter, stance) for who, letter, stance in rows))  # type: ignore[arg-type]
    assert bt.blocking(bt.variants(draft), positions)["1#1"].remedy == sentence


def test_a_standing_says_itself() -> None:
    draft = bt.parse("1. They [meet].\n2. Parties [shall/should] report.\n3. All [trade] and [talk].\n4. They [trade].")
    rows = [
        ("UK", "1#1", "a", "objects"),
        ("EU", "1#1", "omit", "blocks"),
        ("EU", "2#1", "a", "objects"),
        ("USA", "2#1", "a", "blocks"),
        ("Chad", "2#1", "b", "objects"),
        ("UK", "3#2", "a", "supports"),
        ("UK", "3#1", "a", "objects"),
        ("Chad", "4#1", "omit", "objects"),
    ]
    positions = Positions(tuple(Position(*row) for row in rows))  # type: ignore[arg-type]
    found = bt.blocking(bt.variants(draft, links="all"), positions)
    one = "keeping it is opposed by UK; leaving it out is opposed by Chad. It could be closed if UK or Chad gave way."
    two = "“shall” is opposed by EU and a red line of USA; “should” is opposed by Chad."
    assert [row.sentence for row in found] == [
        f"3#1 is deadlocked: {one}",
        f"4#1 is deadlocked: {one}",
        f"2#1 is deadlocked: {two} It could be closed if Chad gave way.",
        "1#1 is deadlocked: keeping it is opposed by UK; leaving it out is a red line of EU. It could be closed "
        "if UK or EU gave way.",
        "3#2: It can be closed by option a, “talk”; or, though nobody supports it, by leaving the words out.",
    ]
    assert [row.hangs for row in found] == [2, 2, 1, 1, 1]
    silent = bt.blocking(bt.variants(bt.parse("1. They [meet].")), Positions())["1#1"]
    assert silent.sentence == "1#1: nobody has spoken on it."


@pytest.mark.parametrize(
    "comments, remedy",
    [
        ("", "Nobody has spoken on it."),
        (
            "\tComment by UK: UK – use “must”",
            "Nobody's position could be read; a comment of UK on this provision was not understood (line 1).",
        ),
        (
            "\tComment by UK: UK – use “must”\nUSA, EU – remove “annually”\nUK – remove “yearly”",
            "Nobody's position could be read; comments of UK and USA, EU on this provision were not understood "
            "(lines 1, 2 and 3).",
        ),
        (
            "\tComment by Ana Keller: Kenya – if “must” stays in 9, keep “shall”",
            "Nobody's position could be read; a comment of Kenya on this provision was not understood (line 1).",
        ),
        (
            "\tComment by Ana Keller: we have doubts about this",
            "Nobody's position could be read; a remark of Ana Keller on this provision takes no stance (line 1).",
        ),
        (
            "\tComment by Ana Keller: we have doubts\nUK – use “must”\nUSA – thanks the chair",
            "Nobody's position could be read; a comment of UK on this provision was not understood (line 2), and "
            "remarks of Ana Keller and USA on this provision take no stance (lines 1 and 3).",
        ),
    ],
)
def test_a_bracket_whose_comments_were_not_read_is_not_said_to_be_without(comments: str, remedy: str) -> None:
    draft = bt.parse(f"4. Parties [shall/should] report.{comments}")
    positions = bt.positions(draft)
    row = bt.blocking(bt.variants(draft, positions), positions)["4#1"]
    assert (row.status, row.remedy) == ("silent", remedy)
    assert row.sentence == f"4#1: {remedy[:1].lower()}{remedy[1:]}"


def test_unread_comments_go_with_the_brackets_of_their_provision() -> None:
    comments = "\tComment by UK: UK – use “shall”\nUSA – use “must”\n"
    draft = bt.parse(f"4. Parties [shall/should] report [annually].{comments}5. Ships [may] turn.")
    positions = bt.positions(draft)
    found = bt.blocking(bt.variants(draft, positions), positions)
    assert not any(row.remarks for row in found)
    assert {row.id: (row.status, row.to_dict()["unread"]) for row in found} == {
        "4#1": ("closable", [{"by": "USA", "line": 2}]),
        "4#2": ("silent", [{"by": "USA", "line": 2}]),
        "5#1": ("silent", []),
    }


def test_an_option_that_links_rule_out_is_reported() -> None:
    draft = bt.parse("1. They [meet].\n2. They [talk].")
    positions = Positions((Position("UK", "1#1", "a", "objects"),))
    blocked = bt.blocking(bt.variants(draft).fix({"1#1": "a"}), positions)["1#1"]
    assert blocked.sentence == (
        "1#1 is deadlocked: keeping it is opposed by UK; leaving it out is ruled out by what it is linked with. It "
        "could be closed if UK gave way."
    )


def test_brackets_inside_hang_on_the_one_around_them() -> None:
    draft = bt.parse("1. Parties [share [all] goods [and [their] profits]].")
    found = bt.blocking(bt.variants(draft), Positions())
    assert {row.id: row.hangs for row in found} == {"1#1": 4, "1#1a.1": 1, "1#1a.2": 2, "1#1a.2a.1": 1}


def test_leaving_words_out_is_a_way_to_close() -> None:
    draft = bt.parse("1. Parties [often] report.")
    positions = Positions((Position("UK", "1#1", "a", "objects"),))
    assert bt.blocking(bt.variants(draft), positions)["1#1"].remedy == "It can be closed by leaving the words out."


def test_many_objectors_are_no_burden() -> None:
    draft = bt.parse("1. Parties [shall/should] report.")
    rows = [Position(f"P{n}", "1#1", letter, "objects") for n in range(40) for letter in "ab"]
    standing = bt.blocking(bt.variants(draft), Positions(tuple(rows)))["1#1"]
    assert standing.holder_groups == (tuple(f"P{n}" for n in range(40)),)


def test_standings_are_found_by_status_and_id() -> None:
    draft = bt.parse("1. Parties [shall/should] report [often].")
    positions = Positions((Position("UK", "1#1", "a", "objects"),))
    found = bt.blocking(bt.variants(draft), positions)
    assert repr(found) == "<Blocking: 1 closable, 0 blocking, 1 silent>"
    assert [row.id for row in found.of("silent")] == ["1#2"]
    with pytest.raises(UnknownNameError, match="there is no bracket '1#3'"):
        found["1#3"]


def test_many_objectors_under_conditions_are_no_burden() -> None:
    draft = bt.parse("1. Parties [shall/should] report.\n2. They [meet/talk].")
    rows = [
        Position(f"P{n}{letter}", "1#1", letter, "objects", condition=(("2#1", "ab"[n % 2]),))
        for n in range(40)
        for letter in "ab"
    ]
    standing = bt.blocking(bt.variants(draft), Positions((*rows, Position("UK", "1#1", "b", "blocks"))))["1#1"]
    assert [len(group) for group in standing.holder_groups] == [20, 20]
    assert standing.holder_groups[0] == tuple(f"P{n}a" for n in range(0, 40, 2))


def test_where_not_all_groups_were_looked_at_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = bt.parse("1. [Ports].\n2. They [meet/talk].")
    rows = [Position(name, "1#1", "a", "objects", condition=(("2#1", at),)) for name, at in (("UK", "a"), ("EU", "b"))]
    positions = Positions((*rows, Position("Chad", "1#1", "omit", "blocks"), Position("Mali", "1#1", "omit", "blocks")))
    whole = bt.blocking(bt.variants(draft, positions), positions)["1#1"]
    assert (whole.holder_groups, whole.complete) == ((("UK",), ("EU",)), True)
    monkeypatch.setattr(sys.modules["bracketed.consensus.support"], "_WAYS", 1)
    part = bt.blocking(bt.variants(draft, positions), positions)["1#1"]
    assert (part.holder_groups, part.complete) == ((("UK",),), False)
    assert part.sentence.endswith("gave way. Other groups may do, too; not all were looked at.")


def test_holders_of_several_stances_are_counted_once() -> None:
    # With talk one delegation stands in the way twice, with meet two do.
    draft = bt.parse("1. [Parties].\n2. They [meet/talk] [now] and [often].")
    told = [("UK", "2#2", "b"), ("UK", "2#3", "b"), ("EU", "2#2", "a"), ("USA", "2#3", "a")]
    rows = [
        Position(name, "1#1", "a", "objects", condition=(("2#1", place), (bracket, "a")))
        for name, bracket, place in told
    ]
    rows += [Position("Chad", "1#1", "omit", "blocks"), Position("Mali", "1#1", "omit", "blocks")]
    made = bt.variants(draft).fix({"2#2": "a", "2#3": "a"})
    assert bt.blocking(made, Positions(tuple(rows)))["1#1"].holder_groups == (("UK",),)


def test_a_group_of_holders_is_reported_once_in_any_order_its_members_have_spoken() -> None:
    draft = bt.parse("1. Cranes [rise/fall].")
    told = [("Kenya", "a"), ("Japan", "a"), ("Japan", "b"), ("Kenya", "b")]
    for rows in permutations(Position(name, "1#1", letter, "objects") for name, letter in told):
        positions = Positions(rows)
        standing = bt.blocking(bt.variants(draft), positions)["1#1"]
        assert [*map(sorted, standing.holder_groups)] == [["Japan", "Kenya"]]


@given(contested_drafts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_status_and_no_holder(case: Case, chance: Random) -> None:
    assume(all_choices(case.draft.content, case.links))
    rows = [*case.positions]
    chance.shuffle(rows)
    shuffled = Positions(tuple(rows))
    told = [
        {
            row.id: (row.status, {*map(frozenset, row.holder_groups)}, len(row.holder_groups), row.hangs)
            for row in bt.blocking(bt.variants(case.draft, some), some)
        }
        for some in (case.positions, shuffled)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("behind", ["", "\n"])
def test_new_words_without_a_place_are_in_the_article_of_their_provision_and_in_no_sentence(behind: str) -> None:
    draft = bt.parse(f"Article 1 (Aims)\n\n1. Towns plan.\tComment by A. Clerk: UK – add “well” at the end{behind}")
    positions = bt.positions(draft)
    (new,) = positions.implied
    assert draft.around(new.bracket) == ("", "")
    shown = as_text(bt.blocking(bt.variants(draft, positions), positions).to_blocks())
    assert "Article 1.1#i1 · Article 1 (Aims): " in shown
    assert "\n  [well]‹Article 1.1#i1›\n" in shown


def test_that_nobody_supports_what_would_close_a_bracket_is_said_where_somebody_wants_another_option() -> None:
    draft = bt.parse("1. Ports [pay] now.\n2. Ports [save] now.")
    rows = [Position("France", "1#1", "a", "supports"), *(Position("USA", f"{n}#1", "a", "objects") for n in (1, 2))]
    remedies = [row.remedy for row in bt.blocking(bt.variants(draft), Positions(tuple(rows)))]
    assert remedies == [
        "It can be closed by leaving the words out, though nobody supports that.",
        "It can be closed by leaving the words out.",
    ]
