"""The house: each room uses only the rooms before it, and the door is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "bracketed"
# From left to right; a module imports from its own room and those before it.
GROUND = ["errors", "source", "collector", "saving", "limits"]
ROOMS = [
    GROUND,
    ["draft"],
    ["parsing"],
    ["reading"],
    ["positions"],
    ["variants"],
    ["consensus"],
    ["show"],
    ["writing"],
    ["corpus"],
    ["cli"],
]
ORDER = {name: number for number, names in enumerate(ROOMS) for name in names}
# What every answer offers, made by a room further on when asked for.
SIDE_DOORS = {"bracketed.show.frames", "bracketed.show.notebook"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem in ORDER)


def imports(path: Path) -> list[str]:
    """Return what a module imports of the package, but for names that only type checkers see."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    return [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bracketed.")
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_rooms_to_the_left(path: Path) -> None:
    own = ORDER[path.relative_to(PACKAGE).parts[0].removesuffix(".py")]
    for module in imports(path):
        assert module in SIDE_DOORS or ORDER[module.split(".")[1]] <= own, module


def test_importing_the_library_does_not_bring_in_the_heavy_ones() -> None:
    heavy = ("pandas", "networkx", "numpy", "lark", "click", "rapidfuzz", "lxml", "docx", "matplotlib")
    script = f"import bracketed, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_door_shows_what_it_names() -> None:
    import bracketed

    assert sorted(bracketed.__all__) == bracketed.__all__
    for name in bracketed.__all__:
        assert getattr(bracketed, name).__doc__
