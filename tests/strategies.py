"""Hypothesis strategies for short drafts, sound and broken, and for drafts with positions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.links import Link
from bracketed.positions.positions import Position, Positions, Stance
from tests.reading_strategies import blind_drafts, harmed_drafts

WORDS = ["Parties", "shall", "report", "annually", "finance", "and/or", "the", "telecommunications/ICT", "of", "or"]

# Who wants a bracket, in front of it, in it and behind it, and what has been agreed.
NAMED = ["[EU: {}]", "[{} – EU, Norway]", "[{} (Kenya)]", "[{}] (Japan)", "[{}] (delete – USA)", "[{}] [AUS]"]

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
labels = st.sampled_from(
    ["1. ", "D.2-a: ", "D.-3-a: ", "Article 4\n", "(a) ", "17 bis. ", "1 alt. ", "", "# Heading\n", "Option 1: "]
)
authors = st.sampled_from(["Ana Keller", "Keller, Ana [2]", "Brazil"])
remarks = st.sampled_from(
    ["UK – remove “finance”", "USA – keep\nUK – remove", "Agree.", "no “closing mark", "a [bracket] in it"]
)
comments = st.builds("\tComment by {}: {}".format, authors, remarks)


def _bracket(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    option = st.lists(inner, min_size=1, max_size=3).map(" ".join)
    separator = st.sampled_from(["/", " / ", " OR ", "\nOR\n", "\nor\n", "\nOR\nAlternative X: "])
    return st.one_of(
        option.map("[{}]".format),
        st.tuples(option, separator, option).map(lambda parts: f"[{''.join(parts)}]"),
        st.tuples(option, st.sampled_from(["", " ", " or ", "/", " OR "]), option).map(
            lambda p: f"[{p[0]}]{p[1]}[{p[2]}]"
        ),
        st.sampled_from(["[]", "[ ]", "[X]", "[…]", "[1]", "[sic]", "[30]", "[0, 1)", "[Note: see above]", "［y］"]),
        st.tuples(option, st.sampled_from(NAMED)).map(lambda p: p[1].format(p[0])),
    )


brackets = st.recursive(words, _bracket, max_leaves=12)
paragraphs = st.lists(st.one_of(words, brackets, comments), min_size=1, max_size=5).map(" ".join)
provisions = st.builds("{}{}".format, labels, paragraphs)


def drafts() -> st.SearchStrategy[str]:
    """Return drafts whose brackets are balanced."""
    return st.lists(provisions, min_size=1, max_size=5).map("\n".join)


def broken_drafts() -> st.SearchStrategy[str]:
    """Return drafts of which a few signs were spoiled, or in which signs and words are joined without any order."""
    return st.one_of(harmed_drafts(), blind_drafts())


# Items whose words are bracketed wholly, in part or not at all, with signs in and behind the brackets; the number of
# the item is filled in.
_ITEM_SHAPES = [
    "{0}", "[{0}]", "[{0};]", "*[{0}]*", "**[{0}]**", "[*{0}*]", "*[{0}* gladly,] {1}", "[{0}], {1}", "[{0},], {1}",
    "[{0}] {1}", "{1} [{0}]", "{1}[, {0}]", "{1}[{0} and {2}][The {2}]", "{1} ([{0}])", "{1}: [{0}]", "[{0}]: {1}",
    "{1}, [{0}], [{2}]", "*{1} [{0}* gladly]", "{1} [{0} / {2}]", "{1} [{0} [{2}]]", "the [{0}] of [{2}]",
    "Part[y][ies] {1}", "{1} “[{0}]”", "{1} and[/or] {0}", "*{1}* [{0}] *{2}*", "[{0}] [{2}]", "{1}[and {0}.] {2}",
]  # fmt: skip
_MARKS = ["{}. ", "({}) ", "    ({}) ", "- ", "* ", "\t{}.\t", "**{}.** ", "## ", "> - "]
# What has no mark goes on with the item in front.
_OTHER_MARKS = [*_MARKS, "", "Article {}\n"]
_phrases = st.sampled_from(
    ["Ports meet", "ships", "The desk pays", "goods and fish", "to trade", "a harbour", "by 2031"]
)
_ENDS = ["\n", "\n", "\n\n", "\r\n", "\n \n"]
_items = st.builds(
    lambda shape, words, stop: shape.format(*words) + stop,
    st.sampled_from(_ITEM_SHAPES),
    st.tuples(_phrases, _phrases, _phrases),
    st.sampled_from(["", ".", ";", ",", ":", "; and"]),
)


def listed_drafts(*, even: bool = False) -> st.SearchStrategy[str]:
    """Return drafts that are lists of items, many of them bracketed wholly; in an `even` one all marks are alike."""
    marks = st.sampled_from(_MARKS).map(lambda mark: [mark])
    return st.builds(
        lambda marks, rows: "".join(
            marks[number % len(marks)].format(number + 1) + item + end for number, (item, end) in enumerate(rows)
        ),
        marks if even else st.lists(st.sampled_from(_OTHER_MARKS), min_size=1, max_size=3),
        st.lists(st.tuples(_items, st.sampled_from(_ENDS)), min_size=1, max_size=7),
    )


def one_broken_provision() -> st.SearchStrategy[tuple[str, str, int]]:
    """Return a sound draft, the same with a stray bracket in one of its numbered provisions, and which one that is."""
    # The first provision shows the slash words of the draft.
    return (
        st.lists(st.lists(brackets, min_size=1, max_size=3).map(" ".join), min_size=2, max_size=4)
        .flatmap(lambda texts: st.tuples(st.just(texts), st.integers(0, len(texts) - 1), st.sampled_from("[]")))
        .flatmap(lambda made: st.tuples(st.just(made), st.integers(0, len(made[0][made[1]]))))
        .map(_broken)
    )


def _broken(made: tuple[tuple[list[str], int, str], int]) -> tuple[str, str, int]:
    (texts, number, stray), at = made
    broken = [*texts]
    broken[number] = texts[number][:at] + stray + texts[number][at:]
    first = "1. telecommunications/ICT"
    sound, harmed = ("\n".join([first, *(f"{n}. {text}" for n, text in enumerate(t, 2))]) for t in (texts, broken))
    return sound, harmed, number + 2


# Few words and few shapes, so that the same choice of words often stands in several places, also one inside another.
_choices = st.recursive(
    st.sampled_from(["[trust]", "[pay dues/save]", "[save/pay dues]", "[X]", "trade"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("[goods {0[0]} and {0[1]}]".format),
        st.tuples(inner, inner).map("[all {0[0]} OR some {0[1]}]".format),
    ),
    max_leaves=4,
)


# The same choices, inside no other one.
_linked = st.sampled_from(["[pay dues/save]", "[save/pay dues]", "[trust]"])
NAMES = ["UK", "USA", "EU", "Kenya"]


@dataclass(frozen=True)
class Case:
    """A draft with few variants, links that it does not propose, and stances on its brackets."""

    draft: Draft
    rules: tuple[Link, ...]
    positions: Positions

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that bind where nothing else is asked for."""
        return tuple(link for link in self.draft.links if link.sure)


