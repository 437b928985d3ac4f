"""Node.js, to try those parts of the pages that need no window where there is no browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

NODE = shutil.which("node")
"""Where Node.js is, or None."""


@contextmanager
def answering(script: str, answer: str) -> Iterator[Callable[[Any], Any]]:
    """Run a script, and yield what hands a plain value to its function `answer` and returns what that gives."""
    assert NODE is not None
    loop = f"""{script}
    require("readline").createInterface({{ input: process.stdin }}).on("line", (line) =>
      console.log(JSON.stringify(({answer})(JSON.parse(line)))));
    """
    with subprocess.Popen([NODE, "-e", loop], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        asked, answered = process.stdin, process.stdout
        assert asked is not None
        assert answered is not None

        def ask(value: Any) -> Any:
            asked.write(json.dumps(value).encode("ascii") + b"\n")
            asked.flush()
            return json.loads(answered.readline())

        try:
            yield ask
        finally:
            asked.close()
