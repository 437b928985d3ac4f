"""Choices in a file keep the words that they were made on, and are not used on others."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli.main import main
from bracketed.draft.tree import OMIT
from bracketed.draft.wording import same_option, words_at
from bracketed.errors import DraftError
from bracketed.variants.choices import Choices
from tests.strategies import drafts

MONDAY = "1. Ferries take [islanders/visitors] first and keep [a lamp/no lamp]."
TUESDAY = "1. [Fast/Slow] ferries take [islanders/visitors] first and keep [a lamp/no lamp]."


def told(saved: object, text: str, folder: Path) -> Choices:
    (folder / "c.json").write_text(json.dumps(saved), "utf-8")
    return bt.read_choices(folder / "c.json", bt.parse(text))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    draft = bt.parse("1. Ports [pay/save] [each year].")
    bt.write_choices({"1#1": "b", "1#2": "omit"}, tmp_path / "c.json", draft)
    choices = bt.read_choices(tmp_path / "c.json", draft)
    assert dict(choices) == {"1#1": "b", "1#2": "omit"}
    assert choices.warnings == ()


def test_to_leave_words_out_is_not_used_where_that_is_no_option_any_more(tmp_path: Path) -> None:
    bt.write_choices({"1#1": "omit"}, tmp_path / "c.json", bt.parse("1. Ports keep [a lamp] lit."))
    draft = bt.parse("1. Ports keep [a lamp/two lamps] lit.")
    choices = bt.read_choices(tmp_path / "c.json", draft)
    assert dict(choices) == {}
    assert choices.warnings == ("c.json: 1#1 is not used, since leaving out “a lamp” is no option of it now",)


def test_the_choices_without_words_are_named_where_others_have_some(tmp_path: Path) -> None:
    saved = {"choices": {"1#1": "a", "1#2": "a"}, "words": {"1#1": {"a": "tourists"}}}
    unchecked = told(saved, MONDAY, tmp_path).warnings[-1]
    assert unchecked.startswith("c.json keeps no words of 1#2;")


def test_an_id_that_has_come_to_other_words_is_not_used(tmp_path: Path) -> None:
    bt.write_choices({"1#1": "b"}, tmp_path / "c.json", bt.parse(MONDAY))
    choices = bt.read_choices(tmp_path / "c.json", bt.parse(TUESDAY))
    assert dict(choices) == {}
    assert choices.warnings == (
        "c.json: 1#1 is not used, since its option b is “Slow” now and was “visitors”; that is 1#2=b now",
    )


@pytest.mark.parametrize("saved, text, why", [
    ({"1#2": "a"}, "1. Ports pay [a/b].", "the draft has no bracket 1#2; it was “x”; no option has these words now"),
    ({"1#1": "c"}, "1. Ports pay [a/b].", "it has no option c now, which was “x”; no option has these words now"),
    (
        {"1#1": "a"},
        "1. A [y/x] and [x/z].\n2. [x/w].",
        "its option a is “y” now and was “x”; that is 1#1=b, 1#2=a or 2#1=a now",
    ),
])  # fmt: skip
def test_it_is_said_where_the_words_are_now(saved: dict[str, str], text: str, why: str, tmp_path: Path) -> None:
    ((id_, letter),) = saved.items()
    choices = told({"choices": saved, "words": {id_: {letter: "x"}}}, text, tmp_path)
    assert choices.not_used == (f"c.json: {id_} is not used, since {why}",)


def test_to_leave_words_out_is_a_choice_on_all_of_them(tmp_path: Path) -> None:
    saved = {"choices": {"1#1": OMIT}, "words": {"1#1": {"a": "each year"}}}
    assert dict(told(saved, "1. Ports pay [each year].", tmp_path)) == {"1#1": OMIT}
    assert dict(told(saved, "1. Ports pay [each month].", tmp_path)) == {}


@pytest.mark.parametrize("saved, warning", [
    ({"1#1": "b"}, "c.json keeps no words; if the draft has changed, an id may be of another bracket now"),
    (
        {"choices": {"1#1": "b", "1#2": "a"}, "words": {"1#1": {"b": "visitors"}}},
        "c.json keeps no words of 1#2; if the draft has changed, an id may be of another bracket now",
    ),
])  # fmt: skip
def test_a_file_without_words_is_read_with_a_warning(saved: dict[str, object], warning: str, tmp_path: Path) -> None:
    choices = told(saved, MONDAY, tmp_path)
    assert choices["1#1"] == "b"
    assert choices.warnings == (warning,)


def test_words_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="has the words of each option"):
        told({"choices": {"1#1": "a"}, "words": {"1#1": "shall"}}, MONDAY, tmp_path)


def test_the_command_writes_no_words_that_were_not_chosen(tmp_path: Path) -> None:
    bt.write_choices({"1#1": "b"}, tmp_path / "c.json", bt.parse(MONDAY))
    (tmp_path / "tuesday.txt").write_text(TUESDAY, "utf-8")
    arguments = [str(tmp_path / "tuesday.txt"), "--variant", str(tmp_path / "c.json"), "-o", str(tmp_path / "x.txt")]
    done = CliRunner().invoke(main, ["write", *arguments])
    assert done.exit_code == 0
    assert "1#1 is not used, since its option b is “Slow” now and was “visitors”; that is 1#2=b now" in done.stderr
    assert "Slow" not in (tmp_path / "x.txt").read_text("utf-8")


@given(drafts(), drafts(), st.randoms(use_true_random=False))
def test_no_choice_is_used_on_other_words(monday: str, tuesday: str, chance: Random) -> None:
    before, after = bt.parse(monday), bt.parse(tuesday)
    made = {bracket.id: chance.choice(bracket.letters) for bracket in before.brackets if bracket.letters}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.json"
        bt.write_choices(made, path, before)
        assert dict(bt.read_choices(path, before)) == made
        used = bt.read_choices(path, after)
    for id_, letter in used.items():
        one, other = before.bracket(id_), after.bracket(id_)
        about = [option for option in one.letters if option != OMIT] if letter == OMIT else [letter]
        assert all(same_option(words_at(one, option), words_at(other, option)) for option in about)


def test_a_partial_settlement_closes_no_bracket_that_was_not_chosen(tmp_path: Path) -> None:
    bt.write_choices({"1#1": "b", "1#2": "a"}, tmp_path / "c.json", bt.parse(MONDAY))
    (tmp_path / "tuesday.txt").write_text(TUESDAY, "utf-8")
    settled = ["--settle", "decided", "--choices", str(tmp_path / "c.json"), "-o", str(tmp_path / "x.txt")]
    done = CliRunner().invoke(main, ["write", str(tmp_path / "tuesday.txt"), *settled])
    assert done.exit_code == 0
    assert done.stderr.count("is not used") == 2
    assert (tmp_path / "x.txt").read_text("utf-8").strip() == TUESDAY
