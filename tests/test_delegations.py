"""Names of delegations: what is one, what is none, and who belongs to a group."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from dataclasses import FrozenInstanceError
from datetime import date
from importlib.resources import files
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketed.draft import delegations as module
from bracketed.draft.delegations import Delegation, Names
from bracketed.errors import TableError, UnknownNameError

NAMES = Names.default()


def shown(text: str) -> str | None:
    found = NAMES.find(text)
    return found.name if found else None


def prefix(text: str) -> tuple[str, str] | None:
    """Return the name at the start of `text`, and the rest of the text."""
    found = NAMES.longest_prefix(text)
    return (found[0].name, text[found[1] :]) if found else None


@pytest.mark.parametrize(
    "typed, name",
    [
        ("United States", "USA"),
        ("US", "USA"),
        ("U.S.", "USA"),
        ("U.S.A.", "USA"),
        ("the United States of America", "USA"),
        ("UNITED KINGDOM", "UK"),
        ("United Kingdom of Great Britain and Northern Ireland", "UK"),
        ("GBR", "UK"),
        ("Russia", "Russian Federation"),
        ("South Korea", "Republic of Korea"),
        ("Korea (Rep. of)", "Republic of Korea"),
        ("ROK", "Republic of Korea"),
        ("Democratic People's Republic of Korea", "DPRK"),
        ("Democratic People’s Republic of Korea", "DPRK"),
        ("Turkey", "Türkiye"),
        ("turkiye", "Türkiye"),
        ("TÜRKİYE", "Türkiye"),
        ("Tu\u0308rkiye", "Türkiye"),
        ("Cote d’Ivoire", "Côte d'Ivoire"),
        ("Ivory Coast", "Côte d'Ivoire"),
        ("Sao Tome and Principe", "São Tomé and Príncipe"),
        ("Iran (Islamic Republic of)", "Iran"),
        ("Swaziland", "Eswatini"),
        ("Laos", "Lao PDR"),
        ("The Gambia", "Gambia"),
        ("Guinea Bissau", "Guinea-Bissau"),
        ("St Kitts & Nevis", "Saint Kitts and Nevis"),
        ("AUS", "Australia"),
        ("NZ", "New Zealand"),
        ("KSA", "Saudi Arabia"),
        ("PRC", "China"),
        ("United Arab Emirates", "UAE"),
        ("NA", "Namibia"),
        ("NOR", "Norway"),
        ("EU and its Member States", "EU"),
        ("EU27", "EU"),
        ("G-77 and China", "G77"),
        ("G77 & China", "G77"),
        ("g77 and china", "G77"),
        ("AGN", "African Group"),
        ("Least Developed Countries", "LDCs"),
        ("LDC", "LDCs"),
        ("NAM", "NAM"),
        ("China Mobile", "China Mobile"),
        (" UK: ", "UK"),
    ],
)
def test_every_usual_name_is_shown_as_one(typed: str, name: str) -> None:
    assert shown(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        *["", "us", "it", "It", "NO", "IN", "IT", "TO", "IS", "AT", "SO", "AM", "BE", "DO", "ME", "MY", "OR", "and"],
        *["Jordan Smith", "Chad Brown", "Georgia Miller", "Israel Gomez", "China Post", "Ruritania", "UK and USA"],
    ],
)
def test_words_persons_and_lists_are_no_delegation(typed: str) -> None:
    assert shown(typed) is None


@pytest.mark.parametrize(
    "typed, parts",
    [
        ("UK and USA", ["UK", "USA"]),
        ("UK, USA and Brazil", ["UK", "USA", "Brazil"]),
        ("Australia/Canada", ["Australia", "Canada"]),
        ("USA; UK", ["USA", "UK"]),
        ("US & UK", ["USA", "UK"]),
        ("Trinidad and Tobago and UK", ["Trinidad and Tobago", "UK"]),
        ("EU and its Member States", ["EU"]),
        ("the EU and its Member States, Norway", ["EU", "Norway"]),
        ("G77 and China", ["G77"]),
        ("G77 and China and China Mobile", ["G77", "China Mobile"]),
        ("Antigua and Barbuda, Bosnia and Herzegovina", ["Antigua and Barbuda", "Bosnia and Herzegovina"]),
        (
            "Saint Vincent and the Grenadines as well as Saint Lucia",
            ["Saint Vincent and the Grenadines", "Saint Lucia"],
        ),
        ("Korea (Rep. of), Iran (Islamic Republic of) and Japan", ["Republic of Korea", "Iran", "Japan"]),
        ("Ruritania, Japan", ["Ruritania", "Japan"]),
        ("Japan and Kingdom of Ruritania", ["Japan", "Kingdom of Ruritania"]),
        ("Chad Brown and Kenya", ["Chad Brown", "Kenya"]),
        ("UK, UK", ["UK"]),
        ("UK delegation and Peru", ["UK", "Peru"]),
        ("Niger, Nigeria", ["Niger", "Nigeria"]),
        ("Guinea, Guinea-Bissau, Papua New Guinea", ["Guinea", "Guinea-Bissau", "Papua New Guinea"]),
        ("Congo, Republic of Korea", ["Congo", "Republic of Korea"]),
        ("some others", []),
        ("", []),
        (" , and ", []),
    ],
)
def test_a_list_is_split(typed: str, parts: list[str]) -> None:
    assert list(NAMES.split(typed)) == parts


@pytest.mark.parametrize(
    "text, found",
    [
        ("UK – remove “trust”", ("UK", " – remove “trust”")),
        ("USA-modifications", ("USA", "-modifications")),
        ("U.S. – keep", ("USA", " – keep")),
        ("USA Modifications", ("USA", " Modifications")),
        ("UK REMOVE", ("UK", " REMOVE")),
        ("brazil prefers Option 2", ("Brazil", " prefers Option 2")),
        ("Brazil D.4-2", ("Brazil", " D.4-2")),
        ("China Mobile – keep", ("China Mobile", " – keep")),
        ("Korea (Rep. of) – keep", ("Republic of Korea", " – keep")),
        ("G77 and China: delete", ("G77", ": delete")),
        ("G77 and Norway: delete", ("G77", " and Norway: delete")),
        ("Trinidad and Tobago and UK", ("Trinidad and Tobago", " and UK")),
        ("UK’s proposal", ("UK", "’s proposal")),
        ("  The Gambia: yes", ("Gambia", ": yes")),
        ("Jordan: keep", ("Jordan", ": keep")),
        ("Jordan Supports", ("Jordan", " Supports")),
        ("Jordan\nSmith said", ("Jordan", "\nSmith said")),
        ("Jordan Smith: keep", None),
        ("Jordan de Souza: keep", None),
        ("Chad Brown", None),
        ("Georgia Miller prefers it", None),
        ("Israel Gomez – see above", None),
        ("China Post", None),
        ("EU-wide rules", None),
        ("US-led work", None),
        ("turkey products", None),
        ("orange – is the colour", None),
        ("us and them", None),
        ("CAN WE KEEP THIS?", None),
        ("NO", None),
        ("Chinaware", None),
        ("", None),
        ("– keep", None),
    ],
)
def test_the_longest_name_at_the_start(text: str, found: tuple[str, str] | None) -> None:
    assert prefix(text) == found


@given(st.text(max_size=60))
def test_any_text_is_read_without_harm(text: str) -> None:
    NAMES.find(text)
    assert all(part for part in NAMES.split(text))
    found = NAMES.longest_prefix(text)
    assert found is None or 0 < found[1] <= len(text)


@given(
    st.lists(st.sampled_from(NAMES.delegations), min_size=1, max_size=5, unique=True),
    st.sampled_from([", ", "; ", " / "]),
)
def test_a_list_of_shown_names_splits_into_them(several: list[Delegation], comma: str) -> None:
    assert list(NAMES.split(comma.join(d.name for d in several))) == [d.name for d in several]


def test_every_name_finds_its_delegation_and_no_other() -> None:
    assert [(d.name, s) for d in NAMES.delegations for s in (d.name, *d.aliases) if NAMES.find(s) is not d] == []
    wrong = [d.code for d in NAMES.delegations if d.kind == "state" and d.code != "NAM" and NAMES.find(d.code) is not d]
    assert wrong == []


def test_the_table_holds_all_states_and_tidy_rows() -> None:
    with (files("bracketed.draft") / "data" / "delegations.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    kinds = Counter(row["kind"] for row in rows)
    # 193 members of the UN, the Holy See, Palestine, the Cook Islands, Niue.
    assert kinds["state"] == 197
    assert set(kinds) == {"state", "group", "organisation", "firm"}
    assert len({row["code"] for row in rows}) == len(rows)
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(cell == (cell or "").strip() for row in rows for cell in row.values())


def test_suggestions() -> None:
    assert NAMES.suggest("Brasill") == ("Brazil",)
    assert NAMES.suggest("Saudi")[0] == "Saudi Arabia"
    assert NAMES.suggest("Untied Kingdom")[0] == "UK"
    assert NAMES.suggest("qqqqqq") == ()


def test_members_are_dated() -> None:
    assert len(NAMES.members("EU")) == 27
    assert len(NAMES.members("European Union", on=date(2019, 1, 1))) == 28
    assert "UK" in NAMES.members("EU", on=date(2020, 1, 31))
    assert "UK" not in NAMES.members("EU", on=date(2020, 2, 1))
    assert len(NAMES.members("African Group")) == 54
    assert len(NAMES.members("AOSIS")) == 39
    assert "Bhutan" in NAMES.members("LDCs", on=date(2023, 12, 12))
    assert "Bhutan" not in NAMES.members("LDCs", on=date(2023, 12, 13))
    assert NAMES.members("CANZ") == ("Australia", "Canada", "New Zealand")
    assert NAMES.members("Umbrella Group", "UNFCCC") == NAMES.members("Umbrella Group")
    assert NAMES.members("EU", forum="ITU") == NAMES.members("EU")
    assert NAMES.members("G77") == ()


@pytest.mark.parametrize("name", ["Brazil", "Ruritania", ""])
def test_only_a_group_has_members(name: str) -> None:
    with pytest.raises(UnknownNameError, match="there is no group"):
        NAMES.members(name)


def test_every_member_is_a_known_state_and_every_group_known() -> None:
    known = {d.code: d.kind for d in NAMES.delegations}
    assert all(known[row.group] == "group" and known[row.member] == "state" for row in NAMES.memberships)
    current = [(row.group, row.forum, row.member) for row in NAMES.memberships]
    assert len(set(current)) == len(current)
    dates = [day for row in NAMES.memberships for day in (row.since, row.until) if day]
    assert all(date.fromisoformat(day) for day in dates)


def test_your_own_names_stand_on_top(tmp_path: Path) -> None:
    toml = tmp_path / "names.toml"
    toml.write_text(
        '"Georgia" = "State of Georgia"\n"The Chair" = "Chair"\n"Blighty" = "UK"\n"NAM" = "Namibia"\n', encoding="utf-8"
    )
    names = NAMES.with_overrides(str(toml))
    assert [names.find(t).name for t in ("Georgia", "GEO", "Chair", "Blighty", "NAM")] == [  # type: ignore[union-attr]
        "State of Georgia",
        "Georgia",
        "Chair",
        "UK",
        "Namibia",
    ]
    assert NAMES.find("Blighty") is None
    assert names.split("Blighty and Brazil") == ("UK", "Brazil")


def test_your_own_tables(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("code,name,kind,aliases\nGBR,United Kingdom,state,Blighty\n,Acme Cables,firm,Acme|ACME\n", "utf-8")
    names = NAMES.with_overrides(table)
    assert names.split("UK, Blighty, United Kingdom, Acme Cables") == ("United Kingdom", "Acme Cables")
    groups = tmp_path / "groups.csv"
    groups.write_text("group,forum,member,since,until\nJUSCANZ,,Japan,,\nJUSCANZ,,USA,,2024-01-01\n", "utf-8")
    names = names.with_overrides(groups)
    assert names.members("JUSCANZ") == ("Japan",)
    assert len(names.members("EU")) == 27


@pytest.mark.parametrize(
    "name, text, error, message",
    [
        ("a.csv", "name\nUK\n", TableError, "the columns are code, name, kind, aliases"),
        ("a.csv", "code,name,kind\nX,X,planet\n", TableError, "of kind 'planet'"),
        ("a.csv", "group,member\nEU,Brasill\n", UnknownNameError, "did you mean Brazil"),
        ("a.csv", "code,name,kind\nX,Ébène,state\n", TableError, "a.csv: it is not in UTF-8"),
        ("a.toml", "[UK]\na = 1\n", TableError, "'UK' is not of the form"),
        ("a.toml", '"UK" =\n', TableError, "a.toml: Invalid value"),
    ],
)
def test_a_bad_table_says_what_is_wrong(
    tmp_path: Path, name: str, text: str, error: type[Exception], message: str
) -> None:
    (tmp_path / name).write_text(text, encoding="latin-1")
    with pytest.raises(error, match=message):
        NAMES.with_overrides(tmp_path / name)


def test_names_are_values() -> None:
    with pytest.raises(FrozenInstanceError):
        NAMES.delegations = ()  # type: ignore[misc]
    assert Names.default() is NAMES


def test_reading_the_tables_and_the_names_is_quick() -> None:
    # Generous bounds, in processor time: a slow or busy machine must not fail them, a careless change should.
    module.Names.default.cache_clear()
    start = process_time()
    names = Names.default()
    names.find("UK")
    assert process_time() - start < 0.5
    start = process_time()
    for _ in range(1000):
        names.longest_prefix("Saint Vincent and the Grenadines – remove")
    assert process_time() - start < 0.5


def test_importing_the_module_reads_no_table() -> None:
    code = "from bracketed.draft.delegations import Names; print(Names.default.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
