"""The sentences for a chair: few, true on any draft, and silent about what cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import bracketed as bt
from bracketed.positions.positions import Position, Positions
from tests.strategies import Case, contested_drafts
from tests.test_contestation import entangled


def told(text: str) -> bt.consensus.brief.Brief:  # type: ignore[name-defined]
    draft = bt.parse(text)
    positions = bt.positions(draft)
    return bt.brief(bt.variants(draft, positions), positions)


def test_a_draft_without_brackets_has_little_to_tell() -> None:
    assert told("4. Parties report.").summary == ("No choice is open in this draft.",)


def test_a_draft_on_which_nobody_has_spoken() -> None:
    assert told("4. Parties [shall/should] report.").summary == (
        "One choice is open in this draft: none block, none can be closed now, and on one nobody has spoken.",
        "Nobody has taken a stance.",
    )


UNREAD = "4. Parties [shall/should] report.\tComment by UK: UK – use “must”\n"


def test_comments_that_could_not_be_read_are_told_first() -> None:
    assert told(UNREAD).summary == (
        "One comment could not be read; without it, one choice is open in this draft: none block, none can be closed "
        "now, and on one no position could be read.",
        "No stance could be read.",
    )
    more = "5. Ports [can/could] pay.\tComment by EU: EU – use “can”\nUSA – remove “will”\n6. Ships [may] turn.\n"
    assert told(UNREAD + more).summary == (
        "Two comments could not be read; without them, three choices are open in this draft: none block, one can be "
        "closed now, on one nobody has spoken, and on one no position could be read.",
        "Nothing blocks: each choice can be settled without an objection.",
        "There is a text that nobody objects to.",
    )


def test_what_is_doubtful_and_yet_was_read_is_not_told() -> None:
    summary = told("4. Parties [shall/should] report.\tComment by UK: UK – use “shall\n").summary
    assert summary[0] == "One choice is open in this draft: none block and one can be closed now."


def test_a_draft_that_can_be_closed() -> None:
    summary = told("4. Parties [shall/should] report.\tComment by UK: UK – use “shall”").summary
    assert summary == (
        "One choice is open in this draft: none block and one can be closed now.",
        "Nothing blocks: each choice can be settled without an objection.",
        "There is a text that nobody objects to.",
    )


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
    assert "30 can be closed now" in found.summary[0]
    (reason,) = found.unanswered
    assert "are linked so closely" in reason
    assert reason in str(found)
    page = bt.report(space, positions)
    assert "What could not be answered" in page
    assert "Who would have to move" not in page


@settings(max_examples=60)
@given(contested_drafts())
def test_the_sentences_say_what_the_answers_say(case: Case) -> None:
    space = bt.variants(case.draft, case.positions)
    found = bt.brief(space, case.positions)
    assert len(found.summary) <= 5
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in found.summary)
    assert found.standings is not None
    assert len(found.obstacles) <= len(found.standings.of("blocking", "reserved"))
    spoken = case.positions.rows and found.standings.rows
    assert ("Nothing blocks" in str(found)) == bool(spoken and not found.blocking)
    assert not found.unanswered
