"""What broke once and was found by reading and trying, not by the fuzzer: a case each, and what must hold of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import bracketed as bt
from bracketed.cli import main
from bracketed.errors import DraftError
from bracketed.positions.positions import Position, Positions
from bracketed.progress.diff import compare
from tests.position_properties import heard
from tests.reading_properties import PROPERTIES
from tests.word.making import comment, docx, ins, p, ref, t

# A paragraph and its alternative, each in brackets of its own, are two options of one choice, however “alt” is written.
ALTERNATIVES = [
    "[1. Aa]\n[1 Alt. Bb]", "[1. Aa]\n[1 ALT. Bb]", "[1. Aa]\n[1Alt. Bb]", "[1. Aa]\n[1 (alt) Bb]",
    "[1. Aa]\n[1 [alt] Bb]", "[1 bis. Aa]\n[1 bis alt. Bb]", "[D.2-a: Aa]\n[D.2-a alt: Bb]", "[OP2. Aa]\n[OP2 alt. Bb]",
    "[PP2 Aa]\n[PP2 alt Bb]", "[A-3. Aa]\n[A-3 alt. Bb]",
    "[I.3. Aa]\n[I.3 alt. Bb]", "[Article IV: Aa]\n[Article IV alt: Bb]",
    "[52. Aa]\n\n[52Alt. Bb]", "[[3. Aa]]\n[[3 alt. Bb]]", "[[3. Aa] Bb]\n[[3 alt. Bb] c]",
]  # fmt: skip


@pytest.mark.parametrize("text", ALTERNATIVES)
def test_an_alternative_in_brackets_of_its_own_is_an_option(text: str) -> None:
    draft = bt.parse(text)
    assert (draft.brackets[0].kind, draft.brackets[0].letters) == ("alternatives", ("a", "b"))
    for holds in PROPERTIES:
        holds(draft)


def test_alternatives_of_two_depths_say_nothing_twice() -> None:
    draft = bt.parse("Article 7\n1. Ports.\n1 alt. Quays.\nArticle 7 alt\n1. Boats.\n1 alt. Ships.\n")
    texts = {"".join(variant.text.split()) for variant in bt.variants(draft)}
    assert texts == {f"Article71.{words}" for words in ("Ports.", "Quays.")} | {
        f"Article71.{words}" for words in ("Boats.", "Ships.")
    }


# The last option has a name and no words; a blank, a sign or the end of a bracket is behind the name.
@pytest.mark.parametrize("text", [
    "Option 1. Ports act.\n\nOption 2. \n", "[Option 1. act\nOption 2.]", "[Option 1: act\nOption 2.]",
    "[Option 1. act\nOption 2]", "4. Option 1. Ports act.\nOption 2.\tComment by Ana: noted",
    "Option 1. act\nOption 2.",
])  # fmt: skip
def test_an_option_without_words_is_told(text: str) -> None:
    draft = bt.parse(text)
    (bracket,) = draft.brackets
    assert (bracket.letters, bracket.options[0].text.rstrip(".").split()[-1]) == (("a", "omit"), "act")
    assert "option-without-words" in [one.code for one in draft.diagnostics]
    assert draft.unparse() == text


# What all options begin with is no option, nor are blanks behind the last.
@pytest.mark.parametrize("text", [
    "9. [Fees:\n\nOption 1: Ports pay.\n\nOption 2: Ships pay.]",
    "9. [Option 1: Ports pay.\n\nOption 2: Ships pay. ]",
])  # fmt: skip
def test_what_is_around_options_is_no_option_without_words(text: str) -> None:
    draft = bt.parse(text)
    assert [one.text for one in draft.brackets[0].options] == ["Ports pay.", "Ships pay."]
    assert "option-without-words" not in [one.code for one in draft.diagnostics]


TITLED = "# A fund for small ports\nEach port shall pay its share every second year\n"
UNTITLED = "1. A fund for small ports\nA fund for small ports Each port shall pay its share every second year\n"


@pytest.mark.parametrize(("before", "after"), [(TITLED, UNTITLED), (UNTITLED, TITLED)])
def test_a_title_that_becomes_part_of_a_paragraph_is_compared(before: str, after: str) -> None:
    changes = compare(bt.parse(before), bt.parse(after)).changes
    assert {change.what for change in changes} == {"provision"}


def test_options_without_words_behind_another_paragraph_are_unchanged() -> None:
    draft = bt.parse("Article 3\n.\n\n2\nAlternative a\nAlternative b")
    assert [(change.kind, change.before, change.after) for change in compare(draft, draft).changes] == [
        ("unchanged", ("Article 3#1",), ("Article 3#1",))
    ]


def test_the_name_of_an_option_without_words_is_compared() -> None:
    before, after = bt.parse("\nOption 1: "), bt.parse("\nOption 1: [X]\nOption 2")
    told = {id_ for change in compare(before, after).changes if change.what == "bracket" for id_ in change.after}
    assert told == {bracket.id for bracket in after.brackets}


def test_a_sign_in_brackets_of_which_a_blank_was_made_is_lost() -> None:
    before, after = bt.parse("1. Ports[,] quays and piers meet."), bt.parse("1. Ports[] quays and piers meet.")
    (row,) = bt.carry(Positions((Position("Fiji", "1#1", "a", "accepts"),)), before, after)
    assert row.sentence == "Fiji accepts: 1#1=a (“,”) is lost: 1#1 has no such option."


@pytest.mark.parametrize("sign", ["(", "“", "and/", "–"])
def test_words_behind_the_last_sign_of_a_line_are_compiled(sign: str) -> None:
    base, copy = f"1. Ports meet {sign}", f"1. Ports meet {sign}by day"
    compiled = bt.compile(bt.parse(base), {"UK": bt.parse(copy)})
    index = compiled.space.index(compiled.variants["UK"])
    assert compiled.space[index].text.split() == copy.split()


def test_what_a_copy_adds_is_listed_with_its_place_where_the_text_begins_with_an_empty_line() -> None:
    copy = bt.parse("{++by [date] [tide++}\tComment by Ana: why?\n1. Ports meet.")
    compiled = bt.compile(bt.parse("\n1. Ports meet."), {"UK": copy})
    assert compiled.draft.source == "\n\tComment by Ana: why?\n1. Ports meet."
    assert [(one.at, one.words) for one in compiled.insertions] == [(1, "\tComment by Ana: why?\n")]


def test_code_with_a_comment_in_it_is_reported() -> None:
    draft = bt.parse("```draft\n4. Ports [pay].\tComment by Ana: Chad – keep\n```\n5. Ports [meet].\n")
    assert [bracket.id for bracket in draft.brackets] == ["5#1"]
    assert [one.code for one in draft.diagnostics] == ["not-a-choice"]
    for holds in PROPERTIES:
        holds(draft)


@pytest.mark.parametrize("text", [
    "4. Ports pay $[5/6]. Comment by Ana: at most 3$", "4. Ports `pay [5/6].\tComment by Ana: use `five`",
])  # fmt: skip
def test_no_code_and_no_formula_ends_in_a_comment(text: str) -> None:
    draft = bt.parse(text)
    assert [bracket.letters for bracket in draft.brackets] == [("a", "b")]
    for holds in PROPERTIES:
        holds(draft)


def test_a_bracket_in_a_mark_of_a_change_is_settled_whole() -> None:
    draft = bt.parse("{--[:\nOR]--}")
    assert not [variant.text for variant in bt.variants(draft) if set("[]") & {*variant.text}]


def test_nobody_supports_an_option_that_a_bracket_does_not_have() -> None:
    draft = bt.parse("方案1：] [Kenya del]\n\n方案2：ports\n\n方案3：\n1. ports\n")
    assert draft.brackets[0].letters == ("a", "b")
    positions = bt.positions(draft)
    assert list(positions) == []
    assert [(one.code, one.by) for one in positions.diagnostics] == [("attribution-unclear", "Kenya")]


@pytest.mark.parametrize("comment", [
    "mais certainement pas Ghana remerciant G77", "but certainly not Ghana, thanking the G77",
])  # fmt: skip
def test_a_negation_that_sets_one_delegation_against_another_is_read_or_reported(comment: str) -> None:
    positions = bt.positions(bt.parse(f"4. Parties [shall/may] report.\tComment by A. Clerk: {comment}"))
    assert {"Ghana", "G77"} <= heard(positions)


@pytest.mark.parametrize("record", [
    "## Norway\n\nPrefers “should” in paragraph 4.", "**Norway**\n\nIt prefers “should” in paragraph 4.",
])  # fmt: skip
def test_a_delegation_that_a_heading_of_a_record_names_says_what_is_below_it(record: str) -> None:
    read = bt.read_record(record.encode(), bt.parse("4. Ports [may/should] report."), format="md")
    assert ([(row.delegation, row.option) for row in read], read.diagnostics) == ([("Norway", "b")], ())


@pytest.mark.parametrize("record", [
    "## Norway\n\nKenya prefers “should” in paragraph 4.\n\n## Kenya\n\nNorway prefers “may” in paragraph 4.",
    "## Norway\n\nIt was agreed to use “should” in paragraph 4.",
])  # fmt: skip
def test_a_delegation_that_only_a_heading_of_a_record_names_is_reported(record: str) -> None:
    read = bt.read_record(record.encode(), bt.parse("4. Ports [may/should] report."), format="md")
    assert ("record-not-tied", "Norway", 1) in [(one.code, one.by, one.line) for one in read.unread]


def test_a_heading_says_nothing_that_a_sentence_below_it_says_itself() -> None:
    record = "## Statement by Norway\n\nNorway prefers “should” in paragraph 4."
    read = bt.read_record(record.encode(), bt.parse("4. Ports [may/should] report."), format="md")
    assert ([(row.delegation, row.option) for row in read], read.diagnostics) == ([("Norway", "b")], ())


@pytest.mark.parametrize(
    "heading", ["Meeting in Bonn, Germany, 3 May", "Réunion au Caire, Égypte", "Talks at Lima, Peru"]
)
def test_the_place_of_a_meeting_is_nobody_who_speaks(heading: str) -> None:
    record = f"# {heading}\n\nNorway prefers “should” in paragraph 4."
    read = bt.read_record(record.encode(), bt.parse("4. Ports [may/should] report."), format="md")
    assert ([row.delegation for row in read], read.diagnostics) == (["Norway"], ())


def test_a_finding_on_words_of_an_earlier_sentence_is_at_the_sentence_that_points_to_them() -> None:
    text = "4. Parties [shall/may] report.\tComment by A. Clerk: Mali does not need, “must” not “may”; Ghana undecided"
    found = bt.positions(bt.parse(text)).diagnostics[-1]
    assert (found.code, found.by) == ("phrase-not-found", "Ghana")
    assert text[found.column - 1 :] == "Ghana undecided"


@pytest.mark.parametrize("comment", [
    "Please delete “shall”. Best regards, Ghana", "UK – keep “shall”. Thanks, Ghana", "gracias Ghana",
])  # fmt: skip
def test_a_delegation_that_signs_or_is_thanked_is_heard(comment: str) -> None:
    positions = bt.positions(bt.parse(f"4. Parties [shall/may] report.\tComment by A. Clerk: {comment}"))
    assert "Ghana" in heard(positions)


@pytest.mark.parametrize("comment", [
    "Mali can accept “shall” subject to approval by Portugal", "subject to confirmation by Portugal",
    "If Portugal agrees, Mali can accept “shall”",
])  # fmt: skip
def test_a_delegation_that_only_a_condition_names_is_heard(comment: str) -> None:
    positions = bt.positions(bt.parse(f"4. Parties [shall/may] report.\tComment by A. Clerk: {comment}"))
    assert "Portugal" in heard(positions)


@pytest.mark.parametrize("content", ["9" * 5000, '{"4#1": ' + "9" * 5000 + "}"])
def test_choices_with_a_number_too_long_are_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_text(content)
    with pytest.raises(DraftError, match="a number of thousands of digits"):
        bt.read_choices(path, bt.parse("4. Ports [pay/save]."))


def test_a_hidden_run_between_words_that_go_is_taken_out_once(tmp_path: Path) -> None:
    hidden = t(" [X", "<w:vanish/>")
    draft = bt.read(docx(p("Option 1:", hidden, "] ports") + p("Option 2: boats")))
    for variant in bt.variants(draft):
        bt.write(variant, tmp_path / "settled.docx", force=True)
        assert bt.read(tmp_path / "settled.docx").source.strip() == variant.text.strip()


def test_an_inserted_tab_at_a_place_of_the_line_is_settled(tmp_path: Path) -> None:
    added = '<w:ins w:id="2" w:author="Ana"><w:r><w:ptab/></w:r></w:ins>'
    draft = bt.read(docx(p("4. Ports ", ins("["), added, "pay] now.")), changes="brackets")
    for variant in bt.variants(draft):
        bt.write(variant, tmp_path / "settled.docx", force=True)
        assert bt.read(tmp_path / "settled.docx").source.split() == variant.text.split()


@pytest.mark.parametrize(
    "title", ["{++Ports++}", "{--Ports--}", "{~~Ports~>Quays~~}", "{placeholder: Ports}", "[Ports]"]
)
@pytest.mark.parametrize("rest", ["Section 1", "# Means", "1. Ports [meet]."])
def test_marks_in_the_front_matter_of_a_file_are_no_choices(title: str, rest: str) -> None:
    draft = bt.parse(f"---\ntitle: {title}\n---\n{rest}")
    assert [bracket.words for bracket in draft.brackets] == ["[meet]"] * ("[" in rest)
    assert [one.message.rpartition("” ")[2] for one in draft.diagnostics if one.code == "not-a-choice"] == [
        "is read as front matter of the file, not as a choice"
    ]
    for holds in PROPERTIES:
        holds(draft)


@pytest.mark.parametrize(("form", "printed"), [("table", "no brackets to fill in\n"), ("json", "[]\n")])
def test_a_template_for_a_draft_without_brackets_is_empty(form: str, printed: str, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("1. Ports meet.")
    done = CliRunner().invoke(main, ["positions", str(tmp_path / "draft.txt"), "--template", "--format", form])
    assert (done.exit_code, done.stdout) == (0, printed)


def test_a_choice_inside_a_blank_to_be_filled_in_is_none() -> None:
    draft = bt.parse("4. Ports [placeholder for [a fee] in ports] meet.")
    assert [bracket.kind for bracket in draft.brackets] == ["placeholder", "optional"]
    for holds in PROPERTIES:
        holds(draft)


def test_a_comment_in_front_of_an_or_in_word_is_on_its_paragraph() -> None:
    body = p("1. Parties meet", ref(0)) + p("OR") + p("Ports meet")
    read = bt.positions(bt.read(docx(body, comments=comment(0, "USA – keep\nUK – remove", "Ana"))))
    assert [one.bracket.words for one in read.implied] == ["[Parties meet]"]


@pytest.mark.parametrize("blank", " \t\n")
def test_any_number_of_blanks_may_be_in_front_of_the_words_of_a_bracket(blank: str) -> None:
    # A search that went through them twice would take an hour.
    assert len(bt.parse(f"1. Ports [{blank * 200_000}pay] [now].").brackets) == 1


def test_a_figure_in_a_comment_is_no_mark_of_a_note() -> None:
    draft = bt.parse("1. Ports [pay].\tComment by Ana: see ports.1 is settled\n\n1 Norway opposes dues")
    assert [(one.author, one.text) for one in draft.comments] == [("Ana", "see ports.1 is settled")]
