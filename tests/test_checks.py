"""What an editor is told to look at in a text, and where people see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.variants.checks import Check
from tests.growth import assert_in_proportion
from tests.strategies import broken_drafts, drafts, listed_drafts

# Both of its brackets leave something to be looked at when they are left out.
DRAFT = "3. Ports report.\n4. See Articles 9 and [11].\n5. [In May,] ships sail.\n"


def test_a_check_says_what_is_where_and_in_which_provision() -> None:
    assert bt.variants(bt.parse(DRAFT))[3].to_check == (
        Check("dangling-word", "Nothing follows “and” in “See Articles 9 and.”.", 2, 19, "4"),
        Check("small-letter", "A small letter begins “ships sail.” where a capital one did.", 3, 4, "5"),
    )


def test_a_check_quotes_words_without_the_marks_of_markdown() -> None:
    draft = bt.parse("5. [In May,] s*hips* of **all** kinds sail.\n")
    check = bt.variants(draft)[1].to_check[0]
    assert (check.message, check.column) == ("A small letter begins “ships of all kinds” where a capital one did.", 4)


def test_a_check_cannot_be_changed() -> None:
    check = bt.variants(bt.parse(DRAFT))[3].to_check[0]
    with pytest.raises(FrozenInstanceError):
        check.line = 7  # type: ignore[misc]


def test_lines_are_those_of_the_text_and_not_of_the_draft() -> None:
    draft = bt.parse("3. [Ports report.]\n4. See Articles 9 and [11].\n")
    assert [(check.line, check.provision) for check in bt.variants(draft)[3].to_check] == [(1, "4")]


@given(st.one_of(drafts(), broken_drafts(), listed_drafts()), st.integers(0, 2**40))
def test_every_check_is_at_its_words(text: str, number: int) -> None:
    draft = bt.parse(text)
    space = bt.variants(draft, bt.positions(draft))
    variant = space[number % space.count()]
    lines = variant.text.split("\n")
    labels = {provision.label for provision in draft.provisions}
    for check in variant.to_check:
        assert 1 <= check.line <= len(lines)
        assert 1 <= check.column <= len(lines[check.line - 1]) + 1
        assert check.provision in labels | {""}
        if check.code == "dangling-word":
            word = check.message.split("“")[1].split("”")[0]
            assert lines[check.line - 1][check.column - 1 :].startswith(word)


@given(st.lists(st.sampled_from(["and", "to", "the", "of", ".", ",", ":", "Ports", "to"]), min_size=1, max_size=30))
def test_nothing_is_reported_of_slips_that_the_draft_has_itself(words: list[str]) -> None:
    draft = bt.parse(f"1. Ports report [in May].\n2. {' '.join(words)}\n3. They meet.")
    assert [check for variant in bt.variants(draft) for check in variant.to_check] == []


def test_twice_as_long_a_draft_needs_twice_the_calls_to_check() -> None:
    def work(count: int) -> Callable[[], object]:
        filled = "word " * 30
        text = "\n\n".join(f"{number}. Ports {filled}of [ships], and {filled}." for number in range(count))
        variant = bt.variants(bt.parse(text))[-1]
        return lambda: variant.to_check

    assert len(work(150)()) == 150  # type: ignore[arg-type]
    assert_in_proportion(work, 150)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments], input=DRAFT)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_variant_is_printed_with_what_to_check_below() -> None:
    told = (
        "To check in this text: 2 places\n"
        "  4, line 2: Nothing follows “and” in “See Articles 9 and.”.\n"
        "  5, line 3: A small letter begins “ships sail.” where a capital one did.\n"
    )
    assert run("variants", "-", "--at", "3").endswith(told)
    assert "To check" not in run("variants", "-", "--at", "0")
    found = json.loads(run("variants", "-", "--at", "3", "--format", "json"))["variants"][0]["to_check"]
    assert [(check["code"], check["line"]) for check in found] == [("dangling-word", 2), ("small-letter", 3)]


def test_the_best_text_is_printed_with_what_to_check_below() -> None:
    text = DRAFT.replace("[11].", "[11].\tComment by UK: UK – remove “11”")
    done = CliRunner().invoke(main, ["best", "-"], input=text)
    assert "To check in this text: 1 place\n  4, line 2: Nothing follows “and”" in done.output
    found = json.loads(CliRunner().invoke(main, ["best", "-", "--format", "json"], input=text).stdout)["to_check"]
    assert [check["code"] for check in found] == ["dangling-word"]


def test_what_to_check_is_reported_beside_a_file_with_the_provision(tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    told = run("write", "-", "--variant", "3", "-o", str(file))
    assert "To check in this text: 2 places\n  4, line 2: Nothing follows" in told
    assert "To check" not in file.read_text(encoding="utf-8")


def test_no_more_than_ten_places_are_named() -> None:
    text = "\n".join(f"{number}. See Articles {number} and [11]." for number in range(1, 14))
    done = CliRunner().invoke(main, ["variants", "-", "--links", "none", "--at", "-1"], input=text)
    assert "To check in this text: 13 places" in done.output
    assert done.output.count("Nothing follows") == 10
    assert done.output.rstrip().endswith("and 3 more")
