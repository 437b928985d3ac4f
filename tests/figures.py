"""Counts the tests of the project for docs/explanation/how-it-is-tested.md: `python -m tests.figures`.

`python -m tests.figures shares` makes drafts with each generator, and prints which share of them hold a bracket, the
name of an option and an attribution.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent

# What a test is, by a word among its decorators or those of its module.
_MARKS = {
    "properties, with made-up examples (hypothesis)": "given",
    "in a browser": "needs_browser",
    "with LibreOffice": "needs_office",
    "on real drafts, where they are beside the checkout": "needs_shared",
}
# The folders of `golden/` with what commands and notebooks print.
_PRINTED = ("corpus", "examples", "harbour_plan", "negotiation")
# Drafts that each generator makes, and what is counted in them.
_DRAWN = 400
_HELD = ("a bracket", "the name of an option", "an attribution")


def figures() -> dict[str, int]:
    """Return how many tests of each kind there are, by the name of the kind on the page."""
    functions = [(path, function, words) for path in _modules() for function, words in _test_functions(path)]
    counts = {"test functions": len(functions)}
    for kind, word in _MARKS.items():
        counts[kind] = sum(word in words for _, _, words in functions)
    compared = [path for path in _modules() if "from tests.brute import" in path.read_text(encoding="utf-8")]
    counts["test modules that compare with brute force"] = len(compared)
    counts["docstrings with an executed example"] = sum(map(_examples, (ROOT / "bracketed").rglob("*.py")))
    counts["pages with executed examples"] = sum(_has_example(page) for page in (ROOT / "docs").rglob("*.md"))
    counts["stored outputs of commands and notebooks"] = sum(_files(TESTS / "golden" / name) for name in _PRINTED)
    counts["stored readings of drafts, and answers about them"] = (
        _files(TESTS / "golden") - counts["stored outputs of commands and notebooks"]
    )
    counts["inputs that crashed a fuzz target once"] = _files(TESTS / "fuzz" / "cases")
    counts["benchmarks"] = len(list((TESTS / "benchmarks").glob("[!_]*.py")))
    return counts


def cases_by_folder() -> dict[str, int]:
    """Return how many cases the Markdown files in each folder of `tests/` hold."""
    counts = Counter[str]()
    for page in sorted(TESTS.glob("*/*.md")):
        if page.name != "README.md":
            counts[page.parent.name] += len(re.findall(r"(?m)^## ", page.read_text(encoding="utf-8")))
    return dict(counts)


def shares() -> dict[str, dict[str, float]]:
    """Return for each generator of drafts which share of its drafts hold what the properties are about."""
    from hypothesis import given, settings
    from hypothesis import strategies as st

    from tests import reading_strategies
    from tests.holdings import Seen, held_by_text

    def counted(texts: st.SearchStrategy[str]) -> dict[str, float]:
        seen = Seen({})

        @settings(max_examples=_DRAWN, database=None, derandomize=True, deadline=None)
        @given(texts)
        def count(text: str) -> None:
            seen.count(held_by_text(text))

        count()
        return {what: seen.counts[what] / seen.examples for what in _HELD}

    return {
        name.removesuffix("_drafts"): counted(make())
        for name, make in sorted(vars(reading_strategies).items())
        if name.endswith("_drafts") and name != "four_drafts"
    }


def _modules() -> Iterator[Path]:
    yield from sorted(TESTS.rglob("test_*.py"))


def _test_functions(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name of each test of a module, with the source of its decorators and of the marks of its module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    marks = [ast.unparse(one) for one in tree.body if ast.unparse(one).startswith("pytestmark")]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            # A property may be a function inside the test.
            inside = [one for one in ast.walk(node) if isinstance(one, ast.FunctionDef)]
            decorators = [ast.unparse(one) for function in inside for one in function.decorator_list]
            yield node.name, " ".join([*marks, *decorators])


def _examples(path: Path) -> int:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return sum(">>>" in (ast.get_docstring(node) or "") for node in ast.walk(tree) if isinstance(node, kinds))


def _has_example(page: Path) -> bool:
    return bool(re.search(r"(?m)^(>>>|\$ bracketed)", page.read_text(encoding="utf-8")))


def _files(folder: Path) -> int:
    return sum(path.is_file() and path.name != "README.md" for path in folder.rglob("*"))


def _table(head: str, counts: dict[str, int]) -> str:
    rows = [f"| {name} | {number:,} |" for name, number in counts.items()]
    return "\n".join([f"| {head} | number |", "|---|---|", *rows])


def main() -> None:
    if sys.argv[1:] == ["shares"]:
        print(f"| drafts | {' | '.join(_HELD)} |\n|---|---|---|---|")
        for name, held in shares().items():
            print(f"| {name} | {' | '.join(f'{share:.0%}'.replace('%', ' %') for share in held.values())} |")
        return
    print(_table("tests", figures()))
    print()
    print(_table("cases in `tests/…/*.md`", {f"`{name}`": number for name, number in cases_by_folder().items()}))


if __name__ == "__main__":
    main()
