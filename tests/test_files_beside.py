"""Files beside a draft that are broken, or made to do harm, are refused by name, and nothing else is raised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.draft.link_file import verdicts_beside
from bracketed.errors import BracketedError
from bracketed.toml_file import parsed, text_of

TOML = {
    "not closed": "[",
    "nested without end": "a = " + "[" * 5_000,
    "tables in each other": "[" + ".".join("a" * 3_000) + "]",
    # These would take a terabyte of memory.
    "names in a row": "a." * 300_000 + "b = 1",
    "names in a row, in quotation marks": '"\\"".' * 200_000 + "b = 1",
    "names in a row behind several lines": 'a = ["""\n""", {' + "a." * 300_000 + "b = 1}]",
    "zeros": "\x00",
    "other bytes": b"\xff\xfe\x00",
    "too large": "# " + "x" * 2**20,
    "an unknown key": "reed_as = 1",
    "a number": "{} = 1",
    "a list": "{} = [[1, 2]]",
    "a date": '[{}]\n"1#1" = 2026-11-30',
    "an endless number": '[{}]\n"1#1" = inf',
    "a table in a table": '[{}."1#1"]\nx = "y"',
    "a list of tables": "[[{}]]",
    "twice the same": '[{}]\n"1#1" = "optional"\n"1#1" = "optional"',
}
JSON = {
    "not closed": "{",
    "nested without end": "[" * 100_000,
    "objects in each other": '{"a":' * 100_000,
    "zeros": "\x00",
    "other bytes": b"\xff\xfe\x00",
    "too large": "[" + " " * 2**24 + "]",
    "words": '"x"',
    "a list": '["a"]',
    "lists": '{"1#1": ["a"]}',
    "objects": '{"1#1": {"a": 1}}',
    "nothing": '{"1#1": null}',
    "not a number": '{"1#1": NaN}',
    "twice, and not the same": '{"1#1": "a", "1#1": "b"}',
    "twice, and long": '{"k": "a", "k": "b"}'.replace("k", "1" * 5_000).replace("b", "b" * 5_000),
}


def written(path: Path, content: str | bytes, key: str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.replace("{}", key).encode())
    return path


def readings(folder: Path, content: str | bytes) -> object:
    written(folder / "draft.readings.toml", content, "read_as")
    return bt.read(written(folder / "draft.txt", "1. Ports [shall/should] pay.", ""))


def links(folder: Path, content: str | bytes) -> object:
    written(folder / "draft.links.toml", content, "accepted")
    return verdicts_beside(folder / "draft.txt", ())


@pytest.mark.parametrize("read", [readings, links])
@pytest.mark.parametrize("name", TOML)
def test_toml(name: str, read: Callable[[Path, str | bytes], object], tmp_path: Path) -> None:
    with pytest.raises(BracketedError) as caught:
        read(tmp_path, TOML[name])
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize("text", [
    '"4.1.2.3.4.5.6.7.8.9.10.11#1" = "optional"', "# a.b.c.d.e.f.g.h.i.j.k.l", "\ufeff",
    "'a.b.c.d.e.f.g.h.i.j.k.l' = ''",
    '"a" = """\na.b.c.d.e.f.g.h.i.j.k.l"""',
])  # fmt: skip
def test_dots_in_words_and_a_mark_of_the_encoding_are_no_harm(text: str, tmp_path: Path) -> None:
    path = written(tmp_path / "draft.links.toml", f"{text}\n[accepted]", "")
    assert parsed(text_of(path, "links"))["accepted"] == {}


def test_readings_may_begin_with_a_mark_of_the_encoding(tmp_path: Path) -> None:
    written(tmp_path / "draft.readings.toml", '\ufeff[read_as]\n"1#1" = ["text", "[shall/should]"]', "")
    assert bt.read(written(tmp_path / "draft.txt", "1. Ports [shall/should] pay.", "")).brackets == ()


@pytest.mark.parametrize("name", JSON)
def test_choices(name: str, tmp_path: Path) -> None:
    path = written(tmp_path / "choices.json", JSON[name], "")
    with pytest.raises(BracketedError) as caught:
        bt.read_choices(path, bt.parse("1. Ports [shall/should] pay."))
    assert len(str(caught.value)) < 1_000
