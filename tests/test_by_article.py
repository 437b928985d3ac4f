"""By article: brackets, how they stand, stances and changes, one row an article, and nothing lost between the rows."""

from __future__ import annotations

import csv
import gc
import io
import json
import weakref
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.draft import Draft, contested_words
from bracketed.errors import BracketedError, UnknownNameError
from bracketed.positions.positions import STANCES, Position, Positions, Stance
from bracketed.progress.changes import BRACKET_KINDS
from tests import strategies
from tests.shared import SHARED, needs_shared

TEXT = """They meet [often].

Article 1 (*Aims*)

1. Towns [shall/should] plan. UK wants it.

Article 2 (Dues)

1. All pay by [X].

Article 3 (Crews)

1. Crews [rest [daily]].
"""
COMMENTS = """Article 1 (Aims)

1. Towns [shall] plan.\tComment by A. Clerk: UK – keep “shall”\nUSA – remove “shall”

2. Ports [pay dues] yearly.\tComment by A. Clerk: UK – remove “pay dues”

Article 2 (Crews)

1. Crews [rest].

2. Ships sail at night.\tComment by A. Clerk: Chile – add “and by day” at the end

Article 3 (Dues)

1. All pay.
"""


def run(*arguments: str, text: str = COMMENTS) -> Result:
    return CliRunner().invoke(main, arguments, input=text, catch_exceptions=False)


def table(*arguments: str, text: str = COMMENTS) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv", text=text).stdout)))


# Headings of parts and of provisions, brackets that go over paragraphs, and none of all that.
_heads = st.sampled_from(
    ["Article {}", "Article {} (Aims)", "Article {} (*Dues*)", "# Part {}", "Article 1 (Aims)", ""]
)
_texts = st.lists(strategies.brackets, min_size=1, max_size=3).map(" ".join)
_paragraphs = st.lists(_texts, max_size=3).map(
    lambda texts: "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
)
_parts = st.lists(st.tuples(_heads, _paragraphs), max_size=4)


# Of the draft that each of these writes, `first` is the text that is in no part, or in the last one.
def _divided(first: str, parts: list[tuple[str, str]]) -> str:
    return "\n\n".join([first, *(f"{head.format(n)}\n\n{text}" for n, (head, text) in enumerate(parts, 1))])


def _enclosed(first: str, parts: list[tuple[str, str]]) -> str:
    """Return a part in which one bracket holds several articles."""
    inside = "\n\n".join(f"## Article {n}\n\n{text or 'None.'}" for n, (_, text) in enumerate(parts, 1))
    # Words in front of it would leave a bracket over articles without its heading.
    return f"# Part A\n\n[\n{inside}\n]\n\n## Article 9\n\n1. {first}"


def divided_drafts() -> st.SearchStrategy[Draft]:
    """Return drafts with parts, and something before the first; in some a bracket goes over several parts."""
    first = st.sampled_from(["Ports meet.", "[Ports] meet.", "PREAMBLE"])
    return st.builds(
        lambda write, first, parts: bt.parse(write(first, parts)), st.sampled_from([_divided, _enclosed]), first, _parts
    )


@dataclass(frozen=True)
class Stated:
    draft: Draft
    positions: Positions


@st.composite
def stated_drafts(draw: st.DrawFn) -> Stated:
    """Return a draft with parts, and stances on its brackets, some of them with a condition."""
    draft = draw(divided_drafts())
    options = [(one.id, letter) for one in draft.brackets if one.is_choice for letter in one.letters]
    if not options:
        return Stated(draft, Positions(draft=draft))
    choice = st.sampled_from(options)
    row = st.builds(
        lambda name, at, stance, condition: Position(name, *at, stance, 1, tuple(condition)),
        st.sampled_from(strategies.NAMES),
        choice,
        st.sampled_from(get_args(Stance)),
        st.lists(choice, max_size=1),
    )
    rows = draw(st.lists(row, max_size=8, unique_by=lambda one: (one.delegation, one.bracket, one.option)))
    return Stated(draft, Positions(tuple(rows), draft=draft))


# Of a draft


