"""Streamlining: what is suggested, what it proves, and that nobody loses a position by it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.consensus.streamlining.suggestions import Saving, Streamlining, Suggestion
from bracketed.consensus.streamlining.wording import difference
from bracketed.draft.draft import Draft
from bracketed.draft.link_words import words_of
from bracketed.errors import DraftError, UnknownNameError
from bracketed.positions.positions import Position, Positions, Stance
from bracketed.views import Entries
from tests.brute import Choices, cost, counts
from tests.strategies import broken_drafts, drafts, listed_drafts

# Something of each kind is to be streamlined in it.
NOTE = bt.read(Path(__file__).parents[1] / "examples" / "lighthouse_note.txt")
_PHRASES = st.sampled_from([
    "report", "report annually", "report every year", "report  annually", "Report annually", "pay the port dues",
    "pay port dues", "pay the harbour dues", "pay the harbor dues", "non-binding rules", "non binding rules", "a port",
    "report, if any", "trade", "other", "the “free” port", "the \"free\" port", "the ports", "an open port", "by 2030",
    "by 2040",
])  # fmt: skip
_LEADS = st.sampled_from(["", "shall ", "shall always ", "the desk shall ", "a "])
_TAILS = st.sampled_from(["", " at sea", ", if any", "."])
_JOINS = st.sampled_from(["/", " / ", " OR ", "][", "] [", "] OR ["])


def _choice(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    options = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(
            lambda lead, tail, options, join: f"[{join.join(f'{lead}{option}{tail}' for option in options)}]",
            _LEADS, _TAILS, options, _JOINS,
        ),
        inner.map("[{}]".format),
        st.tuples(inner, inner).map(lambda two: f"[[{two[0]}] [{two[1]}]]"),
        st.tuples(inner, inner).map(lambda two: f"[{two[0]}/[{two[1]}/save money]]"),
    )  # fmt: skip


_CHOICES = st.recursive(_PHRASES, _choice, max_leaves=4)
_LINES = st.builds(
    "{} {}{}".format,
    st.sampled_from(["Parties", "The desk, which meets in a harbour town each month,", "A", ""]),
    _CHOICES,
    st.sampled_from([" now.", ".", "", ", and [soon].", " [slowly] [at once]"]),
)
_STANCES: tuple[Stance, ...] = ("supports", "supports", "accepts", "reserves", "objects", "objects", "blocks")


@st.composite
def questions(draw: st.DrawFn) -> tuple[Draft, Positions]:
    """Return a draft in which there is something to streamline, and stances on its brackets."""
    lines = draw(st.lists(_LINES, min_size=1, max_size=3))
    again = draw(st.sampled_from([[], lines[:1]]))
    draft = bt.parse("\n".join(f"{number}. {line}" for number, line in enumerate([*lines, *again], 1)))
    options = [(b.id, letter) for b in draft.brackets if b.is_choice for letter in b.letters]
    assume(bt.variants(draft, links="none").count() <= 200)
    if not options:
        return draft, Positions()
    names = st.sampled_from(["UK", "USA", "EU"])
    condition = st.one_of(st.just(()), st.just(()), st.just(()), st.sampled_from(options).map(lambda one: (one,)))
    rows = st.builds(
        lambda name, choice, stance, condition: Position(name, *choice, stance, condition=condition),
        names, st.sampled_from(options), st.sampled_from(_STANCES), condition,
    )  # fmt: skip
    return draft, Positions(tuple(draw(st.lists(rows, max_size=5))))


def _texts(draft: Draft, links: str, without: frozenset[tuple[str, str]] = frozenset()) -> set[str]:
    return {_tidy(v.text) for v in bt.variants(draft, links=links) if not without & {*v.choices.items()}}


def _tidy(text: str) -> str:
    # How many blanks are between two words is no difference.
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def _gone(suggestion: Suggestion) -> frozenset[tuple[str, str]]:
    return frozenset((id_, letter) for id_, letter, _ in suggestion.gone)


@given(questions())
def test_the_clean_texts_are_the_same_but_for_those_that_are_said_to_go(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    for suggestion in answer:
        if suggestion.kind in ("link", "duplicate"):
            continue
        after, _ = answer.apply(suggestion.id)
        for links in ("none", "auto"):
            assert _texts(after, links) == _texts(draft, links, _gone(suggestion)), suggestion.id
        if suggestion.claim == "same texts":
            assert _texts(after, "none") == _texts(draft, "none"), suggestion.id


def _prices(
    draft: Draft, positions: Positions, *, closed: bool, without: frozenset[tuple[str, str]] = frozenset()
) -> dict[str, set[object]]:
    prices: dict[str, set[object]] = defaultdict(set)
    for variant in bt.variants(draft, links="none"):
        if not without & {*variant.choices.items()}:
            price = cost(positions, dict(variant.choices))
            # What is in brackets no more cannot be supported.
            prices[_tidy(variant.text)].add(price[:3] if closed else price)
    return prices


@pytest.mark.parametrize(
    "text", ["1. Ports [report./report annually.].", "1. Ports pay [tolls,/tolls and dues,], if any."]
)
def test_nothing_is_dropped_where_two_signs_would_meet(text: str) -> None:
    # Of which one is taken away only where a bracket is.
    draft = bt.parse(text)
    positions = Positions((Position("UK", "1#1", "a", "objects"),))
    assert "drop" not in {suggestion.kind for suggestion in bt.streamline(draft, positions)}


@example((NOTE, bt.positions(NOTE)))
@given(questions())
def test_each_text_that_stays_meets_what_it_met_in_one_of_the_ways_to_settle_it(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    for suggestion in answer:
        if suggestion.kind in ("link", "duplicate", "merge"):
            continue
        after, carried = answer.apply(suggestion.id)
        closed = bool(suggestion.idle)
        old = _prices(draft, positions, closed=closed, without=_gone(suggestion))
        for text, prices in _prices(after, carried, closed=closed).items():
            assert prices <= old[text], suggestion.id


@example((NOTE, bt.positions(NOTE)))
@given(questions())
def test_no_delegation_loses_a_stance_but_an_objection_to_what_goes(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    for suggestion in answer:
        if suggestion.kind == "link":
            continue
        after, carried = answer.apply(suggestion.id)
        kept = {(row.delegation, row.stance) for row in carried}
        lost = [row for row in positions if (row.delegation, row.stance) not in kept]
        gone = _gone(suggestion)
        for row in lost:
            assert row in suggestion.idle
            if row.stance in ("objects", "blocks"):
                inside = draft.bracket(row.bracket).parent
                assert (row.bracket, row.option) in gone or (inside is not None and inside in gone)
            else:
                # The words stand outside the brackets from now on.
                assert row.stance in ("supports", "accepts")
                assert (row.bracket, row.option) not in gone - {*_merged(suggestion)}
        ids = {(bracket.id, letter) for bracket in after.brackets for letter in bracket.letters}
        assert all((row.bracket, row.option) in ids for row in carried)


def _merged(suggestion: Suggestion) -> frozenset[tuple[str, str]]:
    return _gone(suggestion) if suggestion.kind == "merge" else frozenset()


@example((NOTE, bt.positions(NOTE)))
@given(questions())
def test_a_merged_option_has_the_stances_of_all(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    for suggestion in answer:
        if suggestion.kind != "merge" or suggestion.idle:
            continue
        after, carried = answer.apply(suggestion.id)
        met: dict[str, list[set[tuple[str, str]]]] = defaultdict(list)
        for variant in bt.variants(after, links="none"):
            met[_tidy(variant.text)].append(_stances(carried, dict(variant.choices)))
        for variant in bt.variants(draft, links="none"):
            if not _gone(suggestion) & {*variant.choices.items()}:
                before = _stances(positions, dict(variant.choices))
                assert any(before <= now for now in met[_tidy(variant.text)])


def _stances(positions: Positions, choices: Choices) -> set[tuple[str, str]]:
    return {(row.delegation, row.stance) for row in positions if counts(row, choices)}


@example((NOTE, bt.positions(NOTE)))
@given(questions())
def test_suggestions_are_carried_out_in_any_order(case: tuple[Draft, Positions]) -> None:
    draft, positions = case
    answer = bt.streamline(draft, positions)
    ids = [row.id for row in answer if row.kind != "link"]
    try:
        together, stances = answer.apply(*ids)
    except DraftError:
        # Two of them are about the same words.
        assert len(ids) > 1
        return
    again, same = answer.apply(*reversed(ids))
    assert (again.source, same.rows) == (together.source, stances.rows)


@example("# Heading\n")
@example(NOTE.source)
@given(st.one_of(drafts(), broken_drafts(), listed_drafts()))
def test_whatever_is_suggested_can_be_carried_out(text: str) -> None:
    draft = bt.parse(text)
    answer = bt.streamline(draft)
    for suggestion in answer:
        if suggestion.kind != "link":
            after, _ = answer.apply(suggestion.id)
            assert len(after.brackets) <= len(draft.brackets)


def _one(text: str, *rows: Position) -> Suggestion:
    (suggestion,) = bt.streamline(bt.parse(text), Positions(rows))
    return suggestion


def _ids(text: str, *rows: Position) -> list[str]:
    return [row.id for row in bt.streamline(bt.parse(text), Positions(rows))]


_ENGLISH = words_of("en")


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ("the dues", "the dues ", "nothing"),
        ("the  *dues*", "the dues", "spaces"),
        ("the “free” port", 'the "free" port;', "signs"),
        ("The Port of Call", "the port of call", "capitals"),
        ("non-binding rules", "non binding rules", "hyphens"),
        ("co-operation", "cooperation", "hyphens"),
        ("organise a programme", "organize a program", "spelling"),
        ("pay the dues", "pay dues", "articles"),
        ("best available technology", "best-available technologies", "number"),
    ],
)  # fmt: skip
def test_what_nearly_equal_words_differ_by(one: str, other: str, by: str) -> None:
    assert difference(one, other, _ENGLISH) == difference(other, one, _ENGLISH) == by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("by 2030", "by 2035"), ("1.5 °C", "15 °C"), ("within 10 days", "within 1.0 days"), ("shall pay", "should pay"),
        ("may pay", "must pay"), ("shall pay", "shall not pay"), ("binding rules", "non-binding rules"),
        ("in Annex A", "in Annex"), ("paragraph 1(a)", "paragraph 1"), ("all Parties", "each Party"), ("and", "or"),
        ("and/or", "and or"), ("now here", "nowhere"), ("means", "mean"), ("re-form", "reform"), ("filled", "filed"),
        ("is paid", "are paid"), ("for ports", "of ports"), ("ships pay ports", "ports pay ships"), ("10–20", "1020"),
        ("its ports", "it ports"), ("within one year", "within two years"), ("less than 5", "more than 5"),
    ],
)  # fmt: skip
def test_words_that_differ_in_substance_are_never_nearly_equal(one: str, other: str) -> None:
    assert difference(one, other, _ENGLISH) is None
    assert difference(other, one, _ENGLISH) is None


@pytest.mark.parametrize(
    ("before", "id_", "after"),
    [
        ("1. Ports [shall pay now/shall pay later].", "common:1#1", "1. Ports shall pay [now/later]."),
        ("1. Ports [pay/pay at once] each day.", "common:1#1", "1. Ports pay [at once] each day."),
        ("1. Keep it [below 2 °C][below 2 or 1.5 °C].", "common:1#1", "1. Keep it below 2 [or 1.5] °C."),
        ("1. Pay [by 2050][by 2100].", "common:1#1", "1. Pay by [2050][2100]."),
        ("1. Ports [[pay]] now.", "flatten:1#1", "1. Ports [pay] now."),
        ("1. Pay [[at once] [in gold]].", "flatten:1#1", "1. Pay [at once] [in gold]."),
        ("1. Ports [pay/[save/lend]] now.", "flatten:1#1", "1. Ports [pay/save/lend] now."),
        ("1. Ports [pay/pay/save] now.", "merge:1#1", "1. Ports [pay/save] now."),
        ("1. Ports [pay their dues/pay  their dues] now.", "merge:1#1", "1. Ports pay their dues now."),
    ],
)  # fmt: skip
def test_changes_that_leave_the_texts_the_same(before: str, id_: str, after: str) -> None:
    answer = bt.streamline(bt.parse(before))
    assert [row.id for row in answer] == [id_]
    assert answer[0].claim == "same texts"
    assert answer.apply(id_)[0].source == after


@pytest.mark.parametrize(
    "text",
    [
        # what is common is little, or is no words
        "1. [The ports of the north pay/The ships that call at them save] now.",
        "1. Ports [shall/should] pay.",
        # leaving out is not one of the options
        "1. Ports [pay [at once]].",
        "1. Ports [pay/[save]].",
        # several paragraphs stay whole
        "1. Ports [shall pay at once.\n\nShips OR shall pay later.\n\nShips] sail.",
        # an option in a word is the question itself
        "1. Ports [plan/plans] now.",
        # delegations cite an option by its label
        "1. [Option 1: [Ports pay.]]",
        # a sign of who wants the words would go
        "1. Ports [pay/pay – EU] now.",
        "1. Ports [“pay / save” now].",
    ],
)
def test_nothing_is_suggested_that_gains_nothing_or_loses_something(text: str) -> None:
    assert _ids(text) == []


def test_options_are_not_merged_that_a_delegation_distinguishes() -> None:
    text = "1. Ports [pay their dues/pay the dues/save] now."
    other = "1. Ports [pay harbour dues/pay harbor dues/save] now."
    row = Position("UK", "1#1", "a", "supports")
    assert _ids(other, row) == ["merge:1#1"]
    assert _ids(other, row, Position("UK", "1#1", "b", "accepts")) == []
    assert _ids(text, row) == []
    # what somebody else's stance depends on stays
    assert _ids(other, Position("EU", "1#1", "c", "accepts", condition=(("1#1", "b"),))) == []


def test_a_merged_option_takes_over_the_stances() -> None:
    draft = bt.parse("1. Ports [pay harbour dues/save/pay harbor dues/lend] now.")
    rows = [("UK", "c"), ("EU", "a"), ("USA", "d")]
    positions = Positions(tuple(Position(name, "1#1", letter, "supports") for name, letter in rows))
    answer = bt.streamline(draft, positions)
    _, carried = answer.apply("merge:1#1")
    assert [(row.delegation, row.option) for row in carried] == [("UK", "a"), ("EU", "a"), ("USA", "c")]
    assert [row.delegation for row in answer[0].moved] == ["UK"]
    assert answer[0].gone == (("1#1", "c", "pay harbor dues"),)


def test_a_bracket_is_not_closed_over_an_objection() -> None:
    text = "1. Ports [pay their dues/pay  their dues] now."
    assert _ids(text, Position("UK", "1#1", "b", "supports")) == ["merge:1#1"]
    assert _ids(text, Position("UK", "1#1", "b", "objects")) == []
    one = "1. Ports [pay/save] now."
    against = Position("UK", "1#1", "a", "objects")
    assert _ids(one, against) == ["drop:1#1"]
    assert _ids(one, against, Position("EU", "1#1", "b", "reserves")) == []


def test_an_option_that_anybody_can_live_with_is_not_dropped() -> None:
    text = "1. Ports [pay/save/lend [soon]] now."
    against = Position("UK", "1#1", "c", "objects")
    assert _ids(text, against) == ["drop:1#1"]
    assert _ids(text) == []
    assert _ids(text, against, Position("EU", "1#1", "c", "accepts")) == []
    assert _ids(text, against, Position("EU", "1#1c.1", "a", "supports")) == []
    assert _ids(text, Position("UK", "1#1", "c", "reserves")) == []
    assert _ids(text, against, Position("EU", "1#1", "a", "accepts", condition=(("1#1", "c"),))) == []


def test_who_proposes_an_option_does_not_lose_it() -> None:
    assert _ids("1. Ports [pay/save – EU/lend] now.", Position("UK", "1#1", "b", "objects")) == []


def test_brackets_that_are_one_decision_are_changed_together() -> None:
    bracket = "[port dues/harbour fees/no money]"
    draft = bt.parse(f"1. Ports pay {bracket}.\n2. Ships pay {bracket} too.")
    positions = Positions((Position("UK", "1#1", "c", "objects"),))
    answer = bt.streamline(draft, positions)
    assert [(row.id, row.brackets) for row in answer] == [("drop:1#1", ("1#1", "2#1"))]
    after, _ = answer.apply("drop:1#1")
    assert after.source == "1. Ports pay [port dues/harbour fees].\n2. Ships pay [port dues/harbour fees] too."
    assert bt.variants(after).count() == 2
    # Support of the same option in the other place counts here.
    assert _ids(draft.source, *positions, Position("EU", "2#1", "c", "supports")) == []


def test_a_change_by_which_two_brackets_would_become_one_decision_is_not_suggested() -> None:
    first = "1. Ports [shall pay port dues/shall pay harbour fees]."
    assert _ids(first) == ["common:1#1"]
    assert _ids(f"{first}\n2. Ships owe [port dues/harbour fees].") == []


def test_options_behind_one_that_goes_get_the_labels_before_theirs() -> None:
    options = ["Ports pay.", "Ships pay.", "Nobody pays.", "All pay."]
    text = "\n".join(["4. Dues", *(f"Option {number}: {words}" for number, words in enumerate(options, 1))])
    draft = bt.parse(text)
    bracket = draft.brackets[0]
    answer = bt.streamline(draft, Positions((Position("UK", bracket.id, "b", "objects"),)))
    after, _ = answer.apply(f"drop:{bracket.id}")
    assert [(option.label, option.text) for option in after.brackets[0].options] == [
        ("Option 1", "Ports pay."), ("Option 2", "Nobody pays."), ("Option 3", "All pay."),
    ]  # fmt: skip


def test_of_two_paragraphs_that_say_the_same_one_is_kept_with_the_stances_on_both() -> None:
    line = "Every harbour pays [port dues/no dues] to the desk once a year"
    draft = bt.parse(f"1. {line}.\n2. Ships pay.\n3. {line};\n\n4. They meet.\n5. They sail.")
    rows = (Position("UK", "1#1", "a", "supports"), Position("EU", "3#1", "b", "supports"))
    answer = bt.streamline(draft, Positions(rows))
    assert [(row.id, row.provisions, row.claim) for row in answer] == [("duplicate:3", ("1", "3"), "texts go")]
    after, carried = answer.apply("duplicate:3")
    assert after.source == f"1. {line}.\n2. Ships pay.\n4. They meet.\n5. They sail."
    assert [(row.delegation, row.bracket, row.option) for row in carried] == [("UK", "1#1", "a"), ("EU", "1#1", "b")]
    # A delegation that takes another side in the second place has a position on it.
    assert _ids(draft.source, *rows, Position("EU", "1#1", "b", "objects")) == []


@pytest.mark.parametrize(
    "second",
    [
        "Every harbour pays three ducats to the desk twice a year.",
        "No harbour pays two ducats to the desk once a year.",
        "Every harbour pays two ducats to the desk once a year: ",
    ],
)
def test_paragraphs_that_differ_in_substance_are_no_duplicates(second: str) -> None:
    assert _ids(f"1. Every harbour pays two ducats to the desk once a year.\n2. {second}") == []


def test_what_speaks_of_its_own_place_is_no_duplicate_in_another_article() -> None:
    text = "Article 1\nPorts\n1. {0}\n2. They meet.\nArticle 2\nShips\n1. {0}\n2. They sail."
    assert _ids(text.format("Harbours are given support in the implementation of this Article.")) == []
    assert _ids(text.format("Harbours are given support in the implementation of the Treaty.")) == [
        "duplicate:Article 2.1"
    ]


def test_a_link_is_offered_where_the_words_differ_by_an_inflection() -> None:
    draft = bt.parse("1. The [commitment/contribution] of ports.\n2. Their [commitments/contributions] are met.")
    answer = bt.streamline(draft)
    assert [(row.kind, row.link, row.claim, row.ways, row.saves) for row in answer] == [
        ("link", "same:1#1", "one decision", (4, 2), Saving(0, 0, 0))
    ]
    assert bt.variants(draft, links=["auto", answer[0].link]).count() == 2
    with pytest.raises(DraftError, match="links DRAFT --accept same:1#1"):
        answer.apply(answer[0].id)
    assert _ids("1. The [commitment/contribution] of ports.\n2. Their [commitment/contribution] is met.") == []


def test_positions_that_comments_imply_are_carried_with_their_brackets() -> None:
    text = "1. Ports [shall pay now/shall pay later] to the desk.\tComment by A: UK – remove “to the desk”"
    draft = bt.parse(text)
    positions = bt.positions(draft)
    after, carried = bt.streamline(draft, positions).apply("common:1#1")
    (place,) = carried.implied[0].places
    assert after.source[slice(*place.span)].strip() == "to the desk"
    before = bt.variants(draft, positions, links="none")
    assert {v.text for v in bt.variants(after, carried, links="none")} == {v.text for v in before}


def test_words_that_delegations_argue_about_stay_where_they_are() -> None:
    draft = bt.parse("1. Ports [[shall pay dues now]] for it.\tComment by A: UK – replace “dues” by “fees”")
    positions = bt.positions(draft)
    assert positions.implied
    assert len(bt.streamline(draft, positions)) == 0


def test_changes_of_the_same_words_are_carried_out_one_after_the_other() -> None:
    draft = bt.parse("1. Ports [[pay dues now/pay dues later]].")
    answer = bt.streamline(draft)
    ids = [row.id for row in answer]
    assert ids == ["common:1#1a.1"]
    with pytest.raises(UnknownNameError, match=r"did you mean common:1#1a\.1"):
        answer.apply("common:1#1a")
    two = bt.streamline(bt.parse("1. Ports [[[pay]]] now."))
    assert isinstance(two, Streamlining)
    with pytest.raises(DraftError, match="change the same words"):
        two.apply(*[row.id for row in two])


def test_the_answer_as_values_and_in_words() -> None:
    answer = bt.streamline(bt.parse("1. Ports [shall pay now/shall pay later]."))
    (values,) = answer.to_dicts()
    assert values["saves"] == {"brackets": 0, "options": 0, "words": 4}
    assert values["before"] == "[shall pay now/shall pay later]"
    assert values["after"] == "shall pay [now/later]"
    assert [*answer.to_frame().columns] == answer.columns.split()
    assert [*bt.streamline(bt.parse("1. Ports pay.")).to_frame().columns] == answer.columns.split()
    assert repr(answer) == "<Streamlining: 1 suggestion>"
    assert answer.sentences == (
        "All options begin with “shall pay”: take the words out of the brackets. The clean texts are the same.",
    )


def test_where_only_the_signs_go_the_words_that_stay_are_shown() -> None:
    words = "pay all dues that are known on the first day of the year, and all others on its last day"
    answer = bt.streamline(bt.parse(f"1. Ports [{words}]."), Positions((Position("UK", "1#1", "omit", "objects"),)))
    (entries,) = [block for block in answer.to_blocks() if isinstance(block, Entries)]
    assert [line[:8] for line in entries.entries[0][1:]] == ["  – [pay", "  + pay "]


def test_a_long_change_is_cut_between_words() -> None:
    words = (
        "bearing in mind that peaking will vary for ports of different size, and that each of them has its own share"
    )
    (entries,) = [
        block for block in bt.streamline(bt.parse(f"1. [[{words}]].")).to_blocks() if isinstance(block, Entries)
    ]
    for line in entries.entries[0][1:]:
        head, _, tail = line[4:].strip("[]").partition(" … ")
        assert f"{words} ".startswith(f"{head} ")
        assert f" {words}".endswith(f" {tail}")


def test_nothing_goes_of_which_an_unread_comment_may_speak() -> None:
    against = Position("UK", "1#1", "a", "objects")
    draft = bt.parse("1. Ports [pay/save] now.\tComment by A: EU – remove “lend”")
    unread = bt.positions(draft)
    assert unread.unread
    assert len(bt.streamline(draft, Positions((against,)))) == 1
    assert len(bt.streamline(draft, Positions((against,), diagnostics=unread.diagnostics))) == 0


@pytest.mark.parametrize(
    "text",
    [
        # the article would stand beside a bracket no more, and no repair at a seam would make “an” of it
        "1. Build a [open port/open  port].",
        # what is left of an option would be a bracket and a comma
        "1. Ports [report, if any/[report], if any] now.",
        "1. Keep it [below 2 °C][below [2 or] 1.5 °C].",
    ],
)
def test_nothing_is_suggested_where_the_seams_would_be_repaired_otherwise(text: str) -> None:
    assert _ids(text) == []


def test_a_bracket_around_one_that_is_closed_does_not_become_one_decision_with_another() -> None:
    text = "1. Ports pay [port dues [now/later]/harbour fees].\n2. Ships pay [port dues now/harbour fees]."
    assert _ids(text, Position("UK", "1#1a.1", "b", "objects")) == []
    assert _ids(text.partition("\n")[0], Position("UK", "1#1a.1", "b", "objects")) == ["drop:1#1a.1"]
