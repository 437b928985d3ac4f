"""Each limit is kept, its error says how to raise it, and raising it lets the draft in; the page states them all."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

import bracketed as bt
from bracketed.cli import main
from bracketed.cli.limits import CommandLineLimits, allowed
from bracketed.cli.verbs import VERBS
from bracketed.errors import DraftError, TableError
from bracketed.limits import in_bytes
from tests.pdf.making import page
from tests.word.making import docx, p

BOUNDS = [bound.name for bound in fields(bt.Limits)]
ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "limits.md"


def refused(data: bytes | str, format: str | None = None, **bounds: int) -> str:  # noqa: A002
    with pytest.raises(DraftError) as caught:
        bt.read(data if isinstance(data, bytes) else io.StringIO(data), format=format, limits=bt.Limits(**bounds))
    return str(caught.value)


def children_worked() -> float:
    """Return for how many seconds of the processor the programs have worked that this process started."""
    spent = os.times()
    return spent.children_user + spent.children_system


def test_the_size_of_a_file(tmp_path: Path) -> None:
    text = "4. Parties [shall] report."
    whole = bt.Limits(size=len(text))
    larger = "draft is larger than 25 bytes; divide it into parts, or give limits=bt.Limits(size=…)"
    assert refused(text, size=25) == larger
    assert refused(text.encode(), size=25) == larger
    path = tmp_path / "draft.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DraftError, match=r"^draft\.txt is larger than 25 bytes; "):
        bt.read(path, limits=bt.Limits(size=25))
    assert bt.read(path, limits=whole).source == bt.read(text.encode(), limits=whole).source == text


def test_the_size_of_a_web_page() -> None:
    html = b"<p>4. Parties [shall] report."
    assert refused(html, "html", size=8 * len(html) - 8) == (
        "draft is larger than 28 bytes of HTML; divide it into parts, or give limits=bt.Limits(size=…), of which HTML "
        "may take an eighth"
    )
    assert bt.read(html, format="html", limits=bt.Limits(size=8 * len(html))).brackets


def test_the_size_of_a_table() -> None:
    draft = bt.parse("4. Parties [shall/should] report.")
    table = b"delegation,bracket,option,stance\nUK,4#1,a,supports\n"
    for source in (table, io.BytesIO(table)):
        with pytest.raises(TableError) as caught:
            bt.read_positions(source, draft, limits=bt.Limits(size=20))
        assert str(caught.value) == (
            "table: the table is larger than 20 bytes; divide it into parts, or give limits=bt.Limits(size=…)"
        )
    assert len(bt.read_positions(table, draft, limits=bt.Limits(size=len(table)))) == 1


def test_how_deep_brackets_are_nested() -> None:
    def nested(depth: int) -> str:
        return "4. " + "[go " * depth + "]" * depth

    assert refused(nested(3), depth=2) == (
        "brackets are nested deeper than 2; close some of them, or give limits=bt.Limits(depth=…) (line 1, column 12)"
    )
    assert refused(nested(1_001)).startswith("brackets are nested deeper than 1,000; ")
    deep = bt.parse(nested(3_000), limits=bt.Limits(depth=3_000))
    space = bt.variants(deep)
    assert (len(deep.brackets), space.count(), deep.unparse()) == (3_000, 3_001, deep.source)
    assert space.index(space[-1]) == 3_000
    assert bt.least_contested(space, bt.positions(deep)).ties == 3_001


SEPARATED = {
    "slashes": "[" + "/".join(f"w{n}" for n in range(1_001)) + "]",
    "brackets": " or ".join(f"[w{n}]" for n in range(1_001)),
    "paragraphs": "\n" + "\n".join(f"Option {n}: w{n}" for n in range(1_001)),
}


@pytest.mark.parametrize("marks", SEPARATED)
def test_how_many_options_a_bracket_has(marks: str) -> None:
    text = f"4. {SEPARATED[marks]}"
    where = "line 2, column 1" if marks == "paragraphs" else "line 1, column 4"
    assert refused(text) == (
        f"this bracket has 1,001 options, more than 1,000; divide it, or give limits=bt.Limits(options=…) ({where})"
    )
    assert len(bt.parse(text, limits=bt.Limits(options=1_001)).brackets[0].options) == 1_001


@pytest.mark.slow
def test_what_a_word_document_unpacks_to(tmp_path: Path) -> None:
    data = docx(p("4. Parties [shall] report.") * 200)
    assert refused(data, unpacked=20_000) == (
        "draft unpacks to more than 20,000 bytes, or one of its parts to more than half of that; it may be made to "
        "fill the memory. If it is yours, divide it into parts, or give limits=bt.Limits(unpacked=…)"
    )
    # What was let in once can be written again.
    styles = docx(p("4. Parties [shall] report."), styles=f"<w:style>{' ' * 2**20}</w:style>" * 40)
    assert refused(styles).startswith("draft unpacks to more than 64 MB, ")
    draft = bt.read(styles, limits=bt.Limits(unpacked=100 * 2**20))
    bt.write(bt.variants(pickle.loads(pickle.dumps(draft)))[0], tmp_path / "settled.docx")


@pytest.mark.slow
def test_how_long_a_pdf_is_read() -> None:
    shapes = b"".join(b"%d 0 m 9 9 l S " % (n % 500) for n in range(30_000))
    busy = page(b"BT /F 10 Tf 60 700 Td (4. Ports [shall] report.) Tj ET " + shapes, times=900)
    before = children_worked()
    assert refused(busy, "pdf", seconds=1) == (
        "draft takes more than 1 second to read; print the pages that matter to a new PDF, or give "
        "limits=bt.Limits(seconds=…)"
    )
    # The clock on the wall would end it too, but a minute later.
    assert children_worked() - before < 10


@pytest.mark.parametrize(
    "content, message",
    [
        (b"BT /F 1 Tf " + b"(%s) Tj " % (b"x" * 601) * 100 + b"ET", "60,000 characters; divide it into parts"),
        (b"0 0 m 9 9 l S " * 60_001, "60,000 objects; print it anew as PDF"),
    ],
    ids=["characters", "objects"],
)
def test_how_much_a_page_of_a_pdf_holds(content: bytes, message: str) -> None:
    assert refused(page(content), "pdf") == f"draft, page 1 holds more than {message}"


def test_a_corpus_is_read_within_the_limits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("4. Parties [shall/should/may] report.", encoding="utf-8")
    few = bt.Limits(options=2)
    for engine in (None, "processes"):
        (error,) = bt.corpus(tmp_path / "a.txt", limits=few, engine=engine)["error"]
        assert error == (
            "this bracket has 3 options, more than 2; divide it, or give limits=bt.Limits(options=…) "
            "(line 1, column 12)"
        )
    (error,) = bt.corpus(tmp_path / "a.txt", limits=bt.Limits(size=20))["error"]
    assert error == "a.txt is larger than 20 bytes; divide it into parts, or give limits=bt.Limits(size=…)"
    assert [*bt.corpus(tmp_path / "a.txt")["error"]] == [""]


@pytest.mark.parametrize("value", [0, -1, 1.5, "8 MB", None])
def test_a_limit_is_a_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match=f"^a limit is a whole number from 1 on; size is {re.escape(repr(value))}$"):
        bt.Limits(size=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", BOUNDS)
def test_a_limit_is_bounded_by_what_a_system_can_take(name: str) -> None:
    bt.Limits(**{name: 2**40})
    with pytest.raises(ValueError, match=f"^a limit is at most 1,099,511,627,776; {name} is 1,099,511,627,777$"):
        bt.Limits(**{name: 2**40 + 1})


@pytest.mark.parametrize("name", BOUNDS)
def test_no_limit_is_too_high_for_reading(name: str) -> None:
    most = bt.Limits(**{name: 2**40})
    sheet = page(b"BT /F 10 Tf 60 700 Td (4. Ports [shall] report.) Tj ET")
    for data, form in ((b"4. [shall]", "txt"), (docx(p("4. [shall]")), "docx"), (sheet, "pdf")):
        assert len(bt.read(data, format=form, limits=most).brackets) == 1


# On the command line


def asked(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, arguments)
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.slow
def test_each_limit_is_raised_on_the_command_line(tmp_path: Path) -> None:
    shapes = b"".join(b"%d 0 m 9 9 l S " % (n % 500) for n in range(30_000))
    busy = page(b"BT /F 10 Tf 60 700 Td (4. Ports [shall] report.) Tj ET " + shapes, times=900)
    text = b"4. Parties [[now/later]/should/may] report."
    cases = {
        "size": ("draft.txt", text, "42", "43", "larger than 42 bytes; divide it into parts, or give --allow size=…"),
        "depth": ("draft.txt", text, "1", "2", "deeper than 1; close some of them, or give --allow depth=…"),
        "options": ("draft.txt", text, "2", "3", "more than 2; divide it, or give --allow options=…"),
        "unpacked": ("a.docx", docx(p("4. Go.") * 500), "20KB", "1MB", "into parts, or give --allow unpacked=…"),
        "seconds": ("a.pdf", busy, "1", "", "to a new PDF, or give --allow seconds=…"),
    }
    assert [*cases] == BOUNDS
    for name, (file, data, low, high, message) in cases.items():
        path = tmp_path / file
        path.write_bytes(data)
        code, out, told = asked("show", str(path), "--allow", f"{name}={low}")
        assert (code, out) == (3, ""), name
        assert message in told
        assert "bt.Limits" not in told
        if high:
            code, out, told = asked("show", str(path), "--allow", f"{name}={low}", "--allow", f"{name}={high}")
            assert (code, told) == (0, ""), name


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_verb_takes_the_option(verb: str, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("4. Parties [shall/should] report.", encoding="utf-8")
    needed = {name: ["-o", str(tmp_path / f"answer.{form}")] for name, form in (("report", "html"), ("write", "md"))}
    if verb == "carry":
        # What it reads first is a table, and the draft comes behind an option.
        needed["carry"] = ["--from", str(path), "--to", str(path)]
        (tmp_path / "table.csv").write_text(
            "delegation,bracket,option,stance,text\nUK,4#1,a,supports,shall\n", encoding="utf-8"
        )
    file = tmp_path / ("table.csv" if verb == "carry" else "draft.txt")
    needed |= {
        "compile": [str(path), "--delegation", f"{path.name}=UK"],
        "diff": [str(path)],
        "why": ["4#1"],
        "explore": needed["report"],
    }
    code, out, told = asked(verb, str(file), *needed.get(verb, []), "--allow", "options=1")
    assert code == (0 if verb == "corpus" else 3)
    assert "more than 1; divide it, or give --allow options=…" in (out if verb == "corpus" else told)
    code, out, told = asked(verb, str(file), *needed.get(verb, []), "--allow", "options=2")
    # What is written warns of what is left open.
    assert (code, told if verb != "write" else "") == (0, "")
    assert "--allow" not in out + told


def test_the_size_of_tables_is_a_limit_too(tmp_path: Path) -> None:
    for name, text in (("draft.txt", "4. [shall]"), ("table.csv", "delegation,bracket,option,stance\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for option in ("--positions", "--authors"):
        code, _, told = asked(
            "blocking", str(tmp_path / "draft.txt"), option, str(tmp_path / "table.csv"), "--allow", "size=30"
        )
        assert code == 3
        assert told == (
            "bracketed: table.csv: the table is larger than 30 bytes; divide it into parts, or give --allow size=…\n"
        )


@pytest.mark.parametrize("engine", [[], ["--engine", "processes"]])
def test_a_corpus_names_the_option(engine: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("4. Parties [shall/should/may] report.", encoding="utf-8")
    _, out, _ = asked("corpus", str(tmp_path / "a.txt"), "--allow", "size=20", "--format", "json", *engine)
    (row,) = json.loads(out)
    assert row["error"] == "a.txt is larger than 20 bytes; divide it into parts, or give --allow size=…"


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("200MB", 200 * 2**20),
        ("200 mb", 200 * 2**20),
        ("200M", 200 * 2**20),
        ("200MiB", 200 * 2**20),
        ("3kb", 3 * 2**10),
        ("1GB", 2**30),
        ("1,000", 1000),
        ("1000 B", 1000),
        ("7", 7),
    ],
)
def test_bytes_are_typed_as_people_do(typed: str, count: int) -> None:
    assert allowed((f"size={typed}", f"unpacked = {typed}")) == CommandLineLimits(size=count, unpacked=count)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("sise=20MB", "there is no limit 'sise'; did you mean size?"),
        ("pages=20", "there is no limit 'pages'; there are: size, depth, options, unpacked, seconds"),
        ("size", "'size' is not of the form NAME=VALUE, such as size=200MB"),
        ("size=", "size is a whole number of bytes, KB, MB or GB, not ''"),
        ("unpacked=much", "unpacked is a whole number of bytes, KB, MB or GB, not 'much'"),
        ("size=1.5GB", "size is a whole number of bytes, KB, MB or GB, not '1.5GB'"),
        ("size=-1", "size is a whole number of bytes, KB, MB or GB, not '-1'"),
        ("size=2TB", "size is a whole number of bytes, KB, MB or GB, not '2TB'"),
        ("depth=2k", "depth is a whole number, not '2k'"),
        ("seconds=9 s", "seconds is a whole number, not '9 s'"),
        ("depth=0", "a limit is a whole number from 1 on; depth is 0"),
        ("size=1025GB", "a limit is at most 1,099,511,627,776; size is 1,100,585,369,600"),
    ],
)
def test_a_limit_that_is_none_is_reported(typed: str, message: str) -> None:
    code, out, told = asked("show", "draft.txt", "--allow", typed)
    assert (code, out) == (2, "")
    assert told.endswith(f"\n\nError: Invalid value for '--allow': {message}\n")


def rows(heading: str) -> list[list[str]]:
    """Return the rows of the table below a heading of the page."""
    told = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    table = [line for line in told.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def shown(bound: str, value: int) -> str:
    return in_bytes(value) if bound in ("size", "unpacked") else f"{value:,}"


def test_the_page_states_every_limit_that_can_be_raised() -> None:
    stated = {name.strip("`"): default for name, _, default, _ in rows("Limits that can be raised")}
    assert stated == {bound.name: shown(bound.name, getattr(bt.Limits(), bound.name)) for bound in fields(bt.Limits)}


def test_the_page_states_the_limits_in_force() -> None:
    for _, default, place, _ in rows("Fixed limits"):
        module, name = place.strip("`").rsplit(".", 1)
        value = getattr(import_module(module), name)
        assert default.startswith(f"{value:,}" if value % 2**20 else in_bytes(value)), place


def test_each_limit_of_the_page_names_a_test_that_shows_it() -> None:
    for *_, test in (*rows("Limits that can be raised"), *rows("Fixed limits")):
        path, _, name = test.strip("`").partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), test
