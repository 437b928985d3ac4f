"""Exchanges on scales: equal gains, no worse for anybody who takes part, and those that the published model found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.consensus.exchanges import Exchange, Exchanges, Shift
from bracketed.errors import TableError
from tests.shared import SHARED

MODEL = SHARED / "drafts" / "cop21-positions.csv"
REPORTED = SHARED / "drafts" / "cop21-exchanges.csv"
needs_model = pytest.mark.skipif(
    not REPORTED.exists(), reason="the table of the exchange model is not here (../shared/data/drafts/cop21-*.csv)"
)

Row = dict[str, Any]


def found_in(rows: list[Row], **options: Any) -> Exchanges:
    draft, positions = bt.read_scales(rows)
    return bt.exchanges(bt.variants(draft), positions, limit=None, **options)


def row(delegation: str, issue: str, position: float, salience: float, power: float = 1) -> Row:
    return {
        "delegation": delegation, "bracket": issue, "position": position, "salience": salience, "power": power
    }  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Return positions of two to five delegations on two to four issues, not each on each."""
    delegations = draw(st.integers(2, 5))
    issues = draw(st.integers(2, 4))
    rows = []
    for name, issue in ((name, issue) for issue in range(issues) for name in range(delegations)):
        if draw(st.integers(0, 5)):
            numbers = (draw(st.sampled_from(some)) for some in ((0, 10, 35, 50, 100), (0.1, 0.3, 0.5, 1), (0.25, 1, 2)))
            rows.append(row(f"Delegation {'ABCDE'[name]}", f"issue {issue}", *numbers))
    return rows


class Told(NamedTuple):
    """What a table says, by delegation and bracket, and whom it concerns."""

    position: dict[tuple[str, str], float]
    salience: dict[tuple[str, str], float]
    power: dict[tuple[str, str], float]

    def outcome(self, bracket: str, votes: dict[tuple[str, str], float]) -> float:
        names = [key for key in votes if key[1] == bracket]
        weights = {key: self.salience[key] * self.power[key] for key in names}
        return sum(votes[key] * weights[key] for key in names) / sum(weights.values())


def told(rows: list[Row]) -> Told:
    _, positions = bt.read_scales(rows)
    first = {(one.delegation, one.bracket): one for one in reversed(positions.rows)}
    return Told(
        {key: one.point or 0 for key, one in first.items()},
        {key: one.salience for key, one in first.items()},
        {key: one.weight for key, one in first.items()},
    )


def replayed(rows: list[Row], found: Exchanges) -> Iterator[tuple[Exchange, dict[str, float], dict[str, float], Told]]:
    """Yield each exchange with the outcomes before and after it, added up anew from the positions."""
    table = told(rows)
    votes = dict(table.position)
    brackets = dict.fromkeys(bracket for _, bracket in votes)
    for exchange in found:
        before = {bracket: table.outcome(bracket, votes) for bracket in brackets}
        for one in exchange.shifts:
            assert votes[one.delegation, one.bracket] == pytest.approx(one.before, abs=1e-6)
            votes[one.delegation, one.bracket] = one.after
        yield exchange, before, {bracket: table.outcome(bracket, votes) for bracket in brackets}, table


@given(tables())
def test_all_who_take_part_gain_the_same(rows: list[Row]) -> None:
    assume(rows)
    table = told(rows)
    start = {bracket: table.outcome(bracket, table.position) for _, bracket in table.position}
    for exchange, before, after, _ in replayed(rows, found_in(rows)):
        assert exchange.gain > 0
        for member in (one.delegation for one in exchange.shifts):
            gain = 0.0
            for bracket in {one.bracket for one in exchange.shifts}:
                if (member, bracket) in table.position:
                    # On which side one is, the outcome at the start says.
                    below = table.position[member, bracket] < start[bracket] - 1e-6
                    above = table.position[member, bracket] > start[bracket] + 1e-6
                    shift = after[bracket] - before[bracket]
                    better = shift if above else -shift if below else -abs(shift)
                    gain += table.salience[member, bracket] * better
            assert gain == pytest.approx(exchange.gain, abs=1e-5)


