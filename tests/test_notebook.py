"""Notebooks: each value shows itself, and no word of a draft can become markup."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.positions.positions import Position, Positions
from bracketed.show.palette import INK, LINE, STEPS
from bracketed.views import html
from tests.browser import browsing, check_access, needs_axe, needs_browser, page_of
from tests.pages import ATTACKS, Page, contrast, safe
from tests.strategies import broken_drafts, contested_drafts
from tests.test_golden import DRAFT

# What a notebook may be given; it strips all else.
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = {"div", "p", "strong", "span", "sup", "mark", "details", "summary", "ol", "ul", "li", "b", "i", "s"} | TABLE
# The last makes what scrolls reachable by keyboard; of cells that are not trusted it is dropped.
ATTRIBUTES = {"style", "title", "scope", "dir", "open", "lang", "tabindex"}


LENGTH = r"-?(0|[0-9.]+(px|em|%))"
COLOUR = "#[0-9a-f]{6}"
BORDER = f"({LENGTH}|none|solid|dashed|dotted|double|{COLOUR}| )+"
# What JupyterLab lets through of a page that it does not trust, as far as it is used: each name with its values.
KEPT = {
    "background": COLOUR,
    "border": BORDER,
    "border-bottom": BORDER,
    "color": COLOUR,
    "cursor": "pointer",
    "display": "block|inline-block",
    "font-size": LENGTH,
    "font-style": "italic",
    "height": LENGTH,
    "line-height": "[0-9.]+",
    "margin": f"({LENGTH} ?)+",
    "margin-left": LENGTH,
    "max-height": LENGTH,
    "max-width": LENGTH,
    "overflow-y": "auto",
    "opacity": r"0\.[0-9]+",
    "padding": f"({LENGTH} ?)+",
    "text-align": "left",
    "text-indent": LENGTH,
    "vertical-align": "top",
    "white-space": "nowrap",
    "width": LENGTH,
}


def shown(page: str) -> Page:
    """Read what a notebook shows, and check that it holds nothing that is not made on purpose."""
    return safe(page, TAGS, ATTRIBUTES)


def answers(draft: Draft, positions: Positions) -> list[object]:
    space = bt.variants(draft, positions)
    best = bt.least_contested(space, positions)
    found = (bt.brief, bt.blocking, bt.concessions, bt.conflicts, bt.leverage, bt.packages, bt.exchanges, bt.outlook)
    changes = bt.what_if(space, positions, Positions(implied=positions.implied))
    return [draft, positions, best.variant, best, *(ask(space, positions) for ask in found), changes]


def test_everything_shows_itself_and_says_itself_in_one_line() -> None:
    draft = bt.read(DRAFT)
    for thing in answers(draft, bt.positions(draft)):
        assert "\n" not in repr(thing)
        assert len(repr(thing)) < 160
        assert repr(thing).strip("<>") in shown(thing._repr_html_()).words  # type: ignore[attr-defined]


def test_what_changed_from_draft_to_draft_shows_itself() -> None:
    texts = ["1. Parties [shall/should] <b>meet</b> [yearly].", "1. Parties shall <b>meet</b> [yearly]."]
    found = bt.progress([bt.parse(text) for text in texts])
    page = shown(found.steps[0]._repr_html_())
    assert all(words in page.words for words in ("closed", "1#1", "“shall”"))
    shown(found._repr_html_())
    # Twelve cells a draft: among them its brackets, and how many were closed since the draft before.
    cells = re.findall(r"<td[^>]*>([^<]*)", found._repr_html_().partition("<tbody>")[2])
    assert (cells[2], cells[14], cells[12 + 6]) == ("2", "1", "1")


def test_a_notebook_that_is_not_trusted_keeps_every_style() -> None:
    draft = bt.read(DRAFT)
    for thing in answers(draft, bt.positions(draft)):
        for style in shown(html(thing)).attributes["style"]:
            for declaration in style.split(";"):
                name, _, value = declaration.partition(":")
                assert re.fullmatch(KEPT.get(name, "-"), value), declaration


def test_a_draft_is_no_higher_than_a_screen_and_what_nobody_spoke_on_is_no_light_patch() -> None:
    draft = bt.parse("\n".join(f"{n}. Ports [shall/should] report {'yearly ' * 400}." for n in range(1, 30)))
    page = shown(draft._repr_html_())
    assert "max-height:40em;overflow-y:auto" in page.attributes["style"]
    assert not any(style.startswith("background") for style in page.attributes["style"] if "border-bottom" in style)


# As JupyterLab shows cells by day and by night.
CELLS = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>notebook</title><style>
body { margin: 8px; font: 14px/1.4 system-ui, sans-serif; background: %s; color: %s }
.cell { overflow-x: auto }</style></head><body><main><h1>Notebook</h1>%s</main></body></html>"""


