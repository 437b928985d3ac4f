"""The rows of a corpus: gathered as they come, put in the order of the files, and kept in a file meanwhile.

The file is CSV, or Parquet where pyarrow is installed.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from csv import QUOTE_NONNUMERIC
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from bracketed.atomic_write import check_output, write_whole
from bracketed.corpus.files import DraftFile, suffix_of
from bracketed.errors import BracketedError
from bracketed.positions.positions import STANCES
from bracketed.sanitising import guarded

if TYPE_CHECKING:
    import pandas as pd

# Rows become a DataFrame in chunks of this size, which takes a tenth of the memory.
_CHUNK = 1000
# The file is written anew when this many times as long has gone by as it took to write it the last time.
_PATIENCE = 20


class Results:
    """The rows of each draft, by its place among the files; those that `resume` holds from before are taken over."""

    def __init__(self, columns: Mapping[str, str], files: Sequence[str], resume: Path | None) -> None:
        self._columns = columns
        self._files = files
        self._resume = resume
        self._chunks: list[pd.DataFrame] = []
        self._new: list[dict[str, Any]] = []
        self._length = 0
        # Of each draft, at which row its rows begin and how many there are: a corpus may have millions of drafts.
        self._starts = array("q", bytes(8 * len(files)))
        self._counts = array("q", bytes(8 * len(files)))
        self._known: dict[tuple[str, str, str], tuple[int, int]] = {}
        # When the file was written last, and how long that took.
        # From these values on the first rows are saved at once.
        self._saved = 0.0
        self._took = 0.0
        self.done = 0
        if resume:
            # Reported beforehand, and not after hours of work.
            check_output(resume, inputs=files, force=True)
            before = load(resume, columns)
            self._chunks, self._length = [before], len(before)
            self._known = _ranges(before)

    def knows(self, file: DraftFile) -> bool:
        """Take over the rows of a draft that was read before, and return whether there are any."""
        # A file that could not be opened has no hash; it is tried again.
        known = self._known.get((file.hash, suffix_of(file.file), file.reading)) if file.hash else None
        if known is not None:
            self._place(file.number, *known)
        return known is not None

    def add(self, file: DraftFile, rows: Sequence[dict[str, Any]]) -> None:
        """Take in the rows of a draft."""
        self._place(file.number, self._length, len(rows))
        self._length += len(rows)
        self._new += rows
        if len(self._new) >= _CHUNK:
            self._pack()

    def _place(self, number: int, start: int, count: int) -> None:
        self._starts[number], self._counts[number] = start, count
        self.done += 1

    def save_in_time(self) -> None:
        """Save all rows so far, so that a run which is stopped can go on; but not so often that it takes long."""
        if monotonic() - self._saved > _PATIENCE * self._took:
            self.save()

    def save(self) -> None:
        """Save all rows so far."""
        if self._resume:
            started = monotonic()
            save(self._all(), self._resume)
            self._saved = monotonic()
            self._took = self._saved - started

    def finished(self) -> pd.DataFrame:
        """Return the rows in the order of the files, and save them."""
        import numpy as np

        # Drafts that were known from before come first in `rows`, wherever they are among the files.
        rows = self._all()
        starts, counts = np.frombuffer(self._starts, dtype=np.int64), np.frombuffer(self._counts, dtype=np.int64)
        before = np.cumsum(counts) - counts
        places = np.arange(counts.sum()) + np.repeat(starts - before, counts)
        frame = rows if np.array_equal(places, np.arange(len(rows))) else rows.take(places).reset_index(drop=True)
        # A file may have another name than when it was read.
        frame["file"] = np.repeat(np.array(self._files, dtype=object), counts)
        frame["file"] = frame["file"].astype("str")
        # So that the file, too, has its rows in the order of the drafts.
        self._chunks = [frame]
        self.save()
        return frame

    def _all(self) -> pd.DataFrame:
        """Return all rows as one DataFrame, in the order in which they came."""
        import pandas as pd

        self._pack()
        # An empty frame would have a say in the types of the columns that it is joined to.
        filled = [chunk for chunk in self._chunks if len(chunk)]
        self._chunks = [pd.concat(filled, ignore_index=True)] if len(filled) > 1 else filled
        return self._chunks[0] if filled else _empty(self._columns)

    def _pack(self) -> None:
        import pandas as pd

        if self._new:
            types = dtypes(self._columns)
            cells = {
                name: [row.get(name) or "" if sort == "str" else row.get(name) for row in self._new]
                for name, sort in self._columns.items()
            }
            self._chunks.append(pd.DataFrame({n: pd.Series(column, dtype=types[n]) for n, column in cells.items()}))
            self._new = []


def _ranges(frame: pd.DataFrame) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return where the rows of each draft begin and how many there are; a draft that failed is to be read again."""
    ranges: dict[tuple[str, str, str], tuple[int, int]] = {}
    before = None
    start = 0
    names = zip(frame["file"], frame["hash"], frame["reading"], frame["error"], strict=True)
    for place, (file, hash_, reading, error) in enumerate(names):
        # Two copies of a draft have their rows one behind the other, under the names of two files.
        if (file, hash_, reading) != before:
            before, start = (file, hash_, reading), place
        if not error:
            ranges[hash_, suffix_of(file), reading] = (start, place + 1 - start)
    return ranges


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain values; None where nothing is known."""
    # JSON has no value for what pandas calls missing.
    plain = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]


def dtypes(columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the pandas type of each column."""
    import pandas as pd

    stance = pd.CategoricalDtype([*reversed(STANCES)], ordered=True)
    return {name: stance if sort == "stance" else sort for name, sort in columns.items()}


