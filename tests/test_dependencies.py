"""What pyproject.toml asks for, what the page on dependencies says of it, and which versions CI installs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.lowest import lowest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "dependencies.md"
LOCKED = ROOT / ".ci" / "locked.txt"
LOWEST = ROOT / ".ci" / "lowest.txt"
RENEW = "run .ci/lock"


def locked(path: Path, minor: int) -> dict[str, Version]:
    """Return the version of each package that is installed for a minor version of Python 3 on Linux."""
    system = {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0", "sys_platform": "linux"}
    pins = [Requirement(line) for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {
        canonicalize_name(pin.name): Version(str(pin.specifier).removeprefix("=="))
        for pin in pins
        if pin.marker is None or pin.marker.evaluate({**system, "os_name": "posix"})
    }


def needed() -> Iterator[Requirement]:
    """Yield what the project and its extras ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in [
        *project["dependencies"],
        *(one for many in project["optional-dependencies"].values() for one in many),
    ]:
        requirement = Requirement(line)
        if requirement.name != project["name"]:
            yield requirement


def rows() -> list[tuple[str, str, str]]:
    """Return the package, lowest and newest version of each row of the page."""
    return re.findall(r"(?m)^\| ([\w-]+)(?:, extra `\w+`)? \| (\d[\w.]*) \| (\d[\w.]*) \|", PAGE.read_text("utf-8"))


def test_the_page_names_each_dependency_with_its_lowest_version() -> None:
    assert sorted((name, low) for name, low, _ in rows()) == sorted(tuple(one.split("==")) for one in lowest())


def test_the_page_names_the_newest_version_that_was_tried() -> None:
    versions = locked(LOCKED, 11)
    assert {name: Version(newest) for name, _, newest in rows()} == {name: versions[name] for name, _, _ in rows()}


@pytest.mark.parametrize("minor", [11, 12, 13])
def test_all_that_is_asked_for_is_locked_for_each_python(minor: int) -> None:
    versions = locked(LOCKED, minor)
    wrong = [str(one) for one in needed() if not one.specifier.contains(versions[canonicalize_name(one.name)], True)]
    assert not wrong, RENEW


def test_the_lowest_versions_are_locked() -> None:
    versions = locked(LOWEST, 11)
    asked = dict(one.split("==") for one in lowest())
    assert {name: versions[name] for name in asked} == {name: Version(low) for name, low in asked.items()}, RENEW
