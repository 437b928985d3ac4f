"""What changed from draft to draft: edits that are known are told as what they are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.positions.positions import Position, Positions
from bracketed.progress.changes import Change
from bracketed.progress.diff import compare
from bracketed.progress.trend import Trend
from tests.cases import cases
from tests.shared import WTDC, needs_shared
from tests.strategies import broken_drafts, contested_drafts, drafts

NEGOTIATION = sorted((Path(__file__).parents[1] / "examples" / "negotiation").glob("draft_*.txt"))
HARBOUR = NEGOTIATION[0].parents[1] / "harbour_plan.txt"
STORY = {case.title: case.blocks for case in cases("progress")}


def told(one: str, two: str) -> list[Change]:
    return [change for change in compare(bt.parse(one), bt.parse(two)).changes if change.kind != "unchanged"]


def line(change: Change) -> str:
    """Return a change as a line of the story."""
    parts = [change.what, change.kind, *change.before, "->", *change.after, change.outcome, change.option]
    return " ".join(part for part in parts if part)


def lines(one: str, two: str) -> list[str]:
    return [line(change) for change in told(one, two)]


# A negotiation in six drafts


@pytest.mark.parametrize("number", range(1, 6))
def test_a_step_of_the_negotiation_is_reported_as_it_was_made(number: int) -> None:
    draft, later = (bt.read(path) for path in NEGOTIATION[number - 1 : number + 1])
    (step,) = bt.progress([draft, later]).steps
    expected = STORY[f"draft {number} to draft {number + 1}"]["changes"].splitlines()
    assert sorted(line(change) for change in step.changes if change.kind != "unchanged") == sorted(expected)


def test_the_accounts_of_the_negotiation_are_what_the_story_says() -> None:
    found = []
    for account in bt.progress(map(bt.read, NEGOTIATION)).accounts:
        parts = [
            f"{name} {' '.join(f'{point.bracket} ({point.draft})' for point in points)}"
            for name, points in (("won", account.won), ("conceded", account.conceded), ("met", account.met))
            if points
        ]
        parts += [f"holds {' '.join(account.holds)}"] if account.holds else []
        found.append(f"{account.delegation}: {', '.join(parts)}")
    assert found == STORY["accounts"]["accounts"].splitlines()


def test_where_the_drafts_of_the_negotiation_are() -> None:
    progress = bt.progress(map(bt.read, NEGOTIATION))
    assert [stage.brackets for stage in progress.stages] == [8, 9, 7, 6, 3, 1]
    assert [stage.contested for stage in progress.stages] == [29, 37, 36, 21, 11, 4]
    frame = progress.to_frame()
    assert frame["share"].round(3).tolist() == [0.18, 0.209, 0.206, 0.114, 0.059, 0.022]
    assert frame["closed"].dtype == "Int64"
    assert frame["closed"].tolist()[1:] == [1, 1, 2, 4, 2]
    assert repr(progress) == "<Progress over 6 drafts: 8, 9, 7, 6, 3, 1 brackets>"


# Whole drafts


@pytest.mark.parametrize("path", [HARBOUR, pytest.param(WTDC, marks=needs_shared)], ids=["harbour_plan", "wtdc"])
@pytest.mark.parametrize("seed", range(8))
def test_a_draft_that_was_settled_says_how(path: Path, seed: int) -> None:
    draft = bt.read(path)
    (variant,) = bt.variants(draft, links="none").sample(1, seed=seed)
    changes = [change for change in compare(draft, bt.parse(variant.text)).changes if change.what == "bracket"]
    assert {change.kind for change in changes} == {"closed"}
    taken = {change.before[0]: change.option for change in changes}
    assert {bracket: taken[bracket] for bracket in variant.choices} == dict(variant.choices)


# What any two drafts must satisfy


@given(st.one_of(drafts(), broken_drafts()))
def test_a_draft_has_not_changed_from_itself(text: str) -> None:
    draft = bt.parse(text)
    changes = compare(draft, bt.parse(text)).changes
    assert {(change.what, change.kind) for change in changes} <= {("bracket", "unchanged")}
    assert [(change.before, change.after) for change in changes if change.before != change.after] == []
    assert Counter(change.before[0] for change in changes) == Counter(bracket.id for bracket in draft.brackets)


@given(st.one_of(drafts(), broken_drafts()), st.one_of(drafts(), broken_drafts()))
def test_looking_back_gives_the_same_the_other_way_round(one: str, two: str) -> None:
    first, second = bt.parse(one), bt.parse(two)
    forward, backward = compare(first, second), compare(second, first)
    assert Counter(forward.changes) == Counter(change.mirrored() for change in backward.changes)
    assert forward.brackets == {before: after for after, before in backward.brackets.items()}
    # Each bracket of either draft is told of, once or, if more than one thing has become of it, more often.
    for draft, names in ((first, "before"), (second, "after")):
        spoken = {id_ for change in forward.changes if change.what == "bracket" for id_ in getattr(change, names)}
        assert spoken == {bracket.id for bracket in draft.brackets}


@given(contested_drafts(), contested_drafts())
def test_accounts_of_any_two_drafts_are_of_those_who_spoke(one: object, two: object) -> None:
    progress = bt.progress([one.draft, two.draft], [one.positions, two.positions])  # type: ignore[attr-defined]
    names = {row.delegation for case in (one, two) for row in case.positions}  # type: ignore[attr-defined]
    assert {account.delegation for account in progress.accounts} == names


# Known edits


@dataclass(frozen=True)
class Choice:
    """A bracket: its options, and whether it may be left out (one option) or is a choice between several."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        return f"[{' OR '.join(self.options)}]"

    @property
    def letters(self) -> tuple[str, ...]:
        return ("a", "omit") if len(self.options) == 1 else tuple("abc"[: len(self.options)])

    def settled(self, letter: str) -> str:
        return "" if letter == "omit" else self.options["abc".index(letter)]