def _empty(columns: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns=list(columns)).astype(dtypes(columns))


def load(path: Path, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows that a file holds, none if there is no file.

    Raises:
        BracketedError: it holds something else, or rows could not be written to it.
    """
    import pandas as pd

    _check(path)
    if not path.exists():
        return _empty(columns)
    try:
        frame = pd.read_parquet(path) if path.suffix.lower() == ".parquet" else _read_csv(path, columns)
        if list(frame.columns) != list(columns):
            raise ValueError("other columns")
        return frame.astype(dtypes(columns))
    except (ValueError, TypeError, KeyError) as error:
        raise BracketedError(
            f"{path.name} does not hold rows of this sort, so that nothing can be resumed from it ({error}); "
            "name another file"
        ) from None


def _check(path: Path) -> None:
    """Raise beforehand what would keep rows from being written to a file after hours of work."""
    form = path.suffix.lower()
    if form not in (".csv", ".parquet"):
        raise BracketedError(f"{path.name}: rows are kept in a .csv or a .parquet file")
    if form == ".parquet" and not find_spec("pyarrow"):
        remedy = "pip install 'bracketed[parquet]', or name a .csv file"
        raise BracketedError(f"{path.name}: Parquet needs pyarrow; {remedy}")


def _read_csv(path: Path, columns: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    words = [name for name, sort in columns.items() if sort == "str"]
    frame = pd.read_csv(
        path,
        dtype={name: "Int64" if sort == "Int64" else "str" for name, sort in columns.items()},
        # "NA" is Namibia, and an empty cell no name; but of a number or a stance, nothing is known there.
        keep_default_na=False,
        na_values={name: [""] for name in columns if name not in words},
        encoding="utf-8",
    )
    for name in frame.columns.intersection(words):
        # The apostrophe was put there when the file was saved, so that no spreadsheet calculates the cell.
        frame[name] = frame[name].str.removeprefix("'")
    return frame


def save(frame: pd.DataFrame, path: Path) -> None:
    """Write rows to a file, which at every moment holds either the rows from before or all of the new ones."""
    if path.suffix.lower() == ".parquet":
        write_whole(path, frame.to_parquet(None, engine="pyarrow", index=False), force=True)
        return
    safe = frame.apply(lambda column: column.map(_guarded) if column.dtype.kind == "O" else column)
    # All words in quotation marks: a carriage return among them would else end the row.
    csv = safe.to_csv(None, index=False, lineterminator="\n", quoting=QUOTE_NONNUMERIC)
    write_whole(path, csv.encode(), force=True)


def _guarded(cell: Any) -> Any:
    """Return a cell that no spreadsheet calculates; what had an apostrophe in front of its own has two."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith("'") else guarded(cell)