def test_a_draft_has_a_row_for_each_article_in_order_with_its_title_free_of_marks() -> None:
    frame = bt.parse(TEXT).to_frame(by="article")
    assert list(frame["article"]) == ["Article 1 (Aims)", "Article 2 (Dues)", "Article 3 (Crews)", "elsewhere"]
    assert list(frame["label"]) == ["Article 1", "Article 2", "Article 3", ""]
    assert list(frame["brackets"]) == [1, 0, 2, 1]
    assert list(frame["options"]) == [2, 0, 4, 2]
    assert list(frame["placeholders"]) == [0, 1, 0, 0]
    assert frame["line"].dropna().tolist() == [3, 7, 11]
    assert frame["share"].tolist() == [2 / 8, 1 / 5, 2 / 4, 1 / 3]


@given(divided_drafts())
def test_the_rows_of_a_draft_add_up_to_the_draft(draft: Draft) -> None:
    rows = draft.by_article().to_dicts()
    kinds = Counter(one.kind == "placeholder" for one in draft.brackets)
    assert sum(row["brackets"] for row in rows) == kinds[False]
    assert sum(row["placeholders"] for row in rows) == kinds[True]
    assert sum(row["options"] for row in rows) == sum(len(one.options) for one in draft.brackets if one.is_choice)
    assert (sum(row["contested"] for row in rows), sum(row["words"] for row in rows)) == contested_words(draft)
    names = [row["article"] for row in rows]
    assert len({*names}) == len(names)
    assert names == [name for name in draft.outline.part_names if name in names]
    for row in rows:
        assert row["contested"] <= row["words"]
        assert row["share"] == (row["contested"] / row["words"] if row["words"] else 0)


@given(divided_drafts())
def test_a_bracket_goes_on_in_each_part_that_begins_inside_it(draft: Draft) -> None:
    rows = {row["article"]: row for row in draft.by_article().to_dicts()}
    for name, part in [*draft.outline.parts.items()][:-1]:
        at = part.span.start
        inside = [one for one in draft.brackets if one.span.start < at < one.span.end and one.is_choice]
        assert rows[name]["continued"] == len(inside)


def test_a_bracket_over_several_articles_counts_where_it_opens_and_goes_on_in_the_others() -> None:
    parts = "## Article 1\n\n1. Towns plan.\n\n## Article 2\n\n1. They meet."
    text = f"# Part A\n\n[\n{parts}\n]\n\n## Article 3\n\nThey rest."
    rows = bt.parse(text).by_article().to_dicts()
    assert [(row["article"], row["brackets"], row["continued"], row["share"]) for row in rows] == [
        ("Article 1", 0, 1, 1.0),
        ("Article 2", 0, 1, 1.0),
        ("Article 3", 0, 0, 0.0),
        ("elsewhere", 1, 0, 0.0),
    ]


def test_a_draft_without_articles_is_one_row() -> None:
    (row,) = bt.parse("4. Parties [shall/should] report [X].").by_article().to_dicts()
    assert (row["article"], row["line"], row["brackets"], row["placeholders"]) == ("whole draft", None, 1, 1)


def test_two_articles_of_one_name_are_two_rows_told_apart_by_their_lines() -> None:
    draft = bt.parse("Article 1 (Aims)\n\n1. Towns [may] plan.\n\nArticle 1 (Aims)\n\n1. Ships [may] sail [now].")
    rows = draft.by_article().to_dicts()
    assert [(row["article"], row["brackets"]) for row in rows] == [
        ("Article 1 (Aims)", 1),
        ("Article 1 (Aims), line 5", 2),
    ]
    assert next(draft.outline.find("Article 1 (Aims), line 5")).line == 5


def test_a_part_is_found_by_the_name_that_tables_show() -> None:
    draft = bt.parse(f"Article 1 ({'Aims and ends ' * 5})\n\n1. Towns plan.\n\nArticle 2 (Dues)\n\n1. All [may] pay.")
    for name in draft.outline.part_names[:-1]:
        assert next(draft.outline.find(name)) is draft.outline.parts[name]


def test_of_articles_with_one_number_the_one_with_just_this_name_is_found() -> None:
    draft = bt.parse("Article 1 (Aims)\n\n1. Towns [may] plan.\n\nArticle 1\n\n1. All [may] pay.")
    for name in draft.outline.part_names[:-1]:
        assert next(draft.outline.find(name)) is draft.outline.parts[name]


