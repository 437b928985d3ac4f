"""Pictures: what they show is the answer, and every name on them can be read."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterator
from itertools import combinations, groupby, islice, pairwise
from pathlib import Path

import numpy as np
import pytest

import bracketed as bt
from bracketed.errors import BracketedError
from bracketed.positions.positions import Position, Positions
from bracketed.progress.progress import Progress
from bracketed.show.palette import SIGNS
from bracketed.show.plots import canvas
from bracketed.variants.space import Space

matplotlib = pytest.importorskip("matplotlib")
from matplotlib import pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.cbook import is_math_text  # type: ignore[attr-defined]  # noqa: E402

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(autouse=True)
def _no_figure_stays_open() -> Iterator[None]:
    pyplot.switch_backend("Agg")
    yield
    pyplot.close("all")


def harbour() -> tuple[Space, Positions]:
    draft = bt.read(EXAMPLES / "harbour_plan.txt")
    positions = bt.positions(draft)
    return bt.variants(draft, positions), positions


def two_camps(delegations: int, brackets: int, articles: int = 0) -> tuple[Space, Positions]:
    """Return a large draft on which even delegations want the first words and odd ones the others, each of a third."""
    chance = random.Random(5)
    # Articles of one bracket are beside those of many.
    begins = sorted(chance.sample(range(1, brackets + 1), articles))
    heads = {n: f"\nArticle {number} (of {'quays and ' * (number % 7)}ports)\n\n" for number, n in enumerate(begins, 1)}
    draft = bt.parse("\n".join(f"{heads.get(n, '')}{n}. Parties [one{n}/two{n}] act." for n in range(1, brackets + 1)))
    rows = [
        Position(f"Delegation {d}", bracket.id, "ab"[d % 2], "supports" if d % 4 < 2 else "objects")
        for d in range(delegations)
        for b, bracket in enumerate(draft.brackets, 1)
        if chance.random() < 0.3 or b == d + 1
    ]
    return bt.variants(draft, links="none"), Positions(tuple(rows))


def progress_of(drafts: int) -> object:
    read = [bt.read(path) for path in sorted((EXAMPLES / "negotiation").glob("draft_*.txt"))]
    return bt.progress([read[number % len(read)] for number in range(drafts)])


def renumbered(drafts: int) -> Progress:
    """Return drafts of two articles with long titles, of which the second comes first from the second draft on."""
    ports = "{}\n\n1. Towns [shall/should] plan all their harbours with care."
    ferries = "{}\n\n1. Ferries [may] rest at the quays of other towns in winter."
    title = "of the harbours, quays and ferries of the towns on both coasts"
    first = f"{ports.format(f'Article 1 ({title})')}\n\n{ferries.format('Article 2')}"
    later = f"{ferries.format('Article 1')}\n\n{ports.format('Article 2')}"
    return bt.progress([bt.parse(first if number == 0 else later) for number in range(drafts)])


def small() -> dict[str, Axes]:
    space, positions = harbour()
    return {
        "heatmap": bt.plots.heatmap(space, positions),
        "blocking": bt.plots.blocking(bt.blocking(space, positions)),
        "coalitions": bt.plots.coalitions(bt.coalitions(positions)),
        "ranking": bt.plots.ranking(bt.ranking(space, positions)),
        "progress": bt.plots.progress(progress_of(6)),  # type: ignore[arg-type]
        "blocking by article": bt.plots.blocking(bt.blocking(space, positions), by="article"),
        "progress by article": bt.plots.progress(renumbered(3), by="article"),
        "heatmap by article": bt.plots.heatmap(space, positions, by="article"),
    }


def large() -> dict[str, Axes]:
    space, positions = two_camps(200, 400)
    return {
        "heatmap": bt.plots.heatmap(space, positions),
        "blocking": bt.plots.blocking(bt.blocking(space, positions)),
        "coalitions": bt.plots.coalitions(bt.coalitions(positions)),
        "progress": bt.plots.progress(progress_of(60)),  # type: ignore[arg-type]
    }


def by_article(articles: int) -> dict[str, Axes]:
    space, positions = two_camps(60, 400, articles)
    return {
        "heatmap": bt.plots.heatmap(space, positions),
        "blocking": bt.plots.blocking(bt.blocking(space, positions), by="article"),
        "progress": bt.plots.progress(bt.progress([space.draft] * 12), by="article"),
        "against": bt.plots.heatmap(space, positions, by="article"),
    }


def test_a_notebook_shows_the_picture_and_not_the_name_of_an_object() -> None:
    for drawn in small().values():
        assert drawn._ipython_display_() is None  # type: ignore[attr-defined]


def check_legible(drawn: Axes) -> None:
    drawn.figure.draw_without_rendering()
    assert drawn.get_title(loc="left")
    written = []
    for axis in (drawn.xaxis, drawn.yaxis):
        low, high = sorted(axis.get_view_interval())
        ticks = [tick for tick in axis.get_major_ticks() if tick.label1.get_text() and low <= tick.get_loc() <= high]
        written += [tick.label1 for tick in ticks]
        boxes = [tick.label1.get_window_extent() for tick in ticks]
        assert not any(one.overlaps(two) for one, two in pairwise(boxes))
        assert not boxes or axis.get_label_text()
    for above in drawn.child_axes:
        labels = above.xaxis.get_ticklabels()
        assert not any(one.get_window_extent().overlaps(two.get_window_extent()) for one, two in pairwise(labels))
        written += labels
    words = [text for text in drawn.texts if len(text.get_text()) > 1]
    boxes = [text.get_window_extent() for text in words]
    assert not any(one.overlaps(two) for one, two in combinations(boxes, 2))
    title = drawn._left_title.get_window_extent()  # type: ignore[attr-defined]
    assert not any(title.overlaps(box) for box in boxes)
    # All that is written lies on the figure.
    whole = drawn.figure.bbox
    legend = drawn.get_legend()
    for text in (*written, *words, *(legend.get_texts() if legend else ())):
        box = text.get_window_extent()
        assert whole.x0 - 1 <= box.x0, text
        assert box.x1 <= whole.x1 + 1, text


@pytest.mark.slow
def test_small_pictures_can_be_read() -> None:
    for drawn in small().values():
        check_legible(drawn)
        assert drawn.figure.savefig(io.BytesIO(), format="png") is None


@pytest.mark.slow
def test_pictures_of_200_delegations_and_400_brackets_can_be_read() -> None:
    drawn = large()
    for picture in drawn.values():
        check_legible(picture)
    for name in ("heatmap", "blocking"):
        assert 20 < len(drawn[name].get_yticklabels()) <= 100
        assert 40 < len(drawn[name].get_xticklabels()) < 150
        assert "brackets, one in" in drawn[name].get_xlabel()
    assert "delegations, one in" in drawn["heatmap"].get_ylabel()
    assert 30 < len(drawn["coalitions"].texts) < 200
    assert drawn["coalitions"].get_xlabel().endswith(" of 200 named, those with most stances first")


@pytest.mark.slow
@pytest.mark.parametrize("articles", [2, 9, 30, 60])
def test_pictures_by_article_can_be_read_and_name_every_article(articles: int) -> None:
    drawn = by_article(articles)
    for picture in drawn.values():
        check_legible(picture)
    for name in ("blocking", "progress"):
        names = [label.get_text() for label in drawn[name].get_yticklabels()]
        assert [words.split(" (")[0] for words in names[:articles]] == [f"Article {n}" for n in range(1, articles + 1)]
    (above,) = drawn["heatmap"].child_axes
    assert len(above.xaxis.get_ticklabels()) >= articles


def test_the_bars_are_as_long_as_the_counts_of_each_article() -> None:
    space, positions = harbour()
    found = bt.blocking(space, positions)
    drawn = bt.plots.blocking(found, by="article")
    rows = found.by_article().to_dicts()[:-1]
    assert [text.get_text() for text in drawn.texts] == [f"{100 * row['share']:.0f} %" for row in rows]
    for bars in drawn.containers:
        assert [bar.get_width() for bar in bars] == [row[bars.get_label()] for row in rows]
    # What is told by colour is told by the hatching, too.
    looks = {bars[0].get_hatch() or bars[0].get_facecolor() for bars in drawn.containers}
    assert len(looks) == len(drawn.containers) == 3


def test_the_cells_show_the_brackets_of_each_article_in_each_draft() -> None:
    drawn = bt.plots.progress(renumbered(2), by="article")
    assert [text.get_text() for text in drawn.texts] == ["1", "1", "1", "1"]
    assert [label.get_text()[-9:] for label in drawn.get_yticklabels()] == ["Article 2", "Article 1"]
    gone = bt.plots.progress(
        bt.progress([bt.parse("Article 1 (A)\n\n1. Towns [may] rest."), bt.parse("All rest.")]), by="article"
    )
    assert [text.get_text() for text in gone.texts][:2] == ["1", "–"]


def test_the_cells_of_the_heatmap_by_article_are_those_of_the_heatmap_added_up() -> None:
    space, positions = harbour()
    upper, _ = halves(bt.plots.heatmap(space, positions))
    drawn = bt.plots.heatmap(space, positions, by="article")
    counts = [tuple(map(int, text.get_text().split("/"))) for text in drawn.texts]
    assert sum(spoken for _, spoken in counts) == (upper >= 0).sum()
    assert sum(against for against, _ in counts) == ((upper >= 0) & (upper <= 3)).sum()
    rows, columns = named(drawn)
    assert columns == [name for name in space.draft.outline.part_names if name in columns]
    at = {(rows[round(t.get_position()[1])], columns[round(t.get_position()[0])]): t.get_text() for t in drawn.texts}
    assert at["USA", "H.1 Cooperation between ports"] == "1/2"


def test_the_heatmap_shows_brackets_article_by_article() -> None:
    space, positions = harbour()
    drawn = bt.plots.heatmap(space, positions)
    _, columns = named(drawn)
    of = {bracket.id: space.draft.article_of(bracket) for bracket in space.brackets}
    (above,) = drawn.child_axes
    names = [label.get_text().replace("\n", " ") for label in above.xaxis.get_ticklabels()]
    assert [name for name, _ in groupby(of[column] for column in columns)] == names
    assert names == [name for name in space.draft.outline.part_names if name in names]


@pytest.mark.slow
def test_a_picture_is_drawn_where_one_asks_for_it() -> None:
    space, positions = harbour()
    figure, parts = pyplot.subplots(3, 2, figsize=(16, 18), layout="constrained")
    places = iter(parts.flat)
    for draw, answer in (
        (bt.plots.blocking, bt.blocking(space, positions)),
        (bt.plots.coalitions, bt.coalitions(positions)),
        (bt.plots.ranking, bt.ranking(space, positions)),
        (bt.plots.progress, progress_of(6)),
    ):
        ax = next(places)
        assert draw(answer, ax) is ax  # type: ignore[operator]
    ax = next(places)
    assert bt.plots.heatmap(space, positions, ax=ax) is ax
    assert pyplot.get_fignums() == [figure.number]


def named(drawn: Axes) -> tuple[list[str], list[str]]:
    return [t.get_text() for t in drawn.get_yticklabels()], [t.get_text() for t in drawn.get_xticklabels()]


def halves(drawn: Axes) -> np.ndarray:
    """Return the cells of the upper halves and of the lower ones, -1 where nothing is drawn."""
    cells = np.ma.filled(drawn.images[0].get_array(), -1).astype(int)
    return np.stack([cells[0::2], cells[1::2]])


def test_the_heatmap_shows_the_stances_on_first_options() -> None:
    space, positions = harbour()
    drawn = bt.plots.heatmap(space, positions)
    rows, columns = named(drawn)
    upper, lower = halves(drawn)
    assert (upper == lower).all(), "where signs have room, cells are whole"
    signs = {}
    for text in drawn.texts:
        signs[round(text.get_position()[1]), round(text.get_position()[0])] = text.get_text()
    frame = positions.matrix()
    for row, delegation in enumerate(rows):
        for column, bracket in enumerate(columns):
            first = f"{bracket}=a"
            stance = frame.loc[delegation, first] if first in frame else None
            sign = SIGNS.get(stance, "")
            if not sign:
                others = [frame.loc[delegation, name] for name in frame if name.startswith(f"{bracket}=")]
                sign = "≠" if "supports" in others else ""
            assert signs.get((row, column), "") == sign
            assert ("✕−?≠~+"[upper[row, column]] if upper[row, column] >= 0 else "") == sign


@pytest.mark.slow
def test_the_heatmap_parts_the_camps_and_distinguishes_them_by_shape_too() -> None:
    space, positions = two_camps(200, 400)
    drawn = bt.plots.heatmap(space, positions)
    upper, lower = halves(drawn)
    # Against in the upper half of a cell, for in the lower half; no cell has both.
    assert set(np.unique(upper)) <= {-1, 1, 3}
    assert set(np.unique(lower)) <= {-1, 5}
    assert not ((upper >= 0) & (lower >= 0)).any()
    against, in_favour = (upper >= 0).sum(axis=1), (lower >= 0).sum(axis=1)
    camp = [bool(for_ > no) for no, for_ in zip(against, in_favour, strict=True)]
    assert sum(one != two for one, two in pairwise(camp)) == 1


@pytest.mark.slow
def test_the_order_does_not_hang_on_the_order_of_the_rows() -> None:
    space, positions = harbour()
    turned = Positions(positions.rows[::-1], positions.implied)
    one, two = (bt.plots.heatmap(space, stances) for stances in (positions, turned))
    cells = []
    for drawn in (one, two):
        rows, columns = named(drawn)
        upper, _ = halves(drawn)
        cells.append({(rows[r], columns[c]): upper[r, c] for r, c in np.ndindex(upper.shape)})
    assert cells[0] == cells[1]


def test_the_matrix_shows_who_holds_what() -> None:
    space, positions = harbour()
    found = bt.blocking(space, positions)
    drawn = bt.plots.blocking(found)
    rows, columns = named(drawn)
    assert columns == [row.id for row in found.of("blocking")]
    upper, _ = halves(drawn)
    for column, id_ in enumerate(columns):
        against = {name for option in found[id_].options for name in (*option.objections, *option.blocks)}
        assert {rows[row] for row in np.flatnonzero(upper[:, column] >= 0)} == against
        assert {rows[row] for row in np.flatnonzero((upper[:, column] >= 0) & (upper[:, column] < 2))} == set(
            found[id_].holders
        )


def test_the_graph_shows_all_delegations_and_their_strongest_ties() -> None:
    _, positions = harbour()
    graph = bt.coalitions(positions)
    drawn = bt.plots.coalitions(graph)
    assert {text.get_text() for text in drawn.texts} == set(graph)
    (*ties,) = (part for part in drawn.collections if part.get_label() in ("agreement", "conflict"))
    for part in ties:
        expected = sum(tie[part.get_label()] > 0 for *_, tie in graph.edges(data=True))
        assert len(part.get_segments()) == expected
    points = [part for part in drawn.collections if part not in ties]
    assert [len(part.get_offsets()) for part in points] == [len(names) for names in graph.graph["communities"]]
    # Communities differ in shape as well as in colour, and agreement from conflict in the line.
    shapes = {part.get_paths()[0].vertices.tobytes() for part in points[:5]}
    assert len(shapes) == 5
    assert ties[0].get_linestyle() != ties[1].get_linestyle()


def test_the_curve_shows_the_ranking() -> None:
    space, positions = harbour()
    found = [*islice(bt.ranking(space, positions), 30)]
    drawn = bt.plots.ranking(found, limit=20)
    (line,) = drawn.lines
    assert line.get_ydata().tolist() == [answer.objections for answer in found[:20]]
    red_lines = {"Norway": {"H.4-d#1": {"omit": "blocks"}}, "Saudi Arabia": {"H.4-d#1": {"a": "blocks"}}}
    blocked = positions.what_if(red_lines)  # type: ignore[arg-type]
    drawn = bt.plots.ranking(islice(bt.ranking(space, blocked), 5))
    assert [line.get_label() for line in drawn.lines] == ["objections", "blocks"]
    check_legible(drawn)
    # No legend lies on a curve.
    legend = drawn.get_legend()
    assert legend is not None
    assert not legend.get_window_extent().overlaps(drawn.get_window_extent())


def test_the_shares_stay_below_the_title_where_much_is_open() -> None:
    drafts = [
        bt.parse("\n".join(f"{n}. Parties {'[shall]' if n > closed else 'shall'} do thing {n}." for n in range(1, 41)))
        for closed in range(0, 10, 2)
    ]
    check_legible(bt.plots.progress(bt.progress(drafts)))


def test_long_names_that_begin_alike_stay_apart() -> None:
    names = {canvas.name(f"Independent Expert Group on Harbours number {n}") for n in range(20)}
    assert len(names) == 20
    assert max(map(len, names)) <= 29


def test_the_bars_show_the_progress() -> None:
    progress = bt.progress(map(bt.read, sorted((EXAMPLES / "negotiation").glob("draft_*.txt"))))
    drawn = bt.plots.progress(progress)
    standing, opened, closed = ([bar.get_height() for bar in bars] for bars in drawn.containers)
    assert [a + b for a, b in zip(standing, opened, strict=True)] == [stage.brackets for stage in progress.stages]
    assert opened == [0, *(len(step.of("opened")) for step in progress.steps)]
    assert closed == [0, *(-len(step.of("closed")) for step in progress.steps)]
    assert [text.get_text() for text in drawn.texts] == [f"{100 * stage.share:.0f} %" for stage in progress.stages]
    assert len({bars[0].get_hatch() for bars in drawn.containers}) == 3
    pace = progress.pace()
    assert pace is not None
    line = drawn.lines[0]
    assert "would end at draft 7.2 (6.6 to 8.1)" in line.get_label()
    assert line.get_ydata().tolist() == pytest.approx([pace.falls * (pace.reaches - x) for x in (1, 6)])


@pytest.mark.parametrize("drafts", [2, 4, 12])
def test_every_draft_has_its_name_under_its_bar(drafts: int) -> None:
    read = [bt.parse("1. Ports [shall] pay.") for _ in range(drafts)]
    for number, draft in enumerate(read):
        object.__setattr__(draft, "name", f"second reading of the plan {number:02}.md")
    _, columns = named(bt.plots.progress(bt.progress(read)))
    assert columns == [canvas.name(draft.name) for draft in read]


def test_the_legend_has_figures_as_people_write_them() -> None:
    read = [bt.parse("\n".join(f"{n}. Ports [shall] pay {n}." for n in range(1, count))) for count in (1401, 701, 11)]
    label = bt.plots.progress(bt.progress(read)).lines[0].get_label()
    assert label.startswith("line through the points: 700 a draft;")


def test_without_a_pace_no_line_is_drawn() -> None:
    draft = bt.parse("1. Parties [shall] report.")
    drawn = bt.plots.progress(bt.progress([draft, draft]))
    assert [line.get_label() for line in drawn.lines if not line.get_label().startswith("_")] == []


HOSTILE = ["$\\frac{1}{0}$", "\\$x$ and $y$", "A\nB\x1b[2J", "_hidden", "{%s}", "\\input{secret}", "x" * 500, "‮abc"]


@pytest.mark.slow
def test_names_from_a_draft_are_never_set_as_formulas() -> None:
    draft = bt.parse("1. Parties [shall] report.\n2. Parties [may] pay.")
    rows = [Position(name, f"{n % 2 + 1}#1", "a", "supports") for n, name in enumerate(HOSTILE)]
    rows += [Position(name, f"{n % 2 + 1}#1", "omit", "objects") for n, name in enumerate(HOSTILE)]
    rows += [Position("UK", "1#1", "a", "blocks"), Position("UK", "2#1", "a", "blocks")]
    positions, space = Positions(tuple(rows)), bt.variants(draft)
    pictures = [
        bt.plots.heatmap(space, positions),
        bt.plots.blocking(bt.blocking(space, positions)),
        bt.plots.coalitions(bt.coalitions(positions)),
    ]
    named_drafts = [bt.read(io.BytesIO(b"1. [a] b.")), bt.read(io.BytesIO(b"1. b."))]
    for number, one in enumerate(named_drafts):
        object.__setattr__(one, "name", HOSTILE[number])
    pictures.append(bt.plots.progress(bt.progress(named_drafts)))
    for drawn in pictures:
        drawn.figure.savefig(io.BytesIO(), format="svg")
        texts = (*drawn.get_xticklabels(), *drawn.get_yticklabels(), *drawn.texts)
        for text in texts:
            assert not is_math_text(text.get_text())
            assert "\n" not in text.get_text()
            assert "\x1b" not in text.get_text()
            assert len(text.get_text()) < 60
    rows_named, _ = named(pictures[0])
    assert {canvas.name(name) for name in HOSTILE} <= set(rows_named)


def test_names_from_a_draft_never_go_to_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "_overlap", lambda axis: False)
    with matplotlib.rc_context({"text.usetex": True}):
        drawn = canvas.axes(None, 4, 3)
        canvas.titled(drawn, "title", "across", "up")
        canvas.named(drawn.xaxis, HOSTILE, range(len(HOSTILE)))
        texts = [drawn._left_title, drawn.xaxis.label, drawn.yaxis.label, *drawn.get_xticklabels()]  # type: ignore[attr-defined]
        assert not any(text.get_usetex() for text in texts)


def test_where_there_is_nothing_to_draw_the_picture_says_so() -> None:
    draft = bt.parse("1. Parties [shall] report.")
    space = bt.variants(draft)
    assert bt.plots.heatmap(space, Positions()).get_ylabel() == "0 delegations"
    assert bt.plots.blocking(bt.blocking(space, Positions())).get_title(loc="left") == "No bracket is deadlocked"
    assert bt.plots.coalitions(bt.coalitions(Positions())).get_title(loc="left") == "0 delegations in 0 communities"
    assert bt.plots.ranking([]).get_title(loc="left") == "The 0 least contested texts"


def test_without_matplotlib_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(BracketedError, match=r"pictures need matplotlib; pip install 'bracketed\[plot\]'"):
        bt.plots.ranking([])
