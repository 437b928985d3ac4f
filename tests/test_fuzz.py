"""What the fuzzer tries is tried here too: made-up inputs of every sort, any bytes, and what crashed once.

Each run tries the same; `pytest tests/test_fuzz.py --hypothesis-profile=fresh` tries others.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, inputs_of, text_of_tokens, tried

CASES = sorted(path for path in (Path(__file__).parent / "fuzz" / "cases").iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_crashed_once_crashes_no_more(path: Path) -> None:
    tried(path.name.partition("-")[0], path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_made_up_is_read_or_refused(target: str) -> None:
    given(TARGETS[target].built)(lambda data: tried(target, data))()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("mode", [b"", b"\x02"], ids=["bytes", "tokens"])
def test_any_bytes_are_read_or_refused(target: str, mode: bytes) -> None:
    @settings(max_examples=max(1, settings().max_examples // 4))
    @given(st.binary(min_size=1, max_size=60))
    def any_bytes(data: bytes) -> None:
        for made in inputs_of(target, mode + data):
            tried(target, made)

    any_bytes()


def test_bytes_of_the_fuzzer_choose_what_a_strategy_makes() -> None:
    made = [one for number in range(20) for one in inputs_of("text", b"\x01" + bytes(range(number, 256)))]
    assert any(b"[" in one for one in made)
    assert len({*made}) > 1


def test_bytes_of_the_fuzzer_choose_tokens() -> None:
    assert text_of_tokens(bytes([0, 128, 0, 1])) == "[[ ]"