@dataclass(frozen=True)
class Sentence:
    """A provision: pieces of words and choices, none of which stands beside another."""

    pieces: tuple[str | Choice, ...]

    def __str__(self) -> str:
        return " ".join(str(piece) for piece in self.pieces if str(piece))

    def with_piece(self, place: int, piece: str | Choice) -> Sentence:
        return replace(self, pieces=(*self.pieces[:place], piece, *self.pieces[place + 1 :]))


@dataclass(frozen=True)
class Text:
    """A draft of numbered provisions."""

    sentences: tuple[Sentence, ...]
    first: int = 1

    def __str__(self) -> str:
        return "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(self.sentences, self.first))

    def with_sentence(self, place: int, *sentences: Sentence) -> Text:
        return replace(self, sentences=(*self.sentences[:place], *sentences, *self.sentences[place + 1 :]))

    @property
    def choices(self) -> list[tuple[int, int, str]]:
        """Return the sentence, the piece and the id of each choice."""
        found = []
        for number, sentence in enumerate(self.sentences):
            inside = 0
            for place, piece in enumerate(sentence.pieces):
                if isinstance(piece, Choice):
                    inside += 1
                    found.append((number, place, f"{number + self.first}#{inside}"))
        return found


@dataclass
class Words:
    """Hands out words: each a new one, but for the small words that stand everywhere."""

    draw: st.DrawFn
    used: int = 0
    small: tuple[str, ...] = field(default=("of", "the", "and", "to", "in", "a"))

    def some(self, low: int, high: int) -> str:
        found = []
        for _ in range(self.draw(st.integers(low, high))):
            if found and found[-1] not in self.small and self.draw(st.booleans()):
                found.append(self.draw(st.sampled_from(self.small)))
            self.used += 1
            found.append(f"word{self.used}")
        return " ".join(found)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    words = Words(draw)
    sentences = []
    for _ in range(draw(st.integers(3, 6))):
        pieces: list[str | Choice] = [words.some(3, 6)]
        for _ in range(draw(st.integers(0, 2))):
            options = draw(st.integers(1, 3))
            pieces += [Choice(tuple(words.some(1, 3) for _ in range(options))), words.some(2, 5)]
        sentences.append(Sentence(tuple(pieces)))
    if not any(len(sentence.pieces) > 1 for sentence in sentences):
        sentences[0] = Sentence((words.some(3, 6), Choice((words.some(1, 3), words.some(1, 3))), words.some(2, 5)))
    return Text(tuple(sentences))


@given(texts(), st.data())
def test_closing_a_bracket(text: Text, data: st.DataObject) -> None:
    number, place, id_ = data.draw(st.sampled_from(text.choices))
    sentence = text.sentences[number]
    choice = sentence.pieces[place]
    assert isinstance(choice, Choice)
    letter = data.draw(st.sampled_from(choice.letters))
    later = text.with_sentence(number, sentence.with_piece(place, choice.settled(letter)))
    outcome = "omitted" if letter == "omit" else "kept" if len(choice.options) == 1 else "alternative"
    assert lines(str(text), str(later)) == [f"bracket closed {id_} -> {outcome} {letter}"]
    assert lines(str(later), str(text)) == [f"bracket opened -> {id_} {outcome} {letter}"]


