"""What the fuzzer tries is tried here too, on any bytes and on every input that crashed once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, tried

CASES = sorted(path for path in (Path(__file__).parent / "fuzz" / "cases").iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_crashed_once_crashes_no_more(path: Path) -> None:
    tried(path.name.partition("-")[0], path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_any_bytes_are_read_or_refused(target: str) -> None:
    given(st.binary(max_size=200))(lambda data: tried(target, data))()