@needs_browser
@needs_axe
@pytest.mark.parametrize("colours", [("#ffffff", "#000000"), ("#111111", "#e0e0e0")], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_cells_are_accessible_in_a_real_browser(width: int, colours: tuple[str, str], tmp_path: Path) -> None:
    draft = bt.read(DRAFT)
    cells = (f'<div class="cell" tabindex="0">{html(value)}</div>' for value in answers(draft, bt.positions(draft)))
    (tmp_path / "cells.html").write_text(CELLS % (*colours, "\n".join(cells)), encoding="utf-8")
    with browsing() as browser, page_of(browser, viewport={"width": width, "height": 900}) as page:
        page.goto((tmp_path / "cells.html").as_uri())
        check_access(page, width)
        # A cell is no higher than a screen.
        heights = page.locator(".cell").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert max(heights) < 900


def test_the_names_that_a_notebook_offers_are_the_verbs() -> None:
    assert dir(bt) == sorted([*bt.__all__, "__version__"])


def test_a_draft_shows_itself_and_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise AssertionError("a draft that is shown is neither read for positions nor searched")

    draft = bt.parse("4. Parties [shall/should] report.\tComment by A: UK – keep “shall”")
    monkeypatch.setattr(sys.modules["bracketed.positions.comments"], "positions", fail)
    monkeypatch.setattr(sys.modules["bracketed.variants.space"], "variants", fail)
    monkeypatch.setattr(sys.modules["bracketed.consensus.blocking"], "blocking", fail)
    page = shown(draft._repr_html_())
    assert "4#1" in page.words
    assert "UK – keep “shall”" in page.words


def test_a_bracket_says_who_wants_what_and_how_it_is() -> None:
    draft = bt.read(DRAFT)
    positions = bt.positions(draft)
    page = shown(bt.blocking(bt.variants(draft, positions), positions)._repr_html_())
    assert "H.1-4#1 ◑" in page.words
    assert "a “voluntary” – for: USA, UK; against: African Group" in "".join(page.attributes["title"])


def test_an_option_as_long_as_an_article_is_cut_and_leaves_room_for_the_names() -> None:
    draft = bt.parse(f"4. Ports [{'report each year and ' * 100}rest OR may rest] now.")
    positions = Positions((Position("UK", "4#1", "a", "objects"),))
    page = html(bt.blocking(bt.variants(draft, positions), positions))
    assert 5 < re.sub("<[^>]*>", "", page).count("report each year") < 20
    assert re.search(r'<span style="display:inline-block;width:14em">[^<]*UK', page)


def test_kinds_are_distinguished_by_more_than_colour() -> None:
    draft = bt.parse("1. A [b] c.\n2. [d/e].\n3. [X].")
    page = shown(draft._repr_html_())
    for line in ("dashed", "solid", "dotted"):
        assert any(f"3px {line}" in style for style in page.attributes["style"])


def test_what_does_not_matter_is_folded_and_nothing_is_lost() -> None:
    lines = [f"{n}. Parties {'[shall]' if n % 10 == 0 else 'shall'} report{n}." for n in range(1, 101)]
    page = shown(bt.parse("\n".join(lines))._repr_html_())
    assert "details" in page.tags
    assert all(f"report{n}." in page.words for n in range(1, 101))
    assert page.words.count("9 lines") == 10


@pytest.mark.slow
def test_a_page_is_bounded_however_long_the_draft() -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall/should] report [yearly]." for n in range(1, 2001)))
    page = draft._repr_html_()
    assert len(page) < 1_000_000
    assert "1,400 more, which are not shown here" in page


def test_the_words_on_every_colour_can_be_read() -> None:
    assert all(contrast(step.colour, INK) >= 4.5 for step in STEPS)


@pytest.mark.parametrize("background", ["#ffffff", "#1e1e1e", "#111111"])
def test_the_lines_that_distinguish_kinds_are_seen_on_light_and_on_dark_pages(background: str) -> None:
    page = shown(bt.parse("1. A [b] c.\n2. [d/e].")._repr_html_())
    lines = [style for style in page.attributes["style"] if "border-bottom:3px solid" in style]
    assert lines
    assert all(f"border-bottom:3px solid {LINE}" in style for style in lines)
    assert contrast(LINE, background) >= 3


def test_no_id_is_cut_at_its_hyphen() -> None:
    draft = bt.read(DRAFT)
    positions = bt.positions(draft)
    assert re.search('white-space:nowrap;?[^"]*">H.4-c#1<', draft._repr_html_())
    page = bt.blocking(bt.variants(draft, positions), positions)._repr_html_()
    assert re.search('white-space:nowrap"><span[^>]*>H.4-c#1 ', page)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_markup(attack: str) -> None:
    clean = attack.replace("[", "(").replace("]", ")")
    text = f"4. Parties [shall/should] report [{clean}] {clean}.\tComment by {clean}: {clean} – remove “shall”\n"
    draft = bt.parse(text)
    rows = [
        {"delegation": attack, "bracket": "4#1", "option": "a", "stance": "objects", "evidence": attack},
        {"delegation": "UK", "bracket": "4#1", "option": "b", "stance": "blocks", "evidence": attack},
    ]
    positions = bt.read_positions(rows, draft)
    for thing in answers(draft, positions):
        shown(html(thing))


@given(broken_drafts(), st.sampled_from(ATTACKS))
def test_no_draft_becomes_markup(text: str, attack: str) -> None:
    draft = bt.parse(f"{text}\n{attack}")
    shown(html(draft))
    shown(html(bt.positions(draft)))
    space = bt.variants(draft)
    shown(html(space[0]))


@given(contested_drafts())
def test_all_answers_of_any_draft_can_be_shown(case: object) -> None:
    for thing in answers(case.draft, case.positions):  # type: ignore[attr-defined]
        shown(html(thing))
