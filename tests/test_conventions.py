"""Conventions: presets are data, the page that describes them tells the truth, and detection says why."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.draft.languages import word_list, words_in
from bracketed.errors import UnknownNameError
from bracketed.parsing import conventions
from bracketed.parsing.conventions import PRESETS, Conventions, detect
from bracketed.parsing.language import languages_of

ROOT = Path(__file__).parents[1]
DATA = tomllib.loads((Path(conventions.__file__).parent / "data" / "conventions.toml").read_text(encoding="utf-8"))
PAGE = ROOT / "docs" / "reference" / "conventions.md"


def presets_table() -> list[str]:
    """The rows that the page must have, from the data."""

    def cell(words: list[str]) -> str:
        return ", ".join(f"`{word}`" for word in words).replace("|", "\\|") or "–"

    # What all bodies have in common is, but for units, words of the languages.
    lists = {"compounds": "compounds", "statuses": "statuses", "edits": "edit", "notes": "note_head"}
    common = {key: [*DATA["plain"].get(key, ()), *word_list(name)] for key, name in lists.items()}
    rows = []
    for name in PRESETS:
        own = DATA[name] | (common if name == "plain" else {})
        statuses = [f"{pattern} → {status}" for pattern, status in own.get("statuses", [])]
        cells = [cell(own.get("compounds", [])), cell(statuses), cell(own.get("edits", [])), cell(own.get("notes", []))]
        rows.append(f"| `{name}` | {own['title']} | {own.get('adjacent', 'auto')} | {' | '.join(cells)} |")
    return rows


def languages_table() -> list[str]:
    return [
        f"| {code} | {', '.join(words_in(code, 'or'))} | {', '.join(words_in(code, 'option'))} |"
        for code in ("fr", "es", "ru", "zh", "ar")
    ]


def test_the_page_lists_what_the_data_hold() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith(("| preset", "| language"))]
    assert rows == presets_table() + languages_table()


def test_every_table_of_the_data_is_a_preset() -> None:
    assert set(DATA) == {*PRESETS}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_reads_a_draft_by_name(name: str) -> None:
    draft = bt.parse("4. Parties [shall/should] report.", convention=name)
    assert draft.convention == name
    assert [bracket.letters for bracket in draft.brackets] == [("a", "b")]


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "plain"])
def test_two_signs_show_the_body_and_one_does_not(name: str) -> None:
    first, second = [sign for sign in DATA[name]["signs"] if " " not in sign or name == "un"][:2]
    assert detect(f"4. {first} and {second} met.")[0].name == name
    assert detect(f"4. {first} met.")[0].name == "plain"


def test_a_detection_is_reported_only_where_it_may_change_a_reading() -> None:
    opening = "The Paris Agreement and the SBSTA\n"
    plain = bt.parse(opening + "4. [shall] meet")
    assert (plain.convention, [found.code for found in plain.diagnostics]) == ("unfccc", [])
    mattering = bt.parse(opening + "4. [land-use/land-use-change] pumps")
    assert [(found.severity, found.code) for found in mattering.diagnostics] == [("info", "convention-detected")]


def test_an_unknown_preset_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"^there is no convention 'unfcc'; did you mean unfccc\?$"):
        bt.parse("4. x", convention="unfcc")


@pytest.mark.parametrize("adjacent, kinds", [("separate", ["optional"] * 2), ("alternatives", ["alternatives"])])
def test_adjacent_brackets_as_set(adjacent: str, kinds: list[str]) -> None:
    own = replace(Conventions(), adjacent=adjacent)
    assert [bracket.kind for bracket in bt.parse("4. [new] [extra]", convention=own).brackets] == kinds


def test_languages_may_be_set() -> None:
    own = Conventions(languages=("es",))
    assert bt.parse("4. [a O b]", convention=own).brackets[0].letters == ("a", "b")
    assert bt.parse("4. [a O b]").brackets[0].letters == ("a", "omit")


def test_english_is_taken_for_no_other_language() -> None:
    assert languages_of("Le Monde and El País wrote on the Los Angeles talks of the parties to du Pont") == ()
