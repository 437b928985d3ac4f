"""Reads a PDF file in a process of its own, with little time and memory.

It is started as `python -m bracketed.reading.pdf.worker NAME SECONDS`. A PDF is a program as much as a document, and a
hostile one can keep its reader busy for hours, or fill the memory. The file comes in on standard input; the annotated
text, or what is wrong, goes out as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
from dataclasses import asdict

from bracketed.errors import DraftError

MEGABYTES = 450


def main() -> None:
    name, seconds = sys.argv[1:]
    _limit(int(seconds))
    gc.disable()  # all that is read is kept to the end, so that nothing would be found to be thrown away
    from bracketed.reading.pdf.document import annotated_text_of
    from bracketed.reading.pdf.pages import read_pages

    try:
        pages = list(read_pages(sys.stdin.buffer.read(), name))
        answer: dict[str, object] = {"annotated": asdict(annotated_text_of(pages, name))}
    except DraftError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)


def _limit(seconds: int) -> None:
    """Let the system end this process if it takes more than its share, where the system can do that."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows; there the parent's own clock has to do
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    size = MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
