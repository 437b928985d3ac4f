"""The text of a variant: all brackets settled, and only the seams repaired."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.tree import Bracket, Option, Piece, Text
from bracketed.positions.implied import insert_implied
from bracketed.variants.passages import PassageWriter
from bracketed.variants.template import TextTemplate, remaining
from bracketed.variants.word_rules import article_before
from tests.brute import Choices
from tests.cases import Case, cases
from tests.growth import assert_in_proportion
from tests.holdings import Seen
from tests.shared import WTDC, needs_shared
from tests.strategies import broken_drafts, drafts, listed_drafts


def naive(content: tuple[Piece, ...], choices: Choices) -> str:
    """Write a text with its brackets settled and nothing repaired."""
    written = ""
    for piece in content:
        if isinstance(piece, Text):
            written += piece.text
        elif isinstance(piece, Bracket) and piece.kind == "placeholder":
            written += "____"
        elif isinstance(piece, Bracket):
            for option in piece.parts:
                if isinstance(option, Option) and choices[piece.id] == option.letter:
                    written += naive(option.content, choices)
    return written


@st.composite
def settled_drafts(
    draw: st.DrawFn, texts: st.SearchStrategy[str] | None = None
) -> tuple[Draft, tuple[Piece, ...], Choices]:
    draft = bt.parse(draw(drafts() if texts is None else texts))
    content = insert_implied(draft.content, bt.positions(draft).implied)
    choices: Choices = {}
    waiting = list(content)
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, Bracket) and piece.is_choice:
            choices.setdefault(piece.id, draw(st.sampled_from(piece.letters)))
            waiting.extend(p for o in piece.options if o.letter == choices[piece.id] for p in o.content)
    return draft, content, choices


@given(settled_drafts())
def test_without_repairs_the_text_is_what_the_options_say(settled: tuple[Draft, tuple[Piece, ...], Choices]) -> None:
    draft, content, choices = settled
    written = TextTemplate(draft, content).write(choices, repairs=False)
    assert written.text == naive(content, choices)
    assert written.repairs == ()


@given(settled_drafts())
def test_repairs_change_no_words(settled: tuple[Draft, tuple[Piece, ...], Choices]) -> None:
    draft, content, choices = settled
    written = TextTemplate(draft, content).write(choices)
    plain = naive(content, choices)
    # A label may go with its line, and nothing else that has letters; a blank may part two words.
    gone = [repair.before for repair in written.repairs if repair.rule == "empty line"]
    letters = [re.sub(r"\W", "", words) for words in (plain, written.text, "".join(gone))]
    assert Counter(letters[0]) == Counter(letters[1]) + Counter(letters[2])
    assert bool(written.repairs) == (written.text != plain)


@given(settled_drafts())
def test_what_was_kept_for_one_variant_is_right_for_the_next(
    settled: tuple[Draft, tuple[Piece, ...], Choices],
) -> None:
    draft, content, choices = settled
    wording = TextTemplate(draft, content)
    first = wording.write(choices)
    again = wording.write(dict(choices))
    assert (again.text, again.repairs) == (first.text, first.repairs)


@given(settled_drafts(st.one_of(drafts(), broken_drafts(), listed_drafts())))
def test_a_text_that_is_cut_is_written_as_if_it_were_whole(settled: tuple[Draft, tuple[Piece, ...], Choices]) -> None:
    draft, content, choices = settled
    wording = TextTemplate(draft, content)
    items = (item for row in wording.rows for item in remaining(row, choices))
    whole = PassageWriter(wording.style, first=True).write(items)
    written = wording.write(choices)
    assert (written.text, written.repairs) == (whole.text, whole.repairs)


def only_marks(line: str) -> bool:
    """Say whether a line has a list mark or signs of emphasis, and nothing else."""
    return bool(re.fullmatch(r"[\s>#]*[*_]*(?:[-*]|\(?\d+[.)])?[\s*_]*", line)) and bool(line.strip())


def test_an_item_that_is_left_out_leaves_nothing_and_joins_nothing() -> None:
    seen = Seen({"a bracket that is left out": 0.5})

    @given(settled_drafts(listed_drafts(even=True)))
    def holds(settled: tuple[Draft, tuple[Piece, ...], Choices]) -> None:
        draft, content, choices = settled
        text = TextTemplate(draft, content).write(choices).text
        seen.count(["a bracket that is left out"] * ("omit" in choices.values()))
        of_source = [line.strip() for line in draft.source.split("\n")]
        assert not [line for line in text.split("\n") if only_marks(line) and line.strip() not in of_source]
        # Each line that keeps a word of its own is a line still, with the same words.
        kept, plain = ([letters_of(line) for line in lines.split("\n")] for lines in (text, naive(content, choices)))
        assert [*filter(None, kept)] == [*filter(None, plain)]
        words = {"Party", "Parties", *re.findall("[A-Za-z]+", re.sub(r"\w\[\w+\](\[\w+\])?", "", draft.source))}
        assert words.issuperset(re.findall("[A-Za-z]+", text))

    holds()
    seen.check()


def letters_of(line: str) -> str:
    """Return the letters and figures of a line without its mark."""
    return re.sub(r"^[\s>#*]*(?:-|\(?\d+[.)])|\W", "", line)


@pytest.mark.parametrize("case", cases("wording"), ids=str)
def test_a_variant_reads_as_its_case_says(case: Case) -> None:
    draft = bt.parse(case.draft)
    space = bt.variants(draft, bt.positions(draft), links="none")
    choices = dict(re.findall(r"(\S.*?)=(\w+)", case.blocks["choices"]))
    variant = space[space.index(choices)]
    assert variant.text == case.blocks["text"].removesuffix("\n")
    assert [repair.rule for repair in variant.repairs] == case.blocks.get("repairs", "").splitlines()
    assert [check.message for check in variant.to_check] == case.blocks.get("to_check", "").splitlines()


def test_provisions_of_a_variant() -> None:
    draft = bt.parse("1. Parties [shall] meet.\n2. [They report.\n3. They do so yearly.]\n4. [[Often,] they trade.]")
    space = bt.variants(draft)
    first, last = space[0], space[space.count() - 1]
    assert [first.provision(label) for label in "1234"] == [
        "Parties shall meet.",
        "They report.",
        "They do so yearly.",
        "Often, they trade.",
    ]
    assert [last.provision(label) for label in "1234"] == ["Parties meet.", "", "", ""]


@pytest.mark.parametrize(
    "word, article",
    [
        ("apple", "an"), ("tree", "a"), ("hour", "an"), ("house", "a"), ("honest", "an"), ("union", "a"),
        ("unit", "a"), ("unilateral", "a"), ("unintended", "an"), ("unimpeded", "an"), ("unidentified", "an"),
        ("universal", "a"), ("user", "a"), ("usher", "an"), ("utility", "a"), ("utter", "an"), ("urban", "an"),
        ("uranium", "a"), ("umbrella", "an"), ("European", "a"), ("one-off", "a"), ("oneric", "an"), ("once", "a"),
        ("MoU", "an"), ("UN", "a"), ("LDC", "an"), ("NGO", "an"), ("WTO", "a"), ("NATO", "a"), ("EU", "an"),
        ("8", "an"), ("80", "an"), ("18", "an"), ("180", "a"), ("11", "an"), ("110", "a"), ("100", "a"),
    ],
)  # fmt: skip
def test_articles(word: str, article: str) -> None:
    assert article_before(word) == article


@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_twice_as_long_a_draft_needs_twice_the_calls_for_its_text(between: str) -> None:
    def work(count: int) -> Callable[[], object]:
        filled = "word " * 20
        text = between.join(f"Ports {filled}[*often*, or {number}] {filled}." for number in range(count))
        variant = bt.variants(bt.parse(text), links="none")[-1]
        return lambda: variant.text

    assert str(work(150)()).count("Ports") == 150
    assert_in_proportion(work, 150)


@needs_shared
def test_every_drawn_variant_of_the_real_draft_is_clean() -> None:
    draft = bt.read(WTDC)
    for variant in bt.variants(draft, bt.positions(draft)).sample(300, seed=4):
        assert not re.search(r"[\[\]]|Comment by| ,|,,|\( | \)", variant.text)
        # The draft itself has doubled spaces; none is new.
        assert variant.text.count("  ") <= draft.source.count("  ")
