"""Reads Word documents (.docx): the package is opened within limits, and written down as a transcript."""

from __future__ import annotations

from bracketed.reading.word.body import walk
from bracketed.reading.word.package import open_package
from bracketed.text.transcript import Changes, Transcript


def transcribe(data: bytes, name: str, changes: Changes | None = None) -> Transcript:
    """Return the transcript of a .docx file; DraftError if it is none, or not a safe one."""
    return walk(open_package(data, name), changes).transcript
