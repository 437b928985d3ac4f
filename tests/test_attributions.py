"""Whoever is named beside words takes a stance on them, or is told; no names or verbs become words of the text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.delegations import Names
from bracketed.draft.draft import Draft
from bracketed.parsing.attributions import (
    Attribution,
    are_crossed,
    parties_half_known,
    read_attribution,
    read_in_front,
    seems_attribution,
    without_status,
)
from bracketed.positions.positions import Positions, every_finding

# Names of which no part is another one, or a word of the drafts below; G77 and China are one.
NAMES = sorted(
    {
        *(
            "EU",
            "G77",
            "AOSIS",
            "USA",
            "US",
            "UK",
            "NZ",
            "African Group",
            "Umbrella Group",
            "Holy See",
            "Côte d’Ivoire",
        ),
        *(one.name for one in Names.default().delegations if one.kind == "state" and len(one.name) < 20),
    }
    - {"Oman", "Mali", "Niger", "China"}
)
# Verbs behind the names, and what those who are named then want.
BEHIND = {
    "": "supports", " retain": "supports", " support": "supports", ": keep": "supports", " propose": "supports",
    " delete": "objects", ": delete": "objects", " oppose": "objects", " s’oppose": "objects", ": suprimir": "objects",
    " : supprimer": "objects", " se opone": "objects", " reserve": "reserves", " reserves its position": "reserves",
    " considering": "considers",
}  # fmt: skip
IN_FRONT = {
    "delete – ": "objects", "deletion by ": "objects", "supported by ": "supports", "reservation by ": "reserves",
    "opposed by ": "objects", "supprimer – ": "objects", "suprimir – ": "objects", "apoyado por ": "supports",
}  # fmt: skip
ROWS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)
FORMS = (
    "[lamps – {}]", "[lamps - {}]", "[lamps -{}]", "[lamps. –{}]", "[lamps ({})]", "[lamps {{{}}}]", "[lamps] ({})",
    "[lamps] {{{}}}", "[{}: lamps]", "{{{}: lamps}}", "[lamps (Zembla, EU) ({})]", "[lamps – {}; oars – Palau, ropes]",
    "[ropes/lamps – {}]", "[lamps – {} / ropes – Palau]", "[[lamps] oars – {}]", "[lamps – {}, with doubts]",
)  # fmt: skip


@st.composite
def attributions(draw: st.DrawFn) -> tuple[list[str], str, str]:
    """Draw names, what they want, and how that is written."""
    names = draw(ROWS)
    row = draw(st.sampled_from([", ", "/", " and ", ",\n"])).join(names)
    if draw(st.booleans()):
        verb = draw(st.sampled_from(sorted(BEHIND)))
        return names, BEHIND[verb], f"{row}{verb}"
    verb = draw(st.sampled_from(sorted(IN_FRONT)))
    return names, IN_FRONT[verb], f"{verb}{row}"


def shown(name: str) -> str:
    """Return a name as it is shown."""
    found = Names.default().find(name)
    assert found is not None
    return found.name


def told(draft: Draft, positions: Positions) -> set[str]:
    """Return who takes a stance, is in a note, or is told not to have been read."""
    names = {row.delegation for row in positions} | {note.delegation for note in positions.notes}
    return names | {name for finding in every_finding(draft, positions) for name in finding.by.split(", ")}


@given(attributions())
def test_an_attribution_says_who_wants_what(made: tuple[list[str], str, str]) -> None:
    names, wants, words = made
    said = read_attribution(words)
    assert {one.wants for one in said} == {wants}
    assert {name for one in said for name in one.parties} == set(map(shown, names))


@given(attributions(), st.sampled_from(FORMS))
def test_no_words_of_the_text_hold_the_names_of_an_attribution(made: tuple[list[str], str, str], form: str) -> None:
    names, _, words = made
    text = f"4. Ships carry {form.format(words)} at night."
    draft = bt.parse(text)
    positions = bt.positions(draft)
    assert draft.unparse() == text
    told_of = told(draft, positions)
    unread = {finding.line for finding in draft.diagnostics if finding.code == "attribution-not-read"}
    for name in names:
        assert shown(name) in told_of
        assert unread or all(name not in option.text for bracket in draft.brackets for option in bracket.options)


@pytest.mark.parametrize(
    "words, wanted",
    [
        ("G77, delete US, EU, reserve JP", {"supports": {"G77"}, "objects": {"USA", "EU"}, "reserves": {"Japan"}}),
        ("Chad opposes the deletion", {"supports": {"Chad"}}),
        ("Chad proposes to delete", {"objects": {"Chad"}}),
        ("Chad, Peru, delete", {"objects": {"Chad", "Peru"}}),
        ("EU: silence broken by Chad", {"considers": {"EU"}, "reserves": {"Chad"}}),
        ("EU, opposed by Chad", {"supports": {"EU"}, "objects": {"Chad"}}),
        ("Chad: red line", {"blocks": {"Chad"}}),
        ("AU, NZ", {"supports": {"Australia", "New Zealand"}}),
        ("delete: EU; Chad", {}),
        ("Chad delete Peru", {}),
        ("EU law", {}),
        ("Chad reserves on Peru", {}),
    ],
)
def test_verbs_reach_to_the_next_verb(words: str, wanted: dict[str, set[str]]) -> None:
    found: dict[str, set[str]] = {}
    for one in read_attribution(words):
        found.setdefault(one.wants, set()).update(one.parties)
    assert found == wanted


def test_a_row_is_read_though_one_name_is_in_no_list() -> None:
    assert read_attribution("EU, Zembla")[0].unknown == ("Zembla",)
    assert parties_half_known("Zembla, Ruritania") == ((), ())


def test_a_code_alone_is_a_name_in_front_of_words_only() -> None:
    assert read_in_front("Mex.") == (Attribution(("Mexico",), "supports"),)
    assert read_attribution("Mex.") == read_in_front("Ports") == ()


def test_two_brackets_are_crossed_where_one_side_wants_what_the_other_does_not() -> None:
    one, other = read_attribution("EU propose; Chad oppose"), read_attribution("Chad propose; EU oppose")
    assert are_crossed(one, other)
    assert not are_crossed(one, one)
    assert not are_crossed(one, ())


def test_what_begins_like_an_attribution() -> None:
    assert seems_attribution("EU, if all agree") == ("EU",)
    assert seems_attribution("supported, it is said, by Chad") == ("Chad",)
    assert seems_attribution("EU law") == seems_attribution("see Chad") == ()


def test_what_was_agreed_comes_before_who_does_not_agree() -> None:
    assert without_status("Agreed ad ref., but US reserves") == "US reserves"
    assert without_status("US reserves") == "US reserves"


def test_a_delegation_that_considers_words_is_in_a_note() -> None:
    positions = bt.positions(bt.parse("4. Ships carry [EU considering: lamps]."))
    assert not positions.rows
    assert [(note.delegation, note.provision) for note in positions.notes] == [("EU", "4")]


def test_what_is_not_read_is_counted() -> None:
    draft = bt.parse("4. Ships carry [lamps – Chad with doubts].\n5. Ships wait. – Chad and Peru oppose")
    assert [(found.by, found.line) for found in bt.positions(draft).unread] == [("Chad", 1), ("Chad, Peru", 2)]
    assert len(every_finding(draft, bt.positions(draft))) == 2


def test_a_remark_is_a_comment_on_what_is_before() -> None:
    text = (
        "4. Ships carry lamps.1\nPE: Will look at\nlamps later.\n\n5. Ships wait.\n"
        "Reservation by DE: scrutiny reservation.\nComment by Ana: Chad – delete “wait”\n\n1 Chad opposes “lamps”.\n"
    )
    draft = bt.parse(text)
    assert draft.unparse() == text
    assert [(one.text, one.provision) for one in draft.comments] == [
        ("PE: Will look at\nlamps later.", "4"),
        ("DE: scrutiny reservation.", "5"),
        ("Chad – delete “wait”", "5"),
        ("Chad opposes “lamps”.", "4"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "4. Ships carry lamps.\n\nEU: European Union\nWTO: World Trade Organization\n",
        "4. Ships carry CO2.\n\nNorway: 40 per cent\nEU: 20 per cent\n",
        "4. Ships carry\n[\nEU: big lamps\n]\n",
        "4. Party A: keeps the lamps\n",
    ],
)
def test_lists_and_lines_of_brackets_are_no_remarks(text: str) -> None:
    assert bt.parse(text).comments == ()


@pytest.mark.parametrize("words", ["[X – EU]", "[EU: X]", "[X] (EU)", "[EU propose: X]"])
def test_who_is_named_with_a_blank_is_neutral(words: str) -> None:
    found = bt.positions(bt.parse(f"4. Ports pay {words} per cent."))
    assert not len(found)
    assert [(note.delegation, note.kind) for note in found.notes] == [("EU", "blank")]


def test_no_sign_parts_a_bracket_that_is_none_after_all() -> None:
    # The mark of an insertion begins inside the bracket and ends behind it, so that it is not one.
    for text in ("[EU: lend / Japan: {++pay]++}", "1. We [all [EU: lend / Japan: {++pay]++} dues]."):
        draft = bt.parse(text)
        assert "not-understood" not in [finding.code for finding in draft.diagnostics]
        assert draft.unparse() == text


ALL_STATES = [one.name for one in Names.default().delegations if one.kind == "state"]


@pytest.mark.parametrize(
    "form, stance",
    [
        ("Boats carry [lamps – {}].", "supports"),
        ("Boats carry [lamps ({})].", "supports"),
        ("Boats carry [{}: lamps].", "supports"),
        ("Boats carry [lamps] ({}).", "supports"),
        ("Boats carry [lamps] ({}: delete).", "objects"),
        ("Boats carry [lamps] [{} reserve].", "reserves"),
        ("Boats carry [lamps – {} / oars – EU].", "supports"),
    ],
)
@pytest.mark.parametrize("count", [12, 60, len(ALL_STATES)])
def test_all_who_are_named_in_a_long_row_take_the_stance(form: str, stance: str, count: int) -> None:
    names = ALL_STATES[:count]
    found = bt.positions(bt.parse(f"1. {form.format(', '.join(names))}"))
    assert {row.delegation for row in found if row.stance == stance} >= {*names}


def test_a_long_row_that_is_not_understood_is_told_with_all_names() -> None:
    names = ", ".join(ALL_STATES[:60])
    draft = bt.parse(f"1. Boats carry [lamps – {names}, if all agree].")
    (finding,) = (one for one in draft.diagnostics if one.code == "attribution-not-read")
    assert finding.by.split(", ")[:3] == ALL_STATES[:3]


def test_many_names_in_a_row_are_read_in_little_time() -> None:
    # Names may begin with names: without a limit each of these is tried in two ways, two of them in four, and so on.
    assert Names.default().longest_prefix("Hong Kong China " * 40 + "Miller") is not None
    assert Names.default().longest_prefix("Norway " * 5_000) is not None


def test_copies_of_many_delegations_with_one_change_are_put_together() -> None:
    base, copy = (bt.parse(f"1. Boats carry {words} at night.") for words in ("lamps", "two lamps"))
    compiled = bt.compile(base, dict.fromkeys(ALL_STATES, copy))
    assert {*bt.positions(compiled.draft).delegations} == {*ALL_STATES}


@pytest.mark.parametrize("words", ["lend 1 boat", "lend * boats"])
def test_a_sign_with_blanks_on_both_sides_is_no_mark_of_a_footnote(words: str) -> None:
    sign = words.split()[1]
    draft = bt.parse(f"4. Ports [may] {words}.\n\n{sign} Norway reserves its position.\n")
    assert [row.delegation for row in bt.positions(draft)] == ["Norway"]
    assert all(words in variant.text for variant in bt.variants(draft))


@pytest.mark.parametrize("line", ["1. They [pay] ({}!).", "1. They [pay – UK {}!].", "1. They [UK, US {}!: pay]."])
def test_words_that_may_be_of_a_verb_in_two_languages_take_little_time(line: str) -> None:
    # In a process of its own, since such a search cannot be stopped from outside: “a” is Spanish and French.
    reading = f"import bracketed as bt; bt.parse({line.format('a ' * 60)!r})"
    subprocess.run([sys.executable, "-c", reading], check=True, timeout=30)
