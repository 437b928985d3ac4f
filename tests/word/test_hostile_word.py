"""Files made to do harm, or damaged: each is refused in words that say what to do, quickly and in little memory."""

from __future__ import annotations

import socket
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import pytest

import bracketed as bt
from bracketed.errors import DraftError
from tests.word.making import SPACES, TYPES, W, docx, p, part, relationships, tbl, tc, tr, zipped

RELS = ("_rels/.rels", relationships({"officeDocument": "word/document.xml"}))
GOOD = docx(p("1. Parties [shall] report."))


def refused(data: bytes) -> str:
    with pytest.raises(DraftError) as caught:
        bt.read(data, format="docx")
    return str(caught.value)


def with_document(xml: str | bytes) -> bytes:
    return zipped([RELS, ("word/document.xml", xml)])


def with_head(head: str, words: str = "x", encoding: str = "UTF-8") -> bytes:
    document = f"<w:document {SPACES}><w:body>{p(words)}</w:body></w:document>"
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{head}{document}'
    return with_document(xml.encode(encoding))


DOCTYPE = (
    "draft is refused: its part word/document.xml has a document type declaration (DOCTYPE), which no word processor "
    "writes and by which files do harm; open it in Word and save it again"
)


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_no_document_type_is_declared(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    assert refused(with_head(f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>', "&l9;", encoding)) == DOCTYPE
    assert refused(with_head('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">', encoding=encoding)) == DOCTYPE
    assert refused(with_head('<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;", encoding)) == DOCTYPE
    assert refused(with_head("<!DOCTYPE d>", encoding=encoding)) == DOCTYPE


def test_a_document_type_in_a_hidden_encoding_is_refused_too() -> None:
    xml = f'+ADw-!DOCTYPE d [+ADw-!ENTITY e "ha">]><w:document {SPACES}><w:body>{p("+ACY-e;")}</w:body></w:document>'
    refused(with_document(b'<?xml version="1.0" encoding="UTF-7"?>' + xml.encode()))


def test_entities_of_no_declaration_are_an_error() -> None:
    assert "is not well-formed" in refused(with_head("", "<w:r><w:t>&x;</w:t></w:r>"))


@pytest.mark.parametrize("inner", ["<w:p/>", "<w:p><w:r><w:t>[a]</w:t></w:r></w:p>"])
def test_a_part_that_unpacks_to_more_than_any_draft_is_not_unpacked(inner: str) -> None:
    count = 40 * 2**20 // len(inner)
    assert refused(with_document(f"<w:document {SPACES}><w:body>{inner * count}</w:body></w:document>")) == (
        "draft unpacks to more than 64 MB, or one of its parts to more than half of that; it may be made to fill the "
        "memory. If it is yours, divide it into parts, or give limits=bt.Limits(unpacked=…)"
    )


def test_all_parts_together_are_bounded() -> None:
    style = "<w:style>" + " " * 2**20 + "</w:style>"
    large = f"<w:styles {SPACES}>{style * 25}</w:styles>"
    parts = {kind: f"{kind}.xml" for kind in ("styles", "numbering", "comments", "footnotes")}
    files = [("word/_rels/document.xml.rels", relationships(parts))]
    files += [(f"word/{name}", large) for name in parts.values()]
    assert "unpacks to more than" in refused(zipped([RELS, ("word/document.xml", part("document", p("x"))), *files]))


def test_more_elements_than_any_draft_has_are_not_parsed() -> None:
    for inner, count in (("<w:p/>", 750_000), ('<w:p w:a="" w:b=""/>', 250_000), ("<w:p></w:p>", 750_000)):
        assert refused(docx(inner * count)).startswith("draft holds more than 750,000 elements and attributes")


@pytest.mark.parametrize("words", ["[a] " * 1_000, "words " * 10_000])
def test_more_words_than_any_draft_has_are_not_read(words: str) -> None:
    assert refused(docx(p(words) * 101)) == (
        "draft holds more than 5 million letters or 100,000 brackets, which no draft does; it may be made to take "
        "long. If it is yours, divide it into parts"
    )


def test_parts_that_are_not_read_may_be_of_any_size() -> None:
    unused = ("word/media/film.bin", b"\0" * (80 * 2**20))
    assert bt.read(docx(p("1. [a] b"), more=[unused])).brackets


def test_a_directory_without_end_is_not_read() -> None:
    many = zipped([RELS, *((f"word/{n}.xml", "") for n in range(1_100))])
    assert refused(many).startswith("draft holds more than 1,000 parts")
    assert refused(b"PK\x03\x04" + b"PK\x01\x02" * 20_000).startswith("draft holds more than 1,000 parts")


OUTSIDE = ["/etc/passwd", "../../evil.xml", "word/../../evil.xml", "C:\\evil.xml", "..\\evil.xml"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_names_that_point_outside_are_refused(name: str) -> None:
    assert "points outside the document; do not open it" in refused(docx(p("x"), more=[(name, "x")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    twice = docx(p("1. [a]"), more=[("word/document.xml", part("document", p("2. b")))])
    assert refused(twice).startswith("draft holds two parts called 'word/document.xml', and programs differ")


@pytest.mark.parametrize("levels", [300, 10_000])
def test_tables_in_tables_without_end(levels: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * levels + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * levels
    assert "is nested deeper than any document" in refused(docx(body))


def test_tables_as_deep_as_may_be_are_read() -> None:
    body = p("1. [a]")
    for _ in range(80):
        body = tbl(tr(tc(body)))
    assert bt.read(docx(body)).brackets[0].id == "1#1"


@pytest.mark.parametrize("wrapper", ["hyperlink", "smartTag", "ins", "sdt"])
def test_wrappers_in_wrappers_as_deep_as_may_be_are_read(wrapper: str) -> None:
    names = ["sdt", "sdtContent"] if wrapper == "sdt" else [wrapper, wrapper]
    opened = "".join(f"<w:{name}>" for name in names)
    closed = "".join(f"</w:{name}>" for name in reversed(names))
    body = p(opened * 110 + "<w:r><w:t>1. [a] b</w:t></w:r>" + closed * 110)
    assert bt.read(docx(body), changes="accept").brackets[0].id == "1#1"


@pytest.mark.parametrize("length", [4, 30, len(GOOD) // 2, len(GOOD) - 1])
def test_files_that_end_too_early(length: int) -> None:
    assert refused(GOOD[:length]) == (
        "draft is damaged: it ends too early or is not whole; get it anew, or open it in Word and save it again"
    )


def test_every_cut_and_flipped_byte_is_read_or_refused() -> None:
    for at in range(0, len(GOOD), 7):
        for data in (GOOD[:at], GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :], GOOD[at:]):
            try:
                bt.read(data, format="docx")
            except DraftError:
                continue


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "of the old kind (.doc), or protected by a password"),
        (b"1. Parties [shall] report.", "is no Word document; if it is plain text, give it the suffix .txt"),
        (b"%PDF-1.7", "is no Word document"),
        (b"", "is no Word document"),
        (zipped([("a.txt", "x")]), "is a zip file, but holds no Word document; unpack it"),
        (zipped([("xl/workbook.xml", "<x/>")]), "is an Excel workbook; a table of positions is read with positions"),
        (zipped([("ppt/presentation.xml", "<x/>")]), "is a PowerPoint presentation"),
        (zipped([("content.xml", "<x/>"), ("META-INF/manifest.xml", "<x/>")]), "is an OpenDocument"),
        (zipped([RELS]), "is a zip file, but holds no Word document"),
        (zipped([RELS, ("word/document.xml", "<x/>")]), "is a zip file, but holds no Word document"),
        (zipped([RELS, ("word/document.xml", f"<w:styles xmlns:w='{W}'/>")]), "holds no Word document"),
        (zipped([RELS, ("word/document.xml", "<w:document")]), "is not well-formed"),
        (with_document(part("document", "")), "the draft is empty"),
        (docx("<w:p/>"), "the draft is empty"),
    ],
)  # fmt: skip
def test_what_is_no_word_document_is_called_by_its_name(data: bytes, message: str) -> None:
    assert message in refused(data)


def test_a_part_with_a_password_is_named() -> None:
    data = bytearray(GOOD)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(sign, at + 1)
    assert refused(bytes(data)) == "draft is protected by a password; save it without one"


def test_a_directory_with_false_sizes() -> None:
    data = bytearray(GOOD)
    at = data.rfind(b"word/document.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = (3).to_bytes(4, "little")
    assert "is damaged: " in refused(bytes(data))


def test_missing_parts_are_no_matter() -> None:
    rels = relationships({"styles": "styles.xml", "comments": "comments.xml", "numbering": "../../x.xml"})
    document = part("document", f"<w:body>{p('1. [a]')}</w:body>")
    made = zipped([RELS, ("word/document.xml", document), ("word/_rels/document.xml.rels", rels)])
    assert bt.read(made).brackets


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", no)
    monkeypatch.setattr(socket, "getaddrinfo", no)
    kinds = ("attachedTemplate", "image", "numbering", "comments", "aFChunk")
    outside = "".join(
        f'<Relationship Id="x{kind}" Type="{TYPES}{kind}" Target="http://127.0.0.1:9/{kind}" TargetMode="External"/>'
        for kind in kinds
    )
    remote = relationships({"styles": "styles.xml"}).replace("</Relationships>", f"{outside}</Relationships>")
    picture = '<w:r><w:drawing><a:blip xmlns:a="x" r:link="ximage"/></w:drawing></w:r>'
    include = "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>INCLUDETEXT http://127.0.0.1:9/</w:instrText></w:r>"
    end = "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    body = f"<w:body>{p('1. [a] b', picture, include, end)}<w:altChunk r:id='xaFChunk'/></w:body>"
    made = zipped([
        RELS,
        ("word/document.xml", part("document", body)),
        ("word/styles.xml", part("styles", "")),
        ("word/_rels/document.xml.rels", remote),
    ])  # fmt: skip
    draft = bt.read(made)
    assert draft.source == "1. [a] b\n"
    assert [found.code for found in draft.diagnostics] == ["embedded-file"]


def test_what_is_outside_is_no_part_though_one_is_called_so() -> None:
    comment = f'<w:comment w:id="0" w:author="Ana">{p("UK – keep “a”")}</w:comment>'
    body = '<w:body><w:p><w:commentRangeStart w:id="0"/><w:r><w:t>1. [a] b</w:t></w:r></w:p></w:body>'
    inside = relationships({"comments": "comments.xml"})
    outside = inside.replace("/></Relationships>", ' TargetMode="External"/></Relationships>')
    for links, count in ((inside, 1), (outside, 0)):
        parts = {"word/document.xml": part("document", body), "word/comments.xml": part("comments", comment)}
        draft = bt.read(zipped([RELS, *parts.items(), ("word/_rels/document.xml.rels", links)]))
        assert len(draft.comments) == count


def test_styles_in_a_circle_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("A", "B"), ("B", "A"))
    )
    assert bt.read(docx(p("1. [a]", looks='<w:pStyle w:val="A"/>'), styles=styles)).brackets


def test_strict_documents_and_parts_under_other_names_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/"
    xml = part("document", f"<w:body>{p('1. [a] b')}</w:body>").replace(W, f"{strict}wordprocessingml/main")
    rels = relationships({"officeDocument": "/other/main.xml"})
    rels = rels.replace(TYPES, f"{strict}officeDocument/relationships/")
    assert bt.read(zipped([("_rels/.rels", rels), ("other/main.xml", xml)])).brackets[0].id == "1#1"


def test_the_command_line_ends_with_3(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from bracketed.cli import main

    path = tmp_path / "draft.docx"
    path.write_bytes(GOOD[:40])
    done = CliRunner().invoke(main, ["brackets", str(path)])
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == (
        "bracketed: draft.docx is damaged: it ends too early or is not whole; get it anew, or open it in Word and save "
        "it again\n"
    )


SCRIPT = """
import re
import sys
import bracketed as bt
from bracketed.errors import DraftError
try:
    bt.read(sys.argv[1])
except DraftError as error:
    print(error)
# What the system reports of a process by other ways counts what its parent held when it began.
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""
WORST = {
    "as many brackets as may be": lambda: f"<w:p><w:r><w:t>1. {'[a] b ' * 99_999}</w:t></w:r></w:p>",
    "as many pieces as may be": lambda: f"<w:p><w:r>{'<w:t>word</w:t><w:br/>' * 370_000}</w:r></w:p>",
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell the memory of a process")
@pytest.mark.parametrize("sort", sorted(WORST))
def test_the_worst_that_is_not_refused_is_read_in_bounded_memory(sort: str, tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx(WORST[sort]()))
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) < 500


def test_a_package_is_a_zip_file_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as file:
        file.writestr(*RELS)
        file.writestr("word/document.xml", part("document", f"<w:body>{p('1. [a]')}</w:body>"))
    assert bt.read(made.getvalue()).brackets
    assert list(tmp_path.iterdir()) == []
