"""What readers of all formats say of tracked changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bracketed.draft.annotated_text import ChangesMode, ReadingFinding
from bracketed.reading.paragraphs import finding

_READ = {"accept": "as accepted", "reject": "as rejected", "brackets": "as brackets held by who made them"}


def tracked_changes(
    total: int,
    authors: Sequence[str],
    requested: ChangesMode | None,
    view: ChangesMode,
    kinds: Mapping[str, int] | None = None,
) -> ReadingFinding:
    """Report the number of tracked changes, their kinds, their authors if known, and how they were read.

    It is a warning where no way to read them was `requested`.

    >>> tracked_changes(1, ["Kenya"], "reject", "reject").message
    'the document has 1 tracked change by Kenya; they are read as rejected'
    """
    listed = ", ".join(counted(count, kind) for kind, count in (kinds or {}).items() if count)
    by = f" by {', '.join(authors[:5])}" if authors else ""
    more = f" and {len(authors) - 5} more" if len(authors) > 5 else ""
    changes = counted(total, "tracked change") + (f" ({listed})" if listed else "")
    message = f"the document has {changes}{by}{more}; they are read {_READ[view]}"
    if requested:
        return ReadingFinding("info", "tracked-changes", message, 0)
    choice = 'choose changes="accept", "reject" or "brackets" (--changes)'
    return ReadingFinding("warning", "tracked-changes", message, 0, choice)


def brackets_tracked(quotes: Iterable[str]) -> ReadingFinding:
    """Return the finding that changes of brackets, given as they are quoted, are read as made."""
    shown = "”, “".join(dict.fromkeys(quotes))
    message = f"tracked changes put or take brackets here (“{shown}”); they are read as made"
    return finding("info", "brackets-tracked", message)


def is_whole(words: str) -> bool:
    """Return whether every square bracket among some words has its partner there.

    >>> is_whole("[a] [b [c]]"), is_whole("a] [b")
    (True, False)
    """
    depth = 0
    for sign in words:
        depth += (sign == "[") - (sign == "]")
        if depth < 0:
            return False
    return depth == 0


def counted(count: int, noun: str) -> str:
    """Return a number in figures with its noun: "1 comment", "2 comments"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