@given(texts(), st.data())
def test_closing_a_bracket_by_new_wording(text: Text, data: st.DataObject) -> None:
    number, place, id_ = data.draw(st.sampled_from(text.choices))
    sentence = text.sentences[number]
    later = text.with_sentence(number, sentence.with_piece(place, "something else entirely"))
    (change,) = told(str(text), str(later))
    assert line(change) == f"bracket closed {id_} -> new wording"
    assert change.words_after == "something else entirely"


@given(texts(), st.data())
def test_closing_several_brackets_at_once(text: Text, data: st.DataObject) -> None:
    later, expected = text, []
    for number, place, id_ in text.choices:
        choice = text.sentences[number].pieces[place]
        assert isinstance(choice, Choice)
        letter = data.draw(st.sampled_from(choice.letters))
        outcome = "omitted" if letter == "omit" else "kept" if len(choice.options) == 1 else "alternative"
        later = later.with_sentence(number, later.sentences[number].with_piece(place, choice.settled(letter)))
        expected.append(f"bracket closed {id_} -> {outcome} {letter}")
    assert sorted(lines(str(text), str(later))) == sorted(expected)


@given(texts(), st.data())
def test_opening_a_bracket_round_words(text: Text, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(text.sentences) - 1))
    words = str(text.sentences[number].pieces[0]).split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    words = [*words[:start], "[" + words[start], *words[start + 1 :]]
    words[end - 1] += "]"
    later = text.with_sentence(number, text.sentences[number].with_piece(0, " ".join(words)))
    # A bracket that stands beside another may be read as one choice with it.
    if end < len(words) or len(text.sentences[number].pieces) == 1:
        assert lines(str(text), str(later)) == [f"bracket opened -> {number + 1}#1 kept a"]


@given(texts(), st.data())
def test_moving_a_provision(text: Text, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(text.sentences) - 1))
    rest = [*text.sentences[:number], *text.sentences[number + 1 :]]
    to = data.draw(st.integers(0, len(rest)).filter(lambda to: to != number))
    later = replace(text, sentences=(*rest[:to], text.sentences[number], *rest[to:]))
    changes = told(str(text), str(later))
    assert {(change.what, change.kind) for change in changes} <= {("provision", "moved"), ("provision", "renumbered")}
    moved = [change for change in changes if change.kind == "moved"]
    assert len(moved) == 1
    # Of two that change places either has moved.
    if abs(to - number) > 1:
        assert (moved[0].before, moved[0].after) == ((str(number + 1),), (str(to + 1),))


@given(texts())
def test_renumbering_all_provisions(text: Text) -> None:
    later = replace(text, first=12)
    expected = [f"provision renumbered {n + 1} -> {n + 12}" for n in range(len(text.sentences))]
    assert lines(str(text), str(later)) == expected
    changes = compare(bt.parse(str(text)), bt.parse(str(later))).changes
    assert [c.after[0] for c in changes if c.kind == "unchanged"] == [
        f"{int(c.before[0].split('#')[0]) + 11}#{c.before[0].split('#')[1]}" for c in changes if c.kind == "unchanged"
    ]


@given(texts(), st.data())
def test_splitting_and_merging_a_provision(text: Text, data: st.DataObject) -> None:
    words = Words(data.draw, used=1000)
    number = data.draw(st.integers(0, len(text.sentences) - 1))
    whole = text.sentences[number]
    # Both parts need words enough to be known by.
    halves = (replace(whole, pieces=(*whole.pieces, "so", words.some(4, 8))), Sentence((words.some(5, 9),)))
    before = text.with_sentence(number, Sentence((*halves[0].pieces, *halves[1].pieces)))
    after = text.with_sentence(number, *halves)
    label = number + 1
    renumbered = [f"provision renumbered {n + 1} -> {n + 2}" for n in range(label, len(text.sentences))]
    found = lines(str(before), str(after))
    assert sorted(found) == sorted([f"provision split {label} -> {label} {label + 1}", *renumbered])
    back = lines(str(after), str(before))
    renumbered = [f"provision renumbered {n + 2} -> {n + 1}" for n in range(label, len(text.sentences))]
    assert sorted(back) == sorted([f"provision merged {label} {label + 1} -> {label}", *renumbered])