@given(tables())
def test_nobody_goes_past_the_position_of_the_other(rows: list[Row]) -> None:
    assume(rows)
    table = told(rows)
    for exchange, _, _, _ in replayed(rows, found_in(rows)):
        for one in exchange.shifts:
            own = table.position[one.delegation, one.bracket]
            other = table.position[one.favours, one.bracket]
            assert min(own, other) - 1e-6 <= one.after <= max(own, other) + 1e-6
            assert one.move * (other - own) > 0


@given(tables())
def test_the_outcomes_are_those_after_all_moves(rows: list[Row]) -> None:
    assume(rows)
    found = found_in(rows)
    steps = [*replayed(rows, found)]
    if steps:
        (_, start, _, _), (_, _, end, _) = steps[0], steps[-1]
        moved = {one.bracket: (one.before, one.after) for one in found.expected}
        for bracket in start:
            assert moved.get(bracket, (start[bracket],) * 2) == pytest.approx((start[bracket], end[bracket]), abs=1e-5)


def best_by_trying(rows: list[Row]) -> float:
    """Return the gain of the best exchange of two, by trying all; without any 0."""
    table = told(rows)
    start = {bracket: table.outcome(bracket, table.position) for _, bracket in table.position}
    weight = {key: table.salience[key] * table.power[key] for key in table.position}
    total = {bracket: sum(w for (_, b), w in weight.items() if b == bracket) for bracket in start}
    best = 0.0
    for one, other in combinations(dict.fromkeys(name for name, _ in table.position), 2):
        apart = [
            b
            for b in start
            if {(one, b), (other, b)} <= table.position.keys()
            and (table.position[one, b] - start[b]) * (table.position[other, b] - start[b]) < -1e-9
        ]
        for p, q in permutations(apart, 2):
            distance = {b: abs(table.position[one, b] - table.position[other, b]) for b in (p, q)}
            most = min(distance[p] * weight[one, p] / total[p], abs(table.position[other, p] - start[p]))
            least = min(distance[q] * weight[other, q] / total[q], abs(table.position[one, q] - start[q]))
            s = table.salience
            # The outcome on p moves by `ratio` for each point on q: then both gain the same.
            ratio = (s[one, q] + s[other, q]) / (s[one, p] + s[other, p])
            shift = min(least, most / ratio)
            best = max(best, (s[one, q] - s[one, p] * ratio) * shift)
    return best


@given(tables())
def test_the_first_exchange_is_the_best_there_is(rows: list[Row]) -> None:
    assume(rows)
    found = found_in(rows, length=2)
    assert (found[0].gain if len(found) else 0) == pytest.approx(best_by_trying(rows), abs=1e-6)


@given(tables())
def test_it_is_the_same_in_any_order(rows: list[Row]) -> None:
    assume(rows)
    found, mirrored = found_in(rows, length=2), found_in(rows[::-1], length=2)
    # Of exchanges that are equally good another one may come first, and change what follows.
    if not any(one.alternatives for one in (*found, *mirrored)):
        assert [one.gain for one in found] == pytest.approx([one.gain for one in mirrored], abs=1e-6)


@given(tables(), st.data())
def test_no_exchange_passes_a_red_line(rows: list[Row], data: st.DataObject) -> None:
    assume(rows)
    # Red lines that are drawn anywhere are hardly ever crossed: this one is where the outcome would pass.
    outcomes = found_in(rows).expected
    assume(outcomes)
    passing = data.draw(st.sampled_from(outcomes))
    point = round((passing.before + passing.after) / 2, 3)
    issue = bt.read_scales(rows)[0].source.splitlines()[int(passing.bracket.partition("#")[0]) - 1]
    # An option is what somebody asks for: somebody who hardly counts.
    rows = [*rows, row("Fiji", issue.partition(". ")[2].partition(":")[0], point, 0.001, 0.001)]
    draft, positions = bt.read_scales(rows)
    (option,) = (option for option in draft.bracket(passing.bracket).options if float(option.text) == point)
    line = bt.read_positions(
        [{"delegation": "Third", "bracket": passing.bracket, "option": option.letter, "stance": "blocks"}], draft
    )
    found = bt.exchanges(bt.variants(draft), positions + line, limit=None)
    for _, before, after, _ in replayed(rows, found):
        assert not (before[passing.bracket] - point) * (after[passing.bracket] - point) < -1e-6


