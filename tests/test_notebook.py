"""Notebooks: each value shows itself, and no word of a draft can become markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bracketed as bt
from bracketed.positions.stances import Positions
from bracketed.show.notebook import html_of
from bracketed.show.tints import INK, TINTS
from tests.strategies import broken_drafts, contested_drafts
from tests.test_golden import DRAFT

# What a notebook may be given; it strips all else.
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = {"div", "p", "strong", "span", "sup", "mark", "details", "summary", "ol", "li"} | TABLE
ATTRIBUTES = {"style", "title", "scope", "dir"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)" x="',
    "</div></details><iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "<!--",
    "]]><script>",
    "red;background:url(http://example.org)",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "\u202e<script>\u202c",
    "\x00<scr\x00ipt>",
    "\x1b[2J<b>",
    "<\ud800script>",
]


class Page(HTMLParser):
    """Collects the tags, attributes and words of a page, and whether its elements are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.styles: set[str] = set()
        self.words = ""
        self.titles = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            self.titles += value if name == "title" and value else ""
            if name == "style" and value:
                self.styles.add(value)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")


def safe(page: str) -> Page:
    """Read a page, and check that it holds nothing but what is made on purpose."""
    read = Page(page)
    assert read.tags <= TAGS
    assert read.attributes <= ATTRIBUTES
    assert not any("url" in style or "expression" in style for style in read.styles)
    assert not any(sign in page for sign in "\x00\x1b\u202e\u2066")
    page.encode("utf-8")
    return read


def answers(draft: bt.text.draft.Draft, positions: Positions) -> list[object]:  # type: ignore[name-defined]
    space = bt.variants(draft, positions)
    best = bt.least_contested(space, positions)
    found = (bt.blocking, bt.concessions, bt.conflicts, bt.leverage, bt.packages, bt.outlook)
    changes = bt.what_if(space, positions, Positions(implied=positions.implied))
    return [draft, positions, best.variant, best, *(ask(space, positions) for ask in found), changes]


def test_everything_shows_itself_and_says_itself_in_one_line() -> None:
    draft = bt.read(DRAFT)
    for thing in answers(draft, bt.positions(draft)):
        assert "\n" not in repr(thing)
        assert len(repr(thing)) < 160
        assert repr(thing).strip("<>") in safe(thing._repr_html_()).words  # type: ignore[attr-defined]


def test_a_bracket_says_who_wants_what_and_how_it_stands() -> None:
    draft = bt.read(DRAFT)
    page = safe(draft._repr_html_())
    assert "H.1-4#1 ◑" in page.words
    assert "a “voluntary” – for: USA, UK; against: African Group" in page.titles


def test_kinds_are_told_apart_by_more_than_colour() -> None:
    draft = bt.parse("1. A [b] c.\n2. [d/e].\n3. [X].\n4. F g.\tComment by UK: UK – delete “F”")
    page = safe(draft._repr_html_())
    for line in ("dashed", "solid", "dotted", "double"):
        assert any(f"3px {line}" in style for style in page.styles)


def test_what_does_not_matter_is_folded_and_nothing_is_lost() -> None:
    lines = [f"{n}. Parties {'[shall]' if n % 10 == 0 else 'shall'} report{n}." for n in range(1, 101)]
    page = safe(bt.parse("\n".join(lines))._repr_html_())
    assert "details" in page.tags
    assert all(f"report{n}." in page.words for n in range(1, 101))
    assert page.words.count("9 lines") == 10


def test_a_page_is_bounded_however_long_the_draft() -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall/should] report [yearly]." for n in range(1, 2001)))
    page = draft._repr_html_()
    assert len(page) < 1_000_000
    assert "1,400 more, which are not shown here" in page


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_words_on_every_tint_can_be_read() -> None:
    assert all(contrast(tint.colour, INK) >= 4.5 for tint in TINTS)


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
        safe(html_of(thing))


@settings(max_examples=60)
@given(broken_drafts(), st.sampled_from(ATTACKS))
def test_no_draft_becomes_markup(text: str, attack: str) -> None:
    draft = bt.parse(f"{text}\n{attack}")
    safe(html_of(draft))
    safe(html_of(bt.positions(draft)))
    space = bt.variants(draft)
    safe(html_of(space[0]))


@settings(max_examples=40)
@given(contested_drafts())
def test_all_answers_of_any_draft_can_be_shown(case: object) -> None:
    for thing in answers(case.draft, case.positions):  # type: ignore[attr-defined]
        safe(html_of(thing))
