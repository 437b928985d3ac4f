"""A corpus of drafts as one table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bracketed.corpus.executors import Engine, in_order
from bracketed.corpus.files import DraftFile, Files, batches, find_files, open_file
from bracketed.corpus.results import Results
from bracketed.corpus.rows import COLUMNS, Row, Rows, identity, rows_of_batch
from bracketed.draft.languages import check_language
from bracketed.errors import UnknownNameError
from bracketed.limits import DEFAULT, Limits
from bracketed.parsing.conventions import Conventions
from bracketed.progress_bar import ProgressBar

if TYPE_CHECKING:
    import pandas as pd

Batch: TypeAlias = tuple[DraftFile, ...]


def corpus(
    files: Files,
    *,
    engine: Engine = None,
    rows: Rows = "drafts",
    convention: str | None = None,
    language: str | None = None,
    resume: str | os.PathLike[str] | None = None,
    limits: Limits = DEFAULT,
) -> pd.DataFrame:
    """Read many drafts and return one table of them all, in the order of the files, whatever the engine.

    A file that cannot be read has a row that says why, in the column `error`. What the columns mean is in
    docs/how-to/read-many-drafts.md.

    Args:
        files: paths, or a pattern such as `"drafts/*.docx"`: its files, sorted by name.
        engine: what does the work: None for this process, `"processes"` for as many as there are processors, an
            executor of `concurrent.futures`, or a Dask client. Workers need not see the files.
        rows: one row for each of the `drafts`, for each option of their `brackets`, or for each of their `positions`;
            a draft without brackets has none of the second, and one without positions none of the third.
        convention, language: how marks are read, and the code of the language of all drafts, as in `bracketed.read`.
        resume: a `.csv` or `.parquet` file in which the rows are kept while the work goes on, and whole at the end.
            Drafts that it holds are known by their content, and not read again unless they failed.
        limits: how much is read of each draft at most; see `bracketed.Limits`.

    Raises:
        BracketedError: there is no file, no such engine, convention or language, or `resume` holds something else.

    >>> import bracketed as bt
    >>> frame = bt.corpus(["examples/harbour_plan.txt", "no_such_draft.txt"])
    >>> frame[["file", "brackets", "blocking", "error"]]
                            file  brackets  blocking                      error
    0  examples/harbour_plan.txt        18         7
    1          no_such_draft.txt      <NA>      <NA>  no such file or directory
    """
    if rows not in COLUMNS:
        raise UnknownNameError("table", rows, COLUMNS)
    if convention:
        # An unknown name is reported now, and not once in the row of each draft.
        Conventions.named(convention)
    if language:
        check_language(language)
    names = find_files(files)
    results = Results(COLUMNS[rows], names, Path(resume) if resume else None)
    # Files are opened only as workers come to need them.
    opened = (open_file(number, name, convention, language, limits) for number, name in enumerate(names))
    unread = batches((file for file in opened if not results.knows(file)), len(names))
    _read(partial(rows_of_batch, rows, limits), unread, engine, results, len(names))
    return results.finished()


def _read(
    work: Callable[[Batch], list[list[Row]]], unread: Iterable[Batch], engine: Engine, results: Results, total: int
) -> None:
    """Read batches of files, and put the rows of each file into the results."""
    bar = ProgressBar(total, "drafts")
    try:
        # A batch that cost a worker is tried again draft by draft, so that only the draft to blame is given up.
        for batch, rows in in_order(work, unread, engine, lambda batch: ((file,) for file in batch)):
            if rows is None:
                rows = [[identity(file) | {"error": "the process that read it ended, twice"}] for file in batch]
            for file, rows_of_file in zip(batch, rows, strict=True):
                results.add(file, rows_of_file)
            results.save_in_time()
            bar.show(results.done)
    except BaseException:
        # A stopped run may be resumed.
        results.save()
        raise
    finally:
        bar.clear()
