"""What a command writes to a terminal, where the system has terminals of that kind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def on_terminal(
    *arguments: str, columns: int, text: str = "", folder: Path | None = None, **environment: str
) -> tuple[int, str]:
    """Run `bracketed` with its answer on a terminal; return the exit code, the answer, and behind it what was said."""
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
        except OSError:  # how Linux says that the other side has closed
            pass
        assert running.stderr is not None
        written += running.stderr.read()
    os.close(ours)
    return running.returncode, written.decode().replace("\r\n", "\n")
