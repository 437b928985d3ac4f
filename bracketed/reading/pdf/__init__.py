"""Reads PDF: the text layer, in the order in which people read it, with tables, highlights and comments."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
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
_LONGEST = 10**6  # the system cannot wait longer than some weeks


def annotate(data: bytes, name: str, changes: ChangesMode | None = None, limits: Limits = DEFAULT) -> AnnotatedText:
    """Return the text of a PDF file; DraftError if it has none, is protected or damaged, or takes too long."""
    if find_spec("pypdfium2") is None:
        raise DraftError('PDF files are read with pypdfium2; install it with: pip install "bracketed[pdf]"')
    answer = _answer(data, name, limits)
    if "error" in answer:
        raise DraftError(answer["error"])
    return _annotated_text(answer["annotated"])


def _answer(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    """Let another process read the file; see `bracketed.reading.pdf.worker`."""
    # It finds what this process finds, and nothing that happens to be in the folder of the draft.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-P", "-m", "bracketed.reading.pdf.worker", name, str(limits.seconds)]
    seconds = f"{limits.seconds:,} second{'' if limits.seconds == 1 else 's'}"
    too_long = DraftError(
        f"{name} takes more than {seconds} to read; print the pages that matter to a new PDF, or "
        f"{limits.to_raise('seconds')}"
    )
    patience = _PATIENCE + min(limits.seconds, _LONGEST)
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        raise too_long from None
    # A process that the system ends leaves no answer, or half of one.
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


def _annotated_text(fields: dict[str, Any]) -> AnnotatedText:
    """Return the text from what `asdict` and JSON have made of it."""
    return AnnotatedText(
        fields["text"],
        None if fields["comments"] is None else tuple(_made(CommentRange, fields["comments"])),
        headings=tuple(_made(Heading, fields["headings"])),
        cells=tuple(_made(Cell, fields["cells"])),
        shades=tuple(_made(Shade, fields["shades"])),
        remarked=tuple(_made(ReadingFinding, fields["remarked"])),
        versions=tuple(VersionRow(tuple(_made(Version, row["cells"]))) for row in fields["versions"]),
        note_marks=tuple(Span(*pair) for pair in fields["note_marks"]),
        pages=tuple((at, number) for at, number in fields["pages"]),
    )


def _made(kind: type[Any], rows: Iterable[dict[str, Any]]) -> list[Any]:
    # The only lists in them are spans.
    return [
        kind(**{key: Span(*value) if isinstance(value, list) else value for key, value in row.items()}) for row in rows
    ]
