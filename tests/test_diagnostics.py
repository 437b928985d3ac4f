"""Every diagnostic that the library can give stands in the reference, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from click.testing import CliRunner

from bracketed.cli.main import main

ROOT = Path(__file__).parents[1]
SEVERITIES = ("error", "warning", "info")


def codes_in_the_source() -> set[tuple[str, str]]:
    found = set()
    for path in (ROOT / "bracketed").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 3:
                continue
            first, code = node.args[:2]
            # Either of two severities, by a condition, or one.
            either = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            severities = [one.value for one in either if isinstance(one, ast.Constant) and one.value in SEVERITIES]
            if severities:
                # A code that is chosen in the line before is one of the words in that line.
                names = [code.value] if isinstance(code, ast.Constant) else chosen(path, node.lineno)
                found |= {(str(name), str(severity)) for name in names for severity in severities}
    return found


def chosen(path: Path, line: int) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()[: line - 1]
    choosing = next(text for text in reversed(lines) if text.strip().startswith("code = "))
    return re.findall(r'"([a-z]+(?:-[a-z]+)+)"', choosing)


def test_the_reference_names_every_diagnostic() -> None:
    page = (ROOT / "docs" / "reference" / "diagnostics.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| (\w+) \|", page)
    assert len(rows) == len(set(rows))
    assert set(rows) == codes_in_the_source()


def test_findings_that_say_the_same_are_one_line_with_all_their_places(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("".join(f"{number}. Ports [shall pay\n\n" for number in range(1, 24)), encoding="utf-8")
    printed = " ".join(CliRunner().invoke(main, ["check", str(path)]).output.split())
    assert printed.count("this bracket is never closed") == 1
    assert "[unmatched-bracket]; also at 3:10, 5:10," in printed
    assert printed.count(":10") + printed.count(":11") == 23
    assert "23 findings." in printed
