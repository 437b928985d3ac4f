"""The outline of a draft: its parts, what is open in each, and what the command line tells of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.outline import OutlineNode
from bracketed.errors import UnknownNameError

TEXT = """PART I – Harbours

Article 1 (Aims)

1. Towns [shall/should] plan.

2. On dues:

Option 1: Each pays [once].

Option 2: All pay.

Article 2

1. Towns meet by [X]:
(a) in [spring];
(b) in autumn.

PART II – Ferries

Article 3 (Crews)

Crews [rest [daily]].
"""
COLUMNS = ["label", "title", "kind", "depth", "line", "brackets", "options", "words", "contested", "share"]


def run(*arguments: str, text: str = TEXT) -> Result:
    return CliRunner().invoke(main, arguments, input=text)


def tree(nodes: Iterable[OutlineNode]) -> list[str]:
    return [f"{'  ' * node.depth}{node.kind} {node.label}|{node.title}".rstrip("|") for node in nodes]


def test_parts_hold_articles_and_these_hold_paragraphs_options_and_items() -> None:
    assert tree(bt.parse(TEXT).outline) == [
        "section PART I|Harbours",
        "  article Article 1|Aims",
        "    paragraph Article 1.1",
        "    paragraph Article 1.2",
        "      option Article 1.2 opt1",
        "      option Article 1.2 opt2",
        "  article Article 2",
        "    paragraph Article 2.1",
        "      item Article 2.1(a)",
        "      item Article 2.1(b)",
        "section PART II|Ferries",
        "  article Article 3|Crews",
    ]


@pytest.mark.parametrize(
    ("titles", "depths"),
    [
        ("I. Ports|A. Tugs|B. Crews|II. Boats|A. Sails", [0, 1, 1, 0, 1]),
        ("A. Ports|I. Tugs|II. Crews|B. Boats|I. Sails", [0, 1, 1, 0, 1]),
    ],
)
def test_numerals_are_above_letters_or_below_as_they_began(titles: str, depths: list[int]) -> None:
    draft = bt.parse("\n\n".join(titles.split("|")))
    assert [node.depth for node in draft.outline] == depths


def test_a_part_counts_what_is_open_in_the_parts_below_it() -> None:
    counts = {node.label: (node.brackets, node.options) for node in bt.parse(TEXT).outline}
    # One choice of words, one between the options, one inside option 1.
    assert counts["Article 1"] == (3, 6)
    assert counts["Article 1.1"] == (1, 2)
    # The placeholder is no choice.
    assert counts["Article 2"] == (1, 2)
    assert counts["Article 2.1(b)"] == (0, 0)
    assert counts["PART I"] == (4, 8)
    assert counts["PART II"] == counts["Article 3"] == (2, 4)


def test_the_parts_on_top_hold_every_choice_once() -> None:
    draft = bt.parse(TEXT)
    assert sum(node.brackets for node in draft.outline.nodes) == len(
        [bracket for bracket in draft.brackets if bracket.is_choice]
    )


def test_words_in_brackets_are_known_from_the_others() -> None:
    draft = bt.parse("1. Crews [rest [daily]] at sea.\n2. Ships sail.")
    one, two = draft.outline
    assert (one.words, one.contested, one.share) == (5, 2, 2 / 5)
    assert (two.words, two.contested, two.share) == (2, 0, 0.0)


def test_a_part_says_its_line() -> None:
    draft = bt.parse(TEXT)
    lines = TEXT.split("\n")
    for node in draft.outline:
        if node.title:
            assert node.title in lines[node.line - 1]


def test_a_part_is_found_by_its_label_or_its_title_with_all_below_it() -> None:
    outline = bt.parse(TEXT).outline
    for name in ("Article 2", "article  2"):
        assert [node.label for node in outline.find(name)] == [
            "Article 2",
            "Article 2.1",
            "Article 2.1(a)",
            "Article 2.1(b)",
        ]
    assert [node.label for node in outline.find("crews")] == ["Article 3"]
    assert [node.label for node in outline.find("Article 1.2 opt1")] == ["Article 1.2 opt1"]


def test_a_part_that_is_not_there_is_an_error_that_names_one_like_it() -> None:
    with pytest.raises(UnknownNameError, match=r"there is no part 'Article 33'; did you mean .*Article 3"):
        bt.parse(TEXT).outline.find("Article 33")


def test_a_frame_has_a_row_for_each_part() -> None:
    outline = bt.parse(TEXT).outline
    frame = outline.to_frame()
    assert [*frame.columns] == COLUMNS
    assert len(frame) == len(outline) == 12
    assert frame.to_dict("records") == outline.to_dicts()
    assert frame.query("depth == 0")["brackets"].sum() == 6


def test_an_outline_says_how_much_it_holds() -> None:
    assert repr(bt.parse(TEXT).outline) == "<Outline: 12 parts, 6 brackets>"


def test_headings_of_markdown_make_parts_by_their_depth() -> None:
    draft = bt.parse(
        "# Harbours\n\n## Dues\n\n1. Each [pays].\n\n## Tides\n\n2. All wait.\n\n# Ferries\n\n3. They run."
    )
    assert tree(draft.outline) == [
        "section |Harbours",
        "  section |Dues",
        "    paragraph 1",
        "  section |Tides",
        "    paragraph 2",
        "section |Ferries",
        "  paragraph 3",
    ]


def test_the_command_line_shows_titles_only_unless_more_is_requested() -> None:
    done = run("outline", "-")
    assert (done.exit_code, done.stderr) == (0, "")
    named = [line.split("  ")[0] for line in done.stdout.splitlines()[2:7]]
    assert named == [
        "PART I Harbours",
        "· Article 1 (Aims)",
        "· Article 2",
        "PART II Ferries",
        "· Article 3 (Crews)",
    ]
    assert "6 brackets" in done.stdout


def test_the_command_line_shows_paragraphs_where_there_are_no_titles() -> None:
    done = run("outline", "-", "--format", "json", text="1. Towns [shall/should] plan.\n2. They meet.")
    assert [row["label"] for row in json.loads(done.stdout)] == ["1", "2"]


def test_one_part_is_shown_with_everything_below_it() -> None:
    rows = json.loads(run("outline", "-", "--article", "Article 2", "--format", "json").stdout)
    assert [row["label"] for row in rows] == ["Article 2", "Article 2.1", "Article 2.1(a)", "Article 2.1(b)"]
    assert [*rows[0]] == COLUMNS


@pytest.mark.parametrize("depth,count", [("1", 2), ("2", 5), ("3", 8), ("4", 12), ("9", 12)])
def test_so_many_levels_are_shown_as_are_requested(depth: str, count: int) -> None:
    assert len(json.loads(run("outline", "-", "--depth", depth, "--format", "json").stdout)) == count


def test_levels_are_counted_from_the_part_that_is_shown() -> None:
    rows = json.loads(run("outline", "-", "--article", "Article 2", "--depth", "2", "--format", "json").stdout)
    assert [row["label"] for row in rows] == ["Article 2", "Article 2.1"]


def test_json_and_csv_say_the_same_as_python() -> None:
    expected = bt.parse(TEXT).outline.to_dicts()
    assert json.loads(run("outline", "-", "--depth", "9", "--format", "json").stdout) == expected
    rows = [*csv.DictReader(io.StringIO(run("outline", "-", "--depth", "9", "--format", "csv").stdout))]
    assert rows == [{name: str(value) for name, value in row.items()} for row in expected]


def test_a_part_that_is_not_there_ends_the_command_with_a_message() -> None:
    done = run("outline", "-", "--article", "Article 33")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "there is no part 'Article 33'" in done.stderr


def test_no_levels_cannot_be_requested() -> None:
    assert run("outline", "-", "--depth", "0").exit_code == 2


def test_tokens_are_shown_with_what_was_decided_of_each() -> None:
    text = "4. Towns [shall/should] and/or meet.\nOption 1: a ] b\nOption 2: [May]\n"
    done = run("show", "-", "--tokens", text=text)
    assert (done.exit_code, done.stderr) == (0, "")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[:7] == [
        ["1:1", "TEXT", "4. Towns"],
        ["1:10", "OPEN", "["],
        ["1:11", "TEXT", "shall"],
        ["1:16", "SEP", "/"],
        ["1:17", "TEXT", "should"],
        ["1:23", "CLOSE", "]"],
        ["1:24", "TEXT", "and/or meet."],
    ]
    # What holds the options has no signs of its own.
    assert ["2:1", "RUN"] in rows
    assert ["2:1", "LABEL", "Option 1:"] in rows
    assert ["2:13", "STRAY", "]"] in rows
    assert [row[1] for row in rows[-5:]] == ["OPEN", "TEXT", "CLOSE", "END", "TEXT"]


def test_tokens_of_a_table_are_those_that_its_draft_was_read_from(tmp_path: Path) -> None:
    page = tmp_path / "draft.html"
    page.write_text(
        "<table><tr><th>Chair’s proposal<th>EU position<tr><td>4. Towns rest.<td>4. Towns lend boats.</table>"
    )
    assert bt.read(page).brackets
    done = run("show", str(page), "--tokens")
    assert [line.split("\t")[1] for line in done.stdout.splitlines()].count("RUN") == 1


def test_tokens_tile_the_draft() -> None:
    done = run("show", "-", "--tokens")
    shown = "".join(line.split("\t")[2] for line in done.stdout.splitlines() if line.count("\t") > 1)
    assert "".join(shown.split()) == "".join(TEXT.split())


def test_a_long_title_is_cut_between_words() -> None:
    text = "Article 15 (Bodies and institutional arrangements for harbours to serve the agreement)\n\n1. Ports [pay].\n"
    printed = run("outline", "-", text=text).output
    assert any(
        line.startswith("Article 15 (Bodies and institutional arrangements for …  ") for line in printed.splitlines()
    )
