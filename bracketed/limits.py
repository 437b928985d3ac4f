"""Bounds on what is read: drafts may be made to fill the memory, or to keep the processor busy."""

from __future__ import annotations

from dataclasses import dataclass, fields

MEGABYTE = 2**20
# More than any machine has, and less than what a system call cannot take.
_MOST = 2**40


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that may be raised for drafts that are trusted: give `limits=` where a draft is read.

    Args:
        size: bytes of a file; of HTML an eighth, since reading it takes that many times the memory.
        depth: brackets inside each other.
        options: options of one bracket.
        unpacked: bytes that are unpacked of a Word document; of one part of it half.
        seconds: time of the processor that reading a file may take, and reading its comments; for the pages of a PDF
            file, which another process reads, the same once more.

    >>> import bracketed as bt
    >>> bt.parse("4. Parties [shall/should/may] report.", limits=bt.Limits(options=2))
    Traceback (most recent call last):
      ...
    bracketed.errors.DraftError: this bracket has 3 options, more than 2; divide it, or give limits=bt.Limits(options=…)
    (line 1, column 12)
    """

    size: int = 64 * MEGABYTE
    depth: int = 1_000
    options: int = 1_000
    unpacked: int = 64 * MEGABYTE
    seconds: int = 60

    # Refused where they are made, since deep in a reader a wrong bound would look like a fault of the draft.
    def __post_init__(self) -> None:
        for bound in fields(self):
            value = getattr(self, bound.name)
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"a limit is a whole number from 1 on; {bound.name} is {value!r}")
            if value > _MOST:
                raise ValueError(f"a limit is at most {_MOST:,}; {bound.name} is {value:,}")

    def to_raise(self, bound: str) -> str:
        """Return how one of these limits is raised, which an error says.

        >>> Limits().to_raise("size")
        'give limits=bt.Limits(size=…)'
        """
        return f"give limits=bt.Limits({bound}=…)"


DEFAULT = Limits()


def in_bytes(count: int) -> str:
    """Return a number of bytes in words.

    >>> in_bytes(64 * MEGABYTE), in_bytes(1000)
    ('64 MB', '1,000 bytes')
    """
    return f"{count:,} bytes" if count % MEGABYTE else f"{count // MEGABYTE:,} MB"
