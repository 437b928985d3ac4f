"""The sentences for a chair: few, true on any draft, and silent about what cannot be told."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from hypothesis import assume, given

import bracketed as bt
from bracketed.cli.main import main
from bracketed.positions.positions import Position, Positions, Stance
from bracketed.positions.table import positions_in
from bracketed.positions.tabular import load
from tests.brute import IN_THE_WAY, all_choices, cost, counts, least, linked
from tests.strategies import Case, contested_drafts, tied_drafts
from tests.test_contestation import entangled


def told(text: str) -> bt.consensus.brief.Brief:  # type: ignore[name-defined]
    draft = bt.parse(text)
    positions = bt.positions(draft)
    return bt.brief(bt.variants(draft, positions), positions)


def test_a_draft_without_brackets_has_little_to_tell() -> None:
    assert told("4. Parties report.").summary == ("This text has no brackets: nothing is open.",)


def test_a_draft_without_brackets_may_have_comments_that_were_not_read() -> None:
    # It might be a reservation, so that nothing is said to be agreed.
    assert told("4. Parties report.\tComment by UK: UK – remove “meet”").summary == (
        "This text has no brackets, but 1 comment could not be read: bracketed check lists it.",
    )


def test_a_draft_on_which_nobody_has_spoken() -> None:
    assert told("4. Parties [shall/should] report.").summary == (
        "1 bracket, and no position on any. Start a table: bracketed positions DRAFT --template -o positions.xlsx.",
    )


HEAD = "delegation,bracket,option,stance,text,confirm"


@pytest.mark.parametrize(
    "rows, told_next",
    [
        ("UK,4#1,a,against,shall,look", "table: 1 row is not used until confirmed; look at it, and write yes in "),
        ("UK,4#1,a,against,will,", "1 row is on words that have changed: bracketed check lists it."),
    ],
)
def test_who_has_a_table_is_told_what_its_rows_wait_for(rows: str, told_next: str) -> None:
    draft = bt.parse("4. Parties [shall/should] report.")
    positions = positions_in(load(f"{HEAD}\n{rows}\n".encode()), draft, strict_words=False)
    (summary,) = bt.brief(bt.variants(draft, positions), positions).summary
    assert summary.startswith(f"1 bracket, and no position on any. {told_next}")


UNREAD = "4. Parties [shall/should] report.\tComment by UK: UK – use “must”\n"


def test_comments_that_could_not_be_read_are_reported_first() -> None:
    assert told(UNREAD).summary == (
        "1 bracket, and no position on any (1 comment could not be read). Start a table: bracketed positions DRAFT "
        "--template -o positions.xlsx.",
    )
    more = "5. Ports [can/could] pay.\tComment by EU: EU – use “can”\nUSA – remove “will”\n6. Ships [may] turn.\n"
    assert told(UNREAD + more).summary == (
        "Two comments could not be read; without them, three choices are open in this draft: none are deadlocked, one "
        "can be closed now, on one nobody has spoken, and on one no position could be read.",
        # What nobody has spoken on may still be opposed.
        "Nothing is deadlocked so far: what somebody has spoken on can be settled without an objection.",
        "There is a text that nobody objects to; four texts are equally good, since two brackets have no position.",
    )


def test_what_is_doubtful_and_yet_was_read_is_not_told() -> None:
    summary = told("4. Parties [shall/should] report.\tComment by UK: UK – use “shall\n").summary
    assert summary[0] == "One choice is open in this draft: none are deadlocked and one can be closed now."


def test_a_draft_that_can_be_closed() -> None:
    summary = told("4. Parties [shall/should] report.\tComment by UK: UK – use “shall”").summary
    assert summary == (
        "One choice is open in this draft: none are deadlocked and one can be closed now.",
        "Nothing is deadlocked: each choice can be settled without an objection.",
        "There is a text that nobody objects to.",
    )


def test_a_toss_between_leaving_words_out_and_their_falling_away_has_the_words() -> None:
    draft = bt.parse("1. Ports [report [yearly] figures].")
    rows = Positions((Position("UK", "1#1a.1", "a", "reserves"),))
    *_, text = bt.brief(bt.variants(draft), rows).summary
    assert "since leaving out “yearly” (1#1a.1) is a toss" in text


def test_a_toss_accuses_nobody_alone() -> None:
    found = told("2. A toll on [lorries] is charged.\tComment by A: Fiji – keep\nPeru – remove")
    assert found.summary[2:4] == (
        "The least contested text meets one objection, from either Peru or Fiji, since “lorries” (2#1) is a toss: two "
        "texts are equally good.",
        "Nobody would object any more if either Peru or Fiji withdrew one stance.",
    )
    assert found.moves[0] == (
        "The cheapest ways out are equally good: each withdraws one objection. Nobody would object any more if either "
        "Peru or Fiji withdrew one stance."
    )
    assert found.sections["Tosses, left to the room"] == (
        "2#1 is a toss. “lorries” (a) and leaving the words out (omit) are equally good: for a: Fiji; for omit: Peru; "
        "it is left to the room.",
    )


def test_ties_are_no_reason_for_who_objects_in_all_of_them() -> None:
    found = told(
        "2. A toll on [lorries] is charged [daily].\tComment by A: Fiji – keep “lorries”\n"
        "\tComment by B: Peru, Chad – remove “lorries”"
    )
    assert found.summary[2] == (
        "The least contested text meets one objection, from Fiji; two texts are equally good, since one bracket has no "
        "position."
    )


def test_who_is_in_the_way_in_any_case_is_named() -> None:
    summary = told(
        "2. A toll on [lorries] is charged.\tComment by A: Fiji – keep\nPeru – remove\n"
        "3. It is paid [daily].\tComment by A: Fiji – keep\nPeru, Chad – remove"
    ).summary
    assert summary[2:4] == (
        "The least contested text meets two objections, from Fiji, and perhaps Peru, since “lorries” (2#1) is a toss: "
        "two texts are equally good.",
        "Nobody would object any more if Fiji, and perhaps Peru, withdrew two stances in all.",
    )


@pytest.mark.parametrize(
    ("stances", "met"),
    [
        (("blocks", "blocks"), "no objections and one red line, from either UK or EU"),
        (("reserves", "reserves"), "one reservation, from either UK or EU"),
        (("objects", "reserves"), "one reservation, from EU."),
        (("objects", "blocks"), "one objection, from UK."),
    ],
)
def test_what_the_least_contested_text_meets_is_told_by_kind(stances: tuple[Stance, Stance], met: str) -> None:
    draft = bt.parse("2. A toll [shall/should] be charged.")
    positions = Positions((Position("UK", "2#1", "a", stances[0]), Position("EU", "2#1", "b", stances[1])))
    assert bt.brief(bt.variants(draft), positions).summary[2].startswith(f"The least contested text meets {met}")


def test_an_option_that_nobody_supports_is_no_equal_way() -> None:
    summary = told(
        "2. A toll on [lorries/vans/bicycles] is charged.\tComment by A: Fiji – use “lorries” rather than “vans”\n"
        "Peru – use “vans” rather than “lorries”\nChad – remove “bicycles”"
    ).summary
    assert summary[3] == "Nobody would object any more if either Peru or Fiji withdrew one stance."


def test_nobody_has_to_read_out_dozens_of_names() -> None:
    draft = bt.parse("4. Parties [shall] report.")
    positions = Positions(
        tuple(Position(f"Delegation {n}", "4#1", "a" if n % 2 else "omit", "objects") for n in range(30))
    )
    summary = bt.brief(bt.variants(draft), positions).summary
    assert summary[1] == "The most urgent is “shall” (4#1): it could be closed if 15 delegations together gave way."
    assert max(map(len, summary)) < 200


@pytest.mark.slow
def test_what_cannot_be_answered_is_named_and_left_out() -> None:
    draft, positions = entangled()
    space = bt.variants(draft, positions)
    found = bt.brief(space, positions)
    assert (found.ways, found.levers) == (None, None)
    # How a bracket stands needs no more than the brackets on which that depends.
    assert found.standings is not None
    assert found.standings.of("closable") == found.standings.rows
    best = (
        "The least contested text that was found meets one objection, from UK; whether others are as good was not "
        "examined."
    )
    assert "30 can be closed now" in found.summary[0]
    assert best in found.summary
    (reason,) = found.unanswered
    assert "are linked so closely" in reason
    assert reason in str(found)
    page = bt.report(space, positions)
    assert "What could not be answered" in page
    assert "Who would have to move" not in page


@given(contested_drafts())
def test_the_sentences_say_what_the_answers_say(case: Case) -> None:
    space = bt.variants(case.draft, case.positions)
    found = bt.brief(space, case.positions)
    assert len(found.summary) <= 5
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in found.summary)
    assert found.standings is not None
    assert len(found.obstacles) <= len(found.standings.of("blocking", "reserved"))
    spoken = case.positions.rows and found.standings.rows
    assert ("Nothing is deadlocked" in str(found)) == bool(spoken and not found.blocking)
    assert not found.unanswered


def named(sentence: str) -> tuple[set[str], set[str]]:
    """Return the delegations that a sentence names as certain, and those of whom it says that they may be."""
    words = re.split(", since |; ", sentence)[0]
    certain, *open_ = re.split("either|some of|perhaps", words)
    return tuple({*re.findall("UK|USA|EU|Kenya", part)} for part in (certain, " ".join(open_)))  # type: ignore[return-value]


@given(tied_drafts())
def test_no_sentence_names_one_side_of_a_tie_alone(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    rows = [row for row in case.positions if row.stance in IN_THE_WAY]
    assume(variants and rows)
    found = bt.brief(bt.variants(case.draft, case.positions), case.positions)
    best = least(variants, lambda choices: cost(case.positions, choices))
    against = [{row.delegation for row in rows if counts(row, c) and cost([row], c)[:3] != (0, 0, 0)} for c in best]
    (text,) = [one for one in found.summary if one.startswith("The least contested")] or [""]
    assert named(text) == (set.intersection(*against), set.union(*against) - set.intersection(*against))
    # The cheapest moves, and of these those for the fewest options that nobody has asked for.
    ways = least(variants, lambda c: (*cost(case.positions, c)[:3], sum(counts(row, c) for row in rows)))
    asked = {
        place
        for row in case.positions
        if row.stance == "supports"
        for place in linked((row.bracket, row.option), case.links)
    }
    resisted = {(row.bracket, row.option) for row in rows} - asked
    ways = least(ways, lambda c: len(resisted & c.items()))
    moving = [{row.delegation for row in rows if counts(row, choices) and row.weight} for choices in ways]
    (moves,) = [one for one in found.summary if "any more" in one] or [""]
    if moves:
        assert named(moves) == (set.intersection(*moving), set.union(*moving) - set.intersection(*moving))


def test_a_list_of_positions_on_a_text_without_brackets_starts_no_table() -> None:
    done = CliRunner().invoke(main, ["positions", "-"], input="4. Parties report.\tComment by UK: UK – thanks\n")
    assert done.stdout.splitlines()[-1] == "This text has no brackets: nothing is open."


def test_the_number_of_trades_is_not_told_since_no_more_than_a_few_are_looked_for() -> None:
    draft = bt.parse("\n\n".join(f"{number}. Ports pay [tax {number}]." for number in range(1, 7)))
    rows = []
    for number in range(1, 7):
        for name, unwanted, wanted in (("UK", "a", "omit"), ("Fiji", "omit", "a")):
            weight = 2 if (number % 2 == 0) == (name == "UK") else 1
            rows.append(Position(name, f"{number}#1", unwanted, "objects", weight=weight))
            rows.append(Position(name, f"{number}#1", wanted, "supports", weight=weight))
    positions = Positions(tuple(rows))
    space = bt.variants(draft, positions)
    assert len(bt.packages(space, positions)) > 3
    assert bt.brief(space, positions).summary[-1].startswith("Trades would help; in the best one, ")
