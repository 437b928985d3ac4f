"""Runs a command on a pseudo-terminal, which Windows does not have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def on_terminal(
    *arguments: str, columns: int, text: str = "", folder: Path | None = None, **environment: str
) -> tuple[int, str]:
    """Run `bracketed` with its standard output on a terminal; return its exit code, and its output and messages."""
    import pty

    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "bracketed", *arguments],
        stdin=subprocess.PIPE,
        stdout=theirs,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**kept, "TERM": "xterm", "PYTHONUTF8": "1", "COLUMNS": str(columns), **environment},
    ) as running:
        os.close(theirs)
        assert running.stdin is not None
        running.stdin.write(text.encode())
        running.stdin.close()
        written = b""
        try:
            while read := os.read(ours, 65536):
                written += read
        except OSError:  # Linux raises it when the other side has closed.
            pass
        assert running.stderr is not None
        written += running.stderr.read()
    os.close(ours)
    return running.returncode, written.decode().replace("\r\n", "\n")
