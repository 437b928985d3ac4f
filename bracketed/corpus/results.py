"""The rows of a corpus: gathered as they come, put in the order of the files, and kept in a file meanwhile."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from bracketed.corpus.files import Sent, suffix_of
from bracketed.corpus.store import dtypes, load, save

if TYPE_CHECKING:
    import pandas as pd

# Rows become a DataFrame in lots of this size, which takes a tenth of the memory.
_LOT = 1000
# The file is written anew when this many times as long has gone by as it took to write it the last time.
_PATIENCE = 20


class Results:
    """The rows of each draft, by its place among the files; those that `resume` holds from before are taken over."""

    def __init__(self, columns: Mapping[str, str], files: Sequence[str], resume: Path | None) -> None:
        self._columns = columns
        self._files = files
        self._resume = resume
        self._lots: list[pd.DataFrame] = []
        self._waiting: list[dict[str, Any]] = []
        self._length = 0
        # Of each draft, at which row its rows begin and how many there are.
        self._starts = array("q", bytes(8 * len(files)))
        self._counts = array("q", bytes(8 * len(files)))
        self._known: dict[tuple[str, str, str], tuple[int, int]] = {}
        self._saved = 0.0
        self._took = 0.0
        self.done = 0
        if resume:
            before = load(resume, columns)
            self._lots, self._length = [before], len(before)
            self._known = _runs(before)

    def knows(self, draft: Sent) -> bool:
        """Take over the rows of a draft that was read before; say whether there were any."""
        run = self._known.get((draft.hash, suffix_of(draft.file), draft.reading)) if draft.hash else None
        if run is None:
            return False
        self._place(draft.number, *run)
        return True

    def add(self, draft: Sent, rows: Sequence[dict[str, Any]]) -> None:
        """Take in the rows of a draft."""
        self._place(draft.number, self._length, len(rows))
        self._length += len(rows)
        self._waiting += rows
        if len(self._waiting) >= _LOT:
            self._pack()

    def _place(self, number: int, start: int, count: int) -> None:
        self._starts[number], self._counts[number] = start, count
        self.done += 1

    def save_in_time(self) -> None:
        """Write down all rows there are, so that a run which is stopped can go on; but not all the time."""
        if self._resume and monotonic() - self._saved > _PATIENCE * self._took:
            self._save(self._pool())

    def save(self) -> None:
        """Write down all rows there are."""
        if self._resume:
            self._save(self._pool())

    def finished(self) -> pd.DataFrame:
        """Return the rows in the order of the files, and write them down."""
        import numpy as np

        pool = self._pool()
        starts, counts = np.frombuffer(self._starts, dtype=np.int64), np.frombuffer(self._counts, dtype=np.int64)
        before = np.cumsum(counts) - counts
        places = np.arange(counts.sum()) + np.repeat(starts - before, counts)
        frame = pool if np.array_equal(places, np.arange(len(pool))) else pool.take(places).reset_index(drop=True)
        # A file may have another name than when it was read.
        frame["file"] = np.repeat(np.array(self._files, dtype=object), counts)
        frame["file"] = frame["file"].astype("str")
        if self._resume:
            self._save(frame)
        return frame

    def _save(self, frame: pd.DataFrame) -> None:
        assert self._resume is not None
        started = monotonic()
        save(frame, self._resume)
        self._saved = monotonic()
        self._took = self._saved - started

    def _pool(self) -> pd.DataFrame:
        """Return all rows as one DataFrame, in the order in which they came."""
        import pandas as pd

        self._pack()
        filled = [lot for lot in self._lots if len(lot)]
        if len(filled) > 1:
            filled = [pd.concat(filled, ignore_index=True)]
        self._lots = filled
        return filled[0] if filled else pd.DataFrame(columns=list(self._columns)).astype(dtypes(self._columns))

    def _pack(self) -> None:
        import pandas as pd

        if self._waiting:
            types = dtypes(self._columns)
            cells = {
                name: [row.get(name) or "" if sort == "str" else row.get(name) for row in self._waiting]
                for name, sort in self._columns.items()
            }
            lot = {name: pd.Series(column, dtype=types[name]) for name, column in cells.items()}
            self._lots.append(pd.DataFrame(lot))
            self._waiting = []


def _runs(frame: pd.DataFrame) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return where the rows of each draft begin and how many there are; a draft that failed is to be read again."""
    runs: dict[tuple[str, str, str], tuple[int, int]] = {}
    before = None
    start = 0
    names = zip(frame["file"], frame["hash"], frame["reading"], frame["error"], strict=True)
    for place, (file, hash_, reading, error) in enumerate(names):
        if (file, hash_, reading) != before:
            before, start = (file, hash_, reading), place
        if not error:
            runs[hash_, suffix_of(file), reading] = (start, place + 1 - start)
    return runs


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain values; None where nothing is known."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]