@pytest.mark.parametrize("head", ["position", "point", "stance"])
def test_a_position_on_a_scale_is_read_whatever_its_column_is_called(head: str) -> None:
    draft, positions = bt.read_scales(f"delegation,bracket,{head},salience\nUK,levy,10,1\nEU,levy,40,1".encode())
    assert draft.source == "1. levy: [10 OR 40]"
    assert [(one.delegation, one.option, one.worth) for one in positions if one.worth == 100] == [
        ("UK", "a", 100),
        ("EU", "b", 100),
    ]


def test_who_has_a_position_draws_its_red_line_on_the_far_side_only() -> None:
    rows = [
        row("UK", "levy", 0, 0.2), row("EU", "levy", 100, 1), row("Fiji", "levy", 80, 0.2),
        row("Chile", "levy", 90, 0.1), row("UK", "share", 0, 1), row("EU", "share", 100, 0.2),
    ]  # fmt: skip
    draft, positions = bt.read_scales(rows)
    space = bt.variants(draft)
    free = bt.exchanges(space, positions).expected
    table = told(rows)
    assert table.outcome("1#1", table.position) < 90 < free[0].after

    def with_a_red_line(option: str) -> float:
        marked = tuple(
            replace(one, stance="blocks") if (one.delegation, one.option) == ("Fiji", option) else one
            for one in positions
        )
        return bt.exchanges(space, replace(positions, rows=marked)).expected[0].after

    # Seen from 80, what lies beyond 0 is behind the outcome, which goes up, and what lies beyond 90 before it.
    assert with_a_red_line("a") == free[0].after
    assert with_a_red_line("c") == pytest.approx(90)


def test_cycles_are_found_where_no_two_can_exchange() -> None:
    # Each cares for one issue, on which the next one, who hardly cares, stands on the other side.
    rows = [
        row("UK", "levy", 100, 1), row("Chile", "levy", 0, 0.1),
        row("Chile", "share", 100, 1), row("Fiji", "share", 0, 0.1),
        row("Fiji", "date", 100, 1), row("UK", "date", 0, 0.1),
    ]  # fmt: skip
    assert not len(found_in(rows, length=2))
    (cycle,) = found_in(rows, length=3)
    assert sorted(one.delegation for one in cycle.shifts) == ["Chile", "Fiji", "UK"]
    assert {one.delegation: one.favours for one in cycle.shifts} == {"UK": "Fiji", "Fiji": "Chile", "Chile": "UK"}
    # Each outcome moves by 100 / 11 at most, of which the taker has all and the giver pays a tenth.
    assert cycle.gain == pytest.approx(0.9 * 100 / 11)


def test_a_hundred_delegations_on_few_scales_are_not_tried_four_by_four() -> None:
    # Four by four they would take half a minute; a quick test must not.
    found = found_in([row(f"D{number}", "levy", 100 * (number % 2), 1) for number in range(100)])
    assert (len(found), found.complete) == (0, True)


def test_cycles_that_are_left_untried_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bracketed.consensus.exchanges._TRIED", 0)
    ring = ["UK", "Chile", "Fiji"]
    rows = []
    for number, name in enumerate(ring):
        rows += [row(name, f"issue {number}", 100, 1), row(ring[number - 1], f"issue {number}", 0, 0.1)]
    found = found_in(rows)
    assert (len(found), found.complete) == (0, False)


