"""Which brackets are closed without the room: no toss is settled, and what draws no objection draws none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.consensus.scoring import IN_THE_WAY, choices_of
from bracketed.positions.positions import Position, Positions
from bracketed.variants.space import Space
from tests.brute import all_choices
from tests.strategies import Case, contested_drafts, tied_drafts

TEXT = (
    "1. Ports [shall/should] pay [swiftly].\tComment by A: UK – use “shall” rather than “should”\n"
    "2. Docks [pay] dues.\tComment by A: UK – keep “pay”\nUSA – remove “pay”\n"
    "3. Boats [may/must] wait.\tComment by A: UK – use “may” rather than “must”\n"
    "USA, EU – use “must” rather than “may”\n"
    "4. They meet on [X].\n"
)


def space_of(case: Case) -> Space:
    return bt.variants(case.draft, case.positions).bound(case.rules)


def found(measure: str, choices: dict[str, str] | None = None) -> tuple[dict[str, str], dict[str, str]]:
    draft = bt.parse(TEXT)
    positions = bt.positions(draft)
    closed = bt.closings(bt.variants(draft, positions), positions, measure, choices)  # type: ignore[arg-type]
    return dict(closed.choices), dict(closed.open)


def test_the_best_leaves_ties_and_what_nobody_spoke_on_open() -> None:
    assert found("best") == ({"1#1": "a", "3#1": "b"}, {"1#2": "silent", "2#1": "tie"})


def test_what_draws_no_objection_is_closable() -> None:
    assert found("closable") == ({"1#1": "a"}, {"1#2": "silent", "2#1": "deadlocked", "3#1": "deadlocked"})


def test_what_is_named_is_closed_in_any_case() -> None:
    named = {"2#1": "omit", "1#2": "a"}
    assert found("decided", named) == ({"1#2": "a", "2#1": "omit"}, {"1#1": "undecided", "3#1": "undecided"})
    assert found("best", named)[0] == {"1#1": "a", "1#2": "a", "2#1": "omit", "3#1": "b"}
    assert found("closable", named)[0] == {"1#1": "a", "1#2": "a", "2#1": "omit"}


def test_two_options_that_would_do_are_a_toss_unless_one_is_requested() -> None:
    draft = bt.parse("1. Ports [pay/save/wait].\tComment by A: UK – remove “wait”")
    space, positions = bt.variants(draft), bt.positions(draft)
    assert dict(bt.closings(space, positions, "closable").open) == {"1#1": "tie"}
    draft = bt.parse("1. Ports [pay/save/wait].\tComment by A: UK – remove “wait”\nUSA – support “pay”")
    space, positions = bt.variants(draft), bt.positions(draft)
    assert dict(bt.closings(space, positions, "closable").choices) == {"1#1": "a"}


PORTS = "1. Ports [shall/should] pay.\n2. Docks [pay/wait]."


def closable(*rows: dict[str, str], excluded: dict[str, str] | None = None) -> tuple[dict[str, str], dict[str, str]]:
    draft = bt.parse(PORTS)
    positions = bt.read_positions(rows, draft)
    space = bt.variants(draft, positions)
    closed = bt.closings(space.exclude(excluded) if excluded else space, positions, "closable")
    return dict(closed.choices), dict(closed.open)


def stance(delegation: str, bracket: str, option: str, stance: str, condition: str = "") -> dict[str, str]:
    names = ("delegation", "bracket", "option", "stance", "condition")
    return dict(zip(names, (delegation, bracket, option, stance, condition), strict=True))


def test_a_bracket_stays_open_whose_option_may_still_draw_an_objection() -> None:
    wanted = stance("UK", "1#1", "a", "supports")
    doubted = stance("USA", "1#1", "a", "objects", "2#1=b")
    assert closable(wanted, doubted) == ({}, {"1#1": "depends", "2#1": "silent"})
    # Once the other is closed with another option, the objection counts no more.
    assert closable(wanted, doubted, stance("EU", "2#1", "a", "supports")) == ({"1#1": "a", "2#1": "a"}, {})


def test_of_options_that_exclude_each_other_the_first_is_closed() -> None:
    wanted = [stance("UK", "1#1", "a", "supports"), stance("UK", "2#1", "b", "supports")]
    assert closable(*wanted) == ({"1#1": "a", "2#1": "b"}, {})
    assert closable(*wanted, excluded={"1#1": "a", "2#1": "b"}) == ({"1#1": "a"}, {"2#1": "depends"})


def test_a_measure_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="brackets are closed by one of best, closable, decided; got 'all'"):
        found("all")


@given(st.one_of(contested_drafts(), tied_drafts()))
def test_what_the_best_closes_is_so_in_all_texts_that_are_as_good(case: Case) -> None:
    assume(all_choices(case.draft.content, (*case.links, *case.rules)))
    space = space_of(case)
    closed = bt.closings(space, case.positions)
    answer = bt.least_contested(space, case.positions)
    spoken = {id_ for row in answer.counted for id_, _ in choices_of(row)}
    best = [
        variant
        for variant in space
        if burden(space, case, dict(variant.choices)) == burden(space, case, dict(answer.variant.choices))
    ]
    for bracket, letter in closed.choices.items():
        assert {variant.choices[bracket] for variant in best if bracket in variant.choices} == {letter}
    linked = {id_ for link in space.links for id_ in link.brackets}
    assert all(id_ in spoken | linked for id_ in closed.choices)


def burden(space: Space, case: Case, choices: dict[str, str]) -> tuple[float, ...]:
    left = bt.least_contested(space.fix(choices), case.positions)
    return left.blocks, left.objections, left.reservations, -left.supports


@given(st.one_of(contested_drafts(), tied_drafts()))
def test_what_is_closable_draws_no_objection_however_the_rest_is_settled(case: Case) -> None:
    assume(all_choices(case.draft.content, (*case.links, *case.rules)))
    space = space_of(case)
    closed = bt.closings(space, case.positions, "closable").choices
    about = {*closed}
    for link in space.links:
        if link.kind == "same" and not about.isdisjoint(link.brackets):
            about.update(link.brackets)
    for variant in space.fix(closed):
        for row in case.positions:
            counts = all(variant.choices.get(id_) == letter for id_, letter in choices_of(row))
            assert not (counts and row.weight and row.stance in IN_THE_WAY and row.bracket in about)


def test_a_bracket_stays_open_where_a_linked_one_does() -> None:
    # The UK has a reservation if Parties trust, and both brackets are one decision.
    draft = bt.parse(
        "1. Parties [pay dues/save] report.\n2. Parties [trust] report.\n3. Parties [pay dues/save] report."
    )
    rows = [("UK", "1#1", "a", "supports", ()), ("UK", "1#1", "a", "reserves", (("2#1", "a"),))]
    positions = Positions(tuple(Position(name, id_, at, stance, 1, on) for name, id_, at, stance, on in rows))
    closings = bt.closings(bt.variants(draft, positions), positions, "closable")
    assert (closings.choices, closings.open["3#1"]) == ({}, "depends")


def test_a_bracket_stays_open_where_the_room_has_to_choose_for_a_linked_one() -> None:
    # Where the inner one is in the text, the UK has a reservation to “pay dues”; else both options of 2#1 are free.
    draft = bt.parse("1. Parties [meet and [pay dues/save]] at sea.\n2. Parties [pay dues/save] report.")
    positions = Positions((Position("UK", "2#1", "a", "reserves", 1, (("1#1", "a"),)),))
    closings = bt.closings(bt.variants(draft, positions), positions, "closable")
    assert (closings.choices, closings.open) == ({}, {"1#1": "silent", "1#1a.1": "depends", "2#1": "tie"})


def run(*arguments: str, text: str = TEXT) -> Result:
    return CliRunner().invoke(main, ["write", "-", *arguments], input=text)


@pytest.mark.parametrize("how, said", [
    ("best", "2 brackets closed, 2 stay open (ties 1, nobody spoke 1) and 1 placeholder."),
    ("closable", "1 bracket closed, 3 stay open (nobody spoke 1, deadlocked 2) and 1 placeholder."),
])  # fmt: skip
def test_the_command_says_how_many_are_closed_and_why_others_are_not(how: str, said: str, tmp_path: Path) -> None:
    done = run("--settle", how, "-o", str(tmp_path / "x.md"))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"bracketed: x.md: {said}\n")
    assert "2. Docks [pay] dues." in (tmp_path / "x.md").read_text(encoding="utf-8")


def test_that_no_bracket_stays_open_is_reported(tmp_path: Path) -> None:
    done = run("--settle", "best", "-o", str(tmp_path / "y.md"), text="1. Pay [dues].\tComment by UK: UK – keep “dues”")
    assert done.stderr == "bracketed: y.md: 1 bracket closed and none stays open.\n"


@pytest.mark.parametrize(
    ("choices", "said"),
    [({"2#1": "z"}, "2#1 has no option 'z'; it has a, omit"), ({"9#1": "a"}, "there is no bracket '9#1'")],
)
def test_a_wrong_decision_is_reported_with_its_file(choices: dict[str, str], said: str, tmp_path: Path) -> None:
    file = tmp_path / "choices.json"
    file.write_text(json.dumps({"choices": choices}), encoding="utf-8")
    done = run("--settle", "decided", "--choices", str(file), "-o", "-")
    assert done.exit_code == 3
    assert f"choices.json: {said}" in done.stderr


def test_what_was_decided_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "choices.json"
    file.write_text(json.dumps({"choices": {"2#1": "omit"}}), encoding="utf-8")
    done = run("--settle", "decided", "--choices", str(file), "-o", "-")
    assert "2. Docks dues.\n" in done.stdout
    assert "1. Ports [shall/should] pay [swiftly].\tComment" in done.stdout


def test_no_redline_presents_a_toss_as_a_result(tmp_path: Path) -> None:
    assert run("--redline", "-o", str(tmp_path / "x.md")).exit_code == 0
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "2. Docks [pay] dues." in text
    assert "1. Ports {--[--}shall{--/should]--}" in text
    assert run("--redline", "--variant", "0", "--force", "-o", str(tmp_path / "x.md")).exit_code == 0
    assert "2. Docks {--[--}pay{--]--}" in (tmp_path / "x.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments, said", [
    (["--settle", "best", "--variant", "0"], "--variant settles all brackets, and --settle some; give one of them"),
    (["--choices", "x.json"], "--choices goes with --settle best|closable|decided"),
    (["--settle", "decided"], "--settle decided closes what was decided; name the file with --choices FILE.json"),
])  # fmt: skip
def test_what_does_not_go_together_is_a_wrong_use(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = run(*arguments, "-o", str(tmp_path / "x.md"))
    assert done.exit_code == 2
    assert said in done.stderr


def test_linked_brackets_that_stay_and_places_that_read_otherwise_are_reported(tmp_path: Path) -> None:
    file = tmp_path / "choices.json"
    file.write_text('{"1#1": "a", "3#2": "omit"}', encoding="utf-8")
    text = "1. Ports [pay dues/take no dues].\n2. Docks [pay dues/take no dues].\n3. [shall] [, in time,] [must] pay."
    done = run("--settle", "decided", "--choices", str(file), "-o", str(tmp_path / "x.md"), text=text)
    first, second, third, _ = done.stderr.splitlines()
    assert first == "bracketed: x.md: 2 brackets closed and 3 stay open (not decided 3)."
    assert second == "bracketed: x.md: linked with closed brackets, and open all the same: 2#1"
    assert third.startswith("bracketed: x.md, 3, line 3: brackets that are side by side since others were closed")
