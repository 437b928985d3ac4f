"""Whoever waits at a terminal is told so, and nobody else is."""

from __future__ import annotations

import io
from time import monotonic, sleep

from bracketed.progress_bar import Spinner


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def until(terminal: Terminal, words: str) -> None:
    """Wait until some words are written."""
    last = monotonic() + 30
    while words not in terminal.getvalue():
        assert monotonic() < last, terminal.getvalue()
        sleep(0.01)


def test_a_terminal_shows_progress_and_is_left_clean() -> None:
    terminal = Terminal()
    with Spinner("at work", terminal, patience=0):
        until(terminal, "\rat work … 0 s")
    assert terminal.getvalue().endswith("\r\x1b[K")
    written = terminal.getvalue()
    sleep(0.05)
    assert terminal.getvalue() == written


def test_it_shows_how_many_are_done() -> None:
    terminal = Terminal()
    with Spinner("at work", terminal, patience=0) as spinner:
        for place, _ in enumerate(spinner.counting("abcd", 4)):
            if place == 2:
                until(terminal, "2 of 4")
    assert "████████████░░░░░░░░░░░░ 2 of 4" in terminal.getvalue()


def test_nothing_is_written_to_a_file_or_before_patience_ends() -> None:
    elsewhere = io.StringIO()
    with Spinner("at work", elsewhere, patience=0):
        sleep(0.05)
    assert elsewhere.getvalue() == ""
    terminal = Terminal()
    with Spinner("at work", terminal, patience=60):
        pass
    assert terminal.getvalue() == ""


def test_the_answer_ends_it() -> None:
    terminal = Terminal()
    with Spinner("at work", terminal, patience=0) as spinner:
        until(terminal, "at work")
        spinner.end()
        written = terminal.getvalue()
        sleep(0.05)
    assert terminal.getvalue() == written
