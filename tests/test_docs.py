"""What the documents say of the project is so: links lead somewhere, paths exist, commands are those that CI runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import isfunction
from pathlib import Path
from types import ModuleType

import click
import pytest

import bracketed as bt
from bracketed.cli.main import main

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs", "examples", "grammar", "tests")
# The case files hold drafts, in which a Markdown link is part of a draft.
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md")))
    if path.name == "README.md" or path.parents[1].name != "tests"
)


def prose_of(page: Path) -> str:
    """Return a page without its blocks of code."""
    return re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub and Sphinx make them."""
    headings = re.findall(r"(?m)^#+ (.+)$", prose_of(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)", prose_of(page)):
        if not target.startswith(("http://", "https://")):
            path, _, anchor = target.partition("#")
            assert (page.parent / path).exists(), target
            assert not anchor or anchor in anchors_of(page.parent / path if path else page), target


# For each of these the field, or the trade, has a word of its own.
_ODD = re.compile(r"(?i)\b(somebody|whoever|stands?|stood|tells?|told|asked for)\b")
_OURS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", _OURS, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_are_in_plain_words(page: Path) -> None:
    prose = re.sub(r"(?ms)^```.*?^```|`[^`\n]*`|“[^”]*”", "", page.read_text(encoding="utf-8"))
    assert _ODD.findall(prose) == []


def test_the_readme_has_two_commands_that_do_everything() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for marker, last in {"install and run": "examples/harbour_plan.txt", "install and test": "-m '' -n auto"}.items():
        found = re.search(rf"<!-- {marker} -->\n```console\n(.+)\n```", readme)
        assert found
        assert found[1].startswith("python3 -m venv .venv && ")
        assert last in found[1]
        assert f'readme_command "{marker}"' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def options_by_verb() -> Iterator[tuple[str, str]]:
    """Yield each verb with each of its long options."""
    context = click.Context(main)
    for verb in main.list_commands(context):
        command = main.get_command(context, verb)
        assert command is not None
        yield from ((verb, name) for option in command.params for name in option.opts if name.startswith("--"))


def test_the_reference_of_the_command_line_has_every_option() -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"(?m)^\| `([a-z]+)` (\|.*)$", page))
    verbs: dict[str, list[str]] = {}
    for verb, option in options_by_verb():
        verbs.setdefault(option, []).append(verb)
    for option, own in verbs.items():
        # What only one verb has is in its row.
        text = rows[own[0]] if len(own) == 1 else page
        assert re.search(rf"{option}(?![\w-])", text), (option, own)


def documented() -> set[str]:
    """Return the full names of what the reference of the Python interface describes."""
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    return set(re.findall(r"\.\. auto(?:function|class|module):: (bracketed[\w.]*)", page))


@pytest.mark.parametrize("name", bt.__all__)
def test_the_reference_describes_every_public_name(name: str) -> None:
    made = getattr(bt, name)
    if isinstance(made, ModuleType):
        assert made.__name__ in documented()
        return
    assert f"bracketed.{name}" in documented()
    assert ">>>" in made.__doc__, "a public name has an executed example"


CLASSES = {
    name
    for path in (ROOT / "bracketed").rglob("*.py")
    for name in re.findall(r"(?m)^class ([A-Z]\w*)", path.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("name", [name for name in bt.__all__ if isfunction(getattr(bt, name))])
def test_the_reference_describes_what_functions_return(name: str) -> None:
    described = {full.rpartition(".")[2] for full in documented()}
    # `nx.Graph` is no class of ours.
    returned = set(re.findall(r"(?<![\w.])\w+", getattr(bt, name).__annotations__["return"]))
    aliases = {known for known, made in getattr(bt, name).__globals__.items() if not isinstance(made, type)}
    assert (returned & CLASSES) - aliases - described == set(), "add these to docs/reference/python.md"