@given(texts(), st.data())
def test_narrowing_and_widening_by_an_option(text: Text, data: st.DataObject) -> None:
    number, place, id_ = data.draw(st.sampled_from(text.choices))
    sentence = text.sentences[number]
    choice = sentence.pieces[place]
    assert isinstance(choice, Choice)
    # Three options, of which one goes.
    whole = Choice((*choice.options, "fresh one", "fresh two")[:3])
    gone = data.draw(st.integers(0, 2))
    part = Choice(tuple(option for n, option in enumerate(whole.options) if n != gone))
    one, two = (text.with_sentence(number, sentence.with_piece(place, piece)) for piece in (whole, part))
    (change,) = told(str(one), str(two))
    assert line(change) == f"bracket narrowed {id_} -> {id_}"
    assert (change.options, change.words) == (("abc"[gone],), (whole.options[gone],))
    assert lines(str(two), str(one)) == [f"bracket widened {id_} -> {id_}"]


@given(texts(), st.data())
def test_narrowing_and_widening_by_words(text: Text, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(text.sentences) - 1))
    sentence = text.sentences[number]
    one = text.with_sentence(number, replace(sentence, pieces=("begin [alpha beta gamma] then", *sentence.pieces)))
    two = text.with_sentence(number, replace(sentence, pieces=("begin [alpha beta] gamma then", *sentence.pieces)))
    (change,) = told(str(one), str(two))
    assert line(change) == f"bracket narrowed {number + 1}#1 -> {number + 1}#1"
    assert change.words == ("gamma",)
    assert lines(str(two), str(one)) == [f"bracket widened {number + 1}#1 -> {number + 1}#1"]


@given(texts(), st.data())
def test_splitting_and_merging_a_bracket(text: Text, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(text.sentences) - 1))
    sentence = text.sentences[number]
    one, two = (
        text.with_sentence(number, replace(sentence, pieces=(words, *sentence.pieces)))
        for words in ("begin [alpha beta gamma delta] then", "begin [alpha] beta [gamma delta] then")
    )
    label = number + 1
    assert lines(str(one), str(two)) == [f"bracket split {label}#1 -> {label}#1 {label}#2"]
    assert lines(str(two), str(one)) == [f"bracket merged {label}#1 {label}#2 -> {label}#1"]


@given(texts(), st.data())
def test_moving_a_bracket_to_another_provision(text: Text, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(text.sentences) - 1))
    to = data.draw(st.integers(0, len(text.sentences) - 1).filter(lambda to: to != number))

    def ending(place: int, *pieces: str) -> Sentence:
        return replace(text.sentences[place], pieces=(*text.sentences[place].pieces, "at last", *pieces))

    one = text.with_sentence(number, ending(number, "[on agreed terms]")).with_sentence(to, ending(to))
    two = text.with_sentence(number, ending(number)).with_sentence(to, ending(to, "[on agreed terms]"))
    (change,) = told(str(one), str(two))
    assert (change.kind, change.provision_before, change.provision_after) == ("moved", str(number + 1), str(to + 1))


# Single cases


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # What a bracket takes along, and what it does not.
        ("1. All [old [and small]] ports pay.", "1. All old and small ports pay.", ["1#1 kept a", "1#1a.1 kept a"]),
        ("1. All [old [and small]] ports pay.", "1. All old ports pay.", ["1#1 kept a", "1#1a.1 omitted omit"]),
        ("1. All [old [and small]] ports pay.", "1. All ports pay.", ["1#1 omitted omit", "1#1a.1 omitted omit"]),
        ("1. Use [coal [now]/gas] only.", "1. Use gas only.", ["1#1 alternative b", "1#1a.1 omitted omit"]),
        ("1. Use [coal [now]/gas] only.", "1. Use [gas/oil] only.", ["1#1a.1 omitted omit"]),
        # Inside a word, and where the article changes with the next word.
        ("1. inter[national] aid flows.", "1. international aid flows.", ["1#1 kept a"]),
        ("1. inter[national] aid flows.", "1. inter aid flows.", ["1#1 omitted omit"]),
        ("1. It is an [annual] report.", "1. It is a report.", ["1#1 omitted omit"]),
        # A blank that was filled in, or given up.
        ("1. Meets in [X] towns.", "1. Meets in three towns.", ["1#1 new wording"]),
        ("1. Meets in [X] towns.", "1. Meets in towns.", ["1#1 omitted omit"]),
        # New wording that is near to an option, and words next to one that was taken.
        ("1. Pay [voluntary/assessed] dues.", "1. Pay voluntary and other dues.", ["1#1 new wording a"]),
        ("1. Parties [shall/should] soon report.", "1. Parties shall in time report.", ["1#1 alternative a"]),
        # Whole provisions in one bracket, of which one stays.
        ("[1. Ports report.\n2. Ports pay dues.]\n3. We meet.", "1. Ports report.\n2. We meet.", ["1#1 new wording a"]),
        ("[1. Ports report.\n2. Ports pay dues.]", "1. Ports report.\n2. Ports pay dues.", ["1#1 kept a"]),
        ("1. Pay.\n2. Go [now or never].", "1. Pay.", ["2#1 omitted omit"]),
        ("1. 我们[应当/可以]保护森林。", "1. 我们可以保护森林。", ["1#1 alternative b"]),
    ],
)
def test_how_a_bracket_was_closed(before: str, after: str, expected: list[str]) -> None:
    closed = [change for change in told(before, after) if change.kind == "closed"]
    assert [" ".join([change.before[0], change.outcome, change.option]).strip() for change in closed] == expected


