"""Every example runs, and prints what it printed before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Golden

# A notebook starts a process.
pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[1] / "examples"


def outputs(path: Path) -> str:
    """Run a notebook in its folder and return what its cells print and show, cell by cell, as text."""
    import jupytext
    from nbclient import NotebookClient

    notebook = jupytext.read(path)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = []
    for number, cell in enumerate(notebook.cells, 1):
        for text in texts(cell):
            # How wide columns are set is a matter of the pandas that is installed.
            lines = (re.sub(r" {2,}", "  ", line).strip() for line in text.splitlines())
            shown.append("\n".join([f"[{number}]", *lines]))
    return "\n".join(shown) + "\n"


def texts(cell: Any) -> Iterator[str]:
    """Yield what a cell prints, however many pieces it arrives in, and what it shows."""
    for kind, outputs in groupby(cell.get("outputs", ()), key=lambda output: output["output_type"]):
        if kind == "stream":
            yield "".join(output["text"] for output in outputs)
        else:
            yield from (output["data"]["text/plain"] for output in outputs)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_an_example_shows_what_it_showed_before(path: Path, golden: Golden) -> None:
    golden.check(f"examples/{path.stem}.txt", outputs(path))