@st.composite
def contested_drafts(draw: st.DrawFn) -> Case:
    """Return a draft with linked and nested brackets, links between options, and stances with conditions.

    In about a third a bracket is deadlocked, and in every second a link binds.
    """
    texts = draw(st.lists(_linked | _choices, min_size=1, max_size=4))
    draft = bt.parse("\n".join(f"{number}. Parties {text} report." for number, text in enumerate(texts, 1)))
    options = [(b.id, letter) for b in draft.brackets if b.is_choice for letter in b.letters]
    if not options:
        return Case(draft, (), Positions())
    choice = st.sampled_from(options)
    rules = draw(st.lists(st.tuples(st.sampled_from(["requires", "excludes"]), choice, choice), max_size=2))
    rows = st.builds(
        # A block weighs something.
        lambda name, choice, stance, weight, condition: Position(
            name, *choice, stance, weight or int(stance == "blocks"), tuple(condition)
        ),
        st.sampled_from(NAMES),
        choice,
        st.sampled_from(get_args(Stance)),
        st.sampled_from([1, 1, 1, 0, 2, 0.1, 27]),
        st.one_of(st.just([]), st.lists(choice, max_size=2)),
    )
    said = draw(st.lists(rows, min_size=draw(st.sampled_from([0, 2, 3, 4])), max_size=5))
    # Few brackets are deadlocked where nobody answers.
    answers = [_counterpart(draft, row) for row in said[:3] if draw(st.booleans())]
    return Case(
        draft,
        tuple(
            Link(f"{kind}:{number}", kind, (one[0], two[0]), ((one[1], two[1]),))
            for number, (kind, one, two) in enumerate(rules)
        ),
        Positions((*said, *answers)),
    )


def _counterpart(draft: Draft, row: Position) -> Position:
    own = draft.bracket(row.bracket).letters
    other = own[(own.index(row.option) + 1) % len(own)]
    name = NAMES[(NAMES.index(row.delegation) + 1) % len(NAMES)]
    return replace(row, delegation=name, option=other)


@st.composite
def graded_drafts(draw: st.DrawFn) -> Case:
    """Return a draft with positions, of which many rows have a worth and a salience.

    Some delegations grade all options of a bracket, without which nothing is lost in any text.
    """
    case = draw(contested_drafts())
    worths = st.sampled_from((0, 0.1, 33.3, 50, 100))
    saliences = st.sampled_from((0, 0.25, 0.3, 1, 7))
    rows = [replace(row, worth=draw(st.none() | worths), salience=draw(saliences)) for row in case.positions]
    brackets = [bracket for bracket in case.draft.brackets if bracket.is_choice]
    for bracket in draw(st.lists(st.sampled_from(brackets), max_size=3)) if brackets else []:
        name, salience = draw(st.sampled_from(NAMES)), draw(saliences)
        rows += [
            Position(name, bracket.id, letter, "accepts", worth=draw(worths), salience=salience)
            for letter in bracket.letters
        ]
    return replace(case, positions=Positions(tuple(rows)))


def tied_drafts() -> st.SearchStrategy[Case]:
    """Return contested drafts in which each stance has its counterpart: another delegation's, on another option."""
    return contested_drafts().map(_mirrored)


def _mirrored(case: Case) -> Case:
    rows = case.positions.rows[:4]
    return replace(case, positions=Positions((*rows, *(_counterpart(case.draft, row) for row in rows))))
