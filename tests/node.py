"""Node.js, which runs the scripts of the pages that need no window, where there is no browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

NODE = shutil.which("node")


@contextmanager
def answering(script: str, answer: str) -> Iterator[Callable[[Any], Any]]:
    """Run a script, and yield a function that calls its function `answer` with a JSON value and returns the result."""
    assert NODE is not None
    loop = f"""{script}
    require("readline").createInterface({{ input: process.stdin }}).on("line", (line) =>
      console.log(JSON.stringify(({answer})(JSON.parse(line)))));
    """
    with subprocess.Popen([NODE, "-e", loop], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        requests, responses = process.stdin, process.stdout
        assert requests is not None
        assert responses is not None

        def ask(value: Any) -> Any:
            requests.write(json.dumps(value).encode("ascii") + b"\n")
            requests.flush()
            return json.loads(responses.readline())

        try:
            yield ask
        finally:
            requests.close()
