"""The explorer, driven in a real browser, gives the answers that the library gives."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.draft import Draft
from bracketed.errors import ImpossibleError
from bracketed.positions.positions import Position, Positions
from bracketed.variants.settlement import Settlement
from bracketed.variants.space import Space
from tests.benchmarks.large_drafts import large
from tests.benchmarks.real_drafts import made_positions
from tests.browser import browsing, check_access, needs_axe, needs_browser, page_of
from tests.pages import contrast
from tests.shared import SHARED, WTDC, needs_shared

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_browser

PARIS = SHARED / "drafts" / "paris-2015-10-23.md"
HARBOUR = Path(__file__).parents[1] / "examples" / "harbour_plan.txt"
# One bracket in another, a choice of words that returns inside and outside, an article at a seam, a line that may go.
NESTED = """1. Parties [shall/should] submit an [annual] report [on [trade/the use of ports] [, if any,]].
2. [They [shall/should] do so [in [one/two] languages][ , at least].]
3. [The [port/harbour] keeps a register.
4. It is open [to everyone].]
5. (a) [See Annex [A/B].]
\tComment by Ana: UK – add “yearly”
"""


@dataclass(frozen=True)
class Scene:
    """A draft with all that the explorer is given."""

    space: Space
    positions: Positions


def _rows(draft: Draft, told: list[tuple[Any, ...]]) -> Positions:
    return bt.positions(draft) + Positions(tuple(Position(*row) for row in told))


def harbour() -> Scene:
    draft = bt.read(HARBOUR)
    positions = bt.positions(draft)
    return Scene(bt.variants(draft, positions), positions)


def nested() -> Scene:
    draft = bt.parse(NESTED)
    positions = _rows(
        draft,
        [
            ("UK", "1#1", "a", "objects", 2, (("3#1", "a"),)),
            ("EU", "1#1", "b", "blocks", 1, (("2#1", "omit"),)),
            ("EU", "1#3", "a", "supports", 0.1),
            ("Kenya", "1#3a.1", "a", "objects", 0.3, (("1#2", "omit"), ("3#1", "a"))),
            ("Kenya", "3#1", "omit", "objects", 27),
            ("Chile", "3#1", "a", "blocks", 1, (("5#1", "omit"),)),
            ("Chile", "2#1a.1", "b", "accepts"),
            ("Peru", "1#2", "a", "reserves", 2),
            ("Peru", "1#2", "omit", "reserves", 1, (("2#1", "a"),)),
            ("Chile", "1#3", "a", "reserves", 0.5),
            ("Japan", "2#1a.2", "omit", "supports", 3),
        ],
    )
    space = bt.variants(draft, positions)
    return Scene(space.require({"5#1": "omit"}, {"1#2": "a"}).exclude({"3#1": "omit", "1#3": "a"}), positions)


def made(*, hard: bool, seed: int) -> Scene:
    big = large(60, 500, hard=hard, seed=seed)
    return Scene(bt.variants(big.draft, big.positions).bound(big.rules), big.positions)


def wtdc() -> Scene:
    draft = bt.read(WTDC)
    positions = bt.positions(draft)
    return Scene(bt.variants(draft, positions), positions)


def paris(stances: int) -> Scene:
    """Return a long draft, with so many stances of made-up positions."""
    draft = bt.read(PARIS)
    rows = made_positions(draft)
    thinned = sorted(random.Random(1).sample(range(len(rows)), stances))
    positions = bt.read_positions([rows[number] for number in thinned], draft)
    return Scene(bt.variants(draft, positions), positions)


def ties() -> Scene:
    """Return a draft in which it is open whether terms of a stance are met, and in which they never are."""
    draft = bt.parse("1. We [shall/should] pay.\n2. Or [save/lend].\n3. They [may/can] go.\n4. All [sit/stand].")
    told: list[tuple[Any, ...]] = [
        ("EU", "1#1", "a", "supports"),
        ("UK", "1#1", "b", "objects", 1, (("2#1", "a"),)),
        ("UK", "3#1", "a", "blocks", 1, (("4#1", "a"),)),
        ("Chile", "4#1", "b", "blocks", 1, (("2#1", "a"), ("3#1", "b"))),
    ]
    positions = _rows(draft, told)
    return Scene(bt.variants(draft, positions), positions)


SCENES = {
    "harbour": harbour,
    "nested": nested,
    "ties": ties,
    "made": lambda: made(hard=False, seed=3),
    "made, entangled": lambda: made(hard=True, seed=4),
    "wtdc": wtdc,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with page_of(browser) as opened:
        yield opened


def explored(page: Page, scene: Scene, folder: Path, fragment: str = "") -> Page:
    bt.explore(scene.space, scene.positions, folder / "explorer.html", force=True)
    page.goto((folder / "explorer.html").as_uri() + fragment)
    return page


def sums(page: Page) -> dict[str, str]:
    """Return the numbers that the page shows, as the page's own exact values."""
    return {name: page.locator(f"#{name}").get_attribute("value") or "" for name in SUMS}


SUMS = ("blocks", "objections", "reservations", "supports", "blocking", "reserved", "left")


def choices_shown(page: Page) -> dict[str, str]:
    """Return the options that the brackets take in the text that is shown."""
    rows = page.locator("#text .bracket").evaluate_all(
        "all => all.map(one => [one.dataset.bracket, one.dataset.taken])"
    )
    return dict(rows)


def downloaded(page: Page, button: str) -> Path:
    with page.expect_download() as waiting:
        page.click("[data-list=decided]")
        page.click(f"#{button}")
    return Path(waiting.value.path())


def clean_text(page: Page) -> str:
    """Return the text that the page would copy."""
    page.evaluate("navigator.clipboard.writeText = (words) => ((window.copied = words), Promise.resolve())")
    page.locator("#copy").evaluate("button => button.click()")
    return str(page.evaluate("window.copied"))


def standing_on_page(page: Page, *, reserved: bool) -> list[str]:
    """Return the brackets in the list of deadlocks, or those in it that are reserved only."""
    told = page.locator("#blocking-list li[data-brackets]").evaluate_all(
        "all => all.map(one => [one.textContent.includes('): reserved: '), JSON.parse(one.dataset.brackets)])"
    )
    return sorted(id_ for is_reserved, ids in told for id_ in ids if is_reserved == reserved)


def shares(page: Page) -> dict[str, tuple[float, float, float, float]]:
    rows = page.locator("#objecting-rows tr").evaluate_all(
        "rows => rows.map(row => [row.dataset.delegation, ...[...row.querySelectorAll('data')].map(one => one.value)])"
    )
    return {name: tuple(map(float, numbers)) for name, *numbers in rows}  # type: ignore[misc]


def states(page: Page) -> dict[str, str]:
    rows = page.locator("#text .bracket").evaluate_all(
        "all => all.map(one => [one.dataset.bracket, one.dataset.state])"
    )
    return dict(rows)


def check(page: Page, scene: Scene, decided: Mapping[str, str]) -> None:
    """Compare all that the page shows with what the library answers."""
    left = scene.space.fix(decided)
    best = bt.least_contested(left, scene.positions)
    standings = bt.blocking(left, scene.positions)
    blocking, reserved = ([row.id for row in standings.of(status)] for status in ("blocking", "reserved"))
    shown = sums(page)
    assert (int(shown["left"]), int(page.locator("#about").get_attribute("data-ties") or "")) == (
        left.count(),
        best.ties,
    )
    assert [float(shown[n]) for n in ("blocks", "objections", "reservations", "supports")] == [
        best.blocks,
        best.objections,
        best.reservations,
        best.supports,
    ]
    assert (int(shown["blocking"]), int(shown["reserved"])) == (len(blocking), len(reserved))
    assert standing_on_page(page, reserved=False) == sorted(blocking)
    assert standing_on_page(page, reserved=True) == sorted(reserved)
    choices = choices_shown(page)
    variant = left[left.index(choices)]
    assert choices == dict(variant.choices)
    assert clean_text(page) == variant.text
    mine = bt.least_contested(left.fix(choices), scene.positions)
    assert shares(page) == {
        name: (share.blocks, share.objections, share.reservations, share.supports)
        for name, share in mine.by_delegation.items()
    }
    possible = left.graph.possible()
    network = left.network
    for id_, state in states(page).items():
        letters = network.letters(id_)
        open_to = {letters[value] for value in possible[network.variable_of[id_]] if value < len(letters)}
        open_ = "tossed" if id_ in best.alternatives and id_ not in best.silent else "open"
        assert state == ("decided" if id_ in decided else open_ if len(open_to) > 1 else "follows"), id_


