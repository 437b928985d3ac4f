"""The file in which the rows of a corpus are kept: CSV, or Parquet where pyarrow is installed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from csv import QUOTE_NONNUMERIC
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bracketed.errors import BracketedError
from bracketed.positions.positions import STANCES
from bracketed.positions.tabular import escape_formula

if TYPE_CHECKING:
    import pandas as pd


def dtypes(columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the pandas type of each column."""
    import pandas as pd

    stance = pd.CategoricalDtype([*reversed(STANCES)], ordered=True)
    return {name: stance if sort == "stance" else sort for name, sort in columns.items()}


def check(path: Path) -> None:
    """Say beforehand what would keep rows from being written to a file.

    Raises:
        BracketedError: it is of another format, pyarrow is missing, or the folder does not exist.
    """
    form = path.suffix.lower()
    if form not in (".csv", ".parquet"):
        raise BracketedError(f"{path.name}: rows are kept in a .csv or a .parquet file")
    if form == ".parquet" and not find_spec("pyarrow"):
        remedy = "pip install 'bracketed[parquet]', or name a .csv file"
        raise BracketedError(f"{path.name}: Parquet needs pyarrow; {remedy}")
    if not path.parent.is_dir():
        raise BracketedError(f"there is no folder {path.parent}; make it first")


def load(path: Path, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows that a file holds, none if there is no file.

    Raises:
        BracketedError: it holds something else.
    """
    import pandas as pd

    check(path)
    if not path.exists():
        return pd.DataFrame(columns=list(columns)).astype(dtypes(columns))
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


def _read_csv(path: Path, columns: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.read_csv(
        path,
        dtype={name: "Int64" if sort == "Int64" else "str" for name, sort in columns.items()},
        # "NA" is Namibia, and an empty cell no name; but of a number or a stance, nothing is known there.
        keep_default_na=False,
        na_values={name: [""] for name, sort in columns.items() if sort != "str"},
        encoding="utf-8",
    )
    for name in frame.columns.intersection([name for name, sort in columns.items() if sort == "str"]):
        frame[name] = frame[name].str.removeprefix("'")
    return frame


def save(frame: pd.DataFrame, path: Path) -> None:
    """Write rows to a file, which at every moment holds either the rows from before or all of the new ones."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        if path.suffix.lower() == ".parquet":
            frame.to_parquet(unfinished, engine="pyarrow", index=False)
        else:
            safe = frame.apply(lambda column: column.map(_guarded) if column.dtype.kind == "O" else column)
            # All words in quotation marks: a carriage return among them would else end the row.
            safe.to_csv(unfinished, index=False, encoding="utf-8", lineterminator="\n", quoting=QUOTE_NONNUMERIC)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _guarded(cell: Any) -> Any:
    """Return a cell that no spreadsheet calculates; what had an apostrophe in front of its own has two."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith("'") else escape_formula(cell)
