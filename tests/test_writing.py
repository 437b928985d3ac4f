"""Settled texts written as plain text, as CriticMarkup, and by the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.errors import DraftError
from bracketed.writing.plain_text import redline as marked
from tests.shared import SHARED, needs_shared
from tests.strategies import drafts

TEXT = "1. Parties [shall/should] report [annually].\n2. They [meet].\tComment by A. Clerk: UK – keep “meet”\n"


def accepted(text: str) -> str:
    text = re.sub(r"\{>>.*?<<\}|\{--.*?--\}", "", text)
    return re.sub(r"\{\+\+(.*?)\+\+\}", r"\1", text)


def rejected(text: str) -> str:
    text = re.sub(r"\{>>.*?<<\}|\{\+\+.*?\+\+\}", "", text)
    return re.sub(r"\{--(.*?)--\}", r"\1", text)


@given(drafts(), st.integers(0, 10**6))
def test_a_redline_rejected_is_the_draft_and_accepted_the_variant(text: str, number: int) -> None:
    draft = bt.parse(text)
    space = bt.variants(draft, bt.positions(draft))
    variant = space[number % space.count()]
    redline = marked(variant)
    source = draft.source
    for comment in reversed(draft.comments):
        source = source[: comment.span.start] + source[comment.span.end :]
    assert rejected(redline) == source
    assert "".join(accepted(redline).split()) == "".join(variant.text.split())


def test_every_settled_bracket_and_every_comment_is_beside_its_words() -> None:
    draft = bt.parse(TEXT)
    assert marked(bt.variants(draft)[3]) == (
        "1. Parties {--[--}shall{--/should]--} report{-- [annually]--}.\n"
        "2. They{-- [meet]--}.{>>A. Clerk: UK – keep “meet”<<}\n"
    )


def test_marks_in_the_words_of_a_draft_end_nothing() -> None:
    variant = bt.variants(bt.parse("1. Parties [a--} b/c] {>> d.\tComment by E: UK – use <<} f"))[1]
    assert marked(variant) == r"1. Parties {--[a--\} b/--}c{--]--} \{>> d.{>>E: UK – use << } f<<}"


def run(*arguments: str, text: str = TEXT) -> Result:
    return CliRunner().invoke(main, ["write", "-", *arguments], input=text)


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_the_clean_text_is_written(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"clean.{suffix}"
    assert run("-o", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8") == "1. Parties shall report annually.\n2. They meet.\n"


def test_choices_come_from_a_file_and_the_rest_is_the_best(tmp_path: Path) -> None:
    told = tmp_path / "choices.json"
    told.write_text(json.dumps({"1#1": "b", "1#2": "omit"}))
    assert run("-o", str(tmp_path / "x.txt"), "--variant", str(told)).exit_code == 0
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "1. Parties should report.\n2. They meet.\n"


def test_what_best_prints_is_a_file_of_choices(tmp_path: Path) -> None:
    printed = CliRunner().invoke(main, ["best", "-", "--format", "json"], input=TEXT).stdout
    (tmp_path / "best.json").write_text(printed, encoding="utf-8")
    choices = bt.read_choices(tmp_path / "best.json", bt.parse(TEXT))
    assert dict(choices) == {"1#1": "a", "1#2": "a", "2#1": "a"}
    assert not choices.warnings


def test_a_variant_goes_by_its_number(tmp_path: Path) -> None:
    assert run("-o", str(tmp_path / "x.txt"), "--variant", "-1").exit_code == 0
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "1. Parties should report.\n2. They.\n"


@pytest.mark.parametrize("told, said", [
    ('{"1#3": "a"}', "there is no bracket '1#3'; did you mean 1#2?"),
    ('{"1#1": "c"}', "1#1 has no option 'c'; it has a, b"),
    ('{"1#1": "a", "1#1": "b"}', "choices.json says twice what 1#1 is: 'a' and 'b'; leave one of them out"),
    ("[]", 'choices.json holds no choices; they are written as {"D.4-c#1": "omit", "D.4-c#2": "b"}'),
    ('{"1#1": 1}', 'choices.json holds no choices; they are written as {"D.4-c#1": "omit", "D.4-c#2": "b"}'),
    ("{", "choices.json is no JSON file: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
])  # fmt: skip
def test_a_file_of_choices_that_is_wrong_is_reported_where(told: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "choices.json").write_text(told)
    done = run("-o", str(tmp_path / "x.txt"), "--variant", str(tmp_path / "choices.json"))
    assert (done.exit_code, done.stderr) == (3, f"bracketed: {said}\n")
    assert not (tmp_path / "x.txt").exists()


@pytest.mark.parametrize("which, said", [
    ("worst", "'worst' is neither best, none, a number nor a .json file"),
    ("8", "there are 8 variants, numbered from 0"),
])  # fmt: skip
def test_a_variant_that_is_none_is_a_wrong_use(which: str, said: str, tmp_path: Path) -> None:
    done = run("-o", str(tmp_path / "x.txt"), "--variant", which)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_redline_needs_a_variant(tmp_path: Path) -> None:
    done = run("-o", str(tmp_path / "x.txt"), "--variant", "none", "--redline")
    assert done.exit_code == 2
    assert "--redline shows what a variant changes" in done.stderr


def test_the_draft_itself_is_written_with_positions_beside_it(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("delegation,bracket,option,stance\nEU,1#1,b,supports\nEU,1#2,omit,supports\n")
    table = ["--variant", "none", "--positions", str(tmp_path / "table.csv")]
    assert run("-o", str(tmp_path / "x.md"), *table).exit_code == 0
    assert (tmp_path / "x.md").read_text(encoding="utf-8") == (
        "1. Parties [shall/should] report [annually].\tComment by bracketed: EU – supports “should”"
        "\tComment by bracketed: EU – supports deletion of “annually”\n"
        "2. They [meet].\tComment by A. Clerk: UK – keep “meet”\n"
    )
    again = bt.positions(bt.read(tmp_path / "x.md"))
    assert {(row.delegation, row.bracket, row.option, row.stance) for row in again} >= {
        ("EU", "1#1", "b", "supports"),
        ("EU", "1#2", "omit", "supports"),
        ("UK", "2#1", "a", "supports"),
    }


def test_words_without_a_place_are_named(tmp_path: Path) -> None:
    text = "1. Parties meet.\tComment by A. Clerk: UK – add “hourly”"
    done = run("-o", str(tmp_path / "x.txt"), text=text)
    assert done.stderr == "bracketed: 1#i1: no comment says where “hourly” goes; it is not in x.txt\n"


def test_a_format_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"a file of format 'pdf' cannot be written; write .docx, .md, .txt"):
        bt.write(bt.parse(TEXT), tmp_path / "x.pdf")


@needs_shared
def test_a_paragraph_without_brackets_is_not_touched_whatever_words_come_twice_in_it() -> None:
    draft = bt.read(SHARED.parent / "cases" / "people" / "red12.md")
    for variant in bt.variants(draft):
        assert marked(variant).split("\n")[1:] == draft.source.split("\n")[1:]
