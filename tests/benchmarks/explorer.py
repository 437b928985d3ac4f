"""How long the explorer takes for a click, in a real browser, against the library answering the same question.

`python -m tests.benchmarks.explorer [BRACKETS]`
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote

import bracketed as bt
from bracketed.positions.positions import Positions
from bracketed.variants.space import Space
from tests.benchmarks.large_drafts import large
from tests.benchmarks.real_drafts import made_positions
from tests.browser import browsing, page_of
from tests.shared import SHARED

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

REAL = SHARED / "drafts" / "paris-2015-10-23.md"
CLICKS = 60
# From the click to the moment when the page has been drawn anew.
CLICK = """(place) => {
  const options = document.querySelectorAll("#text .other");
  const option = options[Math.floor(place * options.length)];
  const before = performance.now();
  option.click();
  return new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - before))));
}"""


def measure_made(brackets: int, rows: int, *, hard: bool) -> None:
    """Measure the page of a made-up draft."""
    made = large(brackets, rows, hard=hard)
    links = "more" if hard else "fewer"
    measure(f"made up, {links} links", bt.variants(made.draft, made.positions).bound(made.rules), made.positions)


def measure_real(path: Path) -> None:
    """Measure the page of a real draft with made-up positions."""
    draft = bt.read(path)
    positions = bt.read_positions(made_positions(draft), draft)
    measure(path.name, bt.variants(draft, positions), positions)


def measure(name: str, space: Space, positions: Positions) -> None:
    """Print how long making, opening and using the page of a draft takes."""
    delegations, stances = len(positions.delegations), len(list(positions))
    print(f"\n{name}: {len(space.brackets)} brackets, {stances} stances of {delegations} delegations")
    with TemporaryDirectory() as folder, browsing() as browser, page_of(browser) as page:
        file = Path(folder, "explorer.html")
        start = time.perf_counter()
        bt.explore(space, positions, file, force=True)
        print(f"  page made         {time.perf_counter() - start:7.3f} s, {file.stat().st_size / 1e6:.1f} MB")
        start = time.perf_counter()
        page.goto(file.as_uri())
        print(f"  page opened       {time.perf_counter() - start:7.3f} s")
        chance = random.Random(1)
        tools = page.context.new_cdp_session(page)
        # On a machine that does other things too, only the work of the page itself says what a click costs.
        tools.send("Performance.enable", {"timeDomain": "threadTicks"})
        waits, works = [], []
        for _ in range(CLICKS):
            before = worked(tools)
            waits.append(page.evaluate(CLICK, chance.random()))
            works.append((worked(tools) - before) * 1000)
        for told, times in (("waited", waits), ("worked", works)):
            print(
                f"  a click, {told}   {median(times):7.1f} ms in the middle, {max(times):.1f} ms at most, of {CLICKS}"
            )
        fragment = page.evaluate("location.hash").removeprefix("#")
        # Without an option it is the bracket that is looked at.
        pairs = [pair.rpartition("=") for pair in fragment.split("&") if "=" in pair]
        decided = {unquote(bracket): letter for bracket, _, letter in pairs}
        left = int(page.get_attribute("#left", "value") or "")
    start = time.perf_counter()
    fixed = space.fix(decided)
    bt.least_contested(fixed, positions)
    bt.blocking(fixed, positions)
    print(f"  the library       {(time.perf_counter() - start) * 1000:7.1f} ms for the last of these answers")
    assert fixed.count() == left


def worked(tools: CDPSession) -> float:
    """Return for how many seconds the page has kept a processor busy."""
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for number in (10, 50):
        for is_hard in (False, True):
            measure_made(size, size * number, hard=is_hard)
    if REAL.exists():
        measure_real(REAL)
