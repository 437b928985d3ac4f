"""The explorer writes clean text in the browser as the library does: same cases, same repairs, letter for letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.phrasing import short
from bracketed.show.html.explorer.content import content_of
from bracketed.variants.space import Space
from tests.browser import HAS_BROWSER, browsing, page_of
from tests.cases import cases
from tests.node import NODE, answering
from tests.shared import WTDC, needs_shared
from tests.strategies import broken_drafts, drafts, listed_drafts
from tests.test_settlement import choosing

pytestmark = pytest.mark.needs("chromium or node", HAS_BROWSER or NODE)

Written = Callable[[Space, list[dict[str, str]]], list[str]]


# What the page writes: a count, some texts, or a text that is settled in part.
ANSWER = """([count, text, all]) => {
  if (count === "partly") return all.map((taken) => partlySettled(text, (bracket) => taken[bracket] ?? undefined));
  if (count !== null) return inShort(BigInt(count));
  return all.map((taken) => new Writer(text).text((bracket) => taken[bracket]));
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Callable[[Any], Any]]:
    """Yield what asks the scripts of the page: in a browser, or in Node.js where there is none."""
    folder = files("bracketed.show.html.explorer")
    scripts = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("making.js", "seams.js"))
    if not HAS_BROWSER:
        with answering(scripts, ANSWER) as ask:
            yield ask
        return
    with browsing() as browser, page_of(browser) as opened:
        opened.evaluate(f"() => {{ {scripts}; Object.assign(globalThis, {{ Writer, inShort, partlySettled }}); }}")
        yield lambda value: opened.evaluate(ANSWER, value)


@given(st.integers(0, 10**16) | st.integers(0, 10**320) | st.integers(0, 1200).map(lambda n: (2 * n + 1) * 5 * 10**19))
def test_counts_are_rounded_as_the_library_rounds_them(page: Callable[[Any], Any], count: int) -> None:
    assert page([str(count), None, None]) == short(count)


@pytest.fixture(scope="module")
def written(page: Callable[[Any], Any]) -> Written:
    """Return what writes variants as the page does."""

    def write(space: Space, choices: list[dict[str, str]]) -> list[str]:
        content: dict[str, Any] = content_of(space, bt.positions(space.draft))
        taken = [[b["letters"].index(c[b["id"]]) if b["id"] in c else -1 for b in content["brackets"]] for c in choices]
        return page([None, content["text"], taken])  # type: ignore[no-any-return]

    return write


def _space(draft: Draft) -> Space:
    return bt.variants(draft, bt.positions(draft), links="none")


def test_the_browser_repairs_every_case_as_the_library_does(written: Written) -> None:
    for case in cases("wording"):
        space = _space(bt.parse(case.draft))
        choices = dict(re.findall(r"(\S.*?)=(\w+)", case.blocks["choices"]))
        assert written(space, [choices]) == [case.blocks["text"].removesuffix("\n")], case


@given(st.one_of(drafts(), broken_drafts(), listed_drafts()), st.lists(st.integers(0, 2**40), min_size=1, max_size=4))
def test_the_browser_writes_any_variant_as_the_library_does(written: Written, text: str, places: list[int]) -> None:
    space = _space(bt.parse(text))
    chosen = [space[place % space.count()] for place in places]
    assert written(space, [dict(variant.choices) for variant in chosen]) == [variant.text for variant in chosen]


@needs_shared
def test_the_browser_writes_a_real_draft_as_the_library_does(written: Written) -> None:
    space = _space(bt.read(WTDC))
    chosen = space.sample(50, seed=1)
    assert written(space, [dict(variant.choices) for variant in chosen]) == [variant.text for variant in chosen]


@given(st.one_of(drafts(), broken_drafts(), listed_drafts()), st.integers(0, 10**12))
def test_the_browser_settles_in_part_as_the_library_does(page: Callable[[Any], Any], text: str, number: int) -> None:
    # The page writes no comments.
    draft = bt.parse(text.replace("Comment by", "Comment"))
    space = bt.variants(draft, bt.positions(draft))
    if draft.comments:
        return
    choices = choosing(draft, number)
    content: dict[str, Any] = content_of(space, bt.positions(draft))
    taken = [b["letters"].index(choices[b["id"]]) if b["id"] in choices else None for b in content["brackets"]]
    assert page(["partly", content["text"], [taken]]) == [bt.settlement(draft, choices, bt.positions(draft)).text]
