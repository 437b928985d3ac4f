"""Settings and helpers for all tests."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from random import SystemRandom
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes depends on the machine, and how many are thrown away on the seed; neither is a fault, and
# tests/test_generators.py looks at what is left. The examples are the same in each run, so that a test which fails
# after a change fails because of it.
settings.register_profile(
    "full",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
        # Bytes that a fuzz target is given may be choices of its strategy.
        HealthCheck.nested_given,
    ],
)
# For the quick run, where each test sees a few examples and most of the time would go into making them.
settings.register_profile("few", settings.get_profile("full"), max_examples=10)
# Other examples in each run: the seed is printed, so that what was found can be found again with BRACKETED_SEED=… in
# front of the command.
settings.register_profile("fresh", settings.get_profile("full"), derandomize=False, database=None, print_blob=False)

pytest_plugins = ["tests.dask_cluster"]

GOLDEN = Path(__file__).parent / "golden"
QUICK = "not slow"
# Processor time, which depends less on what else the machine does than time by the clock; but it does, where processes
# share a processor. The first test of a run imports pandas and networkx, which takes one second or two of these.
QUICK_SECONDS = 10
IN_CI = os.environ.get("BRACKETED_CI") == "1"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what is printed now to tests/golden/")


# Before hypothesis looks which seed it is given.
@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile(_profile(config))
    if _profile(config) == "fresh":
        # What is set here reaches the processes of pytest-xdist, too.
        config.option.hypothesis_seed = os.environ.setdefault("BRACKETED_SEED", str(SystemRandom().randrange(10**9)))


def pytest_report_header(config: pytest.Config) -> list[str]:
    quick = config.option.markexpr.startswith(QUICK)
    return [
        *["quick run: without the tests marked slow, and with few examples; -m '' runs everything"] * quick,
        *[f"examples made with BRACKETED_SEED={os.environ.get('BRACKETED_SEED')}"] * (_profile(config) == "fresh"),
    ]


def _profile(config: pytest.Config) -> str:
    named: str | None = config.getoption("--hypothesis-profile", None)
    return named or ("few" if config.option.markexpr.startswith(QUICK) else "full")


# Before pytest takes out the slow ones.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("needs"):
            item.add_marker("slow")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        name, found = mark.args
        if not found:
            pytest.skip(f"{name} is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Fail a test in CI that is too slow for the quick run and not marked."""
    begun = _processor_time()
    yield
    taken = _processor_time() - begun
    if IN_CI and item.config.option.markexpr.startswith(QUICK) and taken > QUICK_SECONDS:
        pytest.fail(f"took {taken:.1f} s of processor time: mark it slow, or make it quicker")


def _processor_time() -> float:
    # Of this process and of those that it started and that have ended.
    return sum(os.times()[:4])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _not_skipped_in_ci((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _not_skipped_in_ci((yield))


def _not_skipped_in_ci(report: Report) -> Report:
    """Make a failure of a skip, since CI installs all that tests need; real drafts are not part of the project."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and "real draft" not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI skips nothing: {report.longrepr}"
    return report


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
