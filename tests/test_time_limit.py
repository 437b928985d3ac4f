"""Each reader looks at the time that it takes, and says where it was when that was over, and what to do."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from itertools import count, takewhile

import openpyxl
import pytest

import bracketed as bt
from bracketed import time_limit
from bracketed.errors import DraftError, TableError
from bracketed.limits import Limits
from bracketed.time_limit import in_time, time_limited
from tests.word.making import docx, p

DRAFT = bt.parse("\n".join(f"{n}. Ports [shall/should] pay." for n in range(1, 9)))
LONG = Limits(seconds=10_000)
COMMENT = "\tComment by Ana: UK – keep “shall”"
HEAD = "delegation,bracket,option,stance"


def commented(n: int) -> str:
    return "".join(f"{number}. Ports [shall/should] pay.{COMMENT}\n" for number in range(1, n + 1))


def sheet(n: int) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEAD.split(","), *([f"D{number}", "4#1", "a", "supports"] for number in range(n))):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def rows(n: int) -> list[dict[str, str]]:
    return [dict(zip(HEAD.split(","), (f"D{number}", "4#1", "a", "supports"), strict=True)) for number in range(n)]


def csv(n: int) -> bytes:
    return "\n".join([HEAD, *(",".join(row.values()) for row in rows(n))]).encode()


# What is read, made of so many parts, and where the reading was when its time was over.
READERS: dict[str, tuple[Callable[[int, Limits], object], str]] = {
    "text": (
        lambda n, limits: bt.parse("4. Ports [shall] pay.\n" * n, limits=limits),
        r"draft .*; it came to line \d+",
    ),
    "a file": (
        lambda n, limits: bt.read(b"4. Ports [shall] pay.\n" * n, format="md", limits=limits),
        r"draft .*; it came to line \d+",
    ),
    "HTML": (
        lambda n, limits: bt.read(b"<p>4. Ports [shall] pay." * n, format="html", limits=limits),
        r"draft .*; it came to paragraph \d+",
    ),
    "Word": (
        lambda n, limits: bt.read(docx(p("4. Ports [shall] pay.") * n), limits=limits),
        r"draft .*; it came to line \d+",
    ),
    "comments": (
        lambda n, limits: bt.positions(replace(bt.parse(commented(n), limits=LONG), limits=limits)),
        r"the comments in draft .*; it came to that on provision \d+",
    ),
    "one long comment": (
        lambda n, limits: bt.positions(
            replace(bt.parse("1. x [a/b].\tComment by Ana: UK – keep" + " x" * n, limits=LONG), limits=limits)
        ),
        "the comments in draft .*; it came to “.*” in a comment",
    ),
    "attributions": (
        lambda n, limits: bt.positions(
            replace(bt.parse("4. Ports [shall – EU; UK delete] pay.\n" * n, limits=LONG), limits=limits)
        ),
        r"the comments in draft .*; it came to 4.*#1",
    ),
    "a table": (
        lambda n, limits: bt.read_positions(csv(n), DRAFT, limits=limits),
        r"table: reading table .*; it came to row \d+",
    ),
    "a sheet": (
        lambda n, limits: bt.read_positions(sheet(n), DRAFT, limits=limits),
        r"table: reading table .*; it came to row \d+",
    ),
    "rows": (
        lambda n, limits: bt.read_positions(rows(n), DRAFT, limits=limits),
        r"table: reading table .*; it came to row \d+",
    ),
    "a record": (
        lambda n, limits: bt.read_record(b"On paragraph 4, Norway asked for this.\n" * n, DRAFT, limits=limits),
        r"record .*; it came to line \d+",
    ),
}  # fmt: skip


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Make each look at the clock of the processor a second, and return these."""
    seen: list[float] = []
    seconds = count()

    def look() -> float:
        seen.append(next(seconds))
        return seen[-1]

    monkeypatch.setattr(time_limit, "thread_time", look)
    clock = count()
    monkeypatch.setattr(time_limit, "monotonic", lambda: next(clock))
    return seen


def given_up(read: Callable[[], object]) -> str:
    """Return the error of what takes too long, "" if there is time enough."""
    try:
        read()
    except (DraftError, TableError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", READERS)
def test_what_takes_too_long_is_given_up_and_the_place_said(name: str, looks: list[float]) -> None:
    read, said = READERS[name]
    # A draft comes before its comments, and a file before what it says: one of these limits ends in each of them.
    messages = [*takewhile(bool, (given_up(partial(read, 4, Limits(seconds=n))) for n in count(1)))]
    assert all(message.endswith("; divide it into parts, or give limits=bt.Limits(seconds=…)") for message in messages)
    assert any(re.match(f"(reading )?{said};", message) for message in messages), messages


@pytest.mark.parametrize("name", READERS)
def test_the_clock_is_looked_at_for_each_part(name: str, looks: list[float]) -> None:
    read, _ = READERS[name]
    read(10, LONG)
    few = len(looks)
    read(110, LONG)
    assert len(looks) - 2 * few >= 100


def test_the_limit_of_a_draft_holds_for_its_comments(looks: list[float]) -> None:
    text = commented(40)
    bt.parse(text, limits=LONG)
    needed = len(looks) + 10
    draft = bt.parse(text, limits=Limits(seconds=needed))
    assert draft.limits.seconds == needed
    assert len(bt.positions(draft)) == 40
    message = given_up(lambda: bt.positions(replace(draft, limits=Limits(seconds=3))))
    assert message.startswith("reading the comments in draft takes more than 3 seconds; it came to ")


def test_a_part_has_the_time_of_the_whole(looks: list[float]) -> None:
    def work() -> None:
        with time_limited(Limits(seconds=5), "the whole"):
            for _ in in_time(range(9), str):
                with time_limited(Limits(seconds=5), "a part"):
                    assert [*in_time("a", str)] == ["a"]

    assert given_up(work).startswith("reading the whole takes more than 5 seconds; it came to ")


def test_without_a_limit_nothing_is_looked_at(looks: list[float]) -> None:
    assert [*in_time(range(9), str)] == [*range(9)]
    assert not looks


def test_a_limit_holds_for_its_thread_alone(looks: list[float]) -> None:
    found: list[list[str]] = []
    with time_limited(Limits(seconds=1), "this"):
        other = threading.Thread(target=lambda: found.append([*in_time("abcdefghi", str)]))
        other.start()
        other.join()
    assert found == [[*"abcdefghi"]]


def test_a_limit_ends_with_an_error(looks: list[float]) -> None:
    for _ in range(2):
        given_up(lambda: bt.parse(commented(9), limits=Limits(seconds=3)))
    assert copy_context().get(time_limit._CLOCK) is None


@pytest.mark.slow
def test_the_clock_is_that_of_the_processor() -> None:
    # Nothing here is made up: these lines take seconds.
    message = given_up(lambda: bt.parse(commented(60_000), limits=Limits(seconds=1)))
    assert message.startswith("reading draft takes more than 1 second; ")


def test_a_corpus_says_which_draft_takes_too_long(looks: list[float], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "long.txt").write_text(commented(90), encoding="utf-8")
    (folder / "short.txt").write_text("4. Ports [shall] pay.", encoding="utf-8")
    frame = bt.corpus([folder / "long.txt", folder / "short.txt"], limits=Limits(seconds=30))
    assert ["seconds; it came to line" in error for error in frame["error"]] == [True, False]
