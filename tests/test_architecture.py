"""The house: each stage uses only those before it, and itself in no circle; the door is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "bracketed"
# From the ground up: a module imports from its own stage and those before it. Modules of the ground are one each.
GROUND = (
    "version errors source limits markdown views phrasing progress_bar sanitising atomic_write gc_pause time_limit "
    "json_file toml_file"
)
PIPELINE = "draft parsing reading positions variants consensus progress show writing corpus"
# The front door names what all stages offer, and the command line comes in by it.
STAGES = [*GROUND.split(), *PIPELINE.split(), "bracketed", "cli"]
ORDER = {name: number for number, name in enumerate(STAGES)}


def _module(path: Path) -> str:
    parts = ["bracketed", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {_module(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all statements, without looking into expressions."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        below = getattr(node, field, ())
        for inner in below if isinstance(below, list) else ():
            yield inner
            yield from _statements(inner)


def imports(source: str, names: frozenset[str] | set[str]) -> set[str]:
    """Return the modules of the package that a source imports: anywhere, in functions and for types too."""
    found = set()
    for node in _statements(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "bracketed"}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            module = node.module or ""
            if module.split(".")[0] == "bracketed":
                whole = [f"{module}.{alias.name}" for alias in node.names]
                found |= {name if name in names else module for name in whole}
    return found


IMPORTS = {name: imports(path.read_text(encoding="utf-8"), set(PATHS)) for name, path in PATHS.items()}


def _stage(module: str) -> int:
    names = module.split(".")
    return ORDER["cli" if names[-1] == "__main__" else names[min(1, len(names) - 1)]]


def test_the_reader_of_imports_sees_those_in_functions_and_for_types() -> None:
    source = """
from typing import TYPE_CHECKING
import bracketed
if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
def late():
    from bracketed.show import palette
    import bracketed.cli.main
"""
    assert imports(source, set(PATHS)) == {
        "bracketed",
        "bracketed.draft.draft",
        "bracketed.show.palette",
        "bracketed.cli.main",
    }


@pytest.mark.parametrize("module", sorted(PATHS))
def test_a_module_imports_only_from_its_own_stage_and_those_before(module: str) -> None:
    for imported in IMPORTS[module]:
        assert _stage(imported) <= _stage(module), imported


def test_no_modules_import_each_other_in_a_circle() -> None:
    # A circle raises CycleError, which names its modules.
    TopologicalSorter(IMPORTS).prepare()


def test_importing_the_library_does_not_bring_in_the_heavy_ones() -> None:
    heavy = ("pandas", "networkx", "numpy", "lark", "click", "rapidfuzz", "lxml", "docx", "matplotlib")
    script = f"import bracketed, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def modules_after(script: str) -> set[str]:
    """Return the modules of the library that are loaded when a script has run in a process of its own."""
    printing = "import sys; print('', *(name for name in sys.modules if name.split('.')[0] == 'bracketed'))"
    done = subprocess.run([sys.executable, "-c", f"{script}\n{printing}"], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_importing_the_library_loads_its_front_door_alone() -> None:
    assert modules_after("import bracketed") == {"bracketed", "bracketed.views", "bracketed.version"}


def test_a_name_loads_no_stage_behind_its_own() -> None:
    stages = {name.split(".")[1] for name in modules_after("import bracketed; bracketed.parse") if "." in name}
    assert not stages & {"positions", "variants", "consensus", "progress", "show", "writing", "corpus", "cli"}


def test_the_help_loads_the_table_of_verbs_and_no_stage() -> None:
    help_ = "from bracketed.cli import main\nmain(['--help'], standalone_mode=False)"
    command = {f"bracketed.cli.{name}" for name in ("main", "printing", "verbs")}
    assert modules_after(help_) == {
        *("bracketed", "bracketed.cli", *command),
        *(
            f"bracketed.{name}"
            for name in ("errors", "markdown", "phrasing", "progress_bar", "sanitising", "version", "views")
        ),
    }


def test_type_checkers_and_programs_find_the_same_names_at_the_door() -> None:
    import bracketed

    # To a type checker a name is public if it is imported under its own name.
    door = ast.parse(PATHS["bracketed"].read_text(encoding="utf-8"))
    (checked,) = (node for node in door.body if isinstance(node, ast.If))
    named = {}
    for node in checked.body:
        assert isinstance(node, ast.ImportFrom)
        for alias in node.names:
            assert alias.asname == alias.name
            whole = f"{node.module}.{alias.name}"
            named[alias.name] = whole if whole in PATHS else node.module
    assert named == bracketed._MODULES


def test_the_door_shows_what_it_names() -> None:
    import bracketed

    assert sorted(bracketed.__all__) == bracketed.__all__
    for name in bracketed.__all__:
        assert getattr(bracketed, name).__doc__


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{module}.{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for module, path in PATHS.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None and node.end_lineno - node.lineno >= 50
    ]
    assert long == []
