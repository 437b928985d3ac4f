"""Measures how long reading many comments takes, and how it grows with their length and with their number.

    python -m tests.benchmarks.many_comments

Nothing is asserted of the times: the ratios say whether twice as much takes twice as long.
"""

from __future__ import annotations

from collections.abc import Iterator

import bracketed as bt
from bracketed.draft.draft import Draft
from tests.benchmarks.clock import seconds

REMARKS, PROVISIONS = 3000, 1000
TIMES_AS_LONG = (1, 2, 4, 8)
ON_ONE_PROVISION = (500, 1000, 2000, 4000)
DELEGATIONS = ("UK", "USA", "Japan", "Kenya", "Brazil", "EU", "African Group", "Norway")
WISHES = (
    "delete “in every port”",
    "keep “in every port”",
    "use “shall” rather than “should”",
    "replace “tugs” with “pilot boats {made}”",
    "insert “and crews” after “Masters”",
    "delete “reporting duties of the harbour”",
    "delete “when asked”",
    "will come back to this on day {made}",
    "can accept “in every port” provided that “shall” is used",
    "cannot accept the deletion of “and show it”",
)


def remark(made: int, alike: bool) -> str:
    """Return the remark of this number: each delegation comes to voice every wish, in words of its own or alike."""
    speaker = DELEGATIONS[made // len(WISHES) % len(DELEGATIONS)]
    return f"{speaker} – {WISHES[made % len(WISHES)].format(made='' if alike else made)}"


def text_with(remarks: int, provisions: int, sentences: int = 1, *, alike: bool = False) -> str:
    """Return a text with so many remarks, spread evenly over its provisions, each of so many sentences."""
    made = iter(range(remarks * sentences))
    lines = []
    for number in range(provisions):
        line = f"H.{number + 1}: Masters of tugs [shall/should] keep a log [in every port] and show it when asked."
        for _ in range(remarks // provisions):
            said = "; ".join(remark(next(made), alike) for _ in range(sentences))
            line += f"\tComment by Ada Quill: {said}"
        lines.append(line)
    return "\n".join(lines)


def long_draft(remarks: int) -> str:
    """Return a text with so many remarks, three on each provision."""
    return text_with(remarks, remarks // 3)


def draft_with(remarks: int, provisions: int, sentences: int = 1, *, alike: bool = False) -> Draft:
    """Return the draft of `text_with`."""
    draft = bt.parse(text_with(remarks, provisions, sentences, alike=alike))
    assert len(draft.comments) == remarks
    return draft


def measure(draft: Draft, runs: int = 3) -> tuple[float, int]:
    """Return the seconds of the processor that reading the comments takes, and how many stances are found."""
    return seconds(lambda: bt.positions(draft), runs), len(bt.positions(draft))


def growth(sizes: tuple[int, ...], drafts: Iterator[Draft]) -> Iterator[tuple[int, float, int, float]]:
    """Yield for each size the seconds, the stances, and how many times as long as the size before it took."""
    before = 0.0
    for size, draft in zip(sizes, drafts, strict=True):
        taken, stances = measure(draft)
        yield size, taken, stances, taken / before if before else 0.0
        before = taken


def table(head: str, rows: Iterator[tuple[int, float, int, float]]) -> Iterator[str]:
    """Yield a table in Markdown."""
    yield f"| {head} | stances | time | ratio to the row above |"
    yield "|---|---|---|---|"
    for size, taken, stances, ratio in rows:
        yield f"| {size:,} | {stances:,} | {taken:.2f} s | {f'{ratio:.1f}' if ratio else '–'} |"


def report() -> Iterator[str]:
    """Yield the lines of the report."""
    taken, stances = measure(draft_with(REMARKS, PROVISIONS))
    yield f"{REMARKS:,} remarks on {PROVISIONS:,} provisions: {stances:,} stances in {taken:.2f} s\n"
    longer = (draft_with(200, 200, 4 * times) for times in TIMES_AS_LONG)
    yield from table("times as long, 200 comments", growth(TIMES_AS_LONG, longer))
    yield ""
    for alike, head in (
        (True, "one provision, ten wishes"),
        (False, "one provision, a new wording in each tenth comment"),
    ):
        more = (draft_with(remarks, 1, alike=alike) for remarks in ON_ONE_PROVISION)
        yield from table(f"comments on {head}", growth(ON_ONE_PROVISION, more))
        yield ""


if __name__ == "__main__":
    for line in report():
        print(line, flush=True)
