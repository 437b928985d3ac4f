"""What the library must find in the first real draft, by a careful reader's reading of it."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.positions.positions import Positions
from tests.shared import SHARED, WTDC, needs_shared

pytestmark = needs_shared


@cache
def draft() -> Draft:
    return bt.read(WTDC)


@cache
def positions() -> Positions:
    return bt.positions(draft())


@cache
def expected() -> dict[str, Any]:
    return json.loads((SHARED / "wtdc-expected.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def norm(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


def bracket_words(id_: str, option: str) -> tuple[str, str]:
    implied = {item.bracket.id: item.bracket for item in positions().implied}
    bracket = implied.get(id_) or draft().bracket(id_)
    return bracket.provision, next(norm(o.text) for o in bracket.options if o.letter == option)


def test_nothing_of_the_draft_is_lost() -> None:
    assert draft().unparse() == draft().source


def test_its_nineteen_brackets() -> None:
    found = [(b.id, b.kind, len(b.options)) for b in draft().brackets]
    assert found == [
        ("D.1-e#1", "optional", 2),
        ("D.1-c#1", "optional", 2),
        ("D.2-a#1", "alternatives", 2),
        ("D.2-6#1", "alternatives", 2),
        ("D.3-a#1", "alternatives", 2),
        ("D.3-2#1", "alternatives", 2),
        ("D.3-2#2", "optional", 2),
        ("D.4#1", "alternatives", 2),
        ("D.4-e#1", "optional", 2),
        ("D.4-4#1", "alternatives", 2),
        ("D.4-c#1", "optional", 2),
        ("D.4-c#2", "alternatives", 2),
        ("D.4-3#1", "alternatives", 2),
        ("D.5-d#1", "optional", 2),
        ("D.5-b#1", "alternatives", 2),
        ("D.5-c#1", "optional", 2),
        ("D.6#1", "alternatives", 2),
        ("D.6-c#1", "optional", 2),
        ("D.6-2#1", "optional", 2),
    ]


def test_the_reading_of_the_brackets_by_hand() -> None:
    have = {(b.provision, b.kind, tuple(norm(o.text)[:40] for o in b.options)) for b in draft().brackets}
    for row in expected()["brackets"]:
        options = tuple(norm(option.rstrip(". "))[:40] for option in row["options"])
        assert (row["item"], row["kind"], options) in have


def test_the_stances_by_hand_are_all_found_and_none_contradicted() -> None:
    opposite = {"supports": "objects", "objects": "supports"}
    rows = {(*bracket_words(row.bracket, row.option), row.delegation, row.stance) for row in positions()}
    for row in expected()["positions"]:
        words = norm(row["option"].rstrip("… "))
        # The reading by hand cuts long options short with three dots.
        cut = row["option"].endswith("…")
        near = [
            r
            for r in rows
            if (r[0], r[2]) == (row["provision"], row["delegation"])
            and (r[1] == words or (cut and r[1].startswith(words)))
        ]
        assert any(r[3] == row["stance"] for r in near), row
        assert not any(r[3] == opposite[row["stance"]] for r in near), row


def test_nothing_else_is_read_in_objectives_1_to_4() -> None:
    by_hand = {(row["provision"], row["delegation"], row["stance"]) for row in expected()["positions"]}
    for row in positions():
        provision, _ = bracket_words(row.bracket, row.option)
        if re.match(r"D\.[1-4]", provision):
            assert (provision, row.delegation, row.stance) in by_hand, row


def test_the_draft_errors_have_their_lines() -> None:
    found = {(d.line, d.code) for d in (*draft().diagnostics, *positions().diagnostics)}
    assert {
        (48, "phrase-not-found"),
        (122, "malformed-label"),
        (164, "phrase-not-found"),
        (164, "quotation-not-closed"),
        (195, "unmatched-bracket"),
        (244, "repeated-label"),
    } <= found
    stray = next(d for d in draft().diagnostics if d.code == "unmatched-bracket")
    assert (stray.provision, stray.line, stray.column) == ("D.5-c", 195, 166)
    transfer = next(d for d in positions().diagnostics if d.line == 48)
    assert "“data transfer”" in transfer.message
    assert transfer.suggestion == "the nearest words there are “technology transfer”"


@pytest.mark.parametrize(
    "delegation, stance, bracket, option",
    [
        ("Brazil", "objects", "D.7-b#i1", "a"),
        ("USA", "objects", "D.6#i1", "a"),
        ("USA", "supports", "D.6-1#i1", "omit"),
        ("USA", "objects", "D.7/D.4-2#i1", "a"),
        ("UK", "objects", "D.7/D.4-2#i2", "a"),
        ("UK", "supports", "D.7-a#i1", "a"),
        ("Russian Federation", "supports", "D.5-d#1", "a"),
        ("USA", "objects", "D.5-d#1", "a"),
        ("Brazil", "supports", "D.6-2#1", "a"),
    ],
)
def test_stances_in_objectives_5_to_7(delegation: str, stance: str, bracket: str, option: str) -> None:
    rows = {(row.delegation, row.stance, row.bracket, row.option) for row in positions()}
    assert (delegation, stance, bracket, option) in rows


def test_remarks_without_a_stance_are_notes() -> None:
    notes = {(note.line, note.delegation) for note in positions().notes}
    assert {(65, "USA"), (208, "Brazil"), (241, "USA")} <= notes


def test_a_wish_that_names_no_words_is_not_read_and_is_no_note() -> None:
    # "We suggest a few possible new outputs or metrics."
    unread = {(finding.line, finding.by) for finding in positions().diagnostics if finding.code == "comment-not-read"}
    assert (170, "USA") in unread
    assert (170, "USA") not in {(note.line, note.delegation) for note in positions().notes}


def test_same_words_are_proposed_as_one_decision() -> None:
    assert [link.brackets for link in draft().links] == [
        ("D.1-c#1", "D.4-c#1", "D.5-c#1"),
        ("D.2-a#1", "D.3-2#1", "D.6#1"),
        ("D.4-4#1", "D.4-3#1"),
    ]


def test_the_brief_for_a_chair_is_right_about_this_draft() -> None:
    brief = bt.brief(bt.variants(draft(), positions(), "all"), positions())
    assert brief.summary == (
        "Seven comments could not be read; without them, 32 choices are open in this draft, 19 brackets in the "
        "text and 13 that only comments contest: six are deadlocked, 24 can be closed now, and on two nobody has "
        "spoken.",
        "The most urgent is “technology transfer” (D.1-c#1) in three places: it could be closed if Russian Federation "
        "gave way.",
        "The least contested text meets eight objections, from Russian Federation, and some of UK, USA and Brazil, "
        "since two choices are tosses and two brackets have no position: 16 texts are equally good.",
        "Nobody would object any more if Russian Federation, and some of UK, USA and Brazil, withdrew eight stances in "
        "all.",
        "No trade would leave one delegation better off and none worse off, as long as all wishes weigh the same.",
    )
    assert brief.obstacles[0] == (
        "D.1-c#1 is deadlocked: keeping it is opposed by UK and USA; leaving it out is opposed by Russian Federation. "
        "It could be closed if Russian Federation gave way. The same choice is in D.4-c#1 and D.5-c#1."
    )
    assert brief.moves[0].startswith("The cheapest ways out are equally good: each withdraws eight objections.")
    best = brief.best
    assert best is not None
    # Cybercrime is a toss: USA and UK against Brazil and Russian Federation.
    assert [(toss.bracket, toss.letters) for toss in best.tossed or ()] == [
        ("D.6-c#1", ("a", "omit")),
        ("D.6-2#1", ("a", "omit")),
    ]
    assert (best.in_the_way.always, len(best.silent), len(best.follows)) == (("Russian Federation",), 2, 26)
    assert "If Russian Federation gives way everywhere, four brackets can be closed." in brief.moves
    assert ("UK", "USA") in brief.communities


def test_what_is_in_the_way() -> None:
    space = bt.variants(draft(), positions(), "all")
    concessions = bt.concessions(space, positions(), limit=1)
    assert concessions[0].sentence.startswith(
        "Nobody objects any more if 8 stances are withdrawn: Russian Federation 4"
    )
    assert [row.bracket for row in concessions.forced] == ["D.1-c#1", "D.3-2#2", "D.4-c#1", "D.5-c#1"]
    assert [choice.words for choice in concessions.choices] == [
        f"{bracket} UK and USA, or Brazil and Russian Federation" for bracket in ("D.6-c#1", "D.6-2#1")
    ]
    conflicts = bt.conflicts(space, positions(), limit=None)
    assert (len(conflicts), sum(conflict.number for conflict in conflicts)) == (12, 25)
    graph = bt.coalitions(positions())
    assert graph.edges["UK", "Russian Federation"]["conflict"] == 6
    pivotal = [name for name, node in graph.nodes(data=True) if node["pivotal"] > 0]
    assert pivotal == ["Brazil"]
