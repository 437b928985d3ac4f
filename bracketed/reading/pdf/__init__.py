"""Reads PDF: the text layer, in the order in which people read it, with tables, highlights and comments."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from bracketed.draft.annotated_text import (
    AnnotatedText,
    Cell,
    ChangesMode,
    CommentRange,
    Heading,
    ReadingFinding,
    Shade,
    Version,
    VersionRow,
)
from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.reading.pdf.worker import MEGABYTES
from bracketed.source import Span

_PATIENCE = 51  # seconds more that may pass while other programs keep the machine busy


def annotate(data: bytes, name: str, changes: ChangesMode | None = None, limits: Limits = DEFAULT) -> AnnotatedText:
    """Return what a PDF file says, which tracks no changes.

    DraftError if it has no text, is protected or damaged, or takes too long.
    """
    if find_spec("pypdfium2") is None:
        raise DraftError('PDF files are read with pypdfium2; install it with: pip install "bracketed[pdf]"')
    answer = _answer(data, name, limits)
    if "error" in answer:
        raise DraftError(answer["error"])
    return _annotated_text(answer["annotated"])


def _answer(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    """Let another process read the file; see `bracketed.reading.pdf.worker`."""
    # It finds what this process finds, and nothing that happens to lie in the folder of the draft.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-P", "-m", "bracketed.reading.pdf.worker", name, str(limits.seconds)]
    seconds = f"{limits.seconds:,} second{'' if limits.seconds == 1 else 's'}"
    too_long = DraftError(
        f"{name} takes more than {seconds} to read; print the pages that matter to a new PDF, or "
        f"{limits.to_raise('seconds')}"
    )
    # The system cannot wait longer than some weeks.
    patience = _PATIENCE + min(limits.seconds, 10**6)
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        raise too_long from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        if hasattr(signal, "SIGXCPU") and done.returncode == -signal.SIGXCPU:
            raise too_long from None
        if done.returncode < 0 or b"MemoryError" in done.stderr or b"RecursionError" in done.stderr:
            raise DraftError(
                f"{name} takes more than {MEGABYTES} MB of memory to read; print the pages that matter to a new PDF"
            ) from None
        raise DraftError(f"{name} cannot be read as PDF; open it and save it anew as PDF") from None
    return answer


def _annotated_text(said: dict[str, Any]) -> AnnotatedText:
    def span(pair: list[int]) -> Span:
        return Span(*pair)

    def noted(one: dict[str, Any]) -> CommentRange:
        anchor = span(one["anchor"]) if one["anchor"] else None
        return CommentRange(**{**one, "span": span(one["span"]), "text_span": span(one["text_span"]), "anchor": anchor})

    return AnnotatedText(
        said["text"],
        None if said["comments"] is None else tuple(map(noted, said["comments"])),
        headings=tuple(Heading(**one) for one in said["headings"]),
        cells=tuple(Cell(**{**one, "span": span(one["span"])}) for one in said["cells"]),
        shades=tuple(Shade(**{**one, "span": span(one["span"])}) for one in said["shades"]),
        remarked=tuple(ReadingFinding(**one) for one in said["remarked"]),
        note_marks=tuple(map(span, said["note_marks"])),
        versions=tuple(
            VersionRow(tuple(Version(one["head"], span(one["span"]), one["owner"]) for one in row["cells"]))
            for row in said["versions"]
        ),
    )