def test_an_article_of_several_drafts_is_found_by_the_name_that_tables_show() -> None:
    before = bt.parse("Article 1\n\n1. Towns [shall] plan their harbours.\n\nArticle 2\n\n1. All [may] pay.")
    # The first article has become the second; another one has its number.
    after = bt.parse(
        "Article 1\n\n1. Ships [can] sail by night.\n\nArticle 2\n\n1. Towns [shall] plan their harbours.\n\n"
        "Article 3\n\n1. All [may] pay."
    )
    found = bt.progress([before, after])
    names = dict.fromkeys(row["article"] for row in found.by_article().to_dicts() if row["named"])
    assert "Article 1 (from draft 2 on)" in names
    for name in names:
        parts = [part.short_name if part else "" for part in found.articles.named(name)]
        assert parts == [row["named"] for row in found.by_article().to_dicts() if row["article"] == name]


# Of what blocking gives


def test_blocking_counts_how_the_brackets_of_each_article_stand_and_who_holds_them() -> None:
    draft = bt.parse(COMMENTS)
    positions = bt.positions(draft)
    found = bt.blocking(bt.variants(draft, positions), positions)
    one, two, three = found.by_article().to_dicts()
    assert (one["deadlocked"], one["closable"], one["speaking"], one["holders"]) == (1, 1, 2, ["USA", "UK"])
    # One of them is words that only a comment would add.
    assert (two["brackets"], two["silent"], two["closable"], two["holding"]) == (2, 1, 1, 0)
    assert (three["brackets"], three["speaking"], three["share"]) == (0, 0, 0)
    frame = bt.to_frame(found, by="article")
    assert list(frame["holders"]) == ["USA, UK", "", ""]


def test_words_that_a_comment_adds_at_the_end_of_the_draft_are_in_the_last_article() -> None:
    draft = bt.parse(
        "Article 1\n\n1. Towns plan.\n\nArticle 2\n\n1. Ships sail.\tComment by A. Clerk: Chile – add “by day”"
    )
    (implied,) = bt.positions(draft).implied
    assert draft.article_of(implied.bracket) == "Article 2"


@given(stated_drafts())
def test_the_rows_of_blocking_add_up_to_its_brackets(case: Stated) -> None:
    found = bt.blocking(bt.variants(case.draft, links="none"), case.positions)
    rows = found.by_article().to_dicts()
    for status, column in (("blocking", "deadlocked"), ("reserved",) * 2, ("closable",) * 2, ("silent",) * 2):
        assert sum(row[column] for row in rows) == len(found.of(status))  # type: ignore[arg-type]
    for row in rows:
        assert row["brackets"] == row["deadlocked"] + row["reserved"] + row["closable"] + row["silent"]
        own = [one for one in found if case.draft.article_of(one.bracket) == row["article"]]
        assert {*row["holders"]} == {name for one in own for name in one.holders}
        assert row["holding"] == len(row["holders"]) <= row["speaking"]


# Of positions


def test_the_matrix_counts_brackets_by_stance_and_article() -> None:
    matrix = bt.positions(bt.parse(COMMENTS)).matrix(by="article")
    assert list(matrix.columns.get_level_values("stance").unique()) == [*STANCES]
    assert matrix.loc["UK", ("Article 1 (Aims)", "objects")] == 2
    assert matrix.loc["USA", ("Article 1 (Aims)", "objects")] == 1
    assert matrix.loc["Chile", ("Article 2 (Crews)", "supports")] == 1
    assert matrix["Article 3 (Dues)"].to_numpy().sum() == 0


@given(stated_drafts())
def test_the_matrix_by_article_adds_up_to_the_brackets_of_the_matrix(case: Stated) -> None:
    by_article = case.positions.matrix(by="article")
    expected = Counter(
        (delegation, stance, bracket)
        for delegation, stance, bracket in {
            (row.delegation, row.stance, row.bracket) for row in case.positions if not row.condition
        }
    )
    for delegation in by_article.index:
        for stance in STANCES:
            total = by_article.loc[delegation].xs(stance, level="stance").sum()
            assert total == sum(name == delegation and kind == stance for name, kind, _ in expected)
    assert {*by_article.index} == {delegation for delegation, *_ in expected}


