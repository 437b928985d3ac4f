"""Settings and helpers for all tests."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on the machine; a slow one is no fault. Whoever checks a change wants to know about
# the change, so the examples are the same each time.
settings.register_profile("tests", deadline=None, derandomize=True)
# For a second look, such as at the lowest versions of what the project depends on.
settings.register_profile("few", settings.get_profile("tests"), max_examples=10)
# For looking for faults that nobody knows of yet: other examples each time.
settings.register_profile("search", deadline=None)
# The same for `tests/test_reading.py` in each run of the CI: 20,000 drafts over its eight parts, with a seed that is
# printed, so that what was found can be found again.
settings.register_profile("fresh", deadline=None, max_examples=2500, database=None, print_blob=False)
settings.load_profile("tests")

pytest_plugins = ["tests.dask_cluster"]

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what is printed now to tests/golden/")


def pytest_configure(config: pytest.Config) -> None:
    # What is set here reaches the processes of pytest-xdist, too.
    if _fresh(config):
        os.environ.setdefault("BRACKETED_SEED", str(random.SystemRandom().randrange(10**9)))


def pytest_report_header(config: pytest.Config) -> str | None:
    return f"drafts made with BRACKETED_SEED={os.environ['BRACKETED_SEED']}" if _fresh(config) else None


def _fresh(config: pytest.Config) -> bool:
    return config.getoption("--hypothesis-profile", None) == "fresh"


class Golden:
    """Compares what is printed with a file in `tests/golden/`."""

    def __init__(self, update: bool) -> None:
        self.update = update
        self.written: list[str] = []

    def check(self, name: str, printed: str) -> None:
        path = GOLDEN / name
        if self.update and (not path.exists() or path.read_text(encoding="utf-8") != printed):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(printed, encoding="utf-8")
            self.written.append(name)
        assert printed == path.read_text(encoding="utf-8")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[Golden]:
    made = Golden(request.config.getoption("--update-golden"))
    yield made
    if made.written:
        # A test that has just written its own answer has proved nothing.
        pytest.skip(f"written anew, read the difference: {', '.join(made.written)}")