def test_cycles_of_four() -> None:
    ring = ["UK", "Chile", "Fiji", "Norway"]
    rows = []
    for number, name in enumerate(ring):
        rows += [row(name, f"issue {number}", 100, 1), row(ring[number - 1], f"issue {number}", 0, 0.1)]
    assert not len(found_in(rows, length=3))
    (cycle,) = found_in(rows)
    assert len(cycle.shifts) == 4
    assert cycle.gain == pytest.approx(0.9 * 100 / 11)


def test_an_exchange_of_none_or_of_too_many_is_refused() -> None:
    draft, positions = bt.read_scales([row("UK", "levy", 0, 1), row("EU", "levy", 100, 1)])
    for length in (1, 5):
        with pytest.raises(ValueError, match=f"an exchange is between 2 and 4 delegations; got {length}"):
            bt.exchanges(bt.variants(draft), positions, length=length)


def test_positions_that_are_not_graded_make_no_exchange() -> None:
    draft = bt.parse("1. Parties [shall/should] report.")
    found = bt.exchanges(bt.variants(draft), bt.positions(draft))
    assert (len(found), found.complete) == (0, True)
    assert "No exchange was found" in str(next(found.to_blocks()))


def test_scales_of_other_lengths_exchange_as_those_of_100() -> None:
    rows = [
        row("UK", "levy", 0, 0.2), row("EU", "levy", 100, 1), row("UK", "share", 0, 1), row("EU", "share", 100, 0.2)
    ]  # fmt: skip
    short = [{**one, "position": one["position"] / 50, "scale": "0 to 2"} for one in rows]
    (whole,), (part,) = found_in(rows), found_in(short)
    assert part.gain == pytest.approx(whole.gain)
    assert [one.after * 50 for one in part.shifts] == pytest.approx([one.after for one in whole.shifts])


def test_an_exchange_in_words_and_in_a_table() -> None:
    rows = [
        row("UK", "levy", 0, 1), row("UK", "share", 0, 3), row("EU", "levy", 100, 3), row("EU", "share", 100, 1)
    ]  # fmt: skip
    found = found_in(rows)
    assert found.sentences == (
        "UK moves from 0 to 100 on 1#1 for EU and EU moves from 100 to 0 on 2#1 for UK: each gains 50.",
    )
    frame = found.to_frame()
    assert [*frame["delegation"]] == ["UK", "EU"]
    assert [*frame["to"]] == [100, 0]


class Reported(NamedTuple):
    """A row of the published list: who moves on what by how much, and the equal gain."""

    moves: frozenset[tuple[str, str, float]]
    gain: float


def reported() -> list[Reported]:
    rows = []
    for line in REPORTED.read_text(encoding="utf-8").splitlines():
        cells = line.split(";")
        moves = ((cells[0], cells[1], float(cells[6])), (cells[2], cells[3], float(cells[10])))
        rows.append(
            Reported(frozenset((name[:3].lower(), issue, move) for name, issue, move in moves), float(cells[4]))
        )
    return rows


def agrees(concessions: tuple[Shift, ...], issues: dict[str, str], published: Reported) -> bool:
    ours = sorted((one.delegation[:3].lower(), issues[one.bracket], one.move) for one in concessions)
    for (name, issue, move), (other, of, by) in zip(ours, sorted(published.moves), strict=True):
        if (name, issue) != (other, of) or move != pytest.approx(by, abs=2e-3):
            return False
    return True


@needs_model
@pytest.mark.slow
def test_every_exchange_that_the_published_model_reports_is_found() -> None:
    draft, positions = bt.read_scales(MODEL)
    found = bt.exchanges(bt.variants(draft), positions, length=2, limit=None)
    lines = draft.source.splitlines()
    issues = {f"{n}#1": line.partition(". ")[2].partition(":")[0].replace("_", "") for n, line in enumerate(lines, 1)}
    published = reported()
    assert (len(found), found.complete) == (len(published), True)
    # Each has its gain, also where others were as good.
    assert [one.gain for one in found] == pytest.approx([row.gain for row in published], rel=1e-4, abs=1e-7)
    first = [agrees(one.shifts, issues, row) for one, row in zip(found, published, strict=True)]
    tied = [
        any(agrees(other, issues, row) for other in one.alternatives) for one, row in zip(found, published, strict=True)
    ]
    # In three places several exchanges are exactly as good, and the model took another of them.
    assert sum(first) == 125
    assert [number for number, is_first in enumerate(first) if not is_first] == [90, 121, 126]
    assert all(one or other for one, other in zip(first, tied, strict=True))