def test_other_words_in_the_same_place_are_the_same_bracket() -> None:
    changes = told("1. Parties [shall/should] report.", "1. Parties [must/may] report.")
    assert [(change.kind, change.words) for change in changes] == [
        ("narrowed", ("shall", "should")),
        ("widened", ("must", "may")),
    ]


def test_options_in_another_order_are_the_same() -> None:
    assert told("1. Parties [shall/should] report.", "1. Parties [should/shall] report.") == []


def test_words_outside_brackets_are_reported_where_they_change() -> None:
    changes = told("1. Ports [shall] report each year.", "1. Ports [shall] report every second year.")
    assert [change.sentence for change in changes] == [
        "Provision 1 was reworded outside its brackets: “every second” in place of “each”."
    ]


def test_most_paragraphs_may_have_changed() -> None:
    nouns = ["ports", "forests", "rivers", "lakes", "roads", "schools", "clinics", "markets", "bridges", "harbours"]
    one = "\n".join(f"{n}. The {noun} of the region [shall] be kept clean by towns." for n, noun in enumerate(nouns, 1))
    two = "\n".join(
        f"{n}. From now on the {noun} of our region [shall] all be kept clean and safe by towns."
        for n, noun in enumerate(nouns, 4)
    )
    changes = compare(bt.parse(one), bt.parse(two)).changes
    pairs = [(change.before, change.after) for change in changes if change.kind == "renumbered"]
    assert pairs == [((str(n),), (str(n + 3),)) for n in range(1, 11)]
    assert sum(change.kind == "unchanged" for change in changes) == 10


def test_what_is_between_provisions_may_be_merged_with_one() -> None:
    plan, timeline = "DRAFT WORK AND RESOURCING PLAN", "4. TIMELINE"
    assert lines(f"{plan}\n\n{timeline}", f"{timeline}\n{plan}") == ["provision reworded 4 -> 4"]


@pytest.mark.slow
def test_deep_nests_are_followed() -> None:
    deep = "1. Ports " + "[a " * 500 + "b" + "]" * 500 + " pay."
    assert told(deep, deep.replace("Ports", "All ports"))[0].kind == "reworded"
    assert {change.kind for change in told(deep, "1. Ports pay.")} == {"closed"}


def test_large_provisions_are_aligned_by_runs_that_occur_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from bracketed.progress import alignment

    one = "1. " + " ".join(f"w{n}" for n in range(300)) + " [shall] end."
    two = one.replace("w150", "other").replace("[shall] ", "shall ")
    expected = lines(one, two)
    monkeypatch.setattr(alignment, "_LARGEST", 500)
    assert lines(one, two) == expected == ["provision reworded 1 -> 1", "bracket closed 1#1 -> kept a"]


# Accounts and pace


def positions(*rows: tuple[str, str, str, str]) -> Positions:
    return Positions(tuple(Position(*row) for row in rows))  # type: ignore[arg-type]


