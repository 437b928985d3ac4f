"""A copy of the package, to which tests add files, asked in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy(folder: Path) -> None:
    """Copy the package and its grammar into a folder."""
    leave = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("bracketed", "grammar"):
        shutil.copytree(ROOT / name, folder / name, ignore=leave)


def ask(folder: Path, *arguments: str, text: str) -> str:
    """Return what the copy in a folder answers; it comes before the installed package there."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, *arguments], input=text, cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
