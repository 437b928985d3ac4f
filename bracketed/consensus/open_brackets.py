"""What is open in a draft, in words, and what every answer says where nothing is open or nobody has spoken."""

from __future__ import annotations

from collections.abc import Sequence

from bracketed.consensus.scoring import rows_in
from bracketed.draft.tree import Bracket
from bracketed.phrasing import counted, is_or_are
from bracketed.positions.positions import Positions
from bracketed.variants.space import Space

_TABLE = "Start a table: bracketed positions DRAFT --template -o positions.xlsx."


def brackets_in_words(brackets: Sequence[Bracket]) -> str:
    """Return how many brackets the text has, and how many more only comments contest.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report yearly.\\tComment by UK: UK – remove “yearly”")
    >>> brackets_in_words(bt.variants(draft, bt.positions(draft)).brackets)
    '1 bracket in the text and 1 that only comments contest'
    """
    implied = sum(bracket.origin == "comment" for bracket in brackets)
    written = counted(len(brackets) - implied, "bracket")
    return f"{written} in the text and {implied:,} that only comments contest" if implied else written


def empty_state(space: Space, positions: Positions) -> str:
    """Return what is said in place of an answer where no bracket is open or no position is known, else nothing.

    >>> import bracketed as bt
    >>> for words in ("4. Parties [shall] report.", "4. Parties report.", "4. Parties report by [X]."):
    ...     draft = bt.parse(words)
    ...     print(empty_state(bt.variants(draft), bt.positions(draft)))
    1 bracket, and no position on any. Start a table: bracketed positions DRAFT --template -o positions.xlsx.
    This text has no brackets: nothing is open.
    This text has no brackets to choose in: 1 place is to be filled in.
    """
    if not space.brackets:
        return _no_choice(space.draft.brackets, positions)
    inside, outside = rows_in(positions, space)
    if inside:
        return ""
    # Unread comments do not count as silence.
    unread, aside = len(positions.unread), len(outside)
    reasons = [f"{counted(unread, 'comment')} could not be read"] * bool(unread)
    reasons += [f"{counted(aside, 'stance')} {is_or_are(aside)} on words that are not open"] * bool(aside)
    why = f" ({', and '.join(reasons)})" if reasons else ""
    return no_position(space.brackets, positions, why)


def no_position(brackets: Sequence[Bracket], positions: Positions, why: str = "") -> str:
    """Return what is said of brackets on which no position is known, and what comes next."""
    choices = [bracket for bracket in brackets if bracket.is_choice]
    if not choices:
        return _no_choice(brackets, positions)
    # Who has carried a table to this draft has one: its rows wait.
    waiting = [finding for finding in positions.diagnostics if finding.code == "not-confirmed"]
    changed = sum(finding.code == "words-changed" for finding in positions.diagnostics)
    steps = [f"{finding.message}." for finding in waiting]
    if changed:
        rows = f"{counted(changed, 'row')} {is_or_are(changed)} on words that have changed"
        steps.append(f"{rows}: bracketed check lists {'it' if changed == 1 else 'them'}.")
    return f"{brackets_in_words(choices)}, and no position on any{why}. {' '.join(steps or [_TABLE])}"


def _no_choice(brackets: Sequence[Bracket], positions: Positions) -> str:
    """Return what is said of a text in which nothing is to be chosen: all of its brackets are to be filled in."""
    blank, unread = len(brackets), len(positions.unread)
    if blank:
        return f"This text has no brackets to choose in: {counted(blank, 'place')} {is_or_are(blank)} to be filled in."
    if unread:
        # One of them may be a reservation.
        comments, they = counted(unread, "comment"), "it" if unread == 1 else "them"
        return f"This text has no brackets, but {comments} could not be read: bracketed check lists {they}."
    return "This text has no brackets: nothing is open."
