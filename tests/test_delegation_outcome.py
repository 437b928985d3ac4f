"""What one delegation gets in a text: by the definitions, over all texts that are as good."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.consensus.contestation import Answer
from bracketed.consensus.delegation_outcome import BracketOutcome, Outcome
from bracketed.errors import ImpossibleError, UnknownNameError
from bracketed.positions.positions import Position, Positions
from tests.brute import Choices, all_choices, cost, counts, least
from tests.strategies import Case, contested_drafts

TEXT = "1. Ports [shall/should/may] report [annually].\n2. Fees [are waived]."


def best(*stances: tuple[str, str, str, str], text: str = TEXT, rule: str = "objections") -> Answer:
    """Return the least contested text by stances, each of which names delegation, bracket, option and kind."""
    draft = bt.parse(text)
    rows = Positions(tuple(Position(*stance) for stance in stances))  # type: ignore[arg-type]
    return bt.least_contested(bt.variants(draft, rows), rows, rule)


def result_of(rows: list[Position], tied: list[Choices], bracket: str) -> str:
    """Return the result at a bracket for a delegation with these rows."""
    taken = {choices.get(bracket, "") for choices in tied}
    conditions = [[counts_condition(row, choices) for choices in tied] for row in rows]
    if len(taken) > 1 or any(len({*met}) > 1 for met in conditions):
        return "open"
    (letter,) = taken
    rows = [row for row, met in zip(rows, conditions, strict=True) if met[0]]
    on_it = {row.stance for row in rows if row.option == letter}
    others = {row.stance for row in rows if row.option != letter}
    if not letter or not rows:
        return "neither"
    if on_it:
        return "loses" if on_it & {"objects", "blocks"} else "wins" if "supports" in on_it else "neither"
    return "loses" if "supports" in others else "wins" if others & {"objects", "blocks"} else "neither"


def counts_condition(row: Position, choices: Choices) -> bool:
    return all(choices.get(bracket) == letter for bracket, letter in row.condition)


@given(contested_drafts(), st.data())
def test_results_and_red_lines_are_those_of_all_texts_that_are_as_good(case: Case, data: st.DataObject) -> None:
    variants = all_choices(case.draft.content, (*case.links, *case.rules))
    assume(case.positions.rows)
    try:
        space = bt.variants(case.draft, case.positions).bound(case.rules)
    except ImpossibleError:
        assume(False)
    name = data.draw(st.sampled_from(case.positions.delegations))
    found = bt.outcome(bt.least_contested(space, case.positions), name)
    tied = least(variants, lambda choices: cost(case.positions, choices))
    own: dict[str, list[Position]] = {}
    for row in case.positions:
        if row.delegation == name:
            own.setdefault(row.bracket, []).append(row)
    assert {row.bracket for row in found} == {*own}
    for row in found:
        expected = result_of(own[row.bracket], tied, row.bracket)
        # Of several conditions at once it is only known what each bracket takes, and not what goes together.
        joint = any(len(stance.condition) > 1 for stance in own[row.bracket])
        assert row.result == expected or (joint and row.result == "open"), row
        assert {*row.taken, *[""] * row.falls} == {choices.get(row.bracket, "") for choices in tied}
    assert len(found) == len(found.wins) + len(found.loses) + len(found.open) + len(found.neither)
    lines = [row for row in case.positions if row.delegation == name and row.stance == "blocks"]
    assert [line.stance for line in found.red_lines] == lines
    for line in found.red_lines:
        crossed = {counts(line.stance, choices) for choices in tied}
        assert crossed == {"holds": {False}, "crossed": {True}}.get(line.status, crossed)
        assert line.stance.condition or (line.status == "open") == (len(crossed) > 1)


def at(found: Outcome, bracket: str) -> BracketOutcome:
    return next(row for row in found if row.bracket == bracket)


def test_what_is_taken_is_reported_with_who_is_on_which_side() -> None:
    answer = best(
        *(("UK", "1#1", "a", "objects"), ("USA", "1#1", "a", "blocks"), ("Brazil", "1#1", "a", "supports")),
        *(("Kenya", "1#1", "b", "blocks"), ("Kenya", "1#1", "c", "blocks"), ("Fiji", "1#1", "c", "blocks")),
        ("Peru", "1#1", "b", "blocks"),
    )
    uk = bt.outcome(answer, "UK")
    row = at(uk, "1#1")
    assert (row.result, row.taken, row.allies, row.opponents) == ("loses", ("a",), ("USA",), ("Brazil",))
    assert row.sentence == "1#1: the text takes “shall”, which UK opposes, with USA; Brazil wants otherwise."
    usa = bt.outcome(answer, "USA")
    assert usa.summary == "USA wins 0 of 1 bracket, loses 1; its one red line is crossed."
    assert at(usa, "1#1").sentence == (
        "1#1: the text takes “shall”, which crosses a red line of USA, with UK; Brazil wants otherwise."
    )
    assert [line.sentence for line in usa.red_lines] == ["The red line of USA against “shall” (1#1) is crossed."]
    assert bt.outcome(answer, "Kenya").summary == "Kenya wins 1 of 1 bracket, loses 0; its two red lines hold."


def test_each_view_of_what_is_taken_has_its_words() -> None:
    answer = best(
        *(("UK", "1#1", "b", "supports"), ("EU", "1#1", "b", "accepts"), ("EU", "1#1", "a", "supports")),
        *(("Peru", "1#1", "b", "reserves"), ("Fiji", "1#1", "a", "objects"), ("Chad", "1#1", "c", "supports")),
        *(("UK", "1#1", "c", "objects"), ("USA", "1#1", "b", "supports"), ("USA", "1#1", "a", "blocks")),
    )
    assert answer.variant.choices["1#1"] == "b"
    told = {name: at(bt.outcome(answer, name), "1#1") for name in ("UK", "EU", "Peru", "Fiji", "Chad")}
    assert {name: row.result for name, row in told.items()} == {
        "UK": "wins",
        "EU": "neither",
        "Peru": "neither",
        "Fiji": "wins",
        "Chad": "loses",
    }
    views = {name: row.sentence.partition("“should”")[2] for name, row in told.items()}
    assert views == {
        "UK": ", as UK wants, with USA; EU and Chad want otherwise.",
        "EU": ", which EU can live with; UK, Fiji, Chad and USA want otherwise.",
        "Peru": ", on which Peru reserves its position.",
        "Fiji": "; Fiji opposes “shall”, with USA; EU wants otherwise.",
        "Chad": "; Chad wants “may”; UK, EU and USA want otherwise.",
    }


def test_a_toss_is_open_and_names_both_sides() -> None:
    found = bt.outcome(best(("UK", "1#2", "a", "supports"), ("EU", "1#2", "omit", "supports")), "UK")
    assert found.summary == "UK wins 0 of 1 bracket, loses 0, 1 is still open."
    assert at(found, "1#2").sentence == (
        "1#2: a toss between “annually” and leaving out “annually”; UK wants “annually”; EU wants otherwise."
    )


def test_what_falls_away_is_neither_won_nor_lost() -> None:
    text = "1. Ports report [each [month/year] in full OR gladly]."
    answer = best(("UK", "1#1", "a", "objects"), ("EU", "1#1a.1", "b", "supports"), text=text)
    found = bt.outcome(answer, "EU")
    assert found.summary == "EU wins 0 of 1 bracket, loses 0, 1 is neither won nor lost (1 falls away)."
    assert at(found, "1#1a.1").sentence == (
        "1#1a.1: it falls away, since the words around it are left out; EU wants “year”."
    )


def test_a_condition_is_reported_with_whether_it_is_met() -> None:
    draft = bt.parse(TEXT)
    rows = Positions(
        (
            Position("UK", "1#1", "b", "supports", condition=(("2#1", "omit"),)),
            Position("EU", "2#1", "a", "supports", 2),
            Position("EU", "1#1", "b", "supports"),
        )
    )
    found = bt.outcome(bt.least_contested(bt.variants(draft, rows), rows), "UK")
    (row,) = found
    assert (row.result, row.conditions[0].is_met) == ("neither", False)
    assert row.sentence.endswith(
        "UK takes its stance only with leaving out “are waived” (2#1): that is not met, so that the stance does not "
        "count."
    )
    met = rows.without("EU") + Positions((Position("EU", "2#1", "omit", "supports"),))
    (row,) = bt.outcome(bt.least_contested(bt.variants(draft, met), met), "UK")
    assert (row.result, row.conditions[0].is_met) == ("wins", True)


def test_an_entry_of_a_ranking_further_down_is_one_text() -> None:
    draft = bt.parse(TEXT)
    rows = Positions((Position("UK", "1#2", "a", "supports"),))
    first, second = islice(bt.ranking(bt.variants(draft, rows), rows), 2)
    assert [bt.outcome(answer, "UK").summary for answer in (first, second)] == [
        "UK wins 1 of 1 bracket, loses 0.",
        "UK wins 0 of 1 bracket, loses 1.",
    ]


def test_where_ties_cannot_be_gone_through_it_is_the_outcome_of_the_text_that_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stances = ("UK", "1#2", "a", "supports"), ("EU", "1#2", "omit", "supports")
    # A solver finds one text, and does not look for others.
    monkeypatch.setattr("bracketed.consensus.enumeration.LIMIT", 0)
    by_worst = bt.outcome(best(*stances, rule="minimax"), "UK")
    assert (by_worst.is_of_one, len(by_worst.open)) == (True, 0)
    assert "Other texts may be as good" in next(iter(by_worst.to_blocks()))  # type: ignore[operator]
    assert not bt.outcome(best(*stances), "UK").is_of_one


def test_a_group_speaks_for_itself_alone_unless_it_is_expanded() -> None:
    draft = bt.parse(TEXT)
    rows = Positions((Position("BASIC", "1#2", "a", "objects"), Position("India", "2#1", "a", "supports")))
    answer = bt.least_contested(bt.variants(draft, rows), rows)
    assert [row.bracket for row in bt.outcome(answer, "India")] == ["2#1"]
    more = rows.expand_groups()
    answer = bt.least_contested(bt.variants(draft, more), more)
    assert [row.bracket for row in bt.outcome(answer, "India")] == ["1#2", "2#1"]


def test_names_are_known_by_any_spelling_and_unknown_ones_reported() -> None:
    answer = best(("UK", "1#2", "a", "supports"), ("Norway", "1#2", "a", "supports"))
    assert bt.outcome(answer, "United Kingdom").delegation == "UK"
    assert bt.outcome(answer, "norway").delegation == "Norway"
    with pytest.raises(UnknownNameError, match=r"there is no delegation 'Norwy'; did you mean Norway\?"):
        bt.outcome(answer, "Norwy")
    with pytest.raises(UnknownNameError, match=r"^Japan has no position here; there are: UK, Norway"):
        bt.outcome(answer, "Japan")


def test_what_is_no_answer_is_refused_with_the_right_call() -> None:
    space = bt.variants(bt.parse(TEXT))
    with pytest.raises(TypeError, match=r"an answer is wanted, got Space; give bt\.least_contested"):
        bt.outcome(space, "UK")  # type: ignore[arg-type]


def test_a_delegation_whose_stances_are_on_no_bracket_of_the_space() -> None:
    draft = bt.parse(TEXT)
    rows = Positions((Position("UK", "9#1", "a", "supports"),))
    found = bt.outcome(bt.least_contested(bt.variants(draft), rows), "UK")
    assert found.summary == "UK takes no stance on any bracket of this text."
    assert found.to_frame().empty
    assert list(found.to_frame().columns) == Outcome.columns.split()


def test_plain_values_and_what_a_notebook_shows() -> None:
    found = bt.outcome(best(("UK", "1#2", "a", "supports"), ("UK", "2#1", "a", "blocks")), "UK")
    plain = found.to_dict()
    assert [row["bracket"] for row in plain["wins"]] == ["1#2", "2#1"]
    assert plain["red_lines"][0]["status"] == "holds"
    assert list(found.to_frame()["result"]) == ["wins", "wins"]
    page = found._repr_html_()
    assert "The red line of UK against “are waived” (2#1) holds." in page
    hostile = bt.outcome(best(("<b>UK", "1#2", "a", "supports")), "<b>UK")
    assert "<b>UK" not in hostile._repr_html_()


def test_a_red_line_holds_if_its_option_and_its_condition_never_come_together() -> None:
    text = "1. Ports [pay/save]. Docks [open/shut]."
    draft = bt.parse(text)
    rows = Positions((Position("UK", "1#1", "a", "blocks", condition=(("1#2", "a"),)),))
    answer = bt.least_contested(bt.variants(draft, rows), rows)
    # Three of the four texts are as good: each takes “pay” or “open”, and none takes both.
    assert answer.ties == 3
    (line,) = bt.outcome(answer, "UK").red_lines
    assert line.status == "holds"


def test_words_that_are_to_go_in_without_a_place_are_not_in_the_text() -> None:
    draft = bt.parse("1. Ports [pay].\tComment by A: UK – insert “daily”\nUK – keep “pay”")
    positions = bt.positions(draft)
    found = bt.outcome(bt.least_contested(bt.variants(draft, positions), positions), "UK")
    (row,) = (row for row in found if row.bracket == "1#i1")
    assert "“daily” is to go in, and no comment says where: it is not in the text" in row.sentence