@given(stated_drafts())
def test_the_rows_of_positions_count_every_bracket_once(case: Stated) -> None:
    rows = case.positions.by_article().to_dicts()
    spoken = Counter(delegation for delegation, _ in {(row.delegation, row.bracket) for row in case.positions})
    for delegation in case.positions.delegations:
        assert sum(row["brackets"] for row in rows if row["delegation"] == delegation) == spoken[delegation]
    for row in rows:
        assert row["brackets"] <= sum(row[stance] for stance in STANCES)


def test_a_stance_on_a_bracket_that_the_draft_does_not_have_is_in_none_of_its_articles() -> None:
    draft = bt.parse("Article 1 (Aims)\n\n1. Towns [shall] plan.")
    positions = Positions((Position("UK", "9#1", "a", "objects"),), draft=draft)
    (row,) = positions.by_article().to_dicts()
    assert (row["article"], row["objects"]) == ("not in the draft", 1)


def test_positions_that_do_not_know_their_draft_say_how_to_give_it() -> None:
    positions = Positions((Position("UK", "4#1", "a", "objects"),))
    with pytest.raises(BracketedError, match=r"Positions\(rows, draft=draft\)"):
        positions.matrix(by="article")


def test_positions_keep_their_draft_when_they_are_changed(tmp_path: Path) -> None:
    draft = bt.parse(COMMENTS)
    own = bt.positions(draft)
    sheet = tmp_path / "table.csv"
    sheet.write_text("delegation,bracket,option,stance\nUK,Article 1.1#1,a,blocks\n", encoding="utf-8")
    read = bt.read_positions(sheet, draft, strict=False)
    for positions in (own, own.of("UK"), own.without("UK"), read, own + read, Positions() + read):
        assert positions.draft is draft
        assert len(positions.to_frame(by="article"))


def test_what_is_kept_of_a_draft_does_not_keep_the_draft() -> None:
    draft = bt.parse(COMMENTS)
    gone = weakref.ref(draft)
    assert bt.positions(draft)
    del draft
    gc.collect()
    assert gone() is None


# Of a run of drafts


def test_progress_has_a_row_for_each_article_in_each_draft() -> None:
    texts = ("[shall/may] plan [now]", "shall plan [now]", "shall plan now")
    drafts = [bt.parse(f"Article 1 (Aims)\n\n1. Towns {text}.\n\nArticle 2\n\n1. They [may] meet.") for text in texts]
    frame = bt.progress(drafts).to_frame(by="article")
    columns = ["article", "number", "brackets", "closed"]
    assert frame[columns].fillna(-1).to_numpy().tolist() == [
        ["Article 1 (Aims)", 1, 2, -1],
        ["Article 1 (Aims)", 2, 1, 1],
        ["Article 1 (Aims)", 3, 0, 1],
        ["Article 2", 1, 1, -1],
        ["Article 2", 2, 1, 0],
        ["Article 2", 3, 1, 0],
    ]


RENUMBERED = (
    "Article 1 (Aims)\n\n1. Towns plan [all] their harbours with care.\n\n"
    "Article 2 (Dues)\n\n1. Ships pay [high/low] dues at the end of each year.\n\n"
    "Article 3 (Crews)\n\n1. Crews [may] rest on board in winter.",
    "Article 1\n\n1. In this text a town is a place with a quay.\n\n"
    "Article 2\n\n1. Towns plan all their harbours with care.\n\n"
    "Article 3\n\n1. Ships pay low dues at the end of each year.",
)


def test_articles_are_followed_by_their_text_although_they_are_renumbered() -> None:
    come = bt.progress([bt.parse(text) for text in RENUMBERED])
    assert [come.articles.title(name) for name in come.articles.names] == [
        "Article 1",
        "Article 1 (Aims) → Article 2",
        "Article 2 (Dues) → Article 3",
        "Article 3 (Crews)",
        "elsewhere",
    ]
    rows = {(row["article"], row["number"]): row for row in come.by_article().to_dicts()}
    assert rows["Article 2 (Dues)", 2]["named"] == "Article 3"
    assert (rows["Article 2 (Dues)", 2]["brackets"], rows["Article 2 (Dues)", 2]["closed"]) == (0, 1)
    # The article is gone, and its bracket with it.
    assert rows["Article 3 (Crews)", 2] | {"named": "", "share": None, "closed": 1} == rows["Article 3 (Crews)", 2]


