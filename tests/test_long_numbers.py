"""Numbers of thousands of digits, which Python refuses to read, are read over or refused, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.draft.link_file import verdicts_beside
from bracketed.errors import BracketedError, DraftError, TableError

LONG = "9" * 5_000
DRAFT = bt.parse("1. Ports [shall/should] pay.")
TEXTS = (
    "{}. Ports [a/b].\n{}. [c]",
    "Article {}\n1. [a/b]",
    "Option {}: x\nOption {}: y",
    "Option 1: x\nOption {}: y",
    "1. [Option {}: x Option 2: y]",
    "Alternative {}\nx [a/b]",
    "({}) [a/b]\n(1) y",
    "1. [{}/b]",
    "1. Ports [a/b].\tComment by UK: Option {}",
    "1. Ports [a/b].\tComment by UK: delete paragraph {}",
    "1. Ports [a/b].\tComment by UK: support the {}th option",
)


@pytest.mark.parametrize("digits", [LONG, "٩" * 5_000], ids=["Latin", "Arabic"])
@pytest.mark.parametrize("text", TEXTS)
def test_in_a_draft_and_its_comments(text: str, digits: str) -> None:
    draft = bt.parse(text.replace("{}", digits))
    assert draft.unparse() == draft.source
    positions = bt.positions(draft)
    bt.blocking(bt.variants(draft, positions), positions)


@pytest.mark.parametrize(
    "html", ["<ol start={}><li>[a]</ol>", "<td rowspan={} colspan={}>[a]</td>", "<p>&#{};[a]", "<p title='&#x{};'>[a]"]
)
def test_in_html(html: str) -> None:
    assert len(bt.read(html.replace("{}", LONG).encode(), format="html").brackets) == 1


NUMBERS = {
    "an integer": 10**4_999,
    "digits": LONG,
    "beyond floats": "1e999",
    "nan": "nan",
    "infinite": float("inf"),
    "negative": "-1",
}


@pytest.mark.parametrize("column", ["weight", "probability", "worth", "salience"])
@pytest.mark.parametrize("number", list(NUMBERS.values()), ids=list(NUMBERS))
def test_in_a_table(column: str, number: object) -> None:
    row = {"delegation": "UK", "bracket": "1#1", "option": "a", "stance": "objects", column: number}
    with pytest.raises(TableError, match=r"(?s)^table: .*; write (0|a shorter|a number|it)") as caught:
        bt.read_positions([row], DRAFT)
    assert len(str(caught.value)) < 250


FILES: dict[str, Callable[[Path], object]] = {
    "[read_as]\n1 = {}": lambda path: bt.read(_beside(path, ".readings.toml")),
    "convention = {}": lambda path: bt.read(_beside(path, ".readings.toml")),
    '[read_as]\n"{}:1" = "optional"': lambda path: bt.read(_beside(path, ".readings.toml")),
    "x = {}": lambda path: verdicts_beside(_beside(path, ".links.toml"), ()),
    "{}": lambda path: bt.read_choices(path, DRAFT),
    '{"1#1": {}}': lambda path: bt.read_choices(path, DRAFT),
}


def _beside(path: Path, suffix: str) -> Path:
    path.rename(path.with_name("draft" + suffix))
    draft = path.with_name("draft.txt")
    draft.write_text("1. Ports [a/b].", encoding="utf-8")
    return draft


@pytest.mark.parametrize("text", FILES)
def test_in_a_file_of_readings_links_or_choices(text: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(text.replace("{}", LONG), encoding="utf-8")
    with pytest.raises(
        BracketedError, match=r"thousands of digits; write a shorter one$|^there is no bracket "
    ) as caught:
        FILES[text](path)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("place", ["{}:1", "1:{}", "1#{}"])
def test_in_a_correction(place: str) -> None:
    with pytest.raises(BracketedError, match=r"^there is no bracket '[1:#9]+…[19:]+'; there are: 1#1$"):
        bt.parse("1. Ports [a/b].", read_as={place.replace("{}", LONG): "optional"})


def test_a_place_that_is_none_is_still_said() -> None:
    with pytest.raises(DraftError, match="no bracket opens at 1:3"):
        bt.parse("1. Ports [a/b].", read_as={"1:3": "optional"})


def test_weights_of_very_different_size_are_weighed_together() -> None:
    rows = [
        {
            "delegation": f"D{number}",
            "bracket": "1#1",
            "option": "ab"[number % 2],
            "stance": "objects",
            "weight": weight,
        }
        for number, weight in enumerate(("1e9", "1e-9") * 5)
    ]
    positions = bt.read_positions(rows, DRAFT)
    space = bt.variants(DRAFT, positions)
    assert bt.leverage(space, positions)
    assert bt.report(space, positions)