@needs_model
@pytest.mark.slow
def test_leximin_is_proven_where_many_weigh_differently() -> None:
    draft, positions = bt.read_scales(MODEL)
    against = bt.read_positions(
        [
            {
                "delegation": one.delegation, "bracket": one.bracket, "option": one.option,
                "stance": "objects", "weight": round(one.salience * (100 - (one.worth or 0)), 2),
            }
            for one in positions
            if one.worth != 100
        ],
        draft,
    )  # fmt: skip
    answer = bt.least_contested(bt.variants(draft), against, "leximin")
    assert answer.proven
    burdens = sorted((own.objections for own in answer.by_delegation.values()), reverse=True)
    assert burdens[:4] == [270.5, 269.5, 269, 268.5]


def test_a_file_of_the_exchange_model_is_read() -> None:
    lines = [
        "'#A'\t'UK'\t'UK'\t''",
        "'#P'\t'levy'\t'levy'\t''",
        "'#M'\t'levy'\t0",
        "'#M'\t'levy'\t50",
        "'#D'\t'UK'\t'levy'\t10.0\t0.5\t2",
        "'#D'\t'EU'\t'levy'\t40.0\t0.25\t1",
    ]
    _, positions = bt.read_scales("\n".join(lines).encode())
    assert [(one.delegation, one.option, one.worth, one.salience, one.weight, one.point) for one in positions] == [
        ("UK", "a", 100, 0.5, 2, 10), ("UK", "b", 40, 0.5, 2, 10),
        ("EU", "a", 40, 0.25, 1, 40), ("EU", "b", 100, 0.25, 1, 40),
    ]  # fmt: skip
    # The same file over a draft that has a bracket on each issue.
    text = bt.parse("4. The levy is [10/25/40] per cent.")
    assert [one.worth for one in bt.read_positions("\n".join(lines).encode(), text)] == [100, 70, 40, 40, 70, 100]
    with pytest.raises(TableError, match=r"row 7: there are 4 cells behind #D.*; look for a stray tab"):
        bt.read_scales("\n".join([*lines, "'#D'\t'Fiji'\t'levy'\t1\t2"]).encode())


def test_a_position_that_is_no_number_is_reported_also_where_no_others_differ() -> None:
    rows: list[Row] = [
        {"delegation": "UK", "bracket": "levy", "position": "ten", "salience": 1},
        {"delegation": "EU", "bracket": "levy", "position": 100, "salience": 1},
    ]
    with pytest.raises(TableError, match="row 1, column position: 'ten' is no position on a scale"):
        bt.read_scales(rows)


def test_an_issue_whose_name_would_be_read_as_something_else_is_reported() -> None:
    rows: list[Row] = [
        {"delegation": name, "bracket": "Comment by UK: levy", "position": point, "salience": 1}
        for name, point in (("UK", 0), ("EU", 100))
    ]
    with pytest.raises(TableError, match="cannot be read as the name of an issue"):
        bt.read_scales(rows)


def test_positions_keep_all_their_digits() -> None:
    rows: list[Row] = [
        {"delegation": name, "bracket": "levy", "position": point, "salience": 1, "scale": "0 to 2000000"}
        for name, point in (("UK", 1000000), ("EU", 1999999.5))
    ]
    draft, positions = bt.read_scales(rows)
    assert draft.source == "1. levy: [1000000 OR 1999999.5]"
    assert [row.worth for row in positions if row.stance == "supports"] == [100, 100]
