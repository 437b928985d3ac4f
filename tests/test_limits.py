"""Each limit is kept, its error says how to raise it, and raising it lets the draft in; the page states them all."""

from __future__ import annotations

import io
import pickle
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.errors import DraftError, TableError
from bracketed.limits import in_bytes
from tests.pdf.making import page
from tests.word.making import docx, p

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "limits.md"


def refused(data: bytes | str, format: str | None = None, **bounds: int) -> str:  # noqa: A002
    with pytest.raises(DraftError) as caught:
        bt.read(data if isinstance(data, bytes) else io.StringIO(data), format=format, limits=bt.Limits(**bounds))
    return str(caught.value)


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


def test_how_long_a_pdf_is_read() -> None:
    shapes = b"".join(b"%d 0 m 9 9 l S " % (n % 500) for n in range(30_000))
    busy = page(b"BT /F 10 Tf 60 700 Td (4. Ports [shall] report.) Tj ET " + shapes, times=900)
    assert refused(busy, "pdf", seconds=1) == (
        "draft takes more than 1 second to read; print the pages that matter to a new PDF, or give "
        "limits=bt.Limits(seconds=…)"
    )


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
    assert error == "draft is larger than 20 bytes; divide it into parts, or give limits=bt.Limits(size=…)"
    assert [*bt.corpus(tmp_path / "a.txt")["error"]] == [""]


@pytest.mark.parametrize("value", [0, -1, 1.5, "8 MB", None])
def test_a_limit_is_a_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match=f"^a limit is a whole number from 1 on; size is {re.escape(repr(value))}$"):
        bt.Limits(size=value)  # type: ignore[arg-type]


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


def test_the_page_states_the_limits_that_stand() -> None:
    for _, default, place, _ in rows("Limits that stand"):
        module, name = place.strip("`").rsplit(".", 1)
        value = getattr(import_module(module), name)
        assert default.startswith(f"{value:,}" if value % 2**20 else in_bytes(value)), place


def test_each_limit_of_the_page_names_a_test_that_shows_it() -> None:
    for *_, test in (*rows("Limits that can be raised"), *rows("Limits that stand")):
        path, _, name = test.strip("`").partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), test