@needs_shared
def test_the_articles_of_a_treaty_are_found_in_the_adopted_text() -> None:
    # Checked by hand against the adopted text, which has no titles.
    october, december = (bt.read(SHARED / "drafts" / f"paris-2015-{day}.md") for day in ("10-23", "12-12"))
    articles = bt.progress([october, december], [Positions()] * 2).articles
    became = {name.split(" (")[0]: articles.own_names[1].get(name, "") for name in articles.names}
    same = {
        "2": "2",
        "3": "4",
        "3 ter": "6",
        "4": "7",
        "5": "8",
        "6": "9",
        "7": "10",
        "8": "11",
        "8 bis": "12",
        "9": "13",
    }
    same |= {"10": "14", "11": "15", "12": "16", "16": "20", "18": "21", "26": "29"}
    assert {number: became[f"Article {number}"] for number in same} == {n: f"Article {m}" for n, m in same.items()}
    assert became["Article 17"] == became["Article 2 bis"] == ""


def test_a_part_that_is_asked_for_by_its_first_number_is_followed_too() -> None:
    come = bt.progress([bt.parse(text) for text in RENUMBERED]).within("Article 2")
    (change,) = (change for change in come.steps[0].changes if change.what == "bracket")
    assert (change.before, change.outcome, change.option) == (("Article 2.1#1",), "alternative", "b")
    assert [row["article"] for row in come.by_article().to_dicts()] == ["Article 2", "Article 2"]


def test_an_article_that_comes_back_is_the_same_row() -> None:
    texts = [RENUMBERED[0], "Article 9 (Quays)\n\n1. A quay is clean.", RENUMBERED[0]]
    come = bt.progress([bt.parse(text) for text in texts])
    rows = [row for row in come.by_article().to_dicts() if row["article"] == "Article 3 (Crews)"]
    assert [row["brackets"] for row in rows] == [1, 0, 1]
    assert [row["named"] for row in rows] == ["Article 3 (Crews)", "", "Article 3 (Crews)"]


def test_titles_in_capitals_are_the_same() -> None:
    drafts = [
        bt.parse(f"Article 1 ({title})\n\n1. Towns [may] {verb}.")
        for title, verb in (("Aims", "plan"), ("AIMS", "rest"))
    ]
    assert bt.progress(drafts).articles.names[:-1] == ("Article 1 (Aims)",)


@given(st.lists(divided_drafts(), min_size=2, max_size=3))
def test_the_rows_of_progress_add_up_to_the_drafts_and_their_changes(drafts: list[Draft]) -> None:
    come = bt.progress(drafts, [Positions()] * len(drafts))
    rows = come.by_article().to_dicts()
    for place, record in enumerate(come.to_records()):
        own = [row for row in rows if row["number"] == place + 1]
        for name in ("brackets", "words", "contested", "provisions", *(BRACKET_KINDS if place else ())):
            assert sum(row[name] for row in own) == record[name], name
    assert len({(row["article"], row["number"]) for row in rows}) == len(rows)
    # Every part of every draft is one of the articles, and no two are the same one.
    for draft, known_as in zip(drafts, come.articles.known_as, strict=True):
        assert {*known_as} == {*draft.outline.part_names}
        assert len({*known_as.values()}) == len(known_as)
        assert {*known_as.values()} <= {*come.articles.names}


# What else can be asked for


@pytest.mark.parametrize(
    "what", ["draft", "positions", "matrix", "blocking", "progress", "to_frame", "bars", "cells", "heatmap"]
)
def test_another_way_to_group_is_an_error_that_says_which_there_are(what: str) -> None:
    draft = bt.parse(COMMENTS)
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    come = bt.progress([draft, draft])
    calls: dict[str, Any] = {
        "draft": draft.to_frame,
        "positions": positions.to_frame,
        "matrix": positions.matrix,
        "blocking": bt.blocking(space, positions).to_frame,
        "progress": come.to_frame,
        "to_frame": lambda by: bt.to_frame(draft, by=by),
        "bars": lambda by: bt.plots.blocking(bt.blocking(space, positions), by=by),
        "heatmap": lambda by: bt.plots.heatmap(space, positions, by=by),
        "cells": lambda by: bt.plots.progress(come, by=by),
    }
    with pytest.raises(UnknownNameError, match="there is no way to group rows 'chapter'; there are: article"):
        calls[what](by="chapter")