def test_who_won_and_conceded_on_a_closed_bracket() -> None:
    before, after = bt.parse("1. Parties [shall/should/may] report."), bt.parse("1. Parties should report.")
    stances = positions(
        ("A", "1#1", "b", "supports"),
        ("B", "1#1", "b", "objects"),
        ("C", "1#1", "a", "supports"),
        ("D", "1#1", "a", "objects"),
        ("E", "1#1", "b", "accepts"),
        ("F", "1#1", "a", "supports"),
        ("F", "1#1", "b", "accepts"),
        ("G", "1#1", "b", "blocks"),
    )
    found = bt.progress([before, after], [stances, Positions()]).accounts
    verdicts = {a.delegation: ("won" if a.won else "conceded" if a.conceded else "") for a in found}
    conceded = dict.fromkeys("BCFG", "conceded")
    assert verdicts == {"A": "won", "D": "won", "E": "", **conceded}
    assert found[4].sentence == "E neither won nor conceded anything."
    assert found[0].sentence == "A won 1#1 in draft 2."


def test_words_that_only_comments_contest_count_for_delegations() -> None:
    before = bt.parse("1. A survey of charges and tariffs.\tComment by A: USA – remove “and tariffs”\nChile – keep")
    after = bt.parse("1. A survey of charges.")
    accounts = {account.delegation: account for account in bt.progress([before, after]).accounts}
    assert [point.option for point in accounts["USA"].won] == ["omit"]
    assert len(accounts["Chile"].conceded) == 1
    still = bt.progress([before, before]).accounts
    assert [(account.won, account.conceded, account.holds) for account in still] == [((), (), ("1#i1",))] * 2


def test_pace_is_reported_only_where_there_is_one() -> None:
    assert Trend.through([9, 5]) is None
    assert Trend.through([5, 5, 5]) is None
    assert Trend.through([3, 5, 7]) is None
    assert Trend.through([9, 5, 0]) is None
    assert Trend.through([9, 6, 3]) == Trend(3, 4, 4, 4)
    bumpy = Trend.through([9, 4, 8])
    assert bumpy is not None
    assert bumpy.latest is None
    assert bumpy.sentence.endswith("with one draft less, not before draft 2.8, or never.")


def test_the_figures_of_a_pace_are_written_as_people_write_them() -> None:
    pace = Trend.through([12_340, 9_500, 6_680])
    assert pace is not None
    assert pace.sentence.startswith("At this rate, 2,830 a draft, none would be left at draft 5.4;")
    small = Trend.through([0.0003, 0.0002, 0.00015])
    assert small is not None
    assert "e-" not in small.sentence


@given(st.lists(st.integers(0, 50), min_size=3, max_size=8))
def test_the_range_of_a_pace_holds_its_line(values: list[int]) -> None:
    pace = Trend.through(values)
    if pace is not None:
        middle, height = (len(values) + 1) / 2, sum(values) / len(values)
        assert pace.reaches == pytest.approx(middle + height / pace.falls)
        assert pace.earliest <= pace.reaches <= (pace.latest or float("inf"))


def test_progress_needs_two_drafts_and_their_positions() -> None:
    draft = bt.parse("1. Parties [shall] report.")
    with pytest.raises(ValueError, match="progress needs two drafts or more; got 1"):
        bt.progress([draft])
    with pytest.raises(ValueError, match="there are 2 drafts, but positions of 1"):
        bt.progress([draft, draft], [Positions()])


def test_of_all_brackets_it_is_said_how_many_are_to_be_filled_in() -> None:
    drafts = [bt.parse(f"1. Ports {words}.") for words in ("[pay] by [X]", "pay by [X] or [Y]", "pay")]
    progress = bt.progress(drafts)
    said = [
        step.figures(*pair).partition(";")[0]
        for step, pair in zip(progress.steps, pairwise(progress.stages), strict=True)
    ]
    assert said == [
        "2 brackets before (1 of them to be filled in), 2 after (2 of them to be filled in)",
        "2 brackets before (2 of them to be filled in), 0 after",
    ]


def test_changes_as_tables() -> None:
    step = bt.progress(map(bt.read, NEGOTIATION[:2])).steps[0]
    frame = step.to_frame()
    assert frame.columns.tolist()[:4] == ["what", "kind", "before", "after"]
    assert len(frame) == len(step.changes)
    assert bt.to_frame(step.changes).equals(frame)
    assert repr(step) == "<Transition 'draft_1.txt' to 'draft_2.txt': 2 opened, 1 closed, 1 widened, 6 unchanged>"


def test_the_examples_follow_each_other() -> None:
    numbers = [int(re.sub(r"\D", "", path.stem)) for path in NEGOTIATION]
    assert all(two - one == 1 for one, two in pairwise(numbers))
