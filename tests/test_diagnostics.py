"""Every diagnostic that the library can give stands in the reference, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEVERITIES = ("error", "warning", "info")


def codes_in_the_source() -> set[tuple[str, str]]:
    found = set()
    for path in (ROOT / "bracketed").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            severity = node.args[0].value
            if severity in SEVERITIES and len(node.args) > 2:
                code = node.args[1]
                # A code that is chosen in the line before is one of the words in that line.
                names = [code.value] if isinstance(code, ast.Constant) else chosen(path, node.lineno)
                found |= {(name, severity) for name in names}
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
