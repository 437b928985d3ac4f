"""How answers become DataFrames, notebook output and lines for people.

An answer comes early in the pipeline and what draws it late, so no answer imports a drawer: it calls `frame` or `html`,
two functions that dispatch on the type, and the modules of `bracketed.show` register themselves for their types. The
front door names these modules with `load_from`, and they are imported when the first answer is shown.
"""

from __future__ import annotations

from functools import singledispatch
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

# Modules that register drawers and have not been imported yet.
_unloaded: list[str] = []


def load_from(*modules: str) -> None:
    """Name modules that register drawers when they are imported."""
    _unloaded.extend(modules)


def _load() -> bool:
    """Import the modules that were named; return whether there were any."""
    modules = [*_unloaded]
    _unloaded.clear()
    for module in modules:
        import_module(module)
    return bool(modules)


@singledispatch
def frame(answer: object) -> pd.DataFrame:
    """Return anything tabular as a DataFrame.

    Raises:
        TypeError: no module has registered how.
    """
    if _load():
        return frame(answer)
    raise TypeError(f"a {type(answer).__name__} is no table")


@singledispatch
def html(answer: object) -> str:
    """Return what a notebook shows of a draft, positions, a variant or an answer: HTML in which all words are escaped.

    Raises:
        TypeError: no module has registered how.
    """
    if _load():
        return html(answer)
    raise TypeError(f"a {type(answer).__name__} has no picture for a notebook")