def other_options(page: Page) -> list[tuple[str, str]]:
    """Return the options in the text that can be clicked: bracket and letter."""
    rows = page.locator("#text .other").evaluate_all(
        "all => all.map(one => [one.closest('.bracket').dataset.bracket, one.dataset.letter])"
    )
    return [(bracket, letter) for bracket, letter in rows]


def decided_on_page(page: Page) -> dict[str, str]:
    """Return the decisions that the address of the page holds."""
    fragment = page.evaluate("location.hash").removeprefix("#")
    # Without an option it is the bracket that is looked at.
    pairs = [pair.rpartition("=") for pair in fragment.split("&") if "=" in pair]
    return {unquote(bracket): letter for bracket, _, letter in pairs}


@pytest.mark.parametrize("name", [pytest.param(n, marks=needs_shared if n == "wtdc" else ()) for n in SCENES])
def test_whatever_is_clicked_the_answers_are_those_of_the_library(name: str, page: Page, tmp_path: Path) -> None:
    scene = SCENES[name]()
    explored(page, scene, tmp_path)
    check(page, scene, {})
    assert choices_shown(page) == dict(bt.least_contested(scene.space, scene.positions).variant.choices)
    chance = random.Random(name)
    for _ in range(10):
        bracket, letter = chance.choice(other_options(page))
        click(page, bracket, letter)
        decided = decided_on_page(page)
        # An option that links rule out is refused; any other is taken, whatever has to give way.
        if bracket in decided:
            assert decided[bracket] == letter
        else:
            with pytest.raises(ImpossibleError):
                scene.space.fix({bracket: letter})
        check(page, scene, decided)


def test_a_toss_is_no_result(page: Page, tmp_path: Path) -> None:
    draft = bt.parse(
        "2. A toll on [lorries] is charged [daily].\tComment by A: Fiji – keep “lorries”\nPeru – remove “lorries”"
    )
    positions = bt.positions(draft)
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    assert states(page) == {"2#1": "tossed", "2#2": "open"}
    about = page.inner_text("#about")
    assert "4 texts are equally good: 1 bracket is a toss (⇄), left to the room; 1 bracket has no position." in about
    assert "others object to texts that are equally good" in page.inner_text("#objecting-sum")
    page.click("#text .bracket[data-bracket='2#1'] > .start > .mark")
    assert (
        page.inner_text("#card-state") == "⇄ Open, and a toss: the text shows one of 2 equally good ways to settle it."
    )