def test_what_has_no_brackets_cannot_be_grouped() -> None:
    draft = bt.parse(COMMENTS)
    with pytest.raises(TypeError, match="cannot be grouped by article; a draft, positions"):
        bt.to_frame(draft.links, by="article")


def test_a_notebook_shows_the_table_under_one_line() -> None:
    draft = bt.parse("Article 1 (<b>Aims</b>)\n\n1. Towns [shall/should] plan.")
    counts = draft.by_article()
    assert repr(counts) == "<Listing of 1 row>"
    shown = counts._repr_html_()
    assert "Listing of 1 row" in shown
    assert "&lt;b&gt;Aims" in shown
    assert "<b>" not in shown


# On the command line


def test_each_verb_prints_the_same_rows_as_csv_and_as_json() -> None:
    for verb in ("brackets", "blocking", "positions"):
        rows = table(verb, "-", "--by", "article")
        records = json.loads(run(verb, "-", "--by", "article", "--format", "json").stdout)
        assert [row["article"] for row in rows] == [record["article"] for record in records]
        assert [row["brackets"] for row in rows] == [str(record["brackets"]) for record in records]


def test_brackets_that_only_comments_imply_are_counted_apart() -> None:
    rows = table("brackets", "-", "--by", "article")
    assert [(row["brackets"], row["implied"]) for row in rows] == [("2", "0"), ("1", "1"), ("0", "0")]


def test_people_read_a_line_for_each_article_that_has_brackets() -> None:
    printed = run("blocking", "-", "--by", "article").stdout
    assert printed.splitlines()[:4] == [
        "                   deadlocked  closable  silent  in brackets  held by",
        "-----------------  ----------  --------  ------  -----------  -------",
        "Article 1 (Aims)   1           1                 38%          USA, UK",
        "Article 2 (Crews)              1         1       14%",
    ]
    assert "Article 3" not in printed


def test_blocking_prints_the_same_table_first_in_any_case() -> None:
    by_article = run("blocking", "-", "--by", "article").stdout
    whole = run("blocking", "-").stdout
    assert by_article.splitlines()[2:4] == whole.splitlines()[2:4]


def test_of_a_delegation_only_its_articles_are_shown() -> None:
    assert [row["article"] for row in table("brackets", "-", "--by", "article", "--delegation", "Chile")] == [
        "Article 2 (Crews)"
    ]
    assert [row["article"] for row in table("blocking", "-", "--by", "article", "--status", "blocking")] == [
        "Article 1 (Aims)"
    ]
    assert [row["article"] for row in table("blocking", "-", "--by", "article", "--article", "Article 2")] == [
        "Article 2 (Crews)"
    ]


def test_diff_has_a_row_for_each_article_in_each_draft(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(2)]
    for path, text in zip(paths, RENUMBERED, strict=True):
        path.write_text(text, encoding="utf-8")
    arguments = ("diff", *map(str, paths), "--by", "article")
    rows = table(*arguments)
    assert [(row["article"], row["draft"]) for row in rows][:2] == [("Article 1", "0.txt"), ("Article 1", "1.txt")]
    printed = run(*arguments).stdout
    assert "Article 2 (Dues) → Article 3" in printed
    refused = run(*arguments, "--rows", "histories")
    assert refused.exit_code == 2
    assert "--by counts the brackets" in refused.output


def test_a_table_to_fill_in_is_not_counted() -> None:
    refused = run("positions", "-", "--by", "article", "--template")
    assert refused.exit_code == 2
    assert "--by counts stances" in refused.output


def test_what_is_in_a_place_to_be_filled_in_is_no_choice_in_any_count() -> None:
    text = "Article 1\n\n1. They [meet].\n\n2. [placeholder for an option regarding [5] years of reports]\n"
    draft = bt.parse(text)
    (row,) = draft.by_article().to_dicts()
    assert [row["brackets"], row["placeholders"], draft.outline.whole.brackets] == [1, 2, 1]
    assert len(bt.variants(draft).brackets) == 1
    assert run("brackets", "-", text=text).output.endswith(
        "\n3 brackets in the text, 2 of them to be filled in, 0 that only comments imply.\n"
    )
    assert run("outline", "-", text=text).output.endswith(
        "\n1 bracket, and 2 to be filled in; 10 of 11 words are in brackets.\n"
    )
    assert "1 bracket, 2 places to be filled in," in bt.report(bt.variants(draft), bt.positions(draft))
