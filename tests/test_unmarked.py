"""What went from draft to draft without a mark: what is taken out of a draft is found, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.positions.positions import Position, Positions
from bracketed.progress.tokens import Tokens
from bracketed.progress.unmarked import UnmarkedChanges
from bracketed.views import Table
from tests.strategies import broken_drafts, drafts, listed_drafts

CONSONANTS, VOWELS = "bcdfghklmnpr", "aiou"


def between(one: str, two: str, stances: Positions | None = None) -> UnmarkedChanges:
    both = None if stances is None else [stances, Positions()]
    return bt.progress([bt.parse(one), bt.parse(two)], both).unmarked


def found(rows: UnmarkedChanges) -> list[tuple[str, str, str]]:
    return sorted((row.direction, row.kind, row.words.replace("/", " ").replace(" OR ", " ")) for row in rows)


# Made-up drafts in which every word is another one


def word(number: int) -> str:
    """Return a word of three syllables that no other number has."""
    syllables = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
    parts = []
    for _ in range(3):
        number, rest = divmod(number, len(syllables))
        parts.append(syllables[rest])
    return "".join(parts)


@dataclass
class Part:
    """A stretch of a provision: plain words, or a bracket with options of some words each."""

    options: list[list[str]]
    bracketed: bool = False

    def __str__(self) -> str:
        words = " OR ".join(" ".join(option) for option in self.options)
        return f"[{words}]" if self.bracketed else words


@dataclass
class MadeUp:
    """A draft before and after some edits, and what was taken out."""

    before: list[list[Part]]
    after: list[list[Part]]
    gone: list[tuple[str, str, str]] = field(default_factory=list)


def text(provisions: list[list[Part]], first: int = 1) -> str:
    lines = (" ".join(str(part) for part in provision if str(part)) for provision in provisions)
    return "\n".join(f"{number}. {line}." for number, line in enumerate(lines, first))


@st.composite
def made_up(draw: st.DrawFn, edits: bool = True) -> MadeUp:
    """Return a draft of some provisions, of which some words, options, provisions and brackets are taken out."""
    numbers = count()

    def words(least: int, most: int) -> list[str]:
        return [word(next(numbers)) for _ in range(draw(st.integers(least, most)))]

    made = MadeUp([], [])
    provisions = draw(st.integers(2, 5))
    for _ in range(provisions):
        # Plain words stand at both ends and between brackets, more of them than one edit takes.
        own = [Part([words(6, 8)])]
        for _ in range(draw(st.integers(0, 2))):
            options = [words(1, 3) for _ in range(draw(st.sampled_from([1, 2, 3])))]
            own += [Part(options, bracketed=True), Part([words(6, 8)])]
        made.before.append(own)
    # One provision is left, so that there is a draft.
    spared = draw(st.integers(0, provisions - 1))
    for number, own in enumerate(made.before):
        if edits and number != spared and draw(st.integers(0, 3)) == 0:
            gone = " ".join(" ".join(" ".join(option) for option in part.options) for part in own)
            made.gone.append(("went", "provision", gone))
            continue
        made.after.append([_edited(draw, made, part) if edits else part for part in own])
    return made


def _edited(draw: st.DrawFn, made: MadeUp, part: Part) -> Part:
    if draw(st.booleans()):
        return part
    if not part.bracketed:
        (words,) = part.options
        # At least two words stay at either end, so that what goes is one passage.
        start = draw(st.integers(2, len(words) - 3))
        end = draw(st.integers(start + 1, len(words) - 2))
        made.gone.append(("went", "words", " ".join(words[start:end])))
        return Part([words[:start] + words[end:]])
    if len(part.options) == 3:
        number = draw(st.integers(0, 2))
        made.gone.append(("went", "option", " ".join(part.options[number])))
        return Part(part.options[:number] + part.options[number + 1 :], bracketed=True)
    number = draw(st.integers(0, len(part.options) - 1))
    made.gone.append(("went", "lifted", " ".join(part.options[number])))
    made.gone += [("went", "option", " ".join(option)) for place, option in enumerate(part.options) if place != number]
    return Part([part.options[number]])


@given(made_up())
def test_what_is_taken_out_of_a_draft_is_found_and_nothing_else(made: MadeUp) -> None:
    assert found(between(text(made.before), text(made.after))) == sorted(made.gone)


@given(made_up())
def test_looking_back_what_was_taken_out_is_new(made: MadeUp) -> None:
    # A bracket that is put around words is shown by the draft itself.
    new = sorted(("came", kind, words) for _, kind, words in made.gone if kind != "lifted")
    assert found(between(text(made.after), text(made.before))) == new


@given(made_up(edits=False), st.integers(1, 30), st.randoms())
def test_a_draft_that_is_renumbered_or_reordered_has_lost_nothing(made: MadeUp, first: int, chance: object) -> None:
    moved = [*made.before]
    chance.shuffle(moved)  # type: ignore[attr-defined]
    assert found(between(text(made.before), text(moved, first))) == []


@given(st.one_of(drafts(), broken_drafts(), listed_drafts()))
def test_an_unchanged_draft_has_lost_nothing(draft: str) -> None:
    rows = between(draft, draft)
    assert (found(rows), rows.summary) == ([], "Nothing went or came in without a mark.")


@given(st.one_of(drafts(), broken_drafts(), listed_drafts()), st.one_of(drafts(), broken_drafts(), listed_drafts()))
def test_any_two_drafts_have_an_answer(one: str, two: str) -> None:
    rows = between(one, two)
    assert [*rows.to_frame().columns] == UnmarkedChanges.columns.split()
    assert all(row.sentence for row in rows)


# One case a test


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param("1. Ports co-operate with towns.", "1. Ports cooperate with towns.", id="a hyphen"),
        pytest.param("1. “Ports” meet, each year.", '1. "Ports" meet each year.', id="signs"),
        pytest.param("1. PORTS meet each year.", "1. Ports meet each year.", id="capitals"),
        pytest.param("1. Each port send[s] a note.", "1. Each port sends a note.", id="an ending in brackets"),
        pytest.param("1. Ports pay dues [of size].", "1. Of size, ports pay dues.", id="words that moved"),
        pytest.param("Harbour plan\n\n1. Ports meet each year.", "1. Ports meet each year.", id="a title"),
        pytest.param(
            "1. Ports meet each year.\n2. Under paragraph 1 ships pay.",
            "1. Towns may write letters.\n2. Ports meet each year.\n3. Under paragraph 2 ships pay.",
            id="a reference to what was renumbered",
        ),
    ],
)
def test_what_is_only_set_in_another_way_is_not_lost(one: str, two: str) -> None:
    assert [row for row in between(one, two) if row.direction == "went" and row.kind != "lifted"] == []


def test_the_head_of_a_page_is_not_lost() -> None:
    pages = [
        f"{n}. Ports of row {word(n)} meet in {word(n + 50)} each year and\nPORTS/2031/L.{n}\npay." for n in (1, 2, 3)
    ]
    bare = [page.replace(f"\nPORTS/2031/L.{n}", "") for n, page in enumerate(pages, 1)]
    assert found(between("\n".join(pages), "\n".join(bare))) == []


STANCES = Positions(
    (
        Position("Fiji", "1#1", "b", "supports"),
        Position("Peru", "1#1", "a", "objects"),
        Position("Chad", "1#1", "a", "supports"),
    )
)


def test_who_had_supported_what_went_and_opposed_what_is_plain_now_is_named() -> None:
    rows = between("1. Ports pay [high/low] dues.", "1. Ports pay high dues.", STANCES)
    assert rows.sentences == (
        "Option b of 1#1, “low”, is gone; “high” is in its place (supported by Fiji).",
        "The brackets of 1#1 around “high” are gone (supported by Chad; opposed by Peru).",
    )
    assert rows.summary == ("Gone without a mark: 1 option and 1 pair of brackets. Of what is gone, 1 row had support.")


def test_a_whole_provision_names_who_supported_anything_in_it() -> None:
    draft = "1. Ports pay [high/low] dues.\n2. Ships meet in towns each year."
    (row,) = between(draft, "1. Ships meet in towns each year.", STANCES)
    assert (row.kind, row.supported, row.opposed) == ("provision", ("Chad", "Fiji"), ("Peru",))


def test_words_outside_brackets_name_who_wanted_to_keep_them() -> None:
    comment = "Fiji – keep “of all towns”. Peru – remove “of all towns”"
    draft = f"1. Ports of all towns pay dues each year.\tComment by A. Clerk: {comment}"
    (row,) = between(draft, "1. Ports pay dues each year.")
    assert (row.kind, row.words, row.supported, row.opposed) == ("words", "of all towns", ("Fiji",), ("Peru",))


def test_what_had_support_comes_first() -> None:
    draft = "1. Ports pay [high/low] dues.\n2. Ships meet in towns each year.\n3. Docks are kept clean by their owners."
    rows = between(draft, "1. Ports pay high dues.\n3. Docks are kept clean.", STANCES)
    assert [row.kind for row in rows] == ["option", "lifted", "provision", "words"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            "1. Ports pay dues.\tComment by A. Clerk: Fiji – insert “every year” after “dues”",
            "1. Ports pay dues every year.",
        ),
        ("1. Ports pay dues.", "1. Ports pay dues every year.\tComment by A. Clerk: Fiji – proposed “every year”"),
        ("1. Ports pay dues [every year/monthly] in towns.", "1. Ports pay dues every year in towns."),
        ("1. Ports pay dues.", "1. Ports pay dues [every year – Fiji]."),
    ],
)
def test_what_a_delegation_had_proposed_is_no_surprise(earlier: str, later: str) -> None:
    assert between(earlier, later).of("came") == ()


def test_what_nobody_had_proposed_is_reported() -> None:
    (row,) = between("1. Ports pay dues.", "1. Ports pay dues every year.")
    assert (row.direction, row.kind, row.words, row.sentence) == (
        "came",
        "words",
        "every year",
        "In 1, “every year” is new.",
    )


def test_of_several_drafts_the_rows_say_in_which_one() -> None:
    texts = [
        "1. Ports pay [high/low/no] dues each year.",
        "1. Ports pay [high/low] dues each year.",
        "1. Ports pay high dues each year.",
    ]
    rows = bt.progress(map(bt.parse, texts)).unmarked
    assert [(row.draft, row.kind, row.words) for row in rows] == [
        (3, "option", "low"),
        (2, "option", "no"),
        (3, "lifted", "high"),
    ]


def test_of_one_part_only_its_rows_are_reported() -> None:
    drafts_ = [
        bt.parse(f"Article 1\n\n1. Towns {words[0]} plan well.\n\nArticle 2\n\n1. Ports {words[1]} meet each year.")
        for words in (("always", "always"), ("", ""))
    ]
    progress = bt.progress(drafts_)
    assert [row.place for row in progress.unmarked] == ["Article 1.1", "Article 2.1"]
    assert [row.place for row in progress.within("Article 2").unmarked] == ["Article 2.1"]


def test_equal_rows_are_one_row_of_the_table() -> None:
    one = "\n".join(f"{n}. Ports of {word(n)} pay dues to COT in {word(n + 9)} each year." for n in range(1, 5))
    shown = "\n".join(str(block) for block in between(one, one.replace("COT", "towns")).to_blocks())
    # In the tables of what went and of what came.
    assert shown.count("COT") == 2


def test_requests_to_keep_words_that_nobody_contested_had_supported_them() -> None:
    draft = "1. Ports pay dues each year.\tComment by A. Clerk: Fiji – keep “each year”\n2. Ships meet each year."
    rows = between(draft, "1. Ports pay dues.\n2. Ships meet.")
    assert [(row.place, row.words, row.supported) for row in rows] == [
        ("1", "each year", ("Fiji",)),
        ("2", "each year", ()),
    ]


@given(made_up())
def test_what_tracked_changes_show_is_marked(made: MadeUp) -> None:
    one, two = bt.parse(text(made.before)), bt.parse(text(made.after))
    with TemporaryDirectory() as folder:
        path = Path(folder, "later.docx")
        bt.write_changes(bt.progress([one, two]), path)
        rows = bt.progress([one, bt.read(path)]).unmarked
    assert [row for row in rows if row.kind != "lifted"] == []


def test_where_tracked_changes_were_not_kept_that_is_reported(tmp_path: Path) -> None:
    earlier = bt.parse("1. Ports of all towns pay dues each year.")
    page = tmp_path / "later.html"
    page.write_text("<p>1. Ports <del>of all towns</del> pay dues each year.</p>", encoding="utf-8")
    told = "Tracked changes of later.html were read as made, and cannot be distinguished: use --changes brackets."
    assert told in bt.progress([earlier, bt.read(page)]).unmarked.summary
    assert told not in bt.progress([earlier, bt.read(page, changes="brackets")]).unmarked.summary


@given(st.one_of(drafts(), listed_drafts()), st.one_of(drafts(), listed_drafts()))
def test_no_phrase_is_called_gone_that_the_later_draft_has_as_often(one: str, two: str) -> None:
    texts = [f"  {'  '.join(Tokens(draft, draft.content).words)}  " for draft in map(bt.parse, (one, two))]
    for row in between(one, two):
        words = Tokens(bt.parse(f"1. {row.words}"), bt.parse(f"1. {row.words}").content).words
        if row.kind in ("words", "option") and len(words) >= 4:
            phrase = f" {'  '.join(words)} "
            here, there = texts if row.direction == "went" else texts[::-1]
            assert here.count(phrase) > there.count(phrase) or phrase not in here


def test_words_are_shown_without_emphasis_and_with_both_signs_of_a_quotation() -> None:
    one = '1. *Recalling* the **old** rules of ports;\n2. "Small ports" are ports with ten berths;\n3. Ships pay dues.'
    rows = between(one, "3. Ships pay dues.")
    assert [row.sentence for row in rows] == [
        "Provision 1, “Recalling the old rules of ports”, is gone.",
        'Provision 2, “"Small ports" are ports with ten berths”, is gone.',
    ]
    tables = [block for block in rows.to_blocks() if isinstance(block, Table)]
    assert [row[0] for row in tables[0].rows] == [
        "whole provision: “Recalling the old rules of ports”",
        'whole provision: “"Small ports" are ports with ten berths”',
    ]
