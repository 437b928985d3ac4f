"""Reservations: a delegation that cannot agree yet stands in the way, and is told apart from those who object."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest
from click.testing import CliRunner
from hypothesis import assume, given

import bracketed as bt
from bracketed.cli.main import main
from bracketed.consensus.blocking import Blocking
from bracketed.consensus.model import Model
from bracketed.consensus.rules import rule
from bracketed.consensus.scoring import held_for, rows_in
from bracketed.positions.positions import Position, Positions
from bracketed.show.palette import STEPS, step_of
from bracketed.show.terminal.pages import as_text
from bracketed.variants.space import Space
from bracketed.writing.margin_comments import comments_on_settled
from tests.brute import all_choices, cost
from tests.strategies import Case, contested_drafts

mpl.use("agg")

TEXT = "1. Ports [shall/should] report.\n2. Fees [are waived] for islands."


def asked(*told: tuple[str, str, str, str]) -> tuple[Space, Positions]:
    draft = bt.parse(TEXT)
    positions = Positions(tuple(Position(*row) for row in told))  # type: ignore[arg-type]
    return bt.variants(draft, positions), positions


RESERVED = (
    ("Japan", "1#1", "a", "reserves"),
    ("Norway", "1#1", "a", "reserves"),
    ("USA", "1#1", "b", "objects"),
    ("Chile", "2#1", "a", "reserves"),
)


def standings(*told: tuple[str, str, str, str]) -> Blocking:
    return bt.blocking(*asked(*told))


@pytest.mark.parametrize(
    "words", ["reserves", "Reservation", "scrutiny reservation", "RESERVES ITS POSITION", "waiting for instructions"]
)
def test_the_words_for_it_in_a_table(words: str) -> None:
    row = {"delegation": "Japan", "bracket": "1#1", "option": "shall", "stance": words}
    assert [row.stance for row in bt.read_positions([row], bt.parse(TEXT))] == ["reserves"]


def test_a_bracket_is_reserved_if_one_option_draws_reservations_only() -> None:
    found = standings(*RESERVED)
    assert [(row.id, row.status, row.holder_groups) for row in found] == [
        ("1#1", "reserved", (("Japan", "Norway"),)),
        ("2#1", "closable", ()),
    ]
    assert found["1#1"].sentence == (
        "1#1 is reserved: “shall” is reserved by Japan and Norway; “should” is opposed by USA. It can be closed once "
        "Japan and Norway lift their reservations."
    )
    assert [(row["against"], row["reserving"]) for row in found.to_records()][:2] == [(0, 2), (1, 0)]
    assert repr(found) == "<Blocking: 1 closable, 1 reserved, 0 blocking, 0 silent>"
    shown = as_text(found.to_blocks()).splitlines()
    assert shown[0] == "Reserved: 1 bracket"
    assert shown[2:6] == [
        "1#1: It can be closed once Japan and Norway lift their reservations.",
        "  Ports [shall/should]‹1#1› report.",
        "  a “shall” – reserved by: Japan, Norway",
        "  b “should” – against: USA",
    ]
    assert shown.index("Can be closed now: 1 bracket") < shown.index("2#1: It can be closed by leaving the words out.")


def test_reservations_count_among_those_who_must_move_where_a_bracket_blocks() -> None:
    found = standings(*RESERVED, ("UK", "1#1", "a", "objects"), ("EU", "1#1", "b", "objects"))["1#1"]
    # One who objects and two who reserve are asked before two who object.
    assert (found.status, found.holder_groups) == ("blocking", (("Japan", "Norway", "UK"),))
    alone = standings(*RESERVED, ("UK", "1#1", "a", "objects"))["1#1"]
    assert (alone.status, alone.holders) == ("blocking", ("USA",))


def test_the_least_contested_text_meets_reservations_after_objections_and_before_supports() -> None:
    found = bt.least_contested(*asked(*RESERVED, ("Kenya", "2#1", "a", "supports")))
    assert (found.objections, found.reservations, found.supports) == (0, 2, 0)
    assert dict(found.variant.choices) == {"1#1": "a", "2#1": "omit"}
    assert repr(found) == "<Answer by objections: 0 blocks, 0 objections, 2 reservations, 0 supports, 1 equally good>"
    told, table, *_ = found.to_blocks()
    assert str(told).startswith(
        "The least contested text meets 0 red lines, 0 objections, 2 reservations and 0 supports."
    )
    assert table.head == ("still in the way", "red lines", "objections", "reservations", "supports")  # type: ignore[union-attr]


@given(contested_drafts())
def test_the_solver_finds_the_same_least_as_going_through_all_variants(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    space = bt.variants(case.draft, case.positions)
    rows, _ = rows_in(case.positions, space)
    held = held_for(space, rows)
    found = held.variant(Model(held, rows, 60).optimum(rule("objections").solve).values)
    assert cost(case.positions, dict(found.choices)) == min(cost(case.positions, choices) for choices in variants)


def test_to_lift_reservations_is_the_cheapest_way_out() -> None:
    space, positions = asked(*RESERVED, ("Fiji", "2#1", "omit", "objects"))
    found = bt.concessions(space, positions)
    assert [(one.objections, one.reservations) for one in found] == [(0, 3), (1, 1), (1, 2), (2, 0)]
    assert found[0].sentence == (
        "Nothing is in the way any more if Japan and Norway lift their reservations on “shall” (1#1), which alone "
        "closes one bracket; and Chile lifts its reservation on “are waived” (2#1), which alone closes one bracket."
    )
    assert found[0].cost == "3 reservations"
    assert [one.sentence for one in bt.conflicts(space, positions)][-1] == (
        "2#1: a (“are waived”): reserved by Chile; leaving out: Fiji against."
    )
    brief = bt.brief(space, positions)
    assert brief.summary[0] == (
        "Two choices are open in this draft: none are deadlocked, two are reserved, and none can be closed now."
    )
    free = "Nothing would be in the way any more if three delegations withdrew three stances in all"
    assert any(sentence.startswith(free) for sentence in brief.summary)


def test_one_who_objects_can_free_a_bracket_that_others_reserve() -> None:
    levers = {lever.name: lever.closes for lever in bt.leverage(*asked(*RESERVED)).of("delegation")}
    assert levers == {"Japan": (), "Norway": (), "USA": ("1#1",), "Chile": ()}
    shares = {lever.name: lever.share for lever in bt.leverage(*asked(*RESERVED)).of("delegation")}
    assert {name: (share.objections, share.reservations) for name, share in shares.items() if share} == {
        # Without the objection of the USA nobody need lift a reservation: it is there in each step that adds one.
        "Japan": (0.0, 0.5),
        "Norway": (0.0, 0.5),
        "USA": (0.0, 1.0),
        "Chile": (0.0, 0.0),
    }


def test_who_reserves_has_not_said_what_it_wants() -> None:
    _, positions = asked(*RESERVED)
    assert not bt.coalitions(positions).edges


def test_a_chance_that_a_reservation_is_lifted() -> None:
    draft = bt.parse(TEXT)
    rows = (
        Position("Japan", "1#1", "a", "reserves", probability=0.25),
        Position("USA", "1#1", "b", "objects"),
    )
    found = bt.outlook(bt.variants(draft), Positions(rows), seed=1)
    assert [(row.status, row.chance) for row in found] == [("reserved", 0.75), ("silent", 1)]
    assert found.variants[0].reservations.high == 1
    assert "reservations on average" in [*found.to_blocks()][-1]


def test_check_says_so_and_ends_with_1(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("4. Ports [shall (reservation by Japan)/should (delete – USA)] report.", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(draft)])
    assert (done.exit_code, done.stdout) == (1, "0 findings. 1 bracket is reserved: 4#1.\n")


def test_it_is_shown_in_words_signs_and_colours(tmp_path: Path) -> None:
    space, positions = asked(*RESERVED)
    found = bt.blocking(space, positions)
    assert step_of(found["1#1"]) == STEPS[3]
    assert step_of(found["2#1"]) == STEPS[2]
    bt.report(space, positions, tmp_path / "report.html", full=True)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "reserved by" in page
    assert "reserves on" in page
    assert "reserved by: Japan, Norway" in bt.blocking(space, positions)._repr_html_()
    assert "reserved by" in positions._repr_html_()
    assert "still in the way" in bt.least_contested(space, positions)._repr_html_()
    signs = {text.get_text() for text in bt.plots.heatmap(space, positions).texts}
    assert "?" in signs
    drawn = bt.plots.blocking(found)
    assert [label.get_text() for label in drawn.get_xticklabels()] == ["1#1"]
    words = [comment.words for comment in comments_on_settled(space[0], positions)]
    assert words[0] == "1#1 is settled: “shall” (a)\nJapan, Norway – reserve their positions on “shall”\n" + (
        "USA – does not support “should”"
    )


def test_it_changes_what_if_and_the_account(tmp_path: Path) -> None:
    space, positions = asked(*RESERVED)
    changed = positions.what_if({"Japan": {"1#1": "accepts"}, "Norway": {"1#1": "accepts"}})
    told = [*bt.what_if(space, positions, changed)]
    assert ("brackets that are reserved", "draft", 1, 0) in told
    assert ("reservations", "best text", 2, 0) in told
    later = bt.parse("1. Ports shall report.\n2. Fees [are waived] for islands.")
    accounts = {one.delegation: one for one in bt.progress([space.draft, later], [positions, Positions()]).accounts}
    # To agree in the end to what one had only reserved on is no concession.
    assert (accounts["Japan"].won, accounts["Japan"].conceded) == ((), ())
    assert [point.bracket for point in accounts["USA"].won] == ["1#1"]


def test_a_footnote_behind_a_nested_bracket_is_on_that_bracket() -> None:
    text = "3. Ports [carry [always][^1] two lamps].\n4. Boats [carry [always] oars[^2]].\n\n"
    draft = bt.parse(f"{text}[^1]: Reservation by Peru.\n\n[^2]: Reservation by Chad.")
    found = [(row.delegation, row.bracket, row.stance) for row in bt.positions(draft)]
    assert found == [("Peru", "3#1a.1", "reserves"), ("Chad", "4#1", "reserves")]