def test_falling_away_with_the_words_around_it_is_a_side_of_a_toss(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Parties report [yearly [to the board]].\n2. They meet [in May [in Rome/in Oslo/in Lima]].")
    objects = [("1#1a.1", "a"), ("2#1a.1", "a")]
    positions = Positions(tuple(Position("Peru", *where, "objects") for where in objects))
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    says = {
        "1#1a.1": "it is as good if it falls away with the words around it.",
        "2#1a.1": "the text shows one of 2 equally good ways to settle it; "
        "it is as good if it falls away with the words around it.",
    }
    for bracket, words in says.items():
        page.click(f"#text .bracket[data-bracket='{bracket}'] > .start > .mark")
        assert page.inner_text("#card-state") == f"⇄ Open, and a toss: {words}"
    would = page.inner_text("#card label[data-option='a'] .would")
    assert (
        would == "would give 0 red lines, 0 objections, 0 supports, as it falls away with the words around it; 6 left"
    )


def test_of_texts_that_are_as_good_the_lightest_is_shown(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Ports [shall/should] report.")
    rows = [Position("UK", "1#1", "a", "blocks", 3), Position("EU", "1#1", "b", "blocks", 2)]
    scene = Scene(bt.variants(draft), Positions(tuple(rows)))
    explored(page, scene, tmp_path)
    check(page, scene, {})
    assert choices_shown(page) == dict(bt.least_contested(scene.space, scene.positions).variant.choices) == {"1#1": "b"}


def test_steps_are_undone_and_done_again(page: Page, tmp_path: Path) -> None:
    scene = explored_harbour(page, tmp_path)
    start = sums(page)
    assert page.is_disabled("#undo")
    click(page, "H.4#1", "b")
    click(page, "H.1-4#1", "b")
    page.keyboard.press("Control+z")
    check(page, scene, {"H.4#1": "b"})
    page.click("#undo")
    assert sums(page) == start
    page.click("#redo")
    page.keyboard.press("Control+y")
    check(page, scene, {"H.4#1": "b", "H.1-4#1": "b"})
    assert page.is_disabled("#redo")
    page.click("#restart")
    assert sums(page) == start
    page.click("#undo")
    check(page, scene, {"H.4#1": "b", "H.1-4#1": "b"})


def test_linked_places_follow_and_the_page_says_so(page: Page, tmp_path: Path) -> None:
    explored_harbour(page, tmp_path)
    click(page, "H.4-c#1", "b")
    assert {taken(page, id_) for id_ in ("H.4#1", "H.4-c#1", "H.4-3#1")} == {"b"}
    assert (states(page)["H.4#1"], states(page)["H.4-c#1"]) == ("follows", "decided")
    assert page.inner_text("#notice") == (
        "H.4-c#1: “clean energy at berth”. Follows: H.4#1 “clean energy at berth” and H.4-3#1 “clean energy at berth”."
    )
    assert "red line of Saudi Arabia" in page.inner_text("#card")
    # To choose the other option in another place takes the first decision back.
    click(page, "H.4#1", "a")
    assert page.inner_text("#notice").startswith(
        "H.4#1: “onshore power supply”. Taken back: H.4-c#1 “clean energy at berth”."
    )
    assert decided_on_page(page) == {"H.4#1": "a"}


def test_likely_links_are_offered_and_settled_on_a_click(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Ports pay [soon].\n2. Docks pay [soon].\n3. [Towns pay [soon].]\n4. All [pay dues/save].")
    scene = Scene(bt.variants(draft), Positions())
    explored(page, scene, tmp_path)
    assert page.inner_text("#assumed") == "0 links assumed, 1 offered."
    page.click('[data-bracket="1#1"] .mark')
    assert page.locator(".offer").count() == 0
    click(page, "1#1", "omit")
    assert decided_on_page(page) == {"1#1": "omit"}
    assert page.inner_text(".offer") == "Settle the same in 2 other places?"
    page.click(".offer")
    decided = {"1#1": "omit", "2#1": "omit", "3#1a.1": "omit"}
    assert page.inner_text("#notice") == "Settled the same in 2 other places."
    check(page, scene, decided)
    assert page.locator(".offer").count() == 0
    page.click("#undo")
    check(page, scene, {"1#1": "omit"})
    # What stands in words that are left out is not offered.
    click(page, "3#1", "omit")
    page.click('[data-bracket="1#1"] .mark')
    assert page.inner_text(".offer") == "Settle the same in 1 other place?"


def test_links_that_bind_are_not_offered(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Ports [pay dues/save].\n2. Docks [pay dues/save].")
    explored(page, Scene(bt.variants(draft), Positions()), tmp_path)
    assert page.inner_text("#assumed") == "1 link assumed, 0 offered."
    click(page, "1#1", "b")
    assert page.locator(".offer").count() == 0
    assert taken(page, "2#1") == "b"


def test_an_option_that_links_rule_out_is_refused(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Parties [shall/should] report.")
    space = bt.variants(draft).exclude({"1#1": "b"})
    explored(page, Scene(space, Positions()), tmp_path)
    click(page, "1#1", "b")
    assert decided_on_page(page) == {}
    assert page.inner_text("#notice") == "1#1 cannot take this option: links rule it out."
    assert "ruled out by links" in page.inner_text("#card")


def test_what_an_option_would_give_is_said_before_it_is_chosen(page: Page, tmp_path: Path) -> None:
    scene = explored_harbour(page, tmp_path)
    page.click('[data-bracket="H.4#1"] .mark')
    best = bt.least_contested(scene.space.fix({"H.4#1": "b"}), scene.positions)
    told = page.inner_text('#card label[data-option="b"] .would')
    assert told == f"would give 1 red line, 5 objections, 28 supports; {scene.space.fix({'H.4#1': 'b'}).count():,} left"
    assert (best.blocks, best.objections, best.supports) == (1, 5, 28)
    page.check('#card label[data-option="b"] input')
    check(page, scene, {"H.4#1": "b"})
    page.click("#leave-open")
    check(page, scene, {})


def test_a_bracket_says_which_comments_on_it_were_not_understood(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("4. Parties [shall/should] report.\tComment by UK: UK – use “must”\n5. Ships [may] turn.")
    positions = bt.positions(draft)
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    page.click('[data-bracket="4#1"] .mark')
    told = "⚠ A comment of UK on this provision was not understood (line 1)."
    assert page.inner_text("#card-unheard") == told
    page.click('[data-bracket="5#1"] .mark')
    assert page.locator("#card-unheard").count() == 0


def test_a_state_is_shared_by_its_address(page: Page, tmp_path: Path) -> None:
    scene = harbour()
    explored(page, scene, tmp_path, "#H.4%231=b&H.1-4%231=b")
    check(page, scene, {"H.4#1": "b", "H.1-4#1": "b"})
    # An address that is pasted into the open page is followed too.
    page.evaluate("location.hash = '#H.3-c%231=b'")
    page.wait_for_function("document.querySelector('#decided-list').textContent.includes('H.3-c')")
    check(page, scene, {"H.3-c#1": "b"})
    page.click("#undo")
    check(page, scene, {"H.4#1": "b", "H.1-4#1": "b"})


@pytest.mark.parametrize(
    "fragment, aside",
    [
        ("#H.4%231=b&H.4-c%231=a", "H.4-c#1=a"),
        ("#H.4%231=z", "H.4#1=z"),
        ("#__proto__=a&constructor=b&=&%zz=1", "__proto__=a, constructor=b, =, %zz=1"),
        ("#<img src=x onerror=alert(1)>=a", "<img src=x onerror=alert(1)>=a"),
    ],
)
def test_what_an_address_cannot_mean_is_left_aside_and_named(
    fragment: str, aside: str, page: Page, tmp_path: Path
) -> None:
    explored(page, harbour(), tmp_path, fragment)
    assert page.inner_text("#notice") == f"Left aside from the address: {aside}."
    assert set(decided_on_page(page)) <= {"H.4#1"}


def test_the_text_is_worked_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    scene = explored_harbour(page, tmp_path)
    page.focus("#copy")
    page.keyboard.press("Tab")

    def focused() -> str:
        return str(page.evaluate("document.activeElement.title"))

    # The bracket that the page opened at.
    assert focused() == page.inner_text("#card-title .id")
    page.keyboard.press("Home")
    assert focused() == "H.1-b#1"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused() == "H.1-4#1"
    page.keyboard.press("ArrowRight")
    assert focused() == "Choose for H.1-4#1"
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.keyboard.press("Enter")
    check(page, scene, {"H.1-4#1": "b"})
    assert page.inner_text("#card-title .id") == "H.1-4#1"
    page.focus('[data-bracket="H.1-4#1"] .mark')
    page.keyboard.press(" ")
    check(page, scene, {})
    page.focus('[data-bracket="H.1-4#1"] .mark')
    page.keyboard.press("End")
    assert focused() == "H.2-b#i1"  # it has no place in the text, and stands behind it
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert focused() == "H.1-b#1"
    # Out of the text in one step.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('aside') !== null")


def test_focus_stays_where_it_was_when_the_text_is_drawn_anew(page: Page, tmp_path: Path) -> None:
    explored_harbour(page, tmp_path)
    page.focus('[data-bracket="H.4-3#1"] .other')
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.bracket').dataset.bracket") == "H.4-3#1"
    page.keyboard.press("Enter")
    assert decided_on_page(page) == {}


def words_shown(page: Page) -> list[str]:
    """Return the words of the text that no filter hides, a provision each, as far as they have any.

    The marks of brackets and what stands for words that are folded are no words of the text.
    """
    rows = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            const unit = parentElement.closest("[data-unit]");
            if (unit && !parentElement.closest("[hidden], .mark, .sign, .more, .cut")) {
              found.push([unit.dataset.unit, data]);
            }
          }
          return found;
        }"""
    )
    units: dict[str, str] = {}
    for unit, words in rows:
        units[unit] = units.get(unit, "") + words
    return [words for words in units.values() if words.strip()]


def test_search_delegation_and_kind_narrow_the_text_to_provisions(page: Page, tmp_path: Path) -> None:
    scene = explored_harbour(page, tmp_path)
    everything = len(words_shown(page))
    page.keyboard.press("/")
    page.keyboard.type("DREDGING")
    found = words_shown(page)
    assert found
    assert all("dredging" in words.lower() for words in found)
    assert len(found) == int(page.inner_text("#filtered span").split()[0]) < everything
    page.keyboard.press("Escape")
    assert len(words_shown(page)) == everything
    page.select_option("#delegation", label="Chile")
    provisions = {bracket.id: bracket.provision for bracket in scene.space.brackets}
    spoken = {provisions[row.bracket] for row in scene.positions if row.delegation == "Chile"}
    assert len(words_shown(page)) == len(spoken)
    page.click("[data-list=objecting]")
    assert page.get_attribute('[data-delegation="Chile"] button', "aria-pressed") == "true"
    page.click("#unfilter")
    page.select_option("#only", "blocking")
    blocking = {row.id for row in bt.blocking(scene.space, scene.positions).of("blocking")}
    brackets = page.locator("#text .unit .bracket").evaluate_all(
        "all => all.filter(one => !one.closest('[hidden]')).map(one => one.dataset.bracket)"
    )
    assert blocking <= set(brackets)
    assert len(words_shown(page)) <= len(blocking)
    # Who follows a name in the list is led to the place, though it was hidden.
    page.select_option("#only", "decided")
    assert words_shown(page) == []
    page.click("[data-list=blocking]")
    page.click("#blocking-list .jump")
    assert len(words_shown(page)) == everything


SPANNING = """1. Ports report.
[2. Towns [shall/should] pay [dues].
3. Docks keep a [register/list of loss [and damage]].
4. They meet.]
5. Ships [may] turn.
"""


@pytest.mark.parametrize(
    "words, shown",
    [
        ("loss and damage", {"3"}),
        ("register", {"3"}),
        ("4", {"4"}),
        ("towns shall", {"2"}),
        ("ships", {"5"}),
        ("nowhere", set()),
    ],
)
def test_a_provision_inside_a_bracket_is_found_by_itself(
    words: str, shown: set[str], page: Page, tmp_path: Path
) -> None:
    draft = bt.parse(SPANNING)
    positions = _rows(draft, [("UK", draft.brackets[3].id, "a", "objects")])
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    page.fill("#search", words)
    assert {text.strip()[0] for text in words_shown(page)} == shown


def test_search_goes_from_hit_to_hit(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("".join(f"{number}. Ports pay [dues] for the [first] quay.\n" for number in range(1, 200)))
    explored(page, Scene(bt.variants(draft), Positions()), tmp_path)
    page.fill("#search", "dues for the first")
    counted = page.locator("#filtered span")
    assert counted.inner_text() == "199 provisions shown. Hit 1 of 199."
    page.keyboard.press("Enter")
    page.click("#hit-behind")
    assert counted.inner_text().endswith("Hit 3 of 199.")
    page.keyboard.press("/")
    for _ in range(3):
        page.keyboard.press("Shift+Enter")
    assert counted.inner_text().endswith("Hit 199 of 199.")
    page.wait_for_timeout(200)
    # The last hit is inside the window of the text.
    assert page.evaluate(
        """() => {
          const [range] = CSS.highlights.get("hit");
          const [hit, sheet] = [range, document.getElementById("sheet")].map((one) => one.getBoundingClientRect());
          return sheet.top <= hit.top && hit.bottom <= sheet.bottom && range.toString().includes("dues");
        }"""
    )


@needs_shared
@pytest.mark.parametrize("stances", [312, 9000])
def test_the_deadlocks_of_a_long_draft_are_all_that_a_filter_leaves(stances: int, page: Page, tmp_path: Path) -> None:
    scene = paris(stances)
    explored(page, scene, tmp_path)
    whole = sum(map(len, words_shown(page)))
    page.select_option("#only", "blocking")
    left = sum(map(len, words_shown(page)))
    assert 0 < left <= 0.15 * whole


LONG = """1. Ports that are open to ships of all flags report once a year on what they have built. Towns keep it.
They [shall/should] pay [dues]. It is read by all who have asked for it in due time and in writing, and by towns.
2. [Docks pay for the water that they take and for the waste that they leave in port, for their light, \
year by year [and [in/by] it].]
3. Quays close.
"""


def test_of_a_provision_a_filter_leaves_the_sentences_with_what_is_looked_for(page: Page, tmp_path: Path) -> None:
    draft = bt.parse(LONG)
    told = [
        (name, id_, letter, "objects") for id_ in ("1#1", "2#1a.1a.1") for name, letter in (("UK", "a"), ("EU", "b"))
    ]
    told += [("UK", id_, "a", "supports") for id_ in ("2#1", "2#1a.1")]
    told += [("UK", id_, "omit", "objects") for id_ in ("2#1", "2#1a.1")]
    positions = _rows(draft, told)
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    whole = words_shown(page)
    page.select_option("#only", "blocking")
    first, second = (" ".join(words.split()) for words in words_shown(page))
    # Of other brackets in the sentence the words that the text takes are left.
    assert first == "1. They shallshould pay dues."
    assert second == "2. Docks pay for the water that they take for their light, year by year and inby it."
    assert page.locator("#text .mark").evaluate_all(VISIBLE) == ["1#1", "2#1a.1a.1"]
    # What a “…” stands for is brought back by a click on it, and all by the button.
    page.locator("#text .more").first.click()
    assert "Ports that are open" in words_shown(page)[0]
    assert "It is read by all" not in words_shown(page)[0]
    page.select_option("#only", "open")
    assert "dues" in words_shown(page)[0]
    page.click("#unfilter")
    assert words_shown(page) == whole


@pytest.mark.parametrize("name", ["harbour", "nested", "made"])
def test_whatever_is_filtered_the_brackets_of_that_kind_are_shown_and_nothing_is_lost(
    name: str, page: Page, tmp_path: Path
) -> None:
    scene = SCENES[name]()
    explored(page, scene, tmp_path)
    chance = random.Random(name)
    for _ in range(3):
        bracket, letter = chance.choice(other_options(page))
        click(page, bracket, letter)
        whole = words_shown(page)
        deadlocks = {
            row.id for row in bt.blocking(scene.space.fix(decided_on_page(page)), scene.positions).of("blocking")
        }
        state = states(page)
        kinds = {
            "blocking": deadlocks & set(state),
            "open": {id_ for id_ in state if state[id_] in ("open", "tossed")},
            "tossed": {id_ for id_ in state if state[id_] == "tossed"},
            "decided": {id_ for id_ in state if state[id_] == "decided"},
        }
        for kind in chance.sample([*kinds], len(kinds)):
            page.select_option("#only", kind)
            assert kinds[kind] <= set(page.locator("#text .mark").evaluate_all(VISIBLE))
            assert sum(map(len, words_shown(page))) <= sum(map(len, whole))
        page.select_option("#only", "")
        assert words_shown(page) == whole


VISIBLE = "all => all.filter(one => !one.closest('[hidden]')).map(one => one.title)"


def in_view(page: Page, bracket: str) -> bool:
    """Return whether the mark of a bracket lies in the window of the text, once the page has come to rest."""
    page.wait_for_timeout(150)
    return bool(
        page.locator(f'[data-bracket="{bracket}"] > .start > .mark').first.evaluate(
            """mark => {
              const [place, sheet] = [mark, document.getElementById("sheet")].map((one) => one.getBoundingClientRect());
              const middle = [place.left + place.width / 2, place.top + place.height / 2];
              return sheet.top <= place.top && place.bottom <= sheet.bottom
                && mark.contains(document.elementFromPoint(...middle));
            }"""
        )
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_it_opens_at_the_most_urgent_bracket_and_keys_lead_to_the_next(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    with page_of(browser, viewport={"width": width, "height": 844}) as page:
        scene = explored_harbour(page, tmp_path)
        deadlocks = [row.id for row in bt.blocking(scene.space, scene.positions).of("blocking")]
        in_order = [bracket.id for bracket in scene.space.brackets if bracket.id in deadlocks]
        first = page.inner_text("#card-title .id")
        assert first in deadlocks
        assert in_view(page, first)
        # The address leads to what the chair went to, not to where the page opened.
        assert page.evaluate("location.hash") == ""
        walked = []
        for _ in in_order:
            page.keyboard.press("n")
            walked.append(page.inner_text("#card-title .id"))
            assert in_view(page, walked[-1])
        start = in_order.index(first) + 1
        assert walked == [*in_order[start:], *in_order[:start]]
        page.keyboard.press("p")
        page.click("#behind")
        assert page.inner_text("#card-title .id") == walked[-1]


def test_letters_that_are_typed_are_no_keys(page: Page, tmp_path: Path) -> None:
    explored_harbour(page, tmp_path)
    first = page.inner_text("#card-title .id")
    page.fill("#search", "")
    page.type("#search", "np")
    assert page.inner_text("#card-title .id") == first


@pytest.mark.parametrize("name", ["harbour", "wtdc"])
def test_on_a_phone_the_text_has_two_thirds_and_all_that_is_pressed_is_large(
    name: str, browser: Browser, tmp_path: Path
) -> None:
    if name == "wtdc" and not WTDC.exists():
        pytest.skip("the draft is not here")
    with page_of(browser, viewport={"width": 390, "height": 844}) as page:
        explored(page, SCENES[name](), tmp_path)
        assert page.evaluate("document.getElementById('sheet').clientHeight") >= 844 * 2 / 3
        assert page.locator("#card-title").is_visible()
        for opener in (None, "#menu", "[data-list=blocking]", "[data-list=objecting]", "[data-list=decided]"):
            if opener:
                page.click(opener)
            small = page.locator("button, select, input:not([type=radio]), [role=button]").evaluate_all(
                "all => all.filter(one => one.offsetParent && !one.closest('[hidden]'))"
                ".map(one => [one.outerHTML, ...(({ width, height }) => [width, height])(one.getBoundingClientRect())])"
                # Words of a text in a line of text may be as narrow as they are.
                ".filter(([html, width, height]) => height < 24 || (width < 24 && !html.includes('other stop')))"
            )
            assert small == []
        # A list covers the text; who follows it to a place sees that.
        page.click("[data-list=blocking]")
        page.locator("#blocking-list .jump").last.click()
        assert in_view(page, page.inner_text("#card-title .id"))
        page.click("[data-list=objecting]")
        page.keyboard.press("Escape")
        assert not page.locator("#list-objecting").is_visible()


@pytest.mark.parametrize("size", [(844, 390), (320, 568), (768, 1024)])
def test_text_and_card_fit_every_window(size: tuple[int, int], browser: Browser, tmp_path: Path) -> None:
    width, height = size
    with page_of(browser, viewport={"width": width, "height": height}) as page:
        explored_harbour(page, tmp_path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.getElementById('sheet').clientHeight") >= height * 2 / 3
        assert page.evaluate("document.getElementById('card').clientHeight") >= 80


def test_the_card_stays_in_view_while_lists_and_text_scroll(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("".join(f"{number}. Ports pay [dues{number}].\n" for number in range(1, 100)))
    told = [(name, f"{number}#1", letter, "objects") for number in range(1, 100) for name, letter in SIDES]
    positions = _rows(draft, told)
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    page.locator("#blocking-list .jump").last.click()
    assert page.inner_text("#card-title .id") == "99#1"
    card, list_ = page.locator("#card-title").bounding_box(), page.locator("#list-blocking").bounding_box()
    assert card is not None
    assert list_ is not None
    assert 0 < card["y"] < list_["y"]
    assert list_["y"] + list_["height"] <= 720


SIDES = (("UK", "a"), ("EU", "omit"))


def test_brackets_are_named_as_people_cite_them(page: Page, tmp_path: Path) -> None:
    draft = bt.parse(
        "Article 6 (Means)\n\n1. Ports [pay/save] [yearly].\n\n2. Docks [may] close.\n\nAnnex\n\nNo [fees].\n"
    )
    explored(page, Scene(bt.variants(draft), Positions()), tmp_path)
    assert page.locator("#text .mark").all_inner_texts() == [
        "6.1#1",
        "#2",
        "6.2#1",
        f"{draft.brackets[3].provision}#1",
    ]
    # Without what is between them, each names its provision.
    page.select_option("#only", "open")
    assert page.locator("#text .mark").nth(1).text_content() == "6.1#2"


def test_headings_and_emphasis_of_markdown_are_shown_as_such(page: Page, tmp_path: Path) -> None:
    draft = bt.parse(
        "## Ports *(aims)*\n\n*Recalling* the **rules**, and `no more`,\n\n*In [view][light]* of 2 ships, #1 [pays].\n"
        "\n### Means\n\nThey [may] close."
    )
    explored(page, Scene(bt.variants(draft), Positions()), tmp_path)
    assert page.locator("#text .heading").all_inner_texts() == ["Ports (aims)", "Means"]
    assert page.locator("#text i").all_inner_texts() == ["Recalling"]
    assert "rules" in page.locator("#text b").all_inner_texts()
    words = " ".join(page.inner_text("#text").split())
    assert "and no more," in words
    assert "•" not in words


def test_a_bracket_that_does_not_stand_in_the_text_leads_to_the_words_that_it_is_in(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. [Ports pay [dues]/Docks save].")
    positions = _rows(draft, [("UK", "1#1", "a", "objects"), ("UK", "1#1a.1", "a", "objects")])
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path, "#1%231a.1")
    assert " ".join(page.inner_text("#card-state").split()) == (
        "It is in words that the text does not take now: “Ports pay [dues]”"
    )
    page.click("#card-state .jump")
    assert page.inner_text("#card-title .id") == "1#1"


@needs_axe
@pytest.mark.parametrize("width", [390, 1280])
def test_long_words_on_the_card_are_reached_by_keyboard_and_chosen_by_a_click(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    draft = bt.parse(f"1. Ports [{'pay what they owe to all ' * 40}/save].")
    with page_of(browser, viewport={"width": width, "height": 844}) as page:
        explored(page, Scene(bt.variants(draft), Positions()), tmp_path)
        check_access(page, width)
        page.click("#card .words >> nth=0")
        assert decided_on_page(page) == {"1#1": "a"}


def test_of_a_long_list_no_more_is_made_than_is_read(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("".join(f"{number}. Ports pay [dues{number}].\n" for number in range(1, 100)))
    positions = _rows(draft, [("UK", f"{number}#1", "a", "supports") for number in range(1, 100)])
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    page.click("[data-list=getting]")
    items = page.locator("#getting [data-result=wins] li")
    assert items.count() == 40
    page.click("#getting .jump:has-text('Show 59 more')")
    assert items.count() == 99


def test_lists_show_words_and_linked_brackets_once_by_article(page: Page, tmp_path: Path) -> None:
    draft = bt.parse(
        "Article 1 (Aims)\n\n1. Ports share *technology transfer* [and funds].\n\n2. Docks pay [dues/fees].\n\n"
        "Article 2 (Means)\n\n1. Towns pay [Dues / fees,].\n\n2. Quays [may] close.\n"
    )
    one, *both, _ = draft.brackets
    told = [("UK", one.id, "a", "objects"), ("Fiji", one.id, "omit", "objects")]
    told += [row for two in both for row in (("Kenya", two.id, "a", "objects"), ("Chile", two.id, "b", "objects"))]
    positions = _rows(draft, told)
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    assert [" ".join(words.split()) for words in page.locator("#blocking-list li").all_text_contents()] == [
        "Article 1 (Aims) · 2",
        "and funds (Article 1.1): Fiji | UK",
        "dues / fees (Article 1.2, Article 2.1): Chile | Kenya",
    ]
    assert "*" not in (page.text_content("main") or "")


def test_deadlocks_in_the_same_words_are_apart_where_others_hold_them(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Ports share [technology transfer,] and data.\n\n2. Docks have [technology transfer].\n")
    told = [
        (name, f"{number}#1", option, "objects") for number in "12" for name, option in (("UK", "a"), ("Fiji", "omit"))
    ]
    positions = _rows(draft, [*told, ("USA", "2#1", "a", "objects")])
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    assert [" ".join(words.split()) for words in page.locator("#blocking-list li").all_text_contents()] == [
        "technology transfer (2): Fiji | UK, USA",
        "technology transfer (1): Fiji | UK",
    ]


def test_what_a_bracket_is_about_is_cut_between_words(page: Page, tmp_path: Path) -> None:
    words = "Strengthened capacity of member states to effectively respond to cybercrime"
    draft = bt.parse(f"1. [{words}].\n\n2. [{'港' * 80}].\n")
    told = [
        (name, f"{number}#1", option, "objects") for number in "12" for name, option in (("UK", "a"), ("Fiji", "omit"))
    ]
    positions = _rows(draft, told)
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    assert page.locator("#blocking-list li b").all_text_contents() == [
        "Strengthened capacity of member states to effectively …",
        f"{'港' * 59}…",
    ]


@pytest.mark.parametrize("name", ["harbour", "nested", "ties", "made"])
def test_what_a_delegation_gets_is_what_the_library_says(name: str, page: Page, tmp_path: Path) -> None:
    scene = SCENES[name]()
    explored(page, scene, tmp_path)
    page.click("[data-list=getting]")
    chance = random.Random(name)
    for _ in range(4):
        best = bt.least_contested(scene.space.fix(decided_on_page(page)), scene.positions)
        for number, delegation in page.locator("#whose option").evaluate_all("all => all.map(x => [x.value, x.text])"):
            page.select_option("#whose", number)
            found = bt.outcome(best, delegation)
            told = page.evaluate(
                """() => [...document.querySelectorAll("#getting [data-result], #getting ul:not([data-result])")].map(
                  (list) => [list.dataset.result ?? "red", [...list.children].map(
                    (one) => one.dataset.bracketId ?? one.dataset.fate)])"""
            )
            results = dict(told)
            for result in ("wins", "loses", "open", "neither"):
                assert results.get(result, []) == [row.bracket for row in found.of(result)]
            assert sorted(results.get("red", [])) == sorted(line.status for line in found.red_lines)
            assert page.inner_text("#getting .summary").startswith(found.summary.split(",")[0])
        bracket, letter = chance.choice(other_options(page))
        click(page, bracket, letter)


def test_an_address_leads_to_a_bracket(page: Page, tmp_path: Path) -> None:
    scene = harbour()
    explored(page, scene, tmp_path, "#H.4%231=b&H.3-c%231")
    check(page, scene, {"H.4#1": "b"})
    assert page.inner_text("#card-title .id") == "H.3-c#1"
    assert in_view(page, "H.3-c#1")
    page.click('[data-bracket="H.1-4#1"] .mark')
    assert page.evaluate("location.hash") == "#H.4%231=b&H.1-4%231"
    page.evaluate("location.hash = '#H.1-b%231'")
    page.locator("#card-title .id", has_text="H.1-b#1").wait_for()
    assert in_view(page, "H.1-b#1")


def test_the_margin_shows_where_the_text_is_contested_and_leads_there(page: Page, tmp_path: Path) -> None:
    scene = explored_harbour(page, tmp_path)
    deadlocks = [row.id for row in bt.blocking(scene.space, scene.positions).of("blocking")]
    marks = page.locator("#map .deadlock")
    assert marks.count() == len(deadlocks)
    box = page.locator("#map").bounding_box()
    assert box is not None
    top = box["height"] * float(marks.last.get_attribute("y") or "") / 1000
    page.click("#map", position={"x": 4, "y": top})
    assert page.inner_text("#card-title .id") in deadlocks


def compared(page: Page, view: str) -> tuple[str, str]:
    """Return the two texts of which the page shows the differences."""
    page.select_option("#view", view)
    parts = page.locator("#read > *").evaluate_all("all => all.map(one => [one.tagName, one.textContent])")
    before, after = ("".join(words for tag, words in parts if tag != skipped) for skipped in ("INS", "DEL"))
    return before, after


@pytest.mark.parametrize("name", ["harbour", "nested"])
def test_the_text_is_shown_against_the_draft_and_against_the_best(name: str, page: Page, tmp_path: Path) -> None:
    scene = SCENES[name]()
    explored(page, scene, tmp_path)
    best = bt.least_contested(scene.space, scene.positions).variant.text
    assert compared(page, "best") == (best, best)
    chance = random.Random(name)
    for _ in range(3):
        page.select_option("#view", "")
        click(page, *chance.choice(other_options(page)))
        assert compared(page, "best") == (best, clean_text(page))
        draft, decided = compared(page, "draft")
        kept = [
            without_comments(bt.settlement(scene.space.draft, taken, scene.positions))
            for taken in ({}, decided_on_page(page))
        ]
        assert [lines(draft), lines(decided)] == [lines(text) for text in kept]


def test_who_goes_on_to_a_bracket_is_shown_it_in_the_text(page: Page, tmp_path: Path) -> None:
    explored_harbour(page, tmp_path)
    page.select_option("#view", "best")
    page.keyboard.press("n")
    assert page.locator("#text").is_visible()
    assert page.input_value("#view") == ""


def test_words_that_differ_are_few(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Ports [shall/should] report.\n2. *Docks* pay.\n")
    explored(page, Scene(bt.variants(draft), Positions()), tmp_path)
    click(page, "1#1", "b")
    page.select_option("#view", "best")
    assert page.locator("#read del, #read ins").all_inner_texts() == ["shall", "should"]
    assert "*" not in page.inner_text("#read")


def test_two_packages_are_compared_side_by_side(page: Page, tmp_path: Path) -> None:
    scene = explored_harbour(page, tmp_path)
    page.click("[data-list=decided]")
    page.click("#keep")
    click(page, "H.4#1", "b")
    best = bt.least_contested(scene.space, scene.positions)
    now = bt.least_contested(scene.space.fix({"H.4#1": "b"}), scene.positions)
    rows = page.locator("#compared tbody tr").evaluate_all("all => all.map(r => [...r.cells].map(c => c.textContent))")
    assert rows[:2] == [
        ["Red lines", f"{best.blocks:g}", f"{now.blocks:g}"],
        ["Objections", f"{best.objections:g}", f"{now.objections:g}"],
    ]
    told = page.inner_text("#compared")
    differing = [id_ for id_, letter in best.variant.choices.items() if now.variant.choices[id_] != letter]
    assert page.locator("#compared [title]").evaluate_all("all => all.map(one => one.title)") == differing
    assert "“onshore power supply” → “clean energy at berth” (H.4)" in told
    assert "Saudi Arabia: worse, 0 → 1 red lines" in told
    page.click("#swap")
    check(page, scene, {})


MARKDOWN = """---
title: A plan
---

## Aims
{:.no_toc}

* TOC
{:toc}

1. *Noting [the] **rules*** of ports[^3], towns [shall/*should*] \\*pay*.

> 2. It is [a \\
   plan][p].

[p]: https://example.org/plan

* one [item]
"""


def test_marks_of_markdown_are_not_shown(page: Page, tmp_path: Path) -> None:
    draft = bt.parse(MARKDOWN)
    told = [("UK", bracket.id, "a", "objects") for bracket in draft.brackets]
    positions = _rows(draft, told)
    explored(page, Scene(bt.variants(draft, positions), positions), tmp_path)
    for view in ("", "clean", "draft", "best"):
        page.select_option("#view", view)
        shown = "".join(words_shown(page)) if not view else page.inner_text("#read")
        assert "Aims" in shown
        assert "• one" in shown
        assert not re.search(r"##|\*\*|\*[A-Za-z ]|\{:|\[\^|---|title:|https|\\\n|^>", shown, re.MULTILINE)
    assert "*" not in (page.text_content("aside") or "")


def test_of_links_only_the_words_are_shown(page: Page, tmp_path: Path) -> None:
    draft = bt.parse(
        "1. See the [plan][p] and the [rules](/rules/), and pay [dues][fees].\n\n2. Ports [meet].\n\n[P]: /plan/\n"
    )
    explored(page, Scene(bt.variants(draft), Positions()), tmp_path)
    shown = "".join(words_shown(page))
    assert "See the plan and the rules, and pay " in shown
    assert "dues" in shown
    assert "/plan/" not in shown
    page.select_option("#view", "draft")
    assert "See the plan and the rules, and pay [dues][fees]." in page.inner_text("#read")


def test_where_no_position_is_known_no_way_is_called_less_contested(page: Page, tmp_path: Path) -> None:
    explored(page, Scene(bt.variants(bt.parse("1. Ports [shall/may] meet.")), Positions()), tmp_path)
    told = page.inner_text("aside")
    assert "Open: the text shows the first option." in told
    assert "least contested" not in told


def test_a_line_in_front_of_a_text_hides_nothing(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("---\nPorts pay [dues].\n---\n\nTowns pay [fees].\n")
    explored(page, Scene(bt.variants(draft), Positions()), tmp_path)
    assert "Ports pay" in "".join(words_shown(page))
    page.select_option("#view", "clean")
    assert "Ports pay" in page.inner_text("#read")


class Clicks:
    """Does a task in the browser, and counts the clicks; to choose in a list is two."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, place: str) -> None:
        self.count += 1
        self.page.click(place)

    def choose(self, place: str, label: str) -> None:
        self.count += 2
        self.page.select_option(place, label=label)


# A stranger's tasks, on a draft with a deadlock in 4.2 and the same choice in four places.
TASKS = """4. Ports

4.1 Ports [may] pay.
4.2 Parties [shall/should] report.
4.3 Towns pay [soon].
5.1 Docks pay [soon].
5.2 Quays pay [soon].
5.3 Piers pay [soon].
"""


@pytest.fixture(params=[390, 1280])
def task(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Clicks]:
    draft = bt.parse(TASKS)
    told = [("UK", "4.2#1", "a", "objects"), ("Kenya", "4.2#1", "b", "blocks"), ("UK", "4.1#1", "omit", "supports")]
    told += [("Chile", "4.1#1", "omit", "objects"), ("Peru", "4.1#1", "a", "supports")]
    positions = _rows(draft, told)
    with page_of(browser, viewport={"width": request.param, "height": 844}) as page:
        yield Clicks(explored(page, Scene(bt.variants(draft, positions), positions), tmp_path))


def test_who_blocks_a_provision_takes_two_clicks(task: Clicks) -> None:
    task.click("[data-list=blocking]")
    task.click("#blocking-list .jump:has-text('4.2')")
    assert "red line of Kenya" in task.page.inner_text("#card")
    assert task.count <= 2


def test_what_a_delegation_would_lose_takes_three_clicks(task: Clicks) -> None:
    task.click("[data-list=getting]")
    task.choose("#whose", "UK")
    assert "4.1" in (task.page.text_content("#getting [data-result=loses]") or "")
    assert task.count <= 3


def test_to_settle_a_decision_in_all_its_places_takes_two_clicks(task: Clicks) -> None:
    task.click('#text [data-bracket="4.3#1"] > .other')
    task.click(".offer")
    assert set(decided_on_page(task.page)) == {"4.3#1", "5.1#1", "5.2#1", "5.3#1"}
    assert task.count <= 2


def test_to_take_the_decisions_home_takes_two_clicks(task: Clicks, tmp_path: Path) -> None:
    task.page.click('#text [data-bracket="4.3#1"] > .other')
    with task.page.expect_download() as waiting:
        task.click("[data-list=decided]")
        task.click("#word")
    assert waiting.value.suggested_filename.endswith(".docx")
    assert task.count <= 2


def test_the_clean_text_is_copied_or_marked(browser: Browser, tmp_path: Path) -> None:
    scene = harbour()
    best = bt.least_contested(scene.space, scene.positions).variant.text
    with page_of(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        explored(page, scene, tmp_path)
        page.click("#copy")
        page.wait_for_selector("#notice:has-text('copied')")
        assert page.evaluate("navigator.clipboard.readText()") == best
    with page_of(browser) as page:
        explored(page, scene, tmp_path)
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
        page.click("#copy")
        page.wait_for_selector("#notice:has-text('Ctrl+C')")
        assert page.evaluate("getSelection().toString().trim()") == best.strip()


PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</SCRIPT ><img src=x onerror=alert(1)>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "\"'><iframe src=javascript:alert(1)>",
    "javascript:alert(1)",
    "${alert(1)} $title $script {{7*7}}",
    "</title><script>alert(1)</script>",
    "</style><style>*{display:none}",
    "&lt;b&gt; &amp;",
    "\u2028\u2029 \u202e right to left",
    "__proto__",
    "<base href=https://example.org/>",
    "<meta http-equiv=refresh content=0;url=https://example.org/>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_stay_words(payload: str, page: Page, tmp_path: Path) -> None:
    draft = bt.parse(f"1. Parties [shall/should] report.\n2. {payload} [{payload} often OR yearly {payload}] [x].")
    rows = [
        {"delegation": payload, "bracket": "1#1", "option": "a", "stance": "objects"},
        {"delegation": "UK", "bracket": "1#1", "option": "a", "stance": "blocks"},
    ]
    positions = bt.positions(draft) + bt.read_positions(rows, draft)
    scene = Scene(bt.variants(replace(draft, name=payload), positions), positions)
    explored(page, scene, tmp_path)
    page.locator("#text .other").first.click()
    assert decided_on_page(page)
    page.select_option("#delegation", index=1)
    page.fill("#search", payload)
    assert page.locator("script").count() == 2
    assert page.locator("img, iframe, svg:not(#map), base, link, object, embed").count() == 0
    assert clean_text(page) == bt.least_contested(scene.space.fix(decided_on_page(page)), positions).variant.text
    assert payload.split()[0] in page.inner_text("h1")


def test_the_page_is_one_file_that_may_fetch_nothing(browser: Browser, tmp_path: Path) -> None:
    opened = page_of(browser)
    page = opened.__enter__()
    explored_harbour(page, tmp_path)
    policy = page.get_attribute("meta[http-equiv='Content-Security-Policy']", "content") or ""
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert page.evaluate("fetch('explorer.html').then(() => 'read', () => 'refused')") == "refused"
    with pytest.raises(AssertionError, match="Content Security Policy"):
        opened.__exit__(None, None, None)
    source = (tmp_path / "explorer.html").read_text(encoding="utf-8")
    assert re.findall(r"\b(?:src|href|action)=|https?:|url\(|@import", source) == []


@pytest.mark.parametrize(
    "harm", ["<script>alert(1)</script>", "<img src='x' onerror='alert(1)'>", "<style>*{}</style>"]
)
def test_the_policy_would_stop_what_slipped_through(harm: str, browser: Browser, tmp_path: Path) -> None:
    explored_to = tmp_path / "explorer.html"
    scene = harbour()
    bt.explore(scene.space, scene.positions, explored_to)
    source = explored_to.read_text(encoding="utf-8")
    explored_to.write_text(source.replace("<main>", f"<main>{harm}"), encoding="utf-8")
    with pytest.raises(AssertionError, match="Content Security Policy") as stopped, page_of(browser) as page:
        page.goto(explored_to.as_uri())
    assert "dialog" not in str(stopped.value)


def test_brackets_may_be_nested_deeply(page: Page, tmp_path: Path) -> None:
    depth = 300
    draft = bt.parse("1. Parties " + "[meet " * depth + "]" * depth + ".")
    scene = Scene(bt.variants(draft), Positions())
    explored(page, scene, tmp_path)
    check(page, scene, {})
    innermost = draft.brackets[-1].id
    click(page, innermost, "omit")
    check(page, scene, {innermost: "omit"})


def test_a_draft_without_brackets_is_shown_too(page: Page, tmp_path: Path) -> None:
    scene = Scene(bt.variants(bt.parse("1. Parties report.")), Positions())
    explored(page, scene, tmp_path)
    check(page, scene, {})


def test_weights_beyond_exact_numbers_are_counted_all_the_same(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Parties [shall/should] report [often/yearly].")
    rows = [
        ("UK", "1#1", "a", "objects", 1e15),
        ("EU", "1#1", "b", "objects", 1e15 + 1),
        ("EU", "1#2", "a", "supports", 0.1),
    ]
    scene = Scene(bt.variants(draft), Positions(tuple(Position(*row) for row in rows)))
    explored(page, scene, tmp_path)
    assert taken(page, "1#1") == "a"
    check(page, scene, {})


def test_the_page_can_be_used_without_seeing_it(page: Page, tmp_path: Path) -> None:
    explored_harbour(page, tmp_path)
    click(page, "H.4-d#1", "omit")
    tree = page.locator("body").aria_snapshot()
    for landmark in ("banner", "main", "complementary", "contentinfo"):
        assert f"- {landmark}" in tree
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    nameless = page.locator("button, input, select, [role=button], [role=group], [role=region]").evaluate_all(
        "all => all.filter(one => !(one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') "
        "|| one.textContent.trim() || one.labels?.length)).map(one => one.outerHTML)"
    )
    assert nameless == []
    assert "texts left" in page.inner_text("[role=status]")


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_to_complain_of(scheme: str, width: int, browser: Browser, tmp_path: Path) -> None:
    with page_of(browser, color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
        scene = harbour()
        # One bracket decided, some that follow, one open that is looked at, and the text narrowed.
        explored(page, scene, tmp_path, "#H.4%231=b")
        page.click('[data-bracket="H.1-4#1"] .mark')
        page.click("#card summary")
        if width < 992:
            page.click("#menu")
        page.select_option("#delegation", label="USA")
        check_access(page, width)
        page.fill("#search", "shall")
        check_access(page, width)
        page.click("#unfilter" if width > 992 else "#menu")
        for name in ("getting", "objecting", "decided"):
            page.click(f"[data-list={name}]")
            if name == "decided":
                page.click("#keep")
            check_access(page, width)


def test_colours_can_be_distinguished_by_weak_eyes() -> None:
    """Text has a contrast of 4.5 to its ground (WCAG 2.2, 1.4.3), by day and by night."""
    style = (Path(bt.__file__).parent / "show" / "html" / "explorer" / "page.css").read_text(encoding="utf-8")
    day, night = (dict(re.findall(r"--([\w-]+): (#\w{6})", theme)) for theme in style.split("@media")[:2])
    on_paper = [(ink, ground) for ink in ("ink", "quiet", "accent", "against", "other") for ground in ("paper",)]
    on_ground = [
        ("ink", "ground"),
        ("quiet", "ground"),
        ("accent", "accent-ground"),
        ("ink", "accent-ground"),
        ("against", "accent-ground"),
        ("quiet", "accent-ground"),
        ("paper", "accent"),
        ("ink", "found"),
    ]
    on_tints = [("ink-on-tint", f"tint{number}") for number in range(5)]
    for theme in (day, night):
        for ink, ground in (*on_paper, *on_ground, *on_tints):
            assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground, contrast(theme[ink], theme[ground]))


def test_the_verb_writes_the_page_or_nothing(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "explorer.html"
    done = CliRunner().invoke(main, ["explore", str(HARBOUR), "-o", str(file)])
    assert (done.exit_code, done.output) == (0, "")
    page.goto(file.as_uri())
    check(page, harbour(), {})
    done = CliRunner().invoke(main, ["explore", str(HARBOUR), "-o", str(tmp_path / "nowhere" / "explorer.html")])
    assert done.exit_code == 3
    assert done.stderr.endswith("nowhere/explorer.html: there is no such folder; make it first\n")
    assert [left.name for left in tmp_path.iterdir()] == ["explorer.html"]


def test_saved_decisions_are_written_down_by_the_command(page: Page, tmp_path: Path) -> None:
    explored_harbour(page, tmp_path)
    click(page, "H.4-c#1", "b")
    click(page, "H.1-4#1", "b")
    saved = downloaded(page, "save")
    assert json.loads(saved.read_text("utf-8"))["choices"] == {"H.1-4#1": "b", "H.4-c#1": "b"}
    choices = tmp_path / "choices.json"
    choices.write_bytes(saved.read_bytes())
    written = tmp_path / "plan.txt"
    done = CliRunner().invoke(main, ["write", str(HARBOUR), "--variant", str(choices), "-o", str(written)])
    assert done.exit_code == 0
    assert written.read_text(encoding="utf-8") == clean_text(page)
    part = ["--settle", "decided", "--choices", str(choices)]
    assert CliRunner().invoke(main, ["write", str(HARBOUR), *part, "--force", "-o", str(written)]).exit_code == 0
    assert len(bt.read(written).brackets) == len(bt.read(HARBOUR).brackets) - 2


def test_saved_decisions_are_loaded_where_their_words_are_the_same(page: Page, tmp_path: Path) -> None:
    explored_harbour(page, tmp_path)
    click(page, "H.4-c#1", "b")
    click(page, "H.1-4#1", "b")
    saved = json.loads(downloaded(page, "save").read_text("utf-8"))
    saved["words"]["H.1-4#1"]["b"] = "other words"
    saved["choices"]["H.9#1"], saved["words"]["H.9#1"] = "a", {"a": "cranes"}
    (tmp_path / "choices.json").write_text(json.dumps(saved), encoding="utf-8")
    page.click("#restart")
    page.set_input_files("#file", tmp_path / "choices.json")
    page.locator("#notice", has_text="of choices.json").wait_for()
    assert page.locator("#notice").text_content() == (
        "1 decision of choices.json taken. Left aside: H.1-4#1 (“other words”) has other words now, "
        "H.9#1=a (“cranes”) is not in this draft."
    )
    assert (states(page)["H.4-c#1"], states(page)["H.1-4#1"]) == ("decided", "open")
    (tmp_path / "other.json").write_text("[1", encoding="utf-8")
    page.set_input_files("#file", tmp_path / "other.json")
    page.locator("#notice", has_text="other.json").wait_for()
    assert page.locator("#notice").text_content() == ("other.json holds no decisions; load a file that was saved here.")
    assert states(page)["H.4-c#1"] == "decided"


@pytest.mark.parametrize("scene", ["harbour", "nested", "wtdc"])
def test_the_word_file_has_what_was_decided_and_the_other_brackets(page: Page, tmp_path: Path, scene: str) -> None:
    if scene == "wtdc" and not WTDC.exists():
        pytest.skip("the draft is not here")
    shown = SCENES[scene]()
    explored(page, shown, tmp_path)
    others = page.locator("#text .bracket > .other")
    decided: dict[str, str] = {}
    for number in (0, 2):
        other = others.nth(number)
        bracket, letter = other.evaluate("one => [one.closest('.bracket').dataset.bracket, one.dataset.letter]")
        other.click()
        decided[bracket] = letter
    file = tmp_path / "decided.docx"
    file.write_bytes(downloaded(page, "word").read_bytes())
    settled = bt.settlement(shown.space.draft, decided, shown.positions)
    draft = bt.read(file)
    assert lines(draft.source) == lines(without_comments(settled))
    assert [bracket.words for bracket in draft.brackets] == [
        bracket.words for bracket in bt.parse(without_comments(settled)).brackets
    ]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def without_comments(settled: Settlement) -> str:
    draft = bt.parse(settled.text)
    text = draft.source
    for comment in reversed(draft.comments):
        text = text[: comment.span.start] + text[comment.span.end :]
    return text


def test_hostile_words_reach_the_word_file_as_words(page: Page, tmp_path: Path) -> None:
    draft = bt.parse("1. Ports </w:t> & <b> \ud800 \x0b [pay/save] “é” 𝄞.\n# A title\n\n\tin a cell [X]")
    explored(page, Scene(bt.variants(draft), bt.positions(draft)), tmp_path)
    click(page, "1#1", "b")
    file = tmp_path / "decided.docx"
    file.write_bytes(downloaded(page, "word").read_bytes())
    again = bt.read(file)
    assert lines(again.source) == ["1. Ports </w:t> & <b> � � save “é” 𝄞.", "A title", "in a cell [X]"]


def test_nothing_is_saved_before_something_is_decided(page: Page, tmp_path: Path) -> None:
    explored_harbour(page, tmp_path)
    assert page.locator("#save").is_disabled()
    assert page.locator("#word").is_disabled()


def explored_harbour(page: Page, folder: Path) -> Scene:
    scene = harbour()
    explored(page, scene, folder)
    return scene


def click(page: Page, bracket: str, letter: str) -> None:
    """Click an option of a bracket in the text, at its first place."""
    page.locator(f'[data-bracket="{bracket}"] > .other[data-letter="{letter}"]').first.click()


def taken(page: Page, bracket: str) -> str | None:
    return page.locator(f'[data-bracket="{bracket}"]').first.get_attribute("data-taken")


def test_a_title_is_written_without_signs_that_no_file_holds_or_that_turn_the_line(tmp_path: Path) -> None:
    draft = bt.parse("# Pl\ud800an \u202efor ports\n\n1. They [shall/should] meet.")
    bt.explore(bt.variants(draft), bt.positions(draft), tmp_path / "explorer.html")
    page = (tmp_path / "explorer.html").read_text(encoding="utf-8")
    assert "<title>Pl�an �for ports" in page
