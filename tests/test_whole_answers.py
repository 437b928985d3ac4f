"""All answers about small drafts on which much is said are what is in `tests/golden/answers/`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

import bracketed as bt
from bracketed.consensus.model import Model
from bracketed.consensus.rules import RULES, rule
from bracketed.consensus.streamlining.suggestions import Streamlining
from bracketed.errors import BracketedError, DraftError
from bracketed.positions.positions import Positions
from bracketed.variants.space import Space
from tests.cases import Case, cases
from tests.conftest import Golden
from tests.test_whole_drafts import answered, attributes, beyond, read_positions, rows

# What is printed of answers without rows is the same in most drafts, and in these all of it.
WITHOUT_ROWS = ("Alternatives and duplicates", "Nobody spoke")


def all_answers(space: Space, found: Positions, without_rows: bool) -> Iterator[str]:
    yield from answered(space, found, without_rows)
    yield from best_of_each_kind(space, found)
    yield from reasons(space, found)
    without = replace(found, rows=found.rows[1:])
    changed = bt.what_if(space, found, without)
    yield from rows("what if", [*changed.to_dicts(), *changed.to_blocks()])
    for measure in ("closable", "decided"):
        yield from rows(f"{measure} closings", attributes(bt.closings(space, found, measure, first_choices(space))))
    graph = bt.coalitions(found)
    yield from rows("coalitions", [graph.graph["communities"], *sorted(graph.nodes(data=True))])
    yield from rows("by article", bt.blocking(space, found).by_article().to_dicts())


def best_of_each_kind(space: Space, found: Positions) -> Iterator[str]:
    best = bt.least_contested(space, found)
    known = {*rows("", [*attributes(best), *best.to_blocks()])}
    for name in RULES:
        answer = bt.least_contested(space, found, name)
        yield from beyond(known, rows(f"best by {name}", [*attributes(answer), answer.to_dict(), *answer.to_blocks()]))
    outcomes: set[str] = set()
    for answer in (best, *bt.frontier(space, found)):
        yield from rows("a trade-off", [answer.to_dict()] if answer is not best else ())
        for delegation in found.delegations:
            outcome = bt.outcome(answer, delegation)
            lines = [*rows(delegation, [*attributes(outcome), *outcome.to_blocks()])]
            yield from beyond(outcomes, lines)
            outcomes |= {*lines[1:]}


def reasons(space: Space, found: Positions) -> Iterator[str]:
    for bracket in space.brackets[:3]:
        known: set[str] = set()
        for letter in bracket.letters:
            why = bt.why(space, found, bracket.id, letter)
            lines = [*rows(f"why {bracket.id} {letter}", [*attributes(why), *why.to_dict().items()])]
            yield from beyond(known, lines)
            known |= {*lines}


def first_choices(space: Space) -> dict[str, str]:
    return dict(list(space[0].choices.items())[:2])


# HiGHS takes longer than all else.
SOLVED = ("Grades", "Links", "Weights and doubts")


def solved(space: Space, found: Positions) -> Iterator[str]:
    for name in RULES:
        optimum = Model(space, [*found], 60).optimum(rule(name).solve)
        yield from rows(f"{name}, solved", [*optimum.steps, optimum.proven])


@pytest.mark.parametrize("case", cases("whole/answers"), ids=str)
def test_all_answers_are_as_before(case: Case, golden: Golden) -> None:
    draft = bt.parse(case.draft)
    table = case.blocks.get("positions")
    found = bt.read_positions(io.StringIO(table), draft) if table else bt.positions(draft)
    space = bt.variants(draft, found)
    answers = all_answers(space, found, case.title in WITHOUT_ROWS)
    lines = [*read_positions(found), *answers, *(solved(space, found) if case.title in SOLVED else ())]
    golden.check(f"answers/{case.file_name}.txt", "\n".join(lines) + "\n")


def suggested(case: Case) -> Iterator[str]:
    draft = bt.parse(case.draft)
    # Without the stances, too, where there are any.
    for made in (bt.streamline(draft), *(bt.streamline(draft, Positions()) for _ in draft.comments[:1])):
        yield from rows("suggestions", [made.sentences, *made.to_dicts(), *made.to_blocks()])
        for one in made:
            yield from rows(one.id, [*attributes(one), *applied(made, one.id)])
        yield from rows("all", applied(made, *(one.id for one in made if one.kind != "link")))


def applied(made: Streamlining, *ids: str) -> list[object]:
    try:
        draft, found = made.apply(*ids)
    except DraftError as refused:
        return [str(refused)]
    return [draft.source, *((row.delegation, row.bracket, row.option, row.stance, row.condition) for row in found)]


@pytest.mark.parametrize("case", cases("whole/longwinded"), ids=str)
def test_plainer_ways_to_write_are_suggested_as_before(case: Case, golden: Golden) -> None:
    golden.check(f"longwinded/{case.file_name}.txt", "\n".join(suggested(case)) + "\n")


SCALES = [
    {"delegation": name, "bracket": issue, "position": position, "salience": salience, "power": power}
    for name, power, places in (
        ("EU", 3, (0, 10, 60)),
        ("USA", 4, (100, 40, 10)),
        ("China", 3.5, (80, 0, 35)),
        ("Fiji", 0.5, (5, 100, 0)),
        ("Kenya", 1, (40, 90, 100)),
    )
    for issue, position, salience in zip(
        ("dues [old]", "rest", "boats"), places, (30 / power, 20 * power, 50), strict=True
    )
]


def test_exchanges_on_scales_are_as_before(golden: Golden) -> None:
    draft, found = bt.read_scales(SCALES)
    space = bt.variants(draft, found)
    lines = [draft.source, *read_positions(found)]
    for length in (2, 3, 4):
        answer = bt.exchanges(space, found, length=length, limit=8)
        lines += rows(
            f"exchanges of {length}",
            [*attributes(answer), *answer.to_dicts(), *answer.to_records(), *answer.to_blocks()],
        )
    best = bt.least_contested(space, found, "loss")
    lines += rows("best", [*attributes(best), *best.to_blocks()])
    golden.check("answers/exchanges_on_scales.txt", "\n".join(lines) + "\n")


def test_what_verbs_do_not_know_is_refused_as_before(golden: Golden) -> None:
    draft = bt.parse("1. Ports [shall/should] pay [X] [dues].\tComment by A: Kenya – use “shall”")
    found = bt.positions(draft)
    space = bt.variants(draft, found)
    best = bt.least_contested(space, found)
    calls: list[Callable[[], object]] = [
        lambda: bt.why(space, found, "9#9"),
        lambda: bt.why(space, found, "1#2"),
        lambda: bt.why(space, found, "1#1", "q"),
        lambda: bt.outcome(best, "Atlantis"),
        lambda: bt.outcome(best, "Peru"),
        lambda: bt.least_contested(space, found, "votes"),
        lambda: bt.levels(space, found, "votes"),
        lambda: bt.closings(space, found, "votes"),  # type: ignore[arg-type]
        lambda: bt.closings(space, found, choices={"1#1": "q"}),
        lambda: bt.closings(space, found, choices={"9#9": "a"}),
        lambda: bt.exchanges(space, found, length=1),
        lambda: bt.packages(space, found, length=0),
        lambda: bt.outlook(space, found, draws=0),
        lambda: bt.blocking(space, found)["9#9"],
        lambda: bt.streamline(draft, found)["flatten:9#9"],
        lambda: bt.streamline(draft, found).apply("flatten:9#9"),
        lambda: bt.variants(draft, found, links="some"),
    ]
    lines = []
    for call in calls:
        try:
            lines.append(f"answered: {call()!r}")
        except (BracketedError, ValueError, LookupError) as refused:
            lines.append(f"{type(refused).__name__}: {refused}")
    golden.check("answers/refused.txt", "\n".join(lines) + "\n")
