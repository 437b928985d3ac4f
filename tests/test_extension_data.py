"""The library is extended by data alone: a language is its file of words, a convention its table.

Each test copies the package, adds the data to the copy and to nothing else, and asks the copy in a process of its own.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.package_copy import ask, copy

# A language that nobody speaks, so that no list in the code can know its words.
WORDS = """
language = "xx"

[draft]
or = ["uzu"]
option = ["Vorto"]
provision = ["Dikto"]
article = ["Dikto"]
part = [["Granparto"], ["Parto"]]
no_text = ["nenio"]
placeholder = ['fiksota\\b.{0,40}']
note_head = ["Rimarko"]
comment_by = ["Komento de"]
statuses = [['\\bkonsentita\\b', "agreed"]]
removes = ["forigu"]
objects = ["malgraŭ"]
supports = ["tenu"]
by = ["far"]
and = ["kaj"]
signs = ["la", "kun", "estas", "por"]

[delegations]
"Norvegujo" = "Norway"
"""
DRAFT = """\
Parto I

Dikto 1

1. La urboj [pagu] uzu [donu] [la sumon UZU la oron] kun [fiksota poste].
2. La havenoj [devas] (forigu – Norvegujo kaj Japan) estas por [ĉiuj (tenu – Kenya)].
Vorto A: La ŝipoj restas.
uzu
Vorto B: nenio
3. La turoj falas. (konsentita)
4. [Rimarko: de la skribisto] La pontoj [staras] (malgraŭ – Norvegujo).\tKomento de Ana: Kenya – delete “staras”

Parto II

1. La vojoj.
"""

CONVENTION = """
[moon]
title = "Moon Assembly"
signs = ["Moon Assembly", "Selenite"]
adjacent = "separate"
compounds = ["dust/rock"]
statuses = [['\\bwaxing\\b', "for further discussion"]]
edits = ["PUT"]
notes = ["Moonkeeper"]
"""
MOON = """\
4. Domes [shall][should] store [dust/rock] [PUT: and ice]. (waxing)
5. Crews rest [Moonkeeper: as agreed at noon].
"""
# Writes what is read from a draft on standard input.
READ = """
import json, sys
import bracketed as bt
draft = bt.parse(sys.stdin.read())
print(json.dumps({
    "convention": draft.convention,
    "brackets": {b.id: [o.text or o.letter for o in b.options] for b in draft.brackets},
    "parts": [node.label for node in draft.outline],
    "kinds": {b.id: b.kind for b in draft.brackets},
    "statuses": {p.label: p.status for p in draft.provisions if p.status},
    "comments": [comment.author for comment in draft.comments],
    "positions": sorted(f"{row.delegation} {row.stance} {row.bracket} {row.option}" for row in bt.positions(draft)),
}))
"""


def test_a_language_is_one_file(tmp_path: Path) -> None:
    copy(tmp_path)
    (tmp_path / "grammar" / "words.xx.toml").write_text(WORDS, encoding="utf-8")
    found = json.loads(ask(tmp_path, "-c", READ, text=DRAFT))
    assert found["brackets"] == {
        "Dikto 1.1#1": ["pagu", "donu"],
        "Dikto 1.1#2": ["la sumon", "la oron"],
        "Dikto 1.1#3": ["fiksota poste"],
        "Dikto 1.2#1": ["devas", "omit"],
        "Dikto 1.2#2": ["ĉiuj", "omit"],
        "Dikto 1.2#3": ["La ŝipoj restas.", "omit"],
        "Dikto 1.4#1": ["staras", "omit"],
    }
    assert found["kinds"]["Dikto 1.1#3"] == "placeholder"
    labels = ["Parto I", "Dikto 1", "Dikto 1.1", "Dikto 1.2", "Dikto 1.2 optA", "Dikto 1.2 optB"]
    assert found["parts"] == [*labels, "Dikto 1.3", "Dikto 1.4", "Parto II", "1"]
    assert found["statuses"] == {"Dikto 1.3": "agreed"}
    assert found["comments"] == ["Ana"]
    assert found["positions"] == [
        "Japan objects Dikto 1.2#1 a",
        "Japan supports Dikto 1.2#1 omit",
        "Kenya objects Dikto 1.4#1 a",
        "Kenya supports Dikto 1.2#2 a",
        "Kenya supports Dikto 1.4#1 omit",
        "Norway objects Dikto 1.2#1 a",
        "Norway objects Dikto 1.4#1 a",
        "Norway supports Dikto 1.2#1 omit",
    ]


def test_a_convention_is_one_table(tmp_path: Path) -> None:
    copy(tmp_path)
    with (tmp_path / "bracketed" / "parsing" / "data" / "conventions.toml").open("a", encoding="utf-8") as data:
        data.write(CONVENTION)
    draft = "The Moon Assembly and each Selenite:\n" + MOON
    found = json.loads(ask(tmp_path, "-c", READ, text=draft))
    assert found["convention"] == "moon"
    # Neighbours and the slash word are as the table says, and so are the edit, the status and the note.
    assert found["brackets"] == {
        "4#1": ["shall", "omit"],
        "4#2": ["should", "omit"],
        "4#3": ["dust/rock", "omit"],
        "4#4": ["and ice", "omit"],
    }
    assert found["statuses"] == {"4": "for further discussion"}
    asked = ask(tmp_path, "-m", "bracketed", "brackets", "-", "--convention", "moon", "--format", "json", text=MOON)
    assert [row["id"] for row in json.loads(asked)] == ["4#1", "4#2", "4#3", "4#4"]
    assert "moon" in ask(tmp_path, "-m", "bracketed", "brackets", "--help", text="")
